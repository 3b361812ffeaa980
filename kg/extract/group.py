"""Which surface strings of one paper name the same thing."""

from __future__ import annotations

import math
import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from kg.extract.distinct import is_edition, known_apart, two_things
from kg.extract.encode import Floats
from kg.records import EntityType
from kg.text import SMALL_WORDS, fold
from kg.text.initials import BETWEEN_WORDS, initials_of, letters_of, spells
from kg.text.likeness import OPPOSED, PART, objection, other_meaning, spelt_out, two_short_forms

FEATURES = 9
_INITIALS, _BESIDE, _SAME_LETTERS, _DEFINED = 0, 1, 5, 7
# Least chances of a pair that its spelling does not support, and of one that it speaks against. Of
# the pairs of annotated names with a chance of 0.3 to 0.6 the former are one thing in 4 of 10, the
# latter in 1 of 8 (docs/EXPERIMENTS.md).
UNSUPPORTED, DOUBTED = 0.55, 0.8
# Names that are equal with their short forms written out get this chance if they have the first.
EQUAL_FROM, EQUAL = 0.05, 0.9
# Of two names that are not one by way of a third either.
TWO_THINGS = -math.inf
_PROPER = re.compile(r"[A-Z].*[A-Z]|\d|[a-z][A-Z]")
_OPENING = re.compile(r"\s*\(\s*")
_PLURAL = re.compile(r"(?<=\w)s\b")
_NO_DIGITS = re.compile(r"\D")
# Above this many surfaces only pairs with some string in common are looked at (long texts).
ALL_PAIRS = 120


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A string that the tags call a name.

    Attributes:
        start: Offset of its first character.
        end: Offset after its last.
        type: Its kind.
        confidence: 0 to 1.
    """

    start: int
    end: int
    type: EntityType
    confidence: float


@dataclass(frozen=True, slots=True)
class Surface:
    """All spans of one folded string."""

    folded: str
    spans: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Group:
    """A thing: its name, its kind and where it stands."""

    name: str
    type: EntityType
    spans: tuple[Span, ...]
    confidence: float


def lowered(text: str) -> str:
    """Return the text with single spaces and no case: what the scorer compares."""
    return " ".join(text.split()).casefold()


def squeeze(text: str) -> str:
    """Return letters and digits alone, plural endings dropped; `Foo++` is no Foo."""
    rest = text.rstrip("+")
    return letters_of(_PLURAL.sub("", rest)) + text[len(rest) :]


@dataclass(frozen=True, slots=True)
class Traits:
    """What the comparison of strings needs of each, found once.

    Attributes:
        words: Its words.
        last: The last of them.
        squeezed: Letters and digits alone.
        digits: Digits alone.
        letters: Letters and digits with plural endings.
        initials: Those of its words, with and without small words.
        starts: Where it starts in the text.
        opens: What stands right behind a bracket behind it: the offsets.
    """

    words: frozenset[str]
    last: str
    squeezed: str
    digits: str
    letters: str
    initials: frozenset[str]
    starts: frozenset[int]
    opens: frozenset[int]

    @classmethod
    def of(cls, text: str, surface: Surface) -> Traits:
        """Return the traits of a string in its text."""
        folded = surface.folded
        words = folded.split()
        openings = (_OPENING.match(text, span.end) for span in surface.spans)
        return cls(
            words=frozenset(words),
            last=words[-1] if words else "",
            squeezed=squeeze(folded),
            digits=_NO_DIGITS.sub("", folded),
            letters=letters_of(folded),
            initials=frozenset(initials_of(folded)),
            starts=frozenset(span.start for span in surface.spans),
            opens=frozenset(opening.end() for opening in openings if opening),
        )


def surfaces(text: str, spans: Sequence[Span]) -> list[Surface]:
    """Gather spans by folded string, in order of first appearance."""
    found: dict[str, list[Span]] = {}
    for span in sorted(spans):
        found.setdefault(lowered(text[span.start : span.end]), []).append(span)
    return [Surface(folded, tuple(items)) for folded, items in found.items()]


def candidate_pairs(found: Sequence[Surface]) -> list[tuple[int, int]]:
    """Return the pairs worth comparing: all of them, in a long text only related strings."""
    count = len(found)
    if count <= ALL_PAIRS:
        return [(i, j) for i in range(count) for j in range(i + 1, count)]
    by_key: dict[str, list[int]] = {}
    for k, surface in enumerate(found):
        words = [word for word in BETWEEN_WORDS.split(surface.folded) if word]
        keys = {squeeze(word) for word in words if word not in SMALL_WORDS} | {
            squeeze(surface.folded),
            "".join(word[0] for word in words),
        }
        for key in keys:
            by_key.setdefault(key, []).append(k)
    pairs = set()
    for members in by_key.values():
        # A word that everything shares says nothing.
        if len(members) <= ALL_PAIRS:
            pairs |= {(i, j) for i in members for j in members if i < j}
    return sorted(pairs)


def pair_features(
    text: str,
    found: Sequence[Surface],
    pairs: Sequence[tuple[int, int]],
    *,
    abbreviations: Sequence[tuple[str, str]] = (),
) -> Floats:
    """Return what the strings alone say about each pair, one row a pair.

    Args:
        text: Where the strings stand.
        found: The strings.
        pairs: Indexes of two strings each.
        abbreviations: (long form, short form) pairs that the text defines.
    """
    traits = [Traits.of(text, surface) for surface in found]
    defined = {frozenset((squeeze(lowered(a)), squeeze(lowered(b)))) for a, b in abbreviations}
    rows = []
    for i, j in pairs:
        a, b, one, two = found[i].folded, found[j].folded, traits[i], traits[j]
        shared = len(one.words & two.words)
        row = (
            (len(a) < len(b) and spells(one.letters, two.initials))
            or (len(b) < len(a) and spells(two.letters, one.initials)),
            # One stands right before a bracket and the other right after it.
            not (one.opens.isdisjoint(two.starts) and two.opens.isdisjoint(one.starts)),
            shared / max(1, len(one.words | two.words)),
            a in b or b in a,
            one.last == two.last,
            one.squeezed == two.squeezed,
            one.digits != two.digits,
            frozenset((one.squeezed, two.squeezed)) in defined,
            a.startswith(b) or b.startswith(a),
        )
        rows.append(row)
    return np.array(rows, np.float32).reshape(-1, FEATURES)


def weigh(
    text: str,
    found: Sequence[Surface],
    scored: Sequence[tuple[float, int, int]],
    features: Floats,
    *,
    abbreviations: Sequence[tuple[str, str]] = (),
) -> list[tuple[float, int, int]]:
    """Return the scores of pairs with what their words say for and against them.

    Args:
        text: Where the strings stand.
        found: The strings.
        scored: (score, i, j) of each pair.
        features: Their rows of `pair_features`.
        abbreviations: (long form, short form) pairs that the text defines.
    """
    definitions: dict[str, str] = {}
    for long, short in abbreviations:
        definitions.setdefault(fold(short), long)
    forms = [text[item.spans[0].start : item.spans[0].end] for item in found]
    apart = two_things([item.folded for item in found], [(i, j) for _, i, j in scored])
    weighed = []
    for (score, i, j), row in zip(scored, features, strict=True):
        supported = row[_INITIALS] or row[_SAME_LETTERS] or row[_DEFINED]
        told_apart = not supported and two_short_forms(forms[i], forms[j], definitions)
        if told_apart or (i, j) in apart:
            score = TWO_THINGS
        elif score >= EQUAL_FROM and not supported:
            told = not row[_BESIDE] and known_apart(forms[i], forms[j])
            score = TWO_THINGS if told else _weighed(score, forms[i], forms[j], definitions)
        weighed.append((score, i, j))
    return weighed


def _weighed(score: float, left: str, right: str, definitions: Mapping[str, str]) -> float:
    plain = spelt_out(left, definitions)
    if plain and plain == spelt_out(right, definitions):
        return max(score, EQUAL)
    against = objection(left, right)
    if against == OPPOSED:
        return 0.0
    doubted = against == PART or other_meaning(left, right, definitions)
    return score if score >= (DOUBTED if doubted else UNSUPPORTED) else 0.0


def cluster(count: int, scored: Sequence[tuple[float, int, int]], *, cut: float) -> list[list[int]]:
    """Join pairs greedily, best first, while the average score between the two sides holds.

    Args:
        count: How many things there are.
        scored: (score, i, j) of each pair with i < j; a pair that is not given scores 0.
        cut: Least average score at which two sides are joined.

    Returns:
        The members of each cluster, sorted; clusters by their first member.
    """
    score = {(i, j): value for value, i, j in scored}
    members = {k: [k] for k in range(count)}
    home = list(range(count))
    for value, i, j in sorted(scored, key=lambda item: (-item[0], item[1], item[2])):
        if value < cut:
            break
        left, right = home[i], home[j]
        if left == right:
            continue
        between = [
            score.get((min(a, b), max(a, b)), 0.0) for a in members[left] for b in members[right]
        ]
        if sum(between) / len(between) < cut:
            continue
        keep, drop = min(left, right), max(left, right)
        members[keep] = sorted(members[keep] + members.pop(drop))
        for k in members[keep]:
            home[k] = keep
    return [members[k] for k in sorted(members)]


def forms_of(text: str, spans: Iterable[Span]) -> set[str]:
    """Return the surface strings of some spans."""
    return {text[span.start : span.end] for span in spans}


def spaced_forms(text: str, spans: Iterable[Span]) -> list[str]:
    """Return the surface strings of some spans with single spaces, sorted."""
    return sorted({" ".join(form.split()) for form in forms_of(text, spans)})


def lowered_forms(text: str, group: Group) -> set[str]:
    """Return the name and surface strings of a thing, lowered."""
    return {lowered(group.name)} | {lowered(form) for form in forms_of(text, group.spans)}


def canonical_name(forms: Sequence[str]) -> str:
    """Return the acronym or single proper token if one stands, else the first whole form.

    A common word that another form goes on from (`unit` of `unit tests`) is no whole form, nor is
    one that a preposition or an open bracket ends, of less than two letters and digits (`$(`) or
    of digits alone (`2024`).
    An edition beats its bare name (`Foo 2` and `Foo`): so in 37 of 39 annotated things that are
    called nothing else; with a long form (`Frobnicator`) the bare name stands in 3 of 3.

    Args:
        forms: The surface strings of one thing, most telling first; never empty.
    """
    forms = [form for form in forms if _is_word(form)] or forms
    name = _short_name(forms)
    others = {lowered(form): form for form in forms if lowered(form) != lowered(name)}
    if others and all(is_edition(form, lowered(name)) for form in others):
        return others[max(others, key=len)]
    return name


def _short_name(forms: Sequence[str]) -> str:
    for form in forms:
        if not re.search(r"\s", form) and any(_PROPER.search(p) for p in re.split("[-/]", form)):
            return form
    return next((form for form in forms if not _is_remnant(form, forms)), forms[0])


def _is_word(form: str) -> bool:
    return sum(map(str.isalnum, form)) > 1 and any(map(str.isalpha, form))


def _is_remnant(form: str, forms: Sequence[str]) -> bool:
    if form.count("(") != form.count(")") or lowered(form).split()[-1] in SMALL_WORDS:
        return True
    if not form.replace("-", "").isalpha():
        return False
    goes_on = (f"{lowered(form)} ", f"{lowered(form)}-")
    return any(lowered(other).startswith(goes_on) for other in forms)


def merge(text: str, members: Sequence[Surface]) -> Group:
    """Make one thing of some surfaces: the type by weight, the name by `canonical_name`."""
    spans = tuple(sorted(span for surface in members for span in surface.spans))
    weight: defaultdict[EntityType, float] = defaultdict(float)
    for span in spans:
        weight[span.type] += span.confidence
    kind = max(weight, key=lambda t: (weight[t], t.value))
    name = canonical_name(spaced_forms(text, spans))
    return Group(name, kind, spans, max(span.confidence for span in spans))


def name_apart(groups: Sequence[Group]) -> list[Group]:
    """Return the groups with names that differ: a name taken before gets its type behind it."""
    taken: set[str] = set()
    numbers: dict[tuple[str, EntityType], int] = {}  # all before them are taken
    out = []
    for group in groups:
        key = group.name, group.type
        number = numbers.get(key, 1)
        while (name := _numbered(group, number)) in taken:
            number += 1
        taken.add(name)
        numbers[key] = number
        out.append(group if number == 1 else replace(group, name=name))
    return out


def _numbered(group: Group, number: int) -> str:
    if number == 1:
        return group.name
    return f"{group.name} ({group.type.value.lower()}{'' if number == 2 else number})"
