"""Whether a short form may stand for a long one, by the letters of both."""

from __future__ import annotations

import re
from collections.abc import Iterable, Set

from kg.text import SMALL_WORDS

BETWEEN_WORDS = re.compile(r"[\s\-/]+")
_MARKS = re.compile(r"[^a-z0-9]")


def stands_for(short: str, long: str) -> bool:
    """Tell whether one folded string is made of the initials of the other."""
    return len(short) < len(long) and spells(letters_of(short), initials_of(long))


def spells(letters: str, initials: Set[str]) -> bool:
    """Tell whether letters, but for a plural ending, are some initials."""
    return len(letters) > 1 and (letters in initials or letters.removesuffix("s") in initials)


def letters_of(folded: str) -> str:
    """Return the letters and digits of a folded string."""
    return _MARKS.sub("", folded)


def initials_of(folded: str) -> set[str]:
    """Return the initials of the words of a folded string, with and without small words."""
    words = [word for word in BETWEEN_WORDS.split(folded) if word]
    if len(words) < 2:
        return set()
    kept = (word[0] for word in words if word not in SMALL_WORDS)
    return {"".join(word[0] for word in words), "".join(kept)}


def in_order(letters: Iterable[str], text: Iterable[str]) -> bool:
    """Tell whether letters stand in a text in their order, with others between them or not."""
    rest = iter(text)
    return all(letter in rest for letter in letters)
