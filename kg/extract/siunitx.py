r"""Units as LaTeX's package siunitx writes them: `\SI{40.0}{\milli\second}` is 40.0 ms."""

from __future__ import annotations

import re

_UNIT = r"\{(?P<unit>[^{}$\n]{1,40})\}"
# The unit is an argument of its own (of `\frac{1}{N}` the second is none), or follows as `\si{…}`.
_QUANTITY = re.compile(r"\\(?:SI|qty)(?:\[[^\]\n]{0,60}\])?\{[\s+-]*$")
_ARGUMENT = re.compile(r"\}" + _UNIT)
_BEHIND = re.compile(r"[\s~$}\\,]{0,4}\\(?:si|unit)" + _UNIT)
_COMMAND = re.compile(r"\\([A-Za-z]+)\s*")
# As the package's manual lists them; what it shortens itself (`\mm`, `\GHz`) stays.
_PLAIN = {
    **{"pico": "p", "nano": "n", "micro": "µ", "milli": "m", "centi": "c", "deci": "d"},
    **{"kilo": "k", "mega": "M", "giga": "G", "tera": "T"},
    **{"kibi": "Ki", "mebi": "Mi", "gibi": "Gi", "tebi": "Ti"},
    **{"percent": "%", "degree": "°", "degreeCelsius": "°C", "celsius": "°C", "angstrom": "Å"},
    **{"second": "s", "minute": "min", "hour": "h", "meter": "m", "metre": "m", "gram": "g"},
    **{"byte": "B", "hertz": "Hz", "watt": "W", "joule": "J", "volt": "V", "newton": "N"},
    **{"pascal": "Pa", "ampere": "A", "electronvolt": "eV", "decibel": "dB", "bel": "B"},
    **{"um": "µm", "per": "/", "squared": "^2", "cubed": "^3"},
}


def packed_unit(before: str, after: str) -> tuple[str, int] | None:
    """Return the unit in plain signs and how many characters it reaches; None where none is.

    Args:
        before: The text before a number.
        after: The text behind it.
    """
    found = _BEHIND.match(after) or (_QUANTITY.search(before) and _ARGUMENT.match(after))
    if not found:
        return None
    plain = _COMMAND.sub(lambda command: _PLAIN.get(command[1], command[1]), found["unit"])
    return plain.strip(), found.end()
