"""Which way a difference or a factor goes, by the words round its number."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kg.text.figures import places, said_alike

LESS, MORE, BETTER, WORSE = "less", "more", "better", "worse"
_QUALITY = (
    r"(?:accurate|compact|efficient|robust|stable|reliable|effective|precise|consistent|"
    r"successful|capable)"
)
# The first that fits counts: "more compact" is no more of anything.
_WORDS = (
    (BETTER, rf"more\s{_QUALITY}"),
    (WORSE, rf"less\s{_QUALITY}"),
    (
        LESS,
        r"reduc\w+|decreas\w+|drop(?:s|ped|ping)?|fall(?:s|ing|en)?|fell|declin\w+|"
        r"lower(?:s|ed|ing)?|cut(?:s|ting)?|shr[iau]nk\w*|short(?:er|en\w*)|"
        r"sav(?:e|es|ed|ings?)|diminish\w*|slash\w*|plummet\w*|plung\w+|less|fewer|smaller|"
        r"cheaper|lighter|narrow(?:s|ed|ing)|suppress\w*|mitigat\w+|eliminat\w+|minimi[sz]\w+|"
        r"alleviat\w+",
    ),
    (
        MORE,
        r"increas\w+|ris(?:es?|ing|en)|rose|rais(?:es?|ed|ing)|grow(?:s|ing|n|th)?|grew|higher|"
        r"more|larger|greater|longer|inflat\w+|surg(?:es?|ed|ing)",
    ),
    (
        BETTER,
        r"improv\w+|gain(?:s|ed|ing)?|boost\w*|enhanc\w+|outperform\w*|surpass\w*|better|faster|"
        r"accelerat\w+|speed-?ups?|exceed(?:s|ed)?|exceeding(?!\s[$\\~+]*(?:\d|$))|beat(?:s|ing|en)?|uplifts?|advantages?|superior\w*",
    ),
    (
        WORSE,
        r"degrad\w+|deteriorat\w+|worse\w*|under-?perform\w*|lag(?:s|ged|ging)?|"
        r"trail(?:s|ed|ing)?|behind|slower|slow(?:s|ed|ing|downs?)|hurt\w*|suffer\w*|"
        r"los(?:es|t|ing)|collaps\w+",
    ),
)
_WORD = r"\b(?:" + "|".join(f"(?P<w{k}>{words})" for k, (_, words) in enumerate(_WORDS)) + r")\b"
_UNIT = (
    r"(?:\\?%\s?(?:points?)?|percentage[ -]points?|points?|percent|pp|x|×|\$?\\times\$?|times|"
    r"-?folds?)?"
)
_OPEN = r"(?>[\s$~\\+({≈>\u223c-]*(?:(?:sim|approx|textbf|mathbf|bf|geq|ge|num)\b[\s{$~]*)?)"
# Nothing of a number is tried in two ways: a long list would take for ever.
_NUMBER = rf"(?>{_OPEN}\d+(?:[.,]\d+)*[\s$}}]*{_UNIT}[\s$}})]*)"
# "a 21.2% and 22.4% improvement": the word is behind the list.
_AFTER = re.compile(
    rf"(?>[\s$}}~]*{_UNIT}[\s$}}~()]*(?:-(?=[a-z]))?)"
    rf"(?>(?:(?:and|or|to|--?|–|,|/)\s*{_NUMBER}(?:-(?=[a-z]))?)*)"
    r"(?:(?!(?:on|in|for|with|over|at|of|from|to|compared|than|and|while|but|as|by|under|versus|vs)"
    rf"\b)[\w/@.-]+\s){{0,4}}?{_WORD}",
    re.IGNORECASE,
)
_SOME = (
    r"(?>(?:\s*(?:by|of|up|to|as|much|over|about|around|nearly|almost|approximately|roughly|more|"
    r"less|than|at|least|most|an?|the|average|averaging|only|just|exceed(?:s|ing)|additional|"
    r"further|absolute|relative|between|from|no|margins?|factors?|well|even|overall|mean|median|"
    r"on|respectively|significantly|substantially|was|were|is|are)\b)*)" + _OPEN
)
_LIST = rf"(?>(?:{_NUMBER}(?:,\s*and\b|,|and\b|to\b|--?|–|or\b|/)\s*)*)"
_RIGHT_BEFORE = re.compile(rf"{_SOME}{_LIST}{_SOME}", re.IGNORECASE)
_BY = re.compile(rf"\b(?:by|of)\b{_SOME}{_LIST}{_SOME}$", re.IGNORECASE)
_OTHER_CLAUSE = re.compile(
    r"[;:]|\.\s|\b(?:while|whereas|but|although|achiev\w+|reach\w*|obtain\w*|attain\w*|yield\w*|"
    r"with)\b",
    re.IGNORECASE,
)
_CHANGE = re.compile(_WORD, re.IGNORECASE)
# "more than 5", "less than 5" are about the number, not about what it is of.
_OF_AMOUNT = re.compile(r"\s(?:than|to)\b")
_OF_CHANGE = re.compile(
    r"\s(?:[a-z-]+\s){0,2}?(?:reductions?|decreases?|increases?|drops?|savings?)\b"
)
# "prevents a 15% drop", "without a drop of 5%", "does not reduce it by more than 2%".
_AVERTED = re.compile(
    r"\b(?:(?:avoid|prevent|mitigat)\w*|without|not)\s(?:(?!by\b)[\w-]+\s){0,3}?[\s$~\\<>≈+-]*$|"
    r"\bnot\s(?:[\w-]+\s){1,6}?by\s(?:more\sthan\s)?[\s$~\\<>≈+-]*$",
    re.IGNORECASE,
)
_BACK, _AHEAD = 160, 60


def change_said(text: str, value: float, *, metric: str | None = None) -> str | None:
    """Return `less`, `more`, `better` or `worse`, as the words round a difference say; else None.

    "Reduces the error by 30 %" and "30 % fewer steps" are less, "improves the error by 30 %" is
    better. In 4,125 abstracts 7 of 10 differences and factors say so; of 190 that were read 2 were
    not what they say, of a kind that says nothing now. Of 7 in words ("six-fold") all are right.

    Args:
        text: What the number stands in.
        value: The number; where it stands more than once, all have to agree.
        metric: What it measures; one that is a change itself (energy savings) tells nothing.
    """
    # "Zero degradation" is none.
    if not value or (metric is not None and _CHANGE.search(metric)):
        return None
    return said_alike([_change(text, *place) for place in places(text, value)])


def is_gain(change: str | None, *, higher_is_better: bool | None) -> bool | None:
    """Return whether a change is for the better, or None where unknown.

    Args:
        change: As `change_said` returns it.
        higher_is_better: Direction of the metric.
    """
    if change in (BETTER, WORSE):
        return change == BETTER
    if change is None or higher_is_better is None:
        return None
    return (change == MORE) == higher_is_better


def _change(text: str, start: int, end: int) -> str | None:
    if _AVERTED.search(text, max(0, start - _AHEAD), start):
        return None
    before = _before(text[max(0, start - _BACK) : start])
    found = _AFTER.match(text, end, end + _AHEAD)
    if found and _goes_on(text, found.end(), reduced=before is not None):
        return None
    found = found or before
    if found is None:
        return None
    return next(kind for k, (kind, _) in enumerate(_WORDS) if found[f"w{k}"])


def _goes_on(text: str, at: int, *, reduced: bool) -> bool:
    """Whether a word of change is about another: "30% more reduction", "cuts 30% more than Foo"."""
    if text[at - 4 : at].lower() not in ("more", "less"):
        return False
    return _OF_CHANGE.match(text, at) is not None or (reduced and text.startswith(" than", at))


def _before(text: str) -> re.Match[str] | None:
    *_, word = (None, *_words(text))
    if word is None or _RIGHT_BEFORE.fullmatch(text, word.end()):
        return word
    said = _BY.search(text, word.end())
    return word if said and not _OTHER_CLAUSE.search(text, word.end()) else None


def _words(text: str) -> Iterator[re.Match[str]]:
    for word in _CHANGE.finditer(text):
        if not _OF_AMOUNT.match(text, word.end()) and word[0].lower() not in ("more", "less"):
            yield word
