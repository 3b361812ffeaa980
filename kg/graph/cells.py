"""From a query's row to a dataclass: `firstSeen` becomes `first_seen`, lists become tuples."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from typing import Any, TypeVar

from kg.schema import property_name
from kg.store import Row

T = TypeVar("T")
# Runs a shipped query: its name, then its parameters.
Ask = Callable[..., list[Row]]


def from_row(kind: type[T], row: Row, **given: object) -> T:
    """Return a dataclass filled from a row by the names of its fields.

    Args:
        kind: The dataclass.
        row: Has a column for each field that is not given.
        **given: Fields that the row does not hold as they are.
    """
    assert dataclasses.is_dataclass(kind)
    values: dict[str, Any] = dict(given)
    for field in dataclasses.fields(kind):
        if field.name not in values:
            value = row[property_name(field.name)]
            values[field.name] = tuple(value) if isinstance(value, list) else value
    return kind(**values)


def from_fields(kind: type[T], row: object, **given: object) -> T:
    """Return a dataclass filled from the fields of the same names of another.

    Args:
        kind: The dataclass.
        row: Has each field that is not given.
        **given: Fields that the other does not have as they are.
    """
    assert dataclasses.is_dataclass(kind)
    names = [field.name for field in dataclasses.fields(kind) if field.name not in given]
    return kind(**given, **{name: getattr(row, name) for name in names})


def text(value: object) -> str | None:
    """Return a cell as text; null stays None."""
    return None if value is None else str(value)


def flag(value: object) -> bool | None:
    """Return a cell that is true or false; what is neither is None."""
    return value if isinstance(value, bool) else None


def whole(value: object) -> int:
    """Return a cell that is a count; null is 0."""
    return value if isinstance(value, int) else 0


def number(value: object) -> float:
    """Return a cell that is a number and never null."""
    assert isinstance(value, (int, float))
    return float(value)
