"""BibTeX entries with an abstract."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kg.sources.authors import turned
from kg.sources.fields import one_line
from kg.sources.json import Record
from kg.sources.latex import decode_bibtex
from kg.sources.open import Lines

_KNOWN = (
    "article|book|booklet|conference|in(?:book|collection|proceedings)|manual|mastersthesis|misc|"
    "online|phdthesis|preprint|proceedings|report|software|techreport|thesis|unpublished|dataset"
)
_KEY = r"[^\s,{}()=\"']"
_ENTRY = re.compile(
    rf"\s*@\s*(?:(?:{_KNOWN})\s*[{{(]\s*(?P<key>{_KEY}*)|\w+\s*\{{\s*(?P<any>{_KEY}+))\s*(?:,|$)",
    re.IGNORECASE | re.MULTILINE,
)
_OTHER = re.compile(r"\s*@\s*(comment|preamble|string)\b", re.IGNORECASE)
_FIELD = re.compile(r"[\s,]*([\w:+./-]+)\s*=\s*")
_WORD = re.compile(r"[^\s,#{}\"]+")
_ARXIV = re.compile(r"arxiv[:\s]\s*(\S{1,60}?\d)(?=[^\w./]|[.]?$)", re.IGNORECASE)
_ROUND = re.compile(r"\s*@\s*\w+\s*\(")
_NAME_PART = re.compile(r"\b(family|given|prefix|suffix)\s*=\s*([^,]+)")
_END = ("}", ")")
_CLOSING = {"{": "}", '"': '"'}
_SIGN = re.compile(r'\\.|[{}"]', re.DOTALL)
_UNCLOSED = "the braces of the entry do not close"
_MAX_ENTRY = 1 << 20


def is_bibtex(head: str) -> bool:
    """Tell whether a text begins like a BibTeX file."""
    return any(
        _OTHER.match(line) or _ENTRY.match(line) for line in head.split("\n")[:200] if "@" in line
    )


def read_bibtex(lines: Lines) -> Iterator[Record]:
    """Yield the fields of each entry as plain text; authors as a list."""
    start, size, depth = 0, 0, 0
    entry: list[str] = []
    for line in lines:
        if line is None or size > _MAX_ENTRY:
            yield lines.number, "entry too long, or its braces do not close"
            entry, size = [], 0
            continue
        if _ENTRY.match(line) and not _OTHER.match(line):
            if entry:
                yield start, _UNCLOSED
            start, entry, size, depth = lines.number, [line], len(line), _depth(line)
        elif entry:
            entry.append(line)
            size, depth = size + len(line), depth + _depth(line)
        if entry and depth <= 0 and line.rstrip().endswith(_closing(entry[0])):
            yield start, _entry("".join(entry))
            entry, size = [], 0
    if entry:
        yield start, _UNCLOSED


def _closing(opening: str) -> str:
    return _END[_ROUND.match(opening) is not None]


def _depth(line: str) -> int:
    bare = re.sub(r"\\[\\{}]", "", line)
    return bare.count("{") - bare.count("}")


def _entry(text: str) -> dict[str, object]:
    opening = _ENTRY.match(text)
    assert opening is not None, "read_bibtex starts a text at an entry"
    key = opening["key"] or opening["any"]
    fields: dict[str, object] = {"key": key} if key else {}
    place = opening.end()
    while match := _FIELD.match(text, place):
        value, place = _value(text, match.end())
        fields.setdefault(match[1].lower(), value)
    return _mended(fields)


def _value(text: str, place: int) -> tuple[str, int]:
    """Return a value whose parts `#` joins, and where it ends."""
    parts: list[str] = []
    while True:
        mark = text[place : place + 1]
        if closing := _CLOSING.get(mark):
            end = _end_of(text, place + 1, closing)
            parts.append(text[place + 1 : end - 1])
        elif word := _WORD.match(text, place):
            end = word.end()
            parts.append(word[0])
        else:
            return "".join(parts), place
        joined = re.compile(r"\s*#\s*").match(text, end)
        if joined is None:
            return "".join(parts), end
        place = joined.end()


def _end_of(text: str, place: int, closing: str) -> int:
    """Return where a group or a text in quotes ends, from what stands in it on."""
    depth = 0
    for match in _SIGN.finditer(text, place):
        if match[0] == closing and depth <= 0:
            return match.end()
        depth += {"{": 1, "}": -1}.get(match[0], 0)
    return len(text)


def _in_parts(name: str) -> str:
    """Return a name as it is spoken that biblatex has in parts, `family=Berg, given=Jan`."""
    parts = dict(_NAME_PART.findall(name))
    if "family" not in parts:
        return name
    told = [parts.get(part, "").strip("{} ") for part in ("given", "prefix", "family", "suffix")]
    return " ".join(filter(None, told))


def _mended(fields: dict[str, object]) -> dict[str, object]:
    for name, value in fields.items():
        if name not in ("url", "doi", "eprint", "author", "key"):
            fields[name] = decode_bibtex(str(value))
    if authors := one_line(str(fields.get("author", ""))):
        names = [decode_bibtex(turned(_in_parts(name))) for name in authors.split(" and ")]
        fields["author"] = [
            {"literal": name} for name in names if name.strip() and name != "others"
        ]
    for name in ("journal", "note", "howpublished", "volume"):
        if "eprint" not in fields and (match := _ARXIV.search(str(fields.get(name, "")))):
            fields["eprint"] = match[1]
    return fields
