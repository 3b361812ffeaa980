"""What a sentence says of one number alone is not of another number in it.

"71% on Foo and 62% on unseen scenes", "91% success with only 50 queries": the second number is not
on Foo, the first not measured in queries.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from kg.extract.decode import ACTORS, FoundResult, settled
from kg.extract.findings import Findings
from kg.extract.group import Span
from kg.extract.lists import UNITS
from kg.extract.numbers import FAR, Number
from kg.extract.places import Place, places_of, places_of_numbers, within
from kg.records import EntityType, ResultKind

# All of 16 annotated cases are right; with 0.4 one row of 1,263 annotated papers changes.
_OWNED = 0.9
_REACH = 60
# So near behind a number it names the number's own measure.
_BESIDE = 6
_AMOUNT = rf"[\s$}}]*{UNITS}[\s$}}]*"
# "71% accuracy on Foo", "0.4 at Foo", "71% for the Foo".
_BEFORE_NAME = re.compile(
    rf"{_AMOUNT}(?:\s?(?:[\w@-]+\s){{0,2}})?(?:for|by|at|with|from|of|on|in)\s(?:the\s|our\s)?"
    r"(?:[\w-]+\s)?"
)
# "Foo (71%", "Foo: 71%", "Foo's 71%", "Foo at 71%".
_AFTER_NAME = re.compile(r"\s?(?:\(|:|=|['’]s\s|at\s)\s?[\s$~]*")
# "From 71% to 80%", "71% vs. 80%", "71% (80%".
_LINKED = re.compile(
    r"[\s$}%\\]*(?:[A-Za-z]+\s)?(?:to|->|→|\\(?:right)?arrow|-+|vs\.?|versus|/|and|or|\()"
)
_PLACE = re.compile(
    rf"{_AMOUNT}(?:(?!(?:on|in|for|by|of|and|or|but|while|than|to|with|from|at)\s)[\w@-]+\s){{0,4}}"
    r"(?:on\saverage\s)?(?:on|in|across)\s"
    r"(?!(?:average|total|terms|turn|contrast|both|all|it|this|that|these|those|just|only)\b)"
    r"(?P<place>(?:the\s)?[\w-]+(?:\s[A-Za-z][\w-]*){0,4})"
)
# What looks like data: "on 2D tasks", "on SCOPe"; "in bf16 precision", "on an A100" are settings.
_DATA = re.compile(
    r"\b(?:tasks?|splits?|(?:sub|data)?-?sets?|scenes?|scenarios?|images?|videos?|clips?|cases|samples?|benchmarks?"
    r"|prediction|detection|classification|recognition|retrieval|segmentation"
    r"|questions?|problems?|domains?|environments?|objects?|subjects?|classes|corpora|corpus)\b"
    r"|\b(?!(?:CPU|GPU|TPU|NPU|FPGA|RTX|NVIDIA|Nvidia|Jetson|INT|FP|BF|LoRA)s?\b|[A-Z]\d+\b|(?:INT|FP|BF)\d)"
    r"[A-Za-z]*[A-Z][\w-]*[A-Z\d]\w*"
)
# "50 queries", "2.3e21 FLOPs", "15 GB peak memory", "3GB of memory"; not "71% and memory".
_AS_UNIT = re.compile(
    r"(?P<number>\d[\d.,]*(?:[eE][-+]?\d+|\s?(?:\\times|×)\s?10\^\{?[-\d]+\}?)?)(?<![.,])"
    r"[\s$~\\{}]{0,4}(?:(?:\\?%|[GM]B|°|ms|s|[KMk])[\s-])?"
    r"(?:(?!(?:and|or|to|with|vs|versus|in|at|for|on|by|from|while|but|than|over)\s)[a-z]+\s)?$"
)
# "62.7 0.5% accuracy": a sign between them is lost.
_LETTER = re.compile(r"[A-Za-z]")
# "Bar (62%", "62% for Bar": a number behind that of its system has one of its own.
_HAS_NAME = re.compile(r"\w\s?\([\s$~]*$")
_FOR_NAME = re.compile(rf"{_AMOUNT}(?:at|to|for|by)\s(?:the\s)?[A-Z0-9]")
# "The detection rate at 1% false alarm rate".
_AS_CONDITION = re.compile(
    r"\bat\s(?:an?\s|only\s)?[\s$~\\<=]*(?P<number>\d[\d.]*)[\s$]*(?:\\?%|percent)?[\s$-]*$"
)


def forget_owned(found: Findings) -> list[FoundResult]:
    """Return the results without what their sentences tell of other numbers alone.

    A score's system that stands beside another score, the benchmark of another number where this
    one names its own place, the unit or the condition of another number as a score's measure: of 22
    such in 5,700 abstracts all are wrong, and of 16 in 1,263 annotated ones.
    """
    told = _Told.of(found)
    out = []
    for result in found.results:
        wrong: dict[str, int | None] = {}
        if _has_others_subject(told, result):
            wrong["subject"] = None
        if _has_others_benchmark(told, result):
            wrong["benchmark"] = None
        if _has_others_metric(told, result):
            wrong["metric"] = None
        out.append(settled(result, wrong, sure=_OWNED))
    return out


@dataclass(frozen=True, slots=True)
class _Told:
    """What was found, and how its numbers hang together.

    Attributes:
        found: What was found.
        places: Where its numbers stand.
        results: Which of them are results.
        linked: The numbers of which what is said of one may be said of the one after it.
        no_places: Where systems and measures stand.
        beside: What `owners` returned, by thing and sentence: in a list without an end many results
            ask the same.
    """

    found: Findings
    places: Sequence[Place]
    results: frozenset[int]
    linked: frozenset[int]
    no_places: Sequence[Place]
    beside: dict[tuple[int, int], list[int | None]]

    @classmethod
    def of(cls, found: Findings) -> _Told:
        text, places = found.text, places_of_numbers(found.numbers)
        linked = (
            one.index for one, two in pairwise(places) if _LINKED.match(text, one.end, two.start)
        )
        return cls(
            found,
            places,
            results=frozenset(result.number for result in found.results),
            linked=frozenset(linked),
            no_places=places_of(found.groups, (*ACTORS, EntityType.METRIC)),
            beside={},
        )

    def hang_together(self, one: int, two: int) -> bool:
        """Say whether what is said of one of two numbers may be said of both."""
        first, second = sorted((one, two))
        return first == second or (second == first + 1 and first in self.linked)

    def owners(self, result: FoundResult, thing: int) -> list[int | None]:
        """Return of each place of a thing in a result's sentence the result beside it, or None."""
        sentence = self.found.sentence_with(result)
        key = (thing, sentence[0])
        if key not in self.beside:
            spans = within(self.found.groups[thing].spans, sentence)
            self.beside[key] = [self._owner(span, sentence) for span in spans]
        return self.beside[key]

    def _owner(self, span: Span, sentence: tuple[int, int]) -> int | None:
        first = max(sentence[0], span.start - 2 * _REACH)
        near = within(self.places, (first, min(sentence[1], span.end + _REACH)))
        beside = (
            place.index
            for place in near
            if place.index in self.results and _stands_by(self.found.text, place, span)
        )
        return next(beside, None)


def _stands_by(text: str, number: Place, span: Span) -> bool:
    if 0 <= span.start - number.end < _REACH:
        return _BEFORE_NAME.fullmatch(text, number.end, span.start) is not None
    if 0 <= number.start - span.end < _REACH:
        return _AFTER_NAME.fullmatch(text, span.end, number.start) is not None
    return False


def _are_others(told: _Told, result: FoundResult, owners: Sequence[int | None]) -> bool:
    return bool(owners) and not any(
        k is None or told.hang_together(k, result.number) for k in owners
    )


def _has_others_subject(told: _Told, result: FoundResult) -> bool:
    """Whether a score's system stands beside other scores in its unit alone."""
    if result.subject is None or result.kind is not ResultKind.ABSOLUTE:
        return False
    text, number = told.found.text, told.found.number_of(result)
    owners = told.owners(result, result.subject)
    others = [told.found.numbers[k] for k in owners if k is not None]
    if any(other.unit != number.unit for other in others):
        return False
    if any(other.start < number.start for other in others):
        before = text[max(0, number.start - _REACH) : number.start]
        if not (_HAS_NAME.search(before) or _FOR_NAME.match(text, number.end)):
            return False
    return _are_others(told, result, owners)


def _has_others_benchmark(told: _Told, result: FoundResult) -> bool:
    """Whether a number is on something else than its benchmark, which is told of others alone."""
    if result.benchmark is None:
        return False
    text, number = told.found.text, told.found.number_of(result)
    _, end = told.found.sentence_with(result)
    place = _PLACE.match(text, number.end, min(end, number.end + FAR))
    if place is None or not _DATA.search(place["place"]):
        return False
    bounds = (number.end, place.end())
    taken = [one.end for one in within(told.no_places, bounds)]
    taken += [span.end for span in within(told.found.groups[result.benchmark].spans, bounds)]
    if any(at > place.start("place") for at in taken):
        return False
    return _are_others(told, result, told.owners(result, result.benchmark))


def _has_others_metric(told: _Told, result: FoundResult) -> bool:
    """Whether a score's measure is the unit or the condition of other numbers alone."""
    if result.metric is None or result.kind is not ResultKind.ABSOLUTE:
        return False
    number = told.found.number_of(result)
    sentence = told.found.sentence_with(result)
    spans = within(told.found.groups[result.metric].spans, sentence)
    if not spans or any(0 <= span.start - number.end < _BESIDE for span in spans):
        return False
    return all(_is_condition(told.found.text, number, span) for span in spans) or all(
        _is_others_unit(told, number, span, since=sentence[0]) for span in spans
    )


def _is_condition(text: str, number: Number, span: Span) -> bool:
    told = _AS_CONDITION.search(text, max(0, span.start - _REACH), span.start)
    return told is not None and not number.start <= told.start("number") < number.end


def _is_others_unit(told: _Told, number: Number, span: Span, *, since: int) -> bool:
    text, start = told.found.text, max(since, span.start - _REACH)
    unit = _AS_UNIT.search(text, start, span.start)
    if unit is None:
        return False
    # The sign of a number lies before its digits.
    near = within(told.places, (unit.start("number") - 1, unit.start("number") + 1))
    other = told.found.numbers[near[-1].index] if near else number
    if other.unit == number.unit:
        return False
    if number.end <= other.start and not _LETTER.search(text, number.end, other.start):
        return False
    # "116/120 refusals (96.67%)" is one share.
    return not any((n.unit or "").startswith("of ") for n in (number, other))
