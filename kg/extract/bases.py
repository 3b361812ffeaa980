"""What a paper's own work is based on by its name: "Mask-GRPO" on GRPO, "Foo++" on Foo."""

from __future__ import annotations

from collections.abc import Iterator

from kg.extract.decode import ACTORS, FoundRelation
from kg.extract.evidence import Layout, evidence_span
from kg.extract.findings import Findings
from kg.extract.group import Group, forms_of
from kg.extract.parts import best_sentence
from kg.extract.wins import Stated
from kg.records import RelationType

# Of the annotated own models and methods of such names, 104 of 113 are based on what the name ends
# with where the paper uses that (of 14 where it only compares with it 8), 12 of 13 on what they add
# signs to. After a space ("time-aware SSM") it is 50 of 63, grown together ("MaxGlaViT") 52 of 81,
# in front ("GPT-Tree") 57 of 78.
_AFTER_HYPHEN, _WITH_SIGNS = 0.92, 0.92
_LEAST = 3


def bases_by_name(found: Findings) -> list[Stated]:
    """Return which things of others the paper's own are named after, and so are based on."""
    groups = found.groups
    own = {r.target for r in found.reading.relations if r.type is RelationType.INTRODUCES}
    forms = {
        k: sorted(forms_of(found.text, group.spans))
        for k, group in enumerate(groups)
        if group.type in ACTORS
    }
    compared = _only_compared(found)
    return [
        Stated(RelationType.BASED_ON, source, target, chance, _evidence(found, source, target))
        for source in sorted(own & forms.keys())
        for target, chance in _bases(groups[source], forms, compared=compared)
        if target not in own
    ]


def _evidence(found: Findings, source: int, target: int) -> tuple[int, int]:
    """Return what names both, one sentence or two; else the source's best, whose name says it."""
    layout = Layout.of(found.text, found.sentences)
    relation = FoundRelation(RelationType.BASED_ON, source, target, (), 1.0)
    both = evidence_span(layout, relation, found.groups, introduced={source})
    return both or best_sentence(found, found.groups[source], found.groups[target])


def _bases(
    source: Group, forms: dict[int, list[str]], *, compared: set[int]
) -> Iterator[tuple[int, float]]:
    for target, some in forms.items():
        longer = [form for form in some if _LEAST <= len(form) < len(source.name)]
        if any(source.name.rstrip("+") == form for form in longer):
            yield target, _WITH_SIGNS
        elif target not in compared and any(source.name.endswith(f"-{form}") for form in longer):
            yield target, _AFTER_HYPHEN


def _only_compared(found: Findings) -> set[int]:
    """Return what the paper most likely does something else with than use it."""
    best: dict[int, tuple[float, bool]] = {}
    for relation in found.reading.relations:
        if relation.source is None:
            sure = (relation.confidence, relation.type is RelationType.USES)
            best[relation.target] = max(sure, best.get(relation.target, sure))
    return {target for target, (_, used) in best.items() if not used}
