"""What the commands that correct share: who, when, and the workspace that they change."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

import click

from kg.cli.common import at_work, talk
from kg.cli.place import placed

if TYPE_CHECKING:
    from kg.build import Build
    from kg.correct import Corrections, Kept

author_option = click.option("--author", metavar="NAME", help="Who corrects. [your login]")
later_option = click.option(
    "--later", is_flag=True, help="Leave the graph as it is until the next kg build."
)


@contextmanager
def changing(workspace: str, *, author: str | None = None) -> Iterator[Corrections]:
    """Open a workspace that is there already; `finish` or `update` brings its graph up to date."""
    from kg.correct import Corrections

    name = click.get_current_context().command_path
    with Corrections(workspace, author=author, later=True, name=name, on_wait=talk) as made:
        yield made


def update(made: Build | Corrections, *, told: bool = False) -> None:
    """Bring the graph up to date; where that takes long, a terminal shows that it goes on.

    Args:
        made: The open workspace.
        told: Say so in a line where there is no terminal.
    """
    with at_work("Resolving names and writing the graph", told=told) as begin:
        made.update(started=begin)


def finish(made: Corrections, kept: Kept, *, later: bool) -> None:
    """Bring the graph up to date after a correction, and say how to take that back.

    Args:
        made: The open workspace.
        kept: The correction.
        later: The graph stays as it is.
    """
    if not later:
        update(made)
    click.echo(placed(f"{kept.id}: {kept.said}. Take it back with: kg names undo {kept.id}"))
