"""Turns the errors of the Neo4j driver into ours: nothing of the driver leaks."""

from __future__ import annotations

import ssl
from collections.abc import Iterator
from contextlib import contextmanager

from neo4j import exceptions as driver

from kg.errors import KGError, QueryError, StoreError
from kg.schema import load_schema
from kg.store import filling
from kg.store.base import PARAMETER, TIME, WRITE

_CONTRADICTION = (
    "{url} holds data or indexes that contradict those of kg; mend them or use another database: "
    "{message}"
)
# The first prefix of the server's code that fits decides; what follows is said to the person.
_CODES: tuple[tuple[str, type[KGError], str], ...] = (
    ("Neo.ClientError.Statement.AccessMode", QueryError, "the statement writes"),
    ("Neo.ClientError.Statement.ParameterMissing", QueryError, "{message}"),
    ("Neo.ClientError.Transaction.TransactionTimedOut", QueryError, "the query ran out of time"),
    (
        "Neo.TransientError.General.MemoryPoolOutOfMemoryError",
        QueryError,
        "the query ran out of the server's memory; narrow it",
    ),
    (
        "Neo.ClientError.Security.Forbidden",
        QueryError,
        "the user of {url} lacks a right that the statement needs; see docs/neo4j.md: {message}",
    ),
    (
        "Neo.ClientError.Security.AuthenticationRateLimit",
        StoreError,
        "{url} locks the user after too many wrong passwords; wait a few seconds",
    ),
    (
        "Neo.ClientError.Security",
        StoreError,
        "{url} refuses the user or the password; set NEO4J_USERNAME and NEO4J_PASSWORD",
    ),
    (
        "Neo.ClientError.Database.DatabaseNotFound",
        StoreError,
        "{url} has no such database; name another with NEO4J_DATABASE: {message}",
    ),
    (
        "Neo.ClientError.General.WriteOnReadOnlyAccessDatabase",
        StoreError,
        "{url} holds its database for reading only; let it be written to at the server, or name "
        "another with NEO4J_DATABASE",
    ),
    ("Neo.ClientError.Schema", StoreError, _CONTRADICTION),
    ("Neo.DatabaseError.Schema", StoreError, _CONTRADICTION),
    ("Neo.ClientError.Transaction", StoreError, "{url} ended the transaction: {message}"),
    ("Neo.ClientError", QueryError, "{message}"),
    ("Neo.TransientError", StoreError, "{url} is busy; run the same command again: {message}"),
    (
        "",
        StoreError,
        "{url} failed; see its log and whether its disk is full, restart it (docker compose "
        "restart), then run the same command again: {message}",
    ),
)

_REMEDIES = {
    "Neo.ClientError.Statement.AccessMode": WRITE,
    "Neo.ClientError.Statement.ParameterMissing": PARAMETER,
    "Neo.ClientError.Transaction.TransactionTimedOut": TIME,
}


@contextmanager
def translated(url: str) -> Iterator[None]:
    """Give every error of the driver as one of ours.

    Args:
        url: The server's address, for the message.

    Raises:
        QueryError: The statement is wrong, is not allowed, or ran out of time or memory.
        StoreError: The server, the connection or the login failed.
    """
    try:
        yield
    except driver.Neo4jError as error:
        raise _of_server(error, url) from error
    except driver.ConnectionAcquisitionTimeoutError as error:
        raise silent(url) from error
    except (driver.ServiceUnavailable, driver.SessionExpired, OSError) as error:
        raise _unanswered(error, url) from error
    except driver.UnsupportedServerProduct as error:
        raise StoreError(
            f"{url} is no Neo4j, or too old a one; mend the address, or upgrade it to Neo4j 5"
        ) from error
    except (driver.DriverError, driver.GqlError) as error:
        raise StoreError(f"{url} cannot be used: {_first_line(error)}") from error
    except (TypeError, ValueError, OverflowError) as error:
        # The driver's answer to parameters and addresses that it cannot use.
        raise QueryError(f"{url} cannot take this: {_first_line(error)}") from error


def _of_server(error: driver.Neo4jError, url: str) -> KGError:
    code = error.code or ""
    if any(f"index: {name}" in str(error.message) for name in load_schema().indexes):
        return StoreError(f"{url} lacks an index of kg's; make it with: {filling(url)}")
    prefix, kind, text = next(row for row in _CODES if code.startswith(row[0]))
    said = text.format(url=url, message=_first_line(error))
    return QueryError(said, _REMEDIES[prefix]) if prefix in _REMEDIES else kind(said)


def silent(url: str) -> StoreError:
    """Return the error of a server that takes connections and says nothing.

    Args:
        url: The server's address, for the message.
    """
    return StoreError(
        f"{url} has fallen silent: it takes connections and greets nobody, as a server that hangs "
        "or is no Neo4j; look (docker compose ps), restart it (docker compose restart) or mend "
        "the address, then run the same command again"
    )


def _unanswered(error: Exception, url: str) -> StoreError:
    causes = [*_causes(error)]
    slow = any(isinstance(cause, TimeoutError) for cause in causes)
    # The driver's word for who does not even take the connection: that is told of below.
    if slow and "trying to establish" not in str(causes):
        return silent(url)
    if "looks like HTTP" in str(causes):
        return StoreError(
            f"{url} is a port for browsers; name the one for programs, 7687 where nobody changed it"
        )
    scheme, _, rest = url.partition("://")
    plain = scheme.partition("+")[0]
    for cause in causes:
        if isinstance(cause, ssl.SSLCertVerificationError):
            return StoreError(
                f"the certificate of {url} is refused ({cause.verify_message}); name the host as "
                f"it does, or take a certificate of the server's own with: {plain}+ssc://{rest}"
            )
        if isinstance(cause, ssl.SSLError):
            return StoreError(
                f"{url} wants encryption and no such thing answers there; switch it on at the "
                f"server, or do without: {plain}://{rest}"
            )
    # The driver tells of the last attempt, e.g. to find a route, not of what it failed of.
    first = next((one for one in reversed(causes) if str(one)), error)
    said = getattr(first, "strerror", None) or _first_line(first)
    if plain == scheme and any("handshake" in str(cause) for cause in causes):
        said += f"; if it wants encryption: {plain}+s://{rest}"
    return StoreError(
        f"no Neo4j answers at {url}; start it (docker compose up -d) or mend the address, "
        f"then run the same command again: {said}"
    )


def _causes(error: BaseException) -> Iterator[BaseException]:
    """Yield an error and what it came of, the first of all last."""
    yield error
    below = error.exceptions if isinstance(error, BaseExceptionGroup) else ()
    for cause in (error.__cause__ or error.__context__, *below):
        if cause is not None:
            yield from _causes(cause)


def _first_line(error: BaseException) -> str:
    # Of an error of its own the driver gives as the message that one has occurred.
    said = error.message if isinstance(error, driver.Neo4jError) else None
    text = str(said or error).strip() or type(error).__name__
    lines = [line.strip() for line in text.splitlines()]
    # "unable to create …:" goes on in the next line; a wrong statement is only quoted there.
    line = " ".join(lines[:2]) if lines[0].endswith(":") else lines[0]
    return line[:1].lower() + line[1:]
