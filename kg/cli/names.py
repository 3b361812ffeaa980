"""`kg names`: see and set right which names are one thing."""

from __future__ import annotations

import difflib
from itertools import takewhile
from pathlib import Path
from typing import Any

import click

import kg.names
from kg.cli.changing import author_option, changing, finish, later_option, update
from kg.cli.common import (
    TYPE,
    check_folder,
    clock,
    ends_tidily,
    form_options,
    given_options,
    print_rows,
    refuse_together,
    talk,
    workspace_option,
    write_file,
)
from kg.cli.offered import names_of
from kg.corpus import Corpus
from kg.corrections import MERGE
from kg.errors import InputError
from kg.names import describe
from kg.names.checks import acceptable, named_twice
from kg.names.directory import Directory
from kg.names.file import exported, imported
from kg.records import EntityType, Resolution
from kg.resolve import known_names
from kg.words import command, counted

_ANY = names_of()
_RESOLVING = "Resolving names"

type_option = click.option("--type", "kind", type=TYPE, help="Keep things of this type.")


def _type(kind: str | None) -> EntityType | None:
    return EntityType(kind) if kind else None


def _resolution(workspace: str) -> Resolution:
    with Corpus.open(Path(workspace), read_only=True) as corpus, clock("Reading names"):
        return known_names(corpus)


class _Names(click.Group):
    """A group whose options take a name, which may be no command."""

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Find the command; of words that are none, show how to ask for them as a name."""
        if args and args[0] not in self.commands and not args[0].startswith("-"):
            words = [*takewhile(lambda word: not word.startswith("-"), args)]
            name = [ctx.params["why"]] if ctx.params.get("why") else []
            asked = command("kg", "names", "--why", " ".join([*name, *words]))
            near = difflib.get_close_matches(args[0], self.commands, n=1)
            hint = f"; nearest: {near[0]}" if near else ""
            ctx.fail(f"no command of kg names is {args[0]!r}{hint}. Of a name ask with: {asked}")
        return super().resolve_command(ctx, args)


@click.group(cls=_Names, invoke_without_command=True, epilog="Example: kg names --why GRPO")
@workspace_option
@type_option
@click.option(
    "--why",
    shell_complete=_ANY,
    metavar="NAME",
    help="All names of a thing, each with its reason.",
)
@click.option("--all", "everything", is_flag=True, help="Also everything and single papers' words.")
@click.option("--corrections", is_flag=True, help="What people set right.")
@click.option("--conflicts", is_flag=True, help="Merges that evidence suggests and a rule forbids.")
@click.option("--limit", default=50, type=click.IntRange(1), show_default=True)
@form_options
@click.pass_context
def names(
    ctx: click.Context,
    workspace: str,
    kind: str | None,
    why: str | None,
    everything: bool,
    corrections: bool,
    conflicts: bool,
    limit: int,
    form: str | None,
) -> None:
    """List which names are one thing, and why; correct it with the commands below."""
    if ctx.invoked_subcommand is not None:
        _hand_on(ctx, ctx.invoked_subcommand)
        return
    check_folder(workspace)
    refuse_together(ctx, "corrections", others=("kind", "why", "everything", "conflicts"))
    refuse_together(ctx, "conflicts", others=("kind", "why", "everything"))
    rows = _rows(workspace, kind, why=why, everything=everything, which=(corrections, conflicts))
    print_rows(rows[:limit], form=form, empty=_nothing(corrections, conflicts))
    if len(rows) > limit:
        talk(f"… and {len(rows) - limit} more; see them with --limit {len(rows)}")


def _hand_on(ctx: click.Context, name: str) -> None:
    """Let an option before a command count as if it stood behind it.

    Raises:
        click.UsageError: The command does not take it.
    """
    chosen = names.commands[name]
    given = given_options(ctx)
    taken = {parameter.name for parameter in chosen.params}
    for option, spelled in given.items():
        if option not in taken:
            raise click.UsageError(f"kg names {name} takes no {spelled}; see: kg names {name} -h")
    ctx.default_map = {name: {option: ctx.params[option] for option in given}}


def _nothing(corrections: bool, conflicts: bool) -> str:
    if corrections:
        return "nobody corrected anything"
    return "no merge was forbidden" if conflicts else "no name was joined to another"


def _rows(
    workspace: str, kind: str | None, *, why: str | None, everything: bool, which: tuple[bool, bool]
) -> list[Any]:
    corrections, conflicts = which
    if corrections:
        with Corpus.open(Path(workspace), read_only=True) as corpus:
            return kg.names.correction_rows(corpus.corrections(undone=True))
    resolution = _resolution(workspace)
    if conflicts:
        return list(resolution.conflicts)
    if why is not None:
        return kg.names.why(Directory(resolution), why, entity_type=_type(kind))
    return kg.names.merges(resolution, entity_type=_type(kind), everything=everything)


@names.command(epilog="Example: kg names merge PubMedBERT BiomedBERT")
@click.argument("one", metavar="A", shell_complete=_ANY)
@click.argument("two", metavar="B", shell_complete=_ANY)
@workspace_option
@type_option
@click.option("--yes", is_flag=True, help="Join even things of different types.")
@author_option
@later_option
def merge(
    one: str, two: str, workspace: str, kind: str | None, yes: bool, author: str | None, later: bool
) -> None:
    """Make A and B, names or ids, one thing."""
    with changing(workspace, author=author) as made:
        with clock(_RESOLVING):
            kept = made.merge(one, two, type=kind, yes=yes)
        finish(made, kept, later=later)
        if kept.note is not None:
            talk(f"Note: {kept.note}")


@names.command(epilog="Example: kg names split LoRa --from LoRA --paper arxiv:2412.21164")
@click.argument("one", metavar="A", shell_complete=_ANY)
@click.option(
    "--from",
    "two",
    shell_complete=_ANY,
    required=True,
    metavar="B",
    help="The thing that A is not.",
)
@click.option("--paper", metavar="ID", help="Only as this paper uses A.")
@workspace_option
@type_option
@author_option
@later_option
def split(
    one: str,
    two: str,
    paper: str | None,
    workspace: str,
    kind: str | None,
    author: str | None,
    later: bool,
) -> None:
    """Make the name A another thing than B."""
    with changing(workspace, author=author) as made:
        with clock(_RESOLVING):
            kept = made.split(one, two, paper=paper, type=kind)
        finish(made, kept, later=later)


@names.command(epilog='Example: kg names rename "GPT4 Omni" GPT-4o')
@click.argument("one", metavar="A", shell_complete=_ANY)
@click.argument("name", metavar="NAME")
@workspace_option
@type_option
@author_option
@later_option
def rename(
    one: str, name: str, workspace: str, kind: str | None, author: str | None, later: bool
) -> None:
    """Call the thing A, a name or an id, NAME."""
    with changing(workspace, author=author) as made:
        with clock(_RESOLVING):
            kept = made.rename(one, name, type=kind)
        finish(made, kept, later=later)


@names.command(epilog="Example: kg names undo 3")
@click.argument("number", type=int)
@workspace_option
def undo(number: int, workspace: str) -> None:
    """Take a correction back; its number stands in kg names --corrections."""
    with changing(workspace) as made:
        # Said first: another correction that cannot be used is told by what follows.
        correction = made.undo(number)
        click.echo(f"Taken back: {describe(correction)}")
        update(made)
        if correction.kind == MERGE:
            for note in named_twice(made.names(), made.corpus.corrections()):
                talk(note)


@names.command("export", epilog="Example: kg names export corrections.yaml")
@click.argument("file", type=click.Path(dir_okay=False, allow_dash=True))
@workspace_option
@ends_tidily()
def export_corrections(file: str, workspace: str) -> None:
    """Write the corrections in force to a YAML FILE, or - for stdout."""
    import yaml

    with Corpus.open(Path(workspace), read_only=True) as corpus:
        rows = exported(corpus.corrections())
    text = yaml.safe_dump(rows, allow_unicode=True, sort_keys=False)
    if file == "-":
        click.echo(text, nl=False)
    else:
        write_file(Path(file), text)
    talk(f"{counted(len(rows), 'correction')} written to {file}")


@names.command("import", epilog="Example: kg names import corrections.yaml")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, allow_dash=True))
@click.option("--yes", is_flag=True, help="Join even things of different types.")
@workspace_option
def import_corrections(file: str, yes: bool, workspace: str) -> None:
    """Add the corrections of a YAML FILE that are not in force yet.

    What names merge and names rename refuse is told and passed over.
    """
    import yaml

    with click.open_file(file, encoding="utf-8") as stream:
        try:
            rows = yaml.safe_load(stream)
        except (yaml.YAMLError, UnicodeDecodeError) as error:
            raise InputError(f"{file} is not YAML: {' '.join(str(error).split())}") from None
    with changing(workspace) as made:
        corpus = made.corpus
        wanted = imported(rows, known=corpus.corrections(), find=corpus.find)
        with clock(_RESOLVING):
            fresh, refused = acceptable(made.names(), wanted, mixed=yes)
        for reason in refused:
            talk(f"Passed over: {reason}")
        for item in fresh:
            corpus.add_correction(item.kind, item.payload, author=item.author, date=item.date)
        update(made)
    click.echo(f"{counted(len(fresh), 'new correction')} of {len(rows)}")
