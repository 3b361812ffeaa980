"""Small graphs for the tests of stores, and the graph that a store holds."""

from __future__ import annotations

import itertools

import neo4j

from kg.queries import load_query
from kg.records import GraphRows, NodeRow, RelationshipRow
from kg.store import Store
from kg.store.rows import (
    load_row,
    node_batches,
    node_order,
    read_nodes,
    read_relationships,
    relationship_batches,
)

# Names that would be Cypher, labels, markup or parameters if anything took them for that.
ODD_NAMES = (
    "'}) DETACH DELETE n //",
    '"}) MATCH (n) DETACH DELETE n //',
    "`Paper`) DETACH DELETE n //",
    ":Paper:Admin",
    "$rows",
    "{name: 'x'}",
    "back\\slash \\u0027 \\",
    "tab\tand line\nbreak",
    "Ünïcode 模型 🤖 e\u0301",
    "<script>alert(1)</script>",
    "null",
    "",
)


def make_paper(number: int, name: str | None = None, **properties: object) -> NodeRow:
    title = f"Paper {number}" if name is None else name
    given = {"name": title, "title": title, "abstract": f"About {number}."} | properties
    return NodeRow("Paper", f"arxiv:2501.{number:05}", None, given)


def make_entity(number: int, kind: str = "Model", **properties: object) -> NodeRow:
    given = {"name": f"Entity {number}", "aliases": ["a", "b"], "paperCount": number} | properties
    return NodeRow("Entity", f"model:e{number}", kind, given)


def make_use(paper: NodeRow, entity: NodeRow, **properties: object) -> RelationshipRow:
    given = {"sentence": "We use it.", "start": 0, "end": 10, "confidence": 0.5} | properties
    return RelationshipRow("USES", "Paper", paper.id, "Entity", entity.id, "", given)


def make_claim(
    source: NodeRow, target: NodeRow, key: str, kind: str = "BASED_ON", **properties: object
) -> RelationshipRow:
    given = {"key": key, "paper": key, "confidence": 0.25} | properties
    return RelationshipRow(kind, "Entity", source.id, "Entity", target.id, key, given)


def make_rows(nodes=(), relationships=(), *, workspace="w1", revision=1) -> GraphRows:
    return GraphRows(
        workspace,
        revision,
        tuple(sorted(nodes, key=lambda n: (n.label, n.id))),
        tuple(sorted(relationships, key=lambda r: r.identity)),
    )


def make_graph(papers: int = 30, entities: int = 10, **options: object) -> GraphRows:
    """A graph with every paper using one entity, and entities in a chain."""
    ps = [make_paper(i, publishedAt="2025-01-03", year=2025) for i in range(papers)]
    es = [make_entity(i) for i in range(entities)]
    uses = [make_use(p, es[i % entities]) for i, p in enumerate(ps)]
    chain = [make_claim(a, b, ps[0].id) for a, b in itertools.pairwise(es)]
    return make_rows([*ps, *es], [*uses, *chain], **options)


def graph_of(store: Store) -> tuple[list[NodeRow], list[RelationshipRow]]:
    """Return all that kg finds in a store."""
    return list(read_nodes(store.run)), list(read_relationships(store.run))


def content(rows: GraphRows) -> tuple[list[NodeRow], list[RelationshipRow]]:
    return list(rows.nodes), list(rows.relationships)


def fill(session: neo4j.Session, rows: GraphRows) -> None:
    """Let a database that has the schema hold these rows alone.

    With the write queries of a load, in one transaction: for tests of what is read. How a load
    finds what to change and takes turns with others is for test_neo4j_load.
    """
    nodes = sorted([*rows.nodes, load_row(rows)], key=node_order)

    def work(transaction: neo4j.ManagedTransaction) -> None:
        transaction.run("MATCH (n) DETACH DELETE n").consume()
        for batch in (
            *node_batches(nodes, size=1_000),
            *relationship_batches(rows.relationships, size=1_000),
        ):
            text = load_query(batch.query, folder="write").text
            transaction.run(text, {"rows": batch.rows}).consume()

    session.execute_write(work)
