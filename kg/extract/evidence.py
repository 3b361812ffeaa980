"""Chooses the sentences that prove a relation best."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from kg.extract.calibration import log_odds
from kg.extract.decode import ACTORS, FoundRelation
from kg.extract.denial import REACH, spares
from kg.extract.group import Group, Span, forms_of, lowered, squeeze
from kg.extract.known import is_well_known, leads_title
from kg.extract.layout import Layout
from kg.extract.places import within
from kg.extract.wording import (
    contrasts,
    derivation,
    is_aim,
    is_component,
    is_done_without,
    proposes,
    reports_tests,
    says_own,
    says_parity,
    says_win,
    tells_gain_over,
    tells_use,
)
from kg.records import EntityType, RelationType
from kg.text.initials import stands_for

# "Pose estimation" says less than "6-DoF head pose estimation": its sentence proves less. With 0
# the proofs of 225 of 1,263 annotated papers change, and 7 relations.
_OTHER_WORDING = 2.0
# What the reader thinks less likely weighs no less.
_LEAST = 0.001
# Characters on either side of a name that are looked at.
_AROUND = 200
# What shows that a thing of the paper's own is tested on or used: 98 % of such benchmarks are
# evaluated on, 78 % of such data sets used (35 % of the others).
_SHOWN_BY: dict[RelationType, Callable[[str], bool]] = {
    RelationType.EVALUATES_ON: reports_tests,
    RelationType.USES: tells_use,
}
# How many sentences behind its name that may stand: with 1 seven relations of 1,263 annotated
# papers change, with 12 one.
_SHOWN_WITHIN = 5
# Sentences from one that names a task to one on the paper's own work: with 1 relations of dev lose
# 0.3 of F1, with 9 no annotated paper has others.
_OWN_WITHIN = 4
# Sentences that a proof may take. Of the pairs of an own method and another that meet in one
# sentence 15 % are annotated as based on each other, 6 % of those in two, 3 % in more; of parts
# 21, 18 and 9 %.
_MOST = {
    RelationType.BASED_ON: 2,
    RelationType.OUTPERFORMS: 4,
    RelationType.PART_OF: 4,
    RelationType.BENCHMARK_FOR: 4,
}
# What fits no better than this speaks of others' work: relations of dev gain 0.1 of F1 with -1.6
# and lose 0.4 with -0.5, those of the 420 lose nothing and 0.1.
_ON_OTHERS_WORK = -1.0
# Of the 1,926 names of the catalogue in annotated sentences that propose something 33 are new ones
# where they do not lead the title.
_SURELY_NEW = 0.99
# Of 26 that a name and so much of the reader's chance say alone 22 are right.
_SURE_OF_NAME = 0.9
# Sentences between the proposal of a whole and one that names a part of it.
_WHOLE_WITHIN = 3
# Of 4,965 that only tests name 12 are introduced; of methods and models 4 %.
_NOT_BY_TESTS = (EntityType.BENCHMARK, EntityType.METRIC)
# A name this near to the start of its sentence is what the sentence is about. Of 160 annotated
# tasks that stand before a paper's own work alone and so 83 % are addressed, of the others 51 %.
_TOPIC = 12


def evidence_span(
    layout: Layout,
    relation: FoundRelation,
    groups: Sequence[Group],
    *,
    introduced: Collection[int] = (),
) -> tuple[int, int] | None:
    """Return the offsets of what proves a relation, one sentence or several in a row.

    For a relation of the paper it is the sentence of the mention that says it best, by the
    reader's chance and by the sentence's wording; where that tells of a task or presents a set of
    the paper's own, it goes on to the sentence on the paper's work or on tests. For a relation
    between two things it is a sentence of both, else the fewest sentences that hold both.

    Args:
        layout: The text and its sentences.
        relation: The relation.
        groups: The things that its indexes mean.
        introduced: Indexes of those that the paper presents as its own.

    Returns:
        The offsets; None where nothing proves it.
    """
    kind, target = relation.type, groups[relation.target]
    if relation.source is not None:
        own = relation.source in introduced
        return _of_two(layout, relation, groups[relation.source], target, own=own)
    ranked = _ranked(layout, relation, target.name)
    on_others, best = ranked[0]
    if kind is RelationType.INTRODUCES:
        return _as_own(layout, relation, target, best)
    if relation.target in introduced and kind in _SHOWN_BY:
        return _shown(layout, kind, target, [sentence for _, sentence in ranked])
    if on_others:
        return None
    return _with_own_work(layout, best) if kind is RelationType.ADDRESSES else best


def _ranked(
    layout: Layout, relation: FoundRelation, name: str
) -> list[tuple[bool, tuple[int, int]]]:
    """Return the sentences of the mentions, the best first, and whether each is on others' work."""
    weighed = []
    for start, end, chance in relation.places or tuple((*span, 0.5) for span in relation.spans):
        sentence = layout.sentence_of(start)
        at = start - sentence[0]
        fit = layout.fit(sentence, relation.type)
        if relation.type is RelationType.ADDRESSES and at < _TOPIC:
            fit = max(fit, -0.5)
        if relation.type is RelationType.MEASURES and is_aim(layout.said(sentence), at):
            fit = _ON_OTHERS_WORK
        if relation.type is RelationType.USES and is_done_without(layout.said((end, sentence[1]))):
            fit = _ON_OTHERS_WORK
        weight = log_odds(chance, least=_LEAST) / 2 + fit
        if not _is_name(layout.said((start, end)), name):
            weight -= _OTHER_WORDING
        weighed.append((fit <= _ON_OTHERS_WORK, -weight, sentence))
    return [(on_others, sentence) for on_others, _, sentence in sorted(weighed)]


def _as_own(
    layout: Layout, relation: FoundRelation, target: Group, sentence: tuple[int, int]
) -> tuple[int, int] | None:
    """Return the best sentence, from the one that proposes the whole if it only names a part."""
    text = layout.said(sentence)
    new = relation.confidence >= _SURELY_NEW or leads_title(layout.text, target.spans)
    if not new and _is_known(layout.text, target):
        return None
    if sentence[0] < layout.title_end or proposes(text) or says_own(text):
        return sentence
    if reports_tests(text):
        return None if target.type in _NOT_BY_TESTS else sentence
    for start, end in reversed(layout.before(sentence[0], _WHOLE_WITHIN)):
        whole = layout.text[start:end]
        if says_own(whole) and proposes(whole):
            return start, sentence[1]
    return sentence


def _is_known(text: str, group: Group) -> bool:
    return is_well_known(forms_of(text, group.spans), group.type)


def _shown(
    layout: Layout, kind: RelationType, target: Group, ranked: Sequence[tuple[int, int]]
) -> tuple[int, int] | None:
    """Return the best sentence on an own thing up to the first that shows it tested on or used."""
    # Of 4,681 own methods and models 13 are used as well, of 145 own data sets 96.
    if kind is RelationType.USES and target.type is not EntityType.DATASET:
        return None
    tells = _SHOWN_BY[kind]
    found = [
        (count, rank, start, end)
        for rank, (start, _) in enumerate(ranked)
        if start >= layout.title_end
        for count, (first, end) in enumerate(layout.after(start, _SHOWN_WITHIN))
        if tells(layout.said((first, end)))
    ]
    return min(found)[2:] if found else None


def _with_own_work(layout: Layout, sentence: tuple[int, int]) -> tuple[int, int] | None:
    """Return a sentence that tells of a task, with all up to the first on the paper's own work."""
    start, end = sentence
    if not layout.title_end <= start < layout.own:
        return start, end
    near = layout.count(start, layout.own) - 1 <= _OWN_WITHIN
    return (start, layout.sentence_of(layout.own)[1]) if near else None


def _is_name(mention: str, name: str) -> bool:
    """Whether a mention says the name itself or is its short form, not a looser wording."""
    one, two = lowered(mention), lowered(name)
    return (
        one == two or squeeze(one) == squeeze(two) or stands_for(one, two) or stands_for(two, one)
    )


@dataclass(frozen=True, slots=True)
class _Pair:
    """Two things, and what is to be proved of them.

    Attributes:
        layout: The text and its sentences.
        kind: How the source is said to be related to the target.
        source: A thing.
        target: Another.
        named: Whether the source is named after the target: no word has to say where it is from.
    """

    layout: Layout
    kind: RelationType
    source: Group
    target: Group
    named: bool


class _Proof(NamedTuple):
    """Sentences in a row that hold both things of a pair; the least is the best.

    Attributes:
        sentences: How many they are; the title counts as one more.
        against: What they say of the relation: -1 that it holds, 0 nothing, 1 not, 2 that it is the
            reverse, or that neither is better.
        backwards: Whether the source comes first, in another sentence.
        length: In characters.
        span: Where they are.
    """

    sentences: int
    against: int
    backwards: bool
    length: int
    span: tuple[int, int]


def _of_two(
    layout: Layout, relation: FoundRelation, source: Group, target: Group, *, own: bool
) -> tuple[int, int] | None:
    """Return what proves a relation of two things; *own* where the source is the paper's own."""
    kind = relation.type
    asked = own and kind is RelationType.BASED_ON and relation.confidence >= _SURE_OF_NAME
    named = asked and _is_named_after(layout.text, source, target)
    span = _span_of_both(_Pair(layout, kind, source, target, named))
    if span is None or own or kind is not RelationType.PART_OF:
        return span
    return None if _is_tool(layout.text, source, span) else span


def _span_of_both(pair: _Pair) -> tuple[int, int] | None:
    """Return the fewest sentences with a mention of both; the title only if nothing else has."""
    proofs = list(_proofs(pair))
    best = min((proof for proof in proofs if proof.against <= 0), default=None)
    if best is None or any(p.against > 1 and p.sentences < best.sentences for p in proofs):
        return None  # no word for it, or denied by a nearer sentence
    if best.against < 0:
        return _shown_of(pair, best, proofs)
    # What a sentence as near denies takes more than no word against it.
    denied = any(p.against > 0 and p.sentences <= best.sentences for p in proofs)
    known = pair.named or _is_known(pair.layout.text, pair.target)
    unsaid = pair.kind is RelationType.BASED_ON and not known
    return None if denied or unsaid else _shown_of(pair, best, proofs)


def _shown_of(pair: _Pair, best: _Proof, proofs: Sequence[_Proof]) -> tuple[int, int]:
    """Return the best sentences; of equally good ones those that do more than compare the two.

    "Foo improves over Bar" proves less that Foo is based on Bar than "Foo is an extension of Bar".
    """
    if pair.kind is not RelationType.BASED_ON:
        return best.span
    level = (p for p in proofs if (p.against, p.sentences) == (best.against, best.sentences))
    return min(level, key=lambda proof: (_is_outdone(pair, proof.span), proof)).span


def nearest_proof(
    layout: Layout, kind: RelationType, source: Group, target: Group
) -> tuple[int, tuple[int, int]] | None:
    """Return what the fewest sentences that hold both say, and where they are.

    Args:
        layout: The text and its sentences.
        kind: How the source may be related to the target.
        source: A thing.
        target: Another.

    Returns:
        More than 0 where they say that it is, less where rather not; None without such sentences.
    """
    best = min(_proofs(_Pair(layout, kind, source, target, named=False)), default=None)
    return None if best is None else (-best.against, best.span)


def _proofs(pair: _Pair) -> Iterator[_Proof]:
    """Yield the sentences that hold a mention of both."""
    layout, kind = pair.layout, pair.kind
    said: dict[tuple[int, int], int] = {}
    for left in pair.source.spans:
        # The next one on either side: what lies beyond takes no fewer sentences.
        at = bisect_left(pair.target.spans, left)
        for right in pair.target.spans[max(0, at - 1) : at + 1]:
            first = layout.sentence_of(min(left.start, right.start))
            last = layout.sentence_of(max(left.start, right.start))
            count = layout.count(first[0], last[0])
            backwards = count > 1 and right.start > left.start
            count += first[0] < layout.title_end
            if count > _MOST[kind]:
                continue
            span = (first[0], last[1])
            if kind is RelationType.BENCHMARK_FOR:
                between = layout.text[min(left.end, right.end) : max(left.start, right.start)]
                # Of 28 annotated pairs with such words between them 2 belong together, of the
                # others 44 %.
                says = -1 if contrasts(between) else 0
            else:
                if span not in said:
                    said[span] = _says(pair, span)
                says = said[span]
            yield _Proof(count, -says, backwards, last[1] - first[0], span)


def _is_named_after(text: str, source: Group, target: Group) -> bool:
    """Whether a name holds another as a part: "Mask-GRPO", "PathMamba".

    Of 387 annotated own models and methods so named 70 % are based on it.
    """
    if not {source.type, target.type} <= {*ACTORS}:
        return False
    name = source.name
    for form in forms_of(text, target.spans):
        at = name.find(form) if len(form) > 2 and " " not in form else -1
        if at >= 0 and name != form:
            before, after = name[:at][-1:], name[at + len(form) :][:1]
            starts = not before.isalpha() or (before.islower() and form[0].isupper())
            if starts and not after.islower():
                return True
    return False


def _is_tool(text: str, source: Group, span: tuple[int, int]) -> bool:
    """Say whether a source is a well-known method that its sentences call no component.

    Of the annotated ones beside an own method that uses them 5 % are a part of it, of those called
    a component 10 %, of less known ones 15 %.
    """
    if source.type is not EntityType.METHOD or not _is_known(text, source):
        return False
    inside = [item for item in source.spans if span[0] <= item.start < span[1]]
    return not any(is_component(text[item.end : span[1]]) for item in inside)


def _says(pair: _Pair, span: tuple[int, int]) -> int:
    """Say how sentences that hold a pair tell of its relation: 1, 0, -1, not, -2, the contrary."""
    mentions = within(pair.target.spans, span)
    if pair.kind is RelationType.OUTPERFORMS:
        return _says_win(pair.layout, span, pair.source, mentions)
    if pair.kind is not RelationType.BASED_ON:
        return 0
    tone = max((_derivation(pair.layout, mention) for mention in mentions), default=0)
    return max(tone, 0) if pair.named else tone


def _derivation(layout: Layout, mention: Span) -> int:
    start, end = layout.sentence_of(mention.start)
    before = layout.text[max(start, mention.start - _AROUND) : mention.start]
    return derivation(before, layout.text[mention.end : min(end, mention.end + _AROUND)])


def _is_outdone(pair: _Pair, span: tuple[int, int]) -> bool:
    """Whether sentences name the target of a pair only as what something else is better than."""
    text = pair.layout.text
    mentions = within(pair.target.spans, span)
    return all(tells_gain_over(text[max(span[0], m.start - _AROUND) : m.start]) for m in mentions)


def _says_win(layout: Layout, span: tuple[int, int], winner: Group, rivals: Sequence[Span]) -> int:
    text, winners = layout.text, winner.spans
    beaten = [r for r in rivals if not spares(text, layout.sentence_of(r.start), r, winners)]
    if not beaten:
        return -2
    # What stands further off says nothing of this rival.
    level = all(says_parity(text[max(span[0], r.start - REACH) : r.start]) for r in beaten)
    if level:
        return -2
    # What is said before the rival is named is an aim more often than an outcome.
    told = (layout.sentence_of(beaten[0].start)[0], span[1])
    return 1 if not text.endswith("?", *span) and says_win(layout.said(told)) else -1
