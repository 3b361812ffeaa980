"""The site from its folder and the live server, in a real Chromium."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import time
import urllib.request
from dataclasses import replace
from pathlib import Path

import pytest

from kg.pages.from_graph import read_shown
from kg.pages.site import Site, write_site
from kg.pages.view import Board, PageEdge, PageNode
from tests import screenshots
from tests.chromium import Tab
from tests.conftest import IN_CI, ROOT
from tests.page_samples import HOSTILE, make_hostile, make_place, make_small

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def folder(seed_graph, tmp_path_factory) -> Path:
    shown = read_shown(seed_graph)
    path = tmp_path_factory.mktemp("site")
    for _ in write_site(Site(shown.graph, shown.boards), path):
        pass
    return path


@pytest.fixture(scope="module")
def server(seed_graph):
    import socket

    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "kg", "serve", "--graph", seed_graph.store.url]
    running = subprocess.Popen(
        [*command, "--port", str(port), "--no-browser"],
        cwd=ROOT,
        stderr=subprocess.PIPE,
        env=os.environ | {"PYTHONPATH": str(ROOT)},
    )
    address = f"http://127.0.0.1:{port}"
    for _ in range(100):
        try:
            with urllib.request.urlopen(f"{address}/style.css"):
                break
        except OSError:
            time.sleep(0.2)
    yield address
    # Ctrl-C is the way to stop it, and no fault.
    running.send_signal(signal.SIGINT)
    _, told = running.communicate(timeout=20)
    assert running.returncode == 0, told


def test_the_start_page_finds_and_opens_a_name(chromium, folder):
    with Tab(chromium) as tab:
        tab.page.goto((folder / "index.html").as_uri())
        tab.page.wait_for_selector("html[data-ready]", state="attached")
        tab.page.keyboard.press("/")
        tab.page.keyboard.type("vision r1")
        tab.page.wait_for_selector("#hits li")
        assert tab.page.inner_text("#hits li").endswith("Model, 1 paper")
        tab.page.keyboard.press("Enter")
        tab.page.wait_for_url("**/entity/**")
        assert "Vision-R1" in tab.page.inner_text("h1")
        assert tab.faults == []


def test_from_any_page_one_press_leads_to_the_search(chromium, folder):
    # Previously it was two, and the field had to be found
    with Tab(chromium) as tab:
        tab.page.goto((folder / "entity" / "model-gpt-4.html").as_uri())
        tab.page.click("nav >> text=Search")
        tab.page.wait_for_selector("html[data-ready]", state="attached")
        tab.page.keyboard.type("vision r1")
        tab.page.wait_for_selector("#hits li")
        tab.page.goto((folder / "index.html").as_uri())
        tab.page.wait_for_selector("html[data-ready]", state="attached")
        tab.page.click("nav >> text=Search")
        assert tab.page.evaluate("document.activeElement.id") == "search"
        assert tab.faults == []


def test_what_was_typed_before_the_page_was_ready_is_found(chromium, folder):
    # Previously nothing came until the next key
    with Tab(chromium) as tab:
        tab.page.add_init_script(
            "addEventListener('DOMContentLoaded', () => {"
            " const field = document.getElementById('search');"
            " field.value = 'gpt'; field.focus(); })"
        )
        tab.page.goto((folder / "index.html").as_uri())
        tab.page.wait_for_selector("#hits li")


def test_the_matches_of_the_start_page_close_with_the_field(chromium, folder):
    # Previously they were the next stop of the keyboard and lay over what is below
    with Tab(chromium) as tab:
        tab.page.goto((folder / "index.html").as_uri())
        tab.page.wait_for_selector("html[data-ready]", state="attached")
        tab.page.keyboard.press("/")
        tab.page.keyboard.type("gpt")
        tab.page.wait_for_selector("#hits li")
        tab.page.keyboard.press("Tab")
        assert tab.page.evaluate("document.activeElement.textContent") == "Open the explorer"
        assert tab.page.is_hidden("#hits")


def test_without_a_script_no_field_of_a_search_is_shown(chromium, folder):
    # Previously the field stood there and did nothing
    with Tab(chromium, java_script_enabled=False) as tab:
        tab.page.goto((folder / "index.html").as_uri())
        assert tab.page.is_hidden("#search")
        assert tab.page.is_visible("noscript p")
        tab.page.goto((folder / "explorer.html").as_uri())
        assert [tab.page.is_visible(one) for one in ("#search", "#fit", "#panel")] == [False] * 3
        assert tab.page.is_visible("#noscript")


def test_the_server_searches_without_a_script(chromium, server):
    with Tab(chromium, java_script_enabled=False) as tab:
        tab.page.goto(server)
        tab.page.get_by_role("searchbox").fill("vision r1")
        tab.page.get_by_role("searchbox").press("Enter")
        tab.page.get_by_role("link", name="Vision-R1", exact=True).click()
        assert tab.page.inner_text("h1") == "Vision-R1"
        tab.page.go_back()
        assert tab.page.get_by_role("searchbox").input_value() == "vision r1"
        assert tab.faults == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("path", ["index.html", "explorer.html"])
def test_the_field_of_a_search_and_the_words_in_it_can_be_seen(chromium, folder, scheme, path):
    # Previously its words had less than 4 : 1 in the dark and its border 1.4 : 1, of 4.5 and 3
    with Tab(chromium, color_scheme=scheme) as tab:
        tab.page.goto((folder / path).as_uri())
        style = "(part) => getComputedStyle(document.getElementById('search'), part)"
        colours = tab.page.evaluate(
            f"[({style})('::placeholder').color, ({style})().borderTopColor,"
            f" ({style})().backgroundColor]"
        )
        words, border, ground = map(luminance, colours)
        assert contrast(words, ground) >= 4.5
        assert contrast(border, ground) >= 3


def luminance(colour: str) -> float:
    parts = [int(part) / 255 for part in re.findall(r"\d+", colour)[:3]]
    linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return sum(w * p for w, p in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


def contrast(one: float, other: float) -> float:
    return (max(one, other) + 0.05) / (min(one, other) + 0.05)


def test_a_word_within_long_titles_finds_what_is_best_known(chromium, tmp_path):
    # Previously a dozen titles that begin with the word hid the method of all of them
    graph = make_small()
    papers = [
        replace(graph.nodes[0], id=f"paper:{i}", name=f"Splatting and what came {'after ' * i}it")
        for i in range(14)
    ]
    method = replace(graph.nodes[3], id="method:gs", name="3D Gaussian Splatting", aliases=())
    edges = tuple(PageEdge(p.id, method.id, "USES", p.id, "It is used.") for p in papers)
    nodes = tuple(sorted([*papers, method], key=lambda n: n.id))
    for _ in write_site(Site(replace(graph, nodes=nodes, edges=edges, results=()), {}), tmp_path):
        pass
    with Tab(chromium) as tab:
        for page in ("index.html", "explorer.html"):
            tab.page.goto((tmp_path / page).as_uri())
            tab.page.wait_for_selector("html[data-ready]", state="attached")
            tab.page.fill("#search", "splatting")
            tab.page.wait_for_selector("#hits li")
            assert tab.page.inner_text("#hits li").startswith("3D Gaussian Splatting")


@pytest.fixture
def board(tmp_path) -> Path:
    """A leaderboard of two metrics, with dates, a long name and a long address of code."""
    graph = make_small()
    address = "https://github.com/" + "a-group-with-a-long-name/" + "AndAnEvenLongerRepository"
    nodes = [
        replace(n, name=address[8:], url=address) if n.type == "Repo" else n for n in graph.nodes
    ]
    score = make_place(70.0, published="2025-01", sentence="It is good. " * 20)
    last = replace(score, value=60.0, published="2025-01-03", subject="GRPO" * 20)
    scores = (score, last, replace(last, published="2025-02"))
    boards = {"benchmark:math": tuple(Board(m, "%", True, scores) for m in ("accuracy", "F1"))}
    for _ in write_site(Site(replace(graph, nodes=tuple(nodes)), boards), tmp_path):
        pass
    return tmp_path / "board" / "benchmark-math.html"


def test_what_is_marked_in_a_sentence_is_marked_on_paper(chromium, folder):
    # Previously a browser left the colour out, and nothing else told the name from the sentence
    with Tab(chromium) as tab:
        tab.page.goto((folder / "entity" / "model-gpt-4.html").as_uri())
        tab.page.emulate_media(media="print")
        style = tab.page.locator("mark").first.evaluate(
            "e => [getComputedStyle(e).backgroundColor, getComputedStyle(e).printColorAdjust]"
        )
        assert style == ["rgb(255, 233, 163)", "exact"]


def test_a_board_is_printed_whole(chromium, board):
    # Previously the right side was cut off, and of several metrics one was printed
    with Tab(chromium, viewport={"width": 720, "height": 1000}) as tab:
        tab.page.goto(board.as_uri())
        tab.page.emulate_media(media="print")
        assert tab.page.locator(".pane").evaluate_all(
            "all => all.map(p => p.checkVisibility())"
        ) == [
            True,
            True,
        ]
        assert tab.page.evaluate("document.documentElement.scrollWidth") <= 720
        assert tab.page.is_hidden("nav")


@pytest.fixture
def paper(tmp_path) -> Path:
    """The page of a paper whose number has all ends, and names of one long word each."""
    graph = make_small()
    names = {"metric:accuracy": "recall@1", "model:foo-7b": "Foo-Transformer-7B-Instruct"}
    nodes = tuple(replace(n, name=names.get(n.id, n.name)) for n in graph.nodes)
    numbers = (replace(graph.results[0], versus_id="method:ppo", value=12345.678, change="better"),)
    for _ in write_site(Site(replace(graph, nodes=nodes, results=numbers), {}), tmp_path):
        pass
    return tmp_path / "paper" / "arxiv-2501.00001.html"


@pytest.mark.parametrize(("width", "media"), [(1400, "screen"), (690, "print")])
def test_the_numbers_of_a_paper_fit_and_no_word_of_a_metric_is_cut(chromium, paper, width, media):
    # Previously "accuracy" stood in two lines, and paper cut the right side off
    with Tab(chromium, viewport={"width": width, "height": 900}) as tab:
        tab.page.emulate_media(media=media)
        tab.page.goto(paper.as_uri())
        assert tab.page.evaluate("document.documentElement.scrollWidth") <= width
        wide = tab.page.locator(".wide").evaluate("e => e.scrollWidth - e.clientWidth")
        height = tab.page.locator("td[data-label=Metric] a").evaluate("e => e.offsetHeight")
        assert (wide, height < 30) == (0, True)


def test_a_telephone_shows_no_line_for_what_is_not_known(chromium, board):
    with Tab(chromium, viewport={"width": 390, "height": 844}) as tab:
        tab.page.goto(board.as_uri())
        assert tab.page.locator("td.none:visible").count() == 0
        assert tab.page.locator("td[data-label=System]:visible").count() == 3


def test_a_chart_can_be_read_on_a_telephone(chromium, board):
    # Previously its letters were 5 pixels high
    with Tab(chromium, viewport={"width": 390, "height": 844}) as tab:
        tab.page.goto(board.as_uri())
        height = tab.page.evaluate(
            "document.querySelector('.chart .axis').getBoundingClientRect().height"
        )
        assert height > 9
        assert tab.page.evaluate("document.documentElement.scrollWidth") <= 390


def test_the_pages_of_a_folder_have_their_style(chromium, folder):
    with Tab(chromium) as tab:
        tab.page.goto((folder / "boards.html").as_uri())
        width = tab.page.evaluate("getComputedStyle(document.body).maxWidth")
        assert width == "1000px"
        assert tab.faults == []


def test_from_an_entity_to_the_explorer_and_back(chromium, folder):
    with Tab(chromium) as tab:
        tab.page.goto((folder / "entity" / "model-gpt-4.html").as_uri())
        tab.page.click("text=In the explorer")
        tab.page.wait_for_selector("html[data-ready]", state="attached")
        assert tab.page.evaluate("kg.graph.name[kg.view.focus]") == "GPT-4"
        tab.page.click("text=Its page")
        assert tab.page.inner_text("h1") == "GPT-4"
        assert all(r.startswith("file:") for r in tab.requests)


def test_tabs_of_a_leaderboard_work_without_a_script(chromium, tmp_path):
    score = make_place(70.0)
    boards = tuple(Board("accuracy", unit, True, (score,)) for unit in ("%", "points"))
    for _ in write_site(Site(make_small(), {"benchmark:math": boards}), tmp_path):
        pass
    with Tab(chromium, java_script_enabled=False) as tab:
        tab.page.goto((tmp_path / "board" / "benchmark-math.html").as_uri())
        assert tab.page.is_visible(".pane0")
        assert tab.page.is_hidden(".pane1")
        tab.page.get_by_role("link", name="accuracy (points)").click()
        assert tab.page.is_hidden(".pane0")
        assert tab.page.is_visible(".pane1")
        # Previously the address was that of the first, and Back left the page
        assert tab.page.url.endswith("#accuracy-%28points%29")
        assert tab.page.evaluate("scrollY") == 0
        tab.page.go_back()
        assert tab.page.is_visible(".pane0")
        assert tab.page.is_hidden(".pane1")


@pytest.mark.parametrize("width", [1440, 390])
def test_no_page_of_the_site_is_wider_than_the_window(chromium, tmp_path, width):
    graph = make_hostile()
    named = (PageNode(f"benchmark:{i}", name, "Benchmark") for i, name in enumerate(HOSTILE))
    # Previously a metric of one long word made its leaderboard wider than the window
    place = make_place(1.0, paper="paper:0", subject=HOSTILE[0], sentence=HOSTILE[1], rank=1)
    boards = tuple(Board(n, None, None, (place,), n[::-1]) for n in reversed(HOSTILE))
    graph = replace(graph, nodes=(*graph.nodes, *named))
    site = Site(graph, {f"benchmark:{i}": boards for i in range(len(HOSTILE))})
    for _ in write_site(site, tmp_path):
        pass
    with Tab(chromium, viewport={"width": width, "height": 844}) as tab:
        for path in site.paths():
            if path.endswith(".html"):
                tab.page.goto((tmp_path / path).as_uri())
                assert tab.page.evaluate("document.documentElement.scrollWidth") <= width, path
        assert tab.page.evaluate("window.broken ?? null") is None


def test_the_list_of_leaderboards_fits_a_narrow_window(chromium, tmp_path):
    # Previously a long name of one word pushed the last column out of a telephone's window
    graph = make_small()
    name = "ScienceReasoningBenchmark"
    nodes = [replace(n, name=name) if n.id == "benchmark:math" else n for n in graph.nodes]
    score = make_place(70.0)
    boards = {"benchmark:math": (Board("accuracy", "%", True, (score,)),)}
    for _ in write_site(Site(replace(graph, nodes=tuple(nodes)), boards), tmp_path):
        pass
    with Tab(chromium, viewport={"width": 360, "height": 700}) as tab:
        tab.page.goto((tmp_path / "boards.html").as_uri())
        assert name in tab.page.inner_text("table")
        assert tab.page.evaluate("document.documentElement.scrollWidth") <= 360


def test_the_server_shows_the_same_and_asks_nobody_else(chromium, server):
    with Tab(chromium) as tab:
        for path in ("/", "/explorer.html", "/boards.html", "/docs", "/entity/model-gpt-4.html"):
            tab.page.goto(server + path)
        assert tab.page.inner_text("h1") == "GPT-4"
        assert tab.faults == []
        assert all(r.startswith(server) for r in tab.requests)


def test_cypher_is_asked_and_answered_in_the_page(chromium, server):
    with Tab(chromium) as tab:
        tab.page.goto(f"{server}/ask.html")
        tab.page.fill("#statement", "MATCH (p:Paper) RETURN count(p) AS papers")
        tab.page.keyboard.press("Control+Enter")
        tab.page.wait_for_selector("#rows td")
        assert tab.page.inner_text("#rows td") == "63"
        tab.page.fill("#statement", "MATCH (n) DETACH DELETE n")
        tab.page.click("#run")
        tab.page.wait_for_selector("#say:has-text('Error')")
        assert tab.faults == [f for f in tab.faults if "400" in f]


def test_of_two_statements_the_later_one_is_answered(chromium, server):
    # Previously the rows of both stood there, in the order in which they came
    with Tab(chromium) as tab:
        tab.page.goto(f"{server}/ask.html")
        for text in ("MATCH (p:Paper) RETURN p.id AS id", "RETURN 7 AS x"):
            tab.page.fill("#statement", text)
            tab.page.evaluate("document.getElementById('run').click()")
        tab.page.wait_for_selector("#rows td")
        tab.page.wait_for_timeout(1500)
        assert tab.page.locator("#rows td").all_inner_texts() == ["7"]


def test_another_page_cannot_reach_the_server(chromium, server, tmp_path):
    (tmp_path / "evil.html").write_text("<p>evil", encoding="utf-8")
    with Tab(chromium) as tab:
        tab.page.goto((tmp_path / "evil.html").as_uri())
        for options in ("{}", "{mode: 'no-cors'}"):
            reached = tab.page.evaluate(
                f"fetch('{server}/api/stats', {options}).then(r => r.ok, () => false)"
            )
            assert reached is False


@pytest.mark.slow
def test_a_picture_of_every_kind_of_page_is_kept(chromium, seed_graph, tmp_path):
    out = ROOT / "build" / "screenshots" if IN_CI else tmp_path / "pictures"
    addresses = screenshots.pages_of(read_shown(seed_graph), tmp_path)
    taken = list(screenshots.take(chromium, addresses, tmp_path, out))
    assert len(taken) == 4 * len(addresses)
    assert all(path.stat().st_size > 3000 for path in taken)
