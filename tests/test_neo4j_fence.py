"""`kg query --graph neo4j://…`: what a person may send to a server."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

from kg.errors import QueryError
from kg.store import Limits
from kg.store.fence import run_fenced
from tests.conftest import ROOT
from tests.graphs import content, graph_of, make_graph

pytestmark = pytest.mark.neo4j


@pytest.fixture
def ask(neo4j_filled, neo4j_server, monkeypatch):
    """Run Cypher of a person; afterwards the graph is what it was."""
    monkeypatch.setenv("NEO4J_USERNAME", neo4j_server.user)
    monkeypatch.setenv("NEO4J_PASSWORD", neo4j_server.password)
    rows = make_graph()
    store = neo4j_filled(rows)

    def run(text, params=None, *, write=False, limits=None):
        limits = limits or Limits(seconds=10, rows=1000)
        return run_fenced(neo4j_server.uri, text, params or {}, write=write, limits=limits)

    yield run
    assert graph_of(store) == content(rows)


@pytest.mark.parametrize(
    "text",
    [
        "CREATE (n)",
        "MATCH (n) DETACH DELETE n",
        "match (n) set n.x = 1",
        "MATCH (n) CALL { WITH n DELETE n } IN TRANSACTIONS RETURN 1",
        "MERGE (n:Paper {id: 'x'}) RETURN n",
        "FOREACH (x IN [1] | CREATE ())",
        "MATCH (n) REMOVE n:Paper RETURN n",
        "PROFILE CREATE (n)",
        "// CREATE\nCREATE (n)",
        "CYPHER runtime=slotted CREATE (n)",
    ],
)
def test_a_statement_that_writes_is_refused(ask, text):
    with pytest.raises(QueryError):
        ask(text)


@pytest.mark.parametrize(
    "text",
    [
        "CREATE INDEX FOR (n:X) ON (n.y)",
        "DROP CONSTRAINT paper_id",
        "CREATE USER eve SET PASSWORD 'abcdefgh'",
        "ALTER CURRENT USER SET PASSWORD FROM 'a' TO 'abcdefgh'",
        "SHOW USERS",
        "SHOW TRANSACTIONS",
        "SHOW SETTINGS YIELD name RETURN name",
        "TERMINATE TRANSACTION 'neo4j-transaction-1'",
        "USE system SHOW DATABASES",
    ],
)
@pytest.mark.parametrize("write", [False, True])
def test_a_statement_about_the_schema_or_the_server_is_refused(ask, text, write):
    with pytest.raises(QueryError):
        ask(text, write=write)


@pytest.mark.parametrize(
    "text",
    [
        "LOAD CSV FROM 'file:///etc/passwd' AS line RETURN line",
        "load  csv with headers from 'http://127.0.0.1/x' as line return line",
        "LOAD /* x */ CSV FROM 'file:///etc/passwd' AS line RETURN line",
        "CALL { LOAD CSV FROM 'file:///etc/passwd' AS l RETURN l } RETURN l",
        "RETURN COUNT { LOAD CSV FROM 'file:///etc/passwd' AS l RETURN l } AS n",
        "CALL dbms.listConfig() YIELD name RETURN name",
        "CALL `dbms`.`listConfig`() YIELD name RETURN name",
        "CALL dbms.components",
        "CALL db.createLabel('X')",
        "CALL db.clearQueryCaches()",
        "CALL tx.setMetaData({a: 1})",
        "RETURN EXISTS { CALL dbms.components() YIELD name RETURN name } AS x",
        "RETURN apoc.cypher.runFirstColumnSingle('RETURN 1', {}) AS x",
        "RETURN `apoc` . `text`.`join`(['a'], '') AS x",
        "RETURN graph.byName('system') AS x",
    ],
)
@pytest.mark.parametrize("write", [False, True])
def test_files_procedures_and_functions_outside_the_list_are_refused(ask, text, write):
    with pytest.raises(QueryError):
        ask(text, write=write)


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("MATCH (p:Paper) RETURN count(p) AS n", {"n": 30}),
        (
            "RETURN 'LOAD CSV; CALL dbms.x()' AS s // CALL dbms.y()",
            {"s": "LOAD CSV; CALL dbms.x()"},
        ),
        ("CALL db.labels() YIELD label RETURN label ORDER BY label LIMIT 1", {"label": "Author"}),
        ("RETURN date.truncate('month', date('2025-03-04')) AS d", {"d": "2025-03-01"}),
        ("MATCH (p:Paper {id: $id}) RETURN p.title AS t", {"t": "Paper 3"}),
    ],
)
def test_what_reads_is_answered(ask, text, first):
    assert ask(text, {"id": "arxiv:2501.00003"})[0] == first


def test_two_statements_are_refused_and_a_semicolon_at_the_end_is_none(ask):
    with pytest.raises(QueryError, match="the text holds 2 statements; run them one at a time"):
        ask("RETURN 1 AS n; RETURN 2 AS n")
    assert ask("RETURN ';' AS n; // done;") == [{"n": ";"}]


def test_a_slow_statement_ends_at_its_time_limit(ask):
    with pytest.raises(QueryError, match="out of time"):
        ask("UNWIND range(1, 100000000) AS x RETURN max(x * x) AS m", limits=Limits(seconds=0.5))


def test_rows_beyond_the_limit_are_dropped(ask):
    assert len(ask("MATCH (n) RETURN n.id AS id", limits=Limits(seconds=10, rows=5))) == 5


def test_write_is_allowed_when_it_is_asked_for(neo4j_store, neo4j_server, monkeypatch):
    monkeypatch.setenv("NEO4J_PASSWORD", neo4j_server.password)
    text = "CREATE (n:Note {text: $text})"
    limits = Limits(seconds=10)
    run_fenced(neo4j_server.uri, text, {"text": "'}) x"}, write=True, limits=limits)
    assert neo4j_store.run("MATCH (n:Note) RETURN n.text AS t") == [{"t": "'}) x"}]


def kg(server, *arguments):
    login = {"NEO4J_USERNAME": server.user, "NEO4J_PASSWORD": server.password}
    return subprocess.run(
        [sys.executable, "-m", "kg", *arguments, "--graph", server.uri],
        env={**os.environ, "PYTHONPATH": str(ROOT), **login},
        capture_output=True,
        text=True,
        check=False,
    )


def test_kg_query_asks_a_server_and_refuses_writes(neo4j_store, neo4j_server):
    neo4j_store.write(make_graph())
    done = kg(neo4j_server, "query", "MATCH (p:Paper) RETURN count(p) AS n", "--json")
    assert '"n": 30' in done.stdout
    refused = kg(neo4j_server, "query", "MATCH (n) DETACH DELETE n")
    assert refused.returncode == 1
    assert "--write" in refused.stderr
    assert neo4j_store.run("MATCH (n:Paper) RETURN count(n) AS n") == [{"n": 30}]
