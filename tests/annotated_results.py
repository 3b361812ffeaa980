"""Annotated results of 720 further abstracts: `python -m tests.annotated_results ../shared/corpus`.

`tests/data/results.jsonl.xz` says who reached which number on what, by names and places; the
texts stay in the corpus. Written out as annotated papers they serve `kg.evaluate.calibration`,
and what the reader finds on them is scored.
"""

from __future__ import annotations

import argparse
import json
import lzma
import sys
from collections import Counter
from pathlib import Path

from kg.evaluate import Annotated, align, predict, score_results
from kg.train.texts import read_corpus

DATA = Path(__file__).parent / "data" / "results.jsonl.xz"


def read_results(corpus: Path) -> list[Annotated]:
    """Return the annotated papers with their texts; those that the corpus lacks are left out
    and named on standard error."""
    texts = dict(read_corpus(corpus, without=()))
    with lzma.open(DATA, "rt", encoding="utf-8") as lines:
        papers = [json.loads(line) for line in lines]
    found = []
    for paper in papers:
        if paper["id"] not in texts:
            sys.stderr.write(f"'{corpus}' has no {paper['id']}\n")
            continue
        text = texts[paper["id"]]
        title, _, abstract = text.partition("\n")
        for row in paper["results"]:
            start, end = row.pop("at")
            row["evidence"] = text[start:end]
        found.append({**paper, "title": title, "abstract": abstract})
    return found


def main() -> None:
    cli = argparse.ArgumentParser(prog="python -m tests.annotated_results", description=__doc__)
    cli.add_argument("corpus", type=Path)
    cli.add_argument("out", type=Path, nargs="?", help="annotated papers are written there")
    args = cli.parse_args()
    papers = read_results(args.corpus)
    if args.out is not None:
        lines = [json.dumps(paper, ensure_ascii=False) + "\n" for paper in papers]
        args.out.write_text("".join(lines), encoding="utf-8")
    total: dict[str, Counter[str]] = {}
    for paper, guess in zip(papers, predict(papers), strict=True):
        for name, count in score_results(paper, guess, align(paper, guess)).items():
            total.setdefault(name, Counter()).update(
                right=count.right, predicted=count.predicted, gold=count.gold
            )
    for name, count in total.items():
        f1 = 200 * count["right"] / max(1, count["predicted"] + count["gold"])
        sys.stdout.write(f"{name} {f1:.1f} {dict(count)}\n")


if __name__ == "__main__":
    main()
