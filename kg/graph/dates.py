"""Years, months and days: as they are asked for, and what lies between them."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from datetime import MAXYEAR, MINYEAR, date
from operator import index

from kg.arguments import brief, check_whole
from kg.errors import ConfigError
from kg.records import first_day_of
from kg.store import Row
from kg.words import counted

_LENGTHS = {"day": 10, "month": 7, "year": 4}


def as_year(value: int) -> int:
    """Return a year.

    Raises:
        ConfigError: It is no whole number, or none that a date has.
    """
    if not MINYEAR <= check_whole("year", value) <= MAXYEAR:
        raise ConfigError(f"year is {brief(value)}; give one such as 2025")
    return index(value)


def first_day(since: object) -> str:
    """Return the first day of a year, a month or a day, such as `2025-10-01`.

    Raises:
        ConfigError: It is no such date.
    """
    written = str(since).strip()
    if isinstance(since, date):
        written = since.isoformat()[:10]
    try:
        if not re.fullmatch(r"\d{4}(-\d\d){0,2}", written, re.ASCII):
            raise ValueError
        return date.fromisoformat(first_day_of(written)).isoformat()
    except ValueError:
        raise ConfigError(
            f"since is {brief(since)}; give a date such as 2025, 2025-10 or 2025-10-27"
        ) from None


def known_date(first: str, precision: str) -> str:
    """Return a stored date to the precision known: `2025-03` where only the month is.

    Args:
        first: The first day that it may be, as an ISO date.
        precision: `day`, `month` or `year`.
    """
    return first[: _LENGTHS[precision]]


def maybe_older(rows: Iterable[Row], since: str | None) -> list[str]:
    """Return a note of papers of a month or a year in which that day lies, if there are any."""
    older = sum(since is not None and first_day(row["published"]) < since for row in rows)
    if not older:
        return []
    said = counted(older, "of these has no day in its date", "of these have no day in their dates")
    return [f"{said} and may be older than {since}"]


def every_month(given: Collection[str]) -> list[str]:
    """Return every month from the first to the last of those given, such as `2025-03`."""
    if not given:
        return []
    first, last = (12 * int(m[:4]) + int(m[5:]) - 1 for m in (min(given), max(given)))
    return [_next("0000-01", at) for at in range(first, last + 1)]


def spans(months: Iterable[str]) -> list[str]:
    """Return months, several in a row as one span: `2023-11 to 2024-01`, `2025-10`."""
    given = sorted({*months})
    first = [month for month in given if _next(month, -1) not in given]
    last = [month for month in given if _next(month, 1) not in given]
    return [
        one if one == other else f"{one} to {other}" for one, other in zip(first, last, strict=True)
    ]


def _next(month: str, step: int) -> str:
    at = 12 * int(month[:4]) + int(month[5:]) - 1 + step
    return f"{at // 12:04}-{at % 12 + 1:02}"
