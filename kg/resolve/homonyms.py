"""Tells one string that means two things apart: by long form and by what the paper introduces."""

from __future__ import annotations

import re
from functools import lru_cache

from kg.resolve.initials import FITS, fits, is_initials, may_start
from kg.text import clean, is_acronym, words

_WORD = re.compile(r"[^\W_]+(?:'[a-z]+)?")
_STOP = re.compile(r"[.;:!?()\[\]\n]|,\s(?=(?:we|which|where|that)\b)")
_INTRODUCING = (
    r"(?:propos|introduc|present|develop|design|releas|describ|contribut|construct|build|built|"
    r"creat|curat|unveil|establish|devis|offer|formulat|publish)\w*"
)
_NAMING = r"(?:called|named|termed|dubbed|denoted(?: as)?|coined|referred to as|namely|, i\.e\.,?)"


@lru_cache(maxsize=1 << 14)
def _plain(text: str) -> str:
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


def _tail(text: str, limit: int) -> list[str]:
    """The last words of a clause."""
    clause = _STOP.split(text)[-1]
    return [word.strip(",\"'") for word in clause.split()[-limit:]]


def _before(short: str, text: str, start: int) -> str | None:
    """The words before the bracket that the short form stands for: the nearest, closest fit."""
    spoken = _tail(text[max(0, start - 200) : start], 2 * sum(map(str.isalnum, short)) + 3)
    starts = [at for at in range(len(spoken) - 1, -1, -1) if may_start(short, spoken[at])]
    for level in FITS:
        for at in starts:
            long = " ".join(spoken[at:])
            if fits(short, long, level=level):
                return _trim(long, short)
    return None


def _trim(long: str, short: str) -> str | None:
    long = long.strip(" ,\"'")
    if words(long)[:1] == words(short)[:1]:
        return None
    if len(_WORD.findall(long)) < 2 and "-" not in long:
        return long if len(long) > len(short) + 3 else None
    return long


def _inside(short: str, inner: str) -> str | None:
    """The words inside the bracket after a short form, if it stands for them."""
    spoken = re.split(r"[;,]| e\.g\.| i\.e\.", inner)[0].split()
    for level in FITS:
        for at in range(min(2, len(spoken) - 1)):
            long = " ".join(spoken[at:])
            if fits(short, long, level=level):
                return _trim(long, short)
    return None


@lru_cache(maxsize=1 << 15)
def long_form(short: str, text: str) -> str | None:
    """Return what a short form stands for in a text, or None if the text does not say so.

    Args:
        short: An acronym-like name as it stands in the text.
        text: Title and abstract, or a sentence.
    """
    if not is_acronym(short):
        return None
    body = _plain(text)
    name = spelled(clean(short), body)
    titled = _titled(name, body)
    if titled is not None:
        return titled
    if "(" not in body and "[" not in body and " for " not in body:
        return None
    start = body.find(name)
    while start >= 0:
        found = _defined_at(name, body, start)
        if found:
            return found
        start = body.find(name, start + len(name))
    return None


def _titled(name: str, body: str) -> str | None:
    """The long form of a title like `IPO: Iterative Preference Optimization for …`, or None."""
    if not body.startswith(f"{name}:"):
        return None
    spoken = re.split(r"[:.;?!()\n]", body[len(name) + 1 :])[0].split()
    for count in range(2, min(len(spoken), 9) + 1):
        long = " ".join(spoken[:count])
        if is_initials(name, long):
            return long
    return None


_OPEN = re.compile(r"[(\[]\s*(?:the\s+)?[\"']*$")
# `(RAG; Lewis et al.)` defines, `(GAT, GCN)` lists.
_CLOSE = re.compile(
    r"s?(?:[ -][a-z0-9 -]{0,20}|[;,] ?[A-Z][a-z]+ (?:et al|and|&)[^)\]]*)?[\"'*]*[)\]]"
)
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


# Patterns in which the name stands as this sign: they are compiled once, not for each name.
_NAME = "\0"
_HEADING = re.compile(rf"[\"']?{_NAME}[\"']?(?:\s*\([^)]*\))?\s*:")
_WHOLE = rf"[\"'*]*{_NAME}(?![\w-])"
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
def _marked(name: str, text: str) -> str:
    """The cleaned text with the name as a sign."""
    body = _plain(text)
    return body.replace(spelled(clean(name), body), _NAME)


@lru_cache(maxsize=1 << 15)
def heads_title(name: str, text: str) -> bool:
    """Whether the title starts with the name and a colon: the paper is about its own thing."""
    title = _plain(text).partition("\n")[0]
    written = spelled(clean(name), title)
    return written in title and _HEADING.match(title.replace(written, _NAME)) is not None


@lru_cache(maxsize=1 << 15)
def introduces(name: str, text: str) -> bool:
    """Whether the text presents a thing of that name as its own contribution.

    Args:
        name: As it stands in the text.
        text: Title and abstract, or a sentence.
    """
    if heads_title(name, text):
        return True
    marked = _marked(name, text)
    return any(pattern.search(marked) for pattern in _PRESENTING)


def words_before(name: str, text: str) -> str | None:
    """Return the words that a text gives before the name alone in brackets, or None.

    One of them has to start like the name: `tools (GROBID)` explains nothing.

    Args:
        name: As it stands in the text.
        text: Title and abstract, or a sentence.
    """
    before, opened, _ = _marked(name, text).partition(f"({_NAME})")
    spoken = _tail(before, 2 * len(name)) if opened else []
    return " ".join(spoken) if any(may_start(name, word) for word in spoken) else None


_GIVEN = re.compile(rf"{_NAMING}\s+(?:the\s+)?{_WHOLE}", re.IGNORECASE)


@lru_cache(maxsize=1 << 15)
def gives_name(name: str, text: str) -> bool:
    """Whether the text gives something that name (`termed EBM`).

    Args:
        name: As it stands in the text.
        text: Title and abstract, or a sentence.
    """
    return _GIVEN.search(_marked(name, text)) is not None
