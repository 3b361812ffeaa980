"""What a statement looks for and the graph has in other letters: an empty answer tells nothing."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cache
from itertools import chain, islice
from typing import TypeAlias, TypeGuard

from kg.graph.authors import authors_named
from kg.graph.cells import Ask
from kg.graph.names import all_names, bearers
from kg.ids import parse_paper_id
from kg.records import EntityType
from kg.schema import load_schema
from kg.words import quoted

# A statement may be given thousands of names: nobody reads a note of each, and each is asked for.
_MOST = 20

_STRING = r"(?:'[^'\\]*'|\"[^\"\\]*\")"
_ONE = re.compile(_STRING)
_GIVEN = rf"(?:(?P<texts>{_STRING}|\[(?:\s*{_STRING}\s*,?)*+\s*\])|\$(?P<param>\w+))"
# `{name: 'COCO'}`, `b.name IN ["COCO"]` and `{id: $id}`; `'COCO' = b.name`.
_LOOKED_FOR = re.compile(rf"(?<!\w)(?P<key>id|name)\s*(?:[:=]|<>|\bIN\b)\s*{_GIVEN}", re.IGNORECASE)
_TURNED = re.compile(rf"{_GIVEN}\s*(?:=|<>)\s*\w+\.(?P<key>id|name)\b", re.IGNORECASE)
# `toLower(b.name) = 'COCO'` finds nothing, ever.
_FOLDED = re.compile(
    r"\b(?P<made>to(?:Lower|Upper))\s*\((?:[^()]|\([^()]*\)){1,200}\)\s*"
    rf"(?:=~?|<>|(?:CONTAINS|IN|(?:STARTS|ENDS)\s+WITH)\b)\s*{_GIVEN}",
    re.IGNORECASE,
)
_PATTERN = re.compile(r"[\[\]|?\\]")
# `b.name CONTAINS 'coco'`, `p.title =~ 'coco.*'`.
_PART = re.compile(
    r"\b(?P<of>\w+\.(?P<key>name|title))\s*"
    rf"(?P<by>=~?|CONTAINS\b|(?:STARTS|ENDS)\s+WITH\b)\s*{_GIVEN}",
    re.IGNORECASE,
)
# Of other patterns nobody knows what they are meant to find.
_PLAIN = re.compile(r"(?:\.\*)?([\w\s,:/'-][\w\s,:/'.-]*?)(?:\.\*)?")
# `p.year = '2025'`, `{year: "2025"}`, `p.categories CONTAINS $c`.
_COMPARED = re.compile(
    r"(?:\b(?P<of>\w+)\.|[{,]\s*)(?P<key>\w+)\s*"
    r"(?(of)(?P<by>=~?|<>|[<>]=?|(?:IN|CONTAINS|(?:STARTS|ENDS)\s+WITH)\b)|:)\s*" + _GIVEN,
    re.IGNORECASE,
)
_OF_TEXTS = {"=~", "CONTAINS", "STARTS WITH", "ENDS WITH"}
_BARE = re.compile(r"-?\d+(?:\.\d+)?|true|false", re.IGNORECASE)
# By the type of a property in the schema.
_MADE = {"strings": "a list", "date": "a date", "boolean": "true or false"}
_MADE |= dict.fromkeys(("integer", "float"), "a number")
_CLAUSE = re.compile(
    r"\b(?:AND|OR|XOR|MATCH|WHERE|(?<!STARTS )(?<!ENDS )WITH|RETURN)\b", re.IGNORECASE
)
_EXCLUDES = re.compile(r"\bNOT\b|<>", re.IGNORECASE)
# What stands under a key, beside it the authors whose name has a part.
_Known: TypeAlias = Callable[[str, str], list[str]]


def exclusions(text: str) -> str:
    """Return the parts of a statement that leave something out: with a slip they leave nothing."""
    return " ".join(part for part in _CLAUSE.split(text) if _EXCLUDES.search(part))


def other_spellings(
    ask: Ask, text: str, params: Mapping[str, object], *, on_server: bool = False
) -> list[str]:
    """Return a note of each name and id that is another one in the graph: gpt-4o is GPT-4o there.

    Of very many only the first are looked at.

    Args:
        ask: Runs a shipped query: its name, then its parameters.
        text: A statement that found nothing, or the parts that leave something out.
        params: Its parameters.
        on_server: Whether Neo4j answers: there a date is no text, and only papers have a title.
    """

    @cache
    def every() -> tuple[list[str], list[str]]:
        return [str(row["title"]) for row in ask("titles")], all_names(ask)

    def known(key: str, part: str) -> list[str]:
        titles, entities = every()
        if key == "title" and on_server:
            return titles
        names = [*entities, *(str(row["name"]) for row in ask("authors", text=part))]
        # A file of the graph has either under both keys.
        return [*titles, *names] if key == "title" else [*names, *titles]

    asked = islice(dict.fromkeys(_looked_for(text, params)), _MOST)
    notes = [_of_id(ask, one) if key == "id" else _of_name(ask, one) for key, one in asked]
    parts = islice(_finds(_PART, text, params), _MOST)
    notes += [_of_part(known, found, one) for found, one in parts]
    said = (note for note in notes if note is not None)
    never = (_never_made(text, params), _never_texts(text, params, on_server=on_server))
    return list(dict.fromkeys((*chain(*(islice(one, _MOST) for one in never)), *said)))


def _finds(
    pattern: re.Pattern[str], text: str, params: Mapping[str, object]
) -> Iterator[tuple[re.Match[str], str]]:
    """Yield each text that is given to a part of a statement, with that part."""
    for found in pattern.finditer(text):
        given: object = [one[1:-1] for one in _ONE.findall(found["texts"] or "")]
        if found["param"]:
            given = params.get(found["param"])
        for one in (given,) if isinstance(given, str) else given if _is_list(given) else ():
            if isinstance(one, str) and any(map(str.isalnum, one)):
                yield found, one


def _is_list(given: object) -> TypeGuard[Iterable[object]]:
    return isinstance(given, (list, tuple))


def _looked_for(text: str, params: Mapping[str, object]) -> Iterator[tuple[str, str]]:
    for pattern in (_LOOKED_FOR, _TURNED):
        for found, one in _finds(pattern, text, params):
            yield found["key"].lower(), one


def _never_made(text: str, params: Mapping[str, object]) -> Iterator[str]:
    """Yield a note of each text that toLower or toUpper never make."""
    for found, one in _finds(_FOLDED, text, params):
        lower = found["made"].lower() == "tolower"
        folded = one.lower() if lower else one.upper()
        if one != folded and not _PATTERN.search(one):
            yield f"{found['made']} never makes {quoted(one)}; look for {quoted(folded)}"


def _never_texts(text: str, params: Mapping[str, object], *, on_server: bool) -> Iterator[str]:
    """Yield a note of each text that a property is compared with which is none."""
    types = load_schema().property_types()
    for found, one in _finds(_COMPARED, text, params):
        made, at = _MADE.get(types.get(found["key"], "")), f"{found['of'] or 'n'}.{found['key']}"
        by = " ".join((found["by"] or "=").upper().split())
        several = _is_list(params.get(found["param"])) or (found["texts"] or "").startswith("[")
        # An embedded graph compares a date with a text; a list may be just so.
        is_whole = by not in _OF_TEXTS
        fits = {"a date": is_whole and not on_server, "a list": several and by != "IN"}
        if made is None or fits.get(made):
            continue
        bare = one.lower() if _BARE.fullmatch(one) else None
        own = f"date({quoted(one)})" if made == "a date" else bare
        right = own if is_whole else f"toString({at}) {by} {quoted(one)}"
        if made == "a list":
            right = f"{'NOT ' if by == '<>' else ''}{quoted(one)} IN {at}"
        said = f"kg makes {found['key']} {made}, never {quoted(one)}"
        yield f"{said}; write {right}" if right else said


def _of_part(known: _Known, found: re.Match[str], given: str) -> str | None:
    """Return a note of a part of a name or title that is there in other letters alone."""
    key, by = found["key"].lower(), " ".join(found["by"].upper().split())
    plain = _PLAIN.fullmatch(given) if by == "=~" else None
    part = (plain[1] if plain else given).lower()
    # A name as a whole is told of elsewhere.
    if (key, by) == ("name", "=") or (by == "=~" and not plain):
        return None
    there = known(key, part)
    fits: dict[str, Callable[[str], object]] = {
        "=": given.__eq__,
        "=~": re.compile(given, re.DOTALL).fullmatch if plain else bool,
        "CONTAINS": lambda one: given in one,
        "STARTS WITH": lambda one: one.startswith(given),
        "ENDS WITH": lambda one: one.endswith(given),
    }
    other = next((one for one in there if part in one.lower()), None)
    if other is None or any(map(fits[by], there)):
        return None
    write = f"toLower({found['of']}) CONTAINS {quoted(part)}"
    return f"no {key} fits {by} {quoted(given)}, but {quoted(other)} fits {write}"


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
