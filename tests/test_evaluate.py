from __future__ import annotations

import importlib.util
import json
import re
from pathlib import Path

import pytest
from click.testing import CliRunner

from kg.cli import cli
from kg.errors import InputError
from kg.evaluate import align, read_annotated, score
from kg.evaluate.page import (
    confusion_table,
    replace_section,
    score_table,
    scores_json,
    scores_page,
    write_section,
)

DATA = Path(__file__).resolve().parent / "data"


def make_entity(name: str, kind: str, *mentions: str) -> dict:
    return {"name": name, "type": kind, "mentions": list(mentions or (name,))}


def make_row(value: float, **more: object) -> dict:
    return {"value": value, "kind": "absolute", **more}


GOLD = {
    "id": "1",
    "entities": [
        make_entity("GRPO", "Method", "GRPO", "Group Relative Policy Optimization"),
        make_entity("MATH", "Benchmark"),
    ],
    "relations": [
        {"type": "USES", "target": "GRPO"},
        {"type": "EVALUATES_ON", "target": "MATH"},
        {"type": "BENCHMARK_FOR", "source": "MATH", "target": "GRPO"},
    ],
    "results": [make_row(71.0, subject="GRPO", benchmark="MATH"), make_row(3.0, benchmark=None)],
}


def test_a_paper_predicted_as_annotated_scores_a_hundred():
    scores = score([GOLD], [GOLD])
    assert {count.f1 for count in scores.total.values()} == {100.0}


def test_a_thing_is_right_when_type_and_one_mention_agree():
    guess = {"id": "1", "entities": [make_entity("group relative  policy optimization", "Method")]}
    assert score([GOLD], [guess]).total["entities"].right == 1


def test_one_thing_is_right_once_however_often_it_is_predicted():
    twice = [
        make_entity("GRPO", "Method"),
        make_entity("Group Relative Policy Optimization", "Method"),
    ]
    guess = {
        "id": "1",
        "entities": twice,
        "relations": [{"type": "USES", "target": e["name"]} for e in twice],
    }
    total = score([GOLD], [guess]).total
    for what in ("entities/Method", "relations/USES"):
        assert (total[what].right, total[what].predicted, total[what].gold) == (1, 2, 1)
    assert (total["entities/Method"].precision, total["entities/Method"].recall) == (50, 100)
    merged = {"id": "1", "entities": [make_entity("GRPO", "Method", "GRPO", "MATH")]}
    total = score([GOLD], [merged]).total
    assert (total["entities"].right, total["entities"].predicted) == (1, 1)


def test_a_thing_stands_for_the_one_of_its_type_and_then_of_most_mentions():
    # In the order of the file the wrong ones would come first
    task, few = make_entity("a", "Task", "GRPO"), make_entity("b", "Method", "GRPO")
    most = make_entity("c", "Method", "GRPO", "Group Relative Policy Optimization")
    assert align(GOLD, {"entities": [task, few]}) == {"b": "GRPO"}
    assert align(GOLD, {"entities": [task, few, most]}) == {"c": "GRPO"}


def test_a_thing_of_another_type_is_wrong_and_one_without_mentions_goes_by_its_name():
    wrong = {"id": "1", "entities": [make_entity("GRPO", "Task"), make_entity("owl", "Task")]}
    count = score([GOLD], [wrong]).total["entities"]
    assert (count.right, count.predicted, count.gold) == (0, 2, 2)
    bare = {"id": "1", "entities": [{"name": "math", "type": "Benchmark"}]}
    total = score([GOLD], [bare]).total
    assert (total["entities"].right, total["mentions"].right, total["spans"].right) == (1, 1, 1)


@pytest.mark.parametrize(("found", "right"), [(0.12341, 1), (0.1235, 0), ("0.1234", 1), ("?", 0)])
def test_numbers_are_compared_to_four_places(found, right):
    gold = {"id": "1", "results": [make_row(0.1234, benchmark=None)]}
    total = score([gold], [{"id": "1", "results": [make_row(found, benchmark=None)]}]).total
    assert (total["results/core"].right, total["results/strict"].right) == (right, right)


def test_relations_are_compared_after_names_are_aligned():
    guess = {
        "id": "1",
        "entities": [make_entity("Group Relative Policy Optimization", "Task")],
        "relations": [{"type": "USES", "target": "Group Relative Policy Optimization"}],
    }
    assert score([GOLD], [guess]).total["relations/USES"].right == 1


def test_core_results_ask_for_the_benchmark_only_where_one_is_stated():
    guess = {
        "id": "1",
        "entities": [make_entity("MATH", "Benchmark")],
        "results": [make_row(71.0, benchmark="MATH"), make_row(3.0, benchmark="MATH")],
    }
    total = score([GOLD], [guess]).total
    assert (total["results/core"].right, total["results/strict"].right) == (2, 0)


def test_a_paper_without_prediction_counts_as_one_with_nothing():
    scores = score([GOLD], [{"id": "2"}])
    assert (scores.unpredicted, scores.left_out, scores.total["entities"].gold) == (1, 1, 2)
    assert scores.total["entities"].precision is None


def test_the_confusion_shows_what_types_become():
    guess = {
        "id": "1",
        "entities": [make_entity("GRPO", "Task"), make_entity("noise", "Metric")],
    }
    scores = score([GOLD], [guess])
    assert scores.confusion == {
        ("Method", "Task"): 1,
        ("(none)", "Metric"): 1,
        ("Benchmark", "(missed)"): 1,
    }
    assert "| Method |  |  |  |  |  | 1 |  |  |" in confusion_table(scores)


def test_a_precision_of_nothing_predicted_is_none_and_not_0():
    # Previously JSON had 0.0, where the table has a dash
    scores = score([GOLD], [{"id": "1"}])
    figures = scores_json(scores)["entities"]
    assert (figures["precision"], figures["recall"]) == (None, 0.0)
    assert "| entities | – | 0.0 |" in score_table(scores)
    figures = scores_json(score([{"id": "1", "entities": []}], [GOLD]))["entities"]
    assert (figures["precision"], figures["recall"]) == (0.0, None)


def test_an_interval_holds_its_figure():
    scores = score([GOLD, {**GOLD, "id": "2"}], [GOLD])
    low, high = scores.interval("entities")
    assert low <= scores.total["entities"].f1 <= high


def test_an_interval_leaves_out_the_rarest_draws_and_is_the_same_each_time():
    papers = [{**GOLD, "id": str(number)} for number in range(20)]
    scores = score(papers, papers[:14])
    low, high = scores.interval("entities")
    # 14 of 20 right: the binomial spread of recall 0.7 +- 0.2, as F1
    assert 100 > high > scores.total["entities"].f1 + 5 > scores.total["entities"].f1 - 5 > low > 50
    assert scores.interval("entities") == (low, high)


def test_figures_equal_those_of_the_gold_script(shared):
    # Predictions that are wrong in many ways: each gold paper with its neighbour's rows mixed in.
    path = shared("gold", "score.py")
    spec = importlib.util.spec_from_file_location("gold_score", path)
    script = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(script)
    gold = read_annotated(DATA / "seed.jsonl")
    guesses = []
    for paper, other in zip(gold, gold[1:] + gold[:1], strict=True):
        names = {e["name"] for e in paper["entities"]}
        extra = [e for e in other["entities"] if e["name"] not in names]
        entities = [*paper["entities"][1:], *extra[:2]]
        known = {e["name"] for e in entities}
        kept = [r for r in paper["relations"] if r["target"] in known]
        guesses.append(
            {
                "id": paper["id"],
                "entities": [
                    {**e, "type": "Method"} if i == 0 else e for i, e in enumerate(entities)
                ],
                "relations": kept[::2] + [{"type": "USES", "target": e["name"]} for e in extra[:2]],
                "results": paper["results"][1:] + other["results"][:1],
            }
        )
    theirs = script.score({p["id"]: p for p in gold}, {p["id"]: p for p in guesses})
    ours = scores_json(score(gold, guesses))
    for what, count in theirs.items():
        figures = count.figures()
        # The script has 0.0 for a precision of nothing predicted.
        assert {key: ours[what][key] or 0.0 for key in figures} == figures, what


def test_a_section_of_a_page_is_replaced_in_place():
    page = "# Figures\n\n## A\n\nold\n\n## B\n\nkept\n"
    assert (
        replace_section(page, title="A", body="new") == "# Figures\n\n## A\n\nnew\n\n## B\n\nkept\n"
    )
    assert replace_section("# F\n", title="C", body="x").endswith("## C\n\nx\n")


def test_a_section_is_written_beside_those_that_a_page_has(tmp_path):
    page = tmp_path / "FIGURES.md"
    write_section(page, title="A", body="old")
    write_section(page, title="B", body="kept")
    write_section(page, title="A", body="new")
    assert page.read_text(encoding="utf-8") == "\n\n## A\n\nnew\n\n## B\n\nkept\n"
    write_section(page, title="B", body="last")
    assert page.read_text(encoding="utf-8").endswith("## B\n\nlast\n")


def test_a_table_has_each_figure_once_and_says_what_was_left_out():
    scores = score([GOLD], [GOLD, {"id": "2"}])
    rows = [line.split(" | ")[0] for line in score_table(scores).splitlines()[2:]]
    assert sorted(rows) == sorted(f"| {what}" for what in scores.total)
    assert scores_page(scores).startswith(
        "1 paper, 0 without a prediction; 1 predicted but not in the gold, left out."
    )
    assert scores_page(score([GOLD], [GOLD])).startswith("1 paper, 0 without a prediction.")


def test_a_page_that_cannot_be_written_is_an_input_error(tmp_path):
    with pytest.raises(InputError, match="cannot write"):
        write_section(tmp_path, title="A", body="b")


def test_a_page_whose_writing_fails_stays_as_it_was(tmp_path):
    # Previously all its sections were gone
    page = tmp_path / "FIGURES.md"
    page.write_text("## Mine\n", encoding="utf-8")
    with pytest.raises(UnicodeEncodeError):
        write_section(page, title="A", body="\ud800")
    assert page.read_text(encoding="utf-8") == "## Mine\n"
    assert list(tmp_path.iterdir()) == [page]


@pytest.mark.parametrize(
    "line",
    [
        "no json",
        "[1]",
        '["id"]',
        '{"title": "t"}',
        # Previously errors of Python
        '{"id": "1", "entities": [{"name": "A"}]}',
        '{"id": "1", "entities": {"A": "Task"}}',
        '{"id": "1", "entities": ["A"]}',
        '{"id": "1", "entities": 3}',
        '{"id": "1", "entities": [], "relations": [{"target": "A"}]}',
        '{"id": "1", "entities": [], "results": [{"value": 3}]}',
    ],
)
def test_a_line_that_is_no_annotated_paper_names_its_place(tmp_path, line):
    path = tmp_path / "gold.jsonl"
    path.write_text(line + "\n", encoding="utf-8")
    with pytest.raises(InputError, match=r"gold\.jsonl:1"):
        read_annotated(path)


def test_an_item_that_lacks_a_field_is_told_by_its_number(tmp_path):
    path = tmp_path / "gold.jsonl"
    entities = [make_entity("A", "Task"), {"name": "B"}]
    path.write_text(json.dumps({"id": "1", "entities": entities}) + "\n", encoding="utf-8")
    with pytest.raises(InputError, match="number 2 of 'entities' has no 'type'"):
        read_annotated(path)


def test_kg_evaluate_prints_both_tables_and_writes_its_section(tmp_path):
    seed, page = str(DATA / "seed.jsonl"), tmp_path / "FIGURES.md"
    done = CliRunner().invoke(cli, ["evaluate", seed, "--predicted", seed, "--write", str(page)])
    assert done.exit_code == 0, done.output
    assert "| entities | 100.0 | 100.0 | 100.0 |" in done.output
    assert page.read_text(encoding="utf-8").startswith("\n\n## Extraction on seed\n")


def test_kg_evaluate_gives_json():
    seed = str(DATA / "seed.jsonl")
    done = CliRunner().invoke(cli, ["evaluate", seed, "--predicted", seed, "--json"])
    assert json.loads(done.stdout)["relations"]["f1"] == 100.0


@pytest.mark.parametrize("form", [[], ["--json"]])
def test_kg_evaluate_tells_the_scores_of_several_files_apart(tmp_path, form):
    # Previously documents of several lines stood one behind the other, none with a name
    files = [str(tmp_path / name) for name in ("one.jsonl", "two.jsonl")]
    for file in files:
        Path(file).write_bytes((DATA / "seed.jsonl").read_bytes())
    done = CliRunner().invoke(cli, ["evaluate", *files, "--predicted", files[0], *form])
    if form:
        assert [json.loads(line)["gold"] for line in done.stdout.splitlines()] == files
    else:
        assert re.findall(r"^(.*): \d+ papers", done.stdout, re.MULTILINE) == files


@pytest.mark.parametrize("lines", ["", '{"id": "a", "title": "A", "abstract": "B."}\n'])
def test_papers_without_annotations_cannot_be_scored(tmp_path, lines):
    # Previously tables of zeros, and exit 0
    path = tmp_path / "plain.jsonl"
    path.write_text(lines, encoding="utf-8")
    done = CliRunner().invoke(cli, ["evaluate", str(path)])
    assert done.exit_code == 1
    assert "no annotations in" in str(done.exception)
