"""Pieces that several pages share."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from kg.pages.html import Html, Page, join, link, name_of, tag
from kg.pages.links import Links
from kg.pages.lookup import Lookup
from kg.pages.static import static_text
from kg.pages.view import PageEdge, PageNode, PageResult
from kg.text.bounds import bounded
from kg.words import counted

MOST_ITEMS = 200
"""Of a list on one page; the explorer and the queries hold the rest."""

PAGES = (
    ("Start", "index.html"),
    ("Explorer", "explorer.html"),
    ("Leaderboards", "boards.html"),
)
LIVE_PAGES = (("Ask in Cypher", "ask.html"), ("API", "docs"))

HONEST = (
    "Read by program from titles and abstracts; the sentence beside each fact is its proof. "
    "Abstracts name few of the scores that papers report, so a board here is not complete."
)

KINDS = {"absolute": "score", "delta": "difference", "ratio": "factor"}


def frame(
    title: str, body: Html, links: Links, *, script: str = "", data: str | None = None
) -> str:
    """Return a page of the site: navigation, body, and what it stands on.

    Args:
        title: Of the page.
        body: Everything below the navigation.
        links: As seen from the page.
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
            scripts=(script,) if script else (),
            data=data,
            policy=("connect-src 'self'",) if links.live and script else (),
        )
    )


def style_sheet() -> str:
    """Return the style sheet of the site's pages."""
    return static_text("base.css") + static_text("site.css")


def node_link(node: PageNode, links: Links) -> Html:
    """Return a link to the page about a node."""
    return link(links.node(node), name_of(node.name))


def quote(sentence: str | None, names: Sequence[str] = ()) -> Html | None:
    """Return an evidence sentence in which the names are marked; None for none."""
    if not sentence:
        return None
    return tag("blockquote", mark(sentence, names), dir="auto")


def mark(sentence: str, names: Sequence[str]) -> Html:
    """Return a sentence with each whole occurrence of a name marked, case ignored."""
    said = _small(sentence)
    wanted = {_small(name) for name in names if len(name) > 1}
    # Of two that begin at one place the longer counts.
    spans = sorted((start, -end) for name in wanted for start, end in _whole(name, said))
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


def _in_word(sign: str) -> bool:
    return sign.isalnum() or sign == "_"


def forms(node: PageNode | None) -> list[str]:
    """Return the name and the aliases of an entity; nothing for a paper."""
    return [] if node is None or node.type == "Paper" else [node.name, *node.aliases]


def number(value: float, unit: str | None) -> str:
    """Return a value with its unit, as people write it: `73.5%`, `3.2×`, `12 ms`."""
    text = f"{value:,.6g}" if abs(value) < 1e6 else f"{value:,.0f}"
    if unit in {"%", "x"}:
        return text + {"%": "%", "x": "×"}[unit]
    return f"{text} {unit}" if unit else text


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
                _kind(other),
                _proofs(edges, own, other, lookup, links),
            )
        )
    left = len(groups) - MOST_ITEMS
    rest = tag("p", f"and {left} more, in the explorer", class_="quiet") if left > 0 else None
    return join(tag("ul", items, class_="facts"), rest)


def _kind(node: PageNode) -> Html:
    words = node.type if node.type != "Paper" else f"Paper{', ' + node.date if node.date else ''}"
    return tag("span", f" {words}", class_="quiet date")


def _proofs(
    edges: Sequence[PageEdge], own: PageNode, other: PageNode, lookup: Lookup, links: Links
) -> list[Html | None]:
    found: list[Html | None] = []
    for edge in edges[:3]:
        paper = lookup.nodes.get(edge.paper or "")
        found.append(quote(edge.sentence, [*forms(own), *forms(other)]))
        if paper is not None and paper.id not in {own.id, other.id}:
            found.append(tag("p", "in ", node_link(paper, links), class_="quiet"))
        elif edge.paper is None:
            found.append(tag("p", "Follows from the names.", class_="quiet"))
    if len(edges) > 3:
        found.append(tag("p", f"and {counted(len(edges) - 3, 'more paper')}", class_="quiet"))
    return found


def results_table(results: Sequence[PageResult], lookup: Lookup, links: Links) -> Html:
    """Return reported numbers as a table: who, on what, by what, how much, where."""
    heads = ("System", "Benchmark", "Metric", "Value", "Kind", "Against", "Paper")
    rows = [tag("tr", [head_cell(h) for h in heads])]
    for result in results[:MOST_ITEMS]:
        ends = (result.subject, result.benchmark, result.metric, result.versus)
        who, where, how, rival = (lookup.nodes.get(e or "") for e in ends)
        paper = lookup.nodes.get(result.paper)
        cells = [
            _cell("System", who, links),
            _cell("Benchmark", where, links),
            _metric(result, how, links),
            tag("td", amount(result), class_="number", data_label="Value"),
            tag("td", KINDS.get(result.kind, result.kind), data_label="Kind"),
            _cell("Against", rival, links),
            _cell("Paper", paper, links),
        ]
        rows.append(tag("tr", cells))
        names = [form for node in (who, where, how, rival) for form in forms(node)]
        proof = quote(result.sentence, names)
        if proof:
            rows.append(tag("tr", tag("td", proof, colspan=len(heads)), class_="proof"))
    table = tag("table", tag("thead", rows[0]), tag("tbody", rows[1:]))
    return tag(
        "div", table, class_="wide", tabindex=0, role="region", aria_label="Reported numbers"
    )


def _metric(result: PageResult, how: PageNode | None, links: Links) -> Html:
    """Return the cell of a metric; the usual one of a benchmark has a star, as on its board."""
    if how is not None or result.inferred is None:
        return _cell("Metric", how, links)
    why = "The reader tied no metric to it; this is the benchmark's usual one."
    return tag("td", f"{result.inferred} *", title=why, data_label="Metric")


def amount(result: PageResult) -> str:
    """Return a reported number as people write it: `≥ 73.5%`, `2.2 points better`."""
    text = bounded(number(result.value, result.unit), result.bound)
    return f"{text} {result.change}" if result.change else text


def head_cell(words: str) -> Html:
    """Return the head of a column; that of values stands over them, at the right."""
    return tag("th", words, scope="col", class_="number" if words == "Value" else None)


def _cell(label: str, node: PageNode | None, links: Links) -> Html:
    return tag("td", node_link(node, links) if node else "–", data_label=label)
