"""Which numbers of a system are of parts of a benchmark, as its paper tells an overall one, too."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from kg.graph.rows import ResultRow
from kg.text.scores import told_overall


def beside_overall(board: Iterable[ResultRow]) -> set[str]:
    """Return the ids of results beside which the paper tells an overall score of the system.

    "76.9 % overall success with 83 % on broken authorization": of 5,192 systems of a paper on a
    board of 43,670 papers 7 have a higher number of a part, and all 7 are so.

    Args:
        board: Results by one metric and in one unit on one benchmark.
    """
    systems: dict[tuple[str | None, str], list[ResultRow]] = defaultdict(list)
    for row in board:
        systems[row.subject_id, row.paper].append(row)
    found = set[str]()
    for rows in systems.values():
        several = len(rows) > 1
        overall = {r.result for r in rows if several and told_overall(r.sentence or "", r.value)}
        found |= {row.result for row in rows if overall} - overall
    return found
