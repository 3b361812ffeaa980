"""`kg page`, `kg site`, `kg serve`: look at the graph."""

from __future__ import annotations

import webbrowser
from dataclasses import replace
from pathlib import Path
from typing import Any

import click

from kg.cli.answers import Question, opened
from kg.cli.common import (
    ends_tidily,
    graph_option,
    progress,
    refuse_options,
    talk,
    write_file,
)
from kg.cli.offered import names_of
from kg.errors import KGError
from kg.settings import Settings
from kg.words import counted


@click.command(cls=Question, epilog="Example: kg page --focus GRPO --depth 2 -o grpo.html")
@click.option(
    "--output",
    "-o",
    type=click.Path(),
    default="graph.html",
    show_default=True,
    metavar="FILE|-",
)
@click.option(
    "--focus",
    shell_complete=names_of(),
    metavar="NAME",
    help="Only what is near this paper or entity.",
)
@click.option(
    "--depth",
    type=click.IntRange(1, 3),
    default=1,
    show_default=True,
    help="How many relations away.",
)
@click.option("--query", metavar="CYPHER", help="Only the nodes whose ids this query returns.")
@click.option(
    "--engine",
    type=click.Choice(["explorer", "pyvis"]),
    default="explorer",
    show_default=True,
    help="pyvis draws neighbourhoods of up to 300 nodes with vis-network.",
)
@click.option("--title", help="Heading of the page.")
@click.option("--open", "show", is_flag=True, help="Open it in the browser.")
@graph_option
@ends_tidily()
def page(graph: str, output: str, show: bool, **options: Any) -> None:
    """Write the graph as one HTML page that needs no network.

    Search, filters, evidence, neighbourhoods and paths are in the page; send the file to whoever
    should see it. The address after the # keeps the view.
    """
    from kg.pages.render import render_page

    if options["focus"] is None:
        why = "needs the --focus that it is measured from"
        refuse_options(click.get_current_context(), why, options=("depth",))
    if output == "-":
        refuse_options(click.get_current_context(), "needs a file", options=("show",))
    with opened(graph) as found:
        text = render_page(found, **options)
    if output == "-":
        # As the page says of itself, whatever the locale.
        click.echo(text.encode(), nl=False)
        return
    write_file(Path(output), text)
    talk(f"Wrote {output}; open it in a browser")
    if show:
        webbrowser.open(Path(output).resolve().as_uri())


@click.command(epilog="Example: kg site public --title 'Our reading list'")
@click.argument("folder", metavar="DIR", type=click.Path())
@click.option("--title", help="Heading of the start page.")
@click.option("--no-abstracts", is_flag=True, help="Leave the abstracts out.")
@graph_option
@ends_tidily()
def site(graph: str, folder: str, title: str | None, no_abstracts: bool) -> None:
    """Write a small linked site: start page, explorer, a page per paper, entity, leaderboard.

    It works from the folder itself and on any static host. Pages of an earlier run that are no
    longer there are removed; files of yours are left alone.
    """
    from kg.pages.from_graph import read_shown
    from kg.pages.site import Site, write_site

    with opened(graph) as found:
        shown = read_shown(found, title=title, abstracts=not no_abstracts)
        state = found.state()
    pages = Site(shown.graph, shown.boards, note=state)
    total = sum(1 for _ in pages.paths())
    removed: list[str] = []
    writing = write_site(pages, Path(folder), on_removed=removed.append)
    for _ in progress(writing, total=total, label="Writing pages"):
        pass
    if removed:
        talk(f"Removed {counted(len(removed), 'file')} of an earlier run")
    talk(f"Wrote {counted(total, 'file')}; start with {folder}/index.html")


@click.command(epilog="Example: kg serve --port 8080")
@click.option("--port", type=click.IntRange(1, 65535), default=8000, show_default=True)
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen at.")
@click.option(
    "--allow-host", multiple=True, metavar="NAME", help="A name of a proxy in front; repeatable."
)
@click.option("--no-browser", is_flag=True, help="Do not open the browser.")
@click.option(
    "--get", metavar="PATH", help="Print one page or API answer instead, e.g. /api/stats."
)
@graph_option
def serve(
    graph: str,
    port: int,
    host: str,
    allow_host: tuple[str, ...],
    no_browser: bool,
    get: str | None,
) -> None:
    """Show the graph live in the browser, read-only, with a JSON API and a box for Cypher.

    It follows the graph when a build changes it, and answers only to this computer.
    """
    from kg.pages.server import get_once
    from kg.pages.serving import LIMITS, app_for, name_of_host, serve_app

    settings = Settings.from_env()
    limits = replace(LIMITS, seconds=settings.timeout or None, rows=settings.limit)
    own = name_of_host(host)
    app = app_for(graph, hosts=(own, *allow_host), limits=limits)
    if get is not None:
        status, text = get_once(app, get)
        click.echo(text)
        if status >= 400:
            raise KGError(f"{get} answered with {status}")
        return
    address = f"http://{own}:{port}/"

    def ready() -> None:
        talk(f"Serving {graph} at {address}; stop with Ctrl-C")
        if not no_browser:
            webbrowser.open(address)

    serve_app(app, host=host, port=port, ready=ready)
