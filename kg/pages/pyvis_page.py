"""Draws a neighbourhood with pyvis: its network as data, its vis-network, a page of our own."""

from __future__ import annotations

import json
import re
from collections import Counter
from importlib.resources import files
from typing import TYPE_CHECKING, Any

import numpy as np

from kg.pages.html import Html, Page, join, name_of, tag
from kg.pages.layout import island_layout, ring_layout
from kg.pages.static import static_text
from kg.pages.view import RELATION_WORDS, TYPES, PageGraph, fewer, printable
from kg.words import counted

if TYPE_CHECKING:
    from pyvis.network import Network

MOST_NODES = 300
"""Above this vis-network needs seconds for its first picture and names hide one another."""

SHAPES = ("dot", "square", "diamond", "triangle", "triangleDown", "hexagon", "star", "dot")
COLOURS = (
    "#817d7d", "#1991e5", "#021972", "#bf8a01", "#5e2504", "#300c26", "#44682b", "#921bab",
)  # fmt: skip
ROOM = 95
LONGEST_LABEL = 34


def pyvis_network(graph: PageGraph) -> Network:
    """Return the graph as a pyvis network, every node in its place, physics off.

    With a focus its neighbours stand in rings round it; without one, communities are islands.
    Of more than `MOST_NODES` nodes the nearest, or else the best connected, are taken.

    Args:
        graph: What to draw.

    Raises:
        UnknownName: The focus is not among the nodes.
    """
    from pyvis.network import Network

    shown = fewer(graph, MOST_NODES)
    number = {n.id: i for i, n in enumerate(shown.nodes)}
    pairs = [(number[e.source], number[e.target]) for e in shown.edges if e.source != e.target]
    ends = np.array(pairs, dtype=np.int64).reshape(-1, 2)
    types = [n.type for n in shown.nodes]
    if shown.focus is None:
        places = island_layout([n.id for n in shown.nodes], types, ends).positions * 0.6
    else:
        places = ring_layout(types, ends, number[shown.focus])
    degree = Counter(i for pair in pairs for i in pair)
    net = Network(height="100%", width="100%", directed=True, cdn_resources="in_line")
    for i, node in enumerate(shown.nodes):
        kind = TYPES.index(node.type)
        name = printable(node.name)
        net.add_node(
            node.id,
            label=name if len(name) <= LONGEST_LABEL else name[: LONGEST_LABEL - 1] + "…",
            title=f"{name}\n{node.type}, {counted(degree[i], 'relation')}",
            x=round(float(places[i, 0]) * ROOM, 1),
            y=round(float(places[i, 1]) * ROOM, 1),
            size=10 + min(16.0, 2.5 * degree[i] ** 0.5),
            shape=SHAPES[kind],
            color=COLOURS[kind],
            kind=kind,
            physics=False,
        )
    # add_edge() searches all edges each time; the list is public and takes them as they are.
    net.edges = [
        {"from": e.source, "to": e.target, "arrows": "to", "title": _edge_title(e.type, e.sentence)}
        for e in shown.edges
        if e.source != e.target
    ]
    net.toggle_physics(False)
    return net


def pyvis_page(graph: PageGraph) -> str:
    """Return a page that shows the graph with vis-network, in one file.

    Below the picture the same stands as a list, with the sentence that proves each relation.

    Args:
        graph: What to show.

    Raises:
        UnknownName: The focus is not among the nodes.
    """
    net = pyvis_network(graph)
    shown = fewer(graph, MOST_NODES)
    cut = len(graph.nodes) - len(shown.nodes)
    note = f" Shown are {len(shown.nodes)} of {counted(len(graph.nodes), 'node')}." if cut else ""
    body = join(
        tag("header", tag("h1", graph.title), tag("p", graph.lead + note), _legend(shown)),
        tag(
            "main",
            tag("div", id="net", role="img", aria_label="Picture of the graph; a list follows"),
            tag("details", tag("summary", tag("h2", "As a list")), _list(shown)),
        ),
    )
    return str(
        Page(
            graph.title,
            body,
            styles=(static_text("base.css"), static_text("pyvis.css")),
            scripts=(_vis_network(), static_text("pyvis.js")),
            data=_data(net),
        )
    )


def _edge_title(relation: str, sentence: str | None) -> str:
    words = RELATION_WORDS[relation][0]
    return f"{words}: {printable(sentence)}" if sentence else words


def _vis_network() -> str:
    path = files("pyvis").joinpath("templates", "lib", "vis-9.1.2", "vis-network.min.js")
    script = path.read_text(encoding="utf-8")
    # Inside a page the first would end the script and the second ask for a file that is not there.
    script = re.sub(r"</(script|style)", r"<\\/\1", script, flags=re.IGNORECASE)
    script = re.sub(r"//# sourceMappingURL=.*", "", script).replace("<!--", "<\\!--")
    # It holds control characters in its texts, which no page may.
    return re.sub("[\x7f-\x9f]", lambda found: f"\\u{ord(found[0]):04x}", script)


def _data(net: Any) -> str:
    text = json.dumps({"nodes": net.nodes, "edges": net.edges}, separators=(",", ":"))
    return text.replace("<", "\\u003c")


def _legend(graph: PageGraph) -> Html:
    present = [t for t in TYPES if any(n.type == t for n in graph.nodes)]
    return tag("p", [join(tag("span", t, class_=f"key key{TYPES.index(t)}"), " ") for t in present])


def _list(graph: PageGraph) -> Html:
    names = {n.id: n.name for n in graph.nodes}
    rows = [
        tag(
            "li",
            name_of(names[e.source]),
            f" {RELATION_WORDS[e.type][0]} ",
            name_of(names[e.target]),
            tag("blockquote", e.sentence, dir="auto") if e.sentence else None,
        )
        for e in graph.edges
    ]
    return tag("ul", rows) if rows else tag("p", "No relations.")
