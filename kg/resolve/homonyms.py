"""Tells one string that means two things apart: by long form and by what the paper introduces."""

from __future__ import annotations

import re
from functools import lru_cache

from kg.resolve.initials import FITS, begin_words, fits, is_initials, may_start
from kg.text import clean, is_acronym, words
from kg.text.presents import NAME, marked, plain, spelled

_WORD = re.compile(r"[^\W_]+(?:'[a-z]+)?")
_STOP = re.compile(r"[.;:!?()\[\]\n]|,\s(?=(?:we|which|where|that)\b)")


def _tail(text: str, limit: int) -> list[str]:
    """The last words of a clause."""
    clause = _STOP.split(text)[-1]
    return [word.strip(",\"'") for word in clause.split()[-limit:]]


def _before(short: str, text: str, start: int) -> str | None:
    """The words before the bracket that the short form stands for: the nearest, closest fit."""
    spoken = _tail(text[max(0, start - 200) : start], 2 * sum(map(str.isalnum, short)) + 3)
    starts = [at for at in range(len(spoken) - 1, -1, -1) if may_start(short, spoken[at])]
    longs = [" ".join(spoken[at:]) for at in starts]
    for level in FITS:
        found = [long for long in longs if fits(short, long, level=level)]
        if found:
            # `Instance Image Goal Navigation (IIN)`: all letters begin words.
            best = next((long for long in found if begin_words(short, long)), found[0])
            return _trim(best, short)
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
    body = plain(text)
    name = spelled(clean(short), body)
    titled = _titled(name, body)
    if titled is not None:
        return titled
    if "(" not in body and "[" not in body:
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


def _defined_at(name: str, body: str, start: int) -> str | None:
    """What the text says at one occurrence of a short form about its long form, or None."""
    end = start + len(name)
    opened = _OPEN.search(body, max(0, start - 8), start)
    if opened and _CLOSE.match(body, end):
        return _before(name, body, opened.start())
    if start and (body[start - 1].isalnum() or body[start - 1] == "-"):
        return None
    explained = _INNER.match(body, end)
    return _inside(name, explained.group(1)) if explained else None


def words_before(name: str, text: str) -> str | None:
    """Return the words that a text gives before the name alone in brackets, or None.

    One of them has to start like the name: `tools (GROBID)` explains nothing.

    Args:
        name: As it stands in the text.
        text: Title and abstract, or a sentence.
    """
    before, opened, _ = marked(name, text).partition(f"({NAME})")
    spoken = _tail(before, 2 * len(name)) if opened else []
    return " ".join(spoken) if any(may_start(name, word) for word in spoken) else None
