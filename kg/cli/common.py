"""What commands share: options, tables, progress."""

from __future__ import annotations

import json
import signal
import sys
import threading
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click
from click.core import ParameterSource

from kg.cli.place import note_place, placed
from kg.cli.tables import print_csv, print_table
from kg.errors import ConfigError, QueryError, StoreError
from kg.plain import as_dict
from kg.records import EntityType
from kg.settings import Settings
from kg.store import is_address, is_server
from kg.whole_file import whole_file
from kg.words import counted

if TYPE_CHECKING:
    from kg.extract import Unread

T = TypeVar("T")
Decorated = TypeVar("Decorated", bound=Callable[..., Any])


def _folder(ctx: click.Context, param: click.Parameter, value: str) -> str:
    note_place(ctx, param, value)
    # The commands of a group ask for themselves: there the default may be none of theirs.
    if not isinstance(ctx.command, click.Group):
        check_folder(value)
    return value


def check_folder(value: str) -> None:
    """Refuse an address where a workspace is to be built or changed.

    Raises:
        ConfigError: It is no folder.
    """
    if is_address(value):
        hint = f"; build it, then: kg load {value}" if is_server(value) else ""
        raise ConfigError(
            f"a workspace is a folder, not {value!r}; give one with --workspace{hint}"
        )


_place_option = partial(click.option, default=lambda: Settings.from_env().graph, type=click.Path())
# Each is also called as the other: either word is right with every command.
graph_option = _place_option(
    *("--graph", "-g", "--workspace", "-w", "graph"),
    callback=note_place,
    metavar="PATH|URL",
    help="Workspace folder, or neo4j://host of a server. [env: KG_GRAPH; papers.kg]",
)
workspace_option = _place_option(
    *("--workspace", "-w", "--graph", "-g", "workspace"),
    callback=_folder,
    metavar="DIR",
    help="Workspace folder. [env: KG_GRAPH; papers.kg]",
)


def given_options(ctx: click.Context) -> dict[str, str]:
    """Return the options that stand in the command line, by parameter, as they are spelled."""
    return {
        str(option.name): max(option.opts, key=len)
        for option in ctx.command.params
        if isinstance(option, click.Option)
        and ctx.get_parameter_source(str(option.name)) is ParameterSource.COMMANDLINE
    }


def refuse_together(ctx: click.Context, one: str, *, others: Sequence[str]) -> None:
    """Refuse options that another one, if it is given, would drop.

    Raises:
        click.UsageError: One of them is given, too.
    """
    given = given_options(ctx)
    for other in others if one in given else ():
        if other in given:
            raise click.UsageError(f"{given[one]} and {given[other]} exclude each other; give one")


def refuse_options(ctx: click.Context, why: str, *, options: Sequence[str]) -> None:
    """Refuse options that what else is given would drop.

    Raises:
        click.UsageError: One of them is given; it says why that cannot be.
    """
    given = given_options(ctx)
    for option in options:
        if option in given:
            raise click.UsageError(placed(f"{given[option]} {why}"))


def form_options(function: Decorated) -> Decorated:
    """Add `--json` and `--csv`, of which one may be given.

    The command gets `form`: `json`, `csv`, or None for a table.
    """
    for name in ("csv", "json"):
        function = click.option(
            f"--{name}",
            is_flag=True,
            expose_value=False,
            callback=_form,
            help=f"Print {name.upper()} instead of a table.",
        )(function)
    return function


def _form(ctx: click.Context, param: click.Parameter, given: bool) -> None:
    before = ctx.params.setdefault("form", None)
    if given and before is not None:
        raise click.UsageError(f"--{before} and --{param.name} exclude each other; give one")
    if given:
        ctx.params["form"] = param.name


def reader_weights() -> Path | None:
    """Return the folder of the reader's weights that the settings name, or None for the shipped.

    Raises:
        ConfigError: There is no such folder.
    """
    folder = Settings.from_env().reader
    if folder and not Path(folder).is_dir():
        raise ConfigError(f"KG_READER names no folder: {folder!r}; mend it, or unset it")
    return Path(folder) if folder else None


def print_rows(rows: Iterable[object], *, form: str | None, empty: str = "no rows") -> None:
    """Print rows to stdout as a table, JSON or CSV.

    Args:
        rows: Dataclasses or mappings of one shape.
        form: `json`, `csv`, or None for a table.
        empty: What stderr says where a table would have no rows.
    """
    plain = [as_dict(row) for row in rows]
    if form == "json":
        click.echo(json.dumps(plain, ensure_ascii=False, indent=2, default=str))
    elif form == "csv":
        print_csv(plain)
    elif plain:
        print_table(plain)
    else:
        click.echo(empty, err=True)


def progress(items: Iterable[T], *, total: int | None, label: str) -> Iterator[T]:
    """Yield the items while a bar on stderr shows how far it is; silent without a terminal."""
    if not sys.stderr.isatty():
        yield from items
        return
    from rich.console import Console
    from rich.progress import (
        BarColumn,
        MofNCompleteColumn,
        Progress,
        TextColumn,
        TimeRemainingColumn,
    )

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    with Progress(*columns, TimeRemainingColumn(), console=Console(stderr=True)) as bar:
        yield from bar.track(items, total=total, description=label)


@contextmanager
def at_work(label: str, *, told: bool = False) -> Iterator[Callable[[], None]]:
    """Give what says that something long begins: from then on a terminal shows that time goes by.

    Args:
        label: What is done.
        told: Without a terminal stderr gets the label as a line; else nothing is shown there.
    """
    with ExitStack() as shown:

        def begin() -> None:
            if told and not sys.stderr.isatty():
                talk(label)
            shown.enter_context(clock(label))

        yield begin


@contextmanager
def clock(label: str) -> Iterator[None]:
    """Let a terminal show throughout the block that time goes by; elsewhere show nothing."""
    if not sys.stderr.isatty():
        yield
        return
    from rich.console import Console
    from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

    columns = (SpinnerColumn(), TextColumn("{task.description}"), TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        bar.add_task(label, total=None)
        yield


TYPES = [kind.value for kind in EntityType]
TYPE = click.Choice(TYPES, case_sensitive=False)
JOBS = click.option(
    "--jobs",
    "-j",
    type=click.IntRange(0),
    default=lambda: Settings.from_env().jobs,
    help="Processes that read; 0: all cores. [env: KG_JOBS]",
)
VERBOSE = click.option("--verbose", is_flag=True, help="Show where the reading of a paper failed.")


# Most lines on what was skipped.
MAX_TOLD = 20


def tell_unread(unread: Sequence[Unread], *, verbose: bool) -> None:
    """Say which papers could not be read, and with verbose the traceback of each."""
    for one in unread[:MAX_TOLD]:
        talk(f"Skipped: {one}")
        if verbose:
            talk(one.trace.rstrip())
    if len(unread) > MAX_TOLD:
        more = counted(len(unread) - MAX_TOLD, "more paper", "more papers")
        talk(f"… and {more} that cannot be read")
    if unread and not verbose:
        talk("--verbose shows where it failed; no text should, so please report it")


def tell_none_read(unread: Sequence[Unread], *, read: int) -> bool:
    """Say that papers failed and none was read, which is a failure; return whether it is so."""
    if not unread or read:
        return False
    talk(f"Error: {counted(len(unread), 'paper')} failed and none was read")
    return True


def write_file(path: Path, text: str) -> None:
    """Write a text to a file, whole or not at all.

    Raises:
        StoreError: It cannot be written.
    """
    try:
        with whole_file(path) as file:
            file.write(text)
    except OSError as error:
        raise StoreError(f"cannot write {str(path)!r}: {error.strerror or error}") from error


@contextmanager
def ends_tidily() -> Iterator[None]:
    """Let `kill` and a closed terminal end a command as Ctrl-C does: what it began is removed.

    The exit is what a shell makes of such an end: 128 and the number of the signal.
    """
    ended: list[SystemExit] = []

    def end(number: int, _: object) -> None:
        ended.append(SystemExit(128 + number))
        raise ended[0]

    main = threading.current_thread() is threading.main_thread()
    numbers = [getattr(signal, name, None) for name in ("SIGTERM", "SIGHUP")] if main else []
    # Under nohup a closed terminal ends nothing.
    ours = [n for n in numbers if n is not None and signal.getsignal(n) is signal.SIG_DFL]
    for number in ours:
        signal.signal(number, end)
    try:
        yield
    except Exception:
        # What breaks because it was ended, as a half-read answer does, is not what ended it.
        if ended:
            raise ended[0] from None
        raise
    finally:
        for number in ours:
            signal.signal(number, signal.SIG_DFL)


@contextmanager
def remedies(said: Mapping[str, str]) -> Iterator[None]:
    """Let the error of a query name what this command takes.

    Args:
        said: From a remedy of `kg.store.base` to what it is here.
    """
    try:
        yield
    except QueryError as error:
        if error.remedy not in said:
            raise
        raise QueryError(error.fact, said[error.remedy]) from error


def talk(message: str) -> None:
    """Say something to the person: stderr, so that stdout stays data."""
    click.echo(placed(message), err=True)
