"""Rows per second into Neo4j: kg, one row at a time, and neo4j_graphrag's Neo4jWriter.

The same rows, a fresh server for each: `python -m tests.bench_neo4j DIR`.
Needs `pip install neo4j-graphrag` for the third, and Java and Maven for the server (with APOC,
which only the third needs).
"""

from __future__ import annotations

import argparse
import asyncio
import json
import resource
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from itertools import chain
from pathlib import Path

import neo4j

from kg.build import rows_of
from kg.corpus import Corpus
from kg.queries import load_query
from kg.records import GraphRows
from kg.store.rows import node_batches, node_order, relationship_batches
from tests.conftest import opened
from tests.neo4j_server import JarServer

SAMPLE = 4_000
Load = Callable[[JarServer, GraphRows], dict[str, object]]


def load_with_kg(server: JarServer, rows: GraphRows) -> dict[str, object]:
    """Load by `Neo4jStore.write`: difference, marks, constraints, full text and all."""
    clock = Clock(server)
    with opened(server, read_only=False) as store:
        changed = store.write(rows).changed
    return clock.report(len(rows.nodes) + len(rows.relationships)) | {"changed": changed}


def load_one_by_one(server: JarServer, rows: GraphRows) -> dict[str, object]:
    """Load a sample by the same MERGE, one row and one transaction each."""
    half = SAMPLE // 2
    with opened(server, read_only=False) as store:
        store.apply_schema()
    nodes = rows.nodes[:: max(1, len(rows.nodes) // half)][:half]
    links = rows.relationships[:: max(1, len(rows.relationships) // half)][:half]
    ends = {i for link in links for i in (link.start_id, link.end_id)}
    needed = sorted((n for n in rows.nodes if n.id in ends), key=node_order)
    singles = chain(
        node_batches(sorted(nodes, key=node_order), size=1), relationship_batches(links, size=1)
    )
    with (
        neo4j.GraphDatabase.driver(server.uri, auth=(server.user, server.password)) as driver,
        driver.session(database="neo4j") as session,
    ):
        for batch in node_batches(needed, size=1_000):
            session.run(load_query(batch.query, folder="write").text, rows=batch.rows).consume()
        clock = Clock(server)
        for batch in singles:
            session.run(load_query(batch.query, folder="write").text, rows=batch.rows).consume()
        return clock.report(len(nodes) + len(links))


def load_with_graphrag(server: JarServer, rows: GraphRows) -> dict[str, object]:
    """Load by neo4j_graphrag, in its own default batches."""
    from neo4j_graphrag.components.kg_writer import Neo4jWriter
    from neo4j_graphrag.components.types import (
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
        clock = Clock(server)
        asyncio.run(Neo4jWriter(driver, neo4j_database="neo4j").run(graph))
        return clock.report(len(rows.nodes) + len(rows.relationships))


class Clock:
    """Seconds that passed, and processor seconds of this process and of the server's."""

    def __init__(self, server: JarServer) -> None:
        self.server, self.start = server, (0.0, 0.0, 0.0)
        self.start = self.spent()

    def spent(self) -> tuple[float, ...]:
        now = (time.perf_counter(), time.process_time(), self.server.processor_seconds())
        return tuple(b - a for a, b in zip(self.start, now, strict=True))

    def report(self, rows: int) -> dict[str, object]:
        seconds, client, server = self.spent()
        return {
            "rows": rows,
            "s": round(seconds, 1),
            "rows/s": round(rows / seconds),
            "client processor s": round(client, 1),
            "server processor s": round(server, 1),
            "client peak MB": round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024),
        }


def without_papers(rows: GraphRows, number: int) -> GraphRows:
    """Return the graph as it was before the last papers: without them and their results."""
    gone = {n.id for n in [n for n in rows.nodes if n.label == "Paper"][-number:]}
    gone |= {r.end_id for r in rows.relationships if r.type == "REPORTS" and r.start_id in gone}
    return replace(
        rows,
        nodes=tuple(n for n in rows.nodes if n.id not in gone),
        relationships=tuple(
            r for r in rows.relationships if not {r.start_id, r.end_id, r.key} & gone
        ),
    )


def measure(name: str, load: Load, rows: GraphRows) -> Iterator[dict[str, object]]:
    """Run one way in on a fresh server, which a small load has warmed; ours a few times more."""
    server = JarServer(heap="2g", apoc=True, for_speed=True)
    try:
        server.start()
        warm = GraphRows("warm", 1, rows.nodes[:2_000], ())
        with opened(server, read_only=False) as store:
            store.write(warm)
            store.run("MATCH (n) CALL { WITH n DETACH DELETE n } IN TRANSACTIONS", write=True)
        yield {"way": name} | load(server, rows)
        if load is load_with_kg:
            yield {"way": f"{name}, nothing new"} | load(server, rows)
            fewer = without_papers(rows, 10)
            yield {"way": f"{name}, ten papers gone"} | load(server, fewer)
            yield {"way": f"{name}, ten papers more"} | load(server, rows)
    finally:
        server.stop()


def main() -> None:
    cli = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    cli.add_argument("workspace", type=Path)
    cli.add_argument("--only", choices=["kg", "one", "graphrag"], action="append")
    args = cli.parse_args()
    with Corpus.open(args.workspace) as corpus:
        rows = rows_of(corpus)
    peak = round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)
    counts = {"nodes": len(rows.nodes), "relationships": len(rows.relationships)}
    say(counts | {"peak MB of making them": peak})
    ways: dict[str, tuple[str, Load]] = {
        "kg": ("kg load", load_with_kg),
        "one": ("one MERGE a row", load_one_by_one),
        "graphrag": ("neo4j_graphrag Neo4jWriter", load_with_graphrag),
    }
    for name, load in (ways[key] for key in args.only or ways):
        try:
            for outcome in measure(name, load, rows):
                say(outcome)
        except ImportError as error:
            say({"way": name, "left out": str(error)})


def say(outcome: dict[str, object]) -> None:
    sys.stdout.write(json.dumps(outcome) + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
