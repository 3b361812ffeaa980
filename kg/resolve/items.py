"""Reads one paper's names for the resolver: what stands for what, and what it introduces."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from kg.catalogue import load_catalogue
from kg.records import Entity, EntityType, Extraction, Paper, RelationType
from kg.resolve.forms import Form, usual_type
from kg.resolve.homonyms import long_form
from kg.resolve.initials import FITS, fits, is_initials
from kg.resolve.keys import atom_key, catalogue_entries, spelling_keys
from kg.resolve.rules import compare
from kg.text import fold, is_acronym, words
from kg.text.likeness import (
    OPPOSED,
    PART,
    UNRELATED,
    objection,
    other_meaning,
    same_wording,
    spelt_out,
)

# An article of `TLUE: A Tibetan ... Evaluation`, a macro that the author's file gives a meaning.
_NO_NAME = re.compile(r"[aA]|\\[A-Za-z]*[\\{}]*")


@dataclass(frozen=True, slots=True)
class Item:
    """One entity of one paper.

    Attributes:
        paper: Id of the paper.
        entity: Its name within the paper: the link's key.
        block: What its name shares with all names that can be one string with it.
        form: The short or usual form with the long form that the paper gives.
        accepted: Further surfaces that the rules hold for the same, with the reason.
        others: Surfaces that only this paper uses for it and whose words do not speak against it;
            what the catalogue knows, by either name, has further names from the rules alone.
        claimed: Whether the extraction says that the paper introduces it.
        evaluated: Whether anything is evaluated on it there.
        date: The paper's date as far as it is known, or None.
    """

    paper: str
    entity: str
    block: str
    form: Form
    accepted: tuple[tuple[str, str], ...] = ()
    others: tuple[str, ...] = ()
    claimed: bool = False
    evaluated: bool = False
    date: str | None = None


def paper_items(paper: Paper, extraction: Extraction) -> list[Item]:
    """Return an item for each entity of the paper, in its order."""
    claimed, evaluated = _said(extraction)
    shorts = {
        short: long
        for long, short in extraction.abbreviations
        if any(fits(short, long, level=level) for level in FITS)
    }
    return [
        _item(
            paper,
            entity,
            shorts=shorts,
            claimed=entity.name in claimed,
            evaluated=entity.name in evaluated,
        )
        for entity in extraction.entities
    ]


def _said(extraction: Extraction) -> tuple[set[str], set[str]]:
    claimed, evaluated = set[str](), set[str]()
    for relation in extraction.relations:
        if relation.type is RelationType.INTRODUCES:
            claimed.add(relation.target)
        elif relation.type is RelationType.EVALUATES_ON:
            evaluated.add(relation.target)
    evaluated.update(result.benchmark for result in extraction.results if result.benchmark)
    return claimed, evaluated


def _item(
    paper: Paper, entity: Entity, *, shorts: dict[str, str], claimed: bool, evaluated: bool
) -> Item:
    surfaces = [entity.name]
    for mention in entity.mentions:
        if mention.text not in surfaces and not _NO_NAME.fullmatch(mention.text):
            surfaces.append(mention.text)
    form = _form(surfaces, entity.type, text=paper.text, shorts=shorts)
    read = replace(form, introduced=claimed, text=paper.text)
    form = replace(form, type=usual_type(read))
    accepted, others = [], []
    own = atom_key(form.name, form.group)
    for surface in surfaces:
        if surface == form.name:
            continue
        if atom_key(surface, form.group) == own:
            accepted.append((surface, "same folded form"))
            continue
        verdict = compare(form, Form(surface, form.type))
        if verdict.same:
            accepted.append((surface, verdict.reason))
        else:
            others.append(surface)
    long = [] if form.long is None else [form.long]
    if any(_is_known(name, form.group) for name in (form.name, *long) if others):
        others = []
    names = [form.name, *long, *(name for name, _ in accepted)]
    others = [s for s in others if not _is_known(s, form.group) and _agrees(s, names, shorts)]
    if form.long is not None and fold(form.long) not in {fold(s) for s in surfaces}:
        accepted.append((form.long, "abbreviation defined in the text"))
    return Item(
        paper=paper.id,
        entity=entity.name,
        block=block_of(form),
        form=form,
        accepted=tuple(accepted),
        others=tuple(others),
        claimed=claimed,
        evaluated=evaluated,
        date=paper.published,
    )


def _is_known(name: str, group: str) -> bool:
    """Whether the catalogue knows the name, in its usual spelling as a thing of any kind."""
    return bool(load_catalogue().keyed(fold(name)) or catalogue_entries(name, group))


def _agrees(surface: str, names: list[str], shorts: dict[str, str]) -> bool:
    """Whether the words of a surface go with one of the names that the thing surely has."""
    if surface.count("(") != surface.count(")"):
        return False
    defined = {fold(short): long for short, long in shorts.items()}
    written = " ".join(spelt_out(surface, defined))
    for name in names:
        against, pair = objection(surface, name), (surface, name)
        if against in (OPPOSED, PART):
            return False
        if against == UNRELATED:
            pair = (written, " ".join(spelt_out(name, defined)))
            against = objection(*pair)
        if against is None and same_wording(*pair) and not other_meaning(surface, name, defined):
            return True
    return False


def _form(
    surfaces: list[str], entity_type: EntityType, *, text: str, shorts: dict[str, str]
) -> Form:
    if entity_type is EntityType.REPO:
        return Form(surfaces[0], entity_type)
    for surface in surfaces:
        if not is_acronym(surface):
            continue
        long = (
            long_form(surface, text) or _defined(surface, shorts) or _spelt_out(surface, surfaces)
        )
        # "CIC- IDS2017" spells the same name otherwise.
        if long is not None and len(words(long)) > 1 and fold(long) != fold(surface):
            return Form(surface, entity_type, long=long)
    return Form(surfaces[0], entity_type)


def _defined(short: str, shorts: dict[str, str]) -> str | None:
    """What the extraction says that a short form stands for, or its singular, or None."""
    return shorts.get(short) or (shorts.get(short[:-1]) if short.endswith("s") else None)


def _spelt_out(short: str, surfaces: list[str]) -> str | None:
    """The first other name of the thing that the short form is made of, or None."""
    return next((name for name in surfaces if name != short and is_initials(short, name)), None)


def block_of(form: Form) -> str:
    """Return the key of the block of names that can be one string."""
    keys = spelling_keys(form.name, form.group)
    normal = (key.text for key in keys if key.rule == "same normal form")
    return next(normal, keys[0].text if keys else form.name)
