"""Reads what pages show from a graph: once, by the queries that give all of a kind."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING

from kg.graph.base import said_once
from kg.graph.dates import known_date
from kg.graph.measures import UsualMetric
from kg.graph.rank import leaderboard, measure_of, result_row
from kg.graph.rows import ResultRow
from kg.ids import paper_address
from kg.pages.latex import latex_as_text
from kg.pages.reading import Reading, Record, all_of, part_of
from kg.pages.view import (
    RELATION_WORDS,
    Board,
    PageEdge,
    PageGraph,
    PageNode,
)
from kg.roles import ROLE_LINKS
from kg.words import counted

if TYPE_CHECKING:
    from kg.graph import Graph

FACTS = ("family", "version", "size", "variant")


@dataclass(frozen=True, slots=True)
class Shown:
    """All that pages show of a graph.

    Attributes:
        graph: Papers, entities, relations and reported numbers.
        boards: Leaderboards by the benchmark's id, the fullest board of each first.
    """

    graph: PageGraph
    boards: dict[str, tuple[Board, ...]]


def read_shown(
    graph: Graph,
    *,
    title: str | None = None,
    abstracts: bool = True,
    ids: Collection[str] | None = None,
) -> Shown:
    """Read a graph.

    Args:
        graph: An open `kg.Graph`.
        title: Of the pages; None for a plain one.
        abstracts: Whether the pages of papers hold their abstracts.
        ids: Only these papers and entities, and what joins them; None for the whole.

    Raises:
        QueryError: A query ran out of time.
        StoreError: The store failed.
    """
    read = all_of(graph) if ids is None else part_of(graph, ids)
    papers = _papers(read, abstracts=abstracts)
    entities = read("entity")
    known = {n.id: n for n in [*papers, *map(_entity, entities)]}
    nodes = tuple(known[one] for one in sorted(known) if ids is None or one in ids)
    by_id = {str(e["id"]): e for e in entities}
    results = _results(read, known, by_id)
    shown = {n.id for n in nodes}
    edges = tuple(e for e in _edges(read) if e.source in shown and e.target in shown)
    page_graph = PageGraph(
        title=title or f"Graph of {counted(len(papers), 'paper')}",
        lead=(
            f"{counted(len(papers), 'paper that names', 'papers that name')} "
            f"{counted(len(entities), 'thing')} (models, methods, benchmarks, data sets, metrics, "
            f"tasks, repositories), joined by {counted(len(edges), 'relation')}."
        ),
        nodes=nodes,
        edges=edges,
        results=tuple(results),
    )
    return Shown(page_graph, _boards(results, by_id))


def _papers(read: Reading, *, abstracts: bool) -> list[PageNode]:
    names = {row["id"]: row["name"] for row in read("author")}
    people: dict[str, list[tuple[int, str]]] = defaultdict(list)
    for row in read("written_by"):
        people[row["source"]].append((row["position"] or 0, names.get(row["target"], "")))
    return [
        PageNode(
            id=row["id"],
            name=row["title"],
            type="Paper",
            date=_date(row["publishedAt"], row["datePrecision"]),
            url=row["url"] or paper_address(row["id"]),
            people=tuple(name for _, name in sorted(people[row["id"]])),
            facts=tuple(
                [("categories", ", ".join(row["categories"]))] if row["categories"] else []
            ),
            abstract=latex_as_text(row["abstract"]) if abstracts else None,
        )
        for row in read("paper")
    ]


def _date(published: str | None, precision: str | None) -> str | None:
    return known_date(published, precision or "day") if published else None


def _month(seen: str | None, precision: str | None) -> str | None:
    return _date(seen, "year" if precision == "year" else "month")


def _entity(row: Record) -> PageNode:
    facts = [(key, str(row[key])) for key in FACTS if row[key]]
    if row["extraLabel"] == "Metric" and row["higherIsBetter"] is not None:
        better = "higher" if row["higherIsBetter"] else "lower"
        facts.append(("direction", f"{better} is better"))
    if row["extraLabel"] == "Metric" and row["unit"]:
        facts.append(("unit", row["unit"]))
    if row["extraLabel"] == "Benchmark" and row["usualMetric"]:
        facts.append(("usual metric", row["usualMetric"]))
    return PageNode(
        id=row["id"],
        name=row["name"],
        type=row["extraLabel"],
        aliases=tuple(row["aliases"] or ()),
        date=_month(row["firstSeenAt"], row["firstSeenPrecision"]),
        url=row["url"],
        papers=row["paperCount"] or 0,
        facts=tuple(facts),
    )


def _edges(read: Reading) -> list[PageEdge]:
    found = []
    for relation in RELATION_WORDS:
        for row in said_once(read(relation.lower()), "source", "target"):
            source = str(row["source"])
            # Relations of a paper name it as their source; those of entities note it apart.
            paper = row.get("paper", source)
            sentence = _one_line(row["sentence"])
            found.append(PageEdge(source, row["target"], relation, paper, sentence))
    return found


def _one_line(sentence: str | None) -> str | None:
    """Return a sentence to read: without line breaks (it may start in the title) and LaTeX."""
    return latex_as_text(" ".join(sentence.split())) if sentence else None


def _results(
    read: Reading, known: Mapping[str, PageNode], entities: Mapping[str, Record]
) -> list[ResultRow]:
    ends = {role: dict(_pairs(read, kind.lower())) for role, kind in ROLE_LINKS.items()}
    # "61 % on Foo 2024 and 2025" is one number on two benchmarks.
    boards: dict[str, list[str]] = defaultdict(list)
    for result, board in _pairs(read, ROLE_LINKS["benchmark"].lower()):
        boards[result].append(board)
    paper_of = {row["target"]: row["source"] for row in read("reports")}
    rows = []
    on = [(row, board) for row in read("result") for board in boards[row["id"]] or [""]]
    for row, board in on:
        paper = known.get(paper_of.get(row["id"], ""))
        if paper is None:
            continue
        roles = {role: known.get(of.get(row["id"], "")) for role, of in ends.items()}
        roles["benchmark"] = known.get(board)
        metric = entities.get(roles["metric"].id if roles["metric"] else "", {})
        named = {role: node.name if node else None for role, node in roles.items()}
        ids = {f"{role}Id": node.id if node else None for role, node in roles.items()}
        plain = {
            **{key: row[key] for key in ("value", "unit", "kind", "start")},
            "sentence": _one_line(row["sentence"]),
            **named,
            **ids,
            "result": row["id"],
            "confidence": row["confidence"],
            "metricUnit": metric.get("unit"),
            "higherIsBetter": metric.get("higherIsBetter"),
            "paper": paper.id,
            "title": paper.name,
            "published": paper.date,
        }
        benchmark = entities.get(roles["benchmark"].id if roles["benchmark"] else "", {})
        rows.append(result_row(plain, usual=_usual(benchmark)))
    return sorted(rows, key=lambda r: (r.paper, r.start, r.result, r.benchmark_id or ""))


def _pairs(read: Reading, kind: str) -> list[tuple[str, str]]:
    return [(row["source"], row["target"]) for row in read(kind)]


def _usual(benchmark: Record) -> UsualMetric | None:
    name = benchmark.get("usualMetric")
    return UsualMetric(name, benchmark["unit"], benchmark["higherIsBetter"]) if name else None


def _boards(
    results: Sequence[ResultRow], entities: Mapping[str, Record]
) -> dict[str, tuple[Board, ...]]:
    on: dict[str, list[ResultRow]] = defaultdict(list)
    for row in results:
        if row.kind == "absolute" and row.benchmark_id:
            on[row.benchmark_id].append(row)
    boards = {
        benchmark: _ranked(rows, usual=_usual(entities.get(benchmark, {})))
        for benchmark, rows in sorted(on.items())
    }
    # Of some benchmarks no score can be ranked: 4 of 282 of 4,125 papers.
    return {benchmark: ranked for benchmark, ranked in boards.items() if ranked}


def _ranked(results: Sequence[ResultRow], *, usual: UsualMetric | None) -> tuple[Board, ...]:
    direction = {row.result: row.higher_is_better for row in results}
    boards = []
    for _, places in groupby(leaderboard(results, usual=usual), key=measure_of):
        first, *others = places
        higher = direction[first.result]
        boards.append(Board(first.board, first.unit, higher, (first, *others), first.part))
    return tuple(boards)
