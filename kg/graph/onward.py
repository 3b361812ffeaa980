"""Where one goes on from a name that leads nowhere: each such error ends in a command."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from kg.graph.cells import Ask
from kg.graph.near import LONGEST, contained, respelt, slips
from kg.graph.search import search
from kg.graph.typed import is_kind
from kg.graph.wording import papers_with, said
from kg.records import EntityType
from kg.text import MINOR_WORDS
from kg.words import command, counted, quoted

# Of no sentence each part is looked for.
_MOST_PARTS, _MOST_ALONE = 6, 3
# Shorter words stand everywhere.
_TELLING = 4


def hint(near: Sequence[str]) -> str:
    """Return which names are nearest, as the end of a message."""
    return f"; nearest: {', '.join(map(quoted, near))}" if near else ""


def look_for(ask: Ask, name: str) -> str:
    """Return how to look for a name, where that finds anything, and how many texts have it."""
    if texts := papers_with(ask, name):
        return f". {said(texts, name)}"
    found = len(name) <= LONGEST and search(ask, name, types=(), min_confidence=0.0)
    return f". Look for it with: {command('kg', 'search', name)}" if found else ""


def look_for_part(
    ask: Ask, name: str, names: Iterable[str] = (), *, type: str | None = None
) -> str:
    """Return how to look for a name in the spelling of others, else for a part that is found.

    Args:
        ask: Runs a shipped query: its name, then its parameters.
        name: As a person types it.
        names: Those of which the words may be meant, the likeliest first.
        type: Only of this type, as `kg search` takes it.
    """
    if len(name) > LONGEST:
        return ""
    asked = ("--type", type) if type else ()

    def is_there(words: str, *, types: Sequence[str] = ()) -> bool:
        return bool(search(ask, words, types=types, min_confidence=0.0))

    meant = respelt(name, names, is_there=is_there)
    for part in (*([meant] if meant != name else ()), *_parts(meant)):
        if is_there(part, types=asked[1:]):
            what = "what it may be" if part == meant else "a part of it"
            return f". Look for {what} with: {command('kg', 'search', part, *asked)}"
    return ""


def _parts(name: str) -> Iterator[str]:
    """Yield words of a name that stand side by side, most words first, and then by themselves."""
    pieces = [piece.strip("?!.,;:") for piece in name.split()]
    spans = [
        pieces[start : start + size]
        for size in range(len(pieces) - 1, 1, -1)
        for start in range(len(pieces) - size + 1)
    ]
    # What begins or ends with such a word has a shorter part that says the same.
    whole = [one for one in spans if not {one[0].lower(), one[-1].lower()} & MINOR_WORDS]
    yield from map(" ".join, whole[:_MOST_PARTS])
    if len(pieces) > 1:
        alone = (one for one in pieces if len(one) >= _TELLING and not is_kind(one))
        yield from sorted(alone, key=len, reverse=True)[:_MOST_ALONE]


def lacking(ask: Ask, text: str, *, type: str | None = None, min_confidence: float = 0.0) -> str:
    """Return which words of a search that finds nothing are found nowhere, as a note says it.

    Args:
        ask: Runs a shipped query: its name, then its parameters.
        text: The words.
        type: Only of this type.
        min_confidence: As asked for.
    """
    words = [word for word in dict.fromkeys(text.split()) if any(map(str.isalnum, word))]
    # Nearly every text has the small ones, and to rank those takes seconds.
    words = [word for word in words if word.lower() not in MINOR_WORDS] or words
    asked, who = ((type,), f"no {type}") if type else ((), "nothing")
    missing = words
    if len(words) > 1:
        searches = (
            (word, search(ask, word, types=asked, min_confidence=min_confidence))
            for word in words[:_MOST_PARTS]
        )
        missing = [word for word, found in searches if not found]
    if not missing:
        return f"{who} has all of these words; try fewer, or a part of one"
    return f"{who} has {' or '.join(map(quoted, missing))}"


def search_on(ask: Ask, text: str, names: Sequence[str], *, type: str | None) -> str:
    """Return where one goes on from a search that finds nothing: other types, the nearest names.

    Args:
        ask: Runs a shipped query: its name, then its parameters.
        text: The words.
        names: The names of all entities, those of most papers first.
        type: Only of this type.
    """
    if type and (others := search(ask, text, types=(), min_confidence=0.0)):
        found = f"; other types have {counted(len(others), 'row')}"
        return f"{found}; see them with: {command('kg', 'search', text)}"
    near = slips(text, names) or ([] if type else contained(text, names))
    said = f"; nearest names: {', '.join(map(quoted, near))}" if near else ""
    return said + (look_for_part(ask, text, names, type=type) or look_for_part(ask, text, names))


def list_all(types: Sequence[str]) -> str:
    """Return how to list what there is of these types, all of them if there are none."""
    if EntityType.BENCHMARK in types:
        return ". List all with: kg benchmarks"
    statement = (
        f"MATCH (e:{'|'.join(types) or 'Entity'}) RETURN e.name, e.paperCount "
        "ORDER BY e.paperCount DESC, e.id LIMIT 50"
    )
    return f". List those that most papers name with: {command('kg', 'query', statement)}"
