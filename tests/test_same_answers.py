"""The same answers from the embedded graph and from Neo4j: every shipped query, row by row."""

from __future__ import annotations

import json
from collections.abc import Iterator
from itertools import islice, pairwise

import pytest
from click.testing import CliRunner
from hypothesis import HealthCheck, given, settings

from kg.cli import COMMANDS, cli
from kg.errors import KGError, QueryError
from kg.graph import Graph
from kg.pages.render import render_page
from kg.queries import load_query, query_names
from kg.records import GraphRows, NodeRow, RelationshipRow
from kg.resolve import resolve
from kg.rows import graph_rows
from kg.schema import load_schema
from kg.store import open_store
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

pytestmark = pytest.mark.neo4j


def odd_rows() -> tuple[list[NodeRow], list[RelationshipRow]]:
    """Names that look like Cypher, ties, and things without dates, metrics, subjects."""
    papers = [
        make_paper(i, name, **({"publishedAt": "2024-02-29", "year": 2024} if i % 2 else {}))
        for i, name in enumerate(ODD_NAMES)
    ]
    kinds = ("Model", "Method", "Benchmark", "Metric", "Task", "Dataset", "Repo")
    things = [
        make_entity(i, kinds[i % 7], name=name, aliases=[name], lookup=[name.lower()], paperCount=3)
        for i, name in enumerate(ODD_NAMES)
    ]
    board = make_entity(100, "Benchmark", name="Tie“board”", lookup=["tieboard"])
    metric = make_entity(101, "Metric", name="Metric ü", lookup=["metricü"])
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
    unique = {(r.type, r.start_id, r.end_id, r.key): r for r in (*rows.relationships, *dropped)}
    return make_rows([*rows.nodes, *nodes], unique.values(), workspace=rows.workspace)


@pytest.fixture(scope="module")
def stores(request, tmp_path_factory, neo4j_server):
    """Give both stores with the same rows, as a function of where the papers come from."""
    loaded = {}
    with opened(neo4j_server, read_only=False) as server:

        def load(name, rows):
            if name not in loaded:
                # A server holds one workspace: the one before makes room.
                server.run("MATCH (n) CALL { WITH n DETACH DELETE n } IN TRANSACTIONS", write=True)
                rows = with_odd_rows(rows)
                folder = tmp_path_factory.mktemp(name) / "papers.kg"
                embedded = open_store(folder, read_only=False)
                request.addfinalizer(embedded.close)
                embedded.write(rows)
                loaded.clear()
                loaded[name] = (embedded, rows)
                server.write(rows)
            return (*loaded[name][:1], server, loaded[name][1])

        yield load


def ids_of(rows: GraphRows, label: str, extra: str | None = None) -> list[str]:
    """Return ids, those with most relationships first, then the odd ones."""
    degree: dict[str, int] = {}
    for link in rows.relationships:
        for end in (link.start_id, link.end_id):
            degree[end] = degree.get(end, 0) + 1
    found = [n.id for n in rows.nodes if n.label == label and extra in (None, n.extra_label)]
    found.sort(key=lambda i: (-degree.get(i, 0), i))
    return [*found[:4], *[i for i in found if "model:e" in i][:4], "model:no-such-thing"]


def candidates(rows: GraphRows) -> dict[str, list[object]]:
    """Return values for every parameter that shipped queries take, by its name."""
    things, papers = ids_of(rows, "Entity"), ids_of(rows, "Paper")
    names = [n.properties["name"] for n in rows.nodes if n.id in {*things}]
    boards = ["model:e100", *ids_of(rows, "Entity", "Benchmark")]
    return {
        "entity": things,
        "entities": [[], things[:2], things[3:6], ["model:no-such-thing"]],
        "systems": [ids_of(rows, "Entity", "Model")[:2], things[:4], []],
        "benchmark": boards,
        "metric": [None, *ids_of(rows, "Entity", "Metric")],
        "task": [None, *ids_of(rows, "Entity", "Task")],
        "paper": papers,
        "ids": [things[:1], papers[:2] + things[2:5], [], things],
        "keys": [["math500"], [str(name).lower() for name in names], []],
        "texts": [papers[:3], names, ["no such"], ["Paper 2"]],
        "left": [papers[0], things[0], things[1], "model:e1"],
        "right": [things[0], things[1], papers[1], "model:e0"],
        "relations": [["BASED_ON"], ["PART_OF"], ["BASED_ON", "PART_OF"], []],
        "up": [True, False],
        "withCode": [False, True],
        "minConfidence": [0.0, 0.5, 0.25, 1.0],
        "minPapers": [1, 2],
        "types": [[], ["Model"], ["Benchmark", "Task"]],
        "limit": [1000, 1, 7],
        "year": [None, 2024, 2025],
        "host": [None, "github.com", "nowhere"],
        "author": [None, "author:0", "author:nobody"],
        "text": ["ada", "李", "o'neil", "É", "zzz"],
    }


def parameter_sets(name: str, rows: GraphRows) -> Iterator[dict[str, object]]:
    """Yield as many sets as the longest list has values, at least eight; one if there are none."""
    values, query = candidates(rows), load_query(name)
    missing = query.params.keys() - values.keys()
    assert not missing, f"give values for {missing} in candidates()"
    steps = max([8, *(len(values[p]) for p in query.params)]) if query.params else 1
    for step in range(steps):
        # Lists turn at their own pace, so that pairs of values vary too.
        yield {
            p: values[p][(step + place * (step // len(values[p]))) % len(values[p])]
            for place, p in enumerate(query.params)
        }


def assert_same(stores, name: str, *, most: int = 100) -> int:
    embedded, server, rows = stores
    query, seen = load_query(name), 0
    for params in islice(parameter_sets(name, rows), most):
        bound = query.bind(params)
        left, right = embedded.run(query.text, bound), server.run(query.text, bound)
        assert left == right, f"{name} {params}"
        seen += len(left)
    return seen


# Full text gathers candidates; what counts is what Python makes of them (below).
RANKED = ("search", "search_papers")


@pytest.mark.parametrize("name", [name for name in query_names() if name not in RANKED])
def test_a_shipped_query_gives_the_same_rows_in_the_same_order(stores, seed_rows, name):
    assert assert_same(stores("seed", seed_rows), name) > 0, "no parameters give any row"


def test_both_stores_hold_the_same(stores, seed_rows):
    embedded, server, rows = stores("seed", seed_rows)
    assert graph_of(embedded) == graph_of(server) == content(rows)


TEXTS = (
    "language model", "Qwen2.5", "qwen", "MATH-500", "math500", "node.js", "5", "e", "o'neil's",
    "模型", "étude", "C++", "KV-cache", "I/O", "a/b", "'}) DETACH", "`Paper`", "rows", "script",
    "the", "reasoning benchmark", "zzz no such", "*", "", "AND", "title:x", "gpt-4o", "~1", "🤖",
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
        asked += [("papers", (), {"task": name}) for _ in unknown]
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


def assert_same_answers(stores, *, most: int = 100) -> int:
    embedded, server, rows = stores
    left, right = (answers(Graph(store), rows, most=most) for store in (embedded, server))
    asked = 0
    for (question, one), (_, other) in zip(left, right, strict=True):
        assert one == other, question
        asked += 1
    return asked


def test_every_method_gives_the_same_answer(stores, seed_rows):
    assert assert_same_answers(stores("seed", seed_rows)) > 200


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
def both(stores, seed_rows):
    return stores("seed", seed_rows)[:2]


@pytest.fixture(scope="module")
def seen():
    return {"queries": 0, "with rows": 0}


@settings(
    max_examples=700,
    deadline=None,
    derandomize=True,
    suppress_health_check=list(HealthCheck),
)
@given(made=queries() | walks())
def test_queries_made_at_random_give_the_same_rows(both, seen, made):
    text, params = made
    embedded, server = both
    expected = outcome(server, text, params)
    assert not isinstance(expected, str), f"{expected}\n{text}\n{params}"
    assert outcome(embedded, text, params) == expected, f"{text}\n{params}"
    seen["queries"] += 1
    seen["with rows"] += bool(expected)


def test_at_least_five_hundred_queries_were_made_and_most_gave_rows(seen):
    assert seen["queries"] >= 500
    assert seen["with rows"] > seen["queries"] / 3


def test_the_page_and_the_networkx_graph_are_the_same(stores, seed_rows):
    left, right = (Graph(store) for store in stores("seed", seed_rows)[:2])
    assert render_page(left, title="t") == render_page(right, title="t")
    one, other = left.to_networkx(), right.to_networkx()
    assert (dict(one.nodes), sorted(one.edges)) == (dict(other.nodes), sorted(other.edges))


ARGUMENTS = {
    "leaderboard": ["Tie“board”"],
    "sota": ["Tie“board”"],
    "paper": ["Paper 2"],
    "entity": ["Transformer"],
    "search": ["language"],
    "lineage": ["Transformer"],
    "compare": ["Transformer", "BERT"],
    "neighbors": ["Transformer"],
    "path": ["Transformer", "BERT"],
    "cooccurrence": ["Transformer"],
    "query": ["MATCH (n:Entity) RETURN n.name AS name ORDER BY n.id"],
}


@pytest.mark.parametrize("command", COMMANDS["Ask"])
@pytest.mark.parametrize("form", [[], ["--json"], ["--csv"]], ids=["table", "json", "csv"])
def test_every_command_that_asks_prints_the_same(
    stores, seed_rows, neo4j_server, monkeypatch, command, form
):
    embedded, _, _ = stores("seed", seed_rows)
    monkeypatch.setenv("NEO4J_USERNAME", neo4j_server.user)
    monkeypatch.setenv("NEO4J_PASSWORD", neo4j_server.password)
    printed = []
    for graph in (embedded.url, neo4j_server.uri):
        options = form + ([] if command == "schema" else ["--graph", graph])
        done = CliRunner().invoke(cli, [command, *ARGUMENTS.get(command, []), *options])
        said = f"{type(done.exception).__name__}: {done.exception}" if done.exception else ""
        printed.append((done.exit_code, done.stdout, done.stderr, said))
    assert printed[0] == printed[1]


def test_a_reader_is_told_of_a_load_and_of_another_version(stores, seed_rows):
    server = stores("seed", seed_rows)[1]
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
def test_four_thousand_annotated_papers_give_the_same_answers(stores, shared):
    items = [
        item
        for name in ("train", "dev", "more")
        for item in read_gold(shared("gold", f"{name}.jsonl"))
    ]
    both = stores("gold", graph_rows(items, resolve(items), workspace="gold", revision=1))
    assert sum(n.label == "Paper" for n in both[2].nodes) > 4_000
    assert graph_of(both[0]) == graph_of(both[1])
    for name in query_names():
        if name not in RANKED:
            assert_same(both, name, most=4)
    assert_same_answers(both, most=3)
