"""Remembers which files of a folder are kg's own, so that no others are touched."""

from __future__ import annotations

import contextlib
import hashlib
import os
import time
from collections import defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path, PurePosixPath

from kg.errors import StoreError
from kg.whole_file import cut_off, whole_file

LIST = ".kg-site"
"""In the folder: a line a file, with the start of the hash of what was written."""


class SiteFiles:
    """The files that were written into a folder, by this run and by earlier ones.

    A file is written beside its place, its line appended, and then it takes its place: after a
    kill none is cut in half, and the next run knows them all.

    Args:
        folder: Made if missing.

    Raises:
        StoreError: The folder cannot be made or read.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._made = {folder}
        self._started = time.time()
        self._written: dict[str, str] = {}
        # Of a run that was killed the file may be there as it was before or as it is since.
        self._known: dict[str, set[str]] = defaultdict(set)
        with _translated(folder):
            folder.mkdir(parents=True, exist_ok=True)
            for path, digest in _entries(folder / LIST):
                self._known[path].add(digest)

    def check_free(self, paths: Iterable[str]) -> None:
        """Refuse to write over files of somebody else.

        Raises:
            StoreError: A file is there and no earlier run has written it, or it was changed since.
        """
        for path in paths:
            target = self._folder / path
            if not os.path.lexists(target) or self._is_own(path):
                continue
            known = path in self._known
            how = (
                "was changed since kg site wrote it"
                if known
                else "is there and not of an earlier kg site"
            )
            raise StoreError(f"'{target}' {how}; move it away or give another folder")

    def write(self, path: str, text: str) -> None:
        """Write a file and note it.

        Args:
            path: Inside the folder, with slashes.
            text: All of it.

        Raises:
            StoreError: The file cannot be written.
        """
        target, digest = self._folder / path, _digest(text.encode("utf-8"))
        with _translated(target):
            if target.parent not in self._made:
                target.parent.mkdir(parents=True, exist_ok=True)
                self._made.add(target.parent)
            with whole_file(target, swept=True) as file:
                file.write(text)
                file.flush()
                with (self._folder / LIST).open("a", encoding="utf-8") as notes:
                    notes.write(f"{digest} {path}\n")
            self._written[path] = digest

    def remove_others(self) -> Iterator[str]:
        """Remove what earlier runs wrote and this one did not, yielding the paths.

        A file that somebody has changed since stays, and is theirs from then on. What a kill has
        left of a file goes without a word.

        Raises:
            StoreError: A file cannot be removed.
        """
        self._remove_cut_off()
        for path in sorted(self._known.keys() - self._written.keys()):
            target = self._folder / path
            if self._is_own(path):
                with _translated(target):
                    target.unlink()
                yield path
            with contextlib.suppress(OSError):  # Others' files keep their folder.
                if target.parent != self._folder:
                    target.parent.rmdir()
        with _translated(self._folder / LIST):
            lines = [f"{digest} {path}\n" for path, digest in sorted(self._written.items())]
            with whole_file(self._folder / LIST) as file:
                file.writelines(lines)

    def _is_own(self, path: str) -> bool:
        """Whether a file is there as an earlier run wrote it."""
        target = self._folder / path
        with _translated(target):
            known = self._known.get(path, ())
            if not known or not target.is_file():
                return False
            data = target.read_bytes()
            # Git may have changed the ends of its lines.
            return any(_digest(one) in known for one in (data, data.replace(b"\r\n", b"\n")))

    def _remove_cut_off(self) -> None:
        ours = {LIST, *self._known, *self._written}
        for folder in {PurePosixPath(path).parent for path in ours}:
            with contextlib.suppress(OSError):  # They are in nobody's way.
                for path, name in cut_off(self._folder / folder):
                    # One that is newer may be that of a run beside this one.
                    if str(folder / name) in ours and path.stat().st_mtime < self._started:
                        path.unlink()


def _entries(notes: Path) -> Iterator[tuple[str, str]]:
    """Yield path and hash of each line; what leads out of the folder is not ours."""
    if not notes.is_file():
        return
    for line in notes.read_text(encoding="utf-8", errors="replace").splitlines():
        digest, _, path = line.partition(" ")
        parts = PurePosixPath(path).parts
        if parts and ".." not in parts and not PurePosixPath(path).is_absolute():
            yield path, digest


def _digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()[:16]


@contextlib.contextmanager
def _translated(target: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise StoreError(f"cannot write '{target}': {error.strerror or error}") from error
