from __future__ import annotations

import hashlib
import html
import posixpath
import re
import signal
import subprocess
import sys
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote

import pytest
from click.testing import CliRunner

from kg import Graph
from kg.cli import cli
from kg.errors import QueryError, StoreError, UnknownName
from kg.pages.charts import Point, best_over_time, months
from kg.pages.from_graph import read_shown
from kg.pages.lookup import Lookup
from kg.pages.pyvis_page import COLOURS
from kg.pages.render import Inline, render_page
from kg.pages.site import Site, write_site
from kg.pages.static import static_text
from kg.pages.view import Board, PageEdge, PageGraph, PageNode
from tests.made import Made
from tests.page_samples import HOSTILE, make_hostile, make_place, make_small

ELEMENTS = {
    "html", "head", "meta", "title", "link", "body", "header", "nav", "main", "footer", "a", "p",
    "h1", "h2", "bdi", "span", "section", "ul", "li", "blockquote", "mark", "table", "thead",
    "tbody", "tr", "th", "td", "div", "dl", "dt", "dd", "b", "svg", "text", "path", "circle",
    "rect", "input", "label", "script", "noscript",
}  # fmt: skip


class Reader(HTMLParser):
    def __init__(self):
        super().__init__()
        self.hrefs, self.elements, self.attributes = [], set(), set()

    def handle_starttag(self, tag, attrs):
        self.elements.add(tag)
        self.attributes |= {name for name, _ in attrs}
        if ("rel", "icon") not in attrs:
            self.hrefs += [value for name, value in attrs if name == "href"]


def read(page: str) -> Reader:
    reader = Reader()
    reader.feed(page)
    return reader


def make_board(*values: float, **options) -> Board:
    scores = [make_place(value, published="2025-01") for value in values]
    return Board(options.get("metric", "accuracy"), options.get("unit", "%"), True, tuple(scores))


@pytest.fixture
def site() -> Site:
    return Site(make_small(), {"benchmark:math": (make_board(70.0), make_board(3, unit="points"))})


@pytest.fixture(scope="module")
def seed_site(seed_graph) -> Site:
    shown = read_shown(seed_graph)
    return Site(shown.graph, shown.boards)


def test_a_score_on_two_benchmarks_stands_on_both_boards(store):
    # Previously "61 % on Foo 2024 and 2025" was on the board and the page of one of them alone
    made = Made().paper("arxiv:2501.00001", "2025-01")
    made.result("arxiv:2501.00001", 61, of="model:a", on=("benchmark:x", "benchmark:y"))
    store.write(made.rows())
    shown = read_shown(Graph(store))
    assert [(r.subject, r.benchmark) for r in shown.graph.results] == [("a", "x"), ("a", "y")]
    assert len({r.result for r in shown.graph.results}) == 1
    boards = shown.boards
    values = {of: [s.value for board in on for s in board.scores] for of, on in boards.items()}
    assert values == {"benchmark:x": [61], "benchmark:y": [61]}


def test_a_score_on_two_benchmarks_counts_once(store):
    # Previously the page of the model that has it counted it twice, and showed its sentence twice
    made = Made().paper("arxiv:2501.00001", "2025-01")
    made.result("arxiv:2501.00001", 61, of="model:a", on=("benchmark:x", "benchmark:y"))
    store.write(made.rows())
    site = Site(read_shown(Graph(store)).graph, {})
    assert "<b>1</b> reported numbers" in site.page("index.html")
    for path in ("entity/model-a.html", "entity/benchmark-y.html"):
        assert "; 1 reported number found." in site.page(path)
    page = site.page("paper/arxiv-2501.00001.html")
    assert 'Reported numbers<span class="quiet"> 1</span></h2>' in page
    assert page.count('data-label="Value"') == page.count('class="proof"') == 1
    assert "x</bdi></a>, <a" in page


def test_a_table_of_numbers_leaves_out_what_its_page_says_and_what_is_empty():
    # Previously a paper's own title stood beside each of its numbers, and the rest had no room
    site = Site(make_small(), {})
    heads = {
        path: re.findall(r'<th scope="col"[^>]*>([^<]*)', site.page(path))
        for path in (
            "paper/arxiv-2501.00001.html",
            "entity/benchmark-math.html",
            "entity/metric-accuracy.html",
            "entity/model-foo-7b.html",
        )
    }
    assert list(heads.values()) == [
        ["System", "Benchmark", "Metric", "Value", "Kind"],
        ["System", "Metric", "Value", "Kind"],
        ["System", "Benchmark", "Value", "Kind"],
        ["System", "Benchmark", "Metric", "Value", "Kind"],
    ]
    where = 'Deep Paper</bdi></a>, <span class="date">2025-01</span></p></td>'
    assert where in site.page("entity/benchmark-math.html")
    assert where not in site.page("paper/arxiv-2501.00001.html")


def test_numbers_of_one_sentence_have_it_once_and_are_marked_in_it():
    # Previously a sentence stood under each of its numbers, and the eye had to look for them
    graph = make_small()
    sentence = "GRPO goes from 0.61 to 70% on MATH, which has 1,061 tasks and 7061 of others."
    (number,) = graph.results
    numbers = [replace(number, sentence=sentence, value=v, result=f"result:{v}") for v in (61, 70)]
    page = Site(replace(graph, results=tuple(numbers)), {}).page("entity/benchmark-math.html")
    assert page.count("which has 1,061 tasks and 7061 of others") == 1
    assert re.findall("<mark>([^<]*)</mark>", page[: page.index("</table>")])[-3:] == [
        "0.61",
        "70%",
        "MATH",
    ]


def test_the_newest_numbers_come_first():
    graph = make_small()
    (number,) = graph.results
    old = replace(number, paper="arxiv:2402.00002", value=65.0, result="result:0")
    gains = tuple(replace(r, kind="delta") for r in (old, number))
    site = Site(replace(graph, results=gains), {"benchmark:math": (make_board(7.0),)})
    # Previously the gains of a leaderboard stood oldest first
    for path in ("entity/benchmark-math.html", "board/benchmark-math.html"):
        assert site.page(path).index(">70%</td>") < site.page(path).index(">65%</td>")


def test_a_paper_with_code_has_a_link_to_it_wherever_it_is_listed(seed_graph, seed_site):
    # Previously one had to open each paper of a task to see which has code
    papers = [p.paper for p in seed_graph.papers(with_code=True, limit=1000)]
    lookup = Lookup(seed_site.graph)
    assert {n.id for n in lookup.of_type("Paper") if lookup.code(n.id)} == {*papers}
    page = Site(make_small(), {}).page("entity/method-grpo.html")
    outside = 'rel="noopener noreferrer" target="_blank"'
    code = f'</span> <a href="https://github.com/foo/bar" {outside}>code'
    assert page.count(code) == page.count("Deep Paper</bdi></a><span")
    assert code in Site(make_small(), {}).page("papers.html")


@pytest.mark.parametrize(
    ("address", "counts"),
    [
        ("https://github.com/a/b", True),
        ("https://www.huggingface.co/a/b", True),
        ("https://huggingface.co/datasets/a/b", False),
        ("https://github.com/a/Awesome-Things", False),
        ("https://git.example.edu/a/b", True),
        ("https://notgithub.com/a/b", False),
        ("https://a.github.io/b", False),
        ("javascript:x", False),
        ("http://[x", False),
    ],
)
def test_code_is_what_a_host_of_code_holds(address, counts):
    graph = make_small()
    nodes = tuple(replace(n, url=address) if n.type == "Repo" else n for n in graph.nodes)
    assert bool(Lookup(replace(graph, nodes=nodes)).code("arxiv:2501.00001")) == counts


def test_what_introduces_a_name_stands_before_its_numbers():
    page = Site(make_small(), {}).page("entity/model-foo-7b.html")
    assert page.index('id="introduced-by"') < page.index('id="reported-numbers"')
    sections = re.findall('<section id="([^"]*)"', page)
    assert re.findall('href="#([^"]*)"', page) in ([], sections)


def test_a_paper_shows_its_code_on_top_and_a_badge_leads_to_all_of_its_type():
    page = Site(make_small(), {}).page("paper/arxiv-2501.00001.html")
    assert page.index('href="https://github.com/foo/bar"') < page.index("<h2>")
    assert 'href="../papers.html" class="badge"' in page


@pytest.mark.parametrize(
    ("metric", "unit", "said"),
    [
        ("FPS", "fps", "FPS"),
        ("latency in ms", "ms", "latency in ms"),
        ("accuracy", "%", "accuracy (%)"),
        ("steps", "s", "steps (s)"),
        (None, "s", "metric not named (s)"),
        ("accuracy", None, "accuracy"),
    ],
)
def test_the_title_of_a_board_says_its_unit_once(metric, unit, said):
    # Previously "FPS (FPS)"
    board = make_board(70.0, metric=metric, unit=unit)
    page = Site(make_small(), {"benchmark:math": (board,)}).page("board/benchmark-math.html")
    assert f"<h2>{said}</h2>" in str(page)


def test_a_task_leads_to_its_benchmarks_those_with_a_leaderboard_first():
    graph = make_small()
    other = replace(graph.nodes[2], id="benchmark:aa", name="AA", date="2025-12", papers=9)
    edge = PageEdge("benchmark:aa", "task:alone", "BENCHMARK_FOR", "arxiv:2402.00002", "It is.")
    edges = (*graph.edges, edge, replace(edge, source="benchmark:math"))
    graph = replace(graph, nodes=(other, *graph.nodes), edges=edges)
    page = Site(graph, {"benchmark:math": (make_board(70.0),)}).page("entity/task-alone.html")
    assert 'href="../board/benchmark-math.html">leaderboard' in page
    assert page.index("MATH</bdi>") < page.index("AA</bdi>")


def test_a_task_without_a_benchmark_of_its_own_has_those_that_its_papers_use():
    # Previously "kg benchmarks" named them, and the page of the task led to no leaderboard
    graph = make_small()
    deep, old = "arxiv:2501.00001", "arxiv:2402.00002"
    edges = [PageEdge(paper, "task:alone", "ADDRESSES", paper, "It is.") for paper in (deep, old)]
    edges.append(PageEdge(deep, "benchmark:aa", "EVALUATES_ON", deep, "We run AA."))
    edges.append(PageEdge(deep, "benchmark:math", "EVALUATES_ON", deep, "We run MATH."))
    nodes = (replace(graph.nodes[2], id="benchmark:aa", name="AA"), *graph.nodes)
    graph = replace(graph, nodes=nodes, edges=(*graph.edges, *edges))
    boards = {"benchmark:math": (make_board(70.0),)}
    page = Site(graph, boards).page("entity/task-alone.html")
    assert 'Benchmarks of papers on it<span class="quiet"> 2</span></h2>' in page
    assert page.index("We test on <mark>MATH") < page.index("We run <mark>AA")
    # Previously the oldest stood first
    assert page.index("We run <mark>MATH") < page.index("We test on <mark>MATH")
    assert 'href="../board/benchmark-math.html">leaderboard' in page
    own = PageEdge("benchmark:math", "task:alone", "BENCHMARK_FOR", old, "It is.")
    page = Site(replace(graph, edges=(*graph.edges, own)), boards).page("entity/task-alone.html")
    assert 'Benchmarks of papers on it<span class="quiet"> 1</span></h2>' in page


def test_a_chart_of_records_takes_holders_with_a_name_of_their_own(store):
    # Previously "our diffusion model" held a record in the chart, which `sota` gave to none
    made = Made().paper("arxiv:2501.00001", "2025-01").paper("arxiv:2502.00002", "2025-02")
    made.entity("method:m", "diffusion model")
    made.result("arxiv:2501.00001", 61, of="method:m", on="benchmark:x")
    made.result("arxiv:2502.00002", 60, of="model:a", on="benchmark:x")
    made.paper("arxiv:2503.00003", "2025-03")
    made.result("arxiv:2503.00003", 59, of="model:b", on="benchmark:x")
    store.write(made.rows())
    shown = read_shown(Graph(store))
    page = Site(shown.graph, shown.boards).page("board/benchmark-x.html")
    assert re.findall(r'class="record"><title>([^<]*)', page) == ["a: 60, 2025-02"]


def test_a_score_in_other_words_than_the_board_shows_them():
    score = make_place(70.0, metric="mean success rate", board="success rate")
    board = Board("success rate", "%", True, (score,))
    page = Site(make_small(), {"benchmark:math": (board,)}).page("board/benchmark-math.html")
    assert "mean success rate" in page


def test_the_evidence_of_a_board_has_its_system_its_benchmark_and_its_number_marked():
    sentence = "On MATH, Foo-7B is 10X faster than 10xy and 10.5."
    score = make_place(10.0, sentence=sentence)
    board = Board("speed-up", "x", True, (score,))
    page = Site(make_small(), {"benchmark:math": (board,)}).page("board/benchmark-math.html")
    assert re.findall("<mark>([^<]*)</mark>", page)[:3] == ["MATH", "Foo-7B", "10X"]


def test_the_page_of_a_repository_tells_its_address_once():
    graph = make_small()
    nodes = tuple(
        replace(n, aliases=(f"{n.url}/",)) if n.type == "Repo" else n for n in graph.nodes
    )
    (path,) = (p for p in Site(graph, {}).paths() if "/repo-" in p)
    assert "Also written" not in Site(replace(graph, nodes=nodes), {}).page(path)


def test_the_page_of_a_metric_tells_its_direction_and_unit(seed_site):
    page = seed_site.page("entity/metric-accuracy.html")
    assert "<dt>direction</dt><dd>higher is better</dd><dt>unit</dt><dd>%</dd>" in page


@pytest.mark.parametrize(("confidence", "marked"), [(0.31, True), (0.5, False), (None, False)])
def test_an_unsure_score_shows_its_confidence(confidence, marked):
    # Previously nothing on a board told a score at 0.3 from one at 0.9
    score = make_place(70.0, confidence=confidence)
    board = Board("success rate", "%", True, (score,))
    page = Site(make_small(), {"benchmark:math": (board,)}).page("board/benchmark-math.html")
    assert ("? 0.31" in page, "the reading is unsure" in page) == (marked, marked)


def test_every_link_of_every_page_leads_to_a_page(seed_site):
    paths = set(seed_site.paths())
    for path in paths - {"style.css"}:
        for href in read(seed_site.page(path)).hrefs:
            if not href.startswith(("https://", "http://")):
                target = posixpath.normpath(
                    posixpath.join(posixpath.dirname(path), unquote(href.partition("#")[0]))
                )
                assert href.startswith("#") or target in paths, f"{path} links to {href}"


def test_a_page_for_every_paper_and_entity_and_a_board_for_every_benchmark_with_a_score(seed_site):
    paths = list(seed_site.paths())
    assert len(paths) == len(set(paths))
    assert sum(p.startswith("paper/") for p in paths) == 63
    assert sum(p.startswith("board/") for p in paths) > 5


def test_a_site_of_no_paper_has_no_empty_list():
    page = Site(PageGraph("Nothing", "No papers yet.", ()), {}).page("index.html")
    assert "<ul></ul>" not in page
    assert "papers</h2>" not in page.lower()


def test_the_site_is_written_as_files(site, tmp_path):
    written = list(write_site(site, tmp_path))
    assert sorted(written) == sorted(site.paths())
    assert all((tmp_path / path).stat().st_size for path in written)


def write(site: Site, folder: Path) -> list[str]:
    """Write a site and return what was removed."""
    removed: list[str] = []
    list(write_site(site, folder, on_removed=removed.append))
    return removed


def files_in(folder: Path) -> set[str]:
    found = (path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix() for path in found} - {".kg-site"}


def without(site: Site, node_id: str) -> Site:
    nodes = {n.id for n in site.graph.nodes} - {node_id}
    return Site(site.graph.part(nodes, title="Fewer", lead="Fewer."), {})


def test_pages_of_what_is_gone_are_removed_and_nothing_else(site, tmp_path):
    # Previously the page of a removed paper stayed for ever
    write(site, tmp_path)
    (tmp_path / "CNAME").write_text("kg.example.org")
    (tmp_path / "entity" / "mine.html").write_text("mine")
    smaller = without(site, "method:grpo")
    removed = write(smaller, tmp_path)
    assert removed == ["board/benchmark-math.html", "entity/method-grpo.html"]
    assert files_in(tmp_path) == {*smaller.paths(), "CNAME", "entity/mine.html"}
    assert not (tmp_path / "board").exists()


def test_a_page_that_somebody_changed_stays(site, tmp_path):
    write(site, tmp_path)
    (tmp_path / "entity" / "method-grpo.html").write_text("my notes on GRPO")
    assert write(without(site, "method:grpo"), tmp_path) == ["board/benchmark-math.html"]
    assert (tmp_path / "entity" / "method-grpo.html").read_text() == "my notes on GRPO"


def test_a_file_of_somebody_else_is_not_written_over(site, tmp_path):
    (tmp_path / "index.html").write_text("my home page")
    with pytest.raises(StoreError, match=r"index.html' is there and not of an earlier kg site"):
        write(site, tmp_path)
    assert files_in(tmp_path) == {"index.html"}


def test_a_page_that_somebody_changed_is_not_written_over(site, tmp_path):
    # Previously the next run wrote over it without a word
    write(site, tmp_path)
    (tmp_path / "style.css").write_text("body { color: green; }")
    with pytest.raises(StoreError, match=r"style.css' was changed since kg site wrote it"):
        write(without(site, "method:grpo"), tmp_path)
    assert (tmp_path / "entity" / "method-grpo.html").exists()
    (tmp_path / "style.css").unlink()
    assert "entity/method-grpo.html" in write(without(site, "method:grpo"), tmp_path)


def test_pages_that_git_checked_out_with_other_line_ends_are_our_own(site, tmp_path):
    write(site, tmp_path)
    style = tmp_path / "style.css"
    style.write_bytes(style.read_bytes().replace(b"\n", b"\r\n"))
    write(site, tmp_path)
    assert b"\r\n" not in style.read_bytes()


def test_what_an_interrupted_run_wrote_is_removed_by_the_next(site, tmp_path):
    writing = write_site(site, tmp_path)
    while next(writing) != "entity/method-grpo.html":
        pass
    writing.close()
    smaller = without(site, "method:grpo")
    write(smaller, tmp_path)
    assert files_in(tmp_path) == set(smaller.paths())


KILLED = """
import resource, signal, sys
from kg.cli import main
# The system kills whoever writes a file on beyond this size.
signal.signal(signal.SIGXFSZ, signal.SIG_DFL)
resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv.pop(1)),) * 2)
main()
"""


@pytest.mark.skipif(sys.platform == "win32", reason="no limit of a file's size")
@pytest.mark.parametrize("first", [False, True])
def test_a_page_is_whole_where_a_kill_ends_its_writing(seed_graph, tmp_path, first):
    # Previously half of it stood in its place, and a site without it is served as it is
    words = ["site", "--graph", seed_graph.store.url, str(tmp_path)]
    before = None
    if not first:
        assert CliRunner().invoke(cli, words).exit_code == 0
        before = (tmp_path / "explorer.html").read_bytes()
    done = subprocess.run(
        [sys.executable, "-c", KILLED, "100000", *words, "--title", "New"], timeout=60
    )
    assert done.returncode == -signal.SIGXFSZ
    page = tmp_path / "explorer.html"
    assert (page.read_bytes() if page.exists() else None) == before
    # The next run takes all of it for its own and leaves no trace of the other.
    assert CliRunner().invoke(cli, [*words, "--title", "New"]).exit_code == 0
    shown = read_shown(seed_graph, title="New")
    assert files_in(tmp_path) == set(Site(shown.graph, shown.boards).paths())


@pytest.mark.parametrize("again", [False, True])
def test_a_run_that_ends_as_a_page_takes_its_place_leaves_it_to_the_next(
    site, tmp_path, monkeypatch, again
):
    # Previously one that ended just behind it left a page that the next run took for another's
    page, move = tmp_path / "entity" / "method-grpo.html", Path.replace

    def stop(path: Path, target: Path) -> Path:
        if target == page:
            raise KeyboardInterrupt
        return move(path, target)

    if again:
        write(site, tmp_path)
    nodes = [replace(n, aliases=("New",)) if n.name == "GRPO" else n for n in site.graph.nodes]
    other = Site(replace(site.graph, nodes=tuple(nodes)), {})
    with monkeypatch.context() as patch:
        patch.setattr(Path, "replace", stop)
        with pytest.raises(KeyboardInterrupt):
            write(other, tmp_path)
    assert page.exists() is again
    smaller = without(site, "method:grpo")
    write(smaller, tmp_path)
    assert files_in(tmp_path) == set(smaller.paths())


def test_a_list_of_files_that_leads_out_of_the_folder_removes_nothing(site, tmp_path):
    outside = tmp_path / "outside.html"
    outside.write_text("outside")
    digest = hashlib.sha256(b"outside").hexdigest()[:16]
    folder = tmp_path / "site"
    folder.mkdir()
    (folder / ".kg-site").write_text(f"{digest} ../outside.html\n{digest} {outside}\n\n\xff x\n")
    assert write(site, folder) == []
    assert outside.exists()


def test_a_path_that_is_no_page_is_an_error(site):
    with pytest.raises(UnknownName, match="no page"):
        site.page("../../etc/passwd")


def test_a_board_says_how_much_it_covers(site):
    page = site.page("board/benchmark-math.html")
    assert "2 papers name it; 2 scores found in their abstracts" in page
    assert "Abstracts name few of the scores" in page


def test_units_are_never_mixed_in_one_table(site):
    page = site.page("board/benchmark-math.html")
    assert page.index("accuracy (%)") < page.index("accuracy (points)")
    assert page.count("<table>") == 2


def test_differences_stand_apart_from_scores():
    graph = make_small()
    gain = replace(graph.results[0], kind="delta", value=5.0, unit="points")
    site = Site(replace(graph, results=(gain,)), {"benchmark:math": (make_board(70.0),)})
    page = site.page("board/benchmark-math.html")
    assert "Differences and factors" in page
    assert "1 difference or factor" in page


@pytest.mark.parametrize(("change", "words"), [("less", "30% less<"), (None, "30%<")])
def test_a_difference_says_which_way_it_goes(change, words):
    # Previously a drop of 30 % was shown like a gain
    graph = make_small()
    drop = replace(graph.results[0], kind="delta", value=30.0, change=change)
    site = Site(replace(graph, results=(drop,)), {"benchmark:math": ()})
    assert words in site.page("entity/benchmark-math.html")


def test_a_number_shows_the_inferred_metric_and_that_it_is_a_bound():
    # Previously the metric was "–" on the page of an entity and the usual one on the board
    graph = make_small()
    usual = {"metric": "success rate", "metric_id": None, "metric_inferred": True}
    score = replace(graph.results[0], **usual, value=9.0, bound="≥")
    page = Site(replace(graph, results=(score,)), {}).page("entity/benchmark-math.html")
    assert "success rate *</td>" in page
    assert "≥ 9%<" in page


def test_an_entity_says_what_it_is_and_who_names_it(site):
    page = site.page("entity/method-grpo.html")
    assert "Named by 2 papers" in page
    assert "Group Relative Policy Optimization" in page
    assert "Basis of" not in page
    assert "Based on" in page
    assert "We use <mark>GRPO</mark> to train." in page


def test_an_entity_shows_one_form_of_each_reading():
    graph = make_small()
    forms = ("GRPOs", "Group Relative Policy", "group-relative policies", "Group relative policy")
    nodes = [replace(n, aliases=forms) if n.name == "GRPO" else n for n in graph.nodes]
    site = Site(replace(graph, nodes=tuple(nodes)), {})
    page = site.page("entity/method-grpo.html")
    assert page.count("Group Relative Policy") == 1
    assert not any(form in page for form in (forms[0], *forms[2:]))


@pytest.mark.parametrize(("months_of", "drawn"), [(2, False), (3, True)])
def test_an_entity_with_papers_of_three_months_has_a_chart(months_of, drawn):
    # Previously two bars stood where the list below says the same
    page = of_months(*(f"2024-0{i + 1}" for i in range(months_of)))
    assert ("Papers by month" in page) == drawn


def test_a_month_chart_counts_the_papers_that_it_leaves_out():
    # Previously a paper with a year alone was neither in the chart nor in the note
    assert "1 more without a month." in of_months("2025-01", "2024-02", "2024-03", "2024")


def of_months(*dates: str) -> str:
    """Return the page of a method that a paper of each date uses."""
    papers = [PageNode(f"arxiv:{i}", f"P{i}", "Paper", date=d) for i, d in enumerate(dates)]
    nodes = (*papers, PageNode("method:a", "A", "Method"))
    edges = tuple(PageEdge(p.id, "method:a", "USES", p.id) for p in papers)
    return Site(PageGraph("Graph", "It is one.", nodes, edges), {}).page("entity/method-a.html")


def test_a_board_of_three_dates_has_a_chart():
    # Previously two dots were joined by a line over half of the screen
    scores = make_board(70.0, 60.0, 50.0).scores
    dates = ("2025-01", "2024-02", "2024-03")
    dated = tuple(replace(s, published=d) for s, d in zip(scores, dates, strict=True))
    for many in (2, 3):
        boards = {"benchmark:math": (Board("accuracy", "%", True, dated[:many]),)}
        page = Site(make_small(), boards).page("board/benchmark-math.html")
        assert ("<svg" in page) == (many == 3)


def test_a_board_leaves_out_a_column_that_is_empty():
    # Previously a column of dashes for code stood beside 368 of 369 boards
    score = replace(make_board(70.0).scores[0], rank=1)
    shown = {}
    for paper, date in (("arxiv:2501.00001", "2025-01"), ("arxiv:2402.00002", None)):
        board = Board("accuracy", "%", True, (replace(score, paper=paper, published=date),))
        page = Site(make_small(), {"benchmark:math": (board,)}).page("board/benchmark-math.html")
        shown[paper] = re.findall(r'<th scope="col"[^>]*>([^<]*)', page)[:6]
    assert list(shown.values()) == [
        ["#", "System", "Value", "Date", "Paper", "Code"],
        ["#", "System", "Value", "Paper"],
    ]


def test_the_list_of_leaderboards_tells_the_first_place_of_the_fullest():
    # Previously it told how many scores there are, and of none how good it is
    (score,) = make_board(70.0).scores
    side = Board("F1", "%", True, (replace(score, rank=1, value=90.0),))
    for rank, told in ((1, "<b>70%*</b> accuracy, <a"), (None, None)):
        scores = (replace(score, rank=rank, metric_inferred=True), replace(score, value=60.0))
        boards = {"benchmark:math": (Board("accuracy", "%", True, scores), side)}
        page = Site(make_small(), boards).page("boards.html")
        assert (told or ' class="none" data-label="First place">–') in page
        assert "90%" not in page


@pytest.mark.parametrize(
    ("unit", "higher", "told"),
    [
        # Previously "14 FPS FPS", and a P99 of 3,416.5 was first where 100 is better
        ("FPS", True, "<b>70 FPS</b>, <a"),
        ("ms", None, '</a><span class="quiet"> (the highest)</span></td>'),
    ],
)
def test_a_first_place_says_its_unit_once_and_what_it_does_not_know(unit, higher, told):
    (score,) = make_board(70.0).scores
    scores = (replace(score, rank=1), replace(score, rank=2, value=60.0))
    boards = {"benchmark:math": (Board("FPS", unit, higher, scores),)}
    page = Site(make_small(), boards).page("boards.html")
    assert told in page
    assert ("(the highest)</span></td>" in page) == (higher is None)


def test_every_board_has_an_address_of_its_own_whatever_its_metric_is_called():
    # Previously a metric "F1 on code" and F1 on a part called code had one, and a half of a
    # letter ended the whole site
    names = (
        "F1 on code",
        'a/b "c"#d?',
        "100% of it",
        "a\u200eb",
        "half \ud800",
        "\x07",
        "Ångström",
    )
    boards = tuple(make_board(70.0, metric=name) for name in names)
    part = replace(make_board(3, metric="F1"), part="code")
    page = Site(make_small(), {"benchmark:math": (*boards, part)}).page("board/benchmark-math.html")
    ids = [html.unescape(one) for one in re.findall('<section id="([^"]*)"', page)]
    tabs = re.findall(r'<a href="#([^"]*)" class="tab', page)
    assert len({*ids}) == len(boards) + 1
    assert [unquote(html.unescape(one)) for one in tabs] == ids
    assert not any(re.search(r"\s", one) for one in ids)


def test_a_list_of_benchmarks_leads_to_their_leaderboards():
    # Previously one had to open each of 1,552 benchmarks to see which has one
    for boards in ({"benchmark:math": (make_board(70.0),)}, {}):
        site = Site(make_small(), boards)
        found = '2</span> <a href="board/benchmark-math.html">leaderboard</a>'
        assert (found in site.page("benchmarks.html")) == bool(boards)


def test_two_boards_of_one_title_tell_their_units():
    # Previously two metrics to choose from were called FLOPs
    boards = (
        make_board(70.0, metric="FLOPs", unit="FLOPs"),
        make_board(3, metric="FLOPs", unit=None),
    )
    page = Site(make_small(), {"benchmark:math": boards}).page("board/benchmark-math.html")
    assert re.findall(r"<h2>([^<]*)", page) == ["FLOPs (FLOPs)", "FLOPs (no unit)"]


def test_a_paper_shows_what_it_says_of_names(site):
    # Previously "GRPO is a variant of PPO" stood on the pages of both and not on the paper's
    page = site.page("paper/arxiv-2402.00002.html")
    told = page.partition("What it says of these names")[2]
    assert "GRPO</bdi></a> based on <a" in told
    assert "<mark>GRPO</mark> is a variant of <mark>PPO</mark>." in told
    assert "What it says of these names" not in site.page("paper/arxiv-2501.00001.html")


def test_a_paper_shows_its_abstract_unless_it_is_left_out(seed_graph):
    for abstracts in (True, False):
        shown = read_shown(seed_graph, abstracts=abstracts)
        site = Site(shown.graph, shown.boards)
        path = next(p for p in site.paths() if p.startswith("paper/"))
        assert ("Abstract</h2>" in site.page(path)) is abstracts


@pytest.mark.parametrize(
    ("path", "about"),
    [
        ("index.html", "Two papers."),
        ("board/benchmark-math.html", "2 papers name it; 2 scores found in their abstracts."),
        ("entity/method-grpo.html", "Method in 2 papers: what they say of it."),
        ("paper/arxiv-2402.00002.html", "It is old."),
        ("paper/arxiv-2501.00001.html", None),
    ],
)
def test_a_page_tells_what_it_holds_to_whoever_is_sent_its_address(site, path, about):
    # Previously what shows an address that was sent had the title alone
    found = re.findall('<meta name="description" content="([^"]*)">', site.page(path))
    assert found == ([about] if about else [])


def test_papers_without_dates_are_not_called_newest_first():
    graph = make_small()
    bare = replace(graph, nodes=tuple(replace(n, date=None) for n in graph.nodes))
    told = [Site(g, {}).page("papers.html") for g in (graph, bare)]
    assert ["newest first" in page for page in told] == [True, False]


def test_hostile_names_bring_no_element_and_no_attribute():
    site = Site(make_hostile(), {})
    for path in site.paths():
        if path in {"style.css", "explorer.html"}:
            continue
        found = read(site.page(path))
        assert found.elements <= ELEMENTS
        assert not any(a.startswith("on") for a in found.attributes)
        assert not any(h.lower().strip().startswith("javascript") for h in found.hrefs)


def test_the_chart_marks_records_and_names_them():
    points = [Point("2024-01", 50, "A"), Point("2024-06", 45, "B"), Point("2025-02-03", 60, "C")]
    chart = best_over_time(points, title="accuracy (%)", higher=True)
    assert chart.count('class="record"') == 2
    assert chart.count('class="other"') == 1


def test_a_number_of_no_named_system_is_no_record():
    points = [Point("2024-01", 50, "A"), Point("2024-06", 99, "not named", named=False)]
    points.append(Point("2025-02", 60, "C"))
    assert best_over_time(points, title="accuracy", higher=True).count('class="record"') == 2
    nobody = [Point("2024", 5, "not named", named=False), Point("2025", 6, "-", named=False)]
    assert best_over_time(nobody, title="accuracy", higher=True).count('class="record"') == 0


@pytest.mark.parametrize("higher", [True, False])
def test_of_the_results_of_a_day_the_best_alone_is_a_record(higher):
    sizes = [Point("2025-10-29", value, "Foo") for value in (49.7, 55.4, 53.5, 57.0)]
    points = [Point("2025-09-01", 50.0 if higher else 60.0, "Bar"), *sizes]
    chart = best_over_time(points, title="AP", higher=higher)
    assert chart.count('class="record"') == 2


def test_a_chart_has_the_records_of_kg_sota_where_a_date_has_no_day():
    # Previously a month counted as its first day, and its number was the record
    points = [Point("2025-03", 60.0, "A"), Point("2025-03-31", 65.0, "B"), Point("2025", 66.0, "C")]
    chart = best_over_time(points, title="accuracy", higher=True)
    assert chart.count('class="record"') == 2


def test_where_lower_is_better_the_line_goes_down():
    points = [Point("2024-01", 50, "A"), Point("2024-06", 45, "B")]
    chart = best_over_time(points, title="perplexity", higher=False)
    assert chart.count('class="record"') == 2


@pytest.mark.parametrize("values", [(1, 1), (0, 0), (1e-9, 2e-9), (-5, 1e12)])
def test_a_chart_copes_with_any_values(values):
    points = [Point("2024", values[0], HOSTILE[0]), Point("2024-01-02", values[1], "B")]
    chart = best_over_time(points, title="x", higher=True)
    assert "nan" not in chart
    assert "<script" not in chart


@pytest.mark.parametrize(
    ("first", "last", "ticks"),
    [
        ("2025-10-29", "2025-11-12", ["2025-10-29", "2025-11-12"]),
        ("2025-12-17", "2025-12-18", ["2025-12-17", "2025-12-18"]),
        ("2025-01-15", "2025-04-15", ["2025-02", "2025-04"]),
        ("2021-06-01", "2025-04-15", ["2022", "2025"]),
    ],
)
def test_a_chart_has_dates_however_short_it_is(first, last, ticks):
    # Previously 14 of the 22 charts of 4,125 papers had none or one
    points = [Point(first, 50, "A"), Point(last, 45, "B")]
    chart = best_over_time(points, title="accuracy", higher=True)
    found = re.findall(r'text-anchor="middle" class="axis">([^<]+)<', chart)
    assert (found[0], found[-1]) == (ticks[0], ticks[1])
    assert len(found) <= 8


@pytest.mark.parametrize(("name", "anchored"), [("Foo", 0), ("模" * 12, 1), ("a" * 20, 1)])
def test_the_name_of_a_record_at_the_edge_stays_in_the_chart(name, anchored):
    # Previously the end of a long one was cut off
    points = [Point("2024-01", 50, "A"), Point("2025-02", 60, name)]
    chart = best_over_time(points, title="accuracy", higher=True)
    assert chart.count('text-anchor="end">') == anchored


def test_a_benchmark_without_a_score_to_rank_has_no_board(store):
    # Previously its board said that it has none, and it counted among those that have
    made = Made().paper("arxiv:2501.00001", "2025-01")
    made.result("arxiv:2501.00001", 61, on="benchmark:x")
    store.write(made.rows())
    assert read_shown(Graph(store)).boards == {}


def test_months_are_drawn_in_one_row():
    assert months([("2024-12", 1), ("2025-01", 0), ("2025-02", 3)]).count("<rect") == 3


def test_page_of_a_neighbourhood_holds_only_what_is_near(seed_graph):
    whole = render_page(seed_graph)
    near = render_page(seed_graph, focus="GPT-4", depth=1)
    assert len(near) < len(whole) * 0.8


def test_a_paper_can_be_the_focus(seed_graph):
    assert "<title>Vision-R1" in render_page(seed_graph, focus="Vision-R1: Incentivizing", depth=1)


def test_an_unknown_focus_names_the_nearest(seed_graph):
    with pytest.raises(UnknownName, match="nearest"):
        render_page(seed_graph, focus="GPT-4x")


def test_a_page_of_a_query_shows_the_nodes_whose_ids_it_returns(seed_graph):
    query = "MATCH (p:Paper)-[:USES]->(m:Model) RETURN p.id, m {.id, .name} AS m"
    assert "Result of a query" in render_page(seed_graph, query=query)


def test_a_query_without_ids_says_what_to_return(seed_graph):
    with pytest.raises(QueryError, match=r"return ids, e\.g\."):
        render_page(seed_graph, query="MATCH (p:Paper) RETURN p.title")


def test_the_colours_of_pyvis_are_those_of_the_light_theme():
    light = static_text("base.css").partition("}")[0]
    assert tuple(re.findall(r"--type\d: (#\w+);", light)) == COLOURS


def test_of_a_name_that_several_papers_relate_there_is_one_item_and_it_counts_once():
    # Previously the number beside the heading was that of the sentences
    graph = make_small()
    edges = [e for e in graph.edges if e.type == "BASED_ON"]
    edges.append(replace(edges[0], paper="arxiv:2501.00001", sentence="GRPO extends PPO."))
    page = Site(replace(graph, edges=tuple(edges)), {}).page("entity/method-ppo.html")
    assert 'Basis of<span class="quiet"> 1</span></h2>' in page
    assert page.count("<blockquote") == 2


def test_pyvis_gets_the_neighbourhood_with_physics_off(seed_graph):
    net = seed_graph.to_pyvis("GPT-4", depth=1)
    assert 1 < len(net.nodes) < 60
    assert all(node["physics"] is False for node in net.nodes)


def test_a_notebook_shows_the_page_in_a_frame_of_its_own(seed_graph):
    shown = seed_graph.show("GPT-4")
    assert isinstance(shown, Inline)
    frame = shown._repr_html_()
    assert frame.startswith("<iframe srcdoc=")
    assert "allow-same-origin" not in frame
    # Previously a notebook kept the page a second time, as text
    assert len(repr(shown)) < 100


def test_the_commands_write_their_files(seed_graph, tmp_path):
    run = CliRunner().invoke
    graph = ["--graph", seed_graph.store.url]
    page, folder = tmp_path / "g.html", tmp_path / "site"
    assert run(cli, ["page", *graph, "-o", str(page), "--focus", "GPT-4"]).exit_code == 0
    assert run(cli, ["page", *graph, "-o", str(page), "--engine", "pyvis"]).exit_code == 0
    assert run(cli, ["site", *graph, str(folder), "--no-abstracts"]).exit_code == 0
    assert "vis-network" in page.read_text(encoding="utf-8")
    assert (folder / "index.html").exists()


def test_a_page_that_cannot_be_written_is_an_error_with_the_place(seed_graph, tmp_path):
    args = ["page", "--graph", seed_graph.store.url, "-o", str(tmp_path / "no" / "g.html")]
    result = CliRunner().invoke(cli, args)
    assert "cannot write" in str(result.exception)
