"""JSON lines, JSON arrays and other streams of JSON objects, read lazily."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator

from kg.sources.fields import NO_PAPERS, Remark, of_citation
from kg.sources.frames import of_spans, rows_by_id, rows_of_columns
from kg.sources.open import MAX_LINE, TOO_LONG, Lines
from kg.sources.record import has_abstract, has_id, has_title, is_of_a_paper

# Numbers stay as they are written: 2503.12340 is an arXiv id, not the float 2503.1234.
_DECODER = json.JSONDecoder(parse_float=str, parse_int=str, parse_constant=str, strict=False)
_WRAPPERS = (
    *("papers", "data", "results", "items", "documents", "records", "entries", "hits"),
    *("message", "notes"),
)
# As `resultList` holds `result`, and that the papers.
_DEEPEST = 3
# One of the first of a list may lack its abstract.
_FEW = 20
# Fields of papers that a record tells of beside itself, and of what was asked.
_OTHERS = frozenset(
    (
        *("references", "citations", "cited_by", "related", "recommendations", "bibliography"),
        *("error", "query"),
    )
)
# After a bracket; `[1] arXiv:…` and `[Submitted on …]` are no array.
_BEGINS = re.compile(
    r"\s*\{|\s*\[\s*(?:[\[\]{\"]|(?:-?[\d.eE+-]+|true|false|null)\s*(?:,|\]\s*$)|$)"
)
_SPACE = re.compile(r"[\s,\x1e]*")
_CHUNK = 1 << 18


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
            yield lines.number, TOO_LONG
        elif line.strip(" \t\r\n\x1e"):
            value = _decoded(line)
            if isinstance(value, str):
                yield lines.number, value
            else:
                yield from unwrapped(value, lines.number)


def _decoded(line: str) -> object:
    """Return the JSON value of a line, or as a string what is wrong with it."""
    try:
        value = _DECODER.decode(line.strip("\x1e\ufeff \t\r\n,"))
    except json.JSONDecodeError as error:
        return f"no JSON: {_fault(error)} at column {error.colno}"
    except (RecursionError, ValueError):
        return "no JSON: nested too deep"
    return value if isinstance(value, dict | list) else f"no JSON object but {line.strip()[:40]!r}"


def _fault(error: json.JSONDecodeError) -> str:
    is_python = error.doc.startswith("'", error.pos)
    way = " (as Python prints a dict; write it with json.dumps)" if is_python else ""
    return f"{error.msg.lower().removesuffix(' at')}{way}"


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
        first = next((one for one in inner if isinstance(one, dict)), None)
        if first is not None and (not titled or has_title(first) or has_abstract(first)):
            return inner
    # A record may have empty lists, too: of its results. So may what tells of an error.
    speaks = any(isinstance(told, str) and " " in told.strip() for told in value.values())
    return [] if not any(lists) and not speaks and not is_of_a_paper(value) else None


def _within(value: dict[str, object]) -> list[object] | None:
    """Return the papers that an answer holds under names of its own, `{"articles": […]}`.

    What has a title or an id is a record of a paper, and the papers in it are those it cites.
    """
    is_record = has_title(value) or has_id(value) or has_abstract(value)
    level = [] if is_record else [one for name, one in value.items() if name not in _OTHERS]
    for _ in range(_DEEPEST):
        found: list[object] = []
        for one in level:
            items = one if isinstance(one, list) else [one]
            held = [item for item in items[:_FEW] if isinstance(item, dict)]
            if any(has_title(item) and has_abstract(item) for item in held):
                found += items
        if found:
            return found
        inner = [one for one in level if isinstance(one, dict)]
        level = [held for one in inner for held in one.values()]
    return None


def _inner(value: object) -> object:
    """Return what `hits` or `items` hold of a wrapper within a wrapper."""
    if not isinstance(value, dict):
        return value
    return value.get("hits") or value.get("items", value.get("hits"))


def unwrapped(value: object, number: int) -> Iterator[Record]:
    """Yield the records that a value holds, in whatever it wraps them; else itself."""
    items: object = value
    if isinstance(value, dict):
        read = (reader(value) for reader in _READERS)
        items = next((found for found in read if found is not None), None)
    for item in items if isinstance(items, list) else [value]:
        if isinstance(item, Remark):
            yield number, item
        elif isinstance(item, dict):
            papers = [dict(one) for one in of_citation(item) if has_title(one)]
            yield from ((number, one) for one in papers or [item] if not _is_beside(one))
        elif isinstance(item, list):
            yield number, "a list where an object was expected"
        else:
            yield number, f"no JSON object but {str(item)[:40]!r}"


def _is_beside(item: dict[str, object]) -> bool:
    """Whether it is a note or a file that a library keeps beside its items."""
    held = item.get("data")
    kind = (held if isinstance(held, dict) else item).get("itemType")
    return isinstance(kind, str) and kind.casefold() in NO_PAPERS


_READERS = (of_spans, rows_of_columns, _wrapped, rows_by_id, _within)


def read_json_stream(lines: Lines) -> Iterator[Record]:
    """Yield the objects of an array, or of objects one after another, over any number of lines."""
    window = _Window(lines)
    in_array = _past_ends(window, in_array=window.skip("["))
    while (value := window.value()) is not None:
        if isinstance(value, str):
            yield window.number, value
            return
        yield from unwrapped(value, window.number)
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
                reason = f"no JSON from here on: {_fault(error)}"
                size *= 2
                if len(self._text) - self._place > MAX_LINE or not self._more(size):
                    return f"{reason}; the rest of the file was not read"
                continue
            except (RecursionError, ValueError):
                return "JSON nested too deep; the rest of the file was not read"
            if isinstance(value, dict | list):
                return value
            if value is None:
                # A service knows none of the papers it was asked for.
                return [None]
            return f"no JSON object but {str(value)[:40]!r}; the rest of the file was not read"
