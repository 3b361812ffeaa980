"""From the names of all papers to the nodes of the graph, with the reason of every merge."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from kg.corrections import name_corrections
from kg.corrections.facts import apply_fact_corrections
from kg.records import Correction, Extraction, Paper, Resolution, ResolvedEntity
from kg.resolve.hoods import resolve_hoods, without_collection
from kg.resolve.items import paper_items
from kg.resolve.kept import NameTables
from kg.resolve.links import derive_relations, successors
from kg.resolve.packing import unpack_entity
from kg.resolve.rules import same_name
from kg.resolve.update import CorpusLike, is_current, update_names


def resolve(
    papers: Iterable[tuple[Paper, Extraction]],
    *,
    corrections: Iterable[Correction] = (),
    previous: Resolution | None = None,
) -> Resolution:
    """Join the names of all papers into nodes.

    The result does not depend on the order of the papers; `previous` only adds redirects.

    Args:
        papers: Papers with what their texts say.
        corrections: What people set right; facts and undone ones are passed over.
        previous: The last resolution: ids of it that are gone lead to what took their place.

    Raises:
        InputError: A correction cannot be used; the message says how to take it back.
    """
    people = name_corrections(corrections)
    with without_collection():
        texts: dict[str, Paper] = {}
        items = []
        for paper, extraction in papers:
            texts[paper.id] = paper
            items += paper_items(paper, extraction)
        hoods = resolve_hoods(items, paper_of=texts.__getitem__, corrections=people)
    entities = sorted((e for hood in hoods for e in hood.entities), key=lambda e: e.id)
    return Resolution(
        entities=tuple(entities),
        links={key: node for hood in hoods for key, node in hood.links.items()},
        derived=derive_relations(entities),
        conflicts=tuple(sorted(set().union(*(hood.conflicts for hood in hoods)))),
        redirects=_redirects(previous, entities) if previous is not None else {},
    )


def _redirects(previous: Resolution, entities: list[ResolvedEntity]) -> dict[str, str]:
    ids = {entity.id for entity in entities}
    found = successors([e for e in previous.entities if e.id not in ids], entities)
    for old, target in previous.redirects.items():
        final = found.get(target, target)
        if old not in ids and final in ids:
            found.setdefault(old, final)
    return dict(sorted(found.items()))


def kept_names(
    corpus: CorpusLike,
    *,
    papers: Collection[str] | None = None,
    nodes: Collection[str] | None = None,
) -> Resolution:
    """Return the names as they were last resolved.

    Args:
        corpus: Where they are kept.
        papers: Only the links of these papers; None for all.
        nodes: Only these nodes, with what they are part of and the ids that lead to them; None
            for all.
    """
    names = NameTables(corpus)
    return Resolution(
        entities=tuple(unpack_entity(*row) for row in names.nodes(nodes)),
        links=names.links(papers),
        derived=names.derived(nodes),
        conflicts=names.conflicts(),
        redirects=names.redirects(nodes),
    )


def changed_nodes(corpus: CorpusLike, since: int) -> set[str]:
    """Return the nodes that changed after a corpus revision, also those that are gone."""
    return NameTables(corpus).changed_nodes(since)


def known_names(corpus: CorpusLike) -> Resolution:
    """Return the names of a corpus as it is now, without changing it.

    Raises:
        StoreError: The corpus cannot be read.
        InputError: A correction cannot be used; the message says how to take it back.
    """
    if is_current(corpus):
        return kept_names(corpus)
    corrections = corpus.corrections()
    papers = (
        (paper, apply_fact_corrections(paper, extraction, corrections))
        for paper, extraction in corpus.items()
    )
    return resolve(papers, corrections=corrections, previous=kept_names(corpus))


__all__ = [
    "changed_nodes",
    "is_current",
    "kept_names",
    "known_names",
    "resolve",
    "same_name",
    "update_names",
]
