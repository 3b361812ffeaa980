"""Commands that a message names find the graph that the command line gave: they work as pasted."""

from __future__ import annotations

import re
import shlex
from contextvars import ContextVar

import click
from click.core import ParameterSource

# Commands that take no graph, and those that take one only as a workspace folder.
NONE_TAKEN = frozenset(("schema", "extract", "evaluate", "completion"))
FOLDER_TAKEN = frozenset(("build", "load", "names", "correct", "remove"))
_COMMAND = re.compile(r": kg ([a-z]+)\b(?:(?<= names) [a-z]+\b)?(?! -w )")
_given: ContextVar[str | None] = ContextVar("given", default=None)


def forget_place() -> None:
    """Take the command line of this run for one that gives no graph, until it does."""
    _given.set(None)


def note_place(ctx: click.Context, param: click.Parameter, value: str) -> str:
    """Keep a graph that stands in the command line: the callback of its option."""
    if ctx.get_parameter_source(str(param.name)) is ParameterSource.COMMANDLINE:
        _given.set(value)
    return value


def placed(message: str) -> str:
    """Return a message whose commands (`…: kg build`) lead to the graph of the command line."""
    place = _given.get()
    if place is None:
        return message
    is_folder = "://" not in place and not place.endswith(".kgl")
    bare = NONE_TAKEN if is_folder else NONE_TAKEN | FOLDER_TAKEN
    option = f" -w {shlex.quote(place)}"
    return _COMMAND.sub(lambda found: found[0] + ("" if found[1] in bare else option), message)
