"""Scores extracted papers against annotated ones: precision, recall and F1 with counts."""

from __future__ import annotations

import json
import random
from collections import Counter
from collections.abc import Callable, Collection, Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from kg.arguments import AnyPath
from kg.errors import InputError
from kg.records import Paper

# A paper in the format of annotated papers (see `kg.extract.output.paper_json`).
Annotated = Mapping[str, Any]
Tally = dict[str, "Count"]
_Item = tuple[Any, ...]
HEADLINES = ("entities", "mentions", "spans", "relations", "results/core", "results/strict")
_FIELDS = {
    "entities": ("name", "type"),
    "relations": ("type", "target"),
    "results": ("value", "kind"),
}
MISSED = "(missed)"
SPURIOUS = "(none)"
# How often papers are drawn anew for an interval.
_ROUNDS = 1_000


@dataclass(frozen=True, slots=True)
class Count:
    """How many items are right, were predicted, and are in the gold."""

    right: int = 0
    predicted: int = 0
    gold: int = 0

    @property
    def precision(self) -> float | None:
        """In percent; None where nothing was predicted."""
        return 100 * self.right / self.predicted if self.predicted else None

    @property
    def recall(self) -> float | None:
        """In percent; None where the gold has nothing."""
        return 100 * self.right / self.gold if self.gold else None

    @property
    def f1(self) -> float:
        """In percent; 0 where nothing is right."""
        both = self.predicted + self.gold
        return 200 * self.right / both if both else 0.0


@dataclass(frozen=True, slots=True)
class Scores:
    """The score of a set of papers.

    Attributes:
        total: Count by what is counted, e.g. `entities`, `relations/USES`, `results/core`.
        papers: The same for each gold paper, in order.
        confusion: How often the gold type of a thing (or `(none)`) was given the predicted
            type (or `(missed)`).
        unpredicted: Gold papers without a prediction.
        left_out: Predicted papers that are not in the gold.
    """

    total: Tally
    papers: tuple[Tally, ...]
    confusion: Mapping[tuple[str, str], int] = field(default_factory=dict)
    unpredicted: int = 0
    left_out: int = 0

    def interval(self, what: str) -> tuple[float, float]:
        """Return the 95 % interval of an F1 by resampling papers, the same each time.

        Args:
            what: A key of `total`.
        """
        draw = random.Random(0)
        counts = [tally.get(what, Count()) for tally in self.papers]
        sums = sorted(_total(draw.choices(counts, k=len(counts))).f1 for _ in range(_ROUNDS))
        return sums[int(0.025 * _ROUNDS)], sums[int(0.975 * _ROUNDS)]


def score(gold: Sequence[Annotated], predicted: Iterable[Annotated]) -> Scores:
    """Score predicted papers against annotated ones, joined by `id`.

    Args:
        gold: Annotated papers.
        predicted: A gold paper that is missing here counts as one with nothing in it.
    """
    by_id = {paper["id"]: paper for paper in predicted}
    confusion: Counter[tuple[str, str]] = Counter()
    tallies = []
    for paper in gold:
        guess = by_id.get(paper["id"], {})
        aligned = align(paper, guess)
        tally = score_mentions(paper, guess)
        tally |= score_entities(paper, guess, aligned)
        tally |= score_relations(paper, guess, aligned)
        tally |= score_results(paper, guess, aligned)
        tallies.append(tally)
        confusion += _confusion(paper, guess, aligned)
    known = {paper["id"] for paper in gold}
    return Scores(
        total=_sum(tallies),
        papers=tuple(tallies),
        confusion=dict(confusion),
        unpredicted=len(known - by_id.keys()),
        left_out=len(by_id.keys() - known),
    )


def _total(counts: Sequence[Count]) -> Count:
    return Count(
        sum(count.right for count in counts),
        sum(count.predicted for count in counts),
        sum(count.gold for count in counts),
    )


def _sum(tallies: Iterable[Tally]) -> Tally:
    total: dict[str, list[Count]] = {}
    for tally in tallies:
        for what, count in tally.items():
            total.setdefault(what, []).append(count)
    return {what: _total(counts) for what, counts in sorted(total.items())}


def _folded(text: object) -> str:
    return " ".join(str(text).split()).casefold()


def _surfaces(entity: Mapping[str, Any]) -> list[str]:
    return [_folded(mention) for mention in entity.get("mentions") or [entity["name"]]]


def _count(gold: Iterable[Hashable], predicted: Iterable[Hashable]) -> Count:
    wanted, found = Counter(gold), Counter(predicted)
    return Count((wanted & found).total(), found.total(), wanted.total())


def align(gold: Annotated, predicted: Annotated) -> dict[str, str]:
    """Map names of predicted things to gold ones: same type and most shared mentions first."""
    pairs = []
    for wanted in gold.get("entities", ()):
        forms = {*_surfaces(wanted), _folded(wanted["name"])}
        for found in predicted.get("entities", ()):
            shared = len(forms & {*_surfaces(found), _folded(found["name"])})
            if shared:
                same = wanted["type"] == found["type"]
                pairs.append((not same, -shared, wanted["name"], found["name"]))
    to_gold: dict[str, str] = {}
    for _, _, wanted_name, found_name in sorted(pairs):
        if found_name not in to_gold and wanted_name not in to_gold.values():
            to_gold[found_name] = wanted_name
    return to_gold


def score_mentions(gold: Annotated, predicted: Annotated) -> Tally:
    """Count distinct surface strings with their type, and without."""
    typed = [
        {(form, e["type"]) for e in paper.get("entities", ()) for form in _surfaces(e)}
        for paper in (gold, predicted)
    ]
    bare = [{form for form, _ in found} for found in typed]
    return {"mentions": _count(*typed), "spans": _count(*bare)}


def score_entities(gold: Annotated, predicted: Annotated, aligned: Mapping[str, str]) -> Tally:
    """Count things of the right type that share a mention with a gold one."""
    name = _renamed(aligned)
    wanted = [(e["type"], e["name"]) for e in gold.get("entities", ())]
    found = [(e["type"], name(e["name"])) for e in predicted.get("entities", ())]
    return _by_kind("entities", wanted, found)


def score_relations(gold: Annotated, predicted: Annotated, aligned: Mapping[str, str]) -> Tally:
    """Count relations between aligned things, whatever the things' types."""
    name = _renamed(aligned)
    wanted = {(r["type"], r.get("source"), r["target"]) for r in gold.get("relations", ())}
    found = {
        (r["type"], name(r.get("source")), name(r["target"]))
        for r in predicted.get("relations", ())
    }
    return _by_kind("relations", wanted, found)


def score_results(gold: Annotated, predicted: Annotated, aligned: Mapping[str, str]) -> Tally:
    """Count rows: all five fields (strict); value, kind, and the benchmark if stated (core)."""
    rows, guesses = gold.get("results", ()), predicted.get("results", ())
    name = _renamed(aligned)
    strict = _count(
        ((*_key(r), r.get("subject"), r.get("benchmark"), r.get("metric")) for r in rows),
        (
            (*_key(r), name(r.get("subject")), name(r.get("benchmark")), name(r.get("metric")))
            for r in guesses
        ),
    )
    stated = {_key(r): r.get("benchmark") for r in rows}
    core = _count(
        ((*_key(r), r.get("benchmark")) for r in rows),
        (
            (*_key(r), name(r.get("benchmark")) if stated.get(_key(r), "") is not None else None)
            for r in guesses
        ),
    )
    return {"results/core": core, "results/strict": strict}


def _key(row: Mapping[str, Any]) -> tuple[float | None, str]:
    return value_of(row), row["kind"]


def value_of(row: Mapping[str, Any]) -> float | None:
    """Return the number of a result as it is compared; None for what is no number."""
    try:
        return round(float(row["value"]), 4)
    except (TypeError, ValueError, OverflowError):
        return None


def _renamed(aligned: Mapping[str, str]) -> Callable[[str | None], str | None]:
    return lambda name: None if name is None else aligned.get(name, f"?{name}")


def _by_kind(what: str, gold: Collection[_Item], predicted: Collection[_Item]) -> Tally:
    tally = {what: _count(gold, predicted)}
    for kind in sorted({item[0] for item in (*gold, *predicted)}):
        parts = [[item for item in items if item[0] == kind] for items in (gold, predicted)]
        tally[f"{what}/{kind}"] = _count(*parts)
    return tally


def _confusion(
    gold: Annotated, predicted: Annotated, aligned: Mapping[str, str]
) -> Counter[tuple[str, str]]:
    types = {e["name"]: e["type"] for e in gold.get("entities", ())}
    cells: Counter[tuple[str, str]] = Counter()
    for entity in predicted.get("entities", ()):
        name = aligned.get(entity["name"])
        cells[types[name] if name is not None else SPURIOUS, entity["type"]] += 1
    for name in types.keys() - set(aligned.values()):
        cells[types[name], MISSED] += 1
    return cells


def read_annotated(path: str | Path) -> list[Annotated]:
    """Return the annotated or extracted papers of a file of JSON lines.

    Raises:
        InputError: The file cannot be read, or a line is no such paper.
    """
    papers: list[Annotated] = []
    try:
        with Path(path).open(encoding="utf-8") as lines:
            for number, line in enumerate(lines, 1):
                if line.strip():
                    papers.append(_annotated(line, f"{path}:{number}"))
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(f"cannot read '{path}': {error}") from error
    return papers


def _annotated(line: str, place: str) -> Annotated:
    try:
        paper = json.loads(line)
    except ValueError as error:
        raise InputError(f"{place}: no JSON object: {error}") from error
    if not isinstance(paper, dict) or "id" not in paper:
        raise InputError(
            f"{place}: no annotated paper; expected an object with 'id' and 'entities'"
        )
    for part, fields in _FIELDS.items():
        items = paper.get(part) or ()
        for number, item in enumerate(items if isinstance(items, (list, tuple)) else (items,), 1):
            lacking = [f for f in fields if not isinstance(item, dict) or f not in item]
            if lacking:
                raise InputError(f"{place}: number {number} of {part!r} has no {lacking[0]!r}")
    return paper


def predict(
    gold: Iterable[Annotated], *, jobs: int = 1, weights: AnyPath | None = None
) -> Iterator[Annotated]:
    """Read annotated papers anew.

    Args:
        gold: Papers with `title` and `abstract`; their annotations are not looked at.
        jobs: Processes that read; 0 takes one a core.
        weights: Folder of the reader's weights; None takes those that ship.

    Raises:
        ConfigError: The folder lacks a file.
    """
    from kg.extract import extract
    from kg.extract.output import paper_json

    papers = (
        Paper(id=str(p["id"]), title=p["title"], abstract=p["abstract"], source_id=str(p["id"]))
        for p in gold
    )
    read = extract(papers, jobs=jobs, weights=weights)
    return (paper_json(paper, extraction) for paper, extraction in read)
