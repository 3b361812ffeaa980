"""Records of XML: feeds, archives' answers and the exports of libraries, each found by its name."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from xml.parsers import expat

from kg.errors import InputError
from kg.sources.elements import OF_OTHERS, PROSE, Element, folded
from kg.sources.json import Record
from kg.sources.open import Lines, shown_path
from kg.sources.xml_record import is_deleted, is_of_a_library, record_of

# arXiv's API answers a wrong request with an entry called "Error".
_API_ERROR = "arxiv.org/api/errors"
# Of Atom, RSS, OAI and EndNote, the ACL Anthology, PubMed, Europe PMC, JATS and DBLP.
_ITEMS = frozenset(
    (
        *("entry", "item", "record", "paper", "pubmedarticle", "pubmedbookarticle", "result"),
        *("article", "inproceedings"),
    )
)
_TITLES = frozenset(("title", "article_title", "articletitle"))
_AUTHORS = frozenset(("author", "authors", "authorlist", "creator", "contrib_group"))
_ABSTRACTS = frozenset(("abstract", "abstracttext"))
# Told once of all the papers of a volume.
_OF_A_VOLUME = ("year", "month")
# OAI-PMH 2.0, section 3.6: the one code that tells no fault, only that nothing is new.
_NOTHING_NEW = "noRecordsMatch"
_FEED = re.compile(r"<(?:\w+:)?(?:feed|rss|RDF|OAI-PMH|ListRecords|PubmedArticleSet)[\s>]")
_CHUNK = 1 << 16
# What lies deeper belongs to the element that holds it.
_DEEPEST = 40
# A record of more is none of a paper; an element takes about as much memory as so many characters.
_LONGEST = 16 << 20
_ELEMENT = 100
# Control characters that XML 1.0 forbids; feeds of arXiv have had them.
_FORBIDDEN = dict.fromkeys([*range(9), 11, 12, *range(14, 32)], " ")
_FAULTS = (expat.ExpatError, UnicodeError, RecursionError)


@dataclass(slots=True)
class _Open:
    """An element outside of records, while it is open."""

    name: str
    attributes: dict[str, str]
    texts: list[str] = field(default_factory=list)
    titles: int = 0
    abstracts: int = 0


class _Reader:
    """Collects records from expat's events."""

    def __init__(self, items: frozenset[str]) -> None:
        self.done: list[tuple[int, Element | str, dict[str, str]]] = []
        self.refused: str | None = None
        self.parser = expat.ParserCreate()
        self._items = items
        self._told: dict[str, str] = {}
        self._depth_of_told = 0
        self._outside: list[_Open] = []
        # The elements of a record, the record first; how many lie below the deepest of them, and
        # within one that tells of others.
        self._inside: list[Element] = []
        self._below = self._beside = 0
        self._line = self._size = 0
        self.parser.buffer_text = True
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end
        self.parser.CharacterDataHandler = self._text
        self.parser.EntityDeclHandler = self._entity
        self.parser.SkippedEntityHandler = self._skipped

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        name = folded(name)
        if not self._inside and not self._is_item(name):
            self._outside.append(_Open(name, attributes))
        elif self._beside or self._is_beside(name):
            self._beside += 1
        elif len(self._inside) >= _DEEPEST or self._is_too_long:
            self._below += 1
        else:
            element = Element(name, attributes)
            if self._inside:
                self._inside[-1].parts.append(element)
            else:
                self._line = self.parser.CurrentLineNumber
            self._inside.append(element)
            self._grow(_ELEMENT + sum(map(len, attributes.values())))

    def _is_beside(self, name: str) -> bool:
        return name in OF_OTHERS and all(one.name not in PROSE for one in self._inside)

    @property
    def _is_too_long(self) -> bool:
        return self._size > _LONGEST

    def _grow(self, size: int) -> None:
        """Count what a record takes, of which nothing is kept once it is too much."""
        self._size += size
        if self._is_too_long:
            for one in self._inside:
                one.parts.clear()

    def _is_item(self, name: str) -> bool:
        return name in self._items or (
            len(self._outside) == 1 and self._outside[0].name == "rdf" and name != "channel"
        )

    def _text(self, text: str) -> None:
        if self._beside or (self._inside and self._is_too_long):
            return
        if self._inside:
            self._inside[-1].parts.append(text)
            self._grow(len(text))
        elif self._outside and self._outside[-1].name in ("error", *_OF_A_VOLUME):
            self._outside[-1].texts.append(text)

    def _end(self, _: str) -> None:
        if self._beside:
            self._beside -= 1
        elif self._below:
            self._below -= 1
        elif not self._inside:
            self._close(self._outside.pop())
        elif len(self._inside) > 1:
            self._inside.pop()
        else:
            item = self._inside.pop()
            if self._is_too_long:
                too_long = f"record of over {_LONGEST:,} characters"
                self.done.append((self._line, too_long, self._told))
            else:
                self._add(item)
            self._size = 0

    def _close(self, one: _Open) -> None:
        said = " ".join("".join(one.texts).split())
        code = one.attributes.get("code")
        if one.name == "error" and code not in (None, _NOTHING_NEW):
            self.refused = ": ".join(filter(None, [code, said]))
        elif one.name in _OF_A_VOLUME:
            # ACL's stands in the head of its volume.
            is_in_head = bool(self._outside) and self._outside[-1].name == "meta"
            self._told = {**self._told, one.name: said}
            self._depth_of_told = len(self._outside) - is_in_head
        elif len(self._outside) < self._depth_of_told:
            self._told = {}

    def _add(self, item: Element) -> None:
        if inner := self._held(item):
            for one in inner:
                self._add(one)
            return
        parts = item.parts_by_name()
        if any(_API_ERROR in one.text() for one in parts.get("id", ())):
            self.refused = " ".join("".join(e.text() for e in parts.get("summary", ())).split())
        elif self._is_record(item) and not is_deleted(item):
            self.done.append((self._line, item, self._told))

    def _is_record(self, item: Element) -> bool:
        return item.name in self._items or is_of_a_library(item)

    def _held(self, item: Element) -> list[Element]:
        """Return the records in what is called as one: `<result>` of many, a session of talks.

        What has a title holds those of another name that have title and abstract; those of its own
        are the papers it cites. A paper with authors of its own holds none.
        """
        inner = [*item.nearest(self._items)]
        if _is_told(item) and item.has(_AUTHORS):
            return []
        if item.has(_TITLES):
            return [one for one in inner if one.name != item.name and _is_told(one)]
        return inner if len(inner) > 1 or not self._is_record(item) else []

    def _entity(self, *_: object) -> None:
        raise expat.ExpatError("entities are not allowed here")

    def _skipped(self, name: str, _: bool) -> None:
        # Of a DTD that nobody fetches: mostly a letter with an accent, as HTML names it.
        self._text(html.unescape(f"&{name};"))


def _is_told(item: Element) -> bool:
    return bool(item.said(*_TITLES) and item.said(*_ABSTRACTS))


class _Scout:
    """Finds what the records of a text are called: what holds a title and one abstract."""

    def __init__(self) -> None:
        self.items: set[str] = set()
        self.is_known = False
        self._open: list[_Open] = []
        self.parser = expat.ParserCreate()
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        self._open.append(_Open(folded(name), attributes))
        self.is_known = self.is_known or self._open[-1].name in _ITEMS
        if len(self._open) > _DEEPEST:
            raise RecursionError

    def _end(self, _: str) -> None:
        one = self._open.pop()
        titles, abstracts = one.titles, one.abstracts
        if one.name in _TITLES:
            titles, abstracts = 1, 0
        elif one.name in _ABSTRACTS:
            titles, abstracts = 0, 1
        elif one.name in _ITEMS:
            return
        elif titles and abstracts == 1:
            # What has more abstracts is a volume of papers.
            self.items.add(one.name)
            return
        if self._open:
            self._open[-1].titles += titles
            self._open[-1].abstracts += abstracts


def _scouted(head: str) -> _Scout:
    scout = _Scout()
    # The head may end anywhere.
    with suppress(*_FAULTS):
        scout.parser.Parse(head.translate(_FORBIDDEN), False)
    return scout


def is_feed(head: str) -> bool:
    """Tell whether a text begins like a feed or a list of OAI records."""
    return _FEED.search(head[:5000]) is not None


def is_xml(head: str) -> bool:
    """Tell whether a text begins like XML that has records of papers in it, or is a feed."""
    if is_feed(head):
        return True
    scout = _scouted(head)
    return scout.is_known or bool(scout.items)


def read_xml(lines: Lines, *, name: str) -> Iterator[Record]:
    """Yield the records of a feed, an archive or a library.

    Raises:
        InputError: It is none but what a server says of a request that it refuses.
    """
    items = _ITEMS | _scouted(lines.head.lstrip("\ufeff \t\r\n")).items
    reader = _Reader(frozenset(items))
    text = "start"
    while text:
        text = lines.stream.read(_CHUNK)
        try:
            reader.parser.Parse(lines.mended(text).translate(_FORBIDDEN), not text)
        except _FAULTS as error:
            yield from _records(reader)
            line = reader.parser.CurrentLineNumber
            yield line, f"broken XML: {error}; the rest of the file was not read"
            return
        lines.number = reader.parser.CurrentLineNumber
        yield from _records(reader)
    if reader.refused is not None:
        refused = f"no feed but an error of its server: {reader.refused}"
        raise InputError(f"{shown_path(name)} is {refused}")


def _records(reader: _Reader) -> Iterator[Record]:
    done, reader.done = reader.done, []
    for line, item, told in done:
        yield line, item if isinstance(item, str) else {**told, **record_of(item)}
