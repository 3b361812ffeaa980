"""Notes of answers: what a reader should know beside the rows."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence

from kg.graph.cells import Ask
from kg.graph.names import Found
from kg.graph.rank import RANKED_FROM, beats, best_first, is_named, measure_of, takes_rank
from kg.graph.rows import CompareRow, ConflictRow, LeaderboardRow, ResultRow, SotaRow
from kg.text import fold
from kg.text.bounds import bounded
from kg.text.figures import in_figures
from kg.words import counted, first_of, quoted

_EXAMPLES = 3
_Numbered = ResultRow | LeaderboardRow | SotaRow | ConflictRow | CompareRow


def number_notes(shown: Iterable[_Numbered]) -> list[str]:
    """Return what a reader should know of the numbers shown: what is inferred or rescaled."""
    rows = list(shown)
    said = "an inferred metric (* in tables) is the benchmark's usual one; the reader tied none"
    notes = [said] if any(row.metric_inferred for row in rows) else []
    told = ((row.unit, *score) for row in rows for score in _scores(row))
    fraction = next((one for one in told if _is_of_fraction(*one)), None)
    if fraction is not None:
        unit, value, _ = fraction
        written = f"{value / 100:.10g} is shown as {value:.10g}"
        notes.append(
            f"a fraction is shown in % where its metric is given so: {written} %"
            if unit
            else f"a fraction is shown on the scale that its metric is mostly given in: {written}"
        )
    return notes


def _scores(row: _Numbered) -> list[tuple[float, str]]:
    """Return the scores of a row, each with its sentence; a difference is none."""
    if isinstance(row, CompareRow):
        sides = [(row.left_value, row.left_sentence), (row.right_value, row.right_sentence)]
    else:
        is_score = not isinstance(row, ResultRow) or row.kind == "absolute"
        sides = [(row.value, row.sentence)] if is_score else []
    return [(value, said) for value, said in sides if value is not None and said]


def _is_of_fraction(unit: str | None, value: float, sentence: str) -> bool:
    """Return whether a score is written as a fraction and shown on another scale.

    Of 982 in % of 4,125 abstracts 92 are, and 8 of BLEU and ROUGE, which have no unit.
    """
    if unit not in (None, "%") or in_figures(sentence, value):
        return False
    return bool(in_figures(sentence, value / 100))


def other_words(wanted: Found | None, results: list[ResultRow]) -> list[str]:
    """Return a note where nothing names the metric, but boards that it is in other words."""
    if wanted is None or not results:
        return []
    there = sorted({row.board for row in results if row.board})
    named = {fold(one) for row in results for one in (row.metric, row.board) if one}
    if fold(wanted.name) in named:
        return []
    return [f"no result names {quoted(wanted.name)}, which is here: {', '.join(there)}"]


def between(
    ask: Ask, one: Collection[str], other: Collection[str], *, min_confidence: float = 0.0
) -> list[str]:
    """Return notes of who of two is said to beat whom, and of how many papers name both.

    Args:
        ask: Runs a shipped query: its name, then its parameters.
        one: Ids of the first and, where wanted, of what is part of it.
        other: The same for the second.
        min_confidence: Leaves out less certain claims and names, 0 to 1.
    """
    claims: dict[str, list[str]] = defaultdict(list)
    for row in ask("outperforms", entities=sorted(one), minConfidence=min_confidence):
        ends = {str(row["winnerId"]), str(row["loserId"])}
        if ends & {*one} and ends & {*other}:
            said = f"{row['winner']} is said to outperform {row['loser']}"
            claims[said].append(str(row["paper"]))
    rows = ask("both", systems=sorted(one), others=sorted(other), minConfidence=min_confidence)
    both = [str(row["paper"]) for row in rows]
    notes = [f"{said} by {_papers(papers)}" for said, papers in claims.items()]
    naming = counted(len(both), "paper names", "papers name")
    examples = first_of(both, _EXAMPLES)
    return [*notes, f"{naming} both: {examples}" if both else "no paper names both"]


def without_record(dated: Sequence[ResultRow], undated: int) -> str:
    """Return why there is no record though there are results."""
    if dated:
        sure = f" with a confidence of {RANKED_FROM} and more" if any(map(is_named, dated)) else ""
        return f"{counted(len(dated), 'dated result')}, none of a named system{sure}"
    return f"{counted(undated, 'result')}, none with a date"


def unheld(every: Sequence[ResultRow], named: Sequence[ResultRow], *, see: str) -> list[str]:
    """Return a note of a better number on the board of the records that can be none.

    Args:
        every: All numbers.
        named: Those that can be records.
        see: The command that shows the board.
    """
    best = min(named, key=best_first)
    others = [
        row
        for row in every
        if not (row.published and takes_rank(row)) and measure_of(row) == measure_of(best)
    ]
    first = min(others, key=best_first, default=best)
    if not beats(first, best):
        return []
    value = " ".join(filter(None, (bounded(f"{first.value:.10g}", first.bound), first.unit)))
    lacks = f"a confidence under {RANKED_FROM}" if is_named(first) else "no named holder"
    lacks = lacks if first.published else "no date"
    return [f"a better {value} has {lacks}; see it with: {see}"]


def board_notes(benchmark: Found, results: list[ResultRow], total: int, shown: int) -> list[str]:
    """Return the notes of a board that is not empty, first of how many results and papers.

    Args:
        benchmark: Of the board.
        results: On it, with repeats.
        total: How many rows it has.
        shown: How many of these are shown.
    """
    papers = len({row.paper for row in results})
    naming = counted(benchmark.papers, "paper that names", "papers that name")
    found = counted(total, "result")
    parts = sorted({r.benchmark for r in results if r.benchmark_id != benchmark.id and r.benchmark})
    notes = [f"{shown} of {found} from {papers} of {naming} {benchmark.name}"]
    if parts:
        said = f"{shown} of {found} from {counted(papers, 'paper')}"
        notes = [f"{said}, on {benchmark.name} and its parts: {', '.join(parts)}"]
    unknown = sorted({r.metric for r in results if r.metric and r.higher_is_better is None})
    if any(r.metric is None and r.higher_is_better is None for r in results):
        unknown.append("numbers without a metric")
    if unknown:
        said = "higher stands first, as nothing says whether it is better: "
        notes.append(said + ", ".join(unknown))
    renamed = sorted({r.metric for r in results if r.metric and r.metric != r.board})
    if renamed:
        notes.append(f"the usual metric of the benchmark in other words: {', '.join(renamed)}")
    return notes


def parts_apart(dated: Sequence[ResultRow], shown: Sequence[ResultRow], *, see: str) -> list[str]:
    """Return a note of the other parts of a benchmark with numbers of the same measure.

    Args:
        dated: All results of a date and a holder.
        shown: Those of the one part whose records are told; at least one.
        see: How to see the others.
    """
    *board, part = measure_of(shown[0])
    measured = [(row, measure_of(row)) for row in dated]
    others = {row.part or "all of it" for row, (*on, of) in measured if on == board and of != part}
    if not others:
        return []
    named = first_of(sorted(others), _EXAMPLES)
    return [f"records on {named} stand apart; see them with: {see}"]


def _papers(papers: Sequence[str]) -> str:
    return f"{counted(len(papers), 'paper')}: {first_of(papers, _EXAMPLES)}"
