"""`kg load` and `kg.build.load.load`: a workspace in Neo4j."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from kg.build import rows_of
from kg.build.load import load
from kg.corpus import Corpus
from kg.errors import ConfigError, StoreError
from kg.records import Extraction, Paper
from kg.store.neo4j import Login
from tests.commands import run_kg
from tests.graphs import content, graph_of
from tests.neo4j_server import Server


@pytest.fixture
def workspace(tmp_path, seed_items) -> Path:
    """A workspace with annotated papers; nothing has to be read."""
    folder = tmp_path / "papers.kg"
    folder.mkdir()
    with Corpus.open(folder) as corpus:
        for paper, extraction in seed_items[:40]:
            corpus.add(paper)
            corpus.save_extraction(paper.id, extraction)
    return folder


def login_of(server: Server) -> Login:
    return Login(server.user, server.password, "neo4j")


def run_load(server, *words, env=None):
    login = {"NEO4J_USERNAME": server.user, "NEO4J_PASSWORD": server.password}
    return run_kg("load", server.uri, *words, env=login if env is None else env)


@pytest.mark.neo4j
def test_load_brings_a_database_to_the_state_of_the_workspace(neo4j_store, neo4j_server, workspace):
    report = load(neo4j_server.uri, workspace=workspace, login=login_of(neo4j_server))
    with Corpus.open(workspace) as corpus:
        rows = rows_of(corpus)
        assert graph_of(neo4j_store) == content(rows)
        assert report.changed == len(rows.nodes) + len(rows.relationships)
        assert neo4j_store.load_state().revision == corpus.revision
    again = load(neo4j_server.uri, workspace=workspace, login=login_of(neo4j_server))
    assert again.changed == 0


@pytest.mark.neo4j
def test_load_tells_of_papers_that_are_not_read_yet(neo4j_store, neo4j_server, workspace):
    # Previously not a word: what a build that broke off had not read was missed or deleted
    with Corpus.open(workspace) as corpus:
        corpus.add(Paper("arxiv:2501.00001", "Foo", "We introduce Foo."))
        unread = corpus.pending_count()
        rows = rows_of(corpus)
    done = run_load(neo4j_server, "-w", str(workspace), "--dry-run")
    said = "not read yet and left out; before you load again, run: kg build -w"
    assert done.stderr == f"Note: {unread} paper is {said} {workspace}\n"
    done = run_load(neo4j_server, "-w", str(workspace), "--json")
    assert json.loads(done.stdout)["unread"] == unread == 1
    assert graph_of(neo4j_store) == content(rows)


@pytest.mark.neo4j
def test_load_deletes_what_left_the_workspace(neo4j_store, neo4j_server, workspace):
    load(neo4j_server.uri, workspace=workspace, login=login_of(neo4j_server))
    with Corpus.open(workspace) as corpus:
        corpus.remove(next(iter(corpus.items()))[0].id)
        rows = rows_of(corpus)
    report = load(neo4j_server.uri, workspace=workspace, login=login_of(neo4j_server))
    assert report.nodes_deleted >= 1
    assert graph_of(neo4j_store) == content(rows)


@pytest.mark.neo4j
def test_kg_load_reports_what_it_did(neo4j_store, neo4j_server, workspace):
    done = run_load(neo4j_server, "--workspace", workspace)
    assert done.returncode == 0, done.stderr
    assert "nodes: " in done.stdout
    assert "created" in done.stdout
    again = run_load(neo4j_server, "--workspace", workspace)
    assert again.stdout == "nodes: unchanged\nrelationships: unchanged\n"


@pytest.mark.neo4j
def test_kg_load_dry_run_says_what_would_change_and_changes_nothing(
    neo4j_store, neo4j_server, workspace
):
    done = run_load(neo4j_server, "--workspace", workspace, "--dry-run")
    assert "would be created" in done.stdout
    assert neo4j_store.run("MATCH (n) RETURN count(n) AS n") == [{"n": 0}]
    as_json = run_load(neo4j_server, "--workspace", workspace, "--dry-run", "--json")
    assert json.loads(as_json.stdout)["nodes_created"] > 0


@pytest.mark.neo4j
def test_kg_load_asks_before_it_deletes_more_than_a_tenth(neo4j_store, neo4j_server, workspace):
    run_load(neo4j_server, "--workspace", workspace)
    before = graph_of(neo4j_store)
    with Corpus.open(workspace) as corpus:
        for paper, _ in list(corpus.items())[:20]:
            corpus.remove(paper.id)
    refused = run_load(neo4j_server, "--workspace", workspace)
    assert (refused.returncode, graph_of(neo4j_store)) == (1, before)
    assert "--dry-run, then allow it with --yes" in refused.stderr
    assert run_load(neo4j_server, "--workspace", workspace, "--yes").returncode == 0
    with Corpus.open(workspace) as corpus:
        assert graph_of(neo4j_store) == content(rows_of(corpus))


@pytest.mark.neo4j
def test_kg_load_takes_the_place_of_another_workspace_when_told_to(
    neo4j_store, neo4j_server, workspace, tmp_path
):
    run_load(neo4j_server, "--workspace", workspace)
    other = tmp_path / "other.kg"
    other.mkdir()
    with Corpus.open(other) as corpus:
        paper = Paper("arxiv:2501.00001", "Only one", "It says nothing.")
        corpus.add(paper)
        corpus.save_extraction(paper.id, Extraction("1"))
    refused = run_load(neo4j_server, "--workspace", other)
    assert refused.returncode == 1
    assert "--replace" in refused.stderr
    replaced = run_load(neo4j_server, "--workspace", other, "--replace", "--yes")
    assert replaced.returncode == 0, replaced.stderr
    assert neo4j_store.run("MATCH (p:Paper) RETURN p.title AS t") == [{"t": "Only one"}]


@pytest.mark.neo4j
def test_kg_load_takes_the_password_from_a_file_and_shows_it_nowhere(
    neo4j_store, neo4j_server, workspace, tmp_path
):
    file = tmp_path / "credentials.txt"
    file.write_text(f"NEO4J_USERNAME={neo4j_server.user}\nNEO4J_PASSWORD={neo4j_server.password}\n")
    done = run_load(neo4j_server, "--workspace", workspace, "--credentials", file, env={})
    assert done.returncode == 0, done.stderr
    assert neo4j_server.password not in done.stdout + done.stderr


@pytest.mark.neo4j
def test_kg_load_without_a_password_says_how_to_give_it(neo4j_server, workspace):
    done = run_load(neo4j_server, "--workspace", workspace, env={"NEO4J_PASSWORD": ""})
    assert done.returncode == 1
    assert done.stderr.startswith("Error: ")
    assert "NEO4J_PASSWORD" in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize("url", ["localhost:7687", "http://localhost", "papers.kg"])
def test_load_refuses_what_is_no_address_of_a_server(url, workspace):
    with pytest.raises(ConfigError, match="write neo4j://localhost:7687"):
        load(url, workspace=workspace)


def test_load_of_a_missing_workspace_is_a_store_error_and_makes_none(tmp_path):
    with pytest.raises(StoreError):
        load("bolt://127.0.0.1:9", workspace=tmp_path / "none.kg")
    assert not (tmp_path / "none.kg").exists()
