"""`kg query`: Cypher from a person, behind the fence."""

from __future__ import annotations

import math
import sys
from collections.abc import Sequence
from contextlib import AbstractContextManager, nullcontext, suppress

import click

from kg.cli.common import form_options, graph_option, print_rows, remedies, talk
from kg.errors import KGError
from kg.settings import Settings
from kg.store import Limits, Params, Row, base, is_server
from kg.words import counted

_REMEDIES = {
    base.WRITE: "allow it with --write",
    base.TIME: "narrow it, or give more with --timeout",
    base.MEMORY: "narrow it, or give more with --memory",
    base.PARAMETER: "give it with --param NAME=VALUE",
    base.CSV: "print CSV with --csv",
}


def _finite(ctx: click.Context, option: click.Parameter, seconds: float) -> float:
    """Refuse what is in every range and no time."""
    if not math.isfinite(seconds):
        raise click.BadParameter(f"{seconds} is no number of seconds; 0 is no limit", ctx, option)
    return seconds


@click.command()
@click.argument("text")
@click.option("--param", "-p", "pairs", multiple=True, metavar="NAME=VALUE", help="A parameter.")
@click.option("--write", is_flag=True, help="Allow it to change the graph.")
@click.option(
    "--timeout",
    type=click.FloatRange(min=0),
    callback=_finite,
    default=lambda: Settings.from_env().timeout,
    help="Most seconds; 0: no limit. [env: KG_TIMEOUT; 30]",
)
@click.option(
    "--limit",
    type=click.IntRange(min=1),
    default=lambda: Settings.from_env().limit,
    help="Most rows. [env: KG_LIMIT; 1000]",
)
@click.option(
    "--memory", type=click.IntRange(min=16), default=1024, show_default=True, help="Most MB."
)
@form_options
@graph_option
def query(
    text: str,
    pairs: tuple[str, ...],
    write: bool,
    timeout: float,
    limit: int,
    memory: int,
    form: str | None,
    graph: str,
) -> None:
    """Run Cypher, read-only unless --write is given; TEXT may be - for stdin.

    Example: kg query 'MATCH (p:Paper)-->(e {id: $id}) RETURN p.title' -p id=model:gpt-4
    """
    from kg.graph import check_built
    from kg.store.fence import params_of, run_fenced

    if text == "-":
        text = sys.stdin.read()
    if not write:
        check_built(graph)
    # One row more than is shown tells that there are more.
    limits = Limits(seconds=timeout or None, rows=limit + 1, memory_mb=memory)
    with (
        _lock(graph) if write and not is_server(graph) else nullcontext(),
        remedies(_REMEDIES),
    ):
        params = params_of(pairs)
        rows = run_fenced(graph, text, params, write=write, limits=limits)
    print_rows(rows[:limit], form=form)
    if len(rows) > limit:
        talk(f"first {counted(limit, 'row')}; see more with --limit")
    if not write:
        _tell_unknown(graph, text)
        _tell_misled(graph, text, params, found=rows)
    if write and not is_server(graph):
        talk("written; the next kg build or correction makes the graph anew, without this")


def _lock(graph: str) -> AbstractContextManager[None]:
    from kg.corpus.lock import workspace_lock

    return workspace_lock(base.graph_file(graph).parent, name="kg query --write", on_wait=talk)


def _tell_unknown(graph: str, text: str) -> None:
    """Say which names of a statement the graph has not: an empty answer tells nothing of a slip."""
    from kg.graph import open_graph
    from kg.graph.spelling import unknown_names

    def ask(statement: str) -> list[Row]:
        with open_graph(graph) as found:
            return [*found.run(statement)]

    # The answer stands, whatever has become of the graph since.
    with suppress(KGError):
        for note in unknown_names(ask, text):
            talk(note)


def _tell_misled(graph: str, text: str, params: Params, *, found: Sequence[Row]) -> None:
    """Say what a statement looks for and the graph has otherwise, where that made the answer."""
    from kg.graph import open_graph
    from kg.graph.directions import never_joined
    from kg.graph.literals import exclusions, other_spellings

    if any(value for row in found for value in row.values()):
        text = exclusions(text)
    else:
        for note in never_joined(text):
            talk(note)
    if not text:
        return
    with suppress(KGError), open_graph(graph) as opened:
        for note in other_spellings(opened.ask, text, params, on_server=is_server(graph)):
            talk(note)
