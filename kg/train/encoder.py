"""The encoder of the reader: BERT's layers, with MPNet's relative positions for big teachers."""

from __future__ import annotations

import math
from dataclasses import dataclass

import torch
from torch import Tensor, nn
from torch.nn import functional

from kg.extract.encode import PIECE_SHAPES, WORD_SHAPES

SHAPES = WORD_SHAPES * PIECE_SHAPES
STYLES = 3
# Above this distance MPNet tells no two apart (`relative_attention_max_distance`'s default).
_LONGEST = 128


@dataclass(frozen=True, slots=True)
class Size:
    """The measures of an encoder.

    Attributes:
        vocabulary: Number of word pieces.
        width: Length of a vector.
        layers: How many layers.
        heads: Attention heads a layer.
        inner: Width of the feed-forward part.
        positions: Longest text in pieces.
        buckets: Relative position classes; 0 for none.
        epsilon: Of the layer norms.
    """

    vocabulary: int
    width: int
    layers: int
    heads: int
    inner: int
    positions: int
    buckets: int = 0
    epsilon: float = 1e-12


class Layer(nn.Module):
    """One post-norm transformer layer."""

    def __init__(self, size: Size) -> None:
        super().__init__()
        self.heads = size.heads
        self.qkv = nn.Linear(size.width, 3 * size.width)
        self.out = nn.Linear(size.width, size.width)
        self.norm1 = nn.LayerNorm(size.width, eps=size.epsilon)
        self.up = nn.Linear(size.width, size.inner)
        self.down = nn.Linear(size.inner, size.width)
        self.norm2 = nn.LayerNorm(size.width, eps=size.epsilon)
        self.drop = nn.Dropout(0.1)

    def forward(self, x: Tensor, bias: Tensor | None) -> Tensor:
        """Return the layer's output; `bias` is added to the attention scores."""
        batch, length, width = x.shape
        qkv = self.qkv(x).view(batch, length, 3, self.heads, width // self.heads)
        q, k, v = qkv.permute(2, 0, 3, 1, 4).unbind(0)
        # With dropout of the attention the CPU leaves its fast path: 1.7 times the time of a step.
        drop = 0.1 if self.training and x.is_cuda else 0.0
        mixed = functional.scaled_dot_product_attention(q, k, v, attn_mask=bias, dropout_p=drop)
        mixed = mixed.transpose(1, 2).reshape(batch, length, width)
        x = self.norm1(x + self.drop(self.out(mixed)))
        x = self.norm2(x + self.drop(self.down(functional.gelu(self.up(x)))))
        return x


class Encoder(nn.Module):
    """Word pieces, their shapes and the style of the annotation to one vector a piece."""

    def __init__(self, size: Size) -> None:
        super().__init__()
        self.size = size
        self.words = nn.Embedding(size.vocabulary, size.width)
        self.positions = nn.Embedding(size.positions, size.width)
        self.shapes = nn.Embedding(SHAPES, size.width)
        self.styles = nn.Embedding(STYLES, size.width)
        nn.init.zeros_(self.shapes.weight)
        nn.init.zeros_(self.styles.weight)
        self.norm = nn.LayerNorm(size.width, eps=size.epsilon)
        self.drop = nn.Dropout(0.1)
        self.layers = nn.ModuleList(Layer(size) for _ in range(size.layers))
        self.relative = nn.Embedding(size.buckets, size.heads) if size.buckets else None

    def forward(
        self, ids: Tensor, shapes: Tensor, *, styles: Tensor | None = None, mask: Tensor | None
    ) -> Tensor:
        """Return one vector a piece.

        Args:
            ids: (batch, length).
            shapes: (batch, length).
            styles: (batch,); None for the careful style.
            mask: (batch, length), False at padding; None where there is none.
        """
        length = ids.shape[1]
        x = self.words(ids) + self.shapes(shapes) + self.positions.weight[:length]
        style = self.styles.weight[0] if styles is None else self.styles(styles)[:, None]
        x = self.drop(self.norm(x + style))
        bias = self._bias(length, mask)
        for layer in self.layers:
            x = layer(x, bias)
        return x

    def _bias(self, length: int, mask: Tensor | None) -> Tensor | None:
        bias = None
        if mask is not None:
            bias = torch.zeros(mask.shape, device=mask.device).masked_fill(~mask, -1e4)
            bias = bias[:, None, None, :]
        if self.relative is not None:
            place = torch.arange(length, device=self.words.weight.device)
            far = relative_bucket(place[None] - place[:, None], self.size.buckets)
            # Learnt in pre-training and kept: its gradient would cost more than it brings.
            offset = self.relative(far).detach().permute(2, 0, 1)[None]
            bias = offset if bias is None else bias + offset
        if bias is not None and torch.is_autocast_enabled(bias.device.type):
            bias = bias.to(torch.bfloat16)
        return bias


def relative_bucket(gap: Tensor, buckets: int) -> Tensor:
    """Return MPNet's class of a signed distance (as in T5)."""
    half = buckets // 2
    side = (gap > 0).long() * half
    size = gap.abs()
    exact = half // 2
    far = exact + (
        torch.log(size.float().clamp(min=1) / exact) / math.log(_LONGEST / exact) * (half - exact)
    ).long().clamp(min=0)
    return side + torch.where(size < exact, size, far.clamp(max=half - 1))
