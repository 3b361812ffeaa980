"""What both stores do with rows: batches for the write queries, and differences."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from itertools import groupby

import kg
from kg.queries import load_query
from kg.records import GraphRows, NodeRow, RelationshipRow, WriteReport
from kg.schema import (
    PropertySpec,
    RelationshipSpec,
    export_query_name,
    load_schema,
    write_query_name,
)
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


def node_batches(nodes: tuple[NodeRow, ...], *, size: int, nulls: bool = False) -> Iterator[Batch]:
    """Yield the nodes as batches, one label and second label a batch, in the given order.

    Args:
        nodes: Sorted by label.
        size: Most rows of a batch.
        nulls: Whether absent properties are written as null, which removes them.
    """
    ordered = sorted(nodes, key=lambda n: (n.label, n.extra_label or "", n.id))
    for (label, extra), group in groupby(ordered, key=lambda n: (n.label, n.extra_label)):
        declared = load_schema().properties(label, extra)
        rows = [_node(n, declared, nulls=nulls) for n in group]
        yield from _cut(write_query_name(label, extra), rows, size)


def relationship_batches(
    relationships: tuple[RelationshipRow, ...], *, size: int, nulls: bool = False
) -> Iterator[Batch]:
    """Yield the relationships as batches, one type a batch, in the given order.

    Args:
        relationships: Sorted by type.
        size: Most rows of a batch.
        nulls: Whether absent properties are written as null, which removes them.
    """
    for kind, group in groupby(relationships, key=lambda r: r.type):
        declared = load_schema().relationships[kind].properties
        rows = [_link(r, _filled(r.properties, declared, nulls=nulls)) for r in group]
        yield from _cut(write_query_name(kind), rows, size)


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


def _cut(query: str, rows: list[dict[str, object]], size: int) -> Iterator[Batch]:
    for start in range(0, len(rows), size):
        yield Batch(query, rows[start : start + size])


def _node(row: NodeRow, declared: Mapping[str, PropertySpec], *, nulls: bool) -> dict[str, object]:
    dates = {name for name, spec in declared.items() if spec.type == "date"}
    properties = _filled(row.properties, declared, nulls=nulls)
    rest = {name: value for name, value in properties.items() if name not in dates}
    return {"id": row.id, "properties": rest} | {name: properties.get(name) for name in dates}


def _link(row: RelationshipRow, properties: dict[str, object]) -> dict[str, object]:
    ends: dict[str, object] = {
        "source": row.start_id,
        "target": row.end_id,
        "properties": properties,
    }
    return ends | {"key": row.key} if row.key else ends


def _filled(
    properties: Mapping[str, object], declared: Mapping[str, PropertySpec], *, nulls: bool
) -> dict[str, object]:
    return {**dict.fromkeys(declared), **properties} if nulls else dict(properties)


def _whole(value: object) -> int:
    assert isinstance(value, int)
    return value
