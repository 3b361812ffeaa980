"""From text to the word pieces and shapes that the encoder reads."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Protocol, TypeAlias

import numpy as np
from numpy.typing import NDArray

Ints: TypeAlias = NDArray[np.int64]
Floats: TypeAlias = NDArray[np.float32]

# The base encoder is uncased: the case of a word and of a piece travels beside it, 9 x 4 classes.
_WORD = re.compile("[^\\s()\\[\\]{},;:\"'\u2019]+")
_LETTER = re.compile("[A-Za-z]")
# No piece and no word goes on over one of these, and none depends on what is beyond.
_CHUNK = re.compile("[^ \n(){},;:\"']+|[(){},;:\"']")
_LONGEST_KEPT = 40
WORD_SHAPES = 9
PIECE_SHAPES = 4
_NO_PIECES = np.zeros((4, 0), np.int64)


class Tokenizer(Protocol):
    """What is used of `tokenizers.Tokenizer`."""

    def encode(self, sequence: str, *, add_special_tokens: bool) -> Any:
        """Return an encoding with `ids` and `offsets`."""

    def __hash__(self) -> int:
        """Return what tells two tokenizers apart."""


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
        # From its ends: of a long list of sizes each is a mention that spans the list.
        while start < end and self.at[start] < 0:
            start += 1
        while start < end and self.at[end - 1] < 0:
            end -= 1
        return (int(self.at[start]), int(self.at[end - 1])) if start < end else None


def word_shape(word: str) -> int:
    """Return the case class of a word: symbols, digits, lower, upper, title or mixed."""
    digits = any(c.isdigit() for c in word)
    if not _LETTER.search(word):
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
    places, rows = [0], [_NO_PIECES]
    for match in _CHUNK.finditer(text):
        chunk = match[0]
        cut_chunk = _kept_chunk if len(chunk) <= _LONGEST_KEPT else _cut_chunk
        places.append(match.start())
        rows.append(cut_chunk(chunk, tokenizer))
    ids, shapes, starts, ends = np.concatenate(rows, axis=1)
    moved = np.repeat(places, [row.shape[1] for row in rows])
    starts += moved
    ends += moved
    at = _places(starts, ends, len(text) + 1)
    return Pieces(text=text, ids=ids, shapes=shapes, starts=starts, ends=ends, at=at)


def _cut_chunk(chunk: str, tokenizer: Tokenizer) -> Ints:
    """Return indexes, shapes, starts and ends of the pieces of a text without spaces."""
    encoding = tokenizer.encode(chunk, add_special_tokens=False)
    # A piece between words is of no shape.
    of_word = [0] * len(chunk)
    for match in _WORD.finditer(chunk):
        start, end = match.span()
        of_word[start:end] = [word_shape(match[0])] * (end - start)
    rows = [
        (piece, of_word[start] * PIECE_SHAPES + piece_shape(chunk[start:end]), start, end)
        for piece, (start, end) in zip(encoding.ids, encoding.offsets, strict=True)
        if end > start
    ]
    return np.array(rows, np.int64).reshape(-1, 4).T


# Nine of ten words of a text stood in another: cut anew they take twice as long.
_kept_chunk = lru_cache(maxsize=1 << 14)(_cut_chunk)


def _places(starts: Ints, ends: Ints, size: int) -> Ints:
    at = np.full(size, -1, np.int64)
    widths = ends - starts
    first = np.cumsum(widths) - widths
    inside = np.arange(int(widths.sum())) + np.repeat(starts - first, widths)
    at[inside] = np.repeat(np.arange(len(starts)), widths)
    return at


def windows(count: int, *, size: int, overlap: int) -> list[tuple[int, int]]:
    """Return half-open windows over `count` pieces; neighbours share `overlap` pieces."""
    if count <= size:
        return [(0, count)]
    step = size - overlap
    starts = list(range(0, count - size, step))
    return [(start, start + size) for start in starts] + [(count - size, count)]
