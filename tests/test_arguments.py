"""What a caller from Python gives, and what is refused before anything is done."""

from __future__ import annotations

import copy
import math
import multiprocessing
import os
import pickle
import subprocess
import sys
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest

from kg import Paper, extract, ids, same_name
from kg.build import Build, build
from kg.errors import AmbiguousName, ConfigError, QueryError, StoreError, UnknownName
from kg.export import export_file, export_neo4j_csv
from kg.extract.version import weights_folder
from kg.graph import Graph, Rows, open_graph
from kg.graph.facts import StatRow
from kg.rdf import to_rdf
from kg.sources import read_papers
from kg.store import Limits

NEAR = StatRow("nodes", "Paper", 5)


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


@pytest.mark.parametrize("given", [None, 5, b"one.jsonl", ["a", 5], "a\0b", [b"a"], "\ud800"])
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


POOLED = """
import multiprocessing, sys
import kg
with kg.open(sys.argv[1]) as graph:
    graph.papers_count()
    with multiprocessing.get_context("fork").Pool(1) as pool:
        try:
            pool.apply_async(kg.Graph.papers_count, [graph]).get(timeout=30)
        except Exception as error:
            print(type(error).__name__, error)
"""


@pytest.mark.skipif(not hasattr(os, "fork"), reason="there is no fork here")
def test_a_graph_that_is_sent_to_a_forked_process_is_told_what_to_do_there(seed_graph):
    # Previously a pool waited for ever: no worker could take its task
    done = subprocess.run(
        [sys.executable, "-c", POOLED, str(seed_graph.store.url)], capture_output=True, text=True
    )
    assert done.stdout.startswith("StoreError graph"), done.stderr
    assert "'spawn'" in done.stdout


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


ODD = [None, 5, 2.5, True, b"x", ["x"], {"x"}, object()]
NO_FLAG = ["no", 1, None]
NO_COUNT = [-1, "2", 1.5, None, True, -(10**5000)]
NO_CONFIDENCE = [
    *(80, -0.1, "0.5", None, True, float("nan"), Decimal("1.5"), [0.5], 10**400, Decimal("sNaN"))
]
PAIR = ("Model", "Model")
# What is called, and what it refuses.
REFUSED = [
    (lambda _, odd: extract.read(odd), ODD),
    (lambda _, odd: extract.read("A title", weights=odd), [5, b"x", ["x"], "no/such", Path("x")]),
    (lambda _, odd: extract.read("", weights=odd), [5, "no/such", Path("no/such")]),
    (lambda _, odd: extract.pipeline_version(odd), [5, "no/such"]),
    (lambda _, odd: list(extract.extract(odd)), [*ODD, "text", Paper("1", "A", "B")]),
    (lambda _, odd: extract.extract([], jobs=odd), NO_COUNT),
    (lambda _, odd: extract.extract([], on_unread=odd), [5, "x"]),
    (lambda _, odd: extract.extract([], weights=odd), [5, "no/such"]),
    (lambda _, odd: same_name(odd, "x", types=PAIR), ODD),
    (lambda _, odd: same_name("x", odd, types=PAIR), ODD),
    (lambda _, odd: same_name("a", "b", types=odd), [*ODD, "Model", (*PAIR, "Model"), {*PAIR}]),
    (lambda _, odd: same_name("a", "b", types=PAIR, contexts=odd), [*ODD, "text", (5, "x")]),
    (lambda _, odd: build([], workspace=odd), ODD),
    (lambda _, odd: build([], workspace="w", jobs=odd), NO_COUNT),
    (lambda _, odd: build([], workspace="w", weights=odd), [5, b"x", ["x"]]),
    (lambda _, odd: build([], workspace="w", refresh=odd), NO_FLAG),
    (lambda _, odd: Build(odd), ODD),
    (lambda _, odd: Build("w", weights=odd), [5, b"x"]),
    (lambda _, odd: list(read_papers(odd, on_problem=print)), [None, 5, b"x", ["x"]]),
    (lambda _, odd: open_graph(odd), [5, b"x", ["x"]]),
    (lambda g, odd: open_graph(g.store.url, trace=odd), [5, "x"]),
    (lambda g, odd: open_graph(g.store.url, limits=odd), [5, "x", {"rows": 5}, "x" * 999]),
    (lambda g, odd: export_file(g, odd), [*ODD, "x.nope"]),
    (lambda _, odd: export_file(odd, "x.ttl"), [*ODD, "papers.kg"]),
    (lambda g, odd: export_neo4j_csv(g, odd), ODD),
    (lambda g, odd: to_rdf(g, base=odd), [*ODD, "", "x"]),
    (lambda _, odd: to_rdf(odd), [*ODD, "papers.kg"]),
    (lambda g, odd: g.run(odd), [*ODD, "RETURN 1; RETURN 2"]),
    (lambda g, odd: g.run("RETURN 1 AS n", odd), [5, "x", ["x"], {5: 1}, {"x": {1, 2}}]),
    (lambda _, odd: Limits(seconds=odd), [-1, 0, "x", math.inf, math.nan, True, [1], 10**5000]),
    (lambda _, odd: Limits(rows=odd), [-1, 0, "x", 2.5, math.inf, True]),
    (lambda _, odd: Limits(memory_mb=odd), [-1, 0, "x", 2.5, True]),
    (lambda g, odd: g.papers(limit=odd), [*NO_COUNT, 0]),
    (lambda g, odd: g.cooccurrence("GRPO", min_papers=odd), ["2", 1.5, None, True]),
    (lambda g, odd: g.papers(year=odd), [10**25, 0, -5, "2025", True]),
    (lambda g, odd: g.papers(since=odd), [5, True, "soon", b"2025", math.nan]),
    (lambda g, odd: g.papers(with_code=odd), NO_FLAG),
    (lambda g, odd: g.leaderboard("GRPO", family=odd), NO_FLAG),
    (lambda g, odd: g.lineage("GRPO", family=odd), NO_FLAG),
    (lambda g, odd: g.trends("GRPO", family=odd), NO_FLAG),
    (lambda g, odd: g.benchmarks(family=odd), NO_FLAG),
    (lambda g, odd: g.outperforms(family=odd), [*NO_FLAG, True]),
    (lambda g, odd: g.run("CREATE (n)", write=odd), NO_FLAG),
    (lambda _, odd: open_graph("w", read_only=odd), NO_FLAG),
    (lambda g, odd: g.papers(min_confidence=odd), NO_CONFIDENCE),
    (lambda g, odd: g.path("GRPO", "GRPO", min_confidence=odd), NO_CONFIDENCE),
    (lambda g, odd: g.show(depth=odd), [*NO_COUNT, 0]),
    (lambda g, odd: g.papers(limit=odd), [np.array([1, 2]), np.array(["5"])]),
    (lambda g, odd: g.lineage("GRPO", direction=odd), [None, 5, "x" * 999, np.array(["up", "x"])]),
    (lambda g, odd: g.find("GRPO", types=odd), ["x" * 999, np.array(["Model"])]),
]  # fmt: skip


@pytest.mark.parametrize("number", range(len(REFUSED)))
def test_what_cannot_be_is_refused_by_an_error_of_kg(seed_graph, tmp_path, monkeypatch, number):
    # Previously errors of Python, empty answers, or another answer than was asked for
    monkeypatch.chdir(tmp_path)
    call, values = REFUSED[number]
    for value in values:
        with pytest.raises((ConfigError, QueryError, UnknownName)) as refused:
            call(seed_graph, value)
        assert len(str(refused.value)) < 400
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("options", "same"),
    [
        ({"min_confidence": Fraction(1, 2)}, {"min_confidence": 0.5}),
        ({"min_confidence": Decimal("0.5")}, {"min_confidence": 0.5}),
        ({"min_confidence": np.float32(0.5)}, {"min_confidence": 0.5}),
        ({"min_confidence": 1}, {"min_confidence": 1.0}),
        ({"since": date(2025, 3, 1)}, {"since": "2025-03-01"}),
        ({"since": datetime(2025, 3, 1, 12)}, {"since": "2025-03-01"}),
        ({"limit": np.int64(5)}, {"limit": 5}),
        ({"limit": 10**30}, {"limit": 1000}),
        ({"with_code": np.True_}, {"with_code": True}),
    ],
)
def test_what_a_data_frame_or_a_calendar_gives_is_taken(seed_graph, options, same):
    given, plain = seed_graph.papers(**options), seed_graph.papers(**same)
    assert given == plain
    assert given.notes == plain.notes


@pytest.mark.parametrize(
    "ask",
    [
        lambda g, n: g.cooccurrence("GRPO", limit=n),
        lambda g, n: g.neighbors("GRPO", limit=n),
        lambda g, n: g.entity("GRPO", limit=n),
        lambda g, n: g.search("GRPO", limit=n),
        lambda g, n: g.outperforms(limit=n),
    ],
)
def test_a_limit_that_no_store_can_count_is_no_limit(seed_graph, ask):
    assert ask(seed_graph, 10**30) == ask(seed_graph, 10**6)


@pytest.mark.parametrize("way", [str, Path])
def test_a_path_is_text_or_a_path(seed_graph, tmp_path, way):
    export_file(seed_graph, way(tmp_path / "x.nt"))
    assert (tmp_path / "x.nt").stat().st_size
    with Build(way(tmp_path / "w")) as run:
        assert len(run.corpus) == 0
    weights = way(weights_folder())
    assert extract.read("GPT-4 is a model", weights=weights) == extract.read("GPT-4 is a model")


def test_a_graph_goes_to_another_process(seed_graph):
    # Previously a TypeError of the engine
    with open_graph(seed_graph.store.url, limits=Limits(rows=2)) as graph:
        for other in (pickle.loads(pickle.dumps(graph)), copy.copy(graph)):
            with other:
                assert other.stats() == graph.stats()
                assert (other.limits, type(other)) == (graph.limits, Graph)
        with multiprocessing.get_context("spawn").Pool(1) as pool:
            assert pool.apply(Graph.papers_count, [graph]) == 63
    with pytest.raises(StoreError, match="open it where it is used"):
        pickle.dumps(Graph(seed_graph.store))


def test_a_build_that_is_not_open_says_so(tmp_path):
    # Previously an AssertionError, and with `python -O` an AttributeError of None
    run = Build(tmp_path / "w")
    for step in (run.update, run.pending, run.report, lambda: [*run.extract()]):
        with pytest.raises(StoreError, match="use it in a with statement"):
            step()


@pytest.mark.parametrize("odd", ["papers.kg", Path("papers.kg"), None, 5])
def test_a_graph_is_of_a_store(odd):
    # Previously an AttributeError of the first question
    with pytest.raises(ConfigError, match=r"a graph is opened with kg\.open\("):
        Graph(odd)


@pytest.mark.parametrize("odd", ["nope", "../export/all_paper", "", "x" * 5000, ["x"], None, 5])
def test_a_query_that_is_none_is_refused(seed_graph, odd):
    # Previously a path of any shipped query was taken, and a name that is none read "reinstall"
    with pytest.raises(ConfigError, match="is none of those in cypher/read/") as refused:
        seed_graph.ask(odd)
    assert len(str(refused.value)) < 200


def test_candidates_are_what_can_be_asked_with(seed_graph):
    with pytest.raises(AmbiguousName) as several:
        seed_graph.paper("reasoning")
    assert len(several.value.candidates) > 1
    for one in several.value.candidates:
        assert seed_graph.paper(one).paper == one


def test_rows_keep_their_notes_in_parts_copies_and_sums():
    rows = Rows([NEAR, NEAR], ["a note"], kind=StatRow)
    for part in (rows[:1], rows[::-1], rows.copy(), copy.copy(rows), rows + rows):
        assert isinstance(part, Rows)
        assert (part.notes, part.kind) == (("a note",), StatRow)
        assert part.to_dicts()[0] == {"part": "nodes", "name": "Paper", "amount": 5}
    assert rows[0] == NEAR
    assert rows + Rows([NEAR], ["another"]) == [NEAR] * 3
    assert (rows + Rows([NEAR], ["another"])).notes == ("a note", "another")
    both = rows.copy()
    both += Rows([NEAR], ["another"])
    assert (both, both.notes) == ([*rows, NEAR], ("a note", "another"))
    both += iter(["of another kind"])
    assert (len(both), both.notes) == (len(rows) + 2, ("a note", "another"))


def test_rows_that_are_empty_say_why():
    # Previously []
    assert repr(Rows([], ["no result on MMLU"])) == "Rows([], notes=('no result on MMLU',))"
    assert repr(Rows([5])) == "[5]"


def test_what_is_put_among_rows_and_is_none_is_refused():
    rows = Rows([NEAR])
    rows.append(5)
    with pytest.raises(ConfigError, match="5 is no row"):
        rows.to_dicts()


def test_a_graph_that_this_process_writes_is_not_said_to_be_written_by_another(tmp_path):
    # Previously "is being written by process N; run this again when it has ended"
    said = "open for writing in this process already; close it there first"
    with (
        open_graph(tmp_path / "w", read_only=False),
        pytest.raises(StoreError, match=said),
    ):
        open_graph(tmp_path / "w", read_only=False)
