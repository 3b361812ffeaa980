"""Answers: lists that know pandas, and the rows of questions about results."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Self, SupportsIndex, TypeVar, overload

from kg.errors import ConfigError
from kg.graph.frames import frame
from kg.graph.notebook import MOST, table
from kg.plain import as_dict

if TYPE_CHECKING:
    import pandas

T = TypeVar("T")


class Rows(list[T]):
    """The rows of an answer: a list, with remarks, which a part, a copy and a sum of them keep.

    Attributes:
        notes: What a reader should know, e.g. that the metric's direction is unknown.
        kind: What each row is, known also where there are none; None for rows of your own Cypher.
    """

    def __init__(
        self,
        rows: Iterable[T] = (),
        notes: Iterable[str] = (),
        *,
        kind: type[T] | None = None,
    ) -> None:
        super().__init__(rows)
        self.notes: tuple[str, ...] = tuple(notes)
        self.kind: type[T] | None = kind
        if kind is None and isinstance(rows, Rows):
            self.kind = rows.kind

    @overload
    def __getitem__(self, at: SupportsIndex) -> T: ...

    @overload
    def __getitem__(self, at: slice) -> Rows[T]: ...

    def __getitem__(self, at: SupportsIndex | slice) -> T | Rows[T]:
        if isinstance(at, slice):
            return Rows(super().__getitem__(at), self.notes, kind=self.kind)
        return super().__getitem__(at)

    def __add__(self, other: list[T]) -> Rows[T]:  # type: ignore[override]
        """Return the rows of both with the notes of both; of one kind where they are."""
        notes, kind = self.notes, self.kind
        if isinstance(other, Rows):
            notes += tuple(note for note in other.notes if note not in notes)
            kind = kind if kind is other.kind else None
        return Rows([*self, *other], notes, kind=kind)

    def __iadd__(self, other: Iterable[T], /) -> Self:  # type: ignore[override]
        """Take in the rows, and the notes, of another answer."""
        more = other if isinstance(other, list) else [*other]
        both = self + more
        self.extend(more)
        self.notes, self.kind = both.notes, both.kind
        return self

    def copy(self) -> Rows[T]:
        """Return the same rows with the same notes."""
        return self[:]

    def __repr__(self) -> str:
        rows = super().__repr__()
        return f"Rows({rows}, notes={self.notes!r})" if self.notes else rows

    def _repr_html_(self) -> str | None:
        """Return what a notebook shows, of many rows the first; None where there is no table."""
        try:
            shown = self[:MOST].to_dicts()
            return table(shown, self.columns(), self.notes, total=len(self))
        except ConfigError:
            return None

    def columns(self) -> tuple[str, ...]:
        """Return the names of the fields of a row, known also of an empty answer.

        Of your own Cypher an empty answer has no columns.
        """
        if self.kind is not None and dataclasses.is_dataclass(self.kind):
            return tuple(field.name for field in dataclasses.fields(self.kind))
        return tuple(dict.fromkeys(name for row in self for name in as_dict(row)))

    def to_dicts(self) -> list[dict[str, Any]]:
        """Return each row as a dictionary.

        Raises:
            ConfigError: What was put in is no row.
        """
        return [as_dict(row) for row in self]

    def to_pandas(self) -> pandas.DataFrame:
        """Return the rows as a data frame, one column a field, also of an empty answer.

        A column is of one type whatever the rows hold: whole numbers of which some are None are
        `Int64`, what is true, false or None is `boolean`. Dates are text, as some have no day. Of
        your own Cypher an empty answer has no columns.

        Returns:
            The data frame; its `attrs["notes"]` is a list of the notes.

        Raises:
            ConfigError: What was put in is no row.
            MissingExtra: pandas is not installed.
        """
        made = frame(self.to_dicts(), self.columns(), self.kind)
        made.attrs["notes"] = [*self.notes]
        return made


@dataclass(frozen=True, slots=True)
class ResultRow:
    """A number as a paper reports it.

    Attributes:
        subject: Who achieved it, or None; so for the next two.
        benchmark: On what.
        metric: By which measure.
        metric_inferred: The reader tied no metric to it; it is the benchmark's usual one.
        board: Metric by which it is ranked: `metric`, or the benchmark's usual one where `metric`
            is that in other words (a mean success rate); None where neither is known.
        value: The number; a fraction is given in % where its metric is.
        unit: `%`, `points`, `x`, …, or None.
        kind: `absolute`, `delta` or `ratio`.
        change: Which way a difference or a factor goes, as its sentence says: `less`, `more`,
            `better` or `worse`; None where it does not say, and where the sign of the value does.
        versus: Against whom, or None.
        paper: Id of the paper that says so.
        title: Its title.
        published: Its date to the precision known (`2025-03-01`, `2025-03`, `2025`), or None.
        sentence: The sentence that says so; None only where a person entered the number.
        confidence: Chance that it is right, 0 to 1; 1 where a person says so.
        result: Id of the result.
        subject_id: Id of the subject, or None; so for the next three.
        benchmark_id: Id of the benchmark.
        metric_id: Id of the metric; None also where it is inferred.
        versus_id: Id of the rival.
        higher_is_better: Direction of the metric, or None where unknown.
        start: Where the number stands in title, line break, abstract.
        bound: `≥` (over 90 %), `≤` (below 5 %, up to 5 %) or `≈` (nearly 90 %) where the sentence
            tells the value so; None where it is told as exact.
        part: What part of the benchmark a score is of, as its sentence says (`unseen tasks`); None
            where it says of none.
    """

    subject: str | None
    benchmark: str | None
    metric: str | None
    metric_inferred: bool
    board: str | None
    value: float
    unit: str | None
    kind: str
    change: str | None
    versus: str | None
    paper: str
    title: str
    published: str | None
    sentence: str | None
    confidence: float | None
    result: str
    subject_id: str | None
    benchmark_id: str | None
    metric_id: str | None
    versus_id: str | None
    higher_is_better: bool | None
    start: int
    bound: str | None = None
    part: str | None = None


@dataclass(frozen=True, slots=True)
class LeaderboardRow:
    """A place on a leaderboard; of fields that a `ResultRow` has, it says more.

    Attributes:
        rank: Place of the system on its metric, unit and part, 1 is the best; None for further
            results of it and for numbers of no named system.
        subject: Who achieved it, or None.
        value: The number; a fraction is given in % where its metric is.
        unit: `%`, `points`, `x`, …, or None.
        metric: As the paper names it; None where neither it nor the benchmark tells.
        metric_inferred: The reader tied no metric to it; it is the benchmark's usual one.
        board: Metric of the board: `metric`, or the benchmark's usual one in other words.
        paper: Id of the paper that says so.
        title: Its title.
        published: Its date to the precision known (`2025-03-01`, `2025-03`, `2025`), or None.
        sentence: The sentence that says so; None only where a person entered the number.
        confidence: Chance that it is right, 0 to 1; 1 where a person says so.
        result: Id of the result.
        subject_id: Id of the subject, or None.
        also_in: Ids of later papers that repeat the number.
        benchmark: On what: the benchmark that was asked for, or a part of it.
        bound: As of a `ResultRow`: the value is told as at least, at most or about so much.
        part: As of a `ResultRow`: what part of the benchmark the value is of.
    """

    rank: int | None
    subject: str | None
    value: float
    unit: str | None
    metric: str | None
    metric_inferred: bool
    board: str | None
    paper: str
    title: str
    published: str | None
    sentence: str | None
    confidence: float | None
    result: str
    subject_id: str | None
    also_in: tuple[str, ...] = ()
    benchmark: str | None = None
    bound: str | None = None
    part: str | None = None


@dataclass(frozen=True, slots=True)
class SotaRow:
    """A record at the time it came out; of fields that a `ResultRow` has, it says more.

    Attributes:
        published: Date of the paper to the precision known: `2025-03-01`, `2025-03` or `2025`.
        subject: Who achieved it.
        value: The number; a fraction is given in % where its metric is.
        unit: `%`, `points`, `x`, …, or None.
        gain: How much better than the record before it, in the unit and never below 0 also where
            lower is better; None for the first.
        metric: As the paper names it; None where neither it nor the benchmark tells.
        metric_inferred: The reader tied no metric to it; it is the benchmark's usual one.
        paper: Id of the paper that says so.
        title: Its title.
        sentence: The sentence that says so; None only where a person entered the number.
        confidence: Chance that it is right, 0 to 1; 1 where a person says so.
        result: Id of the result.
        subject_id: Id of the subject.
        benchmark: On what: the benchmark that was asked for, or a part of it.
        bound: As of a `ResultRow`: the value is told as at least, at most or about so much.
        part: As of a `ResultRow`: what part of the benchmark the value is of.
    """

    published: str
    subject: str | None
    value: float
    unit: str | None
    gain: float | None
    metric: str | None
    metric_inferred: bool
    paper: str
    title: str
    sentence: str | None
    confidence: float | None
    result: str
    subject_id: str | None
    benchmark: str | None = None
    bound: str | None = None
    part: str | None = None


@dataclass(frozen=True, slots=True)
class CompareRow:
    """Two systems by one measure on one benchmark.

    Attributes:
        benchmark: On what; None where a paper compares the two without one.
        metric: By which measure, or None; of scores in different words that of the board.
        unit: `%`, `points`, `x`, …, or None.
        left: Who reaches `left_value`: the first system, or a member of its family. Of a reported
            difference or factor: who the paper says it of, whatever the order of the question.
        left_value: Its score; None for a reported difference or factor.
        right: The same for the second; of a reported one, whom it is compared with.
        right_value: The same for the second.
        difference: left minus right for scores; the reported difference or factor else, without
            a sign, as papers print it.
        change: Which way a reported one goes, as its sentence says: `less`, `more`, `better` or
            `worse`; None for scores and where it does not say.
        better: `left`, `right`, `tie`, or None where it is unknown: the metric's direction,
            whether a reported difference is a gain, or where a bound leaves it open ("over 60"
            beside 65).
        kind: `absolute`, or `delta` or `ratio` for a comparison that a paper reports as such.
        left_paper: Id of the paper that says `left_value`, or that reports the comparison.
        left_published: Its date to the precision known (`2025-03-01`, `2025-03`, `2025`), or None.
        left_sentence: The sentence that says so.
        right_paper: Id of the paper that says `right_value`, often the same; with its date and
            sentence None for a reported comparison.
        right_published: Its date.
        right_sentence: The sentence that says so.
        confidence: 0 to 1; of two scores that of the less certain one.
        left_bound: As of a `ResultRow`: `left_value` is told as at least, at most or about so much.
        right_bound: The same for `right_value`.
        bound: The same for a reported difference or factor; of two scores of which one is no exact
            number the difference is about so much.
        part: As of a `ResultRow`: what part of the benchmark both scores are of.
        metric_inferred: As of a `ResultRow`, of one of two scores at least.
    """

    benchmark: str | None
    metric: str | None
    unit: str | None
    left: str
    left_value: float | None
    right: str
    right_value: float | None
    difference: float | None
    change: str | None
    better: str | None
    kind: str
    left_paper: str
    left_published: str | None
    left_sentence: str | None
    right_paper: str | None
    right_published: str | None
    right_sentence: str | None
    confidence: float | None = None
    left_bound: str | None = None
    right_bound: str | None = None
    bound: str | None = None
    part: str | None = None
    metric_inferred: bool = False


@dataclass(frozen=True, slots=True)
class OutperformsRow:
    """A claim that one beats the other.

    Attributes:
        winner: Name of who is said to beat the other.
        loser: Name of the other.
        contradicted: Another paper, or the same, claims the opposite; the two stand together.
        paper: Id of the paper that says so.
        title: Its title.
        published: Its date to the precision known (`2025-03-01`, `2025-03`, `2025`), or None.
        sentence: The sentence that says so; None only where a person entered the fact.
        confidence: Chance that it is right, 0 to 1; 1 where a person says so.
        winner_id: Id of the winner.
        loser_id: Id of the loser.
    """

    winner: str
    loser: str
    contradicted: bool
    paper: str
    title: str
    published: str | None
    sentence: str | None
    confidence: float | None
    winner_id: str
    loser_id: str


@dataclass(frozen=True, slots=True)
class ConflictRow:
    """One of several results that disagree.

    Attributes:
        group: Rows of one number are of one system, benchmark, metric, unit and part.
        subject: Who achieved it.
        benchmark: On what.
        metric: By which measure, or None.
        value: The number; a fraction is given in % where its metric is.
        unit: `%`, `points`, `x`, …, or None.
        spread: Largest minus smallest value of the group.
        paper: Id of the paper that says so.
        title: Its title.
        published: Its date to the precision known (`2025-03-01`, `2025-03`, `2025`), or None.
        sentence: The sentence that says so; None only where a person entered the number.
        confidence: Chance that it is right, 0 to 1; 1 where a person says so.
        result: Id of the result.
        bound: As of a `ResultRow`: the value is told as at least, at most or about so much.
        part: As of a `ResultRow`: what part of the benchmark the value is of.
        metric_inferred: The reader tied no metric to it; it is the benchmark's usual one.
    """

    group: int
    subject: str
    benchmark: str
    metric: str | None
    value: float
    unit: str | None
    spread: float
    paper: str
    title: str
    published: str | None
    sentence: str | None
    confidence: float | None
    result: str
    bound: str | None = None
    part: str | None = None
    metric_inferred: bool = False
