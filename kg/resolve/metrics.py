"""Which side of a metric is better where the catalogue knows only what it is a kind of."""

from __future__ import annotations

import re

from kg.resolve.keys import catalogue_entries
from kg.text import singular

_LOWER = frozenset(
    [
        "blocking",
        "collision",
        "consumption",
        "cost",
        "deviation",
        "error",
        "failure",
        "hallucination",
        "latency",
        "leakage",
        "loss",
        "overhead",
        "time",
        "violation",
    ]
)
_HIGHER = frozenset(["accuracy", "quality", "saving", "similarity", "success"])
# "Failure rate" says as much as "failures".
_SHARES = frozenset(["count", "number", "percentage", "rate", "ratio"])
# NMAE, log-RMSE.
_ERRORS = re.compile(r"(?:MAE|MSE|RMSE)$")


def better_side(name: str) -> bool | None:
    """Return whether more of a metric is better, or None where its name does not say.

    `grasp success rates` are success rates and `planning time` is a time: the longest end of the
    name that the catalogue knows decides, else its last noun, before a word like "rate".

    Args:
        name: Of a metric that the catalogue does not know itself.
    """
    words = name.replace("-", " ").split()
    for start in range(1, len(words)):
        found = catalogue_entries(" ".join(words[start:]), "metric")
        if found:
            return found[0].higher_is_better
    nouns = [singular(word.lower()) for word in words]
    while len(nouns) > 1 and nouns[-1] in _SHARES:
        nouns.pop()
    if nouns and (nouns[-1] in _LOWER or nouns[-1] in _HIGHER):
        return nouns[-1] in _HIGHER
    return False if _ERRORS.search(name) else None
