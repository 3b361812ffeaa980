"""Several processes that read side by side, and end with the one that started them."""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Callable, Generator, Iterable, Iterator
from contextlib import contextmanager, suppress
from itertools import islice
from math import ceil, inf
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias, TypeVar

from kg.errors import ConfigError
from kg.records import Paper

if TYPE_CHECKING:
    from concurrent.futures import Future, ProcessPoolExecutor

T = TypeVar("T")
_ReadOne: TypeAlias = Callable[[Paper, Path], T]

# Papers that a process is given at a time.
CHUNK = 8
_BLAS_THREADS = "OPENBLAS_NUM_THREADS"
_ENDED = (
    "a process that reads was ended from outside, likely for want of memory; what was read before "
    "is kept, go on with fewer of them (jobs=1, --jobs 1)"
)
_NOT_STARTED = (
    "a process that reads ended before its first paper; a script calls extract with several jobs "
    "under `if __name__ == '__main__':`, and where memory is short jobs=1 (--jobs 1) needs "
    "the least"
)


def cores() -> int:
    """Return how many cores this process may use: a container or cluster may grant few of many."""
    if hasattr(os, "sched_getaffinity"):
        count = len(os.sched_getaffinity(0))
    else:
        count = os.cpu_count() or 1
    own = Path("/proc/self/cgroup")
    with suppress(OSError):
        return ceil(min(count, granted(own.read_text(), Path("/sys/fs/cgroup"))))
    return count


def granted(own: str, groups: Path) -> float:
    """Return the cores whose time the control groups of Linux grant, as `docker run --cpus` does.

    Args:
        own: The groups of this process, as `/proc/self/cgroup` has them.
        groups: Folder with all groups.
    """
    share = inf
    for line in own.splitlines():
        _, kinds, place = line.split(":", 2)
        if kinds and "cpu" not in kinds.split(","):
            continue
        top = groups / "cpu" if kinds else groups
        # Inside a container the top one is its own, whatever its place outside.
        inner = top / place.lstrip("/")
        for folder in (inner, *inner.parents):
            given = _words(folder / "cpu.max") or [
                *_words(folder / "cpu.cfs_quota_us"),
                *_words(folder / "cpu.cfs_period_us"),
            ]
            # Without a limit the first is "max" or -1.
            if len(given) == 2 and given[0].isdecimal():
                share = min(share, int(given[0]) / int(given[1]))
    return share


def _words(path: Path) -> list[str]:
    with suppress(OSError):
        return path.read_text().split()
    return []


def side_by_side(
    papers: Iterable[Paper], jobs: int, read_one: _ReadOne[T], folder: Path
) -> Generator[tuple[Paper, T]]:
    """Yield papers, in their order, with what was read of each in one of several processes.

    Args:
        papers: Taken only a little ahead of what is yielded.
        jobs: How many processes.
        read_one: Reads one paper; what it raises is raised here.
        folder: What it takes besides, that of the reader's weights.

    Raises:
        ConfigError: No process can be started, or one ends before its work.
    """
    from concurrent.futures import BrokenExecutor

    source = iter(papers)
    # They wait for each other by what lies there.
    with _told("; several need some room in /dev/shm"):
        pool = _pool(jobs)
    # A worker has one core: numpy's own threads would only wait for those of the others.
    own = _BLAS_THREADS not in os.environ
    os.environ.setdefault(_BLAS_THREADS, "1")
    working = whole = False
    try:
        waiting: deque[tuple[list[Paper], Future[list[T]]]] = deque()
        while True:
            while len(waiting) < 3 * jobs and (chunk := list(islice(source, CHUNK))):
                with _told(), _held_back("SIGINT"):  # To `_start_worker` it takes seconds.
                    waiting.append((chunk, pool.submit(_read_all, chunk, read_one, folder)))
            if not waiting:
                whole = True
                return
            chunk, future = waiting.popleft()
            outcomes = future.result()
            working = True
            yield from zip(chunk, outcomes, strict=True)
    except BrokenExecutor as error:
        raise ConfigError(_ENDED if working else _NOT_STARTED) from error
    finally:
        if own:
            os.environ.pop(_BLAS_THREADS, None)
        if not whole:
            # Else who interrupts waits until each has read what it is at, at first for seconds.
            for worker in [*(pool._processes or {}).values()]:
                worker.terminate()
        pool.shutdown(wait=True, cancel_futures=True)


def _read_all(papers: list[Paper], read_one: _ReadOne[T], folder: Path) -> list[T]:
    return [read_one(paper, folder) for paper in papers]


@contextmanager
def _told(also: str = "") -> Iterator[None]:
    """Say in one way that no process can be started."""
    try:
        yield
    except (OSError, ImportError, NotImplementedError) as error:
        said = f"{getattr(error, 'strerror', None) or error}{also}"
        raise ConfigError(
            f"no process that reads can be started ({said}); read in this one: jobs=1 (--jobs 1)"
        ) from error


@contextmanager
def _held_back(name: str) -> Iterator[None]:
    """Keep a signal from the processes that are started meanwhile."""
    import signal

    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {getattr(signal, name)})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


@_held_back("SIGHUP")
def _pool(jobs: int) -> ProcessPoolExecutor:
    """Return processes; what is started to tidy up after them outlives a closed terminal."""
    import multiprocessing
    from concurrent.futures import ProcessPoolExecutor

    context = multiprocessing.get_context("spawn")
    return ProcessPoolExecutor(jobs, mp_context=context, initializer=_start_worker)


def _start_worker() -> None:
    """Leave interrupts to the parent, and end with it even where it is killed."""
    import signal
    import threading

    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    import multiprocessing
    from multiprocessing.connection import wait

    parent = multiprocessing.parent_process()
    if parent is not None:
        wait([parent.sentinel])
        os._exit(1)
