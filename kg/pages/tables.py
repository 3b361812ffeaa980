"""Tables of numbers, each with the sentence that proves it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from kg.graph.rows import ResultRow
from kg.pages.html import Html, join, tag
from kg.pages.links import Links
from kg.pages.lookup import Lookup
from kg.pages.parts import MOST_ITEMS, forms, left_out, node_link, quote, source
from kg.text.bounds import bounded

KINDS = {"absolute": "score", "delta": "difference", "ratio": "factor"}

USUAL = "The reader tied no metric to it; this is the benchmark's usual one."

_COUNTS = ("Papers with a score", "Scores", "Papers that name it")

_STYLES = {"Value": "number", "Date": "date", **dict.fromkeys(_COUNTS, "number")}


@dataclass(frozen=True, slots=True)
class Row:
    """A number of a table.

    Attributes:
        cells: What stands under each head; None for nothing.
        sentence: The evidence.
        names: What is marked in it.
        value: The number, marked in it as well.
        unit: Of the number.
        source: What stands under the evidence, or None.
    """

    cells: Mapping[str, Html | str | None]
    sentence: str | None
    names: Sequence[str]
    value: float
    unit: str | None
    source: Html | None = None


def number_table(rows: Sequence[Row], *, label: str) -> Html:
    """Return a table whose rows stand over their proof; of rows with one proof over the last.

    A column that is empty is left out; proofs begin beside that of the places.

    Args:
        rows: One or more, with the same heads.
        label: What the table holds, for those who do not see it.
    """
    heads = [head for head in rows[0].cells if any(row.cells[head] for row in rows)]
    indent = heads[0] == "#"
    body: list[Html] = []
    for (sentence, where), same in groupby(rows, key=lambda row: (row.sentence, row.source)):
        group = list(same)
        body += [tag("tr", [_cell(head, row.cells[head]) for head in heads]) for row in group]
        names = [name for row in group for name in row.names]
        proof = join(quote(sentence, names, [(row.value, row.unit) for row in group]), where)
        if proof:
            gap = tag("td", class_="gap") if indent else None
            body.append(
                tag("tr", gap, tag("td", proof, colspan=len(heads) - indent), class_="proof")
            )
    return _table(heads, body, label)


def plain_table(rows: Sequence[Mapping[str, Html | str | None]], *, label: str) -> Html:
    """Return a table of cells by their heads, without proofs.

    Args:
        rows: One or more, with the same heads.
        label: What the table holds, for those who do not see it.
    """
    body = [tag("tr", [_cell(*pair) for pair in row.items()]) for row in rows]
    return _table(list(rows[0]), body, label)


def _table(heads: Sequence[str], body: Sequence[Html], label: str) -> Html:
    head = tag("tr", [tag("th", h, scope="col", class_=_STYLES.get(h)) for h in heads])
    table = tag("table", tag("thead", head), tag("tbody", body))
    return tag("div", table, class_="wide", tabindex=0, role="region", aria_label=label)


def _cell(head: str, content: Html | str | None) -> Html:
    # A telephone shows each cell in a line of its own, and none for nothing.
    style = _STYLES.get(head) if content else "none"
    return tag("td", content or "–", class_=style, data_label=head)


def results_table(results: Sequence[ResultRow], lookup: Lookup, links: Links, *, own: str) -> Html:
    """Return reported numbers, newest first: who, on what, by what, how much; below it, where.

    The column of the benchmark or the metric is left out on its own page; whether a system has a
    number or another has it against the system, its page must tell.

    Args:
        results: One or more; of a number on two benchmarks both stand side by side.
        lookup: The graph.
        links: As seen from the page.
        own: Id of the node whose page it is.
    """
    dates = {r.paper: lookup.nodes[r.paper].date or "" for r in results}
    ordered = sorted(results, key=lambda r: dates[r.paper], reverse=True)
    numbers = [_Number(same, lookup, links) for same in once(ordered)]
    kept = [
        head
        for head in numbers[0].cells
        if head not in {"Benchmark", "Metric"} or any(n.ids[head] != {own} for n in numbers)
    ]
    rows = [
        Row(
            cells={head: number.cells[head] for head in kept},
            sentence=number.first.sentence,
            names=number.names,
            value=number.first.value,
            unit=number.first.unit,
            source=source(lookup.nodes.get(number.first.paper), own, links),
        )
        for number in numbers[:MOST_ITEMS]
    ]
    inferred = any(r.metric_inferred for r in results)
    return join(
        number_table(rows, label="Reported numbers"),
        tag("p", f"* {USUAL}", class_="quiet") if inferred and "Metric" in kept else None,
        left_out(len(numbers), "with kg query"),
    )


def once(results: Sequence[ResultRow]) -> list[list[ResultRow]]:
    """Return each number once, with all that it stands as: one on two benchmarks as two."""
    copies = groupby(results, key=lambda r: (r.result, amount(r), r.metric_inferred and r.metric))
    return [list(same) for _, same in copies]


class _Number:
    """A reported number: the same on one benchmark or on several."""

    def __init__(self, copies: Sequence[ResultRow], lookup: Lookup, links: Links) -> None:
        self.first = first = copies[0]
        ends: dict[str, list[str | None]] = {
            "System": [first.subject_id],
            "Benchmark": [copy.benchmark_id for copy in copies],
            "Metric": [first.metric_id],
            "Value": [],
            "Kind": [],
            "Against": [first.versus_id],
        }
        nodes = {
            head: [lookup.nodes[one] for one in ids if one and one in lookup.nodes]
            for head, ids in ends.items()
        }
        self.ids = {head: {node.id for node in found} for head, found in nodes.items()}
        self.names = [form for found in nodes.values() for node in found for form in forms(node)]
        self.cells: dict[str, Html | str | None] = {
            head: join([join(", " if i else "", node_link(n, links)) for i, n in enumerate(found)])
            for head, found in nodes.items()
        }
        self.cells["Value"] = amount(first)
        self.cells["Kind"] = KINDS.get(first.kind, first.kind)
        if first.metric_inferred:
            self.cells["Metric"] = f"{first.metric} *"


def amount(result: ResultRow) -> str:
    """Return a reported number as people write it: `≥ 73.5%`, `2.2 points better`."""
    text = bounded(number(result.value, result.unit), result.bound)
    return f"{text} {result.change}" if result.change else text


def number(value: float, unit: str | None) -> str:
    """Return a value with its unit, as people write it: `73.5%`, `3.2×`, `12 ms`."""
    text = f"{value:,.6g}" if abs(value) < 1e6 else f"{value:,.0f}"
    if unit in {"%", "x"}:
        return text + {"%": "%", "x": "×"}[unit]
    return f"{text} {unit}" if unit else text
