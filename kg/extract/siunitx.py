r"""Units as LaTeX's package siunitx writes them: `\SI{40.0}{\milli\second}` is 40.0 ms."""

from __future__ import annotations

import re

# The unit is an argument of its own, or follows as `\si{…}`. One letter alone is none: of
# `\frac{1}{N}` it is a variable.
_ARGUMENT = re.compile(
    r"(?:\}\{|[\s~$}\\,]{0,4}\\(?:si|unit)\{)(?P<unit>(?![A-Za-z]\})[^{}$\n]{1,40})\}"
)
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


def packed_unit(after: str) -> tuple[str, int] | None:
    """Return the unit in plain signs and how many characters it reaches; None where none is.

    Args:
        after: The text behind a number.
    """
    found = _ARGUMENT.match(after)
    if not found:
        return None
    plain = _COMMAND.sub(lambda command: _PLAIN.get(command[1], command[1]), found["unit"])
    return plain.strip(), found.end()
