"""Undoes what copying and mark-up do to a text, and remembers where every letter came from."""

from __future__ import annotations

import html
import re
from bisect import bisect_right
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Cleaned:
    """A readable text and its way back to the original.

    Attributes:
        text: The readable text.
        edits: What was replaced, in order: start and end in the original, and in the new text.
    """

    text: str
    edits: tuple[tuple[int, int, int, int], ...] = ()

    def original_span(self, start: int, end: int) -> tuple[int, int]:
        """Return the half-open offsets in the original of a span of the readable text.

        A span that ends inside a replacement takes in all that was replaced.
        """
        if not self.edits:
            return start, end
        first = self._original(start, after=False)
        return first, max(first, self._original(end, after=True))

    def _original(self, at: int, *, after: bool) -> int:
        index = bisect_right(self.edits, at - after, key=lambda edit: edit[2]) - 1
        if index < 0:
            return at
        start, end, new_start, new_end = self.edits[index]
        if at - after >= new_end:
            return end + at - new_end
        if at == new_start and not after:
            return start
        return end if after else start


_LIGATURES = {"ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl", "ﬅ": "st", "ﬆ": "st"}
_ENTITY = r"&(?:[A-Za-z]{2,8}|#\d{2,6}|#[xX][0-9A-Fa-f]{2,5});"
_UNSEEN = "\u00ad\u200b\u200c\u200d\u2060\ufeff"
_STAMP = (
    r"arXiv:\d{4}\.\d{4,5}(?:v\d+)?[ \t]*(?:\[[\w.-]+\])?"
    r"(?:[ \t]*\d{1,2}\s[A-Z][a-z]{2}\s\d{4})?"
)
_FONT = (
    r"\\(?:text(?:bf|it|tt|sc|sf|sl|rm|up|normal)?|emph|underline|mathrm|mathbf|mathsf|mathtt|mbox|"
    r"textcolor\{[a-z]+\})\{(?P<inner>[^{}$\\]*)\}"
)
# No word, address or formula is so long, no gap so wide. Beyond it each pattern that looks for the
# end of one from each of its letters would take the square of its length.
_LONGEST_WORD = 1000
_WIDEST_GAP = 16
_PAST_ALL = (
    rf"(?<=[!-~]{{{_LONGEST_WORD}}})[!-~]+|(?<=\w{{{_LONGEST_WORD}}})\w+"
    rf"|(?<=\s{{{_WIDEST_GAP}}})\s+"
)
_ENDLESS = re.compile(_PAST_ALL)
_EDIT = re.compile(
    rf"(?P<endless>{_PAST_ALL})"
    rf"|(?P<entity>{_ENTITY})"
    rf"|(?P<ligature>[{''.join(_LIGATURES)}])"
    rf"|(?P<unseen>[{_UNSEEN}]+)"
    r"|(?P<half>[\ud800-\udfff])"
    # A stamp that has a line to itself goes with it.
    rf"|(?P<stamp>(?<![^\n]){_STAMP}[ \t]*\n|{_STAMP})"
    r"|(?P<broken>(?<=[a-z])-[ \t]*\n[ \t]*(?=[a-z]))"
    r"|(?P<split>(?<=[a-z]{2})- (?=[a-z]{2})(?!(?:and|or|to|nor|versus|but)\b))"
    rf"|(?P<font>{_FONT})"
    r"|(?P<old>\{\\(?:bf|it|em|tt|sc|sf)\s++(?P<body>[^{}$\\]*)\})"
)
_DIRTY = re.compile(
    rf"[&\\{{{_UNSEEN}{''.join(_LIGATURES)}\ud800-\udfff]|arXiv:|[a-z]-\s|\s{{{_WIDEST_GAP + 1}}}"
)


def readable(text: str) -> Cleaned:
    """Return a text without the traces of HTML, PDF and LaTeX fonts.

    Entities, ligatures, soft hyphens, arXiv stamps, words broken at a line's end and font
    commands go; formulas stay as they are written. Of more than 1,000 letters or signs without a
    blank the first 1,000 stay, of more than 16 blanks the first 16.

    Args:
        text: Any text.
    """
    # Word by word: a pattern for them all takes four times as long as the others together.
    if not (_DIRTY.search(text) or any(len(word) > _LONGEST_WORD for word in text.split())):
        return Cleaned(text)
    pieces: list[str] = []
    edits: list[tuple[int, int, int, int]] = []
    done = length = 0
    for start, end, new in _replacements(text):
        pieces += (text[done:start], new)
        new_start = length + start - done
        length = new_start + len(new)
        edits.append((start, end, new_start, length))
        done = end
    pieces.append(text[done:])
    return Cleaned("".join(pieces), tuple(edits))


def _replacements(text: str) -> list[tuple[int, int, str]]:
    found: list[tuple[int, int, str]] = []
    for match in _EDIT.finditer(text):
        kind = match.lastgroup
        if match["font"] is not None or match["old"] is not None:
            inner = "inner" if match["font"] is not None else "body"
            found.append((match.start(), match.start(inner), ""))
            found += (
                (*endless.span(), _replacement(endless[0], "endless"))
                for endless in _ENDLESS.finditer(text, *match.span(inner))
            )
            found.append((match.end(inner), match.end(), ""))
        elif match["broken"] is not None:
            found.append((match.start(), match.end(), _joint(text, match.start())))
        else:
            found.append((match.start(), match.end(), _replacement(match[0], kind)))
    return found


def _joint(text: str, at: int) -> str:
    """Keep the hyphen of "state-of-the-" at a line's end, drop that of "optimi-"."""
    word = re.search(r"[A-Za-z-]*$", text[max(0, at - 40) : at])
    return "-" if word and "-" in word[0] else ""


def _replacement(found: str, kind: str | None) -> str:
    if kind == "entity":
        return html.unescape(found)
    if kind == "half":  # half of a surrogate pair: no library takes it
        return "\ufffd"
    if kind == "endless" and "\n" in found:  # what parts title and abstract
        return "\n"
    return _LIGATURES.get(found, "")
