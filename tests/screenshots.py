"""Pictures of every kind of page, for docs/pictures and for eyes.

Usage: python -m tests.screenshots --graph papers.kg [DIR]
"""

from __future__ import annotations

import argparse
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

import kg
from kg.pages.ask import ask_page
from kg.pages.from_graph import Shown, read_shown
from kg.pages.links import Links, board_path, node_path
from kg.pages.pyvis_page import pyvis_page
from kg.pages.site import Site, write_site
from tests.chromium import FLAGS, find

if TYPE_CHECKING:
    from playwright.sync_api import Browser

SIZES = {"wide": (1440, 900), "narrow": (390, 844)}


def pages_of(shown: Shown, folder: Path) -> dict[str, str]:
    """Write the pages into a folder; return the address of one of each kind."""
    site = Site(shown.graph, shown.boards)
    for _ in write_site(site, folder):
        pass
    best = max(
        (n for n in shown.graph.nodes if n.type in {"Method", "Model"}), key=lambda n: n.papers
    )
    ends = (shown.graph.edges[0].source, best.id)
    focus = replace(shown.graph, title=best.name, lead=f"{best.name} and what is near it.")
    (folder / "pyvis.html").write_text(pyvis_page(replace(focus, focus=best.id)), encoding="utf-8")
    (folder / "ask.html").write_text(ask_page(Links(live=True)), encoding="utf-8")
    full = max(
        shown.boards, key=lambda one: len({s.paper for b in shown.boards[one] for s in b.scores})
    )
    (paper, _), *_ = Counter(r.paper for r in shown.graph.results).most_common(1)
    return {
        "explorer": "explorer.html",
        "node": f"explorer.html#node={best.id}",
        "neighbourhood": f"explorer.html#focus={best.id}",
        "path": f"explorer.html#from={ends[0]}&to={ends[1]}",
        "pyvis": "pyvis.html",
        "start": "index.html",
        "boards": "boards.html",
        "board": board_path(full),
        "entity": node_path(best.id, best.type),
        "paper": node_path(paper, "Paper"),
        "list": "methods.html",
        "ask": "ask.html",
    }


def take(browser: Browser, addresses: dict[str, str], folder: Path, out: Path) -> Iterator[Path]:
    """Take a picture of each kind in both sizes and themes, yielding its file."""
    out.mkdir(parents=True, exist_ok=True)
    for scheme in ("light", "dark"):
        for size, (width, height) in SIZES.items():
            context = browser.new_context(
                viewport={"width": width, "height": height}, color_scheme=scheme
            )
            page = context.new_page()
            for kind, address in addresses.items():
                page.goto("about:blank")
                page.goto(
                    f"{(folder / address.partition('#')[0]).as_uri()}#{address.partition('#')[2]}"
                )
                page.wait_for_timeout(250)
                path = out / f"{kind}-{size}-{scheme}.png"
                page.screenshot(path=path)
                yield path
            context.close()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--graph", default="papers.kg")
    parser.add_argument("out", nargs="?", default="build/screenshots", type=Path)
    given = parser.parse_args()
    from playwright.sync_api import sync_playwright

    with kg.open(given.graph) as graph:
        shown = read_shown(graph)
    with TemporaryDirectory() as folder, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find(), args=FLAGS)
        addresses = pages_of(shown, Path(folder))
        for path in take(browser, addresses, Path(folder), given.out):
            print(path)  # noqa: T201 - a script of the tests
        browser.close()


if __name__ == "__main__":
    main()
