"""Packs a resolution for the corpus: its names, their reasons, and where retired ids lead."""

from __future__ import annotations

from kg.records import Alias, Conflict, EntityType, Resolution, ResolvedEntity


def pack_names(resolution: Resolution, *, revision: int) -> dict[str, object]:
    """Return entities, aliases, conflicts and redirects as JSON values.

    Args:
        resolution: What was resolved; links and derived relations are left out.
        revision: The corpus revision that it shows.
    """
    papers = sorted({p for e in resolution.entities for a in e.aliases for p in a.papers})
    number = {paper: index for index, paper in enumerate(papers)}
    return {
        "revision": revision,
        "papers": papers,
        "entities": [
            [
                entity.id,
                entity.name,
                entity.type.value,
                [[a.name, a.reason, [number[p] for p in a.papers]] for a in entity.aliases],
            ]
            for entity in resolution.entities
        ],
        "conflicts": [[c.left, c.right, c.evidence, c.rule] for c in resolution.conflicts],
        "redirects": resolution.redirects,
    }


def unpack_names(state: object, *, revision: int | None = None) -> Resolution | None:
    """Return what `pack_names` packed, or None if there is nothing.

    Args:
        state: JSON values.
        revision: Only a resolution of this corpus revision counts; None for any.
    """
    if not isinstance(state, dict) or "entities" not in state:
        return None
    if revision is not None and state["revision"] != revision:
        return None
    papers = state["papers"]
    return Resolution(
        entities=tuple(
            ResolvedEntity(
                id=entity_id,
                name=name,
                type=EntityType(kind),
                aliases=tuple(
                    Alias(alias, reason, tuple(papers[index] for index in used))
                    for alias, reason, used in aliases
                ),
            )
            for entity_id, name, kind, aliases in state["entities"]
        ),
        links={},
        conflicts=tuple(Conflict(*row) for row in state["conflicts"]),
        redirects=dict(state["redirects"]),
    )
