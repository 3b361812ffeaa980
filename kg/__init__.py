"""A knowledge graph of machine-learning papers, with the sentence that proves each fact."""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING

from kg.errors import KGError
from kg.records import (
    Entity,
    EntityType,
    Extraction,
    Mention,
    Paper,
    Relation,
    RelationType,
    Result,
    ResultKind,
)

if TYPE_CHECKING:
    from kg.graph import Graph
    from kg.graph import open_graph as open
    from kg.resolve.rules import same_name

__version__ = "0.1.0"

__all__ = [
    "Entity",
    "EntityType",
    "Extraction",
    "Graph",
    "KGError",
    "Mention",
    "Paper",
    "Relation",
    "RelationType",
    "Result",
    "ResultKind",
    "__version__",
    "open",
    "same_name",
]

# Public names load their module when they are first used: `kg --help` must not pay for them.
_HOMES = {
    "Graph": ("kg.graph", "Graph"),
    "open": ("kg.graph", "open_graph"),
    "same_name": ("kg.resolve.rules", "same_name"),
}


def __getattr__(name: str) -> object:
    """Import a public name on first use."""
    if name not in _HOMES:
        raise AttributeError(f"module 'kg' has no attribute {name!r}")
    module, attribute = _HOMES[name]
    value: object = getattr(importlib.import_module(module), attribute)
    globals()[name] = value
    return value
