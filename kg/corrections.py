"""What people correct: names that are one thing or two, and facts that are wrong."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from kg.records import Correction, EntityType

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
    kind = payload.get("type")
    return NameKey(
        surface=payload["surface"],
        type=EntityType(kind) if kind is not None else None,
        paper=payload.get("paper"),
    )


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
        ValueError: A payload is malformed.
    """
    links: dict[tuple[NameKey, NameKey], bool] = {}
    renames: dict[NameKey, str] = {}
    for correction in sorted(corrections, key=lambda item: item.id):
        payload = correction.payload
        if correction.undone or correction.kind not in NAME_KINDS:
            continue
        if correction.kind == RENAME:
            renamed = name_key(payload.get("a"))
            renames.pop(renamed, None)
            renames[renamed] = str(payload["name"])
            continue
        merged = correction.kind == MERGE
        one, two = name_key(payload.get("a")), name_key(payload.get("b" if merged else "from"))
        for pair in ((one, two), (two, one)):
            links.pop(pair, None)
        links[(one, two)] = merged
    return NameCorrections(
        merges=tuple(pair for pair, merged in links.items() if merged),
        splits=tuple(pair for pair, merged in links.items() if not merged),
        renames=tuple(renames.items()),
    )


def corrected_surfaces(corrections: NameCorrections) -> list[list[str]]:
    """Return what each correction says, then the surfaces that it is about, in order."""
    pairs = [("merge", *pair) for pair in corrections.merges]
    pairs += [("split", *pair) for pair in corrections.splits]
    rows = [[repr(pair), pair[1].surface, pair[2].surface] for pair in pairs]
    return rows + [[repr(row), row[0].surface] for row in corrections.renames]
