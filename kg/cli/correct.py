"""`kg correct` and `kg remove`: set right what was read, take papers out."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import click

from kg.cli.changing import author_option, changing, finish, later_option, update
from kg.cli.common import clock, form_options, print_rows, refuse_options, workspace_option
from kg.cli.place import placed
from kg.cli.shown import shown_row
from kg.plain import as_dict
from kg.words import building


@click.command(epilog="Example: kg correct result:0123456789abcdef --set value=73.5")
@click.argument("fact", metavar="PAPER|FACT")
@click.option("--strike", is_flag=True, help="Strike the fact out.")
@click.option("--set", "changes", multiple=True, metavar="FIELD=VALUE", help="Replace a part.")
@workspace_option
@author_option
@later_option
@form_options
@click.pass_context
def correct(
    ctx: click.Context,
    fact: str,
    strike: bool,
    changes: tuple[str, ...],
    workspace: str,
    author: str | None,
    later: bool,
    form: str | None,
) -> None:
    """List the facts of a paper with their ids, or strike out or replace one.

    FIELD of a result is value, unit, subject, benchmark, metric or versus; of a relation type,
    source or target. Names are given as the paper writes them; an empty value means none, an empty
    source the paper itself. kg names undo takes a correction back.
    """
    if not fact.startswith(("result:", "relation:")):
        why = f"is for a fact, and {fact!r} is none; list those of a paper with: kg correct PAPER"
        refuse_options(ctx, why, options=("strike", "changes", "author", "later"))
        rows = _paper_facts(workspace, fact)
        if form is None:
            columns = ("id", "fact", "confidence", "sentence")
            rows = [shown_row(as_dict(row), columns) for row in rows]
        print_rows(rows, form=form, empty="no facts were read in it")
        return
    if strike == bool(changes):
        raise click.UsageError("give either --strike or --set FIELD=VALUE")
    refuse_options(ctx, "is for the facts of a paper: kg correct PAPER", options=("json", "csv"))
    pairs = _pairs(changes)
    with changing(workspace, author=author) as made:
        with clock("Looking for the fact"):
            kept = made.correct(fact, **pairs) if pairs else made.strike(fact)
        finish(made, kept, later=later)
    if kept.fact not in (None, fact):
        click.echo(f"The fact's id is now {kept.fact}")


def _pairs(changes: Sequence[str]) -> dict[str, str]:
    pairs: dict[str, str] = {}
    for change in changes:
        name, equals, value = (part.strip() for part in change.partition("="))
        if not equals:
            raise click.UsageError(f"{change!r} is not FIELD=VALUE")
        if name in pairs:
            raise click.UsageError(f"{name} is set twice; give one value")
        pairs[name] = value
    return pairs


def _paper_facts(workspace: str, name: str) -> list[Any]:
    from kg.corpus import Corpus
    from kg.facts import paper_facts

    with Corpus.open(Path(workspace), read_only=True) as corpus:
        return paper_facts(corpus, name)


@click.command(epilog="Example: kg remove arxiv:2503.01234")
@click.argument("paper", metavar="[PAPER]", required=False)
@workspace_option
@click.option("--undo", is_flag=True, help="Let the paper in again when its file is built.")
@form_options
@click.pass_context
def remove(
    ctx: click.Context, paper: str | None, workspace: str, undo: bool, form: str | None
) -> None:
    """Take a paper out everywhere; building from the same file does not bring it back.

    Without PAPER, list what was taken out and when.
    """
    from kg.corpus import Corpus

    if paper is None:
        refuse_options(ctx, "needs the PAPER that is to come back", options=("undo",))
        with Corpus.open(Path(workspace), read_only=True) as corpus:
            rows = [{"paper": paper_id, "date": date} for paper_id, date in corpus.removed()]
        print_rows(rows, form=form, empty="no paper was taken out")
        return
    refuse_options(ctx, "is for the list of what was taken out", options=("json", "csv"))
    with changing(workspace) as made:
        done = made.restore(paper) if undo else made.remove(paper)
        update(made)
    back = f"comes back when its file is read again: {building(Path(workspace), 'FILE')}"
    click.echo(placed(f"{done} {back if undo else 'is taken out'}"))
