"""From the reader's scores to relations and results of one paper."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace

import numpy as np
from numpy.typing import NDArray

from kg.extract.encode import Floats, Ints
from kg.extract.group import Group, Span
from kg.records import (
    ENTITY_RELATIONS,
    PAPER_RELATIONS,
    EntityType,
    RelationType,
    ResultKind,
)
from kg.roles import ROLES

TYPES = tuple(EntityType)
# Label 0 is outside; type k begins with label 1 + 2k and goes on with 2 + 2k.
LABELS = 1 + 2 * len(TYPES)
KINDS = (None, *ResultKind)
# What can achieve a result, and what it can be achieved on.
ACTORS = (EntityType.MODEL, EntityType.METHOD)
DATA = (EntityType.BENCHMARK, EntityType.DATASET)
# Below it nothing makes a thing likely enough to derive from another (`kg.extract.derived`).
HINT = 0.15
_ROLE_TYPES = {
    "subject": ACTORS,
    "benchmark": DATA,
    "metric": (EntityType.METRIC,),
    "versus": ACTORS,
}


@dataclass(frozen=True, slots=True)
class Thresholds:
    """Where a score becomes a fact; chosen by cross-validation and stored with the weights.

    Attributes:
        outside: Added to the score of the label outside: higher finds fewer names.
        same: Least chance that two surface strings are one thing.
        paper: Least chance of each relation of the paper by its name.
        fallback: A thing without any relation gets its best one from this chance on.
        arc: Least chance of a relation between two things by its name.
        number: Least chance that a number is a result.
        pointer: Least chance of what a number points to, by role; what is less sure stays empty.
    """

    outside: float = 0.0
    same: float = 0.5
    paper: Mapping[str, float] = field(default_factory=dict)
    fallback: float = 0.2
    arc: Mapping[str, float] = field(default_factory=dict)
    number: float = 0.5
    pointer: Mapping[str, float] = field(default_factory=dict)


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
        sure: Of subject, benchmark and metric the chance of the pointer, 0 to 1.
    """

    number: int
    kind: ResultKind
    subject: int | None = None
    benchmark: int | None = None
    metric: int | None = None
    versus: int | None = None
    sure: tuple[float, float, float] = field(kw_only=True)


@dataclass(frozen=True, slots=True)
class Reading:
    """What one text says.

    Attributes:
        groups: The things.
        relations: What holds of them.
        results: The numbers that are results.
        tied: For each thing the best chance of a relation of the paper to it; empty where the
            reader was not asked.
        hints: Which thing may derive from which, sure or not; without spans.
    """

    groups: tuple[Group, ...] = ()
    relations: tuple[FoundRelation, ...] = ()
    results: tuple[FoundResult, ...] = ()
    tied: tuple[float, ...] = ()
    hints: tuple[FoundRelation, ...] = ()

    @property
    def introduced(self) -> set[int]:
        """The things that the paper introduces."""
        return {r.target for r in self.relations if r.type is RelationType.INTRODUCES}


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
    bounds = np.searchsorted(owner, range(len(groups) + 1)).tolist()
    for k, group in enumerate(groups):
        own = chances[bounds[k] : bounds[k + 1]]
        top = own.max(axis=0)
        chosen = np.flatnonzero(top >= least)
        if not chosen.size and top.max() >= limits.fallback:
            chosen = top.argmax(keepdims=True)
        for r in chosen:
            span = group.spans[int(own[:, r].argmax())]
            places = tuple(
                (item.start, item.end, chance)
                for item, chance in zip(group.spans, own[:, r].tolist(), strict=True)
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


def hints(
    chances: Floats, pairs: Sequence[tuple[int, int, Span, Span]]
) -> tuple[FoundRelation, ...]:
    """Return where one thing may derive from another, also what is too unsure to be told alone.

    Args:
        chances: As for `arcs`.
        pairs: As for `arcs`.
    """
    column = chances[:, ENTITY_RELATIONS.index(RelationType.BASED_ON)]
    return tuple(
        FoundRelation(RelationType.BASED_ON, *pairs[row][:2], (), float(column[row]))
        for row in np.flatnonzero(column >= HINT).tolist()
    )


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
    least = np.array([limits.pointer.get(role, 0.0) for role in ROLES])
    best = np.where(pointers.max(axis=1) < least, 0, pointers.argmax(axis=1))
    for n in np.flatnonzero(1 - kinds[:, 0] >= limits.number):
        kind = KINDS[1 + int(kinds[n, 1:].argmax())]
        assert kind is not None
        chosen = [int(k) - 1 if k else None for k in best[n]]
        of_subject, of_benchmark, of_metric = (
            float(pointers[n, k, r]) for r, k in enumerate(best[n, :3])
        )
        sure = (of_subject, of_benchmark, of_metric)
        found.append(FoundResult(int(n), kind, *chosen, sure=sure))
    return found


def settled(result: FoundResult, things: Mapping[str, int | None], *, sure: float) -> FoundResult:
    """Return a result with pointers that a rule sets.

    Args:
        result: The result.
        things: The thing by role (subject, benchmark or metric); other roles stay.
        sure: How often the rule is right; where the reader says the same its chance may be more.
    """
    chances = dict(zip(ROLES[:3], result.sure, strict=True))
    for role, thing in things.items():
        same = thing == getattr(result, role)
        chances[role] = max(sure, chances[role]) if same else sure
    subject, benchmark, metric = (things.get(role, getattr(result, role)) for role in ROLES[:3])
    return replace(
        result,
        subject=subject,
        benchmark=benchmark,
        metric=metric,
        sure=(chances["subject"], chances["benchmark"], chances["metric"]),
    )


def repointed(result: FoundResult, place: Callable[[int], int | None]) -> FoundResult:
    """Return a result whose pointers are moved; one to a thing that is gone points to nothing.

    Args:
        result: The result.
        place: Gives the new index of a thing; None where it is gone.
    """

    def at(index: int | None, chance: float) -> tuple[int | None, float]:
        moved = None if index is None else place(index)
        return moved, chance if (moved is None) == (index is None) else 1 - chance

    of_subject, of_benchmark, of_metric = result.sure
    subject, of_subject = at(result.subject, of_subject)
    benchmark, of_benchmark = at(result.benchmark, of_benchmark)
    metric, of_metric = at(result.metric, of_metric)
    return replace(
        result,
        subject=subject,
        benchmark=benchmark,
        metric=metric,
        versus=at(result.versus, 1.0)[0],
        sure=(of_subject, of_benchmark, of_metric),
    )
