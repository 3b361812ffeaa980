"""Tasks in other words: `reconstructing 3D scenes`, `3D scene synthesis`, `document VQA`."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from kg.resolve.endings import stem_of_act

# Nouns and adjectives that say the same in the name of a task. In 4,125 abstracts and 5,809
# annotated ones these join 38 pairs, all right: 10 by robot, 8 by comprehension, 7 by vision.
_SAME = {
    "math": "mathematical",
    "robotic": "robot",
    "robotics": "robot",
    "vision": "visual",
    "comprehension": "understanding",
    "dextrous": "dexterous",
    "drone": "uav",
    "categorization": "classification",
    "intention": "intent",
    "multiple": "multi",
    "llm": "large language model",
    "vqa": "visual question answering",
}
_PHRASES = {
    "three dimensional": "3 d",
    "spatial temporal": "spatio temporal",
    "q and a": "question answering",
}
_PHRASE = re.compile(rf"\b(?:{'|'.join(_PHRASES)})\b")
# What changes with time is forecast or predicted (6 pairs, all right); a link or an occupancy may
# also be predicted as it is now.
_OVER_TIME = frozenset(
    {"demand", "flow", "load", "motion", "price", "sery", "traffic", "trajectory", "weather"}
)
# An instruction guides, drives or conditions what follows it: 4 pairs, all right.
_GUIDES = frozenset({"instruction", "language", "prompt", "text"})
_GUIDED = frozenset({"based", "conditioned", "driven"})
# A noun says what is made (18 pairs, 17 right). To speak is more than to turn text into speech.
_NOT_MADE = re.compile(r".*al|speech")
# Who moves or acts so is a robot anyway: `legged robot locomotion` (10 pairs, all right).
_ROBOTS = frozenset(
    {"active", "autonomous", "bimanual", "biped", "bipedal", "body", "dexterous", "horizon"}
    | {"humanoid", "legged", "quadruped", "quadrupedal", "social"}
)
# Nobody builds what does a longer task by hand: 14 pairs, all right.
_AUTOMATIC = frozenset({"automated", "automatic"})

# Behind these stands what the words before them are about: `navigation of mobile robots`.
_TURNS = frozenset({"for", "in", "of", "on", "over", "with"})
_SMALL = _TURNS | {"a", "an", "and", "the"}
# With these it counts what stands before and what behind.
_DIRECTED = frozenset(
    {"against", "as", "at", "between", "by", "from", "to", "under", "using", "via", "without"}
)
# `detecting` and `mitigating` are no nouns, as learning, planning and reasoning are.
_DOES = re.compile(r"(?:[acu]t|ify|iz|lv)ing$")
_ACTS = ("ance", "ing", "ion", "is", "ment", "val")


def task_words(tokens: Sequence[str]) -> list[str]:
    """Return the words of a task in the wording that stands for all that say the same.

    Args:
        tokens: Words of a name, lower case and singular; one alone stays as it is.
    """
    words = list(tokens)
    if len(words) > 2 and words[0] in _AUTOMATIC:
        words = words[1:]
    if len(words) < 2:
        return words
    words = _PHRASE.sub(lambda found: _PHRASES[found.group()], " ".join(words)).split()
    if "to" in words[1:-2] and words[-1] in ("generation", "synthesis"):
        words = words[:-1]
    words = [words[0], *(_after(first, word) for first, word in pairwise(words))]
    last = len(words) - 1
    words = [word for at, word in enumerate(words) if at == last or not _adds_nothing(words, at)]
    kept = {"vqa"} if "video" in words else set[str]()
    return " ".join(word if word in kept else _SAME.get(word, word) for word in words).split()


def _after(first: str, word: str) -> str:
    if word == "synthesis" and not _NOT_MADE.fullmatch(first):
        return "generation"
    if word in ("forecast", "forecasting") and first in _OVER_TIME:
        return "prediction"
    return "guided" if word in _GUIDED and first in _GUIDES else word


def _adds_nothing(words: Sequence[str], at: int) -> bool:
    return at > 0 and _SAME.get(words[at], words[at]) == "robot" and words[at - 1] in _ROBOTS


def task_key(tokens: Sequence[str]) -> str | None:
    """Return what names of a task share whose words stand in another order, or None.

    `Navigation of mobile robots` is mobile robot navigation, `detecting harmful content` harmful
    content detection, `visual spatial reasoning` spatial visual reasoning; but text to image is no
    image to text. In 4,125 abstracts and 5,809 annotated ones it joins 53 pairs, 51 of them right.

    Args:
        tokens: As `task_words` returns them.
    """
    words = list(tokens)
    if not _DIRECTED.isdisjoint(words) or words[:1] == ["in"]:
        return None
    turn = next((at for at, word in enumerate(words) if at and word in _TURNS), None)
    if turn is not None:
        words = words[turn + 1 :] + words[:turn]
    least = 3 if "and" in words else 2
    words = [word for word in words if word not in _SMALL]
    if len(words) < least:
        return None
    if turn is None and (_DOES.search(words[0]) or _may_do(words[0], words[-1])):
        words = words[1:] + words[:1]
    return " ".join([*sorted(words[:-1]), stem_of_act(words[-1])])


def _may_do(first: str, last: str) -> bool:
    return first.endswith("ing") and not last.endswith(_ACTS)
