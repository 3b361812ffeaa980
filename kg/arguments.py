"""What a caller from Python gives: each check returns what can be used, or refuses it."""

from __future__ import annotations

import os
from collections.abc import Iterable
from operator import index
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


def as_text(option: str, value: object) -> str:
    """Return a text.

    Raises:
        ConfigError: It is none.
    """
    if not isinstance(value, str):
        raise ConfigError(f"{option} is {_said(value)}; give text")
    return value


def check_limit(limit: int) -> None:
    """Refuse a limit that no answer can keep.

    Raises:
        ConfigError: It is below 1, or no whole number.
    """
    check_from_one("limit", limit)


def check_from_one(option: str, value: int) -> int:
    """Return a whole number from 1 up.

    Raises:
        ConfigError: It is below 1, or no whole number.
    """
    if (number := check_whole(option, value)) < 1:
        raise ConfigError(f"{option} is {value}; give 1 or more")
    return number


def check_text(option: str, value: str | None) -> None:
    """Refuse what is no text where a text or None is asked for: nothing would be equal to it.

    Raises:
        ConfigError: It is neither.
    """
    if not (value is None or isinstance(value, str)):
        raise ConfigError(f"{option} is {_said(value)}; give text")


def check_whole(option: str, value: int) -> int:
    """Return a whole number as Python has it: a data frame has others, a text is none.

    Raises:
        ConfigError: It is no whole number.
    """
    try:
        return index(value)
    except TypeError:
        raise ConfigError(f"{option} is {_said(value)}; give a whole number") from None


def _said(value: object) -> str:
    """Return a value for a message, of a long one the beginning."""
    return text if len(text := repr(value)) <= _LONGEST else f"{text[:_LONGEST]}…"
