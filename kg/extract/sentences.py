"""Splits a title and an abstract into sentences."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from itertools import pairwise

_END = re.compile(
    r"(?<![.!?…])(?P<stop>[.!?…]+)(?P<close>[)\]}\"'”’»*]*)(?P<space>\s+)(?=(?P<next>[A-Z0-9\[(\"'“‘«$\\À-ÞΑ-Ω]))"
    r"|(?P<glued>[a-z)\]%]{2}[.!?])(?=(?:We|The|This|Our|In|However|These|To|It|Experiments|Extensive|"
    r"Moreover|Furthermore|Finally|Code)\b)"
)
_ABBREVIATION = re.compile(
    r"e\.g|i\.e|eg|ie|al|et|cf|vs|figs?|tabs?|eqs?|secs?|refs?|nos?|vol|ch|chap|approx|resp|dr|mr|mrs|"
    r"ms|prof|st|jr|sr|dept|univ|inc|ltd|corp|w\.r\.t|a\.k\.a|viz|ca|min|max|avg|def|thm|prop|lem|"
    r"appx?|alg|u\.s|u\.k|ph\.d|proc|conf|int|trans|assoc|soc|eds?|pp|art"
)
_MAY_END = re.compile(r"inc|ltd|al|no|refs?|int|max|min|app|art|eg|u\.s|u\.k")
_STARTER = re.compile(
    r"(?:We|The|This|These|Our|In|It|However|To|For|An?|By|On|With|As|At|From|While|Although|Moreover|"
    r"Furthermore|Finally|Additionally|Experiments|Extensive|Code|Here|Unlike|Using|Based|Such|There|"
    r"That|Through|Since|When|Despite|Results|Instead|Existing|Recent|First|Second|Most|Many|Both)\b"
)
_WORD_BEFORE = re.compile(r"[A-Za-z][A-Za-z.]*$")
_MATH = re.compile(r"\$[^$\n]{1,200}\$")
_PARAGRAPH = re.compile(r"\n\s*\n")


def sentence_spans(text: str) -> list[tuple[int, int]]:
    """Return the sentences of a text as half-open offsets, trimmed, in order.

    The first line is the title and a sentence of its own, unless the second goes on in lower case.
    """
    cuts = {0, len(text)}
    body = text.find("\n") + 1
    if body and not text[body : body + 1].islower():
        cuts.add(body)
    else:
        body = 0
    cuts.update(match.end() for match in _PARAGRAPH.finditer(text))
    math = [match.span() for match in _MATH.finditer(text)]
    # "AHA! A Method" is one title.
    for match in _END.finditer(text, body):
        if match["glued"]:
            cuts.add(match.end("glued"))
        elif _is_end(text, match) and not _inside(math, match.start()):
            cuts.add(match.end("space"))
    ordered = sorted(cuts)
    spans = [_trimmed(text, start, end) for start, end in pairwise(ordered)]
    return [(start, end) for start, end in spans if start < end]


def sentence_of(spans: Sequence[tuple[int, int]], at: int) -> tuple[int, int]:
    """Return the sentence that holds an offset, or the nearest one before it.

    Args:
        spans: Sentences in order; not empty.
        at: The offset.
    """
    return spans[sentence_index(spans, at)]


def sentence_index(spans: Sequence[tuple[int, int]], at: int) -> int:
    """Return the index of the sentence that holds an offset, or of the nearest one before it.

    Args:
        spans: Sentences in order; not empty.
        at: The offset.
    """
    return max(0, bisect_right(spans, (at, 1 << 62)) - 1)


def _inside(spans: Sequence[tuple[int, int]], at: int) -> bool:
    index = bisect_left(spans, (at, 0)) - 1
    return index >= 0 and at < spans[index][1]


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return start, end


def _is_end(text: str, match: re.Match[str]) -> bool:
    if match["stop"] != ".":
        return True
    word = _WORD_BEFORE.search(text, max(0, match.start() - 24), match.start())
    starts = _STARTER.match(text, match.end()) is not None
    if word is None:
        return not _is_list_number(text, match.start())
    token = word[0].lower()
    if _ABBREVIATION.fullmatch(token):
        return starts and _MAY_END.fullmatch(token) is not None
    if len(token) == 1 and token not in "ax" and word[0].isupper():
        return starts
    return True


def _is_list_number(text: str, at: int) -> bool:
    """Say whether the stop at an offset belongs to the "1." of a list."""
    return re.search(r"(?:^|[:;.]\s)\d{1,2}$", text[max(0, at - 8) : at]) is not None
