"""Chooses the sentence that proves a relation best."""

from __future__ import annotations

import math
import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from kg.extract.decode import FoundRelation
from kg.extract.group import Group, fold, is_acronym, squeeze
from kg.extract.sentences import sentence_of
from kg.records import ENTITY_RELATIONS, RelationType

Sentences = Sequence[tuple[int, int]]
# "Pose estimation" says less than "6-DoF head pose estimation": its sentence proves less.
_OTHER_WORDING = 1.0
# Sentences on others' work: what stands there says little of this paper.
_BACKGROUND = re.compile(
    r"(?:Recent|Existing|Current|Traditional|Conventional|Prior|Previous|Many|Most|While|Although|Despite|"
    r"However|Large|Modern|State-of-the-art|In recent|With the|As)(?:ly)?\b"
)
_GENERAL = re.compile(
    r"\b(?:ha(?:s|ve) (?:\w+ly )?(?:emerged|garnered|gained|become|attracted|revolutioni[sz]ed|"
    r"been widely)|"
    r"remains? (?:an?\b|challenging|difficult|under)|widely (?:used|adopted)|"
    r"(?:is|are) (?:an? )?(?:\w+ly )?(?:powerful|promising|fundamental|crucial|critical|important|"
    r"key|challenging|essential|vital)\b|imped|suffers?\b|struggl|hinder)"
)
_OWN = re.compile(
    r"\b(?:we|our|us|this (?:paper|work|study|article|report|survey))\b", re.IGNORECASE
)
_PROPOSES = re.compile(
    r"\b(?:propos|introduc|present|develop|design|releas|construct|buil[dt]|creat|contribut|devis|"
    r"formulat|curat|collect|establish|describ|unveil|open-?sourc|call(?:ed)?\b|nam(?:ed|ely)\b|"
    r"dubbed|termed|novel|new\b)",
    re.IGNORECASE,
)
_TESTS = re.compile(
    r"\b(?:experiment|evaluat|result|achiev|attain|outperform|surpass|test|improv|demonstrat|reach|"
    r"score|reduc|gain|increas|measur|report|validat|show)",
    re.IGNORECASE,
)
_COMPARES = re.compile(
    r"\b(?:compar|outperform|surpass|exceed|superior|better|baseline|than|against|over|beat|versus|vs)",
    re.IGNORECASE,
)
_USES = re.compile(
    r"\b(?:us(?:e|es|ed|ing)|based on|build|built|leverag|employ|adopt|appl(?:y|ies|ied|ying)|"
    r"combin|integrat|train|fine-?tun|via|through|with|incorporat|utili[sz]|extend)",
    re.IGNORECASE,
)
_NOT_IN_TITLES = (RelationType.USES, RelationType.COMPARES_WITH, RelationType.MEASURES)
_GENERAL_TALK = (RelationType.USES, RelationType.ADDRESSES)
_CUES = {
    RelationType.INTRODUCES: _PROPOSES,
    RelationType.USES: _USES,
    RelationType.EVALUATES_ON: _TESTS,
    RelationType.MEASURES: _TESTS,
    RelationType.COMPARES_WITH: _COMPARES,
}


@dataclass(frozen=True, slots=True)
class Layout:
    """A text with its sentences; made once, asked for each relation.

    Attributes:
        text: The text.
        sentences: Its sentences in order; not empty.
        title_end: Where the title ends; -1 where there is none.
        own: Where the first sentence on the paper's own work starts.
    """

    text: str
    sentences: Sentences
    title_end: int
    own: int

    @classmethod
    def of(cls, text: str, sentences: Sentences) -> Layout:
        """Return the layout of a text."""
        return cls(text, sentences, text.find("\n"), own_work_starts(sentences, text))

    def count(self, first: int, last: int) -> int:
        """Return how many sentences start at `first` to `last`."""
        low = bisect_left(self.sentences, (first, 0))
        return bisect_right(self.sentences, (last, 1 << 62)) - low

    def wording(self, sentence: tuple[int, int], relation: RelationType) -> float:
        """Return how well the wording of one of its sentences fits a relation of the paper."""
        return wording(
            self.text[slice(*sentence)],
            relation,
            title=sentence[0] < self.title_end,
            before_own=sentence[0] < self.own,
        )


def evidence_span(
    layout: Layout, relation: FoundRelation, groups: Sequence[Group]
) -> tuple[int, int]:
    """Return the offsets of the sentence that proves a relation.

    For a relation of the paper it is the sentence of the mention that says it best, by the
    reader's chance and by the sentence's wording; for one between two things a sentence of
    both, else the fewest sentences that hold both.

    Args:
        layout: The text and its sentences.
        relation: The relation.
        groups: The things that its indexes mean.
    """
    if relation.source is not None:
        return _span_of_both(layout, groups[relation.source], groups[relation.target])
    places = relation.places or tuple((start, end, 0.5) for start, end in relation.spans)
    weighed = []
    for start, end, chance in places:
        sentence = sentence_of(layout.sentences, start)
        weight = _log_odds(chance) / 2 + layout.wording(sentence, relation.type)
        if not _is_name(layout.text[start:end], groups[relation.target].name):
            weight -= _OTHER_WORDING
        weighed.append((-weight, sentence))
    return min(weighed)[1]


def _is_name(mention: str, name: str) -> bool:
    """Whether a mention says the name itself or is its short form, not a looser wording."""
    one, two = fold(mention), fold(name)
    return squeeze(one) == squeeze(two) or is_acronym(one, two) or is_acronym(two, one)


def _span_of_both(layout: Layout, source: Group, target: Group) -> tuple[int, int]:
    """Return the fewest sentences with a mention of both; the title only if nothing else has."""
    ranked = []
    for left in source.spans:
        # The next one on either side: what lies beyond takes no fewer sentences.
        at = bisect_left(target.spans, left)
        for right in target.spans[max(0, at - 1) : at + 1]:
            first = sentence_of(layout.sentences, min(left.start, right.start))
            last = sentence_of(layout.sentences, max(left.start, right.start))
            count = layout.count(first[0], last[0])
            backwards = count > 1 and right.start > left.start
            from_title = first[0] < layout.title_end
            ranked.append((count + from_title, backwards, last[1] - first[0], first[0], last[1]))
    *_, start, end = min(ranked)
    return start, end


def says_own(sentence: str) -> bool:
    """Whether a sentence speaks of the paper's own work."""
    return bool(_OWN.search(sentence))


def own_work_starts(sentences: Sentences, text: str) -> int:
    """Return where the first sentence on the paper's own work starts; 0 if none says so."""
    for start, end in sentences:
        if _OWN.search(text, start, end):
            return start
    return 0


def fit_of_evidence(
    sentence: str, relation: RelationType, *, title: bool, before_own: bool, count: int
) -> float:
    """Return how well its evidence fits a relation, from -3 to 2; 0 is neutral.

    Args:
        sentence: The evidence.
        relation: The relation's type.
        title: Whether it is the title.
        before_own: Whether it stands before the first sentence on the paper's own work.
        count: Of how many sentences it is made.
    """
    if relation in ENTITY_RELATIONS:
        return float(-min(3, count - 1 + title))
    return wording(sentence, relation, title=title, before_own=before_own)


@lru_cache(maxsize=1024)
def wording(sentence: str, relation: RelationType, *, title: bool, before_own: bool) -> float:
    """Return how well a sentence's wording fits a relation of the paper; 0 is neutral."""
    if relation is RelationType.MENTIONS:
        return 0.0
    weight = 1.0 if _OWN.search(sentence) else 0.0
    cue = _CUES.get(relation)
    if cue and cue.search(sentence):
        weight += 1.0
    if not _OWN.search(sentence):
        general = relation in _GENERAL_TALK and _GENERAL.search(sentence)
        if _BACKGROUND.match(sentence) or (general and not title):
            weight -= 2.0
        elif before_own and not title:
            weight -= 0.5
    # A title names what a paper is about, seldom what it is made with.
    return weight - 1.0 if title and relation in _NOT_IN_TITLES else weight


def _log_odds(chance: float) -> float:
    chance = min(max(chance, 0.001), 0.999)
    return math.log(chance / (1 - chance))
