"""What a database lacks, has too much or has otherwise than the rows of a workspace."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from kg.records import GraphRows, NodeRow, Property, RelationshipRow
from kg.schema import NodeSpec, RelationshipSpec, load_schema
from kg.store.neo4j_values import plain
from kg.store.rows import node_order

LinkKey = tuple[str, str, str, str]
Change = Mapping[str, Property]
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
    """Nodes to write, each with what is to be set on it besides, and nodes that are gone."""

    write: list[tuple[NodeRow, Change]] = field(default_factory=list)
    retyped: list[str] = field(default_factory=list)
    gone: list[Gone] = field(default_factory=list)
    created: int = 0
    owned: int = 0

    def rows(self) -> Iterator[NodeRow]:
        """Yield the rows to write, sorted by `node_order`; each is made when it is asked for."""
        for row, change in sorted(self.write, key=lambda pair: node_order(pair[0])):
            yield NodeRow(row.label, row.id, row.extra_label, {**row.properties, **change})


@dataclass(slots=True)
class LinkScan:
    """Relationships to write, with what is to be set on them, and relationships that are gone."""

    write: list[tuple[RelationshipRow, Change]] = field(default_factory=list)
    gone: list[Gone] = field(default_factory=list)
    created: int = 0
    owned: int = 0

    def rows(self) -> Iterator[RelationshipRow]:
        """Yield the rows to write, in the order of the graph's; made when they are asked for."""
        for row, change in self.write:
            ends = (row.type, row.start_label, row.start_id, row.end_label, row.end_id, row.key)
            yield RelationshipRow(*ends, {**row.properties, **change})


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
        element, labels, properties = record["element"], record["labels"], record["properties"]
        mine = _text(properties.get("loadedBy")) in ours
        scan.owned += mine
        row = wanted.get(_text(properties.get("id")))
        if row is not None and row.label in labels:
            seen.add(row.id)
            _compare_node(scan, row, labels, _change(row, labels, properties, owners))
        elif mine:
            known = _known((*labels, "Entity"), owners.written) | _MARKS
            used = bool(properties.keys() - known or set(labels) - _labels(owners.written))
            about = {"id": properties.get("id")}
            scan.gone.append(Gone(element, about, used, "retired" in properties))
    mark = _mark(owners.workspace)
    new = [(row, mark) for row in rows.nodes if row.id not in seen]
    scan.created = len(new)
    scan.write += new
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
    places: dict[LinkKey, int] = {}
    scan, ours = LinkScan(), set(owners.all)
    # A byte a row: whether it was seen, and whether it was seen as ours.
    seen, seen_ours = bytearray(len(rows.relationships)), bytearray(len(rows.relationships))
    changed: dict[int, Change] = {}
    for source, (element, kind, target, properties) in _links(records):
        # Nothing to look up, nothing to hold: a first load meets no relationship.
        places = places or {row.identity: place for place, row in enumerate(rows.relationships)}
        mine = _text(properties.get("loadedBy")) in ours
        scan.owned += mine
        ends = _text(source), _text(target)
        place = places.get((kind, *ends, str(properties.get("key") or "")))
        if place is None or (mine and seen_ours[place]):
            if mine:
                about = {"type": kind, "source": source, "target": target}
                scan.gone.append(Gone(element, about))
            continue
        seen[place] = True
        seen_ours[place] |= mine
        if change := _change(rows.relationships[place], (kind,), properties, owners):
            changed[place] = change
    scan.created = seen.count(0)
    mark = _mark(owners.workspace)
    for place, row in enumerate(rows.relationships):
        if not seen[place]:
            scan.write.append((row, mark))
        elif place in changed:
            scan.write.append((row, changed[place]))
    return scan


def _links(records: Iterable[Mapping[str, Any]]) -> Iterator[tuple[Any, list[Any]]]:
    for record in records:
        source = record["source"]
        for link in record["links"]:
            yield source, link


def _text(value: object) -> str:
    """Return an id or a mark of ours; what others have in its place may be a list or a point."""
    return value if isinstance(value, str) else ""


def _compare_node(scan: NodeScan, row: NodeRow, labels: list[str], change: Change) -> None:
    types = set(labels) & load_schema().entities.keys() if row.extra_label else set()
    if types - {row.extra_label}:
        scan.retyped.append(row.id)
    if change or types != {row.extra_label} - {None}:
        scan.write.append((row, change))


def _change(
    row: NodeRow | RelationshipRow, kinds: Iterable[str], found: Mapping[str, Any], owners: Owners
) -> Change:
    """Return what has to be set, with None for what has to go.

    Args:
        row: What is wanted.
        kinds: The labels or the type of what was found.
        found: Its properties.
        owners: Says whose it may be.
    """
    wanted, place = row.properties, {"id": row.id} if isinstance(row, NodeRow) else {}
    if found == {**wanted, **place, **_mark(owners.workspace)}:
        # Nearly always so, and a fraction of the work that follows.
        return {}
    known = _known(tuple(kinds), owners.written)
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
