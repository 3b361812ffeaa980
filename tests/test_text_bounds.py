"""Whether a number is told as exact, as a bound or as about so much."""

from __future__ import annotations

import pytest

from kg.cli.shown import shown_row
from kg.text.bounds import bound_said


@pytest.mark.parametrize(
    ("sentence", "value", "bound"),
    [
        ("Foo is the first to surpass 60 AP on Bar.", 60, "≥"),
        ("Foo reaches over 90\\% on Bar.", 90, "≥"),
        ("Foo scores more than $95\\%$.", 95, "≥"),
        ("Foo has $R^2 \\geq 0.98$.", 98, "≥"),
        ("Foo (>96% recall) is best.", 96, "≥"),
        ("Errors stay below 5 %.", 5, "≤"),
        ("Foo runs in under 1\\,ms.", 1, "≤"),
        ("Foo achieves up to a 40% recovery.", 40, "≤"),
        ("The error is not exceeding 5 %.", 5, "≤"),
        ("Foo is no higher than 90 %.", 90, "≤"),
        ("Foo does not surpass 90 %.", 90, "≤"),
        ("Foo fails to exceed 90 %.", 90, "≤"),
        ("Foo stays there without exceeding 90 ms.", 90, "≤"),
        ("Foo reaches no fewer than 90 points.", 90, "≥"),
        ("Foo is never lower than 90 %.", 90, "≥"),
        ("Foo passes the test, at 7 in over the 90% mark.", 90, "≥"),
        ("Foo reaches $R >= 0.9$ there.", 0.9, "≥"),
        ("Foo has an error (<= 5%) there.", 5, "≤"),
        ("Foo has high recall\u2014over 90% there.", 90, "≥"),
        ("Foo solves over 90% of the tasks.", 90, "≥"),
        ("Foo not only runs but exceeds 90%.", 90, "≥"),
        ("Foo places pins better than 2 cm.", 2, None),
        ("Foo is no worse than 2 cm.", 2, None),
        ("People like our approach 82% of the time.", 82, None),
        ("Foo has 90 %, more than the 85 % of Bar.", 85, None),
        ("Foo has 90 %, surpassing the 85 % baseline.", 85, None),
        ("Foo has 90 %, higher than 85 % of Bar.", 85, None),
        ("Foo has 90 %, over 85 % of the best baseline.", 85, None),
        ("Foo keeps over 85 % of the best baseline's score.", 85, "≥"),
        ("Foo has over 85 % of FP16 quality.", 85, "≥"),
        ("No model exceeds 40 %.", 40, None),
        ("Bars are high, and no model exceeds 40 %.", 40, None),
        ("Few-shot Foo exceeds 40 %.", 40, "≥"),
        ("With no extra training Foo exceeds 40 %.", 40, "≥"),
        ("Foo needs no labels and reaches over 40 %.", 40, "≥"),
        ("Foo not just matches but exceeds 40 %.", 40, "≥"),
        ("Foo comes within 5 % of GPT-4 on Bar.", 5, "≤"),
        ("Foo uses less than 10 % of the baseline.", 10, "≤"),
        ("Foo solves more than 70 % of HumanEval.", 70, "≥"),
        ("Foo has a rate below 0.02 on all sets.", 2, "≤"),
        ("Foo has at most half and over 50 % of it.", 0.5, "≤"),
        ("Foo gains 10 % $\\sim$ 20 % there.", 20, None),
        ("Foo has $\\text{FID}\\approx 2.3$ there.", 2.3, "≈"),
        ("None of the models is above 40 %.", 40, None),
        ("Models do not score above 40 %.", 40, None),
        ("They rarely exceed 40 %.", 40, None),
        ("Foo reaches nearly 90%.", 90, "≈"),
        ("Foo runs at $\\sim$9 FPS.", 9, "≈"),
        ("Bar reaches only ~30% there.", 30, "≈"),
        ("Foo reaches~30% there.", 30, None),
        ("Foo takes less than six minutes.", 6, "≤"),
        ("Foo nearly doubles it.", 2, "≈"),
        ("Foo is more than twice as fast.", 2, "≥"),
        ("Foo is two times faster with over 200 fewer steps.", 2, None),
        ("Foo runs in $\\approx0.4$ s.", 0.4, "≈"),
        ("Foo gains up to \\textbf{+40.3\\%} there.", 40.3, "≤"),
        ("Foo gains $2\\%\\sim5\\%$ there.", 5, None),
        ("Over two people score 2 points.", 2, None),
        ("Foo falls from 0.3 -> 0.05 there.", 0.05, None),
        ("Foo scores 80 % over 90 tasks.", 80, None),
        ("Foo scores over 80 % on A and 80 % on B.", 80, None),
        ("Foo scores 80 %.", 80, None),
    ],
)  # fmt: skip
def test_a_number_is_told_as_a_bound_or_exactly(sentence, value, bound):
    # Previously "surpasses 60 AP" stood there as 60 %, and "no higher than 90 %" as at least 90 %
    assert bound_said(sentence, value) == bound


@pytest.mark.parametrize(
    ("column", "kind", "unit", "shown"),
    [
        ("difference", "absolute", "%", "-16 points"),
        ("difference", "delta", "%", "-16 %"),
        ("difference", "absolute", "ms", "-16 ms"),
        ("gain", None, "%", "-16 points"),
        ("gain", None, None, "-16"),
    ],
)
def test_between_two_scores_in_percent_lie_points(column, kind, unit, shown):
    # Previously the difference of 59 % and 75 % was shown as -16 %
    row = {column: -16.0, "unit": unit, "kind": kind}
    assert shown_row(row, (column,)) == {column: shown}


def test_a_table_shows_the_sign_of_a_bound():
    row = {"value": 60.0, "unit": "%", "bound": "≥", "subject": "Foo"}
    assert shown_row(row, ("value",)) == {"value": "≥ 60 %"}
