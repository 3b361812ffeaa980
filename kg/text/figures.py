"""Where a number stands in a text."""

from __future__ import annotations

import math
import re
from collections.abc import Collection

# A command of TeX may stand right before: "\approx0.4".
_BEFORE = r"(?:(?<![\w.])|(?<=\\approx)|(?<=\\sim)|(?<=\\times)|(?<=\\[gl]eq)|(?<=\\[gl]e))"
FIGURE = re.compile(rf"{_BEFORE}(?:\d+(?:,\d{{3}})*(?:\.\d+)?|\.\d+)")
# A fraction is shown in % where its metric is, and now and then the other way round.
_SCALES = (1.0, 0.01, 100.0)
_WORDS = {
    0.5: "half|halv(?:e|es|ed|ing)",
    1.0: "one",
    2.0: "two|twice|doubl(?:e|es|ed|ing)",
    3.0: "three|thrice|tripl(?:e|es|ed|ing)",
    **dict(enumerate(("four", "five", "six", "seven", "eight", "nine", "ten"), 4)),
    **{20.0: "twenty", 30.0: "thirty", 40.0: "forty", 50.0: "fifty", 60.0: "sixty"},
    **{70.0: "seventy", 80.0: "eighty", 90.0: "ninety", 100.0: "hundred"},
}
_WORD = {
    value: re.compile(rf"(?<![\w-])(?:{words})(?:-?fold)?(?![\w-])", re.IGNORECASE)
    for value, words in _WORDS.items()
}


def places(text: str, value: float) -> list[tuple[int, int]]:
    """Return the start and the end of each place where a number stands, whatever its sign.

    In figures of the first scale that it has there, else in words.

    Args:
        text: What it stands in; empty where it stands nowhere there.
        value: The number: "twice" is 2, "half" 0.5.
    """
    figures = [(float(one[0].replace(",", "")), one.span()) for one in FIGURE.finditer(text)]
    for scale in _SCALES:
        wanted = abs(value) * scale
        found = [span for figure, span in figures if math.isclose(figure, wanted, rel_tol=1e-9)]
        if found:
            return found
    word = _WORD.get(abs(value))
    return [one.span() for one in word.finditer(text)] if word else []


def said_alike(said: Collection[str | None]) -> str | None:
    """Return what all places of a number say; None where they differ or there are none."""
    return next(iter(said)) if len(set(said)) == 1 else None
