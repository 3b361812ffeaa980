"""Every kind of page in both themes: accessible (axe) and valid HTML (the Nu checker)."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import tarfile
from dataclasses import replace
from pathlib import Path

import pytest

from kg.pages.ask import ask_page, docs_page
from kg.pages.explorer import explorer_page
from kg.pages.from_graph import read_shown
from kg.pages.links import Links, node_path
from kg.pages.pyvis_page import pyvis_page
from kg.pages.search import search_page
from kg.pages.site import Site
from kg.pages.view import within
from tests.conftest import need
from tests.neo4j_server import JAVA
from tests.page_samples import make_hostile

pytestmark = pytest.mark.browser

AXE = "axe-core@4.14.1"
CHECKER = "vnu-jar@26.9.27"


def from_npm(package: str, member: str) -> Path:
    """Fetch one file of an npm package, once, into the user's cache."""
    home = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    folder = home / "papers-kg" / package.replace("@", "-")
    path = folder / Path(member).name
    if path.exists():
        return path
    need(shutil.which("npm"), f"needs npm for {package}; get it with: sudo apt-get install npm")
    folder.mkdir(parents=True, exist_ok=True)
    done = subprocess.run(["npm", "pack", "--silent", package], cwd=folder, capture_output=True)
    need(done.returncode == 0, f"needs {package}, and npm reaches no registry; get a network")
    archive = folder / done.stdout.decode().split()[-1]
    with tarfile.open(archive) as packed:
        path.write_bytes(packed.extractfile(f"package/{member}").read())
    archive.unlink()
    return path


@pytest.fixture(scope="module")
def pages(seed_graph, tmp_path_factory) -> dict[str, Path]:
    """One page of each kind, with real content, and some with hostile content."""
    shown = read_shown(seed_graph)
    site = Site(shown.graph, shown.boards)
    hostile = Site(make_hostile(), {})
    links = Links(live=True)
    fullest = max(shown.graph.nodes, key=lambda n: n.papers)
    board = max(site.paths(), key=lambda p: len(site.page(p)) if p.startswith("board/") else 0)
    near = within(shown.graph, "model:gpt-4", depth=1)
    focus = replace(shown.graph.part(near, title="GPT-4", lead="Near."), focus="model:gpt-4")
    operation = {"summary": "s", "parameters": [{"name": "n", "schema": {"type": "string"}}]}
    texts = {
        "explorer": explorer_page(shown.graph),
        "neighbourhood": explorer_page(focus),
        "pyvis": pyvis_page(focus),
        "start": site.page("index.html"),
        "boards": site.page("boards.html"),
        "methods": site.page("methods.html"),
        "board": site.page(board),
        "entity": site.page(node_path(fullest.id, fullest.type)),
        "paper": site.page(next(p for p in site.paths() if p.startswith("paper/"))),
        "ask": ask_page(links),
        "search": search_page("gpt", seed_graph.search("gpt"), links),
        "docs": docs_page({"paths": {"/api/x": {"get": operation}}}, links),
        "hostile-paper": hostile.page(next(p for p in hostile.paths() if "paper/" in p)),
        "hostile-list": hostile.page("methods.html"),
        "hostile-explorer": explorer_page(make_hostile()),
    }
    folder = tmp_path_factory.mktemp("valid")
    for up in (folder, folder.parent):
        (up / "style.css").write_text(site.page("style.css"), encoding="utf-8")
    for name, text in texts.items():
        (folder / f"{name}.html").write_text(text, encoding="utf-8")
    return {name: folder / f"{name}.html" for name in texts}


KINDS = (
    "explorer", "neighbourhood", "pyvis", "start", "boards", "methods", "board", "entity", "paper",
    "ask", "search", "docs", "hostile-paper", "hostile-list", "hostile-explorer",
)  # fmt: skip


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("kind", KINDS)
def test_axe_finds_no_serious_fault(chromium, pages, kind, scheme):
    script = from_npm(AXE, "axe.min.js").read_text(encoding="utf-8")
    # axe puts its own script into the page, which the page's policy would not allow.
    context = chromium.new_context(color_scheme=scheme, bypass_csp=True)
    page = context.new_page()
    page.goto(pages[kind].as_uri())
    if kind in {"explorer", "neighbourhood", "hostile-explorer", "pyvis", "start"}:
        page.wait_for_selector("html[data-ready]", state="attached")
    if kind in {"explorer", "hostile-explorer"}:
        page.fill("#search", "a")
        page.wait_for_selector("#hits li")
    page.evaluate(script)
    found = page.evaluate("axe.run({resultTypes: ['violations']})")
    context.close()
    faults = [
        f"{v['id']}: {v['help']} ({v['nodes'][0]['html'][:120]})"
        for v in found["violations"]
        if v["impact"] in {"serious", "critical"}
    ]
    assert faults == []


@pytest.mark.slow
def test_every_kind_of_page_is_valid_html(pages):
    need(shutil.which("java"), f"needs Java; get it with: {JAVA}")
    jar = from_npm(CHECKER, "build/dist/vnu.jar")
    paths = [str(p) for p in pages.values()]
    command = ["java", "-jar", str(jar), "--format", "json", "--exit-zero-always", *paths]
    done = subprocess.run(command, capture_output=True, text=True, timeout=300)
    messages = json.loads(done.stderr or done.stdout)["messages"]
    faults = [
        f"{Path(m['url']).name}:{m.get('lastLine')}: {m['message']}"
        for m in messages
        if m["type"] == "error"
    ]
    assert faults == []
