"""The shape of the graph, read from `schema/graph.yaml`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from itertools import chain
from typing import Any

import yaml

from kg.errors import SchemaError
from kg.resources import read_text

PROPERTY_TYPES = ("string", "strings", "integer", "float", "boolean", "date")


@dataclass(frozen=True, slots=True)
class PropertySpec:
    """One property of a node or a relationship.

    Attributes:
        name: lowerCamelCase.
        type: One of PROPERTY_TYPES; `strings` is a list.
        doc: What it means.
        example: A value.
        rdf: Its RDF term with prefix, or None where RDF leaves it out.
        required: Whether every node or relationship has it.
    """

    name: str
    type: str
    doc: str
    example: object
    rdf: str | None = None
    required: bool = False


@dataclass(frozen=True, slots=True)
class NodeSpec:
    """A label that carries the unique id, or a second label of entities."""

    label: str
    doc: str
    example: str
    properties: Mapping[str, PropertySpec]
    rdf: str | None = None
    internal: bool = False


@dataclass(frozen=True, slots=True)
class RelationshipSpec:
    """A relationship type with the labels at its ends."""

    type: str
    start: str
    end: str
    doc: str
    rdf: str
    properties: Mapping[str, PropertySpec]

    @property
    def has_key(self) -> bool:
        """Whether `key` tells parallel relationships apart."""
        return "key" in self.properties


@dataclass(frozen=True, slots=True)
class IndexSpec:
    """An index beside the unique ids; kind is `range` or `fulltext`."""

    name: str
    label: str
    property: str
    kind: str


@dataclass(frozen=True, slots=True)
class Schema:
    """Labels, types, properties and their RDF terms; `kg` is the prefix of our own."""

    version: int
    prefixes: Mapping[str, str]
    nodes: Mapping[str, NodeSpec]
    entities: Mapping[str, NodeSpec]
    relationships: Mapping[str, RelationshipSpec]
    indexes: Mapping[str, IndexSpec]

    def properties(self, label: str, extra_label: str | None = None) -> dict[str, PropertySpec]:
        """Return the properties that a node of these labels may carry."""
        own = dict(self.nodes[label].properties)
        return own | dict(self.entities[extra_label].properties) if extra_label else own

    def property_types(self) -> dict[str, str]:
        """Return the type of each property: one name has one type, whatever carries it."""
        nodes = chain(self.nodes.values(), self.entities.values())
        own = [one.properties for one in nodes]
        own += [one.properties for one in self.relationships.values()]
        return {spec.name: spec.type for specs in own for spec in specs.values()}

    def describe(self) -> str:
        """Return the graph's shape as text, for people and for language models."""
        lines = ["Nodes (every node has id and name):"]
        for node in self.nodes.values():
            if not node.internal:
                lines.append(f"  (:{node.label}) {node.doc}; id {node.example!r}")
                lines += _describe_properties(node.properties)
        lines.append("Second labels of :Entity:")
        for node in self.entities.values():
            lines.append(f"  (:Entity:{node.label}) {node.doc}; id {node.example!r}")
            lines += _describe_properties(node.properties)
        lines.append("Relationships:")
        for spec in self.relationships.values():
            lines.append(f"  (:{spec.start})-[:{spec.type}]->(:{spec.end}) {spec.doc}")
            lines += _describe_properties(spec.properties)
        return "\n".join(lines) + "\n"


def property_name(python_name: str) -> str:
    """Return the graph's name of a Python attribute: `first_seen_at` is `firstSeenAt`."""
    head, *tail = python_name.split("_")
    return head + "".join(part.capitalize() for part in tail)


def fulltext_statement(index: IndexSpec) -> str:
    """Return the DDL of a full-text index, the same for both stores."""
    return (
        f"CREATE FULLTEXT INDEX {index.name} IF NOT EXISTS "
        f"FOR (n:{index.label}) ON EACH [n.{index.property}]"
    )


def write_query_name(name: str, extra_label: str | None = None) -> str:
    """Return the name of the query in `cypher/write/` for a label or a relationship type."""
    return f"merge_{name.lower()}" + (f"_{extra_label.lower()}" if extra_label else "")


def export_query_name(name: str) -> str:
    """Return the name of the query in `cypher/export/` for a label or a relationship type."""
    return f"all_{name.lower()}"


def part_query_name(name: str) -> str:
    """Return the name of the query in `cypher/part/` that reads some of a kind."""
    return f"some_{name.lower()}"


def drop_query_name(name: str) -> str:
    """Return the name of the query in `cypher/part/` that deletes some of a kind."""
    return f"drop_{name.lower()}"


@cache
def load_schema() -> Schema:
    """Return the schema that ships with kg.

    Raises:
        SchemaError: The file is missing or contradicts itself.
    """
    raw = yaml.safe_load(read_text("schema", "graph.yaml"))
    try:
        schema = Schema(
            version=raw["version"],
            prefixes={"kg": raw["namespace"], **raw["prefixes"]},
            nodes={label: _node(label, spec) for label, spec in raw["nodes"].items()},
            entities={label: _node(label, spec) for label, spec in raw["entities"].items()},
            relationships={
                name: _relation(name, spec) for name, spec in raw["relationships"].items()
            },
            indexes={name: IndexSpec(name=name, **spec) for name, spec in raw["indexes"].items()},
        )
    except (KeyError, TypeError, AttributeError) as error:
        raise SchemaError(f"schema/graph.yaml lacks or misspells a key: {error}") from error
    _check(schema)
    return schema


def _properties(raw: Mapping[str, Any]) -> dict[str, PropertySpec]:
    declared = raw.get("properties", {})
    return {name: PropertySpec(name=name, **spec) for name, spec in declared.items()}


def _node(label: str, raw: Mapping[str, Any]) -> NodeSpec:
    return NodeSpec(**{**raw, "label": label, "properties": _properties(raw)})


def _relation(name: str, raw: Mapping[str, Any]) -> RelationshipSpec:
    # `from` can be no name of an attribute.
    rest = {key: value for key, value in raw.items() if key not in ("from", "to")}
    rest |= {"start": raw["from"], "end": raw["to"], "properties": _properties(raw)}
    return RelationshipSpec(type=name, **rest)


def _check(schema: Schema) -> None:
    specs: list[NodeSpec | RelationshipSpec] = [
        *schema.nodes.values(),
        *schema.entities.values(),
        *schema.relationships.values(),
    ]
    for spec in specs:
        for entry in spec.properties.values():
            if entry.type not in PROPERTY_TYPES:
                raise SchemaError(
                    f"schema/graph.yaml: property {entry.name!r} has type {entry.type!r}; "
                    f"use one of {', '.join(PROPERTY_TYPES)}"
                )
        prefix = (spec.rdf or "kg:").partition(":")[0]
        if prefix not in schema.prefixes:
            raise SchemaError(f"schema/graph.yaml: {spec.rdf!r} has an undeclared prefix")
    for relation in schema.relationships.values():
        for label in (relation.start, relation.end):
            if label not in schema.nodes:
                raise SchemaError(f"schema/graph.yaml: {relation.type} joins unknown {label!r}")


def _describe_properties(properties: Mapping[str, PropertySpec]) -> list[str]:
    return [f"      .{p.name} {p.type}: {p.doc}" for p in properties.values() if p.name != "name"]
