from __future__ import annotations

import pytest

from kg.resolve.metrics import better_side


@pytest.mark.parametrize(
    "name",
    [
        "toxicity score",
        "mean harmfulness score",
        "forgetting score",
        "deception score",
        "adjusted sycophancy score",
        "crane operator fatigue score",
        "fall risk score",
    ],
)
def test_a_score_of_something_bad_is_better_where_less(name: str):
    # Previously more of every score without a known noun was better.
    assert better_side(name) is False


@pytest.mark.parametrize(
    "name",
    ["inconsistency", "rater disagreement", "misalignment rate", "unfairness score"],
)
def test_less_is_better_of_what_is_no_good_thing(name: str):
    assert better_side(name) is False


@pytest.mark.parametrize("name", ["diversity indices", "information", "discrimination"])
def test_a_word_that_only_begins_like_a_negation_says_nothing_bad(name: str):
    assert better_side(name) is not False


@pytest.mark.parametrize(
    "name",
    ["uncertainty score", "memorization score", "p-score", "leakage awareness score"],
)
def test_a_score_that_may_be_meant_both_ways_says_no_side(name: str):
    assert better_side(name) is None


@pytest.mark.parametrize(
    "name", ["crane handling score", "group fairness", "cost efficiency score"]
)
def test_any_other_score_is_better_where_more(name: str):
    assert better_side(name) is True


@pytest.mark.parametrize(
    "name",
    [
        "jailbreak success rate",
        "injection success",
        "harmful compliance",
        "backdoor success rate",
        "attack effectiveness",
    ],
)
def test_the_success_of_an_attack_is_good_for_one_side_only(name: str):
    assert better_side(name) is None


@pytest.mark.parametrize("name", ["zero-spillage rate", "zero collision rate", "zero-error share"])
def test_more_is_better_of_what_has_zero_of_something_bad(name: str):
    # Previously a "zero-intervention rate" was better where lower
    assert better_side(name) is True


@pytest.mark.parametrize("name", ["zero-shot error", "zero-one loss"])
def test_zero_that_tells_how_a_thing_is_measured_turns_no_side(name: str):
    assert better_side(name) is False


@pytest.mark.parametrize("name", ["pass@2", "Pass@3200", "pass^16", "Avg@12", "best@k", "maj@7"])
def test_the_more_tries_that_succeed_the_better(name: str):
    # Previously pass@2 had no direction, as none of the catalogue's numbers of tries
    assert better_side(name) is True


@pytest.mark.parametrize(
    ("name", "side"),
    [
        ("crane kappa", True),
        ("lift acceleration", True),
        ("guideline conformance rate", True),
        ("tool calls", False),
        ("number of crane calls", False),
        ("quality degradation", False),
        ("group disparities", False),
        ("fabrication rate", False),
        ("cpWER", False),
        ("min-tcpCER", False),
        ("unsafe crane actions", False),
        ("total failed lift rate", False),
        ("false veto rate", False),
        ("TRACER", None),
    ],
)
def test_the_last_noun_tells_the_better_side(name: str, side: bool | None):
    assert better_side(name) is side
