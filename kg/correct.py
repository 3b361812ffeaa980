"""What a person sets right: names that are one thing or two, facts, papers that are taken out.

The commands `kg names`, `kg correct` and `kg remove` do it by these methods.
"""

from __future__ import annotations

import getpass
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from functools import partial
from typing import Self

from kg.arguments import AnyPath, as_number, as_path, as_text, check_flag, check_text, check_whole
from kg.build import Build
from kg.corpus import Corpus
from kg.corrections import MERGE, RENAME, SPLIT, NameKey
from kg.errors import ConfigError, InputError
from kg.facts import FactRow, fact_correction, months_known, paper_facts
from kg.graph.base import one_type
from kg.graph.rows import Rows
from kg.names import (
    CorrectionRow,
    correction_rows,
    describe,
    meant,
    merge_payload,
    rename_payload,
    split_payload,
)
from kg.names.checks import (
    are_one,
    check_apart,
    check_merge,
    check_rename,
    said_with_papers,
    still_apart,
    still_one,
    told_apart,
)
from kg.names.directory import Directory
from kg.records import Correction, EntityType
from kg.resolve import changed_nodes, kept_names, update_names


@dataclass(frozen=True, slots=True)
class Kept:
    """A correction that was kept.

    Attributes:
        id: Its number, for `undo`.
        said: What it does, in one line.
        fact: The id that a corrected fact has from then on; None where there is none.
        note: What speaks against it: the catalogue knows both names as two things. None where
            nothing does.
    """

    id: int
    said: str
    fact: str | None = None
    note: str | None = None


class Corrections:
    """Corrections of a workspace, in a with statement; the graph follows when that ends.

    Each is kept at once: after an error in the block those before it stay, and the next build or
    correction brings the graph up to date. While another process or thread holds the workspace,
    the opening waits.

    Args:
        workspace: Folder of a corpus that is there already.
        author: Who corrects; None for the login.
        later: Leave the graph as it is until the next build.
        name: What those who wait for the workspace are told is at work there.
        on_wait: Called with who holds the workspace, if that has to be waited for.

    Raises:
        ConfigError: The workspace is no path, or another argument is not as told.
        StoreError: There is no workspace, or it cannot be written.

    Example:
        >>> from kg.correct import Corrections
        >>> with Corrections("papers.kg", author="ann") as corrections:
        ...     done = corrections.rename("Qwen3", "Qwen 3")
        ...     taken_back = corrections.undo(done.id)
        >>> done.said
        "'Qwen3' is called 'Qwen 3'"
    """

    def __init__(
        self,
        workspace: AnyPath,
        *,
        author: str | None = None,
        later: bool = False,
        name: str = "kg.correct",
        on_wait: Callable[[str], object] | None = None,
    ) -> None:
        check_text("author", author)
        check_flag("later", later)
        self.author = _login() if author is None else author
        self.later = later
        self._build = Build(as_path("workspace", workspace), name=name, on_wait=on_wait)

    def __enter__(self) -> Self:
        Corpus.open(self._build.workspace, existing=True).close()
        self._build.__enter__()
        return self

    def __exit__(self, kind: object, *_: object) -> None:
        try:
            if kind is None and not self.later:
                self.update()
        finally:
            self._build.__exit__()

    @property
    def corpus(self) -> Corpus:
        """The open corpus.

        Raises:
            StoreError: It was not opened.
        """
        return self._build.corpus

    def merge(self, one: str, two: str, *, type: str | None = None, yes: bool = False) -> Kept:
        """Make two names, or ids, one thing.

        Args:
            one: A name as papers write it, or an id.
            two: Another.
            type: Tells things of one name apart, such as `Model`.
            yes: Join even things of different types.

        Returns:
            What was kept, with a note where the catalogue knows the two as two things.

        Raises:
            ConfigError: A name is no text, or there is no such type.
            UnknownName: Nothing carries a name.
            AmbiguousName: Several things carry it.
            InputError: They are one thing already, of different types, or kept apart by another
                correction.
            StoreError: The workspace cannot be written.
        """
        check_flag("yes", yes)
        names = self.names()
        left, right = (_meant(names, name, type=type) for name in (one, two))
        check_apart(names, left, right)
        if not yes:
            check_merge(names, left, right)
        pairs = ((left, one), (right, two))
        said = " is ".join(said_with_papers(names, key, name=name) for key, name in pairs)
        payload, void = merge_payload(left, right), still_apart(left, right)
        return self._keep(MERGE, payload, said=said, void=void, note=told_apart(names, left, right))

    def split(
        self, one: str, two: str, *, paper: str | None = None, type: str | None = None
    ) -> Kept:
        """Make a name another thing than a second one.

        Args:
            one: A name as papers write it, or an id.
            two: The thing that it is not.
            paper: Only as this paper uses the first name.
            type: Tells things of one name apart.

        Returns:
            What was kept.

        Raises:
            ConfigError: A name is no text, or there is no such type.
            UnknownName: Nothing carries a name, in that paper.
            AmbiguousName: Several things carry it.
            InputError: It parts nothing, or there is no such paper.
            StoreError: The workspace cannot be written.
        """
        names = self.names()
        inside = None if paper is None else self.corpus.paper(paper).id
        left = _meant(names, one, type=type, paper=inside)
        right = _meant(names, two, type=type)
        void = still_one(left, right) if are_one(names, left, right) else None
        return self._keep(SPLIT, split_payload(left, right), void=void)

    def rename(self, one: str, name: str, *, type: str | None = None) -> Kept:
        """Call a thing by another name.

        Args:
            one: A name as papers write it, or an id.
            name: What it is called from then on.
            type: Tells things of one name apart.

        Returns:
            What was kept.

        Raises:
            ConfigError: A name is no text, or there is no such type.
            UnknownName: Nothing carries the name.
            AmbiguousName: Several things carry it.
            InputError: The new name is none, or another thing bears it.
            StoreError: The workspace cannot be written.
        """
        names = self.names()
        left = _meant(names, one, type=type)
        check_rename(names, left, as_text("name", name))
        return self._keep(RENAME, rename_payload(left, name))

    def facts(self, paper: str) -> Rows[FactRow]:
        """Return the results and relations of a paper, as they are corrected so far, with ids.

        Args:
            paper: Its id or address in any spelling.

        Returns:
            A row a fact, the results first.

        Raises:
            ConfigError: The paper is no text.
            InputError: There is no such paper.
            StoreError: The workspace cannot be read.
        """
        return Rows(paper_facts(self.corpus, paper), kind=FactRow)

    def correct(self, fact: str, /, **fields: object) -> Kept:
        """Replace parts of a fact.

        Args:
            fact: Id of a result or a relation, as `facts` gives it.
            **fields: Of a result `value`, `unit`, `subject`, `benchmark`, `metric` or `versus`; of
                a relation `type`, `source` or `target`. Names as the paper writes them; None means
                none, of a source the paper itself.

        Returns:
            What was kept; the fact may have another id then.

        Raises:
            ConfigError: No field is given, or one is neither text nor None.
            UnknownName: No paper states the fact; of one that was corrected its id is a candidate.
            InputError: There is no such field, or its value cannot be used.
            StoreError: The workspace cannot be written.
        """
        if not fields:
            raise ConfigError("no field is given; give one, such as value=73.5, or use strike")
        return self._keep_fact(fact, {name: _field(name, one) for name, one in fields.items()})

    def strike(self, fact: str) -> Kept:
        """Strike a fact out.

        Args:
            fact: Id of a result or a relation, as `facts` gives it.

        Returns:
            What was kept.

        Raises:
            ConfigError: The id is no text.
            UnknownName: No paper states the fact; of one that was corrected its id is a candidate.
            StoreError: The workspace cannot be written.
        """
        return self._keep_fact(fact, None)

    def undo(self, number: int) -> Correction:
        """Take a correction back.

        Args:
            number: Its number, as `rows` gives it.

        Returns:
            What it was.

        Raises:
            ConfigError: It is no number.
            InputError: There is no such correction, or it was taken back before.
            StoreError: The workspace cannot be written.
        """
        return self.corpus.undo_correction(check_whole("number", number))

    def remove(self, paper: str) -> str:
        """Take a paper out everywhere; building from the same file does not bring it back.

        Args:
            paper: Its id or address in any spelling.

        Returns:
            Its id.

        Raises:
            ConfigError: The paper is no text.
            InputError: There is no such paper, or it is taken out already.
            StoreError: The workspace cannot be written.
        """
        return self.corpus.remove(paper)

    def restore(self, paper: str) -> str:
        """Let a paper in again when its file is built.

        Args:
            paper: Its id or address in any spelling.

        Returns:
            Its id.

        Raises:
            ConfigError: The paper is no text.
            InputError: It was not taken out.
            StoreError: The workspace cannot be written.
        """
        return self.corpus.restore(paper)

    def rows(self) -> Rows[CorrectionRow]:
        """Return all corrections, also those that were taken back, in the order of entry.

        Returns:
            A row a correction.

        Raises:
            StoreError: The workspace cannot be read.
        """
        return Rows(correction_rows(self.corpus.corrections(undone=True)), kind=CorrectionRow)

    def names(self) -> Directory:
        """Return all names as they are resolved with the corrections so far.

        `kg.names.why` says of it which are one thing, and by which rule.

        Returns:
            Every thing with its names.

        Raises:
            InputError: A correction of an earlier kg cannot be used.
            StoreError: The workspace cannot be written.
        """
        update_names(self.corpus)
        return Directory(kept_names(self.corpus))

    def update(self, *, started: Callable[[], object] | None = None) -> None:
        """Bring the graph up to date.

        Args:
            started: Called before the names are resolved; not where the graph is there already.

        Raises:
            InputError: A correction of an earlier kg cannot be used.
            StoreError: The graph cannot be written.
        """
        self._build.update(started=started)

    def _keep_fact(self, fact: str, change: dict[str, str] | None) -> Kept:
        # A query that is not read to its end must not outlive the corpus.
        with closing(self.corpus.items()) as items:
            done = fact_correction(
                items,
                self.corpus.corrections(),
                as_text("fact", fact),
                change=change,
                known_by=partial(months_known, self.corpus),
            )
        return self._keep(done.kind, done.payload, fact=done.id)

    def _keep(
        self,
        kind: str,
        payload: dict[str, object],
        *,
        said: str | None = None,
        void: str | None = None,
        fact: str | None = None,
        note: str | None = None,
    ) -> Kept:
        """Keep a correction; one with a void, which says so, only if it changes a name."""
        with self.corpus.transaction():
            before = self.corpus.revision
            number = self.corpus.add_correction(kind, payload, author=self.author)
            if void is not None:
                update_names(self.corpus)
                if not changed_nodes(self.corpus, before):
                    raise InputError(void)
        made = next(one for one in self.corpus.corrections() if one.id == number)
        return Kept(number, said or describe(made), fact, note)


def _login() -> str:
    """Return who is logged in; an empty text where nothing tells, as in some containers."""
    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError):
        return ""


def _meant(names: Directory, name: str, *, type: str | None, paper: str | None = None) -> NameKey:
    kind = EntityType(*one_type(type)) if type is not None else None
    return meant(names, as_text("a name", name), entity_type=kind, paper=paper)


def _field(name: str, value: object) -> str:
    if name == "value" and not isinstance(value, str):
        return repr(as_number(name, value))
    return "" if value is None else as_text(name, value)
