"""What a statement names and no graph has: a slip in a name gives no rows, and no error either."""

from __future__ import annotations

import difflib
import re
from collections.abc import Callable, Iterable, Iterator
from itertools import chain

from kg.queries import load_query
from kg.schema import load_schema
from kg.store import Row
from kg.words import quoted

LABEL, TYPE, PROPERTY = "label", "relationship type", "property"

_NOISE = re.compile(r"'(?:[^'\\]|\\.)*'|\"(?:[^\"\\]|\\.)*\"|//[^\n]*|/\*.*?\*/", re.DOTALL)
_NAME = re.compile(r"`([^`]+)`|([A-Za-z_]\w*)")
# A bracket behind a letter holds arguments or an index, behind a dash it holds a relationship.
_HEAD = r"\s*(?P<name>\w*)\s*(?::(?P<names>[\w\s:|&!`]+))?(?P<length>\*[\d.]*)?\s*"
_NODE = re.compile(
    rf"(?<![\w`])\({_HEAD}(?P<end>\)|\{{(?P<map>[^{{}}]*)\}}|WHERE\b)", re.IGNORECASE
)
_LINK = re.compile(rf"-\s*\[{_HEAD}(?P<end>\]|\{{(?P<map>[^{{}}]*)\}}|WHERE\b)", re.IGNORECASE)
_KEY = re.compile(r"(?:^|,)\s*`?(\w+)`?\s*:")
_READ = re.compile(r"(?<![\w.$])(\w+)\.(\w+)\b(?!\s*\()")


def unknown_names(run: Callable[[str], Iterable[Row]], text: str) -> list[str]:
    """Return a note of each label, type and property that neither schema nor graph has.

    Only patterns and properties of their variables are read, so that a map's own keys are none.

    Args:
        run: Runs a statement; asked only where the schema lacks a name.
        text: The statement.
    """
    schema = load_schema()
    carriers = (schema.nodes, schema.entities, schema.relationships)
    known = {
        LABEL: {*schema.nodes, *schema.entities},
        TYPE: {*schema.relationships},
        # Every node has an id; the schema lists what else there is.
        PROPERTY: {"id", *chain(*(one.properties for specs in carriers for one in specs.values()))},
    }
    named = dict.fromkeys(_names(_NOISE.sub("''", text)))
    missing = [(kind, name) for kind, name in named if name not in known[kind]]
    if not missing:
        return []
    there = {
        (row["kind"], row["name"]) for row in run(load_query("names_there", folder="store").text)
    }
    return [_note(kind, name, known[kind]) for kind, name in missing if (kind, name) not in there]


def _names(text: str) -> Iterator[tuple[str, str]]:
    """Yield what a statement names, with its kind."""
    variables: set[str] = set()
    for kind, pattern in ((LABEL, _NODE), (TYPE, _LINK)):
        for found in pattern.finditer(text):
            variables.add(found["name"])
            for quoted_name, plain in _NAME.findall(found["names"] or ""):
                yield kind, quoted_name or plain
            for key in _KEY.findall(found["map"] or ""):
                yield PROPERTY, key
    for variable, name in _READ.findall(text):
        if variable in variables:
            yield PROPERTY, name


def _note(kind: str, name: str, known: Iterable[str]) -> str:
    folded = {one.casefold(): one for one in sorted(known)}
    near = difflib.get_close_matches(name.casefold(), folded, n=1)
    hint = f"; nearest: {', '.join(folded[one] for one in near)}" if near else ""
    return f"no {kind} {quoted(name)} in the graph{hint}; see all with: kg schema"
