"""Finds what belongs to a node, for pages about one thing."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from urllib.parse import urlsplit

from kg.catalogue import load_catalogue
from kg.graph.rows import ResultRow
from kg.pages.view import RELATION_WORDS, PageEdge, PageGraph, PageNode

_NO_CODE = re.compile(r"/awesome([-_.][^/]*)?$|/datasets/")


class Lookup:
    """A graph by the ids of its nodes.

    Args:
        graph: What to look things up in.
    """

    def __init__(self, graph: PageGraph) -> None:
        self.graph = graph
        self.nodes = {n.id: n for n in graph.nodes}
        self.out: dict[str, list[PageEdge]] = defaultdict(list)
        self.into: dict[str, list[PageEdge]] = defaultdict(list)
        self._told: dict[str, list[PageEdge]] = defaultdict(list)
        for edge in graph.edges:
            if edge.paper is not None and edge.paper not in {edge.source, edge.target}:
                self._told[edge.paper].append(edge)
            self.out[edge.source].append(edge)
            self.into[edge.target].append(edge)
        self._results: dict[str, list[ResultRow]] = defaultdict(list)
        for result in graph.results:
            ends = (result.subject_id, result.benchmark_id, result.metric_id, result.versus_id)
            for end in {result.paper, *filter(None, ends)}:
                self._results[end].append(result)

    def results(self, node: str) -> list[ResultRow]:
        """Return the numbers of, on, by, against or in a node, in the graph's order."""
        return self._results.get(node, [])

    def count(self, node: str) -> int:
        """Return how many numbers these are: one on two benchmarks stands there twice."""
        return len({result.result for result in self.results(node)})

    def degree(self, node: str) -> int:
        """Return how many relations a node has."""
        return len(self.out.get(node, ())) + len(self.into.get(node, ()))

    def related(self, node: str) -> list[tuple[str, list[tuple[PageNode, PageEdge]]]]:
        """Return a node's relations by how they read, each with the other ends, newest first."""
        groups: dict[str, list[tuple[PageNode, PageEdge]]] = {}
        for relation, (outward, inward) in RELATION_WORDS.items():
            leaving = [(e.target, e) for e in self.out.get(node, ()) if e.type == relation]
            coming = [(e.source, e) for e in self.into.get(node, ()) if e.type == relation]
            for words, found in ((outward, leaving), (inward, coming)):
                if found:
                    groups[words] = self._ends(found)
        return list(groups.items())

    def papers_of(self, node: str) -> list[PageNode]:
        """Return the papers that say something of an entity, newest first, undated last."""
        edges = [*self.out.get(node, ()), *self.into.get(node, ())]
        ids = {e.paper for e in edges} | {r.paper for r in self.results(node)}
        return newest(self.nodes[i] for i in ids if i is not None and i in self.nodes)

    def told_by(self, paper: str) -> list[PageEdge]:
        """Return what a paper says of how names are related, in the graph's order."""
        return self._told.get(paper, [])

    def repositories(self, paper: str) -> list[PageNode]:
        """Return the repositories of a paper, in the order of their names."""
        found = {e.target for e in self.out.get(paper, ()) if e.type == "HAS_REPO"}
        return sorted((self.nodes[i] for i in found), key=lambda n: n.name)

    def code(self, paper: str) -> PageNode | None:
        """Return code or weights of a paper as `kg papers --with-code` takes them, or None."""
        return next((r for r in self.repositories(paper) if _is_code(r.url or "")), None)

    def of_type(self, kind: str) -> list[PageNode]:
        """Return all nodes of a type, those that most papers name first."""
        found = (n for n in self.graph.nodes if n.type == kind)
        return sorted(found, key=lambda n: (-n.papers, -self.degree(n.id), n.name, n.id))

    def _ends(self, found: list[tuple[str, PageEdge]]) -> list[tuple[PageNode, PageEdge]]:
        ends = [(self.nodes[other], edge) for other, edge in found]
        ends.sort(key=lambda pair: (pair[0].name, pair[0].id, pair[1].paper or ""))
        return sorted(ends, key=lambda pair: pair[0].date or "", reverse=True)


def _is_code(address: str) -> bool:
    """Whether an address is of code or weights; a data set and a list of papers are neither."""
    try:
        host = (urlsplit(address).hostname or "").removeprefix("www.")
    except ValueError:
        return False
    if _NO_CODE.search(address.lower()):
        return False
    known = load_catalogue().hosts_of("code", "weights")
    return host.startswith(("git.", "gitlab.")) or any(
        host == one or host.endswith(f".{one}") for one in known
    )


def newest(nodes: Iterable[PageNode]) -> list[PageNode]:
    """Return nodes by date, newest first, undated last, ties by name."""
    ordered = sorted(nodes, key=lambda n: (n.name, n.id))
    return sorted(ordered, key=lambda n: n.date or "", reverse=True)
