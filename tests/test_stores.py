"""What holds for every store: the embedded graph and Neo4j."""

from __future__ import annotations

import dataclasses
from contextlib import closing

import pytest

from kg.errors import QueryError, StoreError
from kg.store import Limits, is_server, open_store
from kg.store.base import WriteReport
from tests.graphs import (
    ODD_NAMES,
    content,
    graph_of,
    make_claim,
    make_entity,
    make_graph,
    make_paper,
    make_rows,
    make_use,
)


def counts(report: WriteReport) -> dict[str, int]:
    fields = dataclasses.fields(WriteReport)
    return {f.name: n for f in fields if (n := getattr(report, f.name))}


def test_a_store_holds_exactly_the_rows_it_was_given(store):
    rows = make_graph()
    report = store.write(rows)
    assert graph_of(store) == content(rows)
    assert counts(report) == {"nodes_created": 40, "relationships_created": 39}


def test_writing_the_same_rows_again_changes_nothing(store):
    rows = make_graph()
    store.write(rows)
    again = store.write(dataclasses.replace(rows, revision=2))
    assert (again.changed, graph_of(store)) == (0, content(rows))
    assert store.load_state().revision == 2


def test_what_papers_say_is_read_back_and_writing_it_again_changes_nothing(store, seed_rows):
    report = store.write(seed_rows)
    assert graph_of(store) == content(seed_rows)
    assert report.nodes_created == len(seed_rows.nodes)
    assert report.relationships_created == len(seed_rows.relationships)
    assert store.write(seed_rows).changed == 0


def test_a_changed_property_is_updated_and_a_missing_one_removed(store):
    paper = make_paper(1, publishedAt="2025-01-03", url="https://example.org")
    entity = make_entity(1)
    store.write(make_rows([paper, entity], [make_use(paper, entity)]))
    bare = dataclasses.replace(entity, properties={"name": "Entity 1"})
    new = make_rows([make_paper(1, year=2024), bare], [make_use(paper, bare, confidence=0.75)])
    report = store.write(new)
    assert graph_of(store) == content(new)
    assert counts(report) == {"nodes_updated": 2, "relationships_updated": 1}


def test_one_write_creates_updates_and_deletes(store):
    paper, old, new = make_paper(1), make_entity(1), make_entity(2)
    store.write(make_rows([paper, old], [make_use(paper, old)]))
    renamed = make_paper(1, "Another title")
    report = store.write(make_rows([renamed, new], [make_use(renamed, new)]))
    assert counts(report) == {
        "nodes_created": 1,
        "nodes_updated": 1,
        "nodes_deleted": 1,
        "relationships_created": 1,
        "relationships_deleted": 1,
    }


def test_an_empty_graph_answers(store):
    store.write(make_rows())
    assert store.run("MATCH (p:Paper) RETURN count(p) AS n") == [{"n": 0}]


def test_stored_dates_come_out_as_text(store):
    store.write(make_rows([make_paper(1, publishedAt="2024-01-01")]))
    rows = store.run("MATCH (p:Paper) RETURN p.publishedAt AS day, [p.publishedAt] AS days")
    assert rows == [{"day": "2024-01-01", "days": ["2024-01-01"]}]


@pytest.mark.parametrize(
    "text", ["CREATE (n:Paper {id: 'x', name: 'x'})", "MATCH (p:Paper) SET p.title = 'x'"]
)
def test_a_statement_that_writes_is_refused_without_write(store, text):
    rows = make_graph(papers=2, entities=2)
    store.write(rows)
    with pytest.raises(QueryError, match="write=True"):
        store.run(text)
    assert graph_of(store) == content(rows)


@pytest.mark.parametrize("seconds", [0.3, 0.0001])
def test_a_statement_that_takes_too_long_is_a_query_error(store, seconds):
    # Previously less than half a millisecond was no limit
    text = "UNWIND range(1, 3000) AS a UNWIND range(1, 3000) AS b UNWIND range(1, 3000) AS c "
    with pytest.raises(QueryError, match="out of time"):
        store.run(text + "RETURN count(*) AS n", limits=Limits(seconds=seconds))


def test_what_the_rows_no_longer_have_is_deleted(store):
    rows = make_graph()
    store.write(rows)
    fewer = make_rows(
        [n for n in rows.nodes if n.id != "model:e3"],
        [r for r in rows.relationships if "model:e3" not in (r.start_id, r.end_id)],
    )
    report = store.write(fewer)
    assert graph_of(store) == content(fewer)
    assert counts(report) == {"nodes_deleted": 1, "relationships_deleted": 5}


def test_an_entity_can_change_its_type_and_loses_what_only_the_old_one_has(store):
    store.write(make_rows([make_entity(1, "Model", family="Llama")]))
    new = make_rows([make_entity(1, "Benchmark", usualMetric="accuracy")])
    store.write(new)
    assert graph_of(store) == content(new)
    assert store.run("MATCH (n:Model) RETURN count(n) AS n") == [{"n": 0}]


def test_two_papers_may_claim_the_same_of_two_entities(store):
    a, b = make_entity(1), make_entity(2)
    rows = make_rows([a, b], [make_claim(a, b, "arxiv:1"), make_claim(a, b, "arxiv:2")])
    store.write(rows)
    assert graph_of(store) == content(rows)
    fewer = make_rows([a, b], [make_claim(a, b, "arxiv:2")])
    store.write(fewer)
    assert graph_of(store) == content(fewer)


@pytest.mark.parametrize("name", ODD_NAMES, ids=repr)
def test_a_name_that_looks_like_cypher_stays_text(store, name):
    paper, entity = make_paper(1, name), make_entity(1, name=name, aliases=[name, "x"])
    rows = make_rows([paper, entity], [make_use(paper, entity, sentence=name)])
    store.write(rows)
    store.write(rows)
    assert graph_of(store) == content(rows)
    text = "MATCH (p:Paper) WHERE p.title = $name RETURN p.title AS title"
    assert store.run(text, {"name": name}) == [{"title": name}]


def test_an_id_that_looks_like_cypher_stays_text(store):
    nodes = [
        dataclasses.replace(make_paper(i), id=f"paper:{name}") for i, name in enumerate(ODD_NAMES)
    ]
    entity = make_entity(1)
    rows = make_rows([*nodes, entity], [make_use(node, entity) for node in nodes])
    store.write(rows)
    assert graph_of(store) == content(rows)
    fewer = make_rows([*nodes[1:], entity], [make_use(node, entity) for node in nodes[1:]])
    store.write(fewer)
    assert graph_of(store) == content(fewer)


def test_an_empty_store_has_no_load_state(store):
    assert store.load_state() is None


def test_the_load_state_says_what_was_written(store):
    store.write(make_graph(revision=7))
    state = store.load_state()
    assert (state.workspace, state.revision, state.state) == ("w1", 7, "complete")
    assert (state.nodes, state.relationships) == (40, 39)


def test_progress_ends_at_the_whole(store):
    seen = []
    store.write(make_graph(), progress=lambda done, total: seen.append((done, total)))
    assert seen[-1][0] == seen[-1][1] > 0
    assert [done for done, _ in seen] == sorted(done for done, _ in seen)


def test_values_come_back_plain(store):
    text = (
        "RETURN date('2025-02-01') AS d, 1 AS i, 1.5 AS f, true AS b, null AS n, "
        "[1, 'a', date('2025-02-01')] AS l, {k: 'v'} AS m"
    )
    assert store.run(text) == [
        {
            "d": "2025-02-01",
            "i": 1,
            "f": 1.5,
            "b": True,
            "n": None,
            "l": [1, "a", "2025-02-01"],
            "m": {"k": "v"},
        }
    ]


def test_nodes_relationships_and_paths_have_the_same_keys_in_every_store(store):
    # Previously a server gave their properties alone
    store.write(make_graph())
    text = "MATCH p = (a:Paper)-[r]->(b) RETURN a, r, b, p ORDER BY a.id, b.id LIMIT 1"
    (row,) = store.run(text)
    a, r, b, path = row.values()
    assert {*a} == {*b} == {"id", "labels", "properties"}
    assert {*r} == {"id", "start", "end", "type", "properties"}
    assert (r["start"], r["end"]) == (a["id"], b["id"])
    assert path == {"nodes": [a, b], "relationships": [r]}
    assert (a["labels"], a["properties"]["year"], r["type"]) == (["Paper"], 2025, "USES")
    (alone,) = store.run("MATCH (a:Paper)-[r]->(b) RETURN r ORDER BY a.id, b.id LIMIT 1")
    assert {*alone["r"]} == {*r}


def test_a_parameter_that_is_not_given_is_told_with_its_remedy(store):
    # Previously a server's "expected parameter(s): x" and nothing more
    with pytest.raises(QueryError, match=r"parameter.*x.*; give it in params=$"):
        store.run("RETURN $x AS x")


def test_a_statement_that_is_wrong_is_a_query_error(store):
    with pytest.raises(QueryError):
        store.run("MATCH (n RETURN n")


def test_a_limit_of_rows_cuts_the_answer(store):
    text = "UNWIND range(1, 100) AS x RETURN x"
    assert len(store.run(text, limits=Limits(rows=10))) == 10


def test_a_trace_shows_statements_and_parameters(store, request, monkeypatch):
    store.write(make_rows())
    if is_server(store.url):
        server = request.getfixturevalue("neo4j_server")
        monkeypatch.setenv("NEO4J_USERNAME", server.user)
        monkeypatch.setenv("NEO4J_PASSWORD", server.password)
    seen = []
    with closing(
        open_store(store.url, trace=lambda text, params: seen.append((text, dict(params))))
    ) as traced:
        traced.run("RETURN $x AS x", {"x": 1})
    assert seen[-1] == ("RETURN $x AS x", {"x": 1})


def test_a_closed_store_says_so(store):
    store.close()
    store.close()
    for ask in (lambda: store.run("RETURN 1 AS one"), store.load_state, store.is_behind):
        with pytest.raises(StoreError, match="is closed; open it again"):
            ask()


def test_a_pattern_may_name_a_property_that_no_node_has(store):
    # Previously the embedded store called `year` unknown where no paper had a date
    store.write(make_rows([make_paper(1), make_entity(1, "Model")]))
    for pattern in ("(n:Paper {year: 2024})", "(n:Entity {family: 'x'})", "(n:Result {unit: '%'})"):
        assert store.run(f"MATCH {pattern} RETURN n.id AS id") == []


def test_addresses_are_told_from_paths():
    assert is_server("neo4j+s://host:7687")
    assert is_server("bolt://h")
    assert not is_server("papers.kg")
    assert not is_server("neo4j")


def test_a_report_counts_all_it_changed():
    assert WriteReport(1, 2, 3, 4, 5, 6).changed == 21
