"""What the commands that correct share: who, when, and the workspace that they change."""

from __future__ import annotations

import getpass
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import click

from kg.cli.common import at_work, talk
from kg.cli.place import placed
from kg.errors import InputError

if TYPE_CHECKING:
    from kg.build import Build

author_option = click.option(
    "--author", default=getpass.getuser, metavar="NAME", help="Who corrects. [your login]"
)
later_option = click.option(
    "--later", is_flag=True, help="Leave the graph as it is until the next kg build."
)


@contextmanager
def changing(workspace: str) -> Iterator[Build]:
    """Open a workspace that is there already."""
    from kg.build import Build
    from kg.corpus import Corpus

    Corpus.open(Path(workspace), existing=True).close()
    name = click.get_current_context().command_path
    with Build(Path(workspace), name=name, on_wait=talk) as run:
        yield run


def update(run: Build, *, told: bool = False) -> None:
    """Bring the graph up to date; where that takes long, a terminal shows that it goes on.

    Args:
        run: The open workspace.
        told: Say so in a line where there is no terminal.
    """
    with at_work("Resolving names and writing the graph", told=told) as begin:
        run.update(started=begin)


def keep(
    run: Build,
    kind: str,
    payload: dict[str, object],
    *,
    author: str,
    later: bool,
    said: str | None = None,
    void: str | None = None,
) -> None:
    """Keep a correction, bring the graph up to date and say how to take it back.

    Args:
        run: The open workspace.
        kind: What the correction does.
        payload: To what.
        author: Who corrects.
        later: The graph stays as it is.
        said: What is told of it; None describes it.
        void: What is told where no name becomes another by it: then it is not kept. None keeps it
            all the same.

    Raises:
        InputError: It changes nothing.
    """
    from kg.names import describe

    with run.corpus.transaction():
        before = run.corpus.revision
        number = run.corpus.add_correction(kind, payload, author=author)
        if void is not None and not _changes_names(run, since=before):
            raise InputError(void)
    corrections = run.corpus.corrections()
    if not later:
        update(run)
    said = said or describe(next(c for c in corrections if c.id == number))
    click.echo(placed(f"{number}: {said}. Take it back with: kg names undo {number}"))


def _changes_names(run: Build, *, since: int) -> bool:
    from kg.resolve import changed_nodes, update_names

    with at_work("Resolving names") as begin:
        begin()
        update_names(run.corpus)
    return bool(changed_nodes(run.corpus, since))
