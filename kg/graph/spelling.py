"""What a statement names and no graph has: a slip in a name gives no rows, and no error either."""

from __future__ import annotations

import difflib
import re
from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import fields, is_dataclass

from kg.graph import answers, facts
from kg.graph import rows as rows_of
from kg.queries import load_query
from kg.schema import load_schema
from kg.store import Row
from kg.store.statement import NOISE
from kg.text import singular
from kg.words import quoted

LABEL, TYPE, PROPERTY = "label", "relationship type", "property"

_NAME = re.compile(r"`([^`]+)`|(\w+)")
_ONE = r"!?(?:`[^`]+`|\w+)"
_NAMES = rf"\s*{_ONE}(?:\s*(?:[&:]|\|:?)\s*{_ONE})*"
_HEAD = rf"\s*(?P<name>`[^`]+`|\w*)\s*(?::(?P<names>{_NAMES}))?\s*(?P<length>\*[\d.]*)?\s*"
_MAP = r"\{(?P<map>[^{}]*)\}"
# A bracket behind a letter holds arguments or an index, behind a dash it holds a relationship.
_NODE = re.compile(rf"(?<![\w`])\({_HEAD}(?P<end>\)|{_MAP}|WHERE\b)", re.IGNORECASE)
_LINK = re.compile(rf"-\s*\[{_HEAD}(?P<end>\]|{_MAP}|WHERE\b)", re.IGNORECASE)
# No blanks as long as that stand within a pattern, and a search of all would take its square.
_NEAR = 80
# "RETURN (m) AS x, m.foo": a bare name in brackets is a node only in a pattern.
_LINK_BEFORE = re.compile(r"(?:\]\s*-|-\s*-)\s*>?\s*$")
_LINK_AFTER = re.compile(r"\s*<?\s*-\s*[-\[]")
_MATCH_BEFORE = re.compile(r"MATCH\b(?:.*[,=])?\s*$", re.IGNORECASE | re.DOTALL)
_CLAUSE = re.compile(
    r"(?<![\w.:`])(?:MATCH|WHERE|WITH|RETURN|UNWIND|CALL|YIELD|SET|ORDER)\b", re.IGNORECASE
)
_KEY = re.compile(r"(?:^|,)\s*(?:`([^`]+)`|(\w+))\s*:")
# What answers and people call what is a relationship, or a property of another name.
_LINKS = {
    **dict.fromkeys(("subject", "system"), "OF"),
    **dict.fromkeys(("benchmark", "dataset"), "ON"),
    **dict.fromkeys(("winner", "loser"), "OUTPERFORMS"),
    **{"metric": "MEASURED_BY", "versus": "VERSUS", "result": "REPORTS", "author": "WRITTEN_BY"},
    **{"repo": "HAS_REPO", "task": "ADDRESSES", "method": "USES", "model": "USES"},
}
_OTHERS = {
    **dict.fromkeys(("date", "published"), "publishedAt"),
    **{"first_seen": "firstSeenAt", "score": "value", "doi": "otherIds", "papers": "paperCount"},
    **{"relation": "type(r)", "target": "endNode(r)"},
    "type": "type(r) of a relationship, labels(n) of a node",
}
_READ = re.compile(r"(?<![\w.$])(\w+)\.(\w+)\b(?!\s*\()")


def unknown_names(run: Callable[[str], Iterable[Row]], text: str) -> list[str]:
    """Return a note of each label, type and property that neither schema nor graph has.

    Only patterns and properties of their variables are read, so that a map's own keys are none.

    Args:
        run: Runs a statement; asked only where the schema lacks a name.
        text: The statement.
    """
    schema = load_schema()
    known = {
        LABEL: {*schema.nodes, *schema.entities},
        TYPE: {*schema.relationships},
        PROPERTY: _known_properties(),
    }
    named = dict.fromkeys(_names(NOISE.sub(_quiet, text)))
    missing = [(kind, name) for kind, name in named if name not in known[kind]]
    if not missing:
        return []
    there = {
        (row["kind"], row["name"]) for row in run(load_query("names_there", folder="store").text)
    }
    return [_note(kind, name, known[kind]) for kind, name in missing if (kind, name) not in there]


def _quiet(noise: re.Match[str]) -> str:
    return noise[1] or "''"


def _names(text: str) -> Iterator[tuple[str, str]]:
    """Yield what a statement names, with its kind."""
    variables: set[str] = set()
    clauses = [found.start() for found in _CLAUSE.finditer(text)]
    for kind, pattern in ((LABEL, _NODE), (TYPE, _LINK)):
        for found in pattern.finditer(text):
            if kind == TYPE or _is_node(text, found, clauses):
                variables.add(found["name"])
            for quoted_name, plain in _NAME.findall(found["names"] or ""):
                yield kind, quoted_name or plain
            for quoted_name, plain in _KEY.findall(found["map"] or ""):
                yield PROPERTY, quoted_name or plain
    for variable, name in _READ.findall(text):
        if variable in variables:
            yield PROPERTY, name


def _is_node(text: str, found: re.Match[str], clauses: Sequence[int]) -> bool:
    """Return whether a bracket stands in a pattern: anything else may be a map in brackets.

    Args:
        text: The statement.
        found: The bracket.
        clauses: Where the clauses of the statement begin, in order.
    """
    if found["names"] or found["end"] != ")":
        return True
    clause = clauses[max(0, bisect_left(clauses, found.start()) - 1) :][:1]
    before = text[clause[0] if clause else 0 : found.start()]
    return bool(
        _LINK_AFTER.match(text, found.end())
        or _LINK_BEFORE.search(before[-_NEAR:])
        or _MATCH_BEFORE.match(before)
    )


def _note(kind: str, name: str, known: Iterable[str]) -> str:
    hint = _elsewhere(name) if kind == PROPERTY else None
    if hint is None:
        # HAS_CODE is as near to HAS_REPO as it is for the underscore that they share.
        key = _fold if kind == PROPERTY else str.casefold
        folded = {key(one): one for one in sorted(known)}
        near = difflib.get_close_matches(key(name), folded, n=1)
        hint = f"; nearest: {', '.join(folded[one] for one in near)}" if near else ""
    return f"no {kind} {quoted(name)} in the graph{hint}; see all with: kg schema"


def _elsewhere(name: str) -> str | None:
    """Return where the graph has what answers call so, as --json prints them; None for unknown."""
    field = singular(name.lower().removesuffix("_id"))
    if link := _LINKS.get(field):
        spec = load_schema().relationships[link]
        return f", which has (:{spec.start})-[:{link}]->(:{spec.end})"
    if other := _OTHERS.get(name.lower()) or _OTHERS.get(field):
        return f"; nearest: {other}"
    if _fold(name) in {*map(_fold, _known_properties())} or name not in _worked_out():
        return None
    return ": kg works it out for its answers"


def _known_properties() -> set[str]:
    """Return the properties of all that the schema has; every node has an id beside them."""
    return {"id", *load_schema().property_types()}


def _worked_out() -> set[str]:
    """Return what the rows of answers have, as --json prints it."""
    rows = [one for module in (answers, facts, rows_of) for one in vars(module).values()]
    return {field.name for row in rows if is_dataclass(row) for field in fields(row)}


def _fold(name: str) -> str:
    return name.casefold().replace("_", "")
