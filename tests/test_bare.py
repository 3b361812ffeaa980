from __future__ import annotations

import pytest

from kg.extract.bare import told_by_others
from kg.records import EntityType, Relation, RelationType
from tests.test_stated import make_found

METHOD, TASK, METRIC = EntityType.METHOD, EntityType.TASK, EntityType.METRIC
USES, ADDRESSES = RelationType.USES, RelationType.ADDRESSES
COMPARES_WITH, INTRODUCES = RelationType.COMPARES_WITH, RelationType.INTRODUCES


def told(
    text: str,
    *known: tuple[RelationType, str],
    unsure: tuple[Relation, ...] = (),
    **things: EntityType,
) -> list[tuple[RelationType, str, str]]:
    """Return what is said besides, with its evidence; what is known stands where it is named."""
    found = make_found(text, **things)
    stated = []
    for kind, name in known:
        start, end = found.sentence_of(text.index(name))
        stated.append(Relation(kind, None, name, start, end, 0.8))
    names = [group.name for group in found.groups]
    said = told_by_others(found, names, stated, unsure)
    return [(r.type, r.target, text[r.start : r.end]) for r in said]


def test_what_a_title_names_is_used_or_addressed():
    text = "Fast sorting of birds by Kestrel\nBirds are many. We test Kestrel on them."
    assert sorted(told(text, sorting=TASK, Kestrel=METHOD)) == [
        (ADDRESSES, "sorting", "Fast sorting of birds by Kestrel"),
        (USES, "Kestrel", "We test Kestrel on them."),
    ]


@pytest.mark.parametrize(
    "title",
    [
        "Beyond Kestrel",
        "Replacing plain Kestrel",
        "Do we need Kestrel",
        "Flying without Kestrel",
        "Goodbye Kestrel: Flying Alone",
        "The End of Kestrel",
        "Attacking plain Kestrel",
        "Birds: Breaking Kestrel",
    ],
)
def test_what_a_title_does_without_is_not_used(title: str):
    assert told(f"{title}\nBirds are many.", Kestrel=METHOD) == []


@pytest.mark.parametrize(
    "title",
    ["Backdoor Attacks via Kestrel", "Scaling Limits of Kestrel", "Symmetry-Breaking Kestrel"],
)
def test_what_a_title_names_beside_attacks_and_limits_is_used(title: str):
    assert [what for what, *_ in told(f"{title}\nBirds are many.", Kestrel=METHOD)] == [USES]


def test_what_a_title_does_not_name_is_left_alone():
    text = "Birds by measure\nKestrel is old. A bird has a speed."
    assert told(text, Kestrel=METHOD, measure=METRIC) == []


def test_what_is_told_of_one_is_told_of_its_neighbours_in_a_list():
    text = "Birds\nOurs beats Kestrel, Merlin (2025), and Osprey. Harrier, Kestrel fly."
    things = {name: METHOD for name in ("Kestrel", "Merlin", "Osprey", "Harrier")}
    evidence = "Ours beats Kestrel, Merlin (2025), and Osprey."
    assert told(text, (COMPARES_WITH, "Merlin"), **things) == [
        (COMPARES_WITH, "Kestrel", evidence),
        (COMPARES_WITH, "Osprey", evidence),
    ]


def test_a_list_says_nothing_of_other_kinds_nor_of_what_has_a_relation():
    text = "Birds\nWe fly Kestrel, sorting and Merlin and Osprey."
    known = ((USES, "Kestrel"), (COMPARES_WITH, "Merlin"), (USES, "Osprey"))
    things = {name: METHOD for name in ("Kestrel", "Merlin", "Osprey")}
    assert told(text, *known, sorting=TASK, **things) == []


def test_what_a_paper_introduces_says_nothing_of_its_neighbours():
    text = "Birds\nWe propose Kestrel and Merlin."
    things = {name: METHOD for name in ("Kestrel", "Merlin")}
    assert told(text, (INTRODUCES, "Kestrel"), **things) == []
    assert told(text, (USES, "Kestrel"), **things) == []


def test_what_the_reader_thinks_likelier_is_not_contradicted():
    text = "Flying by Kestrel\nBirds are many."
    own = Relation(INTRODUCES, None, "Kestrel", 0, 17, 0.4)
    assert told(text, unsure=(own,), Kestrel=METHOD) == []
