"""All uses of names with their keys and the evidence between them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import replace

from kg.catalogue import GROUPS, group_of
from kg.corrections import NameCorrections, NameKey
from kg.records import EntityType, Paper
from kg.resolve.forms import Form, entry_key, meanings, usual_type
from kg.resolve.items import Item, block_of
from kg.resolve.keys import (
    atom_key,
    catalogue_entries,
    key_texts,
    spelling_keys,
    without_bracketed_acronym,
)
from kg.resolve.own import rivals, spells_own
from kg.resolve.senses import FOREIGN, split_senses
from kg.resolve.union import Atom, Edge, Union
from kg.text import fold, words

# The order in which evidence joins: a person, spelling, catalogue, what a paper defines.
_PERSON, _SPELLING, _CATALOGUE, _DEFINED, _INITIALS = range(5)
_RULE_STRENGTH = {
    "catalogue alias": _CATALOGUE,
    "abbreviation defined in the text": _DEFINED,
    "initials of the other": _INITIALS,
}


class Table:
    """All atoms with their keys and the evidence between them.

    Args:
        paper_of: Gives a paper by id; asked only where a name may mean two things.
        corrections: What people set right.
    """

    def __init__(self, paper_of: Callable[[str], Paper], corrections: NameCorrections) -> None:
        self.paper_of = paper_of
        self.corrections = corrections
        self.atoms: list[Atom] = []
        self.links: dict[tuple[str, str], int] = {}
        self._index: dict[tuple[str, str, str], Atom] = {}
        self._of_string: dict[tuple[str, str], list[Atom]] = {}
        self._said: Counter[tuple[int, int, str]] = Counter()
        self._says: dict[tuple[int, int, str], str] = {}
        self._split_papers, self._split_spellings = _special(corrections)
        self._longs: dict[str, str] = {}
        self._claims: dict[int, list[Item]] = {}
        self._spelt: dict[tuple[str, str], list[Item]] = {}
        self._alone = False

    def fill(self, items: list[Item]) -> None:
        """Take all items, split by sense."""
        blocks = _blocks(items)
        self._spelt = _spelt(items)
        for key in sorted(blocks):
            self._alone = len({item.paper for item in blocks[key]}) == 1
            labels = split_senses(blocks[key], paper_of=self.paper_of)
            several = len(set(labels)) > 1
            self._longs = _longs(blocks[key], labels)
            # The first spelling of a string gives its keys: that of the least normal form.
            rows = sorted(zip(blocks[key], labels, strict=True), key=lambda row: row[0].block)
            for item, label in rows:
                self._add(item, label, several=several)

    def _add(self, item: Item, sense: str, *, several: bool) -> None:
        form = item.form
        special = self._split_papers.get((fold(form.name), item.paper))
        if special is None and form.name in self._split_spellings:
            special = f"@{form.name}"
        if form.long is None and sense in self._longs:
            form = replace(form, long=self._longs[sense])
        atom = self._atom(form.name, form, f"{sense}{special or ''}", several=several)
        atom.near.add(f"{atom.group} {item.block}")
        self._use(atom, form.name, item)
        self.links[(item.paper, item.entity)] = atom.id
        if item.claimed:
            self._claims.setdefault(atom.id, []).append(item)
        for surface, reason in item.accepted:
            other = self._accepted(surface, item, atom, several=several)
            self._use(other, surface, item)
            if other is not atom:
                self._evidence(atom, other, reason, item.paper)
        for surface in item.others:
            atom.loose.setdefault(surface, set()).add(item.paper)

    def _accepted(self, surface: str, item: Item, atom: Atom, *, several: bool) -> Atom:
        form = Form(surface, item.form.type)
        if atom_key(surface, atom.group) == atom.key:
            return atom
        if block_of(form) == item.block:
            return self._atom(surface, form, atom.sense, several=several)
        if self._is_its_alone(surface, item):
            return self._atom(surface, form, f"in {item.paper}", several=True)
        return self._atom(surface, form, "", several=False)

    def _is_its_alone(self, surface: str, item: Item) -> bool:
        """Whether what a paper spells out of its own system is other papers' common words."""
        form = item.form
        if not self._alone or not item.claimed or form.group != "system" or form.long is None:
            return False
        keys = key_texts(surface, form.group)
        found = [one for key in keys for one in self._spelt.get((form.group, key), ())]
        others = [one for one in found if one.paper != item.paper]
        if not others or any(catalogue_entries(n, form.group) for n in (form.name, surface)):
            return False
        return not any(spells_own(one, own=item, paper_of=self.paper_of) for one in others)

    def _atom(self, name: str, form: Form, sense: str, *, several: bool) -> Atom:
        key = (form.group, atom_key(name, form.group), sense)
        atom = self._index.get(key)
        if atom is None:
            atom = Atom(id=len(self.atoms), group=key[0], key=key[1], sense=sense)
            atom.long = form.long
            atom.numbers = _numbers(form)
            self._index[key] = atom
            self._of_string.setdefault(key[:2], []).append(atom)
            self.atoms.append(atom)
            self._add_keys(atom, form, several=several)
        return atom

    def _add_keys(self, atom: Atom, form: Form, *, several: bool) -> None:
        atom.near.add(f"{atom.group} {atom.key}")
        for key in spelling_keys(form.name, form.group):
            atom.near.add(f"{atom.group} {key.text}")
            text = f"{key.text}#{atom.sense}" if several or atom.sense else key.text
            atom.keys.setdefault(text, key.rule)
        if atom.sense.startswith(("in ", FOREIGN)):
            return
        found = meanings(form)
        if len(found) == 1:
            atom.near.add(f"{atom.group} {entry_key(found[0])}")
            atom.keys.setdefault(entry_key(found[0]), "catalogue alias")

    def _use(self, atom: Atom, surface: str, item: Item) -> None:
        atom.surfaces.setdefault(surface, set()).add(item.paper)
        atom.types[item.form.type] += 1
        atom.evaluated = atom.evaluated or item.evaluated

    def _evidence(self, left: Atom, right: Atom, reason: str, paper: str) -> None:
        key = (left.id, right.id, reason)
        self._said[key] += 1
        self._says[key] = min(self._says.get(key, paper), paper)

    def joined(self) -> Union:
        """Join the atoms by all evidence that nothing forbids."""
        self._connect_corrected()
        union = Union(self.atoms)
        for one, two in self.corrections.splits:
            for left in self._meant(one):
                for right in self._meant(two):
                    if left != right:
                        union.forbid(left, right, rule="a person keeps them apart")
        by_key = self._key_edges()
        for edge in by_key:
            if edge.strength == _SPELLING and self._are_rivals(edge.left, edge.right):
                union.forbid(edge.left, edge.right, rule="two papers introduce one each")
        union.join([*self._person_edges(), *by_key, *self._said_edges()])
        return union

    def _are_rivals(self, left: int, right: int) -> bool:
        """Whether each of two names is that of a thing which a paper presents as its own.

        Two systems may be named of the same parts (4D-Foo, Foo4D): one pair on 4,125 papers.
        """
        ours, theirs = self._claims.get(left, []), self._claims.get(right, [])
        if not ours or not theirs:
            return False
        found = rivals([*ours, *theirs], paper_of=self.paper_of)
        papers = {item.paper for item in found}
        return all(papers & {item.paper for item in claims} for claims in (ours, theirs))

    def _connect_corrected(self) -> None:
        """What a person said of two names is decided where both are."""
        for one, two in (*self.corrections.merges, *self.corrections.splits):
            for atom in {*self._meant(one), *self._meant(two)}:
                self.atoms[atom].near.add(f"correction {one} {two}")

    def said(self) -> Iterator[tuple[int, int]]:
        """Yield the pairs of atoms that papers hold for one thing."""
        for left, right, _ in self._said:
            yield left, right

    def _meant(self, key: NameKey) -> list[int]:
        """The atoms that a person's words mean: the use split off, else the others.

        A name may since be resolved as what it usually is: object detection, a Method once.
        """
        found = self._named(key, key.type)
        if not found and key.type is not None:
            found = self._named(key, usual_type(Form(key.surface, key.type)))
        mark = f"@{key.paper or key.surface}"
        special = [atom.id for atom in found if atom.sense.endswith(mark)]
        return special or [atom.id for atom in found if "@" not in atom.sense]

    def _named(self, key: NameKey, kind: EntityType | None) -> list[Atom]:
        groups = GROUPS if kind is None else (group_of(kind),)
        strings = [(group, atom_key(key.surface, group)) for group in groups]
        return sorted(
            (
                atom
                for string in strings
                for atom in self._of_string.get(string, ())
                if key.paper is None or any(key.paper in p for p in atom.surfaces.values())
            ),
            key=lambda atom: atom.id,
        )

    def _person_edges(self) -> list[Edge]:
        return [
            Edge(_PERSON, order, left, right, "correction", trusted=True)
            for order, (one, two) in enumerate(self.corrections.merges)
            for left in self._meant(one)[:1]
            for right in (*self._meant(two), *self._meant(one)[1:])
            if left != right
        ]

    def _key_edges(self) -> list[Edge]:
        first: dict[tuple[str, str], int] = {}
        edges: list[Edge] = []
        for atom in self.atoms:
            for text, rule in atom.keys.items():
                left = first.setdefault((atom.group, text), atom.id)
                if left != atom.id:
                    strength = _RULE_STRENGTH.get(rule, _SPELLING)
                    edges.append(Edge(strength, 0, left, atom.id, rule, trusted=True))
        return edges

    def _said_edges(self) -> list[Edge]:
        edges = []
        for (left, right, reason), count in self._said.items():
            strength = _RULE_STRENGTH.get(reason, _SPELLING)
            text = reason.replace("the text", self._says[left, right, reason])
            edges.append(Edge(strength, -count, left, right, text))
        return edges

    def renamed(self) -> dict[int, tuple[int, str]]:
        """Return the names that people gave, by atom: the order in which they did, and the name."""
        return {
            atom: (order, name)
            for order, (key, name) in enumerate(self.corrections.renames)
            for atom in self._meant(key)
        }


def _blocks(items: list[Item]) -> dict[tuple[str, str], list[Item]]:
    """Return the uses that can be one string, in the order of the items.

    Two normal forms of one folded string are one block: `VQ-VAE` is spelt out, `VQVAE` is not (11
    strings of 4,125 papers).
    """
    first: dict[tuple[str, str], tuple[str, str]] = {}
    parent: dict[tuple[str, str], tuple[str, str]] = {}

    def root(block: tuple[str, str]) -> tuple[str, str]:
        while parent.setdefault(block, block) != block:
            block = parent[block]
        return block

    for item in items:
        block, group = (item.form.group, item.block), item.form.group
        other = first.setdefault((group, atom_key(item.form.name, group)), block)
        one, two = sorted((root(block), root(other)))
        parent[two] = one
    found: dict[tuple[str, str], list[Item]] = {}
    for item in items:
        found.setdefault(root((item.form.group, item.block)), []).append(item)
    return found


def _spelt(items: list[Item]) -> dict[tuple[str, str], list[Item]]:
    """The uses of systems' names of several words, by each key."""
    found: dict[tuple[str, str], list[Item]] = {}
    for item in items:
        form = item.form
        if form.group == "system" and form.long is None and len(words(form.name)) > 1:
            for key in key_texts(form.name, form.group):
                found.setdefault((form.group, key), []).append(item)
    return found


def _longs(items: list[Item], labels: list[str]) -> dict[str, str]:
    """The first long form of each sense in order."""
    found: dict[str, str] = {}
    for item, label in zip(items, labels, strict=True):
        if item.form.long is not None:
            found[label] = min(found.get(label, item.form.long), item.form.long)
    return found


def _special(corrections: NameCorrections) -> tuple[dict[tuple[str, str], str], set[str]]:
    """Uses of a name that a person split off: by folded name and paper, and by exact spelling."""
    by_paper: dict[tuple[str, str], str] = {}
    spellings: set[str] = set()
    for one, two in corrections.splits:
        if one.paper is not None:
            by_paper[fold(one.surface), one.paper] = f"@{one.paper}"
        elif fold(one.surface) == fold(two.surface):
            spellings.add(one.surface)
    return by_paper, spellings


def _numbers(form: Form) -> tuple[str, ...]:
    known = catalogue_entries(form.name, form.group)
    name = known[0].name if len(known) == 1 else without_bracketed_acronym(form.name)
    keys = spelling_keys(name, form.group)
    return tuple(sorted(re.findall(r"\d+(?:\.\d+)*", keys[0].text))) if keys else ()
