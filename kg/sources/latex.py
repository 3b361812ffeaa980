r"""LaTeX's way of writing letters: `Bal\'azs`, `{\"o}`, `Erd{\H o}s`."""

from __future__ import annotations

import re
import unicodedata

from kg.text.shown import ACCENTS

_LETTERS = {
    "ss": "ß",
    "ae": "æ",
    "AE": "Æ",
    "oe": "œ",
    "OE": "Œ",
    "aa": "å",
    "AA": "Å",
    "o": "ø",
    "O": "Ø",
    "l": "ł",
    "L": "Ł",
    "i": "\u0131",
    "j": "\u0237",
    "dh": "ð",
    "th": "þ",
    "dj": "đ",
    "DJ": "Đ",
    "ng": "ŋ",
    "NG": "Ŋ",
    "DH": "Ð",
    "TH": "Þ",
    "textasciicircum": "^",
    "textasciitilde": "~",
    "textbackslash": "\\",
    "textbar": "|",
    "textdegree": "°",
    "textellipsis": "…",
    "textemdash": "—",
    "textendash": "–",
    "textgreater": ">",
    "textless": "<",
    "textmu": "µ",
    "textpm": "±",
    "textquotedblleft": "“",
    "textquotedblright": "”",
    "textquoteleft": "‘",
    "textquoteright": "’",
    "textquotesingle": "'",
    "texttimes": "×",
    "textunderscore": "_",
}
_ACCENTED = re.compile(
    r"""\{?\\(?: ([`'^~=."])\s*(?:\{\s*\\?([^\W\d_])\s*\}|\\([ij])(?![A-Za-z])\s?|([^\W\d_]))
          | ([uvHcdkr])(?:\s*\{\s*\\?([^\W\d_])\s*\}|\s+\\?([A-Za-z])) )""",
    re.VERBOSE,
)
_NAMES = "|".join(sorted(_LETTERS, key=len, reverse=True))
_LETTER = re.compile(rf"\\({_NAMES})(?![A-Za-z])(?:\{{\}}|\s)?")
_ESCAPED = re.compile(r"\\([&%_#])")
_COMMAND = re.compile(r"\\[A-Za-z]+\s*$")
_FORMULA = r"\$[^$]*\$|\\\(.{0,400}?\\\)"
_MATH = re.compile(rf"((?<!\\)(?:{_FORMULA}))", re.DOTALL)
_BRACE_OR_REST = re.compile(rf"\\[^(]|{_FORMULA}|[{{}}]|[^\\{{}}$]+|[\\$]", re.DOTALL)
_SPACE = re.compile(r"(?<!\\)~|\\[,;: ]")
_LINK = re.compile(r"\\(?:url|path)\s*\{([^{}]*)\}|\\href\s*\{([^{}]*)\}\s*\{([^{}]*)\}")
# Zotero and Mendeley take the signs of a formula for text: `\${\textbackslash}ell\_0\$`.
_DOLLARS = re.compile(r"(?:\\\$|\{\\\$\})([^$]{1,300}?)(?:\\\$|\{\\\$\})")
_AS_TEXT = (
    (r"\{\vphantom{\}}", "{"),
    (r"\vphantom{\{}\}", "}"),
    (r"{\textbackslash}", "\\"),
    (r"{\textasciicircum}", "^"),
    (r"{\_}", "_"),
    (r"\_", "_"),
)


def decode_letters(text: str) -> str:
    """Return the text with LaTeX accents and special letters as the letters they mean."""
    if "\\" not in text:
        return text
    # A letter may bear two, `{\~{\^e}}`: the inner one first.
    text = _ACCENTED.sub(_accented, _ACCENTED.sub(_accented, text))
    return _LETTER.sub(lambda match: _LETTERS[match[1]], text)


def _accented(match: re.Match[str]) -> str:
    mark = match[1] or match[5]
    letter = match[2] or match[3] or match[4] or match[6] or match[7]
    opened = "{" if match[0].startswith("{") else ""
    return opened + unicodedata.normalize("NFC", letter + ACCENTS[mark])


def decode_bibtex(text: str) -> str:
    r"""Return a BibTeX value as plain text; what stands in `$…$` stays as it is.

    Braces that only keep capitals or group letters go, `\&` and its like lose the backslash.
    """
    parts = _MATH.split(_DOLLARS.sub(_formula, text))
    parts[::2] = [_decoded(part) for part in parts[::2]]
    return _without_braces("".join(parts))


def _formula(match: re.Match[str]) -> str:
    inner = match[1]
    for escaped, sign in _AS_TEXT:
        inner = inner.replace(escaped, sign)
    return match[0] if inner == match[1] else f"${inner}$"


def _decoded(text: str) -> str:
    """Return what stands outside formulas without commands, but for braces."""
    parts = _LINK.split(text)
    for place in range(0, len(parts), 4):
        # Else the backslash that comes out would make its closing brace a written one.
        part = parts[place].replace(r"{\textbackslash}", r"\textbackslash{}")
        part = decode_letters(_SPACE.sub(" ", part))
        part = re.sub(r"\\(?:emph|textit|textbf|textsc|texttt|textrm|mbox)\s*(?=\{)", "", part)
        parts[place] = part
    for place in range(1, len(parts), 4):
        url, target, shown = parts[place : place + 3]
        parts[place : place + 3] = [url or f"{shown} ({target})", "", ""]
    return _ESCAPED.sub(r"\1", "".join(parts))


def _without_braces(text: str) -> str:
    kept: list[bool] = []
    parts = []
    for match in _BRACE_OR_REST.finditer(text):
        part = match[0]
        if part == "{":
            # The argument of a command that means something keeps its braces.
            kept.append(bool(_COMMAND.search(text[max(0, match.start() - 40) : match.start()])))
        keep = kept[-1] if part == "{" else not kept or kept.pop() if part == "}" else True
        parts.append(part if keep else "")
    return "".join(parts)
