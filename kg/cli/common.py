"""What commands share: options, tables, progress."""

from __future__ import annotations

import csv
import dataclasses
import json
import os
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, TypeVar

import click

from kg.settings import Settings

# Columns of a table that goes to a pipe or a file.
PIPE_WIDTH = 200

T = TypeVar("T")
Decorated = TypeVar("Decorated", bound=Callable[..., Any])


def graph_option(function: Decorated) -> Decorated:
    """Add `--graph`: a workspace folder or a Neo4j address."""
    return click.option(
        "--graph",
        "-g",
        default=lambda: Settings.from_env().graph,
        metavar="PATH|URL",
        help="Workspace folder, or neo4j://host of a server. [env: KG_GRAPH; papers.kg]",
    )(function)


def workspace_option(function: Decorated) -> Decorated:
    """Add `--workspace`: the folder that is built or changed."""
    return click.option(
        "--workspace",
        "-w",
        default=lambda: Settings.from_env().graph,
        metavar="DIR",
        help="Workspace folder. [env: KG_GRAPH; papers.kg]",
    )(function)


def form_options(function: Decorated) -> Decorated:
    """Add `--json` and `--csv`; the command gets `form`: `table`, `json` or `csv`."""
    for name in ("csv", "json"):
        function = click.option(
            f"--{name}",
            "form",
            flag_value=name,
            help=f"Print {name.upper()} instead of a table.",
        )(function)
    return function


def reader_weights() -> Path | None:
    """Return the folder of the reader's weights that the settings name, or None for the shipped."""
    folder = Settings.from_env().reader
    return Path(folder) if folder else None


def as_dict(row: object) -> dict[str, Any]:
    """Return a row (dataclass or mapping) as a dictionary."""
    if dataclasses.is_dataclass(row) and not isinstance(row, type):
        return dataclasses.asdict(row)
    assert isinstance(row, Mapping)
    return dict(row)


def print_rows(rows: Iterable[object], *, form: str | None, empty: str = "no rows") -> None:
    """Print rows to stdout as a table, JSON or CSV.

    Args:
        rows: Dataclasses or mappings of one shape.
        form: `json`, `csv`, or None for a table.
        empty: What stderr says where a table would have no rows.
    """
    plain = [as_dict(row) for row in rows]
    if form == "json":
        click.echo(json.dumps(plain, ensure_ascii=False, indent=2, default=str))
    elif form == "csv":
        _print_csv(plain)
    elif plain:
        _print_table(plain)
    else:
        click.echo(empty, err=True)


def print_object(value: object, *, form: str | None) -> None:
    """Print one row: JSON, CSV, or a table of its fields."""
    fields = as_dict(value)
    if form == "json":
        click.echo(json.dumps(fields, ensure_ascii=False, indent=2, default=str))
    elif form == "csv":
        _print_csv([fields])
    else:
        _print_table([{"field": key, "value": item} for key, item in fields.items()])


def _print_csv(rows: Sequence[Mapping[str, object]]) -> None:
    if not rows:
        return
    writer = csv.DictWriter(sys.stdout, fieldnames=list(rows[0]), lineterminator="\n")
    writer.writeheader()
    writer.writerows({key: _cell(value) for key, value in row.items()} for row in rows)


def _print_table(rows: Sequence[Mapping[str, object]]) -> None:
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    # Without a terminal there is no width to fold to, unless COLUMNS names one.
    wide = None if sys.stdout.isatty() or "COLUMNS" in os.environ else PIPE_WIDTH
    console = Console(width=wide, soft_wrap=False)
    table = Table(show_edge=False, pad_edge=False, header_style="bold")
    for key, value in rows[0].items():
        number = isinstance(value, (int, float)) and not isinstance(value, bool)
        table.add_column(key, overflow="fold", justify="right" if number else "left")
    for row in rows:
        # Text, not str: a name from a paper may look like rich's markup.
        table.add_row(*(Text(_cell(value)) for value in row.values()))
    console.print(table)


def _cell(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, float):
        return f"{value:g}"
    if isinstance(value, (list, tuple)):
        return ", ".join(_cell(item) for item in value)
    if isinstance(value, Mapping):
        return json.dumps(value, ensure_ascii=False, default=str)
    return str(value)


def progress(items: Iterable[T], *, total: int | None, label: str) -> Iterator[T]:
    """Yield the items while a bar on stderr shows how far it is; silent without a terminal."""
    if not sys.stderr.isatty():
        yield from items
        return
    from rich.console import Console
    from rich.progress import (
        BarColumn,
        MofNCompleteColumn,
        Progress,
        TextColumn,
        TimeRemainingColumn,
    )

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    with Progress(*columns, TimeRemainingColumn(), console=Console(stderr=True)) as bar:
        yield from bar.track(items, total=total, description=label)


def talk(message: str) -> None:
    """Say something to the person: stderr, so that stdout stays data."""
    click.echo(message, err=True)
