"""The schema: one truth, and what is generated from it."""

from __future__ import annotations

import datetime

import pytest

import kg.schema
from kg.errors import SchemaError
from kg.records import ENTITY_RELATIONS, PAPER_RELATIONS, EntityType
from kg.resources import resource_path
from kg.schema import load_schema, property_name
from kg.schema.__main__ import main
from kg.schema.files import generated_files

SCHEMA = load_schema()
KINDS = {
    "string": str,
    "integer": int,
    "float": float,
    "boolean": bool,
    "date": str,
    "strings": list,
}


def properties():
    for group in (SCHEMA.nodes, SCHEMA.entities, SCHEMA.relationships):
        for name, spec in group.items():
            for entry in spec.properties.values():
                yield pytest.param(entry, id=f"{name}.{entry.name}")


def test_generated_files_are_what_the_schema_says():
    assert main(["--check"]) == 0


def test_no_generated_file_is_left_over():
    files = generated_files(SCHEMA)
    for folder in ("write", "export", "part"):
        found = {f"cypher/{folder}/{p.name}" for p in resource_path("cypher", folder).iterdir()}
        assert found == {name for name in files if name.startswith(f"cypher/{folder}/")}


@pytest.mark.parametrize("entry", list(properties()))
def test_an_example_is_of_the_declared_type(entry):
    assert type(entry.example) is KINDS[entry.type]
    if entry.type == "date":
        datetime.date.fromisoformat(entry.example)


def test_types_and_relations_are_those_of_the_records():
    assert list(SCHEMA.entities) == [kind.value for kind in EntityType]
    said = [name for name, spec in SCHEMA.relationships.items() if "sentence" in spec.properties]
    assert said == [kind.value for kind in (*PAPER_RELATIONS, *ENTITY_RELATIONS)]


def test_no_label_shares_its_name_with_a_relationship_type():
    labels = {name.lower() for name in (*SCHEMA.nodes, *SCHEMA.entities)}
    assert not labels & {name.lower() for name in SCHEMA.relationships}


def test_no_property_has_a_name_that_kglite_makes_up():
    names = {p.values[0].name for p in properties()} - {"title"}
    assert not names & {"type", "label", "id"}


def test_every_row_of_the_sample_follows_the_schema(seed_rows):
    for node in seed_rows.nodes:
        declared = SCHEMA.properties(node.label, node.extra_label)
        assert node.properties.keys() <= declared.keys(), node.id
        assert {p.name for p in declared.values() if p.required} <= node.properties.keys()
    for link in seed_rows.relationships:
        spec = SCHEMA.relationships[link.type]
        assert link.properties.keys() <= spec.properties.keys(), link
        assert (link.start_label, link.end_label) == (spec.start, spec.end)


def test_the_description_names_every_label_and_type():
    text = SCHEMA.describe()
    for name in (*SCHEMA.entities, *SCHEMA.relationships):
        assert f":{name}" in text
    assert "KgLoad" not in text


def test_attributes_have_the_names_of_properties():
    assert property_name("first_seen_at") == "firstSeenAt"


@pytest.mark.parametrize(
    ("right", "wrong", "told"),
    [
        ("type: float", "type: real", "property 'value' has type 'real'; use one of string"),
        # Previously one that may be left out was passed over: nothing was required.
        ("required: true", "requird: true", "misspells a key: .*'requird'"),
    ],
)
def test_a_schema_with_a_slip_is_refused(right, wrong, told, monkeypatch):
    text = resource_path("schema", "graph.yaml").read_text(encoding="utf-8")
    monkeypatch.setattr(kg.schema, "read_text", lambda *parts: text.replace(right, wrong))
    with pytest.raises(SchemaError, match=told):
        load_schema.__wrapped__()


def test_wrong_usage_of_the_generator_is_told():
    with pytest.raises(SystemExit) as ended:
        main([])
    assert ended.value.code == 2
