"""Settings: one table; the command line and `kg.open` read it, nothing else does."""

from __future__ import annotations

import os
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from typing import Any, TypeVar

from kg.errors import ConfigError

_N = TypeVar("_N", int, float)


@dataclass(frozen=True, slots=True)
class Setting:
    """One setting.

    Attributes:
        name: Attribute of `Settings`.
        env: Environment variable that sets it.
        default: Value where the variable is unset, as it would stand in the environment.
        help: One line for people.
    """

    name: str
    env: str
    default: str
    help: str


SETTINGS = (
    Setting("graph", "KG_GRAPH", "papers.kg", "workspace folder or neo4j:// address that is asked"),
    Setting("reader", "KG_READER", "", "folder of other reader weights; empty: those that ship"),
    Setting("jobs", "KG_JOBS", "0", "processes that read papers; 0: one per core"),
    Setting("timeout", "KG_TIMEOUT", "30", "seconds that a query may take; 0: no limit"),
    Setting("limit", "KG_LIMIT", "1000", "rows that `kg query` prints at most"),
    Setting("neo4j_username", "NEO4J_USERNAME", "neo4j", "user of the Neo4j server"),
    Setting("neo4j_password", "NEO4J_PASSWORD", "", "password of the Neo4j server"),
    Setting("neo4j_credentials", "NEO4J_CREDENTIALS", "", "file with lines like NEO4J_PASSWORD=…"),
    Setting("neo4j_database", "NEO4J_DATABASE", "neo4j", "database on the Neo4j server"),
)


@dataclass(frozen=True, slots=True)
class Settings:
    """The values in force; `SETTINGS` says what each one means."""

    graph: str
    reader: str
    jobs: int
    timeout: float
    limit: int
    neo4j_username: str
    neo4j_password: str
    neo4j_credentials: str
    neo4j_database: str

    @classmethod
    def from_env(cls, env: Mapping[str, str] | None = None) -> Settings:
        """Read the settings from environment variables.

        Args:
            env: The variables; None means those of the process.

        Raises:
            ConfigError: A number is no number or is negative.
        """
        env = os.environ if env is None else env
        text: dict[str, Any] = {s.name: env.get(s.env, s.default) for s in SETTINGS}
        numbers = {
            "jobs": _number("KG_JOBS", text["jobs"], int, least=0),
            "timeout": _number("KG_TIMEOUT", text["timeout"], float, least=0),
            "limit": _number("KG_LIMIT", text["limit"], int, least=1),
        }
        return cls(**(text | numbers))


def _number(variable: str, text: str, kind: type[_N], *, least: int) -> _N:
    with suppress(ValueError):
        if least <= (value := kind(text)) < float("inf"):
            return value
    what = "a whole number" if kind is int else "a number"
    raise ConfigError(f"{variable} is {text!r}; set it to {what} from {least} up, or unset it")
