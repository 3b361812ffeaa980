"""Rows as plain data."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from typing import Any

from kg.arguments import brief
from kg.errors import ConfigError


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
