"""Ends the wait for a server that has fallen silent: the driver by itself waits for ever."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import neo4j
from neo4j.exceptions import DriverError, ReadServiceUnavailable, WriteServiceUnavailable

from kg.errors import KGError, QueryError
from kg.store.base import TIME
from kg.store.neo4j_errors import silent

# Who has not answered for so long is asked, on a connection of its own, whether it lives.
QUIET_S = 5.0
# A server has this long to greet, when a graph is opened and when it is asked whether it lives.
GREETING_S = 10.0
# Past the limit of a statement the server gets this long to say so: it looks every 2 seconds.
GRACE_S = 5.0

Greet = Callable[[float], object]


@contextmanager
def watched(
    session: neo4j.Session, url: str, *, greet: Greet, seconds: float | None
) -> Iterator[neo4j.Session]:
    """Give the session, and hang up for it when the server has fallen silent.

    A server that is long at work greets whoever comes meanwhile: it is waited for. One that hangs
    or is cut off does not, though its connections stay.

    Args:
        session: Is closed in the end.
        url: The server's address, for the message.
        greet: Makes a new connection within so many seconds, or raises.
        seconds: The server's limit for all that is asked; None for no limit.

    Raises:
        QueryError: The server lives and did not keep the limit.
        StoreError: The server fell silent.
    """
    watch = _Watch(session, greet, seconds)
    watch.start()
    try:
        with session:
            yield session
    except (DriverError, OSError, ValueError) as error:
        if watch.found is not None:
            raise watch.found from error
        # Of a route to a server that greets nobody the driver says only that there is none.
        routed = isinstance(error.__cause__, ReadServiceUnavailable | WriteServiceUnavailable)
        if routed and not watch.lives and time.monotonic() >= watch.began + GREETING_S:
            raise silent(url) from error
        raise
    finally:
        watch.ended.set()


class _Watch(threading.Thread):
    def __init__(self, session: neo4j.Session, greet: Greet, seconds: float | None) -> None:
        super().__init__(name="kg-neo4j-watch", daemon=True)
        self.ended = threading.Event()
        self.began = time.monotonic()
        self.lives = False
        self.found: KGError | None = None
        self._session, self._greet, self._seconds = session, greet, seconds

    def run(self) -> None:
        until = float("inf") if self._seconds is None else self.began + self._seconds + GRACE_S
        while not self.ended.wait(max(1.0, min(QUIET_S, until - time.monotonic()))):
            self.found = None
            try:
                self._greet(max(1.0, min(until - time.monotonic(), GREETING_S)))
            except KGError as error:
                self.found = error
            self.lives = self.found is None
            if self.lives and time.monotonic() > until:
                fact = f"no answer within the {self._seconds:g} s that the query has"
                self.found = QueryError(fact, TIME)
            if self.found is not None:
                self._hang_up()

    def _hang_up(self) -> None:
        # The driver has no word for this but in its asynchronous half, where it does the same. It
        # tries again what it may; what is under way on other connections goes on.
        connection = getattr(self._session, "_connection", None)
        if connection is not None and not self.ended.is_set():
            connection.kill()
