"""Texts as the arrays that training looks at."""

from __future__ import annotations

import random
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from kg.extract.abbreviations import find_abbreviations
from kg.extract.decode import LABELS, TYPES
from kg.extract.encode import Floats, Ints, Pieces, Tokenizer, cut
from kg.extract.group import Span, candidate_pairs, pair_features, surfaces
from kg.extract.heads import Spots, distance_class, nearest, pointable, reach_of, regions
from kg.extract.numbers import Number, open_numbers
from kg.extract.reader import MENTIONS, SIZE, digits, sentence_stops
from kg.extract.sentences import sentence_spans
from kg.records import EntityType
from kg.text.links import find_repos

# Pieces of MiniLM's vocabulary.
PAD, MASK, OPENING, CLOSING = 0, 103, 101, 102
# As much as one pass of the reader takes.
LONGEST = SIZE


@dataclass(frozen=True, slots=True)
class Text:
    """A text and what rules find in it.

    Attributes:
        name: Id of its paper.
        pieces: The text in pieces.
        numbers: The numbers within reach that could be results.
        places: (numbers, 2): their first and last piece, without the sign.
        repos: Spans of the links.
        abbreviations: (long form, short form) pairs that it defines.
        stops: As `kg.extract.reader.sentence_stops` gives them.
    """

    name: str
    pieces: Pieces
    numbers: tuple[Number, ...]
    places: Ints
    repos: tuple[tuple[int, int], ...]
    abbreviations: tuple[tuple[str, str], ...]
    stops: Ints


@dataclass(frozen=True, slots=True)
class Thing:
    """A thing of one text: its kind and where it stands."""

    name: str
    type: EntityType
    spans: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Example:
    """One text and what is to be said about it.

    Attributes:
        name: Id of the paper.
        style: Whose habits of annotation (an index; 0 is the careful one).
        ids: Pieces.
        shapes: Their case shapes.
        same: Surface strings and their spans.
        same_pairs: (pairs, 2) of surface strings.
        same_features: One row a pair.
        things: The things and their spans.
        types: Kind of each thing.
        regions: Where each mention stands: title, opening, rest.
        arcs: (pairs, 5): source, target, their nearest mentions, distance class; of many things
            only those within reach of each other.
        numbers: (numbers, 2): first and last piece.
        roles: (links, 4): number, thing, the mention that stands for it, distance class.
        candidates: (candidates, 2): spans of which some are names.
        goals: Chances from 0 to 1 by head: `tags`, `same`, `paper`, `arc`, `kind`, `role`, `span`.
            A head without a goal is not trained on this text.
    """

    name: str
    style: int
    ids: Ints
    shapes: Ints
    same: Spots
    same_pairs: Ints
    same_features: Floats
    things: Spots
    types: Ints
    regions: Ints
    arcs: Ints
    numbers: Ints
    roles: Ints
    candidates: Ints
    goals: Mapping[str, Floats] = field(default_factory=dict)

    @property
    def rows(self) -> dict[str, int]:
        """How many spans, things, pairs or numbers each head but that of the tags looks at."""
        return {
            "same": len(self.same_pairs),
            "paper": self.things.count,
            "arc": len(self.arcs),
            "kind": len(self.numbers),
            "role": len(self.numbers),
            "span": len(self.candidates),
        }


def place(pieces: Pieces, start: int, end: int) -> tuple[int, int] | None:
    """Return the pieces of some characters, None if training does not look that far."""
    found = pieces.span(start, end)
    return found if found and found[1] < LONGEST else None


def placed_things(pieces: Pieces, things: Iterable[Thing]) -> list[Thing]:
    """Return the things that stand within reach, with the spans that do."""
    kept = []
    for thing in things:
        spans = tuple(s for s in thing.spans if place(pieces, s.start, s.end))
        if spans:
            kept.append(Thing(thing.name, thing.type, spans))
    return kept


def prepare(item: tuple[str, str], tokenizer: Tokenizer) -> Text:
    """Find by rule, as reading does, what the heads need; *item* is an id and a text."""
    name, text = item
    pieces = cut(text, tokenizer)
    repos = tuple((link.start, link.end) for link in find_repos(text))
    placed = [
        (number, found)
        for number in open_numbers(text, repos)
        if (found := place(pieces, *digits(text, number.start, number.end)))
    ]
    return Text(
        name,
        pieces,
        tuple(number for number, _ in placed),
        np.array([found for _, found in placed], np.int64).reshape(-1, 2),
        repos,
        tuple(find_abbreviations(text)),
        sentence_stops(pieces, sentence_spans(text)),
    )


def lay_out(text: Text, things: Sequence[Thing], *, style: int = 0) -> Example:
    """Lay out a text for the heads, without goals.

    Args:
        text: The text.
        things: What is named there, each with a span within reach.
        style: Whose habits of annotation.
    """
    pieces = text.pieces
    found = surfaces(pieces.text, [s for thing in things for s in thing.spans])
    pairs = candidate_pairs(found)
    groups = [[place(pieces, s.start, s.end) for s in surface.spans] for surface in found]
    spots = _spots([[place(pieces, s.start, s.end) for s in t.spans] for t in things])
    return Example(
        name=text.name,
        style=style,
        ids=pieces.ids[:LONGEST],
        shapes=pieces.shapes[:LONGEST],
        same=_spots(groups),
        same_pairs=np.array(pairs, np.int64).reshape(-1, 2),
        same_features=pair_features(pieces.text, found, pairs, abbreviations=text.abbreviations),
        things=spots,
        types=np.array([TYPES.index(thing.type) for thing in things], np.int64),
        regions=regions(pieces.starts[spots.first], pieces.text.find("\n")),
        arcs=_arcs(spots),
        numbers=text.places,
        roles=_roles(text.places[:, 0], spots, text.stops),
        candidates=_candidates(pieces, things, text.name),
    )


def tag_goals(pieces: Pieces, things: Sequence[Thing]) -> Floats:
    """Return for each piece the chance of each label, 0 or 1: longest names first."""
    labels = np.zeros(min(len(pieces.ids), LONGEST), np.int64)
    spans = sorted({s for t in things for s in t.spans}, key=lambda s: (s.start - s.end, s))
    free = np.ones(len(labels), bool)
    for span in spans:
        found = place(pieces, span.start, span.end)
        if found and free[found[0] : found[1] + 1].all():
            k = TYPES.index(span.type)
            labels[found[0] : found[1] + 1] = 2 + 2 * k
            labels[found[0]] = 1 + 2 * k
            free[found[0] : found[1] + 1] = False
    return np.eye(LABELS, dtype=np.float32)[labels]


def span_goals(pieces: Pieces, candidates: Ints, things: Sequence[Thing]) -> Floats:
    """Return for each candidate span whether it is no name (column 0) or one of a type."""
    types = {
        place(pieces, s.start, s.end): 1 + TYPES.index(s.type) for t in things for s in t.spans
    }
    labels = [types.get((int(first), int(last)), 0) for first, last in candidates]
    return np.eye(1 + len(TYPES), dtype=np.float32)[np.array(labels, np.int64)]


def batches(examples: Sequence[Example], *, size: int, seed: int) -> list[list[Example]]:
    """Cut examples into batches of texts of like length, in an order given by the seed."""
    chance = random.Random(seed)
    order = list(examples)
    chance.shuffle(order)
    block = size * 20
    out = []
    for at in range(0, len(order), block):
        near = sorted(order[at : at + block], key=lambda x: len(x.ids))
        out += [near[k : k + size] for k in range(0, len(near), size)]
    chance.shuffle(out)
    return out


def _spots(groups: Sequence[Sequence[tuple[int, int] | None]]) -> Spots:
    flat = [(*p, k) for k, group in enumerate(groups) for p in group[:MENTIONS] if p]
    index = np.array(flat, np.int64).reshape(-1, 3)
    return Spots(index[:, 0], index[:, 1], index[:, 2], len(groups))


def _arcs(spots: Spots) -> Ints:
    if spots.count < 2:
        return np.zeros((0, 5), np.int64)
    source, target, links = nearest(spots, spots, reach=reach_of(spots))
    apart = source != target
    source, target, a, b = (x[apart] for x in (source, target, links.left, links.right))
    return np.stack([source, target, a, b, distance_class(spots.first[a], spots.first[b])], axis=1)


def _roles(first: Ints, spots: Spots, stops: Ints) -> Ints:
    if not len(first) or not spots.count:
        return np.zeros((0, 4), np.int64)
    number, thing, links = pointable(first, spots, stops)
    mention = links.right
    far = distance_class(first[number], spots.first[mention])
    return np.stack([number, thing, mention, far], axis=1)


def _candidates(pieces: Pieces, things: Sequence[Thing], seed: str) -> Ints:
    """Names, names with one word more or less at an edge, and some other words."""
    chance = random.Random(seed)
    words = _words(pieces)
    if not words:
        return np.zeros((0, 2), np.int64)
    home = {k: w for w, (first, last) in enumerate(words) for k in range(first, last + 1)}
    out = []
    for span in sorted({s for thing in things for s in thing.spans}):
        found = place(pieces, span.start, span.end)
        if not found:
            continue
        out.append(found)
        low, high = home[found[0]], home[found[1]]
        low = min(max(0, low + chance.choice((-1, 0, 0, 1))), high)
        high = max(min(len(words) - 1, high + chance.choice((-1, 0, 0, 1))), low)
        out.append((words[low][0], words[high][1]))
    for _ in range(12):
        low = chance.randrange(len(words))
        high = min(len(words) - 1, low + chance.choice((0, 0, 1, 1, 2)))
        out.append((words[low][0], words[high][1]))
    return np.array(sorted(set(out)), np.int64).reshape(-1, 2)


def _words(pieces: Pieces) -> list[tuple[int, int]]:
    """Pieces that stand together without a space, by first and last piece."""
    words: list[list[int]] = []
    for k in range(min(len(pieces.ids), LONGEST)):
        if words and pieces.ends[k - 1] == pieces.starts[k]:
            words[-1][1] = k
        else:
            words.append([k, k])
    return [(first, last) for first, last in words]
