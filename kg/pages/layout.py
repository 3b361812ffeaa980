"""Places nodes on the plane: islands for a whole graph, rings for one node's neighbourhood."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from kg.pages.islands import Floats, Ints, find_islands

CROWD = 60
"""Neighbours that still fit on a circle."""

GOLDEN_ANGLE = float(np.pi * (3 - 5**0.5))
SMOOTHING_ROUNDS = 30
MAP_ROUNDS = 120
SPREAD_ROUNDS = 300
SEPARATE_ROUNDS = 16
ELBOW_ROOM = 0.85
GRID = 1 << 14
NAME_ROOM = 0.05
"""Between islands, as a share of the picture's extent: a line of writing."""


@dataclass(frozen=True, slots=True)
class Islands:
    """Where everything stands; a node of an island takes about one unit of area.

    Attributes:
        positions: Shape (n, 2).
        island: The island of each node.
        anchors: The node that names each island; -1 for the island of the unconnected.
        centres: Shape (k, 2).
        radii: One an island.
    """

    positions: Floats
    island: Ints
    anchors: tuple[int, ...]
    centres: Floats
    radii: Floats


def island_layout(ids: Sequence[str], types: Sequence[str], edges: Ints) -> Islands:
    """Place a whole graph: islands apart, linked islands near, hubs in the middle of theirs.

    The same graph gives the same picture, in whatever order its nodes come.

    Args:
        ids: Unique, one a node.
        types: Paper or an entity type, one a node.
        edges: Pairs of node numbers, shape (m, 2); no self-loops.
    """
    if not ids:
        empty = np.zeros((0, 2))
        return Islands(empty, np.zeros(0, dtype=np.int64), (), empty, np.zeros(0))
    # In a fixed order sums round alike: else a tie in the last bit changes the picture.
    order = np.array(sorted(range(len(ids)), key=ids.__getitem__), dtype=np.int64)
    rank = np.empty_like(order)
    rank[order] = np.arange(len(order))
    ranked = np.sort(rank[edges].reshape(-1, 2), axis=1)
    ranked = ranked[np.lexsort((ranked[:, 1], ranked[:, 0]))]
    found = _laid_out([ids[i] for i in order], [types[i] for i in order], ranked)
    anchors = tuple(int(order[a]) if a >= 0 else -1 for a in found.anchors)
    return Islands(found.positions[rank], found.island[rank], anchors, found.centres, found.radii)


def _laid_out(ids: Sequence[str], types: Sequence[str], edges: Ints) -> Islands:
    """Place a graph whose nodes are sorted by id."""
    island, anchors = find_islands(ids, types, edges)
    count = np.bincount(island, minlength=len(anchors))
    radii = np.sqrt(count) + 1
    centres = _place_islands([ids[a] if a >= 0 else "" for a in anchors], island, edges, radii)
    inner = _place_inside(edges, island, count)
    positions = centres[island] + inner * (radii[island, None] - 1) * 0.96
    return Islands(positions, island, tuple(anchors), centres, radii)


def ring_layout(types: Sequence[str], edges: Ints, focus: int) -> Floats:
    """Place a neighbourhood: the focus in the middle, its neighbours round it by type.

    Neighbours of neighbours stand outside, in the angle of the one they hang on.

    Args:
        types: Paper or an entity type, one a node.
        edges: Pairs of node numbers, shape (m, 2).
        focus: The node in the middle.

    Returns:
        Positions, shape (n, 2); neighbours on a ring are about one unit apart.
    """
    linked = _adjacent(len(types), edges)
    inner = sorted(linked[focus] - {focus}, key=lambda i: (types[i], i))
    children = _hang_on(linked, focus, inner)
    positions = np.zeros((len(types), 2))
    place = _crowd if len(inner) > CROWD else _circle
    outermost = place(positions, inner, children, types)
    reached = {focus, *inner, *(c for group in children.values() for c in group)}
    _fan(positions, [i for i in range(len(types)) if i not in reached], outermost + 1.5)
    return positions


def _circle(
    positions: Floats, inner: list[int], children: dict[int, list[int]], _: Sequence[str]
) -> float:
    """Place the neighbours on a circle and what hangs on each behind it."""
    weight = {i: 1 + len(children[i]) ** 0.75 for i in inner}
    radius = max(2.4, len(inner) * 0.2)
    turn = 2 * np.pi / max(1e-9, sum(weight.values()))
    angle = -np.pi / 2
    outermost = radius
    for number, node in enumerate(inner):
        width = turn * weight[node]
        middle = angle + width / 2
        shift = 1.16 if len(inner) > 26 and number % 2 else 1.0
        positions[node] = radius * shift * np.cos(middle), radius * shift * np.sin(middle)
        end = _fan(positions, children[node], radius * 1.35 + 1.6, (angle, width))
        outermost = max(outermost, end)
        angle += width
    return outermost


def _crowd(
    positions: Floats, inner: list[int], children: dict[int, list[int]], types: Sequence[str]
) -> float:
    """Fill a disc with many neighbours, a sector a type; what hangs on them stands round it."""
    angle, outermost = -np.pi / 2, 0.0
    for kind in sorted({types[i] for i in inner}):
        sector = [i for i in inner if types[i] == kind]
        width = 2 * np.pi * len(sector) / len(inner)
        outermost = max(outermost, _fan(positions, sector, 2.2, (angle, width)))
        angle += width
    return _fan(positions, [c for i in inner for c in children[i]], outermost + 1.5)


def _adjacent(size: int, edges: Ints) -> list[set[int]]:
    linked: list[set[int]] = [set() for _ in range(size)]
    for a, b in edges.tolist():
        linked[a].add(b)
        linked[b].add(a)
    return linked


def _hang_on(linked: list[set[int]], focus: int, inner: list[int]) -> dict[int, list[int]]:
    """Give every node of the second ring to the neighbour with the fewest so far."""
    children: dict[int, list[int]] = {i: [] for i in inner}
    ring = set(inner) | {focus}
    for node in range(len(linked)):
        parents = linked[node] & children.keys()
        if node not in ring and parents:
            children[min(parents, key=lambda i: (len(children[i]), i))].append(node)
    return children


def _fan(
    positions: Floats,
    nodes: list[int],
    radius: float,
    sector: tuple[float, float] = (-np.pi / 2, 2 * np.pi),
) -> float:
    """Place nodes in rows of an arc, from inside to outside; return the last radius."""
    start, width = sector
    at = 0
    while at < len(nodes):
        row = nodes[at : at + max(1, int(width * radius / 0.85))]
        turn = start + width * (np.arange(len(row)) + 0.5) / len(row)
        positions[row] = radius * np.column_stack([np.cos(turn), np.sin(turn)])
        at += len(row)
        radius += 1.05
    return radius


def _place_islands(names: list[str], island: Ints, edges: Ints, radii: Floats) -> Floats:
    """Return the centres of the islands: strongly linked ones near, none on another."""
    size = len(names)
    if size == 1:
        return np.zeros((1, 2))
    a, b = island[edges[:, 0]], island[edges[:, 1]]
    between = a != b
    low, high = np.minimum(a, b)[between], np.maximum(a, b)[between]
    pair, count = np.unique(low * size + high, return_counts=True)
    links = np.column_stack([pair // size, pair % size])
    pull = count / ((radii[links[:, 0]] - 1) * (radii[links[:, 1]] - 1))
    pull = np.minimum(pull / (np.percentile(pull, 90) + 1e-9), 1.5) if len(pull) else pull
    centres = _spring(_hash_points(names), links, pull)
    return _spread(centres * radii.sum() * 0.9 / np.sqrt(size), radii)


def _hash_points(names: list[str]) -> Floats:
    """Return a starting point for every name, from the name alone."""
    digests = [hashlib.blake2b(n.encode(), digest_size=8).digest() for n in names]
    whole = np.array([(int.from_bytes(d[:4]), int.from_bytes(d[4:])) for d in digests], dtype=float)
    return whole / 2**31 - 1.0


def _spring(points: Floats, links: Ints, pull: Floats) -> Floats:
    """Move points until linked ones are near and others apart (Fruchterman and Reingold)."""
    size = len(points)
    rest = 1 / np.sqrt(size)
    for number in range(MAP_ROUNDS):
        apart = points[:, None] - points[None]
        squared = (apart**2).sum(-1) + 1e-6
        force = (apart * (rest * rest / squared)[..., None]).sum(1)
        along = points[links[:, 0]] - points[links[:, 1]]
        length = np.sqrt((along**2).sum(1) + 1e-9)[:, None]
        drawn = along * length / rest * pull[:, None]
        np.add.at(force, links[:, 0], -drawn)
        np.add.at(force, links[:, 1], drawn)
        force -= 0.08 * points * size**0.5 * rest
        size_of_force = np.sqrt((force**2).sum(1))[:, None] + 1e-9
        heat = 0.2 * (1 - number / MAP_ROUNDS) + 1e-3
        points = points + force / size_of_force * np.minimum(size_of_force, heat)
    return points


def _spread(centres: Floats, radii: Floats) -> Floats:
    """Draw discs together, pushing apart those that overlap, the small more than the large."""
    left, right = np.triu_indices(len(centres), 1)
    area = radii**2
    room = NAME_ROOM * np.sqrt(area.sum())
    for number in range(SPREAD_ROUNDS):
        if number < SPREAD_ROUNDS * 0.7:
            centres = centres * 0.985
        apart = centres[left] - centres[right]
        length = np.sqrt((apart**2).sum(1)) + 1e-9
        overlap = (radii[left] + radii[right]) + room - length
        hit = overlap > 0
        if not hit.any() and number >= SPREAD_ROUNDS * 0.7:
            break
        i, j = left[hit], right[hit]
        push = apart[hit] / length[hit, None] * overlap[hit, None]
        share = (area[j] / (area[i] + area[j]))[:, None]
        np.add.at(centres, i, push * share)
        np.add.at(centres, j, push * (share - 1))
    return centres


def _place_inside(edges: Ints, island: Ints, count: Ints) -> Floats:
    """Return each node's place in the unit disc of its island: hubs inside, friends together."""
    size = len(island)
    degree = np.bincount(edges.ravel(), minlength=size)
    order = np.lexsort((-degree, island))
    first = np.searchsorted(island[order], np.arange(len(count)))
    rank = np.empty(size, dtype=np.int64)
    rank[order] = np.arange(size) - first[island[order]]
    places = _sunflower(rank, count[island])
    inside = edges[island[edges[:, 0]] == island[edges[:, 1]]]
    source = np.concatenate([inside[:, 0], inside[:, 1]])
    target = np.concatenate([inside[:, 1], inside[:, 0]])
    weight = 1 / np.sqrt(np.maximum(1, np.minimum(degree[source], degree[target])))
    weight = weight / np.sqrt(np.maximum(1, degree[target]))
    total = np.bincount(source, weight, size)
    linked = total > 0
    for number in range(SMOOTHING_ROUNDS):
        share = 0.6 * (1 - number / SMOOTHING_ROUNDS) + 0.1
        mean = _sums(source, weight[:, None] * places[target], size)
        places[linked] += share * (mean[linked] / total[linked, None] - places[linked])
        centre = _sums(island, places, len(count)) / count[:, None]
        places = _fill_discs(places - centre[island], island, count, first)
    return _separate(places * np.sqrt(count[island, None]), island) / np.sqrt(count[island, None])


def _separate(points: Floats, island: Ints) -> Floats:
    """Push nodes of one island apart that stand less than `ELBOW_ROOM` from each other."""
    for _ in range(SEPARATE_ROUNDS):
        left, right = _close_pairs(points, island)
        apart = points[left] - points[right]
        length = np.hypot(apart[:, 0], apart[:, 1])
        hit = length < ELBOW_ROOM
        left, right, apart, length = left[hit], right[hit], apart[hit], length[hit]
        # Two nodes on one spot part in a direction that depends on their numbers.
        same = length < 1e-9
        turn = (left[same] * 7 + right[same]) * GOLDEN_ANGLE
        apart[same] = np.column_stack([np.cos(turn), np.sin(turn)])
        length[same] = 1.0
        push = apart * ((ELBOW_ROOM - np.where(same, 0, length)) / length * 0.4)[:, None]
        points = points + _sums(left, push, len(points)) - _sums(right, push, len(points))
    return points


def _close_pairs(points: Floats, island: Ints) -> tuple[Ints, Ints]:
    """Return pairs of nodes of one island in the same or in touching cells of a grid."""
    cell = np.floor(points / ELBOW_ROOM).astype(np.int64) + GRID // 2
    key = (island * GRID + cell[:, 0]) * GRID + cell[:, 1]
    order = np.argsort(key, kind="stable")
    ranked = key[order]
    left, right = [], []
    for offset in (0, 1, GRID - 1, GRID, GRID + 1):
        first = np.searchsorted(ranked, ranked + offset, side="left")
        last = np.searchsorted(ranked, ranked + offset, side="right")
        if offset == 0:
            first = np.arange(len(ranked)) + 1
        size = np.maximum(0, last - first)
        left.append(np.repeat(order, size))
        at = np.arange(size.sum()) - np.repeat(np.cumsum(size) - size, size)
        right.append(order[np.repeat(first, size) + at])
    return np.concatenate(left), np.concatenate(right)


def _sums(group: Ints, points: Floats, size: int) -> Floats:
    return np.column_stack([np.bincount(group, points[:, axis], size) for axis in (0, 1)])


def _sunflower(rank: Ints, count: Ints) -> Floats:
    radius = np.sqrt((rank + 0.3) / count)
    angle = rank * GOLDEN_ANGLE
    return np.column_stack([radius * np.cos(angle), radius * np.sin(angle)])


def _fill_discs(places: Floats, island: Ints, count: Ints, first: Ints) -> Floats:
    """Spread each island's nodes evenly over its disc, keeping their order out and round."""
    whole = count[island]
    radius = np.sqrt((_rank(np.hypot(*places.T), island, first) + 0.5) / whole)
    angle = np.arctan2(places[:, 1], places[:, 0])
    even = (_rank(angle, island, first) + 0.5) / whole * 2 * np.pi - np.pi
    angle = 0.35 * angle + 0.65 * even
    return np.column_stack([radius * np.cos(angle), radius * np.sin(angle)])


def _rank(values: Floats, island: Ints, first: Ints) -> Floats:
    """Return each value's rank among those of its island."""
    order = np.lexsort((values, island))
    rank = np.empty(len(values))
    rank[order] = np.arange(len(values)) - first[island[order]]
    return rank
