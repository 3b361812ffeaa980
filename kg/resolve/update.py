"""Brings the names of a corpus up to date: only what a change can reach is resolved again."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection, Iterator
from contextlib import AbstractContextManager
from functools import lru_cache
from typing import Protocol

from kg.catalogue import GROUPS
from kg.corrections import apply_fact_corrections, corrected_surfaces, name_corrections
from kg.records import Correction, Extraction, Paper
from kg.resolve.hoods import Hood, resolve_hoods, without_collection
from kg.resolve.items import Item, paper_items
from kg.resolve.keys import atom_key
from kg.resolve.links import family_keys, node_keys, successors
from kg.resolve.nodes import File, NodeName
from kg.resolve.state import pack_entity, pack_item, unpack_entity, unpack_item
from kg.resolve.tables import HoodRows, NameTables, Use
from kg.resources import data_path

# Goes up when a rule changes which names are one: all names are then resolved again.
RULES_VERSION = "1"


class CorpusLike(File, Protocol):
    """What the resolver needs of a corpus; `kg.corpus.Corpus` has it."""

    @property
    def revision(self) -> int:
        """Goes up with every change of papers, extractions and corrections."""

    def transaction(self) -> AbstractContextManager[None]:
        """Keep all changes of the block, or none of them."""

    def paper(self, name: str) -> Paper:
        """Return a paper by its id."""

    def items(self, papers: Collection[str] | None = None) -> Iterator[tuple[Paper, Extraction]]:
        """Give papers with what was read in them; None for all."""

    def corrections(self) -> list[Correction]:
        """Give the corrections in force."""

    def changed_papers(self, since: int) -> set[str]:
        """Return the papers that changed after a revision, also those that are gone."""

    def mark_changed(self, papers: Collection[str]) -> None:
        """Note that the graph has to show these papers anew; the revision stays."""


@lru_cache(maxsize=1)
def rules_version() -> str:
    """Return the version of the rules and a hash of the catalogue that they lean on.

    Raises:
        SchemaError: The installation lacks its catalogue.
    """
    digest = hashlib.sha256()
    for path in sorted(data_path("catalogue").glob("*.jsonl")):
        digest.update(path.read_bytes())
    return f"{RULES_VERSION}+{digest.hexdigest()[:8]}"


def is_current(corpus: CorpusLike) -> bool:
    """Whether the names show the corpus as it is, by the rules as they are."""
    names = NameTables(corpus)
    return names.revision == corpus.revision and names.rules == rules_version()


def update_names(corpus: CorpusLike) -> None:
    """Resolve the names that changes since the last time can reach, and keep them.

    Raises:
        StoreError: The corpus cannot be written.
        ValueError: A correction is malformed.
    """
    if is_current(corpus):
        return
    with without_collection(), corpus.transaction():
        _Update(corpus).run()


class _Update:
    """One step of the names, from the corpus revision that they show to the present one."""

    def __init__(self, corpus: CorpusLike) -> None:
        self.corpus = corpus
        self.names = NameTables(corpus)
        self.revision = corpus.revision
        self.corrections = corpus.corrections()
        self.people = name_corrections(self.corrections)
        self.texts: dict[str, Paper] = {}

    def run(self) -> None:
        """Resolve what is new with all that it touches."""
        said = json.dumps(sorted(corrected_surfaces(self.people)))
        if self.names.rules == rules_version():
            papers = self.corpus.changed_papers(self.names.revision)
            hoods = self.names.hoods_of_papers(papers) | self._corrected_hoods(said)
            items = [*self._read(papers), *self._known(hoods, without=papers)]
        else:
            hoods, items = self.names.hoods(), list(self._read(None))
        self._keep(hoods, self._closed(items, hoods))
        self.names.finish(revision=self.revision, rules=rules_version(), corrections=said)

    def _read(self, papers: Collection[str] | None) -> Iterator[Item]:
        for paper, extraction in self.corpus.items(papers):
            corrected = apply_fact_corrections(paper, extraction, self.corrections)
            yield from paper_items(paper, corrected)

    def _known(self, hoods: Collection[int], *, without: Collection[str] = ()) -> Iterator[Item]:
        for use in self.names.uses(hoods):
            if use.paper not in without:
                yield unpack_item(use.paper, use.entity, use.body)

    def _corrected_hoods(self, said: str) -> set[int]:
        """Neighbourhoods of names of which people say something else than before."""
        before = {tuple(row) for row in json.loads(self.names.corrections)}
        now = {tuple(row) for row in json.loads(said)}
        surfaces = {surface for row in before ^ now for surface in row[1:]}
        return self.names.hoods_of_keys({f"{g} {atom_key(s, g)}" for s in surfaces for g in GROUPS})

    def _closed(self, items: list[Item], hoods: set[int]) -> list[Hood]:
        """Resolve items with all that they touch; `hoods` grows by what was taken in."""
        while True:
            found = resolve_hoods(items, paper_of=self._paper, corrections=self.people)
            keys = set[str]().union(*(hood.keys for hood in found))
            more = self.names.hoods_of_keys(keys) - hoods
            if not more:
                return found
            hoods |= more
            items += self._known(more)

    def _paper(self, paper_id: str) -> Paper:
        if paper_id not in self.texts:
            self.texts[paper_id] = self.corpus.paper(paper_id)
        return self.texts[paper_id]

    def _keep(self, old: set[int], found: list[Hood]) -> None:
        moved = self.names.replace(old, [_rows(hood) for hood in found], revision=self.revision)
        self.corpus.mark_changed(moved.papers)
        entities = {entity.id: entity for hood in found for entity in hood.entities}
        gone = [unpack_entity(node, body) for node, body in sorted(moved.gone.items())]
        into = successors(gone, list(entities.values()))
        heirs = {node: into.get(node) for node in moved.gone}
        self.names.retire(heirs, moved.nodes, revision=self.revision)
        nodes = {node for node in moved.nodes if entities[node].papers}
        named = {
            node: NodeName(node_keys(entities[node]), family_keys(entities[node])) for node in nodes
        }
        gone_nodes = moved.gone.keys() | (moved.nodes - nodes)
        self.names.derive(named, gone_nodes, revision=self.revision)


def _rows(hood: Hood) -> HoodRows:
    return HoodRows(
        uses=[
            Use(item.paper, item.entity, hood.links[item.paper, item.entity], pack_item(item))
            for item in hood.items
        ],
        keys=hood.keys,
        nodes={entity.id: pack_entity(entity) for entity in hood.entities},
        conflicts=sorted(hood.conflicts),
    )
