"""What ids and names say of a thing: its type, whether it has a twin, its long form."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from kg.records import EntityType
from kg.text import fold


def type_of(node_id: str) -> str:
    """Return the type that an id stands for: `model:gpt-4o` is a `Model`."""
    kind = node_id.partition(":")[0].capitalize()
    return kind if kind in (*EntityType, "Author", "Result") else "Paper"


def twins(names: Iterable[str]) -> set[str]:
    """Return the names, folded, that stand more than once."""
    return {key for key, count in Counter(map(fold, names)).items() if count > 1}


def long_form(name: str, aliases: object) -> str | None:
    """Return the first of the aliases that has more words than the name, if any.

    Args:
        name: A name.
        aliases: The list of its aliases, or None.
    """
    forms = map(str, aliases) if isinstance(aliases, list) else ()
    return next((form for form in forms if len(form.split()) > len(name.split())), None)
