"""Parallel lists: "71.3%, 80.2% and 64.0% on A, B and C" gives each number its own benchmark."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from kg.extract.decode import FoundResult
from kg.extract.group import Group
from kg.extract.numbers import Number
from kg.records import EntityType

_JOIN = r"(?:,\s*and|,|and|&|/|;|as well as|,\s*as well as)"
_UNITS = (
    r"(?:\\?%\s?(?:points?)?|percentage points?|points?|percent|pp|x|×|°|"
    r"\^?\{?\\circ\}?|\$?\\times|ms|dB|F1)?"
)
_BETWEEN_NUMBERS = re.compile(
    rf"[\s$}}]*{_UNITS}[\s$}}]*{_JOIN}(?:\s+by)?(?:\s+up to)?[\s$\\{{~+±-]*(?:up to|by|over)?\s*"
)
_BETWEEN_NAMES = re.compile(
    rf"\s*(?:\([^()]{{0,60}}\))?(?:\s?(?:dataset|benchmark)s?)?\s*{_JOIN}\s*(?:(?:the|on|in)\s+)*"
)
# Of 86 such lists of benchmarks in the annotated papers 93 % go by order, of 74 of metrics 93 %;
# of subjects only half, since a list of systems is as often the list of rivals.
_ROLES = {
    "benchmark": (EntityType.BENCHMARK, EntityType.DATASET),
    "metric": (EntityType.METRIC,),
}


@dataclass(frozen=True, slots=True, order=True)
class _Item:
    start: int
    end: int
    index: int


def share_lists(
    results: Sequence[FoundResult],
    groups: Sequence[Group],
    numbers: Sequence[Number],
    *,
    text: str,
    sentences: Sequence[tuple[int, int]],
) -> list[FoundResult]:
    """Return the results with benchmarks and metrics of parallel lists dealt out in order.

    Args:
        results: As the reader found them.
        groups: The things that they point to.
        numbers: The numbers that they mean.
        text: The text.
        sentences: Its sentences in order.
    """
    dealt: dict[tuple[int, str], int] = {}
    for start, end in sentences:
        row = [_Item(n.start, n.end, k) for k, n in enumerate(numbers) if start <= n.start < end]
        number_runs = list(_runs(row, text, _BETWEEN_NUMBERS))
        if not number_runs:
            continue
        for role, types in _ROLES.items():
            items = sorted(
                _Item(span.start, span.end, k)
                for k, group in enumerate(groups)
                if group.type in types
                for span in group.spans
                if start <= span.start < end
            )
            for run, names in _pairs(number_runs, list(_runs(items, text, _BETWEEN_NAMES))):
                for number, name in zip(run, names, strict=True):
                    dealt[number.index, role] = name.index
    return [
        replace(
            result,
            benchmark=dealt.get((result.number, "benchmark"), result.benchmark),
            metric=dealt.get((result.number, "metric"), result.metric),
        )
        for result in results
    ]


def _runs(items: Sequence[_Item], text: str, gap: re.Pattern[str]) -> Iterator[list[_Item]]:
    """Yield the runs of two and more items that only a comma or "and" parts."""
    run: list[_Item] = []
    for item in items:
        if run and not gap.fullmatch(text, run[-1].end, item.start):
            if len(run) > 1:
                yield run
            run = []
        run.append(item)
    if len(run) > 1:
        yield run


def _pairs(
    numbers: Sequence[list[_Item]], names: Sequence[list[_Item]]
) -> Iterator[tuple[list[_Item], list[_Item]]]:
    """Yield each run of numbers with the nearest run of as many different names."""
    for run in numbers:
        fitting = [
            other
            for other in names
            if len(other) == len(run) and len({item.index for item in other}) == len(other)
        ]
        if fitting:
            yield run, min(fitting, key=lambda other: _distance(run, other))


def _distance(run: Sequence[_Item], other: Sequence[_Item]) -> int:
    return min(abs(other[0].start - run[-1].end), abs(run[0].start - other[-1].end))
