"""The page of a benchmark: its scores by metric, best first, and the best over time."""

from __future__ import annotations

from collections.abc import Sequence
from urllib.parse import quote

from kg.graph.rank import RANKED_FROM, takes_rank
from kg.graph.rows import LeaderboardRow
from kg.pages.charts import FEWEST, Point, best_over_time
from kg.pages.html import Html, join, link, name_of, tag
from kg.pages.links import Links
from kg.pages.lookup import Lookup
from kg.pages.parts import forms, frame, node_link
from kg.pages.tables import USUAL, Row, number, number_table, results_table
from kg.pages.view import Board, PageNode, printable
from kg.text.bounds import bounded
from kg.words import counted

MOST_TABS = 12
# A score is marked that is as likely wrong as right.
_UNSURE = 0.5
_DIRECTIONS = {
    True: "Higher is better.",
    False: "Lower is better.",
    None: "Which direction is better is not known; higher stands first.",
}


def leaderboard_page(
    benchmark: PageNode, boards: Sequence[Board], lookup: Lookup, links: Links
) -> str:
    """Return the page of a benchmark's scores.

    Args:
        benchmark: The benchmark.
        boards: One a metric and unit, the fullest first; empty where no score is known.
        lookup: The graph.
        links: As seen from the page.
    """
    others = [r for r in lookup.results(benchmark.id) if r.benchmark_id == benchmark.id]
    others = [r for r in others if r.kind != "absolute"]
    total = sum(len(b.scores) for b in boards)
    covered = _coverage(benchmark, total, len(others), lookup)
    body = join(
        tag("p", tag("span", "Leaderboard", class_="badge"), class_="over"),
        tag("h1", name_of(benchmark.name)),
        tag("p", covered),
        tag("p", link(links.node(benchmark), "All that papers say of it"), class_="links"),
        _tabs(benchmark, boards, lookup, links),
        tag("h2", "Differences and factors") if others else None,
        tag("p", "Gains over others, apart from the scores.", class_="quiet") if others else None,
        results_table(others, lookup, links, own=benchmark.id) if others else None,
    )
    return frame(f"{benchmark.name}: leaderboard", body, links, about=covered)


def _coverage(benchmark: PageNode, scores: int, others: int, lookup: Lookup) -> str:
    """Return how much is known of a benchmark, in one sentence."""
    papers = max(benchmark.papers, len(lookup.papers_of(benchmark.id)))
    named = f"{counted(papers, 'paper names', 'papers name')} it"
    if not scores:
        return f"{named}; no abstract gives a score that could be ranked."
    where = "its abstract" if papers == 1 else "their abstracts"
    ranked = f"{counted(scores, 'score')} found in {where}"
    gains = f", and {counted(others, 'difference or factor', 'differences or factors')}"
    return f"{named}; {ranked}{gains if others else ''}."


def _title(board: Board) -> str:
    """Return a board's metric and unit, e.g. `accuracy (%)` or `accuracy on unseen tasks (%)`."""
    metric = board.metric or "metric not named"
    if board.part:
        metric = f"{metric} on {board.part}"
    is_said = board.unit is None or board.unit.casefold() in metric.casefold().split()
    return metric if is_said else f"{metric} ({board.unit})"


def first_place(boards: Sequence[Board], lookup: Lookup, links: Links) -> Html | None:
    """Return the best score of the fullest board, and whose it is; None where nobody is named.

    Args:
        boards: Of a benchmark, one or more, the fullest first; of equally full ones each counts.
        lookup: The graph.
        links: As seen from the page.
    """
    fullest = [b for b in boards if len(b.scores) == len(boards[0].scores)]
    firsts = ((board, s) for board in fullest for s in board.scores if s.rank == 1)
    board, score = next(firsts, (None, None))
    if board is None or score is None:
        return None
    metric = score.metric or board.metric
    is_said = metric is None or metric.casefold() in (board.unit or "").casefold().split()
    is_guess = board.higher is None and len(board.scores) > 1
    return join(
        tag("b", _value(score, board)),
        None if is_said else f" {metric}",
        f" on {board.part}" if board.part else None,
        ", ",
        _system(score, lookup, links),
        _sureness(score),
        tag("span", " (the highest)", class_="quiet") if is_guess else None,
    )


def _titles(boards: Sequence[Board]) -> list[str]:
    """Return the titles of boards; one of several that would be the same tells its unit."""
    short = [_title(board) for board in boards]
    return [
        title if short.count(title) == 1 else f"{title} ({board.unit or 'no unit'})"
        for title, board in zip(short, boards, strict=True)
    ]


def _addresses(titles: Sequence[str]) -> list[str]:
    """Return what leads to each board behind the `#`: of each another, without blanks."""
    found: dict[str, None] = {}
    for title in titles:
        address = "-".join(printable(title).split())
        while address in found:
            address += "-"
        found[address] = None
    return [*found]


def _tabs(benchmark: PageNode, boards: Sequence[Board], lookup: Lookup, links: Links) -> Html:
    titles = _titles(boards)
    shown = [
        _board(title, benchmark, board, lookup, links)
        for title, board in zip(titles, boards, strict=True)
    ]
    if len(boards) < 2:
        return join(shown)
    # An address of its own for each: it can be sent, and Back leads to the one before.
    ids = _addresses(titles)
    choices = [
        tag("a", f"{title} ", tag("span", len(b.scores)), href=f"#{quote(id_)}", class_=f"tab{i}")
        for i, (id_, title, b) in enumerate(zip(ids, titles, boards, strict=True))
    ]
    panes = [
        tag("section", board, id=id_, class_=f"pane pane{i}" if i < MOST_TABS else None)
        for i, (id_, board) in enumerate(zip(ids, shown, strict=True))
    ]
    metrics = tag("nav", choices[:MOST_TABS], aria_label="Metric", class_="metrics")
    return join(tag("div", metrics, panes[:MOST_TABS], class_="tabs"), panes[MOST_TABS:])


def _board(title: str, benchmark: PageNode, board: Board, lookup: Lookup, links: Links) -> Html:
    return join(
        tag("h2", title),
        tag("p", _direction(board), class_="quiet"),
        _chart(title, board, lookup, links),
        _table(title, benchmark, board, lookup, links),
    )


def _direction(board: Board) -> str:
    text = _DIRECTIONS[board.higher]
    if any(s.rank is None for s in board.scores):
        sure = f"read with a confidence of {RANKED_FROM} and more"
        text += f" Each named system is ranked by its best number that is {sure}."
    if any(s.metric_inferred for s in board.scores):
        text += f" * {USUAL}"
    if any(_is_unsure(s) for s in board.scores):
        text += " Where the reading is unsure, its confidence (0 to 1) stands beside the value."
    return text


def _is_unsure(score: LeaderboardRow) -> bool:
    return score.confidence is not None and score.confidence < _UNSURE


def _chart(title: str, board: Board, lookup: Lookup, links: Links) -> Html | None:
    points = [
        Point(
            s.published,
            s.value,
            s.subject or "not named",
            links.node(lookup.nodes[s.paper]),
            named=takes_rank(s),
            bound=s.bound,
        )
        for s in board.scores
        if s.published and s.paper in lookup.nodes
    ]
    if len({p.date for p in points}) < FEWEST:
        return None
    return best_over_time(points, title=title, higher=board.higher is not False)


def _table(title: str, benchmark: PageNode, board: Board, lookup: Lookup, links: Links) -> Html:
    rows = [
        Row(
            cells=_cells(score, board, lookup, links),
            sentence=score.sentence,
            names=[*forms(lookup.nodes.get(score.subject_id or "")), *forms(benchmark)],
            value=score.value,
            unit=board.unit,
        )
        for score in board.scores
    ]
    return number_table(rows, label=title)


def _cells(
    score: LeaderboardRow, board: Board, lookup: Lookup, links: Links
) -> dict[str, Html | str | None]:
    paper = lookup.nodes.get(score.paper)
    is_said = score.metric is None or score.metric == score.board
    words = None if is_said else tag("span", f" {score.metric}", class_="quiet")
    repositories = lookup.repositories(score.paper) if paper else []
    return {
        "#": str(score.rank) if score.rank else None,
        "System": _system(score, lookup, links),
        "Value": join(_value(score, board), words, _sureness(score)),
        "Date": score.published,
        "Paper": node_link(paper, links) if paper else score.paper,
        "Code": join([join(link(r.url, r.name), " ") for r in repositories]),
    }


def _system(score: LeaderboardRow, lookup: Lookup, links: Links) -> Html | str:
    system = lookup.nodes.get(score.subject_id or "")
    return node_link(system, links) if system else (score.subject or "not named")


def _value(score: LeaderboardRow, board: Board) -> str:
    star = "*" if score.metric_inferred else ""
    return bounded(number(score.value, board.unit), score.bound) + star


def _sureness(score: LeaderboardRow) -> Html | None:
    if not _is_unsure(score):
        return None
    return tag("span", f" ? {score.confidence:.2f}", class_="quiet sure")
