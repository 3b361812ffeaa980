"""What a paper's own work is based on by its name: Mask-GRPO, MaskGRPO on GRPO, Foo++ on Foo."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kg.extract.decode import ACTORS, FoundRelation
from kg.extract.evidence import evidence_span
from kg.extract.findings import Findings, Stated
from kg.extract.group import forms_of
from kg.extract.layout import Layout
from kg.extract.parts import best_sentence
from kg.records import RelationType

# Of the annotated own models and methods of such names, 104 of 113 are based on what the name ends
# with where the paper uses that (of 14 where it only compares with it 8), 12 of 13 on what they add
# signs to. After a space ("time-aware SSM") it is 50 of 63, grown together ("MaxGlaViT") 52 of 81:
# of 43 such in unread abstracts 38 are. In front ("GPT-Tree") it is 57 of 78, but 15 of 25 there.
_WITH_SIGNS = 0.92
_ENDINGS = (
    (re.compile(r"(?<=-)"), 0.92),
    (re.compile(r"(?<= )"), 0.79),
    (re.compile(r"(?<=[a-z\d])(?=[A-Z])"), 0.64),
)
_LEAST = 3


def bases_by_name(found: Findings) -> list[Stated]:
    """Return which things of others the paper's own are named after, and so are based on."""
    groups = found.groups
    own = found.reading.introduced
    actors = {k: group for k, group in enumerate(groups) if group.type in ACTORS}
    called: dict[str, list[int]] = {}
    for k, group in actors.items():
        for form in forms_of(found.text, group.spans):
            called.setdefault(form, []).append(k)
    compared = _only_compared(found)
    layout = Layout.of(found.text, found.sentences)
    return [
        Stated(
            RelationType.BASED_ON, source, target, chance, _evidence(found, layout, source, target)
        )
        for source in sorted(own & actors.keys())
        for target, chance in _bases(groups[source].name, called, compared=compared)
        if target not in own
    ]


def _evidence(found: Findings, layout: Layout, source: int, target: int) -> tuple[int, int]:
    """Return what names both, one sentence or two; else the source's best, whose name says it."""
    relation = FoundRelation(RelationType.BASED_ON, source, target, (), 1.0)
    both = evidence_span(layout, relation, found.groups, introduced={source})
    return both or best_sentence(found, found.groups[source], found.groups[target])


def _bases(
    name: str, called: dict[str, list[int]], *, compared: set[int]
) -> Iterator[tuple[int, float]]:
    """Yield what some name ends with or adds signs to, by the forms that things are called."""
    chances: dict[int, float] = {}
    for start, chance in _ENDINGS:
        for cut in start.finditer(name):
            end = name[cut.end() :]
            for target in called.get(end, ()) if len(end) >= _LEAST else ():
                if target not in compared:
                    chances.setdefault(target, chance)
    stem = name.rstrip("+")
    if _LEAST <= len(stem) < len(name):
        chances |= dict.fromkeys(called.get(stem, ()), _WITH_SIGNS)
    yield from sorted(chances.items())


def _only_compared(found: Findings) -> set[int]:
    """Return what the paper most likely does something else with than use it."""
    best: dict[int, tuple[float, bool]] = {}
    for relation in found.reading.relations:
        if relation.source is None:
            sure = (relation.confidence, relation.type is RelationType.USES)
            best[relation.target] = max(sure, best.get(relation.target, sure))
    return {target for target, (_, used) in best.items() if not used}
