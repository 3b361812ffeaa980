"""Notes of answers: what a reader should know beside the rows."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection

from kg.graph.cells import Ask
from kg.graph.names import Found
from kg.graph.rows import ResultRow
from kg.text import fold
from kg.words import counted, quoted

_EXAMPLES = 3


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
    return [*notes, f"{naming} both: {_examples(both)}" if both else "no paper names both"]


def _papers(papers: Collection[str]) -> str:
    return f"{counted(len(papers), 'paper')}: {_examples(papers)}"


def _examples(papers: Collection[str]) -> str:
    more = f" and {len(papers) - _EXAMPLES} more" if len(papers) > _EXAMPLES else ""
    return ", ".join([*papers][:_EXAMPLES]) + more
