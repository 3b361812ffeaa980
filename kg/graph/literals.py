"""Names and ids that a statement looks for and no entity has: an empty answer tells nothing."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from kg.graph.cells import Ask
from kg.graph.names import bearers
from kg.ids import parse_paper_id
from kg.words import quoted

# `{name: 'COCO'}`, `b.name = "COCO"` and `{id: $id}`.
_LOOKED_FOR = re.compile(
    r"(?<!\w)(id|name)\s*[:=]\s*(?:'([^'\\]*)'|\"([^\"\\]*)\"|\$(\w+))", re.IGNORECASE
)


def other_spellings(ask: Ask, text: str, params: Mapping[str, object]) -> list[str]:
    """Return a note of each name and id that is another one in the graph: gpt-4o is GPT-4o there.

    Args:
        ask: Runs a shipped query: its name, then its parameters.
        text: A statement that found nothing.
        params: Its parameters.
    """
    asked = dict.fromkeys(_looked_for(text, params))
    notes = (_of_id(ask, one) if key == "id" else _of_name(ask, one) for key, one in asked)
    return [note for note in notes if note is not None]


def _looked_for(text: str, params: Mapping[str, object]) -> Iterator[tuple[str, str]]:
    for key, single, double, param in _LOOKED_FOR.findall(text):
        given = params.get(param) if param else single or double
        if isinstance(given, str) and any(map(str.isalnum, given)):
            yield key.lower(), given


def _of_id(ask: Ask, given: str) -> str | None:
    if paper := parse_paper_id(given):
        known = [str(row["paper"]) for row in ask("find_papers", texts=[paper[0]])]
        is_other = known and given not in known
        return f"no paper has the id {quoted(given)}, but {quoted(known[0])}" if is_other else None
    found = bearers(ask, given, ())
    if not found or any(one.id == given for one in found):
        return None
    first = found[0]
    return f"no entity has the id {quoted(given)}; {first.name} has {quoted(first.id)}"


def _of_name(ask: Ask, given: str) -> str | None:
    found = bearers(ask, given, ())
    if not found or any(one.name == given for one in found):
        return None
    first = found[0]
    return f"no entity is named {quoted(given)}, but {quoted(first.name)}, id {quoted(first.id)}"
