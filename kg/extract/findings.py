"""All that was found in one text: what the rules on results and relations read."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace

from kg.extract.abbreviations import Abbreviation
from kg.extract.clean import Cleaned
from kg.extract.decode import FoundResult, Reading, settled
from kg.extract.group import Group
from kg.extract.numbers import Number
from kg.extract.sentences import sentence_index, sentence_of
from kg.records import RelationType
from kg.text.links import RepoLink


@dataclass(frozen=True, slots=True)
class Findings:
    """All that was found in one readable text; offsets are those of that text.

    Attributes:
        original: The text as it came.
        cleaned: The readable text and the way back.
        sentences: Its sentences in order; the first is the title.
        abbreviations: Its definitions in order.
        links: Its links to code, data and pages in order.
        numbers: The numbers that the reader was given.
        reading: What the reader found.
    """

    original: str
    cleaned: Cleaned
    sentences: Sequence[tuple[int, int]]
    abbreviations: Sequence[Abbreviation]
    links: Sequence[RepoLink]
    numbers: Sequence[Number]
    reading: Reading

    @property
    def text(self) -> str:
        """The readable text."""
        return self.cleaned.text

    @property
    def title_end(self) -> int:
        """The offset of the line break after the title; -1 without one."""
        return self.text.find("\n")

    @property
    def groups(self) -> Sequence[Group]:
        """The things of the reading."""
        return self.reading.groups

    @property
    def results(self) -> Sequence[FoundResult]:
        """The results of the reading."""
        return self.reading.results

    def with_results(self, results: Iterable[FoundResult]) -> Findings:
        """Return the findings with other results."""
        new = tuple(results)
        if new == self.results:  # most rules change nothing
            return self
        return replace(self, reading=replace(self.reading, results=new))

    def without(
        self, role: str, is_wrong: Callable[[Findings, FoundResult, int], bool], *, sure: float
    ) -> list[FoundResult]:
        """Return the results, nothing in a role where what stands in it is wrong.

        Args:
            role: Subject, benchmark or metric.
            is_wrong: Tells so of a result and the thing in that role.
            sure: How often it is right.
        """
        return [
            settled(result, {role: None}, sure=sure)
            if (thing := getattr(result, role)) is not None and is_wrong(self, result, thing)
            else result
            for result in self.results
        ]

    def rows(self) -> dict[int, list[FoundResult]]:
        """Return the results of each number that has some, by the number's index."""
        rows: dict[int, list[FoundResult]] = {}
        for result in self.results:
            rows.setdefault(result.number, []).append(result)
        return rows

    def number_of(self, result: FoundResult) -> Number:
        """Return the number that a result means."""
        return self.numbers[result.number]

    def sentence_with(self, result: FoundResult) -> tuple[int, int]:
        """Return the sentence of the number that a result means."""
        return self.sentence_of(self.number_of(result).start)

    def sentence_of(self, offset: int) -> tuple[int, int]:
        """Return the sentence that holds an offset, or the nearest one before it."""
        return sentence_of(self.sentences, offset)

    def sentences_of(self, group: Group) -> list[tuple[int, int]]:
        """Return the sentence of each mention of a thing."""
        return [self.sentence_of(span.start) for span in group.spans]

    def sentence_index(self, offset: int) -> int:
        """Return the index of that sentence."""
        return sentence_index(self.sentences, offset)


@dataclass(frozen=True, slots=True)
class Stated:
    """A relation between two things that a rule read.

    Attributes:
        type: PART_OF, BASED_ON, BENCHMARK_FOR or OUTPERFORMS.
        source: Index of a thing.
        target: Index of another.
        chance: How often the rule is right where the names are.
        evidence: Offsets of the sentence that says it, or of a few in a row.
    """

    type: RelationType
    source: int
    target: int
    chance: float
    evidence: tuple[int, int]
