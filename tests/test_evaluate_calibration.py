from __future__ import annotations

import json
import random
import shutil
from pathlib import Path

import numpy as np
import pytest

from kg.evaluate import read_annotated
from kg.evaluate.calibration import (
    OUTSIDE,
    calibrate,
    calibration_error,
    chances,
    crossed_chances,
    fit,
    half_of_best,
    least_chance,
    reliability_table,
)
from kg.evaluate.statements import Statement, statements
from kg.extract.calibration import Calibration, load_calibration, log_odds
from kg.extract.pipeline import build_nlp, shared_reader
from kg.extract.reader import Reader
from kg.resources import data_path

SEED = Path(__file__).parent / "data" / "seed.jsonl"


def make_statements(count: int = 600) -> list[Statement]:
    """Scores of 0.97 where six in ten are right for one type and nine in ten for another."""
    draw = random.Random(3)
    kinds = [("USES", 0.6), ("INTRODUCES", 0.9)]
    return [
        Statement(n, "relations", key, 0.97, draw.random() < share)
        for n in range(count)
        for key, share in [kinds[n % 2]]
    ]


def make_name(name: str, sure: float) -> dict:
    return {"name": name, "type": "Method", "mentions": [name], "confidence": sure}


def test_overconfident_scores_become_the_share_that_is_right():
    lines = fit(make_statements())
    assert lines.relation("USES", 0.97) == pytest.approx(0.6, abs=0.06)
    assert lines.relation("INTRODUCES", 0.97) == pytest.approx(0.9, abs=0.06)


def test_a_higher_score_stays_a_higher_chance():
    found = [
        Statement(n, "relations", "USES", score, n % 10 < 10 * score)
        for n, score in enumerate([0.2, 0.5, 0.8, 0.9] * 50)
    ]
    lines = fit(found)
    low, middle, high = (lines.relation("USES", score) for score in (0.2, 0.5, 0.9))
    assert low < middle < high


def test_a_row_is_as_sure_as_its_pointers_and_their_names():
    found = [
        Statement(n, kind, kind, 0.9, right, marks=marks)
        for n in range(400)
        for kind in ("core", "whole")
        for marks in [{"one": 1.0, "metric": 2.0 * (n % 2), "no subject": float(n % 3 == 0)}]
        for right in [kind == "core" or (n % 2 == 1 and n % 3 > 0)]
    ]
    lines = fit(found)
    sure = {"one": 1.0, "metric": 2.0, "no subject": 0.0}
    assert lines.result(sure) > 0.8
    assert lines.result(sure | {"metric": 0.0}) < 0.3
    assert lines.result(sure | {"no subject": 1.0}) < 0.3
    assert lines.result(sure | {"metric": 0.0}, of="core") > 0.9


def test_fitting_on_other_papers_lowers_the_error():
    found = make_statements()
    right = np.array([s.right for s in found], float)
    raw = np.array([s.score for s in found])
    assert calibration_error(crossed_chances(found), right) < calibration_error(raw, right) / 3


def test_the_curve_shows_each_bin_with_its_count():
    names = np.array([0.15, 0.95, 0.97]), np.array([0.0, 1.0, 1.0])
    table = reliability_table({"names": names, "rows": (np.array([0.92]), np.array([0.0]))})
    assert table.splitlines()[0] == "| stated | names | rows |"
    assert table.splitlines()[2:] == [
        "| 10–20 % | 15 → 0 (1) |  |",
        "| 90–100 % | 96 → 100 (2) | 92 → 0 (1) |",
    ]


def test_what_is_left_out_costs_at_most_a_little_f1():
    predicted = np.array([0.9] * 50 + [0.2] * 50)
    right = np.array([1.0] * 50 + [0.0] * 50)
    assert least_chance(predicted, right, gold=60) > 0.2


def test_without_a_calibration_scores_stay_as_they_are(tmp_path):
    plain = load_calibration(tmp_path)
    assert plain.relation("USES", 0.7) == 0.7
    assert plain.states("relations", 0.01)


def test_what_is_too_unsure_is_not_stated():
    strict = Calibration(least={"relations": 0.5})
    assert not strict.states("relations", 0.49)
    assert strict.states("results", 0.1)


def test_log_odds_are_capped():
    assert log_odds(1.0) == pytest.approx(-log_odds(0.0))


def test_statements_carry_the_truth_of_the_gold():
    gold = {
        "id": "1",
        "entities": [{"name": "A", "type": "Method", "mentions": ["A"], "confidence": 0.7}],
        "relations": [{"type": "USES", "target": "A"}],
        "results": [
            {"value": 3, "kind": "delta", "subject": "A", "benchmark": None, "metric": None}
        ],
    }
    guess = {
        **gold,
        "relations": [
            {"type": "USES", "target": "A", "confidence": 0.9},
            {"type": "MENTIONS", "target": "A", "confidence": 0.3},
        ],
        "results": [
            {
                "value": 3.0,
                "kind": "delta",
                "subject": "A",
                "benchmark": "A",
                "metric": None,
                "confidence": 0.8,
                "marks": {"one": 1.0, "benchmark": log_odds(0.8)},
            }
        ],
    }
    found = statements([gold], [guess])
    assert [s.kind for s in found] == ["entities", "relations", "relations", "core", "whole"]
    assert [s.right for s in found] == [True, True, False, True, False]
    assert chances(found, Calibration()).tolist() == [0.7, 0.9, 0.3, 0.8, 0.8]
    code = {"name": "github.com/a/b", "type": "Repo", "mentions": [], "confidence": 1.0}
    with_code = {**guess, "entities": [*guess["entities"], code]}
    assert statements([gold], [with_code]) == found
    del gold["relations"]
    assert [s.kind for s in statements([gold], [guess])] == ["core", "whole"]
    # Previously a number that nobody could read ended the calibration, and not the evaluation
    gold["results"] = [{**gold["results"][0], "value": None}]
    assert [s.right for s in statements([gold], [guess])] == [False, False]


@pytest.mark.parametrize(
    ("stated", "found", "core", "whole"),
    [
        ("B", "B", True, True),
        ("B", "other", False, False),
        ("B", None, False, False),
        # A number without a benchmark is right on any.
        (None, "B", True, False),
        (None, None, True, True),
    ],
)
def test_a_result_is_right_on_the_benchmark_that_the_gold_has(stated, found, core, whole):
    names = [make_name("B", 0.9), make_name("other", 0.9)]
    row = {"value": 3, "kind": "delta", "subject": None, "metric": None, "confidence": 0.8}
    gold = {"id": "1", "entities": names, "results": [{**row, "benchmark": stated}]}
    guess = {**gold, "results": [{**row, "benchmark": found}]}
    told = [(s.kind, s.right) for s in statements([gold], [guess])]
    assert told == [("core", core), ("whole", whole)]
    wrong = {**gold, "results": [{**row, "kind": "absolute", "benchmark": found}]}
    assert not any(s.right for s in statements([gold], [wrong]))


def test_a_name_that_the_paper_says_something_of_is_surer():
    found = [
        Statement(n, "entities", "entities", 0.6, tied or n % 4 == 0, log_odds(0.1 + 0.8 * tied))
        for n in range(400)
        for tied in [n % 2]
    ]
    lines = fit(found)
    assert lines.entity(0.6, 0.9) > lines.entity(0.6, 0.1)


def test_a_relation_is_as_sure_as_the_less_sure_of_its_names():
    found = [
        Statement(n, "relations", "USES", 0.9, sure or n % 3 == 0, names=0.95 if sure else 0.45)
        for n in range(300)
        for sure in [n % 2]
    ]
    lines = fit(found)
    assert lines.relation("USES", 0.9, names=0.95) > 0.9
    assert lines.relation("USES", 0.9, names=0.45) < 0.5


def test_statements_know_the_less_sure_name_of_a_relation():
    entities = [make_name("A", 0.9), make_name("B", 0.6)]
    part = {"type": "PART_OF", "source": "A", "target": "B", "confidence": 0.8}
    use = {"type": "USES", "target": "A", "confidence": 0.8}
    gold = {"id": "1", "entities": entities, "relations": [part, use], "results": []}
    found = [s for s in statements([gold], [gold]) if s.kind == "relations"]
    assert [s.names for s in found] == [0.6, 0.9]


@pytest.mark.parametrize(
    ("kind", "evidence", "fit"),
    [
        ("USES", "However, Foo works with BERT.", 1.0),
        ("USES", "However, BERT works alone.", -2.0),
        ("ADDRESSES", "Parsing is hard. We present Foo.", 0.0),
        ("PART_OF", "Parsing is hard. We present Foo.", -1.0),
        ("PART_OF", "Foo for parsing", -1.0),
    ],
)
def test_statements_tell_how_well_the_evidence_fits(kind, evidence, fit):
    paper = {
        "id": "1",
        "title": "Foo for parsing",
        "abstract": "Models such as BERT fail. Parsing is hard. We present Foo. However, "
        "Foo works with BERT. However, BERT works alone.",
        "entities": [make_name("Foo", 0.9), make_name("BERT", 0.9)],
        "results": [],
    }
    text = f"{paper['title']}\n{paper['abstract']}"
    start = text.index(evidence)
    span = {"start": start, "end": start + len(evidence), "confidence": 0.8}
    own = {"type": "INTRODUCES", "target": "Foo", "confidence": 0.9, "start": 0, "end": 3}
    # What others' things stand in is no place where the paper speaks of its own.
    other = {"type": "MENTIONS", "target": "BERT", **span}
    gold = {**paper, "relations": [own, {"type": kind, "target": "Foo", **span}, other]}
    assert [s.fit for s in statements([gold], [gold]) if s.kind == "relations"][1] == fit


def test_half_of_the_best_f1_is_what_a_statement_must_reach():
    predicted, right = np.array([0.9] * 50 + [0.1] * 50), np.array([1.0] * 50 + [0.0] * 50)
    assert half_of_best(predicted, right, gold=50) == 0.5


@pytest.mark.parametrize("outside", [None, OUTSIDE, 2.0])
def test_a_reader_takes_names_in_as_readily_as_it_is_told(outside):
    weights = data_path("reader")
    own = Reader.load(weights, outside=outside).limits
    assert own.outside == (Reader.load(weights).limits.outside if outside is None else outside)
    shared = shared_reader(weights)
    used = build_nlp(weights, outside=outside).get_pipe("kg_reader").reader
    assert (used is shared) == (outside is None)
    assert used.limits == (shared.limits if outside is None else own)


def test_a_calibration_leaves_the_reader_of_the_process_alone(tmp_path):
    # Previously every text that was read afterwards took names in as readily as the calibration
    weights = tmp_path / "reader"
    shutil.copytree(data_path("reader"), weights)
    told = json.loads((weights / "calibration.json").read_text("utf-8"))
    (weights / "calibration.json").write_text(json.dumps(told | {"outside": 2.0}), "utf-8")
    assert shared_reader(weights).limits.outside == 2.0
    calibrate(weights, read_annotated(SEED)[:8])
    assert shared_reader(weights).limits.outside == 2.0
