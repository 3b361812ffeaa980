"""The explorer in a real Chromium."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from dataclasses import replace
from pathlib import Path

import pytest

from kg.pages.explorer import explorer_page
from kg.pages.pyvis_page import pyvis_page
from kg.pages.view import PageGraph, PageNode
from tests.chromium import Tab
from tests.page_samples import ADDRESSES, HOSTILE, make_hostile, make_large, make_small

pytestmark = pytest.mark.browser


class Visit(Tab):
    """An explorer that is open."""

    def __init__(self, chromium, path: Path, address: str = "", **options):
        super().__init__(chromium, accept_downloads=True, **options)
        self.page.goto(path.as_uri() + address)
        self.page.wait_for_selector("html[data-ready]", state="attached")

    def see(self, name: str):
        return self.page.evaluate(f"kg.view.{name}")

    def selected(self) -> str | None:
        return self.page.evaluate("kg.graph.name[kg.view.selected] ?? null")

    def place(self, name: str) -> tuple[float, float]:
        """Where a node stands in the picture."""
        node = self.page.evaluate("name => kg.graph.name.indexOf(name)", name)
        return self.page.evaluate("i => [kg.screenX(i), kg.screenY(i)]", node)

    def press(self, name: str) -> None:
        """Press a node in the picture."""
        x, y = self.place(name)
        self.page.locator("#picture").click(position={"x": x, "y": y})

    def rests(self) -> None:
        """Wait until the address follows."""
        self.page.wait_for_timeout(350)


@pytest.fixture(scope="module")
def small(tmp_path_factory) -> Path:
    path = tmp_path_factory.mktemp("pages") / "small.html"
    path.write_text(explorer_page(make_small()), encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def seed(tmp_path_factory, seed_graph) -> Path:
    from kg.pages.render import render_page

    path = tmp_path_factory.mktemp("pages") / "seed.html"
    path.write_text(render_page(seed_graph), encoding="utf-8")
    return path


def test_the_first_view_says_what_it_shows(chromium, seed):
    with Visit(chromium, seed) as visit:
        assert "63 papers" in visit.page.inner_text("#details")
        assert visit.page.inner_text("#count").endswith("relations")
        assert visit.faults == []


def test_nothing_is_asked_of_the_network(chromium, seed):
    with Visit(chromium, seed) as visit:
        visit.page.fill("#search", "gpt")
        visit.page.press("#search", "Enter")
        visit.page.click("text=Neighbourhood")
        assert [r for r in visit.requests if not r.startswith(("file:", "blob:"))] == []


@pytest.mark.parametrize("words", ["Neighbourhood", "Close", "Deep Paper", "2 away", "Show all"])
def test_a_button_that_goes_leaves_the_keyboard_in_the_page(chromium, small, words):
    # Previously the keyboard began at the top of the page again after each
    with Visit(chromium, small, "#focus=method:grpo") as visit:
        button = visit.page.get_by_role("button", name=words).first
        button.focus()
        visit.page.keyboard.press("Enter")
        held = visit.page.evaluate(
            "(a => a.getAttribute('aria-label') ?? a.id)(document.activeElement)"
        )
        home = {"2 away": "2 away", "Show all": "Picture"}.get(words, "details")
        assert held.startswith(home)


def test_the_list_of_matches_closes_with_the_field_and_is_no_stop(chromium, small):
    # Previously it was the next stop of the keyboard and lay over what is below
    with Visit(chromium, small) as visit:
        visit.page.keyboard.press("/")
        visit.page.keyboard.type("gr")
        assert visit.page.is_visible("#hits")
        visit.page.keyboard.press("Tab")
        assert visit.page.evaluate("document.activeElement.tagName") == "BUTTON"
        assert visit.page.is_hidden("#hits")
        visit.page.focus("#search")
        visit.page.click("#hits li")
        assert visit.selected() == "GRPO"


def test_enter_that_ends_a_word_being_composed_chooses_nothing(chromium, small):
    with Visit(chromium, small) as visit:
        visit.page.fill("#search", "gr")
        visit.page.evaluate(
            "document.getElementById('search').dispatchEvent("
            "new KeyboardEvent('keydown', {key: 'Enter', isComposing: true, bubbles: true}))"
        )
        assert visit.selected() is None


@pytest.mark.parametrize("address", ["#from=method:grpo&to=method:ppo", "#node=method:grpo"])
def test_the_panel_follows_a_filter_that_hides_what_it_tells_of(chromium, small, address):
    # Previously it went on to tell of the path, or of the node, that was shown no longer
    with Visit(chromium, small, address) as visit:
        visit.page.uncheck("#types input[name=Method]")
        assert "What this shows" in visit.page.inner_text("#details")
        visit.page.keyboard.press("/")
        assert visit.page.evaluate("document.activeElement.id") == "search"


def test_an_address_of_what_is_gone_says_so_once(chromium, small):
    # Previously it showed the whole without a word
    with Visit(chromium, small, "#focus=method:gone&node=method:grpo") as visit:
        assert "not on this page: method:gone." in visit.page.inner_text("#details")
        visit.page.keyboard.press("Escape")
        assert "not on this page" not in visit.page.inner_text("#details")


def test_back_goes_through_what_was_looked_at(chromium, small):
    # Previously it left the explorer
    with Visit(chromium, small, "#node=method:grpo") as visit:
        visit.rests()
        visit.page.click("text=Neighbourhood")
        visit.rests()
        visit.page.click("#nearer")
        visit.rests()
        visit.page.locator("#details button.node", has_text="PPO").first.click()
        visit.rests()
        visit.page.go_back()
        visit.rests()
        assert visit.page.evaluate("kg.graph.name[kg.view.focus]") == "GRPO"
        visit.page.go_back()
        visit.rests()
        assert (visit.see("focus"), visit.selected()) == (-1, "GRPO")
        visit.page.go_forward()
        visit.rests()
        assert visit.page.evaluate("kg.graph.name[kg.view.focus]") == "GRPO"


def test_the_whole_of_a_page_with_a_focus_has_an_address(chromium, tmp_path):
    # Previously a page opened at its focus again
    path = tmp_path / "page.html"
    path.write_text(explorer_page(replace(make_small(), focus="method:ppo")), encoding="utf-8")
    with Visit(chromium, path) as visit:
        visit.page.click("#whole")
        visit.rests()
        visit.page.reload()
        visit.page.wait_for_selector("html[data-ready]", state="attached")
        assert visit.see("focus") == -1


def test_a_number_is_written_as_on_the_other_pages(chromium, tmp_path):
    # Previously a factor was "3.2 x", and a metric that is the usual one was left out
    graph = make_small()
    usual = {"metric": "F1", "metric_id": None, "metric_inferred": True}
    number = replace(graph.results[0], value=12345.5, unit="x", kind="ratio", **usual)
    path = tmp_path / "page.html"
    path.write_text(explorer_page(replace(graph, results=(number,))), encoding="utf-8")
    with Visit(chromium, path, "#node=model:foo-7b") as visit:
        told = visit.page.inner_text("#details")
        assert "12,345.5× (a factor) for Foo-7B on MATH in F1" in told


def test_a_page_of_a_part_names_what_is_not_there(chromium, tmp_path):
    # Previously "70% for Foo-7B on MATH" was "70% for Foo-7B" where MATH is not on the page
    graph = make_small()
    number = replace(graph.results[0], subject="Foo-7B", benchmark="MATH", metric="accuracy")
    graph = replace(graph, results=(number,))
    path = tmp_path / "page.html"
    for kept, told in (
        (["arxiv:2501.00001", "model:foo-7b"], "70% for Foo-7B on MATH in accuracy"),
        (["method:grpo", "method:ppo"], "GRPO is a variant of PPO. in arxiv:2402.00002"),
    ):
        path.write_text(explorer_page(graph.part(kept, title="t", lead="l")), encoding="utf-8")
        with Visit(chromium, path, f"#node={kept[1]}") as visit:
            assert told in " ".join(visit.page.inner_text("#details").split())
            assert visit.faults == []


def test_years_are_asked_for_where_papers_have_several(chromium, tmp_path):
    # Previously the years in which names were first seen counted as well
    path = tmp_path / "page.html"
    graph = make_small()
    nodes = tuple(
        replace(n, date="2025-01" if n.type == "Paper" else "2024-01") for n in graph.nodes
    )
    path.write_text(explorer_page(replace(graph, nodes=nodes)), encoding="utf-8")
    with Visit(chromium, path) as visit:
        assert visit.page.is_hidden("#yearbox")


def test_a_window_between_the_sizes_shows_the_picture_beside_the_panel(chromium, small):
    # Previously the picture was 170 pixels high
    with Visit(chromium, small, viewport={"width": 800, "height": 600}) as visit:
        box = visit.page.locator("#picture").bounding_box()
        assert min(box["width"], box["height"]) > 350


def test_what_is_printed_is_the_picture_in_light_colours(chromium, small):
    # Previously filters were printed and no picture, with a dark theme white on white
    with Visit(chromium, small, "#node=method:grpo", color_scheme="dark") as visit:
        visit.page.emulate_media(media="print")
        assert visit.page.is_visible("#picture")
        assert visit.page.is_hidden("#filters")
        colour = visit.page.evaluate("getComputedStyle(document.body).color")
        assert colour == "rgb(27, 31, 36)"
        inner = visit.page.evaluate("document.querySelector('#details').scrollHeight")
        assert visit.page.evaluate("document.querySelector('#details').clientHeight") >= inner


@pytest.mark.parametrize("make", [make_small, make_hostile])
def test_the_page_knows_every_node_by_its_id(chromium, tmp_path, make):
    # Ids that follow from type and name are left out of the file and made again in the page.
    path = tmp_path / "page.html"
    path.write_text(explorer_page(make()), encoding="utf-8")
    with Visit(chromium, path) as visit:
        ids = [n.id.encode("utf-8", "ignore").decode() for n in make().nodes]
        assert visit.page.evaluate("kg.data.id") == ids


def test_two_letters_and_enter_find_grpo(chromium, small):
    with Visit(chromium, small) as visit:
        visit.page.keyboard.press("/")
        visit.page.keyboard.type("gr")
        visit.page.keyboard.press("Enter")
        assert visit.selected() == "GRPO"
        assert "We use GRPO to train." in visit.page.inner_text("#details")


def test_numbers_of_one_sentence_have_it_once_and_one_on_two_benchmarks_is_one(chromium, tmp_path):
    # Previously the sentence stood under each, and a number on two benchmarks counted twice
    graph = make_small()
    (number,) = graph.results
    other = replace(graph.nodes[2], id="benchmark:zz", name="ZZ")
    copy = replace(number, benchmark_id="benchmark:zz", benchmark="ZZ")
    numbers = (number, copy, replace(number, value=71.0, metric_id=None, result="result:2"))
    path = tmp_path / "graph.html"
    nodes = tuple(sorted([*graph.nodes, other], key=lambda n: n.id))
    page = explorer_page(replace(graph, nodes=nodes, results=numbers))
    path.write_text(page, encoding="utf-8")
    with Visit(chromium, path, "#node=model:foo-7b") as visit:
        told = visit.page.inner_text("#details")
        assert "2 reported numbers" in told
        assert "70% for Foo-7B on MATH and ZZ in accuracy" in told
        assert told.count("Foo-7B has 70% accuracy on MATH.") == 1
        group = visit.page.locator("details:has(h3:text('reported numbers'))")
        assert group.locator("mark").all_inner_texts() == ["Foo-7B", "accuracy", "MATH"]


def test_a_number_shows_that_it_is_a_bound(chromium, tmp_path):
    # Previously "over 70 %" was 70 % in the explorer, and ≥ 70 % on the board
    graph = make_small()
    bound = replace(graph, results=(replace(graph.results[0], bound="≥"), graph.results[0]))
    path = tmp_path / "page.html"
    path.write_text(explorer_page(bound), encoding="utf-8")
    with Visit(chromium, path) as visit:
        visit.page.fill("#search", "foo-7b")
        visit.page.press("#search", "Enter")
        shown = visit.page.locator("#details .facts b").all_inner_texts()
        assert [one for one in shown if "70" in one] == ["≥ 70%", "70%"]


def test_the_search_knows_aliases_and_forgives_hyphens(chromium, small):
    with Visit(chromium, small) as visit:
        visit.page.fill("#search", "relative policy")
        assert "GRPO" in visit.page.inner_text("#hits")
        visit.page.fill("#search", "foo 7b")
        assert "Foo-7B" in visit.page.inner_text("#hits")


def test_things_of_one_name_are_told_apart(chromium, tmp_path):
    small = make_small()
    twin = PageNode("method:grpo-2", "GRPO", "Method", ("Guided Reward Proximal Optimization",))
    path = tmp_path / "twins.html"
    nodes = tuple(sorted([*small.nodes, twin], key=lambda n: n.id))
    path.write_text(explorer_page(replace(small, nodes=nodes)), encoding="utf-8")
    with Visit(chromium, path) as visit:
        visit.page.fill("#search", "grpo")
        found = visit.page.locator("#hits li").all_inner_texts()
        assert "Group Relative" in found[0]
        assert "Guided Reward" in found[1]


def test_a_thing_called_so_by_another_name_comes_first_where_it_is_better_connected(
    chromium, tmp_path
):
    small = make_small()
    twin = PageNode("benchmark:grp", "Group Relative Policy Optimization", "Benchmark", ())
    nodes = tuple(sorted([*small.nodes, twin], key=lambda n: n.id))
    path = tmp_path / "alias.html"
    path.write_text(explorer_page(replace(small, nodes=nodes)), encoding="utf-8")
    with Visit(chromium, path) as visit:
        visit.page.fill("#search", "group relative policy optimization")
        visit.page.press("#search", "Enter")
        assert visit.selected() == "GRPO"


def test_a_name_shows_one_form_of_each_reading_and_is_found_by_all(chromium, tmp_path):
    small, path = make_small(), tmp_path / "forms.html"
    forms = ("GRPOs", "Group Relative Policy", "group-relative policys")
    nodes = tuple(replace(n, aliases=forms) if n.name == "GRPO" else n for n in small.nodes)
    path.write_text(explorer_page(replace(small, nodes=nodes)), encoding="utf-8")
    with Visit(chromium, path) as visit:
        visit.page.fill("#search", "grpos")
        visit.page.press("#search", "Enter")
        assert "Also: Group Relative Policy\n" in visit.page.inner_text("#details")


def test_a_search_without_an_answer_says_so(chromium, small):
    with Visit(chromium, small) as visit:
        visit.page.fill("#search", "nowhere to be found")
        assert "Nothing here is called" in visit.page.inner_text("#nohits")


def test_the_evidence_marks_the_name(chromium, small):
    with Visit(chromium, small) as visit:
        visit.page.fill("#search", "GRPO")
        visit.page.press("#search", "Enter")
        marks = visit.page.locator("blockquote mark").all_inner_texts()
        assert "GRPO" in marks


def test_pressing_a_node_shows_it_and_pressing_nothing_lets_go(chromium, small):
    with Visit(chromium, small) as visit:
        visit.press("Foo-7B")
        assert visit.selected() == "Foo-7B"
        visit.page.locator("#picture").click(position={"x": 4, "y": 4})
        assert visit.selected() is None


def test_the_right_button_chooses_nothing(chromium, small):
    # Previously it selected the node under it while the browser's menu opened
    with Visit(chromium, small) as visit:
        x, y = visit.place("Foo-7B")
        visit.page.locator("#picture").click(position={"x": x, "y": y}, button="right")
        assert visit.selected() is None


def test_a_type_that_is_switched_off_disappears(chromium, small):
    with Visit(chromium, small) as visit:
        before = visit.see("shown")
        visit.page.uncheck("#types input[name=Metric]")
        assert visit.see("shown") == before - 1
        visit.page.click("#whole")
        assert visit.see("shown") == before


def test_a_relation_alone_keeps_what_it_joins(chromium, small):
    with Visit(chromium, small) as visit:
        visit.page.click("button[aria-label='Only based on']")
        assert visit.see("shown") == 2
        assert visit.see("shownLinks") == 1


def test_years_filter_papers_and_what_only_they_name(chromium, small):
    with Visit(chromium, small) as visit:
        visit.page.fill("#fromyear", "2025")
        visit.page.press("#fromyear", "Tab")
        names = visit.page.evaluate("kg.graph.name.filter((_, i) => kg.view.visible[i])")
        assert "Old Paper" not in names
        assert "MATH" not in names
        assert "Foo-7B" in names


def test_nothing_left_says_so_and_offers_the_way_back(chromium, small):
    with Visit(chromium, small) as visit:
        for box in visit.page.locator("#types input").all():
            box.uncheck()
        assert visit.page.is_visible("#nothing")
        visit.page.click("#nothing button")
        assert visit.page.is_hidden("#nothing")


def test_a_neighbourhood_grows_by_steps_and_by_expanding(chromium, small):
    with Visit(chromium, small, "#focus=method:ppo") as visit:
        assert visit.see("shown") == 2
        visit.page.click("#focusbar button[aria-label='2 away']")
        assert visit.see("shown") == 4
        visit.page.click("#focusbar button[aria-label='1 away']")
        visit.page.locator("#details button.node", has_text="GRPO").first.click()
        visit.page.click("#details button:has-text('Expand')")
        assert visit.see("shown") == 4


def test_a_metric_is_reached_but_not_passed_through(chromium, small):
    with Visit(chromium, small, "#focus=model:foo-7b&depth=3") as visit:
        names = visit.page.evaluate("kg.graph.name.filter((_, i) => kg.view.visible[i])")
        assert "accuracy" in names
        assert "MATH" not in names


def test_a_path_is_found_and_each_step_has_its_sentence(chromium, small):
    with Visit(chromium, small) as visit:
        visit.page.fill("#search", "Foo-7B")
        visit.page.press("#search", "Enter")
        visit.page.click("text=Path to…")
        visit.page.keyboard.type("PPO")
        visit.page.keyboard.press("Enter")
        names = visit.page.evaluate("kg.view.path.nodes.map(i => kg.graph.name[i])")
        assert names == ["Foo-7B", "Deep Paper", "GRPO", "PPO"]
        assert "GRPO is a variant of PPO." in visit.page.inner_text("#details")


def test_no_path_says_so(chromium, small):
    with Visit(chromium, small, "#from=task:alone&to=method:ppo") as visit:
        assert "No path joins them" in visit.page.inner_text("#details")


def test_the_address_restores_the_view(chromium, seed):
    with Visit(chromium, seed) as visit:
        visit.page.fill("#search", "GPT")
        visit.page.press("#search", "Enter")
        visit.page.click("text=Neighbourhood")
        visit.page.uncheck("#relations input[name=MENTIONS]")
        visit.page.click("#theme")
        visit.page.click("#nearer")
        visit.rests()
        address = "#" + visit.page.url.partition("#")[2]
        first = visit.page.evaluate(
            "[kg.view.shown, kg.view.selected, kg.view.focus, kg.camera.zoom]"
        )
    with Visit(chromium, seed, address) as visit:
        again = visit.page.evaluate(
            "[kg.view.shown, kg.view.selected, kg.view.focus, kg.camera.zoom]"
        )
        assert again == pytest.approx(first, rel=0.01)
        assert visit.page.get_attribute("html", "data-theme") == "dark"


def test_an_address_with_unknown_parts_is_no_fault(chromium, small):
    address = "#focus=no:such&node=x&hide=Y&without=Z&years=a-b&at=1_2&from=q&to=r&depth=99&theme=z"
    with Visit(chromium, small, address) as visit:
        assert visit.faults == []
        assert visit.see("shown") == len(make_small().nodes)


def test_all_of_it_works_with_the_keyboard_alone(chromium, small):
    with Visit(chromium, small) as visit:
        keys = visit.page.keyboard
        keys.press("/")
        keys.type("grpo")
        keys.press("ArrowDown")
        keys.press("Enter")
        assert visit.selected() == "GRPO"
        visit.page.focus("#picture")
        keys.press("Enter")
        assert visit.page.evaluate("kg.graph.name[kg.view.focus]") == "GRPO"
        keys.press("n")
        assert visit.selected() != "GRPO"
        keys.press("e")
        before = visit.page.evaluate("kg.camera.x")
        keys.press("ArrowLeft")
        assert visit.page.evaluate("kg.camera.x") != before
        keys.press("Escape")
        keys.press("Escape")
        assert visit.see("focus") == -1
        keys.press("0")
        visit.page.focus("#detailstab")
        keys.press("ArrowRight")
        assert visit.page.is_visible("#list")


def test_the_list_holds_what_the_picture_shows(chromium, small):
    with Visit(chromium, small) as visit:
        visit.page.click("#listtab")
        names = visit.page.locator("#list bdi").all_inner_texts()
        assert sorted(names) == sorted(n.name for n in make_small().nodes)


def test_the_picture_is_saved_as_png_and_svg(chromium, seed, tmp_path):
    with Visit(chromium, seed) as visit:
        with visit.page.expect_download() as png:
            visit.page.click("#png")
        png.value.save_as(tmp_path / "graph.png")
        with visit.page.expect_download() as svg:
            visit.page.click("#svg")
        svg.value.save_as(tmp_path / "graph.svg")
    assert (tmp_path / "graph.png").read_bytes().startswith(b"\x89PNG")
    root = ET.parse(tmp_path / "graph.svg").getroot()
    texts = [t.text for t in root.iter("{http://www.w3.org/2000/svg}text")]
    assert "Benchmark" in texts


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_theme_follows_the_system_and_can_be_switched(chromium, small, scheme):
    other = {"light": "dark", "dark": "light"}[scheme]
    with Visit(chromium, small, color_scheme=scheme) as visit:
        assert visit.page.get_attribute("html", "data-theme") == scheme
        visit.page.click("#theme")
        assert visit.page.get_attribute("html", "data-theme") == other


def test_a_finger_selects_drags_and_pinches(chromium, small):
    options = {"has_touch": True, "is_mobile": True, "viewport": {"width": 390, "height": 844}}
    with Visit(chromium, small, **options) as visit:
        box = visit.page.locator("#picture").bounding_box()
        x, y = visit.place("Foo-7B")
        visit.page.touchscreen.tap(box["x"] + x, box["y"] + y)
        assert visit.selected() == "Foo-7B"
        before = visit.page.evaluate("kg.camera.zoom")
        touch = visit.context.new_cdp_session(visit.page)
        for name, gap in (("touchStart", 20), ("touchMove", 40), ("touchMove", 80)):
            points = [
                {"x": box["x"] + 150 + side * gap, "y": box["y"] + 100, "id": side + 1}
                for side in (-1, 1)
            ]
            touch.send("Input.dispatchTouchEvent", {"type": name, "touchPoints": points})
        touch.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})
        assert visit.page.evaluate("kg.camera.zoom") > before * 1.5


@pytest.mark.parametrize("size", [(1440, 900), (390, 844)])
def test_nothing_is_wider_than_the_window(chromium, seed, size):
    viewport = {"width": size[0], "height": size[1]}
    with Visit(chromium, seed, "#focus=model:gpt-4", viewport=viewport) as visit:
        width = visit.page.evaluate("document.documentElement.scrollWidth")
        assert width <= size[0]
        for part in ("#side", "#panel"):
            inner = visit.page.evaluate(f"document.querySelector('{part}').scrollWidth")
            outer = visit.page.evaluate(f"document.querySelector('{part}').clientWidth")
            assert inner <= outer


def test_a_long_panel_scrolls_by_itself(chromium, seed):
    # Previously words for screen readers made the page as long as the panel, and a search of the
    # browser in the panel moved the picture out of the window, with no way back
    with Visit(chromium, seed) as visit:
        visit.page.click("[role=tab] >> text=List")
        visit.page.evaluate("[...document.querySelectorAll('#list .sr')].at(-1).scrollIntoView()")
        assert visit.page.evaluate("document.getElementById('list').scrollTop") > 0
        assert visit.page.evaluate("[scrollY, document.body.scrollTop]") == [0, 0]


@pytest.mark.parametrize("engine", [explorer_page, pyvis_page])
def test_hostile_names_stay_text(chromium, tmp_path, engine):
    path = tmp_path / "hostile.html"
    path.write_text(engine(make_hostile()), encoding="utf-8")
    with Visit(chromium, path) as visit:
        if engine is explorer_page:
            for name in HOSTILE[:6]:
                visit.page.fill("#search", name[:20])
                visit.page.press("#search", "Enter")
            visit.page.click("#listtab")
            visit.page.click("#svg")
        else:
            visit.page.click("summary")
        visit.page.mouse.move(700, 450)
        assert visit.page.evaluate("window.broken ?? null") is None
        hrefs = visit.page.evaluate("[...document.querySelectorAll('a')].map(a => a.href)")
        assert [h for h in hrefs if not h.startswith(("https:", "http:"))] == []
        assert visit.faults == []
        assert [r for r in visit.requests if not r.startswith(("file:", "blob:"))] == []


def test_an_address_that_is_not_of_the_web_is_no_link(chromium, tmp_path):
    path = tmp_path / "hostile.html"
    path.write_text(explorer_page(make_hostile()), encoding="utf-8")
    for number in range(len(ADDRESSES)):
        with Visit(chromium, path, f"#node=repo:{number}") as visit:
            assert visit.page.locator("#details .links a").count() == 0


def test_an_empty_graph_says_so(chromium, tmp_path):
    path = tmp_path / "empty.html"
    path.write_text(explorer_page(PageGraph("Nothing", "No papers yet.", ())), encoding="utf-8")
    with Visit(chromium, path) as visit:
        assert "No papers yet." in visit.page.inner_text("#details")
        assert visit.page.is_hidden("#nothing")  # previously it told of filters
        assert visit.faults == []


def test_too_many_nodes_are_cut_to_the_best_connected_and_the_page_says_so(
    chromium, tmp_path, monkeypatch
):
    monkeypatch.setattr("kg.pages.explorer.MOST_NODES", 3)
    path = tmp_path / "cut.html"
    path.write_text(explorer_page(make_small()), encoding="utf-8")
    with Visit(chromium, path) as visit:
        assert visit.see("shown") == 3
        assert "Shown are the 3 best connected of 9 nodes." in visit.page.inner_text("#details")


@pytest.mark.slow
def test_fifty_thousand_nodes_can_be_searched_and_moved(chromium, tmp_path):
    path = tmp_path / "large.html"
    path.write_text(explorer_page(make_large(50_000)), encoding="utf-8")
    with Visit(chromium, path) as visit:
        assert visit.see("shown") == 50_000
        visit.page.fill("#search", "DenseSparse-")
        visit.page.wait_for_selector("#hits li")
        visit.page.press("#search", "Enter")
        assert visit.selected() is not None
        visit.page.click("text=Neighbourhood")
        assert 1 < visit.see("shown") < 50_000
        assert visit.faults == []


def test_the_pyvis_page_shows_the_neighbourhood(chromium, tmp_path, seed_graph):
    from kg.pages.render import render_page

    path = tmp_path / "pyvis.html"
    path.write_text(render_page(seed_graph, focus="GPT-4", engine="pyvis"), encoding="utf-8")
    with Visit(chromium, path) as visit:
        assert visit.page.locator("#net canvas").count() == 1
        assert visit.faults == []
        assert [r for r in visit.requests if not r.startswith("file:")] == []
