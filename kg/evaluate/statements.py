"""What a reading states of annotated papers, and whether the annotators agree."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from kg.evaluate import Annotated, align, value_of
from kg.extract.calibration import log_odds
from kg.extract.layout import Layout
from kg.extract.sentences import sentence_spans
from kg.records import EntityType, RelationType


@dataclass(frozen=True, slots=True)
class Statement:
    """One name, relation or result of a paper, and whether the annotators agree.

    Attributes:
        paper: Number of the paper.
        kind: `entities`, `relations`, `core` or `whole`.
        key: The line that it goes by: the relation's type or the kind.
        score: The reader's own confidence.
        right: Whether it stands in the gold.
        fit: How well its evidence fits, for relations; the log odds of the best relation to it,
            for entities.
        names: Of a relation, the chance of the less sure of its names.
        marks: Of a result, what tells whether it is right.
    """

    paper: int
    kind: str
    key: str
    score: float
    right: bool
    fit: float = 0.0
    names: float = 0.5
    marks: Mapping[str, float] = field(default_factory=dict)


def statements(gold: Sequence[Annotated], predicted: Iterable[Annotated]) -> list[Statement]:
    """Return all names, relations and results of predicted papers with their truth.

    Links are found by rule and left out. Of a paper whose gold has no relations only the results
    are returned.

    Args:
        gold: Annotated papers.
        predicted: The same papers, with the calibration of what comes before: names, relations,
            results. `tied` of an entity is the best chance of a relation to it, `marks` of a result
            what tells whether it is right.
    """
    by_id = {paper["id"]: paper for paper in predicted}
    found: list[Statement] = []
    for number, paper in enumerate(gold):
        guess = by_id.get(paper["id"], {})
        aligned: dict[str | None, str | None] = {None: None}
        aligned.update(align(paper, guess))
        if "relations" in paper:
            found += _names(number, paper, guess, aligned)
            found += _relations(number, paper, guess, aligned)
        found += _rows(number, paper, guess, aligned)
    return found


_Aligned = Mapping[str | None, str | None]


def _names(
    number: int, paper: Annotated, guess: Annotated, aligned: _Aligned
) -> Iterator[Statement]:
    types = {e["name"]: e["type"] for e in paper["entities"]}
    for e in guess.get("entities", ()):
        if e["type"] != EntityType.REPO:
            right = types.get(aligned.get(e["name"]) or "") == e["type"]
            tied = log_odds(e.get("tied", 0.5))
            yield Statement(number, "entities", "entities", e["confidence"], right, tied)


def _relations(
    number: int, paper: Annotated, guess: Annotated, aligned: _Aligned
) -> Iterator[Statement]:
    relations = {(r["type"], r.get("source"), r["target"]) for r in paper["relations"]}
    sure = {e["name"]: e["confidence"] for e in guess.get("entities", ())}
    layout = _layout(guess)
    for r in guess.get("relations", ()):
        pair = (aligned.get(r.get("source"), "?"), aligned.get(r["target"], "?"))
        right = (r["type"], *pair) in relations
        fit_of = layout.fit((r.get("start", 0), r.get("end", 0)), RelationType(r["type"]))
        names = min(sure[name] for name in (r.get("source"), r["target"]) if name is not None)
        yield Statement(number, "relations", r["type"], r["confidence"], right, fit_of, names)


def _rows(
    number: int, paper: Annotated, guess: Annotated, aligned: _Aligned
) -> Iterator[Statement]:
    whole = {
        (value_of(r), r["kind"], r.get("benchmark"), r.get("subject"), r.get("metric"))
        for r in paper["results"]
    }
    core = {row[:3] for row in whole}
    loose = {row[:2] for row in core if row[2] is None}
    for r in guess.get("results", ()):
        names = [aligned.get(r[role], "?") for role in ("benchmark", "subject", "metric")]
        key = (value_of(r), r["kind"])
        marks = r.get("marks", {})
        right = key in loose or (*key, names[0]) in core
        yield Statement(number, "core", "core", r["confidence"], right, marks=marks)
        right = (*key, *names) in whole
        yield Statement(number, "whole", "whole", r["confidence"], right, marks=marks)


def _layout(paper: Annotated) -> Layout:
    """Return the layout of a predicted paper, with what it presents as its own."""
    text = f"{paper.get('title', '')}\n{paper.get('abstract', '')}"
    own = {
        r["target"]
        for r in paper.get("relations", ())
        if r["type"] == RelationType.INTRODUCES.value
    }
    names = [m for e in paper.get("entities", ()) if e["name"] in own for m in e["mentions"]]
    starts = [found.start() for name in names for found in re.finditer(re.escape(name), text)]
    return Layout.of(text, sentence_spans(text)).naming(starts)
