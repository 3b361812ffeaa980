"""A paper's variant of a well-known method, under that method's name, is that method put to use."""

from __future__ import annotations

from dataclasses import replace

from kg.catalogue import load_catalogue
from kg.extract.decode import ACTORS, FoundRelation, Reading
from kg.extract.group import Group, forms_of, lowered
from kg.extract.known import leads_title
from kg.records import RelationType


def without_old_names(reading: Reading, *, text: str) -> Reading:
    """Return a reading in which no variant of a well-known method is introduced, but used.

    "We propose a whole-body model predictive control (MPC) framework" presents no MPC. Of 220
    annotated things whose name the catalogue knows and that have a longer form ending in it one is
    introduced, 196 are used.

    Args:
        reading: What the reader found in *text*, tidied.
        text: The readable text.
    """
    old = {
        k
        for k, group in enumerate(reading.groups)
        if _is_variant(text, group) and not leads_title(text, group.spans)
    }
    relations = tuple(_used(relation, old) for relation in reading.relations)
    return replace(reading, relations=relations)


def _used(relation: FoundRelation, old: set[int]) -> FoundRelation:
    if relation.type is not RelationType.INTRODUCES or relation.target not in old:
        return relation
    return replace(relation, type=RelationType.USES)


def _is_variant(text: str, group: Group) -> bool:
    """Say whether a thing has a well-known name and a longer form that ends in it."""
    if group.type not in ACTORS:
        return False
    known = {
        lowered(name).removesuffix("s")
        for entry in load_catalogue().find(group.name)
        if entry.type in ACTORS
        for name in (group.name, entry.name, *entry.aliases)
    }
    forms = {lowered(form).removesuffix("s") for form in forms_of(text, group.spans)}
    return any(form.endswith((f" {name}", f"-{name}")) for form in forms - known for name in known)
