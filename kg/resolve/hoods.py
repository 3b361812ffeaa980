"""Resolves names by neighbourhoods: sets of uses that share keys, directly or through others.

What is in one neighbourhood cannot change another, so a corpus that grows is resolved again only
where new names touch it.
"""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace

from kg.corrections import NameCorrections
from kg.records import Conflict, Paper, ResolvedEntity, first_day_of
from kg.resolve.entities import Cluster, make_entities
from kg.resolve.items import Item
from kg.resolve.table import Table
from kg.resolve.union import clusters, root_of


@dataclass(slots=True)
class Hood:
    """One neighbourhood, resolved.

    Attributes:
        items: Its uses of names.
        keys: All that connects it, or would connect another use with it.
        entities: Its things; one that only goes by another's name in papers has no papers.
        links: (paper id, name of the entity within the paper) to the id of the node.
        conflicts: Merges that were refused.
    """

    items: list[Item]
    keys: set[str]
    entities: list[ResolvedEntity]
    links: dict[tuple[str, str], str]
    conflicts: set[Conflict]


def resolve_hoods(
    items: Iterable[Item], *, paper_of: Callable[[str], Paper], corrections: NameCorrections
) -> list[Hood]:
    """Join names into nodes.

    Args:
        items: Uses of names, in any order; whole neighbourhoods, for the nodes to be right.
        paper_of: Gives a paper by id; asked only where a name may mean two things.
        corrections: What people set right.
    """
    ordered = sorted(items, key=lambda item: (item.paper, item.entity))
    table = Table(paper_of, corrections)
    table.fill(ordered)
    union = table.joined()
    groups = [Cluster(atoms, union.reasons) for atoms in clusters(union)]
    entities = make_entities(groups, renames=table.renamed())
    place = _places(table, groups)
    hoods = {root: Hood([], set(), [], {}, set()) for root in sorted(set(place.values()))}
    uses: dict[int, list[Item]] = {}
    for item in ordered:
        atom = table.links[item.paper, item.entity]
        uses.setdefault(union.find(atom), []).append(item)
        hoods[place[atom]].items.append(item)
    for group, entity in zip(groups, entities, strict=True):
        first = group.atoms[0].id
        hood = hoods[place[first]]
        hood.keys.update(*(atom.near for atom in group.atoms))
        hood.conflicts.update(*(union.conflicts.get(atom.id, ()) for atom in group.atoms))
        mine = uses.get(first, [])
        hood.entities.append(_counted(entity, mine))
        hood.links |= {(item.paper, item.entity): entity.id for item in mine}
    return list(hoods.values())


@contextmanager
def without_collection() -> Iterator[None]:
    """Hold the cyclic collector: it walks millions of live records and frees none of them."""
    collecting = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if collecting:
            gc.enable()


def _counted(entity: ResolvedEntity, items: list[Item]) -> ResolvedEntity:
    dates = [item.date for item in items if item.date]
    return replace(
        entity,
        papers=len({item.paper for item in items}),
        first_seen=min(dates, key=lambda date: (first_day_of(date), -len(date)), default=None),
        known_by=min(((date if "-" in date else f"{date}-12")[:7] for date in dates), default=None),
    )


def _places(table: Table, groups: list[Cluster]) -> dict[int, int]:
    """Return the neighbourhood of each atom: the least atom that it is connected with."""
    parent = list(range(len(table.atoms)))

    def connect(left: int, right: int) -> None:
        left, right = root_of(parent, left), root_of(parent, right)
        parent[max(left, right)] = min(left, right)

    owner: dict[str, int] = {}
    for atom in table.atoms:
        for key in atom.near:
            connect(atom.id, owner.setdefault(key, atom.id))
    for left, right in table.said():
        connect(left, right)
    for group in groups:
        for atom in group.atoms[1:]:
            connect(group.atoms[0].id, atom.id)
    return {atom.id: root_of(parent, atom.id) for atom in table.atoms}
