"""What teachers say of unread abstracts, as goals for a student, in little room."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from kg.extract.decode import TYPES
from kg.extract.encode import Floats, Tokenizer
from kg.extract.group import Span
from kg.train.data import Example, Thing, lay_out, prepare

if TYPE_CHECKING:
    from kg.train.read import Read

Bytes = NDArray[np.uint8]


@dataclass(frozen=True, slots=True)
class Silver:
    """The goals of one text.

    Attributes:
        name: Id of the paper.
        things: Kind (an index) and spans of each thing.
        rows: Pieces that are not surely outside.
        tags: Chances of the labels at `rows`, in 255ths; so for the goals.
        goals: By head.
    """

    name: str
    things: tuple[tuple[int, tuple[tuple[int, int], ...]], ...]
    rows: NDArray[np.uint16]
    tags: Bytes
    goals: Mapping[str, Bytes]


def packed(read: Read) -> Silver:
    """Return what readers say of a text as goals."""
    goals = dict(read.example.goals)
    tags = goals.pop("tags").astype(np.float32)
    rows = np.flatnonzero(tags[:, 0] < 0.996)
    return Silver(
        read.text.name,
        tuple((TYPES.index(g.type), tuple((s.start, s.end) for s in g.spans)) for g in read.groups),
        rows.astype(np.uint16),
        _bytes(tags[rows]),
        {head: _bytes(goal) for head, goal in goals.items()},
    )


def unpacked(silver: Silver, text: str, tokenizer: Tokenizer) -> Example:
    """Return the text with its goals as an example in the careful style."""
    things = [
        Thing(str(k), TYPES[kind], tuple(Span(s, e, TYPES[kind], 1.0) for s, e in spans))
        for k, (kind, spans) in enumerate(silver.things)
    ]
    example = lay_out(prepare((silver.name, text), tokenizer), things)
    tags = np.zeros((len(example.ids), silver.tags.shape[1]), np.float32)
    tags[:, 0] = 1
    tags[silver.rows] = _shares(silver.tags)
    goals: dict[str, Floats] = {
        head: goal.astype(np.float32) / np.float32(255) for head, goal in silver.goals.items()
    }
    for head in ("kind", "span", "role"):
        goals[head] = _shares(silver.goals[head])
    return replace(example, goals={**goals, "tags": tags})


def _bytes(chances: Floats) -> Bytes:
    return np.round(chances * 255).astype(np.uint8)


def _shares(values: Bytes) -> Floats:
    plain = values.astype(np.float32)
    shares = plain / np.maximum(plain.sum(axis=1, keepdims=True), 1)
    floats: Floats = shares.astype(np.float32, copy=False)
    return floats


def fits(silver: Silver, example: Example) -> bool:
    """Tell whether the goals belong to the example's spans and pairs."""
    return all(len(silver.goals[head]) == size for head, size in example.rows.items())
