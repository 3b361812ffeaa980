"""Which side of a metric is better where the catalogue knows only what it is a kind of."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from kg.catalogue import CatalogueEntry
from kg.resolve.keys import catalogue_entries
from kg.text import singular

# Judged by the names and sentences of the metrics of 4,125 abstracts, many of them by one to four.
# Others, such as force, length, distance and duration, are meant both ways.
_LOWER = frozenset(
    [
        "anxiety",
        "blocking",
        "burden",
        "call",
        "collapse",
        "collision",
        "complexity",
        "computation",
        "confusion",
        "consumption",
        "contamination",
        "cost",
        "deception",
        "defect",
        "degradation",
        "deviation",
        "discrepancy",
        "disparity",
        "distortion",
        "drift",
        "duplication",
        "effort",
        "emission",
        "episodes",
        "error",
        "fabrication",
        "failure",
        "fatigue",
        "fluctuation",
        "footprint",
        "forgetting",
        "hallucination",
        "harm",
        "harmfulness",
        "incident",
        "inferences",
        "inflation",
        "interference",
        "intervention",
        "invocation",
        "latency",
        "leakage",
        "load",
        "loss",
        "neurosis",
        "oscillation",
        "overconfidence",
        "overhead",
        "pain",
        "parameter",
        "primitive",
        "queries",
        "redundancy",
        "regret",
        "repetition",
        "requirement",
        "risk",
        "size",
        "slip",
        "slippage",
        "spillage",
        "stereotype",
        "stereotyping",
        "sycophancy",
        "time",
        "token",
        "torque",
        "toxicity",
        "traffic",
        "usage",
        "violation",
        "workload",
    ]
)
_HIGHER = frozenset(
    [
        "acceleration",
        "accuracy",
        "adaptability",
        "adherence",
        "alignment",
        "appropriateness",
        "clarity",
        "comfort",
        "completion",
        "compliance",
        "compression",
        "conformance",
        "decisiveness",
        "effectiveness",
        "efficiency",
        "executability",
        "expressiveness",
        "fairness",
        "feasibility",
        "fitness",
        "following",
        "grounding",
        "kappa",
        "margin",
        "performance",
        "preference",
        "preservation",
        "productivity",
        "progress",
        "quality",
        "readability",
        "reduction",
        "repeatability",
        "responsiveness",
        "safety",
        "satisfaction",
        "saving",
        "signal",
        "silhouette",
        "similarity",
        "solvability",
        "speed",
        "success",
        "synchronization",
        "traceability",
        "truthfulness",
        "usability",
        "validity",
    ]
)
# A score of these says less than what it is of: how well a model knows or stands it.
_OPEN = frozenset(
    {"age", "artifact", "bias", "depression", "difficulty", "distance", "hazard"}
    | {"memorization", "p"}
    | {"stress", "uncertainty", "vulnerability"}
)
# Inconsistency, disagreement, miscoverage: less is better where more of the rest is (11 names,
# all right).
_NOT = re.compile(r"(?:un|in|mis|dis|non-?)(?=\w{6})")
# Attackers want success, defenders none (7 names, all right).
_OF_ATTACKS = frozenset(
    {"adversarial", "attack", "backdoor", "evasion", "harmful", "hijacking", "injection"}
    | {"jailbreak", "jailbreaking", "malicious", "poisoning", "unsafe"}
)
_DONE = frozenset(["compliance", "effectiveness", "following", "success"])
# "Failure rate" says as much as "failures", and "number of tokens" as "tokens".
_SHARES = frozenset(
    ["amount", "count", "fraction", "number", "percentage", "probability", "rate", "ratio"]
)
# NMAE, log-RMSE, GMACs, tcpWER.
_LESS = re.compile(r"(?:MAE|MSE|RMSE|FLOPs?|MACs|(?<=[a-z-])(?:WER|CER|DER|EER|MER))$")
# What is so should not be: less is better of 58 of 61 such metrics of 43,670 papers.
_WRONG = frozenset(
    {"duplicate", "empty", "failed", "false", "hallucinated", "incorrect", "invalid", "missed"}
    | {"redundant", "unnecessary", "unsafe", "unsupported", "wasted", "wrong"}
)
# Actions per second, iterations/s.
_PACE = re.compile(r"(?:\bper second|[a-z]/s(?:ec)?)$")
# Top-1, TOP 5.
_TOP = re.compile(r"top[\s-]?\d+", re.IGNORECASE)
# What only says how it is counted: mAP@0.7, CMR@1px, PrecisionAt5, AP_50:95, mAP^N, mAPmask50-95.
_HOW = re.compile(
    r"(?<=\w\w)(?:\s?@.*|(?<=[a-z])At\d+|_\{?[\d:.-]+\}?|\^\{?\w+\}?)$"
    r"|(?<=AP)(?:b?box|mask)?\d[\d:.-]*$"
)
# Of several tries: pass@2, pass^4, Avg@12.
_TRIES = re.compile(
    r"(?:pass|maj|avg|mean|best|cons)\s?[@^\u00b2\u00b3\u2074-\u2079]\S*", re.IGNORECASE
)
# `sim` of sim-to-real is no SIM.
_SHORT = 3
_TURNS = frozenset(["between", "for", "of", "per", "to"])
# The longer until one of the second, the better.
_STRETCHES = frozenset(["distance", "hour", "kilometer", "mile", "step", "time"])
_MISHAPS = frozenset(["collision", "crash", "error", "failure", "intervention", "violation"])
_BAD = _LOWER | _MISHAPS


def better_side(name: str) -> bool | None:
    """Return whether more of a metric is better, or None where its name does not say.

    `grasp success rates` are success rates and `planning time` is a time: the longest end of the
    name that the catalogue knows decides, else its last noun, before a word like "rate" and before
    what only tells of what it is or how it is counted: `time to completion`, `mAP@0.7`. Of what has
    zero of something bad more is better: `zero-intervention rate`, the one of 4,673 metrics.

    Args:
        name: Of a metric that the catalogue does not know itself.
    """
    words, turn = _words(name)
    if words[0].lower() == "per" and len(words) == 2:
        return None
    if _succeeds_in_attack(words):
        return None
    if words[0].lower() == "zero" and any(singular(w.lower()) in _BAD for w in words[1:2]):
        return True
    if _TRIES.fullmatch(name):
        return True
    if _PACE.search(name) or _LESS.search(name) or _TOP.fullmatch(name):
        return _LESS.search(name) is None or _PACE.search(name) is not None
    found = _known(words, range(1, turn))
    if found:
        return _agreed(found)
    if plain := _HOW.search(name):
        return _side(name[: plain.start()].split())
    if turn < len(words):
        return _before(words[turn], words[:turn], words[turn + 1 :])
    side = _by_noun(words)
    is_wrong = not _WRONG.isdisjoint(word.lower() for word in words[:-1])
    return False if side is None and is_wrong else side


def _words(name: str) -> tuple[list[str], int]:
    """Return the words and where the first preposition stands that tells of the noun before it.

    In a compound it does so only at the end: `time-to-goal`, but `end-to-end latency`.
    """
    tokens = name.split()
    last = max((i for i, one in enumerate(tokens) if not _is_share(one)), default=0)
    words: list[str] = []
    turn = None
    for place, token in enumerate(tokens):
        parts = [part for part in token.split("-") if part]
        start = len(words)
        words += parts
        if turn is None and (place == last or parts == [token]):
            found = [i for i in range(start, len(words)) if i and words[i] in _TURNS]
            turn = found[0] if found else None
    if not words:
        return [name], 1
    return words, turn if turn is not None and turn < len(words) - 1 else len(words)


def _is_share(word: str) -> bool:
    return singular(word.lower()) in _SHARES


def _known(words: Sequence[str], starts: Iterable[int]) -> Sequence[CatalogueEntry]:
    """Return what the catalogue knows of the longest end that it knows, best as written."""
    for start in starts:
        end = " ".join(words[start:])
        found = catalogue_entries(end, "metric")
        if found:
            return [one for one in found if end in (one.name, *one.aliases)] or found
    return ()


def _agreed(found: Sequence[CatalogueEntry]) -> bool | None:
    sides = {entry.higher_is_better for entry in found}
    return sides.pop() if len(sides) == 1 else None


def _before(turn: str, head: Sequence[str], rest: Sequence[str]) -> bool | None:
    """Return the better side of what stands before a preposition, else of what it counts."""
    if turn == "of" and _is_share(head[-1]):
        return _side(rest)
    if singular(head[-1].lower()) in _STRETCHES and singular(rest[-1].lower()) in _MISHAPS:
        return True
    side = _side(head)
    # Text to image quality.
    return _side(rest) if side is None and turn == "to" and len(rest) > 1 else side


def _side(words: Sequence[str]) -> bool | None:
    first = 1 if words[0].islower() and len(words[0]) <= _SHORT else 0
    found = _known(words, range(first, len(words)))
    return _agreed(found) if found else better_side(" ".join(words))


def _succeeds_in_attack(words: Sequence[str]) -> bool:
    plain = [word.lower() for word in words]
    while len(plain) > 1 and _is_share(plain[-1]):
        plain.pop()
    return plain[-1] in _DONE and not _OF_ATTACKS.isdisjoint(plain)


def _by_noun(words: Sequence[str]) -> bool | None:
    nouns = [word.lower() for word in words]
    if singular(nouns[-1]) == "score" and len(nouns) > 1:
        return _of_score(words[:-1])
    while len(nouns) > 1 and _is_share(nouns[-1]):
        nouns.pop()
    forms = {nouns[-1], singular(nouns[-1])}
    if forms & _LOWER:
        return False
    if forms & _HIGHER:
        return True
    bare = _NOT.sub("", nouns[-1], count=1) if _NOT.match(nouns[-1]) else ""
    return False if bare and _side([bare]) else None


def _of_score(words: Sequence[str]) -> bool | None:
    """Return the better side of a score: less of what is bad, else more.

    Of 97 scores in 4,125 abstracts and 5,809 annotated ones that name nothing bad 90 are better
    where more. Where something bad is not itself what is scored (`leakage impact score`), the name
    does not say.
    """
    side = _by_noun(words)
    if side is not None:
        return side
    forms = {form for word in words for form in (word.lower(), singular(word.lower()))}
    return None if forms & (_LOWER | _OPEN) else True
