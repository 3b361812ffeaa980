"""Tables that pandas and others wrote as JSON: by columns, by rows, with an index or without."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kg.ids import parse_paper_id
from kg.sources.cells import listed
from kg.sources.fields import Remark, first_said, mappings
from kg.sources.record import has_abstract, has_id, has_title

# Texts in several languages are columns by a few keys, too.
_MANY = 8
# No text has so many characters.
_DIGITS = 20
_LANGUAGE = re.compile(r"[a-z]{2,3}(?:[-_][A-Za-z]{2,4})?")


def rows_of_columns(value: dict[str, object]) -> list[object] | None:
    """Return the rows of a table as pandas wrote it by columns; None for what is none.

    Each column is a list or has an index; or the rows are lists beside the names of the columns.
    """
    if isinstance(data := value.get("data"), list) and (rows := _under(value.get("columns"), data)):
        return _indexed(rows, value.get("index"))
    kinds = {*map(type, value.values())}
    if len(kinds) != 1 or not (has_title(value) and has_abstract(value)):
        return None
    columns = {name: one for name, one in value.items() if isinstance(one, dict)}
    index = dict.fromkeys(key for column in columns.values() for key in column)
    if len(columns) == len(value) and _is_index([*index]):
        rows = [{name: column.get(key) for name, column in columns.items()} for key in index]
        return _indexed(rows, [*index])
    return _side_by_side({name: one for name, one in value.items() if isinstance(one, list)}, value)


def of_spans(value: dict[str, object]) -> list[object] | None:
    """Return the paper whose title and abstract are places in its text, as in S2ORC; else None."""
    content = value.get("content")
    if not isinstance(content, dict) or not isinstance(content.get("annotations"), dict):
        return None
    text, places = str(content.get("text") or ""), content["annotations"]
    said = {name: " ".join(_cut(text, places.get(name))) for name in ("title", "abstract")}
    said = {name: cut for name, cut in said.items() if cut}
    return [{**value, **said, "content": None}] if said else None


def _cut(text: str, places: object) -> Iterator[str]:
    """Yield what stands at places, `[{"start": 0, "end": 9}]`, which are written in a string."""
    spans = listed(places) if isinstance(places, str) else places
    for one in mappings(spans):
        start, end = str(one.get("start")), str(one.get("end"))
        if start.isdecimal() and end.isdecimal() and len(start + end) < _DIGITS:
            yield text[int(start) : int(end)]


def _is_index(keys: list[str]) -> bool:
    """Whether keys are those of rows: their numbers or ids, or at least many."""
    are_known = all(key.isdecimal() or parse_paper_id(key) is not None for key in keys)
    # One paper may have its title in many languages.
    return are_known or (len(keys) >= _MANY and not all(map(_LANGUAGE.fullmatch, keys)))


def _indexed(rows: list[object], index: object) -> list[object]:
    """Return rows with their ids where those are in the index; there may be numbers, too."""
    if not isinstance(index, list) or len(index) != len(rows):
        return rows
    return [
        with_id(row, str(key)) if isinstance(row, dict) and not str(key).isdecimal() else row
        for row, key in zip(rows, index, strict=True)
    ]


def _side_by_side(
    columns: dict[str, list[object]], value: dict[str, object]
) -> list[object] | None:
    # Of a paper some fields are lists of one length by chance, but hardly all of them.
    lengths = {len(one) for one in columns.values()}
    if len(columns) < len(value) or len(lengths) != 1 or (count := lengths.pop()) < 2:
        return None
    rows = [dict(zip(columns, row, strict=True)) for row in zip(*columns.values(), strict=True)]
    return [*rows, Remark(f"read as a table of {count:,} papers, each list one of its columns")]


def rows_by_id(value: dict[str, object]) -> list[object] | None:
    """Return the papers that an object holds by their ids, or by the numbers of their rows.

    The first or half of them have a title and an abstract; what others lack is told of each.
    """
    rows = {key: one for key, one in value.items() if isinstance(one, dict)}
    whole = [has_title(one) and has_abstract(one) for one in rows.values()]
    if len(rows) < len(value) or not any(whole) or not (whole[0] or 2 * sum(whole) >= len(whole)):
        return None
    return [with_id(one, key) for key, one in rows.items()]


def with_id(record: dict[str, object], key: str) -> dict[str, object]:
    """Return a record that has an id, its own rather than the number of a row."""
    if not has_id(record):
        return {**record, "id": key}
    return record if parse_paper_id(key) is None else {"key": key, **record}


def _under(names: object, rows: list[object]) -> list[object] | None:
    """Return rows, each a list, by the names of their columns; None where they are no such.

    Of columns with one name the first that says something counts.
    """
    if not isinstance(names, list) or not all(isinstance(name, str) for name in names):
        return None
    blank = dict.fromkeys(names, "x")
    fits = [isinstance(row, list) and len(row) == len(names) for row in rows]
    if not any(fits) or not (has_title(blank) and has_abstract(blank)):
        return None
    return [
        first_said(names, row) if fit and isinstance(row, list) else row
        for row, fit in zip(rows, fits, strict=True)
    ]
