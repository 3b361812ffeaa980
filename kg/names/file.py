"""Corrections as a file that a team keeps."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterable

from kg.corrections import MERGE, NAME_KINDS, RENAME, NameKey, name_key
from kg.corrections.checks import fact_payload
from kg.corrections.facts import FACT_KINDS, SAID
from kg.errors import InputError
from kg.names import merge_payload, rename_payload, split_payload
from kg.records import Correction


def exported(corrections: Iterable[Correction]) -> list[dict[str, object]]:
    """Return the corrections in force as plain values for a file that a team keeps."""
    return [
        {"kind": c.kind, **c.payload, "author": c.author, "date": c.date}
        if c.kind in NAME_KINDS
        else {"kind": c.kind, "fact": c.payload, "author": c.author, "date": c.date}
        for c in corrections
        if not c.undone
    ]


def imported(
    rows: object, *, known: Iterable[Correction], find: Callable[[str], str | None]
) -> list[Correction]:
    """Return the corrections of a file that are not in force yet, in its order.

    Args:
        rows: What `exported` returned, read from a file.
        known: Corrections of the corpus.
        find: Returns the id of the paper that an id in any spelling means; None if it is not here.

    Raises:
        InputError: The file holds something else.
    """
    if not isinstance(rows, list):
        raise InputError("a file of corrections is a list; write one with: kg names export FILE")
    # A merge, a split and the same merge again are three: each counts as often as it is in force.
    left = Counter(_meaning(c) for c in known if not c.undone)
    fresh: list[Correction] = []
    for number, row in enumerate(rows, start=1):
        if not isinstance(row, dict) or "kind" not in row:
            raise InputError(f"entry {number} is no correction: {row!r}")
        try:
            correction = _imported(row, find)
        except (ValueError, InputError) as error:
            raise InputError(f"entry {number}: {error}") from None
        meaning = _meaning(correction)
        if left[meaning]:
            left[meaning] -= 1
        else:
            fresh.append(correction)
    return fresh


def _meaning(correction: Correction) -> tuple[str, object]:
    """What a correction does: how its fact was worded for people is no part of it."""
    return correction.kind, _frozen({k: v for k, v in correction.payload.items() if k != SAID})


def _frozen(value: object) -> object:
    """Return plain values as ones that can be counted; equal ones stay equal."""
    if isinstance(value, dict):
        return frozenset((key, _frozen(part)) for key, part in value.items())
    return tuple(map(_frozen, value)) if isinstance(value, list) else value


def _imported(row: dict[object, object], find: Callable[[str], str | None]) -> Correction:
    kind = row["kind"]
    rest = {str(k): v for k, v in row.items() if k not in ("kind", "author", "date")}
    if kind in NAME_KINDS:
        payload = _name_payload(str(kind), rest)
    elif kind in FACT_KINDS:
        fact = rest.pop("fact", None)
        _check_parts(rest, ("fact",))
        if not isinstance(fact, dict):
            raise InputError(f"it lacks its fact: {row!r}")
        payload = fact_payload(str(kind), {str(k): v for k, v in fact.items()})
    else:
        kinds = ", ".join((*NAME_KINDS, *FACT_KINDS))
        raise InputError(f"no kind of correction {kind!r}; there are: {kinds}")
    for part in (payload, *payload.values()):
        if isinstance(part, dict) and (paper := part.get("paper")):
            part["paper"] = find(paper) or paper
    author, date = ("" if row.get(key) is None else str(row[key]) for key in ("author", "date"))
    return Correction(0, str(kind), payload, author, date)


def _name_payload(kind: str, rest: dict[str, object]) -> dict[str, object]:
    if kind == RENAME:
        _check_parts(rest, ("a", "name"))
        return rename_payload(_key(rest.get("a")), rest.get("name"))
    other = "b" if kind == MERGE else "from"
    _check_parts(rest, ("a", other))
    made = merge_payload if kind == MERGE else split_payload
    return made(_key(rest.get("a")), _key(rest.get(other)))


def _key(payload: object) -> NameKey:
    key = name_key(payload)
    assert isinstance(payload, dict)
    _check_parts(payload, ("surface", "type", "paper"))
    return key


def _check_parts(given: Iterable[object], known: Collection[str]) -> None:
    for part in given:
        if part not in known:
            raise InputError(f"{part!r} is no part of it; its parts are: {', '.join(known)}")
