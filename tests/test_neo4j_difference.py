"""What a load finds to do, from what a database answers; no server is needed to tell."""

from __future__ import annotations

import dataclasses
from collections import defaultdict

import pytest

from kg.store.neo4j_difference import (
    Gone,
    Owners,
    cut,
    scan_nodes,
    scan_relationships,
    split_gone,
    written_properties,
)
from tests.graphs import make_claim, make_entity, make_graph, make_paper, make_rows, make_use

OWNERS = Owners("w1")


def node(row, *labels, mark="w1", **more):
    """A node as cypher/neo4j/nodes.cypher gives it."""
    own = [row.label, *filter(None, [row.extra_label])]
    marked = {"loadedBy": mark} if mark else {}
    given = {"id": row.id, **row.properties, **marked, **more}
    return {"element": f"e:{row.id}", "labels": [*own, *labels], "properties": given}


def links(*rows, mark="w1", **more):
    """Relationships as cypher/neo4j/relationships.cypher gives them."""
    by_source = defaultdict(list)
    marked = {"loadedBy": mark} if mark else {}
    for place, row in enumerate(rows):
        link = [f"e:{place}", row.type, row.end_id, {**row.properties, **marked, **more}]
        by_source[row.start_id].append(link)
    return [{"source": source, "links": found} for source, found in by_source.items()]


def changed(row, **properties):
    return dataclasses.replace(row, properties={**row.properties, **properties})


def test_a_database_as_it_should_be_needs_nothing():
    rows = make_graph()
    nodes = scan_nodes(map(node, rows.nodes), rows, OWNERS)
    found = scan_relationships(links(*rows.relationships), rows, OWNERS)
    assert (nodes.write, nodes.retyped, nodes.gone, nodes.created) == ([], [], [], 0)
    assert (found.write, found.gone, found.created) == ([], [], 0)
    assert (nodes.owned, found.owned) == (len(rows.nodes), len(rows.relationships))


def test_an_empty_database_needs_everything_marked_and_nodes_in_order():
    rows = make_graph()
    nodes, found = scan_nodes([], rows, OWNERS), scan_relationships([], rows, OWNERS)
    assert (nodes.created, found.created) == (len(rows.nodes), len(rows.relationships))
    assert (nodes.owned, found.owned) == (0, 0)
    written = [*nodes.rows(), *found.rows()]
    assert written == [changed(row, loadedBy="w1") for row in (*rows.nodes, *rows.relationships)]


def test_of_what_differs_the_difference_is_set_and_what_was_ours_is_taken_off():
    paper, model = make_paper(1, year=2025), make_entity(1)
    use = make_use(paper, model)
    rows = make_rows([paper, model], [use])
    old = {"year": 2024, "publishedAt": "2024-01-01"}
    nodes = scan_nodes([node(paper, **old, note="mine"), node(model)], rows, OWNERS)
    assert nodes.write == [(paper, {"year": 2025, "publishedAt": None})]
    assert [*nodes.rows()] == [changed(paper, publishedAt=None)]
    found = scan_relationships(links(use, confidence=0.75, seen=True), rows, OWNERS)
    assert found.write == [(use, {"confidence": 0.5})]
    assert [*found.rows()] == [use]
    assert (nodes.created, found.created) == (0, 0)


def test_what_is_new_and_what_is_changed_are_written_in_one_order():
    rows = make_graph()
    records = [node(changed(row, name="Old")) for row in rows.nodes[::-2]]
    written = [row.id for row in scan_nodes(records, rows, OWNERS).rows()]
    assert written == [row.id for row in rows.nodes]


def test_a_node_of_others_that_has_our_id_by_chance_is_not_ours():
    model = make_entity(1)
    person = {**node(model, mark=None), "labels": ["Person"]}
    scan = scan_nodes([person], make_rows([model]), OWNERS)
    assert (scan.created, scan.gone) == (1, [])


def test_an_entity_whose_type_is_another_loses_the_old_one():
    task = make_entity(1, "Task")
    rows = make_rows([task])
    for record in (node(make_entity(1, "Model")), node(task, "Model")):
        scan = scan_nodes([record], rows, OWNERS)
        assert scan.retyped == [task.id]
        assert scan.write == [(task, {})]
    bare = {**node(task), "labels": ["Entity"]}
    scan = scan_nodes([bare], rows, OWNERS)
    assert (scan.retyped, scan.write) == ([], [(task, {})])


def test_labels_of_others_are_no_types():
    paper, model = make_paper(1), make_entity(1)
    scan = scan_nodes(
        [node(paper, "Model"), node(model, "Star")], make_rows([paper, model]), OWNERS
    )
    assert (scan.retyped, scan.write) == ([], [])


def test_what_is_not_ours_is_neither_gone_nor_counted():
    rows = make_rows([make_entity(1)])
    others = [node(make_entity(2), mark=None), node(make_entity(3), mark="w2")]
    scan = scan_nodes([node(rows.nodes[0]), *others], rows, OWNERS)
    assert (scan.gone, scan.owned) == ([], 1)
    use = make_use(make_paper(2), make_entity(2))
    found = scan_relationships(links(use, mark="w2"), rows, OWNERS)
    assert (found.gone, found.owned) == ([], 0)


def test_what_is_gone_says_whether_others_use_it():
    gone = make_entity(2)
    records = [
        node(gone),
        node(gone, retired=True),
        node(gone, note="mine"),
        node(gone, "Star"),
        node(gone, year=1),
    ]
    scan = scan_nodes(records, make_rows(), OWNERS)
    assert [one.used for one in scan.gone] == [False, False, True, True, True]
    assert [one.retired for one in scan.gone] == [False, True, False, False, False]
    assert scan.gone[0].row() == {"element": f"e:{gone.id}", "id": gone.id}
    use = make_use(make_paper(2), gone)
    found = scan_relationships(links(use), make_rows(), OWNERS)
    ends = {"type": "USES", "source": use.start_id, "target": use.end_id}
    assert [one.row() for one in found.gone] == [{"element": "e:0", **ends}]


def test_a_mark_of_retirement_goes_from_what_is_ours_alone():
    model = make_entity(1)
    rows = make_rows([model])
    assert scan_nodes([node(model, retired=True)], rows, OWNERS).write == [
        (model, {"retired": None})
    ]
    assert scan_nodes([node(model, retired=True, mark=None)], rows, OWNERS).write == []


def test_a_node_or_relationship_of_others_with_our_id_is_filled_in_and_not_marked():
    paper, model = make_paper(1), make_entity(1)
    use = make_use(paper, model)
    rows = make_rows([paper, model], [use])
    records = [node(paper), node(model, mark=None, paperCount=7)]
    assert scan_nodes(records, rows, OWNERS).write == [(model, {"paperCount": 1})]
    found = scan_relationships(links(use, mark=None, start=3), rows, OWNERS)
    assert (found.write, found.created) == ([(use, {"start": 0})], 0)


def test_of_two_relationships_of_ours_that_are_one_the_second_goes():
    paper, model = make_paper(1), make_entity(1)
    use = make_use(paper, model)
    rows = make_rows([paper, model], [use])
    assert [one.element for one in scan_relationships(links(use, use), rows, OWNERS).gone] == [
        "e:1"
    ]
    beside = [*links(use, mark=None), *links(use)]
    assert scan_relationships(beside, rows, OWNERS).gone == []


def test_relationships_of_one_kind_and_two_keys_are_two():
    a, b = make_entity(1), make_entity(2)
    first, second = make_claim(a, b, "p:1"), make_claim(a, b, "p:2")
    rows = make_rows([a, b], [first, second])
    found = scan_relationships(links(first), rows, OWNERS)
    assert [row for row, _ in found.write] == [second]


def test_what_a_replaced_workspace_wrote_becomes_ours():
    owners, model = Owners("w2", ("w1",)), make_entity(1)
    use = make_use(make_paper(1), model)
    rows = make_rows([model], [use])
    assert owners.all == ["w2", "w1"]
    assert scan_nodes([node(model)], rows, owners).write == [(model, {"loadedBy": "w2"})]
    assert scan_relationships(links(use), rows, owners).write == [(use, {"loadedBy": "w2"})]


@pytest.mark.parametrize("written", [(), ("Entity.old",)])
def test_what_an_earlier_version_wrote_is_taken_off(written):
    model = make_entity(1)
    owners = Owners("w1", written=written)
    change = {"old": None} if written else {}
    scan = scan_nodes([node(model, old=1)], make_rows([model]), owners)
    assert scan.write == ([(model, change)] if change else [])
    (gone,) = scan_nodes([node(model, old=1)], make_rows(), owners).gone
    assert gone.used is not bool(written)


def test_what_a_kind_of_thing_has_is_ours_on_no_other():
    paper, model = make_paper(1), make_entity(1)
    assert {"Paper.year", "Entity.paperCount", "USES.start", "Paper."} <= {*written_properties()}
    assert "Entity.year" not in written_properties()
    records = [node(paper, paperCount=1), node(model, year=1)]
    assert scan_nodes(records, make_rows([paper, model]), OWNERS).write == []


def test_nodes_that_others_use_are_retired_once():
    free, used = Gone("1", {}), Gone("2", {}, used=True)
    linked, before = Gone("3", {}), Gone("4", {}, used=True, retired=True)
    split = split_gone([free, used, linked, before], {"3"})
    assert split == ([free], [used, linked])


def test_pieces_hold_as_much_as_they_may():
    assert [*cut([1, 2, 3, 4, 5], 2)] == [[1, 2], [3, 4], [5]]
    assert [*cut([], 2)] == []
