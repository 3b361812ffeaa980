"""What titles and lists say of things of which the reader says nothing surely."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from collections.abc import Set as AbstractSet

from kg.extract.findings import Findings
from kg.extract.group import Group
from kg.extract.places import Place, places_of, runs_of
from kg.extract.stated import USUAL, likeliest
from kg.extract.wording import says_own
from kg.records import EntityType, Relation, RelationType

# Of 65 tasks and methods of a title of which nothing else is told, in 1,940 annotated papers, 55
# are addressed and used, 4 of the others no things; with less sure names it is 3 in 4.
_OF_TITLE = (EntityType.TASK, EntityType.METHOD)
# "Replacing Foo", "Beyond Foo": what is not used.
_DENIED = re.compile(
    r"(?:\b(?:replac\w+|removing|abandon\w*|goodbye(?:\sto)?|beyond|without|(?:end|death)\sof|"
    r"do (?:we|you) need|against|versus|vs\.?|rather than|instead of|not|no|no more|better|than)"
    r"|(?:\A|:\s)(?:attacking|breaking))\s(?:(?!(?:by|for|in|on|using|via|with)\b)[\w-]+\s)?\Z",
    re.IGNORECASE,
)
_BEFORE = 40
# Of 38 things with a neighbour in a list of which such a thing is told there 31 are the same, 4 of
# the others no things. Of what is introduced one neighbour in four is, too.
_SHARED = (
    RelationType.USES,
    RelationType.EVALUATES_ON,
    RelationType.MEASURES,
    RelationType.ADDRESSES,
    RelationType.COMPARES_WITH,
    RelationType.MENTIONS,
)
# What is proposed in a list is its own.
_PROPOSES = re.compile(r"\b(?:propos|introduc)\w*", re.IGNORECASE)
_GAP = re.compile(r"(?:\s?\([^()]{1,40}\))?(?:\s?,\s(?:and\s|or\s|&\s)?|\s(?:and|or|&)\s|\s?/\s?)")
# Below how often they are right (55 of 65 annotated titles, 31 of 38 lists): nothing else is told
# of these things.
_BY_TITLE, _BY_LIST = 0.75, 0.72
# With 0 relations of seed lose 0.2 of F1 and the 420 gain 0.1, with 0.8 both lose 0.2.
_SURE_NAME = 0.5


def told_by_others(
    found: Findings, names: Sequence[str], told: Sequence[Relation], unsure: Sequence[Relation]
) -> list[Relation]:
    """Return what lists and the title say of things of which nothing else is told.

    Args:
        found: Settled findings.
        names: Of the things.
        told: The relations that are stated.
        unsure: Relations that are less sure than those.
    """
    known = {r.target for r in told if r.source is None}
    bare = {
        k
        for k, name in enumerate(names)
        if name not in known and found.groups[k].type is not EntityType.REPO
    }
    likely = likeliest(unsure)
    out: dict[int, Relation] = {}
    for k, relation in (*_by_lists(found, names, told, bare), *_by_title(found, names, bare)):
        if likely.get(names[k], relation).type is relation.type:
            out.setdefault(k, relation)
    return list(out.values())


def _by_lists(
    found: Findings, names: Sequence[str], told: Sequence[Relation], bare: AbstractSet[int]
) -> Iterator[tuple[int, Relation]]:
    """Yield for things without a relation what is told of a neighbour in a list there."""
    shared: dict[str, list[Relation]] = {}
    for relation in told:
        if relation.source is None and relation.type in _SHARED:
            shared.setdefault(relation.target, []).append(relation)
    for kind in EntityType:
        for run in runs_of(places_of(found.groups, (kind,)), found.text, _GAP):
            here = [
                relation
                for place in run
                for relation in shared.get(names[place.index], ())
                if _is_said_at(found, relation, place)
            ]
            for k in sorted({place.index for place in run} & bare) if here else ():
                best = max(here, key=lambda r: (r.confidence, r.type))
                sure = min(_BY_LIST, best.confidence, found.groups[k].confidence)
                yield k, Relation(best.type, None, names[k], best.start, best.end, sure)


def _is_said_at(found: Findings, relation: Relation, place: Place) -> bool:
    start, end = found.cleaned.original_span(place.start, place.end)
    if not relation.start <= start < end <= relation.end:
        return False
    used = relation.type is RelationType.USES
    return not (used and _PROPOSES.search(found.original, relation.start, start))


def _by_title(
    found: Findings, names: Sequence[str], bare: AbstractSet[int]
) -> Iterator[tuple[int, Relation]]:
    """Yield what a title is about."""
    for k in sorted(bare):
        group = found.groups[k]
        first = group.spans[0]
        before = found.text[max(0, first.start - _BEFORE) : first.start]
        named = group.confidence >= _SURE_NAME and first.end <= found.title_end
        if group.type not in _OF_TITLE or not named or _DENIED.search(before):
            continue
        evidence = found.cleaned.original_span(*_first_on_own_work(found, group))
        kind = USUAL[group.type]
        yield k, Relation(kind, None, names[k], *evidence, min(_BY_TITLE, group.confidence))


def _first_on_own_work(found: Findings, group: Group) -> tuple[int, int]:
    """Return the first sentence on the paper's own work that names a thing, else its first."""
    sentences = found.sentences_of(group)
    own = [s for s in sentences if s[0] > found.title_end and says_own(found.text[slice(*s)])]
    return (own or sentences)[0]
