r"""New papers as arXiv mails them, and its list of the day as copied from the web page.

A mail parts each paper by `\\`: what is told of it, its abstract, its address.
"""

from __future__ import annotations

import quopri
import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from kg.sources.json import Record
from kg.sources.open import MAX_LINE, TOO_LONG, Lines

_MARK = "\\\\"
# The second one ends a paper; an abstract may break its lines so, too.
_MARKS = re.compile(r"\\\\(?:\s+\(\s*https?://.*)?", re.IGNORECASE)
_MAIL = re.compile(r"^\\\\\s*\narXiv:\S+", re.MULTILINE | re.IGNORECASE)
_QUOTED = re.compile(r"^Content-Transfer-Encoding:\s*quoted-printable\s*$", re.MULTILINE | re.I)
_CHARSET = re.compile(r"^Content-Type:[^\n]*(?:\n[ \t][^\n]*)*?charset=\"?([\w-]+)", re.M | re.I)
_RULE = re.compile(r"-{20,}|%%--%%.*")
_ID = re.compile(r"arXiv:(?P<id>\S+)", re.IGNORECASE)
_LABEL = re.compile(
    r"(?P<name>Title|Authors?|Categories|Comments|Subjects|Journal-ref|DOI|Report-no|MSC-class"
    r"|ACM-class|Date)(?: \([^)]*\))?:\s*(?P<said>.*)"
)
_SIZE = re.compile(r"\d+\s*kb[^)]*\)\s*", re.IGNORECASE)
# Of a new version a mail has no abstract: it is no paper that lacks one.
_REPLACED = "replaced with revised version"
_PAGE = re.compile(r"\s*\[\d+\]\s+arXiv:(?P<id>\S+?)(?:\s(?P<kind>.*)|$)", re.IGNORECASE)
_REPLACED_ON_PAGE = "(replaced)"
# A sentence at the least: what else stands under an abstract are headings and links.
_PROSE = re.compile(r"(?=.{40})\S+(?:\s+\S+){5,}[.!?][)\"'\u201d]?")
# What stands between the sections of a list and under it.
_ENDS = re.compile(
    r"(?:New|Cross|Replacement) submissions(?:\s+for\s.*|\s*\(.*)?"
    r"|\[?\s*Total of [\d,]+ entries\b.*|Showing up to [\d,]+ entries per page\b.*"
    r"|.*\(\s*(?:showing|continued,)[^()]*\bentries\s*\)",
    re.IGNORECASE,
)


def is_mail(head: str) -> bool:
    """Tell whether a text begins like arXiv's mail of new papers."""
    return _MAIL.search(head) is not None


def is_list(head: str) -> bool:
    """Tell whether a text begins like arXiv's list of the day, copied from its page."""
    lines = head.split("\n")
    found = sum(_PAGE.fullmatch(line) is not None for line in lines)
    return found > 0 and any(line.strip().startswith("Title:") for line in lines)


@dataclass(slots=True)
class _Paper:
    """One paper of a mail while it is read; at line 0 what is none."""

    line: int
    part: int = 1
    told: list[str] = field(default_factory=list)
    abstract: list[str] = field(default_factory=list)

    def add(self, text: str) -> None:
        if _MARKS.fullmatch(text):
            self.part += 1
        elif text and self.part == 1:
            self.told.append(text)
        elif text and self.part == 2:
            self.abstract.append(text.strip())

    def record(self) -> Iterator[Record]:
        if not self.line or (not self.abstract and any(_REPLACED in one for one in self.told)):
            return
        fields = _labelled(self.told)
        fields["date"] = _without_size(str(fields.get("date", "")))
        yield self.line, fields | {"abstract": " ".join(self.abstract)}


def read_mail(lines: Lines) -> Iterator[Record]:
    """Yield the papers of a mail; new versions of older ones, without an abstract, are none."""
    paper, before = _Paper(0), ""
    for line in _unquoted(lines) if _QUOTED.search(lines.head) else lines:
        if line is None:
            yield lines.number, TOO_LONG
            continue
        text = line.rstrip()
        if _ID.match(text) and before == _MARK:
            yield from paper.record()
            paper = _Paper(lines.number)
        elif _RULE.fullmatch(text):
            yield from paper.record()
            paper = _Paper(0)
        paper.add(text)
        before = text
    yield from paper.record()


def _unquoted(lines: Lines) -> Iterator[str | None]:
    """Yield the lines of a mail in quoted-printable as they were before (RFC 2045)."""
    told = _CHARSET.search(lines.head)
    charset = told[1] if told and _is_known(told[1]) else "utf-8"
    begun = ""
    for line in lines:
        if line is None:
            yield None
            begun = ""
        elif (text := line.rstrip()).endswith("=") and len(begun) < MAX_LINE:
            # It goes on in the next.
            begun += text[:-1]
        else:
            yield _decoded(begun + text, charset)
            begun = ""
    if begun:
        yield _decoded(begun, charset)


def _decoded(text: str, charset: str) -> str:
    return quopri.decodestring(text.encode(errors="replace")).decode(charset, "replace")


def _is_known(charset: str) -> bool:
    """Say whether text can be decoded from a charset: Python's codecs hold others, as rot13."""
    try:
        b"a".decode(charset, "replace")
    except (LookupError, ValueError):
        return False
    return True


def _labelled(told: list[str]) -> dict[str, object]:
    """Return what is told by its labels; a line without one goes on from that before it."""
    fields: dict[str, list[str]] = {}
    last = ""
    for text in told:
        if match := _ID.match(text):
            fields["id"] = [match["id"]]
        elif match := _LABEL.fullmatch(text):
            last = match["name"].lower()
            fields.setdefault(last, [match["said"]])
        elif last:
            fields[last].append(text.strip())
    return {name: " ".join(lines) for name, lines in fields.items()}


def _without_size(date: str) -> str:
    before, _, size = date.rpartition("(")
    return before.rstrip() if _SIZE.fullmatch(size) else date


def read_list(lines: Lines) -> Iterator[Record]:
    """Yield the papers of a list: title, authors on the next line, subjects, abstract.

    New versions of older papers, without an abstract, are none.
    """
    entry: _Entry | None = None
    for line in lines:
        if line is None:
            yield lines.number, TOO_LONG
        elif match := _PAGE.fullmatch(line.rstrip()):
            if entry:
                yield from entry.record()
            entry = _Entry(lines.number, match["id"], match["kind"] or "")
        elif entry:
            entry.add(line.strip())
    if entry:
        yield from entry.record()


@dataclass(slots=True)
class _Entry:
    """One paper of a list while it is read."""

    line: int
    identifier: str
    kind: str
    fields: dict[str, object] = field(default_factory=dict)
    abstract: list[str] = field(default_factory=list)
    further: list[str] | None = None
    last: str = ""
    ended: bool = False

    def add(self, text: str) -> None:
        if _ENDS.fullmatch(text) or (self.abstract and not text):
            self._end_paragraph()
            self.ended = self.ended or bool(text)
        elif self.further is not None:
            self.further.append(text)
        elif text and not self.ended:
            self._add(text)

    def _end_paragraph(self) -> None:
        """Take in a paragraph behind the abstract's first where it is prose, too."""
        text = " ".join(self.further or [])
        if not self.ended and _PROSE.fullmatch(text):
            self.abstract.append(text)
        self.ended = self.ended or bool(text and not _PROSE.fullmatch(text))
        self.further = []

    def _add(self, text: str) -> None:
        # An abstract may have lines that look like labels.
        match = None if self.abstract else _LABEL.fullmatch(text)
        if match:
            self.last = match["name"].lower()
            self.fields.setdefault(self.last, match["said"])
        elif self.last == "title" and not self.fields["title"]:
            self.fields["title"] = text
        elif self.last == "title" and "authors" not in self.fields:
            self.fields["authors"] = text
        else:
            self.abstract.append(text)

    def record(self) -> Iterator[Record]:
        self._end_paragraph()
        if self.abstract or _REPLACED_ON_PAGE not in self.kind:
            told = {"id": self.identifier, "abstract": " ".join(self.abstract)}
            yield self.line, self.fields | told
