"""Whether the words round a rival's name deny that it is beaten, doubt it, or say the reverse.

Of 90 pairs of annotated models and methods that such words part 85 are no win of the first over the
second, of 101 in 40,000 abstracts 98. The reverse is annotated of 6 of the 35 nearest pairs
with words that say so ("underperforms"): it is left to the reader.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from kg.extract.group import Span
from kg.extract.places import Place, within

_BEAT = r"(?:out-?perform|surpass|exceed|beat|overtak|outscor|outrank|outclass|outpac|eclips)"
_GOOD = (
    r"(?:accurate|effective|robust|reliable|capable|competitive|performant|precise|stable|"
    r"successful|competent|powerful)"
)
_SCORE = (
    r"(?:accurac|performance|quality|scores?|success|recall|precision|f1|auc|robustness|fidelity|"
    r"win rate|bleu|map\b|iou|efficacy|effectiveness|results?)\w*"
)
_THAN = r"(?:than|compared (?:to|with)|relative to)"
_FEW = r"(?:[\w-]+\s){0,3}?"
# "Foo outperformed by 3 points Bar" is none.
_BY = (
    r"\s(?:(?:\w+ly|only|even|both|all|far)\s){0,2}by\b"
    r"(?!\s(?:\$?[\d~+]|up to|over \d|more than|about|around|an? (?:[\w-]+\s){0,2}margin))"
)
# "Foo is outperformed by Bar", "Foo underperforms Bar", "Foo falls short of Bar".
_REVERSED = (
    rf"(?:(?:{_BEAT}ed|beaten|overtaken){_BY}|"
    r"under-?perform\w*|"
    rf"(?:worse|poorer|weaker)\s(?:(?!more|better|higher|stronger)[\w-]+\s){{0,5}}?{_THAN}|"
    rf"(?<!non-)inferior\s(?:[\w-]+\s){{0,4}}?(?:to|{_THAN})|"
    rf"less\s{_GOOD}\s(?:[\w-]+\s){{0,4}}?{_THAN}|"
    r"only\s[^\s,;]+\s(?:[\w-]+\s){0,2}?lower\sthan|"
    rf"lower\s(?:(?!higher|better|and\b|fid|error|loss)[\w-]+\s){{0,3}}?{_SCORE}\s(?:[\w-]+\s){{0,4}}?{_THAN}|"
    rf"(?:(?:lag|fall|remain|trail|stay|rank)(?:s|g?ing|g?ed)?|fell|is|are|was|were|far|well)\s"
    rf"(?:\w+ly\s|still\s|far\s|well\s|just\s){{0,3}}behind|"
    rf"(?:fall|fell|come|came)\w*\s{_FEW}short\sof|"
    r"(?:(?:fall|remain|stay|perform|scor)(?:s|ed|ing)?|fell|slightly|far|well|points?|is|are|was|"
    rf"were)\s{_FEW}below(?!\s\d)|"
    r"trail(?:s|ed|ing)?|"
    r"(?:narrow|clos|bridg|shr[iu]nk|reduc)\w*\s(?:the\s)?(?:[\w-]+\s){0,2}gaps?\s(?:to|with|between)|"
    r"(?:boost|improv|enhanc|increas)\w*\s(?:the\s)?(?:[\w-]+\s){0,2}performance\sof|"
    r"los(?:es?|t|ing)\sto)"
)
_WIN = (
    rf"(?P<win>{_BEAT}\w*|"
    r"(?:match|rival)(?:e?s|ing)?|"
    rf"(?:better|superior|stronger|higher|lower|faster|greater|more)\s(?:[\w-]+\s){{0,5}}?"
    rf"(?:to|{_THAN})|"
    rf"(?:improv\w*|gains?|advantages?|superiority|benefits?|boosts?|increases?)\s"
    rf"(?:[\w-]+\s){{0,4}}?(?:over|on|upon|from|{_THAN}))"
)
# What else parts a rival's name from a denial before it.
_OTHER = rf"(?:{_THAN}|over|improv\w*|win(?:s|ning)?|won)"
_CUE = re.compile(rf"\b(?:(?P<reversed>{_REVERSED})|{_WIN}|{_OTHER})\b", re.IGNORECASE)
_SAME_CLAUSE = r"(?:(?!and\b|but\b|yet\b)[\w-]+\s)"
_DENIED = re.compile(
    r"(?:(?:\b(?:[Nn]ot|[Cc]annot|[Nn]ever|hardly|[Rr]arely|seldom|barely)|n['’]t)\b"
    rf"(?!\s(?:only|just|merely|simply|solely)\b)\s{_SAME_CLAUSE}{{0,4}}?|"
    r"\b(?:[Ff]ail(?:s|ed|ing|ures?)?|struggl\w+|unable|inability|unlikely)\s"
    rf"{_SAME_CLAUSE}{{0,3}}?(?:to|at|in)\s{_SAME_CLAUSE}{{0,3}}?|"
    r"\b(?:almost|nearly|[Ww]ithout|yet to|may|might|could|would|should)\s(?:[\w-]+ly\s)*|"
    rf"\b(?:[Nn]either|nor)\s{_SAME_CLAUSE}{{0,3}}?|"
    r"\b(?:[Ww]hether|[Ii]f)\s(?:[\w()-]+\s){0,8}?)$"
)
_NO = re.compile(rf"\b[Nn]o\s{_SAME_CLAUSE}{{0,3}}?$")
# "No model, including GPT-4, outperforms Foo"; "with no labels, it outperforms" is none of these.
_NOBODY = re.compile(
    r"(?:^|[,;:(]\s?|\b(?:that|and|but|where|while|whereas|yet|although|because|since|however|"
    r"there\s(?:is|are|was|were))\s)(?:no|none|neither|nothing)\b[^.,;:]{0,60}?"
    r"(?:,\s(?:including|(?:not\s)?even|such\sas)[^.;:]{0,60}?,(?:\s\w+){0,2})?\s$",
    re.IGNORECASE,
)
_EXCEPT = re.compile(
    r"\b(?:except(?:\sfor)?|other\sthan|apart\sfrom|aside\sfrom|but\snot|excluding|"
    rf"with\sthe\sexception\sof)\s(?:(?!{_BEAT})[\w-]+,?\s){{0,3}}?$",
    re.IGNORECASE,
)
_NEW_CLAUSE = re.compile(
    r"[;:?!]|\b(?:while|whereas|but|although|though|however|where|when|which|because|that(?!\sof)|"
    r"and\s(?:we|it|they|our|the))\b",
    re.IGNORECASE,
)
_PASSIVE = re.compile(_BY, re.IGNORECASE)
_VERB = re.compile(rf"(?:{_BEAT}|match|rival)", re.IGNORECASE)
_ADVERBS = r"(?:\s(?:\w+ly|also|even|both|often|still|can))*"
# Of 1,171 annotated pairs whose second so has the verb itself 27 are a win of the first, most by
# another mention. "Foo beats Bar and Baz outperforms it" goes on with another clause.
_WINS_ITSELF = re.compile(
    r"(?:\s\([^()]{0,60}\))?(?:[-\s](?:based\s)?(?:models?|methods?|approach(?:es)?|baselines?))?"
    rf"(?:{_ADVERBS}\s{_BEAT}(?:s|es|e|ed)?\b(?!{_BY})|"
    rf"\sand\s(?:the\s)?(?-i:[\w-]*[A-Z][\w.-]*)(?:\s[\w-]+)?{_ADVERBS}\s{_BEAT}e?\b)",
    re.IGNORECASE,
)
# A denial stands this near before what it denies.
_BEFORE = 110
# A name stands this near behind what is said of it.
_BEHIND = 100
# A clause of winning is shorter; what has no sentence ends takes no longer for it.
REACH = 500


def denies(text: str, start: int, cue: tuple[int, int]) -> bool:
    """Say whether a word of winning is denied, doubted, or in the passive.

    Args:
        text: The text.
        start: Where its sentence starts.
        cue: Offsets of the word.
    """
    word = text[slice(*cue)].lower()
    if word.endswith(("ed", "beaten")) and _PASSIVE.match(text, cue[1]):
        return True
    before = text[max(start, cue[0] - _BEFORE) : cue[0]]
    if _DENIED.search(before):
        return True
    # "with no training outperforms": a verb of winning takes a subject.
    nothing = _NOBODY if _VERB.match(word) else _NO
    return not word.endswith("ing") and nothing.search(before) is not None


def spares(
    text: str, sentence: tuple[int, int], rival: Place | Span, winners: Sequence[Span]
) -> bool:
    """Say whether the words round a rival's name say that it is not beaten there.

    Args:
        text: The text.
        sentence: Offsets of the sentence.
        rival: Where the rival is named in it.
        winners: Where who is said to win is named.
    """
    start, end = max(sentence[0], rival.start - REACH), min(sentence[1], rival.end + REACH)
    if _WINS_ITSELF.match(text, rival.end, end):
        return True
    since = _not_beaten_since(text, start, rival.start)
    # "While it trails Foo, Bar beats Baz": Foo, behind the word, is no loser by it.
    return since is not None and not within(winners, (since, rival.start))


def _not_beaten_since(text: str, start: int, at: int) -> int | None:
    """Return where words start that spare the name at an offset; None without any."""
    exception = _EXCEPT.search(text, max(start, at - _BEFORE), at)
    if exception:
        return exception.start()
    *_, cue = (None, *_CUE.finditer(text, start, at))
    if cue is None or at - cue.end() > _BEHIND or _NEW_CLAUSE.search(text, cue.end(), at):
        return None
    word = cue.span("win")
    if cue["reversed"] or (cue["win"] and denies(text, start, word)):
        return cue.start()
    return None
