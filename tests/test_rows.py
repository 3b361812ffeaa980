"""From extractions to rows."""

from __future__ import annotations

import dataclasses

import pytest

from kg.records import (
    Entity,
    EntityType,
    Extraction,
    Mention,
    Paper,
    Relation,
    RelationType,
)
from kg.resolve import resolve
from kg.rows import graph_rows
from tests.reads import make_read


def rows_of(items):
    return graph_rows(items, resolve(items), workspace="w", revision=1)


def test_rows_are_the_same_whatever_the_order(seed_items, seed_rows):
    again = rows_of(list(reversed(seed_items)))
    assert (again.nodes, again.relationships) == (seed_rows.nodes, seed_rows.relationships)


def test_every_relationship_ends_in_nodes_that_are_there(seed_rows):
    known = {(node.label, node.id) for node in seed_rows.nodes}
    assert all(
        {(r.start_label, r.start_id), (r.end_label, r.end_id)} <= known
        for r in seed_rows.relationships
    )


def test_no_entity_stands_alone_even_where_no_relation_was_sure(seed_items):
    items = [
        (paper, dataclasses.replace(found, relations=(), results=()))
        for paper, found in seed_items[:5]
    ]
    rows = rows_of(items)
    mentioned = {r.end_id for r in rows.relationships if r.type == "MENTIONS"}
    assert {node.id for node in rows.nodes if node.label == "Entity"} == mentioned
    assert all(r.properties["sentence"] for r in rows.relationships if r.type == "MENTIONS")


def test_a_paper_that_says_nothing_is_a_node_all_the_same(seed_items):
    paper, _ = seed_items[0]
    (node,) = rows_of([(paper, Extraction("v"))]).nodes
    assert (node.label, node.id) == ("Paper", paper.id)


def test_a_month_is_given_as_its_first_day_with_the_precision_beside_it(seed_items):
    paper = dataclasses.replace(seed_items[0][0], published="2025-03", date_precision="month")
    (node,) = rows_of([(paper, Extraction("v"))]).nodes
    assert node.properties["publishedAt"] == "2025-03-01"
    assert (node.properties["datePrecision"], node.properties["year"]) == ("month", 2025)


@pytest.mark.parametrize(
    ("dates", "first", "precision"),
    [
        (["2024"], "2024-01-01", "year"),
        (["2024-05", "2024-06-02"], "2024-05-01", "month"),
        (["2024-05-03", "2024-06"], "2024-05-03", "day"),
        (["2024-01-01", "2024"], "2024-01-01", "day"),
        (["2024-05-03", "2024"], "2024-01-01", "year"),
        ([None], None, None),
        ([None, "2025"], "2025-01-01", "year"),
    ],
)
def test_a_thing_is_first_seen_as_precisely_as_its_papers_are_dated(dates, first, precision):
    # Previously what only papers of a year name was first seen in its January
    items = [
        make_saying("Method", f"2501.{n:05}", date, RelationType.USES)
        for n, date in enumerate(dates)
    ]
    for order in (items, items[::-1]):
        (node,) = (node for node in rows_of(order).nodes if node.label == "Entity")
        assert node.properties.get("firstSeenAt") == first
        assert node.properties.get("firstSeenPrecision") == precision


def test_a_thing_has_no_relation_to_itself():
    paper = Paper("arxiv:1", "Birds", "We base Foo-Net on FooNet.")
    spans = {name: paper.text.index(name) for name in ("Foo-Net", "FooNet")}
    entities = [
        Entity(name, EntityType.METHOD, (Mention(start, start + len(name), name),))
        for name, start in spans.items()
    ]
    said = Relation(RelationType.BASED_ON, "Foo-Net", "FooNet", 6, len(paper.text))
    rows = rows_of([(paper, Extraction("1", tuple(entities), (said,)))])
    assert [node.id for node in rows.nodes if node.label == "Entity"] == ["method:foonet"]
    assert {row.type for row in rows.relationships} == {"MENTIONS"}


def make_saying(kind, number, published, relation, confidence=0.9, *, title="Birds"):
    paper = Paper(f"arxiv:{number}", title, "A plover test.", published=published)
    start = paper.text.rindex("plover")
    entity = Entity("plover test", EntityType(kind), (Mention(start, start + 11, "plover test"),))
    said = Relation(relation, None, "plover test", start - 2, start + 12, confidence)
    return paper, Extraction("1", (entity,), (said,))


def told(*items):
    return [r.type for r in sorted(rows_of(items).relationships, key=lambda r: r.start_id)]


@pytest.mark.parametrize(
    ("kind", "instead"),
    [
        ("Method", "USES"),
        ("Model", "USES"),
        ("Metric", "MEASURES"),
        ("Task", "ADDRESSES"),
        ("Benchmark", "EVALUATES_ON"),
        ("Dataset", "USES"),
    ],
)
def test_what_an_older_paper_names_is_not_introduced(kind, instead):
    # Previously a paper that adapts GRPO introduced it, two months after others used it
    own = make_saying(kind, "2503.00001", "2025-03-02", RelationType.INTRODUCES)
    assert told(own, make_saying(kind, "2501.00001", "2025-01-05", RelationType.MENTIONS)) == [
        "MENTIONS",
        instead,
    ]
    assert told(own, make_saying(kind, "2503.00000", "2025-03-01", RelationType.MENTIONS))[1] == (
        "INTRODUCES"
    )
    by_hand = make_saying(kind, "2503.00001", "2025-03-02", RelationType.INTRODUCES, 1.0)
    assert told(by_hand, make_saying(kind, "2501.00001", "2025-01-05", RelationType.MENTIONS))[
        1
    ] == ("INTRODUCES")


@pytest.mark.parametrize(
    ("other", "own", "is_first"),
    [
        ("2025", "2025-06-03", True),
        ("2025", "2025-12", True),
        ("2025", "2025", True),
        ("2025", None, True),
        ("2024", "2025-01-01", False),
        ("2024", "2025", False),
        ("2024-12", "2025", False),
        ("2025-05", "2025-06-03", False),
        ("2025-06", "2025-06-30", True),
        (None, "2025-06-03", True),
    ],
)
def test_a_paper_is_older_only_where_its_date_surely_is(other, own, is_first):
    # Previously one of 2025 alone counted as of January and took every introduction of that year
    items = [
        make_saying("Model", "2501.00001", other, RelationType.MENTIONS),
        make_saying("Model", "2503.00001", own, RelationType.INTRODUCES),
    ]
    assert told(*items)[1] == ("INTRODUCES" if is_first else "USES")


@pytest.mark.parametrize(
    ("title", "is_own"),
    [
        ("Plover Test: A Study of Birds", True),
        ("Plover Test", True),
        ("Birds: A Plover Test", False),
        ("Another Plover Test: Birds", False),
    ],
)
def test_what_a_title_names_first_is_introduced_though_an_older_paper_names_it(title, is_own):
    # Previously of two papers that call their things the same the later one introduced none
    items = [
        make_saying("Model", "2501.00001", "2025-01-01", RelationType.INTRODUCES),
        make_saying("Model", "2503.00001", "2025-03-01", RelationType.INTRODUCES, title=title),
    ]
    assert told(*items) == ["INTRODUCES", "INTRODUCES" if is_own else "USES"]


def test_a_namesake_of_a_known_benchmark_has_not_its_usual_metric():
    # Previously scores on a suite of safety questions called OASIS were Dice coefficients
    long = "Orchard Assistant Safety Inquiry Suite"
    known = [make_read(n, "We measure on OASIS, brain MRI.", ("Dataset", "OASIS")) for n in (1, 2)]
    other = make_read(3, f"We ask the {long} (OASIS).", ("Benchmark", "OASIS", long))
    paper, found = make_read(4, "We measure Dice on OASIS, brain MRI.", ("Dataset", "OASIS"))
    on_it = Relation(RelationType.EVALUATES_ON, None, "OASIS", 0, 1)
    measured = (paper, dataclasses.replace(found, relations=(on_it,)))
    rows = rows_of([*known, other, measured])
    usual = {n.id: n.properties.get("usualMetric") for n in rows.nodes if n.label == "Entity"}
    assert usual == {
        "benchmark:oasis": "Dice",
        "benchmark:oasis-orchard-assistant-safety-inquiry-suite": None,
    }


def test_a_namesake_that_is_alone_in_its_corpus_has_not_the_usual_metric_either():
    # Previously it had, as nothing told it apart by its id
    long = "Orchard Assistant Safety Inquiry Suite"
    other = make_read(3, f"We ask the {long} (OASIS).", ("Benchmark", "OASIS", long))
    (node,) = (n for n in rows_of([other]).nodes if n.label == "Entity")
    assert (node.id, node.properties.get("usualMetric")) == ("benchmark:oasis", None)
