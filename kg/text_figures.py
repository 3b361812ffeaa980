"""Where a number stands in a text."""

from __future__ import annotations

import math
import re

FIGURE = re.compile(r"(?<![\w.])\d+(?:,\d{3})*(?:\.\d+)?|(?<![\w.])\.\d+")
# A fraction is shown in % where its metric is, and now and then the other way round.
SCALES = (1.0, 0.01, 100.0)


def places(text: str, value: float, *, scale: float = 1.0) -> list[tuple[int, int]]:
    """Return the start and the end of each place where a number stands, whatever its sign.

    Args:
        text: What it stands in; empty where it stands nowhere there.
        value: The number.
        scale: One of `SCALES`: the text has the number times this.
    """
    return [
        found.span()
        for found in FIGURE.finditer(text)
        if math.isclose(float(found[0].replace(",", "")), abs(value) * scale, rel_tol=1e-9)
    ]
