"""Writes names as people read them: marks of TeX become letters and signs, or go."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from functools import lru_cache

from kg.greek import greek_letter, with_greek
from kg.text import clean, fold, join, singular, words

SYMBOLS = {
    "times": "×", "pm": "±", "sim": "~", "approx": "≈", "leq": "≤", "le": "≤", "geq": "≥",
    "ge": "≥", "rightarrow": "→", "to": "→", "cdot": "·", "infty": "∞", "ldots": "…",
    "dots": "…", "circ": "°", "ell": "\N{SCRIPT SMALL L}",
    "%": "%", "&": "&", "_": "_", "#": "#", "$": "$",
}  # fmt: skip
_SIGNS = SYMBOLS | {
    **{"o": "ø", "O": "Ø", "l": "ł", "L": "Ł", "i": "i", "j": "j"},
    **{"star": "*", "ast": "*", "sim": "\N{TILDE OPERATOR}"},
}
# The signs that TeX's commands of one letter set over or under the next.
ACCENTS = dict(
    zip("`'^\"~=.uvHcdbrk", "\u0300\u0301\u0302\u0308\u0303\u0304\u0307"
        "\u0306\u030c\u030b\u0327\u0323\u0331\u030a\u0328", strict=True)
)  # fmt: skip
_RAISED = "⁰¹²³⁴⁵⁶⁷⁸⁹"
SUPERSCRIPTS = str.maketrans("0123456789", _RAISED)
_MARKED = re.compile(r"[\\${}~()\[\]]|\^\d")
_ACCENT = re.compile(r"\\([`'^\"~=.]|[uvHcdb](?![A-Za-z]))\s*(?:\{\\?([A-Za-z])\}|\\?([A-Za-z]))")
_COMMAND = re.compile(r"\\([A-Za-z]+)\*?")
_SPACE = re.compile(r"\\[,;:! ]|~")
_MATHS = re.compile(r"\\[()\[\]]|(?<!\\)[${}]")
_POWER = re.compile(r"\^(?:\{\s*(\d+|[*+°])\s*\}|([\d*+°]))")
_PAIRS = {")": "(", "]": "["}


@lru_cache(maxsize=1 << 16)
def shown(name: str) -> str:
    r"""Return a name without mark-up of TeX and without brackets that lack their other half.

    Greek letters, accents, infinity signs and powers stay: `S$^2$-$\pi$` is `S²-π`.

    Args:
        name: A name as it stands in a text.

    Returns:
        A spelling that folds to the same; the name itself, where nothing would be left.
    """
    if not _MARKED.search(name):
        return name
    for found in (_without_marks(name), clean(name)):
        if found and fold(found) == fold(name) != "":
            return found
    return name


def _without_marks(name: str) -> str:
    text = _ACCENT.sub(_accented, with_greek(name))
    text = _SPACE.sub(" ", _COMMAND.sub(_sign, text))
    text = _POWER.sub(lambda found: (found[1] or found[2]).translate(SUPERSCRIPTS), text)
    text = _MATHS.sub("", text).replace("\\", "")
    # What was a power of a sign that has gone.
    text = re.sub(r"\^(?=[\s)\]-]|$)", "", text)
    return " ".join(_balanced(text).split())


def distinct_aliases(name: str, aliases: Sequence[str]) -> list[str]:
    """Return the aliases that tell a reader something: one form of each, in their order.

    Left out is what differs from the name or an earlier alias by case, hyphens, spaces or a plural
    alone: 3,615 of the 7,481 aliases of 4,125 abstracts.
    """
    forms: dict[str, str] = {}
    for form in (name, *aliases):
        forms.setdefault(join([singular(word) for word in words(form)]) or form, form)
    return list(forms.values())[1:]


def ends_in_power(name: str) -> bool:
    """Whether a name's last letter is a small raised digit."""
    return name.endswith(tuple(_RAISED))


def _accented(found: re.Match[str]) -> str:
    return unicodedata.normalize("NFC", (found[2] or found[3]) + ACCENTS[found[1]])


def _sign(found: re.Match[str]) -> str:
    return _SIGNS.get(found[1]) or greek_letter(found[1]) or ""


def _balanced(text: str) -> str:
    """Drop the brackets that nothing opens or closes."""
    open_at: list[int] = []
    lone: set[int] = set()
    for at, letter in enumerate(text):
        if letter in "([":
            open_at.append(at)
        elif letter in _PAIRS and open_at and text[open_at[-1]] == _PAIRS[letter]:
            open_at.pop()
        elif letter in _PAIRS:
            lone.add(at)
    lone.update(open_at)
    return "".join(letter for at, letter in enumerate(text) if at not in lone)
