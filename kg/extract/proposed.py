"""What a paper says in so many words that it proposes: "we introduce Kestrel, a …"."""

from __future__ import annotations

import re
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
# Of 2,869 annotated things that stand so 2,867 are introduced, known ones too: so sure is new.
_SURE = 0.99


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
    new = {
        k: span
        for k, group in enumerate(reading.groups)
        if k not in told
        and (span := group.spans[0] if k in leads else _proposal(text, group.spans)) is not None
    }
    kept = [
        r for r in reading.relations if r.type is not RelationType.INTRODUCES or r.target not in new
    ]
    added = [_introduction(k, span) for k, span in new.items()]
    groups = tuple(
        replace(group, confidence=max(group.confidence, _SURE)) if k in leads else group
        for k, group in enumerate(reading.groups)
    )
    return replace(reading, groups=groups, relations=(*kept, *added))


def _leads(text: str, group: Group) -> bool:
    """Whether the title starts with a known name as its own."""
    known = is_well_known(forms_of(text, group.spans), group.type)
    return known and leads_title(text, group.spans)


def _proposal(text: str, spans: tuple[Span, ...]) -> Span | None:
    """Return the first span right behind a verb of proposing; None without any."""
    return next((span for span in spans if _is_proposed(text, span)), None)


def _is_proposed(text: str, span: Span) -> bool:
    led = _VERB.search(text, max(0, span.start - _BEFORE), span.start)
    return led is not None and _ENDS.match(text, span.end) is not None


def _introduction(thing: int, span: Span) -> FoundRelation:
    at = (span.start, span.end)
    return FoundRelation(RelationType.INTRODUCES, None, thing, (at,), _SURE, ((*at, _SURE),))
