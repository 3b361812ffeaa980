"""Continued masked pre-training of an encoder on abstracts."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from itertools import islice
from pathlib import Path

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn import functional

from kg.train.data import CLOSING, MASK, OPENING, PAD
from kg.train.encoder import Encoder
from kg.train.fit import Talk, Training
from kg.train.halves import halves
from kg.train.texts import Words

SHARE = 0.2
SIZE = 64


class Guesser(nn.Module):
    """Guesses masked pieces from an encoder's vectors."""

    def __init__(self, encoder: Encoder) -> None:
        super().__init__()
        width = encoder.size.width
        self.encoder = encoder
        self.dense = nn.Linear(width, width)
        self.norm = nn.LayerNorm(width, eps=encoder.size.epsilon)
        self.bias = nn.Parameter(torch.zeros(encoder.size.vocabulary))

    def forward(self, ids: Tensor, shapes: Tensor, mask: Tensor, chosen: Tensor) -> Tensor:
        """Return the scores of all pieces at the chosen places."""
        hidden = self.encoder(ids, shapes, mask=mask)[chosen]
        hidden = self.norm(functional.gelu(self.dense(hidden)))
        return functional.linear(hidden, self.encoder.words.weight, self.bias)


def pretrain(
    encoder: Encoder,
    texts: Sequence[Words],
    *,
    passes: int,
    rate: float,
    checkpoint: Path,
    talk: Talk,
) -> Encoder:
    """Train an encoder in place to guess whole masked words; goes on from a checkpoint.

    Args:
        encoder: On the device that it is to be trained on.
        texts: What it reads.
        passes: Times that it reads each text.
        rate: Highest learning rate.
        checkpoint: Rewritten after each pass, and within one every few minutes.
        talk: Called with one line a pass, and one where the checkpoint is rewritten within it.
    """
    device = encoder.words.weight.device
    torch.manual_seed(0)
    guesser = Guesser(encoder).to(device)
    optimizer = torch.optim.AdamW(guesser.parameters(), lr=rate, weight_decay=0.01, fused=True)
    steps = passes * -(-len(texts) // SIZE)
    training = Training(guesser, optimizer, steps=steps, checkpoint=checkpoint, talk=talk)
    guesser.train()
    for number in range(training.done, passes):
        training.begin_pass(number, steps // passes)
        for ids, shapes, goal in islice(_masked(texts, seed=number), training.batches, None):
            ids, shapes, goal = (t.to(device, non_blocking=True) for t in (ids, shapes, goal))
            chosen = goal >= 0
            with halves(device):
                scores = guesser(ids, shapes, ids != PAD, chosen)
            loss = functional.cross_entropy(scores.float(), goal[chosen])
            training.step({"loss": loss}, {"loss": 1.0})
        talk(f"masked pass {number + 1} of {passes}: {training.end_pass()}")
    return encoder


def _masked(texts: Sequence[Words], *, seed: int) -> Iterator[tuple[Tensor, Tensor, Tensor]]:
    chance = np.random.default_rng(seed)
    order = sorted(range(len(texts)), key=lambda k: (len(texts[k].ids), k))
    groups = [order[k : k + SIZE] for k in range(0, len(order), SIZE)]
    random.Random(seed).shuffle(groups)
    for group in groups:
        length = -(-(max(len(texts[k].ids) for k in group) + 2) // 8) * 8
        ids = np.full((len(group), length), PAD, np.int64)
        shapes, goal = np.zeros_like(ids), np.full_like(ids, -1)
        for row, k in enumerate(group):
            text = texts[k]
            n = len(text.ids)
            hidden = (chance.random(int(text.words[-1]) + 1) < SHARE)[text.words]
            kind = chance.random(n)
            seen = np.where(kind < 0.8, MASK, chance.integers(1000, 30000, n))
            seen = np.where(kind < 0.9, seen, text.ids)
            ids[row, : n + 2] = [OPENING, *np.where(hidden, seen, text.ids), CLOSING]
            shapes[row, 1 : n + 1] = text.shapes
            goal[row, 1 : n + 1] = np.where(hidden, text.ids, -1)
        yield torch.from_numpy(ids), torch.from_numpy(shapes), torch.from_numpy(goal)
