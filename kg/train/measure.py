"""The figures of readers on annotated papers, scored as `kg evaluate` does."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import Any

import torch

from kg.evaluate import HEADLINES, read_annotated, score
from kg.extract.decode import Thresholds
from kg.extract.encode import Tokenizer
from kg.roles import ROLES
from kg.text.links import find_repos
from kg.train.data import prepare
from kg.train.gold import text_of
from kg.train.model import JointReader
from kg.train.read import Read, mapped, read_texts, reading


def figures(
    readers: Sequence[JointReader],
    gold: Path,
    *,
    limits: Thresholds,
    tokenizer: Tokenizer,
    device: torch.device,
) -> dict[str, float]:
    """Return the F1 of readers that read together, in percent, without the rules round them.

    Args:
        readers: At least one.
        gold: A file of annotated papers.
        limits: The thresholds.
        tokenizer: Cuts texts into pieces.
        device: Where the readers are.
    """
    papers = read_annotated(gold)
    items = [(str(paper["id"]), text_of(paper)) for paper in papers]
    texts = mapped(partial(prepare, tokenizer=tokenizer), items, jobs=1)
    reads = read_texts(readers, texts, limits=limits, device=device)
    scores = score(papers, [as_gold(r, limits) for r in reads])
    return {what: round(scores.total[what].f1, 1) for what in HEADLINES}


def as_gold(read: Read, limits: Thresholds) -> dict[str, Any]:
    """Return what a text says in the format of the annotated papers."""
    text = read.text.pieces.text
    found = reading(read, limits)
    urls = {(link.start, link.end): link.url for link in find_repos(text)}
    names = [urls.get((g.spans[0].start, g.spans[0].end), g.name) for g in found.groups]
    numbers = read.text.numbers

    def name(index: int | None) -> str | None:
        return None if index is None else names[index]

    return {
        "id": read.text.name,
        "entities": [
            {
                "name": own,
                "type": group.type.value,
                "mentions": sorted({text[s.start : s.end] for s in group.spans}),
            }
            for own, group in zip(names, found.groups, strict=True)
        ],
        "relations": [
            {"type": r.type.value, "source": name(r.source), "target": names[r.target]}
            for r in found.relations
        ],
        "results": [
            {
                "value": numbers[r.number].value,
                "kind": r.kind.value,
                **{role: name(getattr(r, role)) for role in ROLES},
            }
            for r in found.results
        ],
    }
