"""Where things stand in a text, in order, and those of one sentence."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from typing import TypeVar

from kg.extract.group import Group, Span
from kg.extract.numbers import Number
from kg.records import EntityType

# Characters that part two of a list; the patterns try each split of a wide one.
_WIDEST = 120


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """Where a thing or a number stands: offsets, and its index."""

    start: int
    end: int
    index: int


_Place = TypeVar("_Place", Place, Span)


def places_of(groups: Sequence[Group], types: Collection[EntityType]) -> list[Place]:
    """Return where the things of some types stand, in order."""
    return sorted(
        Place(span.start, span.end, k)
        for k, group in enumerate(groups)
        if group.type in types
        for span in group.spans
    )


def places_of_numbers(numbers: Sequence[Number]) -> list[Place]:
    """Return where the numbers stand, in order."""
    return [Place(number.start, number.end, k) for k, number in enumerate(numbers)]


def within(places: Sequence[_Place], bounds: tuple[int, int]) -> Sequence[_Place]:
    """Return those of the places in order that start within two offsets."""
    low, high = (bisect_left(places, at, key=lambda place: place.start) for at in bounds)
    return places[low:high]


def runs_of(items: Sequence[Place], text: str, gap: re.Pattern[str]) -> Iterator[list[Place]]:
    """Yield the runs of two and more items between which nothing but such a gap stands."""
    run: list[Place] = []
    for item in items:
        if run and not part(gap, text, run[-1], item):
            if len(run) > 1:
                yield run
            run = []
        run.append(item)
    if len(run) > 1:
        yield run


def part(gap: re.Pattern[str], text: str, one: Place, two: Place) -> bool:
    """Say whether nothing but such a gap parts two items, or both stand in one series.

    Of "AIME 2024 and 2025" each is named by the whole.
    """
    if (one.start, one.end) == (two.start, two.end):
        return True
    near = two.start - one.end <= _WIDEST
    return near and gap.fullmatch(text, one.end, two.start) is not None
