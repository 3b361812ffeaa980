"""What every store can do: the one way from kg to a graph database."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol, TypeAlias

from kg.arguments import as_number, check_whole
from kg.errors import ConfigError, QueryError
from kg.records import GraphRows

Row: TypeAlias = dict[str, object]
Params: TypeAlias = Mapping[str, object]
Progress: TypeAlias = Callable[[int, int], None]
Trace: TypeAlias = Callable[[str, Params], None]

GRAPH_FILE = "graph.kgl"

# What lets a statement run that was refused, as `kg.open` and `Graph.run` take it; commands and the
# server put what they take in its place.
WRITE = "allow it with write=True"
TIME = "narrow it, or open the graph with more: limits=kg.store.Limits(seconds=…)"
MEMORY = "narrow it, or open the graph with more: limits=kg.store.Limits(memory_mb=…)"
ROWS = "limits=kg.store.Limits(rows=…)"
PARAMETER = "give it in params="
CSV = "make it of the answer: to_pandas().to_csv()"


@dataclass(frozen=True, slots=True)
class WriteReport:
    """What a store changed to reach the rows it was given; counts are 0 when nothing changed.

    Attributes:
        anew: Somebody had changed or damaged the graph: it was written as a whole.
    """

    nodes_created: int = 0
    nodes_updated: int = 0
    nodes_deleted: int = 0
    relationships_created: int = 0
    relationships_updated: int = 0
    relationships_deleted: int = 0
    anew: bool = False

    @property
    def changed(self) -> int:
        """How many nodes and relationships were touched."""
        nodes = self.nodes_created + self.nodes_updated + self.nodes_deleted
        links = self.relationships_created + self.relationships_updated + self.relationships_deleted
        return nodes + links


@dataclass(frozen=True, slots=True)
class Limits:
    """How much one query may take; each is more than 0.

    Raises:
        ConfigError: One of them is no number, or none above 0.

    Attributes:
        seconds: Wall-clock time; None for no limit.
        rows: Rows of your own Cypher, the first of them; None for no limit. The questions have a
            limit of their own, which leaves what they say true.
        memory_mb: Memory of the query; None for the store's own limit.
    """

    seconds: float | None = None
    rows: int | None = None
    memory_mb: int | None = None

    def __post_init__(self) -> None:
        if self.seconds is not None and as_number("seconds", self.seconds) <= 0:
            raise ConfigError(f"seconds is {self.seconds}; give more than 0, or None for no limit")
        for option in ("rows", "memory_mb"):
            if (value := getattr(self, option)) is not None:
                check_whole(option, value, least=1)


def graph_file(path: str | Path) -> Path:
    """Return the file of an embedded graph, given it or its workspace."""
    path = Path(path)
    return path if path.suffix == ".kgl" else path / GRAPH_FILE


def out_of_memory(limits: Limits) -> QueryError:
    """Return the error of a query that needed more memory than these limits allow."""
    memory = "" if limits.memory_mb is None else f" ({limits.memory_mb} MB)"
    return QueryError(f"the query needed more memory than it may have{memory}", MEMORY)


@dataclass(frozen=True, slots=True)
class LoadState:
    """What kg last wrote into a store.

    Attributes:
        workspace: Id of the workspace that wrote it.
        revision: Revision of the corpus that the graph shows.
        state: `complete`, or `loading` while (or since) a load runs.
        kg_version: Version of kg that wrote it.
        schema_version: Version of `schema/graph.yaml` that it follows.
        nodes: How many nodes were written.
        relationships: How many relationships were written.
    """

    workspace: str
    revision: int
    state: str
    kg_version: str
    schema_version: int
    nodes: int
    relationships: int


@dataclass(frozen=True, slots=True)
class Stale:
    """What a graph shows as it was and has to catch up with.

    Attributes:
        papers: Papers that are new, changed or gone, or whose names mean other nodes now; sorted.
        nodes: Ids of entities that are new, changed or gone; sorted.
    """

    papers: tuple[str, ...]
    nodes: tuple[str, ...]


class Store(Protocol):
    """A graph database that holds what kg writes and answers Cypher."""

    @property
    def url(self) -> str:
        """Where the graph lies: a path or an address, never with a password."""
        ...

    def run(
        self,
        text: str,
        params: Params | None = None,
        *,
        write: bool = False,
        limits: Limits | None = None,
    ) -> list[Row]:
        """Run one Cypher statement.

        Values come back as str, int, float, bool, None, lists and dicts of these; dates as ISO
        strings.

        Args:
            text: The statement.
            params: Its parameters.
            write: Whether it may change the graph.
            limits: What it may take.

        Raises:
            QueryError: The statement is wrong, writes although `write` is false, or hit a limit.
            StoreError: The store failed.
        """
        ...

    def write(self, rows: GraphRows, *, progress: Progress | None = None) -> WriteReport:
        """Bring what kg owns in this store to exactly these rows.

        Args:
            rows: The whole graph.
            progress: Called with rows done and rows in all.

        Raises:
            StoreError: The store failed or is read-only; it holds the old or the new graph, or
                says that a load is under way.
        """
        ...

    def load_state(self) -> LoadState | None:
        """Return what was last written, or None for a store without a graph of kg.

        Raises:
            StoreError: The store failed.
        """
        ...

    def is_behind(self) -> bool:
        """Return whether the store answers from less than what is stored by now.

        Raises:
            StoreError: The store is closed.
        """
        ...

    def close(self) -> None:
        """Release the store; a second call does nothing."""
        ...
