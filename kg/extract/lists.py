"""Lists: "71.3%, 80.2% and 64.0% on A, B and C" gives each number its own benchmark.

One number on two benchmarks is two results, and the numbers of one list are of one kind.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, replace
from functools import cache
from itertools import pairwise

from kg.extract.apart import benchmarks_apart
from kg.extract.decode import ACTORS, DATA, FoundResult, settled
from kg.extract.findings import Findings
from kg.extract.places import Place, part, places_of, places_of_numbers, runs_of, within
from kg.records import EntityType, ResultKind

_JOIN = r"(?:,\s*and|,|and|&|/|;|as well as|,\s*as well as)"
UNITS = (
    r"(?:\\?%\s?(?:points?)?|percentage points?|points?|percent|pp|x|×|°|-?folds?\b|times\b|"
    r"\^?\{?\\circ\}?|\$?\\times|"
    r"(?:ms|dB|F1|[nµmck]?m|s|hours?|minutes?|FPS|k?Hz|[GM]B|[mk]?[WJN])\b)?"
)
_BETWEEN_NUMBERS = re.compile(
    rf"(?:\}}\{{[A-Za-z\\%]{{1,24}}|[\s$}}]*{UNITS})[\s$}}]*{_JOIN}(?:\s+by)?(?:\s+up to)?"
    r"(?:\s*\$?\\(?:num|SI|qty))?[\s$\\{~+±-]*"
    r"(?:up to|by|over)?\s*"
)
# "from 3.1 to 4.5", "3.1 -> 4.5": of 402 such pairs in the annotated papers both are scores in 391.
_ARROW = re.compile(rf"[\s$}}]*{UNITS}[\s$}}]*(?:->|-->|→|\\(?:to|rightarrow)\b)[\s$\\{{~]*")
TO = re.compile(
    rf"[\s$}}]*{UNITS}[\s$}}]*\sto\s"
    r"(?:just|only|about|around|nearly|over|approximately|an average of)?[\s$\\{~+]*"
)
_FROM = re.compile(
    r"(?P<gain>\w*(?:ment|gain|crease|tion|drop|boost|ranging)s?\s)?from[\s$\\~]*(?:[a-z]+\s)?$"
)
_BETWEEN_NAMES = re.compile(
    rf"\s*(?:\([^()]{{0,60}}\))?(?:\s?(?:dataset|benchmark)s?)?\s*{_JOIN}\s*(?:(?:the|on|in)\s+)*"
)
# A slash may part two names of one thing.
_BETWEEN_SEVERAL = re.compile(rf"(?!\s?/){_BETWEEN_NAMES.pattern}")
_LEAD = 40
_LISTED = 0.93
# Of 86 such lists of benchmarks in the annotated papers 93 % go by order, of 74 of metrics 93 %;
# of subjects only half, since a list of systems is as often the list of rivals.
_ROLES = {
    "benchmark": DATA,
    "metric": (EntityType.METRIC,),
}
# All of 10 such rows in the annotated papers go by order; a list of systems without a word of
# rivalry, or of scores, may be of those who achieved them. Only lower-case words lead to the
# list ("over GRPO for A and B" is over GRPO alone), none of place: of 4 annotated rows with the
# systems behind such a word, none has them for rivals.
_AGAINST = re.compile(
    r"\b(?:(?:[Oo]utperform|[Ss]urpass|[Ee]xceed|[Bb]eat)\w*|over|than|[Cc]ompared (?:to|with)|"
    r"against)\s(?:the\s)?"
    r"(?:(?!(?:on|for|with|in|across|using|when|under|from|at|of)\s)[a-z-]+\s){0,3}$"
)
_SOON_RESPECTIVELY = re.compile(r"[^;]{0,120}?\brespectively\b")
_RESPECTIVELY = re.compile(r"[^;\d]{0,60}?\brespectively\b")
# All of 4 such numbers in the annotated papers are a row for each of two benchmarks; over three
# and more benchmarks a number is an average and belongs to none.
_ON_BOTH = re.compile(
    r"[^.;,()]{0,60}?\b(?:on|across|for|in)\s(?:both\s)?(?:the\s)?(?:[a-z-]+\s){0,2}"
)
_RIGHT_BEHIND = re.compile(r"\s?\([^()]{0,30}|\s(?:with|at)\s[^,;]{0,40}")
# It and a name before it are no longer.
_FAR = 200
_ONE_OF_SEVERAL = 0.93


def forget_one_of_several(found: Findings) -> list[FoundResult]:
    """Return the results without a benchmark that is one of several on which they all are.

    "Experiments on A and B show gains of up to 9.6 %" is on neither alone: of 58 such numbers in
    1,263 annotated papers 46 have no benchmark and 12 all of the list. In 4,125 abstracts 23 rows
    lose one that is as good as the others.
    """
    alone = {number for number, rows in found.rows().items() if len(rows) == 1}
    names, numbers = places_of(found.groups, _ROLES["benchmark"]), places_of_numbers(found.numbers)

    @cache
    def told_in(sentence: tuple[int, int]) -> _Listed:
        return _Listed.of(found.text, within(names, sentence), within(numbers, sentence))

    def is_one_of_several(_: Findings, result: FoundResult, benchmark: int) -> bool:
        if result.number not in alone:
            return False
        sentence, number = found.sentence_with(result), numbers[result.number]
        later = _SOON_RESPECTIVELY.match(found.text, number.end, sentence[1])
        return not later and told_in(sentence).is_one_of_several(found.text, number, benchmark)

    return found.without("benchmark", is_one_of_several, sure=_ONE_OF_SEVERAL)


@dataclass(frozen=True, slots=True)
class _Listed:
    """The lists of a sentence.

    Attributes:
        names: Where its benchmarks stand.
        sizes: Of each benchmark that stands in lists alone how long they are.
        rows: Of each number in a list of numbers how long it is.
    """

    names: Sequence[Place]
    sizes: Mapping[int, Set[int]]
    rows: Mapping[int, int]

    @classmethod
    def of(cls, text: str, names: Sequence[Place], numbers: Sequence[Place]) -> _Listed:
        sizes = defaultdict[int, set[int]](set)
        listed = set[Place]()
        for run in runs_of(names, text, _BETWEEN_SEVERAL):
            listed.update(run)
            for name in run:
                sizes[name.index].add(len(run))
        for name in names:
            if name not in listed:
                sizes.pop(name.index, None)
        runs = runs_of(numbers, text, _BETWEEN_NUMBERS)
        return cls(names, sizes, {one.index: len(run) for run in runs for one in run})

    def is_one_of_several(self, text: str, number: Place, benchmark: int) -> bool:
        """Whether nothing tells a number's benchmark from the others of its lists."""
        if (sizes := self.sizes.get(benchmark)) is None:
            return False
        # "A (71%) and B", "A and B with an F1 of 71%", "3% and 4% on A and B, respectively".
        before = within(self.names, (number.start - _FAR, number.start))
        if any(_RIGHT_BEHIND.fullmatch(text, name.end, number.start) for name in before):
            return False
        return self.rows.get(number.index) not in sizes


def share_lists(found: Findings) -> list[FoundResult]:
    """Return the results with kinds, benchmarks and metrics as the lists around them have them."""
    told = _Told.of(found)
    named = {role: places_of(found.groups, types) for role, types in _ROLES.items()}
    counted = places_of_numbers(found.numbers)
    for at, sentence in enumerate(found.sentences):
        row = within(counted, sentence)
        if any(item.index in told.kinds for item in row):
            _tell(told, row, named, at=at)
    out = []
    rivals = _rivals(told, counted)
    for result in found.results:
        own = {role: of[result.number] for role, of in told.dealt.items() if result.number in of}
        versus = rivals.get(result.number, result.versus)
        counted_so = replace(result, kind=told.kinds[result.number], versus=versus)
        each: list[dict[str, int]] = [{"benchmark": k} for k in told.both.get(result.number, ())]
        out += [settled(counted_so, one | own, sure=_LISTED) for one in each or [{}]]
    # Of two rows for one number "on A and B" makes the same two.
    return list(dict.fromkeys(out))


@dataclass(slots=True)
class _Told:
    """What lists say of numbers, by the number's index; filled sentence by sentence.

    Attributes:
        found: The results, and the text that they stand in.
        kinds: Of the results.
        dealt: For each role the thing that a list gives the number.
        both: The benchmarks of a number "on A and B".
    """

    found: Findings
    kinds: dict[int, ResultKind]
    dealt: dict[str, dict[int, int]]
    both: dict[int, list[int]]

    @classmethod
    def of(cls, found: Findings) -> _Told:
        kinds = {result.number: result.kind for result in found.results}
        return cls(found, kinds, {role: {} for role in _ROLES}, {})

    def is_free(self, number: Place) -> bool:
        return all(number.index not in of for of in self.dealt.values())


def _tell(
    told: _Told, row: Sequence[Place], named: Mapping[str, Sequence[Place]], *, at: int
) -> None:
    """Add what the lists of one sentence say of its numbers."""
    found, text = told.found, told.found.text
    number_runs = list(runs_of(row, text, _BETWEEN_NUMBERS))
    for run in number_runs:
        told.kinds |= _one_kind(told, run)
    changed = _before_and_after(found, row) & told.kinds.keys()
    told.kinds |= dict.fromkeys(changed, ResultKind.ABSOLUTE)
    for role, items in named.items():
        name_runs = list(runs_of(within(items, found.sentences[at]), text, _BETWEEN_NAMES))
        if role == "benchmark":
            told.both |= _on_both(row, number_runs, name_runs, text)
        # "1.2 MB, 2.2x less" is of two measures, not of two benchmarks.
        runs = [run for run in number_runs if role == "metric" or _in_one_unit(found, run)]
        told.dealt[role] |= _by_order(runs, name_runs)
    # "AUROC and F1 by 7.9 and 4.5 points, respectively" tells the measures apart.
    left = [run for run in number_runs if told.is_free(run[0])]
    told.dealt["benchmark"] |= benchmarks_apart(
        found, left, row=row, named=named["benchmark"], at=at
    )


def _one_kind(told: _Told, run: Sequence[Place]) -> dict[int, ResultKind]:
    """Return the commonest kind for the results of a list in one unit; none where it is open.

    In the annotated papers 290 of 291 such lists are of one kind.
    """
    members = [item.index for item in run if item.index in told.kinds]
    if len({told.found.numbers[k].unit for k in members}) != 1:
        return {}
    ranked = Counter(told.kinds[k] for k in members).most_common(2)
    if len(ranked) > 1 and ranked[0][1] == ranked[1][1]:
        return {}
    return dict.fromkeys(members, ranked[0][0])


def _in_one_unit(found: Findings, run: Sequence[Place]) -> bool:
    return len({found.numbers[item.index].unit for item in run} - {None}) < 2


def _before_and_after(found: Findings, row: Sequence[Place]) -> set[int]:
    """Return the numbers of a sentence that say where something was and where it is now."""
    text = found.text
    scores: set[int] = set()
    for one, two in pairwise(row):
        lead = _FROM.search(text, max(0, one.start - _LEAD), one.start)
        changed = lead is not None and not lead["gain"]
        if part(_ARROW, text, one, two) or (changed and part(TO, text, one, two)):
            scores |= {one.index, two.index}
    return scores


def _rivals(told: _Told, counted: Sequence[Place]) -> dict[int, int]:
    """Return the rival of each number of "beats A and B by 3.1 and 2.4 points, respectively"."""
    rivals: dict[int, int] = {}
    found, text = told.found, told.found.text
    subjects = {(result.number, result.subject) for result in found.results}
    score = ResultKind.ABSOLUTE
    compared = [item for item in counted if told.kinds.get(item.index, score) is not score]
    actors = places_of(found.groups, ACTORS) if len(compared) > 1 else []
    for sentence in found.sentences if actors else ():
        number_runs = list(runs_of(within(compared, sentence), text, _BETWEEN_NUMBERS))
        name_runs = list(runs_of(within(actors, sentence), text, _BETWEEN_NAMES))
        for run, names in _pairs(number_runs, name_runs):
            pairs = [(one.index, name.index) for one, name in zip(run, names, strict=True)]
            first, last = names[0].start, max(run[-1].end, names[-1].end)
            led = _AGAINST.search(text, max(sentence[0], first - 60), first)
            if led and _RESPECTIVELY.match(text, last, sentence[1]) and subjects.isdisjoint(pairs):
                rivals |= dict(pairs)
    return rivals


def _on_both(
    row: Sequence[Place],
    number_runs: Sequence[Sequence[Place]],
    name_runs: Sequence[Sequence[Place]],
    text: str,
) -> dict[int, list[int]]:
    """Return the two benchmarks of each number that stands alone before "on A and B"."""
    listed = {item.index for run in number_runs for item in run}
    found = {}
    for names in name_runs:
        before = [item for item in row if item.end <= names[0].start]
        both = [item.index for item in names]
        alone = before and before[-1].index not in listed
        if len(both) == 2 and alone and _ON_BOTH.fullmatch(text, before[-1].end, names[0].start):
            found[before[-1].index] = both
    return found


def _pairs(
    numbers: Sequence[list[Place]], names: Sequence[list[Place]]
) -> Iterator[tuple[list[Place], list[Place]]]:
    """Yield each run of numbers with the nearest run of as many different names."""
    for run in numbers:
        fitting = [
            other
            for other in names
            if len(other) == len(run) and len({item.index for item in other}) == len(other)
        ]
        if fitting:
            yield run, min(fitting, key=lambda other: _distance(run, other))


def _by_order(numbers: Sequence[list[Place]], names: Sequence[list[Place]]) -> dict[int, int]:
    """Return the name of each number of the runs that go together."""
    return {
        number.index: name.index
        for run, other in _pairs(numbers, names)
        for number, name in zip(run, other, strict=True)
    }


def _distance(run: Sequence[Place], other: Sequence[Place]) -> int:
    return min(abs(other[0].start - run[-1].end), abs(run[0].start - other[-1].end))
