"""The start page of a site, and its lists: papers, names by type, leaderboards."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

from kg.pages import search
from kg.pages.explorer import pack
from kg.pages.html import Html, join, link, name_of, tag
from kg.pages.leaderboard import first_place
from kg.pages.links import Links
from kg.pages.lookup import Lookup, newest
from kg.pages.parts import frame, node_item
from kg.pages.static import static_text
from kg.pages.tables import plain_table
from kg.pages.view import PLURALS, TYPES, Board, PageNode, printable
from kg.words import counted

FEW = 8

NUMBERS = "The number beside a name tells how many papers name it."

_NO_SCRIPT = "Search needs JavaScript; the lists below hold every name."

_FIRST_PLACE = (
    "The first place is by the metric of most papers, among what abstracts say: the highest where "
    "it is not known which direction is better. * marks the benchmark's usual metric; a number "
    "behind a ? tells how sure the reading is."
)

Boards = Mapping[str, Sequence[Board]]


def start_page(lookup: Lookup, boards: Boards, links: Links, *, note: str | None = None) -> str:
    """Return the start page: search, what there is, and ways in.

    Args:
        lookup: The graph.
        boards: Boards by the benchmark's id.
        links: As seen from the page.
        note: What a reader should know of the graph's state, or None.
    """
    graph = lookup.graph
    body = join(
        tag("h1", graph.title),
        tag("p", graph.lead),
        tag("p", f"Note: {note}.", class_="note") if note else None,
        _search(links),
        tag(
            "p",
            link(links.page("explorer.html"), "Open the explorer"),
            link(links.page(search.PATH), "Search in abstracts") if links.live else None,
            class_="links big",
        ),
        tag("h2", "What is in it"),
        _counts(lookup, links),
        tag(
            "div",
            _fullest_boards(lookup, boards, links),
            _newest_papers(lookup, links),
            class_="columns two",
        ),
        tag("div", [_most_named(kind, lookup, links) for kind in TYPES[1:7]], class_="columns"),
        tag("p", NUMBERS, class_="quiet"),
    )
    script = "".join(static_text(f"{part}.js") for part in ("unpack", "match", "combobox", "start"))
    script = f'"use strict";\n(async () => {{\n{script}}})();\n'
    data = pack(_search_data(lookup, links))
    return frame(graph.title, body, links, about=graph.lead, script=script, data=data)


def list_page(kind: str, lookup: Lookup, links: Links) -> str:
    """Return the page that lists all nodes of a type, the most named first.

    Args:
        kind: One of `TYPES`.
        lookup: The graph.
        links: As seen from the page.
    """
    nodes = newest(lookup.of_type(kind)) if kind == "Paper" else lookup.of_type(kind)
    title = f"All {PLURALS[kind]}"
    items = [node_item(n, lookup, links) for n in nodes]
    order = f"most named first. {NUMBERS}"
    if kind == "Paper":
        order = "newest first." if nodes and nodes[0].date else "by title: they have no dates."
    body = join(
        tag("h1", title),
        tag("p", f"{len(nodes):,}, {order}" if nodes else f"No {PLURALS[kind]} in this graph."),
        tag("ul", items) if items else None,
    )
    return frame(title, body, links)


def boards_page(lookup: Lookup, boards: Boards, links: Links) -> str:
    """Return the page that lists the leaderboards, the fullest first.

    Args:
        lookup: The graph.
        boards: Boards by the benchmark's id.
        links: As seen from the page.
    """
    ranked = _ranked(lookup, boards)
    benchmarks = lookup.of_type("Benchmark")
    rows = [
        {
            "Benchmark": link(links.board(n.id), name_of(n.name)),
            "First place": first_place(boards[n.id], lookup, links),
            "Papers with a score": str(_papers(boards[n.id])),
            "Scores": str(_scores(boards[n.id])),
            "Papers that name it": str(n.papers),
        }
        for n in ranked
    ]
    body = join(
        tag("h1", "Leaderboards"),
        tag("p", _having(len(ranked), len(benchmarks))),
        tag("p", _FIRST_PLACE, class_="quiet") if rows else None,
        plain_table(rows, label="Leaderboards") if rows else tag("p", "No abstract gives a score."),
    )
    return frame("Leaderboards", body, links)


def _having(scored: int, benchmarks: int) -> str:
    of_all = counted(benchmarks, "benchmark has", "benchmarks have")
    return f"{scored:,} of {of_all} a score in an abstract; those of most papers come first."


def _search(links: Links) -> Html:
    field = tag(
        "input",
        type="text",
        id="search",
        role="combobox",
        aria_expanded="false",
        aria_controls="hits",
        aria_autocomplete="list",
        aria_label="Search papers, models, methods, benchmarks and more",
        placeholder="Search a name  ( / )",
        autocomplete="off",
        spellcheck="false",
    )
    hits = tag("ul", id="hits", role="listbox", aria_label="Matches", tabindex=-1, hidden=True)
    status = tag("p", id="say", role="status", class_="quiet")
    return join(
        tag("div", field, hits, status, id="searchbox"),
        tag("noscript", search.search_form(links) if links.live else tag("p", _NO_SCRIPT)),
    )


def _search_data(lookup: Lookup, links: Links) -> dict[str, object]:
    degree = Counter({n.id: lookup.degree(n.id) for n in lookup.graph.nodes})
    nodes = sorted(lookup.graph.nodes, key=lambda n: (-degree[n.id], n.id))
    return {
        "name": [printable(n.name) for n in nodes],
        "type": [TYPES.index(n.type) for n in nodes],
        "types": list(TYPES),
        "papers": [n.papers if n.type != "Paper" else 0 for n in nodes],
        "href": [links.node(n) for n in nodes],
        "aliases": {
            str(i): [printable(a) for a in n.aliases] for i, n in enumerate(nodes) if n.aliases
        },
    }


def _counts(lookup: Lookup, links: Links) -> Html:
    amount = Counter(n.type for n in lookup.graph.nodes)
    items = [
        tag(
            "li",
            tag("b", f"{amount[k]:,}"),
            " ",
            link(links.all_of(k), PLURALS[k]),
        )
        for k in TYPES
    ]
    relations = len(lookup.graph.edges)
    items.append(tag("li", tag("b", f"{relations:,}"), " relations"))
    numbers = {result.result for result in lookup.graph.results}
    items.append(tag("li", tag("b", f"{len(numbers):,}"), " reported numbers"))
    return tag("ul", items, class_="counts")


def _most_named(kind: str, lookup: Lookup, links: Links) -> Html | None:
    nodes = lookup.of_type(kind)
    if not nodes:
        return None
    items = [node_item(n, lookup, links) for n in nodes[:FEW]]
    heading = f"{PLURALS[kind][0].upper()}{PLURALS[kind][1:]} named most"
    return tag("section", tag("h2", heading), tag("ul", items))


def _fullest_boards(lookup: Lookup, boards: Boards, links: Links) -> Html:
    items = []
    for node in _ranked(lookup, boards)[:FEW]:
        scores, papers = _scores(boards[node.id]), _papers(boards[node.id])
        many = f" {counted(scores, 'score')} from {counted(papers, 'paper')}"
        name = link(links.board(node.id), name_of(node.name))
        items.append(tag("li", name, tag("span", many, class_="quiet")))
    found = tag("ul", items) if items else tag("p", "No abstract gives a score.")
    return tag("section", tag("h2", "Fullest leaderboards"), found)


def _newest_papers(lookup: Lookup, links: Links) -> Html | None:
    papers = newest(lookup.of_type("Paper"))[:FEW]
    if not papers:
        return None
    items = [node_item(p, lookup, links) for p in papers]
    heading = "Newest papers" if papers[0].date else "Papers"
    return tag("section", tag("h2", heading), tag("ul", items))


def _ranked(lookup: Lookup, boards: Boards) -> list[PageNode]:
    nodes = [lookup.nodes[i] for i in boards if i in lookup.nodes]
    return sorted(
        nodes, key=lambda n: (-_papers(boards[n.id]), -_scores(boards[n.id]), n.name, n.id)
    )


def _scores(boards: Sequence[Board]) -> int:
    return sum(len(b.scores) for b in boards)


def _papers(boards: Sequence[Board]) -> int:
    return len({s.paper for b in boards for s in b.scores})
