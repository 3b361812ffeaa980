"""A knowledge graph of machine-learning papers, with the sentence that proves each fact."""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from kg.resolve_rules import same_name

__version__ = "0.1.0"

__all__ = ["__version__", "same_name"]

# Public names load their module when they are first used: `kg --help` must not pay for them.
_HOMES = {"same_name": "kg.resolve_rules"}


def __getattr__(name: str) -> object:
    """Import a public name on first use."""
    if name not in _HOMES:
        raise AttributeError(f"module 'kg' has no attribute {name!r}")
    value: object = getattr(importlib.import_module(_HOMES[name]), name)
    globals()[name] = value
    return value
