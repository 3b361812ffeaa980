"""Whether a number that no metric has is told as a score, by the words round it."""

from __future__ import annotations

import re

from kg.text.figures import places

_SCORED = re.compile(r"\b(?:scor|perform|achiev|reach|attain)\w*", re.IGNORECASE)
# "34 % of errors", "62 % of the outputs" are shares of something.
_SHARE = re.compile(r"[\s$\\}]*(?:%|percent\b)[\s$}]*of\b")
# A gap of "2-8pp" lies between scores, as one of "2 to 8 percentage points" does.
_GAP = re.compile(
    r"[\s$\\}]*(?:(?:-{1,3}|–|—|to)[\s$]*\d[\d.]*[\s$\\}]*)?(?:pp\b|percentage[\s-]points?\b)"
)
_BACK, _AHEAD = 120, 60
# Nothing is given back: a list of numbers would else be split in ever more ways.
_UNIT = r"[\s$\\})]*+"
_PERCENT = rf"{_UNIT}(?:%|percent(?:age)?\b){_UNIT}"
# Also the first of "87-95% of the time".
_PART_OF = re.compile(
    rf"{_UNIT}(?:(?:-{{1,3}}|–|—|to)[\s$\\]*\d[\d.]*+)?{_PERCENT}of\b(?!\s(?:all\s)?possible\b)"
)
_SOLVES = re.compile(
    r"\b(?:(?:re)?solv(?:e|es|ed|ing)|complet(?:e|es|ed|ing)|pass(?:es|ed|ing)?|prov(?:e|es|ed|ing))"
    r"\s[^;:]{0,60}$",
    re.IGNORECASE,
)
# "Maintains 99.9% performance" is a share of what was, "recovers MMLU to 94 %" not.
_KEPT = re.compile(
    r"\b(?:maintain|preserv|retain|recover|restor|keep)\w*\s(?:[\w~-]+\s){0,2}[$\\~]*$",
    re.IGNORECASE,
)
_OF_OLD = re.compile(
    rf"{_PERCENT}(?:of\s)?(?:[\w'-]+\s){{0,3}}(?:performance|quality|utility|capabilit)",
    re.IGNORECASE,
)
# "Delta = 0.82", "mean = 4.2/5", "top 6.6 %", "recovery of performance rises from 45 to 94 %".
_NAMED = re.compile(
    r"(?:=[\s{}$\\~]*|\btop[\s-]|\b(?:recovery|retention)\sof\s[^;:]*)$", re.IGNORECASE
)
# "6 of them", "2.9 per example", "26 problems".
_COUNTED = re.compile(
    r"\s(?:of\s(?:the|them|these)\b|per\s|(?:[a-z-]+\s){0,2}"
    r"(?:cases|errors|examples|failures|problems|proposals|questions|samples|tasks|violations)\b)"
)
_ALL_IN_ALL = r"\b(?:overall|aggregated?)\b"
_OVERALL = re.compile(
    rf"(?<![%\d]\s){_ALL_IN_ALL}\s(?:(?!(?:and|but|while)\b)[\w@*()-]+\s){{0,5}}?(?:of|is|to|reaches|with|at)\s"
    r"[($\\{~:=a-z]*$",
    re.IGNORECASE,
)
_OVERALL_BEHIND = re.compile(
    rf"{_UNIT}(?:%|percent\b)?{_UNIT}(?:[\w@-]{{1,40}}\s){{0,2}}?{_ALL_IN_ALL}", re.IGNORECASE
)


def told_as_score(text: str, value: float) -> bool:
    """Return whether a number is told as what somebody reaches: "the best score 40 %".

    Of 33 numbers of nobody and by nothing on boards of 4,125 abstracts 13 are told so, all of them
    scores; of the others ("a third of the errors") one is.

    Args:
        text: What the number stands in.
        value: The number; where it stands more than once, one place is enough.
    """
    return any(
        _SCORED.search(text, max(0, start - _BACK), end + _AHEAD) and not _SHARE.match(text, end)
        for start, end in places(text, value)
    )


def told_as_gap(text: str, value: float) -> bool:
    """Return whether a number is in percentage points, and so lies between two scores.

    Args:
        text: What the number stands in.
        value: The number.
    """
    return any(_GAP.match(text, end) for _, end in places(text, value))


def told_otherwise(text: str, value: float, *, solves: bool) -> bool:
    """Return whether a number without a metric is told as something else than a score.

    That are shares ("answers differ in 61 % of cases"), what is kept of a score ("maintaining 99 %
    performance"), counts ("solves 6 of them"), and what a sign of equality names otherwise. Of 484
    scores that the boards of 43,670 papers took for the usual metric this is so of 44, of 41
    rightly.

    Args:
        text: What the number stands in.
        value: The number; where it stands more than once, all have to be told so.
        solves: Whether the metric counts solved tasks: then "solves 67 % of tasks" is a score.
    """
    found = places(text, value)
    return bool(found) and all(_otherwise(text, *place, solves=solves) for place in found)


def _otherwise(text: str, start: int, end: int, *, solves: bool) -> bool:
    before = text[max(0, start - _BACK) : start]
    if _PART_OF.match(text, end):
        return not (solves and _SOLVES.search(before))
    if _NAMED.search(before) or _COUNTED.match(text, end):
        return True
    return _KEPT.search(before) is not None and _OF_OLD.match(text, end) is not None


def told_overall(text: str, value: float) -> bool:
    """Return whether a number is told as an overall one: "an overall accuracy of 77 %".

    Args:
        text: What the number stands in.
        value: The number; where it stands more than once, one place is enough.
    """
    return any(
        _OVERALL.search(text, max(0, start - _BACK), start) or _OVERALL_BEHIND.match(text, end)
        for start, end in places(text, value)
    )
