"""What is a part of what: by names, and by how a paper introduces its own work."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from kg.extract.decode import ACTORS
from kg.extract.findings import Findings, Stated
from kg.extract.group import Group, lowered_forms
from kg.extract.places import within
from kg.extract.subjects import contribution
from kg.records import EntityType, RelationType
from kg.text.names import SIZE_IN_BRACKETS, SIZES, TIERS

_SIZE = re.compile(
    r"[-_ :]{1,2}\(?e?\d+(?:\.\d+)?(?:x\d+)?[bm](?![a-z])(?:-a\d+(?:\.\d+)?b)?\)?"
    r"(?:[- ](?:instruct|chat|base|it|thinking|v\d[\d.]*))*"
)
# "Foo-3.1-8B" is a size of a Foo-3.1, which is a Foo: of 10 annotated 8 are a part of it.
_SIZE_OF_VERSION = re.compile(rf"[-_ ]?v?\d+(?:\.\d+)*{_SIZE.pattern}")
# A word that is both a size and a tier is a tier, but in brackets a size.
_TIER_WORDS = TIERS | {"mini", "light"}
_SIZE_WORD = re.compile(
    rf"[-_ ](?:{'|'.join(sorted(SIZES - _TIER_WORDS | {'base'}))})(?:[- ](?:un)?cased)?|"
    rf" {SIZE_IN_BRACKETS}|"
    r"(?<=\d)[- ]?[nsmlx]"
)
_VERSION = re.compile(r"[-_ ]?v?\d+(?:\.\d+)*o?")
_TIER = re.compile(
    r"[- ](?:\d+(?:\.\d+)*[- ])?"
    rf"(?:{'|'.join(sorted(_TIER_WORDS))})(?:[- ]lite)?"
    r"(?:[- ]\d+(?:\.\d+)*)?"
)
_SIZED = re.compile(r"\d[bm]\b")
# Of the annotated names 47 of 48 sizes in parameters are a part of a model, 17 of 23 of a method
# (the others are based on it), 21 of 24 sizes in words, 15 of 17 versions where the text has
# several, 8 of 9 tiers. Of versions and splits of benchmarks and variants of methods it is less
# than half.
_BY_NAME = {"size": 0.98, "size word": 0.88, "version": 0.88, "tier": 0.89}
_SIZE_OF_METHOD = 0.74

# Of the methods that a paper introduces within two sentences after its main contribution, 420 of
# 470 are a part of it where the title says "Foo: ..." and Foo is named more often; 193 of 197 where
# a list has them ("(i) Bar", "two modules: Bar"); of the others 3 in 5.
_IN_LEAD, _IN_LIST = 0.89, 0.98
_SENTENCES_BACK = 2
_LEADS = re.compile(r"\s*(?:\([^()]*\))?\s*(?::|\s[-–—]+\s)")
_ITEM = re.compile(
    r"(?:(?:^|[\s,;:])\(?(?:\d|i{1,3}|iv|v|[a-d])[).]\s*|"
    r"\b(?:two|three|four|five|several|key|core|main)\s(?:[\w-]+\s){0,3}?"
    r"(?:component|module|stage|strateg(?:y|ie)|part|technique|mechanism|idea|innovation|design|"
    r"phase|contribution|step|branche?|pillar|layer)s?\b[^.;]{0,60}?[:,–—-]\s*)"
    r"(?:(?:a|an|the|our|its)\s)?(?:[\w-]+\s){0,2}(?:\\textbf\{|\\emph\{|\*+)?$",
    re.IGNORECASE,
)
_ITEM_REACH = 140


def parts_by_name(found: Findings) -> list[Stated]:
    """Return which models are a size, version or tier of another thing by their names."""
    groups = found.groups
    forms = [
        lowered_forms(found.text, group) if group.type in ACTORS else set() for group in groups
    ]
    places = {form: k for k, some in enumerate(forms) for form in sorted(some)}
    kinds: dict[tuple[int, int], str] = {}
    for source, group in enumerate(groups):
        for form in sorted(forms[source]) if group.type is EntityType.MODEL else ():
            for target, kind in _wholes(form, places):
                if target != source:
                    kinds.setdefault((source, target), kind)
    # Alone "Foo 2" is the one after Foo; beside "Foo 3" both are Foos.
    versions = Counter(target for (_, target), kind in kinds.items() if kind == "version")
    return [
        Stated(
            RelationType.PART_OF,
            source,
            target,
            _chance(kind, groups[target]),
            best_sentence(found, groups[source], groups[target]),
        )
        for (source, target), kind in kinds.items()
        if kind != "version" or versions[target] > 1
    ]


def best_sentence(found: Findings, part: Group, whole: Group) -> tuple[int, int]:
    """Return a sentence of the part, best one that names the whole; the title only if need be."""
    title_end = found.title_end
    named = set(found.sentences_of(whole))
    return min(found.sentences_of(part), key=lambda s: (s not in named, s[0] < title_end, s))


def _wholes(form: str, places: dict[str, int]) -> Iterator[tuple[int, str]]:
    """Yield the things that a form starts with, the longest first, with what it adds."""
    for at in range(len(form) - 1, 1, -1):
        target = places.get(form[:at])
        kind = None if target is None else _kind_of_part(form, at)
        if target is not None and kind is not None:
            yield target, kind


def _kind_of_part(form: str, at: int) -> str | None:
    """Return what a name adds from an offset on, or None."""
    if _SIZED.search(form, 0, at):
        return None
    if _SIZE.fullmatch(form, at):
        return "size"
    if _SIZE_WORD.fullmatch(form, at):
        return "size word"
    if any(letter.isdigit() for letter in form[:at]):
        return None  # "Foo-4 mini" is its own model, and "Foo-4.1" no Foo-4
    if _SIZE_OF_VERSION.fullmatch(form, at):
        return "size word"
    if _VERSION.fullmatch(form, at):
        return "version"
    return "tier" if _TIER.fullmatch(form, at) else None


def _chance(kind: str, whole: Group) -> float:
    if kind == "size" and whole.type is EntityType.METHOD:
        return _SIZE_OF_METHOD
    return _BY_NAME[kind]


def parts_of_own(found: Findings) -> list[Stated]:
    """Return which methods the paper introduces as parts of its main contribution."""
    main = contribution(found.reading)
    if main is None:
        return []
    groups, title_end = found.groups, found.title_end
    whole = groups[main]
    first = whole.spans[0]
    leads = first.end <= title_end and _LEADS.match(found.text, first.end) is not None
    stated = []
    for k in sorted(found.reading.introduced - {main}):
        at = groups[k].spans[0].start
        if groups[k].type is not EntityType.METHOD or not title_end < at:
            continue
        evidence = _from_whole_to_part(found, whole, at)
        if evidence is None:
            continue
        if _is_item(found, at) and not any(_is_item(found, span.start) for span in whole.spans):
            stated.append(Stated(RelationType.PART_OF, k, main, _IN_LIST, evidence))
        elif leads and len(groups[k].spans) < len(whole.spans):
            stated.append(Stated(RelationType.PART_OF, k, main, _IN_LEAD, evidence))
    return stated


def _is_item(found: Findings, at: int) -> bool:
    """Whether a name that starts at an offset is an element of a numbered or counted list."""
    return _ITEM.search(found.text, max(found.title_end, at - _ITEM_REACH), at) is not None


def _from_whole_to_part(found: Findings, whole: Group, at: int) -> tuple[int, int] | None:
    """Return the sentences from the nearest that names the whole to the one of a part.

    None where the whole does not stand before it, there or in one of the two sentences before.
    """
    index = found.sentence_index(at)
    since, end = found.sentences[max(0, index - _SENTENCES_BACK)][0], found.sentences[index][1]
    before = within(whole.spans, (since, at))
    return (found.sentence_of(before[-1].start)[0], end) if before else None
