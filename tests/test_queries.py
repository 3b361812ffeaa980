"""Shipped queries: their headers keep their word, and all of them run."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from kg.errors import SchemaError
from kg.graph import Graph
from kg.queries import load_query, parse_query
from tests.made import A, B, make_sample

ROOT = Path(__file__).resolve().parent.parent
FOLDERS = sorted(path.name for path in (ROOT / "cypher").iterdir() if path.is_dir())


def query_names(folder="read"):
    return sorted(path.stem for path in (ROOT / "cypher" / folder).glob("*.cypher"))


EVERY = [(folder, name) for folder in FOLDERS for name in query_names(folder)]
TEXT = """// leaderboard: results
// params: benchmark STRING, metric STRING or null
// returns: value FLOAT, id STRING
// access: read
// order: value
MATCH (r:Result)-[:ON]->(:Entity {id: $benchmark})
WHERE $metric IS NULL
RETURN r.value AS value, r.id AS `id`
ORDER BY value
"""
PATH = "cypher/read/leaderboard.cypher"
# Parameters that find something in the sample, and such that find nothing.
FULL = {
    "benchmark": "benchmark:mmlu",
    "entity": "model:llama-2",
    "entities": ["model:llama-2"],
    "systems": ["model:llama-2", "model:gpt-3"],
    "others": ["benchmark:mmlu"],
    "paper": A,
    "texts": [A, f"title of {A}"],
    "ids": ["model:llama-2-chat", A],
    "keys": ["llama2"],
    "relations": ["BASED_ON", "PART_OF"],
    "left": "model:llama-2",
    "right": "model:gpt-3",
    "text": "llama",
    "words": ["llama"],
    "prefix": "llama",
    "author": "author:adalovelace",
    "tasks": ["task:question-answering"],
    "methods": ["model:llama-2"],
    "benchmarks": ["benchmark:mmlu"],
    "host": "github.com",
    "types": ["Benchmark"],
    "year": 2024,
    "since": "2024-01-15",
    "kinds": ["model:"],
    "names": ["llama"],
    "name": "llama",
    "longest": "llama",
    "shortest": "llama",
    "exact": "",
    "pattern": "(?isu).*llama.*",
}
NONE = {key: [] if isinstance(value, list) else None for key, value in FULL.items()}
NONE |= {"benchmark": "x", "paper": "x", "left": "x", "right": "x", "text": "q", "prefix": "q"}
NONE |= {"entities": ["x"], "words": ["q"]}
NONE |= {"longest": "q", "shortest": "q", "exact": "q", "pattern": "q"}
FIXED = {
    "minConfidence": 0.0,
    "limit": 10,
    "up": True,
    "codeHosts": [],
    "minPapers": 1,
    "undated": False,
}


@pytest.mark.parametrize(("folder", "name"), EVERY)
def test_a_query_file_keeps_the_word_of_its_header(folder, name):
    assert load_query(name, folder=folder).doc


@pytest.mark.parametrize("name", query_names())
def test_a_question_has_a_method_that_asks_it(name):
    sources = [path.read_text(encoding="utf-8") for path in ROOT.glob("kg/**/*.py")]
    assert any(f'"{name}"' in text for text in sources)


@pytest.mark.parametrize(("label", "given"), [("full", FULL), ("none", NONE)])
def test_every_question_runs_and_returns_the_declared_columns(store, label, given):
    store.write(make_sample().rows())
    for name in query_names():
        query = load_query(name)
        params = {key: FIXED.get(key, given.get(key)) for key in query.params}
        rows = store.run(query.text, query.bind(params))
        assert all(list(row) == list(query.returns) for row in rows), name
        if label == "full" and name not in ("conflicts", "authors", "scored_kin"):
            assert rows, name


def test_a_text_with_everything_declared_is_read():
    query = parse_query(TEXT, path=PATH)
    assert query.params == {"benchmark": "STRING", "metric": "STRING or null"}
    assert list(query.returns) == ["value", "id"]


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("// leaderboard", "// board", r":1: the first line has to be '// leaderboard: "),
        ("// access", "// acces", r":4: expected a line that starts with '// access: '"),
        ("access: read", "access: write", r":4: access 'write' does not belong in 'read'"),
        ("$metric IS NULL", "$other IS NULL", r":7: \$other is not declared under params"),
        ("$metric IS NULL", "true", r":2: 'metric' is declared and not used"),
        ("value FLOAT, ", "", r":3: declared are \['id'\], returned are \['value', 'id'\]"),
        ("ORDER BY value", "ORDER BY value;", r":9: one statement a file, without a semicolon"),
    ],
)
def test_a_header_that_lies_is_told_with_its_place(old, new, message):
    with pytest.raises(SchemaError, match="^" + re.escape(PATH) + message):
        parse_query(TEXT.replace(old, new), path=PATH)


def test_marks_in_strings_and_notes_are_no_parameters():
    text = TEXT.replace("WHERE $metric IS NULL", "WHERE $metric IS NULL AND r.x <> '$no; // x'")
    parse_query(text, path=PATH)


def test_a_query_takes_exactly_its_parameters(store):
    graph = Graph(store)
    with pytest.raises(SchemaError, match=r"query 'paper' takes \['paper'\], given were \['id'\]"):
        graph.ask("paper", id=B)


def test_a_query_that_does_not_ship_is_told():
    with pytest.raises(SchemaError, match=r"lacks 'cypher/read/nothing\.cypher'"):
        load_query("nothing")
