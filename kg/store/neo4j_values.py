"""Values of the Neo4j driver as plain ones."""

from __future__ import annotations

import itertools
from collections.abc import Mapping
from typing import Any

from neo4j import graph, spatial, time


def plain(value: Any) -> object:
    """Return a value of the driver as str, int, float, bool, None, or lists and dicts of these.

    Nodes and relationships come back as their properties, paths as the list of both.
    """
    if isinstance(value, (str, int, float, type(None))):
        return value
    if isinstance(value, (time.Time, time.DateTime)):
        return value.to_native().isoformat()
    if isinstance(value, (time.Date, time.Duration)):
        return value.iso_format()
    if isinstance(value, graph.Path):
        ends = itertools.zip_longest(value.nodes, value.relationships)
        return [plain(step) for pair in ends for step in pair if step is not None]
    if isinstance(value, (Mapping, graph.Entity)):
        return {key: plain(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)) and not isinstance(value, spatial.Point):
        return [plain(item) for item in value]
    return str(value)
