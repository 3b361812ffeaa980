"""Where one goes on from a name that leads nowhere: each such error ends in a command."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from kg.graph.cells import Ask
from kg.graph.search import search
from kg.graph.wording import papers_with, said
from kg.records import EntityType
from kg.text import MINOR_WORDS
from kg.words import command, quoted

# No text has a longer name to look for, and of no sentence each part is looked for.
_LONGEST, _MOST_PARTS = 200, 6


def hint(near: Sequence[str]) -> str:
    """Return which names are nearest, as the end of a message."""
    return f"; nearest: {', '.join(map(quoted, near))}" if near else ""


def look_for(ask: Ask, name: str) -> str:
    """Return how to look for a name, where that finds anything, and how many texts have it."""
    if texts := papers_with(ask, name):
        return f". {said(texts, name)}"
    found = len(name) <= _LONGEST and search(ask, name, types=(), min_confidence=0.0)
    return f". Look for it with: {command('kg', 'search', name)}" if found else ""


def look_for_part(ask: Ask, name: str, *, type: str | None = None) -> str:
    """Return how to look for the longest part of a name, of several words, that is found.

    Args:
        ask: Runs a shipped query: its name, then its parameters.
        name: As a person types it.
        type: Only of this type, as `kg search` takes it.
    """
    asked = ("--type", type) if type else ()
    for part in _parts(name) if len(name) <= _LONGEST else ():
        if search(ask, part, types=asked[1:], min_confidence=0.0):
            return f". Look for a part of it with: {command('kg', 'search', part, *asked)}"
    return ""


def _parts(name: str) -> Iterator[str]:
    """Yield words of a name that stand side by side, most words first."""
    pieces = name.split()
    spans = [
        pieces[start : start + size]
        for size in range(len(pieces) - 1, 1, -1)
        for start in range(len(pieces) - size + 1)
    ]
    # What begins or ends with such a word has a shorter part that says the same.
    whole = [one for one in spans if not {one[0].lower(), one[-1].lower()} & MINOR_WORDS]
    yield from map(" ".join, whole[:_MOST_PARTS])


def list_all(types: Sequence[str]) -> str:
    """Return how to list what there is of these types, all of them if there are none."""
    if EntityType.BENCHMARK in types:
        return ". List all with: kg benchmarks"
    statement = (
        f"MATCH (e:{'|'.join(types) or 'Entity'}) RETURN e.name, e.paperCount "
        "ORDER BY e.paperCount DESC, e.id LIMIT 50"
    )
    return f". List those that most papers name with: {command('kg', 'query', statement)}"
