"""The file of a corpus: opening, checking, making and migrating it."""

from __future__ import annotations

import os
import sqlite3
import uuid
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import Self

from kg.errors import StoreError

_APPLICATION_ID = 0x6B67_6331
_TABLES = """
CREATE TABLE meta (key TEXT PRIMARY KEY, value) WITHOUT ROWID;
CREATE TABLE papers (
  id TEXT NOT NULL UNIQUE, title TEXT NOT NULL, abstract TEXT NOT NULL, authors TEXT NOT NULL,
  published TEXT, date_precision TEXT, url TEXT, categories TEXT NOT NULL, source_id TEXT,
  version INTEGER NOT NULL, other_ids TEXT NOT NULL, sources TEXT NOT NULL
);
CREATE TABLE keys (key TEXT, paper TEXT, PRIMARY KEY (key, paper)) WITHOUT ROWID;
CREATE INDEX keys_by_paper ON keys (paper);
CREATE TABLE extractions (paper TEXT NOT NULL UNIQUE, version TEXT NOT NULL, body BLOB NOT NULL);
CREATE TABLE removed (key TEXT PRIMARY KEY, paper TEXT NOT NULL, date TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE corrections (
  id INTEGER PRIMARY KEY AUTOINCREMENT, kind TEXT NOT NULL, payload TEXT NOT NULL,
  author TEXT NOT NULL, date TEXT NOT NULL, undone INTEGER NOT NULL DEFAULT 0
);
CREATE TABLE state (name TEXT PRIMARY KEY, value BLOB NOT NULL);
"""


def _make_tables(connection: sqlite3.Connection) -> None:
    for statement in _TABLES.split(";"):
        connection.execute(statement)
    connection.execute("INSERT INTO meta VALUES ('workspace_id', ?)", (uuid.uuid4().hex[:16],))
    connection.execute("INSERT INTO meta VALUES ('revision', 0)")


# The step at index n brings format n to n + 1; a released step is never changed.
_MIGRATIONS: tuple[Callable[[sqlite3.Connection], None], ...] = (_make_tables,)


def connect(path: Path, *, read_only: bool, wait_s: float) -> sqlite3.Connection:
    """Open the file of a corpus in the present format.

    Raises:
        StoreError: It is missing and read_only is set, damaged, of a newer kg, no corpus at all,
            or not accessible.
    """
    if read_only and not path.is_file():
        raise StoreError(f"no corpus at '{path}'; make one with: kg build FILE")
    with store_errors(path):
        if read_only:
            return _connect_reader(path, wait_s)
        path.parent.mkdir(parents=True, exist_ok=True)
        connection = sqlite3.connect(path, timeout=wait_s, isolation_level=None)
        try:
            _format(connection, path)
            connection.execute("PRAGMA journal_mode = WAL")
            connection.execute("PRAGMA synchronous = FULL")
            _migrate(connection, path)
        except BaseException:
            connection.close()
            raise
        return connection


def _connect_reader(path: Path, wait_s: float) -> sqlite3.Connection:
    mode = "mode=ro"
    log = path.with_name(f"{path.name}-wal")
    if not os.access(path.parent, os.W_OK) and not (log.exists() and log.stat().st_size):
        # SQLite makes a file beside a WAL database even to read it, which this folder forbids.
        mode = "immutable=1"
    address = f"{path.resolve().as_uri()}?{mode}"
    connection = sqlite3.connect(address, uri=True, timeout=wait_s, isolation_level=None)
    try:
        if _format(connection, path) < len(_MIGRATIONS):
            raise StoreError(f"'{path}' has an older format; bring it up to date with: kg build")
    except BaseException:
        connection.close()
        raise
    return connection


def _format(connection: sqlite3.Connection, path: Path) -> int:
    application = connection.execute("PRAGMA application_id").fetchone()[0]
    version = int(connection.execute("PRAGMA user_version").fetchone()[0])
    tables = connection.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]
    if tables and application != _APPLICATION_ID:
        raise StoreError(f"'{path}' is a database of another program; choose another workspace")
    if version > len(_MIGRATIONS):
        raise StoreError(
            f"'{path}' has format {version}, this kg knows {len(_MIGRATIONS)}; "
            "upgrade with: pip install -U papers-kg"
        )
    return version


def _migrate(connection: sqlite3.Connection, path: Path) -> None:
    if _format(connection, path) == len(_MIGRATIONS):
        return
    connection.execute("BEGIN IMMEDIATE")
    try:
        # Asked again inside the transaction: another process may have been faster.
        for step in _MIGRATIONS[_format(connection, path) :]:
            step(connection)
        connection.execute(f"PRAGMA application_id = {_APPLICATION_ID}")
        connection.execute(f"PRAGMA user_version = {len(_MIGRATIONS)}")
        connection.execute("COMMIT")
    finally:
        if connection.in_transaction:
            connection.execute("ROLLBACK")


@contextmanager
def store_errors(path: Path) -> Iterator[None]:
    """Turn SQLite's and the file system's errors into StoreError.

    Raises:
        StoreError: With the fact, the file, and what to do.
    """
    try:
        yield
    except sqlite3.Error as error:
        code = getattr(error, "sqlite_errorcode", 0) & 0xFF
        raise StoreError(_explain(code, path) or f"'{path}': {error}") from error
    except OSError as error:
        raise StoreError(f"'{path}': {error.strerror}; choose another workspace") from error


def _explain(code: int, path: Path) -> str | None:
    return {
        sqlite3.SQLITE_BUSY: f"'{path}' is in use by another process; wait for it to end",
        sqlite3.SQLITE_NOTADB: f"'{path}' is no corpus; choose another workspace",
        sqlite3.SQLITE_CORRUPT: f"'{path}' is damaged; restore a copy or build anew elsewhere",
        sqlite3.SQLITE_FULL: f"the disk of '{path}' is full; free some space and run it again",
        sqlite3.SQLITE_READONLY: f"'{path}' cannot be written; change its permissions",
        sqlite3.SQLITE_CANTOPEN: f"'{path}' cannot be opened; check the folder and its permissions",
    }.get(code)


class Database:
    """An open corpus file: statements, transactions and the two facts about the whole."""

    def __init__(self, connection: sqlite3.Connection, path: Path) -> None:
        self._db = connection
        self._path = path
        self._depth = 0

    def close(self) -> None:
        """Close the file; what is not committed is dropped."""
        self._db.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """Keep all changes of the block, or none of them; blocks nest.

        Raises:
            StoreError: Another process writes, the disk is full, or the file is damaged.
        """
        if self._depth:
            yield
            return
        with store_errors(self._path):
            self._db.execute("BEGIN IMMEDIATE")
        self._depth = 1
        try:
            yield
            with store_errors(self._path):
                self._db.execute("COMMIT")
        finally:
            self._depth = 0
            if self._db.in_transaction:
                self._db.execute("ROLLBACK")

    def _run(self, sql: str, parameters: Sequence[object] = ()) -> list[tuple[object, ...]]:
        with store_errors(self._path):
            return self._db.execute(sql, parameters).fetchall()

    def _number(self, sql: str, parameters: Sequence[object] = ()) -> int:
        value = self._run(sql, parameters)[0][0]
        return int(str(value))

    def _touch(self) -> None:
        self._run("UPDATE meta SET value = value + 1 WHERE key = 'revision'")

    @property
    def workspace_id(self) -> str:
        """The random id that a workspace gets when it is made."""
        return str(self._run("SELECT value FROM meta WHERE key = 'workspace_id'")[0][0])

    @property
    def revision(self) -> int:
        """Goes up with every change that the graph must follow."""
        return self._number("SELECT value FROM meta WHERE key = 'revision'")

    def _rows(self, sql: str, parameters: Sequence[object] = ()) -> Iterator[tuple[object, ...]]:
        with store_errors(self._path):
            yield from self._db.execute(sql, parameters)


def now() -> str:
    """Return the time in UTC, to the second."""
    return datetime.now(UTC).isoformat(timespec="seconds")
