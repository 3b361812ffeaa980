"""What a caller from Python gives: each check returns what can be used, or refuses it."""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path
from typing import TypeAlias

from kg.errors import ConfigError

AnyPath: TypeAlias = str | os.PathLike[str]
_LONGEST = 80


def as_path(option: str, value: object) -> Path:
    """Return a path that is given as text or as a path.

    Raises:
        ConfigError: It is neither.
    """
    text = os.fspath(value) if isinstance(value, (str, os.PathLike)) else None
    if not isinstance(text, str) or "\0" in text:
        raise ConfigError(f"{option} is {_said(value)}; give a path, as text or a pathlib.Path")
    return Path(text)


def as_paths(option: str, value: AnyPath | Iterable[AnyPath]) -> list[AnyPath]:
    """Return several paths as they are given; one by itself is one, and not its letters.

    Raises:
        ConfigError: One of them is no path, or they are none.
    """
    if isinstance(value, (str, os.PathLike)):
        value = [value]
    elif not isinstance(value, Iterable):
        as_path(option, value)
    paths = list(value)
    for path in paths:
        as_path(option, path)
    return paths


def _said(value: object) -> str:
    """Return a value for a message, of a long one the beginning."""
    return text if len(text := repr(value)) <= _LONGEST else f"{text[:_LONGEST]}…"
