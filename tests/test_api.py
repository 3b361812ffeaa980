"""What a caller from Python is told and gets: docstrings, answers as data, whole graphs."""

from __future__ import annotations

import dataclasses
import inspect
import re

import networkx as nx
import pandas as pd
import pytest

import kg
from kg.graph import Graph, Rows, answers, facts, rows
from kg.graph.rows import LeaderboardRow, ResultRow
from kg.pages.from_graph import read_shown
from kg.pages.render import choose
from kg.pages.view import within

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
    )
    types = {name: str(dtype) for name, dtype in found.to_pandas().dtypes.items()}
    text = str(pd.Series(["x"]).dtype)
    assert types == {
        "n": "Int64", "large": "boolean", "half": "float64", "text": text, "l": "object",
    }  # fmt: skip
    assert seed_graph.run("MATCH (n:Nope) RETURN n.id AS id").to_pandas().empty


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
    ("focus", "depth"), [("GRPO", 1), ("GPT-4", 2), ("accuracy", 1), ("Vision-R1: Incentivizing", 2)]
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
