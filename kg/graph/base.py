"""What all questions share: the store, the shipped queries, and names that are forgiven."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any, Self, TypeVar

from kg.arguments import as_confidence, brief, check_flag, check_limit
from kg.errors import ConfigError, QueryError, StoreError, UnknownName, warn_caller
from kg.graph.cells import Ask, whole
from kg.graph.names import Found, as_name, find_entity, find_paper
from kg.graph.rows import Rows
from kg.graph.sent import arrive
from kg.ids import parse_paper_id
from kg.queries import load_query, query_names
from kg.records import EntityType
from kg.schema import load_schema
from kg.store import Limits, LoadState, Row, Store, filling, is_server
from kg.store.base import ROWS, graph_file
from kg.store.statement import check_one_statement
from kg.words import building, counted

T = TypeVar("T")
Link = TypeVar("Link", bound=Mapping[str, Any])


class GraphBase:
    """A graph that is open; close it, or use it in a with statement.

    Args:
        store: Where the graph lies; closed with the graph.
        limits: What each query may take; the rows are those of `run`.

    Raises:
        ConfigError: The store is none, such as a path: `kg.open` takes that.

    Attributes:
        opening: Opens it once more, in another process; None where nobody knows how.
    """

    def __init__(self, store: Store, *, limits: Limits | None = None) -> None:
        if not callable(getattr(store, "run", None)):
            raise ConfigError(f"a graph is opened with kg.open({brief(store)})")
        self.store = store
        self.limits = limits
        self.opening: Callable[[], Self] | None = None
        self._is_told = False

    def __enter__(self) -> Self:
        return self

    def __repr__(self) -> str:
        return f"kg.open({self.store.url!r})"

    def __reduce__(self) -> tuple[Callable[..., Self], tuple[object, ...]]:
        """Return how a copy is made: another process opens the graph anew."""
        if self.opening is None:
            raise StoreError("this graph was not opened by kg.open; open it where it is used")
        return arrive, (type(self), self.opening)

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Release the store; a second call does nothing."""
        self.store.close()

    def run(
        self, text: str, params: Mapping[str, object] | None = None, *, write: bool = False
    ) -> Rows[dict[str, Any]]:
        """Run Cypher of your own; it is not fenced.

        Where the limits of the graph cut its rows, a note says so.

        Args:
            text: One statement.
            params: Its parameters.
            write: Whether it may change the graph (which has to be open for writing).

        Returns:
            A dictionary a row, by column: text, numbers, True, False, None, lists and dictionaries
            of these; dates are text.

        Raises:
            ConfigError: `write` is neither true nor false.
            QueryError: The statement is wrong, is not one, or writes although `write` is false.
            StoreError: The store failed.
        """
        check_flag("write", write)
        if not isinstance(text, str):
            raise QueryError(f"a statement is text, not {brief(text)}")
        if not (params is None or isinstance(params, Mapping)) or any(
            not isinstance(name, str) for name in params or ()
        ):
            raise QueryError(f"params is {brief(params)}; give names with values, as a dictionary")
        check_one_statement(text)
        self._tell_version()
        limits = self.limits or Limits()
        most = limits.rows
        # One row more than is given tells that there are more.
        asked = limits if most is None else replace(limits, rows=most + 1)
        rows = self.store.run(text, params, write=write, limits=asked)
        if most is None or len(rows) <= most:
            return Rows(rows)
        said = f"first {counted(most, 'row')}; open the graph for more: {ROWS}"
        return Rows(rows[:most], [said])

    def ask(self, query: str, /, **params: object) -> list[Row]:
        """Run a shipped query of `cypher/read/`.

        Args:
            query: Its name.
            **params: Exactly its parameters.

        Returns:
            A dictionary a row, as the file says after `returns`.

        Raises:
            ConfigError: There is no such query, or a confidence is not from 0 to 1.
            SchemaError: It takes other parameters.
            QueryError: It ran out of time.
            StoreError: The store failed.
        """
        if not isinstance(query, str) or query not in query_names():
            raise ConfigError(f"query {brief(query)} is none of those in cypher/read/")
        if "minConfidence" in params:
            params["minConfidence"] = as_confidence(params["minConfidence"])
        shipped = load_query(query)
        # An answer is made of the rows of several queries: cut short, it would be a false one.
        limits = self.limits and replace(self.limits, rows=None)
        self._tell_version()
        return self.store.run(shipped.text, shipped.bind(params), limits=limits)

    def _tell_version(self) -> None:
        """Warn, once, if another version of kg wrote the graph; not where it is opened.

        The first statement starts threads of the engine, and no process may be forked after it.
        """
        if not self._is_told:
            self._is_told = True
            state = self.store.load_state()
            if state and state.nodes and (said := _other_version(state, self.store.url)):
                warn_caller(said)

    def state(self) -> str | None:
        """Return what a reader should be told of the graph's state, or None if all is well.

        E.g. that a load is under way, or that the graph is behind its workspace. Who does not ask
        this is warned at the first question of a graph that another version of kg wrote.

        Returns:
            What to tell, in one line, or None.

        Raises:
            StoreError: The store failed.
        """
        self._is_told = True
        state = self.store.load_state()
        if state is None or (state.state == "complete" and not state.nodes):
            return f"the graph is empty; fill it with: {filling(self.store.url)}"
        if state.state != "complete":
            return "a load is under way or was interrupted: answers may be incomplete"
        other = _other_version(state, self.store.url)
        if other is not None or is_server(self.store.url):
            return other
        return self._lag(state.revision)

    def _lag(self, revision: int) -> str | None:
        workspace = Path(self.store.url).parent
        if not (workspace / "corpus.sqlite").exists():
            return None
        from kg.corpus import Corpus

        try:
            with Corpus.open(workspace, read_only=True) as corpus:
                if corpus.revision == revision:
                    return None
                behind = len(corpus) - self.papers_count()
        except StoreError as error:
            # The graph answers all the same: it needs no corpus.
            return f"cannot tell whether the graph is up to date: {error}"
        what = counted(behind, "paper") if behind > 0 else "some changes"
        return f"the graph is {what} behind its workspace; run: {building(workspace)}"

    def refresh(self) -> bool:
        """Read an embedded graph anew if a build has changed it; a server shows what it has now.

        An open graph answers from what was there when it was opened, whatever is built meanwhile.
        Call this while no other thread asks it.

        Returns:
            Whether it was read anew.

        Raises:
            StoreError: It is closed, cannot be read, or was not opened by `kg.open`.
        """
        if not self.store.is_behind():
            return False
        if self.opening is None:
            raise StoreError("this graph was not opened by kg.open; open it again")
        old, self.store = self.store, self.opening().store
        old.close()
        self._is_told = False
        return True

    def papers_count(self) -> int:
        """Return how many papers the graph holds.

        Returns:
            The number of papers.

        Raises:
            QueryError: It ran out of time.
            StoreError: The store failed.
        """
        return next(
            (whole(row["amount"]) for row in self.ask("stats") if row["name"] == "Paper"), 0
        )

    def find(self, name: str, *, types: Sequence[str] = ()) -> Found:
        """Return the entity that a name leads to: any case, hyphens, aliases, or an id.

        Args:
            name: What a person types.
            types: Types that count, e.g. `("Benchmark",)`; empty for all.

        Returns:
            Its id, name, type, and how many papers name it.

        Raises:
            ConfigError: The name is no text, or there is no such type.
            UnknownName: Nothing carries the name; the nearest names are candidates.
            AmbiguousName: Several things carry it; they are the candidates.
            QueryError: It ran out of time.
            StoreError: The store failed.
        """
        if not isinstance(types, (tuple, list)):
            raise ConfigError(f"types is {brief(types)}; give several, such as ('Model', 'Method')")
        known = [kind for one in types for kind in one_type(one)]
        return find_entity(self.ask, name, types=known)

    def find_any(self, name: str) -> Found:
        """Return the entity or the paper that a name leads to.

        What is written as the id of a paper is looked for among papers first, all else last.

        Args:
            name: As `find` takes it for an entity, or for a paper its id or address in any
                spelling, or words of its title.

        Returns:
            Its id, name, type (`Paper` for a paper), and how many papers name it.

        Raises:
            ConfigError: The name is no text.
            UnknownName: Nothing has the name; the nearest names are candidates.
            AmbiguousName: Several things have it; they are the candidates.
            QueryError: It ran out of time.
            StoreError: The store failed.
        """
        ways: list[Callable[[Ask, str], Found]] = [find_entity, find_paper]
        is_id = as_name(name).partition(":")[0] in ("arxiv", "doi", "paper")
        first, second = ways[::-1] if is_id or parse_paper_id(name) else ways
        try:
            return first(self.ask, name)
        except UnknownName as unknown:
            try:
                return second(self.ask, name)
            except UnknownName:
                raise unknown from None


def _other_version(state: LoadState, url: str) -> str | None:
    """Return what to do with a graph of another schema than this kg's, or None for its own.

    Args:
        state: What was last written.
        url: Where the graph lies.
    """
    known = load_schema().version
    if state.schema_version < known:
        mend = f"kg load {url}" if is_server(url) else building(graph_file(url).parent)
        return f"an older kg ({state.kg_version}) wrote the graph; bring it up to date: {mend}"
    if state.schema_version > known:
        return f"a newer kg ({state.kg_version}) wrote the graph; upgrade this one"
    return None


def said_once(links: Iterable[Link], *ends: str) -> list[Link]:
    """Leave out what follows from a name where a paper among the links says the same.

    43 sizes and versions of 4,125 abstracts are told so twice; the graph holds both, as a doubtful
    sentence takes nothing from what the name says.

    Args:
        links: Relations, `derived` where they follow from names.
        *ends: The columns in which two links that say the same are equal.
    """
    links = list(links)
    stated = {tuple(link[end] for end in ends) for link in links if not link.get("derived")}
    return [
        link
        for link in links
        if not link.get("derived") or tuple(link[end] for end in ends) not in stated
    ]


def top(rows: Sequence[T], limit: int, *notes: str, empty: str | None = None) -> Rows[T]:
    """Return the first rows, with a note of how many there are if any.

    Args:
        rows: In their order; what kind they are stays known.
        limit: Most rows.
        *notes: Take the place of that note.
        empty: The note where there are none.

    Raises:
        ConfigError: The limit is below 1.
    """
    limit = check_limit(limit)
    kind = rows.kind if isinstance(rows, Rows) else None
    if not rows:
        return Rows([], notes or ([] if empty is None else [empty]), kind=kind)
    said = notes or [f"{min(limit, len(rows)):,} of {len(rows):,}"]
    return Rows(rows[:limit], said, kind=kind)


def noted(rows: Rows[T], *found: Found | None, more: Iterable[str] = ()) -> Rows[T]:
    """Return rows with further notes, and one for each name that bears another meaning.

    Args:
        rows: With their notes.
        *found: What the names of the question lead to; None for a name that was not given.
        more: The further notes.
    """
    also = [one.also for one in found if one is not None and one.also]
    return Rows(rows, dict.fromkeys([*rows.notes, *more, *also]))


def nothing(what: str, found: Found | None = None, *, min_confidence: float = 0.0) -> str:
    """Return the note of an empty answer: what is not there, and how much is known.

    Args:
        what: E.g. `no result on MMLU`.
        found: What was asked for.
        min_confidence: As asked for.
    """
    sure = f" with a confidence of {float(min_confidence):g} or more" if min_confidence else ""
    if found is None:
        return what + sure
    naming = counted(found.papers, "paper in the graph names", "papers in the graph name")
    return f"{what}{sure}; {naming} it"


def one_type(name: str | None, *, types: Sequence[str] = tuple(EntityType)) -> tuple[str, ...]:
    """Return the types that a type's name stands for, in any case; None stands for all.

    Args:
        name: As a person types it.
        types: Those there are.

    Raises:
        ConfigError: It is none of these.
    """
    if name is None:
        return ()
    wanted = name.strip().casefold() if isinstance(name, str) else None
    known = [one for one in types if one.casefold() == wanted]
    if not known:
        raise ConfigError(f"type {brief(name)} is none of {', '.join(types)}")
    return (str(known[0]),)
