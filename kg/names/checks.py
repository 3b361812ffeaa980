"""What is asked before a person's correction of names is kept."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from kg.catalogue import group_of, load_catalogue
from kg.corrections import MERGE, RENAME, NameKey, name_key
from kg.errors import InputError
from kg.names import describe, entity_of
from kg.names.directory import Directory
from kg.records import Correction, EntityType, ResolvedEntity
from kg.text import fold
from kg.words import command, counted, quoted


@dataclass(frozen=True, slots=True)
class _Before:
    """What the corrections before one change: ids that were joined to others, and new names."""

    joined: dict[str, str] = field(default_factory=dict)
    named: dict[str, str] = field(default_factory=dict)

    def final(self, node: str) -> str:
        while node in self.joined:
            node = self.joined[node]
        return node

    def bear(self, name: str) -> set[str]:
        return {node for node, given in self.named.items() if fold(given) == fold(name)}


def check_merge(known: Directory, one: NameKey, two: NameKey) -> None:
    """Refuse to make one thing of two kinds of things, such as a method and a metric.

    A Model and a Method are of one kind, as are a Benchmark and a Dataset: papers read one thing
    as either. A name that leads to nothing is passed over.

    Raises:
        InputError: The two are of different kinds.
    """
    left, right = entity_of(known, one), entity_of(known, two)
    if left is None or right is None or group_of(left.type) == group_of(right.type):
        return
    raise InputError(
        f"{said_with_papers(known, one)} and {said_with_papers(known, two)} are of "
        "different types; if they are one thing all the same, allow it with --yes"
    )


def are_one(known: Directory, one: NameKey, two: NameKey) -> bool:
    """Return whether two names lead to one thing."""
    left, right = entity_of(known, one), entity_of(known, two)
    return left is not None and right is not None and left.id == right.id


def check_apart(known: Directory, one: NameKey, two: NameKey) -> None:
    """Refuse to join what is one thing already.

    Raises:
        InputError: The two names lead to one thing.
    """
    if are_one(known, one, two):
        why = command("kg", "names", "--why", one.surface)
        both = f"{quoted(one.surface)} and {quoted(two.surface)}"
        raise InputError(f"{both} are one thing already; see: {why}")


def still_apart(one: NameKey, two: NameKey) -> str:
    """Say of a merge that joins nothing what stands against it."""
    both = f"{quoted(one.surface)} and {quoted(two.surface)}"
    return f"{both} stay two things: another correction says so; see: kg names --corrections"


def still_one(one: NameKey, two: NameKey) -> str:
    """Say of a split that parts nothing what it lacks."""
    both = f"{quoted(one.surface)} and {quoted(two.surface)} stay one thing"
    if one.paper is not None:
        see = command("kg", "paper", one.paper)
        return f"{both}: the names in {one.paper} do not part them; see them with: {see}"
    return f"{both}: their spelling does not part them; say whose use is meant with: --paper ID"


def check_rename(
    known: Directory, one: NameKey, name: str, *, before: _Before | None = None
) -> None:
    """Refuse to give a thing the name or alias of another thing, of whatever type.

    Args:
        known: All names as they are.
        one: The thing.
        name: Its new name.
        before: What the corrections before this one change, which it goes on to change.

    Raises:
        InputError: Another thing bears the name; the message has the command that joins the two.
            Or the thing is a repository, which its address names.
    """
    before = before or _Before()
    renamed = entity_of(known, one)
    if renamed is None:
        return
    if renamed.type is EntityType.REPO:
        raise InputError(f"{quoted(one.surface)} is a repository, which is called by its address")
    own = before.final(renamed.id)
    bearing = {entity.id: entity for entity in known.bearers(name)}
    bearing |= {node: entity for node in before.bear(name) for entity in known.carriers(node)}
    others = [bearing[node] for node in sorted(bearing) if before.final(node) != own]
    if not others:
        before.named[renamed.id] = name
        return
    left = one.surface if one.paper is None else renamed.id
    if len(others) > 1:
        ids = ", ".join(f"{entity.id} {_counts(entity)}" for entity in others)
        join = command("kg", "names", "merge", left)
        raise InputError(f"{quoted(name)} is other things already: {ids}; join with: {join} ID")
    shown = _counts(others[0], name=None if others[0].name == name else others[0].name)
    join = command("kg", "names", "merge", left, name)
    raise InputError(
        f"{quoted(name)} is another thing already {shown}; if both are one, join them with: {join}"
    )


def named_twice(known: Directory, corrections: Iterable[Correction]) -> list[str]:
    """Say of each rename in force that gives the name of another thing how to end that.

    Args:
        known: All names as they are.
        corrections: Any corrections.
    """
    notes: list[str] = []
    for correction in corrections:
        if correction.undone or correction.kind != RENAME:
            continue
        one, name = name_key(correction.payload.get("a")), str(correction.payload.get("name"))
        try:
            check_rename(known, one, name)
        except InputError as error:
            undo = command("kg", "names", "undo", str(correction.id))
            notes.append(f"{error}; or take back that {describe(correction)} with: {undo}")
    return notes


def acceptable(
    known: Directory, corrections: Iterable[Correction], *, mixed: bool = False
) -> tuple[list[Correction], list[str]]:
    """Return the corrections that pass the checks, and for each other one why it does not.

    Args:
        known: All names as they are before the first of them.
        corrections: In the order in which they are to be kept; a later one is checked as if the
            merges and renames before it were done.
        mixed: Things of different kinds may be joined.
    """
    kept: list[Correction] = []
    refused: list[str] = []
    before = _Before()
    for correction in corrections:
        try:
            _check(known, correction, before, mixed=mixed)
        except InputError as error:
            refused.append(f"{describe(correction)}: {error}")
        else:
            kept.append(correction)
    return kept, refused


def _check(known: Directory, correction: Correction, before: _Before, *, mixed: bool) -> None:
    if correction.kind not in (MERGE, RENAME):
        return
    one = name_key(correction.payload.get("a"))
    if correction.kind == RENAME:
        check_rename(known, one, str(correction.payload.get("name")), before=before)
        return
    two = name_key(correction.payload.get("b"))
    if not mixed:
        check_merge(known, one, two)
    left, right = entity_of(known, one), entity_of(known, two)
    if left is not None and right is not None:
        ends = before.final(left.id), before.final(right.id)
        if ends[0] != ends[1]:
            before.joined[ends[0]] = ends[1]


def told_apart(known: Directory, one: NameKey, two: NameKey) -> str | None:
    """Say that the catalogue knows two names as two things, or None where it does not."""
    things = [entity_of(known, key) for key in (one, two)]
    found = [load_catalogue().find(thing.name, thing.type) if thing else [] for thing in things]
    left, right = (entries[0] if len(entries) == 1 else None for entries in found)
    if left is None or right is None or left == right:
        return None
    return f"the catalogue knows {quoted(left.name)} and {quoted(right.name)} as two things"


def said_with_papers(known: Directory, key: NameKey, *, name: str | None = None) -> str:
    """Return a name in quotes with its thing's type and how many papers name that.

    Args:
        known: All names as they are.
        key: What is meant.
        name: The name as it was given, where it is another than the key's; an id tells nothing.
    """
    entity = entity_of(known, key)
    if name is None or (entity is not None and name == entity.id):
        name = key.surface
    return f"{quoted(name)} {_counts(entity)}" if entity else quoted(name)


def _counts(entity: ResolvedEntity, *, name: str | None = None) -> str:
    what = f"{name}, {entity.type.value}" if name else entity.type.value
    return f"({what}, {counted(entity.papers, 'paper')})"
