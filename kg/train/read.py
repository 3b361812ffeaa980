"""Reading with one or several readers at once, in batches: for silver goals and for measuring."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, replace
from functools import partial
from typing import TypeVar

import numpy as np
import torch
from torch import Tensor

from kg.extract import decode, tags
from kg.extract.decode import LABELS, FoundRelation, FoundResult, Reading, Thresholds
from kg.extract.encode import Floats
from kg.extract.group import Group, Span, candidate_pairs, cluster, merge, name_apart, surfaces
from kg.records import EntityType
from kg.train.batch import Batch, ahead
from kg.train.data import Example, Text, Thing, lay_out, place
from kg.train.halves import halves
from kg.train.model import JointReader

A = TypeVar("A")
B = TypeVar("B")
SIZE = 48


@dataclass(frozen=True, slots=True)
class Read:
    """What readers say of a text, before any threshold but that of the tags and of grouping.

    Attributes:
        text: What was read.
        groups: The things.
        example: Spans and pairs that the heads looked at; its goals are what the heads say.
    """

    text: Text
    groups: tuple[Group, ...]
    example: Example


def mapped(work: Callable[[A], B], items: Sequence[A], *, jobs: int) -> list[B]:
    """Return the results in order, from several processes where *jobs* is over one."""
    if jobs < 2:
        return [work(item) for item in items]
    with ProcessPoolExecutor(jobs) as pool:
        return list(pool.map(work, items, chunksize=max(1, min(64, len(items) // jobs))))


def read_texts(
    readers: Sequence[JointReader],
    texts: Sequence[Text],
    *,
    limits: Thresholds,
    device: torch.device,
    jobs: int = 1,
) -> list[Read]:
    """Read texts with the mean of some readers.

    Args:
        readers: At least one.
        texts: In any order.
        limits: Only `outside` and `same` matter here.
        device: Where the readers are.
        jobs: Processes for the work between passes.
    """
    bare = [lay_out(text, ()) for text in texts]
    tags = _means(readers, bare, device, head="tags")
    named = mapped(
        partial(_named, outside=limits.outside),
        list(zip(texts, (t["tags"] for t in tags), strict=True)),
        jobs=jobs,
    )
    same = _means(readers, [example for _, example in named], device, head="same")
    grouped = mapped(
        partial(_grouped, cut_at=limits.same),
        [(t, spans, s["same"]) for t, (spans, _), s in zip(texts, named, same, strict=True)],
        jobs=jobs,
    )
    said = _means(readers, [example for _, example in grouped], device, head="")
    out = []
    for text, (groups, example), first, goals in zip(texts, grouped, tags, said, strict=True):
        example = replace(example, goals={**goals, "tags": first["tags"].astype(np.float16)})
        out.append(Read(text, tuple(groups), example))
    return out


def reading(read: Read, limits: Thresholds) -> Reading:
    """Return what a text says above the thresholds."""
    goals = read.example.goals
    groups = read.groups
    relations: list[FoundRelation] = []
    if groups:
        heads = [replace(group, spans=group.spans[:1]) for group in groups]
        relations = decode.paper_relations(
            goals["paper"], heads, np.arange(len(groups)), limits=limits
        )
    pairs = [
        (i, j, groups[i].spans[0], groups[j].spans[0]) for i, j, *_ in read.example.arcs.tolist()
    ]
    if pairs:
        relations += decode.arcs(goals["arc"], pairs, limits=limits)
    results: list[FoundResult] = []
    if len(read.example.numbers):
        shares = goals["role"] / np.maximum(goals["role"].sum(axis=1, keepdims=True), 1e-9)
        pointers: Floats = shares.astype(np.float32, copy=False)
        results = decode.results(goals["kind"], pointers, limits=limits)
    return Reading(groups, tuple(relations), tuple(results))


def _named(item: tuple[Text, Floats], outside: float) -> tuple[list[Span], Example]:
    text, chances = item
    pieces = text.pieces
    scores = np.log(chances.astype(np.float32) + 1e-7)
    if len(scores) < len(pieces.ids):
        filler = np.full((len(pieces.ids) - len(scores), LABELS), -30.0, np.float32)
        filler[:, 0] = 0
        scores = np.concatenate([scores, filler])
    spans = tags.tag_spans(pieces, scores, outside=outside, masked=text.repos)
    spans = tags.every_occurrence(pieces.text, spans, masked=text.repos)
    spans = [s for s in spans if place(pieces, s.start, s.end)]
    things = [Thing(s.folded, s.spans[0].type, s.spans) for s in surfaces(pieces.text, spans)]
    return spans, lay_out(text, things)


def _grouped(item: tuple[Text, list[Span], Floats], cut_at: float) -> tuple[list[Group], Example]:
    text, spans, chances = item
    source = text.pieces.text
    found = surfaces(source, spans)
    pairs = candidate_pairs(found)
    scored = [(float(c), i, j) for c, (i, j) in zip(chances, pairs, strict=True)]
    groups = [
        merge(source, [found[k] for k in members])
        for members in cluster(len(found), scored, cut=cut_at)
    ]
    for start, end in text.repos:
        if place(text.pieces, start, end):
            span = Span(start, end, EntityType.REPO, 1.0)
            groups.append(Group(source[start:end], EntityType.REPO, (span,), 1.0))
    groups = name_apart(sorted(groups, key=lambda g: g.spans[0]))
    return groups, lay_out(text, [Thing(g.name, g.type, g.spans) for g in groups])


def _means(
    readers: Sequence[JointReader], examples: Sequence[Example], device: torch.device, *, head: str
) -> list[dict[str, Floats]]:
    """Return what the readers say on average, one entry an example."""
    order = sorted(range(len(examples)), key=lambda k: len(examples[k].ids))
    parts = [order[k : k + SIZE] for k in range(0, len(order), SIZE)]
    groups = [[examples[k] for k in part] for part in parts]
    out: list[dict[str, Floats]] = [{} for _ in examples]
    for part, batch in zip(parts, ahead(groups, device=device), strict=True):
        means = _mean(readers, batch, head)
        _scatter(out, [(k, examples[k]) for k in part], means)
    return out


def _mean(readers: Sequence[JointReader], batch: Batch, head: str) -> dict[str, Floats]:
    total: dict[str, Tensor] = {}
    for reader in readers:
        with torch.inference_mode():
            said = _said(reader, batch, head)
        for name, value in said.items():
            total[name] = total.get(name, torch.zeros(())).to(value.device) + value
    return {name: (value / len(readers)).cpu().numpy() for name, value in total.items()}


def _said(reader: JointReader, batch: Batch, head: str) -> dict[str, Tensor]:
    reader.eval()
    with halves(batch.ids.device):
        hidden, tags = reader.encode(batch)
    if head == "tags":
        return {"tags": tags.float().softmax(-1)}
    scores = reader.heads(batch, hidden, only=head)
    return {name: _chances(name, value) for name, value in scores.items()}


def _chances(head: str, scores: Tensor) -> Tensor:
    if head in ("kind", "span"):
        return scores.softmax(-1)
    return scores.softmax(1) if head == "role" else scores.sigmoid()


def _scatter(
    out: list[dict[str, Floats]], part: Iterable[tuple[int, Example]], means: dict[str, Floats]
) -> None:
    at = dict.fromkeys(means, 0)
    for row, (k, x) in enumerate(part):
        rows = x.rows
        for name, values in means.items():
            if name == "tags":
                out[k][name] = values[row, 1 : 1 + len(x.ids)]
                continue
            chosen = values[at[name] : at[name] + rows[name]]
            out[k][name] = chosen[:, : 1 + x.things.count] if name == "role" else chosen
            at[name] += rows[name]
