"""Benchmarks that stand apart from their numbers: "On A and B … by 3 and 4 %, respectively".

Also those of the sentence before: "Foo reaches 71% on A and 62% on B. Bar obtains 69% and 55%."
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from kg.extract.findings import Findings
from kg.extract.places import Place, within

_RESPECTIVELY = re.compile(r"[^;]{0,60}?\brespectively\b")
# "On A and B we cut time and memory by 5% and 6%, respectively" is of these.
_PAIR = re.compile(r"\b[\w-]+,? and (?!by\b|to\b|in\b|on\b)[\w-]+\b")
_OTHERS = re.compile(
    r"\b(?:benchmark|data ?set|task|domain|language|corpus|corpora|suite)s?\b", re.IGNORECASE
)


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
    text, sentences = found.text, found.sentences
    start, end = sentences[at]
    here = within(named, (start, end))
    before = () if here or at < 2 else within(named, sentences[at - 1])
    orders = _apart(here) if here else _outside_too(before, text, sentences[at - 1][0])
    if not runs or not any(orders):
        return {}
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


def benchmarks_again(
    runs: Sequence[Sequence[Place]], before: Sequence[int], *, sentence: str
) -> dict[int, int]:
    """Return the benchmark of each number of a sentence's lists by the order of the one before.

    The sentence itself names no benchmark. In the annotated papers 6 of 7 such lists go by order;
    the other speaks of benchmarks without a name.

    Args:
        runs: The lists of numbers of the sentence that nothing else tells apart.
        before: The benchmarks of the numbers of the sentence before, in order.
        sentence: Its words.
    """
    order = list(dict.fromkeys(before))
    if len(order) < 2 or _OTHERS.search(sentence):
        return {}
    return {
        one.index: name
        for run in runs
        if len(run) == len(order)
        for one, name in zip(run, order, strict=True)
    }


def _apart(here: Sequence[Place]) -> list[list[int]]:
    """Return the benchmarks of a sentence in order; none where the order tells nothing.

    Of two right beside each other ("LongBench HotpotQA") one is a part of the other.
    """
    beside = any(one.end + 1 >= two.start for one, two in pairwise(here))
    return [] if beside else [_in_order(here)]


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
