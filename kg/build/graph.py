"""From a corpus to the rows of its graph, and to the embedded graph of its workspace."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import kg
from kg.corpus import Corpus
from kg.corpus.authors import author_names
from kg.corrections.facts import apply_fact_corrections
from kg.records import GraphRows, Resolution
from kg.resolve import changed_nodes, is_current, kept_names, update_names
from kg.rows import graph_rows
from kg.schema import load_schema
from kg.store.base import LoadState, Stale, WriteReport, graph_file

if TYPE_CHECKING:
    from kg.store.embedded import EmbeddedStore

# Above this share of papers a graph is written anew: reading and comparing costs as much again.
MOST_STALE = 0.25


def rows_of(corpus: Corpus) -> GraphRows:
    """Resolve the names of a corpus and return its whole graph, as people corrected it.

    Raises:
        StoreError: The corpus cannot be written.
        InputError: A correction cannot be used; the message says how to take it back.
    """
    with _up_to_date(corpus):
        return _rows(corpus, kept_names(corpus))


@contextmanager
def _up_to_date(corpus: Corpus) -> Iterator[None]:
    """Show one state of the corpus, with its names resolved, throughout the block."""
    while True:
        update_names(corpus)
        with corpus.snapshot():
            # Another process may have added a paper in between.
            if is_current(corpus):
                yield
                return


def _rows(
    corpus: Corpus,
    names: Resolution,
    *,
    papers: Collection[str] | None = None,
    known_by: Mapping[str, str | None] | None = None,
) -> GraphRows:
    corrections = corpus.corrections()
    items = (
        (paper, apply_fact_corrections(paper, extraction, corrections))
        for paper, extraction in corpus.items(papers)
    )
    return graph_rows(
        items,
        names,
        workspace=corpus.workspace_id,
        revision=corpus.revision,
        author_names=author_names(corpus, papers),
        known_by=known_by,
    )


def update_graph(
    corpus: Corpus, url: str | Path, *, started: Callable[[], object] | None = None
) -> WriteReport:
    """Bring an embedded graph to the corpus's state; only what is stale is read and written.

    A graph that somebody changed since, or damaged, is written anew, and the report says so.

    Raises:
        InputError: A correction cannot be used; the message says how to take it back.
        StoreError: The graph cannot be written.
    """
    from kg.store.embedded import EmbeddedStore

    was_there = graph_file(Path(url)).exists()
    with closing(EmbeddedStore(Path(url), read_only=False, replace_damaged=True)) as store:
        state = store.load_state()
        as_noted = _is_as_noted(store, corpus)
        same = state is not None and as_noted and _is_whole_and_of_this_kg(state)
        changed = corpus.graph_mark != "" and was_there and not as_noted
        at_its_state = state is not None and state.revision == corpus.revision
        if same and at_its_state and is_current(corpus):
            return WriteReport()
        if started is not None:
            started()
        part = _part(corpus, since=state.revision) if state is not None and same else None
        # A kill before the graph is noted below must not look as if somebody had changed it.
        corpus.note_graph("")
        report = store.update(*part) if part else store.write(rows_of(corpus))
        corpus.note_graph(f"{store.mark()} {store.digest()}")
        return replace(report, anew=changed)


def _is_as_noted(store: EmbeddedStore, corpus: Corpus) -> bool:
    """Whether a graph is the one that was last written from this very corpus.

    A corpus restored from a copy, and a graph that somebody changed, are told by the mark; in a
    copied workspace only the graph's contents tell, which take a while to read.
    """
    noted = corpus.graph_mark.split()
    return noted[:2] == store.mark().split() or (len(noted) > 2 and noted[2] == store.digest())


def _is_whole_and_of_this_kg(state: LoadState) -> bool:
    return state.state == "complete" and (state.schema_version, state.kg_version) == (
        load_schema().version,
        kg.__version__,
    )


def _part(corpus: Corpus, *, since: int) -> tuple[GraphRows, Stale] | None:
    """Return what is stale; None where it is so much that a fresh graph is faster."""
    with _up_to_date(corpus):
        papers, nodes = corpus.changed_papers(since), changed_nodes(corpus, since)
        if not corpus.graph_mark or len(papers) > len(corpus) * MOST_STALE:
            return None
        names = kept_names(corpus, papers=papers, nodes=nodes)
        stale = Stale(tuple(sorted(papers)), tuple(sorted(nodes)))
        named = kept_names(corpus, papers=(), nodes=set(names.links.values())).entities
        known_by = {entity.id: entity.known_by for entity in named}
        return _rows(corpus, names, papers=papers, known_by=known_by), stale
