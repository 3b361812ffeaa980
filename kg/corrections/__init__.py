"""What people correct: names that are one thing or two, and facts that are wrong."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass

from kg.catalogue import group_of
from kg.errors import InputError
from kg.records import Correction, EntityType
from kg.text import fold

MERGE, SPLIT, RENAME = "merge", "split", "rename"
NAME_KINDS = (MERGE, SPLIT, RENAME)


@dataclass(frozen=True, slots=True, order=True)
class NameKey:
    """Which name is meant: by surface, type and paper, never by an id that can change.

    Attributes:
        surface: The name as papers write it; any spelling that folds to it counts.
        type: The type it is read as; None for all.
        paper: Id of the one paper in which it is meant; None for all.
    """

    surface: str
    type: EntityType | None = None
    paper: str | None = None

    def payload(self) -> dict[str, str]:
        """Return it as plain values."""
        parts = {"surface": self.surface, "type": self.type, "paper": self.paper}
        return {key: str(value) for key, value in parts.items() if value is not None}


def name_key(payload: object) -> NameKey:
    """Read a NameKey from plain values.

    Raises:
        ValueError: The payload is none.
    """
    if not isinstance(payload, dict) or not isinstance(payload.get("surface"), str):
        raise ValueError(f"a correction lacks the surface of a name: {payload!r}")
    kind, paper = payload.get("type"), payload.get("paper")
    if kind is not None and kind not in list(EntityType):
        raise ValueError(f"no type {kind!r}; there are: {', '.join(EntityType)}")
    if paper is not None and not isinstance(paper, str):
        raise ValueError(f"the paper {paper!r} is no text; put it in quotes")
    return NameKey(payload["surface"], EntityType(kind) if kind is not None else None, paper)


@contextmanager
def usable(correction: Correction) -> Iterator[None]:
    """Say of a kept correction that cannot be used how to take it back.

    Raises:
        InputError: The block found it malformed.
    """
    try:
        yield
    except (ValueError, InputError) as error:
        raise InputError(
            f"correction {correction.id} cannot be used: {error}; take it back with: "
            f"kg names undo {correction.id}"
        ) from error


@dataclass(frozen=True, slots=True)
class NameCorrections:
    """The name corrections in force, in the order in which they were made.

    Attributes:
        merges: Pairs that are one thing.
        splits: Pairs that are two things.
        renames: The name to use for a thing.
    """

    merges: tuple[tuple[NameKey, NameKey], ...] = ()
    splits: tuple[tuple[NameKey, NameKey], ...] = ()
    renames: tuple[tuple[NameKey, str], ...] = ()


def name_corrections(corrections: Iterable[Correction]) -> NameCorrections:
    """Pick the name corrections that are in force; a later one overrules an earlier one.

    Raises:
        InputError: One of them cannot be used; the message says how to take it back.
    """
    links: dict[frozenset[object], tuple[NameKey, NameKey, bool]] = {}
    renames: dict[NameKey, str] = {}
    for correction in sorted(corrections, key=lambda item: item.id):
        if correction.undone or correction.kind not in NAME_KINDS:
            continue
        with usable(correction):
            if correction.kind == RENAME:
                renamed, name = _rename(correction.payload)
                renames.pop(renamed, None)
                renames[renamed] = name
                continue
            one, two = _pair(correction)
            links.pop(_names_of(one, two), None)
            links[_names_of(one, two)] = (one, two, correction.kind == MERGE)
    return NameCorrections(
        merges=tuple((one, two) for one, two, merged in links.values() if merged),
        splits=tuple((one, two) for one, two, merged in links.values() if not merged),
        renames=tuple(renames.items()),
    )


def _rename(payload: Mapping[str, object]) -> tuple[NameKey, str]:
    name = payload.get("name")
    if not isinstance(name, str):
        raise ValueError(f"it lacks the new name: {payload!r}")
    return name_key(payload.get("a")), name


def _pair(correction: Correction) -> tuple[NameKey, NameKey]:
    other = "b" if correction.kind == MERGE else "from"
    return name_key(correction.payload.get("a")), name_key(correction.payload.get(other))


def _names_of(one: NameKey, two: NameKey) -> frozenset[object]:
    """Return what a correction is about, however its names are spelled.

    Where they are two spellings of one name, these tell what is meant.
    """
    parts = [(fold(k.surface), k.type and group_of(k.type), k.paper) for k in (one, two)]
    return frozenset(parts if parts[0] != parts[1] else (one, two))


def corrected_surfaces(corrections: NameCorrections) -> list[list[str]]:
    """Return what each correction says, then the surfaces that it is about, in order."""
    pairs = [("merge", *pair) for pair in corrections.merges]
    pairs += [("split", *pair) for pair in corrections.splits]
    rows = [[repr(pair), pair[1].surface, pair[2].surface] for pair in pairs]
    return rows + [[repr(row), row[0].surface] for row in corrections.renames]
