"""Tells one string that means two things apart: by long form and by what the paper introduces."""

from __future__ import annotations

import re
from functools import lru_cache

from kg.text import clean, fold, is_acronym, singular, words

_MINOR = frozenset(
    [
        "a",
        "an",
        "the",
        "of",
        "for",
        "from",
        "with",
        "on",
        "by",
        "in",
        "via",
        "and",
        "to",
        "using",
        "as",
        "at",
        "is",
    ]
)
_WORD = re.compile(r"[^\W_]+(?:'[a-z]+)?")
_STOP = re.compile(r"[.;:!?()\[\]]|,\s(?=(?:we|which|where|that)\b)")
_INTRODUCING = (
    r"(?:propos|introduc|present|develop|design|releas|describ|contribut|construct|build|built|"
    r"creat|curat|unveil|establish|devis|offer|formulat|publish)\w*"
)
_NAMING = r"(?:called|named|termed|dubbed|denoted(?: as)?|coined|referred to as|namely|, i\.e\.,?)"


@lru_cache(maxsize=1 << 14)
def _plain(text: str) -> str:
    first, _, rest = text.partition("\n")
    return clean(first) + "\n" + clean(rest)


def _letters(short: str) -> str:
    return "".join(letter for letter in clean(short).lower() if letter.isalnum())


def _align(short: str, spoken: list[str]) -> int | None:
    """Return at which word the long form starts, reading both from the right, or None.

    The first letter must begin a word; every letter and digit of the short form must be found in
    order; the nearest fit wins (Schwartz and Hearst 2003).
    """
    joined = " ".join(spoken).lower()
    starts = {0} | {match.end() for match in re.finditer(r" ", joined)}
    starts |= {match.end() for match in re.finditer(r"-", joined)}
    letters = _letters(short)
    place = len(joined)
    for index in range(len(letters) - 1, -1, -1):
        place -= 1
        while place >= 0 and (
            joined[place] != letters[index] or (index == 0 and place not in starts)
        ):
            place -= 1
        if place < 0:
            return None
    return joined[:place].count(" ")


def _tail(text: str, limit: int) -> list[str]:
    """The last words of a clause."""
    clause = _STOP.split(text)[-1]
    return clause.split()[-limit:]


def _before(short: str, text: str, start: int) -> str | None:
    limit = min(len(_letters(short)) + 5, len(_letters(short)) * 2)
    spoken = [word.strip(",\"'") for word in _tail(text[max(0, start - 200) : start], limit)]
    at = _align(short, spoken)
    if at is None:
        return None
    return _trim(" ".join(spoken[at:]), short)


def _trim(long: str, short: str) -> str | None:
    long = long.strip(" ,\"'")
    if fold(long) == fold(short) or (len(_WORD.findall(long)) < 2 and "-" not in long):
        return long if len(long) > len(short) + 3 and fold(long) != fold(short) else None
    return long


def _inside(short: str, inner: str) -> str | None:
    spoken = re.split(r"[;,]| e\.g\.| i\.e\.", inner)[0].split()
    at = _align(short, spoken)
    if at is None or at > 1 or len(spoken) < 2:
        return None
    return _trim(" ".join(spoken[at:]), short)


@lru_cache(maxsize=1 << 15)
def long_form(short: str, text: str) -> str | None:
    """Return what a short form stands for in a text, or None if the text does not say so.

    Args:
        short: An acronym-like name as it stands in the text.
        text: Title and abstract, or a sentence.
    """
    if not is_acronym(short):
        return None
    body, name = _plain(text), clean(short)
    if "(" not in body and "[" not in body and " for " not in body:
        return None
    start = body.find(name)
    while start >= 0:
        found = _defined_at(name, body, start)
        if found:
            return found
        start = body.find(name, start + len(name))
    return None


_OPEN = re.compile(r"[(\[]\s*(?:the\s+)?[\"']*$")
_CLOSE = re.compile(r"s?\b[^)\]]{0,30}[)\]]")
_INNER = re.compile(r"s?[\"']*\s*[(\[]([^)\]]{5,120})[)\]]")
_STANDS = re.compile(r"[\"',]*\s+(?:stands? for|short for|denotes)\s+([^.,;()]{5,90})")


def _defined_at(name: str, body: str, start: int) -> str | None:
    """What the text says at one occurrence of a short form about its long form, or None."""
    end = start + len(name)
    opened = _OPEN.search(body, max(0, start - 8), start)
    if opened and _CLOSE.match(body, end):
        return _before(name, body, opened.start())
    if start and (body[start - 1].isalnum() or body[start - 1] == "-"):
        return None
    explained = _INNER.match(body, end) or _STANDS.match(body, end)
    return _inside(name, explained.group(1)) if explained else None


@lru_cache(maxsize=1 << 15)
def introduces(name: str, text: str) -> bool:
    """Whether the text presents a thing of that name as its own contribution.

    Args:
        name: As it stands in the text.
        text: Title and abstract, or a sentence.
    """
    body = _plain(text)
    plain = re.escape(clean(name))
    if re.match(rf"[\"']?{plain}(?:\s*\([^)]*\))?\s*:", body):
        return True
    whole = rf"[\"'*]*{plain}(?![\w-])"
    verb = rf"\b(?:we|paper|work|article|study|here)\b[^.]{{0,60}}?\b{_INTRODUCING}"
    patterns = (
        rf"{verb}\s+(?:the\s+|our\s+|a\s+new\s+|a\s+novel\s+)?{whole}[\"']*\s*(?:,|\(|:|-|a\b|an\b|the\b|to\b|which\b|that\b|for\b|\.|as\b)",
        rf"{verb}[^.]{{0,120}}?{_NAMING}\s+(?:the\s+)?{whole}",
        rf"{verb}[^.()]{{0,120}}\(\s*{whole}\s*\)",
        rf"\b(?:this|our)\s+[^.]{{0,60}}?{_NAMING}\s+(?:the\s+)?{whole}",
        rf"{verb}\s+[^.,()]{{0,60}}?,\s*{whole}\s*[,(.]",
    )
    return any(re.search(pattern, body, re.IGNORECASE) for pattern in patterns)


def _content(long: str) -> tuple[str, ...]:
    return tuple(singular(word) for word in words(long) if word not in _MINOR)


def same_sense(left: str, right: str) -> bool:
    """Whether two long forms of one short form mean the same.

    They do if their words are equal but for minor words and endings, or one holds all words of the
    other in order.
    """
    one, two = _content(left), _content(right)
    short, long = sorted((one, two), key=len)
    return same_words(left, right) or (len(short) >= 2 and _subsequence(short, long))


def same_words(left: str, right: str) -> bool:
    """Whether two long forms have the same words but for minor ones and endings."""
    one, two = _content(left), _content(right)
    if not one or not two or "".join(one) == "".join(two):
        return True
    return len(one) == len(two) and all(map(_same_word, one, two))


def _subsequence(short: tuple[str, ...], long: tuple[str, ...]) -> bool:
    remaining = iter(long)
    return all(any(_same_word(word, other) for other in remaining) for word in short)


def _same_word(left: str, right: str) -> bool:
    if left == right:
        return True
    common = 0
    for one, two in zip(left, right, strict=False):
        if one != two:
            break
        common += 1
    return common >= 5 and max(len(left), len(right)) - common <= 4
