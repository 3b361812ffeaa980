r"""LaTeX's way of writing letters: `Bal\'azs`, `{\"o}`, `Erd{\H o}s`."""

from __future__ import annotations

import re
import unicodedata

_ACCENTS = {
    "`": "\u0300",
    "'": "\u0301",
    "^": "\u0302",
    "~": "\u0303",
    "=": "\u0304",
    "u": "\u0306",
    ".": "\u0307",
    '"': "\u0308",
    "r": "\u030a",
    "H": "\u030b",
    "v": "\u030c",
    "d": "\u0323",
    "c": "\u0327",
    "k": "\u0328",
}
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
}
_ACCENTED = re.compile(
    r"""\{?\\(?: ([`'^~=."])\s*(?:\{\s*\\?([A-Za-z])\s*\}|\\([ij])(?![A-Za-z])\s?|([A-Za-z]))
          | ([uvHcdkr])(?:\s*\{\s*\\?([A-Za-z])\s*\}|\s+\\?([A-Za-z])) )""",
    re.VERBOSE,
)
_NAMES = "|".join(sorted(_LETTERS, key=len, reverse=True))
_LETTER = re.compile(rf"\\({_NAMES})(?![A-Za-z])(?:\{{\}}|\s)?")
_ESCAPED = re.compile(r"\\([&%_#])")
_COMMAND = re.compile(r"\\[A-Za-z]+\s*$")
_BRACE_OR_REST = re.compile(r"\\.|[{}]|[^\\{}]+|\\", re.DOTALL)
_MATH = re.compile(r"(\$[^$]*\$|\\\(.*?\\\))", re.DOTALL)


def decode_letters(text: str) -> str:
    """Return the text with LaTeX accents and special letters as the letters they mean."""
    if "\\" not in text:
        return text
    return _LETTER.sub(lambda match: _LETTERS[match[1]], _ACCENTED.sub(_accented, text))


def _accented(match: re.Match[str]) -> str:
    mark = match[1] or match[5]
    letter = match[2] or match[3] or match[4] or match[6] or match[7]
    opened = "{" if match[0].startswith("{") else ""
    return opened + unicodedata.normalize("NFC", letter + _ACCENTS[mark])


def decode_bibtex(text: str) -> str:
    r"""Return a BibTeX value as plain text; what stands in `$…$` stays as it is.

    Braces that only keep capitals or group letters go, `\&` and its like lose the backslash.
    """
    parts = _MATH.split(text)
    parts[::2] = [_without_braces(decode_letters(part)) for part in parts[::2]]
    return "".join(parts)


def _without_braces(text: str) -> str:
    text = _ESCAPED.sub(r"\1", text.replace("~", " "))
    text = re.sub(r"\\(?:emph|textit|textbf|textsc|texttt|textrm|mbox)\s*(?=\{)", "", text)
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
