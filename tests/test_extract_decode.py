"""From the reader's chances to relations and results."""

from __future__ import annotations

import numpy as np
import pytest

from kg.extract.decode import KINDS, Thresholds, arcs, paper_relations, results
from kg.extract.group import Group, Span
from kg.records import ENTITY_RELATIONS, PAPER_RELATIONS, EntityType, RelationType, ResultKind
from kg.roles import ROLES

INTRODUCES, USES, MENTIONS = RelationType.INTRODUCES, RelationType.USES, RelationType.MENTIONS
FOO = Group(
    "Foo",
    EntityType.METHOD,
    (Span(0, 3, EntityType.METHOD, 0.9), Span(20, 23, EntityType.METHOD, 0.9)),
    0.9,
)
BAR = Group("Bar", EntityType.METHOD, (Span(10, 13, EntityType.METHOD, 0.9),), 0.9)


def of_paper(*mentions: dict[RelationType, float], limits: Thresholds):
    """Decode the chances of both mentions of Foo and the one of Bar."""
    chances = np.zeros((3, len(PAPER_RELATIONS)), np.float32)
    for row, said in enumerate(mentions):
        for relation, chance in said.items():
            chances[row, PAPER_RELATIONS.index(relation)] = chance
    return paper_relations(chances, [FOO, BAR], np.array([0, 0, 1]), limits=limits)


def test_the_mention_that_says_a_relation_best_proves_it_and_all_are_kept():
    found, _ = of_paper({USES: 0.6}, {USES: 0.75}, {USES: 0.5}, limits=Thresholds())
    assert (found.type, found.target, found.spans, found.confidence) == (USES, 0, ((20, 23),), 0.75)
    assert [(start, round(chance, 1)) for start, _, chance in found.places] == [(0, 0.6), (20, 0.8)]


def test_a_thing_has_all_relations_that_are_sure_and_else_its_best():
    limits = Thresholds(paper={"USES": 0.25}, fallback=0.2)
    both = of_paper(
        {INTRODUCES: 0.5, USES: 0.25}, {}, {INTRODUCES: 0.49, MENTIONS: 0.2}, limits=limits
    )
    assert {(r.type, r.target) for r in both} == {(INTRODUCES, 0), (USES, 0), (INTRODUCES, 1)}
    assert [r.target for r in of_paper({}, {}, {MENTIONS: 0.19}, limits=limits)] == []


def test_of_two_things_the_relation_that_is_furthest_above_its_limit_holds():
    chances = np.zeros((2, len(ENTITY_RELATIONS)), np.float32)
    part, beats = (
        ENTITY_RELATIONS.index(one) for one in (RelationType.PART_OF, RelationType.OUTPERFORMS)
    )
    chances[0, [part, beats]] = 0.5, 0.75
    chances[1, [part, beats]] = 0.24, 0.74
    limits = Thresholds(arc={"PART_OF": 0.125, "OUTPERFORMS": 0.75})
    pairs = [(0, 1, FOO.spans[1], BAR.spans[0]), (1, 0, BAR.spans[0], FOO.spans[1])]
    first, second = arcs(chances, pairs, limits=limits)
    assert (first.type, first.source, first.target) == (RelationType.PART_OF, 0, 1)
    assert (first.spans, first.confidence) == (((10, 13), (20, 23)), 0.5)
    assert (second.type, second.spans) == (RelationType.PART_OF, ((10, 13), (20, 23)))
    assert arcs(chances[:0], [], limits=limits) == []


@pytest.mark.parametrize("kind", list(ResultKind))
def test_a_number_is_a_result_of_the_likeliest_kind_and_points_to_the_likeliest_things(kind):
    kinds = np.full((2, len(KINDS)), 0.1)
    kinds[:, 0] = 0.5, 0.51
    kinds[0, KINDS.index(kind)] = 0.3
    pointers = np.zeros((2, 3, len(ROLES)))
    pointers[:, 0], pointers[:, 1], pointers[:, 2] = 0.125, 0.25, 0.625
    pointers[0, 0, ROLES.index("metric")] = 0.75
    (found,) = results(kinds, pointers, limits=Thresholds())
    assert (found.number, found.kind) == (0, kind)
    assert (found.subject, found.benchmark, found.metric, found.versus) == (1, 1, None, 1)
    assert found.sure == (0.625, 0.625, 0.75)
