"""Words for people: counted things in good grammar."""

from __future__ import annotations


def counted(number: int, one: str, many: str | None = None) -> str:
    """Return a number with what it counts: `1 paper`, `2,000 papers`.

    Args:
        number: How many.
        one: What one of them is called, with a verb where it has to agree: `paper names`.
        many: What several are called; None adds an s to the word for one.
    """
    return f"{number:,} {one if number == 1 else many or one + 's'}"
