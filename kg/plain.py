"""Rows as plain data."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from typing import Any


def as_dict(row: object) -> dict[str, Any]:
    """Return a row, a dataclass or a mapping, as a dictionary."""
    if dataclasses.is_dataclass(row) and not isinstance(row, type):
        return dataclasses.asdict(row)
    assert isinstance(row, Mapping)
    return dict(row)
