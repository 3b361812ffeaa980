"""Questions about numbers and about who beats whom."""

from __future__ import annotations

from collections.abc import Mapping

from kg.arguments import check_limit, check_text
from kg.errors import ConfigError, UnknownName
from kg.graph.base import GraphBase, noted, nothing, top
from kg.graph.cells import from_row
from kg.graph.compare import compared, sides
from kg.graph.kin import check_family, with_parts
from kg.graph.measures import UsualMetric, is_usual
from kg.graph.names import Found
from kg.graph.nearby import nearby, note
from kg.graph.rank import (
    RANKED_FROM,
    chosen,
    conflicting,
    is_named,
    is_score,
    leaderboard,
    measure_of,
    measures,
    on_main_board,
    records,
    result_row,
    takes_rank,
    with_contradictions,
)
from kg.graph.remarks import (
    between,
    board_notes,
    number_notes,
    other_words,
    parts_apart,
    unheld,
    without_record,
)
from kg.graph.rows import (
    CompareRow,
    ConflictRow,
    LeaderboardRow,
    OutperformsRow,
    ResultRow,
    Rows,
    SotaRow,
)
from kg.graph.usual import result_rows, usual_metrics
from kg.graph.wholes import beside_overall
from kg.records import EntityType
from kg.text import fold
from kg.words import command, counted, quoted

_BENCHMARKS = ("Benchmark", "Dataset")


class ResultQuestions(GraphBase):
    """Questions about numbers and about who beats whom."""

    def leaderboard(
        self,
        benchmark: str,
        *,
        metric: str | None = None,
        unit: str | None = None,
        family: bool = False,
        min_confidence: float = 0.0,
        limit: int = 20,
    ) -> Rows[LeaderboardRow]:
        """Return the absolute results on a benchmark, best first.

        Each metric, unit and part of it (unseen tasks) is ranked by itself, that of most papers
        first, of several the usual one; each system by its best result of a confidence of 0.3 and
        more, or by what the paper calls the overall one; other rows have no rank.
        A number without a metric counts by the usual one and is marked; what names that in other
        words (a mean success rate) stands on its board. A note names kin with scores of their own.

        Args:
            benchmark: Its name.
            metric: Only results by it or on its board.
            unit: Only results in it.
            family: Take in what is part of it: all stand on one board.
            min_confidence: Leaves out less certain results, 0 to 1.
            limit: Most rows.

        Returns:
            The rows, empty where there is no score; the notes tell of how many results and papers.

        Raises:
            ConfigError: The confidence is not from 0 to 1 or the limit is below 1.
            UnknownName: No benchmark or metric has the name.
            AmbiguousName: Several have it.
            QueryError: It ran out of time.
            StoreError: The store failed.
        """
        limit = check_limit(limit)
        check_text("unit", unit)
        found = self.find(benchmark, types=_BENCHMARKS)
        ids = with_parts(self.ask, found, family=family, min_confidence=min_confidence)
        usual = usual_metrics(self.ask, ids)
        on_it = self._on("leaderboard", ids, usual=usual, min_confidence=min_confidence)
        wanted = self._metric(metric, found, on_it)
        results = chosen(on_it, metric=wanted.name if wanted else None, unit=unit)
        rows = Rows(leaderboard(results, usual=usual.get(found.id)), kind=LeaderboardRow)
        notes = board_notes(found, results, len(rows), min(limit, len(rows)))
        if not rows:
            notes = self._why_empty(found, on_it, metric=metric, min_confidence=min_confidence)
        notes += number_notes(rows[:limit]) + other_words(wanted, results)
        boards = len({measure_of(row) for row in rows})
        if boards > 1:
            by = "metric, unit and part" if any(row.part for row in rows) else "metric and unit"
            notes.append(f"{boards} boards: each {by} is ranked by itself")
        firsts = {measure_of(row): row for row in reversed(rows)}
        if not all(is_named(firsts[measure_of(row)]) for row in rows if row.rank):
            notes.append("what stands above rank 1 is of no system with a name of its own")
        if any(row.rank is None and takes_rank(row) for row in firsts.values()):
            notes.append("what stands above rank 1 is of a part; its paper tells an overall score")
        if any(is_named(row) and not takes_rank(row) for row in rows[:limit]):
            notes.append(f"what is read with a confidence under {RANKED_FROM} has no rank")
        if rows or not on_it:
            notes += self._nearby(found, ids, results, len(on_it), min_confidence=min_confidence)
        return noted(top(rows, limit, *notes), found, wanted)

    def sota(
        self,
        benchmark: str,
        *,
        metric: str | None = None,
        unit: str | None = None,
        family: bool = False,
        min_confidence: float = 0.0,
    ) -> Rows[SotaRow]:
        """Return the records on a benchmark over time, oldest first; undated papers are left out.

        A record has a holder: numbers of no named system ("all models come near 100 %", "our
        diffusion model") set none, nor do those under a confidence of 0.3. Those of a part of the
        benchmark ("on unseen tasks") are told only where most papers have that part; a note names
        the others.

        Args:
            benchmark: Its name.
            metric: By which metric; None takes the one that most papers use, of several the
                benchmark's usual one.
            unit: In which unit; None takes that of the same board.
            family: Take in what is part of it.
            min_confidence: Leaves out less certain results, 0 to 1.

        Returns:
            A row for each time a record was broken; empty where no dated result has a holder.

        Raises:
            ConfigError: The confidence is not from 0 to 1.
            UnknownName: No benchmark or metric has the name.
            AmbiguousName: Several have it.
            UnitError: The metric that was asked for comes in several units.
            QueryError: It ran out of time.
            StoreError: The store failed.
        """
        check_text("unit", unit)
        found = self.find(benchmark, types=_BENCHMARKS)
        ids = with_parts(self.ask, found, family=family, min_confidence=min_confidence)
        usual = usual_metrics(self.ask, ids)
        every = self._on("leaderboard", ids, usual=usual, min_confidence=min_confidence)
        wanted = self._metric(metric, found, every)
        named = wanted.name if wanted else None
        dated = self._on("sota", ids, usual=usual, min_confidence=min_confidence)
        dated = chosen(dated, metric=named, unit=unit)
        held = [row for row in dated if takes_rank(row)]
        results = on_main_board(held, usual=usual.get(found.id), by_part=metric is not None)
        of_parts = beside_overall(results)
        results = [row for row in results if row.result not in of_parts]
        there = chosen(every, metric=named, unit=unit)
        see = command("kg", "leaderboard", found.id)
        if results:
            notes = board_notes(found, results, len(results), len(results))
            notes += other_words(wanted, results) + unheld(there, results, see=see)
            notes += parts_apart(held, results, see=see)
        elif dated or there:
            said = without_record(dated, len(leaderboard(there)))
            notes = [f"{said}; see them with: {see}"]
        else:
            notes = self._why_empty(found, every, metric=metric, min_confidence=min_confidence)
        if results or not every:
            notes += self._nearby(found, ids, results, len(every), min_confidence=min_confidence)
        rows = Rows(records(results), kind=SotaRow)
        return noted(Rows(rows, notes + number_notes(rows)), found, wanted)

    def compare(
        self, left: str, right: str, *, family: bool = False, min_confidence: float = 0.0
    ) -> Rows[CompareRow]:
        """Return two systems side by side on all benchmarks where both have a number.

        Differences and factors that a paper reports between the two come after the scores; notes
        tell who is said to beat whom, and how many papers name both. What is part of both is on
        neither side, unless one is part of the other: then it is on its side.

        Args:
            left: Name of a model or method.
            right: Name of another.
            family: Take in what is part of them, such as sizes of a model.
            min_confidence: Leaves out less certain results, 0 to 1.

        Returns:
            Scores first, then reported differences and factors; empty where there are none.

        Raises:
            ConfigError: Both names mean one thing or the confidence is not from 0 to 1.
            UnknownName: A name is not in the graph.
            AmbiguousName: A name means several things.
            QueryError: It ran out of time.
            StoreError: The store failed.
        """
        found = [self.find(name, types=("Model", "Method")) for name in (left, right)]
        if found[0].id == found[1].id:
            raise ConfigError(f"{left!r} and {right!r} are one thing, {found[0].name}; give two")
        families = [
            frozenset(with_parts(self.ask, one, family=family, min_confidence=min_confidence))
            for one in found
        ]
        one, other = sides(*families)
        found_rows = self.ask("compare", systems=sorted(one | other), minConfidence=min_confidence)
        results = result_rows(self.ask, found_rows)
        shared = Rows(compared(results, left=one, right=other), kind=CompareRow)
        have = [
            f"{of.name} has {counted(sum(r.subject_id in side for r in results), 'result')}"
            for of, side in zip(found, (one, other), strict=True)
        ]
        lead = "" if shared else "no benchmark on which both have a number; "
        notes = [lead + ", ".join(have)]
        if not shared and not family:
            notes += self._families(left, right, min_confidence=min_confidence)
        apart = sum(row.right_paper not in (None, row.left_paper) for row in shared)
        if apart:
            rows_of = counted(apart, "row sets", "rows set")
            notes.append(f"{rows_of} numbers of two papers side by side: settings may differ")
        notes += number_notes(shared)
        notes += between(self.ask, one, other, min_confidence=min_confidence)
        return noted(Rows(shared, notes), *found)

    def _families(self, left: str, right: str, *, min_confidence: float) -> list[str]:
        """Return a note of what a comparison of the families finds, if anything."""
        rows = self.compare(left, right, family=True, min_confidence=min_confidence)
        on = {row.benchmark for row in rows if row.benchmark}
        where = f" on {counted(len(on), 'benchmark')}" if on else ""
        return [f"with family (--family): {counted(len(rows), 'row')}{where}"] if rows else []

    def outperforms(
        self,
        name: str | None = None,
        *,
        family: bool = False,
        min_confidence: float = 0.0,
        limit: int = 50,
    ) -> Rows[OutperformsRow]:
        """Return who is said to beat whom; claims that contradict each other come first.

        The newest comes first, in either part.

        Args:
            name: Only claims about it; None for all.
            family: Take in what is part of it; refused without a name.
            min_confidence: Leaves out less certain claims, 0 to 1.
            limit: Most rows.

        Returns:
            A row for each claim of a paper; empty where there are none.

        Raises:
            ConfigError: There is a family of nothing, the confidence is not from 0 to 1 or the
                limit is below 1.
            UnknownName: The name is not in the graph.
            AmbiguousName: It means several things.
            QueryError: It ran out of time.
            StoreError: The store failed.
        """
        found = None if name is None else self.find(name)
        check_family(family, found)
        ids = (
            with_parts(self.ask, found, family=family, min_confidence=min_confidence)
            if found
            else []
        )
        claims = [
            from_row(OutperformsRow, row, contradicted=False)
            for row in self.ask("outperforms", entities=ids, minConfidence=min_confidence)
        ]
        what = f"no claim that {found.name} beats or is beaten" if found else "no claim"
        empty = nothing(what, found, min_confidence=min_confidence)
        rows = Rows(with_contradictions(claims), kind=OutperformsRow)
        return noted(top(rows, limit, empty=empty), found)

    def conflicts(
        self, name: str | None = None, *, min_confidence: float = 0.0, limit: int = 50
    ) -> Rows[ConflictRow]:
        """Return results of several papers that disagree on one system, benchmark and metric.

        Settings may differ (shots, sizes, splits): the sentences tell.

        Args:
            name: Only those of this system or on this benchmark; None for all.
            min_confidence: Leaves out less certain results, 0 to 1.
            limit: Most rows.

        Returns:
            The rows of each group side by side; empty where all agree.

        Raises:
            ConfigError: The confidence is not from 0 to 1 or the limit is below 1.
            UnknownName: The name is not in the graph.
            AmbiguousName: It means several things.
            QueryError: It ran out of time.
            StoreError: The store failed.
        """
        found = None if name is None else self.find(name)
        results = self.ask(
            "conflicts", entity=found.id if found else None, minConfidence=min_confidence
        )
        rows = Rows(conflicting(result_rows(self.ask, results)), kind=ConflictRow)
        what = "no two papers disagree on a result" + (f" of {found.name}" if found else "")
        empty = nothing(what, found, min_confidence=min_confidence)
        shown = top(rows, limit, empty=empty)
        return noted(shown, found, more=number_notes(shown))

    def _on(
        self,
        query: str,
        benchmarks: list[str],
        *,
        usual: Mapping[str, UsualMetric],
        min_confidence: float,
    ) -> list[ResultRow]:
        """Return the scores on benchmarks, with the usual metric of each filled in."""
        rows = self.ask(query, benchmarks=benchmarks, minConfidence=min_confidence)
        found = (result_row(row, usual=usual.get(str(row["benchmarkId"]))) for row in rows)
        return [row for row in found if is_score(row)]

    def _metric(self, name: str | None, board: Found, on_it: list[ResultRow]) -> Found | None:
        """Return the metric of a name; an unknown one is told the metrics of the benchmark."""
        try:
            return None if name is None else self.find(name, types=("Metric",))
        except UnknownName:
            there = measures(on_it, near=name)
            shown = [one for one in there.values() if one]
            if name and any(fold(name) == fold(one) or is_usual(name, one) for one in shown):
                return Found(name, name, EntityType.METRIC, 0)
            if not there:
                raise
            said = (
                f"no metric named {quoted(str(name))} on {board.name}; there are, nearest first: "
            )
            raise UnknownName(said + ", ".join(there), shown) from None

    def _why_empty(
        self,
        benchmark: Found,
        results: list[ResultRow],
        *,
        metric: str | None,
        min_confidence: float,
    ) -> list[str]:
        """Return why a board is empty: what other boards there are, or what is no score.

        Args:
            benchmark: Of the board.
            results: All on it, whatever metric and unit were asked for.
            metric: As asked for; what is there is told nearest first.
            min_confidence: As asked for.
        """
        if results:
            there = ", ".join(measures(results, near=metric))
            order = ", nearest first" if metric else ""
            return [f"no such result on {benchmark.name}; there are{order}: {there}"]
        rows = self.ask("entity_results", entity=benchmark.id, minConfidence=min_confidence)
        on_it = (row["kind"] for row in rows if row["benchmarkId"] == benchmark.id)
        gains = sum(kind != "absolute" for kind in on_it)
        if not gains:
            what = f"no results on {benchmark.name}"
            return [nothing(what, benchmark, min_confidence=min_confidence)]
        found = counted(gains, "difference or factor", "differences or factors")
        found += f"; see them with: {command('kg', 'entity', benchmark.id)}"
        return [f"no scores on {benchmark.name}, but {found}"]

    def _nearby(
        self,
        benchmark: Found,
        ids: list[str],
        shown: list[ResultRow],
        own: int,
        *,
        min_confidence: float,
    ) -> list[str]:
        """Return a note of parts, versions and longer names with scores that are not shown."""
        kin = nearby(self.ask, benchmark, left_out=ids, min_confidence=min_confidence)
        if not kin:
            return []
        of_kin = [one.id for one in kin]
        rows = self.ask("leaderboard", benchmarks=of_kin, minConfidence=min_confidence)
        return note(kin, result_rows(self.ask, rows), shown=shown, own=own)
