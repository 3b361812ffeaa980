"""Measures the embedded graph at the size of 45,000 papers: write, open, first search, questions.

Seconds are of CPU, so that other work on the machine does not count.

`python -m tests.bench_store FOLDER [--times 10]` takes the annotated papers of ../shared/gold so
many times over; every copy has papers of its own and shares a third of its names with the others.
"""

from __future__ import annotations

import argparse
import dataclasses
import json
import resource
import subprocess
import sys
import time
import zlib
from pathlib import Path

from kg.records import Extraction, GraphRows, Paper, Resolution, ResolvedEntity
from kg.rows import graph_rows
from kg.store import open_store
from kg.text import slug
from tests.gold import read_gold

GOLD = Path(__file__).resolve().parent.parent.parent / "shared" / "gold"
Item = tuple[Paper, Extraction]
READ = """
import json, sys, time
start = time.process_time()
from kg.graph import open_graph
graph = open_graph(sys.argv[1])
found = {"open s": time.process_time() - start}
def timed(name, call):
    start = time.process_time(); call(); found[name] = time.process_time() - start
timed("leaderboard s", lambda: graph.leaderboard("benchmark:imagenet"))
timed("first search s", lambda: graph.search("diffusion transformer"))
timed("second search s", lambda: graph.search("diffusion transformer"))
timed("papers s", lambda: graph.papers(method="method:lora"))
timed("path s", lambda: graph.path("method:lora", "benchmark:mmlu"))
timed("cooccurrence s", lambda: graph.cooccurrence("method:lora"))
timed("outperforms s", lambda: graph.outperforms())
timed("conflicts s", lambda: graph.conflicts())
timed("stats s", lambda: graph.stats())
# Not getrusage: its peak counts the process that started this one.
peak = next(line for line in open("/proc/self/status") if line.startswith("VmHWM"))
found["peak MB"] = int(peak.split()[1]) / 1024
print(json.dumps({name: round(value, 3) for name, value in found.items()}))
"""


def copies(items: list[Item], times: int) -> list[Item]:
    return [copy_of(item, number) for number in range(times) for item in items]


def copy_of(item: Item, number: int) -> Item:
    """Rename two thirds of the names, the same ones in every paper of the copy."""
    paper, extraction = item
    names = {
        e.name: e.name
        if number == 0 or zlib.crc32(f"{e.name} {number}".encode()) % 3 == 0
        else f"{e.name} v{number}"
        for e in extraction.entities
    }

    def renamed(thing, *fields):
        return dataclasses.replace(thing, **{f: names.get(getattr(thing, f)) for f in fields})

    return dataclasses.replace(paper, id=f"{paper.id}{number}"), dataclasses.replace(
        extraction,
        entities=tuple(renamed(e, "name") for e in extraction.entities),
        relations=tuple(renamed(r, "source", "target") for r in extraction.relations),
        results=tuple(
            renamed(r, "subject", "benchmark", "metric", "versus") for r in extraction.results
        ),
    )


def rows_of(items: list[Item]) -> GraphRows:
    """Join equal names of one type and nothing else: resolution has figures of its own."""
    entities, links = {}, {}
    for paper, extraction in items:
        for e in extraction.entities:
            node = f"{e.type.value.lower()}:{slug(e.name)}"
            entities.setdefault(node, ResolvedEntity(node, e.name, e.type))
            links[paper.id, e.name] = node
    resolution = Resolution(tuple(entities[key] for key in sorted(entities)), links)
    return graph_rows(items, resolution, workspace="bench", revision=1)


def main() -> None:
    cli = argparse.ArgumentParser(description=__doc__)
    cli.add_argument("folder", type=Path)
    cli.add_argument("--times", type=int, default=10)
    args = cli.parse_args()
    items = {p.id: (p, x) for f in ("train", "more") for p, x in read_gold(GOLD / f"{f}.jsonl")}
    papers = copies(list(items.values()), args.times)
    rows = rows_of(papers)
    found: dict[str, object] = {
        "papers": len(papers),
        "nodes": len(rows.nodes),
        "relationships": len(rows.relationships),
    }
    store = open_store(args.folder, read_only=False)
    start = time.process_time()
    store.write(rows)
    found["write s"] = round(time.process_time() - start, 1)
    store.close()
    found["file MB"] = round((args.folder / "graph.kgl").stat().st_size / 1e6)
    found |= json.loads(
        subprocess.run(
            [sys.executable, "-c", READ, str(args.folder)], capture_output=True, check=True
        ).stdout
    )
    command = [
        sys.executable,
        "-m",
        "kg",
        "leaderboard",
        "benchmark:imagenet",
        "-g",
        str(args.folder),
    ]
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(command, capture_output=True, check=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    spent = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    found["kg leaderboard s"] = round(spent, 2)
    sys.stdout.write(json.dumps(found, indent=2) + "\n")


if __name__ == "__main__":
    main()
