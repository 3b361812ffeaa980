"""What was found in a text, made by hand, for tests of the rules on it."""

from __future__ import annotations

from collections.abc import Sequence

from kg.extract.clean import Cleaned
from kg.extract.decode import FoundRelation, FoundResult, Reading
from kg.extract.findings import Findings
from kg.extract.group import Group
from kg.extract.numbers import Number, find_numbers
from kg.extract.sentences import sentence_spans


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
