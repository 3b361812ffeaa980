"""Records with a tag before each line, as reference managers exchange them: RIS and its like."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TypeAlias

from kg.sources.authors import turned
from kg.sources.fields import Remark
from kg.sources.json import Record
from kg.sources.open import TOO_LONG, Lines

# The first tag of a record that stands there gives a field; all do where each says something else.
_NAMES: dict[str, tuple[str, ...]] = {
    "title": ("TI", "T1", "CT"),
    "abstract": ("AB", "N2"),
    "authors": ("AF", "FAU", "AU", "A1"),
    "published": ("DA", "DP", "PY", "Y1"),
    "doi": ("DO", "DI", "LID", "AID", "M3"),
    "url": ("UR", "LK"),
    "id": ("ID", "UT", "PMID", "AN"),
    "keywords": ("KW", "OT", "DE"),
    "remarks": ("N1", "C7", "M1"),
}
# What stands behind each tag: its items, of each the lines.
_Found: TypeAlias = dict[str, list[list[str]]]
_MANY = ("abstract", "authors", "keywords", "doi", "url", "remarks")
_ALL = ("keywords", "doi", "url", "remarks")


@dataclass(frozen=True, slots=True)
class _Style:
    """How a kind of such files is written.

    Attributes:
        line: A line with a tag (`tag`) and what it says (`said`).
        start: The tag that begins a record.
        end: The tag that ends it; None where the next one or the end of the file does.
        names: The tags by the names of fields.
        listed: Tags of which a further line is a further item.
    """

    line: re.Pattern[str]
    start: str
    end: str | None
    names: Mapping[str, tuple[str, ...]]
    listed: tuple[str, ...] = ()


_RIS = _Style(
    re.compile(r"(?P<tag>[A-Z][A-Z0-9])  -(?: (?P<said>.*))?"), "TY", "ER", _NAMES, ("KW",)
)
_PUBMED = _Style(re.compile(r"(?P<tag>[A-Z]{2,4}) {0,2}- (?P<said>.*)"), "PMID", None, _NAMES)
_WEB_OF_SCIENCE = _Style(
    re.compile(r"(?P<tag>[A-Z][A-Z0-9])(?: (?P<said>.*))?"), "PT", "ER", _NAMES, ("AF", "AU")
)
_ENDNOTE = _Style(
    re.compile(r"(?P<tag>%[0-9A-Z@!]) (?P<said>.*)"),
    "%0",
    None,
    {
        **{"title": ("%T",), "abstract": ("%X",), "authors": ("%A",), "published": ("%8", "%D")},
        **{"doi": ("%R",), "url": ("%U",), "keywords": ("%K",), "remarks": ("%Z",)},
    },
    ("%K",),
)
_CUT_OFF = "the entry does not end with ER: the file was cut off"
_UNENDED = "the entry does not end with ER; what stands there was read"


def tagged_style(head: str) -> _Style | None:
    """Return how the records of a text are tagged; None if they are not."""
    lines = [line for line in head.split("\n")[:40] if line.strip()]
    for style in (_RIS, _PUBMED, _ENDNOTE):
        # Some archives tell of themselves first.
        starts = [at for at, line in enumerate(lines[:8]) if _tag(style, line) == style.start]
        if starts and any(_tag(style, line) for line in lines[starts[0] + 1 :][:1]):
            return style
    begun = [line[:3] for line in lines[:4]]
    return _WEB_OF_SCIENCE if begun[:1] == ["FN "] and "PT " in begun else None


def _tag(style: _Style, line: str) -> str | None:
    match = style.line.fullmatch(line.strip("\ufeff\r\n"))
    return match["tag"] if match else None


def read_tagged(lines: Lines, style: _Style) -> Iterator[Record]:
    """Yield the fields of each record.

    One without its end is whole where the next one begins, and told; at the end of the file it is
    cut off, unless no record of the file had an end.
    """
    found: _Found = {}
    start, last = 0, ""
    # None before the first record is over, else whether any so far had its end.
    ended: bool | None = None
    for line in lines:
        if line is None:
            yield lines.number, TOO_LONG
            continue
        text = line.strip("\ufeff\r\n")
        match = style.line.fullmatch(text)
        tag = match["tag"] if match else ""
        if tag in (style.start, style.end) and found:
            ended = ended or tag == style.end
            yield from _told(start, found, style, ended=style.end in (None, tag))
            found, last = {}, ""
        if match is None:
            _go_on(found, last, text, style)
        elif tag == style.start or (found and tag != style.end):
            start = lines.number if tag == style.start else start
            found.setdefault(tag, []).append([(match["said"] or "").strip()])
            last = tag
    if found and style.end and ended is not False:
        yield start, _CUT_OFF
    elif found:
        yield from _told(start, found, style, ended=style.end is None)


def _told(start: int, found: _Found, style: _Style, *, ended: bool) -> Iterator[Record]:
    """Yield the fields of a record, and a remark where it lacks its end."""
    yield start, _fields(found, style)
    if not ended:
        yield start, Remark(_UNENDED)


def _go_on(found: _Found, last: str, text: str, style: _Style) -> None:
    """Add a line without a tag to what stood before it."""
    if last not in found or not text.strip():
        return
    if last in style.listed:
        found[last].append([text.strip()])
    else:
        found[last][-1].append(text.strip())


def _fields(found: _Found, style: _Style) -> dict[str, object]:
    said = {tag: [" ".join(lines) for lines in items] for tag, items in found.items()}
    fields: dict[str, object] = {}
    for name, tags in style.names.items():
        filled = [said[tag] for tag in tags if any(said.get(tag, ()))]
        texts = [text for some in filled[: None if name in _ALL else 1] for text in some]
        fields[name] = texts if name in _MANY else "".join(texts[:1])
    # `2025/10/03/`, and `2025///` where only the year is known.
    fields["published"] = str(fields["published"]).rstrip("/ ")
    # Authors are `Family, Given` also where one stands alone.
    authors = fields["authors"]
    assert isinstance(authors, list)
    fields["authors"] = [{"literal": turned(name)} for name in authors]
    return fields
