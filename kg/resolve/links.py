"""What follows from names alone: members of families, and where retired ids lead."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import takewhile

from kg.catalogue import group_of
from kg.records import Alias, DerivedRelation, EntityType, RelationType, ResolvedEntity
from kg.resolve.keys import catalogue_entries, spelling_keys
from kg.text import clean
from kg.text.names import SIZES, TIERS, VARIANTS, pieces
from kg.text.shown import ends_in_power, shown

_SIZE = re.compile(r"\d+(\.\d+)?(x\d+(\.\d+)?)?[bm]$|a\d+(\.\d+)?b$", re.IGNORECASE)
_DATE = re.compile(r"\d{4}$|\d{6,8}$|20\d\d-\d\d-\d\d$")
# `KITTI-360` is no version of KITTI, nor `Search-R1` of a search, nor `TD3` of TD.
_VERSION = re.compile(r"v?(?:\d+\.\d+(?:\.\d+)*|1?\d)$", re.IGNORECASE)
_WITH_FAMILIES = ("system", "data")
_SHORT_STEM = re.compile(r"[A-Za-z]{1,3}\d")
_SPLITS = frozenset(
    {"dev", "development", "val", "validation", "test", "train", "testmini", "verified", "lite"}
    | {"mini", "hard", "full", "plus", "pro", "live", "multilingual", "zh", "en", "easy"}
    | {"challenge"}
)


def derive_relations(entities: Sequence[ResolvedEntity]) -> tuple[DerivedRelation, ...]:
    """Return PART_OF from each size, version, variant, year or split to its nearest family.

    Only nodes that exist are linked; none is made up.

    Args:
        entities: All things, sorted by id; one without papers is no node.
    """
    index: dict[str, str] = {}
    entities = [entity for entity in entities if entity.papers]
    for entity in entities:
        for key in node_keys(entity):
            index.setdefault(key, entity.id)
    found = []
    for entity in entities:
        for key, rule in family_keys(entity):
            target = index.get(key, entity.id)
            if target != entity.id:
                found.append(DerivedRelation(RelationType.PART_OF, entity.id, target, rule))
                break
    return tuple(found)


def node_keys(entity: ResolvedEntity) -> list[str]:
    """Return the keys under which a node is found as a family; only some groups have families."""
    group = group_of(entity.type)
    if group not in _WITH_FAMILIES:
        return []
    return [f"{group} {key.text}" for key in spelling_keys(entity.name, group)]


def family_keys(entity: ResolvedEntity) -> list[tuple[str, str]]:
    """Return the keys of what a node is a part of, the nearest first, each with its rule."""
    group = group_of(entity.type)
    if group not in _WITH_FAMILIES:
        return []
    shorter = list(_shorter(entity.name, group))
    if _SHORT_STEM.match(clean(entity.name)):
        shorter = [(name, rule) for name, rule in shorter if rule != "version"]
    if entity.type is EntityType.METHOD:
        shorter = [(name, rule) for name, rule in shorter if rule == "version"]
    # A size or variant is nearest to the name without it; of versions the catalogue knows more.
    details = list(takewhile(lambda row: row[1] != "version", shorter))
    catalogue = _catalogue_parents(entity.name, group)
    return [
        (f"{group} {key.text}", rule)
        for name, rule in (*details, *catalogue, *shorter[len(details) :])
        for key in spelling_keys(name, group)[:1]
    ]


def _catalogue_parents(name: str, group: str) -> Iterator[tuple[str, str]]:
    found = catalogue_entries(name, group)
    if len(found) == 1 and found[0].parent:
        yield found[0].parent, "catalogue"


def _shorter(name: str, group: str) -> Iterator[tuple[str, str]]:
    """Names that lack the last part of this one, with the rule that names the part."""
    # `LLaVA³` is no third LLaVA.
    if ends_in_power(name):
        return
    parts = pieces(clean(name)) if group == "system" else clean(name).replace("-", " ").split()
    while len(parts) > 1:
        rule = _rule(parts[-1], group)
        if rule is None:
            return
        parts = parts[:-1]
        yield " ".join(parts), rule


def _rule(part: str, group: str) -> str | None:
    lower = part.lower().strip("'")
    if group == "data":
        if re.fullmatch(r"(20)?[012]\d", lower):
            return "year"
        if _VERSION.match(lower) or lower == "+":
            return "version"
        return "split" if lower in _SPLITS else None
    if _SIZE.match(lower) or lower in SIZES:
        return "size"
    if lower in VARIANTS or lower in TIERS:
        return "variant"
    if _DATE.match(lower):
        return "date"
    return "version" if _VERSION.match(lower) else None


def successors(
    gone: Sequence[ResolvedEntity], entities: Sequence[ResolvedEntity]
) -> dict[str, str]:
    """Return where ids that are gone lead: to the node that took most of their papers' uses.

    Args:
        gone: Nodes whose ids are there no more; one that nothing replaces is left out.
        entities: The nodes that may have taken their place.
    """
    wanted = {name for entity in gone for alias in entity.aliases for name in _spellings(alias)}
    uses: dict[tuple[str, str, str], str] = {}
    for entity in entities if wanted else ():
        for alias in entity.aliases:
            if alias.name in wanted:
                for paper in alias.papers:
                    uses[group_of(entity.type), alias.name, paper] = entity.id
    found: dict[str, str] = {}
    for entity in gone:
        votes = Counter(
            uses[key]
            for alias in entity.aliases
            for name in _spellings(alias)
            for paper in alias.papers
            if (key := (group_of(entity.type), name, paper)) in uses
        )
        if votes:
            found[entity.id] = min(votes, key=lambda new: (-votes[new], new))
    return found


def _spellings(alias: Alias) -> set[str]:
    """The spelling of a node that is gone and the one of today: older rules kept TeX."""
    return {alias.name, shown(alias.name)}
