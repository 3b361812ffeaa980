"""Rows as plain data."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from typing import Any

from kg.arguments import brief
from kg.errors import ConfigError

# A spreadsheet takes what begins so for a formula, and runs it.
# Of the wide signs too, where it is set for East Asia.
_FORMULA = tuple("=+-@\uff1d\uff0b\uff0d\uff20")


def safe_cell(value: object) -> object:
    """Return a value for a CSV that a spreadsheet opens: no text of a paper is a formula there.

    Args:
        value: Text that could be one gets a `'` before it; items of a list stand between `; `, a
            sentence in one line.
    """
    if value is None or isinstance(value, (int, float)):
        return value
    items = value if isinstance(value, (list, tuple)) else [value]
    text = " ".join("; ".join(map(str, items)).split())
    return f"'{text}" if text.startswith(_FORMULA) else text


def as_dict(row: object) -> dict[str, Any]:
    """Return a row, a dataclass or a mapping, as a dictionary.

    Raises:
        ConfigError: It is neither.
    """
    if dataclasses.is_dataclass(row) and not isinstance(row, type):
        return dataclasses.asdict(row)
    if not isinstance(row, Mapping):
        raise ConfigError(f"{brief(row)} is no row: neither a dataclass nor a mapping")
    return dict(row)
