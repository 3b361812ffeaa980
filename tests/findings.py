"""What was found in a text, made by hand, for tests of the rules on it."""

from __future__ import annotations

import re
from collections.abc import Sequence

from kg.extract.clean import Cleaned
from kg.extract.decode import FoundRelation, FoundResult, Reading
from kg.extract.findings import Findings
from kg.extract.group import Group, Span
from kg.extract.numbers import Number, find_numbers
from kg.extract.sentences import sentence_spans
from kg.records import EntityType, RelationType


def make_findings(
    text: str,
    groups: Sequence[Group],
    results: Sequence[FoundResult] = (),
    *,
    relations: Sequence[FoundRelation] = (),
    numbers: Sequence[Number] | None = None,
) -> Findings:
    """Return findings with the text's sentences and, if none are given, with its numbers."""
    return Findings(
        original=text,
        cleaned=Cleaned(text),
        sentences=sentence_spans(text),
        abbreviations=(),
        links=(),
        numbers=find_numbers(text) if numbers is None else numbers,
        reading=Reading(tuple(groups), tuple(relations), tuple(results)),
    )


def make_found(text: str, own: str = "", **things: EntityType) -> Findings:
    """Return findings in which each thing has its places; `own` are introduced, by comma."""
    names = {name.replace("_", "-"): kind for name, kind in things.items()}
    taken: set[int] = set()
    groups = []
    for name in sorted(names, key=lambda name: -len(name)):
        spans = []
        for match in re.finditer(rf"(?<![\w-]){re.escape(name)}(?![\w-]*\d)", text):
            if match.start() not in taken:
                spans.append(Span(*match.span(), names[name], 0.9))
                taken.update(range(*match.span()))
        assert spans, name
        groups.append(Group(name, names[name], tuple(spans), 0.9))
    relations = tuple(
        FoundRelation(
            RelationType.INTRODUCES, None, k, ((group.spans[0].start, group.spans[0].end),), 0.9
        )
        for k, group in enumerate(groups)
        if group.name in own.split(", ")
    )
    return make_findings(text, groups, relations=relations)
