"""Whatever a graph holds, the embedded store gives it back, and every question answers."""

from __future__ import annotations

import tempfile
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from kg.errors import KGError
from kg.graph import Graph
from kg.records import GraphRows
from kg.store import open_store
from kg.store.rows import read_nodes, read_relationships
from tests.made import Made

# No lone surrogates: they are not text that a file can hold.
TEXTS = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=20)
NUMBERS = st.floats(allow_nan=False, allow_infinity=False)
PAPERS = st.sampled_from(["arxiv:1", "arxiv:2", "paper:x"])
ENTITIES = st.sampled_from(["model:a", "model:b", "benchmark:c", "metric:d", "task:e"])
DATES = st.sampled_from([None, "2024", "2024-05", "2024-05-17", "1991-01-01"])
UNITS = st.sampled_from(["%", "points", "x", "Elo", None])


@st.composite
def graphs(draw) -> GraphRows:
    made = Made()
    for paper in ("arxiv:1", "arxiv:2", "paper:x"):
        made.paper(paper, draw(DATES), title=draw(TEXTS), abstract=draw(TEXTS))
    for entity in ("model:a", "model:b", "benchmark:c", "metric:d", "task:e"):
        made.entity(entity, draw(TEXTS), aliases=draw(st.lists(TEXTS, min_size=1, max_size=3)))
    for _ in range(draw(st.integers(0, 4))):
        made.says(draw(PAPERS), "USES", draw(ENTITIES), sentence=draw(TEXTS))
        made.claims(draw(PAPERS), draw(ENTITIES), "OUTPERFORMS", draw(ENTITIES))
        made.claims(draw(PAPERS), draw(ENTITIES), "BASED_ON", draw(ENTITIES))
        roles = {"of": draw(ENTITIES), "on": "benchmark:c", "by": "metric:d"}
        made.result(draw(PAPERS), draw(NUMBERS), draw(UNITS), **roles)
    return made.rows()


@settings(deadline=None, max_examples=40)
@given(rows=graphs(), text=TEXTS)
def test_any_graph_is_given_back_and_answers_every_question(rows, text):
    with tempfile.TemporaryDirectory() as folder:
        store = open_store(Path(folder), read_only=False)
        store.write(rows)
        assert tuple(read_nodes(store.run)) == rows.nodes
        assert tuple(read_relationships(store.run)) == rows.relationships
        assert store.write(rows).changed == 0
        ask_everything(Graph(store), text)
        store.close()


def ask_everything(graph: Graph, text: str) -> None:
    graph.leaderboard("benchmark:c")
    graph.compare("model:a", "model:b", family=True)
    graph.lineage("model:a", family=True, depth=8)
    graph.path("model:a", "task:e", max_hops=8)
    graph.neighbors("model:a")
    graph.cooccurrence("model:a")
    graph.papers(method="model:a")
    for question in (graph.outperforms, graph.conflicts, graph.trends, graph.stats):
        question()
    for named in (graph.entity, graph.paper, graph.search, graph.sota):
        try:
            named(text)
        except KGError as error:
            assert str(error)  # noqa: PT017 - any of our errors will do, no other
