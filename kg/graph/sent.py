"""A graph that is sent to another process is opened anew there, or says at each use why not."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NoReturn, TypeVar

from kg.errors import KGError

T = TypeVar("T")


class _Unopened:
    """Stands for the store of a graph that could not be opened."""

    url = "a graph that could not be opened"

    def __init__(self, error: KGError) -> None:
        self._error = error

    def run(self, *_: object, **__: object) -> NoReturn:
        """Raise what the graph could not be opened for, as all methods do."""
        raise self._error

    load_state = is_behind = run

    def close(self) -> None:
        """Do nothing."""


def arrive(kind: Callable[[Any], T], opening: Callable[[], T]) -> T:
    """Return a graph in the process that it was sent to.

    Nothing is raised here: a pool would wait for ever for a worker that cannot take its task.

    Args:
        kind: Makes a graph of a store.
        opening: Opens the graph.
    """
    try:
        return opening()
    except KGError as error:
        return kind(_Unopened(error))
