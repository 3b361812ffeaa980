"""Names that differ in a word's ending alone: `motion planner`, `motion planning`."""

from __future__ import annotations

import re
from collections.abc import Sequence

# The last word of a method or task may name the act, who does it, or what it is done with:
# `reranking`, `reranker`, `rerank`; the word then needs this many letters before its ending, or
# more where it stands alone. With 6 letters 14 of 28,393 uses of names in 4,125 abstracts leave
# their thing, with 4 alone `push` and `pushing` are one.
_STEM, _LONE_STEM = 4, 6
# Not one thing: a Fourier transform and transformer, a text encoder and encoding, negative samples
# and sampling, a language model and modelling, a medical image and imaging.
_OTHERWISE = frozenset(
    {"transform", "imag", "model", "learn", "adapt", "encod", "decod", "embed", "sampl"}
)
# The -er of a filter goes as an ending, and so it has to in `filtering`; not in `rendering`, whose
# renderer keeps it, nor in `engineering`, which is no engine.
_ENDING_IN_ER = frozenset({"buffer", "filter"})
# Nobody who converts converses, or senses a sensation: -sation beside -sing and -sion, but for
# that of -ise.
_NOT_ATE = re.compile(r"[^i]s$")
# A product is no production, nor a process processing.
_MADE = ("ct", "pt", "ss")
# A word before it may be noun or adjective: `topic modeling`, `topical modeling`.
_ADJECTIVES = (
    ("ural", "ure"),
    ("metric", "metry"),
    ("omated", "omatic"),
    ("al", ""),
)
# Letters of such a noun: `goal` is no adjective of go. With 3 and with 7 none of the uses changes.
_NOUN = 5
_NO_NOUNS = frozenset({"person", "origin", "function"})


def ending_key(tokens: Sequence[str]) -> str | None:
    """Return what names share that differ in endings alone, or None for one short word.

    Args:
        tokens: The words of a name, lower case and singular.
    """
    if len(tokens) > 1:
        return " ".join([*map(_noun, tokens[:-1]), _act(tokens[-1], least=_STEM) or tokens[-1]])
    return _act(tokens[0], least=_LONE_STEM) if tokens else None


def stem_of_act(word: str) -> str:
    """Return what the words for an act share: `detecting`, `detection`; `retrieving`, `retrieval`.

    Args:
        word: Lower case and singular; one that names no act comes back as it is.
    """
    if word.endswith("ification"):
        word = word.removesuffix("ification") + "ify"
    for ending in ("ation", "ating", "ment", "ing", "ion", "al"):
        stem = word.removesuffix(ending)
        if stem == word or len(stem) < _STEM or (ending == "al" and not stem.endswith("v")):
            continue
        if ending in ("ation", "ating") and _NOT_ATE.search(stem):
            continue
        stem = stem.removesuffix("e")
        return word if stem in _OTHERWISE else stem
    return f"a {word}" if word.endswith(_MADE) else word


def _act(word: str, *, least: int) -> str | None:
    """Return the stem of a word that may name an act or who does it, else None."""
    for ending in ("ing", "er", "al", "e", ""):
        stem = word.removesuffix(ending)
        if not word.endswith(ending) or len(stem) < least:
            continue
        if ending == "al" and not stem.endswith("v"):
            continue
        if ending == "ing" and stem in _ENDING_IN_ER:
            stem = stem.removesuffix("er")
        if stem[-1] == stem[-2] and stem[-1] != "s":
            stem = stem[:-1]
        return None if stem in _OTHERWISE else stem
    return None


def _noun(word: str) -> str:
    for ending, rest in _ADJECTIVES:
        noun = word.removesuffix(ending) + rest
        if word.endswith(ending) and len(noun) >= _NOUN and noun not in _NO_NOUNS:
            return noun
    return word
