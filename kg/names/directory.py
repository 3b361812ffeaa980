"""Finds the things of a resolution by id and by name."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property

from kg.catalogue import group_of
from kg.records import EntityType, Resolution, ResolvedEntity
from kg.resolve.entities import is_firm
from kg.text import fold
from kg.text.repos import repo_key


class Directory:
    """All things of a resolution: their names are folded once, however many are looked up.

    Args:
        resolution: All names of the corpus.
    """

    def __init__(self, resolution: Resolution) -> None:
        self.resolution = resolution

    def carriers(self, name: str, entity_type: EntityType | None = None) -> list[ResolvedEntity]:
        """Return the things of an id, retired id, name or alias; names beat aliases of one paper.

        Args:
            name: In whatever spelling.
            entity_type: Keeps things of its group (Model with Method, Benchmark with Dataset); an
                id needs none.
        """
        exact = self._by_id.get(self.resolution.redirects.get(name, name))
        if exact is not None:
            return [exact]
        firm = _of_group(self.bearers(name), entity_type)
        return firm or _of_group(_found(self._loose, name), entity_type)

    def bearers(self, name: str) -> list[ResolvedEntity]:
        """Return the things of any type that bear a name or firm alias, in whatever spelling."""
        return _found(self._firm, name)

    @cached_property
    def _by_id(self) -> dict[str, ResolvedEntity]:
        return {entity.id: entity for entity in self.resolution.entities}

    @cached_property
    def _firm(self) -> dict[str, list[ResolvedEntity]]:
        return _folded(self.resolution.entities, firm=True)

    @cached_property
    def _loose(self) -> dict[str, list[ResolvedEntity]]:
        return _folded(self.resolution.entities, firm=False)


def _folded(entities: Iterable[ResolvedEntity], *, firm: bool) -> dict[str, list[ResolvedEntity]]:
    """Return the things by what they are called, or only by what single papers call them."""
    found: dict[str, list[ResolvedEntity]] = {}
    for entity in entities:
        names = {fold(alias.name) for alias in entity.aliases if is_firm(alias) is firm}
        for name in {*names, fold(entity.name)} if firm else names:
            found.setdefault(name, []).append(entity)
    return found


def _found(by_name: dict[str, list[ResolvedEntity]], name: str) -> list[ResolvedEntity]:
    wanted = {fold(name), fold(repo_key(name))}
    found = {entity.id: entity for spelling in wanted for entity in by_name.get(spelling, ())}
    return [found[node] for node in sorted(found)]


def _of_group(
    entities: list[ResolvedEntity], entity_type: EntityType | None
) -> list[ResolvedEntity]:
    if entity_type is None:
        return entities
    return [entity for entity in entities if group_of(entity.type) == group_of(entity_type)]
