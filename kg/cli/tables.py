"""Rows as a table, or one below the other where a table would be too narrow to read."""

from __future__ import annotations

import csv
import json
import os
import sys
from collections.abc import Mapping, Sequence
from typing import Any

import click

# Columns of a table that goes to a pipe or a file.
PIPE_WIDTH = 200
# A column of text folds to its share of the room, but not below this many characters a line.
_LONG, _READABLE = 30, 24


def print_table(rows: Sequence[Mapping[str, object]]) -> None:
    """Print rows of one shape to stdout.

    Args:
        rows: At least one.
    """
    from rich.console import Console

    # Without a terminal there is no width to fold to, unless COLUMNS names one.
    wide = None if sys.stdout.isatty() or "COLUMNS" in os.environ else PIPE_WIDTH
    console = Console(width=wide, soft_wrap=False)
    cells = [[cell(value) for value in row.values()] for row in rows]
    fits = _fits([*rows[0]], cells, console.width)
    # Rich ends the process where a pipe is closed; click does not.
    with console.capture() as captured:
        console.print(_table(rows[0], cells) if fits else _records([*rows[0]], cells))
    click.echo(captured.get(), nl=False)


def _fits(names: Sequence[str], cells: Sequence[Sequence[str]], width: int) -> bool:
    """Whether no column has to break what is short, or fold a text to a few letters a line."""
    columns = [[name, *column] for name, *column in zip(names, *cells, strict=True)]
    natural = [max(map(len, column)) for column in columns]
    least = sum(min(size, _READABLE) if size > _LONG else size for size in natural)
    return len(names) < 3 or least + 3 * (len(names) - 1) <= width


def _table(first: Mapping[str, object], cells: Sequence[Sequence[str]]) -> Any:
    from rich.table import Table
    from rich.text import Text

    table = Table(show_edge=False, pad_edge=False, header_style="bold")
    for key, value in first.items():
        number = isinstance(value, (int, float)) and not isinstance(value, bool)
        table.add_column(key, overflow="fold", justify="right" if number else "left")
    for row in cells:
        # Text, not str: a name from a paper may look like rich's markup.
        table.add_row(*map(Text, row))
    return table


def _records(names: Sequence[str], cells: Sequence[Sequence[str]]) -> Any:
    from rich.table import Table
    from rich.text import Text

    table = Table.grid(padding=(0, 2))
    table.add_column(no_wrap=True)
    table.add_column(overflow="fold")
    for number, row in enumerate(cells):
        if number:
            table.add_row("", "")
        for name, value in zip(names, row, strict=True):
            if value:
                table.add_row(Text(name, style="bold"), Text(value))
    return table


def print_csv(rows: Sequence[Mapping[str, object]]) -> None:
    """Print rows of one shape to stdout as CSV, with a header; nothing for no rows."""
    if not rows:
        return
    writer = csv.DictWriter(sys.stdout, fieldnames=list(rows[0]), lineterminator="\n")
    writer.writeheader()
    writer.writerows({key: cell(value, exact=True) for key, value in row.items()} for row in rows)


def cell(value: object, *, exact: bool = False) -> str:
    """Return a value as text for a table or CSV.

    Args:
        value: Of a row.
        exact: Keep every digit of a number.
    """
    if value is None:
        return ""
    if isinstance(value, float):
        return repr(value).removesuffix(".0") if exact else f"{value:.10g}"
    if isinstance(value, (list, tuple)):
        return ", ".join(cell(item, exact=exact) for item in value)
    if isinstance(value, Mapping):
        return json.dumps(value, ensure_ascii=False, default=str)
    return str(value)
