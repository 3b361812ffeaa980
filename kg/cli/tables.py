"""Rows as a table, or one below the other where a table would be too narrow to read."""

from __future__ import annotations

import csv
import json
import os
import shutil
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import cycle, takewhile
from typing import Any, Literal

import click

# Columns of a table that goes to a pipe or a file, and of a terminal that does not tell.
PIPE_WIDTH, _USUAL = 200, 80
# In less nothing is readable: a terminal that is narrower folds the lines itself.
_LEAST = 24
# Any: rich takes our width for a dumb terminal only with a height.
_HEIGHT = 25
# A column of text folds to its share of the room, but not below this many characters a line.
_LONG, _READABLE = 30, 24
# Where even that is too wide, names fold between words.
_NARROW = 12
# Evidence is cut to so many lines, round its number.
_LINES = 2
_BETWEEN = 3


class Amount(str):
    """A number with its unit: it stands at the right, as numbers do."""

    __slots__ = ()


@dataclass(frozen=True, slots=True)
class Evidence:
    """A sentence that proves a number; a table cuts it to the room there is.

    Attributes:
        text: The whole sentence, in one line.
        at: Where the number stands in it.
    """

    text: str
    at: int = 0


def print_table(rows: Sequence[Mapping[str, object]], *, yields: Sequence[str] = ()) -> list[str]:
    """Print rows of one shape to stdout.

    Args:
        rows: At least one.
        yields: Columns that give way where there is no room for all, the first of them first.

    Returns:
        The columns that gave way.
    """
    from rich.console import Console

    room = _room()
    console = Console(width=room, height=_HEIGHT, soft_wrap=False)
    away, widths = _arranged(rows, yields, room)
    # Rich ends the process where a pipe is closed; click does not.
    with console.capture() as captured:
        console.print(_records(rows, room) if widths is None else _table(rows, widths))
    click.echo(captured.get(), nl=False)
    return away


def _room() -> int:
    """Return how many characters a line takes: without a terminal what COLUMNS or we name."""
    # Rich would print nothing where COLUMNS is 0, and take every dumb terminal for one of 80.
    fallback = _USUAL if sys.stdout.isatty() else PIPE_WIDTH
    given = os.environ.get("COLUMNS", "")
    if sys.stdout.isatty() or (given.isdecimal() and int(given)):
        return max(_LEAST, shutil.get_terminal_size((fallback, 0)).columns)
    return fallback


def _arranged(
    rows: Sequence[Mapping[str, object]], yields: Sequence[str], room: int
) -> tuple[list[str], dict[str, int] | None]:
    """Return which columns give way, and how wide the others are; None for no room as a table."""
    columns = {
        name: _Column.of(name, [row[name] for row in rows if row[name] is not None])
        for name in rows[0]
    }
    spare = [name for name in yields if name in columns]
    whole = {name: one.unbroken() for name, one in columns.items()}
    # A date gives way to an id that can be copied, a sentence does not.
    dates = list(takewhile(lambda name: not columns[name].proof, spare))
    found = _fitted(whole, dates, room) if whole != columns else None
    return found or _fitted(columns, spare, room) or ([], None)


def _fitted(
    columns: Mapping[str, _Column], spare: Sequence[str], room: int
) -> tuple[list[str], dict[str, int]] | None:
    """Return which of the spare columns give way and how wide the others are, or None."""
    for count in range(len(spare) + 1):
        kept = {name: one for name, one in columns.items() if name not in spare[:count]}
        # Beside evidence of two lines a name of two lines takes no further one.
        proofs = any(one.proof for one in kept.values())
        widths = _widths(kept, room)
        if widths is None and (proofs or count == len(spare) > 0):
            widths = _widths({name: one.narrowed(proofs) for name, one in kept.items()}, room)
        if widths is not None:
            return _room_left(columns, spare[:count], widths, room)
    return None


def _room_left(
    columns: Mapping[str, _Column], away: Sequence[str], widths: Mapping[str, int], room: int
) -> tuple[list[str], dict[str, int]]:
    """Return which columns give way and the widths: a short one finds room that a long one left."""
    for name in reversed(away):
        more = {
            one: widths.get(one, columns[one].natural)
            for one in columns
            if one in widths or one == name
        }
        if sum(more.values()) + _BETWEEN * (len(more) - 1) <= room:
            widths = more
    return [name for name in away if name not in widths], dict(widths)


@dataclass(frozen=True, slots=True)
class _Column:
    """How many characters a column takes.

    Attributes:
        natural: Without a break.
        least: Without a break in what is short.
        narrow: With breaks between words.
        proof: It holds evidence.
        address: It holds ids or links, of which some are long.
    """

    natural: int
    least: int
    narrow: int
    proof: bool = False
    address: bool = False

    @classmethod
    def of(cls, name: str, values: Sequence[object]) -> _Column:
        from rich.cells import cell_len

        texts = list(map(cell, values))
        natural = max(map(cell_len, [name, *texts]))
        least = min(natural, _READABLE) if natural > _LONG else natural
        if any(isinstance(one, Evidence) for one in values):
            return cls(natural, least, least, proof=True)
        number = _is_right(values)
        parts = texts if number else [word for text in texts for word in text.split()]
        narrow = max(map(cell_len, [*_head(name, 0).split("\n"), *parts]))
        narrow = min(least, narrow if number else max(narrow, _NARROW))
        address = natural > _LONG and all(one.isascii() and " " not in one for one in texts)
        return cls(natural, least, narrow, address=address)

    def unbroken(self) -> _Column:
        """Return it with its addresses whole: a broken one cannot be copied."""
        natural = self.natural
        return replace(self, least=natural, narrow=natural) if self.address else self

    def narrowed(self, beside_proofs: bool) -> _Column:
        """Return it with breaks between words; beside evidence it asks for no more than that."""
        natural = self.narrow if beside_proofs and not self.proof else self.natural
        return replace(self, natural=natural, least=self.narrow)


def _widths(columns: Mapping[str, _Column], room: int) -> dict[str, int] | None:
    """Return how wide each column is, the widest cut first; None where there is no room.

    Args:
        columns: How wide each is by itself, and how wide it has to be.
        room: Characters of a line.
    """
    room -= _BETWEEN * (len(columns) - 1)
    widths = {name: one.natural for name, one in columns.items()}
    least = {name: 1 if len(columns) < 3 else one.least for name, one in columns.items()}
    if sum(least.values()) > room:
        return None
    for _ in range(sum(widths.values()) - room):
        # An address is cut last.
        *_, widest = max(
            (not columns[name].address, width, name)
            for name, width in widths.items()
            if width > least[name]
        )
        widths[widest] -= 1
    return widths


def _head(name: str, width: int) -> str:
    """Return the head of a column: of a narrow one in several lines."""
    return name if len(name) <= width else name.replace("_", "_\n")


def _table(rows: Sequence[Mapping[str, object]], widths: Mapping[str, int]) -> Any:
    from rich.padding import Padding
    from rich.table import Table
    from rich.text import Text

    # The blanks beside the lines are ours: before 14.3 rich takes room for some it does not print.
    names = tuple(widths)
    blanks = {name: (0, int(name != names[-1]), 0, int(name != names[0])) for name in names}
    table = Table(show_edge=False, padding=0, header_style="bold")
    for name, width in widths.items():
        right = _is_right([row[name] for row in rows if row[name] is not None])
        justify: Literal["left", "right"] = "right" if right else "left"
        head = Padding(_head(name, width), blanks[name])
        wide = width + sum(blanks[name])
        table.add_column(head, overflow="fold", justify=justify, width=wide)
    for row in rows:
        # Text, not str: a name from a paper may look like rich's markup.
        cells = {name: Text(_in_room(row[name], width)) for name, width in widths.items()}
        table.add_row(*(Padding(text, blanks[name]) for name, text in cells.items()))
    return table


def _is_right(column: Sequence[object]) -> bool:
    """Whether a column, gaps left out, holds numbers alone: they stand at the right."""
    return bool(column) and all(
        isinstance(one, (int, float, Amount)) and not isinstance(one, bool) for one in column
    )


def _in_room(value: object, width: int) -> str:
    return excerpt(value, width) if isinstance(value, Evidence) else cell(value)


def excerpt(evidence: Evidence, width: int) -> str:
    """Return the words round the number of a sentence, as many as the lines of a column hold.

    Args:
        evidence: The sentence.
        width: Of the column.
    """
    words = evidence.text.split()
    if not words:
        return ""
    first = last = min(evidence.text[: evidence.at].count(" "), len(words) - 1)
    if not _fits(_cut(words, first, first), width):
        return _of_word(evidence, width)
    # More of what stands before: who is said to reach the number stands there.
    sides = cycle((-1, -1, 1))
    stuck = {-1: False, 1: False}
    while not all(stuck.values()):
        side = next(sides)
        start, end = (first - 1, last) if side < 0 else (first, last + 1)
        if start < 0 or end >= len(words) or not _fits(_cut(words, start, end), width):
            stuck[side] = True
        else:
            first, last = start, end
    return _cut(words, first, last)


def _cut(words: Sequence[str], first: int, last: int) -> str:
    left, right = "… " if first else "", " …" if last + 1 < len(words) else ""
    return left + " ".join(words[first : last + 1]) + right


def _of_word(evidence: Evidence, width: int) -> str:
    """Return the part of a word (an address, a sentence of Chinese) that the lines hold."""
    from rich.cells import cell_len, chop_cells

    # A line may end before a sign of two cells.
    room = max(1, _LINES * (width - 1) - 2)
    before, _, left = evidence.text[: evidence.at].rpartition(" ")
    rest, *more = evidence.text[evidence.at :].split(" ", 1)
    # The number comes first, then what stands before it, then what is left of the room.
    right, kept = next(iter(chop_cells(rest, max(1, room // 2))), ""), ""
    for one in reversed(left):
        if cell_len(one + kept + right) > room:
            break
        kept = one + kept
    right = next(iter(chop_cells(rest, max(1, room - cell_len(kept)))), "")
    start = "…" if before or len(kept) < len(left) else ""
    return start + kept + right + ("…" if more or len(right) < len(rest) else "")


def _fits(text: str, width: int) -> bool:
    """Return whether a text, folded as rich folds it, takes no more lines than evidence may."""
    from rich.cells import cell_len, chop_cells

    lines, used = 0, width
    for word in text.split():
        wide = cell_len(word)
        if used + 1 + wide <= width:
            used += 1 + wide
        else:
            parts = chop_cells(word, width)
            lines, used = lines + len(parts), cell_len(parts[-1])
    return lines <= _LINES


def _records(rows: Sequence[Mapping[str, object]], room: int) -> Any:
    from rich.cells import cell_len
    from rich.padding import Padding
    from rich.table import Table
    from rich.text import Text

    # The blanks are ours, as in `_table`.
    table = Table.grid()
    # The head of a column is any expression of a person: it leaves half of the room.
    table.add_column(overflow="fold", width=min(max(map(cell_len, rows[0])), room // 2) + 2)
    table.add_column(overflow="fold")
    for number, row in enumerate(rows):
        if number:
            table.add_row("", "")
        for name, value in row.items():
            if text := cell(value):
                table.add_row(Padding(Text(name, style="bold"), (0, 2, 0, 0)), Text(text))
    return table


def print_csv(rows: Sequence[Mapping[str, object]], *, header: Sequence[str] = ()) -> None:
    """Print rows of one shape to stdout as CSV, with a header.

    Args:
        rows: Without any, only the header is printed.
        header: Names of the columns where there are no rows; empty for unknown.
    """
    names = list(rows[0] if rows else header)
    if not names:
        return
    writer = csv.DictWriter(sys.stdout, fieldnames=names, lineterminator="\n")
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
    if isinstance(value, Evidence):
        return value.text
    if isinstance(value, float):
        return repr(value).removesuffix(".0") if exact else f"{value:.10g}"
    if isinstance(value, (list, tuple)):
        return ", ".join(cell(item, exact=exact) for item in value)
    if isinstance(value, Mapping):
        return json.dumps(value, ensure_ascii=False, default=str)
    return str(value)
