"""Turns the reader's scores into chances that a reader of papers would agree."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

FILE = "calibration.json"


@dataclass(frozen=True, slots=True)
class Calibration:
    """A line through the log odds for each kind of statement (Platt scaling).

    J. Platt, "Probabilistic outputs for support vector machines", 1999. The lines are fitted by
    `kg.evaluate_calibration` on annotated papers that the reader was not trained on.

    Attributes:
        slopes: By `entities`, `relations` or `results`.
        intercepts: By relation type, `entities` or `results`.
        least: What is less sure than this is not stated, by relation type, else by `entities`,
            `relations` or `results`.
        evidence: How much the fit of the evidence counts, by relation type; of `entities`, how
            much the log odds of their best relation count.
        outside: Stands for the reader's own threshold of that name; None leaves it. Names are
            taken in readily, and those whose chance is too small are dropped again.
    """

    slopes: Mapping[str, float] = field(default_factory=dict)
    intercepts: Mapping[str, float] = field(default_factory=dict)
    least: Mapping[str, float] = field(default_factory=dict)
    evidence: Mapping[str, float] = field(default_factory=dict)
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

    def relation(self, relation_type: str, score: float, fit: float = 0.0) -> float:
        """Return the chance that a relation holds.

        Args:
            relation_type: Its type.
            score: The reader's own confidence.
            fit: How well the evidence fits (`kg.extract.evidence.fit_of_evidence`).
        """
        shift = self.evidence.get(relation_type, 0.0) * fit
        return self._chance("relations", relation_type, score, shift)

    def result(self, score: float) -> float:
        """Return the chance that value, kind and benchmark of a result are right."""
        return self._chance("results", "results", score)

    def states(self, kind: str, chance: float, *, of_type: str = "") -> bool:
        """Tell whether a statement of that kind, and type if it has its own bar, is to be made."""
        return chance >= self.least.get(of_type, self.least.get(kind, 0.0))

    def _chance(self, kind: str, key: str, score: float, shift: float = 0.0) -> float:
        line = shift + self.slopes.get(kind, 1.0) * log_odds(score) + self.intercepts.get(key, 0.0)
        return round(1 / (1 + math.exp(-line)), 4)


def log_odds(score: float) -> float:
    """Return the log odds of a score between 0 and 1, capped at about ±9.2."""
    score = min(max(score, 0.0001), 0.9999)
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
        least=values["least"],
        evidence=values["evidence"],
        outside=values.get("outside"),
    )
