"""The file of a corpus: opening, checking, making and migrating it."""

from __future__ import annotations

import os
import sqlite3
import uuid
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Self

from kg.errors import InputError, StoreError
from kg.sql import from_json
from kg.text import author_id
from kg.words import building, is_utf_8, quoted

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


# Who changed when, and which name of which paper is which node (for `kg.resolve.kept`).
_NAME_TABLES = """
CREATE TABLE changes (paper TEXT PRIMARY KEY, revision INTEGER NOT NULL) WITHOUT ROWID;
CREATE INDEX changes_by_revision ON changes (revision);
CREATE TABLE authors (id TEXT, paper TEXT, name TEXT NOT NULL, PRIMARY KEY (id, paper))
  WITHOUT ROWID;
CREATE TABLE uses (
  paper TEXT, entity TEXT, hood INTEGER NOT NULL, node TEXT NOT NULL, body TEXT NOT NULL,
  PRIMARY KEY (paper, entity)
) WITHOUT ROWID;
CREATE INDEX uses_by_hood ON uses (hood);
CREATE TABLE hood_keys (key INTEGER PRIMARY KEY, hood INTEGER NOT NULL);
CREATE INDEX hood_keys_by_hood ON hood_keys (hood);
CREATE TABLE conflicts (hood INTEGER, one TEXT, two TEXT, evidence TEXT, rule TEXT);
CREATE INDEX conflicts_by_hood ON conflicts (hood);
CREATE TABLE nodes (
  id TEXT PRIMARY KEY, hood INTEGER NOT NULL, revision INTEGER NOT NULL, body TEXT NOT NULL
) WITHOUT ROWID;
CREATE INDEX nodes_by_hood ON nodes (hood);
CREATE INDEX nodes_by_revision ON nodes (revision);
CREATE TABLE retired (id TEXT PRIMARY KEY, revision INTEGER NOT NULL, target TEXT) WITHOUT ROWID;
CREATE INDEX retired_by_target ON retired (target);
CREATE TABLE node_keys (key INTEGER, id TEXT, PRIMARY KEY (key, id)) WITHOUT ROWID;
CREATE INDEX node_keys_by_id ON node_keys (id);
CREATE TABLE wants (
  id TEXT, rank INTEGER, key INTEGER NOT NULL, rule TEXT NOT NULL, PRIMARY KEY (id, rank)
) WITHOUT ROWID;
CREATE INDEX wants_by_key ON wants (key);
CREATE TABLE derived (id TEXT PRIMARY KEY, target TEXT NOT NULL, rule TEXT NOT NULL) WITHOUT ROWID;
"""


def _make_tables(connection: sqlite3.Connection) -> None:
    for statement in _TABLES.split(";"):
        connection.execute(statement)
    connection.execute("INSERT INTO meta VALUES ('workspace_id', ?)", (uuid.uuid4().hex[:16],))
    connection.execute("INSERT INTO meta VALUES ('revision', 0)")


def _add_names(connection: sqlite3.Connection) -> None:
    for statement in _NAME_TABLES.split(";"):
        connection.execute(statement)
    connection.execute("DROP TABLE state")
    connection.execute("INSERT INTO meta VALUES ('names_revision', -1), ('names_rules', '')")
    connection.execute("INSERT INTO meta VALUES ('names_corrections', '[]'), ('graph', '')")
    revision = "(SELECT value FROM meta WHERE key = 'revision')"
    connection.execute(f"INSERT INTO changes SELECT id, {revision} FROM papers")
    for paper, names in connection.execute("SELECT id, authors FROM papers").fetchall():
        rows = author_rows(paper, from_json(names))
        connection.executemany("INSERT OR IGNORE INTO authors VALUES (?, ?, ?)", rows)


def _add_code(connection: sqlite3.Connection) -> None:
    connection.execute("ALTER TABLE papers ADD COLUMN code TEXT NOT NULL DEFAULT '[]'")


def author_rows(paper: str, names: Sequence[str]) -> list[tuple[str, str, str]]:
    """Return id, paper and spelling of each author; of two spellings the first counts."""
    return [(author_id(name), paper, name) for name in names]


# The step at index n brings format n to n + 1; a released step is never changed.
_MIGRATIONS: tuple[Callable[[sqlite3.Connection], None], ...] = (
    *(_make_tables, _add_names, _add_code),
)


def connect(path: Path, *, read_only: bool, existing: bool, wait_s: float) -> sqlite3.Connection:
    """Open the file of a corpus in the present format.

    Raises:
        StoreError: It is missing and to be read or existing, damaged, of a newer kg, no corpus at
            all, not accessible, or to be written where no graph can be.
    """
    with store_errors(path):
        if (read_only or existing) and not path.is_file():
            make = building(path.parent, "FILE")
            raise StoreError(f"no corpus at '{path}'; make one with: {make}")
        if read_only:
            return _connect_reader(path, wait_s)
        if not is_utf_8(str(path)):
            # The graph beside it could not be written, hours of reading later.
            raise StoreError(f"the path '{path}' is no text in UTF-8; choose another workspace")
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
    address = f"{Path(os.path.realpath(path)).as_uri()}?{mode}"
    connection = sqlite3.connect(address, uri=True, timeout=wait_s, isolation_level=None)
    try:
        if _format(connection, path) < len(_MIGRATIONS):
            mend = building(path.parent)
            raise StoreError(f"'{path}' has an older format; bring it up to date with: {mend}")
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
        InputError: A text is none in UTF-8, as from a terminal of another encoding.
    """
    try:
        yield
    except UnicodeEncodeError as error:
        raise InputError(f"{quoted(error.object)} is no text in UTF-8; type it anew") from error
    except sqlite3.Error as error:
        code = getattr(error, "sqlite_errorcode", 0) & 0xFF
        if "decode to UTF-8" in str(error):
            # Of what it reads SQLite checks no byte; Python finds that it is no text.
            code = sqlite3.SQLITE_CORRUPT
        raise StoreError(_explain(code, path) or f"'{path}'{_misused(str(error))}") from error
    except OSError as error:
        raise StoreError(f"'{path}': {error.strerror}; choose another workspace") from error


def _explain(code: int, path: Path) -> str | None:
    return {
        sqlite3.SQLITE_BUSY: f"'{path}' is in use by another process; wait for it to end",
        sqlite3.SQLITE_NOTADB: f"'{path}' is no corpus; choose another workspace",
        sqlite3.SQLITE_CORRUPT: f"'{path}' is damaged; restore a copy or build anew elsewhere",
        sqlite3.SQLITE_FULL: f"the disk of '{path}' is full; free some space and run it again",
        sqlite3.SQLITE_IOERR: f"the disk of '{path}' is full or fails, or a limit is reached "
        "(quota, ulimit -f); mend that and run it again",
        sqlite3.SQLITE_READONLY: f"'{path}' cannot be written; change its permissions",
        sqlite3.SQLITE_CANTOPEN: f"'{path}' cannot be opened; check the folder and its permissions",
    }.get(code)


def _misused(said: str) -> str:
    """Say of what only a caller from Python can do wrong what is right; else what SQLite says."""
    if "same thread" in said:
        return " was opened in another thread; open it in the thread that uses it"
    return " is closed; open it again" if "closed database" in said else f": {said}"


class Database:
    """An open corpus file: statements, transactions, and which state it is in.

    Attributes:
        path: The file.
    """

    def __init__(self, connection: sqlite3.Connection, path: Path) -> None:
        self._db = connection
        self.path = path
        self._depth = 0

    def close(self) -> None:
        """Close the file; what is not committed is dropped."""
        self._db.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
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
        with store_errors(self.path):
            self._db.execute("BEGIN IMMEDIATE")
        self._depth = 1
        try:
            yield
            with store_errors(self.path):
                self._db.execute("COMMIT")
        finally:
            self._depth = 0
            if self._db.in_transaction:
                self._db.execute("ROLLBACK")

    def execute(self, sql: str, parameters: Sequence[object] = ()) -> list[tuple[object, ...]]:
        """Run one statement and return its rows.

        Raises:
            StoreError: SQLite refuses it.
        """
        with store_errors(self.path):
            return self._db.execute(sql, parameters).fetchall()

    def execute_many(self, sql: str, rows: Iterable[Sequence[object]]) -> None:
        """Run one statement for each row.

        Raises:
            StoreError: SQLite refuses it.
        """
        with store_errors(self.path):
            self._db.executemany(sql, rows)

    def count(self, sql: str, parameters: Sequence[object] = ()) -> int:
        """Return the one whole number that a query gives.

        Raises:
            StoreError: SQLite refuses it.
        """
        value = self.execute(sql, parameters)[0][0]
        return int(str(value))

    @contextmanager
    def snapshot(self) -> Iterator[None]:
        """Show one state of the corpus throughout the block, whatever other processes write.

        Raises:
            StoreError: The file cannot be read.
        """
        if self._db.in_transaction:
            yield
            return
        with store_errors(self.path):
            self._db.execute("BEGIN")
        try:
            yield
        finally:
            if self._db.in_transaction:
                self._db.execute("ROLLBACK")

    def touch(self, *papers: str) -> None:
        """Raise the revision, and note that these papers changed with it."""
        self.execute("UPDATE meta SET value = value + 1 WHERE key = 'revision'")
        self.mark_changed(papers)

    def mark_changed(self, papers: Collection[str]) -> None:
        """Note that the graph has to show these papers anew; the revision stays."""
        self.execute_many(
            "INSERT OR REPLACE INTO changes SELECT ?, value FROM meta WHERE key = 'revision'",
            [(paper,) for paper in sorted(papers)],
        )

    @property
    def workspace_id(self) -> str:
        """The random id that a workspace gets when it is made."""
        return str(self.execute("SELECT value FROM meta WHERE key = 'workspace_id'")[0][0])

    @property
    def graph_mark(self) -> str:
        """What tells the graph that was last written from here; empty if there is none."""
        return str(self.execute("SELECT value FROM meta WHERE key = 'graph'")[0][0])

    def note_graph(self, mark: str) -> None:
        """Keep what tells the graph that was just written; the revision stays.

        Raises:
            StoreError: The corpus cannot be written.
        """
        self.execute("UPDATE meta SET value = ? WHERE key = 'graph'", (mark,))

    @property
    def revision(self) -> int:
        """Goes up with every change that the graph must follow."""
        return self.count("SELECT value FROM meta WHERE key = 'revision'")

    def stream(self, sql: str, parameters: Sequence[object] = ()) -> Iterator[tuple[object, ...]]:
        """Yield the rows of a query one by one.

        Raises:
            StoreError: SQLite refuses it.
        """
        with store_errors(self.path):
            # A cursor itself is closed with this, which fails where the file was closed before it.
            yield from (row for row in self._db.execute(sql, parameters))


def now() -> str:
    """Return the time in UTC, to the second."""
    return datetime.now(UTC).isoformat(timespec="seconds")
