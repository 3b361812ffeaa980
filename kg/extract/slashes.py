"""Numbers parted by slashes: of "49.7/53.5/55.4/57.0" all are results, or none."""

from __future__ import annotations

import re
from dataclasses import replace

from kg.extract.decode import FoundResult
from kg.extract.findings import Findings
from kg.extract.places import places_of_numbers, runs_of

_SLASH = re.compile(r"[\s$}\\%]{0,4}(?:ms|s|x)?[\s$}]{0,2}/[\s${~+-]{0,3}")


def with_rest(found: Findings) -> list[FoundResult]:
    """Return the results with what was missed of numbers that slashes part.

    Where two and more of them are results of one subject, benchmark, metric and kind, and all are
    in one unit, the others are such results, too; "12/15" and "3.1/4.0" tell nothing.
    """
    rows = found.rows()
    out = list(found.results)
    for parted in runs_of(places_of_numbers(found.numbers), found.text, _SLASH):
        run = [place.index for place in parted]
        missed = [k for k in run if k not in rows]
        told = [row for k in run for row in rows.get(k, ())]
        alike = {(row.subject, row.benchmark, row.metric, row.kind) for row in told}
        units = {found.numbers[k].unit for k in run}
        if missed and len(run) - len(missed) > 1 and len(alike) == len(units) == 1:
            out += [replace(told[-1], number=k) for k in missed]
    return out
