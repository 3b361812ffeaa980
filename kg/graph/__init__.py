"""The query API: `kg.open(path or address)` gives a Graph with a method a question."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from functools import partial
from pathlib import Path
from types import NoneType
from typing import TYPE_CHECKING

from kg.arguments import AnyPath, as_path, brief, check_call, check_flag
from kg.errors import ConfigError, StoreError
from kg.graph.links import LinkQuestions
from kg.graph.networks import network
from kg.graph.papers import PaperQuestions
from kg.graph.results import ResultQuestions
from kg.graph.rows import Rows
from kg.graph.things import ThingQuestions
from kg.records import NodeRow, RelationshipRow
from kg.settings import Settings
from kg.store import Limits, Trace, is_server, open_store
from kg.store.base import graph_file
from kg.store.rows import read_nodes, read_relationships
from kg.words import building, counted

if TYPE_CHECKING:
    import networkx
    import rdflib
    from pyvis.network import Network

    from kg.pages.render import Inline

__all__ = ["Graph", "Rows", "check_built", "check_graph", "open_graph"]


class Graph(ResultQuestions, PaperQuestions, ThingQuestions, LinkQuestions):
    """The graph of papers; every method answers one question, `run` takes your own Cypher.

    Rows that state a fact carry the paper, its date where known, and the sentence that says so.
    """

    def nodes(self) -> Iterator[NodeRow]:
        """Yield every node with its properties, sorted by label and id.

        Yields:
            Label and id of each, the type of an entity as `extra_label`, and its properties.

        Raises:
            StoreError: The store failed.
        """
        return read_nodes(self.store.run)

    def relationships(self) -> Iterator[RelationshipRow]:
        """Yield every relationship with its properties, sorted by type, ends and key.

        Yields:
            Type, ends and properties of each.

        Raises:
            StoreError: The store failed.
        """
        return read_relationships(self.store.run)

    def to_networkx(self, *, flat: bool = False) -> networkx.MultiDiGraph[str]:
        """Return the whole graph with all properties, all of it in memory.

        4,500 papers take some 100 MB; `export` writes a file without holding the graph.

        Nodes are keyed by id and have `label` (and `type`, for entities); edges have `type` and
        are keyed by it, and by the paper where several papers state the relation.

        Args:
            flat: Make one text of a list, with `; ` between its items, so that
                `networkx.write_graphml` and others that know no lists can write the graph.

        Returns:
            A directed graph with parallel edges.

        Raises:
            ConfigError: `flat` is neither true nor false.
            StoreError: The store failed.
        """
        check_flag("flat", flat)
        return network(self.nodes(), self.relationships(), flat=flat)

    def to_pyvis(self, focus: str | None = None, *, depth: int = 1) -> Network:
        """Return a neighbourhood as a `pyvis.network.Network`: nodes in their places, physics off.

        Args:
            focus: A paper or an entity; None for the best-connected nodes.
            depth: How many relations away the neighbourhood reaches.

        Returns:
            A network, which `show` and `write_html` draw.

        Raises:
            ConfigError: The depth is below 1 or of no focus.
            UnknownName: Nothing has the name of the focus.
            AmbiguousName: Several things have it.
            QueryError: It ran out of time.
            StoreError: The store failed.
        """
        import kg.pages.pyvis_page as pyvis_page
        import kg.pages.render as render

        return pyvis_page.pyvis_network(render.choose(self, focus=focus, depth=depth))

    def show(self, focus: str | None = None, *, depth: int = 1) -> Inline:
        """Return the explorer as the value of a notebook's cell, which displays it.

        Args:
            focus: Only the neighbourhood of this paper or entity; None for the whole.
            depth: How many relations away the neighbourhood reaches.

        Returns:
            What a notebook displays; its `page` is one HTML file.

        Raises:
            ConfigError: The depth is below 1 or of no focus.
            UnknownName: Nothing has the name of the focus.
            AmbiguousName: Several things have it.
            QueryError: It ran out of time.
            StoreError: The store failed.
        """
        import kg.pages.render as render

        return render.Inline(render.render_page(self, focus=focus, depth=depth))

    def export(self, path: AnyPath, *, base: str | None = None) -> None:
        """Write the whole graph to a file, without holding it in memory.

        Args:
            path: Ends in `.ttl`, `.nt` or `.jsonld` for RDF, or `.graphml`.
            base: What names in RDF begin with; None for kg's own.

        Returns:
            None; the file is whole, or as it was before.

        Raises:
            ConfigError: The path is none, its ending is none of these, or the base is no address
                that names can begin with.
            InputError: The file cannot be written.
            StoreError: The store failed.
        """
        import kg.export as export

        export.export_file(self, path, base=base)

    def to_rdf(self, *, base: str | None = None) -> rdflib.Graph:
        """Return the whole graph as an `rdflib.Graph`, all of it in memory.

        4,500 papers take some 600 MB; `export` writes a file without holding the graph.

        Args:
            base: What the names of nodes begin with, unless they have an address of their own: an
                absolute IRI that ends in / or #; None for kg's own.

        Returns:
            The triples, with prefixes bound.

        Raises:
            ConfigError: The base is no address that names can begin with.
            StoreError: The store failed.
        """
        import kg.rdf as rdf

        return rdf.to_rdf(self, base=rdf.BASE if base is None else base)


def open_graph(
    url: AnyPath | None = None,
    *,
    limits: Limits | None = None,
    read_only: bool = True,
    trace: Trace | None = None,
) -> Graph:
    """Open a graph, for reading unless said otherwise.

    A graph that is pickled, as to another process, is opened anew there.

    Args:
        url: A workspace folder or a `.kgl` file (`~` is the home folder), or `neo4j://host:7687`;
            None takes what `KG_GRAPH` says, and without that `papers.kg`.
        limits: What each query may take, as `kg.store.Limits`; rows are those of `Graph.run`.
        read_only: Refuse to write. With False a workspace that is missing is made, empty, and none
            but one graph of one process is open at a time.
        trace: Called with each statement and its parameters before it runs.

    Returns:
        The graph; close it, or use it in a with statement.

    Raises:
        ConfigError: The address is of another kind, the limits are none, or a setting that counts
            cannot be used.
        StoreError: There is no graph, or it cannot be read.

    Example:
        >>> import kg
        >>> with kg.open("papers.kg") as graph:
        ...     board = graph.leaderboard("MathVista", metric="accuracy")
        ...     frame = board.to_pandas()
        >>> board[0].subject, board[0].value, board[0].unit
        ('Kimi k1.5', 74.9, '%')
        >>> board.notes[0]
        '2 of 2 results from 2 of 2 papers that name MathVista'
        >>> frame["rank"].tolist()
        [1, 2]
    """
    if url is None:
        url = Settings.from_env().graph
    has_scheme = isinstance(url, str) and "://" in url
    where = str(url) if has_scheme else as_path("the address of a graph", url)
    check_call("trace", trace)
    check_flag("read_only", read_only)
    if not isinstance(limits, (Limits, NoneType)):
        raise ConfigError(f"limits is {brief(limits)}; give kg.store.Limits(seconds=…)")
    if read_only:
        check_built(where)
    graph = Graph(open_store(where, read_only=read_only, trace=trace), limits=limits)
    again = where.absolute() if isinstance(where, Path) else where
    graph.opening = partial(open_graph, again, limits=limits, read_only=read_only, trace=trace)
    return graph


# As `help` and tracebacks name it, and as a graph that is pickled finds it.
open_graph.__module__, open_graph.__name__, open_graph.__qualname__ = "kg", "open", "open"


def check_graph(graph: object) -> None:
    """Refuse what is no open graph, such as the path of one.

    Raises:
        ConfigError: It is none.
    """
    if not isinstance(graph, Graph):
        raise ConfigError(f"the graph is {brief(graph)}; give an open one, as kg.open gives it")


def check_built(url: str | Path) -> None:
    """Refuse a workspace whose first build was ended before the graph was written.

    Raises:
        StoreError: There are papers and no graph; the message says how the build is ended.
    """
    try:
        if is_server(url) or graph_file(url).exists():
            return
    except OSError:
        # Why nobody may look there is told by who opens it.
        return
    from kg.corpus import Corpus

    papers, workspace = 0, graph_file(url).parent
    with suppress(StoreError), Corpus.open(workspace, read_only=True) as corpus:
        papers = len(corpus)
    if papers:
        there = counted(papers, "paper is", "papers are")
        end = building(workspace)
        raise StoreError(
            f"no graph at '{url}'; {there} there, and the build that was begun is ended by: {end}"
        )
