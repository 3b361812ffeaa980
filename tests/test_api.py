"""What a caller from Python is told and gets: docstrings, answers as data, whole graphs."""

from __future__ import annotations

import dataclasses
import doctest
import inspect
import json
import os
import re
import shutil
import subprocess
import sys
from contextlib import closing
from pathlib import Path
from xml.etree import ElementTree

import networkx as nx
import pandas as pd
import pytest
import rdflib

import kg
import kg.build
import kg.sources
from kg.correct import Corrections
from kg.errors import ConfigError, InputError, StoreError
from kg.graph import Graph, Rows, answers, facts, open_graph, rows
from kg.graph.rows import LeaderboardRow, ResultRow
from kg.pages.from_graph import read_shown
from kg.pages.render import choose
from kg.pages.view import within
from kg.store import open_store

QUESTIONS = [
    name
    for name, method in inspect.getmembers(Graph, inspect.isfunction)
    if not name.startswith("_") and name != "close"
]
KINDS = sorted(
    {
        kind
        for module in (answers, facts, rows)
        for _, kind in inspect.getmembers(module, dataclasses.is_dataclass)
    },
    key=lambda kind: kind.__name__,
)


@pytest.mark.parametrize("name", QUESTIONS)
def test_a_method_says_what_it_takes_returns_and_raises(name):
    method = getattr(Graph, name)
    doc = inspect.getdoc(method)
    assert re.search(r"\n\n(Returns|Yields):\n    \S", doc)
    told = re.findall(r"^    \*{0,2}(\w+):", doc.partition("\n\nArgs:\n")[2], re.MULTILINE)
    wanted = [one for one in inspect.signature(method).parameters if one != "self"]
    assert told[: len(wanted)] == wanted


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.__name__)
def test_a_row_says_what_each_of_its_fields_is(kind):
    # Previously 60 of them had no word
    told = re.findall(r"^    (\w+): \S", inspect.getdoc(kind), re.MULTILINE)
    assert told == [field.name for field in dataclasses.fields(kind)]


BOARD = LeaderboardRow(
    rank=1, subject="Foo", value=71.0, unit=None, metric="accuracy", metric_inferred=False,
    board="accuracy", paper="p", title="t", published="2025-03", sentence="s", confidence=None,
    result="r", subject_id="model:foo",
)  # fmt: skip
TYPES = {"rank": "Int64", "value": "float64", "metric_inferred": "bool", "confidence": "float64"}


@pytest.mark.parametrize(
    "held", [[], [BOARD], [dataclasses.replace(BOARD, rank=None, unit="%"), BOARD]]
)
def test_a_column_is_of_one_type_whatever_the_rows_hold(held):
    # Previously all were objects where there was no row, and a rank a float beside one of none
    frame = Rows(held, ["a note"], kind=LeaderboardRow).to_pandas()
    assert {name: str(frame[name].dtype) for name in TYPES} == TYPES
    assert frame["subject"].dtype == frame["unit"].dtype == pd.Series(["text"]).dtype
    assert frame.attrs == {"notes": ["a note"]}
    assert len(frame) == len(held)


def test_a_direction_that_is_unknown_is_none_of_true_and_false():
    frame = Rows([], kind=ResultRow).to_pandas()
    assert str(frame["higher_is_better"].dtype) == "boolean"


def test_columns_of_own_cypher_are_of_the_types_of_their_values(seed_graph):
    found = seed_graph.run(
        "UNWIND [1, null, 3] AS n RETURN n, n > 2 AS large, n / 2.0 AS half, 'x' AS text, [n] AS l"
        ", CASE n WHEN 1 THEN 1 ELSE 2.5 END AS number, CASE n WHEN 1 THEN 1 ELSE 'x' END AS mixed"
    )
    types = {name: str(dtype) for name, dtype in found.to_pandas().dtypes.items()}
    text = str(pd.Series(["x"]).dtype)
    assert types == {
        "n": "Int64", "large": "boolean", "half": "float64", "text": text, "l": "object",
        "number": "float64", "mixed": "object",
    }  # fmt: skip
    assert seed_graph.run("MATCH (n:Nope) RETURN n.id AS id").to_pandas().empty


ROOT = Path(__file__).resolve().parent.parent
# What imports what it needs is whole.
SHOWN = {
    f"{path.name} {number}": code
    for path in (ROOT / "README.md", *sorted(ROOT.glob("docs/*.md")))
    for number, code in enumerate(
        re.findall(r"^```python\n((?:import|from) .*?)^```", path.read_text("utf-8"), re.M | re.S)
    )
}


@pytest.fixture
def desk(built, example, tmp_path, monkeypatch):
    """A folder with what documents speak of: a built graph, and the examples of a checkout."""
    shutil.copytree(built, tmp_path / "papers.kg")
    (tmp_path / "tests").symlink_to(ROOT / "tests")
    shutil.copy(example, tmp_path)
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("KG_GRAPH", raising=False)


@pytest.mark.parametrize("name", SHOWN)
def test_python_in_documents_runs(desk, name):
    exec(compile(SHOWN[name], name, "exec"), {"__name__": "__main__"})


@pytest.mark.parametrize("shown", [kg.open, kg.build.build, Corrections])
def test_examples_in_docstrings_give_what_they_show(desk, shown):
    found = doctest.DocTestFinder().find(shown, shown.__name__, module=False, globs={})
    (test,) = (one for one in found if one.examples)
    said: list[str] = []
    failed, tried = doctest.DocTestRunner().run(test, out=said.append)
    assert tried > 1
    assert failed == 0, "".join(said)


def test_an_answer_gives_itself_with_its_notes(seed_graph):
    # Previously as a dictionary it lost them, and it was frozen but could not be hashed
    answer = seed_graph.entity("GRPO", limit=1)
    plain = answer.to_dict()
    assert plain["name"] == "GRPO"
    assert plain["neighbors"] == answer.neighbors.to_dicts()
    assert plain["notes"] == {
        "neighbors": [*answer.neighbors.notes],
        "results": [*answer.results.notes],
    }
    assert answer.notes["neighbors"] != []
    assert {answer, seed_graph.entity("GRPO", limit=1)} == {answer}


def test_a_flat_network_can_be_written(seed_graph, tmp_path):
    # Previously networkx refused the lists of it
    flat = seed_graph.to_networkx(flat=True)
    nx.write_graphml(flat, tmp_path / "g.graphml")
    nx.write_gexf(flat, tmp_path / "g.gexf")
    again = nx.read_graphml(tmp_path / "g.graphml")
    assert len(again) == len(flat)
    assert again.nodes["method:grpo"]["aliases"] == flat.nodes["method:grpo"]["aliases"]
    assert seed_graph.to_networkx().nodes["method:grpo"]["lookup"] == (
        flat.nodes["method:grpo"]["lookup"].split("; ")
    )


@pytest.mark.parametrize(
    ("focus", "depth"),
    [("GRPO", 1), ("GPT-4", 2), ("accuracy", 1), ("Vision-R1: Incentivizing", 2)],
)
def test_a_neighbourhood_is_that_part_of_the_whole(seed_graph, monkeypatch, focus, depth):
    # Previously the whole graph was read for it
    shown = choose(seed_graph, focus=focus, depth=depth)
    whole = read_shown(seed_graph).graph
    near = within(whole, shown.focus, depth=depth)
    part = whole.part(near, title=shown.title, lead=shown.lead)
    assert shown == dataclasses.replace(part, focus=shown.focus, depth=depth)
    monkeypatch.setattr("kg.pages.from_graph.all_of", None)
    assert len(seed_graph.to_pyvis(focus, depth=depth).nodes) == len(shown.nodes) > 1


def test_a_limit_of_rows_cuts_no_page(seed_graph):
    # Previously a graph that was opened with one was shown with so many nodes of each kind
    limited = Graph(seed_graph.store, limits=kg.Limits(rows=1))
    assert read_shown(limited) == read_shown(seed_graph)


def test_a_star_import_leaves_pythons_own_open():
    # Previously kg.open took its place
    assert "open" not in kg.__all__
    assert "open" in dir(kg)
    assert f"{kg.open.__module__}.{kg.open.__qualname__}" == "kg.open"
    assert kg.open is open_graph


@pytest.mark.parametrize(("name", "nearest"), [("oppen", "open"), ("extract.reaad", "read")])
def test_of_a_misspelt_name_python_tells_the_nearest(name, nearest):
    # Previously of kg.extract it told none
    program = f"import kg; kg.{name}"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True)
    assert done.stderr.endswith(f"Did you mean: '{nearest}'?\n")


@pytest.mark.slow
def test_a_type_checker_tells_a_misspelt_name(tmp_path):
    # Previously mypy took kg.extract.reed for an object
    program = tmp_path / "program.py"
    program.write_text('import kg\nkg.opne("x")\nkg.extract.reed("x")\nkg.open("x")\n', "utf-8")
    command = [sys.executable, "-m", "mypy", "--follow-imports=silent", program]
    said = subprocess.run(command, capture_output=True, text=True, check=False, cwd=ROOT).stdout
    assert re.findall(r':(\d): error: Module has no attribute "(\w+)"', said) == [
        ("2", "opne"),
        ("3", "reed"),
    ]
    assert "Found 2 errors" in said


@pytest.mark.slow
def test_a_type_checker_takes_what_is_told_of(tmp_path):
    # Previously it refused a data frame, and knew nothing of what a graph gives others
    program = tmp_path / "program.py"
    program.write_text(
        "import pandas as pd\nimport kg\n"
        'rows = [{"title": "Foo", "abstract": "We introduce Foo."}]\n'
        'for given in (rows, rows[0], "p.jsonl", ["p.jsonl"]):\n'
        '    kg.build.build(given, workspace="w")\n'
        'kg.build.build(pd.DataFrame(rows), workspace="w")\n'
        'with kg.open("w") as graph:\n'
        "    print(graph.show().page, len(graph.to_rdf()))\n"
        "    graph.show().nope, graph.to_rdf().nope\n"
        'kg.build.build(5, workspace="w")\n'
    )
    command = [sys.executable, "-m", "mypy", "--strict", "--follow-imports=silent", program]
    said = subprocess.run(command, capture_output=True, text=True, check=False, cwd=ROOT).stdout
    found = re.findall(r":(\d+): error: (\S+ \S+)", said)
    assert found == [("9", '"Inline" has'), ("9", '"Graph" has'), ("10", "Argument 1")]


def test_a_graph_writes_itself(seed_graph, tmp_path):
    seed_graph.export(str(tmp_path / "g.nt"), base="https://example.org/")
    triples = seed_graph.to_rdf(base="https://example.org/")
    assert {*rdflib.Graph().parse(tmp_path / "g.nt")} == {*triples}
    assert len(triples) > 1000
    with pytest.raises(ConfigError, match="unknown ending"):
        seed_graph.export(tmp_path / "g.xyz")


def test_an_open_graph_follows_a_build_when_it_is_told_to(seed_rows, tmp_path):
    # Previously a reader had to be opened anew
    def write(rows):
        with closing(open_store(tmp_path / "w", read_only=False)) as store:
            store.write(rows)

    write(dataclasses.replace(seed_rows, nodes=(), relationships=()))
    with kg.open(tmp_path / "w") as graph:
        assert (graph.papers_count(), graph.refresh()) == (0, False)
        write(seed_rows)
        assert graph.papers_count() == 0
        assert (graph.refresh(), graph.papers_count(), graph.refresh()) == (True, 63, False)
        write(dataclasses.replace(seed_rows, nodes=(), relationships=()))
        with pytest.raises(StoreError, match="open it again"):
            Graph(graph.store).refresh()


def cells(shown):
    """The texts of the cells of a table, a list a row, as a parser of HTML reads them."""
    table = ElementTree.fromstring(shown).find("table")
    return [] if table is None else [[c.text or "" for c in row] for row in table.iter("tr")]


def test_a_notebook_shows_an_answer_as_a_table(seed_graph):
    # Previously it showed one long line of Python
    from IPython.core.formatters import DisplayFormatter

    board = seed_graph.papers(limit=7)
    shown = DisplayFormatter().format(board)[0]["text/html"]
    header, *rows = cells(shown)
    assert header == ["", *board.columns()]
    assert [row[0] for row in rows] == [str(number) for number in range(len(board))]
    at = header.index("title")
    assert [row[at] for row in rows] == [one.title[:120] for one in board]
    texts = [p.text for p in ElementTree.fromstring(shown).iter("p")]
    assert texts == [f"{len(board)} rows × {len(header) - 1} columns", *board.notes]


def test_a_notebook_says_which_rows_it_leaves_out():
    rows = [{"n": n, "t": "x" * 1_000, "many": ("a", "b")} for n in range(1_200)]
    shown = Rows(rows, ["a note"])._repr_html_()
    assert len(shown) < 20_000
    made = cells(shown)
    assert (len(made), made[-1]) == (51, ["49", "49", "x" * 120 + "…", "a, b"])
    texts = [p.text for p in ElementTree.fromstring(shown).iter("p")]
    assert texts == ["first 50 of 1,200 rows × 3 columns", "a note"]


@pytest.mark.parametrize(
    "text", ["<script>alert(1)</script>", "a & b", "\"'>", "a\x00b\u202ec", "$x$"]
)
def test_names_are_text_in_a_notebook(text):
    shown = Rows([{text: text}], [text])._repr_html_()
    said = re.sub("[\x00\u202e]", " ", text)
    assert cells(shown) == [["", said], ["0", said]]
    tree = ElementTree.fromstring(shown)
    assert tree.findall("p")[1].text == said
    # By these MathJax passes over it.
    assert tree.get("class") == "tex2jax_ignore mathjax_ignore"
    tags = {"div", "table", "thead", "tbody", "tr", "th", "td", "p"}
    assert {one.tag for one in tree.iter()} == tags


def test_an_answer_without_rows_has_its_columns_in_a_notebook_and_what_is_no_answer_no_table():
    assert cells(Rows([], kind=ResultRow)._repr_html_())[0][1:3] == ["subject", "benchmark"]
    empty = Rows([], ["no such thing"])._repr_html_()
    assert (cells(empty), "0 rows" in empty, "no such thing" in empty) == ([], True, True)
    assert Rows([1, 2])._repr_html_() is None
    made = Rows([{"x": 0.123456, "y": 0.00001234, "z": None, "b": True, "n": 10**12}])
    assert cells(made._repr_html_())[1][1:] == ["0.1235", "1.234e-05", "None", "True", str(10**12)]


def test_a_notebook_shows_one_paper_and_one_thing_with_a_table_of_each_kind_of_row(seed_graph):
    # Previously it showed one long line of Python
    from IPython.core.formatters import DisplayFormatter

    paper = seed_graph.paper(seed_graph.leaderboard("MathVista")[0].paper)
    for answer, names in (
        (paper, ["relations", "results"]),
        (seed_graph.entity("MathVista"), ["neighbors", "results"]),
    ):
        shown = DisplayFormatter().format(answer)[0]["text/html"]
        tree = ElementTree.fromstring(shown)
        assert [one.text for one in tree.iter("h4")] == names
        tables = [*tree.iter("table")]
        for name, table in zip(names, tables[1:], strict=True):
            assert len(table.findall("tbody/tr")) == min(50, len(getattr(answer, name)))
        facts = {row[0].text: row[1].text for row in tables[0].iter("tr")}
        plain = answer.to_dict()
        assert facts.keys() == {k for k, v in plain.items() if v and k not in (*names, "notes")}
    assert (
        paper.abstract.split()
        == {
            row[0].text: row[1].text
            for row in ElementTree.fromstring(paper._repr_html_()).iter("tr")
        }["abstract"].split()
    )


def test_a_closed_graph_stays_closed(seed_rows, tmp_path):
    # Previously `refresh` opened it again where a build had gone on, and was silent where none had
    with closing(open_store(tmp_path / "w", read_only=False)) as store:
        store.write(dataclasses.replace(seed_rows, nodes=(), relationships=()))
    graph = kg.open(tmp_path / "w")
    graph.close()
    asked = [graph.refresh, graph.state, graph.papers_count, graph.to_rdf, lambda: [*graph.nodes()]]
    for ask in asked:
        with pytest.raises(StoreError, match="is closed; open it again"):
            ask()
    with closing(open_store(tmp_path / "w", read_only=False)) as store:
        store.write(seed_rows)
    for ask in asked:
        with pytest.raises(StoreError, match="is closed; open it again"):
            ask()


def test_the_home_folder_may_be_written_as_a_tilde(tmp_path, monkeypatch):
    # Previously a folder of that name was looked for, and made
    monkeypatch.setenv("HOME", str(tmp_path))
    (tmp_path / "p.jsonl").write_text('{"title": "Foo", "abstract": "We introduce Foo."}\n')
    assert [paper.title for paper in kg.sources.read_papers("~/p.jsonl")] == ["Foo"]
    assert kg.build.build("~/p.jsonl", workspace="~/w").extracted == 1
    with kg.open("~/w") as graph:
        assert graph.papers_count() == 1
        graph.export("~/g.nt")
    assert {path.name for path in tmp_path.iterdir()} >= {"p.jsonl", "w", "g.nt"}


@pytest.mark.parametrize(
    "call",
    [
        kg.open,
        lambda p: kg.build.build([], workspace=p),
        lambda p: kg.build.build(p, workspace="w"),
    ],
)
def test_an_empty_path_is_refused(call):
    # Previously it was the folder that one stands in
    with pytest.raises(ConfigError, match="is ''; give a path"):
        call("")


def test_records_in_memory_are_built_as_those_of_a_file(tmp_path):
    # Previously they had to be written to a file
    records = [
        {"title": f"Foo-{n}: A Model", "abstract": "We introduce Foo.", "date": f"2025-0{n}-01"}
        for n in (1, 2)
    ]
    path = tmp_path / "p.jsonl"
    path.write_text("".join(json.dumps(record) + "\n" for record in records))
    of_file = [*kg.sources.read_papers(path)]
    ways = [records, iter(records), of_file, [records[0], path], [path, of_file[1]], path]
    for number, way in enumerate(ways):
        report = kg.build.build(way, workspace=tmp_path / str(number))
        assert (report.papers, report.extracted, report.problems) == (2, 2, ())
        with kg.open(tmp_path / str(number)) as graph:
            assert [row.published for row in graph.papers()] == ["2025-02-01", "2025-01-01"]
    assert kg.build.build(records[0], workspace=tmp_path / "one").papers == 1


def test_a_record_in_memory_that_is_no_paper_is_told_by_its_number(tmp_path):
    good, bad = {"title": "Foo", "abstract": "We introduce Foo."}, {"title": "Bar"}
    report = kg.build.build([good, bad], workspace=tmp_path / "w")
    assert [str(problem) for problem in report.problems] == ["records:2: no abstract"]
    with pytest.raises(InputError, match="no papers in the records; of the first: no abstract"):
        kg.build.build([bad], workspace=tmp_path / "w")


def test_a_graph_says_where_it_lies(seed_graph):
    assert repr(seed_graph) == f"kg.open({seed_graph.store.url!r})"


def test_a_record_that_is_skipped_is_a_warning_where_nobody_asks_for_it(tmp_path):
    path = tmp_path / "p.jsonl"
    path.write_text('{"title": "Foo", "abstract": "We introduce Foo."}\n{"title": "Bar"}\n')
    for place in (path, tmp_path):
        with pytest.warns(UserWarning, match=r"p\.jsonl:2: ") as told:
            assert [paper.title for paper in kg.sources.read_papers(place)] == ["Foo"]
        # Previously it named a line of kg's own
        assert [one.filename for one in told] == [__file__]


@pytest.mark.parametrize(("version", "said"), [(0, "an older kg .*kg build"), (99, "a newer kg ")])
def test_a_graph_of_another_kg_is_a_warning_once(seed_rows, tmp_path, version, said):
    with closing(open_store(tmp_path / "w", read_only=False)) as store:
        store.write(seed_rows)
        store.run("MATCH (n:KgLoad) SET n.schemaVersion = $v", {"v": version}, write=True)
    for ask in (
        kg.Graph.papers_count,
        lambda graph: graph.leaderboard("MathVista"),
        kg.Graph.trends,
    ):
        with kg.open(tmp_path / "w") as graph:
            with pytest.warns(UserWarning, match=said) as told:
                ask(graph)
            # Previously it named a line of kg's own, the further the deeper the question
            assert [one.filename for one in told] == [__file__]
            graph.papers_count()
    with kg.open(tmp_path / "w") as graph:
        assert re.match(said, graph.state())
        graph.papers_count()


FORKED = """
import os, signal, sys
import kg

def ask(n):
    return sum(graph.run("RETURN $n AS n", {"n": n})[0]["n"] == n for _ in range(40))

graph = kg.open(sys.argv[1])
reading, writing = os.pipe()
if os.fork() == 0:
    signal.alarm(30)
    os.write(writing, str(ask(1)).encode())
    graph.close()
    os._exit(0)
os.close(writing)
print(ask(2), os.read(reading, 100).decode(), ask(3))
"""


@pytest.mark.neo4j
@pytest.mark.skipif(not hasattr(os, "fork"), reason="there is no fork here")
def test_a_process_that_is_forked_asks_a_server_by_a_connection_of_its_own(neo4j_server):
    # Previously both read from one: it broke, or one waited for ever
    server = neo4j_server
    login = {"NEO4J_USERNAME": server.user, "NEO4J_PASSWORD": server.password}
    env = {**os.environ, **login, "PYTHONPATH": os.pathsep.join(sys.path)}
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", FORKED, server.uri],
        capture_output=True,
        text=True,
        env=env,
    )
    assert done.stdout.split() == ["40", "40", "40"], done.stderr


def test_whole_numbers_of_any_length_and_rows_of_different_fields_are_a_frame():
    # Previously the first was an error of pandas, and of the second a column was lost
    assert list(Rows([{"x": 10**30}, {"x": None}]).to_pandas()["x"]) == [10**30, None]
    table = Rows([{"x": 1}, {"x": 2, "y": 3}]).to_pandas()
    assert (list(table.columns), table["y"].iloc[1]) == (["x", "y"], 3)
