"""Greek letters by name, as people type them in ASCII and as TeX has them."""

from __future__ import annotations

import unicodedata

# Unicode spells lambda without its b.
GREEK = {
    letter: unicodedata.name(letter).rsplit(" ", 1)[1].lower().replace("lamda", "lambda")
    for letter in "αβγδεζηθικλμνξοπρσςτυφχψωΓΔΘΛΞΠΣΦΨΩ"
}
