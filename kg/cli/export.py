"""`kg export`: the graph as a file for other tools."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from pathlib import Path

import click

from kg.cli.answers import opened
from kg.cli.common import ends_tidily, graph_option, progress, talk
from kg.graph import Graph
from kg.words import counted


@click.command()
@click.argument("target", metavar="FILE|neo4j-csv", type=click.Path())
@click.argument("folder", required=False, type=click.Path(path_type=Path))
@click.option("--base", default=None, help="Address, up to a / or #, that names in RDF begin with.")
@graph_option
@ends_tidily()
def export(target: str, folder: Path | None, base: str | None, graph: str) -> None:
    """Write the graph; the end of FILE says as what.

    .ttl Turtle, .nt N-Triples, .jsonld JSON-LD, .graphml GraphML; or
    `neo4j-csv FOLDER` for neo4j-admin's import.

    Example: kg export graph.ttl
    """
    from kg.export import export_file, export_neo4j_csv

    with opened(graph) as found:
        if target == "neo4j-csv":
            if base is not None:
                raise click.UsageError("neo4j-csv names nodes by their ids; leave --base out")
            if folder is None:
                raise click.UsageError("neo4j-csv needs a folder: kg export neo4j-csv DIR")
            files = export_neo4j_csv(found, folder)
            written = counted(len(files), "file")
            what = _contents(found, files)
            talk(f"{written} in {folder}, {what}; import with neo4j-admin (see docs/neo4j.md)")
        else:
            file = Path(target)
            watch = partial(progress, total=None, label=f"writing {file.name}")
            export_file(found, file, base=base, watch=watch)
            talk(f"wrote {target}: {_contents(found, [file])}")


def _contents(graph: Graph, files: Sequence[Path]) -> str:
    """Return how many nodes and relationships were written, and how much that takes."""
    rows = graph.stats()
    nodes, links = (
        sum(row.amount for row in rows if row.part == part) for part in ("nodes", "relationships")
    )
    size = sum(file.stat().st_size for file in files) / 1e6
    amount = f"{size:,.1f} MB" if size >= 0.1 else f"{size * 1e3:,.1f} kB"
    return f"{counted(nodes, 'node')}, {counted(links, 'relationship')}, {amount}"
