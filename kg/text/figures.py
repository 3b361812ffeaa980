"""Where a number stands in a text, in figures or in words."""

from __future__ import annotations

import math
import re
from collections.abc import Collection
from functools import lru_cache

# A command of TeX may stand right before: "\approx0.4", or a sign of Chinese or Japanese.
_BEFORE = (
    r"(?:(?<![\w.])|(?<=[\u3040-\u9fff\uac00-\ud7af])"
    r"|(?<=\\approx)|(?<=\\sim)|(?<=\\times)|(?<=\\[gl]eq)|(?<=\\[gl]e))"
)
FIGURE = re.compile(rf"{_BEFORE}(?:\d+(?:,\d{{3}})*(?:\.\d+)?|\.\d+)")
# A fraction is shown in % where its metric is, and now and then the other way round.
_SCALES = (0.01, 100.0)
SMALL_NUMBERS = re.findall(
    r"\w+",
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen "
    "sixteen seventeen eighteen nineteen twenty",
)
_TENS = dict(
    zip(
        ("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"),
        range(20, 100, 10),
        strict=True,
    )
)
# Longest first: "forty-three" is no "forty".
NUMBER_WORDS: dict[str, float] = {
    **{
        f"{tens}{gap}{SMALL_NUMBERS[k]}": float(value + k)
        for tens, value in _TENS.items()
        for gap in "- "
        for k in range(1, 10)
    },
    **{word: float(value) for value, word in enumerate(SMALL_NUMBERS)},
    **{word: float(value) for word, value in _TENS.items()},
    "hundred": 100.0,
}
FACTOR_WORDS: dict[str, float] = {
    **dict.fromkeys(("twice", "double", "doubles", "doubled", "doubling", "two-times"), 2.0),
    **dict.fromkeys(("thrice", "triple", "triples", "tripled", "tripling"), 3.0),
    **dict.fromkeys(("quadruple", "quadruples", "quadrupled", "quadrupling"), 4.0),
    **dict.fromkeys(("half", "halve", "halves", "halved", "halving"), 0.5),
}


def places(text: str, value: float) -> list[tuple[int, int]]:
    """Return the start and the end of each place where a number stands, whatever its sign.

    In figures as it is, else in words, else in figures of the first other scale that it has there:
    in "doubles the speed with 200 fewer steps" 2 is no 200.

    Args:
        text: What it stands in; empty where it stands nowhere there.
        value: The number: "twice" is 2, "half" 0.5.
    """
    if found := in_figures(text, value) or _in_words(text, abs(value)):
        return found
    scaled = (in_figures(text, value * scale) for scale in _SCALES)
    return next((found for found in scaled if found), [])


def in_figures(text: str, value: float) -> list[tuple[int, int]]:
    """Return the start and the end of each place where a number stands so in figures.

    Args:
        text: What it stands in; empty where it stands nowhere there.
        value: The number, whatever its sign.
    """
    wanted = abs(value)
    return [
        one.span()
        for one in FIGURE.finditer(text)
        if math.isclose(float(one[0].replace(",", "")), wanted, rel_tol=1e-9)
    ]


def _in_words(text: str, value: float) -> list[tuple[int, int]]:
    word = _word_of(value)
    return [one.span() for one in word.finditer(text)] if word else []


@lru_cache(maxsize=256)
def _word_of(value: float) -> re.Pattern[str] | None:
    words = [word for word, meant in (NUMBER_WORDS | FACTOR_WORDS).items() if meant == value]
    either = rf"(?<![\w-])(?:{'|'.join(words)})(?:-?fold)?(?![\w-])"
    return re.compile(either, re.IGNORECASE) if words else None


def said_alike(said: Collection[str | None]) -> str | None:
    """Return what all places of a number say; None where they differ or there are none."""
    return next(iter(said)) if len(set(said)) == 1 else None
