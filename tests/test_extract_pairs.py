"""What an own benchmark is for, and what an own thing derives from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import numpy as np
import pytest

from kg.extract.decode import FoundRelation, hints
from kg.extract.derived import derived
from kg.extract.findings import Findings
from kg.extract.purpose import tasks_of_own
from kg.extract.tidy import regroup
from kg.records import ENTITY_RELATIONS, EntityType, RelationType
from tests.findings import make_found

BENCHMARK, DATASET, TASK = EntityType.BENCHMARK, EntityType.DATASET, EntityType.TASK
METHOD, BASED_ON = EntityType.METHOD, RelationType.BASED_ON
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
    # A method of the paper's own beside it changes nothing.
    assert len(purposes(text, own="Foo, Bar", Foo=BENCHMARK, Bar=METHOD)) == 1
    found = make_found("T\nWe introduce Foo for Heron.", "Foo", Foo=BENCHMARK, Heron=METHOD)
    assert tasks_of_own(with_said(found, {"Heron": ADDRESSES})) == []


def bases(text: str, chance: float, name: str = "Foo", *, own: str = "Foo", sides=(0, 1)):
    """Return what is told, by chance and evidence, where the reader thinks of *name* and Heron."""
    found = make_found(text, own, **{name: METHOD, "Heron": METHOD})
    places = sorted(range(2), key=lambda k: found.groups[k].name == "Heron")
    source, target = (places[side] for side in sides)
    hint = FoundRelation(BASED_ON, source, target, (), chance)
    found = replace(found, reading=replace(found.reading, hints=(hint,)))
    told = derived(found)
    assert all((s.type, s.source, s.target) == (BASED_ON, source, target) for s in told)
    return [(s.chance, text[slice(*s.evidence)]) for s in told]


def test_an_own_thing_derives_from_what_wording_and_the_reader_tell_together():
    # Previously nothing was told without a word like "extends", however sure the reader was.
    says = "We propose Foo, a Heron framework."
    [(plain, evidence)] = bases(f"T\n{says} Tests follow.", 0.75)
    assert evidence == says
    [(extends, _)] = bases("T\nWe propose Foo, which extends Heron.", 0.75)
    assert extends > plain
    assert bases("T\nWe propose Foo, which combines Heron and more.", 0.75) == []
    assert bases(f"T\n{says}", 0.1) == []


def test_what_shares_its_words_with_an_own_thing_needs_less_of_the_reader():
    text = "T\nWe propose {0} for lakes, a Heron framework."
    assert bases(text.format("Foo"), 0.25) == []
    assert bases(text.format("Quick-Heron"), 0.25, "Quick_Heron", own="Quick-Heron")


def test_what_is_not_own_or_too_far_away_derives_from_nothing_by_wording():
    text = "T\nWe propose Foo, a Heron framework."
    assert bases(text, 0.9)
    assert bases(text, 0.9, own="") == []
    assert bases(text, 0.9, own="Foo, Heron") == []
    assert bases(text, 0.9, sides=(1, 0)) == []
    assert bases("T\nWe propose Foo. It is so. It is new. Heron is old.", 0.9) == []


def test_hints_are_what_may_derive_and_go_with_their_things():
    text = "T\nThis is Foo of Heron."
    found = make_found(text, Foo=METHOD, Heron=METHOD)
    spans = [group.spans[0] for group in found.groups]
    pairs = [(0, 1, *spans), (1, 0, *spans[::-1])]
    chances = np.zeros((2, len(ENTITY_RELATIONS)), np.float32)
    chances[:, ENTITY_RELATIONS.index(BASED_ON)] = 0.3, 0.01
    [hint] = hints(chances, pairs)
    assert (hint.type, hint.source, hint.target) == (BASED_ON, 0, 1)
    reading = replace(found.reading, hints=(hint,))
    more = make_found("T\nThe A of it", A=METHOD).groups
    longer = replace(
        reading, groups=(*more, *found.groups), hints=(replace(hint, source=1, target=2),)
    )
    assert regroup(longer, text=text, homes={1: 1, 2: 2}).hints == (hint,)
    assert regroup(longer, text=text, homes={0: 0, 2: 2}).hints == ()


@pytest.mark.parametrize(
    "apart",
    [
        "Foo outperforms the existing Heron methods.",
        "Unlike Heron, Foo swims.",
        "Foo is faster than conventional Heron.",
        "Foo mends the faults of existing methods like Heron.",
        "Foo is a Heron-free framework.",
    ],
)
def test_a_sentence_that_sets_two_things_apart_proves_no_base(apart):
    # Previously such a sentence was the evidence
    assert bases(f"T\n{apart}", 0.9) == []
    says = "We propose Foo, a Heron framework."
    [(_, evidence)] = bases(f"T\n{apart} {says}", 0.9)
    assert says in evidence
