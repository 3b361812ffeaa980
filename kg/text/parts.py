"""What part of a benchmark a number is of, by the words next to it: "on unseen tasks"."""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import islice

from kg.text.figures import FIGURE, places, said_alike

_HEADS = (
    r"(?:(?:sub-?)?tasks?|(?:sub-?)?sets?|splits?|(?:sub-?)?categor(?:y|ies)|classes|questions?|"
    r"labels?|subjects?|inputs?|clips?|tiers?|skills|signals?|content|cases|scenarios|samples|"
    r"instances|episodes|problems|queries|prompts|scenes|conditions|perturbations|attacks)"
)
# What a benchmark may be for as a whole: a part only beside another.
_KINDS = (
    r"(?:search|classification|recognition|detection|extraction|retrieval|segmentation|generation|"
    r"tracking|prediction|inpainting|reasoning|understanding|completion|answering|QA)"
)
# No part: all of it, several, a test set; nor what only praises a benchmark.
_NONE = (
    r"(?:and|or|but|while|whereas|than|that|which|with|using|compared|versus|vs|by|its|all|every|"
    r"each|both|average|overall|most|two|three|four|five|six|seven|eight|nine|ten|several|"
    r"multiple|various|many|such|different|diverse|other|benchmarks?|data-?sets?|our|this|these|their|"
    r"test(?!\stasks)|testing|validation|val|dev|development|evaluation|evaluated|public|standard|"
    r"respectively|on|in|for|of|under|across|from|over|at|to|as|is|are|was|were)"
)
_PRAISE = re.compile(
    r"an?|the|same|entire|whole|complete|zero|shot|challenging|popular|standard|public|large|scale|synthetic|simulated|"
    r"simulation|new|novel|full|original|complex|difficult|shared|more|most"
)
_WORD = rf"(?!{_NONE}\b)(?:[A-Za-z*]|[23]D\b)[\w/'*+-]*"
# Nothing is given back: lists of numbers would else be split in ever more ways.
_UNIT = r"[\s$\\}]*+(?:%|percent\b|points\b|dB\b|mm\b|cm\b)?+[\s$}]*+"
_LIST = rf"(?:(?:to|and|-+>?|→|–|/|vs\.?|versus)[\s$\\]*(?:below\s|over\s)?\d[\d.,]*+{_UNIT})*+"
# "From 40 to 50 and its recall from 30 to 60 on": both are of what stands behind.
_FROM_TO = rf"from\s\d[\d.,]*+{_UNIT}to\s\d[\d.,]*+{_UNIT}"
_TOO = rf"(?:and\s(?:its\s|the\s)?(?:[\w@-]+\s){{1,2}}{_FROM_TO})?"
_LED = (
    r"(?:(?!(?:on|in|for|of|under|across|from|over|at|and|or|but|while|than|to)\b)[\w@-]+\s){0,4}?"
)


def _phrase(heads: str) -> str:
    return rf"(?<![\w-])(?:the\s|an?\s)?(?P<part>(?:{_WORD}\s){{1,4}}?{heads})\b(?!\s*[-@\d])"


_BEHIND = rf"{_UNIT}{_LIST}{_TOO}{_LED}(?P<by>on|in|for|of|under|across)\s"
_AFTER = re.compile(_BEHIND + _phrase(_HEADS))
_AFTER_KIND = re.compile(_BEHIND + _phrase(_KINDS) + r"(?!\s(?:on|in|tasks?)\b)")
_AHEAD = r"(?:^|[.,;]\s(?:and\s|but\s|while\s)?)(?:On|In|For|Under|on|in|for|under)\s"
_LEADS = (
    r",?\s(?:(?!(?:on|in|for|of|under|across)\b)[\w@./-]+\s){0,8}?"
    r"(?:(?:of|over|about|only|nearly)\s)?[$\\~]*$"
)
_FRONT = re.compile(_AHEAD + _phrase(_HEADS) + _LEADS)
_FRONT_KIND = re.compile(_AHEAD + _phrase(_KINDS) + _LEADS)
_KIND_BEFORE = re.compile(_phrase(_KINDS) + r"\s\($")
_RANGE = re.compile(rf"\(\d[\d.,]*{_UNIT}(?:to|-+|–)[\s]*$")
_SIZE = r"(?P<part>(?P<edge>\d{2,4})[\s$^{}]*(?:\\times|x|×)[\s${}]*(?P=edge))(?!\d)"
_AT_SIZE = re.compile(rf"{_UNIT}{_LED}at\s(?:both\s)?\$?{_SIZE}")
# What was learnt from is not what is measured on; all of a benchmark is no part of it.
_TAUGHT = re.compile(
    r"\b(?:pre-?)?(?:train|fine-?tun)\w*\s(?:(?!evaluat|test)\w+\s){0,3}$", re.IGNORECASE
)
_WHOLE = re.compile(r"\b(?:all|full|entire|whole)\s$")
_APART = re.compile(r"[,;]|\b(?:and|but|while)\b")
# "From 95 % to 30 % under strong attacks": what falls stood higher without them.
_FALLS_FROM = re.compile(
    r"\b(?:drop|fall|fell|declin|degrad|decreas|collaps|plummet|plung|reduc)\w*\s"
    r"(?:[\w-]+\s){0,4}from\s[\s$~\\]*$"
)
_TO_UNDER = re.compile(rf"{_UNIT}to\s(?:\w+\s){{0,2}}[$~]*\d[\d.]*{_UNIT}under\s")
# So far a phrase may stand from its number.
_BACK, _ON = 120, 200
_MOST_FIGURES = 40


def part_said(text: str, value: float, *, benchmark: str) -> str | None:
    """Return what part of a benchmark a number is of, as its text says; else None.

    "93.1 % on spatial reasoning tasks", "67.8 % on the long split", "on a subset of Foo". Of 616
    scores on boards of 4,125 abstracts 72 say so, 67 rightly; of 2,077 scores that people annotated
    in others 36, and 34 rightly.

    Args:
        text: What the number stands in.
        value: The number; where it stands more than once, all have to agree. A text of more than
            forty numbers says nothing.
        benchmark: Its name; "96 % on Foo tasks" is all of Foo.
    """
    if len(list(islice(FIGURE.finditer(text), _MOST_FIGURES + 1))) > _MOST_FIGURES:
        return None
    found = places(text, value)
    if len(found) > _MOST_FIGURES:
        return None
    return said_alike([_part(text, *place, benchmark=benchmark) for place in found])


def _of_some(text: str, start: int, end: int, *, benchmark: str) -> str | None:
    """Return what a text says of how much of a benchmark a number is of: "a subset of Foo"."""
    named = [m for m in _named(benchmark).finditer(text) if not _led_by(_TAUGHT, text, m.start())]
    behind = next((m for m in named if m.start() >= end), None)
    ahead = next((m for m in reversed(named) if m.end() <= start), None)
    if ahead and not FIGURE.search(text[ahead.end() : start]) and behind:
        between = text[end : behind.start()]
        behind = None if _APART.search(between) or FIGURE.search(between) else behind
    near = behind or ahead
    if near is None or _led_by(_WHOLE, text, near.start()):
        return None
    return near["part"] or (_sized(near["edge"]) if near["edge"] else None)


def _led_by(words: re.Pattern[str], text: str, start: int) -> bool:
    return words.search(text, max(0, start - _BACK), start) is not None


@lru_cache(maxsize=256)
def _named(benchmark: str) -> re.Pattern[str]:
    name = re.escape(benchmark)
    return re.compile(
        rf"\b(?P<part>(?:subset|segment|portion)\sof\s(?:[\w-]+\s){{0,3}}?{name}"
        rf"|(?:subset|segment|portion)\sof\s[\d,]+\s\w+\sof\sth(?:is|e)\sbenchmark"
        rf"|\d[\d,]{{0,12}}\s(?:[a-z-]+\s){{0,2}}{name}\s(?:images|samples|sequences|frames|pairs)"
        rf"|{name}-(?:derived|resolution|style|like|inspired)(?:\s\w+)?)\b"
        rf"|(?<![\w-]){name}(?:\s\$?{_SIZE.replace('part', 'size')}|(?!\w))"
    )


def _sized(edge: str) -> str:
    return f"{edge}×{edge}"


def _part(text: str, start: int, end: int, *, benchmark: str) -> str | None:
    some = _of_some(text, start, end, benchmark=benchmark)
    if some is not None:
        return some
    size = _AT_SIZE.match(text, end, end + _ON)
    if size:
        return _sized(size["edge"])
    before = text[max(0, start - _BACK) : start]
    if _FALLS_FROM.search(before) and _TO_UNDER.match(text, end, end + _ON):
        return None
    found = _AFTER.match(text, end, end + _ON)
    if found and _is_all(found, benchmark):
        return None
    found = found or _FRONT.search(before)
    if found:
        return _told(found["part"], benchmark)
    kind = _kind(text, start, end)
    others = {_kind(text, *one.span()) for one in FIGURE.finditer(text)} - {None, kind}
    return _told(kind, benchmark) if kind and others else None


def _is_all(found: re.Match[str], benchmark: str) -> bool:
    """Return whether a phrase tells what a benchmark is: "61 % of hard tasks in Foo"."""
    # "Of Art Style questions in Foo" names a part.
    is_told = found["by"] == "of" and found["part"].islower()
    leads = r"\s(?:\(|(?:in|from)\s)" if is_told else r"\s\("
    behind = re.compile(rf"{leads}(?:the\s|e\.g\.,?\s)?{re.escape(benchmark)}(?!\w)")
    return behind.match(found.string, found.end()) is not None


def _kind(text: str, start: int, end: int) -> str | None:
    before = text[max(0, start - _BACK) : start]
    ranged = _RANGE.search(before)
    if ranged:
        before = before[: ranged.start() + 1]
    found = (
        _AFTER_KIND.match(text, end, end + _ON)
        or _KIND_BEFORE.search(before)
        or _FRONT_KIND.search(before)
    )
    return found["part"] if found else None


def _told(part: str, benchmark: str) -> str | None:
    """Return a phrase, or None where it says no more than the benchmark's name."""
    own = set(_words(benchmark))
    *said, _ = _words(part)
    return part if any(word not in own and not _PRAISE.fullmatch(word) for word in said) else None


def _words(text: str) -> list[str]:
    return re.findall(r"[\w*+]+", text.lower())
