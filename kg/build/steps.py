"""A build in steps, each of which can be watched, and the report of what was done."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

from kg.arguments import AnyPath, as_path, check_call
from kg.build.graph import update_graph
from kg.corpus import Added, Corpus
from kg.corpus.lock import workspace_lock
from kg.errors import InputError, StoreError
from kg.records import Paper
from kg.sources import Problem
from kg.sources.given import Given, Records, as_given, in_groups, read_given, source_of
from kg.store.base import WriteReport

if TYPE_CHECKING:
    from kg.extract import Unread

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
    another process or thread holds the workspace, the opening waits.

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

    def __exit__(self, *_: object) -> None:
        self._open.close()

    @property
    def corpus(self) -> Corpus:
        """The open corpus.

        Raises:
            StoreError: The build was not opened.
        """
        if self._corpus is None:
            raise StoreError("this build is not open; use it in a with statement")
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
        """Return how many papers `extract` would read.

        Raises:
            ConfigError: With `refresh`: the folder of the weights lacks a file.
            StoreError: The corpus cannot be read.
        """
        return self.corpus.pending_count(self._version() if refresh else None)

    def extract(self, *, jobs: int = 1, refresh: bool = False) -> Iterator[Paper]:
        """Read the text of new papers, yielding each once its extraction is kept.

        A paper whose reading fails is kept in `unread` and comes again with the next build; where
        it was to be refreshed, its older reading stays and it comes with the next refresh.

        Args:
            jobs: Processes; 0 means one per core. With more than one as for `kg.extract.extract`.
            refresh: Read again what an older version has read.

        Raises:
            ConfigError: There is no such number of processes, the folder of the weights lacks a
                file, or one of several processes ends before its work.
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

    def update(self, *, started: Callable[[], object] | None = None) -> None:
        """Resolve the names and bring the embedded graph to the corpus's state.

        Args:
            started: Called before the names are resolved; not where the graph is there already.

        Raises:
            InputError: A correction cannot be used; the message says how to take it back.
            StoreError: The graph cannot be written.
        """
        self._written = update_graph(self.corpus, self.workspace, started=started)

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
