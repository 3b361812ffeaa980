"""A small linked site: the same pages as files and on the local server."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import partial
from pathlib import Path
from threading import Lock

from kg.errors import UnknownName
from kg.pages.entity import entity_page, paper_page
from kg.pages.explorer import explorer_page
from kg.pages.leaderboard import leaderboard_page
from kg.pages.links import Links, board_path, list_path, node_path
from kg.pages.lookup import Lookup
from kg.pages.parts import style_sheet
from kg.pages.site_files import SiteFiles
from kg.pages.start import Boards, boards_page, list_page, start_page
from kg.pages.view import TYPES, PageGraph, PageNode


class Site:
    """All pages of a graph, each made when it is asked for.

    Args:
        graph: What the pages show.
        boards: Leaderboards by the benchmark's id.
        live: The pages come from the local server.
        note: What a reader should know of the graph's state, or None.
    """

    def __init__(
        self, graph: PageGraph, boards: Boards, *, live: bool = False, note: str | None = None
    ) -> None:
        self.graph = graph
        lookup = Lookup(graph)
        scored = [lookup.nodes[i] for i in boards if i in lookup.nodes]
        top = Links("", frozenset(n.id for n in scored), live)
        links = replace(top, up="../")
        # The server is asked for these again and again, and they are the dearest by far.
        dear: dict[str, Callable[[], str]] = {
            "index.html": lambda: start_page(lookup, boards, top, note=note),
            "explorer.html": lambda: explorer_page(_with_addresses(graph), home="index.html"),
            "boards.html": lambda: boards_page(lookup, boards, top),
            **{list_path(kind): partial(list_page, kind, lookup, top) for kind in TYPES},
        }
        self._making = {path: Lock() for path in dear}
        self._made: dict[str, str] = {}
        self._pages: dict[str, Callable[[], str]] = {
            **dear,
            "style.css": style_sheet,
            **{
                board_path(n.id): partial(leaderboard_page, n, boards[n.id], lookup, links)
                for n in scored
            },
            **{node_path(n.id, n.type): partial(_node_page, n, lookup, links) for n in graph.nodes},
        }

    def paths(self) -> Iterator[str]:
        """Yield the path of every page, the start page first."""
        yield from self._pages

    def page(self, path: str) -> str:
        """Return the text of a page.

        Args:
            path: As `paths` gives it.

        Raises:
            UnknownName: The site has no such page.
        """
        if path not in self._pages:
            raise UnknownName(f"no page {path!r} in this site; the start page is 'index.html'")
        if path not in self._making:
            return self._pages[path]()
        with self._making[path]:
            if path not in self._made:
                self._made[path] = self._pages[path]()
            return self._made[path]


def _node_page(node: PageNode, lookup: Lookup, links: Links) -> str:
    page = paper_page if node.type == "Paper" else entity_page
    return page(node, lookup, links)


def _with_addresses(graph: PageGraph) -> PageGraph:
    nodes = [replace(n, href=node_path(n.id, n.type)) for n in graph.nodes]
    return replace(graph, nodes=tuple(nodes))


def write_site(
    site: Site, folder: Path, *, on_removed: Callable[[str], object] | None = None
) -> Iterator[str]:
    """Write every page of a site, yielding its path once it is written.

    What an earlier run wrote and this one does not is removed at the end; a file that is not of
    an earlier run, or was changed since, is neither written over nor removed.

    Args:
        site: What to write.
        folder: Made if missing.
        on_removed: Called with the path of each file that was removed.

    Raises:
        StoreError: A file cannot be written, or somebody else's is in its place.
    """
    files = SiteFiles(folder)
    files.check_free(site.paths())
    for path in site.paths():
        files.write(path, site.page(path))
        yield path
    for path in files.remove_others():
        if on_removed is not None:
            on_removed(path)
