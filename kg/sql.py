"""Lists in SQLite statements, one parameter however long, and what columns keep as JSON."""

from __future__ import annotations

import json
from collections.abc import Collection
from typing import Any

from kg.errors import StoreError

# `WHERE id IN` this, with `json_list` as the parameter.
LIST = "(SELECT value FROM json_each(?))"


def json_list(values: Collection[str] | Collection[int]) -> str:
    """Return values as the parameter of `LIST`."""
    return json.dumps(sorted(values))


def where_in(column: str, values: Collection[str] | None) -> tuple[str, tuple[str, ...]]:
    """Return a condition that holds for these values, empty for None, and its parameters."""
    return ("", ()) if values is None else (f" WHERE {column} IN {LIST}", (json_list(values),))


def from_json(value: object) -> Any:
    """Return what a column keeps as JSON.

    Raises:
        StoreError: Its bytes are damaged, which SQLite does not see.
    """
    try:
        return json.loads(str(value))
    except ValueError as error:
        raise StoreError(
            f"what the corpus keeps is damaged ({error}); restore a copy of corpus.sqlite, or "
            "build anew elsewhere"
        ) from error
