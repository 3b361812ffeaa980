"""Whether a number is a bound or about so much, by the words right before it."""

from __future__ import annotations

import re

from kg.text_figures import SCALES, places

AT_LEAST, AT_MOST, ABOUT = "≥", "≤", "≈"
_MORE = r"over|above|exceed\w*|surpass\w*|(?:more|greater|higher|larger|better)\sthan"
_LESS = r"under|below|(?:less|fewer|lower|smaller|worse)\sthan"
_NOT = r"(?:not|never|no|cannot|without|(?:fail(?:s|ed|ing)?|unable)\sto)\s"
_WORDS = (
    (AT_MOST, rf"{_NOT}(?:{_MORE})"),
    (AT_LEAST, rf"{_NOT}(?:{_LESS})"),
    (AT_LEAST, rf"{_MORE}|at\sleast|upwards\sof|beyond|in\sexcess\sof"),
    (AT_MOST, rf"{_LESS}|at\smost|up\sto|within"),
    (
        ABOUT,
        r"about|around|approximately|approx\.?|roughly|nearly|almost|circa|close\sto|near|"
        r"approach(?:es|ed|ing)?|some",
    ),
)
# Right before a number: "~" behind a letter is a space of TeX, "->" an arrow.
_SIGNS = (
    (AT_LEAST, r"(?<![-=>])>|≥|⩾|\\geq?(?:slant)?\b"),
    (AT_MOST, r"<(?![-=])|≤|⩽|\\leq?(?:slant)?\b|\\lt\b"),
    (ABOUT, r"≈|\u223c|\\(?:sim|approx)\b|(?<![\w.,;%})\]])~"),
)
_SAID = re.compile(
    r"(?:(?:^|(?<=[\s(]))(?:"
    + "|".join(f"(?P<w{k}>{words})" for k, (_, words) in enumerate(_WORDS))
    + r")(?:\s(?:an?|the|about))?|"
    + "|".join(f"(?P<s{k}>{signs})" for k, (_, signs) in enumerate(_SIGNS))
    + r")[\s$~{+\\]*(?:(?:textbf|mathbf|bf)\b[\s{]*)?$",
    re.IGNORECASE,
)
_BACK = 40


def bound_said(text: str, value: float) -> str | None:
    """Return `≥`, `≤` or `≈` where a number is told as a bound or as about so much; else None.

    "Over 90 %" is at least 90 %, "below 5 %" and "up to 5 %" at most 5 %, "nearly 90 %" about 90 %.
    Of 1,568 scores of 4,125 abstracts 177 are told so, 173 rightly; of 1,636 differences and
    factors 390, and all 40 that were read are right.

    Args:
        text: What the number stands in.
        value: The number; where it stands more than once, all have to agree.
    """
    for scale in SCALES:
        starts = (start for start, _ in places(text, value, scale=scale))
        said = {_bound(text[max(0, start - _BACK) : start]) for start in starts}
        if said:
            return said.pop() if len(said) == 1 else None
    return None


def bounded(amount: str, bound: str | None) -> str:
    """Return an amount behind the sign of what it is: `≥ 90 %` where a text says over 90 %.

    Wherever a number of a text is shown to a person, it is shown so.
    """
    return f"{bound} {amount}" if bound else amount


def _bound(before: str) -> str | None:
    found = _SAID.search(before)
    if found is None:
        return None
    kinds = [(f"w{k}", kind) for k, (kind, _) in enumerate(_WORDS)]
    kinds += [(f"s{k}", kind) for k, (kind, _) in enumerate(_SIGNS)]
    return next(kind for group, kind in kinds if found[group])
