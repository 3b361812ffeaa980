"""Divides a graph into islands: every node goes to the well-connected name it is nearest to.

Anchors are the best-connected names that share few neighbours. Random walks from every node end
at an anchor; the likeliest one is its island. Unlike a search for communities of the highest
modularity (of 4,118 papers' nodes it moved 36 % when 5 % more papers came) this is a smooth
function of the graph: 8 % move, those near a border. About as many relations stay inside their
island (75 % against 80 %), and every island has its name from the start.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]

ANCHOR_TYPES = frozenset({"Task", "Method", "Benchmark", "Model", "Dataset"})
WEAK_TYPES = frozenset({"Metric"})
"""Names that nearly every paper shares: they would glue all islands together."""

# These five make the map alone; no answer depends on them.
WEAK_WEIGHT = 0.05
MAX_OVERLAP = 0.7
MAX_ANCHORS = 80
WALK_STEPS = 8
MAX_WALK_STEPS = 40


@dataclass(frozen=True, slots=True)
class Neighbours:
    """Adjacency in compressed rows; every edge stands in both directions.

    Attributes:
        start: Where each node's row begins; one entry more than nodes.
        node: The neighbours, row after row.
        weight: The weight of each step.
    """

    start: Ints
    node: Ints
    weight: Floats

    @property
    def source(self) -> Ints:
        """The node whose row each entry stands in."""
        return np.repeat(np.arange(len(self.start) - 1), np.diff(self.start))

    def of(self, node: int) -> Ints:
        """Return the neighbours of one node; a neighbour over two edges stands twice."""
        return self.node[self.start[node] : self.start[node + 1]]


def neighbours(size: int, edges: Ints, weights: Floats) -> Neighbours:
    """Return the adjacency of a graph.

    Args:
        size: How many nodes.
        edges: Pairs of node numbers, shape (m, 2).
        weights: One an edge.
    """
    source = np.concatenate([edges[:, 0], edges[:, 1]])
    target = np.concatenate([edges[:, 1], edges[:, 0]])
    order = np.argsort(source, kind="stable")
    start = np.searchsorted(source[order], np.arange(size + 1))
    return Neighbours(start, target[order], np.concatenate([weights, weights])[order])


def find_islands(ids: Sequence[str], types: Sequence[str], edges: Ints) -> tuple[Ints, list[int]]:
    """Return the island of every node, and the anchor node of every island.

    Nodes in small groups without a link to the rest share one last island, whose anchor is -1.

    Args:
        ids: Unique; they break ties, so that the order of the nodes does not matter.
        types: Paper or an entity type, one a node.
        edges: Pairs of node numbers, shape (m, 2).
    """
    weights = _edge_weights(types, edges)
    graph = neighbours(len(ids), edges, weights)
    anchors = _find_anchors(ids, types, graph)
    island = np.full(len(ids), -1, dtype=np.int64)
    if anchors:
        reach = _walk(graph, anchors)
        reached = reach.sum(axis=1) > 0
        island[reached] = reach[reached].argmax(axis=1)
    _add_components(ids, graph, island, anchors)
    rest = island < 0
    if rest.any():
        island[rest] = len(anchors)
        anchors.append(-1)
    return island, anchors


def _edge_weights(types: Sequence[str], edges: Ints) -> Floats:
    degree = np.bincount(edges.ravel(), minlength=len(types)).astype(float)
    weak = np.array([t in WEAK_TYPES for t in types], dtype=bool)
    either = weak[edges[:, 0]] | weak[edges[:, 1]]
    product = degree[edges[:, 0]] * degree[edges[:, 1]]
    weights: Floats = np.maximum(product, 1.0) ** -0.25 * np.where(either, WEAK_WEIGHT, 1.0)
    return weights


def _find_anchors(ids: Sequence[str], types: Sequence[str], graph: Neighbours) -> list[int]:
    """Return the best-connected names, without those that share their neighbours with one."""
    degree = np.diff(graph.start)
    limit = int(min(MAX_ANCHORS, max(5, 0.4 * len(ids) ** 0.5)))
    candidates = [i for i in np.flatnonzero(degree >= 3).tolist() if types[i] in ANCHOR_TYPES]
    candidates.sort(key=lambda i: (-degree[i], ids[i]))
    taken = np.zeros(len(ids), dtype=bool)
    anchors: list[int] = []
    for node in candidates:
        around = graph.of(node)
        if taken[around].mean() <= MAX_OVERLAP:
            anchors.append(node)
            taken[around] = True
        if len(anchors) == limit:
            break
    return anchors


def _walk(graph: Neighbours, anchors: list[int]) -> NDArray[np.float32]:
    """Return how likely a short random walk from each node is to end at each anchor."""
    size = len(graph.start) - 1
    source = graph.source
    strength = np.bincount(source, graph.weight, size)
    step = (graph.weight / strength[source]).astype(np.float32)[:, None]
    linked = np.diff(graph.start) > 0
    rows = graph.start[:-1][linked]
    reach = np.zeros((size, len(anchors)), dtype=np.float32)
    fixed = np.eye(len(anchors), dtype=np.float32)
    reach[anchors] = fixed
    reached, before = len(anchors), 0
    for number in range(MAX_WALK_STEPS):
        if number >= WALK_STEPS and reached == before:
            break
        reach[linked] = np.add.reduceat(reach[graph.node] * step, rows, axis=0)
        reach[anchors] = fixed
        reached, before = int((reach.max(axis=1) > 0).sum()), reached
    return reach


def _add_components(
    ids: Sequence[str], graph: Neighbours, island: Ints, anchors: list[int]
) -> None:
    """Make an island of each larger group of nodes that no walk reached."""
    smallest = max(6, len(ids) // 300)
    degree = np.diff(graph.start)
    seen = island >= 0
    for first in sorted(np.flatnonzero(~seen).tolist(), key=ids.__getitem__):
        if seen[first]:
            continue
        group, seen[first] = [first], True
        for node in group:
            for other in graph.of(node).tolist():
                if not seen[other]:
                    seen[other] = True
                    group.append(other)
        if len(group) >= smallest:
            island[group] = len(anchors)
            anchors.append(min(group, key=lambda i: (-degree[i], ids[i])))
