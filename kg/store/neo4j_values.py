"""Values of the Neo4j driver as plain ones."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from neo4j import graph, spatial, time


def plain(value: Any) -> object:
    """Return a value of the driver as str, int, float, bool, None, or lists and dicts of these.

    Nodes, relationships and paths have the keys that they have in an embedded graph.
    """
    if isinstance(value, (str, int, float, type(None))):
        return value
    if isinstance(value, (time.Time, time.DateTime)):
        return value.to_native().isoformat()
    if isinstance(value, (time.Date, time.Duration)):
        return value.iso_format()
    if isinstance(value, graph.Path):
        return {"nodes": plain(value.nodes), "relationships": plain(value.relationships)}
    if isinstance(value, graph.Entity):
        return {"id": value.element_id, **_kind(value), "properties": plain(dict(value.items()))}
    if isinstance(value, Mapping):
        return {key: plain(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)) and not isinstance(value, spatial.Point):
        return [plain(item) for item in value]
    return str(value)


def _kind(entity: graph.Entity) -> dict[str, object]:
    """Return the labels of a node, or the ends and the type of a relationship."""
    if isinstance(entity, graph.Node):
        return {"labels": sorted(entity.labels)}
    assert isinstance(entity, graph.Relationship)
    start, end = (None if node is None else node.element_id for node in entity.nodes)
    return {"start": start, "end": end, "type": entity.type}
