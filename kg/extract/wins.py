"""Who is said to beat whom, by the wording of a clause.

Each rule has the chance that it is right with, counted on 4,500 annotated papers and their names.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from kg.extract.decode import ACTORS
from kg.extract.denial import REACH, denies, spares
from kg.extract.findings import Findings, Stated
from kg.extract.places import Place, places_of, within
from kg.extract.subjects import contribution
from kg.extract.wording import says_parity
from kg.records import RelationType, ResultKind

_NOUN = (
    r"(?:models?|methods?|approach(?:es)?|frameworks?|systems?|algorithms?|techniques?|"
    r"architectures?|networks?|baselines?|pipelines?|strateg(?:y|ies)|paradigms?|variants?|"
    r"solutions?|agents?|detectors?|modules?|training|tuning)"
)
_ADVERBS = r"(?:\s+(?:\w+ly|also|even|both|often|still|further|can|thus|always))*"
_ASIDE = r"(?:\s*\([^()]{0,60}\))?"
_OWN = rf"\b(?:(?:our|the\sproposed|this)\s(?:[\w-]+\s){{0,3}}?{_NOUN}{_ASIDE}|we|it)"
# A higher cost is no win, a higher "cost efficiency" is one.
_HIGHER_OR_LOWER = (
    r"(?:higher(?!\s(?:\w+\s)?(?:costs?(?![\s-]eff)|latency|error|loss|perplexity))"
    r"|lower(?!\s(?:\w+\s)?(?:accuracy|performance|quality|scores?|success)))"
)
# What is only paid, or asked for, is no win, nor is a change for the worse.
_PAID = (
    r"tokens?|costs?|memory|storage|param(?:eter)?s?|flops|calls?|comput\w+|transmission|sizes?|"
    r"footprint|bandwidth|energy|power|budgets?|data|time|latency|usage|overhead|training|inference|"
    r"queries|steps|samples|quantities|numbers?|complexity|attention|interest|demand"
)
_TEXT = r"(?:[^.;]|\.(?=\d))"
_CHANGES = (
    r"(?<!-)(?<!is\s)(?<!are\s)(?<!was\s)(?<!were\s)(?<!been\s)(?<!be\s)"
    rf"(?:(?:improv|enhanc|strengthen|boost)(?:e?s|ed|ing)\s{_TEXT}{{1,80}}?|"
    r"(?:increas|rais|lift|elevat)(?:e?s|ed|ing)\s"
    rf"(?:(?!(?:{_PAID}|errors?|loss|perplexity|hallucinat\w+)\b){_TEXT}){{1,80}}?|"
    r"(?:reduc|decreas|lower|cut)(?:e?s|ed|t?ing)\s"
    rf"(?:(?!(?:{_PAID}|accurac\w+|performance|quality|success|scores?|throughput|speed|recall|"
    rf"precision|f1|auc|robustness|utility)\b){_TEXT}){{1,80}}?)"
)
_GAIN = r"(?:improvement|gain|increase|boost|speed-?up|advantage|superiority)s?"
_OVER = r"(?:over|compared\s(?:to|with)|relative\sto)"
_BEATS = re.compile(
    r"\b(?:(?P<verb>(?:out-?perform|surpass|exceed|beat|outscor)(?:s|es|e|ed)?|"
    r"improv(?:es?|ed)\s(?:up)?(?:on|over))|"
    r"(?P<loose>(?:out-?perform|surpass|exceed|beat|outscor)ing|improving\s(?:up)?(?:on|over)|"
    r"superior\sto|(?:better|faster)\sthan|"
    rf"(?:better|superior|stronger|{_HIGHER_OR_LOWER}|faster)"
    rf"(?:\s[\w-]+){{1,5}}?\s(?:than|{_OVER}))|"
    rf"(?P<gain>{_GAIN}"
    rf"(?:\s{_TEXT}{{0,40}}?)?\s(?:{_OVER}|than)|"
    rf"{_CHANGES}\s{_OVER}))\b",
    re.IGNORECASE,
)
_UNSURE = re.compile(r"\b(?:than|or)\b[\w\s,]{0,20}$", re.IGNORECASE)
# "Experiments on Foo show that" are not Foo's.
_AFTER_PREPOSITION = re.compile(
    r"\b(?:on|in|by|with|of|for|using|via|to|than|over|from|against|through|across|including|"
    r"between|among|under)\s(?:(?:the|a|an|our|both)\s)?(?:proposed\s)?$",
    re.IGNORECASE,
)
# What leads a name is shorter.
_LED = 40
_IN_LIST = re.compile(rf"{_ASIDE},\s(?:the\s)?")
_LIST_ENDS = re.compile(rf"{_ASIDE}(?P<comma>,)?\s(?:and|or)\s(?:the\s)?")
_AND_BEFORE = re.compile(r"\band(?:\s\w+ly)?\s*$", re.IGNORECASE)
_OWN_WORDS = re.compile(r"\b(?:we|our|ours|us)\b", re.IGNORECASE)
# "They outperform Foo", "Such readers surpass Foo": who they are stands elsewhere (4 of 4).
_SEVERAL = re.compile(r"\W*(?:\w+,\s)?(?:they|such)\b", re.IGNORECASE)
# Right of the annotated names: 262 of 271 named before the verb, 75 of 83 of "our method" and "it",
# 236 of 254 that start the clause, 89 of 109 left out; of 438 gains over a rival 406.
_CHANCES = {"name": 0.95, "own": 0.9, "clause": 0.92, "left out": 0.82, "result": 0.93}
# "Foo performance" and "Foo compression" do nothing.
_VERB = (
    r"(?!\w*(?:ance|ments?|[st]ions?|ability|settings?)\b)"
    r"(?:achiev|reach|obtain|attain|deliver|improv|yield|set|establish|show|exhibit|demonstrat|"
    r"scor|rank|gain|provid|perform|reduc|maintain|produc|increas|match|generali|surpass|"
    r"outperform|lead|boost|excel|enhanc|compress|accelerat)\w*"
)
_OWN_BEFORE = re.compile(rf"{_OWN}{_ADVERBS}\s*$", re.IGNORECASE)
_OWN_CLAUSE = re.compile(rf"{_OWN}{_ADVERBS}\s+{_VERB}", re.IGNORECASE)
_AFTER_NAME = rf"{_ASIDE}(?:[-\s](?:based\s)?{_NOUN})?,?(?:\s(?:which|that))?{_ADVERBS}"
_NAME_BEFORE = re.compile(rf"{_AFTER_NAME}\s*", re.IGNORECASE)
_NAME_CLAUSE = re.compile(rf"{_AFTER_NAME}\s+{_VERB}", re.IGNORECASE)
_DETERMINERS = (
    r"(?:(?:both|all|the|a|an|its|their|best|existing|strong|strongest|previous|prior|standard|"
    r"conventional|other|recent|state-of-the-art|sota|vanilla|original|popular|traditional|"
    r"leading|classical|that\sof|those\sof|larger|competitive|competing|baseline|naive|plain|base|"
    r"standalone|zero-shot|few-shot|fine-tuned|uniform|representative|proprietary|open-sourced?|"
    r"closed-sourced?|commercial|general-purpose|specialized|static|\w+ly)\s+)*"
)
# "outperforms strong baselines, including", "beats the best model,"
_KIND_OF_RIVALS = (
    rf"(?:(?:[\w-]+\s){{0,5}}?{_NOUN}{_ASIDE}[\s,(:]+|"
    r"(?:[\w-]+[\s,(]+){1,7}?(?=such|like|inc|e\.g|i\.e|nam))"
    r"(?:(?:such\sas|like|including|e\.g\.|i\.e\.|namely)[\s,]*)?"
)
_TO_RIVAL = re.compile(rf"\s*{_DETERMINERS}(?:{_KIND_OF_RIVALS})?{_DETERMINERS}\$?", re.IGNORECASE)
_TO_NEXT = re.compile(
    rf"\$?{_ASIDE}(?:\s{_NOUN})?{_ASIDE}\s*"
    rf"(?:,\s*(?:and|as well as)?|\band\b|/|\bas well as\b|&)\s*{_DETERMINERS}\$?",
    re.IGNORECASE,
)
# "outperforms CNN-based rivals", "outperforms GPT-4 prompting" are of other things.
_RIVAL_ENDS = re.compile(
    rf"\$?{_ASIDE}(?:\s{_NOUN})?(?=\s*(?:[.,;:()$]|$|\d|\b(?:by|on|in|at|with|across|for|while|and|or|"
    r"under|when|as|using|but|over|both|even|despite|from|achieving|without|to|of|where|which|"
    r"who|that|particularly|especially|respectively|within|against|up|during|because|through)\b))",
    re.IGNORECASE,
)
# "Compared to Foo and Bar, our method improves …".
_COMPARED = re.compile(
    r"(?:(?:\w+\s){0,2}?\w+,\s)?(?:compared\s(?:to|with|against)|relative\sto)\b", re.IGNORECASE
)
_THEN = re.compile(rf"{_ASIDE}(?:\s[\w-]+){{0,3}}?,\s")
_FARES_BETTER = re.compile(
    rf"{_TEXT}{{0,100}}?\b(?:out-?perform|surpass|exceed|better|superior|stronger|faster|{_GAIN}|"
    rf"{_HIGHER_OR_LOWER}|{_CHANGES})",
    re.IGNORECASE,
)
_FACTOR_OF_WIN = re.compile(
    r"[\s$}-]*(?:\\times|×|[xX]\b|times|folds?\b)[\s$}]*"
    rf"(?:{_HIGHER_OR_LOWER}|better|fewer|less)\b"
)


def wins(found: Findings) -> list[Stated]:
    """Return who is said to beat whom: "Foo outperforms Bar and the larger Baz".

    Who is not named, or called "our method", is the paper's main contribution.
    """
    text, main = found.text, contribution(found.reading)
    actors = places_of(found.groups, ACTORS)
    stated: list[Stated] = []
    for start, end in found.sentences:
        names = within(actors, (start, end))
        stated += _compared(text, (start, end), names, main=main) if names else ()
        beaten: set[Place] = set()
        for cue in _cues(text, (start, end)) if names else ():
            near = within(names, (cue.start() - REACH + 1, cue.start() + REACH))
            before = [name for name in near if name.end <= cue.start()]
            if not cue["verb"]:  # "Foo beats Bar, gaining 3 points over Baz"
                before = [name for name in before if name not in beaten]
            since = max(start, cue.start() - REACH)
            winners, chance = _winners(text, since, cue, before=before, main=main)
            rivals = list(_rivals(text, cue.end(), near))
            beaten.update(rivals, within(near, (cue.end(), _stop(text, cue.end(), end))))
            stated += [
                Stated(RelationType.OUTPERFORMS, winner, rival.index, chance, (start, end))
                for winner in winners
                for rival in rivals
                if rival.index not in winners
                and not spares(text, (start, end), rival, found.groups[winner].spans)
            ]
    return stated


def _compared(
    text: str, sentence: tuple[int, int], names: Sequence[Place], *, main: int | None
) -> Iterator[Stated]:
    """Yield who beats those that a sentence starts with a comparison to."""
    start, end = sentence
    cue = _COMPARED.match(text, start, end)
    rivals = list(_rivals(text, cue.end(), names)) if cue else []
    then = _THEN.match(text, rivals[-1].end, end) if rivals else None
    if then is None:
        return
    at = then.end()
    named = [name.index for name in names if name.start == at and _acts(text, name, end)]
    own = [main] if _OWN_CLAUSE.match(text, at, end) else []
    winner = next(iter(named + own), None)
    if winner is not None and _FARES_BETTER.match(text, at, end):
        for rival in rivals:
            if rival.index != winner:
                yield Stated(
                    RelationType.OUTPERFORMS, winner, rival.index, _CHANCES["clause"], sentence
                )


def _stop(text: str, start: int, end: int) -> int:
    """Return where the first comma stands between two offsets, or the second of them."""
    comma = text.find(",", start, end)
    return end if comma < 0 else comma


def wins_by_results(found: Findings) -> list[Stated]:
    """Return who beats whom by a result, in a sentence that speaks of winning."""
    stated = []
    for result in found.results:
        winner, rival = result.subject, result.versus
        if winner is None or rival in (None, winner):
            continue
        number = found.number_of(result)
        at = number.start
        # Who needs half the memory does not win by that, but by one "5x lower".
        told = _FACTOR_OF_WIN.match(found.text, number.end)
        if result.kind is ResultKind.RATIO and told is None:
            continue
        sentence = found.sentence_of(at)
        start, end = max(sentence[0], at - REACH), min(sentence[1], at + REACH)
        winners = found.groups[winner].spans
        named = any(
            not spares(found.text, sentence, item, winners)
            and not says_parity(found.text[start : item.start])
            for item in within(found.groups[rival].spans, (start, end))
        )
        if named and any(_cues(found.text, (start, end))):
            chance = _CHANCES["result"] * result.sure[0]
            stated.append(Stated(RelationType.OUTPERFORMS, winner, rival, chance, sentence))
    return stated


def _cues(text: str, sentence: tuple[int, int]) -> Iterator[re.Match[str]]:
    """Yield what says that someone wins; nothing of a question, a doubt or a denial."""
    start, end = sentence
    if text[end - 1] == "?":
        return
    for cue in _BEATS.finditer(text, start, end):
        unsure = _UNSURE.search(text, max(start, cue.start() - 40), cue.start())
        if not unsure and not denies(text, start, cue.span()):
            yield cue


def _winners(
    text: str, start: int, cue: re.Match[str], *, before: Sequence[Place], main: int | None
) -> tuple[list[int], float]:
    """Return whose verb it is, with the chance of such a reading."""
    free = [name for name in before if not _is_led(text, start, before, name)]
    if free and _NAME_BEFORE.fullmatch(text, free[-1].end, cue.start()):
        return _listed(text, before, free[-1]), _CHANCES["name"]
    own = [] if main is None else [main]
    if _OWN_BEFORE.search(text, start, cue.start()):
        return own, _CHANCES["own"]
    if cue["loose"] or cue["gain"] or _AND_BEFORE.search(text, start, cue.start()):
        acting = [name for name in free if _acts(text, name, cue.end())]
        at = max((m.start() for m in _OWN_CLAUSE.finditer(text, start, cue.start())), default=-1)
        if acting and acting[-1].start > at:
            return _listed(text, before, acting[-1]), _CHANCES["clause"]
        if at >= 0:
            return own, _CHANCES["clause"]
    others = any(name.index != main for name in before)
    if others or _OWN_WORDS.search(text, start, cue.start()) or _SEVERAL.match(text, start):
        return [], 0.0
    return own, _CHANCES["left out"]


def _is_led(text: str, start: int, names: Sequence[Place], name: Place) -> bool:
    """Whether a preposition leads a name or the list that it ends."""
    first = _list_up_to(text, names, name)[0]
    return any(
        _AFTER_PREPOSITION.search(text, max(start, item.start - _LED), item.start)
        for item in (first, name)
    )


def _listed(text: str, names: Sequence[Place], name: Place) -> list[int]:
    return [item.index for item in _list_up_to(text, names, name)]


def _list_up_to(text: str, names: Sequence[Place], name: Place) -> Sequence[Place]:
    """Return the names of the list that one ends: "Foo, Bar, and Baz", "Foo and Bar"."""
    last = names.index(name)
    first = last - 1
    ends = last and _LIST_ENDS.fullmatch(text, names[first].end, name.start)
    if not ends:
        return [name]
    while first and _IN_LIST.fullmatch(text, names[first - 1].end, names[first].start):
        first -= 1
    # "it beats Foo, and Bar beats Baz"
    return [name] if ends["comma"] and last - first == 1 else names[first : last + 1]


def _acts(text: str, name: Place, end: int) -> bool:
    """Whether a verb follows a name."""
    return _NAME_CLAUSE.match(text, name.end, end) is not None


def _rivals(text: str, at: int, names: Sequence[Place]) -> Iterator[Place]:
    """Yield the names of the list that starts at an offset; none where it goes on otherwise."""
    after: list[Place] = []
    for name in names:
        # "Fast Old Owls (FOO)" is one.
        last = after[-1] if after else None
        if name.start >= at and not (
            last and last.index == name.index and text[last.end : name.start].strip() == "("
        ):
            after.append(name)
    gap = _TO_RIVAL
    for place, name in enumerate(after):
        if not gap.fullmatch(text, at, name.start):
            return
        goes_on = place + 1 < len(after) and _TO_NEXT.fullmatch(
            text, name.end, after[place + 1].start
        )
        if goes_on or _RIVAL_ENDS.match(text, name.end):
            yield name
        at, gap = name.end, _TO_NEXT
