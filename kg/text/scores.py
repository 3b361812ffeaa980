"""Whether a number that no metric and no system has is told as a score, by the words round it."""

from __future__ import annotations

import re

from kg.text.figures import places

_SCORED = re.compile(r"\b(?:scor|perform|achiev|reach|attain)\w*", re.IGNORECASE)
# "34 % of errors", "62 % of the outputs" are shares of something.
_SHARE = re.compile(r"[\s$\\}]*(?:%|percent\b)[\s$}]*of\b")
# A gap of "2-8pp" lies between scores, as one of "2 to 8 percentage points" does.
_GAP = re.compile(
    r"[\s$\\}]*(?:(?:-{1,3}|–|—|to)[\s$]*\d[\d.]*[\s$\\}]*)?(?:pp\b|percentage[\s-]points?\b)"
)
_BACK, _AHEAD = 120, 60


def told_as_score(text: str, value: float) -> bool:
    """Return whether a number is told as what somebody reaches: "the best score 40 %".

    Of 33 numbers of nobody and by nothing on boards of 4,125 abstracts 13 are told so, all of them
    scores; of the others ("a third of the errors") one is.

    Args:
        text: What the number stands in.
        value: The number; where it stands more than once, one place is enough.
    """
    return any(
        _SCORED.search(text, max(0, start - _BACK), end + _AHEAD) and not _SHARE.match(text, end)
        for start, end in places(text, value)
    )


def told_as_gap(text: str, value: float) -> bool:
    """Return whether a number is in percentage points, and so lies between two scores.

    Args:
        text: What the number stands in.
        value: The number.
    """
    return any(_GAP.match(text, end) for _, end in places(text, value))
