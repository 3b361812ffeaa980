"""One command a question: same names, same defaults, data on stdout, talk on stderr."""

from __future__ import annotations

import csv
import inspect
import io
import json
import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

import click
import pytest
from click.shell_completion import ShellComplete
from click.testing import CliRunner
from hypothesis import example, given
from hypothesis import strategies as st
from rich.cells import chop_cells

import kg
from kg.cli import COMMANDS, cli, main, shown, tables
from kg.cli.common import at_work
from kg.errors import ConfigError, StoreError, UnknownName
from kg.graph import Graph, open_graph
from kg.graph.directions import never_joined
from kg.graph.literals import other_spellings
from kg.graph.spelling import unknown_names
from kg.store import open_store
from kg.words import quoted
from tests.commands import typed
from tests.made import A, B, Made, make_sample

QUESTIONS = [name for name, place in COMMANDS["Ask"].items() if place.module == "ask"]
ARGUMENTS = {
    "leaderboard": ["mmlu"],
    "sota": ["MMLU"],
    "paper": [A],
    "entity": ["Llama 2"],
    "search": ["llama"],
    "lineage": ["Llama-2", "--family"],
    "compare": ["Llama 2", "gpt-3"],
    "neighbors": ["Llama 2"],
    "path": ["gpt-3", "MMLU"],
    "cooccurrence": ["Llama 2"],
}


@pytest.fixture(scope="module")
def workspace(tmp_path_factory):
    """The sample, and two papers that disagree: every question has an answer."""
    made = make_sample()
    for paper, value in ((A, 40), (B, 50)):
        made.result(paper, value, of="method:ours", on="benchmark:arc", by="metric:accuracy")
    folder = tmp_path_factory.mktemp("ask") / "papers.kg"
    made.write(folder)
    return folder


def run(workspace, question, *more):
    args = [question, *ARGUMENTS.get(question, []), *more]
    args += ["--graph", str(workspace)]
    return CliRunner().invoke(cli, args)


def command_of(question) -> click.Command:
    return cli.get_command(click.Context(cli), question)


@pytest.mark.parametrize("question", QUESTIONS)
def test_a_command_has_the_names_and_defaults_of_its_method(question):
    method = inspect.signature(getattr(Graph, question)).parameters
    wanted = {
        name: None if p.default is p.empty else p.default
        for name, p in method.items()
        if name != "self"
    }
    params = command_of(question).params
    options = {p.name: p for p in params if p.name not in ("graph", "json", "csv")}
    assert options.keys() == wanted.keys()
    for name, option in options.items():
        default = option.to_info_dict()["default"]
        assert (default or None) == (wanted[name] or None), name


@pytest.mark.parametrize("question", QUESTIONS)
def test_json_is_data_and_nothing_else_on_stdout(workspace, question):
    found = run(workspace, question, "--json")
    assert found.exit_code == 0, found.output
    with kg.open(workspace) as graph:
        answer = getattr(graph, question)(*(x for x in ARGUMENTS.get(question, []) if x[0] != "-"))
        rows = answer.to_dicts() if isinstance(answer, kg.Rows) else [answer.to_dict()]
    read = json.loads(found.stdout)
    assert [*(read[0] if isinstance(read, list) else read)] == [*rows[0]]


@pytest.mark.parametrize("question", QUESTIONS)
def test_csv_has_a_header_and_a_line_a_row(workspace, question):
    rows = list(csv.DictReader(io.StringIO(run(workspace, question, "--csv").stdout)))
    found = json.loads(run(workspace, question, "--json").stdout)
    if isinstance(found, list):
        assert [*rows[0]] == [*found[0]]
        assert len(rows) == len(found)
    else:
        assert {row["table"] for row in rows} == {
            name for name, value in found.items() if value and isinstance(value, list)
        } - {"aliases", "categories", "authors"}


@pytest.mark.parametrize(("question", "first"), [("paper", "relations"), ("entity", "neighbors")])
def test_a_csv_of_a_thing_has_its_relations_and_results(workspace, question, first):
    # Previously it was a row of the thing's own fields and nothing of what papers say
    rows = list(csv.DictReader(io.StringIO(run(workspace, question, "--csv").stdout)))
    found = json.loads(run(workspace, question, "--json").stdout)
    tables = [first] * len(found[first]) + ["results"] * len(found["results"])
    assert [row["table"] for row in rows] == tables
    assert [row["relation"] for row in rows if row["relation"]] == [
        row["relation"] for row in found[first]
    ]
    assert [row["result"] for row in rows if row["result"]] == [
        row["result"] for row in found["results"]
    ]


def test_months_of_which_the_graph_has_no_paper_are_one_line(tmp_path):
    # Previously a graph of a conference and of two years before it printed 21 empty months
    dates = ("2023-01", "2023-03", "2023-04", "2024-12", "2025-01")
    made = Made().entity("model:a", "a").says(A, "USES", "model:a")
    for number, date in enumerate(dates):
        made.paper(f"arxiv:2402.0000{number}", date)
    made.paper(A, dates[0]).write(tmp_path)
    table, data = (
        CliRunner().invoke(cli, ["trends", "a", "-g", str(tmp_path), *form]).stdout
        for form in ([], ["--json"])
    )
    months = [line.split("│")[0].strip() for line in table.splitlines()[2:]]
    assert months == [*dates[:1], "2023-02", *dates[1:3], "2023-05 … 2024-11", *dates[3:]]
    assert len(json.loads(data)) == 25


@pytest.mark.parametrize("forms", [["--json", "--csv"], ["--csv", "--json"]])
@pytest.mark.parametrize("question", [*QUESTIONS, "query", "names", "correct", "remove"])
def test_of_two_forms_one_is_to_be_given(question, forms):
    # Previously the last of them was taken without a word
    found = CliRunner().invoke(cli, [question, *forms, *ARGUMENTS.get(question, [])])
    assert (found.exit_code, found.stdout) == (2, "")
    assert f"{forms[0]} and {forms[1]} exclude each other; give one" in found.stderr


@pytest.mark.parametrize("question", QUESTIONS)
def test_a_table_is_the_default(workspace, question):
    found = run(workspace, question)
    assert found.exit_code == 0, found.output
    # The schema is told as text.
    assert ("━━" in found.stdout) == (question != "schema")
    if question == "schema":
        assert found.stdout.startswith("Nodes (")


@pytest.mark.parametrize("question", QUESTIONS)
def test_the_help_ends_in_an_example(question):
    assert f"Example: kg {question}" in inspect.cleandoc(command_of(question).help or "")


TYPED = [
    (name, option.opts[0])
    for name in QUESTIONS
    for option in command_of(name).params
    if {"--type", "--other"} & {*option.opts}
]


@pytest.mark.parametrize(("question", "option"), TYPED)
def test_a_type_that_is_none_is_an_error_that_lists_the_types(workspace, question, option):
    result = run(workspace, question, option, "Modle")
    assert (result.exit_code, result.stdout) == (2, "")
    assert "'Modle' is not one of" in result.stderr
    assert "'benchmark'" in result.stderr.lower()


@pytest.mark.parametrize("question", [*QUESTIONS, "query", "names", "export", "page"])
def test_the_example_of_the_help_works_on_the_example(question, built, tmp_path, monkeypatch):
    # Previously half of them were of names that no page of the example has
    help_text = inspect.cleandoc(command_of(question).help or "") + (
        command_of(question).epilog or ""
    )
    (example,) = re.findall(r"Example: kg (.*(?:\n.+)?)", help_text)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("KG_GRAPH", str(built))
    found = CliRunner().invoke(cli, shlex.split(example), catch_exceptions=False)
    assert found.exit_code == 0, found.stderr
    dated = {"sota", "trends"}
    if question not in {*dated, "conflicts", "export", "page"}:
        assert found.stdout
    elif question in {*dated, "conflicts"}:
        assert len(found.stderr.splitlines()) == 2, "an empty answer says why"


@pytest.mark.parametrize("width", [40, 80, 200])
@pytest.mark.parametrize("question", ["leaderboard", "compare", "outperforms", "entity"])
def test_a_row_can_be_read_in_any_width(workspace, question, width, monkeypatch):
    # Previously a terminal of 80 columns showed three letters of a sentence a line
    monkeypatch.setenv("COLUMNS", str(width))
    lines = run(workspace, question).stdout.splitlines()
    assert max(map(len, lines)) <= width
    sentences = [line for line in lines if "says" in line]
    # A narrow table of scores leaves the sentences out; previously each took ten lines.
    told = (width, question) != (80, "leaderboard")
    assert bool(sentences) == told
    if width == 40 and question == "outperforms":
        assert "sentence" in "".join(line[:12] for line in lines)


@pytest.mark.parametrize("reported", [False, True])
def test_which_of_two_is_better_is_shown_in_a_narrow_terminal(tmp_path, monkeypatch, reported):
    # Previously "better" gave way before the papers and the confidence
    made = Made().paper(A, "2025-01").entity("metric:accuracy", "accuracy", higherIsBetter=True)
    by = {"by": "metric:accuracy", "on": "benchmark:knowledge-of-birds"}
    made.result(A, 71.25, of="model:heron-large", **by)
    made.result(A, 73.5, of="model:osprey-large", **by)
    if reported:
        versus = {"versus": "model:heron-large", "kind": "delta"}
        made.result(A, 9.75, of="model:osprey-large", **by, **versus)
    made.write(tmp_path)
    monkeypatch.setenv("COLUMNS", "110")
    words = ["compare", "heron-large", "osprey-large", "-g", str(tmp_path)]
    found = CliRunner().invoke(cli, words)
    assert "better" in found.stdout
    assert "no room here for: kind" in found.stderr
    assert ("9.75" in found.stdout) == reported


EVIDENCE = (
    "Foo is new.\nTested on Bar. Foo gets 91.2% of all that was asked, and Baz 40.0%. Code is out."
)


@pytest.mark.parametrize(
    ("value", "who", "sentence"),
    [
        (91.2, "Foo", "Foo gets 91.2% of all that was asked, and Baz 40.0%."),
        (0.912, "Foo", "Foo gets 91.2% of all that was asked, and Baz 40.0%."),
        (7.5, "Foo", " ".join(EVIDENCE.split())),
    ],
)
def test_of_the_evidence_of_a_number_its_sentence_is_shown(value, who, sentence):
    assert shown.evidence(EVIDENCE, value, who=who).text == sentence


@pytest.mark.parametrize(
    ("value", "sentence", "at"),
    [
        (2.0, "It doubles all.", "doubles"), (2.0, "It renders in two minutes.", "two"),
        (43.0, "Forty-three percent are right.", "Forty"),
        (2.0, "On Bar2 it is twofold.", "twofold"),
    ],
)  # fmt: skip
def test_of_a_number_in_words_its_sentence_is_shown(value, sentence, at):
    # Previously the whole text was shown from its beginning
    found = shown.evidence(f"Foo is new. {sentence} Code is out.", value)
    assert (found.text, found.at) == (sentence, sentence.index(at))


@pytest.mark.parametrize(
    ("value", "width", "cut"),
    [
        (40.0, 90, "Foo gets 91.2% of all that was asked, and Baz 40.0%."),
        (40.0, 16, "… was asked, and Baz 40.0%."),
        (91.2, 12, "Foo gets 91.2% of …"),
    ],
)
def test_a_sentence_is_cut_round_its_number(value, width, cut):
    assert tables.excerpt(shown.evidence(EVIDENCE, value), width) == cut


WORDS = st.lists(st.text("abcdefgh", min_size=1, max_size=16), max_size=30)


@pytest.mark.parametrize("width", [24, 28, 36])
@example(["a", "b" * 20, "c" * 20], ["d"], " ", "")
@example(["a", "b" * 24, "c" * 24], ["d"], " ", "")
@example(["a", "b" * 32, "c" * 32], ["d"], " ", "")
@given(WORDS, WORDS, st.sampled_from([" ", "\n", "  "]), st.sampled_from(["", "(", "$", "~"]))
def test_the_words_round_a_number_hold_it(width, before, after, blank, sign):
    # Previously the place was a sign too early and the word before it was kept: 43 of 3,201 numbers
    # were cut away at 24 signs
    text = blank.join([*before, f"{sign}91.2%", *after])
    assert "91.2" in tables.excerpt(shown.evidence(text, 91.2), width)


@pytest.mark.parametrize(
    ("text", "value", "at"),
    [
        ("Foo-7B is new and reaches 7 points.", 7, 26),
        ("GPT-4 with Qwen2.5 scores 2.5 and 4 on it.", 4, 34),
        ("GPT-4 with Qwen2.5 scores 2.5 and 4 on it.", 2.5, 26),
        ("Foo 1.7 gets 0.07 there.", 7, 13),
        ("It gains 4-7 points.", 7, 11),
        ("It gains points with Foo-7B.", 7, 25),
    ],
)
def test_a_number_in_a_name_is_the_value_only_where_no_other_is(text, value, at):
    # Previously the first number of the sentence, though it was the size of a model
    assert shown.evidence(text, value).at == at


@pytest.mark.parametrize(
    ("text", "value", "width", "cut"),
    [
        ("", 7.0, 24, ""),
        (" \n", 7.0, 24, ""),
        # 24 signs of Chinese take 48 cells, two lines of 24.
        ("甲" * 10 + " 7 " + "乙" * 30, 7.0, 24, "甲" * 10 + " 7 …"),
        ("7=" + "b" * 60, 7.0, 24, "7=" + "b" * 42 + "…"),
        ("甲" * 30 + "7.5" + "乙" * 30, 7.5, 12, "…" + "甲" * 5 + "7.5" + "乙" * 3 + "…"),
        ("See it at " + "a" * 60 + "=7.5", 7.5, 24, "…" + "a" * 40 + "=7.5"),
    ],
)
def test_a_sentence_of_wide_signs_or_overlong_words_takes_two_lines(text, value, width, cut):
    # Previously signs were counted, not the cells they take, and an overlong word took all it is
    found = tables.excerpt(shown.evidence(text, value), width)
    assert found == cut
    assert len(chop_cells(found, width)) <= 2


@pytest.mark.parametrize("field", ["target", "other", "loser", "benchmark"])
def test_a_sentence_without_a_number_is_cut_round_the_name(field):
    # Previously relations came one below the other up to 120 columns
    row = {field: "Foo", "sentence": f"{'It is long. ' * 9}It uses Foo at last."}
    cell = shown.shown_row(row, [field, "sentence"])["sentence"]
    assert tables.excerpt(cell, 16).endswith("It uses Foo at …")
    assert shown.shown_row({"sentence": "Any\nother."}, ["sentence"]) == {"sentence": "Any other."}


@pytest.mark.parametrize("width", [80, 100, 160])
def test_a_board_is_a_table_in_usual_terminals(tmp_path, width, monkeypatch):
    # Previously each row took ten lines below each other up to 120 columns, and a first row
    # without a rank put the ranks to the left
    nobody = {"confidence": 0.3, "sentence": "The best systems reach 100 %."}
    made = Made().paper(A, "2024-05-01").result(A, 100, "%", on="benchmark:b", **nobody)
    for place in range(10):
        made = made.result(A, 60 + place / 4, "%", of=f"model:a{place}", on="benchmark:b")
    made.write(tmp_path)
    monkeypatch.setenv("COLUMNS", str(width))
    args = ["leaderboard", "b", "--graph", str(tmp_path)]
    head, _, *lines = CliRunner().invoke(cli, args).stdout.splitlines()
    assert [word.strip() for word in head.split("┃")][:4] == ["rank", "subject", "value", "conf"]
    assert [line.split("│")[0] for line in lines][:2] == ["     ", "   1 "]
    assert {"100 %", "0.30"} <= {cell.strip() for cell in lines[0].split("│")}
    assert len(lines) == 11


def test_numbers_of_a_csv_keep_every_digit(tmp_path):
    # Previously 1234567.5 came out as 1.23457e+06
    Made().paper(A).result(A, 1234567.5, None, of="model:a", on="benchmark:b").write(tmp_path)
    for form in ("--csv", "--json"):
        found = CliRunner().invoke(cli, ["leaderboard", "b", form, "--graph", str(tmp_path)])
        assert "1234567.5" in found.stdout


NOTHING = {
    "outperforms": ["MMLU"],
    "conflicts": ["MMLU"],
    "compare": ["Llama 2", "llama-2-chat"],
    "lineage": ["Llama-2-7b", "--direction", "down"],
    "neighbors": ["MMLU", "--relation", "BASED_ON"],
    "cooccurrence": ["MMLU", "--other", "Repo", "--min-confidence", "0.95"],
    "papers": ["--year", "1999"],
    "repos": ["MMLU", "--host", "gitlab.com"],
    "search": ["xyzzy"],
    "benchmarks": ["question answering", "--min-confidence", "0.95"],
    "sota": ["MMLU", "--min-confidence", "0.95"],
    "leaderboard": ["MMLU", "--min-confidence", "0.95"],
    "path": ["Llama 2", "MMLU", "--min-confidence", "0.95"],
}


@pytest.mark.parametrize("question", NOTHING)
def test_a_csv_without_rows_has_its_header(workspace, question):
    # Previously it was empty, and pandas.read_csv failed on it
    args = [question, *NOTHING[question], "--graph", str(workspace), "--csv"]
    found = CliRunner().invoke(cli, args, catch_exceptions=False)
    (header,) = csv.reader(io.StringIO(found.stdout))
    assert len(header) == len({*header}) > 3


@pytest.mark.parametrize("question", NOTHING)
def test_an_empty_answer_says_what_is_not_there(workspace, question):
    args = [question, *NOTHING[question], "--graph", str(workspace)]
    found = CliRunner().invoke(cli, args, catch_exceptions=False)
    nothing, why, *_ = found.stderr.splitlines()
    assert (found.stdout, nothing) == ("", "no rows")
    assert len(why) > 15


PIPED = ("stats", "stats --csv", "stats --json", "entity MMLU", "schema", "search l", "--help")


def piped(workspace, command, target):
    words = [sys.executable, "-m", "kg", *command.split()]
    return subprocess.run(
        words,
        stdout=target,
        stderr=subprocess.PIPE,
        text=True,
        env={"KG_GRAPH": str(workspace), "PYTHONPATH": ":".join(sys.path), "PATH": ""},
    )


@pytest.mark.parametrize("command", PIPED)
def test_a_closed_pipe_is_no_fault(workspace, command):
    # Previously some tables ended in exit 1
    reader, writer = os.pipe()
    os.close(reader)
    done = piped(workspace, command, writer)
    os.close(writer)
    assert "Traceback" not in done.stderr
    assert done.returncode == (1 if command == "--help" else 0)


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs /dev/full")
@pytest.mark.parametrize("command", PIPED)
def test_a_full_disk_is_an_error_in_one_line(workspace, command):
    # Previously a traceback
    with Path("/dev/full").open("w") as full:
        done = piped(workspace, command, full)
    last = done.stderr.splitlines()[-1]
    assert (done.returncode, last) == (
        1,
        "Error: cannot write the output: No space left on device",
    )


@pytest.mark.parametrize("command", [["build"], ["names"], ["remove"], ["correct", "x"]])
@pytest.mark.parametrize("address", ["neo4j://localhost", "http://localhost"])
def test_a_workspace_is_a_folder_and_no_address(tmp_path, monkeypatch, command, address):
    # Previously kg build made a folder called "neo4j:"
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("KG_GRAPH", address)
    found = CliRunner().invoke(cli, command)
    assert f"a workspace is a folder, not '{address}'" in str(found.exception)
    assert list(tmp_path.iterdir()) == []


def test_an_address_of_another_kind_is_refused():
    found = CliRunner().invoke(cli, ["stats", "--graph", "http://localhost"])
    assert "'http://localhost' is no address of a graph" in str(found.exception)


@pytest.mark.parametrize(
    "args",
    [["build"], ["extract"], ["site"], ["export"], ["page", "-o"], ["stats", "--graph"]],
)
def test_files_are_completed_where_a_file_is_meant(args):
    # Previously a shell completed nothing there, not even names of files
    shell = ShellComplete(cli, {}, "kg", "_KG_COMPLETE")
    assert {item.type for item in shell.get_completions(args, "x")} == {"file"}


@pytest.mark.parametrize(
    ("args", "said"),
    [
        (
            ["entity", r"$\pi_0$"],
            r"no entity named '$\pi_0$'",
        ),
        (["entity", "'kv' cache"], """Look for it with: kg search ''"'"'kv'"'"' cache'"""),
        (["entity", " "], "the name is empty; give one"),
        (["leaderboard", "Llama 2"], "'Llama 2' is no benchmark or dataset but a Model"),
        (["compare", "Llama 2", "llama-2"], "are one thing, Llama 2; give two"),
    ],
)
def test_a_wrong_name_is_said_as_it_was_typed(workspace, args, said):
    found = CliRunner().invoke(cli, [*args, "--graph", str(workspace)])
    assert said in str(found.exception)


@pytest.mark.parametrize("option", [["--unit", "points"], ["--metric", "f1"]])
@pytest.mark.parametrize("question", ["leaderboard", "sota"])
def test_a_measure_that_is_not_there_lists_those_that_are(tmp_path, question, option):
    # Previously it said that there were no results at all
    made = make_sample().result(A, 1, None, of="model:a", on="benchmark:b", by="metric:f1")
    made.write(tmp_path)
    found = CliRunner().invoke(cli, [question, "MMLU", *option, "--graph", str(tmp_path)])
    assert "no such result on MMLU; there are" in found.stderr
    assert ": accuracy (%)" in found.stderr


def test_a_missing_parameter_says_how_to_give_it(workspace):
    text = "MATCH (n:Paper {id: $name}) RETURN n.id"
    found = CliRunner().invoke(cli, ["query", text, "--graph", str(workspace)])
    assert "parameter 'name' is not given; give it with --param NAME=VALUE" in str(found.exception)


def test_a_table_leaves_out_columns_that_no_row_fills(tmp_path):
    Made().paper(A).result(A, 3, of="model:a", on="benchmark:b").write(tmp_path)
    found = CliRunner().invoke(cli, ["leaderboard", "b", "--graph", str(tmp_path)])
    assert "subject" in found.stdout
    assert "published" not in found.stdout


def test_a_table_shows_one_form_of_each_reading_and_json_all(tmp_path):
    forms = ["Foos", "foo net", "Foo-Net", "Foo Nets"]
    Made().entity("model:foo", "Foo", aliases=forms).write(tmp_path)
    command = ["entity", "foo nets", "--graph", str(tmp_path)]
    table = CliRunner().invoke(cli, command).stdout
    assert [form in table for form in forms] == [False, True, False, False]
    assert json.loads(CliRunner().invoke(cli, [*command, "--json"]).stdout)["aliases"] == forms


@pytest.mark.parametrize("question", [["search", "amp"], ["cooccurrence", "x"]])
def test_a_table_tells_things_of_one_name_apart(tmp_path, question):
    made = Made().paper(A).says(A, "USES", "task:x")
    for thing, long in (("method:amp", "Anchor Pooling"), ("method:amp-2", "motion priors")):
        made.entity(thing, "AMP", aliases=[long]).says(A, "USES", thing)
    made.write(tmp_path)
    table = CliRunner().invoke(cli, [*question, "--graph", str(tmp_path)]).stdout
    assert "AMP (Anchor Pooling)" in table
    assert "AMP (motion priors)" in table


def test_notes_go_to_stderr(workspace):
    found = run(workspace, "leaderboard")
    assert "3 of 3 results from 3 of 3 papers that name MMLU" in found.stderr
    assert "of 3 papers" not in found.stdout


def test_a_name_that_is_not_there_is_an_expected_failure(workspace):
    found = CliRunner().invoke(cli, ["entity", "nothing", "--graph", str(workspace)])
    assert isinstance(found.exception, UnknownName)


@pytest.mark.parametrize(
    ("args", "code", "said"),
    [
        (["leaderboard", "nothing"], 1, "Error: no benchmark or dataset named 'nothing'"),
        (["lineage", "Llama 2", "--depth", "99"], 2, "99 is not in the range 1<=x<=8"),
        (["leaderboard"], 2, "Missing argument"),
        (["entity", "x", "--type", "Thing"], 2, "Invalid value for '--type'"),
        (["leaderbord", "x"], 2, "nearest: leaderboard"),
        (["stats"], 0, ""),
    ],
)
def test_exit_codes_tell_failure_from_wrong_usage(workspace, args, code, said):
    done = subprocess.run(
        [sys.executable, "-m", "kg", *args],
        capture_output=True,
        text=True,
        env={"KG_GRAPH": str(workspace), "PATH": "", "PYTHONPATH": ":".join(sys.path)},
    )
    assert (done.returncode, said in done.stderr) == (code, True), done.stderr


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["entity", "stable", "diffusion"], "takes one NAME; put a name of several words in"),
        (["entity", "stable", "diffusion"], "quotes: kg entity 'stable diffusion'\n"),
        (["outperforms", "stable", "diffusion"], "quotes: kg outperforms 'stable diffusion'\n"),
        (["compare", "A", "B", "C"], "takes one LEFT and one RIGHT; put"),
        (["compare", "A", "B", "C"], "of more names two at a time: kg compare A B\n"),
        (["papers", "pose", "estimation"], "takes no 'pose estimation'; say what it is by --task,"),
        (["papers", "pose", "estimation"], "look for it with: kg search 'pose estimation'\n"),
        (["stats", "all"], "kg stats takes no 'all'\n"),
        (["page", "talk.html"], "takes no 'talk.html'; say what it is by --output or --focus\n"),
    ],
)
def test_words_too_many_lead_to_a_command_that_takes_them(words, said):
    # Previously only "Got unexpected extra argument (C)"
    done = CliRunner().invoke(cli, words)
    assert (done.exit_code, said in done.output) == (2, True), done.output


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("benchmarks --task OCR", "--task: a task stands by itself, as in: kg benchmarks TASK\n"),
        ("lineage --method LoRA", ": a method stands by itself, as in: kg lineage METHOD\n"),
        ("leaderboard MMLU --model x", "kg leaderboard has no option --model\n"),
        ("search KV cache --since 2025", "no option --since; these have it: kg papers\n"),
        ("papers --limt 3", "kg papers has no option --limt; nearest: --limit\n"),
        ("papers --hlep", "kg papers has no option --hlep; nearest: --help\n"),
        ("papers --li 3", "kg papers has no option --li; nearest: --limit\n"),
        ("leaderboard --wor x MMLU", "nearest: --workspace\n"),
        ("page --topic LoRA", "kg page has no option --topic\n"),
        ("names merge --limit 3", "kg names merge has no option --limit\n"),
        ("build --depth 3 x", "kg build has no option --depth\n"),
        ("extract --file x", "--file: a file stands by itself, as in: kg extract FILE\n"),
        ("build --input x", "--input: a file stands by itself, as in: kg build FILE\n"),
        ("paper --id x", "--id: an id stands by itself, as in: kg paper ID\n"),
        ("site --out x", "--out: a folder stands by itself, as in: kg site FOLDER\n"),
        ("--json stats", "--json stands behind its command, as in: kg stats --json\n"),
        ("-g x.kg stats", "-g stands behind its command, as in: kg stats -g PATH|URL\n"),
        ("-g papers entity x", "-g stands behind its command, as in: kg entity -g PATH|URL\n"),
        ("--task search papers", "--task stands behind its command, as in: kg papers --task"),
        ("--trac stats", "kg has no option --trac; nearest: --trace\n"),
        ("--quiet build", "kg has no option --quiet\n"),
        ("stats --trace", "--trace stands before the command, as in: kg --trace stats\n"),
        ("build --dir x", "--dir: a folder stands by itself, as in: kg build FOLDER\n"),
        ("--hepl", "kg has no option --hepl; nearest: --help\n"),
        ("--quiet", "kg has no option --quiet\n"),
    ],
)
def test_an_option_that_a_command_has_not_leads_on(words, said):
    # Previously "No such option '--since'. Did you mean '--json'?", and '--open' for --topic
    done = CliRunner().invoke(cli, words.split(), prog_name="kg")
    assert (done.exit_code, said in done.output) == (2, True), done.output


def test_a_search_takes_words_without_quotes(workspace):
    apart = CliRunner().invoke(cli, ["search", "llama", "2", "--json", "-w", str(workspace)])
    whole = CliRunner().invoke(cli, ["search", "llama 2", "--json", "-w", str(workspace)])
    assert json.loads(apart.stdout) == json.loads(whole.stdout) != []


def test_a_lineage_is_cut_where_the_limit_says(workspace):
    done = run(workspace, "lineage", "--limit", "1", "--json")
    assert len(json.loads(done.stdout)) == 1
    assert re.search(r"^1 of [2-9]$", done.stderr, re.MULTILINE)


def test_a_graph_that_is_not_there_says_how_to_make_one(tmp_path):
    found = CliRunner().invoke(cli, ["stats", "--graph", str(tmp_path / "none.kg")])
    assert isinstance(found.exception, StoreError)
    assert f"make one with: kg build -w {typed(tmp_path / 'none.kg')} FILE" in str(found.exception)


def test_a_graph_that_is_not_named_is_that_of_the_setting(workspace, tmp_path, monkeypatch):
    # Previously kg.open() took papers.kg, whatever KG_GRAPH said
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("KG_GRAPH", str(workspace))
    with kg.open() as graph:
        assert graph.papers_count() == 3
    monkeypatch.delenv("KG_GRAPH")
    with pytest.raises(StoreError, match=r"no graph at 'papers\.kg'"):
        kg.open()


@pytest.mark.parametrize("given", [{"url": 5}, {"url": b"papers.kg"}, {"limits": 30}])
def test_what_is_no_graph_and_no_limit_is_refused(workspace, given):
    with pytest.raises(ConfigError, match=r"as text or a pathlib|kg\.store\.Limits"):
        kg.open(**{"url": workspace, **given})


def test_a_question_loads_neither_spacy_nor_the_reader_nor_a_driver(workspace):
    code = (
        "import sys; from kg.cli import cli\n"
        "cli.main(sys.argv[1:], standalone_mode=False)\n"
        "heavy = {'spacy', 'onnxruntime', 'neo4j', 'rdflib', 'pandas', 'networkx', 'numpy'}\n"
        "print(sorted(heavy & set(sys.modules)), file=sys.stderr)"
    )
    args = ["leaderboard", "MMLU", "--graph", str(workspace)]
    done = subprocess.run([sys.executable, "-c", code, *args], capture_output=True, text=True)
    assert done.stderr.splitlines()[-1] == "[]"


def test_trace_tells_each_statement_with_its_parameters(workspace):
    args = ["--trace", "leaderboard", "MMLU", "--graph", str(workspace)]
    found = CliRunner().invoke(cli, args)
    assert "// leaderboard: every absolute result on some benchmarks" in found.stderr
    assert '"benchmark": "benchmark:mmlu"' in found.stderr


def test_a_graph_behind_its_workspace_answers_and_says_so(tmp_path):
    from kg.corpus import Corpus
    from kg.records import Paper

    with Corpus.open(tmp_path) as corpus:
        for number in (1, 2):
            corpus.add(Paper(f"arxiv:2401.0000{number}", f"Title {number}", "Abstract."))
    store = open_store(tmp_path, read_only=False)
    store.write(make_sample().rows(revision=0))
    store.close()
    found = CliRunner().invoke(cli, ["stats", "--json", "--graph", str(tmp_path)])
    assert json.loads(found.stdout)[0]["amount"] == 3
    behind = "the graph is some changes behind its workspace"
    assert found.stderr == f"{behind}; run: kg build -w {typed(tmp_path)}\n"


def test_a_graph_with_a_damaged_corpus_answers_and_says_so(tmp_path):
    make_sample().write(tmp_path)
    (tmp_path / "corpus.sqlite").write_bytes(b"no corpus at all" * 100)
    found = CliRunner().invoke(cli, ["stats", "--json", "--graph", str(tmp_path)])
    assert json.loads(found.stdout)[0]["amount"] == 3
    assert found.stderr.startswith("cannot tell whether the graph is up to date: ")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("build", "-", "-w", "{new}"), "Interrupted. What was read is kept; run the same command"),
        (("extract", "-"), "Interrupted. What is printed is whole; run the same command again"),
        (("page", "-o", "{out}"), "Interrupted. Nothing half-written stays; run the same command"),
        (("export", "{out}.ttl"), "Interrupted. Nothing half-written stays; run the same command"),
        (("site", "{out}"), "Interrupted. The site is not whole; run the same command again."),
        (("stats",), "Interrupted.\n"),
        (("names",), "Interrupted. If it was changing something: see what was kept with: kg names"),
        (("correct", "x"), "Interrupted. If it was changing something: see what was kept with"),
        (("remove",), "Interrupted. If it was changing something: see what is taken out with"),
    ],
    ids=lambda words: words[0],
)
def test_ctrl_c_says_what_is_true_of_the_command(workspace, tmp_path, monkeypatch, words, said):
    # Previously each said that what was read is kept

    def stop(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(Graph, "stats", stop)
    monkeypatch.setattr("kg.build.Build.add", stop)
    if words[0] in ("names", "correct", "remove"):
        monkeypatch.setattr("kg.corpus.Corpus.open", stop)
    monkeypatch.setattr("kg.cli.extract._papers", stop)
    monkeypatch.setattr("kg.rdf.turtle_lines", stop)
    monkeypatch.setattr("kg.pages.render.render_page", stop)
    monkeypatch.setattr("kg.pages.from_graph.read_shown", stop)
    monkeypatch.setenv("KG_GRAPH", str(workspace))
    out = tmp_path / "out"
    out.mkdir()
    # A build into the folder of the others would leave their graph behind its corpus.
    args = [word.format(out=out / "it", new=tmp_path / "new") for word in words]
    monkeypatch.setattr(sys, "argv", ["kg", *args])
    err = io.StringIO()
    monkeypatch.setattr(sys, "stderr", err)
    with pytest.raises(SystemExit) as end:
        main()
    assert end.value.code == 130
    assert err.getvalue().startswith(f"\n{said}")
    assert list(out.iterdir()) == []


BROKEN = """
import os, signal, sys, time
import kg.build.load
from kg.cli import main

def broken(*_, **__):
    try:
        os.kill(os.getpid(), getattr(signal, how))
        time.sleep(60)
    finally:
        raise BufferError("half an answer cannot be read")

how = sys.argv.pop(1)
kg.build.load.load = broken
main()
"""


@pytest.mark.parametrize("module", ["kg.cli", "click"])
def test_an_interrupt_while_the_modules_load_is_no_traceback(module):
    code = (
        "import sys\nclass Interrupts:\n    def find_spec(self, name, *_):\n"
        f"        if name == {module!r}: raise KeyboardInterrupt\n"
        "sys.meta_path.insert(0, Interrupts())\nfrom kg.__main__ import main\nmain()"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    assert (done.returncode, done.stderr) == (130, "\nInterrupted.\n")


@pytest.mark.skipif(sys.platform == "win32", reason="no such signals")
@pytest.mark.parametrize(("how", "code"), [("SIGINT", 130), ("SIGTERM", 143), ("SIGHUP", 129)])
def test_what_breaks_because_a_command_is_ended_is_not_told(tmp_path, how, code):
    # Previously an end in the middle of a server's answer was a traceback of the driver
    command = [sys.executable, "-c", BROKEN, how, "load", "neo4j://nowhere", "-w", str(tmp_path)]
    known = os.environ | {"NEO4J_PASSWORD": "none"}
    done = subprocess.run(command, capture_output=True, text=True, env=known, timeout=60)
    said = "\nInterrupted. What is on the server stays; run the same command to go on.\n"
    assert (done.returncode, done.stderr) == (code, said if how == "SIGINT" else "")


@pytest.mark.parametrize("option", ["-g", "-w", "--graph", "--workspace"])
@pytest.mark.parametrize("words", [("stats",), ("names", "--all"), ("build",)], ids=str)
def test_a_folder_is_given_by_either_name_everywhere(workspace, words, option, monkeypatch):
    # Previously "No such option" of -g here and of -w there
    monkeypatch.setenv("KG_GRAPH", "nowhere.kg")
    done = CliRunner().invoke(cli, [*words, option, str(workspace)])
    assert "No such option" not in done.output
    assert "nowhere.kg" not in f"{done.output}{done.exception}"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("MATCH (p:Paper) RETURN p.titel", ["no property 'titel' in the graph; nearest: title"]),
        ("MATCH (p:Papr) RETURN p", ["no label 'Papr' in the graph; nearest: Paper"]),
        ("MATCH (:Paper)-[r:USED]->(:Model) RETURN r", ["no relationship type 'USED'"]),
        (
            "MATCH (p:Paper)-[:HAS_CODE]->() RETURN p.id",
            ["'HAS_CODE' in the graph; nearest: HAS_REPO"],
        ),
        ("MATCH (p:Paper) WHERE EXISTS { (p)-[:USES|USEZ*1..2]->(:Entity) } RETURN p.id", ["USEZ"]),
        ("MATCH (p:Paper)-[r:USES]->(e:Model:Entity {id: 'x'}) RETURN r.sentence, e.name", []),
        ("MATCH (p:Paper) WITH {mine: p.title} AS m RETURN m.mine, count(*) AS n", []),
        ("MATCH (p:Paper) WHERE p.title = '(x:Foo) p.bar' RETURN size([p.id]) AS n // (y:Baz)", []),
        ("MATCH (o:Own) RETURN o.mine", []),
        ("MATCH (n) WHERE (n:Model OR n:Method) RETURN n.id", []),
        ("MATCH (n) WHERE (n:Model AND n.id <> 'x') RETURN n.id", []),
        ("MATCH (n:`Own Paper`|Paper) RETURN n.id", ["no label 'Own Paper'"]),
        ("MATCH (p:Paper) WITH {foo: p.id} AS m RETURN (m) AS x, m.foo", []),
        ("MATCH (p:Paper) WITH {foo: 1} AS m, 2 AS k RETURN k - (m.foo) AS x, (m), m.foo", []),
        ("MATCH (p), (e) WHERE e.nam = 'x' RETURN p.titel", ["nam'", "titel"]),
        ("MATCH (p)<-[r]-(e) RETURN p.titel, e.nam", ["titel", "nam'"]),
        ("MATCH (p)-->(e) RETURN e.nam", ["nam'"]),
        ("MATCH (e) RETURN e.nam", ["nam'"]),
    ],
)
def test_a_query_with_a_name_that_is_not_there_says_so(tmp_path, text, said):
    # Previously a slip gave blank cells or "no rows", and no word of it
    store = open_store(tmp_path, read_only=False)
    store.write(make_sample().rows())
    store.run("CREATE (:Own {id: 'own', mine: 1})", write=True)
    store.close()
    found = CliRunner().invoke(cli, ["query", text, "--graph", str(tmp_path)])
    notes = [line for line in found.stderr.splitlines() if "in the graph" in line]
    assert found.exit_code == 0
    assert len(notes) == len(said)
    assert all(one in note for one, note in zip(said, notes, strict=True))


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["MATCH (e:Entity {name: 'llama-2'}) RETURN e.paperCount"],
         "no entity is named 'llama-2', but 'Llama 2', id 'model:llama-2'\n"),
        (['MATCH (e) WHERE e.name = "llama-2" RETURN count(e)'],
         "no entity is named 'llama-2', but 'Llama 2', id 'model:llama-2'\n"),
        (["MATCH (e {id: $id}) RETURN e.name", "-p", "id=Llama 2"],
         "no entity has the id 'Llama 2'; Llama 2 has 'model:llama-2'\n"),
        (["MATCH (p:Paper {id: '2401.00001'}) RETURN p.title"],
         "no paper has the id '2401.00001', but 'arxiv:2401.00001'\n"),
        (["MATCH (e {id: 'model:Llama-2'}) RETURN e.name"],
         "no entity has the id 'model:Llama-2'; Llama 2 has 'model:llama-2'\n"),
        (["MATCH (e) WHERE e.name IN ['llama-2', \"Llama 2 \"] AND e.x = 1 RETURN e.id"],
         "no property 'x' in the graph; see all with: kg schema\n"
         "no entity is named 'llama-2', but 'Llama 2', id 'model:llama-2'\n"
         "no entity is named 'Llama 2 ', but 'Llama 2', id 'model:llama-2'\n"),
        (["MATCH (e) WHERE e.name IN $some RETURN e.id", "-p", 'some=["llama-2"]'],
         "no entity is named 'llama-2', but 'Llama 2', id 'model:llama-2'\n"),
        (["MATCH (a:Author {name: 'ada lovelace'}) RETURN a.id"],
         "no author is named 'ada lovelace', but 'Ada Lovelace', id 'author:ada'\n"),
        (["MATCH (a:Author {name: 'Ada'}) RETURN a.id"], ""),
        (["MATCH (p:Paper) WHERE NOT (p)-->({name: 'llama-2'}) RETURN p.id"],
         "no entity is named 'llama-2', but 'Llama 2', id 'model:llama-2'\n"),
        (["MATCH (e:Model) WHERE e.name <> 'llama-2' RETURN e.id"],
         "no entity is named 'llama-2', but 'Llama 2', id 'model:llama-2'\n"),
        (["MATCH (e:Model) WHERE e.name <> 'Llama 2' OR e.name = 'Llama 2' RETURN e.id"], ""),
        (["MATCH (e) WHERE 'llama-2' = e.name RETURN e.id"],
         "no entity is named 'llama-2', but 'Llama 2', id 'model:llama-2'\n"),
        (["MATCH (e) WHERE toLower(e.name) = 'Llama 2' RETURN e.id"],
         "toLower never makes 'Llama 2'; look for 'llama 2'\n"),
        (["MATCH (e) WHERE toUpper(trim(e.name)) IN ['x', 'Y'] RETURN e.id"],
         "toUpper never makes 'x'; look for 'X'\n"),
        (["MATCH (e) WHERE toLower(e.name) =~ 'Llama.*' RETURN e.id"],
         "toLower never makes 'Llama.*'; look for 'llama.*'\n"),
        (["MATCH (e) WHERE e.name CONTAINS 'llama' RETURN e.id"],
         "no name fits CONTAINS 'llama', but 'Llama 2' fits toLower(e.name) CONTAINS 'llama'\n"),
        (["MATCH (e) WHERE e.name STARTS  with 'lLa' RETURN e.id"],
         "no name fits STARTS WITH 'lLa', but 'Llama 2' fits toLower(e.name) CONTAINS 'lla'\n"),
        (["MATCH (e) WHERE e.name =~ 'Llama' RETURN e.id"],
         "no name fits =~ 'Llama', but 'Llama 2' fits toLower(e.name) CONTAINS 'llama'\n"),
        (["MATCH (a:Author) WHERE a.name ENDS WITH 'lovelace' RETURN a.id"],
         "no name fits ENDS WITH 'lovelace', but 'Ada Lovelace' fits "
         "toLower(a.name) CONTAINS 'lovelace'\n"),
        (["MATCH (p:Paper) WHERE p.title = 'title of arxiv' RETURN p.id"],
         "no title fits = 'title of arxiv', but 'Title of arxiv:2401.00001' fits "
         "toLower(p.title) CONTAINS 'title of arxiv'\n"),
        (["MATCH (e:Task) WHERE toLower(e.name) = 'llama 2' RETURN e.id"], ""),
        (["MATCH (e:Task) WHERE toLower(e.name) =~ '[A-Z].*' RETURN e.id"], ""),
        (["MATCH (e:Task) WHERE e.name CONTAINS 'Llama' RETURN e.id"], ""),
        (["MATCH (e:Task) WHERE e.name =~ 'L+ama.*' RETURN e.id"], ""),
        (["MATCH (e:Task) WHERE e.name STARTS WITH 'Title' RETURN e.id"], ""),
        (["MATCH (e:Task) WHERE e.name CONTAINS 'zzqq' RETURN e.id"], ""),
        (["MATCH (e) WHERE toLower(e.name) = $n RETURN e.id", "-p", "n=Llama 2"],
         "toLower never makes 'Llama 2'; look for 'llama 2'\n"),
        (["MATCH (p:Paper) WHERE p.year = '2024' OR p.year > \"24th\" RETURN p.id"],
         "kg makes year a number, never '2024'; write 2024\n"
         "kg makes year a number, never '24th'\n"),
        (["MATCH (p:Paper {year: $y}) RETURN p.id", "-p", 'y="2024"'],
         "kg makes year a number, never '2024'; write 2024\n"),
        (["MATCH (p:Paper) WHERE p.categories CONTAINS 'cs.CV' RETURN p.id"],
         "kg makes categories a list, never 'cs.CV'; write 'cs.CV' IN p.categories\n"),
        (["MATCH (p:Paper) WHERE p.categories IN ['cs.CV'] RETURN p.id"],
         "kg makes categories a list, never 'cs.CV'; write 'cs.CV' IN p.categories\n"),
        # Previously what was left out was to be looked for, and a part of a year was a year
        (["MATCH (p:Paper) WHERE p.year = 1 AND p.categories <> 'cs.CV' RETURN p.id"],
         "kg makes categories a list, never 'cs.CV'; write NOT 'cs.CV' IN p.categories\n"),
        (["MATCH (p:Paper) WHERE p.year STARTS WITH '19' RETURN p.id"],
         "kg makes year a number, never '19'; write toString(p.year) STARTS WITH '19'\n"),
        (["MATCH (p:Paper) WHERE p.categories = ['cs.CV'] RETURN p.id"], ""),
        (["MATCH (p:Paper {categories: $c}) RETURN p.id", "-p", 'c=["cs.CV"]'], ""),
        (["MATCH (e:Metric {higherIsBetter: 'true'}) RETURN e.id"],
         "kg makes higherIsBetter true or false, never 'true'; write true\n"),
        (["MATCH (p:Paper) WHERE p.publishedAt STARTS WITH '2024' RETURN p.id"],
         "kg makes publishedAt a date, never '2024'; "
         "write toString(p.publishedAt) STARTS WITH '2024'\n"),
        (["MATCH (p:Paper) WHERE NOT p.title ENDS WITH 'OF ARXIV:2401.00001' RETURN p.id"],
         "no title fits ENDS WITH 'OF ARXIV:2401.00001', but 'Title of arxiv:2401.00001' fits "
         "toLower(p.title) CONTAINS 'of arxiv:2401.00001'\n"),
        (["MATCH (p:Paper) WHERE p.year <> '2024' OR p.title <> '' RETURN p.id"],
         "kg makes year a number, never '2024'; write 2024\n"),
        (["MATCH (p:Paper) WHERE p.publishedAt < '1999-01-01' OR p.year = 1999 RETURN p.id"], ""),
        (["MATCH (r:Result) WITH toString(r.value) AS value WHERE value = '7' RETURN value"], ""),
        (["MATCH (e:Entity {name: 'Llama 2', paperCount: -1}) RETURN e.id"], ""),
        (["MATCH (e:Entity {id: 'model:llama-2', paperCount: -1}) RETURN e.id"], ""),
        (["MATCH (e:Entity {name: 'zzqqxx'}) RETURN e.id"], ""),
        (["MATCH (e {name: 'Llama 2'}) WHERE e.name <> '' OR e.name = 'llama-2' RETURN e.id"], ""),
        (["MATCH (p:Paper {id: 'arxiv:2401.00001', year: 1}) RETURN p.id"], ""),
    ],
)  # fmt: skip
def test_a_query_that_finds_nothing_tells_how_the_graph_spells_it(tmp_path, words, said):
    # Previously {name: 'gpt-4o'} of GPT-4o and an arXiv id without its prefix were "no rows"
    paper = "arxiv:2401.00001"
    made = (
        Made().paper(paper).entity("model:llama-2", "Llama 2").says(paper, "USES", "model:llama-2")
    )
    store = open_store(tmp_path, read_only=False)
    store.write(made.rows())
    store.run("CREATE (:Author {id: 'author:ada', name: 'Ada Lovelace'})", write=True)
    store.close()
    done = CliRunner().invoke(cli, ["query", *words, "-w", str(tmp_path)])
    assert done.stderr.removeprefix("no rows\n").replace(f" -w {typed(tmp_path)}", "") == said


@pytest.mark.parametrize("written", ["p.publishedAt > '2024-01-01'", "p.publishedAt = $day"])
def test_a_server_compares_a_date_with_no_text_and_that_is_told(written):
    # Previously the embedded graph gave rows for it, and a server none without a word
    day, text = "2024-01-01", f"MATCH (p:Paper) WHERE {written} RETURN p.id"
    told = other_spellings(lambda *_, **__: [], text, {"day": day}, on_server=True)
    assert told == [f"kg makes publishedAt a date, never '{day}'; write date('{day}')"]
    assert other_spellings(lambda *_, **__: [], text, {"day": day}) == []


def test_on_a_server_only_a_paper_has_a_title(tmp_path):
    # Previously a server that found no title was said to have one that is the name of an entity
    text = "MATCH (e) WHERE e.title CONTAINS 'ACCURa' RETURN e.id"
    make_sample().write(tmp_path)
    with open_graph(tmp_path) as graph:
        assert len(other_spellings(graph.ask, text, {})) == 1
        assert other_spellings(graph.ask, text, {}, on_server=True) == []
        text = "MATCH (p) WHERE p.title CONTAINS 'BESSER' RETURN p.id"
        assert len(other_spellings(graph.ask, text, {}, on_server=True)) == 1


def test_of_very_many_names_only_the_first_are_looked_for_in_other_letters(tmp_path):
    # Previously each was asked for: 2,000 names took a minute, and up to as many notes were told
    made = Made().paper("arxiv:2401.00001")
    for number in range(30):
        made.entity(f"model:foo-{number}", f"Foo {number}")
    made.write(tmp_path)
    names, asked = [f"foo {number}" for number in range(30)], []

    def told(condition, some):
        asked.clear()
        with open_graph(tmp_path) as graph:

            def ask(query, **params):
                asked.append(query)
                return graph.ask(query, **params)

            text = f"MATCH (e) WHERE {condition} RETURN e.id"
            return len(other_spellings(ask, text, {"names": some}))

    assert told("e.name IN $names", names) == len(asked) == 20
    assert told("toLower(e.name) IN $names", [name.upper() for name in names]) == 20
    parts = " OR ".join(f"e.name CONTAINS '{name}'" for name in names)
    assert told(parts, names) == 20
    assert (asked.count("titles"), asked.count("entity_names")) == (1, 1)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("MATCH (m:Model)-[:EVALUATES_ON]->(b:Benchmark) RETURN m.name",
         "(:Model)-[:EVALUATES_ON]->(:Benchmark), but (:Paper)-[:EVALUATES_ON]->(:Entity)"),
        ("MATCH (b:Benchmark) MATCH (p:Paper) <-[r:EVALUATES_ON]- (b {name: 'x'}) RETURN p.title",
         "(:Benchmark)-[:EVALUATES_ON]->(:Paper), but (:Paper)-[:EVALUATES_ON]->(:Entity)"),
        ("MATCH (:Paper)-[:REPORTS]->(r:Result)-[:OF]-(p:Paper) RETURN r.value",
         "(:Result)-[:OF]->(:Paper), but (:Result)-[:OF]->(:Entity)"),
        ("MATCH (p)<-[:WRITTEN_BY]-(a:Author) RETURN p.title",
         "(:Author)-[:WRITTEN_BY]->(), but (:Paper)-[:WRITTEN_BY]->(:Author)"),
        ("MATCH (b:Benchmark)<-[:EVALUATES_ON]-(p:Paper {year: 1}) RETURN p.title", None),
        ("MATCH (b:Benchmark)-[:EVALUATES_ON]-(p:Paper {year: 1}) RETURN p.title", None),
        ("MATCH (b)<-[:ON]-(r:Result)<-[:REPORTS]-(p:Paper {year: 1}) RETURN p.title", None),
        ("MATCH (m:Model|Method {id: ''})-[:OUTPERFORMS]->(n:Entity) RETURN n.name", None),
        ("MATCH (n:Model {id: ''})-[:BASED_ON]->() RETURN n.id AS x UNION "
         "MATCH (n:Paper {year: 1}) MATCH (n)-[:USES]->() RETURN n.id AS x", None),
        ("MATCH (m:Model {name: '(:Model)-[:USES]->(:Task)'}) RETURN m.name", None),
    ],
)  # fmt: skip
def test_a_query_that_finds_nothing_tells_what_a_relationship_joins(workspace, text, said):
    # Previously a model that evaluates on a benchmark, as people say it, was "no rows" without more
    done = CliRunner().invoke(cli, ["query", text, "-w", str(workspace)])
    notes = [line for line in done.stderr.splitlines() if line.startswith("kg makes")]
    see = f"; see all with: kg schema -w {typed(workspace)}"
    assert (done.exit_code, notes) == (0, [f"kg makes no {said}{see}"] if said else [])


@pytest.mark.parametrize(
    ("pattern", "said"),
    [
        ("(m:Model|Method)-[:EVALUATES_ON]->(b)", "(:Model|Method)-[:EVALUATES_ON]->()"),
        ("(m:Entity:Model)-[:EVALUATES_ON]->(b)", "(:Entity:Model)-[:EVALUATES_ON]->()"),
        ("(m:`Model`)-[:`EVALUATES_ON`]->(b)", "(:`Model`)-[:EVALUATES_ON]->()"),
        ("(m:Task)-[:USES|:ADDRESSES]->(b)", "(:Task)-[:USES|ADDRESSES]->()"),
        ("(m:Model)-[:EVALUATES_ON*1..3]-(b:Result)", "(:Model)-[:EVALUATES_ON*1..3]->(:Result)"),
        ("(m:Paper)-[:USES*2]->(b)", "(:Paper)-[:USES*2]->()"),
        ("(m:Model)-[r:USES {confidence: 1}]->(b)", "(:Model)-[:USES]->()"),
        ("(m:Model)-[r:USES WHERE r.confidence > 0.5]->(b)", "(:Model)-[:USES]->()"),
        ("(m:Model {name: trim(lower($x))})-[:USES]->(b)", None),  # two brackets deep
        ("(m:Model {name: trim($x)})-[:USES]->(b)", "(:Model)-[:USES]->()"),
        ("(m:Model)-->(b:Paper)", "(:Model)-->(:Paper)"),
        ("(b:Paper)<--(m:Model)", "(:Model)-->(:Paper)"),
        ("(m:Model) WITH DISTINCT b, m LIMIT 5 MATCH (m)-[:USES]->(b)", "(:Model)-[:USES]->()"),
        ("(m:Model) WITH *, 1 AS n MATCH (m)-[:USES]->(b)", "(:Model)-[:USES]->()"),
        ("(m:Model) WHERE m.name STARTS WITH 'x' MATCH (m)-->(b:Paper)", "(:Model)-->(:Paper)"),
        ("(m:Model) WHERE EXISTS { (m)-[:USES]->(b) }", "(:Model)-[:USES]->()"),
        ("(p:Paper)-[:REPORTS|ON*1..2]->(b:Benchmark)", None),
        ("(p:Paper|Model)-[:EVALUATES_ON]->(b)", None),
        ("(p:!Model)-[:EVALUATES_ON]->(b)", None),
        ("(m:Mine)-[:EVALUATES_ON]->(b)", None),
        ("(m:Model)-[:MINE|USES]->(b)", None),
        ("(m:Model)-[:USES*0..1]->(b)", None),
        ("(m:Model)-[:USES*9999]->(b)", None),
        ("(m:Model)--(b:Paper)", None),
        ("(m:Model) WITH count(m) AS n MATCH (m)-[:USES]->(b)", None),
        ("(m:Model) WITH m AS n MATCH (p:Paper) WITH p AS m MATCH (m)-[:USES]->(b)", None),
        ("(m:Model) WITH collect(m) AS n UNWIND n AS m MATCH (m)-[:USES]->(b)", None),
        ("(m:Model) WHERE any(m IN $papers WHERE (m)-[:USES]->())", None),
        ("(m:Model) RETURN m.id AS x UNION MATCH (m)-[:USES]->(b)", None),
        ("(p) WHERE EXISTS { (m:Model)-->(p) } AND EXISTS { (m)-[:USES]->(p) }", None),
        ("(p) CALL { MATCH (m:Model) RETURN count(*) AS n } MATCH (m)-[:USES]->(p)", None),
        ("(m) WHERE (m:Model) OR (m)-[:USES]->()", None),
    ],
)
def test_what_a_relationship_never_joins_is_told_in_every_form_and_only_where_it_is_sure(
    pattern, said
):
    # Previously only of one label and type, and also where a variable was another thing
    notes = [note.partition(", but ")[0] for note in never_joined(f"MATCH {pattern} RETURN 1")]
    notes = [note.removesuffix("; see all with: kg schema") for note in notes]
    assert notes == ([f"kg makes no {said}"] if said else [])


@pytest.mark.parametrize(
    "text",
    [
        "MATCH (" + " " * 20_000 + "x" + " " * 20_000 + ")" + "-[:USES" + " " * 20_000,
        "WITH " * 20_000,
        "WITH a," * 20_000,
        "WITH a b c " * 20_000,
        "(a)-[r:USES {a:" * 20_000,
        "(a (b) " * 20_000,
    ],
    ids=["blanks", "with", "names", "words", "links", "brackets"],
)
def test_a_long_statement_is_read_at_once(text):
    assert never_joined(text * 3) == []


@pytest.mark.parametrize(
    ("words", "asked"),
    [
        (["--why", "stable", "diffusion"], "--why 'stable diffusion'"),
        (["--why", "stable", "video", "diffusion", "--json"], "--why 'stable video diffusion'"),
        (["grpo"], "--why grpo"),
        (["mrge"], "--why mrge"),
    ],
)
def test_names_of_a_word_that_is_no_command_shows_how_to_ask_for_it(words, asked):
    # Previously "No such command 'diffusion'."
    done = CliRunner().invoke(cli, ["names", *words])
    assert done.exit_code == 2
    assert done.stderr.splitlines()[-1].endswith(f"Of a name ask with: kg names {asked}")
    assert ("nearest: merge" in done.stderr) == (words == ["mrge"])


def test_the_answer_stands_where_the_graph_cannot_be_asked_for_names(workspace, monkeypatch):
    # Previously the graph was opened again after each answer, and an error there was the exit

    def gone(*_: object, **__: object) -> None:
        raise StoreError("it is gone")

    monkeypatch.setattr("kg.graph.open_graph", gone)
    for name in ("title", "titel"):
        text = f"MATCH (p:Paper) RETURN count(p.{name}) AS n"
        found = CliRunner().invoke(cli, ["query", text, "--json", "--graph", str(workspace)])
        assert (found.exit_code, len(json.loads(found.stdout)), found.stderr) == (0, 1, "")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("MATCH (n:Model|!Methd&Entity) RETURN n.id", ["Methd"]),
        ("MATCH (n:`it's`:Paper) RETURN n.id AS it, 'x:y' AS s", ["it's"]),
        ("MATCH (`my n`:Papr)-[:USES|:USEZ]->() RETURN 1", ["Papr", "USEZ"]),
        ("MATCH (p:Paper {`my id`: 1}), q = (e) RETURN e.nam", ["my id", "nam"]),
        ("MATCH (p:Paper) RETURN p.order, (p), p.set", ["order", "set"]),
    ],
)
def test_every_way_to_write_a_name_is_read(text, said):
    # Some of these the embedded graph refuses and a server takes
    notes = unknown_names(lambda _: [], text)
    assert len(notes) == len(said)
    assert all(f"{quoted(one)} in" in note for one, note in zip(said, notes, strict=True))


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("paper_count", "; nearest: paperCount;"), ("first_seen", "; nearest: firstSeenAt;"),
        ("metric", ", which has (:Result)-[:MEASURED_BY]->(:Entity);"),
        ("subject_id", ", which has (:Result)-[:OF]->(:Entity);"),
        ("authors", ", which has (:Paper)-[:WRITTEN_BY]->(:Author);"),
        ("published", "; nearest: publishedAt;"),
        ("higher_is_better", "; nearest: higherIsBetter;"),
        ("part", ": kg works it out for its answers;"),
        ("papers", "; nearest: paperCount;"), ("relation", "; nearest: type(r);"),
        ("type", "; nearest: type(r) of a relationship, labels(n) of a node;"),
        ("target", "; nearest: endNode(r);"),
        ("zzz", " in the graph; see all"),
    ],
)  # fmt: skip
def test_a_name_of_an_answer_leads_to_what_the_graph_calls_so(name, said):
    # Previously metric led to usualMetric, and part to start
    (note,) = unknown_names(lambda _: [], f"MATCH (r:Result) WHERE r.{name} = 1 RETURN r.id")
    assert said in note


def test_the_schema_is_told_wherever_a_graph_is(workspace):
    # Previously "No such option: -w", of this question alone
    told = [CliRunner().invoke(cli, ["schema", *place]) for place in ([], ["-w", str(workspace)])]
    assert told[0].stdout == told[1].stdout != ""


@pytest.mark.parametrize("words", ["", "  "])
def test_a_search_for_nothing_is_an_error(workspace, words):
    # Previously "no rows" and exit 0, where an empty name of a benchmark was an error
    found = CliRunner().invoke(cli, ["search", words, "--graph", str(workspace)])
    assert (found.exit_code, str(found.exception)) == (
        1,
        "the words to look for are empty; give one",
    )


def test_two_numbers_of_one_paper_have_its_id_once_and_a_sentence_at_150_columns(
    tmp_path, monkeypatch
):
    # Previously the id of one paper stood twice, and its sentences gave way for it
    made = Made().paper(A, "2024-01")
    for node, value in (("model:quite-long-name-a", 70), ("model:quite-long-name-b", 60)):
        made.result(A, value, of=node, on="benchmark:mmlu", by="metric:accuracy")
    made.write(tmp_path / "papers.kg")
    monkeypatch.setenv("COLUMNS", "150")
    args = ["compare", "quite-long-name-a", "quite-long-name-b", "-g", str(tmp_path / "papers.kg")]
    shown = CliRunner().invoke(cli, args).stdout
    assert ("right_paper" in shown, "left_sentence" in shown) == (False, True)


@pytest.mark.parametrize("width", ["60", "80", "100", "120", "200"])
def test_what_two_systems_are_compared_by_is_told_at_every_width(tmp_path, monkeypatch, width):
    # Previously papers and sentences gave way below 140 columns
    made = Made().paper(A, "2024-01").paper(B, "2024-02")
    for paper, board in ((A, "mmlu"), (B, "math")):
        for node, value in (("model:quite-long-name-a", 70), ("model:quite-long-name-b", 60)):
            said = "A reaches 70 % and B 60 %." if paper == A else f"It has {value} %."
            options = {"on": f"benchmark:{board}", "by": "metric:accuracy", "sentence": said}
            made.result(paper, value, of=node, unit="%", **options)
    made.write(tmp_path / "papers.kg")
    monkeypatch.setenv("COLUMNS", width)
    args = ["compare", "quite-long-name-a", "quite-long-name-b", "-g", str(tmp_path / "papers.kg")]
    found = CliRunner().invoke(cli, args)
    words = " ".join(found.stdout.split())
    assert all(one in words for one in (A, B, "It has 70 %.", "It has 60 %."))
    assert words.count("reaches 70 %") == (2 if width in ("60", "200") else 1)
    assert not any(one in found.stderr for one in ("paper,", "sentence"))
    # Previously no line of the evidence told which row of the table above it was of
    below = found.stdout.partition("\n\n")[2] if width in ("80", "100", "120") else ""
    told = [
        (one[0], one[1]) for one in map(_cells, below.splitlines()) if one[0] in ("math", "mmlu")
    ]
    expected = [("math", "70 %"), ("math", "60 %"), ("mmlu", "70 %, 60 %")]
    assert told == (expected if below else [])


def _cells(line: str) -> list[str]:
    return [cell.strip() for cell in line.split("│")]


def test_what_begins_late_is_told_without_a_terminal_only_where_asked_for(capsys):
    for told in (False, True):
        with at_work("Resolving names", told=told) as begin:
            assert capsys.readouterr().err == ""
            begin()
        assert capsys.readouterr().err == ("Resolving names\n" if told else "")
