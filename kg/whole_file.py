"""A file that is written beside its place and renamed, so never half."""

from __future__ import annotations

import os
import re
import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TextIO

_BESIDE = re.compile(r"\.(?P<name>.+)\.(?P<process>\d+)\.kg-part")


@contextmanager
def whole_file(path: Path, *, swept: bool = False) -> Iterator[TextIO]:
    """Give a file to write to, which takes its place when all is written.

    A symbolic link stays and leads to what is new, and so do the rights of a file that was there.
    A device or a pipe is written to, never replaced. What a run that was killed has left of the
    same file goes.

    Args:
        path: The place.
        swept: Leave that where it is, and save a look at the folder.

    Raises:
        OSError: It cannot be written; what was there is as it was.
    """
    if path.exists() and not path.is_file():
        with path.open("w", encoding="utf-8", newline="\n") as file:
            yield file
        return
    place = Path(os.path.realpath(path))
    beside = place.with_name(f".{place.name}.{os.getpid()}.kg-part")
    if not swept:
        _sweep(place)
    try:
        with beside.open("w", encoding="utf-8", newline="\n") as file:
            yield file
        # Some file systems have no rights; the file counts all the same.
        with suppress(OSError):
            shutil.copymode(place, beside)
        beside.replace(place)
    finally:
        # What went wrong is told, not that nothing can be removed there either.
        with suppress(OSError):
            beside.unlink(missing_ok=True)


def _sweep(place: Path) -> None:
    # They are in nobody's way: what cannot be read or removed stays.
    with suppress(OSError):
        for path, name in cut_off(place.parent):
            found = _BESIDE.fullmatch(path.name)
            if name == place.name and found and not _runs(int(found["process"])):
                with suppress(OSError):
                    path.unlink()


def _runs(process: int) -> bool:
    if sys.platform == "win32":
        # There a signal of 0 is Ctrl-C, and no file can be removed that is open.
        return False
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except (OSError, OverflowError):
        return True
    return True


def cut_off(folder: Path) -> Iterator[tuple[Path, str]]:
    """Yield what runs that were killed have left beside files of a folder.

    Args:
        folder: Its own folders are not looked into.

    Returns:
        Each with the name of the file that it was to become.

    Raises:
        OSError: The folder cannot be read.
    """
    for path in sorted(folder.iterdir()):
        if found := _BESIDE.fullmatch(path.name):
            yield path, found["name"]
