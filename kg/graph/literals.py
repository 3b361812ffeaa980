"""Names and ids that a statement looks for and no entity has: an empty answer tells nothing."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping

from kg.graph.authors import authors_named
from kg.graph.cells import Ask
from kg.graph.names import bearers
from kg.ids import parse_paper_id
from kg.records import EntityType
from kg.words import quoted

_STRING = r"'([^'\\]*)'|\"([^\"\\]*)\""
_ONE = re.compile(_STRING)
# `{name: 'COCO'}`, `b.name = "COCO"` and `{id: $id}`.
_LOOKED_FOR = re.compile(rf"(?<!\w)(id|name)\s*(?:[:=]|<>)\s*(?:{_STRING}|\$(\w+))", re.IGNORECASE)
# `b.name IN ['COCO', 'LVIS']` and `b.name IN $names`.
_AMONG = re.compile(
    rf"(?<!\w)(id|name)\s+IN\s*(?:\[((?:\s*(?:{_STRING})\s*,?)*+)\s*\]|\$(\w+))", re.IGNORECASE
)
_CLAUSE = re.compile(r"\b(?:AND|OR|XOR|MATCH|WHERE|WITH|RETURN)\b", re.IGNORECASE)
_EXCLUDES = re.compile(r"\bNOT\b|<>", re.IGNORECASE)


def exclusions(text: str) -> str:
    """Return the parts of a statement that leave something out: with a slip they leave nothing."""
    return " ".join(part for part in _CLAUSE.split(text) if _EXCLUDES.search(part))


def other_spellings(ask: Ask, text: str, params: Mapping[str, object]) -> list[str]:
    """Return a note of each name and id that is another one in the graph: gpt-4o is GPT-4o there.

    Args:
        ask: Runs a shipped query: its name, then its parameters.
        text: A statement that found nothing, or the parts that leave something out.
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
    for found in _AMONG.finditer(text):
        listed = params.get(found[5]) if found[5] else map("".join, _ONE.findall(found[2]))
        for given in listed if isinstance(listed, Iterable) else ():
            if isinstance(given, str) and any(map(str.isalnum, given)):
                yield found[1].lower(), given


def _of_id(ask: Ask, given: str) -> str | None:
    if paper := parse_paper_id(given):
        known = [str(row["paper"]) for row in ask("find_papers", texts=[paper[0]])]
        is_other = known and given not in known
        return f"no paper has the id {quoted(given)}, but {quoted(known[0])}" if is_other else None
    kind, _, rest = given.partition(":")
    types = [one for one in EntityType if one.lower() == kind.lower()]
    found = bearers(ask, given, ()) or (bearers(ask, rest, types) if types and rest else [])
    if not found or any(one.id == given for one in found):
        return None
    first = found[0]
    return f"no entity has the id {quoted(given)}; {first.name} has {quoted(first.id)}"


def _of_name(ask: Ask, given: str) -> str | None:
    found, what = bearers(ask, given, ()), "entity"
    if not found:
        found, what = authors_named(ask, given), "author"
    if not found or any(one.name == given for one in found):
        return None
    first = found[0]
    return f"no {what} is named {quoted(given)}, but {quoted(first.name)}, id {quoted(first.id)}"
