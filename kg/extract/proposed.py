"""What a paper says in so many words that it proposes: "we introduce Kestrel, a …"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from kg.extract.decode import FoundRelation, Reading
from kg.extract.group import Group, Span, forms_of
from kg.extract.known import is_well_known, leads_title
from kg.records import RelationType

_VERB = re.compile(
    r"\b(?:we|(?:this|our|the present)\s(?:paper|work|study|article))\s"
    r"(?:\w+ly\s|also\s|further\s|then\s|thus\s|next\s)?"
    r"(?:propose|introduce|present|develop|release|contribute)s?\s(?:\\\w+\{|\$|\*)?$",
    re.IGNORECASE,
)
# Where the name goes on ("we introduce MCMC steps") it is of something else.
_ENDS = re.compile(r"\s?(?:\([^()]{1,60}\)\s?)?(?:[,:.]|--|—)(?!\s?and\b)")
_BEFORE = 60
# Of 2,869 annotated things that stand so 2,867 are introduced.
_SURE = 0.98


def with_proposed(reading: Reading, *, text: str) -> Reading:
    """Return a reading in which what the paper says to propose is introduced.

    Args:
        reading: Its things are settled.
        text: The readable text.
    """
    told = {
        r.target
        for r in reading.relations
        if r.type is RelationType.INTRODUCES and r.confidence >= _SURE
    }
    leads = {k for k, group in enumerate(reading.groups) if _leads(text, group)}
    added = [
        FoundRelation(
            RelationType.INTRODUCES,
            None,
            k,
            ((span.start, span.end),),
            _SURE,
            ((span.start, span.end, _SURE),),
        )
        for k, group in enumerate(reading.groups)
        if k not in told
        for span in (group.spans[:1] if k in leads else _proposals(text, group.spans))
    ]
    new = {relation.target for relation in added}
    kept = [
        r for r in reading.relations if r.type is not RelationType.INTRODUCES or r.target not in new
    ]
    groups = tuple(
        replace(group, confidence=max(group.confidence, _SURE)) if k in leads else group
        for k, group in enumerate(reading.groups)
    )
    return replace(reading, groups=groups, relations=(*kept, *added))


def _leads(text: str, group: Group) -> bool:
    """Whether the title starts with a known name as its own."""
    known = is_well_known(forms_of(text, group.spans), group.type)
    return known and leads_title(text, group.spans)


def _proposals(text: str, spans: tuple[Span, ...]) -> Iterator[Span]:
    """Yield the first span, if any, right behind a verb of proposing."""
    for span in spans:
        if _VERB.search(text, max(0, span.start - _BEFORE), span.start) and _ENDS.match(
            text, span.end
        ):
            yield span
            return
