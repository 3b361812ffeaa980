"""Finds the numbers of a text that could be reported results."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from kg.extract.units import (
    NumberRole,
    kind_hint,
    number_role,
    scale_after,
    unit_after,
    whole_after,
)
from kg.records import ResultKind
from kg.text.figures import FACTOR_WORDS, NUMBER_WORDS, SMALL_NUMBERS


@dataclass(frozen=True, slots=True)
class Number:
    """A number as it stands in the text.

    Attributes:
        start: Where it starts, its sign included.
        end: Where it ends; unit and percent sign lie outside.
        value: The number meant: "twice" is 2.0, "a third" 0.3333; a scale stays in the unit.
        unit: "%", "x", "points", "ms", "K", "million USD", …; both ends of "10-15%" are in %.
        kind: What the wording suggests.
        role: What it is by its wording; only OPEN and COUNT can be a result.
    """

    start: int
    end: int
    value: float
    unit: str | None
    kind: ResultKind
    role: NumberRole


_DIGITS = r"\d{1,3}(?:(?:,|\{,\}|\\,)\d{3})+(?![\d])|\d+"
_NUMERAL = re.compile(
    r"(?<![\w.])10\^(?:\{[-−]?\d{1,3}\}|[-−]?\d{1,3})"
    rf"|(?:{_DIGITS})(?:\.\d+)?(?:[eE][-+−]?\d+\b|\s?(?:\\times|×|x)\s?10\^(?:\{{[-−]?\d+\}}|[-−]?\d+))?"
    r"|(?<![\w.])\.\d+"
)
_POWER = re.compile(r"(?:^|\s?(?:\\times|×|x)\s?)10\^\{?(-?\d+)\}?$")
_PARTS = {
    **{"third": 3, "quarter": 4, "fourth": 4, "fifth": 5, "sixth": 6, "seventh": 7, "eighth": 8},
    **{"ninth": 9, "tenth": 10, "half": 2},
}
_WORD = re.compile(
    r"(?<![\w\\-])(?:"
    r"(?P<ordinal>\d{1,4}(?:\.\d+)?)(?:st|nd|rd|th)(?=[\s-]percentile\b)"
    r"|(?P<over>1/(?:[2-9]|10|100))(?![\w/.%])"
    r"|(?P<sesqui>one[\s-]and[\s-]a[\s-]half)"
    rf"|(?P<of>(?<=factor of )(?:{'|'.join(NUMBER_WORDS)}))|"
    rf"(?P<part>(?P<top>an?|{'|'.join(SMALL_NUMBERS[1:])})[\s-](?P<bottom>{'|'.join(_PARTS)})s?)"
    rf"|(?P<fold>{'|'.join(NUMBER_WORDS)})"
    rf"(?:[\s-]?folds?|(?=-?\s(?:to|or)\s(?:{'|'.join(NUMBER_WORDS)})[\s-]?folds?\b))"
    rf"|(?P<factor>{'|'.join(FACTOR_WORDS)})|(?P<word>{'|'.join(NUMBER_WORDS)}))(?![\w])",
    re.IGNORECASE,
)
_FIRST = re.compile(r"(?<![\w\\-])(?:[A-Za-z]+|\d+)")
_FIRST_WORDS = frozenset(
    re.split("[- ]", word)[0].removesuffix("s")
    for word in (*NUMBER_WORDS, *FACTOR_WORDS, "a", "an")
)
_RANGE = re.compile(r"(?:\d|%|[xX]|\$|\}|times|×)[\s\\]?$")
# "rho is $-0.83$": all of 36 such signs in 40,000 abstracts; "$3$-$5$" is a range.
_OPENING = re.compile(r"(?:[^\d%}\s]\s|[(\[=:,])\$$")
# All of 30 in 40,000 abstracts; "a factor of" alone may be a weight or a real-time factor.
_FACTOR = re.compile(r"\bby\s(?:\w+\s){0,3}a\sfactor\sof\s(?:[a-z]+\s){0,2}[\s$~\\]*(?:sim\s?)?$")
_COMMAND = re.compile(r"\\[A-Za-z]+$")
_MEASURE_END = re.compile(r"(?:\\times|[%×]|\d\})$")
_SIGN = "-+−–"
# What tells of a number, or ties it to the next, is shorter: blanks and dollars without end would
# take the square of their number.
FAR = 200
_JOINT = re.compile(
    r"^[\s$~\\{}%]*(?:text\{)?(?:-{1,3}|–|—|~|/|,|and|to|or|vs\.?|versus|&|,\s?and)[\s$~\\{}+-]*$"
)
# "32.3 (6.0) minutes": how far it spreads stands before the unit.
_SPREAD = re.compile(r"\s?\(\d[\d.]*\)")
# "1.2 \pm 0.5%" is in % as a whole: all of 5 such numbers in 4,125 papers.
_PLUS_MINUS = re.compile(r"^[\s${}]*(?:\\pm|±|\+/?-|plus-minus)[\s${}]*$")
# "0.87 [0.83, 0.91]", "7.7% (7.0--8.3)": all of 55 in 40,000 abstracts tell how sure a score is.
_UNIT_BEHIND = (
    r"[\s$}]*(?:\\?%|points?|pp|percentage points?"
    r"|(?!(?:on|in|for|of|to|at|by|and|or|vs)\b)[A-Za-z]{1,3}\b)?[\s$}]*"
)
_OPENS = re.compile(rf"{_UNIT_BEHIND}[\[(][\s$\\{{]*")
_PARTS_ENDS = re.compile(rf"{_UNIT_BEHIND}(?:,|;|\bto\b|-{{1,3}}|–|—)[\s$\\{{]*")
_CLOSES = re.compile(rf"{_UNIT_BEHIND}[\])]")
# "By 30.2% (24.1% to 54.3%)" tells from where to where; an interval has its score in the middle.
_CHANGES_TO = re.compile(rf"{_UNIT_BEHIND}(?:\bto\b|->|→|\\(?:right)?arrow\b)[\s$\\{{]*")
_UNIT_WORD = re.compile(
    r"[\s-](?:(?:times|orders|percentage|absolute|accuracy|F1|BLEU|ROUGE)\b|points?\b|percent\b)",
    re.IGNORECASE,
)
_LONGEST_COUNT = 9
_THOUSANDS = {"k": 1e3, "K": 1e3, "M": 1e6}
_CURRENCY = re.compile(r"(?:\\\$|(?<!\$)\$|USD\s?)$")
# "F1$=$72.0", "0.73$\rightarrow$0.90": the sign closes maths.
_MATHS = re.compile(r"\$(?:\\[A-Za-z]+|\\[,;:! ]|[\s=<>≤≥~≈,;+±×/|−–-])+\$$")


def find_numbers(text: str) -> list[Number]:
    """Return the numbers that could be results, in order, without overlaps.

    Numbers inside names ("GPT-4", "MATH-500", "3D", "Pass@1") are left out; years, sizes, labels
    and error margins are returned with their role, so that a reader learns from them.

    Args:
        text: Any text; LaTeX is understood, offsets refer to it as it stands.
    """
    words = _number_words(text)
    taken = {at for number in words for at in range(number.start, number.end)}
    numerals = [number for number in _numerals(text) if number.end - 1 not in taken]
    numbers = sorted((*words, *numerals), key=lambda number: number.start)
    return _mark_intervals(text, _share_units(text, numbers))


def open_numbers(text: str, masked: Iterable[tuple[int, int]]) -> list[Number]:
    """Return the numbers that can be results by their wording, in order.

    Args:
        text: As for `find_numbers`.
        masked: Character spans in which no number is one: links.
    """
    taken = {at for start, end in masked for at in range(start, end)}
    roles = (NumberRole.OPEN, NumberRole.COUNT)
    return [n for n in find_numbers(text) if n.role in roles and n.start not in taken]


def _numerals(text: str) -> list[Number]:
    numbers: list[Number] = []
    broken_until = -1  # the end of the last numeral that belongs to a name
    for match in _NUMERAL.finditer(text):
        start, end = match.span()
        in_name = _inside_name(text, start, end) or (
            start - broken_until <= 1 and text[broken_until:start] in ("/", "-", ".")
        )
        if in_name:
            broken_until = end
            continue
        number = _numeral(text, start, end)
        # "1e999" and a wall of digits are no measurement.
        if math.isfinite(number.value):
            numbers.append(number)
    return numbers


def _inside_name(text: str, start: int, end: int) -> bool:
    return _glued_left(text, start) or _glued_right(text[end : end + 24])


def _glued_left(text: str, start: int) -> bool:
    before = text[max(0, start - 24) : start]
    if not before:
        return False
    last = before[-1]
    if last.isalnum() or last == "_":
        return not (_COMMAND.search(before) or re.search(r"(?:^|[\s(])(?:x|sim)$", before))
    if last in "^@#" or before.endswith(("^{", "_{")):
        return True
    if last == "." and len(before) > 1 and before[-2].isalnum():
        return True
    if last in "-–/":
        return _hyphen_makes_name(before)
    return False


def _hyphen_makes_name(before: str) -> bool:
    head = before.rstrip("-–—/")
    if not head or not head[-1].isalpha():
        return False
    return not (re.search(r"(?:\b(?:sub|near)|\\[A-Za-z]+|\d[xX])$", head) or before[-2:] == "--")


def _glued_right(after: str) -> bool:
    if re.match(r"\.\d", after):
        return True
    letters = re.match(r"[A-Za-z_]+", after)
    if not letters:
        return bool(re.match(r"-[A-Z]", after))
    reach = max((found[1] for found in (unit_after(after), scale_after(after)) if found), default=0)
    return not reach or (reach < letters.end() and after[0] not in "xX")


def _numeral(text: str, start: int, end: int) -> Number:
    written = text[start:end]
    after = text[end : end + 60]
    signed = _signed_start(text, start)
    before = text[max(0, signed - 60) : signed]
    unit, role = _reading(before, after, written=written, signed=signed < start)
    factor, unit = _scaled(unit)
    value = _value(written) * factor
    return Number(
        start=signed,
        end=end,
        value=-value if signed < start and text[signed] != "+" else value,
        unit=unit,
        kind=kind_hint(before, after, unit=unit),
        role=role,
    )


def _scaled(unit: str | None) -> tuple[float, str | None]:
    """Turn "K tokens" into thousands of tokens; a scale without a unit stays the unit."""
    letter, space, rest = (unit or "").partition(" ")
    return (_THOUSANDS[letter], rest) if space and letter in _THOUSANDS else (1.0, unit)


def _reading(
    before: str, after: str, *, written: str, signed: bool
) -> tuple[str | None, NumberRole]:
    """Return the unit of a numeral and its role."""
    scale = scale_after(after)
    rest = after[scale[1] :] if scale else after
    spread = _SPREAD.match(rest)
    found = unit_after(rest[spread.end() :] if spread else rest, before)
    unit = found[0] if found else ("USD" if _is_currency(before, after) else None)
    if unit is None and _FACTOR.search(before):
        unit = "x"
    role = number_role(
        before, rest, value=abs(_value(written)), whole=written.isdigit() and not signed, unit=unit
    )
    if not scale:
        digits = written.replace(",", "")
        if unit is None and digits.isdigit() and len(digits) <= _LONGEST_COUNT and not signed:
            unit = whole_after(before, after, count=int(digits))
        return unit, role
    if role is NumberRole.OPEN and unit != "USD":
        role = (
            NumberRole.SIZE if scale[0] in ("B", "T", "billion", "trillion") else NumberRole.COUNT
        )
    return (f"{scale[0]} {unit}" if unit else scale[0]), role


def _value(written: str) -> float:
    plain = written.replace("{,}", "").replace("\\,", "").replace(",", "").replace("−", "-")
    power = _POWER.search(plain)
    if power:
        plain = f"{plain[: power.start()] or 1}e{power[1]}"
    return float(plain)


def _signed_start(text: str, at: int) -> int:
    if text[max(0, at - 3) : at] in ("{-}", "{+}"):
        # All of 4 such as "3{-}6" in 43,670 abstracts are ranges, "\approx{-}0.1" is none.
        head = text[max(0, at - 24) : at - 3].removesuffix("\\text")
        is_name = head[-1:].isalnum() and not _COMMAND.search(head)
        return at if is_name or _MEASURE_END.search(head) else at - 2
    if at and text[at - 1] in _SIGN:
        head = text[max(0, at - 8) : at - 1]
        apart = head[-1:] in tuple(" \n(=[{~$>,:") and not _RANGE.search(head.rstrip(" "))
        if not head or apart or _OPENING.search(head):
            return at - 1
    return at


def _is_currency(before: str, after: str) -> bool:
    if not _CURRENCY.search(before) or _MATHS.search(before):
        return False
    if before.endswith(("\\$", "USD", "USD ")):
        return True
    # "to $1/\sqrt{2} \approx 0.707$" is a formula.
    return not re.match(r"[^$\n]{0,20}\$|[^$\s]{0,3}\\[A-Za-z]", after)


def _number_words(text: str) -> list[Number]:
    numbers: list[Number] = []
    for first in _FIRST.finditer(text):
        # The pattern of number words is long: it is tried only where one can start.
        word = first[0].lower().removesuffix("s").removesuffix("fold")
        if not word[:1].isdigit() and word not in _FIRST_WORDS:
            continue
        match = _WORD.match(text, first.start())
        number = _number_word(text, match) if match else None
        if number and (not numbers or number.start >= numbers[-1].end):
            numbers.append(number)
    return numbers


def _number_word(text: str, match: re.Match[str]) -> Number | None:
    value, width = _word_value(match)
    start, end = match.start(), match.start() + width
    before, after = text[max(0, start - 60) : start], text[end : end + 60]
    unit: str | None = "x"
    if match["word"] or match["ordinal"]:
        found = unit_after(after)
        unit = found[0] if found else None
        if match["word"] and not (unit or value == 0.0 or _UNIT_WORD.match(after)):
            return None
    return Number(
        start=start,
        end=end,
        value=value,
        unit=unit,
        kind=kind_hint(before, after, unit=unit),
        role=number_role(before, after, value=value, whole=True, unit=unit),
    )


def _word_value(match: re.Match[str]) -> tuple[float, int]:
    """Return the value of a number word and how many of its characters are the number."""
    word, width = match[0].lower(), len(match[0])
    if match["ordinal"]:
        return float(match["ordinal"]), len(match["ordinal"])
    if match["over"]:
        return 1 / int(word[2:]), width
    if match["sesqui"]:
        return 1.5, width
    if match["part"]:
        top = 1.0 if match["top"].lower() in ("a", "an") else NUMBER_WORDS[match["top"].lower()]
        return top / _PARTS[match["bottom"].lower()], width
    if match["fold"]:
        return NUMBER_WORDS[match["fold"].lower()], len(match["fold"])
    return (FACTOR_WORDS[word] if match["factor"] else NUMBER_WORDS[word]), width


def _share_units(text: str, numbers: list[Number]) -> list[Number]:
    """Give "10" of "10-15%" and "8.5" of "8.5 and 9.1 points" the unit that follows."""
    shared = list(numbers)
    for at in range(len(numbers) - 2, -1, -1):
        here, following = shared[at], shared[at + 1]
        gap, unit = text[here.end : following.start], following.unit or ""
        # In "12/15 and 10/15" the first 15 is no count.
        takes = here.unit is None and not unit.startswith("of ")
        takes = takes and here.role in (NumberRole.OPEN, NumberRole.YEAR)
        joined = len(gap) <= 16 and _JOINT.match(gap) and not _are_of_two_kinds(text, shared, at)
        if takes and unit and joined:
            shared[at] = replace(here, unit=unit, kind=following.kind, role=following.role)
        elif takes and following.role is NumberRole.MARGIN and _PLUS_MINUS.match(gap):
            shared[at] = replace(here, unit=following.unit)
    return shared


def _are_of_two_kinds(text: str, numbers: Sequence[Number], at: int) -> bool:
    """Return whether a number without a unit has not that of the next one."""
    here, following = numbers[at : at + 2]
    gap = text[here.end : following.start]
    # "an AUC of 0.86 and 77.3% sensitivity": all of 7 such in 44,000 abstracts are no shares.
    apart = 0 < abs(here.value) < 1 and "and" in gap and following.unit == "%"
    apart = apart and abs(following.value) >= 10
    apart = apart and not text.endswith("between ", 0, here.start)
    # "HR = 3.34, 95% CI": in all of 5 such the interval has a unit of its own.
    apart = apart or (following.role is NumberRole.MARGIN and "," in gap)
    # "0.755 to 0.876, +15.9%": all of 14 such in 44,000 abstracts are no shares.
    signed = [text[number.start] in _SIGN for number in (here, following)]
    apart |= signed == [False, True] and "," in gap
    # "(Sharpe 4.10, 88% wins)": all of 5 such pairs in 5,200 abstracts are of two measures.
    pair = gap.strip() == "," and not all(signed)
    return apart or (pair and not _in_longer_list(text, numbers, at))


def _in_longer_list(text: str, numbers: Sequence[Number], at: int) -> bool:
    """Return whether two numbers in a row stand in a list of three and more."""
    around = pairwise(numbers[max(0, at - 1) : at + 3])
    gaps = [text[one.end : two.start] for one, two in around if one is not numbers[at]]
    return any(len(gap) <= 16 and _JOINT.match(gap) for gap in gaps)


def _mark_intervals(text: str, numbers: list[Number]) -> list[Number]:
    """Say of the two numbers in brackets behind a third that lies between them what they are."""
    marked = list(numbers)
    for at, (score, low, high) in enumerate(zip(numbers, numbers[1:], numbers[2:], strict=False)):
        between = low.value <= score.value <= high.value and low.value < high.value
        between = between and high.unit in (None, score.unit) and high.start - score.end <= FAR
        three = text, score, low, high
        if between and not _is_change(*three) and _is_bracketed(*three):
            marked[at + 1] = replace(low, role=NumberRole.MARGIN)
            marked[at + 2] = replace(high, role=NumberRole.MARGIN)
    return marked


def _is_change(text: str, score: Number, low: Number, high: Number) -> bool:
    """Return whether two numbers in brackets are what a third is the difference of."""
    if not _CHANGES_TO.fullmatch(text, low.end, high.start):
        return False
    written = (text[one.start : one.end].partition(".")[2] for one in (score, low, high))
    rounded = 1.6 * 10.0 ** -min(map(len, written))
    is_middle = abs(low.value + high.value - 2 * score.value) <= 2 * rounded
    return not is_middle and abs(high.value - low.value - abs(score.value)) <= rounded


def _is_bracketed(text: str, score: Number, low: Number, high: Number) -> bool:
    return bool(
        _OPENS.fullmatch(text, score.end, low.start)
        and _PARTS_ENDS.fullmatch(text, low.end, high.start)
        and _CLOSES.match(text, high.end)
    )
