"""Answers which names are one thing and why, and turns a person's words into corrections."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from kg.corrections import MERGE, RENAME, SPLIT, NameKey, name_key
from kg.corrections.checks import one_line
from kg.corrections.facts import SAID
from kg.errors import AmbiguousName, InputError, UnknownName
from kg.names.directory import Directory
from kg.records import Alias, Correction, EntityType, Resolution, ResolvedEntity
from kg.resolve.entities import is_firm
from kg.text import fold
from kg.words import is_utf_8, quoted

_SPELLING = ("same folded form", "same repository")


@dataclass(frozen=True, slots=True)
class NameRow:
    """One name of a thing and why it counts as one.

    Attributes:
        name: The name as it stands in papers.
        entity: The name of the thing.
        type: Its type.
        reason: The rule or evidence that joined it.
        papers: How many papers use the name.
        example: Id of one of them.
        id: The thing's id.
    """

    name: str
    entity: str
    type: str
    reason: str
    papers: int
    example: str
    id: str


@dataclass(frozen=True, slots=True)
class CorrectionRow:
    """One correction for people to read.

    Attributes:
        id: Its number, for undo.
        kind: What it does.
        what: The names or the fact it is about.
        author: Who made it.
        date: When.
        undone: Whether it was taken back.
    """

    id: int
    kind: str
    what: str
    author: str
    date: str
    undone: bool


def merges(
    resolution: Resolution,
    *,
    entity_type: EntityType | None = None,
    everything: bool = False,
) -> list[NameRow]:
    """Return every name that was joined to another one, the most used things first.

    Args:
        resolution: All names of the corpus.
        entity_type: Keeps things of this type.
        everything: With names that differ by case, hyphens and spaces only, and with what single
            papers also call a thing.
    """
    rows = [
        (sum(len(alias.papers) for alias in entity.aliases), _row(entity, alias))
        for entity in resolution.entities
        if entity_type is None or entity.type is entity_type
        for alias in entity.aliases
        if alias.name != entity.name
        and (everything or (is_firm(alias) and alias.reason not in _SPELLING))
    ]
    return [row for _, row in sorted(rows, key=lambda pair: (-pair[0], pair[1].id, pair[1].name))]


def why(known: Directory, name: str, *, entity_type: EntityType | None = None) -> list[NameRow]:
    """Return all names of each thing that carries a name, with reasons.

    Raises:
        UnknownName: Nothing carries it; the nearest names are in `.candidates`.
    """
    found = _carriers(known, name, entity_type)
    return [_row(entity, alias) for entity in found for alias in entity.aliases]


def _row(entity: ResolvedEntity, alias: Alias) -> NameRow:
    return NameRow(
        name=alias.name,
        entity=entity.name,
        type=entity.type.value,
        reason="the name itself" if alias.name == entity.name else alias.reason,
        papers=len(alias.papers),
        example=alias.papers[0] if alias.papers else "",
        id=entity.id,
    )


def _carriers(known: Directory, name: str, entity_type: EntityType | None) -> list[ResolvedEntity]:
    """Return the things that carry a name, at least one.

    Raises:
        UnknownName: Nothing carries it; the nearest names are in `.candidates`.
    """
    if found := known.carriers(name, entity_type):
        return found
    names = {
        alias.name.lower(): alias.name
        for entity in known.resolution.entities
        if entity_type is None or entity.type is entity_type
        for alias in entity.aliases
    }
    near = [names[found] for found in difflib.get_close_matches(name.lower(), names, n=3)]
    hint = f"; nearest: {', '.join(map(quoted, near))}" if near else ""
    kind = f"{entity_type.value} " if entity_type else ""
    raise UnknownName(f"no {kind}name {quoted(name)}{hint}. List all with: kg names --all", near)


def meant(
    known: Directory,
    name: str,
    *,
    entity_type: EntityType | None = None,
    paper: str | None = None,
) -> NameKey:
    """Return the key of the one thing that a person means by a name or an id.

    Args:
        known: All names of the corpus.
        name: A name as papers write it, or an id.
        entity_type: Tells things of one name apart.
        paper: Id of a paper that uses the name for the thing meant.

    Raises:
        UnknownName: Nothing carries it.
        AmbiguousName: Several things carry it; their ids are in `.candidates`.
    """
    found = _carriers(known, name, entity_type)
    if paper is not None:
        found = [e for e in found if any(paper in a.papers for a in e.aliases)]
        if not found:
            raise UnknownName(
                f"{paper} names no {quoted(name)}; see its names with: kg paper {paper}"
            )
    if len(found) > 1:
        ids = [entity.id for entity in found]
        raise AmbiguousName(
            f"{quoted(name)} means several things: {', '.join(ids)}; give one of these ids", ids
        )
    return _key(known, found[0], name, paper=paper)


def _key(known: Directory, entity: ResolvedEntity, name: str, *, paper: str | None) -> NameKey:
    """A surface that leads to the entity alone, else one with a paper that uses it so."""
    written = [alias for alias in entity.aliases if is_firm(alias) and alias.papers]
    firm = sorted(written, key=lambda alias: (-len(alias.papers), alias.name))
    named = [alias for alias in firm if fold(alias.name) == fold(name)]
    surface = name if named else firm[0].name
    if paper is not None:
        return NameKey(surface, entity.type, paper)
    others = [e for e in known.carriers(surface, entity.type) if e.id != entity.id]
    if not others:
        return NameKey(surface, entity.type)
    for alias in firm:
        if len(known.carriers(alias.name, entity.type)) == 1:
            return NameKey(alias.name, entity.type)
    alias = (named or firm)[0]
    return NameKey(alias.name, entity.type, alias.papers[0])


def entity_of(known: Directory, key: NameKey) -> ResolvedEntity | None:
    """Return the thing that a key leads to, or None.

    Args:
        known: All names of the corpus.
        key: What a person means.
    """
    for entity in known.carriers(key.surface, key.type):
        if key.paper is None or any(key.paper in alias.papers for alias in entity.aliases):
            return entity
    return None


def merge_payload(one: NameKey, two: NameKey) -> dict[str, object]:
    """Return the payload that makes two names one thing.

    Raises:
        InputError: They are one name.
    """
    if one == two:
        raise InputError(f"{quoted(one.surface)} is both names; give another one")
    return {"a": one.payload(), "b": two.payload()}


def split_payload(one: NameKey, two: NameKey) -> dict[str, object]:
    """Return the payload that makes two names two things.

    Raises:
        InputError: They are one spelling, and no paper tells which use is meant.
    """
    if one.surface == two.surface and one.paper is None:
        raise InputError(
            f"{one.surface!r} is both names; say whose use is another thing with: --paper ID"
        )
    return {"a": one.payload(), "from": two.payload()}


def rename_payload(one: NameKey, name: object) -> dict[str, object]:
    """Return the payload that gives a thing another name.

    Raises:
        InputError: The name is no text, is empty, too long, or holds what no name does.
    """
    if name is not None and not isinstance(name, str):
        raise InputError(f"the new name {name!r} is no text; put it in quotes")
    if name is None or not name.strip():
        raise InputError("the new name is empty; give one")
    if not is_utf_8(name):
        raise InputError(f"the new name {name!r} is no text in UTF-8; type it anew")
    return {"a": one.payload(), "name": one_line("new name", name)}


def correction_rows(corrections: Iterable[Correction]) -> list[CorrectionRow]:
    """Return corrections for people to read, in the order in which they were made."""
    return [
        CorrectionRow(c.id, c.kind, describe(c), c.author, c.date, c.undone) for c in corrections
    ]


def describe(correction: Correction) -> str:
    """Say in one line what a correction does."""
    payload = correction.payload
    if correction.kind == MERGE:
        return f"{_said(payload.get('a'))} is {_said(payload.get('b'))}"
    if correction.kind == SPLIT:
        return f"{_said(payload.get('a'))} is not {_said(payload.get('from'))}"
    if correction.kind == RENAME:
        return f"{_said(payload.get('a'))} is called {payload.get('name')!r}"
    fact = {k: v for k, v in payload.items() if k not in ("paper", "set", "strike") and v}
    # A correction of an earlier kg has only what the fact is found by.
    said = payload.get(SAID) or _listed(fact)
    change = payload.get("set")
    done = f"now {_listed(change)}" if isinstance(change, dict) else "struck out"
    return f"{payload.get('paper')}: {said}: {done}"


def _listed(parts: Mapping[str, object]) -> str:
    return ", ".join(f"{key} {'none' if v is None else v}" for key, v in parts.items())


def _said(payload: object) -> str:
    try:
        key = name_key(payload)
    except ValueError:
        return repr(payload)
    where = f" in {key.paper}" if key.paper else ""
    return f"{key.surface!r}{where}"
