"""What a caller from Python is told and gets: docstrings, answers as data, whole graphs."""

from __future__ import annotations

import dataclasses
import inspect
import re

import pandas as pd
import pytest

from kg.graph import Graph, Rows, answers, facts, rows
from kg.graph.rows import LeaderboardRow, ResultRow

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
