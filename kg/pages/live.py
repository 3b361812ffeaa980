"""Keeps a graph open for the server and follows it when a build has changed it."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from kg.pages.from_graph import read_shown
from kg.pages.site import Site

if TYPE_CHECKING:
    from kg.graph import Graph

LOOK_AGAIN = 2.0
"""Seconds for which a graph counts as unchanged without a look."""


class Live:
    """A graph and the site made of it, both renewed when the graph has changed.

    Args:
        opener: Opens the graph, read-only.
        stamp: Returns a value that changes whenever the graph does, given the open one; given
            None, before it is opened, it may return None.
        abstracts: Whether pages of papers hold their abstracts.
    """

    def __init__(
        self,
        opener: Callable[[], Graph],
        stamp: Callable[[Graph | None], object],
        *,
        abstracts: bool = True,
    ) -> None:
        self._opener, self._stamp, self._abstracts = opener, stamp, abstracts
        self._lock = threading.RLock()
        self._graph: Graph | None = None
        self._site: Site | None = None
        self._seen: object = None
        self._looked = 0.0

    @contextmanager
    def graph(self) -> Iterator[Graph]:
        """Give the open graph to one caller at a time.

        Raises:
            StoreError: The graph cannot be opened.
        """
        with self._lock:
            yield self._current()

    def site(self) -> Site:
        """Return the pages of the graph as it is now.

        Raises:
            StoreError: The graph cannot be read.
        """
        with self._lock:
            graph = self._current()
            if self._site is None:
                shown = read_shown(graph, abstracts=self._abstracts)
                self._site = Site(shown.graph, shown.boards, live=True, note=graph.state())
            return self._site

    def close(self) -> None:
        """Close the graph; a second call does nothing."""
        with self._lock:
            if self._graph is not None:
                self._graph.close()
            self._graph = self._site = None

    def _current(self) -> Graph:
        now = time.monotonic()
        if self._graph is not None and now - self._looked < LOOK_AGAIN:
            return self._graph
        if self._graph is not None and self._stamp(self._graph) != self._seen:
            self.close()
        if self._graph is None:
            # Taken before: what is written while the graph is opened shows on the next look.
            before = self._stamp(None)
            self._graph = self._opener()
            self._seen = self._stamp(self._graph) if before is None else before
        self._looked = now
        return self._graph
