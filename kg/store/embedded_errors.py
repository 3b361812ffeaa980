"""Turns the errors of the embedded engine into ours: nothing of it leaks."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import kglite

from kg.errors import QueryError, StoreError
from kg.store.base import PARAMETER, TIME, WRITE, Limits, out_of_memory
from kg.words import building, quoted

_MISSING = re.compile(r"Missing parameter: \$(\w+)")
# Of a panic: a thread that could not be started says the first.
_NO_MEMORY = re.compile(r"temporarily unavailable|allocat|out of memory|capacity overflow", re.I)

_LIMIT = " cannot be written: a limit is reached (quota, ulimit -f); mend that and run it again"
_SYSTEM = re.compile(r": ([^:]+) \(os error \d+\)")
# What the system says of a file, and what is said of the graph: to make it anew would not help.
_CAUSES = (
    ("Permission denied", ": permission denied; change its permissions"),
    ("Read-only file system", " cannot be written: read-only file system"),
    ("No space left", " cannot be written: the disk is full; free some space and run it again"),
    ("File too large", _LIMIT),
    ("quota exceeded", _LIMIT),
)


@contextmanager
def translated(url: str) -> Iterator[None]:
    """Turn the engine's errors into ours.

    Args:
        url: The graph, for messages.

    Raises:
        QueryError: A statement or its parameters were wrong, or it hit a limit.
        StoreError: The graph cannot be read or written.
    """
    try:
        yield
    except kglite.WriterLeaseHeldError as error:
        if error.holder["pid"] == os.getpid():
            raise StoreError(
                f"graph {url} is open for writing in this process already; close it there first"
            ) from error
        raise StoreError(
            f"graph {url} is being written by process {error.holder['pid']}; "
            "run this again when it has ended"
        ) from error
    except kglite.CypherTimeoutError as error:
        raise QueryError("the query ran out of time", TIME) from error
    except (kglite.FileError, kglite.FileFormatError, kglite.FileIoError) as error:
        raise _unusable(url, error) from error
    except kglite.ReadOnlyError as error:
        raise QueryError("the statement writes", WRITE) from error
    except (kglite.LoadMemoryLimitError, kglite.InternalError, OSError) as error:
        raise StoreError(f"graph {url}: {error}") from error
    except (kglite.KgError, ValueError, TypeError, OverflowError, RecursionError) as error:
        raise _wrong(error) from error
    except BaseException as error:
        if not _is_panic(error):
            raise
        said = str(error).partition("\n")[0]
        raise StoreError(f"graph {url}: the engine failed: {said}; please report it") from error


def _unusable(url: str, error: Exception) -> StoreError:
    said = str(error)
    if "column store" in said and (cause := _SYSTEM.search(said)):
        # Above a megabyte of text a column is laid out in a temporary file.
        folder = os.environ.get("TMPDIR") or "/tmp"
        return StoreError(
            f"graph {url} needs temporary files, and {quoted(folder)} takes none "
            f"({cause[1].lower()}); make room there, or name another folder in TMPDIR"
        )
    for sign, what in _CAUSES:
        if sign in said:
            return StoreError(f"graph {url}{what}")
    make = building(Path(url).parent)
    return StoreError(f"graph {url} cannot be used ({said}); make it anew with: {make}")


@contextmanager
def within(limits: Limits) -> Iterator[None]:
    """Say in one way that a statement ran out of memory, in whatever way the engine says so.

    Args:
        limits: What it may take.

    Raises:
        QueryError: It ran out of it.
    """
    try:
        yield
    except BaseException as error:
        said = str(error)
        counted_out = isinstance(error, kglite.KgError) and "max_work_units" in said
        burst = isinstance(error, MemoryError) or (_is_panic(error) and _NO_MEMORY.search(said))
        if not counted_out and not burst:
            raise
        raise out_of_memory(limits) from error


def _is_panic(error: BaseException) -> bool:
    # The class is no Exception, and no module exports it.
    return type(error).__name__ == "PanicException"


def _wrong(error: Exception) -> QueryError:
    text = str(error)
    if isinstance(error, UnicodeEncodeError) or "unsupported Python type 'str'" in text:
        return QueryError("the query or a parameter is no text in UTF-8", "type it anew")
    if missing := _MISSING.search(text):
        return QueryError(f"parameter {missing[1]!r} is not given", PARAMETER)
    return QueryError(text[:1].lower() + text[1:])
