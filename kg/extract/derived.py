"""What a paper's own work derives from, where neither the reader nor a name tells it alone."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace

from kg.extract.calibration import chance, log_odds
from kg.extract.decode import ACTORS
from kg.extract.evidence import nearest_proof
from kg.extract.findings import Findings, Stated
from kg.extract.group import Group, lowered_forms
from kg.extract.layout import Layout
from kg.extract.wording import is_compared, is_done_without
from kg.records import RelationType

# Logistic regression on 2,326 pairs of 5,456 corrected abstracts, an own thing and another that the
# reader thinks of; `one` is fitted on dev, seed and the 420 held-out papers, of whose pairs more
# are annotated. Of 18 that are told so there and by nothing else 15 are annotated.
_WEIGHTS: Mapping[str, float] = {
    "one": 0.39,
    "reader": 0.86,
    "words": 0.54,
    "ends": 1.22,
    "ingredient": -0.44,
    "source": 0.33,
}
# Relations: with 0.6 dev loses 0.1 of F1 and seed 0.2, with 0.9 seed gains 0.1 and the 420 lose it.
_LEAST = 0.75
_BETWEEN_WORDS = re.compile(r"[-–/\s]+")


def derived(found: Findings) -> list[Stated]:
    """Return which things of others the paper's own most likely derive from."""
    asked = _asked(found)
    if not asked:
        return []
    layout = Layout.of(found.text, found.sentences)
    stated = []
    for (source, target), reader in sorted(asked.items()):
        told = _marks(found, layout, source, target)
        if told is None:
            continue
        marks, evidence = told
        marks |= {"one": 1.0, "reader": log_odds(reader)}
        sure = chance(sum(_WEIGHTS[name] * mark for name, mark in marks.items()))
        if sure >= _LEAST:
            stated.append(Stated(RelationType.BASED_ON, source, target, sure, evidence))
    return stated


def _asked(found: Findings) -> dict[tuple[int, int], float]:
    """Return the pairs of an own thing and another that the reader thinks of, and its chance."""
    own = found.reading.introduced
    actors = {k for k, group in enumerate(found.groups) if group.type in ACTORS}
    best: dict[tuple[int, int], float] = {}
    for hint in found.reading.hints:
        if hint.source in own & actors and hint.target in actors - own:
            pair = (hint.source, hint.target)
            best[pair] = max(hint.confidence, best.get(pair, 0.0))
    return best


def _marks(
    found: Findings, layout: Layout, source: int, target: int
) -> tuple[dict[str, float], tuple[int, int]] | None:
    """Return what names and wording tell, and where; None where no sentences hold both."""
    one, other = found.groups[source], found.groups[target]
    proof = nearest_proof(layout, RelationType.BASED_ON, one, _as_base(layout, other))
    if proof is None:
        return None
    tone, span = proof
    forms, others = _words(found.text, one), _words(found.text, other)
    words = {word for form in others for word in form}
    shared = words & {word for form in forms for word in form}
    marks = {
        "words": len(shared) / max(1, len(words)),
        "ends": float(any(form[k:] in others for form in forms for k in range(1, len(form)))),
        "source": float(tone > 0),
        "ingredient": float(tone < 0),
    }
    return marks, span


def _as_base(layout: Layout, group: Group) -> Group:
    """Return a thing as it is named where nothing is set apart from it: "unlike Foo" is no base."""
    told = (
        span
        for span in group.spans
        if not is_compared(layout.text[layout.sentence_of(span.start)[0] : span.start])
        and not is_done_without(layout.text[span.end : layout.sentence_of(span.start)[1]])
    )
    return replace(group, spans=tuple(told))


def _words(text: str, group: Group) -> set[tuple[str, ...]]:
    """Return the names of a thing, each as its words in the singular."""
    return {
        tuple(word.removesuffix("s") for word in _BETWEEN_WORDS.split(form) if word)
        for form in lowered_forms(text, group)
    }
