"""Whether a text speaks of what the catalogue says of a thing."""

from __future__ import annotations

import re
from functools import lru_cache

from kg.catalogue import CatalogueEntry
from kg.text import clean, fold, singular, words

_TOKEN = re.compile(r"(?<=[ -])(?=\w)")
_CAPITAL = re.compile(r"[A-Z]")


@lru_cache(maxsize=1 << 12)
def _spoken(text: str) -> str:
    return " " + " ".join(singular(word) for word in words(text)) + " "


def _says(text: str, name: str) -> bool:
    spoken = " ".join(singular(word) for word in words(name))
    return " " in spoken and f" {spoken} " in _spoken(text)


def describes(entry: CatalogueEntry, text: str, *, beside: str | None = None) -> bool:
    """Whether a text speaks of what the catalogue says of the entry: long form, task, maker.

    Args:
        entry: A known thing.
        text: Title and abstract, or a sentence.
        beside: The name that is asked about. As one word it does not say what it means: H3 and
            SEC-bench stand in every text that names them.
    """
    said = (entry.name, *entry.aliases, *entry.tasks)
    told = (name for name in said if beside is None or " " in name or fold(name) != fold(beside))
    return any(_says(text, name) for name in told) or _says_maker(text, entry.vendor)


def _says_maker(text: str, vendor: str | None) -> bool:
    # Of 1,141 times that letters are those of Meta, 172 are the maker: metadata, Meta-Learning.
    if vendor is None or vendor not in text:
        return False
    return re.search(rf"\b{re.escape(vendor)}\b(?!-)", text) is not None


def is_foreign(entry: CatalogueEntry, name: str, text: str | None) -> bool:
    """Whether a text has no word of the field of an entry whose name means other things too.

    FAST beside Harris and SuperPoint is no tokenizer, and LoRa without a word of tuning is not
    LoRA: a name with one meaning is asked for where it is written otherwise. On 4,125 abstracts 14
    uses, all rightly.

    Args:
        entry: What the name may mean.
        name: As it stands in the text.
        text: Title and abstract, or a sentence; None says nothing against it.
    """
    if not entry.about or text is None:
        return False
    if not entry.ambiguous and clean(name) in (entry.name, *entry.aliases):
        return False
    return not (_field(entry).search(text) or describes(entry, text, beside=name))


@lru_cache(maxsize=1 << 9)
def _field(entry: CatalogueEntry) -> re.Pattern[str]:
    return re.compile(rf"\b(?:{'|'.join(map(_beginning, entry.about))})")


def _beginning(word: str) -> str:
    """Return the pattern of a field's word, in which a capital counts: ViT begins no vital."""
    parts = _TOKEN.split(word)
    return "".join(re.escape(p) if _CAPITAL.search(p) else f"(?i:{re.escape(p)})" for p in parts)
