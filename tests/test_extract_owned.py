"""What a sentence says of one number alone: its system, its benchmark, its measure."""

from __future__ import annotations

import pytest

from kg.extract.decode import FoundResult
from kg.extract.group import Group, Span
from kg.extract.numbers import find_numbers
from kg.extract.owned import forget_owned
from kg.extract.subjects import forget_classes
from kg.records import EntityType, ResultKind
from tests.findings import make_findings

SURE = (0.9, 0.9, 0.9)
TYPES = {
    "Foo": EntityType.MODEL,
    "Bar": EntityType.MODEL,
    "Set": EntityType.BENCHMARK,
    "MAE": EntityType.METRIC,
    "queries": EntityType.METRIC,
    "FLOPs": EntityType.METRIC,
}


def spans_of(name: str, text: str) -> tuple[Span, ...]:
    starts = [at for at in range(len(text)) if text.startswith(name, at)]
    return tuple(Span(at, at + len(name), TYPES[name], 0.9) for at in starts)


def things_of_61(body: str, kind: ResultKind = ResultKind.ABSOLUTE, **roles: str) -> set[str]:
    """Return what the number 61 keeps of the things that each number of a text points to."""
    text = f"T\n{body}"
    numbers = find_numbers(text)
    names = [name for name in TYPES if name in text]
    groups = [Group(name, TYPES[name], spans_of(name, text), 0.9) for name in names]
    things = {role: names.index(name) for role, name in roles.items()}
    rows = [FoundResult(k, kind, **things, sure=SURE) for k in range(len(numbers))]
    out = forget_owned(make_findings(text, groups, rows, numbers=numbers))
    [row] = [row for row in out if numbers[row.number].value == 61]
    return {role for role in roles if getattr(row, role) is not None}


@pytest.mark.parametrize(
    ("body", "kept"),
    [
        ("They fail in 61% of tasks on average (13% for Foo).", False),
        ("It rises over Bar from 61 to 70, near Foo at 72.", False),
        ("Others such as Foo (98% here) and Baz (61% here) lose.", False),
        ("It is 98% at Foo, 61% at 32B.", False),
        ("It reaches 61% in all, Foo 98%.", True),
        ("They reach 61% and 98% for Foo.", True),
        ("Foo's 98 with 80 labels and 61 with 28 of them.", True),
        ("It takes 61 ms, 98% for Foo.", True),
        ("Foo reaches 61% in all (98% for Foo at night).", True),
        ("It reaches 61% with Foo.", True),
    ],
)
def test_a_score_is_not_of_the_system_that_another_score_names(body, kept):
    # Previously all agents' share of failures was that of the one in the brackets
    assert things_of_61(body, subject="Foo") == ({"subject"} if kept else set())


def test_a_gain_may_be_of_the_system_that_a_score_names():
    body = "It gains 61% in tests (98% for Foo)."
    assert things_of_61(body, ResultKind.DELTA, subject="Foo") == {"subject"}


@pytest.mark.parametrize(
    ("body", "kept"),
    [
        ("It gains 98% on Set and 61% on hard tasks.", False),
        ("It gains 98% on Set and 61% on SCOPe.", False),
        ("It gains 98% on Set and 61% in bf16 precision.", True),
        ("It gains 98% on Set and 61% in zero-shot mode.", True),
        ("It gains 98% on Set and 61% on a single H100 GPU.", True),
        ("It gains 98% on Set, 61% average performance gain on general logic tasks.", False),
        ("It gains 98% on Set and loses 61% on average across long clips.", False),
        ("It gains 98% on Set and 61% in all.", True),
        ("It gains 98% on Set and 61% on Bar.", True),
        ("It gains 98% on Set and 61% in MAE.", True),
        ("It gains 98% on Set, 61% more than others.", True),
        ("It gains 61% in hard cases of Set, 98% on Set.", True),
        ("On Set it gains 98% on Set and 61% in aggregate.", True),
    ],
)
def test_a_number_on_something_else_is_not_on_the_benchmark_of_another(body, kept):
    assert things_of_61(body, ResultKind.DELTA, benchmark="Set") == (
        {"benchmark"} if kept else set()
    )


@pytest.mark.parametrize(
    ("body", "metric", "kept"),
    [
        ("It has 61% success with only 50 queries.", "queries", False),
        ("It takes 50 test queries and 61 ms.", "queries", False),
        ("It rises to 61 with the same 2.3e21 FLOPs.", "FLOPs", False),
        (r"It rises to 61 at $2.3 \times 10^{21}$ FLOPs.", "FLOPs", False),
        ("It gets 98% MAE and a score of 61.", "MAE", False),
        ("The hit rate at 1% MAE rises to 61.", "MAE", False),
        ("At 61% MAE it wins.", "MAE", True),
        ("It has an error of 98%. MAE is 61.", "MAE", True),
        ("It has an error of 98% and MAE of 61.", "MAE", True),
        ("It has 98 queries and 61 at night.", "queries", True),
        ("It has 98% MAE, an MAE of 61.", "MAE", True),
        ("It has 61 0.5% MAE.", "MAE", True),
        ("It has 98% MAE (61/70 cases).", "MAE", True),
        ("It has 61 queries.", "queries", True),
    ],
)
def test_a_score_is_not_measured_by_the_unit_of_another(body, metric, kept):
    # Previously "91% success with only 50 queries" was 91% of queries
    assert things_of_61(body, metric=metric) == ({"metric"} if kept else set())


def test_a_gain_is_measured_as_the_score_before_it():
    body = "It reaches 98 MAE, a gain of 61%."
    assert things_of_61(body, ResultKind.DELTA, metric="MAE") == {"metric"}


@pytest.mark.parametrize(
    ("body", "versus"),
    [
        ("It gains 61% over existing Foo systems.", None),
        ("It gains 61% over 13 large Foo variants.", None),
        ("It gains 61% over Foo-based methods.", None),
        ("It gains 61% over representative Foo (full) models.", None),
        ("It gains 61% over the existing Foo.", 0),
        ("It gains 61% over Foo baselines.", 0),
        ("It gains 61% over existing Foo systems and Foo.", 0),
        ("It gains 9% over Foo and 61% over the strongest baseline.", None),
        ("It is as good as Foo, 61% better than the base model.", None),
        ("It gains 61% over the strongest baseline, Foo.", 0),
        ("It is better than Foo (61% vs. 9% of the model).", 0),
        ("It is made of Foo and 61% better than the original model.", 0),
        ("It beats Foo by 61 -- one is preferred over the baseline.", 0),
        ("Existing Foo systems fail. It gains 61%.", 0),
    ],
)
def test_a_kind_of_rivals_and_the_rival_of_another_number_are_no_rivals(body, versus):
    # Previously a gain over "existing Foo systems" was one over Foo
    text = f"T\n{body}"
    groups = [Group("Foo", EntityType.MODEL, spans_of("Foo", text), 0.9)]
    numbers = [number for number in find_numbers(text) if number.value == 61]
    rows = [FoundResult(0, ResultKind.DELTA, versus=0, sure=SURE)]
    [row] = forget_classes(make_findings(text, groups, rows, numbers=numbers))
    assert row.versus == versus
