"""Rows per second into Neo4j: kg, one row at a time, and neo4j_graphrag's Neo4jWriter.

The same rows into the same server, emptied between the three: `python -m tests.bench_neo4j DIR`.
Needs `pip install neo4j-graphrag` for the third, and Java and Maven for the server (with APOC,
which only the third needs).
"""

from __future__ import annotations

import argparse
import asyncio
import json
import sys
import time
from collections.abc import Callable
from pathlib import Path

import neo4j

from kg.build import rows_of
from kg.corpus import Corpus
from kg.queries import load_query
from kg.records import GraphRows
from kg.store.rows import node_batches, relationship_batches
from tests.conftest import opened
from tests.neo4j_server import JarServer

SAMPLE = 4_000


def load_with_kg(server: JarServer, rows: GraphRows) -> int:
    """Load by `Neo4jStore.write`: difference, marks, constraints, full text and all."""
    with opened(server, read_only=False) as store:
        store.write(rows)
    return len(rows.nodes) + len(rows.relationships)


def load_one_by_one(server: JarServer, rows: GraphRows) -> int:
    """Load a sample by the same MERGE, one row and one transaction each."""
    half = SAMPLE // 2
    with opened(server, read_only=False) as store:
        store.apply_schema()
    nodes = rows.nodes[:: max(1, len(rows.nodes) // half)][:half]
    links = rows.relationships[:: max(1, len(rows.relationships) // half)][:half]
    ends = {i for link in links for i in (link.start_id, link.end_id)}
    done = 0
    with (
        neo4j.GraphDatabase.driver(server.uri, auth=(server.user, server.password)) as driver,
        driver.session(database="neo4j") as session,
    ):
        for batch in node_batches(tuple(n for n in rows.nodes if n.id in ends), size=1_000):
            session.run(load_query(batch.query, folder="write").text, rows=batch.rows).consume()
        started = time.perf_counter()
        for batch in (*node_batches(nodes, size=1), *relationship_batches(links, size=1)):
            session.run(load_query(batch.query, folder="write").text, rows=batch.rows).consume()
            done += 1
        load_one_by_one.seconds = time.perf_counter() - started
    return done


def load_with_graphrag(server: JarServer, rows: GraphRows) -> int:
    """Load by neo4j_graphrag, in its own default batches."""
    from neo4j_graphrag.experimental.components.kg_writer import Neo4jWriter
    from neo4j_graphrag.experimental.components.types import (
        Neo4jGraph,
        Neo4jNode,
        Neo4jRelationship,
    )

    graph = Neo4jGraph(
        nodes=[
            Neo4jNode(id=n.id, label=n.extra_label or n.label, properties={**n.properties})
            for n in rows.nodes
        ],
        relationships=[
            Neo4jRelationship(
                start_node_id=r.start_id, end_node_id=r.end_id, type=r.type, properties=r.properties
            )
            for r in rows.relationships
        ],
    )
    with neo4j.GraphDatabase.driver(
        server.uri, auth=(server.user, server.password), warn_notification_severity="OFF"
    ) as driver:
        started = time.perf_counter()
        asyncio.run(Neo4jWriter(driver, neo4j_database="neo4j").run(graph))
        load_with_graphrag.seconds = time.perf_counter() - started
    return len(rows.nodes) + len(rows.relationships)


def measure(name: str, load: Callable[[JarServer, GraphRows], int], rows: GraphRows) -> dict:
    """Run one way in on a fresh server, which a small load has warmed."""
    server = JarServer(heap="2g", apoc=True, for_speed=True)
    try:
        server.start()
        warm = GraphRows("warm", 1, rows.nodes[:2_000], ())
        with opened(server, read_only=False) as store:
            store.write(warm)
            store.run("MATCH (n) CALL { WITH n DETACH DELETE n } IN TRANSACTIONS", write=True)
        started = time.perf_counter()
        count = load(server, rows)
        seconds = getattr(load, "seconds", None) or time.perf_counter() - started
    finally:
        server.stop()
    return {"way": name, "rows": count, "s": round(seconds, 1), "rows/s": round(count / seconds)}


def main() -> None:
    cli = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    cli.add_argument("workspace", type=Path)
    args = cli.parse_args()
    with Corpus.open(args.workspace) as corpus:
        rows = rows_of(corpus)
    ways: dict[str, Callable[[JarServer, GraphRows], int]] = {
        "kg load": load_with_kg,
        "one MERGE a row": load_one_by_one,
        "neo4j_graphrag Neo4jWriter": load_with_graphrag,
    }
    for name, load in ways.items():
        try:
            outcome = measure(name, load, rows)
        except ImportError as error:
            outcome = {"way": name, "left out": str(error)}
        sys.stdout.write(json.dumps(outcome) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
