"""The lock of a workspace: one thread of one process changes it at a time, the next one waits.

The system lets go of it when its process ends, however that ends.
"""

from __future__ import annotations

import errno
import os
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO

LOCK_FILE = "workspace.lock"
# A person does not notice a fifth of a second, a processor five looks a second.
_PAUSE_S = 0.2
# By POSIX either of the two says that another process holds the lock; Windows says the second.
# Whatever else goes wrong is a file system without locks, as some mounts over a network are.
_HELD_ELSEWHERE = (errno.EAGAIN, errno.EACCES)

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


@dataclass(slots=True)
class _Held:
    """What a thread holds: the locked file, None where there is no lock, and how often."""

    stream: BinaryIO | None
    holder: str
    thread: int = field(default_factory=threading.get_ident)
    count: int = 1


_held: dict[Path, _Held] = {}
# A process that closes any handle of a file lets go of its lock: one thread at a time looks.
_guard = threading.Lock()


@contextmanager
def workspace_lock(
    workspace: Path,
    *,
    name: str = "kg build",
    make: bool = False,
    on_wait: Callable[[str], object] | None = None,
) -> Iterator[None]:
    """Hold a workspace throughout the block; wait while another process or thread holds it.

    Within the thread that holds it the block runs at once.

    Args:
        workspace: The folder. One without a corpus is no workspace and not locked; nor is one
            where nothing can be written.
        name: What the process is doing, for those who wait.
        make: The folder is to become a workspace: make it if missing, and lock it.
        on_wait: Called once with who holds the workspace, before the wait.
    """
    folder = Path(os.path.realpath(workspace))
    path = folder / LOCK_FILE
    with suppress(OSError):
        # Whoever opens the corpus next says what is wrong with the folder.
        if make:
            folder.mkdir(parents=True, exist_ok=True)
    if not make and not (folder / "corpus.sqlite").exists():
        yield
        return
    told = on_wait is None
    while (holder := _enter(path, name)) is not None:
        if not told and on_wait is not None:
            on_wait(_said(holder, workspace))
            told = True
        time.sleep(_PAUSE_S)
    try:
        yield
    finally:
        _leave(path)


def _enter(path: Path, name: str) -> str | None:
    """Take the lock, or return what the process that holds it wrote of itself."""
    own = f"{os.getpid()} {name}"
    with _guard:
        if path in _held:
            if _held[path].thread != threading.get_ident():
                return _held[path].holder
            _held[path].count += 1
            return None
        try:
            stream = path.open("a+b", buffering=0)
        except OSError:
            _held[path] = _Held(None, own)
            return None
        try:
            _lock(stream.fileno())
        except OSError as error:
            if error.errno in _HELD_ELSEWHERE:
                with stream:
                    stream.seek(0)
                    return stream.read().decode(errors="replace")
        _held[path] = _Held(stream, own)
        _write(stream, own)
        return None


def _leave(path: Path) -> None:
    with _guard:
        held = _held[path]
        held.count -= 1
        if held.count:
            return
        del _held[path]
        if held.stream is not None:
            with held.stream:
                _write(held.stream, "")


def _write(stream: BinaryIO, text: str) -> None:
    # On a full disk nobody reads who is at work; the lock holds all the same.
    with suppress(OSError):
        stream.truncate(0)
        stream.write(text.encode())


def _said(holder: str, workspace: Path) -> str:
    number, _, name = holder.partition(" ")
    who = f"another {name or 'kg'} is at work in {str(workspace)!r}"
    return f"{who} (process {number}); waiting" if number else f"{who}; waiting"
