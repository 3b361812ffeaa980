"""Relationships of a statement between labels that they never join: it finds nothing, always."""

from __future__ import annotations

import re
from collections.abc import Iterator, Set
from typing import TypeAlias

from kg.schema import load_schema
from kg.store.statement import without_noise

_Way: TypeAlias = tuple[str, str]

# Possessive, or a run of blanks would be tried in every way.
_NAME = r"(?:`[^`]*+`|\w++)"
_HEAD = rf"\(\s*+(?P<{{0}}name>{_NAME}?+)\s*+(?P<{{0}}labels>(?::[\w\s:|&!%`]*+)?+)"
_TYPES = rf":\s*+(?P<types>{_NAME}(?:\s*+\|\s*+:?+\s*+{_NAME})*+)"
_LINK = (
    rf"\[\s*+{_NAME}?+\s*+(?:{_TYPES})?+\s*+(?P<length>\*[\s\d.]*+)?+"
    r"(?:\{[^{}]*+\}|WHERE\b[^\[\]]*+)?+\s*+\]\s*+"
)
_NODE = re.compile(_HEAD.format(""))
_STEP = re.compile(
    _HEAD.format("left_")
    + r"(?:[^()]|\([^()]*+\))*+\)\s*+"
    + rf"(?P<back><?+)\s*+-\s*+(?:{_LINK})?+-\s*+(?P<out>>?+)\s*+{_HEAD.format('right_')}",
    re.IGNORECASE,
)
_EVENT = re.compile(
    r"(?P<node>\()|(?P<opens>[{\[])|(?P<closes>[}\]])|\b(?:(?:STARTS|ENDS)\s++WITH"
    r"|(?P<clause>MATCH|WHERE|WITH|RETURN|UNWIND|CALL|UNION)|AS\s++(?P<made>\w++)"
    r"|(?P<item>\w++)\s++IN)\b",
    re.IGNORECASE,
)
# `WITH m, n LIMIT 5`; the list ends where an item is more than a name.
_ITEM = r"\s*+((?!WITH\b)\w++)(?!\s*+(?:[^\s\w,]|AS\b))"
_KEPT = re.compile(rf"\s*+(?:DISTINCT\b)?+(?:\s*+\*|{_ITEM}(?:\s*+,{_ITEM})*+)", re.IGNORECASE)
_LENGTH = re.compile(r"\*\s*(\d?)\s*(?:(\.\.)\s*(\d{0,3})\s*)?")


def never_joined(text: str) -> list[str]:
    """Return a note of each relationship that stands between labels which it never joins.

    Args:
        text: A statement that found nothing.
    """
    return list(dict.fromkeys(_notes(without_noise(text))))


def _notes(text: str) -> Iterator[str]:
    known = _Labels()
    for event in _EVENT.finditer(text):
        known.pass_by(event)
        step = event["node"] and _STEP.match(text, event.start())
        if step and (note := _note(step, known)):
            yield note


class _Labels:
    """The labels of variables, as far as they are sure, at a place of a statement."""

    def __init__(self) -> None:
        self._labels: dict[str, str] = {}
        self._depth = 0
        self._matches = False

    def of(self, name: str, written: str) -> str:
        """Return the labels that are written at a node, or those of its variable."""
        return written.strip() or self._labels.get(name, "")

    def pass_by(self, event: re.Match[str]) -> None:
        """Take in what stands at a place.

        In a WHERE brackets hold a condition, and what stands in braces is unknown outside.
        """
        self._depth += bool(event["opens"]) - bool(event["closes"])
        self._labels.pop(event["made"] or event["item"] or "", None)
        if event["clause"]:
            self._begin(event["clause"].upper(), event)
        if event["node"] and self._matches and not self._depth:
            node = _NODE.match(event.string, event.start())
            if node and node["name"] and node["labels"].strip():
                self._labels[node["name"]] = node["labels"].strip()

    def _begin(self, clause: str, event: re.Match[str]) -> None:
        if not self._depth:
            self._matches = clause == "MATCH"
        if clause in ("CALL", "UNION"):
            self._labels.clear()
        if clause == "WITH":
            kept = _KEPT.match(event.string, event.end())
            words = re.findall(r"\*|\w+", kept[0] if kept else "")
            self._labels = {k: v for k, v in self._labels.items() if {k, "*"} & {*words}}


def _note(step: re.Match[str], known: _Labels) -> str | None:
    """Return the note of one step, None where the schema allows it or it may be of no length."""
    schema = load_schema()
    types = [name.strip("`") for name in re.findall(_NAME, step["types"] or "")]
    specs = [schema.relationships.get(name) for name in types or schema.relationships]
    left, right = (
        known.of(step[f"{side}_name"], step[f"{side}_labels"]) for side in ("left", "right")
    )
    joined = {(spec.start, spec.end) for spec in specs if spec}
    turned = {(end, start) for start, end in joined}
    is_back, is_out = bool(step["back"]), bool(step["out"])
    ways = joined | turned if is_back == is_out else turned if is_back else joined
    if None in specs or _reaches(ways, _kinds(left), _kinds(right), step["length"]):
        return None
    if is_back and not is_out:
        left, right = right, left
    link = f"[:{'|'.join(types)}{step['length'] or ''}]" if types else ""
    real = [f"(:{spec.start})-[:{spec.type}]->(:{spec.end})" for spec in specs if spec and types]
    but = f", but {' and '.join(real)}" if real else ""
    return f"kg makes no ({left})-{link}->({right}){but}; see all with: kg schema"


def _reaches(ways: Set[_Way], starts: Set[str], ends: Set[str], length: str | None) -> bool:
    """Return whether so many steps lead from one of some kinds of nodes to one of others."""
    found = _LENGTH.fullmatch(length or "*1")
    least, many, most = found.groups() if found else ("0", "", "")
    first = int(least or 1)
    last = int(most) if most else first if least and not many else first + len(ways)
    if not first:
        return True
    reached = starts
    for step in range(1, min(last, first + len(ways)) + 1):
        reached = {end for start, end in ways if start in reached}
        if step >= first and reached & ends:
            return True
    return False


def _kinds(labels: str) -> set[str]:
    """Return which of the schema's nodes may have labels such as `:Model|Method`; all if unsure."""
    schema = load_schema()
    every = {*schema.nodes}
    of = {**{name: {name} for name in every}, **{name: {"Entity"} for name in schema.entities}}
    any_of = [
        [one.strip(" \n\t`") for one in re.split("[:&]", part) if one.strip()]
        for part in labels.split("|")
    ]
    if any(name not in of for part in any_of for name in part):
        return every
    return set().union(*(every.intersection(*map(of.__getitem__, part)) for part in any_of))
