"""From files to the graph: read, extract what is new, resolve, write what changed.

This is where sources, extraction, corpus, resolution and stores meet.
"""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from types import TracebackType

from kg.corpus import Added, Corpus
from kg.errors import InputError
from kg.records import Extraction, GraphRows, Paper, WriteReport
from kg.sources import Problem, read_papers
from kg.store import Store, open_store

# A batch is one transaction: large enough that its commit does not count beside the reading
# (25 papers a second), small enough that a kill loses about a second of work.
BATCH = 32


@dataclass(frozen=True, slots=True)
class BuildReport:
    """What a build did.

    Attributes:
        papers: Papers in the workspace now.
        added: How many read papers were new, updated, unchanged …
        problems: Records that were skipped, with file, line and reason.
        extracted: Papers whose text was read in this build.
        outdated: Papers that an older version of the reader has read.
        written: What changed in the graph.
        seconds: Wall-clock time.
    """

    papers: int
    added: dict[Added, int]
    problems: tuple[Problem, ...]
    extracted: int
    outdated: int
    written: WriteReport
    seconds: float


@dataclass(slots=True)
class Build:
    """A build in steps, so that a caller can show how far it is; `build` runs them all.

    Open it with `with Build(workspace) as run:`; then `add`, `extract`, `update`, `report`.

    Attributes:
        workspace: Folder of the corpus and the graph; made if missing.
        weights: Folder of the reader's weights; None takes those that ship.
        problems: Records skipped so far.
        failures: Files that could not be read at all.
    """

    workspace: Path
    weights: Path | None = None
    problems: list[Problem] = field(default_factory=list)
    failures: list[InputError] = field(default_factory=list)
    _added: Counter[Added] = field(default_factory=Counter)
    _extracted: int = 0
    _written: WriteReport = field(default_factory=WriteReport)
    _started: float = field(default_factory=time.monotonic)
    _open: ExitStack = field(default_factory=ExitStack)
    _corpus: Corpus | None = None

    def __enter__(self) -> Build:
        self._corpus = self._open.enter_context(Corpus.open(self.workspace))
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

    def add(self, paths: Iterable[str | Path]) -> Iterator[Paper]:
        """Read files into the corpus, yielding each paper once it is kept.

        A file in no known format, or that cannot be read, is kept in `failures`; the others are
        read all the same.

        Args:
            paths: Files, folders, or `-` for stdin.

        Raises:
            StoreError: The corpus cannot be written.
        """
        for path in paths:
            try:
                yield from self._add_file(path)
            except InputError as error:
                self.failures.append(error)

    def _add_file(self, path: str | Path) -> Iterator[Paper]:
        papers = read_papers(path, on_problem=self.problems.append)
        # By its source the corpus tells an edit of a file from a second file on the same paper.
        source = str(path) if str(path) == "-" else str(Path(path).resolve())
        while batch := list(islice(papers, 500)):
            with self.corpus.transaction():
                self._added.update(self.corpus.add(paper, source=source) for paper in batch)
            yield from batch

    def pending(self, *, refresh: bool = False) -> int:
        """Return how many papers `extract` would read."""
        return self.corpus.pending_count(self._version() if refresh else None)

    def extract(self, *, jobs: int = 0, refresh: bool = False) -> Iterator[Paper]:
        """Read the text of new papers, yielding each once its extraction is kept.

        Args:
            jobs: Processes; 0 means one per core.
            refresh: Read again what an older version has read.

        Raises:
            StoreError: The corpus cannot be written.
        """
        if not self.pending(refresh=refresh):
            return
        from kg.extract import extract

        version = self._version() if refresh else None
        done = extract(list(self.corpus.pending(version)), jobs=jobs, weights=self.weights)
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
        """Return what was done so far."""
        return BuildReport(
            papers=len(self.corpus),
            added=dict(self._added),
            problems=tuple(self.problems),
            extracted=self._extracted,
            outdated=self.corpus.outdated_count(self._version()) if len(self.corpus) else 0,
            written=self._written,
            seconds=time.monotonic() - self._started,
        )

    def _version(self) -> str:
        from kg.extract import pipeline_version

        return pipeline_version(self.weights)


def build(
    paths: Iterable[str | Path],
    *,
    workspace: str | Path,
    jobs: int = 0,
    refresh: bool = False,
    weights: Path | None = None,
) -> BuildReport:
    """Read papers and bring the workspace's graph up to date.

    Everything read is kept at once: after a kill the same call goes on where it stopped.

    Args:
        paths: Files, folders, or `-` for stdin; none at all only updates the graph.
        workspace: Folder; made if missing.
        jobs: Processes that read papers; 0 means one per core.
        refresh: Read again what an older version of the reader has read.
        weights: Folder of the reader's weights; None takes those that ship.

    Raises:
        ConfigError: The folder of the weights lacks a file.
        InputError: A file is in no known format or cannot be read; the graph shows the others.
        StoreError: The workspace cannot be written.
    """
    with Build(Path(workspace), weights) as run:
        for _ in run.add(paths):
            pass
        for _ in run.extract(jobs=jobs, refresh=refresh):
            pass
        run.update()
        if run.failures:
            raise run.failures[0]
        return run.report()


def rows_of(corpus: Corpus) -> GraphRows:
    """Return the whole graph of a corpus, with its corrections applied."""
    from kg.corrections import apply_fact_corrections
    from kg.resolve import resolve_corpus
    from kg.rows import graph_rows

    corrections = corpus.corrections()

    def items() -> Iterator[tuple[Paper, Extraction]]:
        for paper, extraction in corpus.items():
            yield paper, apply_fact_corrections(paper, extraction, corrections)

    resolution = resolve_corpus(corpus)
    return graph_rows(items(), resolution, workspace=corpus.workspace_id, revision=corpus.revision)


def update_graph(
    corpus: Corpus,
    url: str | Path,
    *,
    started: Callable[[], object] | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> WriteReport:
    """Bring an embedded graph to the corpus's state; nothing is done where it is there already.

    Raises:
        StoreError: The graph cannot be written.
    """
    store = open_store(url, read_only=False)
    try:
        if _is_current(store, corpus):
            return WriteReport()
        if started is not None:
            started()
        store.apply_schema()
        return store.write(rows_of(corpus), progress=progress)
    finally:
        store.close()


def _is_current(store: Store, corpus: Corpus) -> bool:
    from kg.schema import load_schema

    state = store.load_state()
    return (
        state is not None
        and state.state == "complete"
        and (state.workspace, state.revision) == (corpus.workspace_id, corpus.revision)
        and state.schema_version == load_schema().version
    )
