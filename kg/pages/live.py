"""Keeps a graph open for the server and follows it when a build has changed it."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from kg.pages.from_graph import read_shown
from kg.pages.site import Site

if TYPE_CHECKING:
    from kg.graph import Graph

LOOK_AGAIN = 2.0
"""Seconds for which a graph counts as unchanged without a look."""


@dataclass(slots=True)
class _Held:
    """An open graph, how many callers have it, and the site made of it."""

    graph: Graph
    seen: object
    users: int = 0
    retired: bool = False
    site: Site | None = None
    making: threading.Lock = field(default_factory=threading.Lock)


class Live:
    """A graph and the site made of it, both renewed when the graph has changed.

    Any number of threads may ask at once: stores answer side by side, and a graph that has been
    replaced stays open until its last caller has done.

    Args:
        opener: Opens the graph, read-only.
        stamp: Returns a value that changes whenever the graph does, given the open one; given
            None, before it is opened, it may return None.
    """

    def __init__(
        self,
        opener: Callable[[], Graph],
        stamp: Callable[[Graph | None], object],
    ) -> None:
        self._opener, self._stamp = opener, stamp
        self._lock = threading.Lock()
        self._held: _Held | None = None
        self._looked = 0.0

    @contextmanager
    def graph(self) -> Iterator[Graph]:
        """Give the open graph; it is not closed before the caller leaves.

        Raises:
            StoreError: The graph cannot be opened.
        """
        with self._taken() as held:
            yield held.graph

    def site(self) -> Site:
        """Return the pages of the graph as it is now; questions go on while they are made.

        Raises:
            StoreError: The graph cannot be read.
        """
        with self._taken() as held, held.making:
            if held.site is None:
                shown = read_shown(held.graph)
                note = held.graph.state()
                held.site = Site(shown.graph, shown.boards, live=True, note=note)
            return held.site

    def close(self) -> None:
        """Close the graph once nobody has it; a second call does nothing."""
        with self._lock:
            self._retire()

    @contextmanager
    def _taken(self) -> Iterator[_Held]:
        with self._lock:
            held = self._current()
            held.users += 1
        try:
            yield held
        finally:
            with self._lock:
                held.users -= 1
                if held.retired and not held.users:
                    held.graph.close()

    def _retire(self) -> None:
        held, self._held = self._held, None
        if held is not None:
            held.retired = True
            if not held.users:
                held.graph.close()

    def _current(self) -> _Held:
        now = time.monotonic()
        if self._held is not None and now - self._looked < LOOK_AGAIN:
            return self._held
        if self._held is not None and self._stamp(self._held.graph) != self._held.seen:
            self._retire()
        if self._held is None:
            # Taken before: what is written while the graph is opened shows on the next look.
            before = self._stamp(None)
            graph = self._opener()
            self._held = _Held(graph, self._stamp(graph) if before is None else before)
        self._looked = now
        return self._held
