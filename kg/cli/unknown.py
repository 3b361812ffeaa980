"""What to give instead of an option that a command has not."""

from __future__ import annotations

import difflib
from collections.abc import Mapping, Sequence
from itertools import pairwise

import click

from kg.records import EntityType

# What a person may take the one argument of a question for, by its name.
_MEANT = {
    "benchmark": {"benchmark", "dataset"},
    "task": {"task", "method"},
    "name": {"name", *(kind.value.lower() for kind in EntityType)},
    "paper": {"paper", "title", "id"},
    "text": {"text", "query"},
    "files": {"file", "files", "input", "path", "folder", "dir"},
    "folder": {"folder", "dir", "out", "output"},
}
# Where it is not what the option says.
_CALLED = {
    **dict.fromkeys(("files", "input", "path"), "file"),
    **dict.fromkeys(("dir", "out", "output"), "folder"),
    "query": "text",
}
_MOST = 3


def instead(error: click.NoSuchOption, questions: Sequence[click.Command]) -> str:
    """Return a message that leads on: what stands by itself, the nearest, which questions have it.

    Args:
        error: What click says of it.
        questions: Of one of them the others may have the option.
    """
    assert error.ctx is not None
    command, path = error.ctx.command, error.ctx.command_path
    said, bare = f"{path} has no option {error.option_name}", error.option_name.lstrip("-")
    root = error.ctx.find_root()
    if root is not error.ctx and error.option_name in _spelled(root.command):
        own = f"{root.command_path} {error.option_name}{path.removeprefix(root.command_path)}"
        return f"{error.option_name} stands before the command, as in: {own}"
    taken = [one for one in command.params if isinstance(one, click.Argument)]
    name = str(taken[0].name) if len(taken) == 1 else ""
    if bare in _MEANT.get(name, ()):
        what = _CALLED.get(bare, bare)
        an = "an" if what[0] in "aeiou" else "a"
        return f"{said}: {an} {what} stands by itself, as in: {path} {what.upper()}"
    if near := _nearest(bare, _options(command, error.ctx)):
        return f"{said}; nearest: {', '.join(f'--{one}' for one in near)}"
    others = questions if command in questions else ()
    having = [f"kg {one.name}" for one in others if error.option_name in _spelled(one)]
    return f"{said}; these have it: {', '.join(having[:_MOST])}" if having else said


def misplaced(
    error: click.NoSuchOption, words: Sequence[str], commands: Mapping[str, click.Command | None]
) -> str:
    """Return a message for an option that stands before the command.

    Args:
        error: What click says of it.
        words: All that was given.
        commands: By their names, those of the words that name one.
    """
    name = error.option_name
    for before, word in pairwise(["", *words]):
        command = commands.get(word)
        option = (
            next((one for one in command.params if name in one.opts), None) if command else None
        )
        if not isinstance(option, click.Option):
            continue
        if option.is_flag or option.count:
            return f"{name} stands behind its command, as in: kg {word} {name}"
        # Else the word may be its value.
        if before != name:
            value = option.metavar or str(option.name).upper()
            return f"{name} stands behind its command, as in: kg {word} {name} {value}"
    return instead(error, ())


def _nearest(bare: str, options: Sequence[str]) -> list[str]:
    # Without the dashes, which all options have in common: --since is not near --json.
    begun = [one for one in options if len(bare) > 1 and one.startswith(bare)]
    return begun[:_MOST] or difflib.get_close_matches(bare, options, n=2)


def _options(command: click.Command, ctx: click.Context) -> list[str]:
    helps = (one for one in command.get_help_option_names(ctx) if one.startswith("--"))
    return [one.lstrip("-") for one in (*_spelled(command), *helps)]


def _spelled(command: click.Command) -> list[str]:
    options = (one for one in command.params if isinstance(one, click.Option))
    return [spelled for one in options for spelled in one.opts if spelled.startswith("--")]
