"""Names of authors, in the order in which they are spoken."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kg.sources.latex import decode_letters

_SUFFIX = re.compile(r"(?:jr|sr|i{2,3}|iv|ph\.? ?d|m\.?d)\.?", re.IGNORECASE)
# Initials, too, but not behind a given name.
_NUMBER = re.compile(r"[ivx]+\.?", re.IGNORECASE)
# `Lee, JR` is J. R. Lee, as Web of Science writes it.
_INITIALS = re.compile(r"[A-Z]{2}")
# As PubMed writes it: `King, Martin Luther Jr`.
_LAST = re.compile(r"(?P<given>.*\S) (?P<suffix>(?:Jr|Sr|I{2,3})\.?|2nd|3rd|4th)", re.DOTALL)
# Begins a family name of several words; `Di Wu` and `Van Le` are names of others, too.
_FAMILY = re.compile(
    r"(?:[Dd][aeiu]|[Dd][ae]l|[Dd]ella|[Dd]es|[Dd]os|[Ll]e|[Ll]a|[Vv][ao]n|vom|zu[mr]?|[Tt]e[nr]"
    r"|[Ee]l|al|bin|ibn) "
)
# `Bell AB` of PubMed and Europe PMC: families come first, and initials behind them.
_INITIALS_LAST = re.compile(
    r"^(?P<family>.+) (?P<initials>[A-Z\u00c0-\u00de]{1,4})"
    r"(?P<suffix> (?:Jr|Sr|\dnd|\drd|I{2,3}))?$"
)
# Initials alone are no author.
_GIVEN = re.compile(r"[A-Z](?:[A-Z]{0,2}|(?:\.[ -]?[A-Z]){0,4}\.?)")
_ET_AL = re.compile(r",? +(?:et al\.?|(?:and +)?others)$")
_LONGEST_INITIALS = 2
# Affiliations have brackets within brackets, hardly more.
_DEEPEST = 4
_BRACE_OR_COMMA = re.compile(r"[{},]")


def turned(name: str) -> str:
    """Return `Family, Given`, `Family, Given, Jr` and `Family, Jr, Given` as they are spoken.

    Braces, as BibTeX has them, keep what is in them whole; `Given Family, Jr` stays.
    """
    family, *rest = list(_parts(name)) or [""]
    if not rest or _are_suffixes(rest, of=family):
        return ", ".join([family, *rest])
    behind: list[str] = []
    while len(rest) > 1 and not _SUFFIX.fullmatch(rest[0]) and _is_behind(rest[-1]):
        behind.append(rest.pop())
    *between, given = rest
    if not behind and not between and (match := _LAST.fullmatch(given)):
        given, behind = match["given"], [match["suffix"]]
    return " ".join([given, family, *between, *reversed(behind)])


def is_author(name: str) -> bool:
    """Whether a name has letters and is not `et al.`."""
    return any(map(str.isalpha, name)) and not _ET_AL.fullmatch(f" {name}")


def _parts(name: str) -> Iterator[str]:
    """Yield what commas part outside of braces."""
    depth = start = 0
    for match in _BRACE_OR_COMMA.finditer(name):
        depth += {"{": 1, "}": -1}.get(match[0], 0)
        if match[0] == "," and depth <= 0:
            yield from filter(None, [name[start : match.start()].strip()])
            start = match.end()
    yield from filter(None, [name[start:].strip()])


def _are_suffixes(rest: list[str], *, of: str) -> bool:
    """Whether `Given Family` stands before suffixes alone, in which no initials are meant."""
    sure = (" " in of and not _FAMILY.match(of)) or not _INITIALS.fullmatch(rest[0])
    return sure and all(map(_SUFFIX.fullmatch, rest))


def _is_behind(part: str) -> bool:
    return bool(_SUFFIX.fullmatch(part) or _NUMBER.fullmatch(part))


def split_authors(text: str) -> list[str]:
    """Split names in one string; `Family, Given and Family, Given` is turned round."""
    text = _ET_AL.sub("", without_brackets(decode_letters(text)))
    by_and = re.split(r",?\s+(?:and|&)\s+", text)
    if mark := next((mark for mark in ";|" if mark in text), ""):
        parts = [turned(part) for part in text.split(mark)]
    elif len(by_and) > 1 and all(_is_turned(part) for part in by_and):
        parts = [turned(part) for part in by_and]
    elif len(by_and) == 1 and _is_one(text):
        parts = [turned(text)]
    else:
        parts = [part for names in by_and for part in _with_suffixes(names.split(","))]
    return [name for part in parts if (name := part.strip())]


def families_first(text: str) -> list[str]:
    """Split `Family, Given; Family, Given`, also where it is one alone."""
    parts = without_brackets(decode_letters(text)).split(";")
    return [name for part in parts if (name := turned(part))]


def initials_last(text: str) -> list[str]:
    """Return the names of `Bell AB, Dorn C Jr.` as they are spoken: `AB Bell`, `C Dorn Jr`."""
    names = [name.strip() for name in text.strip().rstrip(".").split(",")]
    return [_INITIALS_LAST.sub(r"\g<initials> \g<family>\g<suffix>", name) for name in names]


def without_brackets(text: str) -> str:
    """Return the text without affiliations, which may hold brackets themselves."""
    text = " ".join(text.split())
    for _ in range(_DEEPEST):
        text = re.sub(r" ?\([^()]*\)", "", text)
    return text


def _is_one(text: str) -> bool:
    """Whether a text with a comma is the `Family, Given` of one author, not two authors."""
    head, comma, tail = (part.strip() for part in text.rpartition(","))
    family, comma, given = (
        part.strip()
        for part in (head if "," in head and _SUFFIX.fullmatch(tail) else text).partition(",")
    )
    if not comma or "," in given:
        return False
    of_several = _FAMILY.match(family) and (family[0].islower() or " " not in given)
    # "Jane Doe, IBM" is nobody's initials.
    is_given = _GIVEN.fullmatch(given) and (len(given) <= _LONGEST_INITIALS or "." in given)
    return " " not in family or bool(of_several or is_given)


def _is_turned(name: str) -> bool:
    """Whether it is `Family, Given`, or one with a suffix."""
    _, *rest = map(str.strip, name.split(","))
    return len(rest) == 1 or (
        len(rest) == 2 and (bool(_SUFFIX.fullmatch(rest[0])) or _is_behind(rest[1]))
    )


def _with_suffixes(names: list[str]) -> list[str]:
    """Return names parted at commas; a suffix goes with the name before it."""
    found: list[str] = []
    for name in names:
        if found and _SUFFIX.fullmatch(name.strip()) and not _INITIALS.fullmatch(name.strip()):
            found[-1] += f", {name.strip()}"
        else:
            found.append(name)
    return found
