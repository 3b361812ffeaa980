"""What both stores do with rows: batches for the write queries, and differences."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Set
from dataclasses import dataclass, replace
from itertools import groupby, islice
from typing import Any, TypeVar

import kg
from kg.queries import load_query
from kg.records import GraphRows, NodeRow, RelationshipRow
from kg.schema import (
    RelationshipSpec,
    drop_query_name,
    export_query_name,
    load_schema,
    part_query_name,
    write_query_name,
)
from kg.store.base import LoadState, Row, WriteReport

Read = Callable[[str], list[Row]]
T = TypeVar("T", NodeRow, RelationshipRow)


@dataclass(frozen=True, slots=True)
class Batch:
    """Rows for one run of a write query."""

    query: str
    rows: list[dict[str, object]]


def load_row(
    rows: GraphRows, *, nodes: int | None = None, relationships: int | None = None
) -> NodeRow:
    """Return the `:KgLoad` node that says what these rows are.

    Args:
        rows: The graph, or a part of it.
        nodes: How many nodes the graph has; None where `rows` is all of it.
        relationships: How many relationships it has; None likewise.
    """
    name = f"load:{rows.workspace}"
    return NodeRow(
        "KgLoad",
        name,
        None,
        {
            "name": name,
            "workspace": rows.workspace,
            "revision": rows.revision,
            "state": "complete",
            "kgVersion": kg.__version__,
            "schemaVersion": load_schema().version,
            "nodes": len(rows.nodes) if nodes is None else nodes,
            "relationships": len(rows.relationships) if relationships is None else relationships,
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


def read_nodes(read: Read, *, part: bool = False) -> Iterator[NodeRow]:
    """Yield the nodes of a store, sorted by label and id.

    Args:
        read: Runs a statement.
        part: Only those that belong to the papers and nodes that `read` binds.
    """
    for label, spec in sorted(load_schema().nodes.items()):
        if spec.internal:
            continue
        for row in read(_reader(label, part=part)):
            extra = row.pop("extraLabel", None)
            properties = {k: v for k, v in row.items() if v is not None and k != "id"}
            yield NodeRow(
                label,
                str(row["id"]),
                None if extra is None else str(extra),
                properties,  # type: ignore[arg-type] # values are what NodeRow was written with
            )


def read_relationships(read: Read, *, part: bool = False) -> Iterator[RelationshipRow]:
    """Yield the relationships of a store, sorted by type, start, end and key.

    Args:
        read: Runs a statement.
        part: Only those that belong to the papers and nodes that `read` binds.
    """
    for kind, spec in sorted(load_schema().relationships.items()):
        for row in read(_reader(kind, part=part)):
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


def _reader(kind: str, *, part: bool) -> str:
    if part:
        return load_query(part_query_name(kind), folder="part").text
    return load_query(export_query_name(kind), folder="export").text


def _fits(value: object, spec: RelationshipSpec, name: str) -> bool:
    return isinstance(value, int) or spec.properties[name].type != "integer"


def difference(old: GraphRows, new: GraphRows) -> WriteReport:
    """Return how much has to change to get from one graph to the other."""
    nodes = _compare(
        {_node_key(n): _print(n.properties, n.extra_label) for n in old.nodes},
        {_node_key(n): _print(n.properties, n.extra_label) for n in new.nodes},
    )
    links = _compare(
        {r.identity: _print(r.properties) for r in old.relationships},
        {r.identity: _print(r.properties) for r in new.relationships},
    )
    return WriteReport(*nodes, *links)


def changed_rows(old: GraphRows, new: GraphRows) -> GraphRows:
    """Return the rows of the new graph that the old one lacks or has otherwise.

    A property that only the old row has is null, which removes it.
    """
    nodes = {_node_key(n): n for n in old.nodes}
    links = {r.identity: r for r in old.relationships}
    return replace(
        new,
        nodes=tuple(_changed((nodes.get(_node_key(n)), n) for n in new.nodes)),
        relationships=tuple(_changed((links.get(r.identity), r) for r in new.relationships)),
    )


def _changed(pairs: Iterable[tuple[T | None, T]]) -> Iterator[T]:
    for old, new in pairs:
        if old is None:
            yield new
        elif old != new:
            nulls: dict[str, Any] = dict.fromkeys(old.properties)
            yield replace(new, properties={**nulls, **new.properties})


def gone_rows(old: GraphRows, new: GraphRows) -> GraphRows:
    """Return the rows of the old graph that the new one lacks."""
    nodes, links = set(map(_node_key, new.nodes)), {r.identity for r in new.relationships}
    return replace(
        old,
        nodes=tuple(n for n in old.nodes if _node_key(n) not in nodes),
        relationships=tuple(r for r in old.relationships if r.identity not in links),
    )


def drop_batches(gone: GraphRows, *, size: int) -> Iterator[Batch]:
    """Yield what deletes rows, relationships before nodes."""
    for kind, links in groupby(gone.relationships, key=lambda r: r.type):
        yield from _cut(drop_query_name(kind), map(_ends, links), size)
    for label, nodes in groupby(gone.nodes, key=lambda n: n.label):
        yield from _cut(drop_query_name(label), ({"id": n.id} for n in nodes), size)


def _node_key(row: NodeRow) -> tuple[str, str]:
    return row.label, row.id


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
    return _ends(row) | {"properties": row.properties}


def _ends(row: RelationshipRow) -> dict[str, object]:
    ends: dict[str, object] = {"source": row.start_id, "target": row.end_id}
    return ends | {"key": row.key} if row.key else ends


def _whole(value: object) -> int:
    assert isinstance(value, int)
    return value
