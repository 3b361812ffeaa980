"""Plain CSV for spreadsheets and other tools: a file of nodes, of relations and of results."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Mapping
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path

from kg.errors import InputError
from kg.graph import Graph
from kg.graph.dates import known_date
from kg.plain import safe_cell
from kg.records import NodeRow, RelationshipRow
from kg.roles import ROLE_LINKS, ROLES
from kg.text.bounds import bound_said
from kg.whole_file import whole_file

Cells = Mapping[str, object]

NODES, RELATIONS, RESULTS = "nodes.csv", "relations.csv", "results.csv"
HEADERS: dict[str, tuple[str, ...]] = {
    NODES: ("id", "type", "name", "aliases", "papers", "first_seen", "published", "url"),
    RELATIONS: (
        *("source_id", "source", "relation", "target_id", "target"),
        *("paper", "sentence", "origin", "confidence", "derived"),
    ),
    RESULTS: (
        *("id", "paper", "title", "published", *ROLES, "bound", "value", "unit", "kind"),
        *("sentence", "confidence", *(f"{role}_id" for role in ROLES)),
    ),
}
# What a result says of each role.
_ROLES = {link: role for role, link in ROLE_LINKS.items()}


def write_csv(graph: Graph, folder: Path) -> tuple[Path, ...]:
    """Write `nodes.csv`, `relations.csv` and `results.csv`, each whole or not at all.

    Numbers stand as the papers write them. Text that a spreadsheet would take for a formula stands
    behind a `'`.

    Args:
        graph: An open graph.
        folder: Made if missing; files of these names in it are replaced.

    Returns:
        The files.

    Raises:
        InputError: They cannot be written.
        StoreError: The store failed.
    """
    whole = _Whole()
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with ExitStack() as stack:
            opened = {name: stack.enter_context(whole_file(folder / name)) for name in HEADERS}
            files = {name: csv.writer(one, lineterminator="\n") for name, one in opened.items()}
            tables: dict[str, Iterable[Cells]] = {
                NODES: whole.nodes(graph.nodes()),
                RELATIONS: whole.relations(graph.relationships()),
                RESULTS: whole.results(),
            }
            for name, rows in tables.items():
                files[name].writerow(HEADERS[name])
                files[name].writerows(
                    [safe_cell(row.get(column)) for column in HEADERS[name]] for row in rows
                )
    except OSError as error:
        raise InputError(f"cannot write to {str(folder)!r}: {error.strerror or error}") from error
    return tuple(folder / name for name in HEADERS)


@dataclass(slots=True)
class _Whole:
    """What the rows of one file need of the others: of nodes only the names are held."""

    names: dict[str, str] = field(default_factory=dict)
    dates: dict[str, str] = field(default_factory=dict)
    found: dict[str, dict[str, object]] = field(default_factory=dict)

    def nodes(self, nodes: Iterable[NodeRow]) -> Iterator[Cells]:
        for node in nodes:
            values = node.properties
            if node.label == "Result":
                self.found[node.id] = {"id": node.id, **values}
                continue
            self.names[node.id] = str(values["name"])
            if published := _known(values, "publishedAt", "datePrecision"):
                self.dates[node.id] = published
            yield {
                "id": node.id,
                "type": node.extra_label or node.label,
                "name": values["name"],
                "aliases": values.get("aliases"),
                "papers": values.get("paperCount"),
                "first_seen": _known(values, "firstSeenAt", "firstSeenPrecision"),
                "published": self.dates.get(node.id),
                "url": values.get("url"),
            }

    def relations(self, links: Iterable[RelationshipRow]) -> Iterator[Cells]:
        for link in links:
            if link.type == "REPORTS":
                self.found.get(link.end_id, {})["paper"] = link.start_id
            elif link.type in _ROLES:
                self.found.get(link.start_id, {})[f"{_ROLES[link.type]}_id"] = link.end_id
            else:
                values = link.properties
                by_paper = link.start_id if link.start_label == "Paper" else None
                yield {
                    "source_id": link.start_id,
                    "source": self.names.get(link.start_id),
                    "relation": link.type,
                    "target_id": link.end_id,
                    "target": self.names.get(link.end_id),
                    "paper": values.get("paper", by_paper),
                    "sentence": values.get("sentence"),
                    "origin": values.get("origin"),
                    "confidence": values.get("confidence"),
                    "derived": link.key.removeprefix("derived:") if values.get("derived") else None,
                }

    def results(self) -> Iterator[Cells]:
        for row in self.found.values():
            paper, value = str(row.get("paper")), row["value"]
            sentence = str(row.get("sentence") or "")
            assert isinstance(value, (int, float))
            yield {
                **row,
                "value": int(value) if float(value).is_integer() else value,
                **{role: self.names.get(str(row.get(f"{role}_id"))) for role in ROLES},
                "title": self.names.get(paper),
                "published": self.dates.get(paper),
                "bound": bound_said(sentence, value),
            }


def _known(values: Mapping[str, object], date: str, precision: str) -> str | None:
    """Return a date of a node to the precision known."""
    first = values.get(date)
    return None if first is None else known_date(str(first), str(values.get(precision, "day")))
