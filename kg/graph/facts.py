"""Rows of questions about papers, entities and how they relate."""

from __future__ import annotations

from dataclasses import dataclass, field

from kg.graph.rows import ResultRow, Rows


@dataclass(frozen=True, slots=True)
class RelationRow:
    """A relation that one paper states; source is None where the paper itself is the source."""

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
class PaperAnswer:
    """One paper with all that it says."""

    paper: str
    title: str
    abstract: str
    published: str | None
    authors: tuple[str, ...]
    url: str | None
    categories: tuple[str, ...]
    other_ids: tuple[str, ...]
    relations: Rows[RelationRow] = field(default_factory=Rows)
    results: Rows[ResultRow] = field(default_factory=Rows)


@dataclass(frozen=True, slots=True)
class NeighborRow:
    """What stands one step away.

    Attributes:
        direction: `out` if the relation starts at the entity that was asked for, else `in`.
        derived: The relation follows from names; no paper states it.
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
class EntityAnswer:
    """One entity with all that papers say of it.

    Attributes:
        introduced_by: Ids of the papers that introduce it, the newest first.
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
    neighbors: Rows[NeighborRow] = field(default_factory=Rows)
    results: Rows[ResultRow] = field(default_factory=Rows)


@dataclass(frozen=True, slots=True)
class SearchRow:
    """A thing that fits the words.

    Attributes:
        match: Where they fit: `id`, `name`, `start of name`, `words of name`, `title` or
            `abstract`.
        papers: How many papers name it; 1 for a paper.
        snippet: The words round the first one in a title or an abstract, or the alias that fits.
        long_form: What the name stands for, where another hit, shown or not, has the same name;
            else None.
    """

    type: str
    name: str
    match: str
    papers: int
    published: str | None
    snippet: str | None
    id: str
    long_form: str | None = None


@dataclass(frozen=True, slots=True)
class PaperRow:
    """A paper that fits, with the sentence that makes it fit."""

    paper: str
    title: str
    published: str | None
    relation: str | None
    entity: str | None
    sentence: str | None
    repos: tuple[str, ...]
    url: str | None


@dataclass(frozen=True, slots=True)
class LineageRow:
    """A step of descent.

    Attributes:
        depth: Steps from the entity that was asked for.
        direction: `up` to what it is based on, `down` to what is based on it.
    """

    depth: int
    direction: str
    source: str
    relation: str
    target: str
    paper: str | None
    title: str | None
    published: str | None
    sentence: str | None
    confidence: float | None
    derived: bool
    source_id: str
    target_id: str


@dataclass(frozen=True, slots=True)
class BenchmarkRow:
    """A benchmark.

    Attributes:
        papers: How many papers evaluate on it; where a task was asked for those of the task, and
            those that say that it is for the task.
        results: How many scores are reported on it: those of its leaderboard, before repeats are
            joined, of whatever task.
        stated: A paper says that it is a benchmark for the task.
    """

    benchmark: str
    papers: int
    results: int
    first_seen: str | None
    stated: bool
    paper: str | None
    title: str | None
    published: str | None
    sentence: str | None
    confidence: float | None
    benchmark_id: str


@dataclass(frozen=True, slots=True)
class PathRow:
    """One step of a path; the relation may point against the direction of the walk."""

    step: int
    source: str
    relation: str
    target: str
    paper: str | None
    title: str | None
    published: str | None
    sentence: str | None
    confidence: float | None
    derived: bool
    source_id: str
    target_id: str


@dataclass(frozen=True, slots=True)
class CooccurrenceRow:
    """What is named in the same papers.

    Attributes:
        examples: Ids of up to three of these papers.
        long_form: What the name stands for, where another row has the same name; else None.
    """

    other: str
    type: str
    papers: int
    examples: tuple[str, ...]
    other_id: str
    long_form: str | None = None


@dataclass(frozen=True, slots=True)
class TrendRow:
    """A month, also one without papers.

    Attributes:
        papers: How many papers of the month name the thing.
        total: How many papers of the month there are.
        share: The first in % of the second, 0 to 100; 0 where there is none.
    """

    month: str
    papers: int
    total: int
    share: float


@dataclass(frozen=True, slots=True)
class RepoRow:
    """A repository that a paper releases."""

    url: str
    host: str | None
    paper: str
    title: str
    published: str | None
    sentence: str | None
    confidence: float | None
    repo_id: str


@dataclass(frozen=True, slots=True)
class StatRow:
    """How many: part is `nodes`, `entities`, `relationships` or `papers`."""

    part: str
    name: str
    amount: int


@dataclass(frozen=True, slots=True)
class SchemaRow:
    """A label or a relationship type, or one of its properties."""

    kind: str
    name: str
    property: str | None
    type: str | None
    doc: str
