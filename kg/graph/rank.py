"""Ranks and joins results: pure functions, so that both stores give the same order."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from difflib import SequenceMatcher

from kg.catalogue import load_catalogue
from kg.errors import UnitError
from kg.graph.cells import flag, from_fields, from_row, number, text, whole
from kg.graph.forms import is_common
from kg.graph.measures import PERCENT, POINTS, UsualMetric, bare, better_in, is_usual
from kg.graph.rows import (
    ConflictRow,
    LeaderboardRow,
    OutperformsRow,
    ResultRow,
    SotaRow,
)
from kg.graph.wholes import beside_overall
from kg.store import Row
from kg.text import fold
from kg.text.bounds import bound_said
from kg.text.changes import change_said
from kg.text.parts import part_said
from kg.text.scores import told_as_gap, told_as_score

# Of the scores that would have a rank in 4,000 newer abstracts 16 of 47 under it are right, from
# here to 0.4 17 of 24, and nine in ten of all.
RANKED_FROM = 0.3

# In these units a number tells how good something is; in others what it costs, how far off it is.
_QUALITIES = (None, "%", "points", "dB")


def result_row(row: Row, *, usual: UsualMetric | None = None) -> ResultRow:
    """Return a result with its unit and metric made plain.

    Args:
        row: A row of one of the queries that return results.
        usual: Fills in the metric of an absolute result that names none, and takes those that name
            it in other words on its board.
    """
    kind, metric = str(row["kind"]), text(row["metric"])
    known_unit, better = text(row["metricUnit"]), flag(row["higherIsBetter"])
    inferred, board = False, metric
    if usual is not None and kind == "absolute":
        inferred = metric is None and usual.can_be(row)
        if inferred:
            metric = usual.name
        if inferred or (metric is not None and is_usual(metric, usual.name) and usual.fits(row)):
            board, known_unit, better = usual.name, usual.unit, usual.higher_is_better
    value, unit = _in_unit(number(row["value"]), text(row["unit"]), kind, known_unit)
    if kind == "absolute" and unit is None:
        value = _as_written_mostly(value, board)
    return from_row(
        ResultRow,
        row,
        metric=metric,
        metric_inferred=inferred,
        board=board,
        value=value,
        unit=unit,
        change=_change(row, kind=kind, metric=metric),
        higher_is_better=better_in(unit, metric=metric, known=better),
        start=whole(row["start"]),
        bound=bound_said(text(row["sentence"]) or "", number(row["value"])),
        part=_part(row) if kind == "absolute" else None,
    )


def _part(row: Row) -> str | None:
    """Return what part of its benchmark a score is of, as its sentence says."""
    sentence, benchmark = text(row["sentence"]), text(row["benchmark"])
    if sentence is None or benchmark is None:
        return None
    return part_said(sentence, number(row["value"]), benchmark=benchmark)


def _change(row: Row, *, kind: str, metric: str | None) -> str | None:
    """Return which way a difference or a factor goes; "-3 %" says so itself."""
    sentence, value = text(row["sentence"]), number(row["value"])
    if kind == "absolute" or sentence is None or value < 0:
        return None
    return change_said(sentence, value, metric=metric)


def _in_unit(
    value: float, unit: str | None, kind: str, known: str | None
) -> tuple[float, str | None]:
    lower = unit.lower() if unit else None
    if kind == "absolute" and known == "%":
        if unit is None:
            # Only metrics in % are written as fractions too: 0.71 is 71 %.
            return (round(value * 100, 6) if 0 < value <= 1 else value), "%"
        if lower in (*PERCENT, *POINTS):
            return value, "%"
    if lower in PERCENT:
        return value, "%"
    if kind == "ratio" and unit is None:
        # "Faster by a factor of 3.5": all 5 of 344 factors without a unit in 4,125 abstracts.
        return value, "x"
    return value, "points" if lower in POINTS else unit


def _as_written_mostly(value: float, metric: str | None) -> float:
    """Return a value without unit on the scale that its metric is mostly written in.

    Papers write 0.28 and 28 for the same BLEU, and now and then 91 for a correlation of 0.91.
    """
    entry = None if metric is None else load_catalogue().metric(metric)
    if entry is None or entry.unit is not None:
        return value
    if entry.at_most == 1:
        return round(value / 100, 6) if 1 < abs(value) <= 100 else value
    return round(value * 100, 6) if entry.as_fraction and 0 < value < 1 else value


def chosen(
    results: Iterable[ResultRow], *, metric: str | None, unit: str | None
) -> list[ResultRow]:
    """Return the results by one metric and in one unit; None keeps all.

    Args:
        results: In any order.
        metric: Name of the metric, in any spelling: as the row has it, or of its board; with a row
            of an accuracy those of a validation accuracy on its board. Where none has it, a board
            that it is in other words counts: accuracy for average accuracy.
        unit: E.g. `%`.
    """
    rows = [row for row in results if unit is None or row.unit == unit]
    if metric is None:
        return rows
    own = {id(row): fold(metric) in {fold(row.metric or ""), fold(row.board or "")} for row in rows}
    boards = {measure_of(row) for row in rows if own[id(row)]}
    if not boards:
        return [row for row in rows if row.board and is_usual(metric, row.board)]
    return [
        row
        for row in rows
        if own[id(row)] or (measure_of(row) in boards and bare(row.metric or "") == fold(metric))
    ]


def without_repeats(results: Iterable[ResultRow]) -> list[tuple[ResultRow, tuple[str, ...]]]:
    """Return each number once, from the earliest paper, with the papers that repeat it.

    The same subject, metric, value and unit on one benchmark is one number. Without a subject,
    only the same paper can repeat it.
    """
    first: dict[object, ResultRow] = {}
    others: dict[object, set[str]] = defaultdict(set)
    for row in sorted(results, key=by_date):
        who = row.subject_id or row.paper
        key = (who, row.benchmark_id, *measure_of(row), row.value)
        kept = first.setdefault(key, row)
        if row.paper != kept.paper:
            others[key].add(row.paper)
    return [(row, tuple(sorted(others[key]))) for key, row in first.items()]


def leaderboard(
    results: Iterable[ResultRow], *, usual: UsualMetric | None = None
) -> list[LeaderboardRow]:
    """Return scores as places: best first, each metric, unit and part of the benchmark by itself.

    What is of all of it comes first, then the metric of most papers, of several the usual one, then
    the one of most results. Of equal ones a metric with a name comes before none, a quality before
    what it costs or how far it is off, and more before less.

    Systems are ranked, each by its best result, by its overall one where the paper tells it so.
    Further ones of it (other settings, sizes, splits), numbers of no named system ("recent agents
    reach 90 %", "our diffusion model") and those under `RANKED_FROM` stand in their place without a
    rank.
    Equal values share a rank; the earlier paper stands first, so that a rerun shows the same row.
    """
    boards: dict[object, list[tuple[ResultRow, tuple[str, ...]]]] = defaultdict(list)
    for row, others in without_repeats(filter(is_score, results)):
        boards[measure_of(row)].append((row, others))
    worth = {key: _worth(board, usual) for key, board in boards.items()}
    ordered = sorted(boards.items(), key=lambda item: (*worth[item[0]], str(item[0])))
    return [
        from_fields(LeaderboardRow, row, rank=rank, also_in=others)
        for _, board in ordered
        for rank, row, others in _ranked(sorted(board, key=lambda one: best_first(one[0])))
    ]


def _ranked(
    board: Sequence[tuple[ResultRow, tuple[str, ...]]],
) -> Iterator[tuple[int | None, ResultRow, tuple[str, ...]]]:
    placed: set[str | None] = {None}
    of_parts = beside_overall(row for row, _ in board)
    rank, value = 0, None
    for row, others in board:
        holder = row.subject_id if takes_rank(row) and row.result not in of_parts else None
        first = holder not in placed
        placed.add(holder)
        if first and row.value != value:
            rank, value = len(placed) - 1, row.value
        yield (rank if first else None), row, others


def is_score(row: ResultRow) -> bool:
    """Return whether a result can stand on a board: it is somebody's or by some metric, or so told.

    "34 % of the errors" and "a variation of 2-8pp" are no scores.
    """
    said = row.sentence or ""
    if row.metric is not None:
        return True
    if row.unit == "points" and told_as_gap(said, row.value):
        return False
    return row.subject is not None or told_as_score(said, row.value)


def is_named(row: ResultRow | LeaderboardRow) -> bool:
    """Return whether a number is of a system with a name of its own, no "diffusion model"."""
    return row.subject_id is not None and not is_common(row.subject or "")


def takes_rank(row: ResultRow | LeaderboardRow) -> bool:
    """Return whether a number can be ranked or a record: somebody's, and read surely enough."""
    return is_named(row) and (row.confidence is None or row.confidence >= RANKED_FROM)


def records(results: Iterable[ResultRow]) -> list[SotaRow]:
    """Return what was the best when it came out, oldest first.

    Args:
        results: Dated results of one benchmark and metric.

    Raises:
        UnitError: They carry different units.
    """
    rows = [row for row, _ in without_repeats(results) if row.published]
    units = {row.unit or "no unit" for row in rows}
    if len(units) > 1:
        raise UnitError(f"results come in {', '.join(sorted(units))}; keep one with unit=")
    found: list[SotaRow] = []
    for row in sorted(rows, key=lambda r: (_last_day(r.published), *best_first(r))):
        gain = None
        if found:
            gain = round((row.value - found[-1].value) * sign_of(row), 6)
            if gain <= 0:
                continue
        found.append(from_fields(SotaRow, row, gain=gain))
    return found


def on_main_board(
    results: Sequence[ResultRow], *, usual: UsualMetric | None = None, by_part: bool = False
) -> list[ResultRow]:
    """Return the results of the board that `leaderboard` puts first, in their order.

    Args:
        results: On one benchmark.
        usual: The benchmark's usual metric.
        by_part: Whatever the metric and the unit: only those of the same part of the benchmark.
    """
    if not results:
        return []
    first, same = measure_of(leaderboard(results, usual=usual)[0]), slice(2 * by_part, 3)
    return [row for row in results if measure_of(row)[same] == first[same]]


def measures(results: Iterable[ResultRow], *, near: str | None = None) -> dict[str, str | None]:
    """Return what boards there are, such as `accuracy (%)`, with the name of the metric of each.

    Args:
        results: On one benchmark.
        near: Metrics whose names are nearest to this come first; None for the order of the boards.
    """
    there = {
        f"{row.board or 'no metric'} ({row.unit or 'no unit'})": row.board
        for row in leaderboard(results)
    }
    if near is None:
        return there
    likeness = {
        said: SequenceMatcher(None, fold(near), fold(name or "")).ratio()
        for said, name in there.items()
    }
    return {said: there[said] for said in sorted(there, key=lambda said: -likeness[said])}


def _worth(
    board: Sequence[tuple[ResultRow, tuple[str, ...]]], usual: UsualMetric | None
) -> tuple[bool, int, bool, int, bool, bool, bool]:
    first = board[0][0]
    name, is_part = first.board, first.part is not None
    # In 4,125 abstracts 43 first boards have an equal; the alphabet put others first on 10.
    last = (name is None, first.unit not in _QUALITIES, first.higher_is_better is not True)
    is_first = usual is not None and name is not None and fold(name) == fold(usual.name)
    papers = {paper for row, others in board for paper in (row.paper, *others)}
    return is_part, -len(papers), not is_first, -len(board), *last


def conflicting(results: Iterable[ResultRow]) -> list[ConflictRow]:
    """Return results that disagree, group by group, the widest spread first.

    A group is one system, benchmark, metric, unit and part with different values of several papers.
    """
    groups: dict[object, list[ResultRow]] = defaultdict(list)
    for row, _ in without_repeats(row for row in results if is_named(row)):
        groups[(row.subject_id, row.benchmark_id, *measure_of(row))].append(row)
    found = []
    for key, rows in groups.items():
        values = [row.value for row in rows]
        if len({row.paper for row in rows}) > 1 and len(set(values)) > 1:
            found.append((round(max(values) - min(values), 6), key, rows))
    found.sort(key=lambda item: (-item[0], str(item[1])))
    return [
        from_fields(
            ConflictRow,
            row,
            group=group,
            subject=row.subject or "",
            benchmark=row.benchmark or "",
            spread=spread,
        )
        for group, (spread, _, rows) in enumerate(found, 1)
        for row in sorted(rows, key=by_date)
    ]


def with_contradictions(claims: Iterable[OutperformsRow]) -> list[OutperformsRow]:
    """Return claims with contradictory ones marked and side by side, and first.

    Args:
        claims: In the order that is kept among the others, and among the pairs in contradiction.
    """
    rows = list(claims)
    said = {(row.winner_id, row.loser_id) for row in rows}
    marked = [replace(r, contradicted=(r.loser_id, r.winner_id) in said) for r in rows]
    first: dict[frozenset[str], int] = {}
    for place, row in enumerate(marked):
        first.setdefault(_pair(row), place)
    return sorted(
        marked, key=lambda r: (not r.contradicted, first[_pair(r)] if r.contradicted else 0)
    )


def _pair(row: OutperformsRow) -> frozenset[str]:
    return frozenset((row.winner_id, row.loser_id))


def measure_of(row: ResultRow | LeaderboardRow) -> tuple[str, str, str]:
    """Return board, unit and part of the benchmark: what can be ranked together."""
    return (fold(row.board) if row.board else "", row.unit or "", fold(row.part or ""))


def sign_of(row: ResultRow) -> int:
    """Return -1 where lower is better, else 1."""
    return -1 if row.higher_is_better is False else 1


def beats(row: ResultRow, other: ResultRow) -> bool:
    """Return whether a number is better than another on its board."""
    return (row.value - other.value) * sign_of(other) > 0


def best_first(row: ResultRow) -> tuple[float, str, str, int, str]:
    """Return the place in an order by value; ties go to the earlier paper."""
    return (-sign_of(row) * row.value, *by_date(row))


def by_date(row: ResultRow) -> tuple[str, str, int, str]:
    """Return the place in a total order: oldest first, undated last, then as the text goes."""
    return (_last_day(row.published), row.paper, row.start, row.result)


def _last_day(published: str | None) -> str:
    """Return a date so that what has no day stands behind all the days that it may be."""
    known = published or "9999"
    return known + "-99" * (2 - known.count("-"))
