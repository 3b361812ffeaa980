"""Chooses the sentences that prove a relation best."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from kg.extract.calibration import log_odds
from kg.extract.decode import FoundRelation
from kg.extract.denial import spares
from kg.extract.group import Group, Span, forms_of, lowered, squeeze, stands_for
from kg.extract.known import is_well_known, leads_title
from kg.extract.places import within
from kg.extract.sentences import sentence_of
from kg.extract.wording import (
    contrasts,
    derivation,
    is_aim,
    is_component,
    proposes,
    reports_tests,
    says_own,
    says_parity,
    says_win,
    tells_use,
    wording,
)
from kg.records import ENTITY_RELATIONS, EntityType, RelationType

Sentences = Sequence[tuple[int, int]]
# "Pose estimation" says less than "6-DoF head pose estimation": its sentence proves less.
_OTHER_WORDING = 2.0
# What the reader thinks less likely weighs no less.
_LEAST = 0.001
# Characters on either side of a name that are looked at.
_AROUND = 200
# What shows that a thing of the paper's own is tested on or used, and how many sentences behind
# its name it may stand: 98 % of such benchmarks are evaluated on, 78 % of such data sets used (35 %
# of the others).
_SHOWN_BY: dict[RelationType, tuple[Callable[[str], bool], int]] = {
    RelationType.EVALUATES_ON: (reports_tests, 5),
    RelationType.USES: (tells_use, 3),
}
# Characters before a rival's name that tell how it fared, as far as a clause of winning reaches.
_BEFORE_RIVAL = 500
# Sentences from one that names a task to one on the paper's own work.
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
# What fits no better than this speaks of others' work.
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


@dataclass(frozen=True, slots=True)
class Layout:
    """A text with its sentences; made once, asked for each relation.

    Attributes:
        text: The text.
        sentences: Its sentences in order; not empty.
        title_end: Where the title ends; -1 where there is none.
        own: Where the first sentence on the paper's own work starts.
        names: Where things of the paper's own are named, in order.
    """

    text: str
    sentences: Sentences
    title_end: int
    own: int
    names: Sequence[int] = ()

    @classmethod
    def of(cls, text: str, sentences: Sentences) -> Layout:
        """Return the layout of a text."""
        return cls(text, sentences, text.find("\n"), own_work_starts(sentences, text))

    def naming(self, starts: Iterable[int]) -> Layout:
        """Return the layout with more of the paper's own, named from some offsets on."""
        return replace(self, names=sorted({*self.names, *starts}))

    def count(self, first: int, last: int) -> int:
        """Return how many sentences start at `first` to `last`."""
        low = bisect_left(self.sentences, (first, 0))
        return bisect_right(self.sentences, (last, 1 << 62)) - low

    def after(self, start: int, count: int) -> Sentences:
        """Return the sentence that starts there and at most so many behind it."""
        at = bisect_left(self.sentences, (start, 0))
        return self.sentences[at : at + count + 1]

    def before(self, start: int, count: int) -> Sentences:
        """Return at most so many sentences before the one that starts there, not the title."""
        at = bisect_left(self.sentences, (start, 0))
        return [s for s in self.sentences[max(0, at - count) : at] if s[0] >= self.title_end]

    def fit(self, span: tuple[int, int], relation: RelationType) -> float:
        """Return how well an evidence fits a relation (see `fit_of_evidence`)."""
        return fit_of_evidence(
            self.text[slice(*span)],
            relation,
            title=span[0] < self.title_end,
            before_own=span[0] < self.own,
            count=self.count(span[0], span[1] - 1),
            names_own=bisect_left(self.names, span[0]) < bisect_left(self.names, span[1]),
        )


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
    if relation.source is not None:
        source, target = groups[relation.source], groups[relation.target]
        own = relation.source in introduced
        return _of_two(layout, relation, source, target, own=own)
    kind = relation.type
    weighed = []
    for start, end, chance in relation.places or tuple((*span, 0.5) for span in relation.spans):
        sentence = sentence_of(layout.sentences, start)
        fit = layout.fit(sentence, kind)
        if kind is RelationType.ADDRESSES and start - sentence[0] < _TOPIC:
            fit = max(fit, -0.5)
        if kind is RelationType.MEASURES and is_aim(
            layout.text[slice(*sentence)], start - sentence[0]
        ):
            fit = _ON_OTHERS_WORK
        weight = log_odds(chance, least=_LEAST) / 2 + fit
        if not _is_name(layout.text[start:end], groups[relation.target].name):
            weight -= _OTHER_WORDING
        weighed.append((fit <= _ON_OTHERS_WORK, -weight, sentence))
    weighed.sort()
    others, _, best = weighed[0]
    if kind is RelationType.INTRODUCES:
        return _as_own(layout, relation, groups[relation.target], best)
    if relation.target in introduced and kind in _SHOWN_BY:
        return _shown(layout, kind, groups[relation.target], [item[-1] for item in weighed])
    if others:
        return None
    return _with_own_work(layout, best) if kind is RelationType.ADDRESSES else best


def _as_own(
    layout: Layout, relation: FoundRelation, target: Group, sentence: tuple[int, int]
) -> tuple[int, int] | None:
    """Return the best sentence, from the one that proposes the whole if it only names a part."""
    text = layout.text[slice(*sentence)]
    if _is_old(layout.text, relation, target):
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


def _is_old(text: str, relation: FoundRelation, target: Group) -> bool:
    """Say whether a thing is known under its name, and neither reader nor title speak against."""
    new = relation.confidence >= _SURELY_NEW or leads_title(text, target.spans)
    return not new and is_well_known(forms_of(text, target.spans), target.type)


def _shown(
    layout: Layout, kind: RelationType, target: Group, ranked: Sequence[tuple[int, int]]
) -> tuple[int, int] | None:
    """Return the best sentence on an own thing up to the first that shows it tested on or used."""
    # Of 4,681 own methods and models 13 are used as well, of 145 own data sets 96.
    if kind is RelationType.USES and target.type is not EntityType.DATASET:
        return None
    tells, within = _SHOWN_BY[kind]
    found = []
    for rank, (start, _) in enumerate(ranked):
        if start >= layout.title_end:
            for count, (first, last) in enumerate(layout.after(start, within)):
                if tells(layout.text[first:last]):
                    found.append((count, rank, start, last))
                    break
    return min(found)[2:] if found else None


def _with_own_work(layout: Layout, sentence: tuple[int, int]) -> tuple[int, int] | None:
    """Return a sentence that tells of a task, with all up to the first on the paper's own work."""
    start, end = sentence
    if not layout.title_end <= start < layout.own:
        return start, end
    near = layout.count(start, layout.own) - 1 <= _OWN_WITHIN
    return (start, sentence_of(layout.sentences, layout.own)[1]) if near else None


def _is_name(mention: str, name: str) -> bool:
    """Whether a mention says the name itself or is its short form, not a looser wording."""
    one, two = lowered(mention), lowered(name)
    return squeeze(one) == squeeze(two) or stands_for(one, two) or stands_for(two, one)


def _of_two(
    layout: Layout, relation: FoundRelation, source: Group, target: Group, *, own: bool
) -> tuple[int, int] | None:
    """Return what proves a relation of two things; *own* where the source is the paper's own."""
    kind = relation.type
    asked = own and kind is RelationType.BASED_ON and relation.confidence >= _SURE_OF_NAME
    named = asked and _is_named_after(layout.text, source, target)
    span = _span_of_both(layout, kind, source, target, named=named)
    if span is None or own or kind is not RelationType.PART_OF:
        return span
    return None if _is_tool(layout.text, source, span) else span


def _span_of_both(
    layout: Layout, kind: RelationType, source: Group, target: Group, *, named: bool
) -> tuple[int, int] | None:
    """Return the fewest sentences with a mention of both; the title only if nothing else has.

    Where the source is *named* after the target, no word has to say that it comes from there.
    """
    ranked = list(_ranked(layout, kind, source, target, named=named))
    enough = [item for item in ranked if item[1] <= 0]
    if not enough:
        return None
    best = min(enough)
    if any(item[1] > 1 and item[0] < best[0] for item in ranked):
        return None  # denied by a nearer sentence
    if best[1] == 0:
        # What a sentence as near denies takes more than no word against it.
        denied = any(item[1] > 0 and item[0] <= best[0] for item in ranked)
        forms = forms_of(layout.text, target.spans)
        known = named or is_well_known(forms, target.type)
        unsaid = kind is RelationType.BASED_ON and not known
        if denied or unsaid:
            return None
    return best[-1]


def _ranked(
    layout: Layout, kind: RelationType, source: Group, target: Group, *, named: bool
) -> Iterator[tuple[int, int, bool, int, tuple[int, int]]]:
    """Yield the sentences that hold a mention of both: the least is the best."""
    said: dict[tuple[int, int], int] = {}
    for left in source.spans:
        # The next one on either side: what lies beyond takes no fewer sentences.
        at = bisect_left(target.spans, left)
        for right in target.spans[max(0, at - 1) : at + 1]:
            first = sentence_of(layout.sentences, min(left.start, right.start))
            last = sentence_of(layout.sentences, max(left.start, right.start))
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
                    said[span] = _says(layout, kind, span, source, target)
                says = max(said[span], 0) if named else said[span]
            yield count, -says, backwards, last[1] - first[0], span


def _is_named_after(text: str, source: Group, target: Group) -> bool:
    """Whether a name holds another as a part: "Mask-GRPO", "PathMamba".

    Of 387 annotated own models and methods so named 70 % are based on it.
    """
    if not {source.type, target.type} <= {EntityType.MODEL, EntityType.METHOD}:
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
    forms = forms_of(text, source.spans)
    if source.type is not EntityType.METHOD or not is_well_known(forms, source.type):
        return False
    inside = [item for item in source.spans if span[0] <= item.start < span[1]]
    return not any(is_component(text[item.end : span[1]]) for item in inside)


def _says(
    layout: Layout, kind: RelationType, span: tuple[int, int], source: Group, target: Group
) -> int:
    """Say how sentences that hold two things tell of a relation: 1, 0, -1, not, -2, the reverse."""
    mentions = within(target.spans, span)
    if kind is RelationType.OUTPERFORMS:
        return _says_win(layout, span, source, mentions)
    if kind is not RelationType.BASED_ON:
        return 0
    tones = []
    for mention in mentions:
        start, end = sentence_of(layout.sentences, mention.start)
        before = layout.text[max(start, mention.start - _AROUND) : mention.start]
        after = layout.text[mention.end : min(end, mention.end + _AROUND)]
        tones.append(derivation(before, after))
    return max(tones, default=0)


def _says_win(layout: Layout, span: tuple[int, int], winner: Group, rivals: Sequence[Span]) -> int:
    text, sentences, winners = layout.text, layout.sentences, winner.spans
    beaten = [r for r in rivals if not spares(text, sentence_of(sentences, r.start), r, winners)]
    if not beaten:
        return -2
    # What stands further off says nothing of this rival.
    level = all(says_parity(text[max(span[0], r.start - _BEFORE_RIVAL) : r.start]) for r in beaten)
    asked = text.endswith("?", *span)
    return 1 if not (level or asked) and says_win(text[slice(*span)]) else -1


def own_work_starts(sentences: Sentences, text: str) -> int:
    """Return where the first sentence on the paper's own work starts; 0 if none says so."""
    for start, end in sentences:
        if says_own(text[start:end]):
            return start
    return 0


def fit_of_evidence(
    sentence: str,
    relation: RelationType,
    *,
    title: bool,
    before_own: bool,
    count: int,
    names_own: bool = False,
) -> float:
    """Return how well its evidence fits a relation, from -3 to 2; 0 is neutral.

    Args:
        sentence: The evidence.
        relation: The relation's type.
        title: Whether it is the title.
        before_own: Whether it stands before the first sentence on the paper's own work.
        count: Of how many sentences it is made.
        names_own: Whether it names what the paper presents as its own.
    """
    if relation in ENTITY_RELATIONS:
        return float(-min(3, count - 1 + title))
    fit = wording(sentence, relation, title=title, before_own=before_own, names_own=names_own)
    return fit - 1 if relation is RelationType.ADDRESSES and count > 1 else fit
