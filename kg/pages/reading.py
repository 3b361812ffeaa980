"""Where pages read from: the whole of a graph, or what is near one node."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING, Any

from kg.graph.forms import type_of
from kg.queries import load_query
from kg.records import PAPER_RELATIONS, EntityType
from kg.roles import ROLE_LINKS
from kg.schema import export_query_name, part_query_name

if TYPE_CHECKING:
    from kg.graph import Graph

Record = Mapping[str, Any]
# Gives all nodes of a label, or all relations of a type, by its name in small letters.
Reading = Callable[[str], Sequence[Record]]

_OF_PAPERS = {
    *(kind.lower() for kind in PAPER_RELATIONS),
    *(kind.lower() for kind in ROLE_LINKS.values()),
    *("paper", "reports", "result", "written_by"),
}


def all_of(graph: Graph) -> Reading:
    """Return what reads all of a graph.

    Args:
        graph: An open graph; its limit of rows is of own Cypher, and cuts no page.
    """
    return lambda kind: _run(graph, export_query_name(kind), "export", {})


def part_of(graph: Graph, ids: Collection[str]) -> Reading:
    """Return what reads some nodes, what papers among them say, and all relations of entities.

    It reads also the entities of which a number of these papers is.

    Args:
        graph: An open graph.
        ids: Of papers and entities.
    """
    papers = sorted(one for one in ids if type_of(one) == "Paper")

    # What papers say tells also which authors and entities there are: it is asked once.
    @cache
    def read(kind: str) -> Sequence[Record]:
        if kind in _OF_PAPERS:
            some = {"papers": papers}
        elif kind == "author":
            some = {"authors": sorted({row["target"] for row in read("written_by")})}
        elif kind == "entity":
            ends = {row["target"] for role in ROLE_LINKS.values() for row in read(role.lower())}
            some = {"nodes": sorted({*ids, *ends})}
        else:
            return all_of(graph)(kind)
        return _run(graph, part_query_name(kind), "part", some)

    return read


def near(graph: Graph, start: str, *, depth: int) -> set[str]:
    """Return the ids of nodes near a node; metrics are reached but not passed through.

    Args:
        graph: An open graph.
        start: Id of the node in the middle.
        depth: How many relations away a node may be.
    """
    found, ring = {start}, [start]
    for _ in range(depth):
        passed = [one for one in ring if one == start or type_of(one) != EntityType.METRIC]
        rows = graph.ask("path", ids=passed, minConfidence=0.0) if passed else []
        ring = sorted({str(row["targetId"]) for row in rows} - found)
        found |= {*ring}
    return found


def _run(graph: Graph, name: str, folder: str, params: Mapping[str, object]) -> Sequence[Record]:
    limits = graph.limits and replace(graph.limits, rows=None)
    return graph.store.run(load_query(name, folder=folder).text, params, limits=limits)
