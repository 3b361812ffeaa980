"""A small linked site: the same pages as files and on the local server."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
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
        self._note = note
        self._live = live
        self._boards = boards
        self._lookup = Lookup(graph)
        self._nodes = {node_path(n.id, n.type): n for n in graph.nodes}
        self._board_of = {board_path(i): i for i in boards if i in self._lookup.nodes}
        self._lists = {list_path(kind): kind for kind in TYPES}
        # The server is asked for these again and again, and they are the dearest by far.
        dear = ("index.html", "explorer.html", "boards.html", *self._lists)
        self._making = {path: Lock() for path in dear}
        self._made: dict[str, str] = {}

    def paths(self) -> Iterator[str]:
        """Yield the path of every page, the start page first."""
        yield from ("index.html", "style.css", "explorer.html", "boards.html")
        yield from self._lists
        yield from self._board_of
        yield from self._nodes

    def page(self, path: str) -> str:
        """Return the text of a page.

        Args:
            path: As `paths` gives it.

        Raises:
            UnknownName: The site has no such page.
        """
        if path not in self._making:
            return self._make(path)
        with self._making[path]:
            if path not in self._made:
                self._made[path] = self._make(path)
            return self._made[path]

    def _make(self, path: str) -> str:
        if path == "style.css":
            return style_sheet()
        if path == "explorer.html":
            return explorer_page(self._with_addresses(), home="index.html")
        up = "../" if "/" in path else ""
        links = Links(up, frozenset(self._board_of.values()), self._live)
        if path in self._nodes:
            return self._node_page(self._nodes[path], links)
        if path in self._board_of:
            benchmark = self._board_of[path]
            node, boards = self._lookup.nodes[benchmark], self._boards[benchmark]
            return leaderboard_page(node, boards, self._lookup, links)
        if path in self._lists:
            return list_page(self._lists[path], self._lookup, links)
        if path == "index.html":
            return start_page(self._lookup, self._boards, links, note=self._note)
        if path == "boards.html":
            return boards_page(self._lookup, self._boards, links)
        raise UnknownName(f"no page {path!r} in this site; the start page is 'index.html'")

    def _node_page(self, node: PageNode, links: Links) -> str:
        page = paper_page if node.type == "Paper" else entity_page
        return page(node, self._lookup, links)

    def _with_addresses(self) -> PageGraph:
        nodes = [replace(n, href=node_path(n.id, n.type)) for n in self.graph.nodes]
        return replace(self.graph, nodes=tuple(nodes))


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
