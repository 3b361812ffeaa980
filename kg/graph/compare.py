"""Two systems side by side: what one paper measured of both, else the best of each."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterator, Sequence

from kg.graph.rank import best_first, by_date, measure_of, sign_of
from kg.graph.rows import CompareRow, ResultRow
from kg.text.bounds import ABOUT, AT_LEAST, AT_MOST
from kg.text.changes import is_gain


def sides(left: frozenset[str], right: frozenset[str]) -> tuple[frozenset[str], frozenset[str]]:
    """Return two families without what belongs to both: that is a number of neither.

    A family that lies within the other keeps its own: of Foo and Foo Mini, the first side is all of
    Foo but the minis. Two that are the same share all and keep nothing.

    Args:
        left: Ids of the first system and of what is part of it.
        right: The same for the second.
    """
    both = left & right
    return (left if left < right else left - both), (right if right < left else right - both)


def compared(
    results: Sequence[ResultRow], *, left: frozenset[str], right: frozenset[str]
) -> list[CompareRow]:
    """Return two systems side by side on everything that both have a number for.

    A paper that measured both has a row of its own; only where there is none, the best numbers of
    two papers stand side by side.

    Args:
        results: Of both systems.
        left: Ids of the first system and, where wanted, its family.
        right: The same for the second; an id in neither or in both is on no side.
    """
    left, right = left - right, right - left
    shared: dict[object, list[ResultRow]] = defaultdict(list)
    for row in sorted(results, key=best_first):
        has_side = row.subject_id in left or row.subject_id in right
        if has_side and row.kind == "absolute" and row.benchmark_id is not None:
            shared[(row.benchmark_id, *measure_of(row))].append(row)
    rows = [
        _side_by_side(one, other)
        for found in shared.values()
        for one, other in _pairs(found, left=left)
    ]
    direct = [
        _reported(row)
        for row in sorted(results, key=by_date)
        if row.kind != "absolute" and _between(row, left, right)
    ]
    rows.sort(key=lambda r: (r.benchmark or "", r.metric or "", r.unit or "", r.left_paper))
    return rows + direct


def _between(row: ResultRow, left: frozenset[str], right: frozenset[str]) -> bool:
    """Whether a number is about one of either side, whichever of the two it is said of."""
    one, other = row.subject_id, row.versus_id
    return (one in left and other in right) or (one in right and other in left)


def _pairs(
    results: Sequence[ResultRow], *, left: frozenset[str]
) -> Iterator[tuple[ResultRow, ResultRow]]:
    """Yield the best of each side of each paper that has both, else of all papers.

    Two papers seldom measure alike: a number of another paper says less than one beside it.

    Args:
        results: Of both sides, by one measure on one benchmark, best first.
        left: Ids of the first system.
    """
    together: dict[str, dict[bool, ResultRow]] = defaultdict(dict)
    apart: dict[bool, ResultRow] = {}
    for row in results:
        is_left = row.subject_id in left
        together[row.paper].setdefault(is_left, row)
        apart.setdefault(is_left, row)
    pairs = [pair for pair in together.values() if len(pair) == 2]
    for pair in pairs or [apart]:
        if len(pair) == 2:
            yield pair[True], pair[False]


def _side_by_side(left: ResultRow, right: ResultRow) -> CompareRow:
    difference = round(left.value - right.value, 6)
    better = None
    known = [row for row in (left, right) if row.higher_is_better is not None]
    if (known or difference == 0) and _is_settled(left, right):
        gain = difference * sign_of((known or [left])[0])
        better = "left" if gain > 0 else "right" if gain < 0 else "tie"
    return CompareRow(
        benchmark=left.benchmark,
        metric=left.metric if left.metric == right.metric else left.board,
        unit=left.unit,
        left=left.subject or "",
        left_value=left.value,
        right=right.subject or "",
        right_value=right.value,
        difference=difference,
        change=None,
        better=better,
        kind="absolute",
        left_paper=left.paper,
        left_published=left.published,
        left_sentence=left.sentence,
        right_paper=right.paper,
        right_published=right.published,
        right_sentence=right.sentence,
        confidence=_lower(left.confidence, right.confidence),
        left_bound=left.bound,
        right_bound=right.bound,
        bound=ABOUT if left.bound or right.bound else None,
        part=left.part,
        metric_inferred=left.metric_inferred or right.metric_inferred,
    )


def _is_settled(left: ResultRow, right: ResultRow) -> bool:
    """Return whether two scores tell which is more: over 60 may be more than 65, and 70 is."""
    if not {left.bound, right.bound} & {AT_LEAST, AT_MOST}:
        return True
    (low, high), (other_low, other_high) = _reach(left), _reach(right)
    return low > other_high or other_low > high


def _reach(row: ResultRow) -> tuple[float, float]:
    """Return from where to where a score can lie."""
    low = -math.inf if row.bound == AT_MOST else row.value
    return low, math.inf if row.bound == AT_LEAST else row.value


def _lower(one: float | None, other: float | None) -> float | None:
    """Return the lower one of two confidences, of which either may be unknown."""
    known = [value for value in (one, other) if value is not None]
    return min(known, default=None)


def _reported(row: ResultRow) -> CompareRow:
    """A difference or a factor that a paper reports between the two, the way round it does.

    It is no score of either: 0.4 points less is not a value of 0.4.
    """
    gain = is_gain(row.change, higher_is_better=row.higher_is_better)
    return CompareRow(
        benchmark=row.benchmark,
        metric=row.metric,
        unit=row.unit,
        left=row.subject or "",
        left_value=None,
        right=row.versus or "",
        right_value=None,
        difference=row.value,
        change=row.change,
        better=None if gain is None else "left" if gain else "right",
        kind=row.kind,
        left_paper=row.paper,
        left_published=row.published,
        left_sentence=row.sentence,
        right_paper=None,
        right_published=None,
        right_sentence=None,
        confidence=row.confidence,
        bound=row.bound,
    )
