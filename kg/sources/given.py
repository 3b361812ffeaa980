"""What a caller from Python gives to be read: paths, or records that are in memory."""

from __future__ import annotations

import math
import os
import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from contextlib import suppress
from datetime import date
from decimal import Decimal
from numbers import Real
from typing import Any, Protocol, TypeAlias

from kg.arguments import AnyPath, as_path, brief, is_flag
from kg.errors import ConfigError, InputError
from kg.ids import parse_paper_id
from kg.records import Paper
from kg.sources import Problem, read_some_papers
from kg.sources.dates import parse_date
from kg.sources.fields import (
    ABSTRACT_FIELDS,
    TITLE_FIELDS,
    NotAPaper,
    TooDeep,
    field_name,
    first_said,
)
from kg.sources.frames import rows_by_id, with_id
from kg.sources.record import paper_from_record


class DataFrame(Protocol):
    """What pandas and polars have for a table, as far as a type checker needs to know it."""

    @property
    def columns(self) -> Any:
        """The names of its columns."""

    @property
    def shape(self) -> Any:
        """How many rows and columns."""


AnyRecord: TypeAlias = Paper | Mapping[str, object]
_TO_ROWS = ("to_dicts", "to_dict")
_Done: TypeAlias = tuple[object, object]
Given: TypeAlias = AnyPath | AnyRecord | DataFrame | Iterable[AnyPath | AnyRecord]
Records: TypeAlias = list[tuple[int, AnyRecord]]
RECORDS = "records"
_DEEPEST = 20
_BY_ROWS = "give its rows, of a data frame those of to_dict('records')"
# Up to here a float is a whole number without loss.
_EXACT = 2**53


def as_given(value: Given) -> list[AnyPath | AnyRecord]:
    """Return several paths and records as they are given; one by itself is one.

    Args:
        value: Of a data frame each row is a record: it yields the names of its columns, which
            would be taken for paths. So is each value of a dictionary that has records by id.

    Raises:
        ConfigError: One is neither.
    """
    if type(value).__name__ == "DataFrame" and any(hasattr(value, to) for to in _TO_ROWS):
        value = _rows_of(value)
    elif isinstance(value, Mapping):
        value = _by_id(value) or value
    is_one = isinstance(value, (Paper, Mapping, str, os.PathLike)) or hasattr(value, "read")
    given: list[Any] = [value] if is_one or not isinstance(value, Iterable) else [*value]
    for one in given:
        if not isinstance(one, (Paper, Mapping)):
            _check_path(one)
    return given


def _by_id(value: Mapping[Any, object]) -> list[AnyRecord]:
    if not all(isinstance(one, dict) for one in value.values()):
        return []
    rows: Any = rows_by_id({str(key): _as_json(one) for key, one in value.items()})
    return rows or []


def _check_path(value: object) -> None:
    try:
        as_path("paths", value)
    except ConfigError as error:
        raise ConfigError(f"{error}; or a dictionary, a kg.Paper or a data frame") from None


def _rows_of(frame: Any) -> list[AnyRecord]:
    """Return the rows of a data frame of pandas or polars as records."""
    if hasattr(frame, "to_dicts"):
        return [*frame.to_dicts()]
    return [*_with_index(_cells_of(frame), frame.index)]


def _with_index(rows: Iterable[Any], index: Any) -> Iterator[AnyRecord]:
    """Yield rows with what the index has of each; its texts are ids where it has no name."""
    for row, key in zip(rows, index, strict=True):
        values = key if isinstance(key, tuple) else (key,)
        named = dict(zip(map(str, index.names), values, strict=False))
        if index.names != [None]:
            yield {**named, **row}
        elif isinstance(key, str) and not key.isdecimal():
            yield with_id({str(name): _as_json(value) for name, value in row.items()}, key)
        else:
            yield row


def _cells_of(frame: Any) -> list[Any]:
    if frame.columns.is_unique:
        return [*frame.to_dict("records")]
    # Of several columns of one name pandas keeps the last and warns; the first that says something
    # counts here, as in a file.
    names = [*map(str, frame.columns)]
    rows = frame.itertuples(index=False, name=None)
    return [first_said(names, map(_as_json, row)) for row in rows]


def in_groups(given: Iterable[AnyPath | AnyRecord]) -> Iterator[AnyPath | Records]:
    """Yield each path, and of records in a row the list, each with its place, from 1."""
    records: Records = []
    for place, one in enumerate(given, 1):
        if isinstance(one, (Paper, Mapping)):
            records.append((place, one))
            continue
        if records:
            yield records
        records = []
        yield one
    if records:
        yield records


def source_of(given: AnyPath | Records) -> str:
    """Return what papers are said to come from: a path from the root, `-`, or `records`."""
    if isinstance(given, list):
        return RECORDS
    if str(given) == "-":
        return "-"
    # A name of bytes that are no UTF-8 is one all the same; where they are, the locale is nothing.
    place = os.fsencode(os.path.realpath(as_path("path", given)))
    return place.decode(errors="backslashreplace")


def read_given(
    given: AnyPath | Records, *, on_problem: Callable[[Problem], object]
) -> Iterator[Paper]:
    """Yield the papers of a path or of records.

    Args:
        given: As `in_groups` gives them.
        on_problem: Is called with each record that is skipped; of those in memory its place stands
            for the line.

    Raises:
        InputError: A file cannot be read, or there is not a single paper.
    """
    if not isinstance(given, list):
        yield from read_some_papers(given, on_problem=on_problem)
        return
    problem: Problem | None = None
    found = False
    for place, record in given:
        try:
            paper = _paper_of(record)
        except NotAPaper as error:
            problem = problem or Problem(RECORDS, place, str(error))
            on_problem(Problem(RECORDS, place, str(error)))
        else:
            found = True
            yield paper
    if problem and not found:
        raise InputError(f"no papers in the records; of the first: {problem.reason}")


def _paper_of(record: AnyRecord) -> Paper:
    if isinstance(record, Paper):
        _check(record)
        return record
    if _has_columns(record):
        raise NotAPaper(f"its titles and abstracts are those of many papers; {_BY_ROWS}")
    done: dict[int, _Done] = {}
    return paper_from_record(
        {str(name): _as_json(value, done=done) for name, value in record.items()}
    )


def _has_columns(record: Mapping[str, object]) -> bool:
    """Whether it is a table by its columns: as many titles as abstracts, and more than one."""
    counts = [
        max((_count(v) for k, v in record.items() if field_name(str(k)) in names), default=1)
        for names in (TITLE_FIELDS, ABSTRACT_FIELDS)
    ]
    return counts[0] == counts[1] > 1


def _count(value: object) -> int:
    if isinstance(value, Mapping) and not all(isinstance(key, int) for key in value):
        # One title in several languages.
        return 1
    is_text = isinstance(value, (str, bytes))
    return len(value) if isinstance(value, Collection) and not is_text else 1


def _as_json(value: object, *, depth: int = 0, done: dict[int, _Done] | None = None) -> object:
    """Return a value as a line of JSON would give it: numbers and dates as text, lists, mappings.

    Args:
        value: Of whatever type.
        depth: How many hold it.
        done: By its `id` what a record holds more than once; what holds itself has no end.
    """
    if value is None or isinstance(value, str):
        return value
    if is_flag(value):
        return bool(value)
    if isinstance(value, date):
        return None if value != value else value.isoformat()
    if isinstance(value, (Real, Decimal)):
        return _written(value)
    if isinstance(value, (bytes, bytearray)):
        return None
    done = {} if done is None else done
    if depth > _DEEPEST:
        return TooDeep()
    if id(value) not in done:
        # The value is kept: a later one could have its id.
        done[id(value)] = value, TooDeep()
        done[id(value)] = value, _inside(value, depth=depth + 1, done=done)
    return done[id(value)][1]


def _inside(value: object, *, depth: int, done: dict[int, _Done]) -> object:
    if isinstance(value, Mapping):
        return {str(name): _as_json(inner, depth=depth, done=done) for name, inner in value.items()}
    if isinstance(value, (set, frozenset)):
        value = sorted(value, key=str)
    with suppress(TypeError):
        return [_as_json(inner, depth=depth, done=done) for inner in iter(value)]  # type: ignore[call-overload]
    # What numpy has for a day and pandas for a month, and whom an object names (authors of the
    # package arxiv); another thing is no text, and missing is what pandas calls so.
    if type(value).__name__ in ("datetime64", "Period"):
        return str(value)
    name = getattr(value, "name", None)
    return name if isinstance(name, str) else None


def _written(value: Real | Decimal) -> str | None:
    """Return a number as text; a whole one in a column with gaps is a float: 2024.0 is a year."""
    try:
        number = float(value)
    except (OverflowError, ValueError):
        return None
    if not math.isfinite(number):
        return None
    return str(int(number)) if number.is_integer() and abs(number) < _EXACT else str(value)


def _check(paper: Paper) -> None:
    """Refuse a paper that is not as `kg.Paper` describes it.

    Raises:
        NotAPaper: With the field and what it holds.
    """
    for name in ("id", "title", "abstract"):
        text = getattr(paper, name)
        if not _is_text(text) or not text.strip():
            raise NotAPaper(f"{name} is {brief(text)}")
    for name in ("url", "source_id"):
        if (value := getattr(paper, name)) is not None and not _is_text(value):
            raise NotAPaper(f"{name} is {brief(value)}")
    for name in ("authors", "categories", "other_ids"):
        value = getattr(paper, name)
        if not isinstance(value, tuple) or not all(map(_is_text, value)):
            raise NotAPaper(f"{name} is {brief(value)}; give a tuple of texts")
    if not all(_is_pair(pair) for pair in (paper.code if isinstance(paper.code, tuple) else [0])):
        raise NotAPaper(f"code is {brief(paper.code)}; give a tuple of (address, what says so)")
    version = paper.version
    if is_flag(version) or not isinstance(version, int) or not 0 <= version < _EXACT:
        raise NotAPaper(f"version is {brief(version)}; give a whole number, 0 if unknown")
    if "\n" in paper.title or parse_paper_id(paper.id) != (paper.id, 0):
        name = "title" if "\n" in paper.title else "id"
        raise NotAPaper(f"{name} is {brief(getattr(paper, name))}; see kg.Paper for its form")
    _check_date(paper)


def _check_date(paper: Paper) -> None:
    said = (paper.published, paper.date_precision)
    if said != (None, None) and (not _is_text(said[0]) or parse_date(str(said[0])) != said):
        raise NotAPaper(
            f"published is {brief(said[0])} and date_precision {brief(said[1])}; "
            "give e.g. '2025-03' and 'month'"
        )


def _is_pair(value: object) -> bool:
    return isinstance(value, tuple) and len(value) == 2 and all(map(_is_text, value))


def _is_text(value: object) -> bool:
    """Whether it is text without half a surrogate pair, which no file and no store can hold."""
    return isinstance(value, str) and not re.search("[\ud800-\udfff]", value)
