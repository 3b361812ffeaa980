"""A text with its sentences: where the title ends, and where the paper's own work starts."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from kg.extract.sentences import sentence_of
from kg.extract.wording import says_own, wording
from kg.records import ENTITY_RELATIONS, RelationType


@dataclass(frozen=True, slots=True)
class Layout:
    """A text with its sentences; made once, asked for each relation.

    Attributes:
        text: The text.
        sentences: Its sentences in order; not empty.
        title_end: Where the title ends; -1 where there is none.
        own: Where the first sentence on the paper's own work starts; 0 if none says so.
        names: Where things of the paper's own are named, in order.
    """

    text: str
    sentences: Sequence[tuple[int, int]]
    title_end: int
    own: int
    names: Sequence[int] = ()

    @classmethod
    def of(cls, text: str, sentences: Sequence[tuple[int, int]]) -> Layout:
        """Return the layout of a text."""
        own = (start for start, end in sentences if says_own(text[start:end]))
        return cls(text, sentences, text.find("\n"), next(own, 0))

    def naming(self, starts: Iterable[int]) -> Layout:
        """Return the layout with more of the paper's own, named from some offsets on."""
        return replace(self, names=sorted({*self.names, *starts}))

    def said(self, span: tuple[int, int]) -> str:
        """Return the text between two offsets."""
        return self.text[slice(*span)]

    def sentence_of(self, offset: int) -> tuple[int, int]:
        """Return the sentence that holds an offset, or the nearest one before it."""
        return sentence_of(self.sentences, offset)

    def count(self, first: int, last: int) -> int:
        """Return how many sentences start at `first` to `last`."""
        low = bisect_left(self.sentences, (first, 0))
        return bisect_right(self.sentences, (last, 1 << 62)) - low

    def after(self, start: int, count: int) -> Sequence[tuple[int, int]]:
        """Return the sentence that starts there and at most so many behind it."""
        at = bisect_left(self.sentences, (start, 0))
        return self.sentences[at : at + count + 1]

    def before(self, start: int, count: int) -> Sequence[tuple[int, int]]:
        """Return at most so many sentences before the one that starts there, not the title."""
        at = bisect_left(self.sentences, (start, 0))
        return [s for s in self.sentences[max(0, at - count) : at] if s[0] >= self.title_end]

    def fit(self, span: tuple[int, int], relation: RelationType) -> float:
        """Return how well an evidence fits a relation, from -3 to 2; 0 is neutral.

        What takes more sentences, or the title, fits worse.

        Args:
            span: Offsets of the evidence.
            relation: The relation's type.
        """
        start, end = span
        title, count = start < self.title_end, self.count(start, end - 1)
        if relation in ENTITY_RELATIONS:
            return float(-min(3, count - 1 + title))
        before_own = start < self.own
        names_own = bisect_left(self.names, start) < bisect_left(self.names, end)
        fit = wording(
            self.said(span), relation, title=title, before_own=before_own, names_own=names_own
        )
        return fit - 1 if relation is RelationType.ADDRESSES and count > 1 else fit
