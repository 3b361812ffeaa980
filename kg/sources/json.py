"""JSON lines, JSON arrays and other streams of JSON objects, read lazily."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator

from kg.sources.open import MAX_LINE, Lines
from kg.sources.record import has_abstract, has_title, is_of_a_paper

# Numbers stay as they are written: 2503.12340 is an arXiv id, not the float 2503.1234.
_DECODER = json.JSONDecoder(parse_float=str, parse_int=str, parse_constant=str, strict=False)
_WRAPPERS = (
    "papers",
    "data",
    "results",
    "items",
    "documents",
    "records",
    "entries",
    "hits",
    "message",
    "notes",
)
# After a bracket; `[1] arXiv:…` and `[Submitted on …]` are no array.
_BEGINS = re.compile(
    r"\s*\{|\s*\[\s*(?:[\[\]{\"]|(?:-?[\d.eE+-]+|true|false|null)\s*(?:,|\]\s*$)|$)"
)
_SPACE = re.compile(r"[\s,\x1e]*")
_CHUNK = 1 << 18


class Remark(str):
    """What is told of a record that was read all the same; other text is why there is none."""


Record = tuple[int, dict[str, object] | str]
"""The line where a record starts, and the record, or why there is none."""


def is_json(head: str) -> bool:
    """Tell whether a text begins like JSON, with an object or an array."""
    return _BEGINS.match(head) is not None


def is_json_lines(head: str) -> bool:
    """Tell whether the beginning of a file that starts with `{` has one object a line."""
    lines = [line for line in head.split("\n")[:3] if line.strip()]
    return any(isinstance(_decoded(line), dict) for line in lines[:2]) or (
        len(lines) > 1 and all(re.match(r'\s*\{\s*"', line) for line in lines[:2])
    )


def read_json_lines(lines: Lines) -> Iterator[Record]:
    """Yield the object of each line; a broken line is reported and the next one read."""
    for line in lines:
        if line is None:
            yield lines.number, f"line of over {MAX_LINE:,} characters"
        elif line.strip(" \t\r\n\x1e"):
            value = _decoded(line)
            if isinstance(value, str):
                yield lines.number, value
            else:
                yield from _unwrapped(value, lines.number)


def _decoded(line: str) -> object:
    """Return the JSON value of a line, or as a string what is wrong with it."""
    try:
        value = _DECODER.decode(line.strip("\x1e\ufeff \t\r\n,"))
    except json.JSONDecodeError as error:
        return f"no JSON: {error.msg.lower().removesuffix(' at')} at column {error.colno}"
    except (RecursionError, ValueError):
        return "no JSON: nested too deep"
    return value if isinstance(value, dict | list) else f"no JSON object but {line.strip()[:40]!r}"


def _wrapped(value: dict[str, object]) -> list[object] | None:
    """Return the list of papers inside an object such as `{"papers": […]}`; it may be empty.

    The object may have a title of its own: of an issue, a search or a feed. What has an abstract,
    too, is a paper.
    """
    lists = [inner for name in _WRAPPERS if isinstance(inner := _inner(value.get(name)), list)]
    if not lists:
        return None
    titled, told = has_title(value), has_abstract(value)
    if titled and told:
        return None
    for inner in lists:
        first = inner[0] if inner else None
        if isinstance(first, dict) and (not titled or has_title(first) or has_abstract(first)):
            return inner
    # A record may have empty lists, too: of its results. So may what tells of an error.
    speaks = any(isinstance(told, str) and " " in told.strip() for told in value.values())
    return [] if not any(lists) and not speaks and not is_of_a_paper(value) else None


def _rows(value: dict[str, object]) -> list[object] | None:
    """Return the rows of a table, however pandas wrote it; None for what is none.

    By columns, each a list or with an index; by index; or as lists beside the names of the columns.
    """
    if isinstance(data := value.get("data"), list) and (rows := _under(value.get("columns"), data)):
        return rows
    inner = list(value.values())
    if not value or not all(isinstance(one, dict | list) for one in inner):
        return None
    if has_title(value) and has_abstract(value):
        return _by_columns(value)
    papers = [
        one for one in inner if isinstance(one, dict) and has_title(one) and has_abstract(one)
    ]
    if len(papers) < len(inner):
        return None
    return [{"id": key, **one} for key, one in zip(value, papers, strict=True)]


def _by_columns(value: dict[str, object]) -> list[object] | None:
    # What has other keys than an index is one text in several languages.
    columns = [
        list(one.values()) if isinstance(one, dict) and all(map(str.isdecimal, one)) else one
        for one in value.values()
    ]
    lists = [one for one in columns if isinstance(one, list)]
    # Of a paper some fields are lists of one length by chance, but hardly all of them.
    if len(lists) < len(columns) or len({len(one) for one in lists}) != 1 or len(lists[0]) < 2:
        return None
    return [dict(zip(value, row, strict=True)) for row in zip(*lists, strict=True)]


def _under(names: object, rows: list[object]) -> list[object] | None:
    """Return rows, each a list, by the names of their columns; None where they are no such."""
    if not isinstance(names, list) or not all(isinstance(name, str) for name in names):
        return None
    blank = dict.fromkeys(names, "x")
    fits = all(isinstance(row, list) and len(row) == len(names) for row in rows)
    if not rows or not fits or not (has_title(blank) and has_abstract(blank)):
        return None
    return [dict(zip(names, row, strict=True)) for row in rows if isinstance(row, list)]


def _inner(value: object) -> object:
    """Return what `hits` or `items` hold of a wrapper within a wrapper."""
    if not isinstance(value, dict):
        return value
    return value.get("hits") or value.get("items", value.get("hits"))


def _unwrapped(value: object, number: int) -> Iterator[Record]:
    items: object = value
    if isinstance(value, dict) and (items := _rows(value)) is None:
        items = _wrapped(value)
    for item in items if isinstance(items, list) else [value]:
        if isinstance(item, dict):
            yield number, item
        elif isinstance(item, list):
            yield number, "a list where an object was expected"
        else:
            yield number, f"no JSON object but {str(item)[:40]!r}"


def read_json_stream(lines: Lines) -> Iterator[Record]:
    """Yield the objects of an array, or of objects one after another, over any number of lines."""
    window = _Window(lines)
    in_array = _past_ends(window, in_array=window.skip("["))
    while (value := window.value()) is not None:
        if isinstance(value, str):
            yield window.number, value
            return
        yield from _unwrapped(value, window.number)
        in_array = _past_ends(window, in_array=in_array)
    if in_array and not window.skip("]"):
        yield window.number, "the array does not close: the file was cut off"


def _past_ends(window: _Window, *, in_array: bool) -> bool:
    """Step out of an array that ends here, and into those behind it; False outside of any."""
    while in_array and window.skip("]"):
        in_array = window.skip("[")
    return in_array


class _Window:
    """The part of a text that is being decoded."""

    def __init__(self, lines: Lines) -> None:
        self._lines = lines
        self._text = ""
        self._place = 0
        self._counted = 0
        self.number = 1

    def _more(self, size: int) -> bool:
        data = self._lines.stream.read(size)
        self._count()
        self._lines.number = self.number
        self._text = self._text[self._place :] + self._lines.mended(data)
        self._place = self._counted = 0
        return bool(data)

    def _count(self) -> None:
        self.number += self._text.count("\n", self._counted, self._place)
        self._counted = self._place

    def _to_value(self) -> bool:
        """Go to the next character that is no space or comma; False at the end."""
        while True:
            match = _SPACE.match(self._text, self._place)
            self._place = match.end() if match else self._place
            if self._place < len(self._text):
                return True
            if not self._more(_CHUNK):
                return False

    def skip(self, mark: str) -> bool:
        """Step over a bracket if it comes next."""
        found = self._to_value() and self._text[self._place] == mark
        self._place += found
        return found

    def value(self) -> object:
        """Return the next object or list, None at the end, or as a string what is wrong."""
        if not self._to_value():
            return None
        size = _CHUNK
        while True:
            self._count()
            try:
                value, self._place = _DECODER.raw_decode(self._text, self._place)
            except json.JSONDecodeError as error:
                reason = f"no JSON from here on: {error.msg.lower().removesuffix(' at')}"
                size *= 2
                if len(self._text) - self._place > MAX_LINE or not self._more(size):
                    return f"{reason}; the rest of the file was not read"
                continue
            except (RecursionError, ValueError):
                return "JSON nested too deep; the rest of the file was not read"
            if isinstance(value, dict | list):
                return value
            return f"no JSON object but {str(value)[:40]!r}; the rest of the file was not read"
