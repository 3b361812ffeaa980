"""Who and what a result belongs to where its sentence does not name it."""

from __future__ import annotations

from kg.extract.decode import ACTORS, ROLES, FoundResult, Reading, settled
from kg.extract.findings import Findings
from kg.records import RelationType

NAMED = 0.9
UNNAMED = 0.7


def contribution(reading: Reading) -> int | None:
    """Return the index of the paper's main contribution among models and methods, or None.

    It is what the paper introduces and is part of nothing else, named most often, then first.
    """
    groups, relations = reading.groups, reading.relations
    introduced = {
        r.target
        for r in relations
        if r.type is RelationType.INTRODUCES and groups[r.target].type in ACTORS
    }
    parts = {r.source for r in relations if r.type is RelationType.PART_OF}
    chosen = introduced - parts or introduced
    return min(
        chosen, key=lambda k: (-len(groups[k].spans), groups[k].spans[0].start), default=None
    )


def name_subjects(found: Findings) -> list[FoundResult]:
    """Return the results with the subject that a comparison leaves out.

    "… outperforming BERT by 11 points": who beats a rival and is not named is the paper's own
    contribution; of 1,200 such annotated rows with a contribution 2 % belong to nobody. Where no
    rival is named the reader's pointer knows better than a rule.
    """
    main = contribution(found.reading)
    if main is None:
        return list(found.results)
    return [
        settled(result, {"subject": main}, sure=NAMED)
        if result.subject is None and result.versus not in (None, main)
        else result
        for result in found.results
    ]


def forget_later(found: Findings) -> list[FoundResult]:
    """Return the results without what is first named after their sentence.

    Of 17 such subjects, benchmarks and metrics that the reader points to in 843 annotated papers
    none is right.
    """
    out = []
    for result in found.results:
        _, end = found.sentence_of(found.number_of(result).start)
        things = {role: getattr(result, role) for role in ROLES[:3]}
        later: dict[str, int | None] = {
            role: None
            for role, thing in things.items()
            if thing is not None and found.groups[thing].spans[0].start >= end
        }
        out.append(settled(result, later, sure=UNNAMED))
    return out
