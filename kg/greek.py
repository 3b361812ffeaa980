"""Greek letters by name, as people type them in ASCII and as TeX has them."""

from __future__ import annotations

import re
import unicodedata

# Unicode spells lambda without its b.
GREEK = {
    letter: unicodedata.name(letter).rsplit(" ", 1)[1].lower().replace("lamda", "lambda")
    for letter in "αβγδεζηθικλμνξοπρσςτυφχψωΓΔΘΛΞΠΣΦΨΩ"
}

_LETTERS = {name: letter for letter, name in reversed(GREEK.items())}
_APART = re.compile(r"\\([bcdkrtuv])\{([a-z]{2,6})\}")


def with_greek(text: str) -> str:
    r"""Return a text with the Greek letters that arXiv took apart: `\b{eta}-VAE` is `β-VAE`.

    It takes the first letter of `\beta` for an accent over the rest: 32 times in 44,000 abstracts.
    """
    return _APART.sub(lambda found: _LETTERS.get(found[1] + found[2], found[0]), text)


def greek_letter(command: str) -> str | None:
    r"""Return the letter that a command of TeX stands for: `\Delta` is Δ, `\varphi` is φ.

    Args:
        command: Its name, without the backslash; one that stands for no Greek letter gives None.
    """
    letter = _LETTERS.get(command.removeprefix("var").lower())
    return letter.upper() if letter and command[0].isupper() else letter
