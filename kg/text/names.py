"""Takes a model's name apart: family, version, size, variant, date."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from kg.text import clean

_SIZE = re.compile(r"(?<![\d.])(\d+(?:\.\d+)?(?:x\d+(?:\.\d+)?)?)\s?(b|m|t)(?:illion)?$", re.I)
_ACTIVE = re.compile(r"^a(\d+(?:\.\d+)?)b$", re.I)
_ISO_DATE = re.compile(r"20\d\d-\d\d-\d\d|20\d\d(?:0[1-9]|1[0-2])[0-3]\d(?!\d)")
_SHORT_DATE = re.compile(r"^(?:0[1-9]|1[0-2])(?:[0-2]\d|3[01])$|^2[3-9](?:0[1-9]|1[0-2])$")
_SPLIT = re.compile(r"[\s\-/:,()\[\]@]+")
_PARTS = re.compile(r"^([a-z]+)(\d+(?:\.\d+)*)([a-z]*)$", re.I)
_NUMBER = re.compile(r"^v?(\d+(?:\.\d+)*)([a-z]?)$", re.I)

VARIANTS = {
    **{name: name for name in ("chat", "base", "reasoning", "preview", "quantized")},
    **dict.fromkeys(("it", "inst", "instruct", "instruction"), "instruct"),
    **dict.fromkeys(("distill", "distilled", "distil"), "distilled"),
    **dict.fromkeys(("think", "thinking"), "thinking"),
    **dict.fromkeys(("exp", "experimental"), "experimental"),
    **{name: f"quantized-{name}" for name in ("gptq", "awq", "gguf", "fp8")},
    **dict.fromkeys(("int4", "4bit"), "quantized-4-bit"),
    **dict.fromkeys(("int8", "8bit"), "quantized-8-bit"),
}
SIZES = frozenset(
    {"nano", "micro", "mini", "tiny", "small", "medium", "large", "huge", "giant"}
    | {"xs", "xl", "xxl", "xlarge", "xxlarge"}
)
TIERS = frozenset(
    {"opus", "sonnet", "haiku", "pro", "flash", "ultra", "turbo", "lite", "max", "plus"}
)

# Pattern of "(nano)", "(2x-large)" behind a name.
SIZE_IN_BRACKETS = rf"\((?:\dx-?)?(?:{'|'.join(sorted(SIZES | {'base'}))})\)"


@dataclass(frozen=True, slots=True)
class ModelName:
    """What the parts of a model's name say.

    Attributes:
        family: The words before the version, as written, e.g. `Llama`.
        version: E.g. `3.1` or `4o`; None if none is stated; so for the rest.
        size: E.g. `8B`, `8x7B`, `mini`.
        active: Parameters at work in a mixture of experts, e.g. `3B`.
        variant: Words after the family that are no size, joined by `-`, e.g. `instruct`.
        date: Date stamp of a snapshot as written, e.g. `0324`.
    """

    family: str
    version: str | None = None
    size: str | None = None
    active: str | None = None
    variant: str | None = None
    date: str | None = None


def pieces(name: str) -> list[str]:
    """Split a cleaned name at separators and between a word and its number (`Llama2` in two)."""
    found: list[str] = []
    for chunk in filter(None, _SPLIT.split(name)):
        match = _PARTS.match(chunk)
        if not match or len(match.group(1)) < 2:
            found.append(chunk)
            continue
        word, number, tail = match.groups()
        # The V of `GSV3D` is no version's.
        if word.endswith("v") and len(word) > 2 and tail != "d":
            word = word[:-1]
        if len(tail) <= 1:
            found.extend((word, number + tail))
        else:
            found.extend((word, number, tail))
    return found


@lru_cache(maxsize=1 << 15)
def parse_model_name(name: str) -> ModelName:
    """Take a model's name apart.

    Args:
        name: E.g. `Llama-3.1-8B-Instruct`; a name without known parts is all family.
    """
    text = clean(name)
    stamp = _ISO_DATE.search(text)
    if stamp:
        text = text.replace(stamp.group(), " ")
    reading = _Reading(date=stamp.group() if stamp else None)
    for piece in pieces(text):
        reading.take(piece)
    return reading.result(name)


class _Reading:
    """Collects the parts while the name is read from left to right."""

    def __init__(self, *, date: str | None) -> None:
        self.family: list[str] = []
        self.variant: list[str] = []
        self.version: str | None = None
        self.size: str | None = None
        self.active: str | None = None
        self.date = date

    def take(self, piece: str) -> None:
        """Sort one piece of the name into its place."""
        lower = piece.lower()
        active, size = _ACTIVE.match(piece), _SIZE.match(piece)
        if active:
            self.active = active.group(1) + "B"
        elif size:
            self.size = size.group(1).lower() + size.group(2).upper()
        elif self.family and _SHORT_DATE.match(piece) and self.date is None:
            self.date = piece
        elif self.family and (lower in SIZES or lower in VARIANTS or lower in TIERS):
            self._take_word(lower)
        elif self._is_version(piece):
            self.version = lower.removeprefix("v")
        elif self.version is None and not self.variant and not self.size:
            self.family.append(piece)
        else:
            self.variant.append(lower)

    def _take_word(self, lower: str) -> None:
        if lower in SIZES and self.size is None:
            self.size = lower
        else:
            self.variant.append(VARIANTS.get(lower, lower))

    def _is_version(self, piece: str) -> bool:
        if self.version is not None or not self.family:
            return False
        return bool(_NUMBER.match(piece)) or bool(re.match(r"^[a-z]\d+(?:\.\d+)*$", piece, re.I))

    def result(self, name: str) -> ModelName:
        """Return the parts; a name of which nothing was family is family as a whole."""
        return ModelName(
            family=" ".join(self.family) or name,
            version=self.version,
            size=self.size,
            active=self.active,
            variant="-".join(self.variant) or None,
            date=self.date,
        )
