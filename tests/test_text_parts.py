"""What part of a benchmark a number is of."""

from __future__ import annotations

import pytest

from kg.cli.shown import shown_row
from kg.text.parts import part_said


@pytest.mark.parametrize(
    ("sentence", "value", "part"),
    [
        ("Foo reaches 61.2% on cooking tasks.", 61.2, "cooking tasks"),
        ("Foo goes from 40 to 61.2 percent on cooking tasks.", 40, "cooking tasks"),
        ("Foo reaches 70 % overall and 61.2 % on the Bar long split.", 61.2, "Bar long split"),
        ("Foo reaches 70 % overall and 61.2 % on the Bar long split.", 70, None),
        ("Foo reaches 61.2 % on cooking tasks in Bar.", 61.2, "cooking tasks"),
        ("On Bar unseen tasks, Foo reaches 61.2 %.", 61.2, "Bar unseen tasks"),
        ("Foo reaches 61.2 % on 2D layout tasks.", 61.2, "2D layout tasks"),
        ("F1 goes from 40 to 61.2 and its recall from 3 to 5 on old clips.", 61.2, "old clips"),
        ("Foo drops to 61.2\\% under wind perturbations.", 61.2, "wind perturbations"),
        ("Foo reaches 61.2 % on held-out test tasks.", 61.2, "held-out test tasks"),
        ("Tried on a subset of Bar, Foo reaches 61.2 %.", 61.2, "subset of Bar"),
        ("On 1,200 blurred Bar images Foo is right on 61.2 %.", 61.2, "1,200 blurred Bar images"),
        ("On a Bar-derived dataset Foo reaches 61.2 %.", 61.2, "Bar-derived dataset"),
        (
            "PSNR is 9 for snow inpainting, and for fog inpainting, we get 5.",
            5,
            "fog inpainting",
        ),
        ("Foo has an FID of 1.5 on Bar $32\\times 32$.", 1.5, "32×32"),
        ("Foo has 1.5 and 9 (IS) on Bar 32x32 and 1.9 on Bar 64x64.", 1.5, "32×32"),
        ("Foo has 1.5 and 9 (IS) on Bar 32x32 and 1.9 on Bar 64x64.", 1.9, "64×64"),
        ("On Bar 32x32, Foo has 1.5, and on Bar 64x64, 1.9.", 1.5, "32×32"),
        ("On Bar 32x32, Foo has 1.5, and on Bar 64x64, 1.9.", 1.9, "64×64"),
        ("Foo solves 61.2 % of Art Style questions in Bar.", 61.2, "Art Style questions"),
        ("Foo has 61 % on a subset of Bar and 85 % on Bar.", 61, "subset of Bar"),
        ("Foo drops from 95% to 30 % under strong attacks.", 30, "strong attacks"),
        ("Foo has 1.5 FID at 32x32 and 1.9 at 64x64 on Bar.", 1.9, "64×64"),
        ("F1 is 0.61 on tone recognition and 0.5 on mood recognition.", 61, "tone recognition"),
        ("Good at tone recognition (55-61% F1) and mood search (40% F1).", 61, "tone recognition"),
    ],
)
def test_the_words_next_to_a_number_tell_what_part_it_is_of(sentence, value, part):
    assert part_said(sentence, value, benchmark="Bar") == part


@pytest.mark.parametrize(
    "sentence",
    [
        "Foo reaches 61.2 % on Bar.",
        "Foo reaches 61.2 % on Bar tasks.",
        "Foo reaches 61.2 % on the challenging Bar tasks.",
        "Foo reaches 61.2 % on all four tasks of Bar.",
        "Foo reaches 61.2 % on the test set.",
        "Foo reaches 61.2 % in object classification on Bar.",
        "Foo reaches 61.2 % with 32x32 patches.",
        "Trained on 10,000 Bar images, Foo reaches 61.2 % on Bar.",
        "Trained on a subset of Bar, Foo reaches 61.2 %.",
        "Foo reaches 50 % on a subset of Bar and 61.2 % on Bar.",
        "Foo reaches 61.2 % on all 500 Bar samples.",
        "Foo solves 61.2 % of real-world cooking tasks in Bar.",
        "Foo reaches 61.2 % on cooking tasks (Bar).",
        "Foo reaches 61.2 % on the entire set.",
        "Foo reaches 61.2 % under the same conditions.",
        "Foo drops from 61.2 % to below 30 % under strong attacks.",
        "Foo reaches 61.2 on Bar-512 and 1.8 on Bar 32x32.",
        "Foo reaches 61.2 % on Bar and 50 % on cooking tasks.",
        "Foo reaches 61.2 % versus 50 % for fine-tuned CLIP.",
        "Foo reaches 61.2 % on cooking tasks and 61.2 % on driving tasks.",
        "",
    ],
)
def test_what_is_of_all_of_a_benchmark_has_no_part(sentence):
    assert part_said(sentence, 61.2, benchmark="Bar") is None


def test_a_table_shows_the_part_beside_the_metric():
    row = {"metric": "accuracy", "metric_inferred": True, "part": "unseen tasks"}
    assert shown_row(row, ["metric"]) == {"metric": "accuracy * on unseen tasks"}
    assert shown_row({"metric": None, "part": None}, ["metric"]) == {"metric": None}
    assert shown_row({"metric": None, "part": "unseen tasks"}, ["metric"]) == {
        "metric": "on unseen tasks"
    }


@pytest.mark.parametrize(
    "words", ["50 to ", "50 and ", "50 % / ", "50 and its recall from 30 to 60 "]
)
def test_long_lists_of_numbers_take_no_time(words):
    # Previously each number more took twice as long
    assert part_said(words * 18 + "a" + " of a" * 200, 50, benchmark="Bar") is None
    assert part_said(words * 3000, 50, benchmark="Bar") is None
    assert part_said("one Bar " * 20_000, 1, benchmark="Bar") is None
