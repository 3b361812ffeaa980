"""The pages of one entity and of one paper."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from kg.graph.dates import every_month
from kg.pages.charts import months
from kg.pages.html import Html, join, link, name_of, tag
from kg.pages.links import Links
from kg.pages.lookup import Lookup
from kg.pages.parts import (
    MOST_ITEMS,
    forms,
    frame,
    node_link,
    quote,
    relation_items,
    results_table,
)
from kg.pages.view import RELATION_WORDS, PageEdge, PageNode
from kg.text.shown import distinct_aliases
from kg.words import counted

FEW_ALIASES = 12


def entity_page(node: PageNode, lookup: Lookup, links: Links) -> str:
    """Return the page of an entity: what it is and all that papers say of it.

    Args:
        node: The entity.
        lookup: The graph.
        links: As seen from the page.
    """
    papers = lookup.papers_of(node.id)
    results = lookup.results(node.id)
    body = join(
        _heading(node),
        tag("p", _coverage(node, len(papers), len(results))),
        _also(node),
        _facts(node),
        _addresses(node, links),
        _results(node, lookup, links),
        _relations(node, lookup, links),
        _repositories(node, papers, lookup, links),
        _by_month(papers),
        _papers(papers, links),
    )
    return frame(f"{node.name} ({node.type})", body, links)


def paper_page(node: PageNode, lookup: Lookup, links: Links) -> str:
    """Return the page of a paper: what it says, by relation, and its numbers.

    Args:
        node: The paper.
        lookup: The graph.
        links: As seen from the page.
    """
    people = ", ".join(node.people)
    body = join(
        _heading(node),
        tag("p", name_of(people), class_="quiet") if people else None,
        tag("p", "Authors are names here, not persons.", class_="quiet") if people else None,
        _facts(node),
        _addresses(node, links),
        _abstract(node),
        _results(node, lookup, links),
        _relations(node, lookup, links),
        _told(node, lookup, links),
    )
    return frame(node.name, body, links)


def _heading(node: PageNode) -> Html:
    date = f" · {node.date}" if node.date and node.type == "Paper" else ""
    return join(
        tag("p", tag("span", node.type, class_="badge"), date, class_="over"),
        tag("h1", name_of(node.name)),
    )


def _coverage(node: PageNode, papers: int, results: int) -> str:
    named = max(papers, node.papers)
    words = f"Named by {counted(named, 'paper')} of this graph"
    seen = f", first in {node.date}" if node.date else ""
    numbers = f"; {counted(results, 'reported number')} found."
    return words + seen + numbers


def _also(node: PageNode) -> Html | None:
    aliases = distinct_aliases(node.name, node.aliases)
    if not aliases:
        return None
    first, rest = aliases[:FEW_ALIASES], aliases[FEW_ALIASES:]
    more = counted(len(rest), "more form of the name", "more forms of the name")
    return join(
        tag("p", tag("b", "Also written: "), _listed(first)),
        tag("details", tag("summary", more), tag("p", _listed(rest))) if rest else None,
    )


def _listed(names: Sequence[str]) -> list[Html]:
    return [join(", " if i else "", name_of(n)) for i, n in enumerate(names)]


def _facts(node: PageNode) -> Html | None:
    if not node.facts:
        return None
    return tag("dl", [join(tag("dt", words), tag("dd", value)) for words, value in node.facts])


def _addresses(node: PageNode, links: Links) -> Html:
    found = [link(links.explorer(node.id), "In the explorer")]
    board = links.board(node.id)
    if board:
        found.append(link(board, "Leaderboard"))
    if node.url:
        words = "Read the paper" if node.type == "Paper" else "Open the repository"
        outside = link(node.url, words)
        found += [outside] if outside.startswith("<a") else []
    return tag("p", found, class_="links")


def _abstract(node: PageNode) -> Html | None:
    if not node.abstract:
        return None
    arxiv = node.id.startswith("arxiv:")
    source = "From arXiv's metadata (CC0)." if arxiv else "As it stood in the file that was read."
    text = tag("p", node.abstract, dir="auto")
    return tag("section", tag("h2", "Abstract"), text, tag("p", source, class_="quiet"))


def _results(node: PageNode, lookup: Lookup, links: Links) -> Html | None:
    results = lookup.results(node.id)
    if not results:
        return None
    left = len(results) - MOST_ITEMS
    rest = tag("p", f"and {left} more, with kg query", class_="quiet") if left > 0 else None
    return join(tag("h2", "Reported numbers"), results_table(results, lookup, links), rest)


def _relations(node: PageNode, lookup: Lookup, links: Links) -> list[Html]:
    groups = lookup.related(node.id)
    if not groups:
        return [tag("p", "No relation of it was found.")]
    return [
        tag(
            "section",
            tag("h2", words[0].upper() + words[1:], " ", tag("span", _many(pairs), class_="quiet")),
            relation_items(pairs, node, lookup, links),
        )
        for words, pairs in groups
    ]


def _many(pairs: Sequence[tuple[PageNode, PageEdge]]) -> int:
    """How many things are listed; of one that several papers relate to it there is one item."""
    return len({other.id for other, _ in pairs})


def _told(paper: PageNode, lookup: Lookup, links: Links) -> Html | None:
    """What a paper says of how names are related to one another; None where it says nothing."""
    edges = lookup.told_by(paper.id)
    if not edges:
        return None
    ends = [(lookup.nodes[e.source], lookup.nodes[e.target], e) for e in edges]
    items = [
        tag(
            "li",
            node_link(source, links),
            f" {RELATION_WORDS[edge.type][0]} ",
            node_link(target, links),
            quote(edge.sentence, [*forms(source), *forms(target)]),
        )
        for source, target, edge in ends
    ]
    count = tag("span", len(items), class_="quiet")
    return tag(
        "section",
        tag("h2", "What it says of these names ", count),
        tag("ul", items, class_="facts"),
    )


def _repositories(
    node: PageNode, papers: Sequence[PageNode], lookup: Lookup, links: Links
) -> Html | None:
    """Repositories of the papers that introduce it; None where there are none."""
    if node.type == "Repo":
        return None
    home = {e.source for e in lookup.into.get(node.id, ()) if e.type == "INTRODUCES"}
    chosen = [p for p in papers if p.id in home]
    found = {r.id: r for paper in chosen for r in lookup.repositories(paper.id)}
    if not found:
        return None
    items = [tag("li", node_link(r, links)) for r in list(found.values())[:MOST_ITEMS]]
    return join(tag("h2", "Repositories of the papers that introduce it"), tag("ul", items))


def _by_month(papers: Sequence[PageNode]) -> Html | None:
    counts = Counter(p.date[:7] for p in papers if p.date and len(p.date) >= 7)
    if len(counts) < 2:
        return None
    undated = len(papers) - counts.total()
    note = tag("p", f"{undated} more without a month.", class_="quiet") if undated else None
    return join(
        tag("h2", "Papers by month"), months([(m, counts[m]) for m in every_month(counts)]), note
    )


def _papers(papers: Sequence[PageNode], links: Links) -> Html | None:
    if not papers:
        return None
    items = [
        tag(
            "li",
            node_link(p, links),
            tag("span", f" {p.date}", class_="quiet date") if p.date else None,
        )
        for p in papers[:MOST_ITEMS]
    ]
    left = len(papers) - MOST_ITEMS
    rest = tag("p", f"and {left} more, in the explorer", class_="quiet") if left > 0 else None
    return join(tag("h2", "Papers that name it"), tag("ul", items), rest)
