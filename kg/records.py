"""The values that pass between the parts of kg: frozen, without rules and without I/O.

Offsets are half-open character offsets into `Paper.text`; `text[start:end]` is the string meant.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TypeAlias


class EntityType(StrEnum):
    """What kind of thing a name means."""

    MODEL = "Model"
    METHOD = "Method"
    BENCHMARK = "Benchmark"
    DATASET = "Dataset"
    METRIC = "Metric"
    TASK = "Task"
    REPO = "Repo"


class RelationType(StrEnum):
    """How a paper relates to an entity, or one entity to another."""

    INTRODUCES = "INTRODUCES"
    USES = "USES"
    EVALUATES_ON = "EVALUATES_ON"
    MEASURES = "MEASURES"
    ADDRESSES = "ADDRESSES"
    COMPARES_WITH = "COMPARES_WITH"
    HAS_REPO = "HAS_REPO"
    MENTIONS = "MENTIONS"
    BASED_ON = "BASED_ON"
    OUTPERFORMS = "OUTPERFORMS"
    PART_OF = "PART_OF"
    BENCHMARK_FOR = "BENCHMARK_FOR"


PAPER_RELATIONS = tuple(RelationType)[:8]
ENTITY_RELATIONS = tuple(RelationType)[8:]


class ResultKind(StrEnum):
    """What a reported number is: a score, a difference, or a factor."""

    ABSOLUTE = "absolute"
    DELTA = "delta"
    RATIO = "ratio"


@dataclass(frozen=True, slots=True)
class Paper:
    """One paper as its source gives it.

    Attributes:
        id: `arxiv:2503.01234` (no version), else `doi:…`, else `paper:` and a hash of the folded
            title.
        title: One line, never empty.
        abstract: Never empty.
        authors: Names in order; empty if the source has none.
        published: ISO date to the precision known (`2025-03-01`, `2025-03`, `2025`), or None.
        date_precision: `day`, `month` or `year`; None exactly when published is None.
        url: Where the paper stands, or None.
        categories: arXiv categories or the source's own, in order.
        source_id: The id as it stood in the input, or None.
        version: The version of the arXiv id (0 if none was given): the newest text wins.
        other_ids: Further ids of the same paper (`doi:…`, `paper:…`), sorted.
        code: Addresses that its records, not its text, state as its code or page, each with what
            says so (`githubRepo: https://…`), sorted.
    """

    id: str
    title: str
    abstract: str
    authors: tuple[str, ...] = ()
    published: str | None = None
    date_precision: str | None = None
    url: str | None = None
    categories: tuple[str, ...] = ()
    source_id: str | None = None
    version: int = 0
    other_ids: tuple[str, ...] = ()
    code: tuple[tuple[str, str], ...] = ()

    @property
    def text(self) -> str:
        """The text that all offsets refer to."""
        return f"{self.title}\n{self.abstract}"

    @property
    def first_day(self) -> str | None:
        """The first day on which it can have come out, as a full ISO date; None if unknown."""
        return self.published and first_day_of(self.published)


def first_day_of(date: str) -> str:
    """Return the first day of a year, a month or a day."""
    return date + "-01" * (2 - date.count("-"))


@dataclass(frozen=True, slots=True, order=True)
class Mention:
    """One occurrence of a name: `text[start:end]` is the surface string."""

    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class Entity:
    """A thing within one paper.

    Attributes:
        name: The fullest proper form that the text gives (for a Repo the normalised URL);
            unique within the paper.
        type: The paper's own reading of the name.
        mentions: Every occurrence, sorted by offset; none only of what a record states as the
            paper's code.
        confidence: 0 to 1.
    """

    name: str
    type: EntityType
    mentions: tuple[Mention, ...]
    confidence: float = 1.0


@dataclass(frozen=True, slots=True)
class Relation:
    """A relation and the sentence that proves it.

    Attributes:
        type: One of the twelve.
        source: Name of an entity of the same paper; None where the paper itself is the source.
        target: Name of an entity of the same paper.
        start: Start of the evidence sentence.
        end: End of the evidence sentence.
        confidence: 0 to 1, calibrated.
        stated: What the paper's record says, where that is the evidence: start and end are 0.
    """

    type: RelationType
    source: str | None
    target: str
    start: int
    end: int
    confidence: float = 1.0
    stated: str | None = None


@dataclass(frozen=True, slots=True)
class Result:
    """One reported number.

    Attributes:
        value: The number meant ("twice" is 2.0).
        unit: "%", "x", "points", "ms", …, or None.
        kind: Score, difference or factor.
        subject: Name of the entity that achieved it, or None; so for the next three.
        benchmark: On what.
        metric: By what measure.
        versus: Against whom.
        start: Start of the number in the text.
        end: End of the number.
        sentence_start: Start of the evidence sentence.
        sentence_end: End of the evidence sentence.
        confidence: 0 to 1, calibrated.
    """

    value: float
    unit: str | None
    kind: ResultKind
    subject: str | None
    benchmark: str | None
    metric: str | None
    versus: str | None
    start: int
    end: int
    sentence_start: int
    sentence_end: int
    confidence: float = 1.0


@dataclass(frozen=True, slots=True)
class Extraction:
    """What one paper's text says; a pure function of that text.

    Attributes:
        version: Versions of rules and weights that read it, e.g. `1+7f3a9c`.
        entities: Sorted by first mention.
        relations: Sorted by type, source, target.
        results: Sorted by offset.
        abbreviations: (long form, short form) pairs that the text defines, in order.
    """

    version: str
    entities: tuple[Entity, ...] = ()
    relations: tuple[Relation, ...] = ()
    results: tuple[Result, ...] = ()
    abbreviations: tuple[tuple[str, str], ...] = ()


Scalar: TypeAlias = str | int | float | bool | None
Property: TypeAlias = Scalar | list[str]


@dataclass(frozen=True, slots=True)
class NodeRow:
    """One node of the graph as a store writes it.

    Attributes:
        label: The label that carries the unique id: Paper, Author, Entity or Result.
        id: Stable and derived from content.
        extra_label: The second label of an entity (its type), else None.
        properties: lowerCamelCase; no nulls; includes `name`, not `id`.
    """

    label: str
    id: str
    extra_label: str | None = None
    properties: dict[str, Property] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class RelationshipRow:
    """One relationship of the graph as a store writes it.

    Attributes:
        type: UPPER_SNAKE.
        start_label: Label of the start node (Paper, Entity or Result).
        start_id: Its id.
        end_label: Label of the end node (Entity, Result or Author).
        end_id: Its id.
        key: Tells parallel relationships between the same two nodes apart: the paper's id for
            Entity to Entity (`derived:` and the rule's name for derived ones), else empty.
        properties: lowerCamelCase; no nulls; holds `key` where key is not empty.
    """

    type: str
    start_label: str
    start_id: str
    end_label: str
    end_id: str
    key: str = ""
    properties: dict[str, Property] = field(default_factory=dict)

    @property
    def identity(self) -> tuple[str, str, str, str]:
        """What no other relationship of the graph has: type, start, end and key."""
        return self.type, self.start_id, self.end_id, self.key


@dataclass(frozen=True, slots=True)
class GraphRows:
    """The whole graph as a store is to hold it.

    Attributes:
        workspace: Id of the workspace; what a store holds of other workspaces is not touched.
        revision: The corpus revision that the rows show.
        nodes: Sorted by label and id; ids are unique within a label.
        relationships: Sorted by type, start, end and key; unique in these.
    """

    workspace: str
    revision: int
    nodes: tuple[NodeRow, ...]
    relationships: tuple[RelationshipRow, ...]


@dataclass(frozen=True, slots=True)
class Alias:
    """A surface form of an entity and why it counts as one.

    Attributes:
        name: The form as it stands in papers.
        reason: The rule or evidence that joined it, e.g. `same folded form`,
            `abbreviation defined in arxiv:2402.03300`, `catalogue alias`, `correction`.
        papers: Ids of papers that use the form, sorted.
    """

    name: str
    reason: str
    papers: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ResolvedEntity:
    """One node: a thing over all papers.

    Attributes:
        id: `model:gpt-4o`, `repo:github.com/owner/name`, …
        name: The best form: the catalogue's, else the most frequent, ties by length and order.
        type: The node's type; a paper's own reading stays on its relationship.
        aliases: Every form with its reason, sorted by name.
        family: For models: the family's name, e.g. `Llama`; None if unknown; so for the rest.
        version: E.g. `3.1`.
        size: E.g. `8B`.
        variant: E.g. `instruct`.
        unit: For metrics: the catalogue's unit.
        higher_is_better: For metrics; None where unknown.
        url: For repositories.
        host: For repositories.
        papers: How many papers name it; without any it is no node of the graph.
        first_seen: Date of the oldest of them as far as it is known, e.g. `2025-03`, or None.
        known_by: The month by which one of them surely was out: of a year alone its last.
        usual_metric: For benchmarks: what papers report first on the one that the catalogue knows;
            None for its namesakes, and where nothing is usual.
    """

    id: str
    name: str
    type: EntityType
    aliases: tuple[Alias, ...] = ()
    family: str | None = None
    version: str | None = None
    size: str | None = None
    variant: str | None = None
    unit: str | None = None
    higher_is_better: bool | None = None
    url: str | None = None
    host: str | None = None
    papers: int = 0
    first_seen: str | None = None
    known_by: str | None = None
    usual_metric: str | None = None


@dataclass(frozen=True, slots=True)
class DerivedRelation:
    """A relation between two nodes that follows from their names, not from a paper."""

    type: RelationType
    source_id: str
    target_id: str
    rule: str


@dataclass(frozen=True, slots=True, order=True)
class Conflict:
    """Two forms that evidence would join and a rule keeps apart."""

    left: str
    right: str
    evidence: str
    rule: str


@dataclass(frozen=True, slots=True)
class Resolution:
    """From the names of all papers to nodes.

    Attributes:
        entities: Sorted by id.
        links: (paper id, name of the entity within the paper) to the id of the node.
        derived: Sorted by type, source, target.
        conflicts: Merges that were refused, sorted.
        redirects: Retired id to the id that took its place.
    """

    entities: tuple[ResolvedEntity, ...]
    links: dict[tuple[str, str], str]
    derived: tuple[DerivedRelation, ...] = ()
    conflicts: tuple[Conflict, ...] = ()
    redirects: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether two names mean one thing, and why; as a condition, whether they do."""

    same: bool
    reason: str

    def __bool__(self) -> bool:
        return self.same


@dataclass(frozen=True, slots=True)
class Correction:
    """What a person set right.

    Attributes:
        id: Counts up in the order of entry.
        kind: `merge`, `split`, `rename`, `result` or `relation`.
        payload: Whatever the kind needs, as JSON values.
        author: Who.
        date: ISO date and time in UTC.
        undone: Taken back; kept for the record.
    """

    id: int
    kind: str
    payload: dict[str, object]
    author: str = ""
    date: str = ""
    undone: bool = False
