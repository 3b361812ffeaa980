"""Notes with labels (`Title: …`, `**Authors**: …`), below headings too, and pages of arXiv.

Of these that of one paper, and what its search finds, as copied.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from kg.sources.json import Record
from kg.sources.open import TOO_LONG, Lines
from kg.sources.subjects import ONLY_CODES
from kg.sources.text import NUMBER, has_papers, read_text

# Labels by the fields they give; of the others only the end of what stands before counts.
_FIELDS = {
    **{name: name for name in ("title", "authors", "abstract", "doi", "date", "year", "code")},
    **{name: name for name in ("url", "comments", "venue", "notes", "journal-ref")},
    **{"author": "authors", "summary": "abstract", "link": "url", "pdf": "pdf_url"},
    **{"arxiv": "id", "arxiv id": "id", "cite as": "id", "github": "code", "project page": "code"},
    **{"published": "date", "published on": "date", "comment": "comments"},
    **dict.fromkeys(("categories", "subjects", "keywords", "tags"), "categories"),
}
_MARKS = r"[*_]{0,3}"
_LABEL = re.compile(
    rf"[ \t]*(?:[-*+>][ \t]+)?{_MARKS}(?P<name>{'|'.join(_FIELDS)}){_MARKS}[ \t]?:"
    rf"{_MARKS}[ \t]*(?P<said>.*)",
    re.IGNORECASE,
)
# How a labelled line begins in a list, or with a label in bold letters.
_SHAPE = re.compile(
    r"(?P<item>[ \t]*[-*+])[ \t]"
    r"|[ \t]*(?P<bold>\*\*|__)(?=\S)[^*_:\n]{1,40}(?::(?P=bold)|(?P=bold)[ \t]?:)"
)
_HEADING = re.compile(r"(?P<level>#{1,6})[ \t]+(?P<said>\S.*)")
# Below a title, what stands beside it: `Speaker: …`.
_OTHER_LABEL = re.compile(r"[A-Z][\w-]{0,20}:\s")
_OF_A_PAGE = re.compile(r"[ \t]*\[Submitted on (?P<date>\d{1,2} \w+ \d{4})\b.*\]", re.IGNORECASE)
_OF_A_SEARCH = re.compile(
    r"[ \t]*arXiv:(?P<id>\S+)[ \t]+\[pdf\b[^\]]*\](?P<categories>.*)", re.IGNORECASE
)
# Beside the categories a search shows it without a label.
_DOI = re.compile(r"doi\b.*|10\.\d{4,9}/\S+", re.IGNORECASE)
_ANNOUNCED = re.compile(r"Submitted (?P<date>\d{1,2} \w+, \d{4});.*", re.IGNORECASE)
_WHOLE, _CUT = "\u25b3 Less", "\u25bd More"
_IS_CUT = "the abstract was cut off on the page; click on More there before it is copied"
_ADDRESS = re.compile(r"\]\((https?://[^\s()]+)\)")
_IDS = frozenset(("id", "doi", "url", "pdf_url"))
# These may go on in the next line.
_LONG = frozenset(("title", "authors", "abstract", "comments"))
# A line of prose may begin with the word in small letters.
_ABSTRACT = ("Abstract", "ABSTRACT")
# So begins an abstract without a label: no bullet, and longer than most that stands there.
_PARAGRAPH = re.compile(r"(?![-*+|][ \t]).{40}")


@dataclass(slots=True)
class _Note:
    """One paper while it is read.

    Attributes:
        line: Where it starts.
        wants: The fields that lines without a label give, in their order.
        is_sure: Whether it is that of a paper: what has a title may be anything, and a summary of
            anything.
        is_told: Whether it is told where it is none: below a heading there may be anything.
        fields: The lines of each field.
        last: The field of the line before.
        shape: How the line of the last label began.
        level: Of the heading that is its title; 0 for another title.
    """

    line: int
    wants: list[str]
    is_sure: bool = True
    is_told: bool = True
    level: int = 0
    fields: dict[str, list[str]] = field(default_factory=dict)
    last: str = ""
    shape: str = ""

    def label(self, name: str, text: str, *, shape: str = "") -> None:
        """Take in what stands behind a label, or what will stand below it."""
        self.shape = shape
        self.say(_FIELDS[name.lower()], text)
        is_paper = "authors" in self.fields and not _IDS.isdisjoint(self.fields)
        self.is_sure = (
            self.is_sure or is_paper or name in _ABSTRACT or (self.is_told and name == "abstract")
        )

    def say(self, name: str, text: str) -> None:
        self.last = name
        self.wants = [one for one in self.wants if one != name]
        text = text.strip()
        # `**Title: Owls**`
        text = text.removesuffix("**") if text.count("**") % 2 else text
        if text:
            self.fields.setdefault(name, []).append(text)

    def go_on(self, line: str) -> None:
        """Take in a line without a label: of the field before it, or of the next that is wanted."""
        text = line.strip().removeprefix("> ")
        if not text:
            self.last = "" if self.last in self.fields else self.last
        elif announced := _ANNOUNCED.fullmatch(text):
            self.say("date", announced["date"])
        elif self.last in ("title", "authors") and _OTHER_LABEL.match(text):
            self.last = ""
        elif self.last in _LONG:
            if self.shape and _shape(line) == self.shape:
                # The next item of the list, or a label that nobody knows.
                self.last = ""
            else:
                self.say(self.last, text)
        elif self.wants:
            self._give(text)

    def _give(self, text: str) -> None:
        name = self.wants[0]
        if name == "title" and ONLY_CODES.fullmatch(text):
            self.fields.setdefault("categories", [text])
        elif not (_DOI.fullmatch(text) or (name == "abstract" and not _PARAGRAPH.match(text))):
            self.say(name, text)
            self.last = "" if self.wants else name

    @property
    def is_paper(self) -> bool:
        return self.is_sure and {"title", "abstract"} <= self.fields.keys()

    def record(self) -> Iterator[Record]:
        told = {name: " ".join(lines) for name, lines in self.fields.items()}
        abstract = told.get("abstract", "").removesuffix(_WHOLE).rstrip()
        if abstract.endswith(_CUT):
            yield self.line, _IS_CUT
        elif "title" in told and (self.is_sure or self.is_told):
            for name in told.keys() - _LONG:
                told[name] = found[1] if (found := _ADDRESS.search(told[name])) else told[name]
            yield self.line, {**told, "abstract": abstract}


def is_notes(head: str) -> bool:
    """Tell whether a text begins like notes on papers: by labels, or as arXiv's pages do.

    Titles and abstracts alone may be labelled on a page of papers, too, and not all of them. Where
    a label stands before the first title, nobody can tell of which paper the next one is.
    """
    lines = head.split("\n")
    notes = [one for one in _notes(lines) if isinstance(one, _Note) and one.is_paper]
    if not notes or any(map(_LABEL.fullmatch, lines[: notes[0].line - 1])):
        return False
    if not has_papers(head):
        return True
    papers = sum(isinstance(said, dict) for _, said in read_text(lines))
    return any("authors" in one.fields for one in notes) and 2 * len(notes) > papers


def read_notes(lines: Lines) -> Iterator[Record]:
    """Yield what is told of each paper; what stands below a heading without labels is none."""
    for note in _notes(lines):
        if isinstance(note, _Note):
            yield from note.record()
        else:
            yield note, TOO_LONG


def _notes(lines: Iterable[str | None]) -> Iterator[_Note | int]:
    """Yield each note, and the number of a line that is too long."""
    note: _Note | None = None
    for number, line in enumerate(lines, 1):
        if line is None:
            yield number
            continue
        begun, label = _begun(line.rstrip(), number), _LABEL.fullmatch(line.rstrip())
        if begun and not (note and label and "title" in note.wants):
            yield from [note] if note else []
            note = begun
        elif note and label:
            note.label(label["name"], label["said"], shape=_shape(line))
        elif note and (heading := _HEADING.fullmatch(line.rstrip())):
            # On one level they are sections of one text: `## Install`, `## Abstract`.
            is_below = not note.level or len(heading["level"]) > note.level
            note.label(heading["said"] if is_below else "notes", "")
        elif note:
            note.go_on(line)
    yield from [note] if note else []


def _shape(line: str) -> str:
    """Return how a labelled line begins, if in a list or in bold letters; else nothing."""
    found = _SHAPE.match(line)
    return (found["item"] or found["bold"]) if found else ""


def _begun(line: str, number: int) -> _Note | None:
    """Return the note that begins with a line."""
    label, heading = _LABEL.fullmatch(line), _HEADING.fullmatch(line)
    if label and label["name"].lower() == "title":
        note = _Note(number, ["abstract"], is_sure=False)
        note.say("title", label["said"])
    elif heading and heading["said"].lower() not in _FIELDS:
        level = len(heading["level"])
        note = _Note(number, ["abstract"], is_sure=False, is_told=False, level=level)
        note.say("title", NUMBER.sub("", heading["said"], count=1))
        note.last = ""
    elif of_page := _OF_A_PAGE.fullmatch(line):
        note = _Note(number, ["title", "authors", "abstract"])
        note.say("date", of_page["date"])
    elif found := _OF_A_SEARCH.fullmatch(line):
        note = _Note(number, ["title"])
        note.fields = {"id": [found["id"]]}
        note.say("categories", found["categories"])
    else:
        return None
    return note
