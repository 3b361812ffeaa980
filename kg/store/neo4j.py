"""The team's store: a Neo4j 5 server; only the modules of this name import its driver."""

from __future__ import annotations

import itertools
import logging
import os
import re
from collections.abc import Mapping
from contextlib import AbstractContextManager
from functools import partial
from typing import Any

import neo4j

import kg
from kg.errors import StoreError
from kg.queries import load_query
from kg.records import GraphRows
from kg.resources import read_text
from kg.settings import Settings
from kg.store.base import Limits, LoadState, Params, Progress, Row, Trace
from kg.store.neo4j_errors import translated
from kg.store.neo4j_load import Load, LoadPolicy, LoadReport
from kg.store.neo4j_login import Login, check_address, find_login
from kg.store.neo4j_values import plain
from kg.store.neo4j_watch import GREETING_S, Watch
from kg.store.rows import state_of

# A statement without limits of its own ends after this long: a forgotten one must not live on.
SECONDS = 600.0
_QUIET = logging.NullHandler()
# Of processes from which this one was forked: their connections are not this one's to close.
_of_parents: list[neo4j.Driver | None] = []


def open_neo4j(
    url: str, *, read_only: bool = True, trace: Trace | None = None, login: Login | None = None
) -> Neo4jStore:
    """Open a Neo4j server.

    Args:
        url: `neo4j://host:7687`, `bolt://`, or with encryption `neo4j+s://`, `bolt+s://`.
        read_only: Refuse to write.
        trace: Called with each statement and its parameters before it runs.
        login: Who logs in; None means what the environment says.

    Raises:
        ConfigError: The address holds a password, or the credentials file cannot be read.
        StoreError: No server answers, it refuses the login, or is older than Neo4j 5.
    """
    check_address(url)
    login = login or find_login(Settings.from_env())
    return Neo4jStore(url, login=login, read_only=read_only, trace=trace)


class Neo4jStore:
    """A database on a Neo4j server.

    Args:
        url: The server's address, without a login.
        login: Who logs in, and the database.
        read_only: Refuse to write.
        trace: Called with each statement and its parameters before it runs.
        patience: Seconds for which a load tries again after the connection broke.

    Raises:
        StoreError: No server answers, it refuses the login, or is older than Neo4j 5.
    """

    def __init__(
        self,
        url: str,
        *,
        login: Login,
        read_only: bool = True,
        trace: Trace | None = None,
        patience: float = 30.0,
    ) -> None:
        self._url = url
        self._database = login.database
        self._read_only = read_only
        self._trace = trace
        # Without a handler of the program's own, the driver's retries would be printed on stderr.
        logging.getLogger("neo4j").addHandler(_QUIET)
        self._connect = partial(
            neo4j.GraphDatabase.driver,
            auth=(login.user, login.password),
            user_agent=f"papers-kg/{kg.__version__}",
            connection_timeout=GREETING_S,
            connection_acquisition_timeout=GREETING_S,
            # A wire that was cut while nobody spoke is found out before it is used.
            liveness_check_timeout=30,
            max_transaction_retry_time=min(patience, 5.0) if read_only else patience,
            notifications_min_severity=neo4j.NotificationMinimumSeverity.OFF,
        )
        self._watch = Watch(url, self._greet)
        self._process = os.getpid()
        with translated(url):
            self._driver: neo4j.Driver | None = self._connect(url)
        try:
            self._check_server()
        except BaseException:
            self.close()
            raise

    @property
    def url(self) -> str:
        """The server's address."""
        return self._url

    def run(
        self,
        text: str,
        params: Params | None = None,
        *,
        write: bool = False,
        limits: Limits | None = None,
    ) -> list[Row]:
        """Run one Cypher statement in the access mode that fits.

        Raises:
            QueryError: The statement is wrong, writes although `write` is false, or hit a limit.
            StoreError: The server failed, or the store is read-only or closed.
        """
        limits = limits or Limits()
        self._say(text, params or {})
        seconds = SECONDS if limits.seconds is None else limits.seconds
        query = neo4j.Query(text, timeout=seconds)
        with translated(self._url), self._session(write=write, seconds=seconds) as session:
            # One statement, one transaction, never retried: it may not be idempotent.
            result = session.run(query, dict(params or {}))
            found = itertools.islice(result, limits.rows)
            keys = result.keys()
            return [dict(zip(keys, map(plain, record.values()), strict=True)) for record in found]

    def explain(self, text: str, params: Params | None = None) -> tuple[str, list[str]]:
        """Return what a statement would do, without doing it.

        Returns:
            Its type (`r` reads, `rw` and `w` write, `s` changes the schema or the server), and
            its operators, a procedure call as `ProcedureCall name`.

        Raises:
            QueryError: The statement is wrong.
            StoreError: The server failed.
        """
        query = neo4j.Query(f"EXPLAIN {text}", timeout=SECONDS)
        with translated(self._url), self._session(write=False, seconds=SECONDS) as session:
            summary = session.run(query, dict(params or {})).consume()
        return summary.query_type or "", list(_operators(summary.plan or {}))

    def apply_schema(self) -> None:
        """Create the constraints and indexes that are missing, and wait until they are ready.

        Raises:
            StoreError: The server failed, is open for reading, or holds data that contradicts
                them, e.g. two papers of one id.
        """
        texts = [t for t in read_text("schema", "constraints.cypher").split(";\n") if t.strip()]
        texts.append(load_query("await_indexes", folder="neo4j").text)
        with translated(self._url), self._session(write=True) as session:
            for text in texts:
                self._say(text, {})
                # Two loads at once may lock each other out here: the driver tries again.
                session.execute_write(_run_only, text)

    def write(
        self,
        rows: GraphRows,
        *,
        progress: Progress | None = None,
        policy: LoadPolicy | None = None,
    ) -> LoadReport:
        """Bring what kg wrote in the database to exactly these rows.

        What others added to it, labels, properties and relationships, stays.

        Args:
            rows: The whole graph of a workspace.
            progress: Called with rows done and rows in all.
            policy: What the load may do; None means all but replacing another workspace.

        Raises:
            StoreError: The server failed, another load is under way or took over, the database
                belongs to another workspace or to a newer kg, or the policy forbids it. After a
                failure the same call goes on where it stopped.
        """
        self._check_writable()
        self.apply_schema()
        with translated(self._url):
            return self._load(rows, policy).run(progress)

    def compare(self, rows: GraphRows, *, policy: LoadPolicy | None = None) -> LoadReport:
        """Return what `write` would change.

        Raises:
            StoreError: The server failed, or the database belongs to another workspace or to a
                newer kg.
        """
        with translated(self._url):
            return self._load(rows, policy).compare()

    def load_state(self) -> LoadState | None:
        """Return what was last written, or None for a database without a graph of kg.

        Raises:
            StoreError: The server failed.
        """
        return state_of(self.run(load_query("load_state", folder="store").text))

    def is_behind(self) -> bool:
        """Return False: a server answers from what it has.

        Raises:
            StoreError: The store is closed.
        """
        self._check_open()
        return False

    def close(self) -> None:
        """Close the connections; a second call does nothing."""
        self._leave_to_parent()
        if self._driver is not None:
            self._driver.close()
            self._driver = None

    def _leave_to_parent(self) -> None:
        """Connect anew in a process that was forked from that which opened the store.

        The two would read one another's answers from one connection.
        """
        if self._process != os.getpid():
            _of_parents.append(self._driver)
            # What the threads of the parent wait for is not to be hung up here.
            self._watch = Watch(self._url, self._greet)
            # The driver first: another thread takes it as soon as the process is right.
            self._driver = self._driver and self._connect(self._url)
            self._process = os.getpid()

    def _load(self, rows: GraphRows, policy: LoadPolicy | None) -> Load:
        return Load(self._session, rows, policy=policy or LoadPolicy(), trace=self._say)

    def _session(
        self, *, write: bool, seconds: float | None = None
    ) -> AbstractContextManager[neo4j.Session]:
        self._leave_to_parent()
        self._check_open()
        assert self._driver is not None
        if write:
            self._check_writable()
        mode = neo4j.WRITE_ACCESS if write else neo4j.READ_ACCESS
        session = self._driver.session(
            database=self._database, default_access_mode=mode, fetch_size=5_000
        )
        return self._watch.over(session, seconds)

    def _greet(self, seconds: float) -> None:
        scheme, _, server = self._url.partition("://")
        # Without a route, which the driver would wait for without an end.
        direct = f"{scheme.lower().replace('neo4j', 'bolt')}://{server.partition('?')[0]}"
        with (
            translated(self._url),
            self._connect(direct, connection_acquisition_timeout=seconds) as driver,
        ):
            driver.get_server_info()

    def _check_open(self) -> None:
        if self._driver is None:
            raise StoreError(f"store {self._url} is closed; open it again")

    def _check_writable(self) -> None:
        if self._read_only:
            raise StoreError(f"store {self._url} is open for reading; open it with read_only=False")

    def _check_server(self) -> None:
        assert self._driver is not None
        with translated(self._url):
            agent = self._driver.get_server_info().agent
        check_agent(self._url, agent)

    def _say(self, text: str, params: Params) -> None:
        if self._trace is not None:
            self._trace(text, params)


def check_agent(url: str, agent: str) -> None:
    """Refuse a server that is too old, or of another make with the same protocol.

    Args:
        url: The server's address, for the message.
        agent: What it says of itself, e.g. `Neo4j/5.26.0`.

    Raises:
        StoreError: It is.
    """
    version = re.match(r"Neo4j/(\d+)\.", agent)
    if version is None or int(version[1]) < 5:
        raise StoreError(f"{url} runs {agent}; kg needs Neo4j 5 or newer")


def _run_only(tx: neo4j.ManagedTransaction, text: str) -> None:
    tx.run(text).consume()


def _operators(plan: Mapping[str, Any]) -> list[str]:
    name = str(plan.get("operatorType", "")).partition("@")[0]
    if name == "ProcedureCall":
        name += " " + str(plan.get("args", {}).get("Details", "")).partition("(")[0]
    below = [each for child in plan.get("children", ()) for each in _operators(child)]
    return [name, *below]


__all__ = ["LoadPolicy", "LoadReport", "Login", "Neo4jStore", "check_agent", "open_neo4j"]
