"""Folds the spellings of one name together and keeps different names apart."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from functools import lru_cache

from kg.greek import GREEK, with_greek

# Words that carry no part of a name's meaning: a short form may leave them out.
SMALL_WORDS = frozenset(
    {"a", "an", "and", "by", "for", "from", "in", "of", "on", "the", "to", "via", "with"}
)
# Also those that only long forms hold: "Explanations as Features", "training using labels".
MINOR_WORDS = SMALL_WORDS | {"as", "at", "is", "using"}

_GREEK_WORDS = sorted(set(GREEK.values()), key=len, reverse=True)
_LATEX_GREEK = re.compile(r"\\(var)?(" + "|".join(_GREEK_WORDS) + r")(?![a-z])", re.IGNORECASE)
_LATEX_ACCENT = re.compile(r"\\(?:[`'^\"~=.]|[uvHcdb](?![A-Za-z]))\s*\{?\\?([A-Za-z])\}?")
_LATEX_LETTER = re.compile(r"\\(o|O|l|L|i|j|ell)(?![A-Za-z])\s*")
_LATEX_TIMES = re.compile(r"\\times(?![A-Za-z])")
_LATEX_STAR = re.compile(r"\\(?:star|ast)(?![A-Za-z])")
_LATEX_COMMAND = re.compile(r"\\[A-Za-z]+\*?|[${}]|\\(?=[^A-Za-z])")
# Dashes, minus signs and what TeX writes for a space count as a hyphen.
_PLAIN = dict.fromkeys((*range(0x2010, 0x2016), 0x2212, ord("_"), ord("~")), "-")
_PLAIN |= dict.fromkeys((0x2018, 0x2019, 0x201B, ord("`"), 0xB4, 0x2BC, 0x2032), "'")
_PLAIN |= {ord(letter): spelt for letter, spelt in GREEK.items()}
_PLAIN |= {0xF8: "o", 0xD8: "O", 0x142: "l", 0x141: "L", 0xDF: "ss", 0x131: "i", 0xD7: "x"}
_COMBINING = re.compile("[\u0300-\u036f]")
_TEX = re.compile(r"[\\${}]")

_SIGNS = (
    (re.compile(r"\^(?=[\d+*])"), ""),
    (re.compile(r"(?<=\w)\s*\+\s*\+(?![\w+])"), " plus plus "),
    (re.compile(r"(?<=\w)\+(?!\w)"), " plus "),
    (re.compile(r"\^(?=\w)"), " hat "),
    (re.compile(r"\*(?![\w*])|(?<=\w)\*"), " star "),
    (re.compile(r"(?<=[A-Za-z])#(?!\w)"), " sharp "),
    (re.compile(r"&"), " and "),
)
# All of four tries pass in pass^4, any of them in pass@4.
_ALL_TRIES = re.compile(
    r"\b(pass)(?:[\s$}]*\^[\s{]*(?=[2-9]|1\d)|(?=[\u00b2\u00b3\u2074-\u2079]|\u00b9[\u2070-\u2079]))",
    re.IGNORECASE,
)
# Most names have no signs, and need no look at each.
_SIMPLE = re.compile(r"[A-Za-z0-9 .\-]*")
_POSSESSIVE = re.compile(r"(?<=\w)'s\b|(?<=s)'(?=\s)")
_YEAR_MARK = re.compile(r"'(?=\d\d\b)")
_PIECE = re.compile(r"\d+(?:\.\d+)*|[^\W\d_]+")
_VERSION_V = re.compile(r"(?<![A-Z])(?:\b|(?<=[a-z]))[vV]\.?(?=\d)|(?<=[A-Z]{2})v(?=\d)")

_BRITISH = (
    (re.compile(r"(?<=[a-z]{3})is(?=(?:ation|ations|ed|er|ers|ing|e|es)$)"), "iz"),
    (re.compile(r"(?<=[a-z]{2})lys(?=(?:e|ed|er|ing)$)"), "lyz"),
    (re.compile(r"(?<=[bvi])our(?=$|s$|al|ed|ing|hood)"), "or"),
    (re.compile(r"(?<=col)our"), "or"),
    (re.compile(r"(?<=el)l(?=(?:ed|ing|er|ers)$)"), ""),
    (re.compile(r"(?<=cent|fibr)re(?=s?$)"), "er"),
)
_NOT_BRITISH = re.compile(
    r"(?:no|ra|pra|prem|exerc|expert|prom|conc|denoi|adv|rev|dev|(?:un)?superv|ar|w|r|like?w|otherw|disgu|"
    r"compr|comprom|surpr|improv|telev|denoi|noi|prec|frach|merchand|cru|bru|poi|braid)is"
)


# What no rule tells by the ending: a cache is no "cach", a matrix no "matrice".
_ODD_PLURALS = {
    **{"caches": "cache", "niches": "niche", "avalanches": "avalanche", "axes": "axis"},
    **{"matrices": "matrix", "vertices": "vertex", "indices": "index", "vortices": "vortex"},
    **{"movies": "movie", "series": "series", "species": "species"},
    **{"analyses": "analysis", "hypotheses": "hypothesis", "syntheses": "synthesis"},
}
_ODD_PLURAL = re.compile(rf"(?:(?<!\w)axes|{'|'.join(k for k in _ODD_PLURALS if k != 'axes')})$")


@lru_cache(maxsize=1 << 16)
def clean(name: str) -> str:
    """Return the name without LaTeX and with plain dashes, quotes and letters.

    Args:
        name: A name as it stands in a text; Greek letters come out spelt.
    """
    text = name
    if _TEX.search(text):
        text = _LATEX_ACCENT.sub(r"\1", with_greek(text))
        text = _LATEX_GREEK.sub(lambda match: f" {match.group(2).lower()} ", text)
        text = _LATEX_LETTER.sub(lambda match: match.group(1)[-1], text)
        text = _LATEX_TIMES.sub("x", _LATEX_STAR.sub("*", text))
        text = _LATEX_COMMAND.sub("", text)
    if not text.isascii():
        text = _COMBINING.sub("", unicodedata.normalize("NFKD", text.translate(_PLAIN)))
    return " ".join(text.translate(_PLAIN).split())


@lru_cache(maxsize=1 << 16)
def american(word: str) -> str:
    """Return the American spelling of a lower-case word."""
    if len(word) < 5 or _NOT_BRITISH.match(word):
        return word
    for pattern, replacement in _BRITISH:
        word = pattern.sub(replacement, word)
    return word


@lru_cache(maxsize=1 << 16)
def singular(word: str) -> str:
    """Return the singular of a lower-case word, by its ending."""
    if len(word) < 4 or not word.endswith("s") or word.endswith(("ss", "us", "is", "ics")):
        return word
    if odd := _ODD_PLURAL.search(word):
        return word[: odd.start()] + _ODD_PLURALS[odd[0]]
    if word.endswith("ies") and len(word) > 5:
        return word[:-3] + "y"
    if word.endswith(("sses", "xes", "ches", "shes", "zzes")):
        return word[:-2]
    return word[:-1]


def _with_signs(name: str) -> str:
    if _SIMPLE.fullmatch(name):
        return name
    text = _YEAR_MARK.sub(" ", clean(_ALL_TRIES.sub(r"\1 hat ", name)))
    text = _POSSESSIVE.sub("", text).replace("'", "")
    for pattern, replacement in _SIGNS:
        text = pattern.sub(replacement, text)
    return text


def _number(piece: str) -> str:
    while piece.endswith(".0"):
        piece = piece[:-2]
    return piece


@lru_cache(maxsize=1 << 17)
def words(name: str) -> tuple[str, ...]:
    """Split a name into lower-case words and numbers, signs of meaning spelt out.

    `GPT-4o` gives `gpt 4 o`, `DINOv2` gives `dino 2`, `HumanEval+` gives `humaneval plus`, `2.0`
    gives `2`; a plain plural `s` after capitals is dropped (`RAGs`).
    """
    text = _with_signs(name)
    if "v" in text or "V" in text:
        text = _VERSION_V.sub(" ", text)
    found: list[str] = []
    for piece in _PIECE.findall(text):
        if piece[0].isdigit():
            found.append(_number(piece))
        else:
            found.append(american(piece.lower()))
    return tuple(found)


@lru_cache(maxsize=1 << 17)
def fold(name: str) -> str:
    """Return the key under which spellings of one name are equal.

    Case, hyphens, spaces, underscores, LaTeX, accents, British spelling, `v` before a number and
    `.0` at its end do not count; signs that carry meaning do.
    """
    return join(words(name))


def join(pieces: tuple[str, ...] | list[str]) -> str:
    """Write words as one key; neighbouring numbers stay apart."""
    key = ""
    for piece in pieces:
        if key and key[-1].isdigit() and piece[0].isdigit():
            key += "-"
        key += piece
    return key


def slug(name: str) -> str:
    """Return a name as part of an id: lower case, `-` between words, signs spelt out.

    Args:
        name: Any name; one without a letter or digit gives a hash of it.
    """
    text = clean(name).replace("'", "")
    text = re.sub(r"\+\+(?!\w)", "-plus-plus", text)
    text = re.sub(r"\+(?!\w)", "-plus", text)
    text = re.sub(r"\^(?=\D)", "-hat-", text).replace("@", "-at-").replace("&", "-and-")
    text = re.sub(r"(?<=\w)\*|\*(?!\w)", "-star", text).replace("#", "-sharp")
    text = re.sub(r"(?<!\d)\.|\.(?!\d)", "-", text.lower())
    text = re.sub(r"[^\w.]+", "-", text).strip("-")
    return text or hashlib.sha256(name.encode("utf-8", "surrogatepass")).hexdigest()[:12]


@lru_cache(maxsize=1 << 16)
def is_acronym(name: str) -> bool:
    """Whether a name looks like a short form: one word of 2 to 8 letters, mostly capitals."""
    if " " in name.strip():
        return False
    text = clean(name)
    letters = [letter for letter in text if letter.isalpha()]
    if not 2 <= len(letters) <= 8 or " " in text:
        return False
    capitals = sum(letter.isupper() for letter in letters)
    return capitals >= 2 and capitals * 2 >= len(letters)


def has_name_shape(name: str) -> bool:
    """Whether a name looks like a proper name: a digit or a capital inside."""
    return any(letter.isupper() or letter.isdigit() for letter in name[1:]) or (
        name[:1].isupper() and " " not in name.strip()
    )


def author_id(name: str) -> str:
    """Return the id of an author: names that fold to the same are one."""
    return f"author:{fold(name) or name}"
