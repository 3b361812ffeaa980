"""Stores of the graph: embedded in a file, or a Neo4j server."""

from __future__ import annotations

from pathlib import Path

from kg.errors import ConfigError
from kg.store.base import Limits, LoadState, Params, Progress, Row, Store, Trace, graph_file
from kg.words import building

__all__ = [
    "Limits",
    "LoadState",
    "Params",
    "Progress",
    "Row",
    "Store",
    "Trace",
    "is_address",
    "is_server",
    "open_store",
]

SERVER_SCHEMES = ("neo4j", "neo4j+s", "neo4j+ssc", "bolt", "bolt+s", "bolt+ssc")


def is_address(url: str | Path) -> bool:
    """Return whether something is written as an address, of whatever kind, and so is no path."""
    return "://" in str(url)


def is_server(url: str | Path) -> bool:
    """Return whether the address names a server rather than a file."""
    return is_address(url) and str(url).partition("://")[0].lower() in SERVER_SCHEMES


def filling(url: str) -> str:
    """Return the command that fills the graph at an address, or in a workspace."""
    return f"kg load {url}" if is_server(url) else building(graph_file(url).parent, "FILE")


def open_store(url: str | Path, *, read_only: bool = True, trace: Trace | None = None) -> Store:
    """Open the graph of a workspace, a graph file, or a Neo4j server.

    Args:
        url: A workspace folder, a `.kgl` file, or `neo4j://host:7687` (`bolt://`, `neo4j+s://`).
        read_only: Refuse to write; any number of processes may read an embedded graph at a time.
        trace: Called with each statement and its parameters before it runs.

    Raises:
        ConfigError: The address is of another kind.
        StoreError: There is no graph (read-only), it cannot be read, or another process writes it.
    """
    if not is_server(url) and is_address(url):
        raise ConfigError(
            f"{str(url)!r} is no address of a graph; give a folder or neo4j://localhost:7687"
        )
    if is_server(url):
        from kg.store.neo4j import open_neo4j

        return open_neo4j(str(url), read_only=read_only, trace=trace)
    from kg.store.embedded import EmbeddedStore

    return EmbeddedStore(Path(url), read_only=read_only, trace=trace)
