"""What evidence joins, and what keeps clusters apart whatever the chain between them."""

from __future__ import annotations

import pytest

from kg.resolve.union import Atom, Edge, Union, clusters

BARE, FOUR, FIVE = 0, 1, 2


def make_union(*atoms, **options):
    """Atoms of (name, sense, numbers)."""
    made = [
        Atom(n, "system", name.lower(), sense, surfaces={name: {"arxiv:1"}}, numbers=numbers)
        for n, (name, sense, numbers) in enumerate(atoms)
    ]
    return Union(made, **options)


def make_versions():
    return make_union(("Zorbo", "", ()), ("Zorbo-4", "", ("4",)), ("Zorbo-5", "", ("5",)))


def join(left, right, *, strength=3, weight=-1, trusted=False):
    return Edge(strength, weight, left, right, f"{left} is {right}", trusted)


def names(union):
    return [[atom.name for atom in cluster] for cluster in clusters(union)]


def rules(union):
    return [found.rule for place in sorted(union.conflicts) for found in union.conflicts[place]]


def test_other_numbers_are_not_joined_through_a_name_without_any():
    union = make_versions()
    union.join([join(BARE, FOUR), join(BARE, FIVE)])
    assert names(union) == [["Zorbo", "Zorbo-4"], ["Zorbo-5"]]
    assert rules(union) == ["numbers differ: 4 and 5"]


def test_numbers_do_not_count_against_what_is_trusted():
    union = make_versions()
    union.join([join(BARE, FOUR), join(BARE, FIVE, trusted=True)])
    assert names(union) == [["Zorbo", "Zorbo-4", "Zorbo-5"]]
    assert rules(union) == []


@pytest.mark.parametrize("stronger", [{"strength": 1}, {"weight": -9}])
def test_the_stronger_evidence_joins_first_whatever_the_order(stronger):
    union = make_versions()
    union.join([join(BARE, FOUR), join(BARE, FIVE, **stronger)])
    assert names(union) == [["Zorbo", "Zorbo-5"], ["Zorbo-4"]]


def test_what_is_forbidden_stays_apart_through_a_chain_even_if_trusted():
    union = make_union(*((name, "", ()) for name in "abcd"))
    union.forbid(0, 3, rule="a person keeps them apart")
    union.join([join(n, n + 1, trusted=True) for n in range(3)])
    assert names(union) == [["a", "b", "c"], ["d"]]
    assert rules(union) == ["a person keeps them apart"]


def test_two_senses_of_one_string_are_not_joined_through_another_string():
    union = make_union(("SAM", "anything", ()), ("SAM", "sharpness", ()), ("Sam-like", "", ()))
    union.join([join(0, 2), join(1, 2)])
    assert names(union) == [["SAM", "Sam-like"], ["SAM"]]
    assert rules(union) == ["'SAM' means two things"]
