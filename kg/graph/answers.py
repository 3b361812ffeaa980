"""Answers with fields of their own: one paper, or one entity, with all that is said."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass, field
from typing import Any

from kg.graph.notebook import card
from kg.graph.rows import ResultRow, Rows
from kg.plain import as_dict


class AnswerWithRows:
    """An answer some of whose fields are rows; frozen, its hash is of the other fields."""

    __slots__ = ()

    @property
    def notes(self) -> dict[str, list[str]]:
        """What a reader should know, by the field whose rows it is about."""
        return {name: [*rows.notes] for name, rows in self._rows().items()}

    def to_dict(self) -> dict[str, Any]:
        """Return its fields and, as `notes`, the notes of those that are rows, as plain data."""
        plain = as_dict(self)
        rows = {name: [*value] for name, value in plain.items() if isinstance(value, Rows)}
        return {**plain, **rows, "notes": self.notes}

    def _repr_html_(self) -> str:
        """Return what a notebook shows: the fields, and a table of each that is rows."""
        rows = self._rows()
        fields = {name: value for name, value in self.fields().items() if name not in rows}
        return card(fields, {name: value._repr_html_() or "" for name, value in rows.items()})

    def _rows(self) -> dict[str, Rows[Any]]:
        return {name: value for name, value in self.fields().items() if isinstance(value, Rows)}

    def fields(self) -> dict[str, Any]:
        """Return its fields by name, rows as they are."""
        return {one.name: getattr(self, one.name) for one in dataclasses.fields(self)}  # type: ignore[arg-type]


@dataclass(frozen=True, slots=True)
class RelationRow:
    """A relation that one paper states.

    Attributes:
        relation: Its type, e.g. `USES` or `BASED_ON`.
        source: Name of what it starts from; None where that is the paper itself.
        target: Name of what it leads to.
        sentence: The sentence that says so; None only where a person entered the fact.
        confidence: Chance that it is right, 0 to 1; 1 where a person says so.
        read_as: Type by which this paper reads the target, e.g. `Method`, where the source is the
            paper; else None.
        start: Where the sentence starts in title, line break, abstract; None where it is of the
            paper's record or of a person.
        source_id: Id of the source; None where that is the paper.
        target_id: Id of the target.
    """

    relation: str
    source: str | None
    target: str
    sentence: str | None
    confidence: float | None
    read_as: str | None
    start: int | None
    source_id: str | None
    target_id: str


@dataclass(frozen=True, slots=True)
class PaperAnswer(AnswerWithRows):
    """One paper with all that it says.

    Attributes:
        paper: Its id, e.g. `arxiv:2503.01234`.
        title: Its title, in one line.
        abstract: Its abstract.
        published: Its date to the precision known (`2025-03-01`, `2025-03`, `2025`), or None.
        authors: Their names, in order.
        url: Where it stands, or None.
        categories: Of arXiv (`cs.CL`), or the source's own.
        other_ids: Further ids of the same paper.
        relations: What it says of things.
        results: The numbers that it reports.
    """

    paper: str
    title: str
    abstract: str
    published: str | None
    authors: tuple[str, ...]
    url: str | None
    categories: tuple[str, ...]
    other_ids: tuple[str, ...]
    relations: Rows[RelationRow] = field(default_factory=Rows, hash=False)
    results: Rows[ResultRow] = field(default_factory=Rows, hash=False)


@dataclass(frozen=True, slots=True)
class NeighborRow:
    """What stands one step away.

    Attributes:
        direction: `out` if the relation starts at the entity that was asked for, else `in`.
        relation: Its type, e.g. `USES` or `PART_OF`.
        other: Name of what is there, or a paper's title.
        other_type: An entity's type, or `Paper`.
        paper: Id of the paper that says so; as what follows of it None where the relation is
            derived.
        title: Title of the paper.
        published: Its date to the precision known (`2025-03-01`, `2025-03`, `2025`), or None.
        sentence: The sentence that says so.
        confidence: Chance that it is right, 0 to 1.
        derived: The relation follows from names; no paper states it.
        other_id: Id of what is there.
    """

    direction: str
    relation: str
    other: str
    other_type: str
    paper: str | None
    title: str | None
    published: str | None
    sentence: str | None
    confidence: float | None
    derived: bool
    other_id: str


@dataclass(frozen=True, slots=True)
class EntityAnswer(AnswerWithRows):
    """One entity with all that papers say of it.

    Attributes:
        id: Its id, e.g. `model:gpt-4o`.
        name: Its name.
        type: Its type, e.g. `Model`.
        aliases: Other forms of the name in papers.
        paper_count: How many papers name it.
        first_seen: Month (or year) of the earliest dated paper that does (`2025-03`), or None.
        family: Of a model, by its name: what it is a version or a size of (`Llama`), or None.
        version: Which version (`3.1`), or None.
        size: How many parameters (`8B`), or None.
        variant: `instruct`, `chat`, `base`, …, or None.
        usual_metric: Of a benchmark: what its scores are meant by, or None where that is unknown.
        unit: Of a metric, or of a benchmark's usual one: `%`, …, or None where it is unknown.
        higher_is_better: Of these, too: their direction, or None where it is unknown.
        url: Of a repository: its address, else None.
        host: Of a repository: its host, else None.
        introduced_by: Ids of the papers that introduce it, the newest first.
        neighbors: What stands one step away.
        results: Numbers that are of it, on it, by it or against it.
    """

    id: str
    name: str
    type: str
    aliases: tuple[str, ...]
    paper_count: int
    first_seen: str | None
    family: str | None
    version: str | None
    size: str | None
    variant: str | None
    usual_metric: str | None
    unit: str | None
    higher_is_better: bool | None
    url: str | None
    host: str | None
    introduced_by: tuple[str, ...] = ()
    neighbors: Rows[NeighborRow] = field(default_factory=Rows, hash=False)
    results: Rows[ResultRow] = field(default_factory=Rows, hash=False)
