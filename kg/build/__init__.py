"""From files to the graph: read, extract what is new, resolve, write what changed.

This is where sources, extraction, corpus, resolution and stores meet.
"""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable, Collection, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field, replace
from itertools import islice
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING

from kg.arguments import AnyPath, as_path, check_call, check_flag, check_whole, lead_to
from kg.corpus import Added, Corpus
from kg.corpus.lock import workspace_lock
from kg.errors import InputError
from kg.records import GraphRows, Paper, Resolution
from kg.sources import Problem
from kg.sources.given import Given, Records, as_given, in_groups, read_given, source_of
from kg.store.base import LoadState, Stale, WriteReport, graph_file

if TYPE_CHECKING:
    from kg.extract import Unread
    from kg.store.embedded import EmbeddedStore

# A batch is one transaction: large enough that its commit does not count beside the reading
# (25 papers a second), small enough that a kill loses about a second of work.
BATCH = 32
# Above this share of papers a graph is written anew: reading and comparing costs as much again.
MOST_STALE = 0.25

lead_to("build", module=__name__)


@dataclass(frozen=True, slots=True)
class BuildReport:
    """What a build did.

    Attributes:
        papers: Papers in the workspace now.
        added: How many read papers were new, updated, unchanged …
        problems: Records that were skipped, with file, line and reason.
        extracted: Papers whose text was read in this build.
        unread: Papers whose reading failed. The next build tries the new ones again; of those to be
            refreshed the older reading stays, until the next build with `refresh` tries again.
        outdated: Papers that an older version of the reader has read.
        same_titles: Titles of papers that are new, changed or read anew and of others, with the ids
            that keep these apart; a record that comes later may bring the id that joins them.
        written: What changed in the graph.
        seconds: Wall-clock time.
    """

    papers: int
    added: dict[Added, int]
    problems: tuple[Problem, ...]
    extracted: int
    unread: tuple[Unread, ...]
    outdated: int
    same_titles: dict[str, list[str]]
    written: WriteReport
    seconds: float


@dataclass(slots=True)
class Build:
    """A build in steps, so that a caller can show how far it is; `build` runs them all.

    Open it with `with Build(workspace) as run:`; then `add`, `extract`, `update`, `report`. While
    another process holds the workspace, the opening waits.

    Attributes:
        workspace: Folder of the corpus and the graph; made if missing.
        weights: Folder of the reader's weights; None takes those that ship.
        name: What those who wait for the workspace are told is at work there.
        on_wait: Called with who holds the workspace, if that has to be waited for.
        problems: Records skipped so far.
        failures: Files that could not be read at all, or gave no paper.
        unread: Papers whose reading failed.
    """

    workspace: Path
    weights: Path | None = None
    name: str = "kg build"
    on_wait: Callable[[str], object] | None = None
    problems: list[Problem] = field(default_factory=list)
    failures: list[InputError] = field(default_factory=list)
    unread: list[Unread] = field(default_factory=list)
    _added: Counter[Added] = field(default_factory=Counter)
    _before: int = 0
    _extracted: int = 0
    _written: WriteReport = field(default_factory=WriteReport)
    _started: float = field(default_factory=time.monotonic)
    _open: ExitStack = field(default_factory=ExitStack)
    _corpus: Corpus | None = None

    def __post_init__(self) -> None:
        self.workspace = as_path("workspace", self.workspace)
        check_call("on_wait", self.on_wait)
        if self.weights is not None:
            self.weights = as_path("weights", self.weights)

    def __enter__(self) -> Build:
        with ExitStack() as opening:
            opening.enter_context(
                workspace_lock(self.workspace, name=self.name, make=True, on_wait=self.on_wait)
            )
            self._corpus = opening.enter_context(Corpus.open(self.workspace))
            self._before = self._corpus.revision
            self._open = opening.pop_all()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._open.close()

    @property
    def corpus(self) -> Corpus:
        """The open corpus."""
        assert self._corpus is not None, "use it in a with statement"
        return self._corpus

    def add(self, paths: Given) -> Iterator[Paper]:
        """Read files into the corpus, yielding each paper once it is kept.

        A file in no known format, that cannot be read, or without a single paper is kept in
        `failures`; the others are read all the same.

        Args:
            paths: As for `build`.

        Raises:
            ConfigError: One of them is no path and no record.
            StoreError: The corpus cannot be written.
        """
        for given in in_groups(as_given(paths)):
            try:
                yield from self._add(given)
            except InputError as error:
                self.failures.append(error)

    def _add(self, given: AnyPath | Records) -> Iterator[Paper]:
        papers = read_given(given, on_problem=self.problems.append)
        # By its source the corpus tells an edit of a file from a second file on the same paper.
        source = source_of(given)
        while batch := list(islice(papers, 500)):
            with self.corpus.transaction():
                self._added.update(self.corpus.add(paper, source=source) for paper in batch)
            yield from batch

    def pending(self, *, refresh: bool = False) -> int:
        """Return how many papers `extract` would read."""
        return self.corpus.pending_count(self._version() if refresh else None)

    def extract(self, *, jobs: int = 1, refresh: bool = False) -> Iterator[Paper]:
        """Read the text of new papers, yielding each once its extraction is kept.

        A paper whose reading fails is kept in `unread` and comes again with the next build; where
        it was to be refreshed, its older reading stays and it comes with the next refresh.

        Args:
            jobs: Processes; 0 means one per core. With more than one as for `kg.extract.extract`.
            refresh: Read again what an older version has read.

        Raises:
            StoreError: The corpus cannot be written.
        """
        if not self.pending(refresh=refresh):
            return
        from kg.extract import extract

        version = self._version() if refresh else None
        done = extract(
            list(self.corpus.pending(version)),
            jobs=jobs,
            weights=self.weights,
            on_unread=self.unread.append,
        )
        while batch := list(islice(done, BATCH)):
            with self.corpus.transaction():
                for paper, extraction in batch:
                    self.corpus.save_extraction(paper.id, extraction)
            self._extracted += len(batch)
            yield from (paper for paper, _ in batch)

    def update(
        self,
        *,
        started: Callable[[], object] | None = None,
        progress: Callable[[int, int], None] | None = None,
    ) -> None:
        """Resolve the names and bring the embedded graph to the corpus's state.

        Args:
            started: Called before the names are resolved; not where the graph is there already.
            progress: Called with rows done and rows in all.

        Raises:
            StoreError: The graph cannot be written.
        """
        self._written = update_graph(
            self.corpus, self.workspace, started=started, progress=progress
        )

    def report(self) -> BuildReport:
        """Return what was done so far; call it after `add`, too, to tell what that has found."""
        return BuildReport(
            papers=len(self.corpus),
            added=dict(self._added),
            problems=tuple(self.problems),
            extracted=self._extracted,
            unread=tuple(self.unread),
            outdated=self.corpus.outdated_count(self._version()) if len(self.corpus) else 0,
            same_titles=self.corpus.same_titles(self.corpus.changed_papers(self._before)),
            written=self._written,
            seconds=time.monotonic() - self._started,
        )

    def _version(self) -> str:
        from kg.extract import pipeline_version

        return pipeline_version(self.weights)


def build(
    paths: Given,
    *,
    workspace: AnyPath,
    jobs: int = 1,
    refresh: bool = False,
    weights: AnyPath | None = None,
) -> BuildReport:
    """Read papers and bring the workspace's graph up to date.

    Everything read is kept at once: after a kill the same call goes on where it stopped. A paper
    whose reading fails is told in the report and tried again by the next call (one that was to be
    refreshed keeps its older reading, and the next `refresh` tries it again). While another
    process holds the workspace the call waits.

    Args:
        paths: Files, folders, or `-` for stdin, or records: dictionaries with `title`, `abstract`
            and whatever else a line of JSON may have, `kg.Paper`s, or a data frame with a row for
            each. One or several; none at all (`[]`) only updates the graph.
        workspace: Folder; made if missing.
        jobs: Processes that read papers; 0 means one per core, as for `kg build`. With more than
            one a script calls this under `if __name__ == "__main__":`, as each process imports it.
        refresh: Read again what an older version of the reader has read.
        weights: Folder of the reader's weights; None takes those that ship.

    Raises:
        ConfigError: What is given is no path and no record, or the folder of the weights lacks a
            file.
        InputError: A file is in no known format, cannot be read, or has no paper that can be
            used; the graph shows the others.
        StoreError: The workspace cannot be written.

    Example:
        >>> from kg.build import build
        >>> build([{"title": "Foo", "abstract": "We introduce Foo."}], workspace="own.kg").extracted
        1
    """
    given = as_given(paths)
    check_whole("jobs", jobs, least=0)
    check_flag("refresh", refresh)
    if weights is not None:
        weights = as_path("weights", weights)
    with Build(as_path("workspace", workspace), weights) as run:
        for _ in run.add(given):
            pass
        for _ in run.extract(jobs=jobs, refresh=refresh):
            pass
        run.update()
        if run.failures:
            raise run.failures[0]
        return run.report()


def rows_of(corpus: Corpus) -> GraphRows:
    """Resolve the names of a corpus and return its whole graph, as people corrected it.

    Raises:
        StoreError: The corpus cannot be written.
        InputError: A correction cannot be used; the message says how to take it back.
    """
    from kg.resolve import kept_names

    with _up_to_date(corpus):
        return _rows(corpus, kept_names(corpus))


@contextmanager
def _up_to_date(corpus: Corpus) -> Iterator[None]:
    """Show one state of the corpus, with its names resolved, throughout the block."""
    from kg.resolve import is_current, update_names

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
    from kg.corrections.facts import apply_fact_corrections
    from kg.rows import graph_rows

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
        author_names=corpus.author_names(papers),
        known_by=known_by,
    )


def update_graph(
    corpus: Corpus,
    url: str | Path,
    *,
    started: Callable[[], object] | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> WriteReport:
    """Bring an embedded graph to the corpus's state; only what is stale is read and written.

    A graph that somebody changed since, or damaged, is written anew, and the report says so.

    Raises:
        StoreError: The graph cannot be written.
    """
    from kg.store.embedded import EmbeddedStore

    was_there = graph_file(Path(url)).exists()
    store = EmbeddedStore(Path(url), read_only=False, replace_damaged=True)
    try:
        state = store.load_state()
        same = state is not None and _is_ours(state, store, corpus)
        changed = corpus.graph_mark not in ("", store.mark()) and was_there
        if state is not None and same and state.revision == corpus.revision:
            return WriteReport()
        if started is not None:
            started()
        part = _part(corpus, since=state.revision) if state is not None and same else None
        report = store.update(*part) if part else store.write(rows_of(corpus), progress=progress)
        corpus.note_graph(store.mark())
        return replace(report, anew=changed)
    finally:
        store.close()


def _is_ours(state: LoadState, store: EmbeddedStore, corpus: Corpus) -> bool:
    """Whether a graph is the one that was last written from this very corpus by this kg.

    A corpus restored from a copy, and a graph that somebody changed, are told by the mark.
    """
    import kg
    from kg.schema import load_schema

    return (
        state.state == "complete"
        and store.mark() == corpus.graph_mark
        and (state.schema_version, state.kg_version) == (load_schema().version, kg.__version__)
    )


def _part(corpus: Corpus, *, since: int) -> tuple[GraphRows, Stale] | None:
    """Return what is stale; None where it is so much that a fresh graph is faster."""
    from kg.resolve import changed_nodes, kept_names

    with _up_to_date(corpus):
        papers, nodes = corpus.changed_papers(since), changed_nodes(corpus, since)
        if not corpus.graph_mark or len(papers) > len(corpus) * MOST_STALE:
            return None
        names = kept_names(corpus, papers=papers, nodes=nodes)
        stale = Stale(tuple(sorted(papers)), tuple(sorted(nodes)))
        named = kept_names(corpus, papers=(), nodes=set(names.links.values())).entities
        known_by = {entity.id: entity.known_by for entity in named}
        return _rows(corpus, names, papers=papers, known_by=known_by), stale
