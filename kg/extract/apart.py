"""Benchmarks that stand apart from their numbers: "On A and B … by 3 and 4 %, respectively"."""

from __future__ import annotations

import re
from collections.abc import Sequence

from kg.extract.findings import Findings
from kg.extract.places import Place, within

_RESPECTIVELY = re.compile(r"[^;]{0,60}?\brespectively\b")
# "On A and B we cut time and memory by 5% and 6%, respectively" is of these.
# A pair starts where a word does: tried at each part of "a-b-c-…" it takes minutes.
_PAIR = re.compile(r"(?<![\w-])[\w-]++,? and (?!by\b|to\b|in\b|on\b)[\w-]+\b")


def benchmarks_apart(
    found: Findings,
    runs: Sequence[Sequence[Place]],
    *,
    row: Sequence[Place],
    named: Sequence[Place],
    at: int,
) -> dict[int, int]:
    """Return the benchmark of each number of a sentence's lists with "respectively".

    A list goes by order to the benchmarks named before it in its sentence, or, if that names none,
    to those of the sentence directly before: 9 of 10 annotated lists with as many of them as of
    numbers. From farther back none of 2 does.

    Args:
        found: What was found in the text.
        runs: The lists of numbers of the sentence that no other list tells apart.
        row: All its numbers.
        named: Where benchmarks stand in the text, in order.
        at: Index of the sentence of the lists.
    """
    if not runs:
        return {}
    text, sentences = found.text, found.sentences
    start, end = sentences[at]
    here = within(named, (start, end))
    before = () if here or at < 2 else within(named, sentences[at - 1])
    orders = [_in_order(here)] if here else _outside_too(before, text, sentences[at - 1][0])
    since = here[-1].end if here else start
    pair = _PAIR.search(text, since, end)
    dealt: dict[int, int] = {}
    for run in runs:
        first, last = run[0].start, run[-1].end
        # A benchmark behind the list has its own say in where the numbers go.
        if first < since or (pair and pair.end() <= first):
            continue
        told = _RESPECTIVELY.match(text, last, end)
        if told and not within(row, (last, told.end())):
            order: Sequence[int] = next((o for o in orders if len(o) == len(run)), ())
            dealt |= {one.index: name for one, name in zip(run, order, strict=False)}
    return dealt


def _outside_too(before: Sequence[Place], text: str, start: int) -> list[list[int]]:
    """Return the benchmarks of the sentence that starts there: all, and those outside brackets."""
    outside = []
    depth, at = 0, start
    for place in before:
        depth += text.count("(", at, place.start) - text.count(")", at, place.start)
        at = place.start
        if depth <= 0:
            outside.append(place)
    return [_in_order(before), _in_order(outside)]


def _in_order(places: Sequence[Place]) -> list[int]:
    return list(dict.fromkeys(place.index for place in places))
