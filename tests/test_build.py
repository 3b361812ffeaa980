"""From files to the graph: once, twice, interrupted."""

from __future__ import annotations

import contextlib
import errno
import json
import os
import random
import re
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from types import SimpleNamespace

import pytest
from click.testing import CliRunner, Result

from kg.build import Build, build, rows_of
from kg.cli import cli
from kg.corpus import Corpus
from kg.corpus.lock import workspace_lock
from kg.errors import InputError, StoreError
from kg.graph import open_graph
from kg.ids import title_id
from kg.records import GraphRows, Paper
from kg.resolve import is_current
from kg.store import open_store
from kg.store.neo4j import LoadReport
from kg.store.rows import read_nodes, read_relationships
from tests.commands import typed
from tests.processes import HOLD, hold, start

ROOT = Path(__file__).resolve().parent.parent


def rows_in_corpus(workspace: Path) -> GraphRows:
    with Corpus.open(workspace) as corpus:
        return rows_of(corpus)


def papers_in(workspace: Path) -> list[Paper]:
    with Corpus.open(workspace) as corpus:
        return list(corpus.papers())


def graph_content(workspace: Path) -> tuple[list, list]:
    store = open_store(workspace)
    try:
        return list(read_nodes(store.run)), list(read_relationships(store.run))
    finally:
        store.close()


def start_build(example: Path, workspace: Path) -> subprocess.Popen:
    return subprocess.Popen(
        [sys.executable, "-m", "kg", "build", example, "-w", workspace],
        cwd=ROOT,
        env=os.environ | {"PYTHONPATH": str(ROOT)},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )


def written_at(workspace: Path) -> list[int]:
    """Return when each file of the corpus was last written to."""
    files = (workspace / f"corpus.sqlite{end}" for end in ("", "-wal"))
    return [file.stat().st_mtime_ns for file in files if file.exists()]


def test_the_example_gives_its_103_papers(built):
    assert sum(node.label == "Paper" for node in rows_in_corpus(built).nodes) == 103


def test_a_second_build_extracts_nothing_and_changes_nothing(built, example):
    before = (built / "graph.kgl").read_bytes()
    report = build([example], workspace=built)
    assert (report.extracted, report.written.changed) == (0, 0)
    assert (built / "graph.kgl").read_bytes() == before


def test_the_order_of_files_does_not_change_the_graph(tmp_path, example):
    lines = (example.parent / "arxiv-200.jsonl").read_text(encoding="utf-8").splitlines()[:12]
    one, two = tmp_path / "one.jsonl", tmp_path / "two.jsonl"
    one.write_text("\n".join(lines[:7]), encoding="utf-8")
    two.write_text("\n".join(reversed(lines[7:])), encoding="utf-8")
    build([one, two], workspace=tmp_path / "a.kg")
    build([two], workspace=tmp_path / "b.kg")
    build([one], workspace=tmp_path / "b.kg")
    left, right = rows_in_corpus(tmp_path / "a.kg"), rows_in_corpus(tmp_path / "b.kg")
    assert (left.nodes, left.relationships) == (right.nodes, right.relationships)
    assert graph_content(tmp_path / "a.kg") == graph_content(tmp_path / "b.kg")


def test_results_and_relations_are_proven_by_a_slice_of_their_paper(built):
    rows = rows_in_corpus(built)
    text = {
        node.id: f"{node.properties['title']}\n{node.properties['abstract']}"
        for node in rows.nodes
        if node.label == "Paper"
    }
    facts = [r for r in rows.relationships if "sentence" in r.properties]
    assert len(facts) > 500
    for row in facts:
        paper = text[row.properties.get("paper", row.start_id)]
        assert paper[row.properties["start"] : row.properties["end"]] == row.properties["sentence"]


@pytest.mark.slow
def test_a_build_killed_again_and_again_ends_in_the_same_graph(tmp_path, example, built):
    workspace, chance = tmp_path / "killed.kg", random.Random(7)
    for _ in range(10):
        before = written_at(workspace)
        process = start_build(example, workspace)
        # Before it writes, a kill is one of a process that has done nothing yet.
        while written_at(workspace) == before and process.poll() is None:
            time.sleep(0.01)
        time.sleep(chance.uniform(0, 3.0))
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, 9)
        process.wait(60)
    build([example], workspace=workspace)
    killed, whole = rows_in_corpus(workspace), rows_in_corpus(built)
    assert (killed.nodes, killed.relationships) == (whole.nodes, whole.relationships)
    assert graph_content(workspace) == graph_content(built)


def test_a_graph_that_was_lost_is_made_again_from_the_corpus(tmp_path, built):
    workspace = tmp_path / "copy.kg"
    shutil.copytree(built, workspace)
    (workspace / "graph.kgl").unlink()
    build([], workspace=workspace)
    assert graph_content(workspace) == graph_content(built)


def test_a_file_that_is_no_page_of_papers_does_not_keep_the_others_out(tmp_path):
    good, bad = tmp_path / "good.jsonl", tmp_path / "bad.bin"
    good.write_text('{"title": "On LoRA", "abstract": "We study LoRA."}', encoding="utf-8")
    bad.write_bytes(bytes(range(256)))
    with pytest.raises(InputError, match=r"bad\.bin"):
        build([bad, good], workspace=tmp_path / "w.kg")
    assert [paper.title for paper in papers_in(tmp_path / "w.kg")] == ["On LoRA"]


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere names are text in UTF-8")
def test_a_file_whose_name_is_no_utf_8_is_read_as_any_other(tmp_path):
    # Previously "'["…/caf\\udce9.jsonl"]' is no text in UTF-8; type it anew", and no paper
    path = tmp_path / "caf\udce9.jsonl"
    path.write_text('{"title": "Foo", "abstract": "We introduce Foo."}')
    for added in (1, 0):
        assert build(path, workspace=tmp_path / "g.kg").extracted == added
    path.write_text('{"title": "Foo", "abstract": "We introduce Bar."}')
    # The same source again, so an edit and no second file on the same paper.
    assert build(path, workspace=tmp_path / "g.kg").added == {"text changed": 1}


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere names are text in UTF-8")
def test_a_workspace_that_can_hold_no_graph_is_refused_before_papers_are_read(tmp_path):
    # Previously the papers were read, and then the graph could not be written
    workspace = tmp_path / "caf\udce9.kg"
    with pytest.raises(StoreError, match="is no text in UTF-8; choose another workspace"):
        build({"title": "Foo", "abstract": "We introduce Foo."}, workspace=workspace)
    assert not (workspace / "corpus.sqlite").exists()


def test_an_edit_in_a_file_replaces_what_it_said(tmp_path):
    # Previously a shorter abstract in the same file lost against the longer one read before
    path = tmp_path / "papers.jsonl"
    for abstract in ("We study LoRA at length and in depth.", "We study LoRA."):
        path.write_text(json.dumps({"title": "On LoRA", "abstract": abstract}), encoding="utf-8")
        build([path], workspace=tmp_path / "w.kg")
    assert [paper.abstract for paper in papers_in(tmp_path / "w.kg")] == ["We study LoRA."]


def run_build(*args: object) -> Result:
    return CliRunner().invoke(cli, ["build", *map(str, args)], catch_exceptions=False)


def test_build_says_that_it_resolves_only_where_it_does(tmp_path):
    # Previously it said so even where no file could be read or nothing had changed.
    papers, workspace = tmp_path / "a.jsonl", tmp_path / "w"
    papers.write_text(json.dumps({"title": "A", "abstract": "We use BERT."}))
    first, second = (run_build(papers, "-w", workspace, "-j", 1) for _ in range(2))
    third = run_build(tmp_path / "none.txt", "-w", workspace)
    assert "Resolving names" in first.stderr
    assert "Resolving names" not in second.stderr + third.stderr


def test_a_build_of_no_readable_file_leaves_no_graph_behind(tmp_path):
    done = run_build(tmp_path / "none.txt", "-w", tmp_path / "w")
    assert done.exit_code == 1
    assert f"cannot read '{tmp_path / 'none.txt'}'" in done.stderr
    assert not (tmp_path / "w" / "graph.kgl").exists()


UP_TO_DATE = "The graph was up to date; nothing changed"
GOOD = json.dumps({"title": "A", "abstract": "We use BERT."})


@pytest.mark.parametrize("given", [["bad"], ["missing"], ["bad", "missing", "empty"], ["-"]])
def test_a_build_that_could_read_nothing_claims_nothing(tmp_path, given):
    # Previously it said that the graph was up to date, and then that the file cannot be read
    names, workspace = (
        {name: tmp_path / name for name in ("bad", "missing", "empty")},
        tmp_path / "w",
    )
    names["bad"].write_text("no papers here")
    names["empty"].write_text("")
    (tmp_path / "good").write_text(GOOD)
    assert run_build(tmp_path / "good", "-w", workspace, "-j", 1).exit_code == 0
    words = ["build", "-w", str(workspace), *(str(names.get(name, name)) for name in given)]
    done = CliRunner().invoke(cli, words, input="no papers here")
    assert done.exit_code == 1
    assert done.stdout == ""
    assert done.stderr.count("Error: ") == len(done.stderr.splitlines()) == len(given)
    report = json.loads(CliRunner().invoke(cli, [*words, "--json"], input="{").stdout)
    assert (report["papers"], report["added"], report["extracted"]) == (1, {}, 0)


@pytest.mark.parametrize(
    ("beside", "said"),
    [
        (None, UP_TO_DATE),
        ("no papers here", "Nothing changed"),
        (GOOD + '\n{"title": "B"}', "Nothing changed"),
    ],
)
@pytest.mark.parametrize("in_folder", [False, True])
def test_a_graph_is_called_up_to_date_where_all_could_be_read(tmp_path, beside, said, in_folder):
    folder, workspace = tmp_path / "in", tmp_path / "w"
    folder.mkdir()
    (folder / "a.jsonl").write_text(GOOD)
    assert run_build(folder, "-w", workspace, "-j", 1).stdout.count("1 paper in") == 1
    if beside is not None:
        (folder / "b.jsonl").write_text(beside)
    files = [folder] if in_folder else sorted(folder.iterdir())
    assert run_build(*files, "-w", workspace).stdout.splitlines()[-1] == said


def test_names_that_older_rules_joined_are_joined_anew(tmp_path):
    # Previously not before the next paper came, where the version of kg was the same
    workspace = tmp_path / "w"
    (tmp_path / "a.jsonl").write_text(GOOD)
    run_build(tmp_path / "a.jsonl", "-w", workspace, "-j", 1)
    with contextlib.closing(sqlite3.connect(workspace / "corpus.sqlite")) as file, file:
        file.execute("UPDATE meta SET value = '1+00000000' WHERE key = 'names_rules'")
    run_build("-w", workspace)
    with Corpus.open(workspace, read_only=True) as corpus:
        assert is_current(corpus)


def test_files_of_a_folder_that_cannot_be_read_are_counted_apart_from_records(tmp_path):
    # Previously each counted as one record skipped, also one of thousands
    folder, words = tmp_path / "in", ("-w", tmp_path / "w", "-j", 1)
    folder.mkdir()
    (folder / "a.jsonl").write_text(GOOD + '\n{"title": "B"}')
    (folder / "b.pdf").write_text("%PDF-1.7")
    (folder / "c.csv").write_text("Titel;Abstract\nA;B\n")
    done = run_build(folder, *words)
    assert done.exit_code == 0
    assert "1 read, 1 record skipped, 2 files not read, " in done.stdout
    assert f"{folder / 'c.csv'}: a table without a column called title; it has" in done.stderr
    (folder / "a.jsonl").write_text(GOOD)
    (folder / "c.csv").unlink()
    assert "0 read, 0 records skipped, 1 file not read, " in run_build(folder, *words).stdout
    assert run_build(folder, *words, "--strict").exit_code == 1


@pytest.mark.parametrize("kept", [0, 100, -40])
@pytest.mark.parametrize("command", [["build"], ["names", "rename", "Foo", "Foo One"]])
def test_a_damaged_graph_is_made_anew_as_its_error_says(tmp_path, kept, command):
    # Previously kg build gave the very error that named it as the remedy
    papers, workspace = tmp_path / "a.jsonl", tmp_path / "w"
    papers.write_text(
        '{"title": "Foo: A Model", "abstract": "We introduce Foo, a language model."}'
    )
    run_build(papers, "-w", workspace, "-j", 1)
    graph = workspace / "graph.kgl"
    whole = graph.read_bytes()
    graph.write_bytes(whole[:kept])
    stats = ["stats", "-w", str(workspace)]
    asked = CliRunner().invoke(cli, stats)
    assert "make it anew with: kg build" in str(asked.exception)
    done = CliRunner().invoke(cli, [*command, "-w", str(workspace)], catch_exceptions=False)
    assert done.exit_code == 0, done.output
    assert ("written anew" in done.stdout) == (command == ["build"])
    assert CliRunner().invoke(cli, stats).exit_code == 0


@pytest.mark.parametrize(
    ("statement", "counted"),
    [
        ("MATCH (p:Paper) SET p.note = 'read'", []),
        ("CREATE (n:Note {id: 'n'})", []),
        ("MATCH (p:Paper) SET p.title = 'B'", ["nodes: 1 updated", "relationships: unchanged"]),
    ],
)
def test_a_build_says_that_it_wrote_a_changed_graph_anew(tmp_path, statement, counted):
    # Previously it called the graph up to date, and what had been written was gone
    papers, workspace = tmp_path / "a.jsonl", tmp_path / "w"
    papers.write_text(GOOD)
    assert "written anew" not in run_build(papers, "-w", workspace, "-j", 1).stdout
    query = ["query", statement, "--write", "-w", str(workspace)]
    said = CliRunner().invoke(cli, query, catch_exceptions=False).stderr
    assert said.endswith("the next kg build or correction makes the graph anew, without this\n")
    anew = "The graph was not as the last build left it: changed or damaged; written anew"
    assert run_build("-w", workspace).stdout.splitlines()[2:] == [anew, *counted]
    assert run_build("-w", workspace).stdout.splitlines()[-1] == UP_TO_DATE


def test_a_copied_workspace_goes_on_where_the_first_one_was(tmp_path):
    # Previously its graph was called damaged and written anew, which takes 10 s for 4,125 papers
    papers, workspace, copied = tmp_path / "a.jsonl", tmp_path / "w", tmp_path / "copied"
    papers.write_text(GOOD)
    run_build(papers, "-w", workspace, "-j", 1)
    shutil.copytree(workspace, copied, copy_function=shutil.copyfile)
    assert run_build("-w", copied).stdout.splitlines()[2:] == [UP_TO_DATE]
    papers.write_text('{"title": "B", "abstract": "We use GPT-4."}')
    grown = run_build(papers, "-w", copied, "-j", 1).stdout.splitlines()[2:]
    assert grown == ["nodes: 2 created", "relationships: 1 created"]
    # The copy of another graph is none of this corpus.
    shutil.copyfile(copied / "graph.kgl", workspace / "graph.kgl")
    assert "written anew" in run_build("-w", workspace).stdout


def test_a_graph_whose_build_was_killed_before_it_noted_it_is_not_called_changed(tmp_path):
    # Previously "The graph was not as the last build left it"
    papers, workspace = tmp_path / "a.jsonl", tmp_path / "w"
    papers.write_text(GOOD)
    run_build(papers, "-w", workspace, "-j", 1)
    papers.write_text(f'{GOOD}\n{{"title": "B", "abstract": "We use GPT-4."}}')
    killed = (
        "import os, sys; from kg.build import build; from kg.corpus import Corpus\n"
        "keep = Corpus.note_graph\n"
        "Corpus.note_graph = lambda self, mark: os._exit(9) if mark else keep(self, mark)\n"
        "build(sys.argv[1], workspace=sys.argv[2])"
    )
    assert subprocess.run([sys.executable, "-c", killed, papers, workspace]).returncode == 9
    for _ in range(2):
        assert run_build(papers, "-w", workspace).stdout.splitlines()[2:] == [UP_TO_DATE]


def test_a_build_that_catches_up_reports_it_beside_a_file_that_cannot_be_read(tmp_path):
    with Corpus.open(tmp_path / "w") as corpus:
        corpus.add(Paper(id="arxiv:2501.00001", title="A", abstract="We use BERT."))
    done = run_build(tmp_path / "missing", "-w", tmp_path / "w", "-j", 1)
    assert done.exit_code == 1
    assert "1 read, 0 records skipped" in done.stdout
    assert "nodes: " in done.stdout


def test_titles_of_several_papers_are_known_before_the_papers_are_read(tmp_path):
    # Previously a build that was ended while it read them told nobody, nor did the one that went on
    pair = [{"id": one, "title": "On It", "abstract": "We."} for one in ("2501.00001", "10.1000/x")]
    told = {"On It": ["arxiv:2501.00001", "doi:10.1000/x"]}
    with Build(tmp_path / "w") as run:
        added = run.add([*pair, {**pair[0], "id": "2501.00002", "title": "Else"}])
        next(added)
        assert run.report().same_titles == told
        added.close()
        assert run.report().same_titles == told
    report = build([], workspace=tmp_path / "w")
    assert (report.extracted, report.same_titles) == (3, told)
    assert build([], workspace=tmp_path / "w").same_titles == {}


def test_titles_that_several_papers_have_are_told_where_they_come_in(tmp_path):
    # Previously nothing told that a journal's paper and its preprint stood there as two
    file, workspace = tmp_path / "a.jsonl", tmp_path / "w"
    ids = [f"2501.0000{number}" for number in range(5)]
    records = [{"id": one, "title": f"On {one}", "abstract": "We use BERT."} for one in ids]
    records += [record | {"id": f"10.1000/{record['id']}"} for record in records]
    file.write_text("\n".join(map(json.dumps, records[:6])))
    done = run_build(file, "-w", workspace, "-j", 1)
    assert done.exit_code == 0
    assert done.stderr.splitlines()[-1] == (
        "Note: 1 title is that of several papers, which stay apart as their ids differ: "
        "'On 2501.00000' (arxiv:2501.00000, doi:10.1000/2501.00000). "
        f"Where they are one, take one out with: kg remove -w {typed(workspace)} ID"
    )
    assert "Note" not in run_build(file, "-w", workspace).stderr
    file.write_text("\n".join(map(json.dumps, records)))
    said = run_build(file, "-w", workspace, "-j", 1).stderr.splitlines()[-1]
    assert said.startswith("Note: 4 titles are those of several papers")
    assert (said.count("arxiv:"), "; 1 more, all of them with --json." in said) == (3, True)
    told = json.loads(run_build(file, "-w", tmp_path / "v", "-j", 1, "--json").stdout)
    assert len(told["same_titles"]) == 5
    assert told["same_titles"]["On 2501.00004"] == ["arxiv:2501.00004", "doi:10.1000/2501.00004"]


@pytest.mark.parametrize("command", ["build", "extract"])
@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", ": the file is empty"),
        ("\n \n", ": the file is empty"),
        ("[]", ""),
        ("[ ]\n[]", ""),
        ('{"papers": []}', ""),
        ('{"total": 0, "data": [\n]}', ""),
        ("title,abstract\n", ""),
        ('{"title": "A"}\n{"abstract": 3}\n', ": 2 records were skipped"),
        ('[{"title": "A"}, {"tit', ": 2 records were skipped"),
    ],
)
def test_a_file_without_a_paper_is_a_failure(tmp_path, monkeypatch, command, text, reason):
    # Previously the exit was 0, and "no file read" stood there though it had been
    file = tmp_path / "a.json"
    file.write_text(text)
    monkeypatch.setenv("KG_GRAPH", str(tmp_path / "w"))
    for path, name in ((str(file), f"'{file}'"), ("-", "the standard input")):
        done = CliRunner().invoke(cli, [command, path], input=text)
        assert done.exit_code == 1
        said = str(done.exception) if command == "extract" else done.stderr.splitlines()[-1]
        assert said.removeprefix("Error: ") == f"no papers in {name}{reason}"
        assert done.stdout == ""


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"hello", "is of no known format; expected"),
        (b"PK\3\4abc", "File is not a zip file"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1\0\0", "is a file of old Office; save it as CSV"),
        (b"\x1f\x8bzz", "Compressed file ended"),
    ],
)
def test_messages_call_the_standard_input_by_its_name(content, said):
    # Previously it was called '-'
    done = CliRunner().invoke(cli, ["extract", "-"], input=content)
    assert "the standard input" in str(done.exception)
    assert said in str(done.exception)


@pytest.mark.parametrize(
    "feed",
    [
        '<?xml version="1.0"?><rss version="2.0"><channel><title>cs.CL</title></channel></rss>',
        '<feed xmlns="http://www.w3.org/2005/Atom"><title>cs.CL</title></feed>',
        '<OAI-PMH><error code="noRecordsMatch">Nothing since then.</error></OAI-PMH>',
    ],
)
@pytest.mark.parametrize("in_folder", [False, True])
def test_a_feed_of_a_day_without_papers_is_no_failure(tmp_path, feed, in_folder):
    # Previously it was one in a folder, and left an empty graph and "no file read"
    file, workspace = tmp_path / "in" / "feed.xml", tmp_path / "w"
    file.parent.mkdir()
    file.write_text(feed)
    done = run_build(file.parent if in_folder else file, "-w", workspace)
    assert done.exit_code == 0, done.stderr
    assert done.stderr == f"Note: {file}: the feed has no entries\n"
    first, second = done.stdout.splitlines()
    assert first == f"0 papers in {workspace} (none in what was read)"
    assert second.startswith("0 read, 0 records skipped")
    assert not (workspace / "graph.kgl").exists()


@pytest.mark.parametrize("in_folder", [False, True])
@pytest.mark.parametrize(
    ("answer", "said"),
    [
        (
            '<OAI-PMH><request/><error code="badArgument">\n  from is &lt; no date\n</error>'
            "</OAI-PMH>",
            "badArgument: from is < no date",
        ),
        (
            '<feed xmlns="http://www.w3.org/2005/Atom"><entry>'
            "<id>http://arxiv.org/api/errors#incorrect_id_format_for_x</id>"
            "<title>Error</title><summary>incorrect id format\n for x</summary></entry></feed>",
            "incorrect id format for x",
        ),
    ],
)
def test_what_a_server_says_of_a_refused_request_is_a_failure(tmp_path, answer, said, in_folder):
    # Previously one passed for a feed without entries, the other for a paper called "Error"
    file = tmp_path / "in" / "feed.xml"
    file.parent.mkdir()
    file.write_text(answer)
    done = run_build(file.parent if in_folder else file, "-w", tmp_path / "w")
    assert done.exit_code == 1
    assert f"no feed but an error of its server: {said}\n" in done.stderr
    assert "has no entries" not in done.stderr


def test_a_file_without_a_paper_does_not_keep_the_others_out(tmp_path):
    good, empty = tmp_path / "a.jsonl", tmp_path / "b.jsonl"
    good.write_text(json.dumps({"title": "A", "abstract": "We use BERT."}))
    empty.write_text("")
    done = run_build(empty, good, "-w", tmp_path / "w")
    assert done.exit_code == 1
    assert "1 paper in" in done.stdout
    assert "Note:" not in done.stderr


def test_a_question_before_the_first_graph_says_how_the_build_is_ended(tmp_path):
    # Previously it asked for a FILE, as if nothing had been read
    workspace = tmp_path / "my papers"
    with Corpus.open(workspace) as corpus:
        corpus.add(Paper(id="arxiv:2501.00001", title="A", abstract="We use BERT."))
    for url in (workspace, workspace / "graph.kgl"):
        said = r"1 paper is there.*: kg build -w '.*/my papers'$"
        with pytest.raises(StoreError, match=said):
            open_graph(url)
        for words in (["stats"], ["query", "RETURN 1 AS x"], ["serve", "--get", "/"]):
            done = CliRunner().invoke(cli, [*words, "-g", str(url)])
            assert re.search(said, str(done.exception))


def test_a_build_without_files_wants_a_workspace(tmp_path):
    with pytest.raises(
        StoreError,
        match=rf"no corpus at .*: kg build -w {re.escape(typed(tmp_path / 'w'))} FILE$",
    ):
        run_build("-w", tmp_path / "w")
    assert not (tmp_path / "w").exists()


def test_an_empty_graph_says_how_to_fill_it(tmp_path):
    build([], workspace=tmp_path / "w")
    with open_graph(tmp_path / "w") as graph:
        fill = f"kg build -w {typed(tmp_path / 'w')} FILE"
        assert graph.state() == f"the graph is empty; fill it with: {fill}"


def build_with_a_fault(folder: Path, *args: str) -> subprocess.CompletedProcess:
    """Run `kg build` where a rule of the reader, in every process, trips over one word."""
    folder.mkdir(exist_ok=True)
    (folder / "sitecustomize.py").write_text(
        "import kg.text.links as repos\n"
        "find = repos.find_repos\n"
        "def find_repos(text):\n"
        "    return [][0] if 'Unreadable' in text else find(text)\n"
        "repos.find_repos = find_repos\n"
    )
    env = {**os.environ, "PYTHONPATH": os.pathsep.join([str(folder), str(ROOT)])}
    command = [sys.executable, "-m", "kg", "build", "-w", str(folder / "w"), *args]
    return subprocess.run(command, capture_output=True, text=True, env=env, cwd=ROOT)


def make_papers_of_which_one_fails(folder: Path) -> tuple[Path, set[str]]:
    titles = ["On BERT", "Unreadable", *(f"On Foo{i}Net" for i in range(8))]
    path = folder / "papers.jsonl"
    records = [{"title": t, "abstract": f"We study {t} in depth."} for t in titles]
    path.write_text("\n".join(map(json.dumps, records)), encoding="utf-8")
    return path, set(titles)


@pytest.mark.slow
@pytest.mark.parametrize("jobs", [1, 2])
def test_a_paper_that_cannot_be_read_keeps_none_of_the_others_out(tmp_path, jobs):
    # Previously one such paper stopped this build and every later one, with a traceback.
    path, titles = make_papers_of_which_one_fails(tmp_path)
    done = build_with_a_fault(tmp_path, str(path), f"-j{jobs}")
    assert done.returncode == 0, done.stderr
    assert "9 read, 1 paper failed, 0 records skipped" in done.stdout
    told = f"Skipped: {title_id('Unreadable')}: it cannot be read (IndexError: list index"
    assert told in done.stderr
    assert "Traceback" not in done.stderr
    with open_graph(tmp_path / "w") as graph:
        assert {row.title for row in graph.papers()} == titles - {"Unreadable"}
    assert build([], workspace=tmp_path / "w", jobs=1).extracted == 1
    with open_graph(tmp_path / "w") as graph:
        assert {row.title for row in graph.papers()} == titles


@pytest.mark.slow
def test_a_build_in_which_no_paper_can_be_read_fails(tmp_path):
    # Previously a reader that failed on every paper exited 0
    path, _ = make_papers_of_which_one_fails(tmp_path)
    assert build_with_a_fault(tmp_path, str(path), "--strict", "-j1").returncode == 1
    again = build_with_a_fault(tmp_path, "--verbose", "-j1")
    assert again.returncode == 1
    assert "0 read, 1 paper failed" in again.stdout
    assert "in find_repos" in again.stderr
    assert again.stderr.endswith("Error: 1 paper failed and none was read\n")
    as_json = json.loads(build_with_a_fault(tmp_path, "--json", "-j1").stdout)
    assert [one["paper"] for one in as_json["unread"]] == [title_id("Unreadable")]


@pytest.mark.parametrize(
    "words",
    [
        ("build", "{papers}", "-j", "1"),
        ("names", "merge", "BERT", "GPT-4", "--yes"),
        ("remove", "A"),
        ("query", "MATCH (p:Paper) SET p.seen = 1", "--write"),
        ("load", "bolt://localhost:1", "--json"),
    ],
    ids=lambda words: words[0],
)
def test_who_changes_a_workspace_waits_for_the_build_that_holds_it(tmp_path, monkeypatch, words):
    # Previously two builds read the same papers twice, or the second failed after its reading
    papers, workspace = tmp_path / "a.jsonl", tmp_path / "w"
    papers.write_text(json.dumps({"title": "A", "abstract": "We compare BERT with GPT-4."}))
    build([papers], workspace=workspace, jobs=1)
    # No server is needed to wait.
    server = SimpleNamespace(write=lambda *_, **__: LoadReport(), close=lambda: None)
    monkeypatch.setattr("kg.store.neo4j.open_neo4j", lambda *_, **__: server)
    with hold(workspace, seconds=60) as holder:
        pause = SimpleNamespace(sleep=lambda _: (holder.terminate(), holder.wait(60)))
        monkeypatch.setattr("kg.corpus.lock.time", pause)
        where = "--graph" if words[0] == "query" else "--workspace"
        words = [word.format(papers=papers) if word == "{papers}" else word for word in words]
        done = CliRunner().invoke(cli, [*words, where, str(workspace)])
        assert done.exit_code == 0
        told = f"another kg build is at work in '{workspace}' (process {holder.pid}); waiting"
        assert done.stderr.splitlines()[0] == told


def test_of_two_builds_at_once_the_second_reads_what_the_first_has_not(tmp_path):
    papers = [{"title": f"Paper {i}", "abstract": "We use BERT."} for i in range(20)]
    file = tmp_path / "a.json"
    file.write_text(json.dumps(papers))
    words = ("-m", "kg", "build", file, "-w", tmp_path / "w", "-j", "1", "--json")
    both = [start(*words, stderr=subprocess.DEVNULL) for _ in range(2)]
    reports = [json.loads(process.communicate(timeout=300)[0]) for process in both]
    assert sorted(report["extracted"] for report in reports) == [0, 20]


def test_a_killed_holder_is_not_waited_for(tmp_path):
    with hold(tmp_path, seconds=60) as holder:
        holder.kill()
    said: list[str] = []
    with Build(tmp_path, on_wait=said.append):
        pass
    assert said == []


def test_a_folder_that_is_no_workspace_gets_no_lock_file(tmp_path):
    # Previously each of the two left one
    store = open_store(tmp_path / "graph.kgl", read_only=False)
    store.write(GraphRows("w", 1, (), ()))
    store.close()
    before = sorted(tmp_path.iterdir())
    for words in (
        ("query", "CREATE (:Mark)", "--write", "-g", tmp_path / "graph.kgl"),
        ("load", "bolt://localhost:1", "-w", tmp_path),
    ):
        CliRunner().invoke(cli, [*map(str, words)])
        assert sorted(tmp_path.iterdir()) == before


def test_a_thread_holds_a_workspace_until_it_has_left_it_as_often_as_it_came(tmp_path):
    # Previously the first that was done let go of it for all
    with workspace_lock(tmp_path, make=True):
        with workspace_lock(tmp_path, make=True):
            pass
        waiting = start("-c", HOLD, tmp_path, 0)
        with pytest.raises(subprocess.TimeoutExpired):
            waiting.wait(1)
    assert waiting.communicate(timeout=60)[0] == "held\n"


def test_of_two_builds_in_two_threads_the_second_waits(tmp_path):
    # Previously both read the same papers, and one failed at the graph
    papers = [{"title": f"Paper {i}", "abstract": "We use BERT."} for i in range(20)]
    said: list[str] = []

    def run(_: int) -> int:
        with Build(tmp_path / "w", on_wait=said.append) as run:
            assert [*run.add(papers), *run.extract()]
            run.update()
            return run.report().extracted

    with ThreadPoolExecutor(2) as threads:
        assert sorted(threads.map(run, range(2))) == [0, 20]
    mine = f"another kg build is at work in '{tmp_path / 'w'}' (process {os.getpid()}); waiting"
    assert said == [mine]


def test_a_folder_is_made_for_who_will_make_it_a_workspace_alone(tmp_path):
    with workspace_lock(tmp_path / "no" / "such"):
        assert list(tmp_path.iterdir()) == []
    for _ in range(2):
        with workspace_lock(tmp_path / "a" / "new", make=True):
            written = (tmp_path / "a" / "new" / "workspace.lock").read_text()
            assert written == f"{os.getpid()} kg build"


def test_a_folder_where_nothing_can_be_written_is_not_locked(tmp_path):
    (tmp_path / "workspace.lock").mkdir()
    for _ in range(2):
        with workspace_lock(tmp_path, make=True), workspace_lock(tmp_path, make=True):
            pass


def test_who_waits_for_long_is_told_once(tmp_path):
    said: list[str] = []
    with hold(tmp_path, seconds=1.5):
        began = time.monotonic()
        with workspace_lock(tmp_path, make=True, on_wait=said.append):
            assert time.monotonic() - began > 0.5
    assert len(said) == 1
    with hold(tmp_path, seconds=0.5), workspace_lock(tmp_path, make=True):
        pass


@pytest.mark.parametrize("inside", ["", "papers.kg"])
def test_links_that_lead_round_are_an_error_like_any_other(tmp_path, inside):
    # Previously a workspace there was a RuntimeError before Python 3.13, and so was a file
    round_and_round = tmp_path / "round"
    round_and_round.symlink_to(round_and_round)
    place = round_and_round / inside
    with pytest.raises(StoreError, match="choose another workspace"):
        build([], workspace=place)
    with pytest.raises(StoreError, match=r"choose another workspace|no corpus at"):
        Corpus.open(place, read_only=True)
    with Build(tmp_path / "papers.kg") as run:
        assert list(run.add([place])) == []
        assert [type(failure) for failure in run.failures] == [InputError]


@pytest.mark.parametrize("number", [errno.ENOLCK, errno.ENOTSUP, errno.EPERM])
def test_a_file_system_without_locks_holds_nobody_up(tmp_path, monkeypatch, number):
    # Previously what is not permitted was held for a lock of another process, for ever
    def fail(_):
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr("kg.corpus.lock._lock", fail)
    monkeypatch.setattr("kg.corpus.lock.time", None)
    with workspace_lock(tmp_path, make=True):
        pass


def test_ctrl_c_ends_the_wait(tmp_path):
    with hold(tmp_path, seconds=60) as holder:
        waiting = start("-m", "kg", "build", "none.txt", "-w", tmp_path, stderr=subprocess.PIPE)
        assert waiting.stderr.readline().endswith("waiting\n")
        waiting.send_signal(signal.SIGINT)
        said = waiting.communicate(timeout=60)[1]
        assert said == "\nInterrupted. What was read is kept; run the same command to go on.\n"
        assert waiting.returncode == 130
        holder.kill()


def test_a_build_within_a_build_does_not_wait_for_itself(tmp_path):
    with Build(tmp_path), Build(tmp_path) as inner:
        assert inner.pending() == 0
    assert (tmp_path / "workspace.lock").read_text() == ""
