"""Remembers which files of a folder are kg's own, so that no others are touched."""

from __future__ import annotations

import contextlib
import hashlib
import os
from collections.abc import Iterable, Iterator
from pathlib import Path, PurePosixPath

from kg.errors import StoreError

LEDGER = ".kg-site"
"""In the folder: a line a file, with the start of the hash of what was written."""


class Ledger:
    """The files that were written into a folder, by this run and by earlier ones.

    A line is appended as soon as a file is written, so that after a kill the next run knows it.

    Args:
        folder: Made if missing.

    Raises:
        StoreError: The folder cannot be made or read.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._made = {folder}
        self._written: dict[str, str] = {}
        with _translated(folder):
            folder.mkdir(parents=True, exist_ok=True)
            self._known = dict(_entries(folder / LEDGER))

    def check_free(self, paths: Iterable[str]) -> None:
        """Refuse to write over files of somebody else.

        Raises:
            StoreError: A file is there and no earlier run has written it.
        """
        for path in paths:
            if path not in self._known and os.path.lexists(self._folder / path):
                raise StoreError(
                    f"'{self._folder / path}' is there and not of an earlier kg site; "
                    "move it away or give another folder"
                )

    def write(self, path: str, text: str) -> None:
        """Write a file and note it.

        Args:
            path: Inside the folder, with slashes.
            text: All of it.

        Raises:
            StoreError: The file cannot be written.
        """
        target, data = self._folder / path, text.encode("utf-8")
        with _translated(target):
            if target.parent not in self._made:
                target.parent.mkdir(parents=True, exist_ok=True)
                self._made.add(target.parent)
            target.write_bytes(data)
            self._written[path] = _digest(data)
            with (self._folder / LEDGER).open("a", encoding="utf-8") as ledger:
                ledger.write(f"{self._written[path]} {path}\n")

    def remove_others(self) -> Iterator[str]:
        """Remove what earlier runs wrote and this one did not, yielding the paths.

        A file that somebody has changed since stays, and is theirs from then on.

        Raises:
            StoreError: A file cannot be removed.
        """
        for path in sorted(self._known.keys() - self._written.keys()):
            target = self._folder / path
            with _translated(target):
                if target.is_file() and _digest(target.read_bytes()) == self._known[path]:
                    target.unlink()
                    yield path
            with contextlib.suppress(OSError):  # Others' files keep their folder.
                if target.parent != self._folder:
                    target.parent.rmdir()
        with _translated(self._folder / LEDGER):
            beside = self._folder / f"{LEDGER}.{os.getpid()}"
            lines = [f"{digest} {path}\n" for path, digest in sorted(self._written.items())]
            beside.write_text("".join(lines), encoding="utf-8", newline="\n")
            beside.replace(self._folder / LEDGER)


def _entries(ledger: Path) -> Iterator[tuple[str, str]]:
    """Yield path and hash of each line; what leads out of the folder is not ours."""
    if not ledger.is_file():
        return
    for line in ledger.read_text(encoding="utf-8", errors="replace").splitlines():
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
