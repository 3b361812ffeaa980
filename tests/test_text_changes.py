"""Which way a reported difference goes."""

from __future__ import annotations

import pytest

from kg.cli.shown import shown_row
from kg.text.changes import change_said, is_gain


@pytest.mark.parametrize(
    ("sentence", "value", "change"),
    [
        ("Foo reduces the error by 30 %.", 30, "less"),
        ("Accuracy falls by up to 12\\%.", 12, "less"),
        ("It needs $8\\times$ fewer steps than Bar.", 8, "less"),
        ("Foo cuts memory by 40%, time by 20% and cost by 10%.", 20, "less"),
        ("This is a reduction of 15% and 18% in cost.", 18, "less"),
        ("It runs at 36% higher throughput than Bar.", 36, "more"),
        ("Foo shows an increase of 7.5 % in recall.", 7.5, "more"),
        ("Foo improves the error by 30 %.", 30, "better"),
        ("It cuts the error to 3.1, a 21.2\\% and 22.5\\% improvement.", 21.2, "better"),
        ("Foo is 40% more compact than Bar.", 40, "better"),
        ("Foo outperforms Bar by 3.1 points.", 3.1, "better"),
        ("Foo lags people by 6.7%.", 6.7, "worse"),
        ("Foo degrades by 10 to 20 percent.", 10, "worse"),
        ("Foo has losses exceeding 20 points.", 20, None),
        ("Foo beats Bar by more than 5 points.", 5, "better"),
        ("Foo scores 30 % on Bar.", 30, None),
        ("Foo prevents a 30 % drop in accuracy.", 30, None),
        ("Foo runs without a drop of 30 %.", 30, None),
        ("Foo does not reduce accuracy by more than 30 %.", 30, None),
        ("Foo mitigates forgetting by 30 %.", 30, "less"),
        ("Foo cuts the cost by an average of 30 % more than Bar.", 30, None),
        ("This is 30% more data reduction than Bar has.", 30, None),
        ("Foo takes 30 % more memory than Bar.", 30, "more"),
        ("Foo loses 3 points on A and gains 3 points on B.", 3, None),
        ("Foo gains 3 points.", 4, None),
        ("Foo has zero degradation.", 0, None),
        ("Foo is six-fold faster than Bar.", 6, "better"),
        ("Foo cuts the cost by ten percent.", 10, "less"),
        ("Foo raises recall by more than five points.", 5, "more"),
        # Of other scales there are figures only where neither they nor words are of its own.
        ("Foo doubles the throughput with 200 fewer steps.", 2, None),
        ("Foo raises recall by five points with 500 fewer samples.", 5, "more"),
        ("Foo is three-fold faster and needs 0.03 more memory.", 3, "better"),
        ("Foo needs five fewer steps at 500 more samples.", 5, "less"),
        ("Foo uses half the data at 50 more epochs.", 0.5, None),
        ("Foo raises recall by 0.05.", 5, "more"),
    ],
)  # fmt: skip
def test_the_words_round_a_difference_say_which_way_it_goes(sentence, value, change):
    # Previously a drop of 12 % and a gain of 12 % were shown alike
    assert change_said(sentence, value) == change


def test_a_metric_that_is_a_change_itself_says_nothing():
    sentence = "Foo reaches energy savings of 30 %."
    assert change_said(sentence, 30) == "less"
    assert change_said(sentence, 30, metric="energy savings") is None


@pytest.mark.parametrize(
    ("change", "higher", "gain"),
    [
        ("better", None, True),
        ("worse", True, False),
        ("less", False, True),
        ("less", True, False),
        ("more", True, True),
        ("more", None, None),
        (None, True, None),
    ],
)
def test_a_change_is_a_gain_by_the_direction_of_the_metric(change, higher, gain):
    assert is_gain(change, higher_is_better=higher) is gain


@pytest.mark.parametrize("part", ["1 and  ", "1,1,", "as at ", " -", "5%, "])
def test_long_lists_take_no_time(part):
    assert change_said(f"It is reduced {part * 3000}by 7 {part * 3000}", 7) in ("less", None)


def test_a_table_shows_the_way_behind_the_unit():
    row = {"value": 30.0, "unit": "%", "change": "less"}
    assert shown_row(row, ("value", "unit"))["value"] == "30 % less"
    assert shown_row(row | {"change": None}, ("value", "unit"))["value"] == "30 %"
