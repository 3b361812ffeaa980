"""Rows of questions about papers, entities and how they relate."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class SearchRow:
    """A thing that fits the words.

    Attributes:
        type: `Paper`, or an entity's type.
        name: Its name or title.
        match: Where they fit: `id`, `name`, `start of name`, `words of name`, `title` or
            `abstract`.
        papers: How many papers name it; 1 for a paper.
        published: Date of a paper to the precision known; None for an entity.
        snippet: The words round the first one in a title or an abstract, or the alias that fits.
        id: Its id.
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
    """A paper that fits, with the sentence that makes it fit.

    Attributes:
        paper: Its id, e.g. `arxiv:2503.01234`.
        title: Its title.
        published: Its date to the precision known (`2025-03-01`, `2025-03`, `2025`), or None.
        relation: How it names what was asked for, e.g. `USES`; None, with the next two, where no
            task, method or benchmark was.
        entity: Name of that.
        sentence: Where it does so.
        repos: Addresses of what it releases, of whatever kind.
        url: Where it stands, or None.
    """

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
        depth: Steps from the entity that was asked for, from 1.
        direction: `up` to what it is based on, `down` to what is based on it.
        source: Name of what descends.
        relation: `BASED_ON`, or with family `PART_OF`.
        target: Name of what it descends from.
        paper: Id of the paper that says so; as what follows of it None where the relation is
            derived.
        title: Title of the paper.
        published: Its date to the precision known (`2025-03-01`, `2025-03`, `2025`), or None.
        sentence: The sentence that says so.
        confidence: Chance that it is right, 0 to 1.
        derived: The relation follows from names; no paper states it.
        source_id: Id of the source.
        target_id: Id of the target.
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
        benchmark: Its name.
        papers: How many papers evaluate on it; where a task was asked for those of the task, and
            those that say that it is for the task.
        results: How many scores are reported on it: those of its leaderboard, before repeats are
            joined, of whatever task.
        first_seen: Month (or year) of the earliest dated paper that names it (`2025-03`), or None.
        stated: A paper says that it is a benchmark for the task.
        paper: Id of a paper that says so or, where none does, that evaluates on it.
        title: Its title.
        published: Its date to the precision known (`2025-03-01`, `2025-03`, `2025`), or None.
        sentence: The sentence that does; None only where a person entered it.
        confidence: Chance that it is right, 0 to 1; 1 where a person says so.
        benchmark_id: Its id.
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
    """One step of a path; the relation may point against the direction of the walk.

    Attributes:
        step: Its number, from 1; several relations that join the same two have the same.
        source: Name or title of where the relation starts.
        relation: Its type, e.g. `USES`.
        target: Name of where it ends.
        paper: Id of the paper that says so; as what follows of it None where the relation is
            derived.
        title: Title of the paper.
        published: Its date to the precision known (`2025-03-01`, `2025-03`, `2025`), or None.
        sentence: The sentence that says so.
        confidence: Chance that it is right, 0 to 1.
        derived: The relation follows from names; no paper states it.
        source_id: Id of the source.
        target_id: Id of the target.
    """

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
        other: Its name.
        type: Its type.
        papers: How many papers name both.
        examples: Ids of up to three of these papers.
        other_id: Its id.
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
        month: E.g. `2025-03`.
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
    """A repository that a paper releases.

    Attributes:
        url: Its address.
        host: Its host, e.g. `github.com`.
        paper: Id of the paper.
        title: Its title.
        published: Its date to the precision known (`2025-03-01`, `2025-03`, `2025`), or None.
        sentence: The sentence that says so, or the address in the paper's record.
        confidence: Chance that it is right, 0 to 1; 1 where a person says so.
        repo_id: Its id.
    """

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
    """How many there are of one kind.

    Attributes:
        part: Of what it is one: `nodes`, `entities`, `relationships` or `papers`.
        name: What is counted: a label, a type, or what papers are `with`.
        amount: How many.
    """

    part: str
    name: str
    amount: int


@dataclass(frozen=True, slots=True)
class SchemaRow:
    """A label or a relationship type, or one of its properties.

    Attributes:
        kind: `node` or `relationship`.
        name: The label or the type.
        property: Name of the property; None for the label or the type itself.
        type: Type of the property, or None.
        doc: What it is.
    """

    kind: str
    name: str
    property: str | None
    type: str | None
    doc: str
