"""Splits one string into the things that papers mean by it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from kg.homonyms import introduces, same_sense
from kg.records import Paper
from kg.resolve_items import Item
from kg.resolve_keys import catalogue_entries
from kg.resolve_rules import Form, meanings
from kg.text import fold, has_name_shape, words

# A sense takes the papers that do not say what they mean only if it is this many times as common
# as the next one.
_DOMINANCE = 3


@dataclass(slots=True)
class _Sense:
    label: str
    long: str | None
    papers: int = 0
    usual: bool = False


def split_senses(items: Sequence[Item], *, paper_of: Callable[[str], Paper]) -> list[str]:
    """Return for each item the label of its sense; empty where the string has one.

    Args:
        items: All items whose name is one string, sorted by paper and entity.
        paper_of: Gives a paper by id; asked only where two papers claim the name.
    """
    if len(items) == 1:
        return [""]
    own = _introducers(items, paper_of=paper_of)
    if not own and all(item.form.long is None for item in items):
        return [""] * len(items)
    senses = _senses_by_long_form(items)
    labels = [_label(item, senses, own=own) for item in items]
    _add_usual(items, senses)
    if len(senses) + len({label for label in labels if label and label.startswith("in ")}) < 2:
        return [""] * len(items)
    rest = _default(senses, own=own)
    return [
        _bare(item, senses, paper_of, rest) if x is None else x
        for x, item in zip(labels, items, strict=True)
    ]


def _introducers(items: Sequence[Item], *, paper_of: Callable[[str], Paper]) -> set[str]:
    """Papers that present a thing of that name as theirs, if there are two or more."""
    claiming = [item for item in items if item.claimed and has_name_shape(item.form.name)]
    if len({item.paper for item in claiming}) < 2 or _famous(items[0].form):
        return set()
    return {
        item.paper for item in claiming if introduces(item.form.name, paper_of(item.paper).text)
    }


def _famous(form: Form) -> bool:
    known = catalogue_entries(form.name, form.group)
    return len(known) == 1 and not known[0].ambiguous


def _senses_by_long_form(items: Sequence[Item]) -> list[_Sense]:
    counts: dict[str, int] = {}
    first: dict[str, str] = {}
    for item in items:
        if item.form.long is not None:
            key = fold(item.form.long)
            counts[key] = counts.get(key, 0) + 1
            first[key] = min(first.get(key, item.form.long), item.form.long)
    senses: list[_Sense] = []
    for key in sorted(counts, key=lambda k: (-counts[k], k)):
        sense = _sense_of(first[key], senses, items[0])
        if sense is None:
            sense = _Sense(label=key, long=first[key])
            senses.append(sense)
        sense.papers += counts[key]
    return senses


def _sense_of(long: str, senses: list[_Sense], item: Item) -> _Sense | None:
    for sense in senses:
        if sense.long is not None and same_sense(sense.long, long):
            return sense
    name, kind = item.form.name, item.form.type
    mine = set(meanings(Form(name, kind, long=long)))
    for sense in senses:
        if mine and mine & set(meanings(Form(name, kind, long=sense.long))):
            return sense
    return None


def _label(item: Item, senses: list[_Sense], *, own: set[str]) -> str | None:
    if item.form.long is not None:
        sense = _sense_of(item.form.long, senses, item)
        return sense.label if sense else None
    return f"in {item.paper}" if len(own) > 1 and item.paper in own else None


def _add_usual(items: Sequence[Item], senses: list[_Sense]) -> None:
    """Mark the sense that the catalogue gives, adding it if papers spell out others only."""
    form = items[0].form
    known = catalogue_entries(form.name, form.group)
    if len(known) != 1:
        return
    for sense in senses:
        if known[0] in meanings(Form(form.name, form.type, long=sense.long)):
            sense.usual = True
            return
    if not known[0].ambiguous:
        senses.append(_Sense(label="", long=None, usual=True))


def _default(senses: list[_Sense], *, own: set[str]) -> str:
    usual = [sense for sense in senses if sense.usual]
    if usual:
        return usual[0].label
    if len(own) > 1 or not senses:
        return ""
    ranked = sorted(senses, key=lambda sense: (-sense.papers, sense.label))
    if len(ranked) == 1 or ranked[0].papers >= _DOMINANCE * ranked[1].papers:
        return ranked[0].label
    return ""


def _bare(item: Item, senses: list[_Sense], paper_of: Callable[[str], Paper], rest: str) -> str:
    """The sense of an item that does not spell it out: the one whose words its paper uses."""
    spoken = " " + " ".join(words(paper_of(item.paper).text)) + " "
    for sense in senses:
        if sense.long is not None and f" {' '.join(words(sense.long))} " in spoken:
            return sense.label
    return rest
