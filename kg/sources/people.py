"""The authors of a record, whatever its source calls them and their names."""

from __future__ import annotations

import re
from collections.abc import Mapping

from kg.sources.authors import (
    initials_last,
    is_author,
    split_authors,
    turned,
    without_brackets,
)
from kg.sources.fields import first_text, flatten, one_line, strings
from kg.sources.latex import decode_letters

# Of Europe PMC.
_INITIALS_LAST = "authorstring"
# It has commas between names and nothing else.
_OTHER_SIGNS = re.compile(r"[;|]|\s(?:and|&)\s")
# The parsed form comes first: in arXiv's dump `authors` is one string with affiliations.
_AUTHOR_FIELDS = (
    *("authors_parsed", "author_full_names", "authors", "author", "author/s", "creators"),
    *("creator", "authorships", "authorlist", _INITIALS_LAST, "authorships.author.display_name"),
)
# Of these the others of a list are editors and translators.
_KINDS = ("creatortype", "contributortype")
_AUTHOR = "author"
_GIVEN = ("given", "first", "firstname", "given_name", "forename", "first_name")
_FAMILY = ("family", "last", "lastname", "surname", "family_name", "last_name")
_PARTICLES = ("non_dropping_particle", "dropping_particle")


def authors_of(fields: Mapping[str, object]) -> tuple[str, ...]:
    """Return the names of the authors in the first field that has any.

    Args:
        fields: Of a record, as `flatten` names them.
    """
    for name in _AUTHOR_FIELDS:
        value = _listed(fields.get(name))
        if isinstance(value, list) and len(value) == 1:
            value = _named_as_one(value[0], of_arxiv=_is_of_arxiv(fields))
        if isinstance(value, str):
            is_short = name == _INITIALS_LAST and not _OTHER_SIGNS.search(value)
            value = (initials_last if is_short else split_authors)(one_line(value))
        if isinstance(value, list | tuple):
            found = [name for item in _by_kind(value) if is_author(name := _author(item))]
            if found:
                return tuple(dict.fromkeys(found))
    return ()


def _listed(value: object) -> object:
    """Return the list that a mapping holds, `{"author": […]}`; of one author itself in a list."""
    if not isinstance(value, Mapping):
        return value
    held = flatten(value)
    inner = next((held[name] for name in _AUTHOR_FIELDS if isinstance(held.get(name), list)), None)
    return [value] if inner is None else inner


def _is_of_arxiv(fields: Mapping[str, object]) -> bool:
    return any(
        "arxiv" in first_text(fields, name).casefold() for name in ("id", "link", "url", "guid")
    )


def _named_as_one(author: object, *, of_arxiv: bool) -> object:
    """Return the text that an author is, or that names all, as in arXiv's feed; else a list."""
    if isinstance(author, str):
        return author
    name = author.get("name") if isinstance(author, Mapping) and len(author) == 1 else None
    parts = name.split(",") if isinstance(name, str) else []
    # `García Márquez, Gabriel José` is one.
    are_many = (of_arxiv or len(parts) > 2) and all(" " in part.strip() for part in parts)
    return name if parts and are_many else [author]


def _by_kind(items: list[object] | tuple[object, ...]) -> list[object]:
    """Return those who are called authors where any is (Zotero), else all."""
    kinds = [first_text(flatten(one), *_KINDS) if isinstance(one, Mapping) else "" for one in items]
    if _AUTHOR not in kinds:
        return [*items]
    return [one for one, kind in zip(items, kinds, strict=True) if kind == _AUTHOR]


def _author(item: object) -> str:
    """Return the name of one author; empty for what is none."""
    if isinstance(item, str):
        return turned(one_line(without_brackets(decode_letters(item))))
    if isinstance(item, list | tuple):
        # arXiv's dump: [family name, given name, suffix].
        family, given, *rest = [*(next(strings(one), "") for one in item), "", ""]
        return one_line(decode_letters(" ".join([given, family, *rest]))) if family else ""
    if not isinstance(item, Mapping):
        return next(strings(item), "")
    fields = flatten(item)
    if isinstance(nested := fields.get("author"), Mapping):
        return _author(nested)
    if literal := first_text(fields, "literal"):
        return literal
    whole = first_text(fields, "name", "display_name", "fullname", "full_name", "creator")
    family = first_text(fields, *_FAMILY)
    names = [first_text(fields, *_GIVEN), *strings(fields.get("middle"))]
    # `Bell A` beside what A is short for.
    is_short = bool(names[0]) and whole.startswith(f"{family} ")
    if whole and not is_short:
        return turned(whole)
    particles = [first_text(fields, name) for name in _PARTICLES]
    return one_line(" ".join([*names, *particles, family, first_text(fields, "suffix")]))
