"""Several examples as one set of tensors; all indexes count over the whole batch."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields
from queue import Queue
from threading import Thread

import numpy as np
import torch
from torch import Tensor

from kg.extract.decode import KINDS, LABELS, TYPES
from kg.extract.encode import Floats, Ints
from kg.extract.heads import Spots
from kg.records import ENTITY_RELATIONS, PAPER_RELATIONS
from kg.roles import ROLES
from kg.train.data import CLOSING, OPENING, Example

# Shape of a row of a goal, by head; of `role` what comes behind the columns.
SHAPES = {
    "same": (),
    "paper": (len(PAPER_RELATIONS),),
    "arc": (len(ENTITY_RELATIONS),),
    "kind": (len(KINDS),),
    "role": (len(ROLES),),
    "span": (1 + len(TYPES),),
}


@dataclass(frozen=True, slots=True)
class Batch:
    """Tensors of some examples; B texts of length L (opening and closing piece included).

    Attributes:
        ids: (B, L).
        shapes: (B, L).
        styles: (B,).
        mask: (B, L), True where a piece is.
        same: (spans, 3): first and last piece, surface string.
        same_pairs: (pairs, 2).
        same_features: One row a pair.
        things: (mentions, 5): first and last piece, thing, kind, region.
        texts: (mentions,): the text of each mention.
        arcs: (pairs, 5) as in `Example`.
        numbers: (numbers, 2).
        roles: (links, 5): number, thing, mention, distance class, column of the thing.
        candidates: (candidates, 2).
        goals: By head; `role` has shape (numbers, columns, roles).
        weights: By head: 1 where an example has a goal, else 0, one a row of the goal.
        counts: Number of surface strings, things and role columns.
    """

    ids: Tensor
    shapes: Tensor
    styles: Tensor
    mask: Tensor
    same: Tensor
    same_pairs: Tensor
    same_features: Tensor
    things: Tensor
    texts: Tensor
    arcs: Tensor
    numbers: Tensor
    roles: Tensor
    candidates: Tensor
    goals: dict[str, Tensor]
    weights: dict[str, Tensor]
    counts: tuple[int, int, int]

    def to(self, device: torch.device) -> Batch:
        """Return the batch on a device."""

        def move(value: object) -> object:
            if isinstance(value, Tensor):
                return value.to(device, non_blocking=True)
            if isinstance(value, dict):
                return {k: v.to(device, non_blocking=True) for k, v in value.items()}
            return value

        return Batch(**{item.name: move(getattr(self, item.name)) for item in fields(self)})  # type: ignore[arg-type]


def collate(examples: Sequence[Example]) -> Batch:
    """Put examples, at least one, side by side."""
    longest = max(len(x.ids) for x in examples) + 2
    length = -(-longest // 8) * 8
    ids = np.zeros((len(examples), length), np.int64)
    shapes, mask = np.zeros_like(ids), np.zeros(ids.shape, bool)
    for b, x in enumerate(examples):
        n = len(x.ids)
        ids[b, : n + 2] = [OPENING, *x.ids, CLOSING]
        shapes[b, 1 : n + 1] = x.shapes
        mask[b, : n + 2] = True
    start = np.arange(len(examples)) * length + 1
    surfaces = _before([x.same.count for x in examples])
    things = _before([x.things.count for x in examples])
    mentions = _before([len(x.things.first) for x in examples])
    numbers = _before([len(x.numbers) for x in examples])
    columns = 1 + max(x.things.count for x in examples)
    parts = {
        "same": [_spans(x.same, start[b], surfaces[b]) for b, x in enumerate(examples)],
        "same_pairs": [x.same_pairs + surfaces[b] for b, x in enumerate(examples)],
        "things": [_mentions(x, start[b], things[b]) for b, x in enumerate(examples)],
        "texts": [np.full(len(x.things.first), b) for b, x in enumerate(examples)],
        "arcs": [
            x.arcs + np.array([things[b], things[b], mentions[b], mentions[b], 0])
            for b, x in enumerate(examples)
        ],
        "numbers": [x.numbers + start[b] for b, x in enumerate(examples)],
        "roles": [
            np.concatenate(
                [x.roles + np.array([numbers[b], things[b], mentions[b], 0]), x.roles[:, 1:2] + 1],
                axis=1,
            )
            for b, x in enumerate(examples)
        ],
        "candidates": [x.candidates + start[b] for b, x in enumerate(examples)],
    }
    goals, weights = _goals(examples, length, columns)
    return Batch(
        ids=torch.from_numpy(ids),
        shapes=torch.from_numpy(shapes),
        styles=torch.tensor([x.style for x in examples]),
        mask=torch.from_numpy(mask),
        same_features=torch.from_numpy(np.concatenate([x.same_features for x in examples])),
        goals=goals,
        weights=weights,
        counts=(
            sum(x.same.count for x in examples),
            sum(x.things.count for x in examples),
            columns,
        ),
        **{name: torch.from_numpy(np.concatenate(part)) for name, part in parts.items()},
    )


def _before(counts: Sequence[int]) -> Ints:
    return np.concatenate([[0], np.cumsum(counts)[:-1]]).astype(np.int64)


def _spans(spots: Spots, start: int, owner: int) -> Ints:
    return np.stack([spots.first + start, spots.last + start, spots.owner + owner], axis=1)


def _mentions(x: Example, start: int, thing: int) -> Ints:
    types = x.types[x.things.owner]
    spans = _spans(x.things, start, thing)
    return np.concatenate([spans, types[:, None], x.regions[:, None]], axis=1)


def _goals(
    examples: Sequence[Example], length: int, columns: int
) -> tuple[dict[str, Tensor], dict[str, Tensor]]:
    goals: dict[str, Floats] = {"tags": np.zeros((len(examples), length, LABELS), np.float32)}
    weights: dict[str, Floats] = {"tags": np.zeros((len(examples), length), np.float32)}
    for b, x in enumerate(examples):
        if "tags" in x.goals:
            goals["tags"][b, 1 : 1 + len(x.ids)] = x.goals["tags"]
            weights["tags"][b, 1 : 1 + len(x.ids)] = 1
    for head, shape in SHAPES.items():
        counts = [x.rows[head] for x in examples]
        wide = (columns, *shape) if head == "role" else shape
        goal = np.zeros((sum(counts), *wide), np.float32)
        weight = np.zeros(sum(counts), np.float32)
        for b, (x, at) in enumerate(zip(examples, _before(counts), strict=True)):
            if head not in x.goals:
                continue
            weight[at : at + counts[b]] = 1
            if head == "role":
                goal[at : at + counts[b], : 1 + x.things.count] = x.goals[head]
                weight[at : at + counts[b]] = 1 - x.goals["kind"][:, 0]
            else:
                goal[at : at + counts[b]] = x.goals[head]
        goals[head], weights[head] = goal, weight
    return _as_tensors(goals), _as_tensors(weights)


def _as_tensors(arrays: dict[str, Floats]) -> dict[str, Tensor]:
    return {name: torch.from_numpy(array) for name, array in arrays.items()}


def ahead(groups: Sequence[Sequence[Example]], *, device: torch.device) -> Iterator[Batch]:
    """Yield the batches on a device, each made while the one before is worked on."""
    ready: Queue[Batch | None] = Queue(maxsize=6)

    def fill() -> None:
        for group in groups:
            ready.put(collate(group).to(device))
        ready.put(None)

    Thread(target=fill, daemon=True).start()
    while (batch := ready.get()) is not None:
        yield batch
