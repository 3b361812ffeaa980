"""What an own benchmark is for, and what an own thing derives from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import pytest

from kg.extract.decode import FoundRelation
from kg.extract.findings import Findings
from kg.extract.purpose import tasks_of_own
from kg.records import EntityType, RelationType
from tests.findings import make_found

BENCHMARK, DATASET, TASK = EntityType.BENCHMARK, EntityType.DATASET, EntityType.TASK
ADDRESSES, MENTIONS = RelationType.ADDRESSES, RelationType.MENTIONS


def with_said(found: Findings, said: Mapping[str, RelationType]) -> Findings:
    """Return findings in which the paper says something of others' things, too."""
    index = {group.name: k for k, group in enumerate(found.groups)}
    told = tuple(FoundRelation(kind, None, index[name], (), 0.9) for name, kind in said.items())
    reading = replace(found.reading, relations=(*found.reading.relations, *told))
    return replace(found, reading=reading)


def purposes(text: str, *, own: str = "Foo", said: RelationType = ADDRESSES, **kinds: EntityType):
    found = with_said(make_found(text, own, sorting=TASK, **kinds), {"sorting": said})
    return [found.text[slice(*item.evidence)] for item in tasks_of_own(found)]


@pytest.mark.parametrize(
    ("text", "evidence"),
    [
        (
            "T\nWe introduce Foo, a benchmark for sorting.",
            "We introduce Foo, a benchmark for sorting.",
        ),
        ("Foo: sorting in the wild\nIt is hard.", "Foo: sorting in the wild"),
        ("Foo: sorting\nWe build Foo to test sorting.", "We build Foo to test sorting."),
    ],
)
def test_an_own_benchmark_is_for_the_task_behind_it_where_it_is_presented(text, evidence):
    # Previously this was told only where the reader was sure of it.
    assert purposes(text, Foo=BENCHMARK) == [evidence]


@pytest.mark.parametrize(
    "text",
    [
        "T\nTo help sorting, we introduce Foo.",
        "T\nWe introduce Foo. It has much of sorting.",
        "T\nOn Foo our system is best at sorting.",
    ],
)
def test_a_task_before_or_apart_from_an_own_benchmark_is_not_told_by_rule(text):
    assert purposes(text, Foo=BENCHMARK) == []


def test_a_task_of_an_own_data_set_or_one_of_several_is_not_told_by_rule():
    text = "T\nWe introduce Foo for sorting, and Bar."
    assert purposes(text, Foo=DATASET) == []
    assert purposes(text, own="Foo, Bar", Foo=BENCHMARK, Bar=BENCHMARK) == []
    assert purposes(text, own="Bar", Foo=BENCHMARK, Bar=BENCHMARK) == []
    assert purposes(text, Foo=BENCHMARK, said=MENTIONS) == []
    assert len(purposes(text, Foo=BENCHMARK, Bar=BENCHMARK)) == 1
