"""Writes the explorer: one file that shows a graph and lets people walk through it."""

from __future__ import annotations

import base64
import gzip
import json
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

import numpy as np

from kg.graph.rows import ResultRow
from kg.pages.html import Html, Page, join, link
from kg.pages.islands import Floats
from kg.pages.layout import Islands, island_layout
from kg.pages.static import static_text
from kg.pages.tables import KINDS, amount, once
from kg.pages.view import (
    RELATION_WORDS,
    TYPES,
    PageEdge,
    PageGraph,
    PageNode,
    fewer,
    printable,
)
from kg.words import counted

PARTS = (
    "unpack",
    "match",
    "combobox",
    *(
        f"explorer/{part}"
        for part in (
            "data", "dom", "shapes", "view", "rings", "camera", "paint", "names", "search",
            "filters", "actions", "details", "overview", "export", "address", "input", "main",
        )
    ),
)  # fmt: skip
"""The files of `static`, in the order in which they are joined."""

EXTENT = 8000
"""The longer side of the map in the page's whole numbers."""

MOST_NODES = 50_000
"""Up to here the first picture comes within a second or two."""

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
    graph = _fitting(graph)
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


def _fitting(graph: PageGraph) -> PageGraph:
    """Return the graph, or of too many nodes the best connected ones, and say so."""
    if len(graph.nodes) <= MOST_NODES:
        return graph
    shown = fewer(graph, MOST_NODES)
    chosen = "nearest" if graph.focus is not None else "best connected"
    count = f"{len(shown.nodes):,} {chosen} of {counted(len(graph.nodes), 'node')}"
    return replace(shown, lead=f"{graph.lead} Shown are the {count}.")


def explorer_script() -> str:
    """Return the explorer's parts as one script."""
    parts = [static_text(*f"{name}.js".split("/")) for name in PARTS]
    # The data comes first: the other parts look things up in it as they start.
    load = "const data = await readData();\nconst graph = buildGraph(data);\n"
    first = PARTS.index("explorer/data") + 1
    body = "".join([*parts[:first], load, *parts[first:]])
    return f'(async () => {{\n"use strict";\n{body}}})();\n'


def pack(data: Packed) -> str:
    """Return data compressed: its length in bytes, then base 85 in letters without use in HTML."""
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    packed = gzip.compress(printable(text).encode(), 9, mtime=0)
    letters = base64.b85encode(packed, pad=True).translate(_SAFE_LETTERS).decode()
    return f"{len(packed)} {letters}"


def explorer_data(graph: PageGraph) -> Packed:
    """Return what the explorer's script reads: columns, with numbers in place of ids."""
    number = {n.id: i for i, n in enumerate(graph.nodes)}
    # Sentences of one paper side by side compress best: a packer looks back 32 KB only.
    edges = sorted(
        (e for e in graph.edges if e.source != e.target),
        key=lambda e: (e.paper or "", e.source, e.type, e.target),
    )
    ends = np.array([(number[e.source], number[e.target]) for e in edges], dtype=np.int64)
    ends = ends.reshape(-1, 2)
    ids, types = [n.id for n in graph.nodes], [n.type for n in graph.nodes]
    sentences = _Numbered()
    return {
        "title": printable(graph.title),
        "lead": printable(graph.lead),
        "types": list(TYPES),
        "relations": list(RELATION_WORDS),
        "words": [list(w) for w in RELATION_WORDS.values()],
        "focus": graph.focus,
        "depth": graph.depth,
        **_node_columns(graph.nodes),
        **_map(island_layout(ids, types, ends), graph.nodes),
        "from": ends[:, 0].tolist(),
        "to": ends[:, 1].tolist(),
        **_edge_columns(edges, number, sentences),
        "results": [_result_row(same, number, sentences) for same in once(graph.results)],
        "sentences": sentences.texts,
    }


def _node_columns(nodes: Sequence[PageNode]) -> Packed:
    return {
        "id": ["" if n.id == plain_id(n) else n.id for n in nodes],
        "name": [printable(n.name) for n in nodes],
        "type": [TYPES.index(n.type) for n in nodes],
        "date": [n.date or "" for n in nodes],
        "aliases": _sparse(nodes, lambda n: [printable(a) for a in n.aliases]),
        "url": _sparse(nodes, lambda n: n.url),
        "href": _sparse(nodes, lambda n: n.href),
        "people": _sparse(nodes, _people),
        "papers": [n.papers for n in nodes],
    }


def plain_id(node: PageNode) -> str:
    """Return the id that the page's script makes up from type and name where none is given.

    Args:
        node: Any node; most entities have this id, so that it need not stand in the page.
    """
    slug = re.sub(r"[^a-z0-9]+", "-", printable(node.name).lower()).strip("-")
    return f"{node.type.lower()}:{slug}" if node.name.isascii() else ""


def _edge_columns(
    edges: Sequence[PageEdge], number: Mapping[str, int], sentences: _Numbered
) -> Packed:
    relations = list(RELATION_WORDS)
    # The paper is noted only where it is not the source anyway.
    papers = [None if e.paper == e.source else e.paper for e in edges]
    return {
        "relation": [relations.index(e.type) for e in edges],
        "paper": [number.get(p or "", -1) for p in papers],
        "elsewhere": {str(i): p for i, p in enumerate(papers) if p and p not in number},
        "evidence": [sentences.of(e.sentence) for e in edges],
    }


def _result_row(
    copies: Sequence[ResultRow], number: Mapping[str, int], sentences: _Numbered
) -> list[object]:
    def end(one: str | None, name: str | None) -> int | str:
        return number.get(one or "", printable(name) if name else -1)

    r = copies[0]
    on = [end(copy.benchmark_id, copy.benchmark) for copy in copies]
    ends: list[object] = [
        end(r.subject_id, r.subject),
        on if len(on) > 1 else on[0],
        -1 if r.metric_inferred else end(r.metric_id, r.metric),
        end(r.versus_id, r.versus),
    ]
    paper, sentence = number.get(r.paper, -1), sentences.of(r.sentence)
    kind = "" if r.kind == "absolute" else KINDS.get(r.kind, r.kind)
    row = [*ends, printable(amount(r)), kind, paper, sentence]
    return [*row, printable(r.metric or "")] if r.metric_inferred else row


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
            self.texts.append(printable(text))
        return self._number[text]


def _sparse(nodes: Sequence[PageNode], value: Callable[[PageNode], object]) -> dict[str, object]:
    return {str(i): found for i, n in enumerate(nodes) if (found := value(n))}


def _people(node: PageNode) -> str:
    shown = [printable(p) for p in node.people[:MOST_PEOPLE]]
    more = " and others" if len(node.people) > MOST_PEOPLE else ""
    return ", ".join(shown) + more


def _map(layout: Islands, nodes: Sequence[PageNode]) -> Packed:
    """Return positions and islands in whole numbers; `unit` is the room of one node."""
    if not nodes:
        empty: Packed = {"name": [], "x": [], "y": [], "radius": [], "of": []}
        return {"x": [], "y": [], "unit": 1, "island": empty}
    low = layout.positions.min(axis=0)
    extent = float((layout.positions.max(axis=0) - low).max()) or 1.0
    scale = EXTENT / extent

    def whole(points: Floats) -> list[int]:
        return [round(p) for p in points.tolist()]

    x, y = ((layout.positions - low) * scale).T
    centre_x, centre_y = ((layout.centres - low) * scale).T
    names = [printable(nodes[a].name) if a >= 0 else APART for a in layout.anchors]
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
