"""Brings the names of a corpus up to date: only what a change can reach is resolved again."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection, Iterator, Mapping
from contextlib import AbstractContextManager
from functools import lru_cache
from itertools import takewhile
from typing import Protocol

from kg.catalogue import GROUPS
from kg.corrections import corrected_surfaces, name_corrections
from kg.corrections.facts import apply_fact_corrections
from kg.records import Correction, Extraction, Paper, ResolvedEntity
from kg.resolve.hoods import Hood, resolve_hoods, without_collection
from kg.resolve.items import Item, paper_items
from kg.resolve.kept import HoodRows, Moved, NameTables, Use
from kg.resolve.kept_nodes import File, NodeName
from kg.resolve.keys import atom_key
from kg.resolve.links import family_keys, node_keys, successors
from kg.resolve.packing import pack_entity, pack_item, unpack_entity, unpack_item
from kg.resources import data_path
from kg.sql import from_json

# Goes up when a rule changes what names become: all names are then resolved again.
RULES_VERSION = "16"
# How often names are resolved beside other writers before these are held up.
_PATIENCE = 2


class CorpusLike(File, Protocol):
    """What the resolver needs of a corpus; `kg.corpus.Corpus` has it."""

    @property
    def revision(self) -> int:
        """Goes up with every change of papers, extractions and corrections."""

    def transaction(self) -> AbstractContextManager[None]:
        """Keep all changes of the block, or none of them."""

    def snapshot(self) -> AbstractContextManager[None]:
        """Show one state throughout the block."""

    def note_graph(self, mark: str) -> None:
        """Keep what tells the graph that was just written; empty: it is to be written anew."""

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

    Other processes may write meanwhile; only where they never pause are they held up.

    Raises:
        StoreError: The corpus cannot be written.
        InputError: A correction cannot be used; the message says how to take it back.
    """
    tries = 0
    with without_collection():
        while not is_current(corpus):
            with corpus.transaction() if tries == _PATIENCE else corpus.snapshot():
                step = _Update(corpus)
                found = step.resolve()
                if tries == _PATIENCE:
                    step.keep(found)
                    return
            with corpus.transaction():
                if step.is_due():
                    step.keep(found)
            tries += 1


class _Update:
    """One step of the names, from the corpus revision that they show to the present one."""

    def __init__(self, corpus: CorpusLike) -> None:
        self.corpus = corpus
        self.names = NameTables(corpus)
        self.revision, self.shown = corpus.revision, self.names.revision
        self.anew = self.names.rules != rules_version()
        self.corrections = corpus.corrections()
        self.people = name_corrections(self.corrections)
        self.said = corrected_surfaces(self.people)
        self.hoods: set[int] = set()
        self.texts: dict[str, Paper] = {}

    def is_due(self) -> bool:
        """Whether nothing was written since this step began."""
        return (self.corpus.revision, self.names.revision) == (self.revision, self.shown)

    def resolve(self) -> list[Hood]:
        """Resolve what is new with all that it touches."""
        if self.anew:
            self.hoods = self.names.hoods()
            return self._resolved(list(self._read(None)))
        papers = self.corpus.changed_papers(self.shown)
        self.hoods = self.names.hoods_of_papers(papers) | self._corrected_hoods()
        return self._closed([*self._read(papers), *self._known(self.hoods, without=papers)])

    def keep(self, found: list[Hood]) -> None:
        """Keep what was resolved in the place of what it was made of."""
        rows = [_rows(hood) for hood in found]
        moved = self.names.replace(self.hoods, rows, revision=self.revision)
        # Whether a paper introduces a thing hangs on the other papers that name it.
        claims = {
            item.paper
            for hood in found
            for item in hood.items
            if item.claimed and hood.links[item.paper, item.entity] in moved.nodes
        }
        self.corpus.mark_changed(moved.papers | claims)
        entities = {entity.id: entity for hood in found for entity in hood.entities}
        gone = [unpack_entity(node, body) for node, body in sorted(moved.gone.items())]
        into = successors(gone, list(entities.values()))
        heirs = {node: into.get(node) for node in moved.gone}
        self.names.retire(heirs, moved.nodes, revision=self.revision)
        self._derive(entities, moved)
        if self.anew:
            self.corpus.note_graph("")
        self.names.finish(
            revision=self.revision, rules=rules_version(), corrections=json.dumps(self.said)
        )

    def _derive(self, entities: Mapping[str, ResolvedEntity], moved: Moved) -> None:
        # New rules may find other families for names that are as they were.
        about = entities.keys() if self.anew else moved.nodes
        nodes = {node for node in about if entities[node].papers}
        named = {
            node: NodeName(node_keys(entities[node]), family_keys(entities[node])) for node in nodes
        }
        gone = moved.gone.keys() | (about - nodes)
        self.names.derive(named, gone, revision=self.revision)

    def _read(self, papers: Collection[str] | None) -> Iterator[Item]:
        for paper, extraction in self.corpus.items(papers):
            corrected = apply_fact_corrections(paper, extraction, self.corrections)
            yield from paper_items(paper, corrected)

    def _known(self, hoods: Collection[int], *, without: Collection[str] = ()) -> Iterator[Item]:
        for use in self.names.uses(hoods):
            if use.paper not in without:
                yield unpack_item(use.paper, use.entity, use.body)

    def _corrected_hoods(self) -> set[int]:
        """Neighbourhoods of names of which people say something else than before."""
        before = from_json(self.names.corrections)
        # The order counts: all that follows the first difference may mean something else.
        pairs = zip(before, self.said, strict=False)
        same = sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], pairs))
        surfaces = {surface for row in (*before[same:], *self.said[same:]) for surface in row[1:]}
        return self.names.hoods_of_keys({f"{g} {atom_key(s, g)}" for s in surfaces for g in GROUPS})

    def _closed(self, items: list[Item]) -> list[Hood]:
        """Resolve items with all that they touch; `self.hoods` grows by what was taken in."""
        while True:
            found = self._resolved(items)
            keys = set[str]().union(*(hood.keys for hood in found))
            more = self.names.hoods_of_keys(keys) - self.hoods
            if not more:
                return found
            self.hoods |= more
            items += self._known(more)

    def _resolved(self, items: list[Item]) -> list[Hood]:
        return resolve_hoods(items, paper_of=self._paper, corrections=self.people)

    def _paper(self, paper_id: str) -> Paper:
        if paper_id not in self.texts:
            self.texts[paper_id] = self.corpus.paper(paper_id)
        return self.texts[paper_id]


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
