"""Tells whether a text presents a thing of some name as its own."""

from __future__ import annotations

import re
from functools import lru_cache

from kg.text import clean

_MAKING = (
    r"propos|introduc|present|develop|design|releas|describ|contribut|construct|build|creat|curat|"
    r"unveil|establish|devis|offer|formulat|publish"
)
_INTRODUCING = rf"(?:{_MAKING}|built)\w*"
_NAMING = r"(?:called|named|termed|dubbed|denoted(?: as)?|coined|referred to as|namely|, i\.e\.,?)"


@lru_cache(maxsize=1 << 14)
def plain(text: str) -> str:
    """Return title and abstract without mark-up."""
    first, _, rest = text.partition("\n")
    return clean(first) + "\n" + clean(rest)


@lru_cache(maxsize=1 << 12)
def _squeezed(text: str) -> tuple[str, tuple[int, ...]]:
    places = [i for i, letter in enumerate(text) if letter.isalnum()]
    return "".join(text[i].lower() for i in places), tuple(places)


def spelled(name: str, text: str) -> str:
    """Return the name as the cleaned text spells it: other case, hyphens and spaces are found.

    Args:
        name: A cleaned name; it comes back as it is if the text does not hold it.
        text: A cleaned text.
    """
    if name in text:
        return name
    letters, places = _squeezed(text)
    wanted = "".join(letter.lower() for letter in name if letter.isalnum())
    at = letters.find(wanted) if wanted else -1
    while at >= 0:
        start, end = places[at], places[at + len(wanted) - 1] + 1
        bounded = not text[start - 1 : start].isalnum() and not text[end : end + 1].isalnum()
        if bounded and end - start <= len(name) + 3:
            return text[start:end]
        at = letters.find(wanted, at + 1)
    return name


# Patterns in which the name stands as this sign: they are compiled once, not for each name.
NAME = "\0"
_HEADING = re.compile(rf"[\"']?{NAME}[\"']?(?:\s*\([^)]*\))?\s*:")
_WHOLE = rf"[\"'*]*{NAME}(?![\w-])"
_WE = rf"\b(?:we|paper|work|article|study|here)\b[^.]{{0,60}}?\b{_INTRODUCING}"
_AFTER = r"(?:,|\(|:|-|a\b|an\b|the\b|to\b|which\b|that\b|for\b|\.|as\b)"
_PRESENTING = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        rf"{_WE}\s+(?:the\s+|our\s+|a\s+new\s+|a\s+novel\s+)?{_WHOLE}[\"']*\s*{_AFTER}",
        rf"{_WE}[^.]{{0,120}}?{_NAMING}\s+(?:the\s+)?{_WHOLE}",
        rf"{_WE}[^.()]{{0,120}}\(\s*{_WHOLE}\s*\)",
        rf"\b(?:this|our)\s+[^.]{{0,60}}?{_NAMING}\s+(?:the\s+)?{_WHOLE}",
        rf"{_WE}\s+[^.,()]{{0,60}}?,\s*{_WHOLE}\s*[,(.]",
    )
)


@lru_cache(maxsize=1 << 12)
def marked(name: str, text: str) -> str:
    """Return the cleaned text with the name as the sign NAME."""
    body = plain(text)
    return body.replace(spelled(clean(name), body), NAME)


@lru_cache(maxsize=1 << 15)
def heads_title(name: str, text: str) -> bool:
    """Whether the title starts with the name and a colon: the paper is about its own thing."""
    title = plain(text).partition("\n")[0]
    written = spelled(clean(name), title)
    return written in title and _HEADING.match(title.replace(written, NAME)) is not None


@lru_cache(maxsize=1 << 15)
def introduces(name: str, text: str) -> bool:
    """Whether the text presents a thing of that name as its own contribution.

    Args:
        name: As it stands in the text.
        text: Title and abstract, or a sentence.
    """
    if heads_title(name, text):
        return True
    body = marked(name, text)
    return any(pattern.search(body) for pattern in _PRESENTING)


_GIVEN = re.compile(rf"{_NAMING}\s+(?:the\s+)?{_WHOLE}", re.IGNORECASE)


@lru_cache(maxsize=1 << 15)
def gives_name(name: str, text: str) -> bool:
    """Whether the text gives something that name (`termed EBM`).

    Args:
        name: As it stands in the text.
        text: Title and abstract, or a sentence.
    """
    return _GIVEN.search(marked(name, text)) is not None


_MAKING_TOO = rf"(?:{_MAKING}|launch|collect|assembl|compil)"
# A word of the noun phrase between `a` and the name.
_WORD = (
    r"(?:(?!(?:on|with|by|from|of|in|for|to|using|via|that|which|and|or|over|as|like|is|are)\b)"
    r"[\w'\"-]+\s+)"
)
_MAKERS = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        rf"\b{_MAKING_TOO}(?:e|es|s|ing)?\s+(?:(?:the|our|an?|this)\s+{_WORD}{{0,8}}\(?)?{_WHOLE}",
        rf"{_WHOLE}\)?\s+(?:is|are)\s+(?:also\s+|then\s+)?{_MAKING_TOO}e?d\b",
    )
)


@lru_cache(maxsize=1 << 12)
def presents(name: str, text: str) -> bool:
    """Whether the text may present a thing of that name: `introduces`, told by less.

    It takes in `and introduce PLOVER`, `a plan of plans PLOVER` and `PLOVER is proposed`, of which
    each alone may speak of a thing of others.

    Args:
        name: As it stands in the text.
        text: Title and abstract, or a sentence.
    """
    if introduces(name, text) or gives_name(name, text):
        return True
    body = marked(name, text)
    return any(pattern.search(body) for pattern in _MAKERS)
