"""Dates as papers' sources write them; nothing is made up that they do not say."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime

_MONTHS = (
    *("jan", "feb", "mar", "apr", "may", "jun"),
    *("jul", "aug", "sep", "oct", "nov", "dec"),
)
_ISO = re.compile(r"(\d{4})(?:[-/.](\d{1,2})(?:[-/.](\d{1,2})(?:[T ]\d.*)?)?)?(?:Z|[+-]\d\d:\d\d)?")
_COMPACT = re.compile(r"((?:19|20)\d\d)(\d\d)(\d\d)")
_NUMERIC = re.compile(r"(\d{1,2})[-/.](\d{1,2})[-/.](\d{4})")
_MONTH_OF = re.compile(r"(\d{1,2})[-/. ](\d{4})")
_EPOCH = re.compile(r"(\d{9,10})(\d{3})?(?:\.0*)?")
_MONTH_NAME = re.compile(
    r"jan(uary)?|feb(ruary)?|mar(ch)?|apr(il)?|may|june?|july?|aug(ust)?|sept?(ember)?|oct(ober)?"
    r"|nov(ember)?|dec(ember)?"
)
_CLOCK = re.compile(
    r",?\s{0,3}\b\d{1,2}(?::\d\d){1,2}(?:\.\d+)?(?![\d:])(?: ?[AaPp]\.?[Mm]\b\.?)?"
    r"(?: ?(?:UTC|GMT|Z|[+-]\d\d:?\d\d)(?!\w))?"
)
_WORD = re.compile(r"[A-Za-z]+|\d+")
_YEAR_FIRST = re.compile(r"(\d{4})[\s,/-]+([A-Za-z]+)\.?[\s,/-]+(\d{1,2})")


def parse_date(text: str) -> tuple[str, str] | None:
    """Return a date as ISO text and its precision (`day`, `month` or `year`).

    Reads ISO dates and times, `2 Apr 2007 19:18:42 GMT`, `March 1, 2025`, `2025 Mar 1`,
    `31/12/2024 10:00`, `12/2024`, a year alone, and seconds or milliseconds since 1970. A day
    without a year is no date; of `03/04/2025` and `Mar-Apr 2025` only the year is certain.

    Returns:
        E.g. `("2025-03", "month")`, or None where the text says no date between 1900 and 2100.
    """
    text = text.strip()
    match = _COMPACT.fullmatch(text) or _ISO.fullmatch(text)
    if not match:
        text = _CLOCK.sub("", text).strip()
        match = _COMPACT.fullmatch(text) or _ISO.fullmatch(text)
    if match:
        year, month, day = (int(part) if part else None for part in match.groups())
        return _checked(year or 0, month, day)
    if match := _NUMERIC.fullmatch(text):
        first, second, year = map(int, match.groups())
        if first == second or second > 12:
            return _checked(year, first, second)
        return _checked(year, second, first) if first > 12 else _checked(year, None, None)
    if match := _MONTH_OF.fullmatch(text):
        return _checked(int(match[2]), int(match[1]), None)
    if match := _EPOCH.fullmatch(text):
        day_of = datetime.fromtimestamp(int(match[1]), UTC)
        return _checked(day_of.year, day_of.month, day_of.day)
    return _written_out(text)


def _written_out(text: str) -> tuple[str, str] | None:
    if match := _YEAR_FIRST.fullmatch(text):
        text = " ".join(match.group(3, 2, 1))
    words = [word.lower() for word in _WORD.findall(text)]
    months = [_MONTHS.index(word[:3]) + 1 for word in words if _MONTH_NAME.fullmatch(word)]
    years = [int(word) for word in words if re.fullmatch(r"(?:19|20)\d\d", word)]
    if len(years) != 1:
        return None
    if len(set(months)) > 1:
        return _checked(years[0], None, None)
    place = words.index(str(years[0]))
    days = [int(word) for word in words[:place] if word.isdigit() and len(word) <= 2]
    return _checked(years[0], months[0] if months else None, days[0] if len(days) == 1 else None)


def _checked(year: int, month: int | None, day: int | None) -> tuple[str, str] | None:
    if not 1900 <= year <= 2100:
        return None
    if month is None or not 1 <= month <= 12:
        return f"{year:04}", "year"
    if day is None:
        return f"{year:04}-{month:02}", "month"
    try:
        return date(year, month, day).isoformat(), "day"
    except ValueError:
        return f"{year:04}-{month:02}", "month"
