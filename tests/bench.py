"""Measures speed and memory on real abstracts: `make bench SIZE=1000`.

Each figure is printed beside what it is to be compared with, taken in the same run. Every part
keeps its outcome under `.bench/`, so that an interrupted run goes on; `--fresh` starts anew.
"""

from __future__ import annotations

import argparse
import json
import lzma
import os
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from itertools import islice
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
CORPUS = ROOT.parent / "shared" / "corpus"
BENCH = ROOT / ".bench"
READ_SAMPLE = 200


def abstracts(size: int) -> Iterator[str]:
    """Yield lines of the corpus, dated arXiv records first."""
    for name in ("arxiv-4k-full.jsonl.xz", "arxiv-40k.jsonl.xz"):
        with lzma.open(CORPUS / name, "rt", encoding="utf-8") as lines:
            for line in islice(lines, size):
                size -= 1
                yield line


def run(code: str, *args: str) -> dict:
    """Run Python in a process of its own: its peak memory is that of the measured thing alone."""
    env = os.environ | {"OMP_NUM_THREADS": "1", "PYTHONPATH": str(ROOT)}
    done = subprocess.run(
        [sys.executable, "-c", code, *args], capture_output=True, text=True, env=env, check=False
    )
    if done.returncode:
        raise SystemExit(done.stderr)
    return json.loads(done.stdout.splitlines()[-1])


READ = """
import json, resource, sys, time
from itertools import islice
from kg.sources import read_papers
papers = list(islice(read_papers(sys.argv[1], on_problem=print), int(sys.argv[2])))
import spacy
nlp = spacy.blank("en")
list(nlp.pipe(p.text for p in papers[:20]))
start = time.perf_counter(); list(nlp.pipe(p.text for p in papers)); blank = time.perf_counter() - start
from kg.extract import extract
list(extract(papers[:5], jobs=1))
start = time.perf_counter(); list(extract(papers, jobs=1)); one = time.perf_counter() - start
peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
start = time.perf_counter(); list(extract(papers, jobs=2)); two = time.perf_counter() - start
n = len(papers)
print(json.dumps({"one core, papers/s": round(n / one, 1), "two cores, papers/s": round(n / two, 1),
  "tokenising alone, papers/s": round(n / blank, 1), "times slower than tokenising": round(one / blank, 1),
  "peak memory, MB": round(peak)}))
"""

BUILD = """
import json, resource, sys, time
from kg.build import Build, rows_of
from kg.resolve import update_names
marks = {}
def mark(name, start): marks[name] = round(time.perf_counter() - start, 2)
with Build(__import__("pathlib").Path(sys.argv[2])) as run:
    start = time.perf_counter(); n = sum(1 for _ in run.add([sys.argv[1]])); mark("add papers, s", start)
    start = time.perf_counter()
    for i, _ in enumerate(run.extract(jobs=2), 1):
        if i % 500 == 0: print(i, round(i / (time.perf_counter() - start), 1), file=sys.stderr, flush=True)
    mark("extract on two cores, s", start)
    start = time.perf_counter(); update_names(run.corpus); mark("resolve all names, s", start)
    start = time.perf_counter(); rows = rows_of(run.corpus); mark("make rows, s", start)
    start = time.perf_counter(); run.update(); mark("rows and write, s", start)
    start = time.perf_counter(); run.update(); mark("update without a change, s", start)
    list(run.add([sys.argv[3]])); list(run.extract(jobs=1))
    start = time.perf_counter(); update_names(run.corpus); mark("one paper more: resolve, s", start)
    start = time.perf_counter(); run.update(); mark("one paper more: write, s", start)
    number = run.corpus.add_correction("rename", {"a": {"surface": "accuracy"}, "name": "Accuracy"}, author="bench")
    start = time.perf_counter(); update_names(run.corpus); mark("rename 'accuracy': resolve, s", start)
    start = time.perf_counter(); run.update(); mark("rename 'accuracy': write, s", start)
    run.corpus.undo_correction(number); run.update()
marks |= {"papers": n, "nodes": len(rows.nodes), "relationships": len(rows.relationships),
  "peak memory, MB": round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)}
print(json.dumps(marks))
"""

NAMES = """
import json, resource, sys, time
from itertools import islice
from kg.corpus import Corpus
from kg.resolve import resolve
with Corpus.open(sys.argv[1], read_only=True) as corpus:
    items = list(islice(corpus.items(), int(sys.argv[2])))
before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
start, work = time.perf_counter(), time.process_time()
done = resolve(items)
print(json.dumps({"seconds": round(time.perf_counter() - start, 1),
  "of the processor": round(time.process_time() - work, 1), "names": len(done.links),
  "nodes": len(done.entities),
  "MB": round((resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024)}))
"""

ASK = """
import json, resource, statistics, sys, time
import kg
start = time.perf_counter(); g = kg.open(sys.argv[1]); marks = {"open, s": round(time.perf_counter() - start, 3)}
def top(kind): return g.run(f"MATCH (e:{kind}) RETURN e.id AS id ORDER BY e.paperCount DESC, e.id LIMIT 1")[0]["id"]
bench, task, model = top("Benchmark"), top("Task"), top("Model")
calls = {"leaderboard": lambda: g.leaderboard(bench), "search": lambda: g.search("diffusion"), "entity": lambda: g.entity(model),
  "neighbors": lambda: g.neighbors(model), "papers": lambda: g.papers(task=task), "benchmarks": lambda: g.benchmarks(task),
  "lineage": lambda: g.lineage(model), "trends": lambda: g.trends(), "stats": lambda: g.stats()}
for name, call in calls.items():
    times = []
    for _ in range(5):
        start = time.perf_counter(); call(); times.append(time.perf_counter() - start)
    marks[f"{name}, ms (median of 5)"] = round(1000 * statistics.median(times), 1)
marks["peak memory, MB"] = round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)
print(json.dumps(marks))
"""


def whole_process(*args: str) -> float:
    """Return the median seconds of five runs of a command as a whole process."""
    times = []
    for _ in range(5):
        start = time.perf_counter()
        subprocess.run(
            [sys.executable, "-m", "kg", *args],
            check=True,
            cwd=ROOT,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        times.append(time.perf_counter() - start)
    return round(statistics.median(times), 2)


def part(folder: Path, name: str, measure: Callable[[], dict]) -> None:
    """Measure one part unless it was measured before, and print it."""
    kept = folder / f"{name}.json"
    if not kept.exists():
        kept.write_text(json.dumps(measure()), encoding="utf-8")
    print(f"\n{name}")
    for key, value in json.loads(kept.read_text(encoding="utf-8")).items():
        print(f"  {key:34}{value:>12}")


def names(workspace: Path, size: int) -> dict:
    """Resolve a quarter, a half and all of the papers, each in a process of its own."""
    rows = {count: run(NAMES, str(workspace), str(count)) for count in (size // 4, size // 2, size)}
    return {f"{n} papers, {what}": value for n, row in rows.items() for what, value in row.items()}


def main() -> None:
    cli = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    cli.add_argument("--size", type=int, default=1000, help="abstracts: 1000, 4000, 44000 …")
    cli.add_argument("--fresh", action="store_true", help="measure again what was measured")
    cli.add_argument(
        "--also",
        choices=["neo4j", "pages"],
        action="append",
        default=[],
        help="also load a Neo4j three ways; also draw pages in Chromium, beside vis-network",
    )
    args = cli.parse_args()
    if not CORPUS.exists():
        raise SystemExit(f"needs real abstracts in {CORPUS}")
    folder = BENCH / str(args.size)
    folder.mkdir(parents=True, exist_ok=True)
    if args.fresh:
        for kept in folder.glob("*.json"):
            kept.unlink()
    source, workspace = folder / "papers.jsonl", folder / "papers.kg"
    another = folder / "another.jsonl"
    if not another.exists():
        *lines, last = abstracts(args.size + 1)
        source.write_text("".join(lines), encoding="utf-8")
        another.write_text(last, encoding="utf-8")
    print(f"{args.size} abstracts, {os.cpu_count()} cores, Python {sys.version.split()[0]}")
    part(folder, "reading", lambda: run(READ, str(source), str(READ_SAMPLE)))
    part(folder, "building", lambda: run(BUILD, str(source), str(workspace), str(another)))
    part(folder, "names", lambda: names(workspace, args.size))
    part(folder, "asking", lambda: run(ASK, str(workspace)))
    part(
        folder,
        "files",
        lambda: {
            f"{f.name}, MB": round(f.stat().st_size / 2**20, 1)
            for f in sorted(workspace.iterdir())
            if f.suffix in (".sqlite", ".kgl")
        },
    )
    part(
        folder,
        "processes",
        lambda: {
            "kg --help, s": whole_process("--help"),
            "kg stats, s": whole_process("stats", "-g", str(workspace)),
            "kg leaderboard ImageNet, s": whole_process(
                "leaderboard", "ImageNet", "-g", str(workspace)
            ),
        },
    )
    others = {"neo4j": ["tests.bench_neo4j", str(workspace)], "pages": ["tests.bench_pages"]}
    for name in args.also:
        print(f"\n{name}", flush=True)
        subprocess.run([sys.executable, "-m", *others[name]], cwd=ROOT, check=True)


if __name__ == "__main__":
    main()
