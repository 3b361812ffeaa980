"""The search of the local server: a form that works without scripts, and what it finds."""

from __future__ import annotations

import shlex
from urllib.parse import urlencode

from kg.graph.facts import SearchRow
from kg.graph.rows import Rows
from kg.pages.html import Html, join, link, name_of, tag
from kg.pages.links import Links, node_path
from kg.pages.parts import frame, quote
from kg.words import counted

PATH = "search.html"
MOST = 50
"""Of what is found; more words find less."""


def search_form(links: Links, asked: str = "") -> Html:
    """Return a field for words and a button that leads to what they find.

    Args:
        links: As seen from the page.
        asked: What stands in the field.
    """
    label = "Words of names, titles and abstracts"
    return tag(
        "form",
        tag("label", label, for_="words"),
        " ",
        tag("input", type="search", id="words", name="q", value=asked, required=True),
        " ",
        tag("button", "Search"),
        action=links.page(PATH),
        role="search",
    )


def search_page(asked: str, found: Rows[SearchRow] | None, links: Links) -> str:
    """Return what words find, best first.

    Args:
        asked: The words; empty for a page that waits for them.
        found: What fits all of them, or None.
        links: As seen from the page.
    """
    body = join(
        tag("h1", "Search"),
        search_form(links, asked),
        [_note(note, links) if not found else tag("p", f"{note} found") for note in found.notes]
        if found is not None
        else None,
        tag("ul", [_item(row, asked, links) for row in found], class_="facts") if found else None,
    )
    return frame(f"Search: {asked}" if asked else "Search", body, links)


def _note(said: str, links: Links) -> Html:
    """Return where one goes on from nothing; what a command line would look for is a link."""
    before, command, words = said.rpartition(" with: kg search ")
    try:
        asked = " ".join(shlex.split(words))
    except ValueError:  # the words of a person that look like a command
        return tag("p", said)
    if not command:
        return tag("p", said)
    found = link(f"{links.page(PATH)}?{urlencode({'q': asked})}", asked)
    return tag("p", before, ": ", found)


def _item(row: SearchRow, asked: str, links: Links) -> Html:
    is_paper = row.type == "Paper"
    papers = row.published if is_paper else counted(row.papers, "paper")
    also = f"also {row.snippet}" if row.snippet and not is_paper else None
    words = ", ".join(one for one in (also, row.long_form, row.type, papers) if one)
    return tag(
        "li",
        link(links.page(node_path(row.id, row.type)), name_of(row.name)),
        tag("span", f" {words}", class_="quiet"),
        quote(row.snippet, asked.split()) if is_paper else None,
    )
