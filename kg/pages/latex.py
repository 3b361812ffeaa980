"""Shows simple LaTeX as people read it; what is not simple stays as it is."""

from __future__ import annotations

import re

from kg.greek import greek_letter, with_greek
from kg.text.shown import SUPERSCRIPTS, SYMBOLS

_SYMBOL = re.compile(r"\\([A-Za-z]+|[%&_#$])\s?")
_FONT = re.compile(r"\\(?:text(?:bf|it|tt|sc|sf|rm)?|emph|mathrm|mathbf|mathcal)\{([^{}\\$]*)\}")
# As in Markdown: no gap inside the dollars and no digit behind them, so that prices stay prices.
_FORMULA = re.compile(r"(?<!\\)\$(?!\s)([^$\n]{1,80})(?<![\s\\])\$(?!\d)")
_SCRIPT = re.compile(r"([\^_])(?:\{(\d+)\}|(\d))")
_NOT_SIMPLE = re.compile(r"[\\{}^]|_\S")
_DASH = re.compile(r"(?<=\w)---?(?=\w)")
_SIGNS = SYMBOLS | {"in": "∈"}
_SMALL = {"^": SUPERSCRIPTS, "_": str.maketrans("0123456789", "₀₁₂₃₄₅₆₇₈₉")}


def latex_as_text(text: str) -> str:
    """Return a text with its simple LaTeX as letters and signs.

    Args:
        text: A sentence or an abstract as it stands in its source.
    """
    if "--" in text:
        text = re.sub(r"\S+", _with_dashes, text)
    if "\\" not in text and "$" not in text:
        return text
    text = _FONT.sub(r"\1", with_greek(text))
    text = _FORMULA.sub(_formula, text)
    return re.sub(r"\\([%&_#])", r"\1", text)


def _with_dashes(found: re.Match[str]) -> str:
    word = found[0]
    # An address or a path is no text.
    return word if "/" in word else _DASH.sub(lambda m: {"--": "–", "---": "—"}[m[0]], word)


def _formula(found: re.Match[str]) -> str:
    inner = _SYMBOL.sub(_sign, found[1]).replace("^°", "°")
    inner = _SCRIPT.sub(lambda m: (m[2] or m[3]).translate(_SMALL[m[1]]), inner)
    return found[0] if _NOT_SIMPLE.search(inner) else inner.strip()


def _sign(found: re.Match[str]) -> str:
    return _SIGNS.get(found[1]) or greek_letter(found[1]) or found[0]
