"""Hints at what is narrower: most papers stand under longer names."""

from __future__ import annotations

import re
from collections.abc import Sequence

from kg.graph.cells import Ask
from kg.graph.names import Found
from kg.store import Row
from kg.words import command, counted

# What papers name ever more narrowly: "pose estimation", "6D pose estimation". Of 189 tasks and
# methods with 8 papers or more in 4,125 abstracts longer names have half as many further papers
# as 39, and more than 20. Longer names of models are sizes and versions: those have a family.
_TYPES = ("Task", "Method")
_EXAMPLES = 2


def narrower(ask: Ask, found: Found, *, min_confidence: float = 0.0) -> list[str]:
    """Return a note of the longer names that contain a name, if they have many more papers.

    That is at least half as many as the name itself. Words are no hierarchy, so the papers are
    not added to its own. "self-supervised learning" contains no "supervised learning", and
    "quantization-aware" no "quantization".

    Args:
        ask: Runs a shipped query: its name, then its parameters.
        found: What was asked for; only a task or a method has a note.
        min_confidence: Counts no paper that gives a name less certainly, 0 to 1.
    """
    if found.type not in _TYPES or not re.search(r"\w", found.name):
        return []
    name = found.name.lower()
    rows = ask(
        "longer_names", kind=f"{found.type.lower()}:", name=name, minConfidence=min_confidence
    )
    papers = {str(row["id"]): _papers(row) for row in rows}
    by_itself = re.compile(rf"(?<![\w-]){re.escape(name)}(?![\w-])")
    kin = {
        str(row["id"]): str(row["name"])
        for row in rows
        if papers[str(row["id"])] and _is_longer(str(row["name"]).lower(), name, by_itself)
    }
    own = papers.get(found.id, frozenset())
    more = frozenset().union(*(papers[one] for one in kin)) - own
    if not more or 2 * len(more) < len(own):
        return []
    often = sorted(kin, key=lambda one: (-len(papers[one]), kin[one], one))
    return [_hint(found, [f"{kin[one]} ({len(papers[one]):,})" for one in often], len(more))]


def _papers(row: Row) -> frozenset[str]:
    papers = row["papers"]
    return frozenset(map(str, papers)) if isinstance(papers, list) else frozenset()


def _is_longer(longer: str, name: str, by_itself: re.Pattern[str]) -> bool:
    return longer != name and by_itself.search(longer) is not None


def _hint(found: Found, kin: Sequence[str], more: int) -> str:
    kind = found.type.lower()
    many = counted(len(kin), f"narrower {kind} has", f"narrower {kind}s have")
    such = ", e.g. " if len(kin) > _EXAMPLES else ": "
    see = command("kg", "search", found.name, "--type", found.type)
    listed = ", ".join(kin[:_EXAMPLES])
    return f"{many} {counted(more, 'more paper')}{such}{listed}; see such with: {see}"
