"""Feeds: Atom as the arXiv API gives it, RSS, and OAI-PMH records."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from xml.parsers import expat

from kg.errors import InputError
from kg.sources.json import Record
from kg.sources.open import Lines, shown_path

# arXiv's API answers a wrong request with an entry called "Error".
_API_ERROR = "arxiv.org/api/errors"
_ITEMS = frozenset(("entry", "item", "record"))
# OAI-PMH 2.0, section 3.6: the one code that tells no fault, only that nothing is new.
_NOTHING_NEW = "noRecordsMatch"
_CHUNK = 1 << 16
_ANNOUNCEMENT = re.compile(r"\s*arXiv:(\S+)\s+Announce Type:\s*(\S+)\s+Abstract:\s*", re.IGNORECASE)
_ANNOUNCED_TITLE = re.compile(r"\s*\(arXiv:(\S+)\s*\[[^\]]*\][^)]*\)\s*$")
_TAG = re.compile(r"</?(?:p|br|i|b|em|strong|sub|sup|a|span|div)(?:\s[^<>]*)?/?>", re.IGNORECASE)
# Control characters that XML 1.0 forbids; feeds of arXiv have had them.
_FORBIDDEN = dict.fromkeys([*range(9), 11, 12, *range(14, 32)], " ")


@dataclass(slots=True)
class _Item:
    """One entry while it is read: (name, name of its parent, attributes, text) of its elements."""

    line: int
    depth: int
    elements: list[tuple[str, str, dict[str, str], str]] = field(default_factory=list)

    def texts(self, *names: str, under: str | None = None) -> list[str]:
        """Return the texts of the elements of the first of the names that has any."""
        for name in names:
            found = [
                text
                for element, parent, _, text in self.elements
                if element == name and text.strip() and under in (None, parent)
            ]
            if found:
                return found
        return []

    @property
    def is_deleted(self) -> bool:
        """Whether an archive tells of it that it is gone (OAI-PMH 2.0, section 2.5.1)."""
        return any(
            name == "header" and attributes.get("status") == "deleted"
            for name, _, attributes, _ in self.elements
        )


class _Feed:
    """Collects entries from expat's events."""

    def __init__(self) -> None:
        self.done: list[_Item] = []
        self.refused: str | None = None
        self._item: _Item | None = None
        self._open: list[tuple[str, dict[str, str], list[str]]] = []
        self.parser = expat.ParserCreate()
        self.parser.buffer_text = True
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end
        self.parser.CharacterDataHandler = self._text
        self.parser.EntityDeclHandler = self._entity

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        name = name.rpartition(":")[2]
        if self._item is None and name in _ITEMS:
            self._item = _Item(self.parser.CurrentLineNumber, len(self._open))
        self._open.append((name, attributes, []))

    def _text(self, text: str) -> None:
        if self._item is not None or self._open[-1][0] == "error":
            self._open[-1][2].append(text)

    def _end(self, _: str) -> None:
        name, attributes, texts = self._open.pop()
        if self._item is None:
            code = attributes.get("code")
            if name == "error" and code not in (None, _NOTHING_NEW):
                self.refused = ": ".join(filter(None, [code, " ".join("".join(texts).split())]))
            return
        if len(self._open) == self._item.depth:
            if any(_API_ERROR in one for one in self._item.texts("id")):
                self.refused = " ".join(" ".join(self._item.texts("summary")).split())
            elif not self._item.is_deleted:
                self.done.append(self._item)
            self._item = None
        else:
            self._item.elements.append((name, self._open[-1][0], attributes, "".join(texts)))

    def _entity(self, *_: object) -> None:
        raise expat.ExpatError("entities are not allowed in a feed")


def is_feed(head: str) -> bool:
    """Tell whether a text begins like a feed or a list of OAI records."""
    return (
        re.search(r"<(?:\w+:)?(?:feed|rss|RDF|OAI-PMH|ListRecords)[\s>]", head[:5000]) is not None
    )


def read_feed(lines: Lines, *, name: str) -> Iterator[Record]:
    """Yield the entries of a feed.

    Raises:
        InputError: It is none but what a server says of a request that it refuses.
    """
    feed = _Feed()
    text = "start"
    while text:
        text = lines.stream.read(_CHUNK)
        try:
            feed.parser.Parse(lines.mended(text).translate(_FORBIDDEN), not text)
        except (expat.ExpatError, UnicodeError, RecursionError) as error:
            yield from map(_record, feed.done)
            line = feed.parser.CurrentLineNumber
            yield line, f"broken XML: {error}; the rest of the file was not read"
            return
        lines.number = feed.parser.CurrentLineNumber
        done, feed.done = feed.done, []
        yield from map(_record, done)
    if feed.refused is not None:
        refused = f"no feed but an error of its server: {feed.refused}"
        raise InputError(f"{shown_path(name)} is {refused}")


def _record(item: _Item) -> Record:
    title = "".join(item.texts("title")[:1])
    abstract = "".join(item.texts("abstract", "summary", "description", "encoded", "content")[:1])
    announced = _ANNOUNCEMENT.match(abstract)
    abstract = _TAG.sub(" ", abstract[announced.end() :] if announced else abstract)
    links = item.texts("link") or [
        attributes["href"]
        for name, _, attributes, _ in item.elements
        if name == "link" and "href" in attributes and attributes.get("rel") != "related"
    ]
    ids = item.texts("id", "identifier", "guid")
    if in_title := _ANNOUNCED_TITLE.search(title):
        title, ids = title[: in_title.start()], [in_title[1]]
    if announced:
        ids = [announced[1], *ids]
    dates = item.texts("published", "created") or _first(item.texts("date"))
    if not dates and not item.texts("version") and (not announced or announced[2] == "new"):
        dates = item.texts("pubDate")
    return item.line, {
        "title": title,
        "abstract": abstract,
        "id": ids,
        "url": links,
        "doi": item.texts("doi"),
        "date": dates,
        "versions": [{"created": text} for text in item.texts("date", under="version")],
        "authors": _authors(item),
        "categories": _categories(item),
        **_comments(item),
    }


def _comments(item: _Item) -> dict[str, object]:
    """Return what authors say of their paper; in Dublin Core it is a second description."""
    told = [
        text.strip().removeprefix("Comment:").strip()
        for text in item.texts("description")[1:]
        if text.strip().startswith("Comment:")
    ]
    fields = {name: item.texts(name) for name in ("comment", "comments")}
    return {name: texts for name, texts in fields.items() if texts} or {"comment": told}


def _first(dates: list[str]) -> list[str]:
    return [min(dates)] if dates and all(re.match(r"\d{4}-", text) for text in dates) else []


def _authors(item: _Item) -> object:
    family = item.texts("keyname")
    if family:
        given = item.texts("forenames")
        whole = len(given) == len(family)
        return [f"{g} {f}" for g, f in zip(given, family, strict=True)] if whole else family
    names = item.texts("name", under="author")
    texts = names or item.texts("creator", "authors", "author")
    return texts[0] if len(texts) == 1 and not names else texts


def _categories(item: _Item) -> object:
    terms = [
        attributes["term"]
        for name, _, attributes, _ in item.elements
        if name == "category" and "term" in attributes
    ]
    texts = terms or item.texts("category", "categories", "subject")
    return texts[0] if len(texts) == 1 else texts
