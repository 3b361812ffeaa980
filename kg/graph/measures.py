"""What a benchmark's numbers measure: its usual metric, also under another name or none."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from kg.catalogue import load_catalogue
from kg.graph.cells import number, text
from kg.records import EntityType
from kg.store import Row
from kg.text import fold
from kg.text.scores import told_otherwise

# "points" and "percentage points" are one unit (DESIGN.md); on a metric in % they are %.
POINTS = ("points", "point", "percentage points", "percentage point", "pp", "pts")
PERCENT = ("%", "percent", "per cent")
_ORDINAL = re.compile(r"(\d+(?:\.\d+)?)[\s-]*(?:st|nd|rd|th)\b")
# On a benchmark these change nothing: a mean success rate on LIBERO is its success rate.
_IN_FRONT = re.compile(
    r"(?:mean|average|overall|task|top-1|classification)[\s-]+(?P<bare>\S.*)", re.I
)
# Nor do these: of 130 metrics on boards of 4,125 abstracts one is so, the validation accuracy of
# ImageNet. A test pass rate is a rate of tests.
_SPLIT = re.compile(r"\b(?:validation|val|test|held-out)[\s-]+(?=\S)(?!pass)", re.I)
# Metrics with a name of their own that are a board's usual one by another name: the AP of COCO is a
# mean over classes, and all 8 such rows on boards of 4,125 abstracts are it. The other way round
# they are not, AP beside mAP is of one class.
_SAME = {
    "accuracy": ("classification accuracy", "overall accuracy"),
    "overall accuracy": ("accuracy", "classification accuracy"),
    "top-1 accuracy": ("accuracy", "classification accuracy", "overall accuracy"),
    "average precision": ("mAP",),
    "FID": ("FID-50K", "gFID"),
    "attack success rate": ("success rate",),
}
# On a benchmark that is measured by one of these any other is it: the share of tasks that are
# solved. On boards of 43,670 papers 111 of 125 rows by such a metric stood apart from the usual
# one, and all that were read are it.
_SOLVED = (
    "accuracy",
    "completion rate",
    "execution accuracy",
    "final-answer accuracy",
    "grounding accuracy",
    "pass rate",
    "pass@1",
    "resolved rate",
    "solve rate",
    "success rate",
    "task completion rate",
    "top-1 accuracy",
    "VQA accuracy",
)
# Of a time that no metric names less is better, and of these any "accuracy" is an error.
_TIMES = ("ps", "ns", "µs", "ms", "s", "minutes", "hours", "days")
_LENGTHS = ("Å", "nm", "µm", "mm", "cm", "m", "km", "pixels")
_ERRORS = (*_TIMES, *_LENGTHS, "°", "rad", "mN", "N", "kN")
_EXACTNESS = re.compile(r"(?:\b|_)(?:accurac(?:y|ies)|precisions?|repeatability)$", re.I)
_SPEED = re.compile(r"(?:\b|_)speeds?$", re.I)
# A speed in seconds for one thing: "s/frame" too.
_FOR_EACH = re.compile(rf"(?:{'|'.join(_TIMES)})(?:/[a-z]+)?")
# Where these are spoken of, a number may count what an attack reached, or what was forgotten: how
# often a backdoor works is no success rate on LIBERO. Of 32 numbers on boards of 4,125 abstracts
# that name no metric one is so, and rightly left without. Benchmarks of attacks measure them.
_HARM = re.compile(r"attack|backdoor|jailbr[eo]a?k|unlearn|poison|red[- ]team", re.I)
_OF_HARM = re.compile(r"attack|harmful|refusal|robust", re.I)
_PRICE = re.compile(r"per[- ]\w+", re.I)


@dataclass(frozen=True, slots=True)
class UsualMetric:
    """What a number on a benchmark means where its text names no metric."""

    name: str
    unit: str | None
    higher_is_better: bool | None

    def can_be(self, row: Row) -> bool:
        """Return whether a number without a metric can be by it: 512 tokens are no accuracy.

        Nor is "94-th percentile" a rating of 94 or "answers change in 61 % of cases" an accuracy, a
        number of nobody named says too little, and one of attacks or unlearning is mostly by a
        metric of theirs.

        Args:
            row: A row of one of the queries that return results.
        """
        if row["subject"] is None:
            return False
        said = " ".join(text(row[part]) or "" for part in ("subject", "benchmark", "sentence"))
        if _HARM.search(said) and not _OF_HARM.search(self.name):
            return False
        sentence, value = text(row["sentence"]) or "", number(row["value"])
        if value in map(float, _ORDINAL.findall(sentence)):
            return False
        return self.fits(row) and not told_otherwise(sentence, value, solves=self.name in _SOLVED)

    def fits(self, row: Row) -> bool:
        """Return whether the number and its unit can be by the metric.

        Args:
            row: A row of one of the queries that return results.
        """
        unit = (text(row["unit"]) or "").lower()
        if self.unit == "%":
            return unit in ("", *PERCENT, *POINTS) and 0 <= number(row["value"]) <= 100
        return unit == (self.unit or "").lower()


def better_in(unit: str | None, *, metric: str | None, known: bool | None) -> bool | None:
    """Return whether more is better of a number in a unit, or None where unknown.

    A gaze accuracy of 5.02° and a positional accuracy of 4 cm are errors, an inference speed of
    0.21 s is a time.

    Args:
        unit: Of the number.
        metric: As its result names it.
        known: What is known of the metric alone.
    """
    if unit is None:
        return known
    if metric is None:
        return False if unit in _TIMES else known
    is_error = unit in _ERRORS and _EXACTNESS.search(metric)
    is_time = _FOR_EACH.fullmatch(unit) and _SPEED.search(metric)
    is_price = unit == "USD" and _PRICE.fullmatch(metric)
    return False if is_error or is_time or is_price else known


@lru_cache(maxsize=4096)
def is_usual(metric: str, usual: str) -> bool:
    """Return whether a metric is a benchmark's usual one with a word in front that adds nothing.

    Or under another name. What has a name of its own is another metric, but for those of `_SAME`
    and `_SOLVED`: of the catalogue's, every name has to be such a one (average recall is AR), and
    what is short for a mean (mIoU) is more than the word.

    Args:
        metric: As a result names it.
        usual: Name of the benchmark's usual metric.
    """
    alike = _SOLVED if usual in _SOLVED else (usual,)
    names = frozenset[str]().union(*map(_names, alike))
    own, metric = fold(metric) == fold(usual), _SPLIT.sub("", metric)
    known = {entry.name for entry in load_catalogue().find(metric, EntityType.METRIC)}
    if not known.isdisjoint(_SAME.get(usual, ())):
        return True
    if fold(metric) in names and not own:
        return True
    entry = load_catalogue().metric(metric)
    forms = (metric,) if entry is None else (entry.name, *entry.aliases)
    return set(map(_unfronted, forms)) <= names and not any(
        load_catalogue().metric(f"m{name}") for name in names
    )


def bare(metric: str) -> str:
    """Return a metric's name, folded, without words in front that change nothing on a benchmark."""
    name = _SPLIT.sub("", metric)
    return _unfronted(name) or fold(name)


def _unfronted(name: str) -> str:
    """Return what stands behind a word that adds nothing, folded; empty without such a word."""
    return fold(found["bare"]) if (found := _IN_FRONT.fullmatch(name)) else ""


def _names(metric: str) -> frozenset[str]:
    """Return a metric's name and aliases, folded."""
    entry = load_catalogue().metric(metric)
    more = () if entry is None else (entry.name, *entry.aliases)
    return frozenset(fold(name) for name in (metric, *more))
