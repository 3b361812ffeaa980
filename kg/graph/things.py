"""Questions about entities, and about the graph as a whole."""

from __future__ import annotations

from collections.abc import Sequence

from kg.arguments import check_limit, check_whole
from kg.catalogue import load_catalogue
from kg.errors import UnknownName
from kg.graph.answers import EntityAnswer, NeighborRow
from kg.graph.base import GraphBase, noted, nothing, one_type, said_once, top
from kg.graph.cells import Ask, from_row, whole
from kg.graph.facts import BenchmarkRow, CooccurrenceRow, SchemaRow, StatRow
from kg.graph.forms import long_form, twins, type_of
from kg.graph.kin import hinted, kins_of
from kg.graph.names import Found, find_entity, known_relation
from kg.graph.remarks import number_notes
from kg.graph.rows import ResultRow, Rows
from kg.graph.shares import dealt
from kg.graph.usual import result_rows
from kg.schema import load_schema
from kg.text import fold
from kg.words import counted


class ThingQuestions(GraphBase):
    """Questions about entities, and about the graph as a whole."""

    def entity(
        self,
        name: str,
        *,
        type: str | None = None,
        min_confidence: float = 0.0,
        limit: int = 50,
    ) -> EntityAnswer:
        """Return an entity with all that papers say of it.

        Its neighbors come in the order of `neighbors`, and where the limit cuts, of each relation.
        Their notes hint at narrower tasks or methods that have many more papers.

        Args:
            name: Its name in any spelling, an alias, or its id.
            type: `Model`, `Method`, …, to tell things of one name apart.
            min_confidence: Leaves out less certain relations and results, 0 to 1.
            limit: Most neighbors, and most results.

        Returns:
            Its fields, with rows of what is one step away and of numbers.

        Raises:
            ConfigError: There is no such type, the confidence is not from 0 to 1, or the limit is
                below 1.
            UnknownName: There is none; the nearest names are candidates.
            AmbiguousName: Several things carry the name.
            QueryError: It ran out of time.
            StoreError: The store failed.
        """
        limit = check_limit(limit)
        found = self.find(name, types=one_type(type))
        row = self.ask("entity", entity=found.id)[0]
        numbers = self.ask("entity_results", entity=found.id, minConfidence=min_confidence)
        results = result_rows(self.ask, numbers)
        near = self._neighbors(found.id, min_confidence=min_confidence)
        neighbors = dealt(near, limit)
        kins = kins_of(self.ask, found, family=False, min_confidence=min_confidence)
        return from_row(
            EntityAnswer,
            row,
            type=found.type,
            introduced_by=tuple(
                row.paper for row in near if row.relation == "INTRODUCES" and row.paper
            ),
            neighbors=hinted(self.ask, noted(neighbors, found), kins),
            results=top(results, limit, *_numbers_note(results, limit)),
        )

    def benchmarks(
        self,
        task: str | None = None,
        *,
        family: bool = False,
        min_confidence: float = 0.0,
        limit: int = 50,
    ) -> Rows[BenchmarkRow]:
        """Return the benchmarks of a task, or all, those that most papers use first.

        A benchmark belongs to a task if a paper says so, or if a paper on the task evaluates on it.
        What is no task but a method, as offline reinforcement learning is, has those of papers that
        use or introduce it. A note hints at narrower tasks that have many more papers.

        Args:
            task: Name of the task, or of a method or model; None for all benchmarks.
            family: Those of parts of it and of what is narrower, too; refused without a task.
            min_confidence: Leaves out less certain relations, 0 to 1.
            limit: Most rows.

        Returns:
            The benchmarks; empty where there are none.

        Raises:
            ConfigError: There is a family but no task, the confidence is not from 0 to 1 or the
                limit is below 1.
            UnknownName: No task has the name.
            AmbiguousName: Several have it.
            QueryError: It ran out of time.
            StoreError: The store failed.
        """
        found = None if task is None else self._topic(task)
        kins = kins_of(self.ask, found, family=family, min_confidence=min_confidence)
        ids = [one for kin in kins for one in kin.ids(family=family)]
        rows = self.ask("benchmarks", tasks=ids, minConfidence=min_confidence)
        what = f"no benchmark of {found.name}" if found else "no benchmark"
        empty = nothing(what, found, min_confidence=min_confidence)
        tests = Rows((from_row(BenchmarkRow, row) for row in rows), kind=BenchmarkRow)
        return hinted(self.ask, noted(top(tests, limit, empty=empty), found), kins, family=family)

    def _topic(self, name: str) -> Found:
        """Find a task, else a method or a model that papers are about as about a task."""
        others = ("Method", "Model")
        try:
            return find_entity(self.ask, name, types=("Task",), beside=others)
        except UnknownName as unknown:
            try:
                return self.find(name, types=others)
            except UnknownName:
                raise unknown from None

    def neighbors(
        self,
        name: str,
        *,
        type: str | None = None,
        relation: str | None = None,
        min_confidence: float = 0.0,
        limit: int = 50,
    ) -> Rows[NeighborRow]:
        """Return papers and entities one step from an entity, sorted by direction and relation.

        Within a relation the newest paper comes first. Where the limit cuts, it is dealt over the
        relations round by round, and a note tells how many rows each has.

        Args:
            name: Its name in any spelling, an alias, or its id.
            type: Its type, to tell things of one name apart.
            relation: Only this relationship type, e.g. `BASED_ON`.
            min_confidence: Leaves out less certain relations, 0 to 1.
            limit: Most rows.

        Returns:
            A row for each relation and paper; empty where there are none.

        Raises:
            ConfigError: There is no such type or no such relation, the confidence is not from 0 to
                1, or the limit is below 1.
            UnknownName: There is no such name.
            AmbiguousName: Several things carry the name.
            QueryError: It ran out of time.
            StoreError: The store failed.
        """
        found = self.find(name, types=one_type(type))
        wanted = None if relation is None else known_relation(relation)
        near = self._neighbors(found.id, min_confidence=min_confidence)
        rows = Rows((row for row in near if wanted in (None, row.relation)), kind=NeighborRow)
        what = f"no {wanted or 'relation'} at {found.name}"
        empty = nothing(what, found, min_confidence=min_confidence)
        return noted(dealt(rows, limit, empty=empty), found)

    def cooccurrence(
        self,
        name: str,
        *,
        type: str | None = None,
        other: str | None = None,
        min_papers: int = 1,
        min_confidence: float = 0.0,
        limit: int = 20,
    ) -> Rows[CooccurrenceRow]:
        """Return what is named in the same papers, most papers first.

        Args:
            name: An entity's name.
            type: Its type, to tell things of one name apart.
            other: Only things of this type.
            min_papers: Leaves out what fewer papers name together.
            min_confidence: Leaves out papers that name one of the two less certainly, 0 to 1.
            limit: Most rows.

        Returns:
            A row for each thing, with how many papers name both; empty where there are none.

        Raises:
            ConfigError: There is no such type, the confidence is not from 0 to 1, the limit is
                below 1, or the fewest papers are no whole number.
            UnknownName: The name is not in the graph.
            AmbiguousName: It means several things.
            QueryError: It ran out of time.
            StoreError: The store failed.
        """
        limit = check_limit(limit)
        least, others = check_whole("min_papers", min_papers), one_type(other)
        found = self.find(name, types=one_type(type))
        rows = self.ask(
            "cooccurrence",
            entity=found.id,
            types=list(others),
            minPapers=least,
            minConfidence=min_confidence,
            limit=limit,
        )
        what = f"no {others[0] if others else 'name'} in a paper with {found.name}"
        empty = nothing(what, found, min_confidence=min_confidence)
        several = twins(str(row["other"]) for row in rows)
        named = (
            from_row(
                CooccurrenceRow,
                row,
                type=type_of(str(row["otherId"])),
                long_form=long_form(name, row["aliases"]) if fold(name) in several else None,
            )
            for row in rows
            for name in [str(row["other"])]
        )
        shown = Rows(named, [] if rows else [empty], kind=CooccurrenceRow)
        return noted(shown, found)

    def _neighbors(self, entity_id: str, *, min_confidence: float) -> Rows[NeighborRow]:
        rows = self.ask("neighbors", entity=entity_id, minConfidence=min_confidence)
        once = said_once(rows, "direction", "relation", "otherId")
        near = (from_row(NeighborRow, row, other_type=type_of(str(row["otherId"]))) for row in once)
        return Rows(near, kind=NeighborRow)

    def stats(self) -> Rows[StatRow]:
        """Return how many nodes, entities by type, relationships by type, and papers with what.

        Returns:
            A row for each count.

        Raises:
            QueryError: It ran out of time.
            StoreError: The store failed.
        """
        schema = load_schema()
        labels = {str(row["name"]): whole(row["amount"]) for row in self.ask("stats")}
        links = {str(r["name"]): whole(r["amount"]) for r in self.ask("stats_relationships")}
        nodes = [label for label, node in schema.nodes.items() if not node.internal]
        rows = [StatRow("nodes", name, labels.get(name, 0)) for name in nodes]
        rows += [StatRow("entities", name, labels.get(name, 0)) for name in schema.entities]
        rows += [
            StatRow("relationships", name, links.get(name, 0)) for name in schema.relationships
        ]
        for row in self.ask("stats_papers"):
            rows += [
                StatRow("papers", "with a date", whole(row["dated"])),
                StatRow("papers", "with a repository or page", whole(row["withRepository"])),
                StatRow("papers", "with code or weights", _number_with_code(self.ask)),
                StatRow("papers", "with results", whole(row["withResults"])),
            ]
        return Rows(rows, kind=StatRow)

    def schema(self) -> Rows[SchemaRow]:
        """Return labels, relationship types and their properties; it asks no store.

        Returns:
            A row for each, and one for each of its properties behind it.
        """
        return schema_rows()


def _numbers_note(results: Sequence[ResultRow], limit: int) -> list[str]:
    """Return how many numbers are shown, how many of all are scores, and what their marks say."""
    scores = sum(row.kind == "absolute" for row in results)
    gains = counted(len(results) - scores, "difference or factor", "differences or factors")
    shown = f"{min(limit, len(results)):,} of {counted(len(results), 'reported number')}"
    notes = [f"{shown}: {counted(scores, 'score')}, {gains}"] if results else []
    return [*notes, *number_notes(results[:limit])]


def schema_rows() -> Rows[SchemaRow]:
    """Return labels, relationship types and their properties; it asks no store."""
    schema = load_schema()
    nodes = [n for n in (*schema.nodes.values(), *schema.entities.values()) if not n.internal]
    specs = [("node", one.label, one.doc, one.properties) for one in nodes]
    specs += [
        ("relationship", one.type, f"({one.start})->({one.end}) {one.doc}", one.properties)
        for one in schema.relationships.values()
    ]
    rows: list[SchemaRow] = []
    for kind, name, doc, properties in specs:
        rows.append(SchemaRow(kind, name, None, None, doc))
        rows += [SchemaRow(kind, name, p.name, p.type, p.doc) for p in properties.values()]
    return Rows(rows, kind=SchemaRow)


def _number_with_code(ask: Ask) -> int:
    """Return how many papers `papers` lists with code or weights of their own.

    Raises:
        QueryError: It ran out of time.
        StoreError: The store failed.
    """
    nothing_else: dict[str, object] = {"tasks": [], "methods": [], "benchmarks": []}
    nothing_else |= {"author": None, "year": None, "since": None, "undated": False}
    hosts = load_catalogue().hosts_of("code", "weights")
    rows = ask("papers", **nothing_else, codeHosts=hosts, minConfidence=0.0, limit=1)
    return whole(rows[0]["every"]) if rows else 0
