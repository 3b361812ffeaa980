"""Commands that a message names find the graph that the command line gave: they work as pasted."""

from __future__ import annotations

import re
import shlex
from collections.abc import Sequence
from contextvars import ContextVar
from pathlib import Path

import click
from click.core import ParameterSource

from kg.errors import AmbiguousName, ConfigError, KGError, NameLookupError
from kg.words import command

# Commands that take no graph, and those that take one only as a workspace folder.
NONE_TAKEN = frozenset(("extract", "evaluate", "completion"))
FOLDER_TAKEN = frozenset(("build", "load", "names", "correct", "remove"))
# So many things that a name may mean are offered.
_SHOWN = 5
_COMMAND = re.compile(r": kg ([a-z]+)\b(?:(?<= names) [a-z]+\b)?(?! -w )")
_given: ContextVar[str | None] = ContextVar("given", default=None)


def forget_place() -> None:
    """Take the command line of this run for one that gives no graph, until it does."""
    _given.set(None)


def note_place(ctx: click.Context, param: click.Parameter, value: str) -> str:
    """Keep a graph that stands in the command line: the callback of its option.

    Raises:
        ConfigError: It is empty, as a variable is that was never set, or some other file.
    """
    if not value:
        raise ConfigError("the workspace is ''; give a folder with --workspace or KG_GRAPH")
    if not value.endswith(".kgl") and is_file(value):
        raise ConfigError(f"{value!r} is a file; a workspace is a folder, give it with --workspace")
    if ctx.get_parameter_source(str(param.name)) is ParameterSource.COMMANDLINE:
        _given.set(value)
    return value


def is_file(path: str) -> bool:
    """Return whether there is a file of this name; one that is too long for any is none."""
    try:
        return Path(path).is_file()
    except OSError:
        return False


def choices(error: KGError, words: Sequence[str]) -> list[str]:
    """Return the command line once for each thing that its name may mean: to be pasted.

    Of a name that nothing has those are meant of which it is a slip of the pen.

    Args:
        error: What ended the command.
        words: Its command line.
    """
    if not isinstance(error, NameLookupError) or words.count(error.asked or "") != 1:
        return []
    asked, meant = error.asked or "", error.candidates
    if not isinstance(error, AmbiguousName):
        from kg.graph.near import slips

        meant = tuple(slips(asked, meant))
    at = words.index(asked)
    return [command("kg", *words[:at], one, *words[at + 1 :]) for one in meant[:_SHOWN]]


def placed(message: str) -> str:
    """Return a message whose commands (`…: kg build`) lead to the graph of the command line."""
    place = _given.get()
    if place is None:
        return message
    # Not above: every command loads this module, and `kg --help` needs no store.
    from kg.store import is_address

    is_folder = not is_address(place) and not place.endswith(".kgl")
    bare = NONE_TAKEN if is_folder else NONE_TAKEN | FOLDER_TAKEN
    option = f" -w {shlex.quote(place)}"
    return _COMMAND.sub(lambda found: found[0] + ("" if found[1] in bare else option), message)
