"""What a correction of a fact may say, whether it is typed or read from a file."""

from __future__ import annotations

import re
from collections.abc import Mapping

from kg.corrections.facts import FACT_KINDS, RELATION, RESULT, SAID, number_of
from kg.errors import InputError
from kg.records import PAPER_RELATIONS, RelationType, ResultKind
from kg.roles import ROLES
from kg.words import is_utf_8, quoted

RESULT_FIELDS = ("value", "unit", *ROLES)
RELATION_FIELDS = ("type", "source", "target")
# Of 4,125 abstracts the longest name has 119 characters.
_LONGEST = 500
_CONTROL = re.compile("[\x00-\x1f\x7f-\x9f\ufffe\uffff]")
_KEYS = {
    RESULT: ("paper", "start", "end", "kind", *ROLES),
    RELATION: ("paper", *RELATION_FIELDS),
}


def result_change(change: Mapping[str, object]) -> dict[str, object]:
    """Return what replaces parts of a result: a finite value, texts, None for an empty one.

    Raises:
        InputError: A field or a value is wrong.
    """
    new: dict[str, object] = {}
    for name, value in change.items():
        if name not in RESULT_FIELDS:
            raise InputError(f"a result has no {name!r}; it has: {', '.join(RESULT_FIELDS)}")
        new[name] = number_of(value) if name == "value" else _new_text(name, value)
    return new


def relation_change(
    change: Mapping[str, object], *, kind: object, source: object, target: object
) -> dict[str, object]:
    """Return what replaces parts of a relation; an empty source is None, the paper itself.

    Args:
        change: New parts by field.
        kind: The type of the relation before.
        source: Its source before.
        target: Its target before.

    Raises:
        InputError: A field or a value is wrong, or the parts do not fit together.
    """
    new: dict[str, object] = {}
    for name, value in change.items():
        if name not in RELATION_FIELDS:
            raise InputError(f"a relation has no {name!r}; it has: {', '.join(RELATION_FIELDS)}")
        new[name] = _new_text(name, value)
    before = {"type": kind, "source": source, "target": target}
    _check_ends(before | new)
    return new


def _check_ends(parts: Mapping[str, object]) -> None:
    kind, source, target = (parts[name] for name in RELATION_FIELDS)
    if kind not in list(RelationType):
        raise InputError(f"no relation {kind!r}; there are: {', '.join(RelationType)}")
    if not target:
        raise InputError("the target of a relation is empty; strike the relation out with --strike")
    if kind in PAPER_RELATIONS and source:
        raise InputError(f"{kind} is said of the paper, not of {source!r}; give: --set source=")
    if kind not in PAPER_RELATIONS and not source:
        raise InputError(f"{kind} is said of two things; give both: --set source=NAME")
    if source == target:
        raise InputError(f"{source!r} is both ends of the relation; give another source or target")


def fact_payload(kind: str, fact: Mapping[str, object]) -> dict[str, object]:
    """Return the payload of a correction of a fact that stands in a file.

    Whether the paper is here and says so is not asked.

    Args:
        kind: Result or relation.
        fact: What `exported` wrote, or somebody by hand.

    Raises:
        InputError: A part is missing, unknown or wrong.
    """
    assert kind in FACT_KINDS
    unknown = sorted(fact.keys() - {*_KEYS[kind], SAID, "set", "strike"})
    if unknown:
        raise InputError(f"a {kind} has no {unknown[0]!r}; it has: {', '.join(_KEYS[kind])}")
    key = _result_key(fact) if kind == RESULT else _relation_key(fact)
    if SAID in fact:
        key[SAID] = _text(SAID, fact[SAID])
    return key | _outcome(kind, fact)


def _outcome(kind: str, fact: Mapping[str, object]) -> dict[str, object]:
    change, struck = fact.get("set"), fact.get("strike", False)
    if struck is True and change is None:
        return {"strike": True}
    if struck is not False or not isinstance(change, dict) or not change:
        raise InputError("a fact is struck out (strike: true) or has parts to set (set: {…})")
    if kind == RESULT:
        return {"set": result_change(change)}
    parts = {"kind": fact["type"], "source": fact.get("source"), "target": fact["target"]}
    return {"set": relation_change(change, **parts)}


def _result_key(fact: Mapping[str, object]) -> dict[str, object]:
    key: dict[str, object] = {"paper": _needed("paper", fact)}
    for name in ("start", "end"):
        key[name] = fact.get(name)
        if type(key[name]) is not int:
            raise InputError(f"the {name} of a result is a whole number, not {key[name]!r}")
    key["kind"] = fact.get("kind")
    if key["kind"] not in list(ResultKind):
        raise InputError(f"no kind of result {key['kind']!r}; there are: {', '.join(ResultKind)}")
    return key | {role: _text(role, fact.get(role)) or "" for role in ROLES}


def _relation_key(fact: Mapping[str, object]) -> dict[str, object]:
    parts = {name: _needed(name, fact) for name in ("paper", "type", "target")}
    key: dict[str, object] = {**parts, "source": _text("source", fact.get("source"))}
    if key["type"] not in list(RelationType):
        raise InputError(f"no relation {key['type']!r}; there are: {', '.join(RelationType)}")
    return key


def _needed(name: str, fact: Mapping[str, object]) -> str:
    found = _text(name, fact.get(name))
    if found is None:
        raise InputError(f"it lacks the {name} of the fact")
    return found


def _text(name: str, value: object) -> str | None:
    if value is not None and not isinstance(value, str):
        raise InputError(f"the {name} {value!r} is no text; put it in quotes")
    if value and not is_utf_8(value):
        raise InputError(f"the {name} {quoted(value)} is no text in UTF-8; type it anew")
    return value or None


def _new_text(name: str, value: object) -> str | None:
    text = _text(name, value)
    return one_line(name, text) or None if text else None


def one_line(what: str, text: str) -> str:
    """Return what a person wrote on one line, as names from papers are.

    Args:
        what: What it is, for the message.
        text: As it was typed, or stands in a file.

    Raises:
        InputError: It is longer than any name, or holds control characters.
    """
    folded = " ".join(text.split())
    if _CONTROL.search(folded):
        raise InputError(f"the {what} {quoted(folded)} holds control characters; type it anew")
    if len(folded) > _LONGEST:
        raise InputError(f"the {what} has {len(folded):,} characters; give at most {_LONGEST}")
    return folded
