"""Writes the explorer: one file that shows a graph and lets people walk through it."""

from __future__ import annotations

import base64
import gzip
import json
import re
from collections.abc import Callable
from importlib.resources import files

import numpy as np

from kg.pages.html import Html, Page, join, link
from kg.pages.islands import Ints
from kg.pages.layout import Layout, island_layout
from kg.pages.view import RELATION_WORDS, TYPES, PageGraph, PageNode, clean

PARTS = (
    "data", "dom", "shapes", "view", "rings", "camera", "paint", "names", "search", "filters",
    "actions", "details", "overview", "export", "address", "input", "main",
)  # fmt: skip
"""The files of `static/explorer`, in the order in which they are joined."""

EXTENT = 32000
"""The longer side of the map in the page's whole numbers."""

MOST_PEOPLE = 4

APART = "Not linked to the rest"

SOURCE = (
    "Read from titles and abstracts by program; the sentence beside each relation is the proof. "
    "Abstracts name only a few of the results that a paper reports."
)

_SAFE_LETTERS = bytes.maketrans(b"<>&`", b".,:/")

Packed = dict[str, object]


def explorer_page(graph: PageGraph, *, home: str | None = None) -> str:
    """Return the explorer of a graph as one HTML file that needs nothing else.

    Args:
        graph: What to show.
        home: Address of the site that the page belongs to; None where it stands alone.
    """
    fillings = {
        "TITLE": join(graph.title),
        "HOME": link(home, "Start page") if home else Html(""),
        "SOURCE": join(SOURCE),
    }
    template = static_text("explorer", "page.html")
    body = re.sub(r"\{\{([A-Z]+)\}\}", lambda hole: fillings[hole[1]], template)
    return str(
        Page(
            graph.title,
            Html(body),
            styles=(static_text("base.css"), static_text("explorer", "explorer.css")),
            scripts=(explorer_script(),),
            data=pack(explorer_data(graph)),
        )
    )


def explorer_script() -> str:
    """Return the explorer's parts as one script."""
    parts = [static_text("explorer", f"{name}.js") for name in PARTS]
    head = '(async () => {\n"use strict";\n'
    # The data must be there before the other parts, which look things up in it as they start.
    load = "const data = await readData();\nconst graph = buildGraph(data);\n"
    return head + parts[0] + load + "".join(parts[1:]) + "})();\n"


def static_text(*parts: str) -> str:
    """Return the text of a file of `kg/pages/static`."""
    return files("kg.pages").joinpath("static", *parts).read_text(encoding="utf-8")


def pack(data: Packed) -> str:
    """Return data compressed, its length in bytes and then base 85 with letters that mean nothing in HTML."""
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    packed = gzip.compress(text.encode(), 9, mtime=0)
    letters = base64.b85encode(packed, pad=True).translate(_SAFE_LETTERS).decode()
    return f"{len(packed)} {letters}"


def explorer_data(graph: PageGraph) -> Packed:
    """Return what the explorer's script reads: columns, with numbers in place of ids."""
    nodes = graph.nodes
    number = {n.id: i for i, n in enumerate(nodes)}
    edges = [e for e in graph.edges if e.source != e.target]
    ends = np.array([(number[e.source], number[e.target]) for e in edges], dtype=np.int64)
    layout = island_layout([n.id for n in nodes], [n.type for n in nodes], ends.reshape(-1, 2))
    relations = list(RELATION_WORDS)
    sentences = _Numbered()
    return {
        "title": clean(graph.title),
        "lead": clean(graph.lead),
        "types": list(TYPES),
        "relations": relations,
        "words": [list(w) for w in RELATION_WORDS.values()],
        "focus": graph.focus,
        "depth": graph.depth,
        "id": [n.id for n in nodes],
        "name": [clean(n.name) for n in nodes],
        "type": [TYPES.index(n.type) for n in nodes],
        "year": [int(n.date[:4]) if n.date else 0 for n in nodes],
        "date": _sparse(nodes, lambda n: n.date),
        "aliases": _sparse(nodes, lambda n: [clean(a) for a in n.aliases]),
        "url": _sparse(nodes, lambda n: n.url),
        "href": _sparse(nodes, lambda n: n.href),
        "people": _sparse(nodes, _people),
        "from": ends[:, 0].tolist() if len(edges) else [],
        "to": ends[:, 1].tolist() if len(edges) else [],
        "relation": [relations.index(e.type) for e in edges],
        "paper": [-1 if e.paper in (None, e.source) else number.get(e.paper or "", -1) for e in edges],
        "evidence": [sentences.of(e.sentence) for e in edges],
        "results": [
            [number.get(i or "", -1) for i in (r.subject, r.benchmark, r.metric, r.versus)]
            + [r.value, r.unit, r.kind, number.get(r.paper, -1), sentences.of(r.sentence)]
            for r in graph.results
        ],
        "sentences": sentences.texts,
        **_map(layout, nodes),
    }


class _Numbered:
    """Numbers texts, each once: one sentence often proves several relations."""

    def __init__(self) -> None:
        self.texts: list[str] = []
        self._number: dict[str, int] = {}

    def of(self, text: str | None) -> int:
        if not text:
            return -1
        if text not in self._number:
            self._number[text] = len(self.texts)
            self.texts.append(clean(text))
        return self._number[text]


def _sparse(nodes: tuple[PageNode, ...], value: Callable[[PageNode], object]) -> dict[str, object]:
    return {str(i): found for i, n in enumerate(nodes) if (found := value(n))}


def _people(node: PageNode) -> str:
    shown = [clean(p) for p in node.people[:MOST_PEOPLE]]
    more = " and others" if len(node.people) > MOST_PEOPLE else ""
    return ", ".join(shown) + more


def _map(layout: Layout, nodes: tuple[PageNode, ...]) -> Packed:
    """Return positions and islands in whole numbers; `unit` is the room of one node."""
    if not nodes:
        empty: Packed = {"name": [], "x": [], "y": [], "radius": [], "of": []}
        return {"x": [], "y": [], "unit": 1, "island": empty}
    low = layout.positions.min(axis=0)
    extent = float((layout.positions.max(axis=0) - low).max()) or 1.0
    scale = EXTENT / extent

    def whole(points: Ints) -> list[int]:
        return np.rint(points).astype(int).tolist()

    x, y = ((layout.positions - low) * scale).T
    centre_x, centre_y = ((layout.centres - low) * scale).T
    names = [clean(nodes[a].name) if a >= 0 else APART for a in layout.anchors]
    return {
        "x": whole(x),
        "y": whole(y),
        "unit": round(scale, 3),
        "island": {
            "name": names,
            "x": whole(centre_x),
            "y": whole(centre_y),
            "radius": whole(layout.radii * scale),
            "of": layout.island.tolist(),
        },
    }
