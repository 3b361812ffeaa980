"""From the reader's scores to names, relations and results of one paper."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace

import numpy as np
from numpy.typing import NDArray

from kg.extract.encode import Floats, Ints, Pieces
from kg.extract.group import Group, Span
from kg.extract.heads import softmax
from kg.records import (
    ENTITY_RELATIONS,
    PAPER_RELATIONS,
    EntityType,
    RelationType,
    ResultKind,
)

TYPES = tuple(EntityType)
# Label 0 is outside; type k begins with label 1 + 2k and goes on with 2 + 2k.
LABELS = 1 + 2 * len(TYPES)
KINDS = (None, *ResultKind)
_ACTORS = (EntityType.MODEL, EntityType.METHOD)
_ROLE_TYPES = {
    "subject": _ACTORS,
    "benchmark": (EntityType.BENCHMARK, EntityType.DATASET),
    "metric": (EntityType.METRIC,),
    "versus": _ACTORS,
}
# Scores of a place where nothing but the label outside can stand.
_NOTHING = np.array([0.0] + [-1e9] * (LABELS - 1), np.float32)
_EDGE_MARKS = " \n\t-–,;:"
ROLES = ("subject", "benchmark", "metric", "versus")


@dataclass(frozen=True, slots=True)
class Thresholds:
    """Where a score becomes a fact; chosen by cross-validation and stored with the weights.

    Attributes:
        outside: Added to the score of the label outside: higher finds fewer names.
        same: Least chance that two surface strings are one thing.
        least: Least confidence of a thing by its type's name.
        paper: Least chance of each relation of the paper by its name.
        fallback: A thing without any relation gets its best one from this chance on.
        arc: Least chance of a relation between two things by its name.
        number: Least chance that a number is a result.
        second: A second benchmark or subject of one number counts from this chance on.
    """

    outside: float = 0.0
    same: float = 0.5
    least: Mapping[str, float] = field(default_factory=dict)
    paper: Mapping[str, float] = field(default_factory=dict)
    fallback: float = 0.2
    arc: Mapping[str, float] = field(default_factory=dict)
    number: float = 0.5
    second: float = 1.0


@dataclass(frozen=True, slots=True)
class FoundRelation:
    """A relation with the spans that it was read from.

    Attributes:
        type: One of the twelve.
        source: Index of a thing; None for the paper.
        target: Index of a thing.
        spans: The mention (for arcs: the two mentions) that carry it, by offset.
        confidence: 0 to 1, as the weights say it.
        places: Of a relation of the paper: start and end of each mention that was looked at, and
            the chance that it says the relation.
    """

    type: RelationType
    source: int | None
    target: int
    spans: tuple[tuple[int, int], ...]
    confidence: float
    places: tuple[tuple[int, int, float], ...] = ()


@dataclass(frozen=True, slots=True)
class FoundResult:
    """A number that is a result; pointers are indexes of things or None.

    Attributes:
        number: Index of the number among those given.
        kind: What the number is.
        subject: Who achieved it.
        benchmark: On what.
        metric: By what measure.
        versus: Against whom.
        confidence: 0 to 1: the chance of its kind times that of its benchmark.
    """

    number: int
    kind: ResultKind
    subject: int | None = None
    benchmark: int | None = None
    metric: int | None = None
    versus: int | None = None
    confidence: float = field(kw_only=True)


@dataclass(frozen=True, slots=True)
class Reading:
    """What one text says.

    Attributes:
        groups: The things.
        relations: What holds of them.
        results: The numbers that are results.
        tied: For each thing the best chance of a relation of the paper to it; empty where the
            reader was not asked.
    """

    groups: tuple[Group, ...] = ()
    relations: tuple[FoundRelation, ...] = ()
    results: tuple[FoundResult, ...] = ()
    tied: tuple[float, ...] = ()


def best_labels(scores: Floats) -> Ints:
    """Return the best legal label of each piece (Viterbi: a name goes on only in its own type).

    Args:
        scores: Logarithms of chances, one row a piece.
    """
    labels = np.zeros(len(scores), np.int64)
    # Between pieces that are surely outside, nothing depends on anything else.
    busy = np.flatnonzero(scores[:, 0] < np.log(0.9995))
    if not busy.size:
        return labels
    breaks = np.flatnonzero(np.diff(busy) > 1) + 1
    firsts = busy[np.concatenate([[0], breaks])]
    widths = np.diff(np.concatenate([[0], breaks, [busy.size]]))
    # Runs of about one length go side by side.
    order = np.argsort(widths, kind="stable")
    for some in np.split(order, np.flatnonzero(np.diff(np.log2(widths[order]).astype(int))) + 1):
        width = int(widths[some].max())
        rows = firsts[some][:, None] + np.arange(width)
        inside = np.arange(width) < widths[some][:, None]
        # Behind a run's end all is outside, which no path within it depends on.
        padded = np.where(inside[:, :, None], scores[np.where(inside, rows, 0)], _NOTHING)
        labels[rows[inside]] = _best_runs(padded)[inside]
    return labels


def word_starts(pieces: Pieces) -> Ints:
    """Return the pieces at which a word begins; marks are words of their own."""
    text = pieces.text
    return np.array(
        [
            n
            for n, start in enumerate(pieces.starts.tolist())
            if n == 0 or not (text[start].isalnum() and text[start - 1].isalnum())
        ],
        np.int64,
    )


def word_labels(scores: Floats, starts: Ints) -> Ints:
    """Return the best legal label of each piece where a word belongs to one name or to none.

    Args:
        scores: Logarithms of chances, one row a piece.
        starts: Pieces at which a word begins; the first is 0.
    """
    widths = np.diff(np.append(starts, len(scores)))
    words = np.add.reduceat(scores, starts, axis=0)
    inner = np.arange(2, LABELS, 2)
    # A name that begins with a word goes on within it.
    words[:, inner - 1] = words[:, inner] + scores[starts[:, None], inner - 1]
    words[:, inner - 1] -= scores[starts[:, None], inner]
    words /= widths[:, None]
    spread = np.repeat(best_labels(words), widths)
    within = np.ones(len(scores), bool)
    within[starts] = False
    labels: Ints = spread + ((spread % 2 == 1) & within)
    return labels


def _best_runs(scores: Floats) -> Ints:
    """Viterbi over runs of one width at once; scores of shape (runs, width, labels)."""
    runs, width = scores.shape[:2]
    total = scores[:, 0].copy()
    total[:, 2::2] = -np.inf
    back = np.zeros(scores.shape, np.int64)
    inner = np.arange(2, LABELS, 2)
    for step in range(1, width):
        best = total.argmax(axis=1)
        goes_on = total[:, inner] > total[:, inner - 1]
        back[:, step] = best[:, None]
        back[:, step, inner] = np.where(goes_on, inner, inner - 1)
        moved = np.repeat(total.max(axis=1, keepdims=True), LABELS, axis=1)
        moved[:, inner] = np.where(goes_on, total[:, inner], total[:, inner - 1])
        total = moved + scores[:, step]
    path = np.zeros((runs, width), np.int64)
    path[:, -1] = total.argmax(axis=1)
    every = np.arange(runs)
    for step in range(width - 1, 0, -1):
        path[:, step - 1] = back[every, step, path[:, step]]
    return path


def tag_spans(
    pieces: Pieces, tags: Floats, *, outside: float, masked: Sequence[tuple[int, int]] = ()
) -> list[Span]:
    """Return the names that the tags mark, in order.

    Args:
        pieces: The text in pieces.
        tags: The encoder's label scores, one row a piece.
        outside: Added to the score of the label outside.
        masked: Character spans in which nothing is a name (URLs, found by rule).
    """
    if not len(tags):
        return []
    shifted = tags.copy()
    shifted[:, 0] += outside
    shifted[:, 1 + 2 * TYPES.index(EntityType.REPO) :] = -30.0
    for start, end in masked:
        inside = pieces.at[start:end]
        shifted[inside[inside >= 0], 1:] = -30.0
    chances = softmax(shifted)
    labels = word_labels(np.log(chances + 1e-9), word_starts(pieces))
    sure = chances[np.arange(len(labels)), labels]
    spans: list[Span] = []
    for first, last in _runs(labels):
        kind = TYPES[(int(labels[first]) - 1) // 2]
        confidence = float(np.exp(np.log(sure[first : last + 1]).mean()))
        start, end = whole_words(pieces.text, int(pieces.starts[first]), int(pieces.ends[last]))
        # Two names in one word become the first of them.
        if start < end and (not spans or start >= spans[-1].end):
            spans.append(Span(start, end, kind, confidence))
    return spans


def whole_words(text: str, start: int, end: int) -> tuple[int, int]:
    """Return a span that cuts no word: a word mostly inside comes in, one mostly outside goes.

    Hyphens and white space at the edges go, too; the span may end up empty.
    """
    start, end = _word_edge(text, start, end, edge=start), _word_edge(text, start, end, edge=end)
    while start < end and text[start] in _EDGE_MARKS:
        start += 1
    while end > start and text[end - 1] in _EDGE_MARKS:
        end -= 1
    # "W2P(h" of "W2P(h)": a bracket that opens inside closes inside.
    if text[end : end + 1] == ")" and text.count("(", start, end) > text.count(")", start, end):
        end += 1
    return start, end


def _word_edge(text: str, start: int, end: int, *, edge: int) -> int:
    """Return the edge, moved to the nearer end of the word that it cuts."""
    if not 0 < edge < len(text) or not (text[edge - 1].isalnum() and text[edge].isalnum()):
        return edge
    left, right = edge, edge
    while left > 0 and text[left - 1].isalnum():
        left -= 1
    while right < len(text) and text[right].isalnum():
        right += 1
    inside = min(right, end) - max(left, start)
    takes_in = 2 * inside >= right - left
    if edge == start:
        return left if takes_in else right
    return right if takes_in else left


def _runs(labels: Ints) -> list[tuple[int, int]]:
    begins = [int(k) for k in np.flatnonzero(labels % 2 == 1)]
    runs = []
    for first in begins:
        last = first
        while last + 1 < len(labels) and labels[last + 1] == labels[first] + 1:
            last += 1
        runs.append((first, last))
    return runs


def every_occurrence(text: str, spans: Sequence[Span]) -> list[Span]:
    """Add the untagged occurrences of each tagged string, with its best type and confidence.

    An occurrence that overlaps a tagged name belongs to that name.
    """
    best: dict[str, Span] = {}
    for span in spans:
        form = text[span.start : span.end]
        if form not in best or span.confidence > best[form].confidence:
            best[form] = span
    taken = np.zeros(len(text) + 1, bool)
    for span in spans:
        taken[span.start : span.end] = True
    out = list(spans)
    for form in sorted(best, key=lambda f: (-len(f), f)):
        for start in _occurrences(text, form):
            end = start + len(form)
            if not taken[start:end].any():
                taken[start:end] = True
                out.append(replace(best[form], start=start, end=end))
    return sorted(out)


def _occurrences(text: str, form: str) -> list[int]:
    found = []
    start = text.find(form)
    while start >= 0:
        end = start + len(form)
        if not (text[start - 1 : start].isalnum() or text[end : end + 1].isalnum()):
            found.append(start)
        start = text.find(form, end)
    return found


def paper_relations(
    chances: Floats, groups: Sequence[Group], owner: Ints, *, limits: Thresholds
) -> list[FoundRelation]:
    """Return the relations of the paper to each thing; the mention that says it best proves it.

    Args:
        chances: One row a mention, one column a relation; mentions in the order of the groups.
        groups: The things.
        owner: The thing of each mention.
        limits: Where a chance becomes a fact.
    """
    least = np.array([limits.paper.get(r.value, 0.5) for r in PAPER_RELATIONS], np.float32)
    found = []
    for k, group in enumerate(groups):
        rows = np.flatnonzero(owner == k)
        top = chances[rows].max(axis=0)
        chosen = np.flatnonzero(top >= least)
        if not chosen.size and top.max() >= limits.fallback:
            chosen = top.argmax(keepdims=True)
        for r in chosen:
            span = group.spans[int(chances[rows, r].argmax())]
            places = tuple(
                (item.start, item.end, float(chance))
                for item, chance in zip(group.spans, chances[rows, r], strict=True)
            )
            place = ((span.start, span.end),)
            found.append(
                FoundRelation(PAPER_RELATIONS[int(r)], None, k, place, float(top[r]), places)
            )
    return found


def arcs(
    chances: Floats, pairs: Sequence[tuple[int, int, Span, Span]], *, limits: Thresholds
) -> list[FoundRelation]:
    """Return at most one relation between each ordered pair of things.

    Args:
        chances: One row a pair, one column a relation.
        pairs: Source, target, and the two nearest mentions.
        limits: Where a chance becomes a fact.
    """
    least = np.array([limits.arc.get(r.value, 0.5) for r in ENTITY_RELATIONS], np.float32)
    found = []
    for row in np.flatnonzero((chances >= least).any(axis=1)):
        source, target, left, right = pairs[int(row)]
        r = int((chances[row] - least).argmax())
        first, second = sorted(((left.start, left.end), (right.start, right.end)))
        confidence = float(chances[row, r])
        found.append(
            FoundRelation(ENTITY_RELATIONS[r], source, target, (first, second), confidence)
        )
    return found


def may_point(groups: Sequence[Group]) -> NDArray[np.bool_]:
    """Return which roles each thing may have by its type; row 0 is nothing, which always may.

    Of 8,452 annotated results 99 in 100 keep to this, for the metric all.
    """
    allowed = np.ones((1 + len(groups), len(ROLES)), bool)
    for row, group in enumerate(groups, 1):
        allowed[row] = [group.type in _ROLE_TYPES[role] for role in ROLES]
    return allowed


def results(kinds: Floats, pointers: Floats, *, limits: Thresholds) -> list[FoundResult]:
    """Return the results among the numbers.

    Args:
        kinds: One row a number: the chances that it is none, or each kind of result.
        pointers: Chances of shape (numbers, 1 + things, roles); index 0 points to nothing.
        limits: Where a chance becomes a fact.
    """
    found = []
    for n in np.flatnonzero(1 - kinds[:, 0] >= limits.number):
        kind = KINDS[1 + int(kinds[n, 1:].argmax())]
        assert kind is not None
        subject, benchmark, metric, versus = (int(k) for k in pointers[n].argmax(axis=0))
        benchmarks = [benchmark, *_seconds(pointers[n, :, 1], benchmark, limits.second)]
        for b in benchmarks:
            chosen = [k - 1 if k else None for k in (subject, b, metric, versus)]
            sure = float(kinds[n].max() * pointers[n, b, ROLES.index("benchmark")])
            found.append(FoundResult(int(n), kind, *chosen, confidence=sure))
    return found


def _seconds(chances: Floats, best: int, least: float) -> list[int]:
    if best == 0:
        return []
    return [int(k) for k in np.flatnonzero(chances >= least) if k not in (0, best)]


def repointed(result: FoundResult, place: Callable[[int], int | None]) -> FoundResult:
    """Return a result whose pointers are moved.

    Args:
        result: The result.
        place: Gives the new index of a thing; None where it is gone.
    """

    def at(index: int | None) -> int | None:
        return None if index is None else place(index)

    return replace(
        result,
        subject=at(result.subject),
        benchmark=at(result.benchmark),
        metric=at(result.metric),
        versus=at(result.versus),
    )
