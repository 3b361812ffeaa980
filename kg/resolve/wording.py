"""Tasks and metrics in other words: `3D scene synthesis`, `document VQA`, `predictive accuracy`."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from kg.resolve.endings import stem_of_act
from kg.resolve.order import BOTH_SIDES, MINOR, does_to, in_compound, is_directed, object_key

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
    "recommender": "recommendation",
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
    {"demand", "flow", "load", "motion", "price", "series", "traffic", "trajectory", "weather"}
)
# An instruction guides, drives or conditions what follows it: 4 pairs, all right. What is based on
# text may as well be about it, but for what is edited.
_GUIDES = frozenset({"instruction", "language", "prompt", "text"})
_GUIDED = frozenset({"conditioned", "driven"})
# Who moves or acts so is a robot anyway: `legged robot locomotion` (10 pairs, all right).
_ROBOTS = frozenset(
    {"active", "autonomous", "bimanual", "biped", "bipedal", "body", "dexterous", "horizon"}
    | {"humanoid", "legged", "quadruped", "quadrupedal", "social"}
)
# What is made by a model is synthesized or generated (40 pairs, all right): not so logic, evidence
# and proteins, and to speak is more than to turn text into speech.
_MADE = frozenset(
    {"action", "animation", "answer", "audio", "avatar", "body", "caption", "case", "character"}
    | {"code", "content", "conversation", "d", "dance", "data", "dataset", "detail", "dialogue"}
    | {"emotion", "expression", "face", "garment", "gesture", "grasp", "hair", "head", "image"}
    | {"instruction", "interaction", "kernel", "layout", "mesh", "model", "motion", "music"}
    | {"narrative", "note", "object", "panorama", "plan", "portrait", "pose", "program", "proof"}
    | {"qa", "query", "question", "report", "repository", "sample", "scene", "shape", "sound"}
    | {"story", "task", "texture", "trajectory", "video", "view", "webpage", "website"}
)
# Nobody builds what does a longer task by hand: 50 pairs, all right but for
# two whose last word is of those that people do by hand.
_AUTOMATIC = frozenset({"automated", "automatic"})
_BY_HAND = frozenset({"engineering", "learning", "making"})
# A system does what such a word names, and an operation is one; no power or information.
_DONE = re.compile(r"(?:ing|tion|ment|ance|val|mender|dialog|dialogue|place|rescue|support)$")
_NOT_DONE = frozenset({"computing", "engineering", "information", "learning", "operating"})
_DONE_ALONE = frozenset({"dialog", "dialogue", "recommendation", "recommender"})
# What a measure is of, before its last word (44 pairs in 43,670 abstracts, all right).
_MEASURED = {
    "predictive": "prediction",
    "generative": "generation",
    "testing": "test",
    "train": "training",
    "decode": "decoding",
    "compute": "computational",
    "computing": "computational",
    "computation": "computational",
    "mean": "average",
}
# Average precision is no mean of precisions.
_NO_MEAN = frozenset({"precision", "recall"})
_USED = frozenset({"consumption", "use"})
# These are counted in per cent anyway: `compilation success`, `compilation success rate`.
_RATES = frozenset({"abstention", "completion", "refusal", "success"})


def task_words(tokens: Sequence[str]) -> list[str]:
    """Return the words of a task in the wording that stands for all that say the same.

    Args:
        tokens: Words of a name, lower case and singular; one alone stays as it is.
    """
    words = list(tokens)
    if len(words) > 2 and words[0] in _AUTOMATIC and words[-1] not in _BY_HAND:
        words = words[1:]
    if len(words) < 2:
        return words
    words = _PHRASE.sub(lambda found: _PHRASES[found.group()], " ".join(words)).split()
    if "to" in words[1:-2] and words[-1] in ("generation", "synthesis"):
        words = words[:-1]
    guided = _GUIDED | {"based"} if words[-1] == "editing" else _GUIDED
    words = [words[0], *(_after(first, word, guided) for first, word in pairwise(words))]
    last = len(words) - 1
    words = [word for at, word in enumerate(words) if at == last or not _adds_nothing(words, at)]
    kept = {"vqa"} if "video" in words else set[str]()
    return " ".join(word if word in kept else _SAME.get(word, word) for word in words).split()


def metric_words(tokens: Sequence[str]) -> list[str]:
    """Return the words of a metric in the wording that stands for all that say the same.

    Args:
        tokens: Words of a name, lower case and singular; one alone stays as it is.
    """
    words = list(tokens)
    if len(words) > 2 and words[-1] == "rate" and words[-2] in _RATES:
        words = words[:-1]
    if len(words) < 2:
        return words
    last = "usage" if words[-1] in _USED else words[-1]
    return [*(_measured(word, after) for word, after in pairwise(words)), last]


def _measured(word: str, after: str) -> str:
    return word if word == "mean" and after in _NO_MEAN else _MEASURED.get(word, word)


def names_act(words: Sequence[str]) -> bool:
    """Whether words before `system` or `operation` are a task by themselves: `lane keeping`.

    Args:
        words: Lower case and singular.
    """
    if len(words) == 1:
        return words[0] in _DONE_ALONE
    return words[-1] not in _NOT_DONE and bool(_DONE.search(words[-1]))


def _after(first: str, word: str, guided: frozenset[str]) -> str:
    if word == "synthesis" and first in _MADE:
        return "generation"
    if word in ("forecast", "forecasting") and first in _OVER_TIME:
        return "prediction"
    return "guided" if word in guided and first in _GUIDES else word


def _adds_nothing(words: Sequence[str], at: int) -> bool:
    return at > 0 and _SAME.get(words[at], words[at]) == "robot" and words[at - 1] in _ROBOTS


def task_key(tokens: Sequence[str], *, plural: bool = False) -> str | None:
    """Return what names of a task share whose words stand in another order, or None.

    `Navigation of mobile robots` is mobile robot navigation, `detecting harmful content` harmful
    content detection, `visual spatial reasoning` spatial visual reasoning; but text to image is no
    image to text, and code comment generation no comment code generation. In 4,125 abstracts and
    5,809 annotated ones it joins 207 groups of names, 205 of them rightly.

    Args:
        tokens: As `task_words` returns them.
        plural: Whether the name ends in a plural, as what an act is done to often does.
    """
    words = list(tokens)
    if is_directed(words):
        return None
    turned = in_compound(words)
    # "Planning and control" are two acts, not the control of plans.
    least = 3 if "and" in words else 2
    if len([word for word in turned if word not in MINOR]) < least:
        return None
    if turned == words and does_to(words, plural=plural):
        turned = words[1:] + words[:1]
    both = "and" in words or (turned == words and words[-1] in BOTH_SIDES)
    return f"{object_key(turned[:-1], both=both)} {stem_of_act(turned[-1])}"
