from __future__ import annotations

import re

import pytest

from kg.extract.decode import FoundResult
from kg.extract.group import Group, Span
from kg.extract.ranges import name_factors, share_ranges
from kg.records import EntityType, ResultKind
from tests.findings import make_findings

ABSOLUTE, DELTA, RATIO = ResultKind.ABSOLUTE, ResultKind.DELTA, ResultKind.RATIO
SURE = (0.9, 0.9, 0.9)


def make_group(text: str, name: str, kind: EntityType) -> Group:
    spans = tuple(Span(*match.span(), kind, 0.9) for match in re.finditer(name, text))
    return Group(name, kind, spans, 0.9)


@pytest.mark.parametrize(
    ("sentence", "kinds", "expected"),
    [
        ("It cuts the delay by 1.4x-2.8x.", (RATIO, DELTA), [RATIO, RATIO]),
        ("It needs $5$--$9\\times$ fewer frames.", (DELTA, RATIO), [RATIO, RATIO]),
        ("The score drops 44-84 percent.", (DELTA, ABSOLUTE), [DELTA, DELTA]),
        ("Gains range from 3% to 7% in all.", (ABSOLUTE, DELTA), [DELTA, DELTA]),
        ("Gains, spanning 3% to 7%, are large.", (ABSOLUTE, DELTA), [DELTA, DELTA]),
        ("The gain varies from 3% to 7% here.", (ABSOLUTE, DELTA), [DELTA, DELTA]),
        ("It rises by up to 3% to 7% here.", (ABSOLUTE, DELTA), [DELTA, DELTA]),
        ("It rises by 3–7% here.", (ABSOLUTE, DELTA), [DELTA, DELTA]),
        ("It rises $3\\%\\sim7\\%$ here.", (ABSOLUTE, DELTA), [DELTA, DELTA]),
        ("It rises by 3% and reaches 70% here.", (DELTA, ABSOLUTE), [DELTA, ABSOLUTE]),
        ("It is by 3 to 7% better.", (ABSOLUTE, DELTA), [DELTA, DELTA]),
        ("Gains ranging from 3% to 7% are seen.", (ABSOLUTE, DELTA), [DELTA, DELTA]),
        ("It rises by 3%-7 ms here.", (DELTA, ABSOLUTE), [DELTA, ABSOLUTE]),
        ("It reaches 61% to 70% of it.", (ABSOLUTE, DELTA), [ABSOLUTE, DELTA]),
        ("It goes from 61% to 70% of it.", (ABSOLUTE, DELTA), [ABSOLUTE, DELTA]),
        ("It has 61-70 ms and 3% more.", (ABSOLUTE, ABSOLUTE), [ABSOLUTE, ABSOLUTE]),
    ],
)
def test_the_two_ends_of_a_range_are_of_one_kind(sentence, kinds, expected):
    # Previously a cut "by 1.4x-2.8x" was a factor of 1.4 and a drop of 2.8
    rows = [FoundResult(n, kind, sure=SURE) for n, kind in enumerate(kinds)]
    shared = share_ranges(make_findings(f"T\n{sentence}", (), rows))
    assert [row.kind for row in shared] == expected


@pytest.mark.parametrize(
    ("chances", "expected"),
    [((0.9, 0.4), [0, 0]), ((0.6, 0.4), [0, None]), ((0.8, 0.9), [0, None])],
)
def test_what_one_end_of_a_range_surely_has_the_other_has_too(chances, expected):
    text = "T\nOn A1 the recall rises by 15.4~96.4%."
    groups = [make_group(text, "recall", EntityType.METRIC)]
    numbers = make_findings(text, groups).numbers
    at = next(k for k, number in enumerate(numbers) if number.value == 15.4)
    rows = [
        FoundResult(at + k, DELTA, metric=metric, sure=(0.9, 0.9, chance))
        for k, (metric, chance) in enumerate(zip((0, None), chances, strict=True))
    ]
    shared = share_ranges(make_findings(text, groups, rows, numbers=numbers))
    assert [row.metric for row in shared] == expected


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("It rises from 61% to 70% recall on A1.", [0, 0]),
        ("The recall goes 61% -> 70% here.", [0, 0]),
        ("It wins (61 vs. 70 recall).", [0, 0]),
        ("It is at 61% and 70% recall.", [None, 0]),
    ],
)
def test_what_changes_and_what_it_changes_to_are_of_one_measure(sentence, expected):
    # Previously the first number of "from 61% to 70% recall" had none
    text = f"T\n{sentence}"
    groups = [make_group(text, "recall", EntityType.METRIC)]
    numbers = [n for n in make_findings(text, groups).numbers if n.value in (61, 70)]
    rows = [
        FoundResult(k, ABSOLUTE, metric=m, sure=(0.9, 0.9, 0.9 - 0.3 * (m is None)))
        for k, m in enumerate((None, 0))
    ]
    shared = share_ranges(make_findings(text, groups, rows, numbers=numbers))
    assert [row.metric for row in shared] == expected


@pytest.mark.parametrize(
    ("sentence", "chances", "expected"),
    [
        ("On A1 it rises from 61% to 70%.", (0.9, 0.6), [0, 0]),
        ("It has 61% vs. 70% on A1.", (0.9, 0.6), [0, 0]),
        ("It rises from 61% to 70% on A1.", (0.6, 0.5), [0, None]),
        ("On A1 it has 61% and B2 70%.", (0.9, 0.6), [0, None]),
    ],
)
def test_what_changes_and_what_it_changes_to_are_on_one_benchmark(sentence, chances, expected):
    # Previously "from 61% to 70%" began on A1 and ended on nothing
    text = f"T\n{sentence}"
    groups = [make_group(text, "A1", EntityType.BENCHMARK)]
    numbers = [n for n in make_findings(text, groups).numbers if n.value in (61, 70)]
    rows = [
        FoundResult(k, ABSOLUTE, benchmark=benchmark, sure=(0.9, chances[k], 0.9))
        for k, benchmark in enumerate((0, None))
    ]
    shared = share_ranges(make_findings(text, groups, rows, numbers=numbers))
    assert [row.benchmark for row in shared] == expected


def test_a_range_on_two_benchmarks_stays_as_it_is():
    text = "T\nIt gains 3-7% on A1 and B2."
    rows = [
        FoundResult(0, DELTA, benchmark=0, sure=SURE),
        FoundResult(1, ABSOLUTE, benchmark=0, sure=SURE),
        FoundResult(1, ABSOLUTE, benchmark=1, sure=SURE),
    ]
    groups = [make_group(text, name, EntityType.BENCHMARK) for name in ("A1", "B2")]
    numbers = make_findings(text, groups).numbers[:2]
    assert share_ranges(make_findings(text, groups, rows, numbers=numbers)) == rows


@pytest.mark.parametrize(
    ("sentence", "kind", "expected"),
    [
        ("It has 13x lower latency.", DELTA, RATIO),
        ("It needs $13\\times$ fewer weights.", RATIO, DELTA),
        ("It takes 13x. It needs less.", DELTA, RATIO),
        ("It is a 13x speedup with less than 1% loss.", RATIO, RATIO),
        ("It is 13 times faster and uses less memory.", RATIO, RATIO),
        ("It needs 13x (up to 21x) fewer weights.", RATIO, DELTA),
        ("It needs 13.5 to 21 times fewer weights.", RATIO, DELTA),
        ("It needs $13\\times$, 2.1x and 4-fold fewer weights.", RATIO, DELTA),
        ("It takes 13 times the steps.", ABSOLUTE, ABSOLUTE),
        ("It needs 13% fewer weights.", DELTA, DELTA),
    ],
)
def test_what_is_told_in_times_is_a_factor_and_a_saving_a_change(sentence, kind, expected):
    # Previously of "13x fewer weights and 21x fewer steps" one was a factor, one a difference
    [row] = name_factors(make_findings(f"T\n{sentence}", (), [FoundResult(0, kind, sure=SURE)]))
    assert row.kind is expected
