"""A knowledge graph of machine-learning papers, with the sentence that proves each fact.

`kg.open` gives a graph that answers questions. The modules of `kg` are there without an import of
their own: `kg.build.build` reads files into a graph, `kg.extract.read` and `kg.extract.extract`
read texts, `kg.sources.read_papers` files, `kg.correct.Corrections` sets right what was read,
`kg.export.export_file` and `kg.rdf.to_rdf` write the graph, `kg.errors` has what can be raised.
`kg.build` and `kg.extract` are always the modules.
"""

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
    Verdict,
)

if TYPE_CHECKING:
    from kg import build as build
    from kg import corpus as corpus
    from kg import correct as correct
    from kg import evaluate as evaluate
    from kg import export as export
    from kg import extract as extract
    from kg import graph as graph
    from kg import rdf as rdf
    from kg import sources as sources
    from kg import store as store
    from kg.graph import Graph, Rows, open_graph
    from kg.resolve.rules import same_name
    from kg.store import Limits

    open = open_graph

__version__ = "0.1.0"

# Without `open`: after a star import Python's own would be gone.
__all__ = [
    "Entity",
    "EntityType",
    "Extraction",
    "Graph",
    "KGError",
    "Limits",
    "Mention",
    "Paper",
    "Relation",
    "RelationType",
    "Result",
    "ResultKind",
    "Rows",
    "Verdict",
    "__version__",
    "same_name",
]

# Public names load their module when they are first used: `kg --help` must not pay for them.
_HOMES = {
    "Graph": ("kg.graph", "Graph"),
    "Limits": ("kg.store", "Limits"),
    "Rows": ("kg.graph", "Rows"),
    "open": ("kg.graph", "open_graph"),
    "same_name": ("kg.resolve.rules", "same_name"),
}
_MODULES = frozenset(
    (
        "build",
        "correct",
        "corpus",
        "evaluate",
        "export",
        "extract",
        "graph",
        "rdf",
        "sources",
        "store",
    )
)


if not TYPE_CHECKING:  # a type checker that sees it takes any name for one of kg's

    def __getattr__(name: str) -> object:
        """Import a public name or a module on first use."""
        if name in _MODULES:
            return importlib.import_module(f"kg.{name}")
        if name not in _HOMES:
            raise AttributeError(f"module 'kg' has no attribute {name!r}")
        module, attribute = _HOMES[name]
        value = getattr(importlib.import_module(module), attribute)
        globals()[name] = value
        return value


def __dir__() -> list[str]:
    """Return what there is to use, whether it was used or not."""
    return sorted({*__all__, *_HOMES, *_MODULES, "errors"})
