"""Annotated abstracts whose labels no training sees, gold or silver.

`python -m tests.held_out ../shared/corpus OUT.jsonl`

`tests/data/held-out.jsonl.xz` says what stands where; with the texts of the corpus the papers are
written as `kg evaluate` and `kg.evaluate.calibration` read them.
"""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path

from kg.train.corrected import read_corrected
from kg.train.texts import read_corpus

DATA = Path(__file__).parent / "data" / "held-out.jsonl.xz"


def main() -> None:
    cli = argparse.ArgumentParser(prog="python -m tests.held_out", description=__doc__)
    cli.add_argument("corpus", type=Path)
    cli.add_argument("out", type=Path)
    args = cli.parse_args()
    corpus, out = args.corpus, args.out
    papers = list(read_corrected(dict(read_corpus(corpus, without=())), DATA))
    lines = [json.dumps(paper, ensure_ascii=False) + "\n" for paper in papers]
    out.write_text("".join(lines), encoding="utf-8")
    sys.stdout.write(f"{len(papers)} papers in '{out}'\n")


if __name__ == "__main__":
    main()
