"""Scores extracted papers against annotated ones: precision, recall and F1 with counts."""

from __future__ import annotations

import json
import random
import re
from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from kg.errors import InputError
from kg.records import EntityType, Paper
from kg.whole_file import whole_file
from kg.words import counted

# A paper in the format of annotated papers (see `kg.extract.output.paper_json`).
Annotated = Mapping[str, Any]
Tally = dict[str, "Count"]
HEADLINES = ("entities", "mentions", "spans", "relations", "results/core", "results/strict")
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

    def __add__(self, other: Count) -> Count:
        return Count(
            self.right + other.right, self.predicted + other.predicted, self.gold + other.gold
        )

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
        sums = sorted(sum(draw.choices(counts, k=len(counts)), Count()).f1 for _ in range(_ROUNDS))
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


def _sum(tallies: Iterable[Tally]) -> Tally:
    total: Tally = {}
    for tally in tallies:
        for what, count in tally.items():
            total[what] = total.get(what, Count()) + count
    return dict(sorted(total.items()))


def _folded(text: object) -> str:
    return " ".join(str(text).split()).casefold()


def _surfaces(entity: Mapping[str, Any]) -> list[str]:
    return [_folded(mention) for mention in entity.get("mentions") or [entity["name"]]]


def _count(gold: Counter[Hashable], predicted: Counter[Hashable]) -> Count:
    return Count((gold & predicted).total(), predicted.total(), gold.total())


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

    def typed(paper: Annotated) -> Counter[Hashable]:
        entities = paper.get("entities", ())
        return Counter({(form, e["type"]) for e in entities for form in _surfaces(e)})

    def bare(paper: Annotated) -> Counter[Hashable]:
        return Counter({form for e in paper.get("entities", ()) for form in _surfaces(e)})

    return {
        "mentions": _count(typed(gold), typed(predicted)),
        "spans": _count(bare(gold), bare(predicted)),
    }


def score_entities(gold: Annotated, predicted: Annotated, aligned: Mapping[str, str]) -> Tally:
    """Count things of the right type that share a mention with a gold one."""
    types = {e["name"]: e["type"] for e in gold.get("entities", ())}
    wanted: Counter[Hashable] = Counter((e["type"], e["name"]) for e in gold.get("entities", ()))
    found: Counter[Hashable] = Counter()
    for entity in predicted.get("entities", ()):
        name = aligned.get(entity["name"])
        right = name is not None and types[name] == entity["type"]
        found[entity["type"], name if right else f"?{entity['name']}"] += 1
    return _by_kind("entities", wanted, found)


def score_relations(gold: Annotated, predicted: Annotated, aligned: Mapping[str, str]) -> Tally:
    """Count relations between aligned things, whatever the things' types."""
    wanted: Counter[Hashable] = Counter(
        {(r["type"], r.get("source"), r["target"]) for r in gold.get("relations", ())}
    )
    name = _renamed(aligned)
    found: Counter[Hashable] = Counter(
        {
            (r["type"], name(r.get("source")), name(r["target"]))
            for r in predicted.get("relations", ())
        }
    )
    return _by_kind("relations", wanted, found)


def score_results(gold: Annotated, predicted: Annotated, aligned: Mapping[str, str]) -> Tally:
    """Count rows: all five fields (strict); value, kind, and the benchmark if stated (core)."""
    rows, guesses = gold.get("results", ()), predicted.get("results", ())
    name = _renamed(aligned)
    strict = _count(
        Counter((*_key(r), r.get("subject"), r.get("benchmark"), r.get("metric")) for r in rows),
        Counter(
            (*_key(r), name(r.get("subject")), name(r.get("benchmark")), name(r.get("metric")))
            for r in guesses
        ),
    )
    stated = {_key(r): r.get("benchmark") for r in rows}
    core = _count(
        Counter((*_key(r), r.get("benchmark")) for r in rows),
        Counter(
            (*_key(r), name(r.get("benchmark")) if stated.get(_key(r), "") is not None else None)
            for r in guesses
        ),
    )
    return {"results/core": core, "results/strict": strict}


def _key(row: Mapping[str, Any]) -> tuple[float | None, str]:
    try:
        return round(float(row["value"]), 4), row["kind"]
    except (TypeError, ValueError):
        return None, row["kind"]


def _renamed(aligned: Mapping[str, str]) -> Callable[[str | None], str | None]:
    return lambda name: None if name is None else aligned.get(name, f"?{name}")


def _by_kind(what: str, gold: Counter[Hashable], predicted: Counter[Hashable]) -> Tally:
    def only(items: Counter[Hashable], kind: str) -> Counter[Hashable]:
        return Counter({item: n for item, n in items.items() if item[0] == kind})  # type: ignore[index]

    kinds = sorted({item[0] for item in gold | predicted})  # type: ignore[index]
    tally = {f"{what}/{kind}": _count(only(gold, kind), only(predicted, kind)) for kind in kinds}
    return {what: _count(gold, predicted), **tally}


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
    return paper


def predict(
    gold: Iterable[Annotated], *, jobs: int = 1, weights: Path | None = None
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


def score_table(scores: Scores) -> str:
    """Return the figures as a Markdown table, the headlines with 95 % intervals."""
    lines = [
        "| | P | R | F1 | 95 % interval | right | predicted | gold |",
        "| --- | ---: | ---: | ---: | --- | ---: | ---: | ---: |",
    ]
    for what in (*HEADLINES, *(what for what in scores.total if what not in HEADLINES)):
        count = scores.total.get(what, Count())
        low, high = scores.interval(what)
        lines.append(
            f"| {what} | {_figure(count.precision)} | {_figure(count.recall)} | {count.f1:.1f} "
            f"| {low:.1f}–{high:.1f} | {count.right} | {count.predicted} | {count.gold} |"
        )
    return "\n".join(lines)


def confusion_table(scores: Scores) -> str:
    """Return a Markdown table: a row a gold type, a column a predicted one."""
    types = [entity_type.value for entity_type in EntityType]
    columns = [*types, MISSED]
    lines = [f"| gold \\ predicted | {' | '.join(columns)} |", "| --- |" + " ---: |" * len(columns)]
    for row in (*types, SPURIOUS):
        cells = [str(scores.confusion.get((row, column), "")) for column in columns]
        lines.append(f"| {row} | {' | '.join(cells)} |")
    return "\n".join(lines)


def scores_page(scores: Scores) -> str:
    """Return both tables and how many papers they count."""
    head = f"{counted(len(scores.papers), 'paper')}, {scores.unpredicted} without a prediction"
    if scores.left_out:
        head += f"; {scores.left_out} predicted but not in the gold, left out"
    return f"{head}.\n\n{score_table(scores)}\n\n{confusion_table(scores)}"


def scores_json(scores: Scores) -> dict[str, dict[str, object]]:
    """Return the figures of everything counted, with 95 % intervals of F1, ready for JSON."""
    return {
        what: {
            "precision": round(count.precision or 0.0, 1),
            "recall": round(count.recall or 0.0, 1),
            "f1": round(count.f1, 1),
            "interval": [round(end, 1) for end in scores.interval(what)],
            "right": count.right,
            "predicted": count.predicted,
            "gold": count.gold,
        }
        for what, count in scores.total.items()
    }


def _figure(value: float | None) -> str:
    return "–" if value is None else f"{value:.1f}"


def write_section(page: Path, *, title: str, body: str) -> None:
    """Replace or append the section of that title (level 2) in a Markdown file.

    Raises:
        InputError: The file cannot be read or written.
    """
    try:
        text = page.read_text(encoding="utf-8") if page.exists() else ""
        with whole_file(page) as file:
            file.write(replace_section(text, title=title, body=body))
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(f"cannot write '{page}': {error}") from error


def replace_section(page: str, *, title: str, body: str) -> str:
    """Return a Markdown page with the section of that title (level 2) replaced or appended."""
    section = f"## {title}\n\n{body.strip()}\n"
    found = re.search(rf"^## {re.escape(title)}\n.*?(?=^## |\Z)", page, re.MULTILINE | re.DOTALL)
    if found:
        tail = page[found.end() :]
        return page[: found.start()] + section + ("\n" + tail if tail else "")
    return page.rstrip() + "\n\n" + section
