"""A measure right beside a number, and one of another unit than the number."""

from __future__ import annotations

import re

import pytest

from kg.extract.beside import forget_other_units, measures_beside
from kg.extract.decode import FoundResult
from kg.extract.group import Group, Span
from kg.extract.numbers import find_numbers
from kg.records import EntityType, ResultKind
from tests.findings import make_findings

SURE = (0.9, 0.9, 0.9)


def metric_of_61(
    rule, body: str, name: str, *, metric: int | None, kind: ResultKind = ResultKind.ABSOLUTE
) -> int | None:
    """Return what a rule makes of the metric of the number 61, where one thing has that name."""
    text = f"T\n{body}"
    numbers = find_numbers(text)
    at = next(k for k, number in enumerate(numbers) if number.value == 61)
    spans = [
        Span(found.start(), found.end(), EntityType.METRIC, 0.9)
        for found in re.finditer(re.escape(name), text)
    ]
    groups = [Group(name, EntityType.METRIC, tuple(spans), 0.9)]
    rows = [FoundResult(at, kind, metric=metric, sure=SURE)]
    [row] = rule(make_findings(text, groups, rows, numbers=numbers))
    return row.metric


@pytest.mark.parametrize(
    ("body", "metric"),
    [
        ("It has a complex SSIM of 61 on Foo.", 0),
        ("It wins in SSIM (61 on average).", 0),
        ("SSIM = 61 is best.", 0),
        ("It gains 61% in SSIM.", 0),
        ("It wins in Foo and SSIM (61 on average).", 0),
        ("It has Foo, Bar, and SSIM of 61 and 62 and 63.", None),
        ("It has the best SSIM at 61 tokens.", None),
        ("It has an SSIM of 61 ms.", None),
        ("SSIM is 4. It saves 61.", None),
        ("It has 61 errors on average, SSIM apart.", None),
    ],
)
def test_a_number_without_a_measure_has_the_one_beside_it(body, metric):
    assert metric_of_61(measures_beside, body, "SSIM", metric=None) == metric


@pytest.mark.parametrize(
    ("body", "metric"),
    [
        ("It is equal in accuracy and 61x faster than others.", None),
        ("It has an accuracy of 4% with 61% fewer weights.", None),
        ("It is equal in accuracy (61\\times cheaper).", None),
        ("It gains in accuracy and is 61% better.", 0),
        ("It makes 61% fewer accuracy errors.", 0),
    ],
)
def test_what_is_faster_or_fewer_is_not_measured_by_a_score(body, metric):
    # Previously "(2.7x faster" behind an accuracy was 2.7x its accuracy
    told = metric_of_61(forget_other_units, body, "accuracy", metric=0, kind=ResultKind.RATIO)
    assert told == metric


@pytest.mark.parametrize(
    ("body", "name", "metric"),
    [
        ("It gains 1.8 FID and trains 61x faster.", "FID", None),
        ("With 61x cache compression it has the best accuracy.", "accuracy", None),
        ("It has the same PSNR at a 61$\\times$ speedup.", "PSNR", None),
        ("It is 61x better in FID and is fast.", "FID", 0),
        ("It has the best compression, 61x the accuracy.", "accuracy", 0),
    ],
)
def test_what_is_compressed_or_sped_up_is_not_measured_by_a_score(body, name, metric):
    # Previously "2.3x faster training" behind "+1.8 FID" was 2.3x the FID
    told = metric_of_61(forget_other_units, body, name, metric=0, kind=ResultKind.RATIO)
    assert told == metric


def test_what_is_faster_has_no_score_for_the_measure_beside_it():
    body = "It is equal in accuracy (61x faster)."
    kind = ResultKind.RATIO
    assert metric_of_61(measures_beside, body, "accuracy", metric=None, kind=kind) is None


def test_what_takes_less_time_may_be_measured_by_that():
    body = "It is better in latency and 61x faster."
    kept = metric_of_61(forget_other_units, body, "latency", metric=0, kind=ResultKind.RATIO)
    assert kept == 0


@pytest.mark.parametrize(
    ("body", "name", "metric"),
    [
        ("It has an accuracy of 4% and is faster (9 ms vs 61 ms).", "accuracy", None),
        ("A set of 40 labels (\\$61) has the same F1-Macro.", "F1-Macro", None),
        ("It reaches 61 percent at USD 38 a task.", "USD", None),
        ("It has a delay of 61 ms (R^2=0.9).", "R^2", None),
        ("It has an accuracy of 61 ms.", "accuracy", 0),
        ("It has an accuracy of 10--61 ms.", "accuracy", 0),
        ("Its timing accuracy is better than 61 ms.", "timing accuracy", 0),
        ("Its localization accuracy stays within 61 ms.", "localization accuracy", 0),
        ("It has its best accuracy at 61 ms.", "accuracy", None),
        ("It runs at 61 Hz (FPS).", "FPS", 0),
        ("It runs in 61 ms, in GFLOPs too.", "GFLOPs", None),
        ("It has an accuracy of 61%.", "accuracy", 0),
        ("It works at a latency of 61 ms.", "latency", 0),
        ("It takes 61G FLOPs.", "FLOPs", 0),
        ("It takes 61% of FLOPs.", "FLOPs", 0),
        ("It works at 61 Hz map updates.", "map updates", 0),
    ],
)
def test_what_is_in_another_unit_is_not_measured_so(body, name, metric):
    # Previously "8.7 ms" was an accuracy, as 71.2 % before it
    assert metric_of_61(forget_other_units, body, name, metric=0) == metric
