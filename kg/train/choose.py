"""Thresholds of a reader, chosen on annotated papers with their own scorer."""

from __future__ import annotations

import importlib.util
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

import torch

from kg.extract.decode import TYPES, Thresholds
from kg.extract.encode import Tokenizer
from kg.extract.repos import find_repos
from kg.records import ENTITY_RELATIONS, PAPER_RELATIONS
from kg.train.gold import Gold, open_numbers, text_of
from kg.train.model import JointReader
from kg.train.read import Read, Text, mapped, prepare, read_texts, reading

ROLES = ("subject", "benchmark", "metric", "versus")
FIGURES = ("mentions", "entities", "relations", "results/core", "results/strict")
Counts = Mapping[str, Any]
Scorer = Callable[[Mapping[str, Gold], Mapping[str, Gold]], Counts]


def load_scorer(gold: Path) -> Scorer:
    """Return the function `score` of the script beside the annotated papers."""
    spec = importlib.util.spec_from_file_location("gold_score", gold / "score.py")
    if spec is None or spec.loader is None:
        raise FileNotFoundError(gold / "score.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    score: Scorer = module.score
    return score


def figures(counts: Counts) -> dict[str, float]:
    """Return the F1 of what is counted, in percent."""
    return {name: counts[name].figures()["f1"] for name in FIGURES}


def as_gold(read: Read, limits: Thresholds) -> dict[str, Any]:
    """Return what a text says in the format of the annotated papers."""
    text = read.text.pieces.text
    found = reading(read, limits)
    urls = {(link.start, link.end): link.url for link in find_repos(text)}
    names = [urls.get((g.spans[0].start, g.spans[0].end), g.name) for g in found.groups]
    numbers = open_numbers(text)
    return {
        "id": read.text.name,
        "entities": [
            {
                "name": name,
                "type": group.type.value,
                "mentions": sorted({text[s.start : s.end] for s in group.spans}),
            }
            for name, group in zip(names, found.groups, strict=True)
        ],
        "relations": [
            {
                "type": r.type.value,
                "source": None if r.source is None else names[r.source],
                "target": names[r.target],
            }
            for r in found.relations
        ],
        "results": [
            {
                "value": numbers[r.number].value,
                "kind": r.kind.value,
                **{role: _name(names, getattr(r, role)) for role in ROLES},
            }
            for r in found.results
        ],
    }


def _name(names: Sequence[str], index: int | None) -> str | None:
    return None if index is None else names[index]


def gold_texts(papers: Sequence[Gold], tokenizer: Tokenizer, *, jobs: int = 1) -> list[Text]:
    """Prepare annotated papers for reading."""
    items = [(str(paper["id"]), text_of(paper)) for paper in papers]
    return mapped(partial(prepare, tokenizer=tokenizer), items, jobs=jobs)


class Chooser:
    """Chooses thresholds for some readers on some papers.

    Args:
        readers: They read together.
        papers: Annotated, and not trained on.
        texts: The same, prepared.
        score: The scorer.
        device: Where the readers are.
    """

    def __init__(
        self,
        readers: Sequence[JointReader],
        papers: Sequence[Gold],
        texts: Sequence[Text],
        *,
        score: Scorer,
        device: torch.device,
    ) -> None:
        self._readers = readers
        self._gold = {str(paper["id"]): paper for paper in papers}
        self._texts = texts
        self._score = score
        self._device = device
        self._reads: dict[tuple[float, float], list[Read]] = {}

    def choose(self, start: Thresholds | None = None) -> Thresholds:
        """Return the thresholds with the best figures: one after the other, best first."""
        limits = start or Thresholds()
        limits = self._best(limits, "entities", self._with("outside", (-0.5, 0, 0.5, 1, 1.5, 2)))
        limits = self._best(limits, "entities", self._with("same", (0.35, 0.5, 0.65)))
        for kind in TYPES[:-1]:
            limits = self._best(
                limits, "entities", self._within("least", kind.value, (0, 0.5, 0.6, 0.7, 0.8))
            )
        limits = self._best(limits, "relations", self._with("fallback", (0.0, 0.1, 0.2, 0.3)))
        for relation in PAPER_RELATIONS:
            steps = (0.3, 0.4, 0.5, 0.6, 0.7)
            limits = self._best(limits, "relations", self._within("paper", relation.value, steps))
        for relation in ENTITY_RELATIONS:
            steps = (0.3, 0.4, 0.5, 0.6, 0.7)
            limits = self._best(limits, "relations", self._within("arc", relation.value, steps))
        limits = self._best(limits, "results/core", self._with("number", (0.3, 0.4, 0.5, 0.6, 0.7)))
        return self._best(limits, "results/strict", self._with("second", (0.25, 0.35, 1.0)))

    def figures(self, limits: Thresholds) -> dict[str, float]:
        """Return the figures at some thresholds."""
        return figures(self._score(self._gold, self.predicted(limits)))

    def predicted(self, limits: Thresholds) -> dict[str, Gold]:
        """Return what the papers say at some thresholds, in the format of the scorer."""
        key = (limits.outside, limits.same)
        if key not in self._reads:
            self._reads[key] = read_texts(
                self._readers, self._texts, limits=limits, device=self._device
            )
        return {read.text.name: as_gold(read, limits) for read in self._reads[key]}

    def _best(
        self, limits: Thresholds, figure: str, options: Callable[[Thresholds], Iterable[Thresholds]]
    ) -> Thresholds:
        best, top = limits, self.figures(limits)[figure]
        for option in options(limits):
            reached = self.figures(option)[figure]
            # Half a point on a few papers is noise; a tenth keeps the search from wandering.
            if reached > top + 0.1:
                best, top = option, reached
        return best

    @staticmethod
    def _with(name: str, values: Sequence[float]) -> Callable[[Thresholds], Iterable[Thresholds]]:
        return lambda limits: (replace(limits, **{name: value}) for value in values)  # type: ignore[arg-type]

    @staticmethod
    def _within(
        name: str, key: str, values: Sequence[float]
    ) -> Callable[[Thresholds], Iterable[Thresholds]]:
        return lambda limits: (
            replace(limits, **{name: {**getattr(limits, name), key: value}})  # type: ignore[arg-type]
            for value in values
        )
