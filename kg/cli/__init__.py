"""The command `kg`: parse, call, print. Command modules load when their command runs."""

from __future__ import annotations

import codecs
import importlib
import io
import json
import os
import sys
from pathlib import Path
from typing import Literal, NamedTuple

import click
import click.shell_completion

from kg import __version__
from kg.cli.place import choices, forget_place, placed
from kg.errors import KGError


class Command(NamedTuple):
    """The module in which a command's function has its name, and what the overview says of it."""

    module: str
    help: str


COMMANDS: dict[str, dict[str, Command]] = {
    "Build": {
        "build": Command("build", "Read papers and bring the graph up to date."),
        "extract": Command("extract", "Print what papers say, one JSON object each."),
        "load": Command("load", "Bring a Neo4j server to the workspace's state."),
    },
    "Ask": {
        "leaderboard": Command("ask", "Results on a benchmark, best first."),
        "sota": Command("ask", "The best result over time, a step a record."),
        "paper": Command("ask", "All that a paper says."),
        "entity": Command("ask", "All that papers say of a model, method, benchmark …"),
        "search": Command("ask", "Find papers and entities by words."),
        "papers": Command("ask", "Papers by task, method, benchmark, author, year."),
        "lineage": Command("ask", "What a thing is based on, and what is based on it."),
        "compare": Command("ask", "Two systems on all benchmarks they share."),
        "outperforms": Command("ask", "Who is said to beat whom."),
        "benchmarks": Command("ask", "Benchmarks of a task."),
        "neighbors": Command("ask", "What stands one step from a thing."),
        "path": Command("ask", "Shortest path between two things, with evidence."),
        "cooccurrence": Command("ask", "What is named in the same papers."),
        "trends": Command("ask", "Papers per month."),
        "repos": Command("ask", "Repositories and the papers that release them."),
        "conflicts": Command("ask", "Results that disagree."),
        "stats": Command("ask", "How many papers, entities, relations, results."),
        "schema": Command("ask", "Labels, relationship types and properties."),
        "query": Command("query", "Run Cypher, read-only unless --write is given."),
    },
    "Correct": {
        "names": Command("names", "Which names are one thing, and why; correct it."),
        "correct": Command("correct", "Strike out or replace a fact."),
        "remove": Command("correct", "Take a paper out everywhere."),
    },
    "Show and share": {
        "page": Command("pages", "Write the graph as one HTML page."),
        "site": Command("pages", "Write a small linked site."),
        "serve": Command("pages", "Show the graph live in the browser."),
        "export": Command("export", "Write the graph as Turtle, GraphML, …"),
    },
    "Check": {
        "evaluate": Command("extract", "Score extraction against annotated papers."),
        "completion": Command("completion", "Print the shell completion script."),
    },
}
_BY_NAME = {name: command for group in COMMANDS.values() for name, command in group.items()}
# What is true when Ctrl-C ends a command; a question leaves nothing to say.
_AGAIN = "Nothing half-written stays; run the same command again."
# Without a correction they only list.
_KEPT = (
    "If it was changing something: see what was kept with: kg names --corrections, and bring the "
    "graph up to date: kg build"
)
INTERRUPTED = {
    "build": "What was read is kept; run the same command to go on.",
    "load": "What is on the server stays; run the same command to go on.",
    "extract": "What is printed is whole; run the same command again, it begins anew.",
    "evaluate": "Run the same command again, it begins anew.",
    "site": "The site is not whole; run the same command again.",
    "page": _AGAIN,
    "export": _AGAIN,
    "names": _KEPT,
    "correct": _KEPT,
    "remove": "If it was changing something: see what is taken out with: kg remove, and bring the "
    "graph up to date: kg build",
}


class LazyGroup(click.Group):
    """A group that imports a command's module when the command is called."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return all names in the order of the overview."""
        return list(_BY_NAME)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import and return a command, or None for an unknown name."""
        place = _BY_NAME.get(cmd_name)
        if place is None:
            return None
        module = importlib.import_module(f"kg.cli.{place.module}")
        command = getattr(module, cmd_name)
        assert isinstance(command, click.Command)
        return command

    def shell_complete(
        self, ctx: click.Context, incomplete: str
    ) -> list[click.shell_completion.CompletionItem[str]]:
        """Complete a command from the table, without importing any, or an option."""
        found = [
            click.shell_completion.CompletionItem(name, help=command.help)
            for name, command in _BY_NAME.items()
            if name.startswith(incomplete)
        ]
        return [*found, *click.Command.shell_complete(self, ctx, incomplete)]

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Read what stands before the command; an option of the command has its place behind it."""
        given = list(args)
        try:
            return super().parse_args(ctx, args)
        except click.NoSuchOption as error:
            from kg.cli.unknown import misplaced

            found = {word: self.get_command(ctx, word) for word in given if word in _BY_NAME}
            raise click.UsageError(misplaced(error, given, found), ctx) from None

    def invoke(self, ctx: click.Context) -> object:
        """Run the command; a closed pipe is the end of it, not a fault."""
        try:
            done: object = super().invoke(ctx)
            # What the buffer holds has to go out while an error can still be told.
            sys.stdout.flush()
        except BrokenPipeError:
            # The reader of a pipe (head, less) has seen enough; the flush at exit must not fail.
            _silence()
            return 0
        except click.NoSuchOption as error:
            from kg.cli.unknown import instead

            questions = [self.get_command(ctx, name) for name in COMMANDS["Ask"]]
            raise click.UsageError(instead(error, [*filter(None, questions)]), error.ctx) from None
        except (KeyboardInterrupt, Exception) as error:
            if not _is_interrupt(error):
                raise
            # A terminal shows ^C in the line that was being written.
            click.echo(err=True)
            said = INTERRUPTED.get(ctx.invoked_subcommand or "", "")
            raise click.exceptions.Abort(f"Interrupted. {said}".rstrip()) from None
        return done

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Find the command; an unknown one names the nearest."""
        if args and args[0] not in _BY_NAME and not args[0].startswith("-"):
            import difflib

            near = difflib.get_close_matches(args[0], _BY_NAME, n=2)
            hint = f"; nearest: {', '.join(near)}" if near else ""
            ctx.fail(f"no command named {args[0]!r}{hint}. List all with: kg --help")
        return super().resolve_command(ctx, args)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the overview from the table, without importing the commands."""
        for title, group in COMMANDS.items():
            with formatter.section(title):
                formatter.write_dl([(name, command.help) for name, command in group.items()])


@click.group(
    cls=LazyGroup,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    epilog="Example: kg build papers.jsonl && kg leaderboard MathVista",
)
@click.version_option(__version__, prog_name="kg")
@click.option("--trace", is_flag=True, help="Tell each statement that a question asks the graph.")
def cli(trace: bool) -> None:
    """Turn abstracts into a graph of papers, methods, benchmarks and results, and ask it."""
    forget_place()


def main() -> None:
    """Run `kg`: exit 0 when done, 1 for an expected failure, 2 for wrong usage."""
    # The reader's matrices are small: with threads of their own they take twice the processor time.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    _take_any_sign()
    if "_KG_COMPLETE" in os.environ:
        from kg.cli.completion import offer

        offer()
    try:
        code = cli.main(prog_name="kg", standalone_mode=False)
    except click.exceptions.Abort as end:
        click.echo(placed(str(end)) or "Interrupted.", err=True)
        code = 130
    except click.ClickException as error:
        error.show()
        code = error.exit_code
    except KGError as error:
        click.echo(f"Error: {placed(str(error))}", err=True)
        for line in choices(error, sys.argv[1:]):
            click.echo(f"  {line}", err=True)
        code = 1
    except OSError as error:
        # E.g. a full disk behind stdout.
        _silence()
        where = f"{error.filename!r}: " if error.filename else "cannot write the output: "
        click.echo(f"Error: {where}{error.strerror or error}", err=True)
        code = 1
    sys.exit(code if isinstance(code, int) else 0)


def _is_interrupt(error: BaseException | None) -> bool:
    """Whether Ctrl-C ended a command, be it that something broke of it."""
    while error is not None and not isinstance(error, (KeyboardInterrupt, click.exceptions.Abort)):
        error = error.__context__
    return error is not None


def _take_any_sign() -> None:
    r"""Let any output hold any name: in an old encoding π is `\u03c0`, as JSON has it."""
    codecs.register_error("kg", _escaped)
    # Where a stream is closed (`>&-`, a service), Python has none.
    sys.stdin = sys.stdin or _nowhere("r")
    sys.stdout = sys.stdout or _nowhere("w")
    sys.stderr = sys.stderr or _nowhere("w")
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="kg")


def _nowhere(mode: Literal["r", "w"]) -> io.TextIOWrapper:
    return Path(os.devnull).open(mode, encoding="utf-8")


def _escaped(error: UnicodeError) -> tuple[str, int]:
    assert isinstance(error, UnicodeEncodeError)
    return json.dumps(error.object[error.start : error.end])[1:-1], error.end


def _silence() -> None:
    """Let go what stdout still holds: its file takes no more."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
