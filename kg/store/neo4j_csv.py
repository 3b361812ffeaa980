"""Writes a graph as files for `neo4j-admin database import`: the fast way in for millions.

The format is that of the Neo4j 5 operations manual, "Import": header and data files, an id space
a label, typed columns. A load afterwards finds its marks and only adds the constraints.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from itertools import chain, groupby
from pathlib import Path

from kg.errors import InputError, StoreError
from kg.records import GraphRows, NodeRow, Property
from kg.schema import PropertySpec, load_schema
from kg.store import filling
from kg.store.base import Store
from kg.store.neo4j_difference import written_properties
from kg.store.rows import load_row, read_nodes, read_relationships

ARGUMENTS = "import.args"
_TYPES = {
    "string": "string",
    "strings": "string[]",
    "integer": "long",
    "float": "double",
    "boolean": "boolean",
    "date": "date",
}
# The unit separator, which no text from a paper holds once control characters are gone.
_ARRAY_DELIMITER = "\x1f"
_OPTIONS = ("--multiline-fields=true", "--array-delimiter=U+001F")
_WRITTEN = PropertySpec("written", "strings", "", [])


def write_neo4j_csv(store: Store, folder: str | Path) -> tuple[Path, ...]:
    """Write a store's graph as files for the import tool of Neo4j.

    In their folder: `neo4j-admin database import full @import.args neo4j`.

    Args:
        store: Holds the graph.
        folder: Made if missing; must be empty, so that no old file is imported with the new ones.

    Returns:
        The files, the one with the arguments last.

    Raises:
        InputError: The folder holds files or cannot be written.
        StoreError: The store failed, holds no graph, or is being loaded.
    """
    state = store.load_state()
    if state is None or state.state != "complete":
        raise StoreError(f"{store.url} holds no complete graph; first: {filling(store.url)}")
    nodes = tuple(read_nodes(store.run))
    links = tuple(read_relationships(store.run))
    rows = GraphRows(state.workspace, state.revision, nodes, links)
    target = Path(folder)
    try:
        target.mkdir(parents=True, exist_ok=True)
        if any(target.iterdir()):
            raise InputError(f"folder '{folder}' holds files; name an empty one")
        try:
            return _write(rows, target)
        except BaseException:
            # The next run wants an empty folder, too.
            for path in target.iterdir():
                path.unlink()
            raise
    except OSError as error:
        raise InputError(f"folder '{folder}' cannot be written: {error.strerror}") from error


def _write(rows: GraphRows, folder: Path) -> tuple[Path, ...]:
    files: list[Path] = []
    arguments: list[str] = []
    for kind, name, header, lines in chain(_node_files(rows), _link_files(rows)):
        pair = (folder / f"{name}-header.csv", folder / f"{name}.csv")
        with ExitStack() as stack:
            head, data = (
                stack.enter_context(path.open("w", encoding="utf-8", newline="")) for path in pair
            )
            head.write(",".join(header) + "\n")
            data.writelines(",".join(line) + "\n" for line in lines)
        files += pair
        # No folder: the files are often carried to the server before they are read there.
        arguments.append(f"--{kind}={name}={pair[0].name},{pair[1].name}")
    last = folder / ARGUMENTS
    # The tool takes what follows a list of files for a file: options of one value come last.
    last.write_text("\n".join((*arguments, *_OPTIONS)) + "\n", encoding="utf-8")
    return (*files, last)


Table = tuple[str, str, Sequence[str], Iterator[list[str]]]


def _node_files(rows: GraphRows) -> Iterator[Table]:
    schema = load_schema()
    load = load_row(rows)
    marks = {**load.properties, "written": list(written_properties())}
    marked = NodeRow("KgLoad", load.id, None, marks)
    for label, group in groupby((*rows.nodes, marked), key=lambda row: row.label):
        specs = dict(schema.nodes[label].properties)
        extras = schema.entities if label == "Entity" else {}
        for extra in extras.values():
            specs |= extra.properties
        if label == "KgLoad":
            specs["written"] = _WRITTEN
        header = [f"id:ID({label})", ":LABEL", *_columns(specs)]
        yield "nodes", label, header, _node_lines(group, specs, rows.workspace)


def _node_lines(
    rows: Iterable[NodeRow], specs: Mapping[str, PropertySpec], workspace: str
) -> Iterator[list[str]]:
    for row in rows:
        labels = [row.extra_label] if row.extra_label else []
        values = _values(row.properties, specs, workspace if row.label != "KgLoad" else None)
        yield [_quoted(row.id), _cell(labels), *values]


def _link_files(rows: GraphRows) -> Iterator[Table]:
    schema = load_schema()
    for kind, group in groupby(rows.relationships, key=lambda row: row.type):
        spec = schema.relationships[kind]
        properties = spec.properties
        header = [f":START_ID({spec.start})", f":END_ID({spec.end})", *_columns(properties)]
        lines = (
            [
                _quoted(row.start_id),
                _quoted(row.end_id),
                *_values(row.properties, properties, rows.workspace),
            ]
            for row in group
        )
        yield "relationships", kind, header, lines


def _columns(specs: Mapping[str, PropertySpec]) -> list[str]:
    return [*(f"{spec.name}:{_TYPES[spec.type]}" for spec in specs.values()), "loadedBy:string"]


def _values(
    properties: Mapping[str, Property], specs: Mapping[str, PropertySpec], workspace: str | None
) -> list[str]:
    return [*(_cell(properties.get(name)) for name in specs), _cell(workspace)]


def _cell(value: Property) -> str:
    """Return a value as it stands in a file: nothing at all is null, two quotes an empty text."""
    if value is None or value == []:
        return ""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, (int, float)):
        return repr(value)
    return _quoted(_ARRAY_DELIMITER.join(value) if isinstance(value, list) else value)


def _quoted(text: str) -> str:
    return '"' + text.replace('"', '""') + '"'
