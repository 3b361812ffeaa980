"""Every error that kg raises on purpose, and how it warns.

KGError
├── ConfigError       a setting or an option is wrong
├── InputError        a file, a record or a page cannot be read
├── SchemaError       schema/, cypher/ or shipped data contradict themselves
├── QueryError        a Cypher query is wrong, forbidden, or ran out of time or memory
├── NameLookupError
│   ├── UnknownName       no such name; `.candidates` holds the nearest
│   └── AmbiguousName     several things carry the name; `.candidates` holds them
├── UnitError         numbers of different units were to be compared
├── StoreError        a workspace, the embedded graph or Neo4j failed
└── MissingExtra      an optional package is not installed
"""

from __future__ import annotations

import os
import sys
import warnings
from collections.abc import Sequence
from pathlib import Path

_OWN = str(Path(__file__).parent) + os.sep


class KGError(Exception):
    """The root: catch it to catch all of them."""


class ConfigError(KGError):
    """A setting or an option has a value that cannot be used."""


class InputError(KGError):
    """A file, a record or a page cannot be read."""


class SchemaError(KGError):
    """The schema, a query file or shipped data contradict themselves."""


class QueryError(KGError):
    """A Cypher query is wrong, forbidden here, or ran out of time or memory.

    Attributes:
        fact: What is wrong, without the remedy.
        remedy: What lets it run, as a caller from Python does it; empty where nothing does.
    """

    def __init__(self, fact: str, remedy: str = "") -> None:
        super().__init__(f"{fact}; {remedy}" if remedy else fact)
        self.fact, self.remedy = fact, remedy


class NameLookupError(KGError):
    """A name does not lead to exactly one thing.

    Attributes:
        candidates: What could have been meant, best first, as names or ids to ask with; empty if
            nothing is near.
        asked: The name as it was asked for; None where that is not known.
    """

    def __init__(
        self, message: str, candidates: Sequence[str] = (), *, asked: str | None = None
    ) -> None:
        super().__init__(message)
        self.candidates = tuple(candidates)
        self.asked = asked


class UnknownName(NameLookupError):  # noqa: N818 - the public names follow the design
    """No such name in the graph."""


class AmbiguousName(NameLookupError):  # noqa: N818
    """Several things in the graph carry the name."""


class UnitError(KGError):
    """Numbers of different units were to be compared."""


class StoreError(KGError):
    """A workspace, the embedded graph or a Neo4j server failed."""


class MissingExtra(KGError):  # noqa: N818
    """An optional package is not installed; the message names the extra."""


def warn_caller(text: str) -> None:
    """Warn with the line of the caller's own code, however many of kg's functions lie between.

    Args:
        text: What to tell.
    """
    frame, level = sys._getframe(1), 2
    while frame.f_code.co_filename.startswith(_OWN) and frame.f_back is not None:
        frame, level = frame.f_back, level + 1
    warnings.warn(text, stacklevel=level)
