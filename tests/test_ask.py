"""One command a question: same names, same defaults, data on stdout, talk on stderr."""

from __future__ import annotations

import csv
import inspect
import io
import json
import subprocess
import sys

import click
import pytest
from click.testing import CliRunner

from kg.cli import COMMANDS, cli
from kg.errors import StoreError, UnknownName
from kg.graph import Graph
from kg.store import open_store
from tests.made import Made
from tests.test_graph import A, make_sample

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
    folder = tmp_path_factory.mktemp("ask") / "papers.kg"
    store = open_store(folder, read_only=False)
    store.write(make_sample().rows())
    store.close()
    return folder


def run(workspace, question, *more):
    args = [question, *ARGUMENTS.get(question, []), *more]
    if question != "schema":
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
    options = {p.name: p for p in command_of(question).params if p.name not in ("graph", "form")}
    assert options.keys() == wanted.keys()
    for name, option in options.items():
        default = option.to_info_dict()["default"]
        assert (default or None) == (wanted[name] or None), name


@pytest.mark.parametrize("question", QUESTIONS)
def test_json_is_data_and_nothing_else_on_stdout(workspace, question):
    found = run(workspace, question, "--json")
    assert found.exit_code == 0, found.output
    rows = json.loads(found.stdout)
    assert rows or question == "conflicts"


@pytest.mark.parametrize("question", QUESTIONS)
def test_csv_has_a_header_and_a_line_a_row(workspace, question):
    found = run(workspace, question, "--csv")
    rows = list(csv.DictReader(io.StringIO(found.stdout)))
    assert rows or question == "conflicts"


@pytest.mark.parametrize("question", QUESTIONS)
def test_a_table_is_the_default(workspace, question):
    found = run(workspace, question)
    assert found.exit_code == 0, found.output
    assert found.stdout or question == "conflicts"


@pytest.mark.parametrize("question", QUESTIONS)
def test_the_help_ends_in_an_example(question):
    assert f"Example: kg {question}" in inspect.cleandoc(command_of(question).help or "")


def test_a_table_leaves_out_columns_that_no_row_fills(tmp_path):
    store = open_store(tmp_path, read_only=False)
    store.write(Made().paper(A).result(A, 3, of="model:a", on="benchmark:b").rows())
    store.close()
    found = CliRunner().invoke(cli, ["leaderboard", "b", "--graph", str(tmp_path)])
    assert "subject" in found.stdout
    assert "published" not in found.stdout


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
        (["lineage", "Llama 2", "--depth", "99"], 1, "Error: depth is 99; give 1 to 8"),
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


def test_a_graph_that_is_not_there_says_how_to_make_one(tmp_path):
    found = CliRunner().invoke(cli, ["stats", "--graph", str(tmp_path / "none.kg")])
    assert isinstance(found.exception, StoreError)
    assert "make one with: kg build FILE" in str(found.exception)


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
    assert "// leaderboard: every absolute result on one benchmark" in found.stderr
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
    assert found.stderr == "the graph is some changes behind its workspace; run: kg build\n"


def test_a_graph_with_a_damaged_corpus_answers_and_says_so(tmp_path):
    store = open_store(tmp_path, read_only=False)
    store.write(make_sample().rows())
    store.close()
    (tmp_path / "corpus.sqlite").write_bytes(b"no corpus at all" * 100)
    found = CliRunner().invoke(cli, ["stats", "--json", "--graph", str(tmp_path)])
    assert json.loads(found.stdout)[0]["amount"] == 3
    assert found.stderr.startswith("cannot tell whether the graph is up to date: ")
