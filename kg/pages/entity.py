"""The pages of one entity and of one paper."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from textwrap import shorten

from kg.graph.dates import every_month
from kg.pages.charts import FEWEST, months
from kg.pages.html import Html, join, link, name_of, tag
from kg.pages.links import Links
from kg.pages.lookup import Lookup, newest
from kg.pages.parts import (
    MOST_ITEMS,
    Section,
    forms,
    frame,
    left_out,
    node_item,
    node_link,
    quote,
    relation_items,
    sections,
)
from kg.pages.tables import results_table
from kg.pages.view import RELATION_WORDS, PageEdge, PageNode
from kg.text.shown import distinct_aliases
from kg.words import counted

FEW_ALIASES = 12

_FIRST = ("introduces", "introduced by", "has benchmark")
"""Relations that tell what a thing is: they stand before its numbers."""

_ON_TASK = {"ADDRESSES", "USES", "INTRODUCES"}


def entity_page(node: PageNode, lookup: Lookup, links: Links) -> str:
    """Return the page of an entity: what it is and all that papers say of it.

    Args:
        node: The entity.
        lookup: The graph.
        links: As seen from the page.
    """
    papers = lookup.papers_of(node.id)
    first, others = _relations(node, lookup, links)
    found = [
        *first,
        _benchmarks(node, lookup, links),
        _repositories(node, papers, lookup, links),
        _results(node, lookup, links),
        *others,
        _by_month(papers),
        _papers(node, papers, lookup, links),
    ]
    body = join(
        _heading(node, links),
        tag("p", _coverage(node, papers, lookup)),
        _also(node),
        _facts(node),
        _addresses(node, lookup, links),
        sections(found) if any(found) else tag("p", "No relation of it was found."),
    )
    about = (
        f"{node.type} in {counted(max(len(papers), node.papers), 'paper')}: what they say of it."
    )
    return frame(f"{node.name} ({node.type})", body, links, about=about)


def paper_page(node: PageNode, lookup: Lookup, links: Links) -> str:
    """Return the page of a paper: what it says, by relation, and its numbers.

    Args:
        node: The paper.
        lookup: The graph.
        links: As seen from the page.
    """
    people = ", ".join(node.people)
    first, others = _relations(node, lookup, links)
    found = [
        _abstract(node),
        *first,
        _results(node, lookup, links),
        *others,
        _told(node, lookup, links),
    ]
    body = join(
        _heading(node, links),
        tag("p", name_of(people), class_="quiet") if people else None,
        tag("p", "Authors are names here, not persons.", class_="quiet") if people else None,
        _facts(node),
        _addresses(node, lookup, links),
        sections(found),
        None if first or others else tag("p", "No relation of it was found."),
    )
    about = shorten(node.abstract, 200, placeholder=" …") if node.abstract else None
    return frame(node.name, body, links, about=about)


def _heading(node: PageNode, links: Links) -> Html:
    date = f" · {node.date}" if node.date and node.type == "Paper" else ""
    kind = tag("a", node.type, href=links.all_of(node.type), class_="badge")
    return join(tag("p", kind, date, class_="over"), tag("h1", name_of(node.name)))


def _coverage(node: PageNode, papers: Sequence[PageNode], lookup: Lookup) -> Html:
    named = max(len(papers), node.papers)
    words = f"Named by {counted(named, 'paper')} of this graph"
    seen = join(", first in ", tag("span", node.date, class_="date")) if node.date else None
    results = lookup.count(node.id)
    numbers = f"; {counted(results, 'reported number')} found" if results else ""
    return join(words, seen, numbers, ".")


def _also(node: PageNode) -> Html | None:
    address = (node.url or "").rstrip("/")
    aliases = [a for a in distinct_aliases(node.name, node.aliases) if a.rstrip("/") != address]
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


def _addresses(node: PageNode, lookup: Lookup, links: Links) -> Html:
    words = "Read the paper" if node.type == "Paper" else "Open the repository"
    outside = [link(node.url, words), *(link(r.url, r.name) for r in lookup.repositories(node.id))]
    found = [one for one in outside if one.startswith("<a")]
    board = links.board(node.id)
    if board:
        found.append(link(board, "Leaderboard"))
    found.append(link(links.explorer(node.id), "In the explorer"))
    return tag("p", found, class_="links")


def _abstract(node: PageNode) -> Section | None:
    if not node.abstract:
        return None
    arxiv = node.id.startswith("arxiv:")
    source = "From arXiv's metadata (CC0)." if arxiv else "As it stood in the file that was read."
    text = tag("p", node.abstract, dir="auto")
    return Section("Abstract", join(text, tag("p", source, class_="quiet")))


def _results(node: PageNode, lookup: Lookup, links: Links) -> Section | None:
    results = lookup.results(node.id)
    if not results:
        return None
    table = results_table(results, lookup, links, own=node.id)
    return Section("Reported numbers", table, lookup.count(node.id))


def _relations(node: PageNode, lookup: Lookup, links: Links) -> tuple[list[Section], list[Section]]:
    """Return what tells what a thing is, and all else that relates to it."""
    first: list[Section] = []
    others: list[Section] = []
    for words, pairs in lookup.related(node.id):
        if words == "has benchmark":
            pairs.sort(key=lambda pair: (links.board(pair[0].id) is None, -pair[0].papers))
        # Of one that several papers relate to it there is one item.
        many = len({other.id for other, _ in pairs})
        content = relation_items(pairs, node, lookup, links)
        section = Section(words[0].upper() + words[1:], content, many)
        (first if words in _FIRST else others).append(section)
    return first, others


def _benchmarks(task: PageNode, lookup: Lookup, links: Links) -> Section | None:
    """What papers on a task evaluate on, beside its own benchmarks, as `kg benchmarks` counts."""
    if task.type != "Task":
        return None
    coming = lookup.into.get(task.id, ())
    own = {e.source for e in coming if e.type == "BENCHMARK_FOR"}
    papers = newest({lookup.nodes[e.source] for e in coming if e.type in _ON_TASK})
    uses: dict[str, list[PageEdge]] = {}
    for edge in (e for paper in papers for e in lookup.out[paper.id]):
        if edge.type == "EVALUATES_ON" and edge.target not in own:
            uses.setdefault(edge.target, []).append(edge)
    if not uses:
        return None
    pairs = [(lookup.nodes[i], edge) for i, found in uses.items() for edge in found]
    pairs.sort(key=lambda p: (-len(uses[p[0].id]), links.board(p[0].id) is None, p[0].name))
    return Section(
        "Benchmarks of papers on it", relation_items(pairs, task, lookup, links), len(uses)
    )


def _told(paper: PageNode, lookup: Lookup, links: Links) -> Section | None:
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
    return Section("What it says of these names", tag("ul", items, class_="facts"), len(items))


def _repositories(
    node: PageNode, papers: Sequence[PageNode], lookup: Lookup, links: Links
) -> Section | None:
    """Repositories of the papers that introduce it; None where there are none."""
    if node.type == "Repo":
        return None
    home = {e.source for e in lookup.into.get(node.id, ()) if e.type == "INTRODUCES"}
    chosen = [p for p in papers if p.id in home]
    found = {r.id: r for paper in chosen for r in lookup.repositories(paper.id)}
    if not found:
        return None
    items = [tag("li", node_link(r, links)) for r in list(found.values())[:MOST_ITEMS]]
    title = "Repositories of the papers that introduce it"
    return Section(title, tag("ul", items), len(items))


def _by_month(papers: Sequence[PageNode]) -> Section | None:
    counts = Counter(p.date[:7] for p in papers if p.date and len(p.date) >= 7)
    if len(counts) < FEWEST:
        return None
    undated = len(papers) - counts.total()
    note = tag("p", f"{undated} more without a month.", class_="quiet") if undated else None
    chart = months([(m, counts[m]) for m in every_month(counts)])
    return Section("Papers by month", join(chart, note))


def _papers(
    node: PageNode, papers: Sequence[PageNode], lookup: Lookup, links: Links
) -> Section | None:
    """All papers that name it; None where one of its relations lists them all."""
    ids = {p.id for p in papers}
    listed = ({other.id for other, _ in pairs} for _, pairs in lookup.related(node.id))
    if not ids or any(ids <= others for others in listed):
        return None
    items = [node_item(paper, lookup, links) for paper in papers[:MOST_ITEMS]]
    rest = left_out(len(papers), "in the explorer")
    return Section("Papers that name it", join(tag("ul", items), rest), len(papers))
