"""What the commands of the questions share: options, an open graph, tables with notes."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any, TypeVar

import click

from kg.cli.common import TYPE, form_options, graph_option, print_rows, remedies, talk
from kg.cli.place import placed
from kg.cli.shown import PROOFS, heads, shown_row
from kg.cli.tables import print_csv, print_table
from kg.graph import Graph, Rows, open_graph
from kg.graph.answers import AnswerWithRows
from kg.settings import Settings
from kg.store import Limits, Params, base
from kg.words import command, quoted

Decorated = TypeVar("Decorated", bound=Callable[..., Any])

_REMEDIES = {
    base.TIME: "narrow it, or give more with KG_TIMEOUT",
    base.MEMORY: "narrow it",
    base.PARAMETER: "write the value into the query",
    base.WRITE: "only this writes: kg query --write",
    base.CSV: "rows are printed as CSV by: kg query --csv",
}


# The options that say what a word may be which a command does not take by itself.
_SAYS_WHAT = ("task", "method", "benchmark", "author", "focus", "output")


class Question(click.Command):
    """A command that says what to do with words too many: a name of several stands in quotes."""

    allow_extra_args = True

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Read the command line.

        Raises:
            click.UsageError: It has more words than the command takes.
        """
        further = super().parse_args(ctx, args)
        if further and not ctx.resilient_parsing:
            ctx.fail(placed(self._takes(ctx, further)))
        return further

    def _takes(self, ctx: click.Context, further: list[str]) -> str:
        """Return what the command takes instead of so many words."""
        taken = [one for one in self.params if isinstance(one, click.Argument)]
        words = [*(str(ctx.params[str(one.name)]) for one in taken), *further]
        name, whole = str(self.name), " ".join(words)
        kinds = " and one ".join(one.human_readable_name for one in taken)
        if len(taken) == 1:
            one = command("kg", name, whole)
            return f"kg {name} takes one {kinds}; put a name of several words in quotes: {one}"
        if taken:
            pair = command("kg", name, *words[: len(taken)])
            names = "put a name of several words in quotes, and take of more names two at a time"
            return f"kg {name} takes one {kinds}; {names}: {pair}"
        said = f"kg {name} takes no {quoted(whole)}"
        there = [f"--{one.name}" for one in self.params if one.name in _SAYS_WHAT]
        if not there:
            return said
        said += f"; say what it is by {', '.join(there[:-1])} or {there[-1]}"
        see = command("kg", "search", whole)
        return f"{said}, or look for it with: {see}" if "--task" in there else said


def question(function: Callable[..., None]) -> click.Command:
    """Make a function the command of a question: `--json`, `--csv` and `--graph` come last."""
    made = click.command(cls=Question)(function)
    made.params += click.command()(form_options(graph_option(lambda: None))).params
    return made


type_option = click.option("--type", type=TYPE, help="Type of the thing.")
confidence_option = click.option(
    "--min-confidence",
    type=click.FloatRange(0, 1),
    default=0.0,
    show_default=True,
    help="Leave out what is less certain.",
)


def family_option(what: str) -> Callable[[Decorated], Decorated]:
    """Add `--family`: takes in more than the thing itself, as its help says."""
    return click.option("--family", is_flag=True, help=f"Take in {what}.")


def limit_option(default: int) -> Callable[[Decorated], Decorated]:
    """Add `--limit`: most rows."""
    return click.option(
        "--limit", type=click.IntRange(min=1), default=default, show_default=True, help="Most rows."
    )


@contextmanager
def opened(graph: str) -> Iterator[Graph]:
    """Open a graph, and tell on stderr if it is behind or being loaded."""
    limits = Limits(seconds=Settings.from_env().timeout or None)
    traced = click.get_current_context().find_root().params.get("trace")
    opening = open_graph(graph, limits=limits, trace=_tell if traced else None)
    with remedies(_REMEDIES), opening as found:
        state = found.state()
        if state is not None:
            talk(state)
        yield found


def _tell(text: str, params: Params) -> None:
    talk(f"{text.rstrip()}\n// {json.dumps(dict(params), ensure_ascii=False)}\n")


def answer(
    rows: Rows[Any],
    form: str | None,
    columns: Sequence[str],
    yields: Sequence[str] = (),
    *,
    below: Callable[[Sequence[Mapping[str, object]], Sequence[str]], list[dict[str, object]]]
    | None = None,
) -> None:
    """Print rows to stdout and their notes to stderr.

    Args:
        rows: Of one kind.
        form: `json`, `csv`, or None for a table.
        columns: What a table shows.
        yields: Those of them that give way in a narrow terminal, the first of them first.
        below: Makes a second table of what the rows show and which columns gave way.
    """
    plain = rows.to_dicts()
    if form is None and plain:
        # A column that no row fills (a corpus without dates) leaves its room to the sentences.
        filled = [name for name in columns if any(_says(row[name]) for row in plain)]
        shown = [shown_row(row, filled) for row in plain]
        away = print_table(shown, yields=heads(yields))
        lines = below(shown, away) if below and away else []
        if lines:
            click.echo()
            # Where there is no room for all that tells its rows apart, their amounts do.
            print_table(lines, yields=("right", "left", "metric"))
            away = [name for name in away if not name.endswith(PROOFS)]
        if away:
            talk(f"no room here for: {', '.join(away)}; a wider terminal or --json shows all")
    elif form == "csv":
        print_csv(plain, header=rows.columns())
    else:
        print_rows(plain, form=form)
    _tell_notes(rows)


def _tell_notes(rows: Rows[Any]) -> None:
    for note in rows.notes:
        talk(note)


def _says(value: object) -> bool:
    return value is not None and value is not False and value != ()


def show(
    value: AnswerWithRows, form: str | None, yields: Sequence[str] = (), **tables: Sequence[str]
) -> None:
    """Print an answer that has fields of its own and tables in it.

    Args:
        value: The tables are its fields that hold rows.
        form: `json`, `csv` (the tables as one), or None for tables.
        yields: Columns of the tables that give way in a narrow terminal.
        **tables: Field name to what its table shows.
    """
    if form == "json":
        click.echo(json.dumps(value.to_dict(), ensure_ascii=False, indent=2, default=str))
        return
    fields = value.fields()
    plain = {key: item for key, item in fields.items() if key not in tables}
    if form == "csv":
        _print_as_one({title: fields[title] for title in tables})
        return
    print_rows(
        [{"field": key, "value": item} for key, item in plain.items() if item not in (None, ())],
        form=form,
    )
    for title, columns in tables.items():
        if fields[title]:
            click.echo(f"\n{title.capitalize()}")
            answer(fields[title], form, columns, yields)
        else:
            _tell_notes(fields[title])


def _print_as_one(tables: Mapping[str, Rows[Any]]) -> None:
    """Print tables as one CSV with the columns of all; its first column names the table."""
    columns = dict.fromkeys(name for rows in tables.values() for name in rows.columns())
    empty = dict.fromkeys(columns)
    plain = [
        {"table": title, **empty, **row}
        for title, rows in tables.items()
        for row in rows.to_dicts()
    ]
    print_csv(plain, header=("table", *columns))
    for rows in tables.values():
        _tell_notes(rows)
