"""Whether a number is a bound or about so much, by the words right before it."""

from __future__ import annotations

import re

from kg.text.figures import places, said_alike

AT_LEAST, AT_MOST, ABOUT = "≥", "≤", "≈"
# What is "better than 2 cm" is less, than 2 points more: neither is told.
_MORE = r"over|above|exceed\w*|surpass\w*|(?:more|greater|higher|larger)\sthan"
_LESS = r"under|below|(?:less|fewer|lower|smaller)\sthan"
_NOT = r"(?:not|never|no|cannot|without|(?:fail(?:s|ed|ing)?|unable)\sto)\s"
_WORDS = (
    (AT_MOST, rf"{_NOT}(?:{_MORE})"),
    (AT_LEAST, rf"{_NOT}(?:{_LESS})"),
    (AT_LEAST, rf"{_MORE}|at\sleast|upwards\sof|beyond|in\sexcess\sof"),
    (AT_MOST, rf"{_LESS}|at\smost|up\sto|within"),
    (
        ABOUT,
        r"about|around|approximately|approx\.?|roughly|nearly|almost|circa|close\sto|near|"
        r"approach(?:es|ed|ing)|(?:to|can|could|will|may)\sapproach|some",
    ),
)
# Right before a number: "~" behind a letter is a space of TeX, "->" and "=>" are arrows.
_SIGNS = (
    (AT_LEAST, r"(?<![-=])>=?|≥|⩾|\\geq?(?:slant)?\b"),
    (AT_MOST, r"<=?(?!-)|≤|⩽|\\leq?(?:slant)?\b|\\lt\b"),
    (ABOUT, r"≈|\u223c|\\(?:sim|approx)\b|(?<![\w.,;%})\]])~"),
)
_SAID = re.compile(
    r"(?:(?:^|(?<=[\s(—–])|(?<=--))(?:"
    + "|".join(f"(?P<w{k}>{words})" for k, (_, words) in enumerate(_WORDS))
    + r")(?:\s(?:an?|(?P<the>the)|about))?|"
    + "|".join(f"(?P<s{k}>{signs})" for k, (_, signs) in enumerate(_SIGNS))
    + r")[\s$~{+\\]*(?:(?:textbf|mathbf|bf)\b[\s{+]*)?$",
    re.IGNORECASE,
)
_RANGE = re.compile(r"[\d%][\s$}]*\\sim[\s$~{+\\]*$")
# "No model exceeds 40 %" and "rarely above 40 %" bound nothing from below; "few-shot", "with no
# training" and "not only" deny nothing.
_DENIED = re.compile(
    r"(?:(?:^|[.,;:(]\s|\b(?:that|where|while|as|and|but)\s)(?:no|none|few|neither|nor)(?![-\w])"
    r"(?:(?!\b(?:and|but)\b)[^.,;:()])*"
    r"|(?<![-\w])(?:not|never|rarely|hardly|seldom|cannot|fail(?:s|ed|ing)?)"
    r"(?!\s(?:only|just|merely)\b)(?:\s(?!(?:and|but)\b)[\w-]+){0,3}\s?)$",
    re.IGNORECASE,
)
_PERCENT = r"[\s$}\\]*(?:%|percent\b|points?\b)?[\s$}]*"
# "Above the 90% mark" bounds, "above the 72% of humans" and "above 75% of GPT-4" compare.
_MARK = re.compile(rf"[-\s]*{_PERCENT}[-\s]*(?:mark|threshold|barrier|level|limit|line)\b")
_COMPARES = re.compile(
    r"exceed|surpass|above|below|(?:higher|greater|larger|lower|smaller)\s", re.IGNORECASE
)
_BASELINE = r"(?:(?:best|previous|prior|other|strongest|vanilla)\s)*(?:baselines?|state-of-the-art)"
_ENDS = r"(?=\s*(?:[.,;)]|$|(?:and|on|in|with|while|but)\s))"
_OF_RIVAL = re.compile(
    rf"{_PERCENT}(?:of|by|(?:achieved|reported|obtained|reached)\s(?:by|for|in))\s(?:(?:the|a|our)\s)?"
    rf"(?:(?-i:[A-Z])[\w.-]*\w|humans?|methods?|models?|{_BASELINE}){_ENDS}"
)
_OF_BASELINE = re.compile(rf"{_PERCENT}of\s(?:the\s)?{_BASELINE}{_ENDS}")
_BACK = 80


def bound_said(text: str, value: float) -> str | None:
    """Return `≥`, `≤` or `≈` where a number is told as a bound or as about so much; else None.

    "Over 90 %" is at least 90 %, "below 5 %" and "up to 5 %" at most 5 %, "nearly 90 %" about 90 %;
    the number of a rival, "over the 85 % of Foo", is exact.
    Of 1,568 scores of 4,125 abstracts 177 are told so, 173 rightly; of 1,636 differences and
    factors 390, and all 40 that were read are right.

    Args:
        text: What the number stands in.
        value: The number; where it stands more than once, all have to agree.
    """
    found = places(text, value)
    return said_alike([_bound(text[max(0, at - _BACK) : at], text[end:]) for at, end in found])


def bounded(amount: str, bound: str | None) -> str:
    """Return an amount behind the sign of what it is: `≥ 90 %` where a text says over 90 %.

    Wherever a number of a text is shown to a person, it is shown so.
    """
    return f"{bound} {amount}" if bound else amount


def _bound(before: str, after: str) -> str | None:
    found = _SAID.search(before)
    if found is None or _RANGE.search(before):
        return None
    kinds = [(f"w{k}", kind) for k, (kind, _) in enumerate(_WORDS)]
    kinds += [(f"s{k}", kind) for k, (kind, _) in enumerate(_SIGNS)]
    group, kind = next((group, kind) for group, kind in kinds if found[group])
    if kind == ABOUT or group[0] == "s":
        return kind
    if found["the"] and not _MARK.match(after):
        return None
    word = found[group].lower()
    of_rival = (_COMPARES.match(word) and _OF_RIVAL.match(after)) or (
        word == "over" and _OF_BASELINE.match(after)
    )
    return None if of_rival or _DENIED.search(before[: found.start()]) else kind
