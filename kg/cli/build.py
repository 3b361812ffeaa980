"""`kg build`: from files to the graph."""

from __future__ import annotations

import dataclasses
import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from kg.cli.changing import update
from kg.cli.common import (
    JOBS,
    MAX_TOLD,
    VERBOSE,
    ends_tidily,
    progress,
    reader_weights,
    talk,
    tell_none_read,
    tell_unread,
    workspace_option,
)
from kg.words import counted, quoted

if TYPE_CHECKING:
    from kg.build import BuildReport

# Of the papers of one title so many are named.
_MAX_TITLES = 3


@click.command(epilog="Example: kg build daily-papers.txt feed.jsonl.gz")
@click.argument("files", nargs=-1, metavar="FILE…", type=click.Path(allow_dash=True))
@workspace_option
@JOBS
@click.option("--refresh", is_flag=True, help="Read again what an older version has read.")
@click.option("--strict", is_flag=True, help="Exit 1 if a record or paper was skipped.")
@VERBOSE
@click.option("--json", "as_json", is_flag=True, help="Print the report as JSON.")
@ends_tidily()
def build(
    files: tuple[str, ...],
    workspace: str,
    jobs: int,
    refresh: bool,
    strict: bool,
    verbose: bool,
    as_json: bool,
) -> None:
    """Read papers and bring the graph up to date.

    FILE is a saved Daily Papers page, JSON lines, a JSON array, CSV or TSV, BibTeX, RIS, arXiv's
    mail or a feed, plain or packed (.gz, .xz), a folder of these, or - for stdin. What was read
    before is not read again; after Ctrl-C the same command goes on where it stopped. Without FILE
    the graph catches up with its papers.
    """
    from kg.build import Build
    from kg.corpus import Corpus

    if not files:
        # There has to be a workspace to catch up with.
        Corpus.open(Path(workspace), existing=True).close()
    with Build(Path(workspace), reader_weights(), on_wait=talk) as run:
        for _ in progress(run.add(files), total=None, label="Reading files"):
            pass
        pending = run.pending(refresh=refresh)
        for _ in progress(
            run.extract(jobs=jobs, refresh=refresh), total=pending, label="Reading papers"
        ):
            pass
        # A wrong file name, or a feed of a day without papers, leaves no empty graph behind.
        found = len(run.corpus) > 0
        if found or not files:
            update(run, told=True)
        report = run.report()
    _print_problems(report)
    _print_same_titles(report)
    tell_unread(report.unread, verbose=verbose)
    if as_json:
        fields = dataclasses.asdict(report)
        click.echo(json.dumps(fields, ensure_ascii=False, indent=2, default=str))
    elif not run.failures or _did_something(report):
        _print_report(report, workspace, files=bool(files), whole=not run.failures)
    for failure in run.failures:
        talk(f"Error: {failure}")
    none_read = tell_none_read(report.unread, read=report.extracted)
    skipped = report.unread or any(problem.skipped for problem in report.problems)
    if run.failures or none_read or (strict and skipped):
        sys.exit(1)


def _print_problems(report: BuildReport) -> None:
    for problem in report.problems[:MAX_TOLD]:
        talk(f"{'Skipped' if problem.skipped else 'Note'}: {problem}")
    if len(report.problems) > MAX_TOLD:
        talk(f"… and {len(report.problems) - MAX_TOLD} more; all of them with --json")


def _print_same_titles(report: BuildReport) -> None:
    """Say which papers may be one: of thousands a few are named."""
    if not report.same_titles:
        return
    first = list(report.same_titles.items())[:_MAX_TITLES]
    named = [f"{quoted(title)} ({', '.join(papers)})" for title, papers in first]
    rest = len(report.same_titles) - len(named)
    named += [f"{rest:,} more, all of them with --json"] if rest else []
    titles = counted(len(report.same_titles), "title is that of", "titles are those of")
    talk(
        f"Note: {titles} several papers, which stay apart as their ids differ: {'; '.join(named)}. "
        "Where they are one, take one out with: kg remove ID"
    )


def _did_something(report: BuildReport) -> bool:
    """Whether a build read a paper, new or not, or wrote; else there is nothing to report."""
    written = report.written.changed or report.written.anew
    return bool(report.added or report.extracted or report.unread or written)


def _print_report(report: BuildReport, workspace: str, *, files: bool, whole: bool) -> None:
    """Print what a build did; *whole* where it could read every file."""
    added = ", ".join(f"{count} {what.value}" for what, count in sorted(report.added.items()))
    none = "none in what was read" if files else "no file read"
    click.echo(f"{counted(report.papers, 'paper')} in {workspace} ({added or none})")
    lost = sum(problem.is_file for problem in report.problems)
    skipped = sum(problem.skipped for problem in report.problems) - lost
    files_lost = f", {counted(lost, 'file')} not read" if lost else ""
    unread = f"{counted(len(report.unread), 'paper')} failed, " if report.unread else ""
    said = f"{report.extracted:,} read, {unread}{counted(skipped, 'record')} skipped{files_lost}"
    click.echo(f"{said}, {report.seconds:.1f} s")
    if report.outdated:
        papers = counted(report.outdated, "paper was", "papers were")
        talk(f"{papers} read by an older version; read them again with: kg build --refresh")
    written = report.written
    if written.anew:
        click.echo("The graph was not as the last build left it: changed or damaged; written anew")
    elif not written.changed:
        # Of what could not be read nobody knows whether the graph has it.
        known = whole and not report.unread and not skipped and not lost
        if report.papers or not files:
            click.echo(f"{'The graph was up to date; n' if known else 'N'}othing changed")
    if not written.changed:
        return
    for what in ("nodes", "relationships"):
        counts = {
            change: getattr(written, f"{what}_{change}")
            for change in ("created", "updated", "deleted")
        }
        said = ", ".join(f"{n} {change}" for change, n in counts.items() if n)
        click.echo(f"{what}: {said or 'unchanged'}")
