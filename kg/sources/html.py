"""Saved web pages: Hugging Face's papers, arXiv's abstract pages, and pages of plain text."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from html.parser import HTMLParser
from itertools import pairwise

from kg.sources.json import Record
from kg.sources.open import MAX_LINE, Lines
from kg.sources.text import has_papers, read_text
from kg.sources.xml import is_feed

_HIDDEN = frozenset(("script", "style", "svg", "noscript", "template", "nav", "footer"))
_INLINE = frozenset(("a", "abbr", "b", "cite", "code", "em", "i", "mark", "small", "span", "strong",
                     "sub", "sup", "u", "wbr", "math", "mi", "mn", "mo"))  # fmt: skip
_START = re.compile(
    r"\s*(?:<\?xml[^>]*>\s*)?(?:<!--(?:(?!-->).)*+-->\s*+)*+"
    r"<(?:!doctype\s+html|html|head|body|meta|(?P<part>div))\b",
    re.IGNORECASE | re.DOTALL,
)
_META = {
    "citation_title": "title",
    "citation_abstract": "abstract",
    "citation_arxiv_id": "arxiv_id",
    "citation_doi": "doi",
    "citation_date": "date",
    "citation_publication_date": "date",
    "citation_online_date": "date",
    "dc.title": "title",
    "dc.date": "date",
}
_AUTHORS = ("citation_author", "dc.creator")
# A heading, or a label before the text.
_ABSTRACT = re.compile(r"(?:abstract|ABSTRACT|Abstract)(?:\s*[:.]\s*|\s*$|\s+(?=[A-Z]))")
# Of 44,000 abstracts none has fewer than 178 characters.
_SHORTEST = 80


class _Page(HTMLParser):
    """Collects what a page has: embedded data, meta tags, and its visible text."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.data: list[tuple[int, str]] = []
        self.meta: dict[str, object] = {}
        # Of Dublin Core: what the tags of a citation say comes before it.
        self.core: dict[str, object] = {}
        self.authors: list[dict[str, str]] = []
        self.text: list[str] = []
        self._hidden = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        attributes = {name: value or "" for name, value in attrs}
        if "data-props" in attributes:
            self.data.append((self.getpos()[0], attributes["data-props"]))
        if tag == "meta":
            self._meta(attributes.get("name", "").lower(), attributes.get("content", ""))
        self._hidden += tag in _HIDDEN
        self._break(tag)

    def handle_endtag(self, tag: str) -> None:
        self._hidden = max(0, self._hidden - (tag in _HIDDEN))
        self._break(tag)

    def handle_data(self, data: str) -> None:
        if not self._hidden:
            self.text.append(re.sub(r"\s+", " ", data))

    def _break(self, tag: str) -> None:
        if tag not in _INLINE:
            self.text.append("\n\n")

    def _meta(self, name: str, content: str) -> None:
        if name in _AUTHORS:
            family, comma, given = content.partition(",")
            self.authors.append({"name": f"{given} {family}" if comma else content})
        elif name in _META:
            told = self.core if name.startswith("dc.") else self.meta
            told.setdefault(_META[name], content)


def is_html(head: str) -> bool:
    """Tell whether a text begins like a web page, or a part of one that holds no feed."""
    start = _START.match(head)
    return start is not None and not (start["part"] and is_feed(head))


def read_html(lines: Lines) -> Iterator[Record] | None:
    """Return the papers of a page: from its embedded data, else its meta tags, else its text.

    Returns:
        None where the page has nothing of the kind.
    """
    page = _Page()
    page.feed(lines.mended(lines.stream.read(MAX_LINE)))
    page.close()
    records = [(line, paper) for line, data in page.data for paper in _papers(_decoded(data))]
    if records:
        return iter(records)
    text = "".join(page.text)
    meta = page.core | page.meta
    if "title" in meta and (abstract := meta.get("abstract") or _abstract(text)):
        return iter([(1, {**meta, "abstract": abstract, "authors": page.authors})])
    return read_text(f"{line}\n" for line in text.split("\n")) if has_papers(text) else None


def _abstract(text: str) -> str:
    """Return what stands below the heading *Abstract*, or behind it; empty if there is none."""
    blocks = [block.strip() for block in text.split("\n\n") if block.strip()]
    for block, below in pairwise([*blocks, ""]):
        if heading := _ABSTRACT.match(block):
            said = block[heading.end() :] or below
            if len(said) >= _SHORTEST:
                return said
    return ""


def _decoded(data: str) -> object:
    try:
        return json.loads(data)
    except (ValueError, RecursionError):
        return None


def _papers(value: object) -> Iterator[dict[str, object]]:
    """Yield the objects inside a value that have a title and an abstract."""
    waiting = [value]
    while waiting:
        item = waiting.pop()
        if isinstance(item, list):
            waiting.extend(reversed(item))
        elif isinstance(item, dict):
            held = item.get("paper")
            paper = held if isinstance(held, dict) else item
            if "title" in paper and {"summary", "abstract"} & paper.keys():
                yield paper
            else:
                waiting.extend(reversed(list(item.values())))
