"""Ids of papers: arXiv in any spelling, DOI, and the hash of a title that has neither."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Callable
from itertools import accumulate
from urllib.parse import quote, unquote

from kg.greek import GREEK

# https://info.arxiv.org/help/arxiv_identifier.html: YYMM.NNNN from April 2007, five digits from
# January 2015; before that archive/YYMMNNN, where a subject class may follow the archive.
_NEW = r"(?P<new>\d{4}\.\d{4,5})"
_OLD = r"(?P<old>[a-z][a-z-]+(?:\.[A-Za-z]{2})?/\d{7})"
_ID = rf"(?:{_NEW}|{_OLD})(?:v(?P<version>\d{{1,3}}))?"
_BARE = re.compile(rf"(?:arxiv[:\s]\s*)?{_ID}(?:\s*\[[\w.-]+\])?", re.IGNORECASE)
_PREFIXED = re.compile(
    r"(?:(?:arxiv|ar5iv|alphaxiv)(?:\.labs)?(?:-vanity)?\.(?:org|com)(?:/[a-z-]+)?[/:]"
    r"|huggingface\.co/papers/|hf\.co/papers/|10\.48550/arxiv\.)" + _ID + r"(?![\d.]*\d)",
    re.IGNORECASE,
)
_DOI = re.compile(r"(?:^|[\s/:(=])(10\.\d{4,9}/[^\s\"<>]+)", re.IGNORECASE)
# Thai, Lao, Myanmar, Khmer, Kana and Han.
_SETS_NO_BLANKS = re.compile(
    r"[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff"
    r"\U00020000-\U0003ffff]"
)
# What tells TeX how letters look, not which they are: of 44,125 titles of arXiv 42 have it.
_LOOK = re.compile(
    r"\\(?:text(?:it|bf|tt|sc|rm|sf|sl|superscript|subscript)?"
    r"|math(?:cal|rm|bf|sf|bb|it|tt|frak|scr)|boldsymbol|emph|mbox|rm|bf|it|tt|small)(?![A-Za-z])"
)
_GREEK_NAMES = str.maketrans(GREEK)


def arxiv_id(text: str) -> tuple[str, int] | None:
    """Return the arXiv id without its version, and the version (0 if none is given).

    Understands the bare id, `arXiv:…`, addresses of abstract, PDF and HTML pages, mirrors,
    Hugging Face paper pages and arXiv's own DOIs, all with or without a version.

    Returns:
        E.g. `("2503.01234", 2)`, or None where the text is no arXiv id.
    """
    text = unquote(text.strip())
    match = _BARE.fullmatch(text) or _PREFIXED.search(text)
    if match is None:
        return None
    version = int(match["version"] or 0)
    if match["new"]:
        return (match["new"], version) if _is_new_style(match["new"]) else None
    archive, number = match["old"].lower().split("/")
    if not 1 <= int(number[2:4]) <= 12:
        return None
    return f"{archive.partition('.')[0]}/{number}", version


def _is_new_style(number: str) -> bool:
    month, _, serial = number.partition(".")
    if not (1 <= int(month[2:]) <= 12 and month >= "0704"):
        return False
    return len(serial) == (5 if month >= "1501" else 4)


def arxiv_month(number: str) -> str:
    """Return year and month of an arXiv id, e.g. `2025-03` for `2503.01234`."""
    digits = number.rpartition("/")[2][:4]
    century = 19 if "/" in number and digits[0] == "9" else 20
    return f"{century}{digits[:2]}-{digits[2:]}"


def doi(text: str) -> str | None:
    """Return the DOI in a text or address in lower case, without `doi:`; None if there is none."""
    match = _DOI.search(unquote(text.strip()))
    if match is None:
        return None
    found = match[1].lower().rstrip(".,;'\u2019")
    while found.endswith(")") and found.count(")") > found.count("("):
        found = found[:-1].rstrip(".,;")
    return found if not found.endswith("/") else None


def paper_address(paper_id: str) -> str | None:
    """Return where a paper stands that has an arXiv id or a DOI; None for any other.

    Args:
        paper_id: E.g. `arxiv:2503.01234`.
    """
    kind, _, rest = paper_id.partition(":")
    home = {"arxiv": "https://arxiv.org/abs/", "doi": "https://doi.org/"}.get(kind)
    return home + quote(rest, safe="/.()") if home else None


def title_id(title: str) -> str:
    """Return `paper:` and a hash of the folded title.

    Case, accents, punctuation, spaces and LaTeX marks make no difference, nor does how LaTeX sets a
    letter.
    """
    return f"paper:{digest(fold_title(title))}"


def digest(*parts: str) -> str:
    """Return the hash that stands in an id: of content only, so the same after a rebuild."""
    return hashlib.sha256("\x1f".join(parts).encode()).hexdigest()[:16]


def fold_title(title: str) -> str:
    """Return the letters and digits of a title, folded; the title itself if it has none."""
    return "".join(_title_words(title)) or "".join(_decomposed(title).split())


def title_test(phrase: str, *, begun: bool = False) -> Callable[[str], bool]:
    """Return what tells whether a title has these words side by side, whatever is between letters.

    Vision R1 and visionr1 are in "Vision-R1: …", nope is not in "An Open …". Where a script sets
    no blanks, every sign is a word.

    Args:
        phrase: A word or several; folded once, for all titles.
        begun: Whether the last word may go on in the title.
    """
    wanted = "".join(_title_words(phrase))

    def has(title: str) -> bool:
        words = _title_words(title)
        whole = "".join(words)
        at = whole.find(wanted) if wanted else -1
        ends = {*accumulate(map(len, words))} if at >= 0 else set()
        while at >= 0:
            if at in {0, *ends} and (begun or at + len(wanted) in ends):
                return True
            at = whole.find(wanted, at + 1)
        return False

    return has


def _decomposed(title: str) -> str:
    title = _LOOK.sub("", title)
    return unicodedata.normalize("NFKD", title).casefold().translate(_GREEK_NAMES)


def _title_words(title: str) -> list[str]:
    """Return the words of a title, folded; accents are taken off and divide no word."""
    words = [""]
    for char in _decomposed(title):
        if char.isalnum() and _SETS_NO_BLANKS.match(char):
            words += [char, ""]
        elif char.isalnum():
            words[-1] += char
        elif unicodedata.category(char)[0] != "M" and words[-1]:
            words.append("")
    return [word for word in words if word]


def parse_paper_id(text: str) -> tuple[str, int] | None:
    """Return the graph's id for what a person or a record calls a paper, and the arXiv version.

    Args:
        text: An arXiv id or DOI in any spelling or address, or an id of the graph itself.

    Returns:
        E.g. `("arxiv:2503.01234", 2)` or `("doi:10.1/x", 0)`; None for anything else.
    """
    text = text.strip()
    if re.fullmatch(r"paper:[0-9a-f]{16}", text):
        return text, 0
    arxiv = arxiv_id(text)
    if arxiv is not None:
        return f"arxiv:{arxiv[0]}", arxiv[1]
    found = doi(text)
    return (f"doi:{found}", 0) if found else None
