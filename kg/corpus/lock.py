"""The lock of a workspace: one process changes it at a time, the next one waits.

The system lets go of it when its process ends, however that ends.
"""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

LOCK_FILE = "workspace.lock"
# A person does not notice a fifth of a second, a processor five looks a second.
_PAUSE_S = 0.2
_held: set[Path] = set()

if sys.platform == "win32":
    import msvcrt

    # Windows keeps others from reading what is locked: a byte far behind the holder's name.
    _FAR = 1 << 20

    def _lock(number: int) -> None:
        os.lseek(number, _FAR, os.SEEK_SET)
        msvcrt.locking(number, msvcrt.LK_NBLCK, 1)
else:
    import fcntl

    def _lock(number: int) -> None:
        # Of the two kinds of lock the one that the processes a build starts do not inherit: one
        # of them may outlive a build that was killed.
        fcntl.lockf(number, fcntl.LOCK_EX | fcntl.LOCK_NB)


@contextmanager
def workspace_lock(
    workspace: Path, *, name: str = "kg build", on_wait: Callable[[str], object] | None = None
) -> Iterator[None]:
    """Hold a workspace throughout the block; wait while another process holds it.

    Within the process that holds it, the block runs at once.

    Args:
        workspace: The folder; made if missing. Where nothing can be written there is no lock.
        name: What the process is doing, for those who wait.
        on_wait: Called once with who holds the workspace, before the wait.
    """
    path = workspace.resolve() / LOCK_FILE
    stream = None if path in _held else _opened(path)
    if stream is None:
        yield
        return
    with stream:
        _wait(stream, workspace, on_wait)
        stream.truncate(0)
        stream.write(f"{os.getpid()} {name}")
        stream.flush()
        _held.add(path)
        try:
            yield
        finally:
            _held.discard(path)
            stream.truncate(0)


def wait_for_workspace(workspace: Path, *, on_wait: Callable[[str], object]) -> None:
    """Return once no other process holds a workspace; one that is not there is not made."""
    if workspace.is_dir():
        with workspace_lock(workspace, on_wait=on_wait):
            pass


def _opened(path: Path) -> IO[str] | None:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        return path.open("a+", encoding="utf-8")
    except OSError:
        # Whoever opens the corpus next says what is wrong with the folder.
        return None


def _wait(stream: IO[str], workspace: Path, on_wait: Callable[[str], object] | None) -> None:
    told = on_wait is None
    while not _taken(stream):
        if not told and on_wait is not None:
            on_wait(_holder(stream, workspace))
            told = True
        time.sleep(_PAUSE_S)


def _taken(stream: IO[str]) -> bool:
    try:
        _lock(stream.fileno())
    except (BlockingIOError, PermissionError):
        return False
    except OSError:
        # A file system without locks, as some mounts over a network are.
        return True
    return True


def _holder(stream: IO[str], workspace: Path) -> str:
    stream.seek(0)
    number, _, name = stream.read().partition(" ")
    who = f"another {name or 'kg'} is at work in {str(workspace)!r}"
    return f"{who} (process {number}); waiting" if number else f"{who}; waiting"
