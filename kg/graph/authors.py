"""From what a person types to one author: accents, the order of words and initials are forgiven."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from kg.errors import UnknownName
from kg.graph.cells import Ask, whole
from kg.graph.names import Found, ambiguous, as_name
from kg.graph.near import nearest
from kg.graph.onward import hint
from kg.store import Row
from kg.text import clean, fold
from kg.words import counted, quoted

_WORD = re.compile(r"[^\W_]+")
# As German and Danish names are written where a keyboard has no such letter.
_IN_TWO = str.maketrans(
    {"ä": "ae", "ö": "oe", "ü": "ue", "ø": "oe", "å": "aa", "Ö": "Oe", "Ü": "Ue", "Ø": "Oe"}
)


def find_author(ask: Ask, text: str) -> Found:
    """Return the author of this name, or the only one whose name contains the text.

    A whole word wins over a part of one: He is Kaiming He, and not Hesheng Wang. Of what no name
    has as whole words side by side, these are looked for in any order, without accents and as
    initials: `Malik, J.` is Jitendra Malik; `also` says so then. Parts of words come last.

    Args:
        ask: Runs a shipped query: its name, then its parameters.
        text: A name or a part of it, or an id.

    Raises:
        ConfigError: It is no text.
        UnknownName: There is none; the nearest names are candidates.
        AmbiguousName: Several names contain the text, or have it as a whole word.
    """
    part = _found(ask("authors", text=as_name(text).lower()))
    word = re.compile(rf"(?<!\w){re.escape(text.lower())}(?!\w)")
    same = [one for one in part if fold(one.name) == fold(text) or one.id == text]
    found = [one for one in part if word.search(one.name.lower())] or same
    if not found:
        every = _found(ask("authors", text=""))
        same, found = _of_words(text, every)
        found = found or part
        if not found:
            near = nearest(text, [one.name for one in every])
            said = f"no author named {quoted(text)}{hint(near)}; give a part of the name"
            raise UnknownName(f"{said}, as papers print it", near, asked=text)
    if len(same) == 1 or len(found) == 1:
        return (same or found)[0]
    raise ambiguous(text, same or found, asked=text)


def authors_named(ask: Ask, name: str) -> list[Found]:
    """Return the authors of just this name, in any case.

    Args:
        ask: Runs a shipped query: its name, then its parameters.
        name: As a person types it.
    """
    part = _found(ask("authors", text=name.lower()))
    return [one for one in part if one.name.lower() == name.lower()]


def _found(rows: Iterable[Row]) -> list[Found]:
    return [Found(str(r["id"]), str(r["name"]), "Author", whole(r["paperCount"])) for r in rows]


def _of_words(text: str, every: Iterable[Found]) -> tuple[list[Found], list[Found]]:
    """Return the authors of just the words of a text, in any order, and those that have them."""
    typed = _words(text)
    if max(map(len, typed), default=0) < 2:
        return [], []
    same, found = list[Found](), list[Found]()
    for one in every:
        spelt = [words for words in _spellings(one.name) if _has(words, typed)]
        if spelt:
            said = f"{quoted(text)} is taken for {one.name} ({counted(one.papers, 'paper')})"
            found.append(replace(one, also=said))
            if any(sorted(words) == sorted(typed) for words in spelt):
                same.append(found[-1])
    return same, found


def _words(name: str) -> list[str]:
    return _WORD.findall(clean(name).lower())


def _spellings(name: str) -> Iterator[list[str]]:
    """Yield the words of a name without accents, and with two letters for one of those."""
    yield _words(name)
    if not name.isascii():
        yield _words(name.translate(_IN_TWO))


def _has(words: Sequence[str], typed: Sequence[str]) -> bool:
    """Return whether a name has each of the typed words, of a single letter the word it begins."""
    left = [*words]
    for one in sorted(typed, key=len, reverse=True):
        fits = (word for word in left if word == one or (len(one) == 1 and word.startswith(one)))
        found = next(fits, None)
        if found is None:
            return False
        left.remove(found)
    return True
