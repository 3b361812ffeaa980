"""The joint reader: one pass of a small encoder, then light heads; no torch."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, fields, replace
from pathlib import Path
from typing import Any, Final

import numpy as np

from kg.errors import ConfigError
from kg.extract import decode, tags
from kg.extract.blas import one_thread
from kg.extract.decode import TYPES, Reading, Thresholds
from kg.extract.encode import Floats, Ints, Pieces, Tokenizer, cut, load_tokenizer, windows
from kg.extract.group import (
    Group,
    Span,
    candidate_pairs,
    cluster,
    merge,
    name_apart,
    pair_features,
    surfaces,
    weigh,
)
from kg.extract.heads import (
    Heads,
    Hidden,
    Links,
    Spots,
    nearest,
    pointable,
    reach_of,
    regions,
    sigmoid,
    softmax,
)
from kg.extract.known import settled_type, with_known
from kg.extract.series import split_series, with_series
from kg.extract.session import open_encoder
from kg.extract.version import reader_folder, weights_folder
from kg.records import EntityType

# The encoder sees 512 pieces, two of which open and close a text.
SIZE = 510
OVERLAP = 128
# The weights are trained with so many mentions of a thing.
MENTIONS = 8
NUMBERS_AT_ONCE = 32
NEVER = np.float32(-30.0)
_LONGEST_REASON = 200
_SIGNS = "-+~$\u2212\u2013"


@dataclass(frozen=True, slots=True)
class Places:
    """Where the things of a text stand.

    Attributes:
        groups: The things, each with the mentions that the heads look at.
        spots: Those mentions in pieces, in the order of the groups.
        vectors: One vector a mention.
        chances: Of the paper's relations to each mention.
        known: The same for each thing: the best of its mentions.
    """

    groups: tuple[Group, ...]
    spots: Spots
    vectors: Floats
    chances: Floats
    known: Floats


class Reader:
    """Reads names, relations and results off a text.

    One reader serves any number of threads. Each text is read by itself, so that its reading
    does not depend on its neighbours.

    Args:
        session: Runs the encoder.
        heads: What stands on it.
        tokenizer: Of the encoder.
        config: As in `config.json`.
        outside: Takes the place of the limit of that name.

    Attributes:
        limits: Where a score becomes a fact.
    """

    def __init__(
        self,
        session: Any,
        heads: Heads,
        tokenizer: Tokenizer,
        config: dict[str, Any],
        *,
        outside: float | None = None,
    ):
        self._session = session
        self._heads = heads
        self._tokenizer = tokenizer
        self._ends = tuple(config["ends"])
        # Weights may have limits that an earlier kg asked for.
        known = {item.name for item in fields(Thresholds)}
        limits = Thresholds(**{k: v for k, v in config["limits"].items() if k in known})
        self.limits: Final = limits if outside is None else replace(limits, outside=outside)

    @classmethod
    def load(cls, folder: Path, *, outside: float | None = None) -> Reader:
        """Load the weights in a folder.

        Args:
            folder: Holds `reader.onnx`, `heads.npz`, `tokenizer.json` and `config.json`.
            outside: How readily names are taken in; None keeps what `config.json` says.

        Raises:
            ConfigError: A file is missing, or cannot be used.
        """
        folder = reader_folder(folder)
        try:
            return cls._load(folder, outside=outside)
        except (ImportError, MemoryError):
            raise  # no fault of the weights
        except Exception as error:  # each library has its own for a file cut short
            said = " ".join(f"{type(error).__name__}: {error}".split())[:_LONGEST_REASON]
            remedy = "reinstall papers-kg" if folder == weights_folder() else "copy them there anew"
            raise ConfigError(
                f"the weights in '{folder}' cannot be used ({said}); {remedy}"
            ) from error

    @classmethod
    def _load(cls, folder: Path, *, outside: float | None) -> Reader:
        session = open_encoder(folder / "reader.onnx")
        with (folder / "heads.npz").open("rb") as file, np.load(file) as arrays:
            heads = Heads({name: arrays[name] for name in arrays.files})
        config = json.loads((folder / "config.json").read_text(encoding="utf-8"))
        tokenizer = load_tokenizer((folder / "tokenizer.json").read_text(encoding="utf-8"))
        return cls(session, heads, tokenizer, config, outside=outside)

    @one_thread()
    def read(
        self,
        text: str,
        *,
        numbers: Sequence[tuple[int, int]] = (),
        repos: Sequence[tuple[int, int]] = (),
        abbreviations: Sequence[tuple[str, str]] = (),
        sentences: Sequence[tuple[int, int]] = (),
    ) -> Reading:
        """Read one text.

        Args:
            text: Title, line break, abstract; any length.
            numbers: Character spans of the numbers that could be results.
            repos: Character spans of the addresses of code, data and pages.
            abbreviations: (long form, short form) pairs that the text defines.
            sentences: Character spans of the sentences, in order.

        Returns:
            Things in order of their first mention, and what holds between them; a result's
            `number` is an index into *numbers*.
        """
        pieces = cut(text, self._tokenizer)
        if not pieces.ids.size:
            return Reading()
        hidden = self.encode(pieces)
        spans = tags.tag_spans(pieces, hidden.tags, outside=self.limits.outside, masked=repos)
        # A number points to where a thing stands next to it, which is often an address behind it:
        # in 4,125 abstracts 79 results get the system or benchmark that the text names before it.
        spans = with_series(text, with_known(text, spans, abbreviations=abbreviations))
        spans = tags.every_occurrence(text, spans, masked=repos)
        groups = self.groups(pieces, hidden, spans, abbreviations=abbreviations)
        groups = split_series(text, groups)
        groups += [_repo_group(text, start, end) for start, end in repos]
        groups.sort(key=lambda group: group.spans[0])
        groups = name_apart(groups)
        return self.relate(pieces, hidden, groups, numbers=numbers, sentences=sentences)

    def encode(self, pieces: Pieces) -> Hidden:
        """Return what the encoder says; a long text goes through in overlapping windows."""
        count = len(pieces.ids)
        bounds = windows(count, size=SIZE, overlap=OVERLAP)
        outputs = [self._run(pieces, start, end) for start, end in bounds]
        vectors = np.empty((count, outputs[0][0].shape[1]), np.float32)
        tags = np.empty((count, outputs[0][1].shape[1]), np.float32)
        for n, ((start, end), (hidden, scores)) in enumerate(zip(bounds, outputs, strict=True)):
            # Each half of an overlap comes from the window that sees more around it.
            low = start if n == 0 else (start + bounds[n - 1][1]) // 2
            vectors[low:end] = hidden[1 + low - start : 1 + end - start]
            tags[low:end] = scores[1 + low - start : 1 + end - start]
        sums = np.zeros((count + 1, vectors.shape[1]), np.float32)
        # Row by row: `cumsum` down the columns takes twice as long.
        for k, vector in enumerate(vectors):
            np.add(sums[k], vector, out=sums[k + 1])
        return Hidden(vectors, outputs[0][0][0], tags, sums)

    def groups(
        self,
        pieces: Pieces,
        hidden: Hidden,
        spans: Sequence[Span],
        *,
        abbreviations: Sequence[tuple[str, str]] = (),
    ) -> list[Group]:
        """Gather the spans that name one thing."""
        every = [(s, self._places(pieces, s.spans)) for s in surfaces(pieces.text, spans)]
        found = [surface for surface, places in every if places]
        if not found:
            return []
        pairs = candidate_pairs(found)
        weighed: list[tuple[float, int, int]] = []
        if pairs:
            vectors = self._mean_vectors(hidden, [places for _, places in every if places])
            features = pair_features(pieces.text, found, pairs, abbreviations=abbreviations)
            chances = self._heads.same(vectors, pairs, features)
            scored = [(float(c), i, j) for c, (i, j) in zip(chances, pairs, strict=True)]
            weighed = weigh(pieces.text, found, scored, features, abbreviations=abbreviations)
        clusters = cluster(len(found), weighed, cut=self.limits.same)
        return [
            _settled(pieces.text, merge(pieces.text, [found[k] for k in members]))
            for members in clusters
        ]

    def relate(
        self,
        pieces: Pieces,
        hidden: Hidden,
        groups: Sequence[Group],
        *,
        numbers: Sequence[tuple[int, int]] = (),
        sentences: Sequence[tuple[int, int]] = (),
    ) -> Reading:
        """Read relations and results between given things."""
        places = self._locate(pieces, hidden, groups)
        relations: list[decode.FoundRelation] = []
        if places.groups:
            relations = decode.paper_relations(
                places.chances, places.groups, places.spots.owner, limits=self.limits
            )
        hints: tuple[decode.FoundRelation, ...] = ()
        if len(places.groups) > 1:
            chances, pairs = self._arcs(hidden, places)
            relations += decode.arcs(chances, pairs, limits=self.limits)
            hints = decode.hints(chances, pairs)
        stops = sentence_stops(pieces, sentences)
        results = self._results(pieces, hidden, places, numbers, stops) if numbers else []
        tied = tuple(places.known.max(axis=1).tolist()) if places.groups else ()
        return Reading(tuple(groups), tuple(relations), tuple(results), tied, hints)

    def _run(self, pieces: Pieces, start: int, end: int) -> tuple[Floats, Floats]:
        first, last = self._ends
        ids = np.concatenate([[first], pieces.ids[start:end], [last]])[None]
        shapes = np.pad(pieces.shapes[start:end], 1)[None]
        hidden, tags = self._session.run(["hidden", "tags"], {"ids": ids, "shapes": shapes})
        return hidden[0], tags[0]

    def _places(self, pieces: Pieces, spans: Sequence[Span]) -> list[tuple[int, int]]:
        placed = (pieces.span(span.start, span.end) for span in spans)
        return [place for place in placed if place]

    def _mean_vectors(self, hidden: Hidden, places: Sequence[list[tuple[int, int]]]) -> Floats:
        looked_at = [group[:MENTIONS] for group in places]
        flat = np.array([place for group in looked_at for place in group], np.int64)
        vectors = self._heads.spans(hidden, flat[:, 0], flat[:, 1])
        counts = np.array([len(group) for group in looked_at])
        sums = np.add.reduceat(vectors, np.cumsum(counts) - counts, axis=0)
        means: Floats = (sums / counts[:, None]).astype(np.float32)
        return means

    def _locate(self, pieces: Pieces, hidden: Hidden, groups: Sequence[Group]) -> Places:
        kept, flat, owner = [], [], []
        for k, group in enumerate(groups):
            placed = [(pieces.span(span.start, span.end), span) for span in group.spans]
            spans = [(place, span) for place, span in placed if place][:MENTIONS]
            flat += [place for place, _ in spans]
            kept.append(replace(group, spans=tuple(span for _, span in spans)))
            owner += [k] * len(spans)
        index = np.array(flat, np.int64).reshape(-1, 2)
        spots = Spots(index[:, 0], index[:, 1], np.array(owner, np.int64), len(groups))
        if not groups:
            nothing = np.zeros((0, 0), np.float32)
            return Places((), spots, nothing, nothing, nothing)
        types = np.array([TYPES.index(group.type) for group in groups], np.int64)
        where = regions(pieces.starts[spots.first], pieces.text.find("\n"))
        vectors = self._heads.mentions(hidden, spots, types, where)
        chances = sigmoid(self._heads.paper_relations(vectors))
        known = np.maximum.reduceat(chances, np.searchsorted(spots.owner, range(len(groups))))
        return Places(tuple(kept), spots, vectors, chances, known)

    def _arcs(
        self, hidden: Hidden, places: Places
    ) -> tuple[Floats, list[tuple[int, int, Span, Span]]]:
        """Return the chances of the relations of each pair in reach, and the pairs."""
        spots = places.spots
        sources, targets, links = nearest(spots, spots, reach=reach_of(spots))
        apart = sources != targets
        sources, targets = sources[apart], targets[apart]
        links = Links(links.left[apart], links.right[apart])
        side = (places.vectors, spots.first)
        known = np.concatenate([places.known[sources], places.known[targets]], axis=1)
        chances = sigmoid(self._heads.arcs("er", hidden, links, (side, side), known))
        flat = [span for group in places.groups for span in group.spans]
        pairs = [
            (int(i), int(j), flat[a], flat[b])
            for i, j, a, b in zip(sources, targets, links.left, links.right, strict=True)
        ]
        return chances, pairs

    def _results(
        self,
        pieces: Pieces,
        hidden: Hidden,
        places: Places,
        numbers: Sequence[tuple[int, int]],
        stops: Ints,
    ) -> list[decode.FoundResult]:
        placed = [(n, pieces.span(*digits(pieces.text, *span))) for n, span in enumerate(numbers)]
        index = [n for n, place in placed if place]
        ends = np.array([place for _, place in placed if place], np.int64).reshape(-1, 2)
        if not index:
            return []
        vectors = self._heads.spans(hidden, ends[:, 0], ends[:, 1])
        kinds = self._heads.kinds(vectors)
        size = len(index) if reach_of(places.spots) is None else NUMBERS_AT_ONCE
        found: list[decode.FoundResult] = []
        for start in range(0, len(index), size):
            some = slice(start, start + size)
            things, scores = self._pointers(hidden, places, vectors[some], ends[some, 0], stops)
            allowed = decode.may_point([places.groups[k] for k in things])
            pointers = softmax(np.where(allowed, scores, NEVER), axis=1)
            found += [
                decode.repointed(
                    replace(result, number=index[start + result.number]), things.__getitem__
                )
                for result in decode.results(kinds[some], pointers, limits=self.limits)
            ]
        return found

    def _pointers(
        self, hidden: Hidden, places: Places, vectors: Floats, first: Ints, stops: Ints
    ) -> tuple[list[int], Floats]:
        """Return the things within reach of some numbers, and the scores of pointing to them."""
        nobody = self._heads.nobody(vectors)[:, None, :]
        spots = places.spots
        if not spots.count:
            return [], nobody
        numbers, targets, links = pointable(first, spots, stops)
        things, column = np.unique(targets, return_inverse=True)
        scores = np.full((len(first), len(things), nobody.shape[-1]), NEVER, np.float32)
        if len(things):
            sides = ((vectors, first), (places.vectors, spots.first))
            known = places.known[targets]
            scores[numbers, column] = self._heads.arcs("role", hidden, links, sides, known)
        return things.tolist(), np.concatenate([nobody, scores], axis=1)


def sentence_stops(pieces: Pieces, sentences: Sequence[tuple[int, int]]) -> Ints:
    """Return the piece after each sentence, in order, and that after the text."""
    ends = np.array([end for _, end in sentences], np.int64)
    return np.append(np.searchsorted(pieces.starts, ends), len(pieces.starts))


def _settled(text: str, group: Group) -> Group:
    return replace(group, type=settled_type(text, group.spans, group.type))


def digits(text: str, start: int, end: int) -> tuple[int, int]:
    """Return the span of a number without its sign."""
    return end - len(text[start:end].lstrip(_SIGNS)), end


def _repo_group(text: str, start: int, end: int) -> Group:
    span = Span(start, end, EntityType.REPO, 1.0)
    return Group(text[start:end], EntityType.REPO, (span,), 1.0)
