"""A file that is written beside its place and renamed, so never half."""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TextIO

_BESIDE = re.compile(r"\.(?P<name>.+)\.\d+\.kg-part")


@contextmanager
def whole_file(path: Path) -> Iterator[TextIO]:
    """Give a file to write to, which takes its place when all is written.

    A symbolic link stays and leads to what is new, and so do the rights of a file that was there.
    A device or a pipe is written to, never replaced.

    Args:
        path: The place.

    Raises:
        OSError: It cannot be written; what was there is as it was.
    """
    if path.exists() and not path.is_file():
        with path.open("w", encoding="utf-8", newline="\n") as file:
            yield file
        return
    place = Path(os.path.realpath(path))
    beside = place.with_name(f".{place.name}.{os.getpid()}.kg-part")
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
