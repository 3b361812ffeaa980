"""What is beside a benchmark: parts, versions and longer names, with scores and papers."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from kg.graph.cells import Ask, whole
from kg.graph.kin import bare
from kg.graph.names import Found
from kg.graph.rank import beats, best_first, is_named, measure_of
from kg.graph.rows import ResultRow
from kg.store import Row
from kg.text.bounds import bounded
from kg.words import command, counted, first_of

_SHOWN = 3
# Behind a whole name stands no letter: NAVSIM v1, ManiSkill3, COCO-val, and no MathVista of MATH.
_ACRONYM = 4
_BEHIND = re.compile(r"[\W_]|v?\d")
_OF_ITS_OWN = re.compile(r"-[A-Z](?!ench)")


@dataclass(frozen=True, slots=True)
class Nearby:
    """A benchmark with scores beside the one that was asked for.

    Attributes:
        is_part: It is PART_OF that one, and so of its family.
        scores: How many scores it has, whatever the metric and with repeats.
    """

    id: str
    name: str
    is_part: bool
    scores: int


def nearby(
    ask: Ask, found: Found, *, left_out: Collection[str] = (), min_confidence: float = 0.0
) -> list[Nearby]:
    """Return the benchmarks with scores that are kin of one, those of most scores first.

    That is what is part of it or has it as a part, and what a longer or shorter name tells: of
    1,788 benchmarks in 4,125 abstracts 79 have such kin, of 76 that is right; of HD, which is none,
    HD-EPIC is the kin.

    Args:
        ask: Runs a shipped query: its name, then its parameters.
        found: The benchmark.
        left_out: Ids of what is on its board already.
        min_confidence: Counts no score that is less certain, 0 to 1.
    """
    name = bare(found.name)
    rows = ask("scored_kin", benchmark=found.id, name=name, minConfidence=min_confidence)
    return [
        Nearby(str(row["id"]), str(row["name"]), row["isPart"] is True, whole(row["scores"]))
        for row in rows
        if row["id"] not in left_out and _is_kin(row, found.name)
    ]


def _is_kin(row: Row, name: str) -> bool:
    other = str(row["name"])
    linked = row["isPart"] is True or row["isWhole"] is True
    return linked or _begins(other, name) or _begins(name, other)


def _begins(longer: str, name: str) -> bool:
    """Return whether a longer name begins with a name as a whole: 100 does not begin with 10.

    Blanks and hyphens do not count: MetaWorld ML10 begins with Meta-World. Of a short one the case
    tells: Math-VR is not of MATH, nor Mip-NeRF of MIP; and behind its hyphen stands a number or a
    small letter: of 24 others such as MME-CoF in 4,125 abstracts 8 are of the shorter name.
    """
    is_short = len(name) <= _ACRONYM
    letters = map(re.escape, re.sub(r"[\s-]", "", name))
    begun = re.match(r"[\s-]*".join(letters), longer, 0 if is_short else re.IGNORECASE)
    if begun is None or not re.search(r"[^\W\d_]", name):
        return False
    rest = longer[begun.end() :]
    if _BEHIND.match(rest) is None or (is_short and _OF_ITS_OWN.match(rest)):
        return False
    return not (name[-1].isdigit() and rest[0].isdigit())


def note(
    kin: Sequence[Nearby], numbers: Sequence[ResultRow], *, shown: Sequence[ResultRow], own: int
) -> list[str]:
    """Return a note of the kin whose scores a reader of a board should know, if there are any.

    Those have scores by a measure of the board, or more scores than the benchmark itself, a part
    as many; what beats the board comes first. The best is of a named system, by a named metric.

    Args:
        kin: Of the benchmark.
        numbers: Their results.
        shown: The results on the board.
        own: How many scores the benchmark has, whatever the metric and with repeats.
    """
    # FID on 256×256 of one may be FID of another.
    measures = {measure_of(row)[:2] for row in shown}
    first = _bests(shown)
    worth: list[tuple[bool, Nearby, ResultRow | None]] = []
    for one in kin:
        its = [row for row in numbers if row.benchmark_id == one.id]
        bests = _bests(its)
        shared = [bests[measure] for measure in first if measure in bests]
        better = [row for row in shared if beats(row, first[measure_of(row)])]
        many = one.scores > own - one.is_part
        if many or any(measure_of(row)[:2] in measures for row in its):
            worth.append((not better, one, next(iter(better or shared), None)))
    if not worth:
        return []
    worth.sort(key=lambda item: item[0])
    amounts = [f"has {counted(worth[0][1].scores, 'score')}"]
    amounts += [f"{one.scores:,}" for _, one, _ in worth[1:]]
    listed = [
        f"{one.name} {amount}" + (f" (best {_score(best)})" if best else "")
        for (_, one, best), amount in zip(worth, amounts, strict=True)
    ]
    see = command("kg", "leaderboard", worth[0][1].id)
    family = "; family (--family) takes in parts" if any(one.is_part for _, one, _ in worth) else ""
    return [f"{first_of(listed, _SHOWN)}; see them with: {see}{family}"]


def further_papers(
    ask: Ask, found: Found, parts: Collection[str], filters: Mapping[str, object]
) -> list[str]:
    """Return a note of parts and longer names of a benchmark of which further papers fit.

    Args:
        ask: Runs a shipped query: its name, then its parameters.
        found: The benchmark.
        parts: Ids of it and of all that is part of it.
        filters: All parameters of the query of papers; those of `benchmarks` count already.
    """
    own, name = filters["benchmarks"], bare(found.name)
    assert isinstance(own, list)
    longer = {
        str(row["id"])
        for row in ask(
            "longer_names",
            kinds=["benchmark:", "dataset:"],
            names=[name],
            ids=[],
            minConfidence=filters["minConfidence"],
        )
        if _begins(str(row["name"]), found.name)
    }
    kin = sorted({*longer, *parts}.difference(own))
    rows = ask("papers", **{**filters, "benchmarks": kin}) if kin else []
    known = {row["paper"] for row in ask("papers", **filters)} if rows else set()
    more = Counter(str(row["entity"]) for row in rows if row["paper"] not in known)
    if not more:
        return []
    fitting = counted(more.total(), "further paper fits", "further papers fit")
    often = sorted(more.items(), key=lambda item: (-item[1], item[0]))
    listed = first_of([f"{other} ({count:,})" for other, count in often], _SHOWN)
    by_parts = ask("papers", **{**filters, "benchmarks": sorted({*parts, *own})})
    family = "; family (--family) takes in parts" if len(by_parts) > len(known) else ""
    return [f"{fitting} by parts or longer names: {listed}{family}"]


def _bests(results: Iterable[ResultRow]) -> dict[tuple[str, ...], ResultRow]:
    """Return the best number of each measure that has a named holder and a named metric."""
    bests: dict[tuple[str, ...], ResultRow] = {}
    for row in sorted(results, key=best_first):
        if row.board and is_named(row):
            bests.setdefault(measure_of(row), row)
    return bests


def _score(row: ResultRow) -> str:
    """Return a number with its metric and unit: `accuracy 74.8 %`."""
    value = bounded(f"{row.value:.10g}", row.bound)
    return " ".join(filter(None, (row.board, value, row.unit)))


def undated_papers(ask: Ask, filters: Mapping[str, object]) -> list[str]:
    """Return a note of the papers without a date that fit all else, where a date is asked for.

    Args:
        ask: Runs a shipped query: its name, then its parameters.
        filters: Parameters of the query `papers`, without its limit.

    Raises:
        QueryError: It ran out of time.
        StoreError: The store failed.
    """
    if filters["year"] is None and filters["since"] is None:
        return []
    without = {**filters, "year": None, "since": None, "undated": True, "limit": 1}
    papers = [counted(whole(row["every"]), "paper") for row in ask("papers", **without)]
    return [f"{one} without a date may fit, too" for one in papers]
