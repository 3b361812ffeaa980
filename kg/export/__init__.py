"""The graph as a file, by the file's ending; written beside and renamed, so never half."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import partial
from pathlib import Path

from kg.arguments import AnyPath, as_path, lead_to
from kg.errors import ConfigError, InputError
from kg.graph import Graph, check_graph
from kg.whole_file import whole_file

lead_to("export_file", module=__name__)


def export_file(
    graph: Graph,
    path: AnyPath,
    *,
    ending: str | None = None,
    base: str | None = None,
    watch: Callable[[Iterator[str]], Iterable[str]] = iter,
) -> None:
    """Write the whole graph to a file.

    Args:
        graph: An open graph.
        path: Ends in one of FORMATS.
        ending: Counts in the place of what the path ends in; None for that.
        base: What names in RDF begin with; None for kg's own.
        watch: Gets the parts of the file and gives them back, one after the other as they are
            written: for who shows how far it is.

    Raises:
        ConfigError: The graph or the path is none, the ending is none of these, or the base no
            address that names can begin with.
        InputError: The file cannot be written.
        StoreError: The store failed.
    """
    path = as_path("path", path)
    lines = export_lines(graph, path.suffix if ending is None else ending, base=base)
    try:
        with whole_file(path) as file:
            file.writelines(watch(lines))
    except OSError as error:
        raise InputError(f"cannot write {str(path)!r}: {error.strerror or error}") from error


def export_lines(graph: Graph, ending: str, *, base: str | None = None) -> Iterator[str]:
    """Return the whole graph as parts of a text, read as they are asked for.

    Args:
        graph: An open graph.
        ending: One of FORMATS.
        base: What names in RDF begin with; None for kg's own.

    Raises:
        ConfigError: The graph is none, the ending is none of these, or the base no address that
            names can begin with.
        StoreError: The store failed.
    """
    check_graph(graph)
    lines = FORMATS.get(ending.lower())
    if lines is None:
        raise ConfigError(
            f"unknown ending {ending!r}; use one of {', '.join(FORMATS)}, or: "
            f"kg export neo4j-csv FOLDER, or for spreadsheets: kg export csv FOLDER; rows of a "
            f"question: kg papers --csv (or --json)"
        )
    if base is not None and lines is _graphml:
        raise ConfigError("GraphML names nodes by their ids; leave the base out")
    if base is not None:
        from kg.rdf import check_base

        check_base(base)
    return lines(graph, base)


def export_csv(graph: Graph, folder: AnyPath) -> tuple[Path, ...]:
    """Write nodes.csv, relations.csv and results.csv, for spreadsheets and other tools.

    Args:
        graph: An open graph.
        folder: Made if missing; files of these names in it are replaced.

    Raises:
        ConfigError: The graph or the folder is none.
        InputError: They cannot be written.
        StoreError: The store failed.
    """
    from kg.export.csv import write_csv

    check_graph(graph)
    return write_csv(graph, as_path("folder", folder))


def export_neo4j_csv(graph: Graph, folder: AnyPath) -> tuple[Path, ...]:
    """Write the files that `neo4j-admin database import` takes.

    Args:
        graph: An open graph.
        folder: Made if missing; must be empty.

    Raises:
        ConfigError: The graph or the folder is none.
        InputError: The folder holds files or cannot be written.
        StoreError: The store failed or holds no complete graph.
    """
    from kg.store.neo4j_csv import write_neo4j_csv

    check_graph(graph)
    return write_neo4j_csv(graph.store, as_path("folder", folder))


def _rdf(writer: str, graph: Graph, base: str | None) -> Iterator[str]:
    from kg import rdf

    write: Callable[[Iterable[rdf.Triple]], Iterator[str]] = getattr(rdf, writer)
    return write(rdf.triples(graph, base=rdf.BASE if base is None else base))


def _graphml(graph: Graph, base: str | None) -> Iterator[str]:
    from kg.export.graphml import graphml_lines

    return graphml_lines(graph)


# Each is written as it is read: no copy of the graph in memory.
FORMATS: dict[str, Callable[[Graph, str | None], Iterator[str]]] = {
    ".ttl": partial(_rdf, "turtle_lines"),
    ".nt": partial(_rdf, "ntriples_lines"),
    ".jsonld": partial(_rdf, "jsonld_lines"),
    ".graphml": _graphml,
}
