"""Reading with one or several readers at once, in batches: for silver goals and for measuring."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
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
# Texts whose vectors are kept at a time: those of a big teacher take 0.5 GB.
TOGETHER = 500


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
    reads: list[Read] = []
    for at in range(0, len(texts), TOGETHER):
        some = texts[at : at + TOGETHER]
        encoded = Encoded(readers, [lay_out(text, ()) for text in some], device)
        reads += _read_some(encoded, some, limits=limits, jobs=jobs)
    return reads


def _read_some(
    encoded: Encoded, texts: Sequence[Text], *, limits: Thresholds, jobs: int
) -> list[Read]:
    tags = encoded.tags
    named = mapped(
        partial(_named, outside=limits.outside),
        list(zip(texts, tags, strict=True)),
        jobs=jobs,
    )
    same = encoded.said([example for _, example in named], only="same")
    grouped = mapped(
        partial(_grouped, cut_at=limits.same),
        [(t, spans, s["same"]) for t, (spans, _), s in zip(texts, named, same, strict=True)],
        jobs=jobs,
    )
    said = encoded.said([example for _, example in grouped])
    out = []
    for text, (groups, example), first, goals in zip(texts, grouped, tags, said, strict=True):
        example = replace(example, goals={**goals, "tags": first.astype(np.float16)})
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


class Encoded:
    """Texts as readers see them: each encoder runs once, however often its heads are asked.

    Args:
        readers: At least one.
        examples: The texts; what stands in them may be laid out otherwise later.
        device: Where the readers are.

    Attributes:
        tags: What the readers say on average of the pieces of each text.
    """

    def __init__(
        self, readers: Sequence[JointReader], examples: Sequence[Example], device: torch.device
    ) -> None:
        self._readers, self._device = readers, device
        order = sorted(range(len(examples)), key=lambda k: len(examples[k].ids))
        self._parts = [order[k : k + SIZE] for k in range(0, len(order), SIZE)]
        self._vectors: list[list[Tensor]] = []
        self.tags: list[Floats] = [np.zeros((0, LABELS), np.float32)] * len(examples)
        for part, batch in self._batches(examples):
            with torch.inference_mode(), halves(device):
                hidden, tags = zip(*(r.eval().encode(batch) for r in readers), strict=True)
            self._vectors.append(list(hidden))
            chances = _mean([scores.float().softmax(-1) for scores in tags])
            for k, row in zip(part, chances, strict=True):
                self.tags[k] = row[1 : 1 + len(examples[k].ids)]

    def said(self, examples: Sequence[Example], *, only: str = "") -> list[dict[str, Floats]]:
        """Return what the heads, or one of them, say on average, one entry a text.

        Args:
            examples: The texts, laid out.
            only: As in `JointReader.heads`.
        """
        out: list[dict[str, Floats]] = [{} for _ in examples]
        for (part, batch), vectors in zip(self._batches(examples), self._vectors, strict=True):
            with torch.inference_mode():
                pairs = zip(self._readers, vectors, strict=True)
                scores = [reader.heads(batch, hidden, only=only) for reader, hidden in pairs]
            heads = scores[0]
            means = {name: _mean([_chances(name, s[name]) for s in scores]) for name in heads}
            _scatter(out, [(k, examples[k]) for k in part], means)
        return out

    def _batches(self, examples: Sequence[Example]) -> Iterator[tuple[list[int], Batch]]:
        groups = [[examples[k] for k in part] for part in self._parts]
        return zip(self._parts, ahead(groups, device=self._device), strict=True)


def _mean(chances: Sequence[Tensor]) -> Floats:
    mean: Floats = torch.stack(list(chances)).mean(0).cpu().numpy()
    return mean


def _chances(head: str, scores: Tensor) -> Tensor:
    if head in ("kind", "span"):
        return scores.softmax(-1)
    return scores.softmax(1) if head == "role" else scores.sigmoid()


def _scatter(
    out: list[dict[str, Floats]], part: Iterable[tuple[int, Example]], means: dict[str, Floats]
) -> None:
    at = dict.fromkeys(means, 0)
    for k, x in part:
        rows = x.rows
        for name, values in means.items():
            chosen = values[at[name] : at[name] + rows[name]]
            out[k][name] = chosen[:, : 1 + x.things.count] if name == "role" else chosen
            at[name] += rows[name]
