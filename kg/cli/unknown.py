"""What to give instead of an option that a command has not."""

from __future__ import annotations

import difflib
from collections.abc import Iterable

import click

from kg.records import EntityType

# What a person may take the one argument of a question for, by its name.
_MEANT = {
    "benchmark": {"benchmark", "dataset"},
    "task": {"task", "method"},
    "name": {"name", *(kind.value.lower() for kind in EntityType)},
}
_MOST = 3


def instead(error: click.NoSuchOption, others: Iterable[click.Command]) -> str:
    """Return a message that leads on: what stands by itself, the nearest, which commands have it.

    Args:
        error: What click says of it.
        others: Commands that may have it.
    """
    assert error.ctx is not None
    command, path = error.ctx.command, error.ctx.command_path
    said, bare = f"{path} has no option {error.option_name}", error.option_name.lstrip("-")
    taken = [str(one.name) for one in command.params if isinstance(one, click.Argument)]
    if len(taken) == 1 and bare in _MEANT.get(taken[0], taken):
        return f"{said}: a {bare} stands by itself, as in: {path} {bare.upper()}"
    # Without the dashes, which all options have in common: --since is not near --json.
    near = difflib.get_close_matches(bare, [one.lstrip("-") for one in _options(command)], n=2)
    if near:
        return f"{said}; nearest: {', '.join(f'--{one}' for one in near)}"
    having = [f"kg {one.name}" for one in others if error.option_name in _options(one)]
    return f"{said}; these have it: {', '.join(having[:_MOST])}" if having else said


def _options(command: click.Command) -> list[str]:
    options = (one for one in command.params if isinstance(one, click.Option))
    return [spelled for one in options for spelled in one.opts if spelled.startswith("--")]
