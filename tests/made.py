"""A graph made by hand, a line a fact, for tests that need to know every row."""

from __future__ import annotations

from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path

from kg.records import GraphRows, NodeRow, RelationshipRow
from kg.store import open_store
from kg.text import fold

A, B, C = "arxiv:2401.00001", "arxiv:2403.00002", "arxiv:2501.00003"


@dataclass
class Made:
    """Papers, entities and facts; entities come up when they are first named."""

    nodes: dict[tuple[str, str], NodeRow] = field(default_factory=dict)
    links: dict[tuple[str, str, str, str], RelationshipRow] = field(default_factory=dict)

    def paper(self, paper: str, published: str | None = None, **properties) -> Made:
        title = properties.pop("title", f"Title of {paper}")
        full = published and published + "-01" * (2 - published.count("-"))
        precision = {10: "day", 7: "month", 4: "year"}.get(len(published or ""))
        self._node(
            "Paper",
            paper,
            name=title,
            title=title,
            abstract=properties.pop("abstract", f"Abstract of {paper}."),
            publishedAt=full,
            datePrecision=precision,
            year=full and int(full[:4]),
            **properties,
        )
        return self

    def author(self, paper: str, name: str, position: int = 1) -> Made:
        self._node("Author", f"author:{fold(name)}", name=name)
        self._link("WRITTEN_BY", paper, f"author:{fold(name)}", position=position)
        return self

    def entity(self, entity: str, name: str | None = None, **properties) -> Made:
        name = name or entity.partition(":")[2]
        names = [name, *properties.get("aliases", [])]
        properties.setdefault("paperCount", 1)
        lookup = sorted({fold(one) for one in names})
        self._node("Entity", entity, name=name, lookup=lookup, **properties)
        return self

    def says(self, paper: str, relation: str, entity: str, **properties) -> Made:
        """A paper's relation to an entity."""
        self._known(entity)
        self._link(relation, paper, entity, **self._evidence(paper, entity, properties))
        return self

    def claims(self, paper: str, left: str, relation: str, right: str, **properties) -> Made:
        """A relation between entities that a paper states."""
        self._known(left, right)
        evidence = self._evidence(paper, f"{left} {relation} {right}", properties)
        self._link(relation, left, right, key=paper, paper=paper, **evidence)
        return self

    def derived(self, left: str, relation: str, right: str) -> Made:
        self._known(left, right)
        key = "derived:size of family"
        self._link(relation, left, right, key=key, derived=True, rule="size of family")
        return self

    def result(self, paper: str, value: float, unit: str | None = "%", **roles) -> Made:
        """A number; `of`, `on` (one or several), `by` and `versus` name entities."""
        kind = roles.pop("kind", "absolute")
        confidence = roles.pop("confidence", 0.9)
        sentence = roles.pop("sentence", f"{paper} says {value:g}.")
        number = len(self.nodes)
        result = f"result:{number:04d}"
        self._node(
            "Result",
            result,
            name=f"{value:g} {unit or ''}".strip(),
            value=float(value),
            unit=unit,
            kind=kind,
            source="abstract",
            sentence=sentence,
            start=number,
            end=number + 2,
            confidence=confidence,
        )
        self._link("REPORTS", paper, result)
        types = {"of": "OF", "on": "ON", "by": "MEASURED_BY", "versus": "VERSUS"}
        for role, entities in roles.items():
            for entity in [entities] if isinstance(entities, str) else entities:
                self._known(entity)
                self._link(types[role], result, entity)
        return self

    def rows(self, *, workspace: str = "made", revision: int = 1) -> GraphRows:
        return GraphRows(
            workspace,
            revision,
            tuple(self.nodes[key] for key in sorted(self.nodes)),
            tuple(self.links[key] for key in sorted(self.links)),
        )

    def write(self, folder: Path) -> None:
        """Write it as the graph of a workspace."""
        with closing(open_store(folder, read_only=False)) as store:
            store.write(self.rows())

    def _known(self, *entities: str) -> None:
        for entity in entities:
            if ("Entity", entity) not in self.nodes:
                self.entity(entity)

    def _evidence(self, paper: str, what: str, properties: dict) -> dict:
        evidence = {"sentence": f"{paper} says {what}.", "start": 0, "end": 9, "confidence": 0.9}
        return evidence | properties

    def _node(self, label: str, node: str, /, **properties) -> None:
        kept = {key: value for key, value in properties.items() if value is not None}
        extra = node.partition(":")[0].capitalize() if label == "Entity" else None
        self.nodes[label, node] = NodeRow(label, node, extra, kept)

    def _link(self, kind: str, source: str, target: str, /, **properties) -> None:
        key = properties.get("key", "")
        ends = (_label(source), source, _label(target), target)
        row = RelationshipRow(kind, *ends, key, properties)
        self.links[kind, source, target, key] = row


def _label(node: str) -> str:
    head = node.partition(":")[0].capitalize()
    if head in ("Result", "Author"):
        return head
    return "Paper" if head in ("Arxiv", "Doi", "Paper") else "Entity"


def make_sample() -> Made:
    """Three papers that name a few things each way: what most tests of questions ask."""
    made = (
        Made()
        .paper(A, "2024-01-15", abstract="We prune the KV cache of Llama.")
        .paper(B, "2024-03", title="Größer ist “besser”: naïve scaling")
        .paper(C)
        .author(A, "Ada Lovelace")
        .author(A, "Grace Hopper", 2)
        .author(B, "Ada Byron")
    )
    made.entity("benchmark:mmlu", "MMLU", paperCount=3, usualMetric="accuracy", unit="%")
    made.entity("metric:accuracy", "accuracy", unit="%", higherIsBetter=True)
    made.entity("model:llama-2", "Llama 2", aliases=["LLaMA-2"], paperCount=2, family="Llama")
    made.entity("repo:github.com/a/b", url="https://github.com/a/b", host="github.com")
    return (
        made.says(A, "EVALUATES_ON", "benchmark:mmlu")
        .says(A, "ADDRESSES", "task:question-answering")
        .says(A, "USES", "model:llama-2", confidence=0.4)
        .says(A, "HAS_REPO", "repo:github.com/a/b")
        .says(B, "MENTIONS", "model:llama-2")
        .says(B, "EVALUATES_ON", "benchmark:mmlu")
        .claims(A, "model:llama-2-chat", "BASED_ON", "model:llama-2")
        .claims(B, "method:ours", "BASED_ON", "model:llama-2-chat")
        .derived("model:llama-2-7b", "PART_OF", "model:llama-2")
        .claims(A, "model:llama-2", "OUTPERFORMS", "model:gpt-3")
        .claims(B, "model:gpt-3", "OUTPERFORMS", "model:llama-2")
        .claims(B, "model:gpt-3", "OUTPERFORMS", "method:ours")
        .result(A, 60, of="model:llama-2", on="benchmark:mmlu", by="metric:accuracy")
        .result(B, 0.7, None, of="model:gpt-3", on="benchmark:mmlu", by="metric:accuracy")
        .result(C, 65, of="model:llama-2-7b", on="benchmark:mmlu")
        .result(A, 3, "points", kind="delta", of="model:llama-2", versus="model:gpt-3")
    )
