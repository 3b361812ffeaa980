"""What a database lacks, has too much or has otherwise than the rows of a workspace."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from kg.records import GraphRows, NodeRow, Property, RelationshipRow
from kg.schema import NodeSpec, RelationshipSpec, load_schema
from kg.store.neo4j_values import plain

LinkKey = tuple[str, str, str, str]
# Ours, and no part of what a workspace says.
_MARKS = {"id", "loadedBy", "retired"}


@dataclass(frozen=True, slots=True)
class Gone:
    """A node or relationship of ours that the rows no longer have.

    Attributes:
        element: Its element id, good until the transaction of a deletion checks the rest.
        about: `id` of a node; `type`, `source` and `target` of a relationship.
        used: Whether others gave the node labels or properties of their own.
        retired: Whether it is marked already.
    """

    element: str
    about: Mapping[str, object]
    used: bool = False
    retired: bool = False

    def row(self) -> dict[str, object]:
        """Return it as the queries that delete take it."""
        return {"element": self.element, **self.about}


@dataclass(slots=True)
class NodeScan:
    """Nodes to write, and nodes that are gone."""

    write: list[NodeRow] = field(default_factory=list)
    retyped: list[str] = field(default_factory=list)
    gone: list[Gone] = field(default_factory=list)
    created: int = 0
    owned: int = 0


@dataclass(slots=True)
class LinkScan:
    """Relationships to write, and relationships that are gone."""

    write: list[RelationshipRow] = field(default_factory=list)
    gone: list[Gone] = field(default_factory=list)
    created: int = 0
    owned: int = 0


@dataclass(frozen=True, slots=True)
class Owners:
    """Whose marks count as ours, and which properties may be ours.

    Attributes:
        workspace: The workspace that is loaded.
        replaced: Workspaces whose place it takes.
        written: `Label.property` and `TYPE.property` that earlier versions wrote.
    """

    workspace: str
    replaced: tuple[str, ...] = ()
    written: tuple[str, ...] = ()

    @property
    def all(self) -> list[str]:
        """The workspaces whose marks count as ours."""
        return [self.workspace, *self.replaced]


def written_properties() -> tuple[str, ...]:
    """Return `Label.property` and `TYPE.property` of all that this version of kg writes.

    Every label and type is there as `Label.` too: some have no property of their own.
    """
    schema = load_schema()
    kinds: dict[str, NodeSpec | RelationshipSpec] = {
        **schema.nodes,
        **schema.entities,
        **schema.relationships,
    }
    return tuple(
        sorted(f"{kind}.{name}" for kind, spec in kinds.items() for name in ("", *spec.properties))
    )


def scan_nodes(records: Iterable[Mapping[str, Any]], rows: GraphRows, owners: Owners) -> NodeScan:
    """Compare the nodes of a database with the rows.

    Args:
        records: Rows of `cypher/neo4j/nodes.cypher`.
        rows: The graph that is wanted.
        owners: Says which nodes are ours.
    """
    wanted = {row.id: row for row in rows.nodes}
    scan, seen, ours = NodeScan(), set(), set(owners.all)
    for record in records:
        properties, labels = record["properties"], record["labels"]
        mark = properties.get("loadedBy")
        scan.owned += mark in ours
        row = wanted.get(properties.get("id"))
        if row is not None and row.label in labels:
            seen.add(row.id)
            _compare_node(scan, row, record, owners)
        elif mark in ours:
            known = _known((*labels, "Entity"), owners.written) | _MARKS
            used = bool(properties.keys() - known or set(labels) - _labels(owners.written))
            about = {"id": properties.get("id")}
            scan.gone.append(Gone(record["element"], about, used, "retired" in properties))
    missing = (row for row in rows.nodes if row.id not in seen)
    new = [_marked_node(row, owners.workspace) for row in missing]
    scan.created = len(new)
    scan.write += new
    scan.write.sort(key=lambda row: (row.label, row.id))
    return scan


def scan_relationships(
    records: Iterable[Mapping[str, Any]], rows: GraphRows, owners: Owners
) -> LinkScan:
    """Compare the relationships of a database with the rows.

    Args:
        records: Rows of `cypher/neo4j/relationships.cypher`.
        rows: The graph that is wanted.
        owners: Says which relationships are ours.
    """
    wanted = {(r.type, r.start_id, r.end_id, r.key): r for r in rows.relationships}
    scan, ours = LinkScan(), set(owners.all)
    seen: set[LinkKey] = set()
    seen_ours: set[LinkKey] = set()
    changed: dict[LinkKey, RelationshipRow] = {}
    for record in records:
        properties = record["properties"]
        mine = properties.get("loadedBy") in ours
        scan.owned += mine
        ends = (record["type"], record["source"], record["target"])
        key = (*ends, str(properties.get("key") or ""))
        row = wanted.get(key)
        if row is None or (mine and key in seen_ours):
            if mine:
                about = dict(zip(("type", "source", "target"), ends, strict=True))
                scan.gone.append(Gone(record["element"], about))
            continue
        seen.add(key)
        if mine:
            seen_ours.add(key)
        if change := _change(row.properties, properties, (row.type,), owners):
            changed[key] = _with(row, change)
    new = {
        key: _with(row, _mark(owners.workspace)) for key, row in wanted.items() if key not in seen
    }
    scan.created = len(new)
    scan.write = [row for _, row in sorted((changed | new).items())]
    return scan


def _compare_node(scan: NodeScan, row: NodeRow, record: Mapping[str, Any], owners: Owners) -> None:
    labels = record["labels"]
    change = _change(row.properties, record["properties"], (*labels, row.label), owners)
    types = set(labels) & load_schema().entities.keys() if row.extra_label else set()
    if types - {row.extra_label}:
        scan.retyped.append(row.id)
    if change or types != {row.extra_label} - {None}:
        scan.write.append(NodeRow(row.label, row.id, row.extra_label, row.properties | change))


def _change(
    wanted: Mapping[str, Property],
    found: Mapping[str, Any],
    kinds: tuple[str, ...],
    owners: Owners,
) -> dict[str, Property]:
    """Return what has to be set, with None for what has to go."""
    known = _known(kinds, owners.written)
    now = {key: plain(value) for key, value in found.items() if key in known}
    change: dict[str, Property] = {key: None for key in now.keys() - wanted.keys()}
    change |= {key: value for key, value in wanted.items() if now.get(key) != value}
    if found.get("loadedBy") in owners.replaced:
        change |= _mark(owners.workspace)
    if "retired" in found and found.get("loadedBy") in owners.all:
        change["retired"] = None
    return change


@cache
def _known(kinds: tuple[str, ...], written: tuple[str, ...]) -> set[str]:
    """Return the names of properties that are ours on nodes or relationships of these kinds."""
    pairs = (name.partition(".") for name in (*written_properties(), *written))
    return {name for kind, _, name in pairs if kind in kinds}


@cache
def _labels(written: tuple[str, ...]) -> set[str]:
    """Return the labels that are ours; relationship types among them do no harm."""
    return {name.partition(".")[0] for name in (*written_properties(), *written)}


def _mark(workspace: str) -> dict[str, Property]:
    return {"loadedBy": workspace}


def _marked_node(row: NodeRow, workspace: str) -> NodeRow:
    return NodeRow(row.label, row.id, row.extra_label, row.properties | _mark(workspace))


def _with(row: RelationshipRow, change: Mapping[str, Property]) -> RelationshipRow:
    ends = (row.type, row.start_label, row.start_id, row.end_label, row.end_id, row.key)
    return RelationshipRow(*ends, {**row.properties, **change})


def split_gone(gone: Iterable[Gone], linked: Collection[str]) -> tuple[list[Gone], list[Gone]]:
    """Return nodes to delete and nodes to retire; those retired before are left as they are.

    Args:
        gone: Nodes that the rows no longer have.
        linked: Element ids of those that others have linked.
    """
    delete, retire = [], []
    for node in gone:
        if not node.used and node.element not in linked:
            delete.append(node)
        elif not node.retired:
            retire.append(node)
    return delete, retire


def cut(rows: list[Any], size: int) -> Iterator[list[Any]]:
    """Yield the rows in pieces of at most *size*."""
    for start in range(0, len(rows), size):
        yield rows[start : start + size]
