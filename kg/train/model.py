"""The joint reader in torch: an encoder and seven light heads, batched."""

from __future__ import annotations

import torch
from torch import Tensor, nn
from torch.nn import functional

from kg.extract.decode import KINDS, LABELS, TYPES
from kg.extract.group import FEATURES
from kg.extract.heads import DISTANCES
from kg.records import ENTITY_RELATIONS, PAPER_RELATIONS
from kg.roles import ROLES
from kg.train.batch import Batch
from kg.train.encoder import Encoder

WIDTH = 256
FAR = 64
NEVER = -1e4


def gelu(x: Tensor) -> Tensor:
    """Return GELU in the form that reading without torch computes."""
    return functional.gelu(x, approximate="tanh")


class Perceptron(nn.Sequential):
    """Two layers; their names in a checkpoint are `0` and `3`."""

    def __init__(self, width: int, out: int) -> None:
        super().__init__(
            nn.Linear(width, WIDTH), nn.GELU("tanh"), nn.Dropout(0.2), nn.Linear(WIDTH, out)
        )


class JointReader(nn.Module):
    """One pass of the encoder, then what each head says."""

    def __init__(self, encoder: Encoder) -> None:
        super().__init__()
        width = encoder.size.width
        self.encoder = encoder
        self.drop = nn.Dropout(0.2)
        self.tag = nn.Sequential(nn.Linear(width, width), nn.GELU("tanh"), nn.Linear(width, LABELS))
        self.span = nn.Linear(3 * width, WIDTH)
        self.ty = nn.Embedding(len(TYPES) + 1, WIDTH)
        self.pos = nn.Embedding(4, WIDTH)
        self.cls = nn.Linear(width, WIDTH)
        self.pr = Perceptron(WIDTH, len(PAPER_RELATIONS))
        self.dist = nn.Embedding(DISTANCES, FAR)
        self.btw = nn.Linear(width, WIDTH)
        self.er = Perceptron(3 * WIDTH + FAR + 2 * len(PAPER_RELATIONS), len(ENTITY_RELATIONS))
        self.kind = Perceptron(WIDTH, len(KINDS))
        self.role = Perceptron(3 * WIDTH + FAR + len(PAPER_RELATIONS), len(ROLES))
        self.null = nn.Sequential(
            nn.Linear(WIDTH, WIDTH), nn.GELU("tanh"), nn.Linear(WIDTH, len(ROLES))
        )
        self.same = Perceptron(3 * WIDTH + FEATURES, 1)
        self.name = Perceptron(WIDTH, 1 + len(TYPES))

    def encode(self, batch: Batch) -> tuple[Tensor, Tensor]:
        """Return the piece vectors and the label scores."""
        hidden = self.encoder(batch.ids, batch.shapes, styles=batch.styles, mask=batch.mask)
        return hidden, self.tag(self.drop(hidden))

    def heads(self, batch: Batch, hidden: Tensor, *, only: str = "") -> dict[str, Tensor]:
        """Return the scores of every head, or of one.

        Args:
            batch: Spans and pairs.
            hidden: Vectors of the pieces.
            only: `same` for the surface strings alone.
        """
        hidden = self.drop(hidden.float())
        view = View(hidden)
        if only == "same":
            return {"same": self._same(batch, view)}
        out = {
            "same": self._same(batch, view),
            "span": self.name(gelu(self._rep(view, batch.candidates))),
        }
        things = batch.things
        mention = self._rep(view, things[:, :2]) + self.ty(things[:, 3]) + self.pos(things[:, 4])
        mention = gelu(mention + self.cls(hidden[:, 0])[batch.texts])
        count = batch.counts[1]
        per_mention = self.pr(mention)
        paper = per_mention.new_full((count, per_mention.shape[1]), NEVER)
        owner = things[:, 2:3].expand(-1, per_mention.shape[1])
        out["paper"] = paper.scatter_reduce(0, owner, per_mention, "amax")
        known = out["paper"].detach().sigmoid()
        first = things[:, 0]
        a = batch.arcs
        out["arc"] = self.er(
            torch.cat(
                [
                    mention[a[:, 2]],
                    mention[a[:, 3]],
                    gelu(self.btw(view.between(first[a[:, 2]], first[a[:, 3]]))),
                    self.dist(a[:, 4]),
                    known[a[:, 0]],
                    known[a[:, 1]],
                ],
                dim=1,
            )
        )
        number = gelu(self._rep(view, batch.numbers))
        out["kind"] = self.kind(number)
        out["role"] = self._roles(batch, view, (number, mention, known))
        return out

    def _rep(self, view: View, spans: Tensor) -> Tensor:
        first, last = spans[:, 0], spans[:, 1]
        return self.span(torch.cat([view.at(first), view.at(last), view.between(first, last)], 1))

    def _same(self, batch: Batch, view: View) -> Tensor:
        rep = self._rep(view, batch.same[:, :2])
        owner = batch.same[:, 2]
        total = rep.new_zeros(batch.counts[0], WIDTH).index_add(0, owner, rep)
        size = rep.new_zeros(batch.counts[0]).index_add(0, owner, torch.ones_like(rep[:, 0]))
        vectors = gelu(total / size.clamp(min=1)[:, None])
        a, b = vectors[batch.same_pairs[:, 0]], vectors[batch.same_pairs[:, 1]]
        rows = torch.cat([a + b, a * b, (a - b).abs(), batch.same_features], dim=1)
        return self.same(rows)[:, 0]

    def _roles(self, batch: Batch, view: View, vectors: tuple[Tensor, Tensor, Tensor]) -> Tensor:
        number, mention, known = vectors
        r = batch.roles
        start, end = batch.numbers[:, 0][r[:, 0]], batch.things[:, 0][r[:, 2]]
        links = self.role(
            torch.cat(
                [
                    number[r[:, 0]],
                    mention[r[:, 2]],
                    gelu(self.btw(view.between(start, end))),
                    self.dist(r[:, 3]),
                    known[r[:, 1]],
                ],
                dim=1,
            )
        )
        table = links.new_full((len(number), batch.counts[2], len(ROLES)), NEVER)
        table[:, 0] = self.null(number)
        table[r[:, 0], r[:, 4]] = links
        return table


class View:
    """Vectors of the pieces of a batch, by index over the whole batch."""

    def __init__(self, hidden: Tensor) -> None:
        _, self.length, width = hidden.shape
        self.flat = hidden.reshape(-1, width)
        self.sums = functional.pad(hidden.cumsum(1), (0, 0, 1, 0)).reshape(-1, width)

    def at(self, index: Tensor) -> Tensor:
        """Return the vectors of some pieces."""
        return self.flat[index]

    def between(self, one: Tensor, other: Tensor) -> Tensor:
        """Return the mean vectors from one piece to another, both included."""
        low, high = torch.minimum(one, other), torch.maximum(one, other)
        # Each text has one more sum than pieces.
        shift = low // self.length
        total = self.sums[high + shift + 1] - self.sums[low + shift]
        return total / (high - low + 1)[:, None]


def losses(batch: Batch, tags: Tensor, heads: dict[str, Tensor]) -> dict[str, Tensor]:
    """Return the loss of each head, summed over its rows and divided by the number of texts.

    Tags are a mean over pieces.
    """
    texts = len(batch.ids)
    goals, weights = batch.goals, batch.weights
    chances = tags.float().log_softmax(-1)
    per_piece = -(goals["tags"] * chances).sum(-1) * weights["tags"]
    out = {"tags": per_piece.sum() / weights["tags"].sum().clamp(min=1)}
    for head in ("same", "paper", "arc"):
        rows = functional.binary_cross_entropy_with_logits(
            heads[head], goals[head], reduction="none"
        )
        weight = weights[head] if rows.dim() == 1 else weights[head][:, None]
        out[head] = (rows * weight).sum() / 10 / texts
    for head, share in (("kind", 4), ("span", 10)):
        rows = -(goals[head] * heads[head].log_softmax(-1)).sum(-1)
        out[head] = (rows * weights[head]).sum() / share / texts
    rows = -(goals["role"] * heads["role"].log_softmax(1)).sum((1, 2))
    out["role"] = (rows * weights["role"]).sum() / 8 / texts
    return out
