"""What a paper's record states beside its text, as if it had been read there."""

from __future__ import annotations

from dataclasses import replace

from kg.records import Entity, EntityType, Extraction, Paper, Relation, RelationType
from kg.text.repos import repo_key


def with_stated_code(paper: Paper, extraction: Extraction) -> Extraction:
    """Return the extraction with the code and pages that the paper's record states.

    Where the text says that the paper releases an address, its sentence stays the evidence.
    """
    if not paper.code:
        return extraction
    names = {
        repo_key(entity.name): entity.name
        for entity in extraction.entities
        if entity.type is EntityType.REPO
    }
    told = {one.target for one in extraction.relations if one.type is RelationType.HAS_REPO}
    entities, relations = list(extraction.entities), list(extraction.relations)
    for url, said in paper.code:
        key = repo_key(url)
        if key not in names:
            names[key] = url
            entities.append(Entity(url, EntityType.REPO, ()))
        if names[key] not in told:
            told.add(names[key])
            relations.append(Relation(RelationType.HAS_REPO, None, names[key], 0, 0, stated=said))
    relations.sort(key=lambda one: (one.type, one.source or "", one.target))
    return replace(extraction, entities=tuple(entities), relations=tuple(relations))
