"""Measures the pages in a real Chromium, beside the vis-network page in the same run.

Usage: python -m tests.bench_pages [--sizes 300 10000 50000] [--vis 300 2000] [--rounds 5]
"""

from __future__ import annotations

import argparse
import statistics
import time
from collections.abc import Callable, Iterable
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

from kg.pages import pyvis_page
from kg.pages.explorer import explorer_page
from tests.chromium import FLAGS, find
from tests.page_samples import make_large

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

FRAMES = 60
# Moves the picture a frame at a time and gives the time between frames, in ms.
PAN = """frames => new Promise(done => {
  const times = [];
  let last = performance.now();
  let left = frames;
  const move = window.kg
    ? (dx) => { kg.panBy(dx, 0); kg.repaint(true); }
    : (dx) => { const p = network.getViewPosition(); network.moveTo({position: {x: p.x + dx, y: p.y}}); };
  const step = () => {
    const now = performance.now();
    times.push(now - last);
    last = now;
    if (left-- <= 0) { done(times.slice(2)); return; }
    move(left % 40 < 20 ? 6 : -6);
    requestAnimationFrame(step);
  };
  requestAnimationFrame(step);
})"""
# From a key in the search to the picture that answers it, in ms.
KEY = """text => new Promise(done => {
  const field = document.getElementById("search");
  const frames = kg.paintWork.frames;
  const began = performance.now();
  field.value = text;
  field.dispatchEvent(new Event("input"));
  const look = () => kg.paintWork.frames > frames
    ? done(performance.now() - began) : requestAnimationFrame(look);
  look();
})"""


def first_picture(browser: Browser, path: Path, rounds: int) -> tuple[list[float], Page]:
    """Open the page several times; return times to the first picture and the last page."""
    times: list[float] = []
    page = None
    for _ in range(rounds):
        if page is not None:
            page.context.close()
        page = browser.new_context(viewport={"width": 1440, "height": 900}).new_page()
        page.goto(path.as_uri())
        page.wait_for_selector("html[data-ready]", state="attached", timeout=120_000)
        times.append(float(page.get_attribute("html", "data-ready") or 0))
    assert page is not None
    return times, page


def row(what: str, size: int, kilobytes: float, **times: Iterable[float]) -> str:
    cells = [f"{p(list(t), 50):.0f} / {p(list(t), 95):.0f}" for t in times.values()]
    return f"| {what} | {size:,} | {kilobytes:,.0f} | " + " | ".join(cells) + " |"


def p(times: list[float], share: int) -> float:
    return statistics.quantiles(times, n=100)[share - 1] if len(times) > 1 else sum(times)


def measure(browser: Browser, size: int, make: Callable[[Any], str], rounds: int) -> str:
    graph = make_large(size)
    with TemporaryDirectory() as folder:
        path = Path(folder) / "page.html"
        path.write_text(make(graph), encoding="utf-8")
        first, page = first_picture(browser, path, rounds)
        page.wait_for_timeout(1500)
        pan = [t for _ in range(3) for t in page.evaluate(PAN, FRAMES)]
        keys: list[float] = []
        if make is explorer_page:
            keys = [page.evaluate(KEY, text) for text in ("d", "de", "den", "dens", "dense", "gr")]
            keys += [page.evaluate(KEY, text) for text in ("policy", "graphl", "s", "vis", "30")]
        page.context.close()
        weight = path.stat().st_size / 1024
    what = "explorer" if make is explorer_page else "vis-network"
    return row(what, size, weight, first=first, pan=pan, keys=keys or [float("nan")])


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sizes", nargs="*", type=int, default=[300, 10_000, 50_000])
    parser.add_argument("--vis", nargs="*", type=int, default=[300, 2_000])
    parser.add_argument("--rounds", type=int, default=5)
    given = parser.parse_args()
    from playwright.sync_api import sync_playwright

    if find() is None:
        print("The pages are measured in Chromium; get it with: sudo apt-get install chromium")
        return
    # The product stops its vis-network page at 300 nodes; here the engines are compared.
    pyvis_page.MOST_NODES = 10**9
    head = "| page | nodes | KB | first picture ms p50 / p95 | pan frame ms | key to picture ms |"
    print(head, "| --- | --- | --- | --- | --- | --- |", sep="\n")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find(), args=FLAGS)
        for size in given.sizes:
            print(measure(browser, size, explorer_page, given.rounds), flush=True)
        for size in given.vis:
            began = time.monotonic()
            page = measure(browser, size, pyvis_page.pyvis_page, max(2, given.rounds // 2))
            print(page, f"<!-- {time.monotonic() - began:.0f} s -->", flush=True)
        browser.close()


if __name__ == "__main__":
    main()
