"""Where things stand in a text, in order, and those of one sentence."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from kg.extract.group import Group
from kg.records import EntityType


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """Where a thing or a number stands: offsets, and its index."""

    start: int
    end: int
    index: int


def places_of(groups: Sequence[Group], types: Collection[EntityType]) -> list[Place]:
    """Return where the things of some types stand, in order."""
    return sorted(
        Place(span.start, span.end, k)
        for k, group in enumerate(groups)
        if group.type in types
        for span in group.spans
    )


def places_within(places: Sequence[Place], sentence: tuple[int, int]) -> Sequence[Place]:
    """Return those of the places in order that start within a sentence."""
    start, end = sentence
    low = bisect_left(places, start, key=lambda place: place.start)
    return places[low : bisect_left(places, end, key=lambda place: place.start)]
