"""Which side of a metric is better where the catalogue knows only what it is a kind of."""

from __future__ import annotations

from kg.resolve.keys import catalogue_entries
from kg.text import singular

_LOWER = frozenset(
    [
        "collision",
        "consumption",
        "cost",
        "deviation",
        "error",
        "failure",
        "latency",
        "loss",
        "overhead",
        "time",
        "violation",
    ]
)
_HIGHER = frozenset(["accuracy", "quality", "saving", "similarity", "success"])


def better_side(name: str) -> bool | None:
    """Return whether more of a metric is better, or None where its name does not say.

    `grasp success rates` are success rates and `planning time` is a time: the longest end of the
    name that the catalogue knows decides, else its last noun.

    Args:
        name: Of a metric that the catalogue does not know itself.
    """
    words = name.replace("-", " ").split()
    for start in range(1, len(words)):
        found = catalogue_entries(" ".join(words[start:]), "metric")
        if found:
            return found[0].higher_is_better
    last = singular(words[-1].lower()) if len(words) > 1 else ""
    if last in _LOWER or last in _HIGHER:
        return last in _HIGHER
    return None
