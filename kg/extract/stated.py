"""Puts together what reader and rules state, without contradiction."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from kg.extract.bases import bases_by_name
from kg.extract.derived import derived
from kg.extract.findings import Findings, Stated
from kg.extract.parts import parts_by_name, parts_of_own
from kg.extract.purpose import tasks_of_own
from kg.extract.wins import wins, wins_by_results
from kg.records import Entity, EntityType, Relation, RelationType, Result

# What is mostly said of a thing of some type.
USUAL = {
    EntityType.BENCHMARK: RelationType.EVALUATES_ON,
    EntityType.METHOD: RelationType.USES,
    EntityType.METRIC: RelationType.MEASURES,
    EntityType.MODEL: RelationType.USES,
    EntityType.TASK: RelationType.ADDRESSES,
}
# Below, of 49 on dev and seed less than half are right.
_LIKELY = 0.4
# All of 363 annotated own benchmarks with results are evaluated on, and 27 of 30 unread ones.
_OWN_WITH_RESULTS = 0.9
_BETWEEN = (RelationType.PART_OF, RelationType.BASED_ON, RelationType.OUTPERFORMS)


def stated_by_rule(found: Findings) -> list[Stated]:
    """Return the relations between two things that names and wording say."""
    rules = (
        parts_by_name,
        parts_of_own,
        bases_by_name,
        derived,
        tasks_of_own,
        wins,
        wins_by_results,
    )
    return [stated for rule in rules for stated in rule(found)]


def consistent(relations: Sequence[Relation]) -> list[Relation]:
    """Return the relations without those that a surer one contradicts, and with what follows.

    A part of a thing neither derives from it nor beats it, nothing is both better and worse, and
    what the paper works with is not only mentioned. What its own work beats it compares with (1,195
    of 1,224 annotated), and what that is based on it uses (1,835 of 1,871).
    """
    surest = sorted(relations, key=lambda r: (-r.confidence, r.type, r.source or "", r.target))
    settled: dict[frozenset[str], list[Relation]] = {}
    kept = []
    for relation in surest:
        if relation.type in _BETWEEN and relation.source is not None:
            others = settled.setdefault(frozenset((relation.source, relation.target)), [])
            if any(_contradicts(relation, other) for other in others):
                continue
            others.append(relation)
        kept.append(relation)
    kept += [*_compared(kept), *_built_on(kept)]
    taken = {r.target for r in kept if r.source is None and r.type is not RelationType.MENTIONS}
    return [r for r in kept if r.type is not RelationType.MENTIONS or r.target not in taken]


def _contradicts(relation: Relation, other: Relation) -> bool:
    """Whether two relations of the same pair exclude each other."""
    types = {relation.type, other.type}
    if types == {RelationType.BASED_ON, RelationType.OUTPERFORMS}:
        return False
    return len(types) == 2 or relation.source != other.source


def _introduced(relations: Sequence[Relation]) -> set[str]:
    return {r.target for r in relations if r.type is RelationType.INTRODUCES}


def _compared(relations: Sequence[Relation]) -> list[Relation]:
    """Return what the paper compares with: what its own things beat, unless it is its own too."""
    own = _introduced(relations)
    return [
        replace(r, type=RelationType.COMPARES_WITH, source=None)
        for r in relations
        if r.type is RelationType.OUTPERFORMS and r.source in own and r.target not in own
    ]


def _built_on(relations: Sequence[Relation]) -> list[Relation]:
    """Return what the paper uses without saying so: what its own things, not it, are based on."""
    own = _introduced(relations)
    told = own | {r.target for r in relations if r.type is RelationType.USES}
    return [
        replace(r, type=RelationType.USES, source=None)
        for r in relations
        if r.type is RelationType.BASED_ON and r.source in own and r.target not in told
    ]


def evaluated_on(
    relations: Sequence[Relation], results: Sequence[Result], entities: Mapping[str, Entity]
) -> list[Relation]:
    """Return what the paper evaluates on without saying so: its own benchmarks with results.

    All of 363 benchmarks that an annotated paper introduces and has a result on are evaluated on;
    of 30 in 8,125 abstracts 27. The evidence is that of a result, best one that names it.
    """
    told = {r.target for r in relations if r.type is RelationType.EVALUATES_ON}
    added = []
    for own in relations:
        thing = entities[own.target]
        rows = [row for row in results if row.benchmark == own.target]
        is_own = own.type is RelationType.INTRODUCES and thing.type is EntityType.BENCHMARK
        if is_own and own.target not in told and rows:
            row = max(rows, key=lambda row: (_is_named(thing, row), row.confidence, -row.start))
            added.append(
                replace(
                    own,
                    type=RelationType.EVALUATES_ON,
                    start=row.sentence_start,
                    end=row.sentence_end,
                    confidence=round(own.confidence * _OWN_WITH_RESULTS, 4),
                )
            )
    return added


def _is_named(thing: Entity, row: Result) -> bool:
    """Whether the evidence of a result names a thing."""
    return any(row.sentence_start <= m.start < row.sentence_end for m in thing.mentions)


def usual_relations(
    unsure: Sequence[Relation], told: Sequence[Relation], entities: Mapping[str, Entity]
) -> list[Relation]:
    """Return what is likeliest said of things of which nothing else is told.

    Every thing that a paper names has a relation to it. Of 515 of which none was sure enough, in
    540 annotated papers, 410 are things, 60 of them mentioned and no more. Where the likeliest is
    the usual one for the type and its chance that of `_LIKELY`, it is right for 110 of 164.

    Args:
        unsure: Relations that are less sure than what is stated.
        told: Those that are stated.
        entities: The things by name.
    """
    bare = entities.keys() - {r.target for r in told if r.source is None}
    return [
        r
        for r in likeliest(unsure).values()
        if r.confidence >= _LIKELY
        and r.target in bare
        and r.type is USUAL.get(entities[r.target].type)
    ]


def likeliest(relations: Sequence[Relation]) -> dict[str, Relation]:
    """Return the surest relation of the paper to each thing."""
    best: dict[str, Relation] = {}
    for relation in sorted(relations, key=lambda r: (-r.confidence, r.type)):
        if relation.source is None:
            best.setdefault(relation.target, relation)
    return best
