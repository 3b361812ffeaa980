"""What a page shows, as plain values: nodes, the relations between them, and reported numbers."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace

from kg.errors import UnknownName
from kg.graph.rows import LeaderboardRow, ResultRow

PLURALS = {
    "Paper": "papers",
    "Model": "models",
    "Method": "methods",
    "Benchmark": "benchmarks",
    "Dataset": "datasets",
    "Metric": "metrics",
    "Task": "tasks",
    "Repo": "repositories",
}
TYPES = tuple(PLURALS)

RELATION_WORDS = {
    "INTRODUCES": ("introduces", "introduced by"),
    "BASED_ON": ("based on", "basis of"),
    "OUTPERFORMS": ("outperforms", "outperformed by"),
    "USES": ("uses", "used by"),
    "EVALUATES_ON": ("evaluates on", "used for evaluation by"),
    "COMPARES_WITH": ("compares with", "compared with by"),
    "ADDRESSES": ("addresses", "addressed by"),
    "BENCHMARK_FOR": ("benchmark for", "has benchmark"),
    "PART_OF": ("part of", "has part"),
    "MEASURES": ("measures", "measured by"),
    "HAS_REPO": ("has repository", "repository of"),
    "MENTIONS": ("mentions", "mentioned by"),
}
"""How a relation reads from its source and from its target, in the order pages list them."""

_UNSEEN = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")


@dataclass(frozen=True, slots=True)
class PageNode:
    """A paper or an entity.

    Attributes:
        id: The node's id in the graph.
        name: The title of a paper, the name of an entity.
        type: One of `TYPES`.
        aliases: Other forms of the name.
        date: ISO date or its beginning; when a paper appeared or a name was first seen.
        url: Where the paper or the repository stands.
        people: The authors of a paper.
        papers: How many papers name an entity.
        facts: What else is known, as pairs of words and value.
        abstract: Of a paper; None where it is left out.
        href: Its page, relative to the page that is being written; None where there is none.
    """

    id: str
    name: str
    type: str
    aliases: tuple[str, ...] = ()
    date: str | None = None
    url: str | None = None
    people: tuple[str, ...] = ()
    papers: int = 0
    facts: tuple[tuple[str, str], ...] = ()
    abstract: str | None = None
    href: str | None = None


@dataclass(frozen=True, slots=True)
class PageEdge:
    """A relation between two nodes, given by their ids.

    Attributes:
        source: Id of the node that the relation starts from.
        target: Id of the node that it leads to.
        type: One of `RELATION_WORDS`.
        paper: Id of the paper that says so; None for relations that follow from names.
        sentence: The evidence; None where there is none.
    """

    source: str
    target: str
    type: str
    paper: str | None = None
    sentence: str | None = None


@dataclass(frozen=True, slots=True)
class Board:
    """Scores of one metric, unit and part of the benchmark, best first.

    Attributes:
        metric: Name of the metric, None where nothing tells it.
        unit: E.g. `%`, or None.
        higher: Whether a higher value is better; None where unknown, ranked as if it were.
        scores: Best first.
        part: Of what part of the benchmark, e.g. `unseen tasks`; None for all of it.
    """

    metric: str | None
    unit: str | None
    higher: bool | None
    scores: tuple[LeaderboardRow, ...]
    part: str | None = None


@dataclass(frozen=True, slots=True)
class PageGraph:
    """A graph to draw.

    Attributes:
        title: Heading of the page.
        lead: One sentence: what the picture shows.
        nodes: Sorted by id, which is unique.
        edges: Between these nodes only.
        results: Numbers whose paper is among the nodes; one on two benchmarks stands there twice.
        focus: Id of the node that the page opens at, or None for the whole.
        depth: How far round the focus the page opens.
    """

    title: str
    lead: str
    nodes: tuple[PageNode, ...]
    edges: tuple[PageEdge, ...] = ()
    results: tuple[ResultRow, ...] = ()
    focus: str | None = None
    depth: int = 1

    def part(self, ids: Iterable[str], *, title: str, lead: str) -> PageGraph:
        """Return the graph of some nodes and all that joins two of them."""
        kept = set(ids)
        return replace(
            self,
            title=title,
            lead=lead,
            nodes=tuple(n for n in self.nodes if n.id in kept),
            edges=tuple(e for e in self.edges if e.source in kept and e.target in kept),
            results=tuple(r for r in self.results if r.paper in kept),
        )


def printable(text: str) -> str:
    """Return the text without characters that no page may hold (controls, half surrogates)."""
    return _UNSEEN.sub("", text)


def within(graph: PageGraph, start: str, *, depth: int, limit: int | None = None) -> list[str]:
    """Return the ids of nodes near a node, nearest first, then best connected first.

    Metrics are reached but not passed through: nearly every paper shares one.

    Args:
        graph: Holds the start.
        start: Id of the node in the middle.
        depth: How many relations away a node may be.
        limit: How many nodes at most.
    """
    linked: dict[str, list[str]] = {n.id: [] for n in graph.nodes}
    for edge in graph.edges:
        linked[edge.source].append(edge.target)
        linked[edge.target].append(edge.source)
    weak = {n.id for n in graph.nodes if n.type == "Metric"} - {start}
    found, ring = {start: None}, [start]
    for _ in range(depth):
        around = {o for node in ring if node not in weak for o in linked[node]} - found.keys()
        ring = sorted(around, key=lambda i: (-len(linked[i]), i))
        found.update(dict.fromkeys(ring))
    return list(found)[:limit]


def fewer(graph: PageGraph, most: int) -> PageGraph:
    """Return the graph of its nearest nodes, or without a focus of the best connected ones.

    Args:
        graph: Any graph.
        most: How many nodes at most.

    Raises:
        UnknownName: The focus is not among the nodes.
    """
    if graph.focus is not None:
        if all(n.id != graph.focus for n in graph.nodes):
            raise UnknownName(f"no node {graph.focus!r} in this graph; see: kg search")
        kept = within(graph, graph.focus, depth=graph.depth, limit=most)
    else:
        degree = Counter(i for e in graph.edges for i in (e.source, e.target))
        ranked = sorted(graph.nodes, key=lambda n: (-degree[n.id], n.id))
        kept = [n.id for n in ranked[:most]]
    return graph.part(kept, title=graph.title, lead=graph.lead)
