"""CSV and TSV with a header line."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache

from kg.sources.authors import families_first
from kg.sources.fields import ABSTRACT_FIELDS, TITLE_FIELDS, field_name, first_said
from kg.sources.json import Record
from kg.sources.open import TOO_LONG, Lines
from kg.words import first_of, quoted

_DELIMITERS = ",\t;|"
# With this first line Excel is told what separates the fields.
_HINT = re.compile(r'"?sep=([^\w"])"?\1*\s*', re.IGNORECASE)
# Its export of full records, for Windows.
_WEB_OF_SCIENCE = {
    **{"TI": "title", "AB": "abstract", "AF": "authors", "AU": "author", "PY": "year"},
    **{"DI": "doi", "DE": "keywords", "UT": "id"},
}
# By two of these a line is the header of a table, though it names no title and no abstract.
_READ = frozenset((*TITLE_FIELDS, *ABSTRACT_FIELDS))
_KNOWN = frozenset(
    (*TITLE_FIELDS, *ABSTRACT_FIELDS, "author", "authors", "date", "doi", "journal", "url", "year")
)
# Columns of `Family, Given; Family, Given`, each with one by which its table is known: that of
# Zotero, Scopus, Web of Science (also with two letters a column) and Dimensions.
_FAMILY_FIRST = (
    *(("Author", "Item Type"), ("Author full names", "Author full names")),
    *(("Author Full Names", "Author Full Names"), ("Authors", "Author Full Names")),
    *(("authors", "PT"), ("author", "PT"), ("Authors", "Publication ID")),
)
# An empty field, and the rule that Markdown or Org has under a header.
_RULE = re.compile(r"(?:\s*:?-[-+]*:?)?\s*")
# What may be the number of a row, and is no year and no day.
_ROW_NUMBER = re.compile(r"(?!(?:19|20)[0-9]{2}$)[0-9]{1,7}")
_SHOWN = 12
# Python's own limit, past which a quote that never closes is told.
_USUAL_FIELD = 1 << 17
_FEW = 3
# No column has a longer name; a search for words takes long in what has no blanks.
_LONGEST = 300
# A cell of prose: it goes on with a conjunction, ends as a sentence, or is a longer one.
_PROSE = re.compile(r"(?i:^(?:and|or|but|nor)\b)|\S+\s+\S+\s+\S*\w{2,}[.:!?]$|(?:\S+\s+){6}")


@dataclass(frozen=True, slots=True)
class _Header:
    """What may be the header of a table.

    Attributes:
        delimiter: Parts it so.
        names: The names of the columns.
        fits: Whether the row under it is one of the table; None where there is none.
    """

    delimiter: str
    names: list[str]
    fits: bool | None

    @property
    def is_named(self) -> bool:
        """Whether all its cells are names: prose has words and sentences between its commas."""
        return not any(len(name) > _LONGEST or _PROSE.search(name) for name in self.names)

    @property
    def is_short(self) -> bool:
        """Whether the names are of few words, as those of columns mostly are."""
        return all(len(name.split()) <= _FEW for name in self.names)


def table_delimiter(head: str) -> str | None:
    """Return what separates the fields of a table; None where no header names title and abstract.

    Above the header one line may tell of the table, as Dimensions and Excel write it.
    """
    first = head.lstrip("\ufeff\n\r ").partition("\n")[0]
    if hint := _HINT.fullmatch(first):
        return hint[1]
    for header in _headers(head):
        # A question of a form is a name, too, where the answers stand under it.
        parted = header.delimiter == "\t" and header.fits is None
        if not _lacks(header.names) and (header.is_named or header.fits or parted):
            return header.delimiter
    return None


def table_lacks(head: str) -> str | None:
    """Say what a header lacks and which columns it has; None where the text is no table."""
    for header in _headers(head):
        names, missing = header.names, _lacks(header.names)
        is_prose = not header.is_named and not (header.fits and len(names) > _FEW)
        if len(names) < 2 or is_prose or (header.fits is False and not header.is_short):
            continue
        known = {field_name(name) for name in names} & _KNOWN
        if missing and (len(missing) == 1 or len(known) > 1 or _is_filled(head, header.delimiter)):
            shown = first_of([*map(quoted, names)], _SHOWN)
            return f"a table without a column called {' or '.join(missing)}; it has {shown}"
    return None


def is_table(head: str) -> bool:
    """Tell whether a text is a table by its rows, whatever its columns are called.

    All are as wide as the first, in which no cell is prose, and there are some, or one has a
    delimiter between quotes. A page of titles and abstracts has not as many commas in each line,
    and has empty ones.
    """
    return any(_is_filled(head, delimiter) for delimiter in _DELIMITERS)


def _is_filled(head: str, delimiter: str) -> bool:
    rows = _csv(head.strip("\ufeff\n\r ").split("\n"), delimiter)
    try:
        names = next(rows)
        if len(names) < 2 or not _Header(delimiter, names, fits=None).is_named:
            return False
        return _are_rows(list(rows), delimiter, width=len(names))
    except csv.Error:
        return False


def _are_rows(rows: list[list[str]], delimiter: str, *, width: int) -> bool:
    is_parted = any(delimiter in cell for row in rows for cell in row)
    return (
        (is_parted or len(rows) >= (_FEW if delimiter == "," else 2))
        and all(len(row) == width for row in rows[:-1])
        # The head of a file ends anywhere.
        and 0 < len(rows[-1]) <= width
    )


def _headers(head: str) -> Iterator[_Header]:
    lines = [line for line in head.lstrip("\ufeff").split("\n") if line.strip()]
    for at, line in enumerate(lines[:2], 1):
        for delimiter in _DELIMITERS:
            try:
                names = _renamed(next(_csv([line], delimiter), []))
                row = next(_csv(lines[at:], delimiter), None)
            except csv.Error:
                continue
            yield _Header(delimiter, names, None if row is None else _fits(row, names, delimiter))


def _fits(row: list[str], names: list[str], delimiter: str) -> bool:
    """Whether a row has as many cells as a header.

    Between tabs, which prose has none of, empty ones behind title and abstract may be left out.
    """
    read = [at for at, name in enumerate(names, 1) if field_name(name) in _READ]
    least = max(read) if read and delimiter == "\t" else len(names)
    return least <= len(row) <= len(names)


def _csv(lines: Iterable[str], delimiter: str) -> Iterator[list[str]]:
    """Yield the rows; a quoted field may begin behind blanks, where it ends at a delimiter."""
    quoted_field = _quoted_field(delimiter)
    return csv.reader((quoted_field.sub(r"\1\2", line) for line in lines), delimiter=delimiter)


@lru_cache(maxsize=8)
def _quoted_field(delimiter: str) -> re.Pattern[str]:
    # Nothing is given back, so that many quotes take no time. Tabs part cells, or are blanks.
    part, blank = re.escape(delimiter), " " if delimiter == "\t" else "[ \t]"
    return re.compile(rf'(^|{part}){blank}++("[^"]*+(?:""[^"]*+)*+")(?={blank}*+(?:{part}|\s*$))')


def _lacks(names: list[str]) -> list[str]:
    folded = {field_name(name) for name in names}
    kinds = (("title", TITLE_FIELDS), ("abstract", ABSTRACT_FIELDS))
    return [what for what, fields in kinds if not folded.intersection(fields)]


def _renamed(header: list[str]) -> list[str]:
    """Return the names of the columns; those of Web of Science are two letters each."""
    names = [name.strip() for name in header]
    if {"TI", "AB"} <= set(names):
        return [_WEB_OF_SCIENCE.get(name, name) for name in names]
    return names


def read_table(lines: Lines, *, delimiter: str) -> Iterator[Record]:
    """Yield a row at a time as field name to text."""
    header: list[str] = []
    first: list[str] = []
    begun = False
    for start, row in _rows(lines, delimiter):
        if isinstance(row, str):
            yield start, row
        elif header or (first and _lacks(_renamed(row))):
            header = header or first
            is_told = not all(map(_RULE.fullmatch, row))
            if is_told and not begun:
                header, begun = _with_row_names(header, row), True
            if any(row[len(header) :]):
                yield start, _too_many(row, header, delimiter)
            elif is_told:
                yield start, _record(header, row)
        # An empty line, the hint at the delimiter, or a remark on the table is no header.
        elif not _lacks(names := _renamed(row)):
            header = names
        elif sum(map(bool, row)) > 1:
            first = names


def _with_row_names(header: list[str], row: list[str]) -> list[str]:
    """Return the header, with an empty name first where R wrote the numbers of its rows there.

    `write.table` names no column for them; the first row may have any, of a sorted or filtered
    table. A number may also stand before a text with a delimiter in it: in a column of numbers,
    as a year, and in `7, a Study`.
    """
    is_numbered = len(row) == len(header) + 1 and _ROW_NUMBER.fullmatch(row[0])
    name = field_name(header[0])
    of_words = name in _KNOWN and (row[0] == "1" or name not in ("date", "year"))
    return ["", *header] if is_numbered and of_words and not row[1][:1].isspace() else header


def _too_many(row: list[str], header: list[str], delimiter: str) -> str:
    """Say that a row has more fields than its header: a text was cut, or a column has no name."""
    counted = f"{len(row)} fields where the header has {len(header)}"
    return f"{counted}; name each column, and put a text with {delimiter!r} in double quotes"


def _rows(lines: Lines, delimiter: str) -> Iterator[tuple[int, list[str] | str]]:
    """Yield the rows, each with the line where it starts; a string says why there is none."""
    too_long: list[int] = []
    rows = _csv(_checked(lines, too_long), delimiter)
    while True:
        start = lines.number + 1
        limit = csv.field_size_limit()
        row: list[str] | str
        try:
            row = next(rows)
        except StopIteration:
            break
        except csv.Error as error:
            row = f"no CSV row: {error}"
        finally:
            csv.field_size_limit(limit)
        yield start, row
    yield from ((number, TOO_LONG) for number in too_long)


def _record(header: list[str], fields: list[str]) -> dict[str, object]:
    row = first_said(header, fields)
    for name, beside in _FAMILY_FIRST:
        if beside in row and row.get(name):
            row[name] = [{"literal": one} for one in families_first(str(row[name]))]
    return row


def _checked(lines: Lines, too_long: list[int]) -> Iterator[str]:
    """Yield the lines; a field may be as long as one, or a quote that never closes be told."""
    for line in lines:
        if line is None:
            too_long.append(lines.number)
            continue
        csv.field_size_limit(max(csv.field_size_limit(), len(line) + _USUAL_FIELD))
        yield line
