"""CSV and TSV with a header line."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator

from kg.sources.fields import field_name
from kg.sources.json import Record
from kg.sources.open import MAX_LINE, Lines
from kg.sources.record import ABSTRACT_FIELDS, TITLE_FIELDS

_DELIMITERS = ",\t;|"
# With this first line Excel is told what separates the fields.
_HINT = re.compile(r'"?sep=([^\w"])"?\1*\s*', re.IGNORECASE)


def table_delimiter(head: str) -> str | None:
    """Return what separates the fields of a table; None if the first line is no header."""
    first = head.lstrip("\ufeff\n\r ").partition("\n")[0]
    if hint := _HINT.fullmatch(first):
        return hint[1]
    for delimiter in _DELIMITERS:
        try:
            header = next(csv.reader([first], delimiter=delimiter), [])
        except csv.Error:
            continue
        names = {field_name(name) for name in header}
        if names.intersection(TITLE_FIELDS) and names.intersection(ABSTRACT_FIELDS):
            return delimiter
    return None


def read_table(lines: Lines, *, delimiter: str) -> Iterator[Record]:
    """Yield a row at a time as field name to text."""
    too_long: list[int] = []
    rows = csv.reader(_checked(lines, too_long), delimiter=delimiter)
    header: list[str] = []
    while True:
        start = lines.number + 1
        try:
            row = next(rows)
        except StopIteration:
            break
        except csv.Error as error:
            yield start, f"no CSV row: {error}"
            continue
        if not header:
            # An empty line, or the hint at the delimiter, names one field at most.
            header = row if sum(map(bool, row)) > 1 else []
        elif any(row):
            yield start, dict(zip(header, row, strict=False))
    yield from ((number, f"line of over {MAX_LINE:,} characters") for number in too_long)


def _checked(lines: Lines, too_long: list[int]) -> Iterator[str]:
    for line in lines:
        if line is None:
            too_long.append(lines.number)
        else:
            yield line
