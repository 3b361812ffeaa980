"""Who a result belongs to where its sentence does not say so, and against whom it is not."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from kg.extract.decode import ACTORS, FoundResult, Reading, settled
from kg.extract.findings import Findings
from kg.extract.group import Span
from kg.extract.lists import UNITS
from kg.extract.numbers import FAR
from kg.extract.places import within
from kg.records import RelationType

# How often who is not named is the contribution.
_NAMED = 0.9

# "Existing Foo systems", "Foo-based methods".
_CLASS = re.compile(
    r"(?P<based>-(?:based|style|like|driven|only))?(?:\s?\([^()]{1,20}\))?\s(?:[a-z-]+\s)?"
    r"(?:methods|baselines|systems|models|approaches|variants|techniques|algorithms|solvers|"
    r"planners|counterparts|strategies|frameworks|pipelines|policies|agents|networks)\b"
)
_SEVERAL = re.compile(
    r"\b(?:existing|representative|conventional|traditional|typical|strong|other|various|several|"
    r"multiple|recent|\d+|two|three|four|five)\s(?:[\w-]+\s)?$",
    re.IGNORECASE,
)
_NEAR = 40
# "4.3 points over the strongest baseline", "33% over the base model"; what is "over the original
# model" is over the one with a name (2 of 2 in 44,000 abstracts).
_OWN_RIVAL = re.compile(
    rf"[\s$}}]*{UNITS}[\s$}}]*(?:-(?!-))?(?:(?!(?:and|but|or|while)\b)[\w@][\w@-]*\s){{0,5}}?"
    r"(?:over|than|relative to|against|compared (?:to|with))\s(?:the|its|their|our|all)\s"
    r"(?:(?!(?:and|but|or|while|original)\b)[A-Za-z][\w-]*\s){0,5}"
    r"(?:baselines?|models?|methods?|systems?|heuristics?|approach(?:es)?|competitors?)\b"
)


def contribution(reading: Reading) -> int | None:
    """Return the index of the paper's main contribution among models and methods, or None.

    It is what the paper introduces and is part of nothing else, named most often, then first.
    """
    groups, relations = reading.groups, reading.relations
    introduced = {k for k in reading.introduced if groups[k].type in ACTORS}
    parts = {r.source for r in relations if r.type is RelationType.PART_OF}
    chosen = introduced - parts or introduced
    return min(
        chosen, key=lambda k: (-len(groups[k].spans), groups[k].spans[0].start), default=None
    )


def name_subjects(found: Findings) -> list[FoundResult]:
    """Return the results with the subject that a comparison leaves out.

    "… outperforming BERT by 11 points": who beats a rival and is not named is the paper's own
    contribution; of 1,200 such annotated rows with a contribution 2 % belong to nobody. Where no
    rival is named the reader's pointer knows better than a rule.
    """
    main = contribution(found.reading)
    if main is None:
        return list(found.results)
    return [
        settled(result, {"subject": main}, sure=_NAMED)
        if result.subject is None and result.versus not in (None, main)
        else result
        for result in found.results
    ]


def forget_classes(found: Findings) -> list[FoundResult]:
    """Return the results without a rival that is another number's or tells of a kind alone.

    "Gains of 5% over existing Foo systems", "over Foo-based methods" are over no Foo: of 15 such
    rows in 1,263 annotated papers none has it, and all of 14 in 5,700 others read so. Nor is "by 3%
    over Foo and by 2% over the strongest baseline" in its second number: of 3 such annotated rows
    none is, and of 4 more in 5,200 abstracts.
    """
    out = []
    for row in found.results:
        spans = () if row.versus is None else found.groups[row.versus].spans
        wrong = bool(spans) and (_is_class(found, row, spans) or _is_others(found, row, spans))
        out.append(replace(row, versus=None) if wrong else row)
    return out


def _is_others(found: Findings, result: FoundResult, spans: Sequence[Span]) -> bool:
    """Whether a number has a rival without a name, and the one with a name stands before it."""
    number, (_, end) = found.number_of(result), found.sentence_with(result)
    own = _OWN_RIVAL.match(found.text, number.end, min(end, number.end + FAR))
    return own is not None and not within(spans, (number.end, end))


def _is_class(found: Findings, result: FoundResult, mentions: Sequence[Span]) -> bool:
    text = found.text
    start, end = found.sentence_with(result)
    spans = within(mentions, (start, end))
    for span in spans:
        kind = _CLASS.match(text, span.end, end)
        before = text[max(start, span.start - _NEAR) : span.start]
        if kind is None or not (kind["based"] or _SEVERAL.search(before)):
            return False
    return bool(spans)
