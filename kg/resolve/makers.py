"""Makers before a name, which most often change nothing: OpenAI o1 is o1."""

from __future__ import annotations

from functools import lru_cache

from kg.catalogue import load_catalogue
from kg.records import EntityType
from kg.text import join, words

# Makers whose name before a name changes nothing (facts of the field; vendors of the catalogue
# come on top).
_MAKERS = (
    "openai", "google", "google deepmind", "deepmind", "meta", "meta ai", "facebook", "anthropic",
    "microsoft", "nvidia", "alibaba", "amazon", "ibm", "apple", "xai", "cohere", "lmsys",
    "stability ai", "mistral ai", "bigscience", "eleutherai",
    "salesforce", "tencent", "baidu", "bytedance", "huawei", "zhipu", "allenai", "ai2",
)  # fmt: skip
# These are words, too: a meta-agent is not Meta's, a snapshot none of Snap's.
_WORDS = frozenset(
    {"adept", "apple", "figure", "idea", "meta", "minimax", "runway", "snap", "together", "xai"}
)


def without_maker(tokens: list[str], *, group: str) -> list[str]:
    """Return the words of a name without the maker before them.

    Args:
        tokens: The words of a name; where nothing is to be dropped the very list is returned.
        group: What has makers is a `system` or `data`.
    """
    if group not in ("system", "data") or not tokens:
        return tokens
    for maker in _makers().get(tokens[0], ()):
        if len(tokens) > len(maker) and tuple(tokens[: len(maker)]) == maker:
            rest = tokens[len(maker) :]
            letters = sum(letter.isalpha() for letter in "".join(rest))
            if letters and len("".join(rest)) > 1 and _is_proper(rest, group):
                return rest if _may_make(maker[0], rest) else tokens
    return tokens


def is_common_word(tokens: list[str], *, name: str, group: str) -> bool:
    """Whether what is left of a name without its maker may be anything: `core`, `agent`.

    In 43,670 abstracts 20 such names would be joined with others, 14 of them wrongly: Google Books
    with Amazon Books.

    Args:
        tokens: What is left.
        name: The name as it is written: Microsoft QRadar is QRadar.
        group: What the name is.
    """
    if len(tokens) != 1 or not tokens[0].isalpha():
        return False
    if load_catalogue().keyed(tokens[0], group=group):
        return False
    # A capital inside tells a name.
    written = [word for word in name.split() if word.lower() == tokens[0]]
    return all(word[1:] == tokens[0][1:] for word in written)


def _may_make(first: str, rest: list[str]) -> bool:
    """Whether a maker whose first word is also a common one made what is called so."""
    return first not in _WORDS or rest[0] in _made_by()[first]


@lru_cache(maxsize=1)
def _made_by() -> dict[str, frozenset[str]]:
    """Return the first words of what each of the makers that are words makes."""
    made: dict[str, set[str]] = {word: set() for word in _WORDS}
    for entry in load_catalogue().entries:
        vendor = words(entry.vendor or "")[:1]
        if vendor and vendor[0] in made:
            made[vendor[0]].update(words(name)[0] for name in (entry.name, *entry.aliases))
    return {word: frozenset(firsts) for word, firsts in made.items()}


def _is_proper(tokens: list[str], group: str) -> bool:
    """Whether words are a name of their own: `o1` is, the `transformers` of a library are not."""
    mine = load_catalogue().keyed(join(tokens), group=group)
    if mine:
        return any(entry.type is not EntityType.METHOD for entry in mine)
    return len(tokens) > 1 or not tokens[0].endswith("s")


@lru_cache(maxsize=1)
def _makers() -> dict[str, tuple[tuple[str, ...], ...]]:
    """Return makers' names as words by first word, longest first.

    A maker that is also a family of models is left out.
    """
    catalogue = load_catalogue()
    vendors = {entry.vendor for entry in catalogue.entries if entry.vendor}
    families = {words(e.name) for e in catalogue.entries if e.type is EntityType.MODEL}
    found = {words(vendor) for vendor in vendors} - families | {words(m) for m in _MAKERS}
    table: dict[str, tuple[tuple[str, ...], ...]] = {}
    for maker in sorted(found, key=lambda maker: (-len(maker), maker)):
        table[maker[0]] = (*table.get(maker[0], ()), maker)
    return table
