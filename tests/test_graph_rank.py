"""Ranking of results: pure functions on rows."""

from __future__ import annotations

import time

import pytest

from kg.errors import UnitError
from kg.graph.compare import compared
from kg.graph.forms import is_common
from kg.graph.measures import UsualMetric
from kg.graph.near import is_slip
from kg.graph.rank import (
    conflicting,
    leaderboard,
    measure_of,
    records,
    result_row,
    with_contradictions,
)
from kg.graph.rows import OutperformsRow
from kg.text.scores import told_overall

ACCURACY = UsualMetric("accuracy", "%", True)


def make_row(value, **fields):
    row = {
        "result": f"result:{value}",
        "subject": "A",
        "subjectId": "model:a",
        "benchmark": "MMLU",
        "benchmarkId": "benchmark:mmlu",
        "metric": "accuracy",
        "metricId": "metric:accuracy",
        "higherIsBetter": True,
        "metricUnit": "%",
        "versus": None,
        "versusId": None,
        "value": value,
        "unit": "%",
        "kind": "absolute",
        "start": 0,
        "paper": "arxiv:2501.00001",
        "title": "T",
        "published": "2025-01",
        "sentence": "S.",
        "confidence": 0.9,
    }
    return row | fields


def make_result(value, **fields):
    return result_row(make_row(value, **fields))


def test_a_fraction_becomes_percent_only_where_the_metric_is_given_in_percent():
    assert (make_result(0.71, unit=None).value, make_result(0.71, unit=None).unit) == (71.0, "%")
    oddness = make_result(0.71, unit=None, metricUnit=None, metric="oddness")
    assert (oddness.value, oddness.unit) == (0.71, None)


def test_a_metric_without_unit_that_is_written_either_way_is_one_scale():
    # Previously BLEU 0.28 and BLEU 28 stood far apart on one board
    bleu = make_result(0.28, unit=None, metricUnit=None, metric="BLEU")
    assert (bleu.value, bleu.unit) == (28.0, None)
    for written, value in ((0.91, 0.91), (-0.2, -0.2), (1, 1), (91, 0.91), (-20, -0.2), (100, 1)):
        row = make_result(written, unit=None, metricUnit=None, metric="Pearson correlation")
        assert (row.value, row.unit) == (value, None)
    wholes = [make_result(value, unit=None).value for value in (0, 0.5, 1, 1.5, 100)]
    assert wholes == [0, 50, 100, 1.5, 100]


def test_percentage_points_and_points_are_one_unit():
    units = {make_result(2, unit=unit, kind="delta").unit for unit in ("points", "pp", "points")}
    assert units == {"points"}


def test_a_score_in_points_of_a_metric_in_percent_is_percent():
    assert make_result(70.0, unit="points").unit == "%"


def test_a_missing_metric_is_filled_in_with_the_usual_one_and_marked():
    row = result_row(make_row(0.7, metric=None, metricUnit=None, unit=None), usual=ACCURACY)
    assert (row.metric, row.metric_inferred, row.value, row.unit) == ("accuracy", True, 70.0, "%")


@pytest.mark.parametrize("said", ["94-th percentile on Codeforces", "in the 94th percentile"])
def test_a_place_in_an_order_is_no_value_of_the_usual_metric(said):
    # Previously "94-th percentile on Codeforces" was an Elo of 94
    elo = UsualMetric("Elo", None, True)
    given = {"metric": None, "unit": None, "metricUnit": None}
    assert result_row(make_row(94, sentence=f"It is {said}.", **given), usual=elo).metric is None
    rated = result_row(make_row(2029, sentence=f"It is {said}, at 2029.", **given), usual=elo)
    assert rated.metric == "Elo"


@pytest.mark.parametrize(
    ("metric", "words", "filled"),
    [
        ("success rate", {"sentence": "Foo reaches the backdoor goal in 97 % of inputs."}, False),
        ("accuracy", {"sentence": "Foo jailbroke the model in 97 % of tries."}, False),
        ("accuracy", {"sentence": "After unlearning, Foo is at 97 %."}, False),
        ("accuracy", {"benchmark": "Poisoned MMLU"}, False),
        ("accuracy", {"sentence": "Foo, trained with an adversarial loss, reaches 97 %."}, True),
        ("attack success rate", {"sentence": "Of all attacks by Foo 97 % work."}, True),
        ("robust accuracy", {"sentence": "Under the strongest attack Foo is at 97 %."}, True),
    ],
)
def test_a_number_of_an_attack_is_by_no_usual_metric_but_of_attacks(metric, words, filled):
    # Previously how often a backdoor works was a success rate on the benchmark it was tried on
    usual = UsualMetric(metric, "%", True)
    assert result_row(make_row(97, metric=None, **words), usual=usual).metric_inferred == filled


@pytest.mark.parametrize(
    ("value", "unit", "said"),
    [
        (61, "%", "Foo answers rightly for wrong reasons in up to 61 % of cases."),
        (87, "%", "Foo copies such numbers 87-95% of the time."),
        (54, "%", r"It fails on $54\%$ of a set of tasks it had solved."),
        (99.9, "%", "Foo keeps control while maintaining 99.9% performance on 14,000 tasks."),
        (94, "%", "The recovery of its performance rises from 44.6 % to 94 % (with Foo)."),
        (6.6, "%", "Foo is placed in the top 6.6% among human teams."),
        (0.82, None, r"Foo obtains $\delta_1{=}0.82$ there."),
        (6, None, "The model solves 6 of these 15 tasks."),
        (26, None, "Foo achieves 26 problems with two models."),
        (2.9, None, "There are 2.9 per example."),
    ],
)
def test_a_share_of_something_else_is_no_value_of_the_usual_metric(value, unit, said):
    # Previously "in 61 % of cases" was an accuracy, and what was kept of MMLU its first place
    row = result_row(make_row(value, metric=None, unit=unit, sentence=said), usual=ACCURACY)
    assert (row.metric, row.metric_inferred) == (None, False)


@pytest.mark.parametrize(
    "said",
    [
        "Foo solves 67 % of tasks.",
        r"It solves \textbf{67\% of Bar} (for students).",
        "It solves 71 % of Baz and 67 % of Bar.",
        "Foo resolves 84 % and 67 % of the tasks, respectively.",
        "Foo reaches 67 % of possible points.",
        "Foo preserves its knowledge at 67 % on Bar.",
        "Foo solves 67 of 672 problems and reaches 67 % on Bar.",
    ],
)
def test_a_share_of_the_tasks_that_are_solved_is_one(said):
    row = result_row(make_row(67, metric=None, unit="%", sentence=said), usual=ACCURACY)
    assert (row.metric, row.metric_inferred) == ("accuracy", True)


def test_a_share_of_solved_tasks_is_no_value_of_another_usual_metric():
    usual, said = UsualMetric("AUROC", "%", True), "It resolves 56.3 % of 3,914 conflicts."
    row = result_row(make_row(56.3, metric=None, unit="%", sentence=said), usual=usual)
    assert row.metric is None


def test_a_success_rate_of_attacks_stands_on_the_board_of_attacks():
    usual = UsualMetric("attack success rate", "%", None)
    row = result_row(make_row(93.1, metric="success rate", unit="%"), usual=usual)
    assert (row.metric, row.board) == ("success rate", "attack success rate")


@pytest.mark.parametrize(("value", "unit"), [(512, "tokens"), (1200, None), (3.6, "x")])
def test_a_number_that_cannot_be_by_the_usual_metric_keeps_none(value, unit):
    # Previously 512 tokens on GSM8K were an accuracy of 512
    row = result_row(make_row(value, metric=None, unit=unit, metricUnit=None), usual=ACCURACY)
    assert (row.metric, row.metric_inferred, row.value) == (None, False, value)


def test_a_difference_gets_no_metric_made_up():
    row = result_row(make_row(3.0, metric=None, kind="delta"), usual=ACCURACY)
    assert (row.metric, row.metric_inferred) == (None, False)


def test_the_best_stands_first_in_the_direction_of_the_metric():
    up = leaderboard([make_result(70.0, subjectId="model:a"), make_result(80.0)])
    down = leaderboard([make_result(v, higherIsBetter=False, metric="FID") for v in (70.0, 80.0)])
    assert [row.value for row in up] == [80.0, 70.0]
    assert [row.value for row in down] == [70.0, 80.0]


def test_a_tie_shares_a_rank_and_goes_to_the_earliest_paper_and_undated_papers_come_last():
    rows = leaderboard(
        [
            make_result(69.0, subjectId="model:x", published="2024-01", paper="arxiv:2401.00001"),
            make_result(70.0, subjectId="model:u", published=None, paper="arxiv:0001.00001"),
            make_result(70.0, subjectId="model:l", published="2025-02", paper="arxiv:2502.00001"),
            make_result(70.0, subjectId="model:e", published="2024-06", paper="arxiv:2406.00001"),
        ]
    )
    assert [row.subject_id for row in rows] == ["model:e", "model:l", "model:u", "model:x"]
    assert [row.rank for row in rows] == [1, 1, 1, 4]


def test_a_factor_without_a_unit_is_in_times():
    # Previously "9.9 faster" was shown as "9.9 better"
    assert make_result(9.9, kind="ratio", unit=None).unit == "x"
    assert make_result(9.9, kind="delta", unit=None, metric=None).unit is None


def test_systems_are_ranked_by_their_best_and_what_nobody_is_named_for_is_not():
    rows = leaderboard(
        [
            make_result(95.0, subject=None, subjectId=None),
            make_result(90.0, subjectId="model:a"),
            make_result(80.0, subjectId="model:a"),
            make_result(70.0, subjectId="model:b"),
        ]
    )
    assert [(row.value, row.rank) for row in rows] == [(95, None), (90, 1), (80, None), (70, 2)]


def test_what_is_read_too_unsurely_has_no_rank():
    # Previously a share of 43 % that nobody reached was the best score of a benchmark
    rows = leaderboard(
        [
            make_result(95.0, subjectId="model:a", confidence=0.29),
            make_result(90.0, subjectId="model:a", confidence=0.3),
            make_result(80.0, subjectId="model:b", confidence=None),
        ]
    )
    assert [(row.value, row.rank) for row in rows] == [(95, None), (90, 1), (80, 2)]


@pytest.mark.parametrize(
    "said",
    [
        "Foo reaches 77 % overall success with 83 % on broken locks.",
        "It detects large cracks with an AP of 83 %, with an overall AP of 77 %.",
        r"An aggregated nDCG@10 of \textbf{77}, and best in some domains (Games: 83).",
        "It came first overall in the crane track with 77 % accuracy, such as 83 % for one.",
    ],
)
def test_a_system_has_the_rank_of_its_overall_score(said):
    # Previously 83 % on one of the parts was the first place of the whole benchmark
    whole, part = (make_result(value, sentence=said) for value in (77.0, 83.0))
    other = make_result(80.0, subjectId="model:b", paper="arxiv:2501.00002")
    rows = leaderboard([part, whole, other])
    assert [(row.value, row.rank) for row in rows] == [(83, None), (80, 1), (77, 2)]


@pytest.mark.parametrize(
    "said",
    [
        "Foo reaches 77 % and 83 % on the overall best of the splits.",
        "Overall, it is better: 77 % with few examples but 83 % with more.",
        "The overall cost falls, and it reaches 77 % or 83 % here.",
    ],
)
def test_where_no_score_is_told_as_overall_the_best_has_the_rank(said):
    rows = leaderboard([make_result(value, sentence=said) for value in (77.0, 83.0)])
    assert [(row.value, row.rank) for row in rows] == [(83, 1), (77, None)]


def test_an_overall_score_is_looked_for_in_a_time_that_grows_with_the_text():
    # Previously each number of a row joined by hyphens was a look at all behind it: 19 s of 20,000
    def seconds(count):
        start = time.process_time()
        assert not told_overall("77-" * count, 77.0)
        return time.process_time() - start

    assert any(seconds(8_000) < 8 * seconds(2_000) for _ in range(3))


@pytest.mark.parametrize(("written", "shown"), [(0.92, 0.92), (92.12, 0.9212), (-0.3, -0.3)])
def test_a_correlation_is_shown_as_a_fraction(written, shown):
    row = make_result(written, metric="Pearson correlation", metricUnit=None, unit=None)
    assert [place.value for place in leaderboard([row])] == [shown]


def test_of_two_times_without_a_metric_the_shorter_is_better():
    rows = [
        make_result(v, metric=None, metricUnit=None, unit="s", subjectId=f"model:{v}")
        for v in (3.5, 0.07)
    ]
    assert [place.value for place in leaderboard(rows)] == [0.07, 3.5]


@pytest.mark.parametrize(
    ("metric", "unit", "higher"),
    [
        # Previously a gaze accuracy of 9.26° stood above one of 3.36°
        ("accuracy", "°", False),
        ("positional accuracy", "cm", False),
        ("location-sensing accuracies", "mm", False),
        ("fingertip repeatability", "m", False),
        ("accuracy", "ms", False),
        ("inference speed", "s", False),
        ("rendering speed", "s/frame", False),
        ("per-detection", "USD", False),
        ("accuracy", "%", True),
        ("accuracy", None, True),
        ("inference speed", "tokens/s", True),
        ("success rate", "s", True),
    ],
)
def test_an_accuracy_in_a_unit_of_length_angle_force_or_time_is_an_error(metric, unit, higher):
    rows = [
        make_result(v, metric=metric, unit=unit, metricUnit=None, subjectId=f"model:{v}")
        for v in (5.02, 9.26)
    ]
    assert {row.higher_is_better for row in rows} == {higher}
    assert [place.value for place in leaderboard(rows)] == (
        [9.26, 5.02] if higher else [5.02, 9.26]
    )


def test_metrics_and_units_are_ranked_apart_the_fullest_first():
    rows = leaderboard(
        [
            make_result(3.0, metric="FID", metricUnit=None, unit=None),
            make_result(70.0),
            make_result(80.0, subjectId="model:b"),
        ]
    )
    assert [(row.metric, row.rank) for row in rows] == [
        ("accuracy", 1),
        ("accuracy", 2),
        ("FID", 1),
    ]


@pytest.mark.parametrize(
    "other",
    [
        {"metric": None, "metricId": None},
        {"metric": "a cost", "unit": "USD", "metricUnit": "USD", "higherIsBetter": False},
        {"metric": "a rate", "unit": "FPS", "metricUnit": "FPS"},
        {"metric": "a fault", "higherIsBetter": False},
        {"metric": "a count", "higherIsBetter": None},
    ],
)
def test_of_boards_as_full_a_quality_with_a_name_comes_first(other):
    # Previously the alphabet decided: what a system costs stood before how good it is
    side = make_result(1.0, **other)
    quality = make_result(70.0, metric="success rate")
    for rows in ([side, quality], [quality, side]):
        assert [row.value for row in leaderboard(rows)] == [70.0, 1.0]


def test_a_number_that_later_papers_repeat_is_one_row_of_the_earliest():
    rows = leaderboard(
        [
            make_result(70.0, paper="arxiv:2502.00002", published="2025-02"),
            make_result(70.0),
            make_result(70.0, paper="arxiv:2503.00003", published="2025-03"),
        ]
    )
    assert [row.paper for row in rows] == ["arxiv:2501.00001"]
    assert rows[0].also_in == ("arxiv:2502.00002", "arxiv:2503.00003")


def test_numbers_without_a_subject_are_repeats_only_within_a_paper():
    rows = leaderboard(
        [
            make_result(70.0, subject=None, subjectId=None),
            make_result(70.0, subject=None, subjectId=None, paper="arxiv:2502.00002"),
        ]
    )
    assert len(rows) == 2


@pytest.mark.parametrize("spelt", ["Accuracy", "ACCURACY", "accu-racy"])
def test_the_main_board_holds_a_metric_in_every_spelling(spelt):
    # Previously one board of three was a list of two for its records
    rows = [make_result(v, metric=m) for v, m in ((60, "accuracy"), (70, spelt), (80, "accuracy"))]
    assert {measure_of(row) for row in rows} == {measure_of(leaderboard(rows)[0])}


def test_records_are_steps_upwards_in_time():
    values = (("2024-01", 50.0), ("2024-02", 45.0), ("2024-03", 60.0), ("2024-04", 60.0))
    rows = records(
        make_result(value, published=date, paper=f"arxiv:{date}", subjectId=f"model:{date}")
        for date, value in values
    )
    assert [(row.published, row.gain) for row in rows] == [("2024-01", None), ("2024-03", 10.0)]


def test_a_date_without_a_day_stands_behind_the_days_that_it_may_be():
    # Previously a month stood before its days, and so held records that a day's paper may hold
    dates = ("2024", "2024-03", "2024-03-02", "2024-03-30", "2024-04-01", "2025-01-01", None)
    results = [
        make_result(70.0, subjectId=f"model:{date}", paper=str(date), published=date)
        for date in reversed(dates)
    ]
    assert [row.published for row in leaderboard(results)] == [
        *("2024-03-02", "2024-03-30", "2024-03", "2024-04-01", "2024", "2025-01-01", None)
    ]
    values = (("2024-03", 60.0), ("2024-03-20", 65.0), ("2024-04-01", 70.0))
    rows = records(make_result(v, published=d, paper=d, subjectId=d) for d, v in values)
    assert [row.published for row in rows] == ["2024-03-20", "2024-04-01"]


def test_records_of_a_falling_metric_are_steps_downwards():
    rows = records(
        make_result(v, published=d, higherIsBetter=False, paper=d, subjectId=d)
        for d, v in (("2024-01", 9.0), ("2024-02", 12.0), ("2024-03", 7.0))
    )
    assert [(row.value, row.gain) for row in rows] == [(9.0, None), (7.0, 2.0)]


def test_records_refuse_to_compare_percent_with_points():
    mixed = [make_result(70.0), make_result(1200.0, unit="Elo", subjectId="model:b")]
    with pytest.raises(UnitError, match=r"results come in %, Elo; keep one with unit="):
        records(mixed)


def test_two_systems_stand_side_by_side_on_what_both_have():
    rows = compared(
        [
            make_result(70.0),
            make_result(65.0),
            make_result(60.0, subject="B", subjectId="model:b"),
            make_result(99.0, benchmarkId="benchmark:other"),
        ],
        left=frozenset({"model:a"}),
        right=frozenset({"model:b"}),
    )
    assert [(r.left_value, r.right_value, r.difference, r.better) for r in rows] == [
        (70.0, 60.0, 10.0, "left")
    ]


@pytest.mark.parametrize("left", [{"model:a"}, {"model:a", "model:c"}])
def test_what_is_on_no_side_or_on_both_is_not_compared(left):
    # Previously whatever was not left counted as right
    right = {"model:b"} | (left - {"model:a"})
    rows = [make_result(70.0), make_result(60.0, subjectId="model:c")]
    rows.append(make_result(3.0, kind="delta", subjectId="model:c", versusId="model:b"))
    assert compared(rows, left=frozenset(left), right=frozenset(right)) == []
    assert compared(rows, left=frozenset(right), right=frozenset(left)) == []


@pytest.mark.parametrize("up", [(None, True), (True, None)])
def test_the_direction_is_known_if_one_of_the_two_has_it(up):
    rows = [
        make_result(v, subjectId=f"model:{n}", higherIsBetter=one)
        for v, n, one in zip((70.0, 60.0), "ab", up, strict=True)
    ]
    (row,) = compared(rows, left=frozenset({"model:a"}), right=frozenset({"model:b"}))
    assert row.better == "left"


def test_the_better_one_is_open_where_the_direction_is_unknown():
    rows = compared(
        [
            make_result(70.0, higherIsBetter=None),
            make_result(60.0, subjectId="model:b", higherIsBetter=None),
        ],
        left=frozenset({"model:a"}),
        right=frozenset({"model:b"}),
    )
    assert rows[0].better is None


def test_a_reported_difference_between_the_two_is_a_row_of_its_own():
    rows = compared(
        [make_result(3.0, kind="delta", unit="points", versus="B", versusId="model:b")],
        left=frozenset({"model:a"}),
        right=frozenset({"model:b"}),
    )
    assert [(r.left, r.right, r.difference, r.kind) for r in rows] == [("A", "B", 3.0, "delta")]


@pytest.mark.parametrize(
    ("sentence", "value", "change", "better"),
    [
        ("A lowers accuracy by 3 points against B.", 3.0, "less", "right"),
        ("A gains 3 points over B.", 3.0, "better", "left"),
        ("A and B differ by 3 points.", 3.0, None, None),
        ("A reduces accuracy (-3 points) against B.", -3.0, None, None),
    ],
)
def test_a_reported_difference_says_which_way_it_goes(sentence, value, change, better):
    # Previously a drop of 3 points stood there like a gain
    result = make_result(
        value, kind="delta", unit="points", versus="B", versusId="model:b", sentence=sentence
    )
    (row,) = compared([result], left=frozenset({"model:a"}), right=frozenset({"model:b"}))
    assert (result.change, row.change, row.better) == (change, change, better)


def test_a_score_has_no_change():
    assert make_result(3.0, sentence="A reduces the error to 3 %.").change is None


def test_conflicts_need_two_papers_that_disagree():
    one_paper = [make_result(70.0), make_result(60.0)]
    assert conflicting(one_paper) == []
    two = [make_result(70.0), make_result(60.0, paper="arxiv:2502.00002")]
    assert [(row.group, row.spread) for row in conflicting(two)] == [(1, 10.0), (1, 10.0)]


def test_a_fraction_and_its_percent_do_not_disagree():
    rows = [make_result(71.0), make_result(0.71, unit=None, paper="arxiv:2502.00002")]
    assert conflicting(rows) == []


@pytest.mark.parametrize(
    ("name", "is_named"),
    [
        ("diffusion model", False), ("recurrent neural networks", False),
        ("noise-aware fine-tuning", False), ("gentle planner", False),
        ("Diffusion Policy", True), ("self-consistency", True), ("mixup", True),
        ("glow-guided", True), ("heron-7b model", True), ("model", True), ("LLaMA model", True),
    ],
)  # fmt: skip
def test_what_many_things_are_called_is_ranked_at_no_place_and_disagrees_with_nobody(
    name, is_named
):
    # Previously "our diffusion model" held the record of a benchmark
    rows = [
        make_result(90.0, subject=name, subjectId="method:x"),
        make_result(80.0, subject=name, subjectId="method:x", paper="arxiv:2501.00002"),
        make_result(70.0),
    ]
    assert [row.rank for row in leaderboard(rows)] == (
        [1, None, 2] if is_named else [None, None, 1]
    )
    assert len(conflicting(rows)) == (2 if is_named else 0)


@pytest.mark.parametrize(
    ("name", "common"),
    [
        ("diffusion model", True),
        ("supervised training", True),
        ("denoising diffusion probabilistic model", False),
        ("grouped-query attention", False),
        ("prefix-tuning", False),
        ("Foo model", False),
    ],
)
def test_what_many_things_are_called_is_common(name, common):
    # Previously DDPM under its long name held no record
    assert is_common(name) is common


def test_a_score_of_a_part_of_a_benchmark_has_a_board_of_its_own():
    # Previously 93.1 % on spatial tasks stood above 92 % on all of the benchmark
    rows = [
        make_result(92.0, sentence="A reaches 92% on MMLU.", subjectId="model:b"),
        make_result(93.1, sentence="A reaches 93.1% on spatial tasks."),
        make_result(80.0, sentence="A reaches 80% on MMLU."),
    ]
    board = leaderboard(rows)
    assert [(row.value, row.rank, row.part) for row in board] == [
        (92.0, 1, None),
        (80.0, 2, None),
        (93.1, 1, "spatial tasks"),
    ]
    assert {measure_of(leaderboard(rows)[0])} == {("accuracy", "%", "")}


def test_scores_of_different_parts_neither_disagree_nor_stand_side_by_side():
    spatial = make_result(93.1, sentence="A reaches 93.1% on spatial tasks.")
    whole = make_result(80.0, sentence="A reaches 80%.", paper="arxiv:2501.00002")
    assert conflicting([spatial, whole]) == []
    other = make_result(70.0, sentence="B reaches 70%.", subjectId="model:b", subject="B")
    one, two = frozenset(["model:a"]), frozenset(["model:b"])
    assert compared([spatial, other], left=one, right=two) == []
    assert [row.part for row in compared([whole, other], left=one, right=two)] == [None]


NOBODY = {"subject": None, "subjectId": None, "metric": None, "metricId": None}


@pytest.mark.parametrize(
    ("sentence", "unit", "stands"),
    [
        ("The best models score 34% on MMLU.", "%", True),
        ("Performance drops from 60% to 34%.", "%", True),
        ("The model reaches 90% and makes 34% of all errors there.", "%", False),
        ("MMLU has 34% questions on law.", "%", False),
        ("Performance varies by 34pp.", "points", False),
        ("Performance varies by 12-34pp.", "points", False),
        ("Models score 34 points.", "points", True),
    ],
)
def test_a_number_of_nobody_by_nothing_stands_on_a_board_where_it_is_told_as_a_score(
    sentence, unit, stands
):
    # Previously shares and gaps stood among the scores
    row = make_result(34, unit=unit, sentence=sentence, metricUnit=None, **NOBODY)
    assert bool(leaderboard([row])) is stands
    row = make_result(34, unit="%", sentence=sentence)
    assert leaderboard([row])


def make_claim(winner, loser):
    told = {"title": "T", "published": None, "sentence": None, "confidence": 0.9}
    ids = {"winner_id": winner, "loser_id": loser}
    return OutperformsRow(winner, loser, False, "arxiv:2501.00001", **told, **ids)


def test_each_claim_stands_beside_the_one_that_it_contradicts():
    said = [("a", "b"), ("c", "d"), ("e", "f"), ("b", "a"), ("d", "c")]
    rows = with_contradictions(make_claim(*claim) for claim in said)
    assert [(row.winner, row.loser, row.contradicted) for row in rows] == [
        ("a", "b", True),
        ("b", "a", True),
        ("c", "d", True),
        ("d", "c", True),
        ("e", "f", False),
    ]


@pytest.mark.parametrize(
    ("other", "is_one"),
    [
        ("zrobo", True), ("zorb", True), ("zorrbo", True), ("zarbo", True),
        ("zarba", False), ("zo", False), ("quuxx", False),
    ],
)  # fmt: skip
def test_a_slip_is_of_one_letter_or_of_their_order(other, is_one):
    assert is_slip("zorbo", other) is is_slip(other, "zorbo") is is_one
