"""Walks from one thing to another, breadth first from both ends."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from kg.graph.cells import Ask
from kg.graph.forms import type_of
from kg.records import EntityType


@dataclass(slots=True)
class Ways:
    """The ways between two nodes; what stands beside a node is asked once.

    Attributes:
        ask: Runs a shipped query.
        start: Id of a node.
        end: Id of another.
        most: Most steps.
        min_confidence: Walks along no less certain relation.
    """

    ask: Ask
    start: str
    end: str
    most: int
    min_confidence: float
    _beside: dict[str, list[str]] = field(default_factory=dict)
    _passed: bool = False

    def shortest(self) -> tuple[list[str] | None, bool]:
        """Return a shortest way, or None, and whether it passes through a metric.

        It does only where there is no other.
        """
        way = self._walk(over_metrics=False)
        # Where no metric was passed by, a walk over metrics is the same walk.
        if way is not None or not self._passed:
            return way, False
        return self._walk(over_metrics=True), True

    def _walk(self, *, over_metrics: bool) -> list[str] | None:
        """Walk from both ends; parents are the smallest id, so ties are broken."""
        if self.start == self.end:
            return [self.start]
        parents: list[dict[str, str | None]] = [{self.start: None}, {self.end: None}]
        fronts: list[list[str]] = [[self.start], [self.end]]
        for _ in range(self.most):
            side = 0 if len(fronts[0]) <= len(fronts[1]) else 1
            if not fronts[side]:
                return None
            found: dict[str, str] = {}
            for source, target in self._steps(fronts[side]):
                if not over_metrics and self._is_passed_by(target):
                    self._passed = True
                elif target not in parents[side]:
                    found[target] = min(source, found.get(target, source))
            parents[side] |= found
            fronts[side] = sorted(found)
            meeting = sorted(found.keys() & parents[1 - side].keys())
            if meeting:
                left, right = (_trail(tree, meeting[0]) for tree in parents)
                return left[::-1] + right[1:]
        return None

    def _steps(self, front: Sequence[str]) -> Iterator[tuple[str, str]]:
        new = [node for node in front if node not in self._beside]
        if new:
            self._beside |= {node: [] for node in new}
            for row in self.ask("path", ids=new, minConfidence=self.min_confidence):
                self._beside[str(row["sourceId"])].append(str(row["targetId"]))
        return ((node, other) for node in front for other in self._beside[node])

    def _is_passed_by(self, node: str) -> bool:
        return type_of(node) == EntityType.METRIC and node not in (self.start, self.end)


def _trail(tree: dict[str, str | None], node: str) -> list[str]:
    trail = [node]
    while (parent := tree[trail[-1]]) is not None:
        trail.append(parent)
    return trail
