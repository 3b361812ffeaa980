"""Names as people type them: with an article, with what a thing is, with a split of a data set."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from kg.records import EntityType
from kg.text import singular

_TESTS = (EntityType.BENCHMARK, EntityType.DATASET)
_SYSTEMS = (EntityType.MODEL, EntityType.METHOD)
_KINDS: dict[str, tuple[EntityType, ...]] = {
    **dict.fromkeys(("dataset", "data", "corpus", "benchmark", "leaderboard"), _TESTS),
    **dict.fromkeys(("challenge", "suite"), _TESTS),
    **dict.fromkeys(("model", "architecture", "network", "backbone", "encoder"), _SYSTEMS),
    **dict.fromkeys(("family", "series", "method", "algorithm", "approach"), _SYSTEMS),
    **dict.fromkeys(("technique", "framework", "optimizer"), _SYSTEMS),
    **dict.fromkeys(("metric", "score", "measure"), (EntityType.METRIC,)),
    "task": (EntityType.TASK, *_TESTS),
    "problem": (EntityType.TASK,),
    "simulator": (),
    "environment": (),
}
_PLURALS = {"corpus": "corpora", "series": "series", "family": "families", "data": "data"}
_HEADS = {
    form: types for kind, types in _KINDS.items() for form in (kind, _PLURALS.get(kind, f"{kind}s"))
}
# "the CLIP encoder" is of a name, "optical flow networks" are no optical flow.
_PART = re.compile(r"\s+(?:network|backbone|encoder)s?$", re.IGNORECASE)
_HEAD = re.compile(rf"\s+(?:data[\s-]+sets?|{'|'.join(_HEADS)})$", re.IGNORECASE)
_SET = r"set|split|part|partition|subset"
_NAMED = r"val|valid|validation|test|train|training|dev|development|minival|test-?dev|test-?std"
# COCO-val and such are names of their own.
_SPLIT = re.compile(
    rf"[\s_]+(?:(?:{_NAMED})(?:[\s_-]*20\d\d)?(?:[\s_-]+(?:{_SET}))?|20\d\d[\s_-]+(?:{_NAMED}))$",
    re.IGNORECASE,
)
_ARTICLE = re.compile(r"(?:the|an?|our|original)\s+(?:tasks?\s+of\s+)?", re.IGNORECASE)
_BRACKET = re.compile(r"(?P<before>[^()]*[^()\s])\s*\((?P<inside>[^()]*\w[^()]*)\)")
# What quotes a name and ends a sentence; pass@1, C++ and Hoi! keep their signs.
_MARKS = "\"'`“”‘’«»„.,;:? \t"
_MOST = 4
_LAST = re.compile(r"(?<![^\W_])(?:[A-Za-z][a-z]{3,}|[A-Za-z]{0,20}[A-Z][A-Za-z]{0,20}[A-Z]s)$")
# What looks like Latin and is a short form as people type it: ious, gpus, apis.
_BLIND = re.compile(r"[a-z]{2}[ui]s")
_Y, _S = re.compile(r"[^aeiou]y$"), re.compile(r"(?:s|x|z|ch|sh)$")


@dataclass(frozen=True, slots=True)
class Reading:
    """What a typed name may stand for.

    Attributes:
        names: One name, or two that have to be of one thing: "Foo Bar Baz (FBB)".
        types: Types that the words round it leave; empty for all.
    """

    names: tuple[str, ...]
    types: tuple[EntityType, ...] = ()


def readings(name: str) -> Iterator[Reading]:
    """Yield what is left of a name without what people add to it, least taken away first.

    Before that comes the plural of a singular, and its singular of a plural. What people add are
    quotes, an article, what kind of thing it is ("the Foo dataset"), a split ("Foo val2017") and a
    long or a short form in brackets. Of 89 typed names of 48 well-known things in 4,125 abstracts
    82 lead to the right one, 22 without this; of 20 names of the graph that would lead to another
    node, all mean the same thing.

    Args:
        name: As a person types it, in one line.
    """
    text, types = name.strip(), tuple[EntityType, ...]()
    if other := in_other_number(text):
        yield Reading((other,))
    for _ in range(_MOST):
        if bracket := _BRACKET.fullmatch(text):
            before, inside = bracket["before"], bracket["inside"].strip()
            if inside.lower() in _HEADS:
                text, types = before, _both(types, _HEADS[inside.lower()])
            else:
                yield Reading((before, inside), types)
                return
        else:
            shorter, of_head = _peeled(text)
            if shorter == text or not any(map(str.isalnum, shorter)):
                return
            text, types = shorter, _both(types, of_head)
        yield Reading((text,), types)


def in_other_number(name: str) -> str | None:
    """Return a name in plural that is in singular, and the other way round; None for an odd one.

    Of 205 names of 4,125 abstracts that are others in another number all mean the same. Of the 146
    plurals of short forms in their texts that nothing is called 29 lead to a thing so, and with a
    blind s of four letters (gpus) 5 more do, all to their singular.

    Args:
        name: Its last word counts; a short form in capitals has no plural of its own.
    """
    last = _LAST.search(name)
    if last is None or is_kind(name):
        return None
    word, one = last[0], singular(last[0])
    if _BLIND.fullmatch(name):
        return name[:-1]
    many = f"{word[:-1]}ies" if _Y.search(word) else f"{word}es" if _S.search(word) else f"{word}s"
    return name[: last.start()] + (many if one == word else one)


def is_kind(name: str) -> bool:
    """Return whether a name says no more than what kind of thing something is: `benchmark`."""
    return name.lower() in _HEADS or _HEAD.fullmatch(f" {name}") is not None


def _peeled(text: str) -> tuple[str, tuple[EntityType, ...]]:
    """Return a name without the outermost of what people add, and the types that this leaves."""
    bare = text.strip(_MARKS)
    if bare != text:
        return bare, ()
    if article := _ARTICLE.match(text):
        return text[article.end() :], ()
    head = _HEAD.search(text)
    if head and not (_PART.search(text) and text.islower()):
        return text[: head.start()], _HEADS.get(head[0].strip().lower(), _TESTS)
    if split := _SPLIT.search(text):
        return text[: split.start()], _TESTS
    return text, ()


def _both(types: tuple[EntityType, ...], others: tuple[EntityType, ...]) -> tuple[EntityType, ...]:
    """Return the types that two words leave; where they contradict, those of the outer one."""
    if not types or not others:
        return types or others
    return tuple(one for one in types if one in others) or types
