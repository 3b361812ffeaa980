"""From the names of all papers to the nodes of the graph, with the reason of every merge."""

from __future__ import annotations

import gc
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Protocol

from kg.catalogue import GROUPS
from kg.corrections import (
    NameCorrections,
    NameKey,
    apply_fact_corrections,
    name_corrections,
)
from kg.records import Correction, Extraction, Paper, Resolution
from kg.resolve.entities import Cluster, make_entities
from kg.resolve.items import Item, block_of, paper_items
from kg.resolve.keys import atom_key, catalogue_entries, group_of, spelling_keys
from kg.resolve.links import derive_relations, redirects
from kg.resolve.rules import Form, entry_key, meanings, same_name
from kg.resolve.senses import split_senses
from kg.resolve.state import pack_names, unpack_names
from kg.resolve.union import Atom, Edge, Union, clusters
from kg.text import fold

# The order in which evidence joins: a person, spelling, catalogue, what a paper defines.
_PERSON, _SPELLING, _CATALOGUE, _DEFINED, _INITIALS = range(5)
_RULE_STRENGTH = {
    "catalogue alias": _CATALOGUE,
    "abbreviation defined in the text": _DEFINED,
    "catalogue alias in other words": _DEFINED,
    "initials of the other": _INITIALS,
}


_STATE = "names"


def resolve(
    papers: Iterable[tuple[Paper, Extraction]],
    *,
    corrections: Iterable[Correction] = (),
    previous: Resolution | None = None,
) -> Resolution:
    """Join the names of all papers into nodes.

    The result does not depend on the order of the papers; `previous` only adds redirects.

    Args:
        papers: Papers with what their texts say.
        corrections: What people set right; facts and undone ones are passed over.
        previous: The last resolution: ids of it that are gone lead to what took their place.

    Raises:
        ValueError: A correction is malformed.
    """
    with _without_collection():
        return _resolve(papers, name_corrections(corrections), previous)


@contextmanager
def _without_collection() -> Iterator[None]:
    """Hold the cyclic collector: it walks millions of live records and frees none of them."""
    collecting = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if collecting:
            gc.enable()


def _resolve(
    papers: Iterable[tuple[Paper, Extraction]],
    corrections: NameCorrections,
    previous: Resolution | None,
) -> Resolution:
    texts: dict[str, Paper] = {}
    items: list[Item] = []
    for paper, extraction in papers:
        texts[paper.id] = paper
        items += paper_items(paper, extraction)
    items.sort(key=lambda item: (item.paper, item.entity))
    table = _Table(texts, corrections)
    table.fill(items)
    union = table.joined()
    groups = [Cluster(atoms, union.reasons) for atoms in clusters(union)]
    entities, ids = make_entities(groups, renames=table.renamed())
    links = {key: ids[union.find(atom)] for key, atom in table.links.items()}
    old = previous if previous is not None else Resolution((), {})
    return Resolution(
        entities=entities,
        links=links,
        derived=derive_relations(entities),
        conflicts=union.sorted_conflicts(),
        redirects=redirects(old, entities),
    )


class CorpusLike(Protocol):
    """What the resolver needs of a corpus; `kg.corpus.Corpus` has it."""

    @property
    def revision(self) -> int:
        """Goes up with every change of papers, extractions and corrections."""

    def items(self) -> Iterable[tuple[Paper, Extraction]]:
        """Give every paper with what was read in it."""

    def corrections(self) -> list[Correction]:
        """Give the corrections in force."""

    def state(self, name: str) -> object:
        """Give the JSON value kept under a name, or None."""

    def set_state(self, name: str, value: object) -> None:
        """Keep a JSON value under a name."""


def resolve_corpus(corpus: CorpusLike, *, keep: bool = True) -> Resolution:
    """Resolve all names of a corpus as people corrected them.

    Args:
        corpus: Papers, what was read in them, and corrections.
        keep: Whether to keep the names in the corpus: the next run redirects the ids that it
            retires, and `known_names` answers without resolving again.
    """
    corrections = corpus.corrections()
    resolution = resolve(
        (
            (paper, apply_fact_corrections(paper, extraction, corrections))
            for paper, extraction in corpus.items()
        ),
        corrections=corrections,
        previous=unpack_names(corpus.state(_STATE)),
    )
    if keep:
        corpus.set_state(_STATE, pack_names(resolution, revision=corpus.revision))
    return resolution


def known_names(corpus: CorpusLike) -> Resolution:
    """Return the names of a corpus, without links and derived relations.

    They come from the last run if nothing has changed since.
    """
    kept = unpack_names(corpus.state(_STATE), revision=corpus.revision)
    return kept if kept is not None else resolve_corpus(corpus, keep=False)


class _Table:
    """All atoms with their keys and the evidence between them."""

    def __init__(self, papers: dict[str, Paper], corrections: NameCorrections) -> None:
        self.papers = papers
        self.corrections = corrections
        self.atoms: list[Atom] = []
        self.links: dict[tuple[str, str], int] = {}
        self._index: dict[tuple[str, str, str], Atom] = {}
        self._said: Counter[tuple[int, int, str]] = Counter()
        self._says: dict[tuple[int, int, str], str] = {}
        self._split_papers, self._split_spellings = _special(corrections)
        self._longs: dict[str, str] = {}

    def fill(self, items: list[Item]) -> None:
        """Take all items, split by sense."""
        blocks: dict[tuple[str, str], list[Item]] = {}
        for item in items:
            blocks.setdefault((item.form.group, item.block), []).append(item)
        for key in sorted(blocks):
            labels = split_senses(blocks[key], paper_of=self.papers.__getitem__)
            several = len(set(labels)) > 1
            self._longs = _longs(blocks[key], labels)
            for item, label in zip(blocks[key], labels, strict=True):
                self._add(item, label, several=several)

    def _add(self, item: Item, sense: str, *, several: bool) -> None:
        form = item.form
        special = self._split_papers.get((fold(form.name), item.paper))
        if special is None and form.name in self._split_spellings:
            special = f"@{form.name}"
        if several and form.long is None and sense in self._longs:
            form = replace(form, long=self._longs[sense])
        atom = self._atom(form.name, form, f"{sense}{special or ''}", several=several)
        self._use(atom, form.name, item)
        self.links[(item.paper, item.entity)] = atom.id
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
        return self._atom(surface, form, "", several=False)

    def _atom(self, name: str, form: Form, sense: str, *, several: bool) -> Atom:
        key = (form.group, atom_key(name, form.group), sense)
        atom = self._index.get(key)
        if atom is None:
            atom = Atom(id=len(self.atoms), group=key[0], key=key[1], sense=sense)
            atom.long = form.long
            atom.numbers = _numbers(form)
            self._index[key] = atom
            self.atoms.append(atom)
            self._add_keys(atom, form, several=several)
        return atom

    def _add_keys(self, atom: Atom, form: Form, *, several: bool) -> None:
        for key in spelling_keys(form.name, form.group):
            text = f"{key.text}#{atom.sense}" if several or atom.sense else key.text
            atom.keys.setdefault(text, key.rule)
        if several and atom.sense.startswith("in "):
            return
        found = meanings(form)
        if len(found) == 1:
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
        union = Union(self.atoms)
        for one, two in self.corrections.splits:
            for left in self._meant(one):
                for right in self._meant(two):
                    if left != right:
                        union.forbid(left, right, rule="a person keeps them apart")
        union.join([*self._person_edges(), *self._key_edges(), *self._said_edges()])
        return union

    def _meant(self, key: NameKey) -> list[int]:
        """The atoms that a person's words mean: the use split off, else the others."""
        wanted = {group: atom_key(key.surface, group) for group in GROUPS}
        found = [
            atom
            for atom in self.atoms
            if atom.key == wanted[atom.group]
            and (key.type is None or group_of(key.type) == atom.group)
            and (key.paper is None or any(key.paper in p for p in atom.surfaces.values()))
        ]
        mark = f"@{key.paper or key.surface}"
        special = [atom.id for atom in found if atom.sense.endswith(mark)]
        return special or [atom.id for atom in found if "@" not in atom.sense]

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

    def renamed(self) -> dict[int, str]:
        """Return the names that people gave, by atom."""
        return {i: name for key, name in self.corrections.renames for i in self._meant(key)}


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
    name = known[0].name if len(known) == 1 else form.name
    keys = spelling_keys(name, form.group)
    return tuple(sorted(re.findall(r"\d+(?:\.\d+)*", keys[0].text))) if keys else ()


__all__ = ["known_names", "resolve", "resolve_corpus", "same_name"]
