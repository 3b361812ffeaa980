"""Lists that were written into one cell of a table, as JSON, Python and numpy write them."""

from __future__ import annotations

import ast
import json
import re
from contextlib import suppress

_LONGEST = 50_000
# Python's own reader takes long, and much memory.
_LONGEST_LITERAL = 20_000
_DEEPEST = 6
_QUOTED = re.compile(r"""(['"])((?:(?!\1)[^\\]|\\.)*+)\1""", re.DOTALL)
_OF_TEXTS = re.compile(rf"\[\s*+(?:{_QUOTED.pattern}[\s,]*+)++\]", re.DOTALL)
_OF_OTHERS = re.compile(r"\[\s*+(?:[\[{'\"]|u['\"]|None\b|null\b)")
_OF_FIELDS = re.compile(r"\{\s*+['\"][^'\"]*+['\"]\s*+:")
# Python writes no other escapes; of LaTeX, written by hand, `\H` stays.
_ESCAPES = re.compile(r"(?:[^\\]|\\[\\'\"nrtxuU])*+", re.DOTALL)
# As pandas writes objects: `[arxiv.Result.Author('Ann Bell')]`.
_CALLS = re.compile(r"(?<![\w.])[A-Za-z][\w.]*+\(((['\"])(?:(?!\2)[^\\]|\\.)*+\2)\)")
# Numpy has no commas: Python would make one text of two.
_ADJACENT = re.compile(r"['\"]\s+['\"]")
_DECODER = json.JSONDecoder(parse_float=str, parse_int=str, parse_constant=str, strict=False)
_FAULTS = (ValueError, SyntaxError, TypeError, MemoryError, RecursionError)


def listed(text: str) -> list[object] | None:
    """Return the texts and mappings of a list in a cell, `['A B', 'C D']`; None for another text.

    A mapping, `{"ArXiv": "2503.01234"}`, is a list of one.

    Nothing may be left beside them.
    """
    body = text.strip()
    if body.startswith("{") and body.endswith("}") and len(body) <= _LONGEST:
        one = _value(body) if _OF_FIELDS.match(body) else None
        return [one] if isinstance(one, dict) and _speaks(one, _DEEPEST) else None
    if not (body.startswith("[") and body.endswith("]") and len(body) <= _LONGEST):
        return None
    # A call within a text is a part of the text: `["we run f('x')"]`.
    for written in (body, _CALLS.sub(r"\1", body)):
        if _OF_TEXTS.fullmatch(written):
            return [_text(match) for match in _QUOTED.finditer(written)]
    found = _value(body) if _OF_OTHERS.match(body) else None
    return found if isinstance(found, list) and _speaks(found, _DEEPEST) else None


def _text(match: re.Match[str]) -> str:
    """Return what one text in quotes says."""
    found = _value(match[0]) if "\\" in match[2] else match[2]
    # No text has a backspace or a form feed: that is `\beta` or `\frac`, written by hand.
    if isinstance(found, str) and not {"\b", "\f"} & set(found):
        return found
    return match[2].replace(f"\\{match[1]}", match[1])


def _value(body: str) -> object:
    """Return a value of JSON or Python; None for what is neither."""
    with suppress(*_FAULTS):
        return _DECODER.decode(body)
    if len(body) > _LONGEST_LITERAL or not _ESCAPES.fullmatch(body) or _ADJACENT.search(body):
        return None
    # Nor has numpy commas between mappings.
    for written in (body, re.sub(r"\}\s+\{", "}, {", body)):
        with suppress(*_FAULTS):
            return ast.literal_eval(written)
    return None


def _speaks(value: object, depth: int) -> bool:
    """Whether there is a text in a value that is not nested too deep."""
    if isinstance(value, dict | list | tuple):
        inner = list(value.values() if isinstance(value, dict) else value)
        return depth > 0 and any(_speaks(one, depth - 1) for one in inner)
    return isinstance(value, str)
