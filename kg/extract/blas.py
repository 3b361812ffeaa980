"""Holds numpy's products to one thread while a text is read."""

from __future__ import annotations

import ctypes
import os
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import lru_cache
from typing import TypeAlias

_GetAndSet: TypeAlias = tuple[Callable[[], int], Callable[[int], object]]

# How builds of OpenBLAS call what gets and sets their threads, wheels of numpy first.
_NAMES = (
    "scipy_openblas_{}_num_threads64_",
    "scipy_openblas_{}_num_threads",
    "openblas_{}_num_threads64_",
    "openblas_{}_num_threads",
)


class _Held:
    """Who holds the threads of this process, and how many there are without them."""

    lock = threading.Lock()
    holders = 0
    before = 1


@contextmanager
def one_thread() -> Iterator[None]:
    """Let numpy multiply in one thread meanwhile; without OpenBLAS nothing changes.

    The reader's matrices are small: on two cores a text took more than twice the processor time
    with threads of their own, and twice as long. The number is the process's: others' products
    have one thread, too, and the last to leave gives back what the first found.
    """
    get, put = _openblas()
    with _Held.lock:
        if not _Held.holders:
            _Held.before = get()
            put(1)
        _Held.holders += 1
    try:
        yield
    finally:
        with _Held.lock:
            _Held.holders -= 1
            if not _Held.holders:
                put(_Held.before)


def _let_go() -> None:
    """Give the threads back in a forked process, which has no other thread to do so."""
    _Held.lock = threading.Lock()
    if _Held.holders:
        _Held.holders = 0
        _openblas()[1](_Held.before)


if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_let_go)


@lru_cache(maxsize=1)
def _openblas() -> _GetAndSet:
    try:
        from numpy.linalg import _umath_linalg

        # A symbol is looked up in what a library needs, too.
        library = ctypes.CDLL(_umath_linalg.__file__)
    except (ImportError, OSError):
        return _nothing()
    for name in _NAMES:
        get = getattr(library, name.format("get"), None)
        put = getattr(library, name.format("set"), None)
        if get and put:
            return get, put
    return _nothing()


def _nothing() -> _GetAndSet:
    return lambda: 1, lambda _: None
