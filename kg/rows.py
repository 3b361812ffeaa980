"""From papers, extractions and the resolution of names to the rows of the graph."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from operator import attrgetter

from kg.catalogue import load_catalogue
from kg.extract.sentences import sentence_of, sentence_spans
from kg.ids import digest
from kg.records import (
    Entity,
    EntityType,
    Extraction,
    GraphRows,
    NodeRow,
    Paper,
    Property,
    Relation,
    RelationshipRow,
    RelationType,
    Resolution,
    ResolvedEntity,
    Result,
    first_day_of,
)
from kg.resolve.entities import is_firm
from kg.roles import ROLE_LINKS, role_surfaces
from kg.text import author_id, fold

# Of a date with so many hyphens.
_PRECISIONS = ("year", "month", "day")


def graph_rows(
    items: Iterable[tuple[Paper, Extraction]],
    resolution: Resolution,
    *,
    workspace: str,
    revision: int,
    author_names: Mapping[str, str] | None = None,
    known_by: Mapping[str, str | None] | None = None,
) -> GraphRows:
    """Return papers and nodes as the rows of a graph.

    Args:
        items: Papers with their extractions; for a whole graph all of them, in any order.
        resolution: Covers every entity of every item; each of its nodes becomes a row.
        workspace: Id of the workspace.
        revision: The corpus revision that the items show.
        author_names: The spelling of each author's name by id; None takes the first that comes.
        known_by: The month by which a paper that names a node surely was out, by id; None takes it
            from the resolution, which has to hold all nodes that the items name.
    """
    if known_by is None:
        known_by = {entity.id: entity.known_by for entity in resolution.entities}
    collector = _Collector(resolution, author_names or {}, known_by)
    for paper, extraction in items:
        collector.add(paper, extraction)
    collector.add_derived()
    return GraphRows(
        workspace=workspace,
        revision=revision,
        nodes=tuple(sorted(collector.node_rows(), key=lambda n: (n.label, n.id))),
        relationships=tuple(sorted(collector.relationships.values(), key=attrgetter("identity"))),
    )


def result_id(paper_id: str, result: Result, extraction: Extraction) -> str:
    """Return the id of a result: content only, so that a correction finds it after a rebuild.

    Args:
        paper_id: The paper that reports it.
        result: One of the extraction's results.
        extraction: Gives the surface strings of the four roles.
    """
    roles = role_surfaces(extraction, result).values()
    parts = (paper_id, str(result.start), str(result.end), result.kind.value, *roles)
    return f"result:{digest(*parts)}"


def _drop_nulls(**properties: Property) -> dict[str, Property]:
    return {key: value for key, value in properties.items() if value is not None and value != []}


# What a paper does with a thing that it does not introduce.
_INSTEAD = dict.fromkeys(EntityType, RelationType.USES) | {
    EntityType.METRIC: RelationType.MEASURES,
    EntityType.TASK: RelationType.ADDRESSES,
    EntityType.BENCHMARK: RelationType.EVALUATES_ON,
}


def shown_type(
    relation: Relation, paper: Paper, kind: EntityType, *, known_by: str | None
) -> RelationType:
    """Return the type that the graph gives a relation of a paper, or of two things.

    A paper that is said to introduce what one of an earlier month names already uses it. What a
    person says of it stays, and what the title names before its colon: two papers may call a thing
    so. Of what 4,125 abstracts introduce 12 are such, and all of them known before or as general
    as adaptive sampling (`we introduce Group Relative Policy Optimization (GRPO), …`).

    Args:
        relation: One of the paper's relations.
        paper: The paper.
        kind: The type by which it reads the target.
        known_by: The month by which a paper that names the thing surely was out, or None: one of
            2025 alone may be younger than any of that year.
    """
    day = paper.first_day
    if relation.type is not RelationType.INTRODUCES or relation.confidence >= 1:
        return relation.type
    if fold(paper.title.partition(":")[0]) == fold(relation.target):
        return relation.type
    is_later = day is not None and known_by is not None and known_by < day[:7]
    return _INSTEAD[kind] if is_later else relation.type


class _Collector:
    """Gathers rows paper by paper; of equal relationships the most confident one stays."""

    def __init__(
        self,
        resolution: Resolution,
        author_names: Mapping[str, str],
        known_by: Mapping[str, str | None],
    ) -> None:
        self.resolution = resolution
        self.author_names = author_names
        self.known_by = known_by
        self.nodes: dict[tuple[str, str], NodeRow] = {}
        self.relationships: dict[tuple[str, str, str, str], RelationshipRow] = {}
        self.retired: dict[str, list[str]] = {}
        for old, target in resolution.redirects.items():
            self.retired.setdefault(target, []).append(old)

    def add(self, paper: Paper, extraction: Extraction) -> None:
        """Add one paper with all it says."""
        self._add_paper(paper)
        entities = {entity.name: entity for entity in extraction.entities}
        for relation in (*extraction.relations, *_bare_mentions(paper, extraction)):
            self._add_relation(paper, relation, entities)
        for result in extraction.results:
            self._add_result(paper, result, extraction)

    def add_derived(self) -> None:
        """Add the relations that follow from names."""
        for relation in self.resolution.derived:
            key = f"derived:{relation.rule}"
            self._relate(
                RelationshipRow(
                    relation.type.value,
                    "Entity",
                    relation.source_id,
                    "Entity",
                    relation.target_id,
                    key,
                    {"key": key, "derived": True, "rule": relation.rule},
                )
            )

    def node_rows(self) -> Iterator[NodeRow]:
        """Yield papers, authors, results and entities."""
        yield from self.nodes.values()
        yield from (self._entity_row(e) for e in self.resolution.entities if e.papers)

    def _add_paper(self, paper: Paper) -> None:
        published = paper.first_day
        self._node(
            "Paper",
            paper.id,
            _drop_nulls(
                name=paper.title,
                title=paper.title,
                abstract=paper.abstract,
                publishedAt=published,
                datePrecision=paper.date_precision,
                year=int(published[:4]) if published else None,
                url=paper.url,
                categories=list(paper.categories),
                otherIds=list(paper.other_ids),
            ),
        )
        for position, author in enumerate(paper.authors, 1):
            own = author_id(author)
            name = self.author_names.get(own, author)
            self.nodes.setdefault(("Author", own), NodeRow("Author", own, None, {"name": name}))
            self._relate(
                RelationshipRow(
                    "WRITTEN_BY",
                    "Paper",
                    paper.id,
                    "Author",
                    own,
                    properties={"position": position},
                )
            )

    def _add_relation(self, paper: Paper, relation: Relation, entities: dict[str, Entity]) -> None:
        target = self.resolution.links[paper.id, relation.target]
        properties = _evidence(paper, relation) | {"confidence": relation.confidence}
        if relation.source is None:
            read_as = entities[relation.target].type
            properties["as"] = read_as.value
            kind = shown_type(relation, paper, read_as, known_by=self.known_by.get(target))
            row = RelationshipRow(kind.value, "Paper", paper.id, "Entity", target, "", properties)
        else:
            source = self.resolution.links[paper.id, relation.source]
            if source == target:
                return
            properties |= {"key": paper.id, "paper": paper.id}
            row = RelationshipRow(
                relation.type.value, "Entity", source, "Entity", target, paper.id, properties
            )
        self._relate(row)

    def _add_result(self, paper: Paper, result: Result, extraction: Extraction) -> None:
        node_id = result_id(paper.id, result, extraction)
        self._node(
            "Result",
            node_id,
            _drop_nulls(
                name=f"{result.value:g} {result.unit or ''}".strip(),
                value=float(result.value),
                unit=result.unit,
                kind=result.kind.value,
                source="abstract",
                sentence=paper.text[result.sentence_start : result.sentence_end],
                start=result.start,
                end=result.end,
                confidence=result.confidence,
            ),
        )
        self._relate(RelationshipRow("REPORTS", "Paper", paper.id, "Result", node_id))
        for role, kind in ROLE_LINKS.items():
            name = getattr(result, role)
            if name is not None:
                entity = self.resolution.links[paper.id, name]
                self._relate(RelationshipRow(kind, "Result", node_id, "Entity", entity))

    def _entity_row(self, entity: ResolvedEntity) -> NodeRow:
        names = _names(entity)
        retired = self.retired.get(entity.id, [])
        seen = entity.first_seen
        return NodeRow(
            "Entity",
            entity.id,
            entity.type.value,
            _drop_nulls(
                name=entity.name,
                aliases=[name for name in names[1:] if name != entity.name],
                lookup=sorted({folded for name in (*names, *retired) if (folded := fold(name))}),
                paperCount=entity.papers,
                firstSeenAt=seen and first_day_of(seen),
                firstSeenPrecision=seen and _PRECISIONS[seen.count("-")],
                family=entity.family,
                version=entity.version,
                size=entity.size,
                variant=entity.variant,
                unit=entity.unit,
                higherIsBetter=entity.higher_is_better,
                url=entity.url,
                host=entity.host,
            )
            | _usual_metric(entity.usual_metric),
        )

    def _node(self, label: str, node_id: str, properties: dict[str, Property]) -> None:
        self.nodes[label, node_id] = NodeRow(label, node_id, None, properties)

    def _relate(self, row: RelationshipRow) -> None:
        known = self.relationships.get(row.identity)
        if known is None or _strength(row) > _strength(known):
            self.relationships[row.identity] = row


def _evidence(paper: Paper, relation: Relation) -> dict[str, Property]:
    if relation.stated is not None:
        # Corrected by a person it may be of another type, which knows no origin.
        from_record = relation.type is RelationType.HAS_REPO
        return _drop_nulls(sentence=relation.stated, origin="record" if from_record else None)
    sentence = paper.text[relation.start : relation.end]
    return {"sentence": sentence, "start": relation.start, "end": relation.end}


def _bare_mentions(paper: Paper, extraction: Extraction) -> Iterator[Relation]:
    """Entities that the paper names without a relation sure enough to be told are mentioned."""
    told = {relation.target for relation in extraction.relations if relation.source is None}
    bare = [one for one in extraction.entities if one.name not in told and one.mentions]
    spans = sentence_spans(paper.text) if bare else []
    for entity in bare:
        start, end = sentence_of(spans, entity.mentions[0].start)
        yield Relation(RelationType.MENTIONS, None, entity.name, start, end, entity.confidence)


def _strength(row: RelationshipRow) -> tuple[float, float]:
    confidence, start = row.properties.get("confidence", 1.0), row.properties.get("start", 0)
    assert isinstance(confidence, (int, float))
    assert isinstance(start, int)
    return (confidence, -start)


def _usual_metric(usual: str | None) -> dict[str, Property]:
    """The metric by which a benchmark's scores are meant where a text names none."""
    metric = load_catalogue().metric(usual) if usual else None
    if metric is None:
        return {}
    return _drop_nulls(usualMetric=usual, unit=metric.unit, higherIsBetter=metric.higher_is_better)


def _names(entity: ResolvedEntity) -> Sequence[str]:
    """The name, then every alias that the rules uphold: what one paper also calls it is none."""
    return [entity.name, *(alias.name for alias in entity.aliases if is_firm(alias))]
