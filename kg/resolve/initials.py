"""Compares short forms with long ones, and long forms with each other."""

from __future__ import annotations

import re
from functools import lru_cache

from kg.text import MINOR_WORDS, clean, singular, words
from kg.text.initials import in_order

# How closely a short form follows a long one: 0 by first letters alone, 1 also by letters inside
# words that begin one, 2 with one word passed over, 3 anyhow where the words are capitalised.
FITS = (0, 1, 2, 3)
# Letters and digits that stand for the start of a word they do not begin.
_SOUNDS = {"x": "ex", "2": "to", "4": "for"}
_COMPOUND = re.compile(r"(?<=\bauto)(?=[a-z]{4})|(?<=\bmulti)(?=[a-z]{3})|(?<=\bhyper)(?=[a-z]{4})")
_SIGNS = {"plus", "star", "hat"}
_TRAILING = frozenset({"curve", "score", "dataset", "corpus", "benchmark", "algorithm", "model"})
# From this many letters on a short form may pass over a word of its long form: with 2 AR falls
# apart, with 6 RVQ-VAE is no RQ-VAE (5 and 2 of 28,393 uses of names in 4,125 abstracts).
_LONG_ENOUGH = 4

# Words of long forms that begin alike are one word: `tuned`, `tuning`; `adaptive`, `adaptation`.
# With 5 and 7 letters 64 uses are torn off, CNN among them; with 2 and 4 one changes.
_STEM, _LONG_STEM = 3, 5
# These begin alike and are two words all the same: a general reward model is no generative one (the
# one pair of 7 in 4,125 abstracts; of 31,000 pairs of long forms in 40,000 more none is of others).
_APART = (("general", "generat"), ("quantum", "quantiz"))
_ENDINGS = frozenset(
    {"", "s", "e", "es", "ed", "er", "ers", "ing", "ings", "y", "ies", "al", "work", "works"}
    | {"ation", "ations", "ion", "ions"}
)

# Longer ones are no abbreviations.
_MOST_LETTERS, _MOST_PARTS = 20, 16

_Part = tuple[str, bool]


def is_initials(short: str, long: str) -> bool:
    """Whether a short form is made of the beginnings of the words of a long one.

    Minor words and the later parts of hyphenated words may be left out.
    """
    return fits(short, long, level=0)


def without_plural(short: str) -> str:
    """Return a short form without the `s` of several: `GATs`."""
    return short[:-1] if short.endswith("s") and short[-2:-1].isupper() else short


def may_start(short: str, word: str) -> bool:
    """Whether a long form of the short form can start with this word."""
    first = next((letter for letter in short.lower() if letter.isalnum()), "")
    word = word.lstrip("\"'$\\{").lower()
    return word not in MINOR_WORDS and word.startswith((first, _SOUNDS.get(first, first)))


@lru_cache(maxsize=1 << 16)
def fits(short: str, long: str, *, level: int) -> bool:
    """Whether a short form follows a long one as closely as the level says.

    Args:
        short: E.g. `GRPO`.
        long: E.g. `Group Relative Policy Optimization`.
        level: One of `FITS`.
    """
    letters = _letters(short)
    if level == FITS[-1]:
        return _capitalised(long) and _found_in_order(letters, clean(long).lower())
    has_digit = any(letter.isdigit() for letter in long)
    parts: list[_Part] = []
    for chunk in _COMPOUND.sub("-", clean(long).lower()).split():
        for index, piece in enumerate(re.findall(r"\d[\d.]*|[^\W\d_]+", chunk)):
            optional = (index > 0 and not has_digit) or piece in MINOR_WORDS
            parts.append((piece, optional))
    if level and len(parts) == 1:
        return len(letters) > 2 and parts[0][0].startswith(letters)
    if not parts or parts[0][0] == letters:
        return False
    if len(letters) > _MOST_LETTERS or len(parts) > _MOST_PARTS:
        return False
    if len(parts) < 2 or _SIGNS & (set(words(short)) ^ set(words(long))):
        return False
    if len(parts) > 2 and parts[-1][0] in _TRAILING:
        parts[-1] = (parts[-1][0], True)
    spare = 1 if level > 1 and len(letters) >= _LONG_ENOUGH else 0
    return _Reading(inner=level > 0).spells(letters, tuple(parts), used=0, spare=spare)


def begin_words(short: str, long: str) -> bool:
    """Whether the letters of a short form begin words of a long one, in order."""
    return in_order(_letters(short), re.findall(r"(?<![^\W_])[^\W_]", clean(long).lower()))


def _letters(short: str) -> str:
    return "".join(letter for letter in clean(short).lower() if letter.isalnum())


def _capitalised(long: str) -> bool:
    """Whether the words of a long form are written like a name."""
    found = [word for word in clean(long).split() if word.lower() not in MINOR_WORDS]
    capitals = sum(any(letter.isupper() for letter in word) for word in found)
    return len(found) > 1 and found[0][0].isupper() and capitals * 3 >= len(found) * 2


def _found_in_order(letters: str, long: str) -> bool:
    """Whether the letters stand in the long form in order, the first at its very start."""
    return bool(letters) and long.startswith(letters[0]) and in_order(letters, long)


class _Reading:
    """Spells one short form from the parts of one long one.

    What is left of both is tried once: the ways to divide the letters double with each part.
    """

    def __init__(self, *, inner: bool) -> None:
        self.inner = inner
        self._known: dict[tuple[int, int, int, int], bool] = {}

    def spells(self, letters: str, parts: tuple[_Part, ...], *, used: int, spare: int) -> bool:
        """Whether the parts in order give the letters.

        Args:
            letters: What is left of the short form.
            parts: What is left of the long form.
            used: Parts that have given a letter; two are as good as more.
            spare: Parts that may still be passed over.
        """
        left = len(letters), len(parts), min(used, 2), spare
        if left not in self._known:
            self._known[left] = self._spells(letters, parts, used=left[2], spare=spare)
        return self._known[left]

    def _spells(self, letters: str, parts: tuple[_Part, ...], *, used: int, spare: int) -> bool:
        if not parts:
            return not letters and used > 1
        if len(letters) > sum(len(piece) for piece, _ in parts):
            return False
        piece, optional = parts[0]
        for count in self._takes(letters, piece):
            if self.spells(letters[count:], parts[1:], used=used + 1, spare=spare):
                return True
        if optional:
            return self.spells(letters, parts[1:], used=used, spare=spare)
        return used > 0 and spare > 0 and self.spells(letters, parts[1:], used=used, spare=0)

    def _takes(self, letters: str, piece: str) -> list[int]:
        """How many of the next letters the part can give."""
        if piece[0].isdigit():
            return [len(piece)] if letters.startswith(piece) else []
        sound = _SOUNDS.get(letters[:1])
        counts = [1] if sound and piece.startswith(sound) else []
        most = _inside(letters, piece) if self.inner else _begins(letters, piece)
        return [*range(1, most + 1), *counts] if letters[:1] == piece[0] else counts


def _begins(letters: str, piece: str) -> int:
    count = 0
    while count < min(len(piece), len(letters)) and piece[count] == letters[count]:
        count += 1
    return count


def _inside(letters: str, piece: str) -> int:
    count = 0
    for letter in piece:
        if count < len(letters) and letter == letters[count]:
            count += 1
    return count


def _content(long: str) -> tuple[str, ...]:
    return tuple(singular(word) for word in words(long) if word not in MINOR_WORDS)


def same_sense(left: str, right: str) -> bool:
    """Whether two long forms of one short form mean the same.

    They do if their words are equal but for minor words and endings, or one holds all words of the
    other in order.
    """
    one, two = _content(left), _content(right)
    short, long = sorted((one, two), key=len)
    return same_words(left, right) or (len(short) >= 2 and _subsequence(short, long))


def same_words(left: str, right: str) -> bool:
    """Whether two long forms have the same words but for minor ones and endings."""
    one, two = _content(left), _content(right)
    if not one or not two or "".join(one) == "".join(two):
        return True
    return len(one) == len(two) and all(map(_same_word, one, two))


def _subsequence(short: tuple[str, ...], long: tuple[str, ...]) -> bool:
    remaining = iter(long)
    return all(any(_same_word(word, other) for other in remaining) for word in short)


def _same_word(left: str, right: str) -> bool:
    if left == right:
        return True
    if any(_begin(left, right, pair) or _begin(right, left, pair) for pair in _APART):
        return False
    common = 0
    for one, two in zip(left, right, strict=False):
        if one != two:
            break
        common += 1
    if common >= _STEM and {left[common:], right[common:]} <= _ENDINGS:
        return True
    return common >= _LONG_STEM and max(len(left), len(right)) - common <= _LONG_STEM - 1


def _begin(left: str, right: str, pair: tuple[str, str]) -> bool:
    return left.startswith(pair[0]) and right.startswith(pair[1])
