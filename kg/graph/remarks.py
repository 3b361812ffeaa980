"""Notes of answers: what a reader should know beside the rows."""

from __future__ import annotations

from kg.graph.names import Found
from kg.graph.rows import ResultRow
from kg.text import fold
from kg.words import quoted


def other_words(wanted: Found | None, results: list[ResultRow]) -> list[str]:
    """Return a note where nothing names the metric, but boards that it is in other words."""
    if wanted is None or not results:
        return []
    there = sorted({row.board for row in results if row.board})
    named = {fold(one) for row in results for one in (row.metric, row.board) if one}
    if fold(wanted.name) in named:
        return []
    return [f"no result names {quoted(wanted.name)}, which is here: {', '.join(there)}"]
