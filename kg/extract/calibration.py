"""Turns the reader's scores into chances that a reader of papers would agree."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from kg.extract.decode import FoundResult
from kg.extract.group import Group
from kg.roles import ROLES

FILE = "calibration.json"
# Without a calibration a result is as sure as its benchmark.
PLAIN = {"benchmark": 1.0}


@dataclass(frozen=True, slots=True)
class Calibration:
    """A line through the log odds of each kind of statement (Platt scaling).

    J. Platt, "Probabilistic outputs for support vector machines", 1999. The lines are fitted by
    `kg.evaluate.calibration` on annotated papers that the reader was not trained on.

    Attributes:
        slopes: By `entities` or `relations`.
        intercepts: By relation type or `entities`.
        results: Weights of the marks of a result (`result_marks`) by what they tell: `core`, that
            value, kind and benchmark are right, and `whole`, that subject and metric are, too.
        least: What is less sure than this is not stated, by `entities`, `relations` or `results`.
        evidence: How much the fit of the evidence counts, by relation type; of `entities`, how
            much the log odds of their best relation count.
        names: How much the log odds of the less sure of its names count for a relation.
        outside: Stands for the reader's own threshold of that name; None leaves it. Names are
            taken in readily, and those whose chance is too small are dropped again.
    """

    slopes: Mapping[str, float] = field(default_factory=dict)
    intercepts: Mapping[str, float] = field(default_factory=dict)
    results: Mapping[str, Mapping[str, float]] = field(default_factory=dict)
    least: Mapping[str, float] = field(default_factory=dict)
    evidence: Mapping[str, float] = field(default_factory=dict)
    names: float = 0.0
    outside: float | None = None

    def entity(self, score: float, tied: float) -> float:
        """Return the chance that a name is one, and of its type.

        A line for each type follows the few papers: F1 by folds of papers 79.2, by one line 79.6.

        Args:
            score: The confidence of its tags.
            tied: The best chance of a relation of the paper to it.
        """
        shift = self.evidence.get("entities", 0.0) * log_odds(tied)
        return self._chance("entities", "entities", score, shift)

    def relation(
        self, relation_type: str, score: float, fit: float = 0.0, *, names: float = 0.5
    ) -> float:
        """Return the chance that a relation holds.

        Args:
            relation_type: Its type.
            score: The reader's own confidence.
            fit: How well the evidence fits (`kg.extract.layout.Layout.fit`).
            names: The chance of the less sure of its names.
        """
        shift = self.evidence.get(relation_type, 0.0) * fit + self.names * log_odds(names)
        return self._chance("relations", relation_type, score, shift)

    def result(self, marks: Mapping[str, float], *, of: str = "whole") -> float:
        """Return the chance that a result is right.

        Args:
            marks: As `result_marks` gives them.
            of: `core` for value, kind and benchmark, `whole` for subject and metric, too.
        """
        weights = self.results.get(of, PLAIN)
        return chance(sum(weights.get(name, 0.0) * mark for name, mark in marks.items()))

    def states(self, kind: str, chance: float) -> bool:
        """Tell whether a statement of that kind is to be made."""
        return chance >= self.least.get(kind, 0.0)

    def _chance(self, kind: str, key: str, score: float, shift: float = 0.0) -> float:
        slope, intercept = self.slopes.get(kind, 1.0), self.intercepts.get(key, 0.0)
        return chance(shift + slope * log_odds(score) + intercept)


def result_marks(result: FoundResult, groups: Sequence[Group]) -> dict[str, float]:
    """Return what tells whether a result is right.

    Args:
        result: Points to things of *groups*.
        groups: The things, with their chances as confidence.

    Returns:
        `one` is 1; by role the log odds of the pointer, whether it is empty, and the log odds of
        the thing that it points to (0 where it is empty).
    """
    marks = {"one": 1.0}
    for role, sure in zip(ROLES, result.sure, strict=False):
        thing: int | None = getattr(result, role)
        marks[role] = log_odds(sure)
        marks[f"no {role}"] = float(thing is None)
        marks[f"name of {role}"] = 0.0 if thing is None else log_odds(groups[thing].confidence)
    return marks


def chance(line: float) -> float:
    """Return the chance of some log odds, to four digits."""
    return round(1 / (1 + math.exp(-line)), 4)


def log_odds(score: float, *, least: float = 0.0001) -> float:
    """Return the log odds of a score.

    Args:
        score: 0 to 1.
        least: Less than this, and more than what it leaves to 1, count as that.
    """
    score = min(max(score, least), 1 - least)
    return math.log(score / (1 - score))


def load_calibration(folder: Path) -> Calibration:
    """Return the calibration that lies beside the weights; without one scores stay as they are.

    Args:
        folder: The folder of the weights.
    """
    path = folder / FILE
    if not path.exists():
        return Calibration()
    values = json.loads(path.read_text(encoding="utf-8"))
    return Calibration(
        slopes=values["slopes"],
        intercepts=values["intercepts"],
        results=values.get("results", {}),
        least=values["least"],
        evidence=values["evidence"],
        names=values.get("names", 0.0),
        outside=values.get("outside"),
    )
