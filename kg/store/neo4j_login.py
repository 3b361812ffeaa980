"""Who logs in to a Neo4j server; passwords come from the environment, a file or a prompt."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

from kg.errors import ConfigError
from kg.settings import Settings

_EXAMPLE = "write neo4j://localhost:7687"
_KEYS = ("NEO4J_USERNAME", "NEO4J_PASSWORD", "NEO4J_DATABASE")


@dataclass(frozen=True, slots=True)
class Login:
    """A user, the password and the database that is meant; its text shows no password."""

    user: str
    password: str = field(repr=False)
    database: str


def find_login(settings: Settings, *, file: str | Path | None = None) -> Login:
    """Return the login that is in force: of the file, else of the settings.

    Args:
        settings: Hold NEO4J_USERNAME, NEO4J_PASSWORD, NEO4J_DATABASE and NEO4J_CREDENTIALS.
        file: Lines `NEO4J_PASSWORD=…`, as Aura hands them out; it goes before the variables.

    Raises:
        ConfigError: The file cannot be read or has no such line.
    """
    chosen = file or settings.neo4j_credentials
    found = _read(Path(chosen)) if chosen else {}
    return Login(
        user=found.get("NEO4J_USERNAME", settings.neo4j_username),
        password=found.get("NEO4J_PASSWORD", settings.neo4j_password),
        database=found.get("NEO4J_DATABASE", settings.neo4j_database),
    )


def check_address(url: str) -> None:
    """Refuse what is no address of a server, or more than that.

    Raises:
        ConfigError: It holds a login, which others could read in the list of processes and in
            logs; it names no server; or it goes on behind it, e.g. with a database.
    """
    try:
        parts = urlsplit(url)
    except ValueError as error:
        # Neither the address nor what is said of it is told: both may hold a password.
        raise ConfigError(f"the address names no host; {_EXAMPLE}") from error
    if "@" in url.partition("://")[2]:
        # A password with "/", "?" or "#" ends the server's name for Python: none of it is told.
        raise ConfigError(
            "the address holds a login; "
            "set NEO4J_USERNAME and NEO4J_PASSWORD instead, or NEO4J_CREDENTIALS=FILE"
        )
    if not parts.hostname:
        raise ConfigError(f"the address {url!r} names no server; {_EXAMPLE}")
    try:
        _ = parts.port
    except ValueError as error:
        raise ConfigError(f"the port of {url!r} is none; {_EXAMPLE}") from error
    if parts.path not in ("", "/") or parts.fragment:
        raise ConfigError(
            f"the address {url!r} goes on behind the server; "
            "leave that out, and name a database with NEO4J_DATABASE"
        )
    if parts.query and not parts.scheme.startswith("neo4j"):
        raise ConfigError(f"the address {url!r} asks for a route, which only neo4j:// can have")


def _read(path: Path) -> dict[str, str]:
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        reason = getattr(error, "strerror", None) or "not UTF-8"
        raise ConfigError(
            f"credentials file '{path}' cannot be read ({reason}); name another"
        ) from error
    pairs = (line.removeprefix("export ").partition("=") for line in map(str.strip, lines))
    found = {key.strip(): value.strip().strip("\"'") for key, _, value in pairs}
    if not found.keys() & set(_KEYS):
        raise ConfigError(f"credentials file '{path}' has no line like NEO4J_PASSWORD=…; add one")
    return {key: found[key] for key in _KEYS if key in found}
