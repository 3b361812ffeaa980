"""What a caller from Python gives, and what is refused before anything is done."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from kg import ids
from kg.build import Build, build
from kg.errors import ConfigError, UnknownName
from kg.graph import Graph
from kg.store import Limits


@pytest.fixture
def paper(tmp_path) -> Path:
    path = tmp_path / "one.jsonl"
    path.write_text('{"title": "Foo: A Model", "abstract": "We introduce Foo, a model of bars."}\n')
    return path


@pytest.mark.parametrize(
    "way", [str, Path, lambda p: [str(p)], lambda p: (p,), lambda p: iter([p])]
)
def test_one_path_is_one_path(paper, tmp_path, way):
    # Previously the letters of a text were read as files: a dot and a slash are folders
    with Build(tmp_path / "w") as run:
        assert [found.title for found in run.add(way(paper))] == ["Foo: A Model"]
        assert run.failures == []


@pytest.mark.parametrize("given", [None, 5, b"one.jsonl", ["a", 5], "a\0b", [b"a"]])
def test_what_is_no_path_is_refused_before_a_folder_is_made(tmp_path, given):
    with pytest.raises(ConfigError, match="give a path, as text or"):
        build(given, workspace=tmp_path / "w")
    assert not (tmp_path / "w").exists()


@pytest.mark.parametrize(
    "question",
    [
        lambda g: g.stats(),
        lambda g: g.neighbors("GRPO"),
        lambda g: g.papers_count(),
        lambda g: g.entity("GRPO"),
        lambda g: g.papers(year=2025),
        lambda g: g.search("reasoning"),
    ],
)
def test_a_limit_of_rows_changes_no_answer(seed_graph, question):
    # Previously it cut the rows that an answer is made of: 5 rows, and there were 0 papers
    assert question(Graph(seed_graph.store, limits=Limits(rows=1))) == question(seed_graph)


def test_a_limit_of_rows_leaves_the_names_that_are_near(seed_graph):
    near = []
    for limits in (None, Limits(rows=1)):
        with pytest.raises(UnknownName) as unknown:
            Graph(seed_graph.store, limits=limits).entity("GRPOO")
        near.append(unknown.value.candidates)
    assert near[0] == near[1] != ()


@pytest.mark.parametrize(("most", "cut"), [(2, True), (3, False), (4, False)])
def test_cypher_that_a_limit_cuts_says_so(seed_graph, most, cut):
    graph = Graph(seed_graph.store, limits=Limits(rows=most))
    rows = graph.run("UNWIND [1, 2, 3] AS n RETURN n")
    said = f"first {most} rows; open the graph for more: limits=kg.store.Limits(rows=…)"
    assert [row["n"] for row in rows] == [1, 2, 3][:most]
    assert rows.notes == ((said,) if cut else ())


FORKED = """
import os, signal, sys
import kg

def told(ask):
    reading, writing = os.pipe()
    if os.fork() == 0:
        signal.alarm(20)
        try:
            said = str(ask())
        except kg.KGError as error:
            said = f"{type(error).__name__}: {error}"
        os.write(writing, said.encode())
        os._exit(0)
    os.close(writing)
    return os.read(reading, 2000).decode()

def own():
    with kg.open(sys.argv[1]) as graph:
        return graph.papers_count()

graph = kg.open(sys.argv[1])
print(told(graph.papers_count))
graph.papers_count()
print(told(graph.papers_count))
print(told(own))
"""


@pytest.mark.skipif(not hasattr(os, "fork"), reason="there is no fork here")
def test_a_process_that_is_forked_after_a_question_is_told_what_to_do(seed_graph):
    # Previously it waited for ever, also with a graph of its own
    done = subprocess.run(
        [sys.executable, "-c", FORKED, str(seed_graph.store.url)], capture_output=True, text=True
    )
    before, *after = done.stdout.splitlines()
    assert before == "63", done.stderr
    assert len(after) == 2
    assert all(said.startswith("StoreError: graph") and "'spawn'" in said for said in after)


def test_a_script_without_a_main_guard_builds(tmp_path):
    # Previously build took all cores, and each process ran the script anew
    script = tmp_path / "own.py"
    script.write_text(
        "import sys\nfrom kg.build import build\n"
        "papers = [{'title': f'Foo {i}', 'abstract': 'We introduce Foo.'} for i in range(9)]\n"
        "open('nine.jsonl', 'w').write('\\n'.join(map(__import__('json').dumps, papers)))\n"
        "print(build('nine.jsonl', workspace='w').extracted)\n"
    )
    env = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    done = subprocess.run(
        [sys.executable, script], capture_output=True, text=True, env=env, cwd=tmp_path
    )
    assert done.stdout == "9\n", done.stderr


@pytest.mark.parametrize("name", ["", " ", ".", "-_-", "\N{ROBOT FACE}"])
@pytest.mark.parametrize(
    "ask",
    [
        lambda g, name: g.papers(author=name),
        lambda g, name: g.papers(task=name),
        lambda g, name: g.paper(name),
        lambda g, name: g.entity(name),
        lambda g, name: g.path("GRPO", name),
        lambda g, name: g.cooccurrence(name),
    ],
)
def test_a_name_without_letter_and_digit_is_refused(seed_graph, ask, name):
    # Previously a blank led to an author, and a dot to hundreds
    with pytest.raises(ConfigError, match=r"the name is empty; give one|no letter and no digit"):
        ask(seed_graph, name)


def test_a_phrase_is_folded_once_for_all_titles(seed_graph, monkeypatch):
    # Previously once for each title: 14 s for a thousand letters in 4,125 papers
    folded = []
    words = ids._title_words
    monkeypatch.setattr(ids, "_title_words", lambda text: folded.append(len(text)) or words(text))
    with pytest.raises(UnknownName):
        seed_graph.paper("x" * 1000)
    assert folded.count(1000) <= 3
