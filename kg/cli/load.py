"""`kg load`: from a workspace to a Neo4j server."""

from __future__ import annotations

import dataclasses
import json
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

import click

from kg.cli.common import ends_tidily, talk, workspace_option
from kg.settings import Settings
from kg.words import counted

if TYPE_CHECKING:
    from kg.store.neo4j import LoadReport, Login

# A load that deletes more than this share of what kg wrote is more often a mistake than meant.
MOST_DELETED = 0.1


@click.command(epilog="Example: NEO4J_CREDENTIALS=neo4j.txt kg load neo4j://localhost:7687")
@click.argument("url", metavar="URL")
@workspace_option
@click.option("--user", help="User of the server. [env: NEO4J_USERNAME; neo4j]")
@click.option("--database", help="Database on the server. [env: NEO4J_DATABASE; neo4j]")
@click.option(
    "--credentials",
    type=click.Path(),
    metavar="FILE",
    help="File with a line NEO4J_PASSWORD=… [env: NEO4J_CREDENTIALS]",
)
@click.option("--dry-run", is_flag=True, help="Say what would change, and change nothing.")
@click.option("--yes", is_flag=True, help="Allow the deletion of more than a tenth.")
@click.option("--replace", is_flag=True, help="Take the place of another workspace.")
@click.option("--json", "as_json", is_flag=True, help="Print the report as JSON.")
@ends_tidily()
def load(
    url: str,
    workspace: str,
    user: str | None,
    database: str | None,
    credentials: str | None,
    dry_run: bool,
    yes: bool,
    replace: bool,
    as_json: bool,
) -> None:
    """Bring a Neo4j server to the workspace's state.

    URL is neo4j://host:7687 (bolt://, neo4j+s://). The password comes from NEO4J_PASSWORD, from
    --credentials or from a prompt. What is gone from the workspace is deleted, what others added
    to the database stays. After any interruption the same command goes on.
    """
    from kg.build.load import load as load_workspace
    from kg.store.neo4j import LoadPolicy

    policy = LoadPolicy(replace=replace, most_deleted=None if yes else MOST_DELETED)
    login = _login(url, user=user, database=database, credentials=credentials)
    with _bar() as progress:
        report = load_workspace(
            url,
            workspace=workspace,
            login=login,
            policy=policy,
            dry_run=dry_run,
            progress=progress,
            on_wait=talk,
        )
    _print_report(report, dry_run=dry_run, as_json=as_json)
    if report.unread:
        papers = counted(report.unread, "paper is", "papers are")
        talk(f"Note: {papers} not read yet and left out; before you load again, run: kg build")


def _login(url: str, *, user: str | None, database: str | None, credentials: str | None) -> Login:
    from kg.store.neo4j_login import check_address, find_login

    check_address(url)
    found = find_login(Settings.from_env(), file=credentials)
    login = dataclasses.replace(found, user=user or found.user, database=database or found.database)
    if not login.password and sys.stdin.isatty():
        password = click.prompt(f"Password of {login.user}", hide_input=True, err=True)
        login = dataclasses.replace(login, password=password)
    return login


@contextmanager
def _bar() -> Iterator[Callable[[int, int], None] | None]:
    """Give a callback that moves a bar on stderr, or None without a terminal."""
    if not sys.stderr.isatty():
        yield None
        return
    from rich.console import Console
    from rich.progress import Progress

    with Progress(console=Console(stderr=True)) as bar:
        task = bar.add_task("Comparing and loading", total=None)
        yield lambda done, total: bar.update(task, completed=done, total=total)


def _print_report(report: LoadReport, *, dry_run: bool, as_json: bool) -> None:
    if as_json:
        click.echo(json.dumps(dataclasses.asdict(report), indent=2))
        return
    would = "would be " if dry_run else ""
    for what in ("nodes", "relationships"):
        counts = {
            change: getattr(report, f"{what}_{change}", 0)
            for change in ("created", "updated", "deleted", "retired")
        }
        said = ", ".join(f"{n:,} {would}{change}" for change, n in counts.items() if n)
        click.echo(f"{what}: {said or 'unchanged'}")
    if report.nodes_retired:
        talk("Retired nodes are gone from the workspace and stay because others use them")
