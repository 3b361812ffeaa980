"""The same answers from the embedded graph and from Neo4j: every shipped query, row by row."""

from __future__ import annotations

import json
import os
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain, islice, pairwise
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import HealthCheck, given, settings

from kg.build import rows_of
from kg.build.load import load
from kg.cli import COMMANDS, cli
from kg.corpus import Corpus
from kg.errors import KGError, QueryError
from kg.graph import Graph
from kg.pages.render import render_page
from kg.queries import load_query
from kg.records import GraphRows, NodeRow, RelationshipRow
from kg.resolve import resolve
from kg.rows import graph_rows
from kg.schema import load_schema
from kg.store import Store, open_store
from kg.store.neo4j import Login
from tests.conftest import opened
from tests.cypher_made import queries, walks
from tests.gold import read_gold
from tests.graphs import (
    ODD_NAMES,
    content,
    graph_of,
    make_claim,
    make_entity,
    make_paper,
    make_rows,
    make_use,
)
from tests.test_queries import query_names

pytestmark = pytest.mark.neo4j


def odd_rows() -> tuple[list[NodeRow], list[RelationshipRow]]:
    """Names that look like Cypher, ties, and things without dates, metrics, subjects."""
    papers = [
        make_paper(i, name, **({"publishedAt": "2024-02-29", "year": 2024} if i % 2 else {}))
        for i, name in enumerate(ODD_NAMES, 99_000)
    ]
    kinds = ("Model", "Method", "Benchmark", "Metric", "Task", "Dataset", "Repo")
    things = [
        # Far from the numbers of real names: E5 is a model.
        make_entity(
            99_000 + i, kinds[i % 7], name=name, aliases=[name], lookup=[name.lower()], paperCount=3
        )
        for i, name in enumerate(ODD_NAMES)
    ]
    board = make_entity(99_100, "Benchmark", name="Tie“board”", lookup=["tieboard"])
    metric = make_entity(99_101, "Metric", name="Metric ü", lookup=["metricü"])
    links = [make_use(p, things[i % 5], confidence=0.5) for i, p in enumerate(papers)]
    links += [make_use(p, things[(i + 1) % 5], confidence=None) for i, p in enumerate(papers)]
    said = {"sentence": "It ‘is’ so.", "start": 3, "end": 14}
    for a, b in pairwise(things):
        links.append(make_claim(a, b, papers[0].id, "OUTPERFORMS", **said))
        links.append(make_claim(b, a, papers[1].id, "OUTPERFORMS", **said))
    links += [make_claim(a, board, papers[2].id, "PART_OF", **said) for a in things]
    nodes = [*papers, *things, board, metric]
    nodes += [
        NodeRow("Author", f"author:{i}", None, {"name": name})
        for i, name in enumerate(("Ada Lovelace", "O'Neil", "Émile", "李 雷", "Ada B."))
    ]
    for number, paper in enumerate(papers):
        node_id = f"result:odd{number}"
        given = {"name": "1", "value": 70.0 + number % 3, "kind": "absolute", "source": "abstract"}
        given |= {"start": number % 2, "end": 9, "sentence": "It is.", "confidence": 0.5}
        given |= {"unit": "%"} if number % 3 else {}
        nodes.append(NodeRow("Result", node_id, None, given))
        links.append(RelationshipRow("REPORTS", "Paper", paper.id, "Result", node_id))
        links.append(RelationshipRow("ON", "Result", node_id, "Entity", board.id))
        if number % 2:
            system = things[number // 2 % 2].id
            links.append(RelationshipRow("OF", "Result", node_id, "Entity", system))
        author = f"author:{number % 5}"
        links.append(
            RelationshipRow(
                "WRITTEN_BY", "Paper", paper.id, "Author", author, "", {"position": number}
            )
        )
        if number % 4:
            links.append(RelationshipRow("MEASURED_BY", "Result", node_id, "Entity", metric.id))
    return nodes, links


def with_odd_rows(rows: GraphRows) -> GraphRows:
    nodes, links = odd_rows()
    dropped = [
        RelationshipRow(
            r.type,
            r.start_label,
            r.start_id,
            r.end_label,
            r.end_id,
            r.key,
            {k: v for k, v in r.properties.items() if v is not None},
        )
        for r in links
    ]
    unique = {r.identity: r for r in (*rows.relationships, *dropped)}
    return make_rows([*rows.nodes, *nodes], unique.values(), workspace=rows.workspace)


@dataclass(frozen=True)
class Both:
    """The two stores with one graph, and values for every parameter of shipped queries."""

    name: str
    embedded: Store
    server: Store
    rows: GraphRows
    values: dict[str, list[object]]


def annotated(request, *, papers: int) -> GraphRows:
    shared = request.getfixturevalue("shared")
    files = (shared("gold", f"{name}.jsonl") for name in ("dev", "train", "more"))
    items = list(islice(chain.from_iterable(map(read_gold, files)), papers))
    return graph_rows(items, resolve(items), workspace="gold", revision=1)


def rows_in(workspace) -> GraphRows:
    with Corpus.open(workspace) as corpus:
        return rows_of(corpus)


def graph_named(name: str, request) -> tuple[GraphRows, Path | None]:
    """Return a graph and, if it was built, the workspace that holds it."""
    if name == "example":
        built = request.getfixturevalue("built")
        return rows_in(built), built
    if name == "seed":
        return with_odd_rows(request.getfixturevalue("seed_rows")), None
    workspace = os.environ.get("KG_SAME_ANSWERS")
    large = rows_in(workspace) if workspace else annotated(request, papers=1_000)
    return with_odd_rows(large), None


@pytest.fixture(scope="module")
def both(request, tmp_path_factory, neo4j_server):
    """A server holds one graph: pytest asks for them one after the other."""
    rows, workspace = graph_named(request.param, request)
    with opened(neo4j_server, read_only=False) as server:
        server.run("MATCH (n) CALL { WITH n DETACH DELETE n } IN TRANSACTIONS", write=True)
        if workspace is None:
            embedded = open_store(tmp_path_factory.mktemp("both") / "papers.kg", read_only=False)
            embedded.write(rows)
            server.write(rows)
        else:
            login = Login(neo4j_server.user, neo4j_server.password, "neo4j")
            load(neo4j_server.uri, workspace=workspace, login=login)
            embedded = open_store(workspace)
        yield Both(request.param, embedded, server, rows, candidates(rows))
        embedded.close()


def graphs(*names: str):
    return pytest.mark.parametrize("both", names, indirect=True, scope="module")


# Annotated papers with odd names, ties and gaps beside them; and what the product itself makes of
# the example page, in its own file and by its own load.
EACH_GRAPH = graphs("seed", "example")
SEED = graphs("seed")


def ids_of(rows: GraphRows, label: str, extra: str | None = None) -> list[str]:
    """Return ids: most relationships first, then names with quotes, of other scripts, odd ones."""
    degree = Counter(end for r in rows.relationships for end in (r.start_id, r.end_id))
    names = {
        n.id: str(n.properties["name"])
        for n in rows.nodes
        if n.label == label and extra in (None, n.extra_label)
    }
    found = sorted(names, key=lambda i: (-degree[i], i))
    quoted = [i for i in found if set(names[i]) & set("'\"`\\’")]
    foreign = [i for i in found if not names[i].isascii()]
    made = [i for i in found if "model:e99" in i]
    chosen = [*found[:4], *quoted[:2], *foreign[:2], *made[:4]]
    return [*dict.fromkeys(chosen), "model:no-such-thing"]


def candidates(rows: GraphRows) -> dict[str, list[object]]:
    """Return values for every parameter that shipped queries take, by its name."""
    things, papers = ids_of(rows, "Entity"), ids_of(rows, "Paper")
    models, authors = ids_of(rows, "Entity", "Model"), ids_of(rows, "Author")
    tasks = ids_of(rows, "Entity", "Task")
    names = [n.properties["name"] for n in rows.nodes if n.id in {*things}]
    said = next(
        r for r in rows.relationships if (r.start_label, r.end_label) == ("Paper", "Entity")
    )
    boards = ["model:e99100", *ids_of(rows, "Entity", "Benchmark")]
    scored = Counter(r.end_id for r in rows.relationships if r.type == "OF")
    return {
        "entity": things,
        "entities": [[], things[:2], things[3:6], ["model:no-such-thing"]],
        "methods": [[], models, things[:3], ["model:no-such-thing"]],
        "systems": [sorted(scored, key=lambda i: (-scored[i], i))[:4], things[:4], [], models],
        "others": [models, boards[:4], things, []],
        "benchmark": boards,
        "benchmarks": [boards, boards[1:2], [], ["benchmark:no-such-thing"], things],
        "tasks": [[], tasks[:1], tasks, things[4:5], ["task:no-such-thing"]],
        "paper": papers,
        "ids": [things[:1], papers[:2] + things[2:5], [], things],
        "keys": [["math500"], [str(name).lower() for name in names], []],
        "texts": [papers[:3], names, ["no such"], ["Paper 2"]],
        "left": [said.start_id, things[0], things[1], "model:e99001"],
        "right": [said.end_id, things[1], papers[1], "model:e99000"],
        "relations": [["BASED_ON"], ["PART_OF"], ["BASED_ON", "PART_OF"], []],
        "up": [True, False],
        "codeHosts": [[], ["github.com"], ["nowhere", "github.io"], ["nowhere"]],
        "undated": [False, True],
        "minConfidence": [0.0, 0.5, 0.25, 1.0],
        "minPapers": [1, 2],
        "types": [[], ["Model"], ["Benchmark", "Task"]],
        "limit": [1000, 1, 7],
        "year": [None, 2024, 2025],
        "since": [None, "2024-06-01", "2025-01-03", "2030-01-01"],
        "host": [None, "github.com", "nowhere"],
        "author": [None, *authors],
        "kinds": [["model:"], ["method:", "model:"], ["task:"], ["nothing:"], []],
        "names": [[""], ["a"], ["learning", "e1"], [], *([str(n).lower()] for n in names)],
        "name": ["", "a", "learning", *(str(name).lower() for name in names)],
        "text": ["ada", "李", "o'neil", "É", "zzz"],
        "longest": ["a", "language", "model"],
        "shortest": ["a", "", "model"],
        "exact": ["", "GPT", "LLM"],
        "pattern": [
            rf"(?isu)(.*[^\p{{L}}\p{{N}}])?{word}s?($|[^\p{{L}}\p{{N}}.]|[.]($|[^\p{{N}}])).*"
            for word in (r"language[^\p{L}\p{N}]{0,2}model", "model", "paper", "é")
        ],
    }


def parameter_sets(name: str, values: dict[str, list[object]]) -> Iterator[dict[str, object]]:
    """Yield as many sets as the longest list has values, at least eight; one if there are none."""
    query = load_query(name)
    missing = query.params.keys() - values.keys()
    assert not missing, f"give values for {missing} in candidates()"
    steps = max([8, *(len(values[p]) for p in query.params)]) if query.params else 1
    for step in range(steps):
        # Lists turn at their own pace, so that pairs of values vary too.
        yield {
            p: values[p][(step + place * (step // len(values[p]))) % len(values[p])]
            for place, p in enumerate(query.params)
        }


def assert_same(both: Both, name: str, *, most: int = 100) -> int:
    query, seen = load_query(name), 0
    for params in islice(parameter_sets(name, both.values), most):
        bound = query.bind(params)
        left, right = both.embedded.run(query.text, bound), both.server.run(query.text, bound)
        assert left == right, f"{name} {params}"
        seen += len(left)
    return seen


# Full text gathers candidates; what counts is what Python makes of them (below).
RANKED = ("search", "search_papers")
# The papers of the example have neither authors nor dates, and no two of their results disagree;
# parts of benchmarks have scores in the sample alone.
NOT_IN = {
    "example": ("authors", "conflicts", "scored_kin", "sota"),
    "seed": ("scored_kin",),
}


@EACH_GRAPH
@pytest.mark.parametrize("name", [name for name in query_names() if name not in RANKED])
def test_a_shipped_query_gives_the_same_rows_in_the_same_order(both, name):
    found = assert_same(both, name)
    assert found > 0 or name in NOT_IN.get(both.name, ())


@EACH_GRAPH
def test_both_stores_hold_the_same(both):
    assert graph_of(both.embedded) == graph_of(both.server) == content(both.rows)


TEXTS = (
    "language model", "Qwen2.5", "qwen", "MATH-500", "math500", "node.js", "5", "e", "o'neil's",
    "模型", "étude", "C++", "KV-cache", "I/O", "a/b", "'}) DETACH", "`Paper`", "rows", "script",
    "the", "reasoning benchmark", "zzz no such", "*", "", "AND", "title:x", "gpt-4o", "~1", "🤖",
    "low-rank",
)  # fmt: skip


def answers(graph: Graph, rows: GraphRows, *, most: int) -> Iterator[tuple[str, object]]:
    """Yield every question's answer, or what the error says, with what was asked.

    A large graph is asked about `most` known names: an unknown one is compared with all others.
    """
    unknown = ["no such"] if most > 10 else []
    names = {n.id: n.properties["name"] for n in rows.nodes}
    things = [names[i] for i in ids_of(rows, "Entity") if i in names]
    boards = [names[i] for i in ids_of(rows, "Entity", "Benchmark") if i in names]
    papers = [i for i in ids_of(rows, "Paper") if i in names]
    asked = [("search", (text,), {}) for text in TEXTS[:most]]
    asked += [("search", (text,), {"type": "paper"}) for text in TEXTS[:5]]
    asked += [("search", (text,), {"min_confidence": 0.6}) for text in TEXTS[:8]]
    for name in [*boards[:most], "Tie“board”", *unknown, *ODD_NAMES[2 : 2 + len(unknown)]]:
        asked += [(m, (name,), {}) for m in ("leaderboard", "sota", "conflicts")]
        asked += [
            ("leaderboard", (name,), {"metric": "Metric ü", "min_confidence": 0.5, "limit": 3})
        ]
    for name in [*things, *unknown, "", "LLM", *ODD_NAMES[:4]][:most]:
        one = ("entity", "neighbors", "lineage", "cooccurrence", "outperforms", "trends", "repos")
        asked += [(m, (name,), {}) for m in one]
        asked += [("lineage", (name,), {"direction": "down", "depth": 5, "family": True})]
        asked += [("compare", (name, things[0]), {"family": True}), ("path", (name, things[1]), {})]
        asked += [("papers", (), {"method": name, "limit": 5})]
        asked += [(m, (name,), {"min_confidence": 0.6}) for m in ("cooccurrence", "trends")]
        asked += [("path", (name, things[1]), {"min_confidence": 0.6})]
        asked += [
            ("papers", (), {"task": name, "family": wide}) for _ in unknown for wide in (0, 1)
        ]
        asked += [(m, (name,), {"family": True}) for m in ("trends", "benchmarks")]
    asked += [
        ("paper", (name,), {}) for name in [*papers, "Paper 2", ODD_NAMES[0], *unknown][:most]
    ]
    asked += [("papers", (), {"author": name}) for name in ("ada", "Émile", "o'neil")]
    asked += [("papers", (), {"year": 2024, "with_code": True}), ("papers", (), {"year": 2024})]
    asked += [
        (m, (), {}) for m in ("stats", "schema", "trends", "repos", "conflicts", "benchmarks")
    ]
    for method, arguments, options in asked:
        try:
            answer = getattr(graph, method)(*arguments, **options)
        except KGError as error:
            answer = f"{type(error).__name__}: {error}"
        yield f"{method} {arguments} {options}", answer


def assert_same_answers(both: Both, *, most: int = 100) -> int:
    left, right = (
        answers(Graph(store), both.rows, most=most) for store in (both.embedded, both.server)
    )
    asked = 0
    for (question, one), (_, other) in zip(left, right, strict=True):
        assert one == other, question
        asked += 1
    return asked


@EACH_GRAPH
def test_every_method_gives_the_same_answer(both):
    assert assert_same_answers(both) > 200


def comparable(rows: list[dict[str, object]], *, ordered: bool) -> list[str]:
    """Return rows as text; sums of floats may differ in their last digits."""
    texts = [
        json.dumps(
            {k: float(f"{v:.9g}") if isinstance(v, float) else v for k, v in row.items()},
            sort_keys=True,
        )
        for row in rows
    ]
    return texts if ordered else sorted(texts)


def outcome(store, text, params):
    try:
        return comparable(store.run(text, params), ordered="ORDER BY" in text)
    except QueryError as error:
        return f"refused: {error}"


@pytest.fixture(scope="module")
def seen():
    return {"queries": 0, "with rows": 0}


@SEED
@settings(
    max_examples=700,
    deadline=None,
    derandomize=True,
    suppress_health_check=list(HealthCheck),
)
@given(made=queries() | walks())
def test_queries_made_at_random_give_the_same_rows(both, seen, made):
    text, params = made
    expected = outcome(both.server, text, params)
    assert not isinstance(expected, str), f"{expected}\n{text}\n{params}"
    assert outcome(both.embedded, text, params) == expected, f"{text}\n{params}"
    seen["queries"] += 1
    seen["with rows"] += bool(expected)


def test_at_least_five_hundred_queries_were_made_and_most_gave_rows(seen):
    assert seen["queries"] >= 500
    assert seen["with rows"] > seen["queries"] / 3


@EACH_GRAPH
def test_the_page_and_the_networkx_graph_are_the_same(both):
    left, right = Graph(both.embedded), Graph(both.server)
    assert render_page(left, title="t") == render_page(right, title="t")
    one, other = left.to_networkx(), right.to_networkx()
    assert (dict(one.nodes), sorted(one.edges)) == (dict(other.nodes), sorted(other.edges))


NAMES = {
    "seed": ("Tie“board”", "Paper 2", "Transformer", "BERT"),
    "example": ("MathVista", "2507.18071", "GRPO", "Qwen2.5"),
}


def arguments(command: str, board: str, paper: str, first: str, second: str) -> list[str]:
    given = {
        "leaderboard": [board],
        "sota": [board],
        "paper": [paper],
        "entity": [first],
        "search": ["language"],
        "lineage": [first],
        "compare": [first, second],
        "neighbors": [first],
        "path": [first, second],
        "cooccurrence": [first],
        "query": ["MATCH (n:Entity) RETURN n.name AS name ORDER BY n.id"],
    }
    return given.get(command, [])


@EACH_GRAPH
@pytest.mark.parametrize("command", COMMANDS["Ask"])
@pytest.mark.parametrize("form", [[], ["--json"], ["--csv"]], ids=["table", "json", "csv"])
def test_every_command_that_asks_prints_the_same(both, neo4j_server, monkeypatch, command, form):
    monkeypatch.setenv("NEO4J_USERNAME", neo4j_server.user)
    monkeypatch.setenv("NEO4J_PASSWORD", neo4j_server.password)
    printed = []
    for graph in (both.embedded.url, neo4j_server.uri):
        options = [*form, "--graph", graph]
        given = arguments(command, *NAMES[both.name])
        done = CliRunner().invoke(cli, [command, *given, *options])
        said = f"{type(done.exception).__name__}: {done.exception}" if done.exception else ""
        # A command in a note names the graph that was asked.
        told = done.stderr.replace(f" -w {graph}", "")
        printed.append((done.exit_code, done.stdout, told, said))
    assert printed[0] == printed[1]


@SEED
def test_a_reader_is_told_of_a_load_and_of_another_version(both):
    server = both.server
    graph = Graph(server)
    said = []
    for change in ("k.state = 'loading'", "k.schemaVersion = 0", "k.schemaVersion = 99"):
        server.run(
            "MATCH (k:KgLoad) SET k.state = 'complete', k.schemaVersion = $version SET " + change,
            {"version": load_schema().version},
            write=True,
        )
        said.append(graph.state())
    assert "a load is under way" in said[0]
    assert f"bring it up to date: kg load {server.url}" in said[1]
    assert "upgrade" in said[2]
    server.run(
        "MATCH (k:KgLoad) SET k.schemaVersion = $version",
        {"version": load_schema().version},
        write=True,
    )
    assert graph.state() is None


@pytest.mark.slow
@graphs("large")
def test_a_large_graph_gives_the_same_answers(both):
    """A thousand papers; or those of a workspace: KG_SAME_ANSWERS=DIR pytest -k large."""
    assert sum(n.label == "Paper" for n in both.rows.nodes) > 1_000
    assert graph_of(both.embedded) == graph_of(both.server) == content(both.rows)
    found = {n: assert_same(both, n, most=4) for n in query_names() if n not in RANKED}
    assert sum(found.values()) > 4_000
    assert assert_same_answers(both, most=3) > 50
