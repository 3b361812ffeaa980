"""Numbers parted by slashes: of "49.7/53.5/55.4/57.0" all are results, or none."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from kg.extract.decode import FoundResult
from kg.extract.numbers import Number

_SLASH = re.compile(r"[\s$}\\%]{0,4}(?:ms|s|x)?[\s$}]{0,2}/[\s${~+-]{0,3}")


def with_rest(
    results: Sequence[FoundResult], numbers: Sequence[Number], *, text: str
) -> list[FoundResult]:
    """Return the results with what was missed of numbers that slashes part.

    Where two and more of them are results of one subject, benchmark, metric and kind, and all are
    in one unit, the others are such results, too; "12/15" and "3.1/4.0" tell nothing.

    Args:
        results: As the reader found them.
        numbers: The numbers that they mean, all that could be results.
        text: The text.
    """
    rows: dict[int, list[FoundResult]] = {}
    for result in results:
        rows.setdefault(result.number, []).append(result)
    out = list(results)
    for run in _runs(numbers, text):
        missed = [k for k in run if k not in rows]
        told = [row for k in run for row in rows.get(k, ())]
        alike = {(row.subject, row.benchmark, row.metric, row.kind) for row in told}
        units = {numbers[k].unit for k in run}
        if missed and len(told) > 1 and len(alike) == len(units) == 1:
            out += [replace(told[-1], number=k) for k in missed]
    return out


def _runs(numbers: Sequence[Number], text: str) -> Iterator[list[int]]:
    """Yield the indexes of each three and more numbers that only slashes part."""
    run = [0]
    for at, (one, two) in enumerate(pairwise(numbers), 1):
        if not _SLASH.fullmatch(text, one.end, two.start):
            if len(run) > 2:
                yield run
            run = []
        run.append(at)
    if len(run) > 2:
        yield run
