"""The embedded store: a kglite graph in one file; only the modules of this name import kglite."""

from __future__ import annotations

import datetime
import hashlib
import os
import re
import threading
import warnings
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from itertools import chain
from math import ceil
from pathlib import Path
from typing import Any

import kglite

from kg.errors import QueryError, StoreError
from kg.queries import load_query
from kg.records import GraphRows
from kg.schema import IndexSpec, fulltext_statement, load_schema
from kg.store.base import (
    CSV,
    GRAPH_FILE,
    Limits,
    LoadState,
    Params,
    Progress,
    Row,
    Stale,
    Trace,
    WriteReport,
    graph_file,
)
from kg.store.embedded_errors import translated, within
from kg.store.rows import (
    Batch,
    changed_rows,
    difference,
    drop_batches,
    gone_rows,
    load_row,
    node_batches,
    node_order,
    read_nodes,
    read_relationships,
    relationship_batches,
    state_of,
)
from kg.words import building, is_utf_8, quoted

# 130,000 relationships load in the same time with 1,000 and with 70,000 rows a statement.
BATCH = 5_000
# Above this many rows a second save pays: only then kglite lays text columns out for mapping
# (45,000 papers: 0.6 s to open instead of 1.0 s, for 134 MB on disk instead of 48 MB).
LARGE = 100_000
# What a query holds is bounded by work units (rows and list items); about 100 bytes each.
UNITS_PER_MB = 10_000
# The first statement starts the engine's threads, and a fork copies none: in the child the next one
# would wait for them for ever. Kept are the processes that have run one.
_asking: set[int] = set()


class EmbeddedStore:
    """A graph in a file: held in memory, read by any number of processes, written by one.

    Args:
        path: A workspace folder or a `.kgl` file.
        read_only: Refuse to write.
        trace: Called with each statement and its parameters before it runs.
        replace_damaged: Begin an empty graph in the place of a file that holds none.

    Raises:
        StoreError: There is no graph (read-only), it cannot be read, another process writes it, or
            this one was forked from one that has asked.
    """

    def __init__(
        self,
        path: Path,
        *,
        read_only: bool = True,
        trace: Trace | None = None,
        replace_damaged: bool = False,
    ) -> None:
        self._path = graph_file(path)
        self._trace = trace
        self._read_only = read_only
        self._graph: Any = None
        self._snapshot: Any = None
        self._owner: Any = None
        self._text_lock = threading.Lock()
        self._text_ready = False
        _check_process(self.url)
        if not is_utf_8(self.url):
            raise StoreError(f"the path {self.url!r} is no text in UTF-8; choose another workspace")
        kglite.set_query_warning_policy("silent")
        with translated(self.url):
            if read_only and not self._path.exists():
                raise _no_graph(Path(path))
            # Taken before: what is written while the graph is read shows at the next look.
            self._read = self.mark()
            if read_only:
                self._graph = kglite.load(str(self._path))
            else:
                self._path.parent.mkdir(parents=True, exist_ok=True)
                # The handle holds the lock against a second writer until it is let go.
                self._owner = _owned(self._path, replace_damaged=replace_damaged)
                self._graph = self._owner
            _declare_properties(self._graph)
            self._snapshot = self._graph.freeze()

    @property
    def url(self) -> str:
        """The path of the graph file."""
        return str(self._path)

    def run(
        self,
        text: str,
        params: Params | None = None,
        *,
        write: bool = False,
        limits: Limits | None = None,
    ) -> list[Row]:
        """Run one Cypher statement; what it writes is on disk when it returns.

        Raises:
            QueryError: The statement is wrong, writes although `write` is false, or hit a limit.
            StoreError: The store failed, is closed, or is read-only and was to write.
        """
        self._check_open(write=write)
        if self._trace is not None:
            self._trace(text, params or {})
        limits = limits or Limits()
        with translated(self.url), within(limits):
            if "fulltext" in text:
                self._build_text_indexes()
            target = self._graph if write else self._snapshot
            view = target.cypher(
                text,
                params=dict(params or {}),
                timeout_ms=ceil((limits.seconds or 0) * 1000),
                row_limit=limits.rows,
                max_work_units=limits.memory_mb and limits.memory_mb * UNITS_PER_MB,
            )
            if isinstance(view, str):
                raise QueryError("FORMAT CSV is not supported", CSV)
            rows = [{key: _plain(value) for key, value in row.items()} for row in view]
            if write:
                self._graph.save()
                self._snapshot, self._text_ready = self._graph.freeze(), False
        return rows

    def write(self, rows: GraphRows, *, progress: Progress | None = None) -> WriteReport:
        """Replace the graph by these rows, in one rename: readers see the old one or the new one.

        Raises:
            StoreError: The store failed or is read-only; the old graph is still there.
        """
        self._check_open(write=True)
        report = difference(self._rows(), rows)
        fresh = kglite.KnowledgeGraph()
        total, done = len(rows.nodes) + len(rows.relationships), 0
        with translated(self.url):
            _declare_text_indexes(fresh)
            _declare_properties(fresh)
            for batch in chain(node_batches((load_row(rows),), size=1), _written(rows)):
                _apply(fresh, batch)
                done += len(batch.rows)
                if progress is not None:
                    progress(min(done, total), total)
            self._save(fresh, size=total)
        return report

    def update(self, rows: GraphRows, stale: Stale) -> WriteReport:
        """Bring a part of the graph up to date, in one rename as `write` does.

        Args:
            rows: The stale papers and nodes as they are now, with all that is said of them.
            stale: What these rows take the place of.

        Raises:
            StoreError: The store failed or is read-only; the old graph is still on disk.
        """
        self._check_open(write=True)
        before = self._sizes()[0]
        old = self._part(rows, stale)
        # A snapshot that is still held would have the whole graph copied at the first change.
        self._snapshot = None
        try:
            with translated(self.url):
                self._change(old, rows)
                nodes, relationships = self._sizes()
                note = load_row(rows, nodes=nodes, relationships=relationships)
                for batch in node_batches((note,), size=1):
                    _apply(self._graph, batch)
                self._save(self._graph, size=nodes + relationships)
        except BaseException:
            self.close()  # what is in memory is neither the old graph nor the new one
            raise
        report = difference(old, rows)
        # An author of a stale paper may have others, and stays.
        return replace(report, nodes_deleted=before + report.nodes_created - nodes)

    def mark(self) -> str:
        """Return what tells this very file from one that was written or changed later."""
        try:
            stat = self._path.stat()
        except FileNotFoundError:
            return ""
        return f"{stat.st_size} {stat.st_mtime_ns}"

    def digest(self) -> str:
        """Return what tells the contents of the file, which are the same in a copy."""
        try:
            with self._path.open("rb") as file:
                return hashlib.file_digest(file, "blake2b").hexdigest()
        except FileNotFoundError:
            return ""

    def is_behind(self) -> bool:
        """Return whether another process has written the graph since this one has read it.

        Raises:
            StoreError: The store is closed.
        """
        self._check_not_closed()
        return self._read_only and self.mark() != self._read

    def _save(self, graph: Any, *, size: int) -> None:
        """Put a graph of so many nodes and relationships in the place of the one on disk."""
        with warnings.catch_warnings():
            # A column that cannot be mapped is held in memory, which is no news to anybody.
            warnings.simplefilter("ignore", kglite.MappedFallbackWarning)
            if size > LARGE:
                graph = kglite.from_bytes(graph.to_bytes())
            graph.save(str(self._path))
        self._graph, self._snapshot, self._text_ready = graph, graph.freeze(), False

    def _change(self, old: GraphRows, new: GraphRows) -> None:
        for batch in drop_batches(gone_rows(old, new), size=BATCH):
            _apply(self._graph, batch, folder="part")
        for batch in _written(changed_rows(old, new)):
            _apply(self._graph, batch)

    def _sizes(self) -> tuple[int, int]:
        """Nodes, without the one that kg keeps for itself, and relationships."""
        info = self._graph.graph_info()
        return info["node_count"] - 1, info["edge_count"]

    def load_state(self) -> LoadState | None:
        """Return what was last written, or None for an empty graph.

        Raises:
            StoreError: The store failed.
        """
        return state_of(self.run(load_query("load_state", folder="store").text))

    def close(self) -> None:
        """Let go of the graph and of the lock; a second call does nothing."""
        if self._owner is not None:
            # kglite's own close() would save the graph that was opened over the one that was
            # written; leaving its context with an error lets go without saving.
            self._owner.__exit__(StoreError, StoreError(), None)
            self._owner = None
        self._graph = self._snapshot = None

    def _rows(self) -> GraphRows:
        return GraphRows("", 0, tuple(read_nodes(self.run)), tuple(read_relationships(self.run)))

    def _part(self, rows: GraphRows, stale: Stale) -> GraphRows:
        """What the graph has of the stale papers and nodes, and of all their authors."""
        bound: dict[str, list[str]] = {"papers": list(stale.papers), "nodes": list(stale.nodes)}

        def read(text: str) -> list[Row]:
            return self.run(text, bound)

        links = tuple(read_relationships(read, part=True))
        authors = {link.end_id for link in links if link.type == "WRITTEN_BY"}
        authors |= {node.id for node in rows.nodes if node.label == "Author"}
        bound["authors"] = sorted(authors)
        return GraphRows("", 0, tuple(read_nodes(read, part=True)), links)

    def _build_text_indexes(self) -> None:
        """Build the text indexes on first use.

        Saved with the graph they cost each process that opens it 2.5 s at 45,000 papers; to build
        them takes 0.8 s, and only a search needs them.
        """
        with self._text_lock:
            if self._text_ready:
                return
            for index in _text_indexes():
                # Without a single text kglite refuses; the declared, empty index says all there is.
                with suppress(ValueError):
                    self._graph.build_text_index(index.label, index.property, name=index.name)
            self._snapshot, self._text_ready = self._graph.freeze(), True

    def _check_not_closed(self) -> None:
        if self._graph is None:
            raise StoreError(f"store {self.url} is closed; open it again")

    def _check_open(self, *, write: bool) -> None:
        self._check_not_closed()
        if write and self._read_only:
            raise StoreError(f"store {self.url} is open for reading; open it with read_only=False")
        _check_process(self.url)
        _asking.add(os.getpid())


def _owned(path: Path, *, replace_damaged: bool) -> Any:
    try:
        return kglite.open(str(path), durable="off")
    except kglite.FileFormatError:
        if not replace_damaged:
            raise
    path.unlink()
    return kglite.open(str(path), durable="off")


def _no_graph(path: Path) -> StoreError:
    """Return the error of a graph that is not there, with those that stand in it or beside it."""
    if re.fullmatch(r"[\w.-]+:\d+", str(path)):
        return StoreError(f"no graph at '{path}'; a server's address is: neo4j://{path}")
    near = (sorted(place.glob(f"*/{GRAPH_FILE}")) for place in (path, path.parent))
    there = ", ".join([quoted(str(one.parent)) for graphs in near for one in graphs][:3])
    there = f", but at {there}" if there else ""
    make = building(graph_file(path).parent, "FILE")
    return StoreError(f"no graph at '{path}'{there}; make one with: {make}")


def _check_process(url: str) -> None:
    """Refuse a process that was forked from one that has asked.

    Raises:
        StoreError: It would wait for ever.
    """
    if _asking - {os.getpid()}:
        raise StoreError(
            f"graph {url} cannot be asked here: this process was forked from one that has asked a "
            "graph; start it otherwise: multiprocessing.get_context('spawn')"
        )


def _written(rows: GraphRows) -> Iterator[Batch]:
    """Yield what writes rows, nodes before relationships."""
    yield from node_batches(sorted(rows.nodes, key=node_order), size=BATCH)
    yield from relationship_batches(rows.relationships, size=BATCH)


def _apply(graph: Any, batch: Batch, *, folder: str = "write") -> None:
    query = load_query(batch.query, folder=folder)
    graph.cypher(query.text, params=query.bind({"rows": batch.rows}))


def _declare_properties(graph: Any) -> None:
    """Name every property of the schema: kglite refuses a pattern with one that no node has."""
    schema = load_schema()
    owned = {label: set(node.properties) for label, node in schema.nodes.items()}
    owned["Entity"] |= {name for kind in schema.entities.values() for name in kind.properties}
    graph.define_schema(
        {"nodes": {label: {"optional": sorted(names)} for label, names in owned.items()}}
    )


def _declare_text_indexes(graph: Any) -> None:
    """Declare the text indexes of an empty graph: later kglite makes none over no text at all."""
    for index in _text_indexes():
        graph.cypher(fulltext_statement(index))


def _text_indexes() -> list[IndexSpec]:
    return [index for index in load_schema().indexes.values() if index.kind == "fulltext"]


def _plain(value: Any) -> object:
    if isinstance(value, (str, int, float, type(None))):
        return value
    if isinstance(value, (datetime.date, datetime.time)):
        return value.isoformat()
    if isinstance(value, dict):
        return {key: _plain(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [_plain(item) for item in value]
    return str(value)
