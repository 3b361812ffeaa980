"""The queries that ship with kg: one statement a file, with a header that is held to its word."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from kg.errors import SchemaError
from kg.resources import read_text, resource_path

_FIELDS = ("params", "returns", "access", "order")
_ACCESS = {"read": ("read",), "export": ("read",), "write": ("write",)}
_QUOTED = re.compile(r"'(?:[^'\\]|\\.)*'|\"(?:[^\"\\]|\\.)*\"|`[^`]*`|//[^\n]*")
_PARAMETER = re.compile(r"\$([A-Za-z_]\w*)")


@dataclass(frozen=True, slots=True)
class Query:
    """A shipped query.

    Attributes:
        name: The file's name without `.cypher`.
        doc: The question it answers, in one line.
        params: Parameter names to their declared types, e.g. `STRING or null`.
        returns: Column names to their declared types; empty where nothing comes back.
        access: `read` or `write`.
        order: The order of the rows, in words.
        text: The whole file; stores take it as it stands.
    """

    name: str
    doc: str
    params: Mapping[str, str]
    returns: Mapping[str, str]
    access: str
    order: str
    text: str

    def bind(self, given: Mapping[str, object]) -> dict[str, object]:
        """Return the parameters after checking that they are exactly the declared ones.

        Raises:
            SchemaError: One is missing or unknown.
        """
        if given.keys() != self.params.keys():
            raise SchemaError(
                f"query {self.name!r} takes {sorted(self.params)}, given were {sorted(given)}"
            )
        return dict(given)


@cache
def load_query(name: str, *, folder: str = "read") -> Query:
    """Return a shipped query.

    Args:
        name: The file's name without `.cypher`.
        folder: `read` (the public questions), `export` (all nodes or relationships of a kind),
            `write` (batches), or `store` (what stores need themselves).

    Raises:
        SchemaError: There is no such file, or its header and its statement contradict each other.
    """
    return parse_query(
        read_text("cypher", folder, f"{name}.cypher"), path=f"cypher/{folder}/{name}.cypher"
    )


@cache
def query_names() -> frozenset[str]:
    """Return the names of the public questions.

    Raises:
        SchemaError: The installation lacks them.
    """
    return frozenset(path.stem for path in resource_path("cypher", "read").glob("*.cypher"))


def parse_query(text: str, *, path: str) -> Query:
    """Read a query file: five header lines, then one statement without a semicolon.

    Args:
        text: The file.
        path: Its path from the checkout, for messages; the name is taken from it.

    Raises:
        SchemaError: The message starts with `path:line`.
    """
    lines = text.splitlines()
    folder, name = path.rsplit("/", 2)[-2], path.rsplit("/", 1)[-1].removesuffix(".cypher")
    title, _, doc = lines[0].removeprefix("// ").partition(": ") if lines else ("", "", "")
    if title != name or not doc:
        raise SchemaError(f"{path}:1: the first line has to be '// {name}: <the question>'")
    fields = {}
    for number, field in enumerate(_FIELDS, 2):
        head = f"// {field}: "
        if len(lines) < number or not lines[number - 1].startswith(head):
            raise SchemaError(f"{path}:{number}: expected a line that starts with {head!r}")
        fields[field] = lines[number - 1].removeprefix(head)
    query = Query(
        name=name,
        doc=doc,
        params=_declared(fields["params"]),
        returns=_declared(fields["returns"]),
        access=fields["access"],
        order=fields["order"],
        text=text,
    )
    if query.access not in _ACCESS.get(folder, ("read", "write")):
        raise SchemaError(f"{path}:4: access {query.access!r} does not belong in {folder!r}")
    _check_statement(query, path)
    return query


def _declared(text: str) -> dict[str, str]:
    """Split `a STRING, b LIST of {c, d}` at the commas outside braces."""
    if text in ("none", "nothing"):
        return {}
    parts = re.split(r",\s*(?![^{]*\})", text)
    return {name: kind for name, _, kind in (part.strip().partition(" ") for part in parts)}


def _check_statement(query: Query, path: str) -> None:
    used: set[str] = set()
    plain = _QUOTED.sub(lambda m: m.group() if m.group()[0] == "`" else " ", query.text)
    for number, line in enumerate(plain.splitlines(), 1):
        if ";" in line:
            raise SchemaError(f"{path}:{number}: one statement a file, without a semicolon")
        for name in _PARAMETER.findall(line):
            if name not in query.params:
                raise SchemaError(f"{path}:{number}: ${name} is not declared under params")
            used.add(name)
    for name in query.params:
        if name not in used:
            raise SchemaError(f"{path}:2: {name!r} is declared and not used")
    columns = _columns(plain)
    if columns != list(query.returns):
        raise SchemaError(f"{path}:3: declared are {list(query.returns)}, returned are {columns}")


def _columns(statement: str) -> list[str]:
    """Return the names behind AS in the last RETURN; a shipped query names every column."""
    _, found, tail = statement.rpartition("\nRETURN ")
    tail = re.split(r"\n(?:ORDER BY|SKIP|LIMIT)\b", tail)[0]
    return re.findall(r"\bAS `?(\w+)`?", tail) if found else []
