"""From text to the word pieces and shapes that the encoder reads."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Protocol, TypeAlias

import numpy as np
from numpy.typing import NDArray

Ints: TypeAlias = NDArray[np.int64]
Floats: TypeAlias = NDArray[np.float32]

# The base encoder is uncased: the case of a word and of a piece travels beside it, 9 x 4 classes.
WORD = re.compile("[^\\s()\\[\\]{},;:\"'\u2019]+")
WORD_SHAPES = 9
PIECE_SHAPES = 4


class Tokenizer(Protocol):
    """What is used of `tokenizers.Tokenizer`."""

    def encode(self, sequence: str, *, add_special_tokens: bool) -> Any:
        """Return an encoding with `ids` and `offsets`."""


def load_tokenizer(written: str) -> Tokenizer:
    """Return the tokenizer that a JSON text describes."""
    from tokenizers import Tokenizer as FastTokenizer

    tokenizer: Tokenizer = FastTokenizer.from_str(written)
    return tokenizer


@dataclass(frozen=True, slots=True)
class Pieces:
    """A text cut into word pieces, without special pieces; a Repo's pieces are there too.

    Attributes:
        text: The text that was cut.
        ids: Vocabulary index of each piece.
        shapes: Case shape of each piece.
        starts: Offset of the first character of each piece.
        ends: Offset after the last character of each piece.
        at: For each character of the text its piece, -1 between pieces.
    """

    text: str
    ids: Ints
    shapes: Ints
    starts: Ints
    ends: Ints
    at: Ints

    def span(self, start: int, end: int) -> tuple[int, int] | None:
        """Return the first and last piece of characters `start` to `end`, None if none is cut."""
        inside = self.at[start:end]
        inside = inside[inside >= 0]
        return (int(inside[0]), int(inside[-1])) if inside.size else None


def word_shape(word: str) -> int:
    """Return the case class of a word: symbols, digits, lower, upper, title or mixed."""
    digits = any(c.isdigit() for c in word)
    if not any("a" <= c <= "z" or "A" <= c <= "Z" for c in word):
        return 1 if digits else 0
    if word.islower():
        return 3 if digits else 2
    if word.isupper():
        return 5 if digits else 4
    if word[0].isupper() and word[1:].islower():
        return 6
    return 8 if digits else 7


def piece_shape(piece: str) -> int:
    """Return the case class of a piece: other, lower, title or upper."""
    if len(piece) > 1 and piece.isupper():
        return 3
    if piece[0].isupper():
        return 2
    return 1 if piece.islower() else 0


def cut(text: str, tokenizer: Tokenizer) -> Pieces:
    """Cut a text of any length into pieces."""
    encoding = tokenizer.encode(text, add_special_tokens=False)
    # Each look at these makes the list anew.
    ids: Sequence[int] = encoding.ids
    offsets: Sequence[tuple[int, int]] = encoding.offsets
    kept = [k for k, (start, end) in enumerate(offsets) if end > start]
    words = [0] * (len(text) + 1)
    for match in WORD.finditer(text):
        start, end = match.span()
        words[start:end] = [word_shape(match[0])] * (end - start)
    at = np.full(len(text) + 1, -1, np.int64)
    shapes = []
    for n, k in enumerate(kept):
        start, end = offsets[k]
        at[start:end] = n
        shapes.append(words[start] * PIECE_SHAPES + piece_shape(text[start:end]))
    bounds = np.array([offsets[k] for k in kept], np.int64).reshape(-1, 2)
    return Pieces(
        text=text,
        ids=np.array([ids[k] for k in kept], np.int64),
        shapes=np.array(shapes, np.int64),
        starts=bounds[:, 0],
        ends=bounds[:, 1],
        at=at,
    )


def windows(count: int, *, size: int, overlap: int) -> list[tuple[int, int]]:
    """Return half-open windows over `count` pieces; neighbours share `overlap` pieces."""
    if count <= size:
        return [(0, count)]
    step = size - overlap
    starts = list(range(0, count - size, step))
    return [(start, start + size) for start in starts] + [(count - size, count)]
