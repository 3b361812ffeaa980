"""The usual metric of benchmarks, and results that take it where they name none."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from kg.graph.cells import Ask, flag, text
from kg.graph.measures import UsualMetric
from kg.graph.rank import result_row
from kg.graph.rows import ResultRow, Rows
from kg.store import Row


def usual_metrics(ask: Ask, benchmarks: Iterable[str]) -> dict[str, UsualMetric]:
    """Return the usual metric of each of the benchmarks that has one, by id.

    Args:
        ask: Runs a shipped query: its name, then its parameters.
        benchmarks: Their ids.
    """
    ids = sorted(set(benchmarks))
    rows = ask("usual_metrics", benchmarks=ids) if ids else []
    return {
        str(row["id"]): UsualMetric(
            str(row["usualMetric"]), text(row["unit"]), flag(row["higherIsBetter"])
        )
        for row in rows
    }


def result_rows(ask: Ask, rows: Sequence[Row]) -> Rows[ResultRow]:
    """Return results, each with the usual metric of its benchmark.

    Args:
        ask: Runs a shipped query: its name, then its parameters.
        rows: Of one of the queries that return results.
    """
    usual = usual_metrics(ask, (str(row["benchmarkId"]) for row in rows if row["benchmarkId"]))
    results = (result_row(row, usual=usual.get(str(row["benchmarkId"]))) for row in rows)
    return Rows(results, kind=ResultRow)
