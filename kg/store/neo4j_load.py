"""Brings a Neo4j database to the rows of a workspace: find the difference, then write it.

A load may end anywhere; the next one finds what is left to do. Every batch proves in its own
transaction that its run still holds the load, so two runs can never mix.
"""

from __future__ import annotations

import contextlib
import itertools
import time
import uuid
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import Any, TypeVar

import neo4j

import kg
from kg.errors import StoreError
from kg.queries import load_query
from kg.records import GraphRows
from kg.schema import load_schema
from kg.store.base import Progress, Trace, WriteReport
from kg.store.neo4j_difference import (
    Gone,
    LinkScan,
    NodeScan,
    Owners,
    cut,
    scan_nodes,
    scan_relationships,
    split_gone,
    written_properties,
)
from kg.store.rows import node_batches, relationship_batches

T = TypeVar("T")
Record = dict[str, Any]
Batch = tuple[Sequence[str], Record, int]
Session = Callable[..., AbstractContextManager[neo4j.Session]]
Transaction = neo4j.ManagedTransaction | neo4j.Transaction

# Rows a transaction: up to 10,000 bring no more, and 500 take no less (docs/EXPERIMENTS.md).
BATCH = 1_000
# A load that was not heard of for this long is taken to be dead, and the next one goes on with it.
LEASE_SECONDS = 10.0
# Seconds between its signs of life: four in a row may go missing.
_BEAT_SECONDS = 2.0
# Limits of the server's patience; a batch takes well under a second.
_BATCH_SECONDS = 300.0
_READ_SECONDS = 3_600.0


@dataclass(frozen=True, slots=True)
class LoadPolicy:
    """What a load may do.

    Attributes:
        replace: Take over a database that another workspace loaded.
        most_deleted: Share (0 to 1) of what kg wrote that may be deleted; None for no limit.
    """

    replace: bool = False
    most_deleted: float | None = None


@dataclass(frozen=True, slots=True)
class LoadReport(WriteReport):
    """What a load changed, or would change.

    Attributes:
        nodes_retired: Nodes that are gone and that others use: they stay, with `retired: true`.
        owned: Nodes and relationships of kg in the database before.
        unread: Papers of the workspace that are not read yet, and so not in the database.
    """

    nodes_retired: int = 0
    owned: int = 0
    unread: int = 0

    @property
    def deleted(self) -> int:
        """Nodes and relationships that go."""
        return self.nodes_deleted + self.relationships_deleted


@dataclass(frozen=True, slots=True)
class _Plan:
    """The difference between a database and the rows."""

    nodes: NodeScan
    links: LinkScan
    delete: list[Gone]
    retire: list[Gone]

    @property
    def size(self) -> int:
        """How many nodes and relationships are to be touched."""
        written = len(self.nodes.write) + len(self.links.write)
        return written + len(self.links.gone) + len(self.delete) + len(self.retire)

    @property
    def report(self) -> LoadReport:
        """The counts."""
        return LoadReport(
            nodes_created=self.nodes.created,
            nodes_updated=len(self.nodes.write) - self.nodes.created,
            nodes_deleted=len(self.delete),
            relationships_created=self.links.created,
            relationships_updated=len(self.links.write) - self.links.created,
            relationships_deleted=len(self.links.gone),
            nodes_retired=len(self.retire),
            owned=self.nodes.owned + self.links.owned,
        )


class Load:
    """One load of one workspace.

    Args:
        session: Gives a session of the driver; `write=True` for one that may write.
        rows: The whole graph.
        policy: What the load may do.
        trace: Called with each statement and its parameters before it runs.
    """

    def __init__(
        self, session: Session, rows: GraphRows, *, policy: LoadPolicy, trace: Trace
    ) -> None:
        self._session = session
        self._rows = rows
        self._policy = policy
        self._trace = trace
        self._me = {"id": f"load:{rows.workspace}", "run": uuid.uuid4().hex}
        self._beat_at = 0.0

    def compare(self) -> LoadReport:
        """Return what `run` would change.

        Raises:
            StoreError: The database belongs to another workspace or to a newer kg.
        """
        with self._session(write=False) as session:
            loads = session.execute_read(lambda tx: self._ask(tx, "loads"))
        return self._find(self._owners(loads), held=False).report

    def run(self, progress: Progress | None) -> LoadReport:
        """Write the difference.

        Raises:
            StoreError: Another load is under way or took over, the database belongs to another
                workspace or to a newer kg, or the policy forbids it.
        """
        owners = self._claim()
        try:
            plan = self._find(owners, held=True)
            self._check_deletions(plan.report)
            if plan.size or owners.replaced:
                self._write(plan, owners, progress)
            self._step(
                "finish",
                revision=self._rows.revision,
                nodes=len(self._rows.nodes),
                relationships=len(self._rows.relationships),
                **_version(),
                written=list(written_properties()),
            )
        except BaseException:
            # Whoever comes next need not wait; if this fails too, the lease runs out. Tried once:
            # of a server that is gone the person has waited long enough to hear.
            with (
                contextlib.suppress(Exception),
                self._session(write=True) as session,
                session.begin_transaction() as tx,
            ):
                self._ask(tx, "release", self._me)
                tx.commit()
            raise
        return plan.report

    def _claim(self) -> Owners:
        """Become the one run that loads; a run that died is waited for, a lease at most."""
        heard: dict[object, object] = {}
        deadline = time.monotonic() + 2 * LEASE_SECONDS
        while True:
            with self._session(write=True) as session:
                alive, owners = session.execute_write(self._try_claim)
            if not alive:
                return owners
            moved = any(heard.get(row["id"], row["beats"]) != row["beats"] for row in alive)
            heard |= {row["id"]: row["beats"] for row in alive}
            if moved or time.monotonic() > deadline:
                raise StoreError(
                    f"workspace {alive[0]['workspace']!r} is being loaded by another process; "
                    "run kg load again when it is done"
                )
            time.sleep(1.0)

    def _try_claim(self, tx: neo4j.ManagedTransaction) -> tuple[list[Record], Owners]:
        self._ask(tx, "lock")
        loads = self._ask(tx, "loads")
        owners = self._owners(loads)
        alive = [
            row
            for row in loads
            if row["silence"] is not None
            and row["silence"] < LEASE_SECONDS
            and row["run"] != self._me["run"]
        ]
        if not alive:
            about = {"workspace": self._rows.workspace, **_version()}
            self._ask(tx, "claim", {**self._me, **about})
        self._ask(tx, "unlock")
        return alive, owners

    def _owners(self, loads: Sequence[Record]) -> Owners:
        """Return whose graph this load may touch, from the `:KgLoad` nodes."""
        version = load_schema().version
        for row in loads:
            if (row["schemaVersion"] or 0) > version:
                raise StoreError(
                    f"the database was loaded by kg {row['kgVersion']} with schema version "
                    f"{row['schemaVersion']}, this kg knows {version}; "
                    "upgrade with: pip install -U papers-kg"
                )
        own = self._rows.workspace
        others = {row["workspace"] for row in loads} - {own}
        if others and not self._policy.replace:
            raise StoreError(
                f"the database holds the graph of workspace {min(others)!r}, this one is {own!r}; "
                "take its place with --replace, or name another database with NEO4J_DATABASE"
            )
        others |= {name for row in loads for name in row["replaces"] or ()} - {own}
        written = {name for row in loads for name in row["written"] or ()}
        return Owners(own, tuple(sorted(others)), tuple(sorted(written)))

    def _check_deletions(self, report: LoadReport) -> None:
        most = self._policy.most_deleted
        if most is not None and report.deleted > most * report.owned:
            raise StoreError(
                f"the load would delete {report.deleted:,} of {report.owned:,} nodes and "
                "relationships; look with --dry-run, then allow it with --yes"
            )

    def _find(self, owners: Owners, *, held: bool) -> _Plan:
        """Read what kg has in the database and compare it with the rows."""
        schema = load_schema()
        labels = [label for label, node in schema.nodes.items() if not node.internal]
        both = {"owners": owners.all, "labels": labels, "types": list(schema.relationships)}

        def nodes(tx: neo4j.ManagedTransaction) -> NodeScan:
            return scan_nodes(self._stream(tx, "nodes", both, held=held), self._rows, owners)

        def links(tx: neo4j.ManagedTransaction) -> LinkScan:
            records = self._stream(tx, "relationships", both, held=held)
            return scan_relationships(records, self._rows, owners)

        linked: set[str] = set()
        with self._session(write=False) as session:
            found = session.execute_read(_limited(nodes, _READ_SECONDS))
            found_links = session.execute_read(_limited(links, _READ_SECONDS))
            for gone in cut(found.gone, BATCH):
                asked = {"elements": [node.element for node in gone], "owners": owners.all}
                rows = session.execute_read(self._ask, "linked", asked)
                linked |= {row["element"] for row in rows}
        return _Plan(found, found_links, *split_gone(found.gone, linked))

    def _write(self, plan: _Plan, owners: Owners, progress: Progress | None) -> None:
        written = sorted({*owners.written, *written_properties()})
        self._step("begin", replaces=list(owners.replaced), written=written, **_version())
        done = 0
        for names, params, size in self._batches(plan, owners):
            with self._session(write=True) as session:
                work = _limited(self._write_batch, _BATCH_SECONDS)
                session.execute_write(work, names, params)
            done += size
            if progress is not None:
                progress(done, plan.size)

    def _batches(self, plan: _Plan, owners: Owners) -> Iterator[Batch]:
        """Yield the queries of one transaction each, their parameters, and the rows they do."""
        for ids in cut(plan.nodes.retyped, BATCH):
            yield ("neo4j/unlabel",), {"ids": ids}, 0
        for batch in itertools.chain(
            node_batches(plan.nodes.rows(), size=BATCH),
            relationship_batches(plan.links.rows(), size=BATCH),
        ):
            yield (f"write/{batch.query}",), {"rows": batch.rows}, len(batch.rows)
        for queries, gone in (
            (("neo4j/delete_relationships",), plan.links.gone),
            # A node that got a neighbour since it was looked at is not deleted but retired.
            (("neo4j/delete_nodes", "neo4j/retire"), plan.delete),
            (("neo4j/retire",), plan.retire),
        ):
            for some in cut(gone, BATCH):
                rows = [each.row() for each in some]
                about = {"owners": owners.all, "workspace": owners.workspace}
                yield queries, {"rows": rows, **about}, len(some)

    def _write_batch(
        self, tx: neo4j.ManagedTransaction, names: Sequence[str], params: dict[str, Any]
    ) -> None:
        self._check_held(self._ask(tx, "beat", self._me))
        for name in names:
            folder, _, query = name.partition("/")
            self._ask(tx, query, params, folder=folder)

    def _step(self, name: str, **params: object) -> None:
        """Change this run's `:KgLoad` node.

        Raises:
            StoreError: Another run has taken over.
        """
        with self._session(write=True) as session:
            rows = session.execute_write(lambda tx: self._ask(tx, name, {**self._me, **params}))
        self._check_held(rows)

    def _check_held(self, rows: list[Record]) -> None:
        self._beat_at = time.monotonic()
        if rows[0]["held"] != 1:
            raise StoreError(
                "another process has taken over the load; run kg load again when it is done"
            )

    def _stream(
        self, tx: neo4j.ManagedTransaction, name: str, params: dict[str, Any], *, held: bool
    ) -> Iterator[Mapping[str, Any]]:
        """Yield the rows of a query; say now and then that this run is alive."""
        for number, record in enumerate(self._start(tx, name, "neo4j", params)):
            if held and number % 1_000 == 0 and time.monotonic() > self._beat_at + _BEAT_SECONDS:
                self._step("beat")
            yield record

    def _ask(
        self,
        tx: Transaction,
        name: str,
        params: Record | None = None,
        *,
        folder: str = "neo4j",
    ) -> list[Record]:
        return self._start(tx, name, folder, params or {}).data()

    def _start(
        self, tx: Transaction, name: str, folder: str, params: dict[str, Any]
    ) -> neo4j.Result:
        query = load_query(name, folder=folder)
        chosen = query.bind({key: params[key] for key in params.keys() & query.params.keys()})
        self._trace(query.text, chosen)
        return tx.run(query.text, chosen)


def _limited(work: Callable[..., T], seconds: float) -> Callable[..., T]:
    return neo4j.unit_of_work(timeout=seconds, metadata={"app": "kg load"})(work)


def _version() -> dict[str, object]:
    return {"schemaVersion": load_schema().version, "kgVersion": kg.__version__}
