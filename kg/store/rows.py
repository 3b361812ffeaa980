"""What both stores do with rows: batches for the write queries, and differences."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Set
from dataclasses import dataclass
from itertools import groupby, islice

import kg
from kg.queries import load_query
from kg.records import GraphRows, NodeRow, RelationshipRow, WriteReport
from kg.schema import RelationshipSpec, export_query_name, load_schema, write_query_name
from kg.store.base import LoadState, Row

Read = Callable[[str], list[Row]]


@dataclass(frozen=True, slots=True)
class Batch:
    """Rows for one run of a write query."""

    query: str
    rows: list[dict[str, object]]


def load_row(rows: GraphRows, *, state: str = "complete") -> NodeRow:
    """Return the `:KgLoad` node that says what these rows are."""
    name = f"load:{rows.workspace}"
    return NodeRow(
        "KgLoad",
        name,
        None,
        {
            "name": name,
            "workspace": rows.workspace,
            "revision": rows.revision,
            "state": state,
            "kgVersion": kg.__version__,
            "schemaVersion": load_schema().version,
            "nodes": len(rows.nodes),
            "relationships": len(rows.relationships),
        },
    )


def state_of(found: list[Row]) -> LoadState | None:
    """Return the load state from the rows of `cypher/store/load_state.cypher`."""
    if not found:
        return None
    row: Mapping[str, object] = found[0]
    return LoadState(
        workspace=str(row["workspace"]),
        revision=_whole(row["revision"]),
        state=str(row["state"]),
        kg_version=str(row["kgVersion"]),
        schema_version=_whole(row["schemaVersion"]),
        nodes=_whole(row["nodes"]),
        relationships=_whole(row["relationships"]),
    )


def node_order(row: NodeRow) -> tuple[str, str, str]:
    """Return what nodes are sorted by to be written."""
    return row.label, row.extra_label or "", row.id


def node_batches(nodes: Iterable[NodeRow], *, size: int) -> Iterator[Batch]:
    """Yield the nodes as batches, one label and second label a batch, in the given order.

    A batch is made when it is asked for: a large graph is not held twice.

    Args:
        nodes: Sorted by `node_order`.
        size: Most rows of a batch.
    """
    for (label, extra), group in groupby(nodes, key=lambda n: (n.label, n.extra_label)):
        dates = {k for k, v in load_schema().properties(label, extra).items() if v.type == "date"}
        rows = (_node(n, dates) for n in group)
        yield from _cut(write_query_name(label, extra), rows, size)


def relationship_batches(relationships: Iterable[RelationshipRow], *, size: int) -> Iterator[Batch]:
    """Yield the relationships as batches, one type a batch, in the given order.

    A batch is made when it is asked for: a large graph is not held twice.

    Args:
        relationships: Sorted by type.
        size: Most rows of a batch.
    """
    for kind, group in groupby(relationships, key=lambda r: r.type):
        yield from _cut(write_query_name(kind), map(_link, group), size)


def read_nodes(read: Read) -> Iterator[NodeRow]:
    """Yield every node of a store, sorted by label and id.

    Args:
        read: Runs a statement without parameters.
    """
    for label, spec in sorted(load_schema().nodes.items()):
        if spec.internal:
            continue
        for row in read(load_query(export_query_name(label), folder="export").text):
            extra = row.pop("extraLabel", None)
            properties = {k: v for k, v in row.items() if v is not None and k != "id"}
            yield NodeRow(
                label,
                str(row["id"]),
                None if extra is None else str(extra),
                properties,  # type: ignore[arg-type] # values are what NodeRow was written with
            )


def read_relationships(read: Read) -> Iterator[RelationshipRow]:
    """Yield every relationship of a store, sorted by type, start, end and key.

    Args:
        read: Runs a statement without parameters.
    """
    for kind, spec in sorted(load_schema().relationships.items()):
        for row in read(load_query(export_query_name(kind), folder="export").text):
            source, target = str(row.pop("source")), str(row.pop("target"))
            # kglite makes up `start` and `end`, the ends' ids, where a relationship has none.
            properties = {k: v for k, v in row.items() if v is not None and _fits(v, spec, k)}
            yield RelationshipRow(
                kind,
                spec.start,
                source,
                spec.end,
                target,
                str(row.get("key") or ""),
                properties,  # type: ignore[arg-type] # as above
            )


def _fits(value: object, spec: RelationshipSpec, name: str) -> bool:
    return isinstance(value, int) or spec.properties[name].type != "integer"


def difference(old: GraphRows, new: GraphRows) -> WriteReport:
    """Return what has to change to get from one graph to the other."""
    nodes = _compare(
        {(n.label, n.id): _print(n.properties, n.extra_label) for n in old.nodes},
        {(n.label, n.id): _print(n.properties, n.extra_label) for n in new.nodes},
    )
    links = _compare(
        {(r.type, r.start_id, r.end_id, r.key): _print(r.properties) for r in old.relationships},
        {(r.type, r.start_id, r.end_id, r.key): _print(r.properties) for r in new.relationships},
    )
    return WriteReport(*nodes, *links)


def _print(properties: Mapping[str, object], extra: str | None = None) -> int:
    """Return a number that tells two property maps apart (within this process)."""
    items = sorted(properties.items())
    return hash((extra, tuple((k, tuple(v) if isinstance(v, list) else v) for k, v in items)))


def _compare(old: Mapping[object, int], new: Mapping[object, int]) -> tuple[int, int, int]:
    created = len(new.keys() - old.keys())
    deleted = len(old.keys() - new.keys())
    return created, sum(old[key] != new[key] for key in new.keys() & old.keys()), deleted


def _cut(query: str, rows: Iterator[dict[str, object]], size: int) -> Iterator[Batch]:
    while batch := list(islice(rows, size)):
        yield Batch(query, batch)


def _node(row: NodeRow, dates: Set[str]) -> dict[str, object]:
    rest = {name: value for name, value in row.properties.items() if name not in dates}
    return {"id": row.id, "properties": rest} | {name: row.properties.get(name) for name in dates}


def _link(row: RelationshipRow) -> dict[str, object]:
    ends: dict[str, object] = {
        "source": row.start_id,
        "target": row.end_id,
        "properties": row.properties,
    }
    return ends | {"key": row.key} if row.key else ends


def _whole(value: object) -> int:
    assert isinstance(value, int)
    return value
