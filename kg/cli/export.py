"""`kg export`: the graph as a file for other tools."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from pathlib import Path

import click

from kg.arguments import as_path
from kg.cli.answers import opened
from kg.cli.common import clock, ends_tidily, graph_option, progress, talk
from kg.export import FORMATS, export_csv, export_file, export_lines, export_neo4j_csv
from kg.graph import Graph
from kg.words import counted

FOLDERS = {"csv": export_csv, "neo4j-csv": export_neo4j_csv}


@click.command()
@click.argument("target", metavar="FILE|-|csv|neo4j-csv", type=click.Path(allow_dash=True))
@click.argument("folder", required=False, type=click.Path())
@click.option(
    "--format",
    "kind",
    type=click.Choice([*(one.removeprefix(".") for one in FORMATS), *FOLDERS]),
    help="As what, whatever the name of the file ends in.",
)
@click.option("--base", default=None, help="Address, up to a / or #, that names in RDF begin with.")
@graph_option
@ends_tidily()
def export(target: str, folder: str | None, kind: str | None, base: str | None, graph: str) -> None:
    """Write the graph; the end of FILE, or --format, says as what.

    .ttl Turtle, .nt N-Triples, .jsonld JSON-LD, .graphml GraphML, with - as FILE to stdout;
    `csv FOLDER` for spreadsheets: nodes.csv, relations.csv and results.csv; or
    `neo4j-csv FOLDER` for neo4j-admin's import.

    Example: kg export csv graph-csv
    """
    if kind is None and target in FOLDERS:
        if folder is None:
            raise click.UsageError(f"{target} needs a folder: kg export {target} DIR")
        kind, target, folder = target, folder, None
    if folder is not None:
        raise click.UsageError(f"{folder!r} is one name too many; give one FILE or folder")
    if kind in FOLDERS and (target == "-" or base is not None):
        why = "names nodes by their ids; leave --base out" if base else "is several files"
        raise click.UsageError(f"{kind} {why}" + ("" if base else f": kg export {kind} DIR"))
    if kind is None and target == "-":
        raise click.UsageError("stdout has no ending that says as what; give --format")
    with opened(graph) as found:
        if kind in FOLDERS:
            _write_folder(found, kind, as_path("the folder", target))
        else:
            ending = f".{kind}" if kind else None
            _write_file(found, target, ending=ending, base=base)


def _write_folder(graph: Graph, kind: str, folder: Path) -> None:
    with clock(f"writing {folder.name}"):
        files = FOLDERS[kind](graph, folder)
    written = f"{counted(len(files), 'file')} in {folder}, {_contents(graph, files)}"
    hint = "; import with neo4j-admin (see docs/neo4j.md)" if kind == "neo4j-csv" else ""
    talk(written + hint)


def _write_file(graph: Graph, target: str, *, ending: str | None, base: str | None) -> None:
    if target == "-":
        for part in export_lines(graph, ending or "", base=base):
            # As XML says of itself, and as the file is, whatever the locale.
            click.echo(part.encode(), nl=False)
        return
    file = as_path("the file", target)
    watch = partial(progress, total=None, label=f"writing {file.name}")
    export_file(graph, file, ending=ending, base=base, watch=watch)
    talk(f"wrote {target}: {_contents(graph, [file])}")


def _contents(graph: Graph, files: Sequence[Path]) -> str:
    """Return how many nodes and relationships were written, and how much that takes."""
    rows = graph.stats()
    nodes, links = (
        sum(row.amount for row in rows if row.part == part) for part in ("nodes", "relationships")
    )
    size = sum(file.stat().st_size for file in files) / 1e6
    amount = f"{size:,.1f} MB" if size >= 0.1 else f"{size * 1e3:,.1f} kB"
    return f"{counted(nodes, 'node')}, {counted(links, 'relationship')}, {amount}"
