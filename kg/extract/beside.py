"""Measures that stand right beside a number that has none, and those that no such number has."""

from __future__ import annotations

import re
from itertools import chain

from kg.catalogue import load_catalogue
from kg.extract.decode import FoundResult, settled
from kg.extract.findings import Findings
from kg.extract.group import Group, Span
from kg.extract.numbers import Number
from kg.extract.places import within
from kg.extract.units import unit_after
from kg.records import EntityType, ResultKind

# How often the two rules are right, told lower than the few cases below say. It only weighs in the
# confidence of a row: with 0.4 none of 1,263 annotated papers has other facts.
_BESIDE = 0.75
_NO_MEASURE_OF = 0.9
# Characters between a number and its measure, a sign or a few words.
_REACH = 20
_SIGNS = r"[\s$~+\\<>≤≥{]*"
# "an SSIM of 0.88", "accuracy (67.1", "R^2=0.24"; what is "at" a number is of another measure.
_BEFORE = re.compile(rf"(?:\s(?:of|is|was)\s(?:up\sto\s)?|\s?[:=(]\s?){_SIGNS}")
_BEHIND = re.compile(r"[\s$}]*(?:\\?%)?[\s$}]*(?:in\s)?")
# "Top-1, Top-5, and Top-10 accuracies of" is a list, whose order `kg.extract.lists` tells.
_LISTED = re.compile(r"(?:,|,?\s(?:and|or))\s(?:[\w-]+\s)?$")
_OPENS = re.compile(rf"\s?\({_SIGNS}")
# Units of one kind, whichever a metric's name and a number have.
_COSTS = (
    ("ns", "µs", "ms", "s", "minutes", "hours", "days"),
    ("FPS", "Hz", "kHz"),
    ("KB", "MB", "GB", "TB"),
    ("mW", "W", "kW"),
    ("mJ", "J", "kJ", "kWh"),
    ("GPU-hours", "GPU-days"),
)
_COMPUTE = tuple(
    tuple(f"{prefix}{unit}" for prefix in ("", "M", "G", "T", "P"))
    for unit in ("FLOPs", "FLOPS", "MACs")
)
_KINDS = tuple(map(frozenset, (*_COSTS, *_COMPUTE, ("cents", "USD"))))
# Times, rates, memory, power and prices: no score is in one of them.
_OF_COST = frozenset(("tokens/s", "USD", *chain.from_iterable(_COSTS)))
# "A timing accuracy better than 2 ms" is one.
_TELLS = re.compile(
    r"\s(?:(?:of|is|was|to)\b[^,;.(]*|(?!(?:at|with|while|and|in|for|using)\b)[^,;.(\d]*)$"
)
_CHEAPER = re.compile(
    r"[\s$}-]*(?:\\?%|\\times|×|[xX]\b|times|fold)?[\s$}-]*"
    r"(?:(?:faster|slower|cheaper|lighter|smaller|shorter|fewer|less)\b"
    r"|(?:(?!(?:and|or|in|of|with)\b)[\w-]+\s){0,2}(?:compression|acceleration|speed-?ups?)\b)"
)
_SCORE = re.compile(
    r"\b(?:accurac(?:y|ies)|macro|micro|recall|AUR?O?C|nDCG|(?-i:mAP)|m?IoU|Dice|perplexity|BLEU|F1"
    r"|[gr]?FID|FVD|LPIPS|PSNR|SSIM|ROUGE|METEOR|CIDEr|CLIPScore)\b|(?-i:\bR\^?\{?2\b|\bR²)",
    re.IGNORECASE,
)


def measures_beside(found: Findings) -> list[FoundResult]:
    """Return the results with the measure that stands right beside a number that has none.

    "A complex SSIM of 0.88", "46 % in F1-score": all of 8 such annotated numbers have that measure,
    as have all of 3 more in 6,000 abstracts.
    """
    out = []
    for result in found.results:
        number = found.number_of(result)
        thing = _beside(found, number) if result.metric is None else None
        if thing is None or _is_of_cost(found, number, found.groups[thing]):
            out.append(result)
        else:
            out.append(settled(result, {"metric": thing}, sure=_BESIDE))
    return out


def _beside(found: Findings, number: Number) -> int | None:
    sentence = found.sentence_of(number.start)
    for thing, group in enumerate(found.groups):
        if group.type is EntityType.METRIC and number.unit not in _OF_COST:
            spans = within(group.spans, sentence)
            if any(_stands_beside(found.text, number, span) for span in spans):
                return thing
    return None


def _stands_beside(text: str, number: Number, span: Span) -> bool:
    if 0 <= span.start - number.end <= _REACH:
        return _BEHIND.fullmatch(text, number.end, span.start) is not None
    if not 0 <= number.start - span.end <= _REACH:
        return False
    if _OPENS.fullmatch(text, span.end, number.start):
        return True
    listed = _LISTED.search(text, max(0, span.start - _REACH), span.start)
    return not listed and _BEFORE.fullmatch(text, span.end, number.start) is not None


def forget_other_units(found: Findings) -> list[FoundResult]:
    """Return the results without a measure that is of another unit than they.

    "71.2 % accuracy, and 4.3 ms against 8.7 ms" measures no time by accuracy, "72.9 % at USD 38.99
    a task" no share in dollars. All of 10 such measures in 7,300 abstracts are wrong, 4 of them in
    annotated ones; what the text calls an accuracy itself, "timing accuracy below 5 ms", stays.
    "Equal in accuracy, with 40x fewer weights" is no change of accuracy: all of 4 in 7,000
    abstracts.
    """
    return found.without("metric", _is_of_other, sure=_NO_MEASURE_OF)


def _is_of_other(found: Findings, result: FoundResult, metric: int) -> bool:
    is_wrong = _is_of_other_unit if result.kind is ResultKind.ABSOLUTE else _is_of_cost
    return is_wrong(found, found.number_of(result), found.groups[metric])


def _is_of_other_unit(found: Findings, number: Number, metric: Group) -> bool:
    unit = unit_after(f" {metric.name}")
    if unit is not None and unit[1] > len(metric.name):
        # "8.8% of FLOPs" is a share of them.
        shares = rf"[\s$}}]*\\?%[\s$}}]*(?:of|fewer|less|more)\s(?:\w+\s)?{re.escape(metric.name)}"
        in_other = number.unit not in (None, "k", "x") and not _of_one_kind(number.unit, unit[0])
        return in_other and not re.match(shares, found.text[number.end : number.end + 60])
    if number.unit not in _OF_COST or not _is_score(metric.name):
        return False
    start = max(0, number.start - 2 * _REACH)
    near = within(metric.spans, (start, number.start))
    return not any(_TELLS.match(found.text, span.end, number.start) for span in near)


def _of_one_kind(written: str, named: str) -> bool:
    unit = written.split()[-1]
    return unit == named or any(unit in kind and named in kind for kind in _KINDS)


def _is_of_cost(found: Findings, number: Number, metric: Group) -> bool:
    """Whether a change is one of speed or size, and the measure a score: "3.6x faster"."""
    told = _CHEAPER.match(found.text, number.end, number.end + 2 * _REACH)
    if told is None or not _is_score(metric.name):
        return False
    return not within(metric.spans, (number.end, told.end() + _REACH // 2))


def _is_score(name: str) -> bool:
    entries = load_catalogue().find(name, EntityType.METRIC)
    return bool(entries and entries[0].unit == "%") or _SCORE.search(name) is not None
