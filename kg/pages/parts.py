"""Pieces that several pages share."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from kg.pages.html import Html, Page, join, link, name_of, tag
from kg.pages.links import Links
from kg.pages.lookup import Lookup
from kg.pages.static import static_text
from kg.pages.view import PageEdge, PageNode
from kg.words import counted

MOST_ITEMS = 200
"""Of a list on one page; the explorer and the queries hold the rest."""

PAGES = (
    ("Start", "index.html"),
    ("Search", "index.html#search"),
    ("Explorer", "explorer.html"),
    ("Leaderboards", "boards.html"),
)
LIVE_PAGES = (("Ask in Cypher", "ask.html"), ("API", "docs"))

HONEST = (
    "Read by program from titles and abstracts; the sentence beside each fact is its proof. "
    "Abstracts name few of the scores that papers report, so a board here is not complete."
)

Value = tuple[float, str | None]
"""A number and its unit."""

# Not the figures of a name, as in GPT-4 and GPT-4o, nor half of a number.
_NUMBER = re.compile(
    r"(?<![\w.,])(?<![A-Za-z]-)(\d+(?:,\d{3})*(?:\.\d+)?)"
    r"(?:\s?%|[xX×](?!\w)|(?![\w.,]\d|\w))"
)


def frame(
    title: str,
    body: Html,
    links: Links,
    *,
    about: str | None = None,
    script: str = "",
    data: str | None = None,
) -> str:
    """Return a page of the site: navigation, body, and what it stands on.

    Args:
        title: Of the page.
        body: Everything below the navigation.
        links: As seen from the page.
        about: What the page holds, in a sentence or two, or None.
        script: Text of a script.
        data: What the script reads.
    """
    pages = (*PAGES, *LIVE_PAGES) if links.live else PAGES
    nav = tag("nav", [link(links.page(path), words) for words, path in pages], aria_label="Site")
    whole = join(tag("header", nav), tag("main", body), tag("footer", tag("p", HONEST)))
    return str(
        Page(
            title,
            whole,
            sheet=links.page("style.css"),
            about=about,
            scripts=(script,) if script else (),
            data=data,
            policy=("connect-src 'self'",) if links.live and script else (),
            forms=links.live,
        )
    )


@dataclass(frozen=True, slots=True)
class Section:
    """A part of a page under a heading.

    Attributes:
        title: No other section of the page has it.
        content: What stands under it.
        count: How many things these are; None where it is no list.
    """

    title: str
    content: Html
    count: int | None = None

    @property
    def id(self) -> str:
        """Return what leads to the section, behind the `#` of an address."""
        return self.title.lower().replace(" ", "-")

    def heading(self) -> Html:
        """Return title and count."""
        count = None if self.count is None else tag("span", f" {self.count:,}", class_="quiet")
        return join(self.title, count)


def sections(found: Iterable[Section | None]) -> Html:
    """Return sections one after another, of several with a list of them on top."""
    there = [section for section in found if section is not None]
    contents = [link(f"#{section.id}", section.heading()) for section in there]
    return join(
        tag("nav", contents, aria_label="On this page", class_="contents")
        if len(there) > 2
        else None,
        [tag("section", tag("h2", s.heading()), s.content, id=s.id) for s in there],
    )


def style_sheet() -> str:
    """Return the style sheet of the site's pages."""
    return static_text("base.css") + static_text("site.css")


def node_link(node: PageNode, links: Links) -> Html:
    """Return a link to the page about a node."""
    return link(links.node(node), name_of(node.name))


def node_item(node: PageNode, lookup: Lookup, links: Links) -> Html:
    """Return a node as an item of a list: with date and code, or with its papers and its board."""
    words = node.date if node.type == "Paper" else str(node.papers)
    aside = tag("span", f" {words}", class_="quiet date") if words else None
    board = links.board(node.id)
    more = join(" ", link(board, "leaderboard")) if board else None
    return tag("li", node_link(node, links), aside, _code(node, lookup), more)


def _code(node: PageNode, lookup: Lookup) -> Html | None:
    found = lookup.code(node.id) if node.type == "Paper" else None
    return join(" ", link(found.url, "code")) if found else None


def left_out(many: int, where: str) -> Html | None:
    """Return where the rest of many things is, of which a page shows some; None for no rest."""
    left = many - MOST_ITEMS
    return tag("p", f"and {left} more, {where}", class_="quiet") if left > 0 else None


def quote(
    sentence: str | None, names: Sequence[str] = (), values: Sequence[Value] = ()
) -> Html | None:
    """Return an evidence sentence in which names and numbers are marked; None for none."""
    if not sentence:
        return None
    return tag("blockquote", mark(sentence, names, values), dir="auto")


def mark(sentence: str, names: Sequence[str], values: Sequence[Value] = ()) -> Html:
    """Return a sentence with each whole occurrence of a name or number marked, case ignored."""
    said = _small(sentence)
    wanted = {_small(name) for name in names if len(name) > 1}
    found = [span for name in wanted for span in _whole(name, said)]
    if values:
        found += [m.span() for m in _NUMBER.finditer(sentence) if _is_one_of(m[1], values)]
    # Of two that begin at one place the longer counts.
    spans = sorted((start, -end) for start, end in found)
    parts: list[str] = []
    at = 0
    for start, end in ((start, -end) for start, end in spans):
        if start >= at:
            parts += [sentence[at:start], tag("mark", sentence[start:end])]
            at = end
    return join(parts, sentence[at:])


def _small(text: str) -> str:
    """Return a text in small letters, each in its place: a capital I with a dot would be two."""
    small = text.lower()
    if len(small) == len(text):
        return small
    return "".join(low if len(low := sign.lower()) == 1 else sign for sign in text)


def _whole(name: str, sentence: str) -> Iterator[tuple[int, int]]:
    start = sentence.find(name)
    while start >= 0:
        end = start + len(name)
        if not (_in_word(sentence[start - 1 : start]) or _in_word(sentence[end : end + 1])):
            yield start, end
        start = sentence.find(name, start + 1)


def _is_one_of(figures: str, values: Sequence[Value]) -> bool:
    """Whether figures tell one of the values: 0.71 is 71 %, and a fall of 3 is told as 3."""
    told = float(figures.replace(",", ""))
    return any(
        math.isclose(told * (100 if scaled else 1), abs(value))
        for value, unit in values
        for scaled in (False, unit == "%")
    )


def _in_word(sign: str) -> bool:
    return sign.isalnum() or sign == "_"


def forms(node: PageNode | None) -> list[str]:
    """Return the name and the aliases of an entity; nothing for a paper."""
    return [] if node is None or node.type == "Paper" else [node.name, *node.aliases]


def relation_items(
    pairs: Sequence[tuple[PageNode, PageEdge]], own: PageNode, lookup: Lookup, links: Links
) -> Html:
    """Return a list of related nodes, each with its sentences and the paper that says so."""
    groups: dict[str, list[PageEdge]] = {}
    for other, edge in pairs:
        groups.setdefault(other.id, []).append(edge)
    items = []
    for other_id, edges in list(groups.items())[:MOST_ITEMS]:
        other = lookup.nodes[other_id]
        items.append(
            tag(
                "li",
                node_link(other, links),
                _kind(other, links),
                _code(other, lookup),
                _proofs(edges, own, other, lookup, links),
            )
        )
    return join(tag("ul", items, class_="facts"), left_out(len(groups), "in the explorer"))


def source(paper: PageNode | None, own: str, links: Links) -> Html | None:
    """Return where a sentence stands; None on the page of that paper, whose id is `own`."""
    if paper is None or paper.id == own:
        return None
    date = join(", ", tag("span", paper.date, class_="date")) if paper.date else None
    return tag("p", "in ", node_link(paper, links), date, class_="quiet")


def _kind(node: PageNode, links: Links) -> Html:
    words = node.type if node.type != "Paper" else f"Paper{', ' + node.date if node.date else ''}"
    board = links.board(node.id)
    more = join(", ", link(board, "leaderboard")) if board else None
    return tag("span", f" {words}", more, class_="quiet date")


def _proofs(
    edges: Sequence[PageEdge], own: PageNode, other: PageNode, lookup: Lookup, links: Links
) -> list[Html | None]:
    found: list[Html | None] = []
    for edge in edges[:3]:
        paper = lookup.nodes.get(edge.paper or "")
        found.append(quote(edge.sentence, [*forms(own), *forms(other)]))
        if paper != other:
            found.append(source(paper, own.id, links))
        if edge.paper is None:
            found.append(tag("p", "Follows from the names.", class_="quiet"))
    if len(edges) > 3:
        found.append(tag("p", f"and {counted(len(edges) - 3, 'more paper')}", class_="quiet"))
    return found
