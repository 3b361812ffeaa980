"""Ends the wait for a server that has fallen silent: the driver by itself waits for ever."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from itertools import chain

import neo4j
from neo4j.exceptions import (
    DriverError,
    Neo4jError,
    ReadServiceUnavailable,
    WriteServiceUnavailable,
)

from kg.errors import KGError, QueryError
from kg.store.base import TIME
from kg.store.neo4j_errors import silent

# Who has not answered for so long is asked, on a connection of its own, whether it lives.
QUIET_S = 5.0
# A server has this long to greet, when a graph is opened and when it is asked whether it lives.
GREETING_S = 10.0
# Past the limit of a statement the server gets this long to say so: it looks every 2 seconds.
GRACE_S = 5.0

# How often the watch looks at what is under way.
_TICK_S = 1.0


class Watch:
    """Hangs up for who waits for a server that has fallen silent.

    A server that is long at work greets whoever comes meanwhile: it is waited for. One that hangs
    or is cut off does not, though its connections stay.

    Args:
        url: The server's address, for the message.
        greet: Makes a new connection within so many seconds, or raises.
    """

    def __init__(self, url: str, greet: Callable[[float], object]) -> None:
        self._url, self._greet = url, greet
        self._lock = threading.Lock()
        self._waits: set[_Wait] = set()
        self._thread: threading.Thread | None = None

    @contextmanager
    def over(self, session: neo4j.Session, seconds: float | None) -> Iterator[neo4j.Session]:
        """Give the session, and close it in the end.

        Args:
            session: All that is asked of it is watched.
            seconds: The server's limit for all of it; None for no limit.

        Raises:
            QueryError: The server lives and did not keep the limit.
            StoreError: The server fell silent.
        """
        wait = _Wait(session, seconds)
        try:
            self._begin(wait)
            with session:
                yield session
        except (DriverError, OSError, ValueError) as error:
            if wait.found is not None:
                raise wait.found from error
            # Of a route to a server that greets nobody the driver says only that there is none.
            routed = isinstance(error.__cause__, ReadServiceUnavailable | WriteServiceUnavailable)
            if routed and not wait.lives and time.monotonic() >= wait.began + GREETING_S:
                raise silent(self._url) from error
            raise
        finally:
            self._waits.discard(wait)

    def _begin(self, wait: _Wait) -> None:
        with self._lock:
            self._waits.add(wait)
            # The thread ends when there is nothing to watch.
            if self._thread is None or not self._thread.is_alive():
                look = threading.Thread(target=self._look, name="kg-neo4j-watch", daemon=True)
                # A program that ends can start none: better unwatched than unanswered.
                with suppress(RuntimeError):
                    look.start()
                self._thread = look

    def _look(self) -> None:
        while True:
            time.sleep(_TICK_S)
            with self._lock:
                if not self._waits:
                    self._thread = None
                    return
            now = time.monotonic()
            if due := [wait for wait in tuple(self._waits) if now >= wait.due]:
                found = self._ask(min(wait.until for wait in due) - now)
                for wait in due:
                    wait.judge(found)
                    if wait.found is not None and wait in self._waits:
                        wait.hang_up()

    def _ask(self, seconds: float) -> KGError | None:
        try:
            self._greet(min(GREETING_S, max(3.0, seconds)))
        except KGError as error:
            # Who is too busy or refuses the login, as when the password is a new one, lives.
            return None if isinstance(error.__cause__, Neo4jError) else error
        return None


class _Wait:
    """What is asked of a session, and what became of it."""

    def __init__(self, session: neo4j.Session, seconds: float | None) -> None:
        self.began = time.monotonic()
        self.due = self.began + QUIET_S
        self.until = float("inf") if seconds is None else self.began + seconds + GRACE_S
        self.lives = False
        self.found: KGError | None = None
        self._session, self._seconds = session, seconds

    def judge(self, found: KGError | None) -> None:
        """Take note of what became of a greeting."""
        now = time.monotonic()
        self.lives, self.found = found is None, found
        if self.lives and now > self.until:
            fact = f"no answer within the {self._seconds:g} s that the query has"
            self.found = QueryError(fact, TIME)
        self.due = min(now + QUIET_S, max(self.until, now))

    def hang_up(self) -> None:
        """End what is waited for; the driver tries again what it may."""
        # It has no word for this but in its asynchronous half, where it does the same.
        connection = getattr(self._session, "_connection", None)
        if connection is not None:
            connection.kill()
        elif not self.lives:
            # It asks for a route, on a connection of the pool; all that are in use are as silent.
            known = getattr(getattr(self._session, "_pool", None), "connections", {})
            for one in tuple(chain(*known.values())):
                if one.in_use:
                    one.kill()
