from __future__ import annotations

import json
import random
from collections import Counter
from itertools import islice

import numpy as np

from kg.pages.layout import island_layout, ring_layout
from tests.conftest import DATA
from tests.gold import gold_item, read_gold
from tests.page_samples import make_large, make_small


def arrays(graph):
    number = {n.id: i for i, n in enumerate(graph.nodes)}
    ends = [(number[e.source], number[e.target]) for e in graph.edges]
    edges = np.array(ends, dtype=np.int64).reshape(-1, 2)
    return [n.id for n in graph.nodes], [n.type for n in graph.nodes], edges


def gold_arrays(items=None, keep=lambda paper: True):
    """Ids, types and edges of annotated papers, by the names as they stand."""
    kinds: dict[str, str] = {}
    pairs = []
    for paper, extraction in items or read_gold(DATA / "seed.jsonl"):
        if not keep(paper):
            continue
        kinds[paper.id] = "Paper"
        named = {e.name: e.type.value for e in extraction.entities}
        for relation in extraction.relations:
            source = relation.source or paper.id
            kinds.setdefault(source, named.get(source, "Paper"))
            kinds.setdefault(relation.target, named[relation.target])
            pairs.append((source, relation.target))
    ids = sorted(kinds)
    number = {name: i for i, name in enumerate(ids)}
    edges = np.array([(number[a], number[b]) for a, b in pairs if a != b], dtype=np.int64)
    return ids, [kinds[i] for i in ids], edges


def read_gold_lazily(path):
    with path.open(encoding="utf-8") as lines:
        yield from (gold_item(json.loads(line)) for line in lines)


def kept(before: dict[str, int], after: dict[str, int]) -> float:
    """The share of nodes whose island is the one that most of their old island went to."""
    pairs = Counter((before[i], after[i]) for i in before)
    old, new, stayed = set(), set(), 0
    for (left, right), amount in pairs.most_common():
        if left not in old and right not in new:
            old.add(left)
            new.add(right)
            stayed += amount
    return stayed / len(before)


def test_the_same_graph_is_laid_out_the_same_whatever_the_order_of_its_nodes():
    ids, types, edges = gold_arrays()
    first = island_layout(ids, types, edges)
    order = list(range(len(ids)))
    random.Random(3).shuffle(order)
    place = {old: new for new, old in enumerate(order)}
    moved = np.array([[place[a], place[b]] for a, b in edges.tolist()])
    second = island_layout([ids[i] for i in order], [types[i] for i in order], moved)
    assert np.allclose(first.positions[order], second.positions, atol=1e-6)


def test_nine_of_ten_nodes_keep_their_island_when_papers_come(shared):
    items = list(islice(read_gold_lazily(shared("gold", "more.jsonl")), 1000))
    many = gold_arrays(items)
    after = dict(zip(many[0], island_layout(*many).island.tolist(), strict=True))
    shares = []
    for seed in range(3):
        chance = random.Random(seed)
        few = gold_arrays(items, keep=lambda _, c=chance: c.random() < 1 / 1.05)
        before = dict(zip(few[0], island_layout(*few).island.tolist(), strict=True))
        shares.append(kept(before, after))
    assert np.mean(shares) >= 0.9


def test_islands_do_not_overlap():
    layout = island_layout(*arrays(make_large(5000)))
    for i, centre in enumerate(layout.centres):
        apart = np.hypot(*(layout.centres - centre).T)
        apart[i] = np.inf
        assert (apart >= layout.radii + layout.radii[i] - 0.5).all()


def test_no_two_nodes_stand_on_one_spot():
    layout = island_layout(*arrays(make_large(2000)))
    rounded = {tuple(p) for p in layout.positions.round(2).tolist()}
    assert len(rounded) == 2000


def test_most_relations_stay_inside_their_island():
    ids, types, edges = gold_arrays()
    island = island_layout(ids, types, edges).island
    assert (island[edges[:, 0]] == island[edges[:, 1]]).mean() > 0.7


def test_a_graph_without_nodes_has_an_empty_layout():
    assert len(island_layout([], [], np.zeros((0, 2), dtype=np.int64)).positions) == 0


def test_nodes_without_relations_share_an_island_without_a_name():
    layout = island_layout(["a", "b"], ["Task", "Model"], np.zeros((0, 2), dtype=np.int64))
    assert layout.anchors == (-1,)
    assert np.isfinite(layout.positions).all()


def test_the_focus_stands_in_the_middle_and_its_neighbours_round_it():
    ids, types, edges = arrays(make_small())
    focus = ids.index("method:grpo")
    positions = ring_layout(types, edges, focus)
    away = np.hypot(*positions.T)
    near = {int(b if a == focus else a) for a, b in edges.tolist() if focus in (a, b)}
    far = set(range(len(ids))) - near - {focus}
    assert away[focus] == 0
    assert max(away[list(near)]) < min(away[list(far)])


def test_many_neighbours_fill_a_disc():
    types = ["Method", *["Paper"] * 150, *["Model"] * 50]
    positions = ring_layout(types, np.array([[0, i] for i in range(1, 201)]), 0)
    away = np.hypot(*positions.T)
    assert away[1:].min() > 1
    assert away.max() < 12
    assert len({tuple(p) for p in positions.round(3).tolist()}) == 201
