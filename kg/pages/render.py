"""Makes one page of a graph: of the whole, of what a query returns, or of a neighbourhood."""

from __future__ import annotations

import html
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from kg.arguments import check_text, check_whole
from kg.errors import ConfigError, QueryError, UnknownName
from kg.pages.explorer import explorer_page
from kg.pages.from_graph import read_shown
from kg.pages.pyvis_page import pyvis_page
from kg.pages.reading import near
from kg.pages.view import PageGraph, within
from kg.words import counted

if TYPE_CHECKING:
    from kg.graph import Graph

ENGINES = {"explorer": explorer_page, "pyvis": pyvis_page}
"""What draws a page, by name."""


def render_page(
    graph: Graph,
    *,
    focus: str | None = None,
    depth: int = 1,
    query: str | None = None,
    engine: str = "explorer",
    title: str | None = None,
) -> str:
    """Return a page of the graph as one HTML file.

    Args:
        graph: An open graph.
        focus: Only the neighbourhood of this paper or entity.
        depth: How many relations away the neighbourhood reaches.
        query: Only the nodes whose ids this Cypher returns, and what joins them.
        engine: One of `ENGINES`.
        title: Heading of the page; None for one that says what it shows.

    Raises:
        ConfigError: There is no such engine, the title is no text, or the depth is below 1 or of
            no focus.
        UnknownName: Nothing has the name of the focus.
        AmbiguousName: Several things have it.
        QueryError: The query is wrong or returns no node.
        StoreError: The store failed.
    """
    if engine not in tuple(ENGINES):
        raise ConfigError(f"engine {engine!r} is none of {', '.join(ENGINES)}")
    check_text("title", title)
    shown = choose(graph, focus=focus, depth=depth, query=query)
    return ENGINES[engine](replace(shown, title=title or shown.title))


def choose(
    graph: Graph, *, focus: str | None = None, depth: int = 1, query: str | None = None
) -> PageGraph:
    """Return the part of a graph that a page is to show; without a choice the whole.

    Args:
        graph: An open graph.
        focus: Only the neighbourhood of this paper or entity.
        depth: How many relations away the neighbourhood reaches.
        query: Only the nodes whose ids this Cypher returns, and what joins them.

    Raises:
        ConfigError: The depth is below 1 or of no focus.
        UnknownName: Nothing has the name of the focus.
        AmbiguousName: Several things have it.
        QueryError: The query is wrong or returns no node.
        StoreError: The store failed.
    """
    depth = check_whole("depth", depth, least=1)
    if depth > 1 and focus is None:
        raise ConfigError(f"depth is {depth}, how far round a focus a page reaches; give a focus")
    start = graph.find_any(focus) if focus is not None else None
    if query is not None:
        rows = graph.run(query)
        whole = _answered(read_shown(graph).graph, rows)
    else:
        # The whole of 4,125 papers is read in 4 s, what is near one of them in 0.4 s.
        ids = None if start is None else near(graph, start.id, depth=depth)
        whole = read_shown(graph, ids=ids).graph
    if start is None:
        return whole
    if all(n.id != start.id for n in whole.nodes):
        raise UnknownName(f"{focus!r} is not among the nodes that the query returns")
    name = next(n.name for n in whole.nodes if n.id == start.id)
    steps = "what it is related to" if depth == 1 else f"what is up to {depth} relations away"
    kept = within(whole, start.id, depth=depth)
    lead = f"{name} and {steps}: {counted(len(kept), 'node')}."
    lead += f" {start.also}." if start.also else ""
    return replace(whole.part(kept, title=name, lead=lead), focus=start.id, depth=depth)


def _answered(whole: PageGraph, rows: Iterable[dict[str, object]]) -> PageGraph:
    known = {n.id for n in whole.nodes}
    found = {text for row in rows for text in _texts(list(row.values())) if text in known}
    if not found:
        raise QueryError(
            "the query returns no id of a paper or an entity; return ids, e.g. "
            "MATCH (p:Paper)-[:USES]->(m:Model) RETURN p.id, m.id"
        )
    count = counted(len(found), "node")
    return whole.part(found, title="Result of a query", lead=f"What the query returns: {count}.")


def _texts(value: object) -> list[str]:
    """Return every string in a value of a row, however deep."""
    if isinstance(value, str):
        return [value]
    if isinstance(value, dict):
        value = list(value.values())
    return [t for item in value for t in _texts(item)] if isinstance(value, list | tuple) else []


@dataclass(frozen=True, slots=True)
class Inline:
    """A page for a notebook: as the last value of a cell it is displayed.

    Attributes:
        page: The page's text.
        height: Of its frame, in pixels.
    """

    # A notebook keeps what this says beside what it displays.
    page: str = field(repr=False)
    height: int = 640

    def _repr_html_(self) -> str:
        source = html.escape(self.page)
        style = f"width: 100%; height: {self.height}px; border: 1px solid #d5dae1"
        # The page may run its own script and save pictures, and reaches nothing of the notebook.
        rights = "allow-scripts allow-downloads allow-popups"
        return f'<iframe srcdoc="{source}" style="{style}" sandbox="{rights}"></iframe>'
