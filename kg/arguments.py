"""What a caller from Python gives: each check returns what can be used, or refuses it."""

from __future__ import annotations

import os
import sys
from contextlib import suppress
from decimal import Decimal
from math import isfinite
from numbers import Real
from operator import index
from pathlib import Path
from types import ModuleType
from typing import NoReturn, SupportsIndex, TypeAlias

from kg.errors import ConfigError

AnyPath: TypeAlias = str | os.PathLike[str]
# What either store takes for the end of a list.
MOST = 2**31 - 1
_LONGEST = 80


class _NoFunction(ModuleType):
    """A module that, called like a function of it, says which one was meant."""

    called_for: str

    def __call__(self, *_: object, **__: object) -> NoReturn:
        name = self.__name__
        raise TypeError(f"{name} is a module; call its function: {name}.{self.called_for}(…)")


def lead_to(function: str, *, module: str) -> None:
    """Have a module that is called like a function say that the function stands in it.

    `kg.build(…)` would only be "'module' object is not callable".

    Args:
        function: The name of the function.
        module: The name of the module.
    """
    found = sys.modules[module]
    found.__class__ = _NoFunction
    found.__dict__["called_for"] = function


def as_path(option: str, value: object) -> Path:
    """Return a path that is given as text or as a path; `~` stands for the home folder.

    Raises:
        ConfigError: It is neither, or empty.
    """
    text = os.fspath(value) if isinstance(value, (str, os.PathLike)) else None
    if not text or not isinstance(text, str) or "\0" in text or not _is_for_files(text):
        raise ConfigError(f"{option} is {brief(value)}; give a path, as text or a pathlib.Path")
    # Where no home is known, `~` stays.
    return Path(os.path.expanduser(text))  # noqa: PTH111 - Path's raises there


def _is_for_files(text: str) -> bool:
    """Whether it can name a file: half a surrogate pair that stands for no byte cannot."""
    try:
        os.fsencode(text)
    except UnicodeEncodeError:
        return False
    return True


def as_text(option: str, value: object) -> str:
    """Return a text.

    Raises:
        ConfigError: It is none.
    """
    if not isinstance(value, str):
        raise ConfigError(f"{option} is {brief(value)}; give text")
    return value


def check_text(option: str, value: str | None) -> None:
    """Refuse what is no text where a text or None is asked for: nothing would be equal to it.

    Raises:
        ConfigError: It is neither.
    """
    if value is not None:
        as_text(option, value)


def check_whole(option: str, value: int, *, least: int | None = None) -> int:
    """Return a whole number as Python has it: a data frame has others, a text is none.

    Args:
        option: What it is called.
        value: As given.
        least: It is no smaller than this.

    Raises:
        ConfigError: It is no whole number, or a smaller one.
    """
    number = None
    if isinstance(value, SupportsIndex) and not is_flag(value):
        # An array has an index only if it holds one number.
        with suppress(TypeError):
            number = index(value)
    if number is None:
        raise ConfigError(f"{option} is {brief(value)}; give a whole number")
    if least is not None and number < least:
        raise ConfigError(f"{option} is {brief(number)}; give {least} or more")
    return number


def check_limit(limit: int) -> int:
    """Return the most rows, never more than a store can count.

    Raises:
        ConfigError: It is below 1, or no whole number.
    """
    return min(check_whole("limit", limit, least=1), MOST)


def as_number(option: str, value: object) -> float:
    """Return a number of whatever kind.

    Raises:
        ConfigError: It is none, or no finite one.
    """
    if isinstance(value, (Real, Decimal)) and not is_flag(value):
        # A whole number may be too long for a float, a Decimal one that signals.
        with suppress(OverflowError, ValueError):
            if isfinite(number := float(value)):
                return number
    raise ConfigError(f"{option} is {brief(value)}; give a number")


def as_confidence(value: object) -> float:
    """Return the least confidence that is asked for.

    Raises:
        ConfigError: It is not from 0 to 1.
    """
    with suppress(ConfigError):
        if 0 <= (number := as_number("min_confidence", value)) <= 1:
            return number
    raise ConfigError(f"min_confidence is {brief(value)}; give a number from 0 to 1")


def check_flag(option: str, value: object) -> None:
    """Refuse what is neither true nor false: the text `no` would count as true.

    Raises:
        ConfigError: It is neither.
    """
    if not is_flag(value):
        raise ConfigError(f"{option} is {brief(value)}; give True or False")


def is_flag(value: object) -> bool:
    """Return whether a value is true or false, as Python or as a data frame has it."""
    return isinstance(value, bool) or type(value).__name__ in ("bool", "bool_")


def check_call(option: str, value: object) -> None:
    """Refuse what cannot be called where something that can, or None, is asked for.

    Raises:
        ConfigError: It is neither.
    """
    if not (value is None or callable(value)):
        raise ConfigError(f"{option} is {brief(value)}; give a function")


def brief(value: object) -> str:
    """Return a value for a message, of a long one the beginning."""
    try:
        text = repr(value)
    except ValueError:
        # Python writes no whole number of more than 4,300 digits.
        text = f"a {type(value).__name__} of very many digits"
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…"
