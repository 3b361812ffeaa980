"""Small charts as SVG: no script, readable as text, with the theme's colours."""

from __future__ import annotations

import calendar
import datetime
import math
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

from kg.pages.html import Html, tag
from kg.pages.view import printable
from kg.text.bounds import bounded
from kg.words import counted

WIDTH, HEIGHT = 860, 340
LEFT, RIGHT, TOP, BOTTOM = 56, 140, 26, 34
LABEL_ROOM = 15
LONGEST_LABEL = 20

FEWEST = 3
"""Dates or months that a chart is made for: of fewer it tells less than the list beside it."""


@dataclass(frozen=True, slots=True)
class Point:
    """One result in a chart.

    Attributes:
        date: ISO date; a month or a year counts as its last day, as its records do.
        value: In the chart's unit.
        name: Whose result it is.
        href: Where a press on it leads, or None.
        named: Whether it is a system's: only these set records.
        bound: The sign of a value that is told as a bound or as about so much, or None.
    """

    date: str
    value: float
    name: str
    href: str | None = None
    named: bool = True
    bound: str | None = None


def best_over_time(points: Sequence[Point], *, title: str, higher: bool) -> Html:
    """Return a chart of all results with a line along the best so far.

    Args:
        points: Two or more.
        title: What the values are, e.g. `accuracy (%)`.
        higher: Whether a higher value is better.
    """
    # The best of a day comes first: its other sizes and settings set no records.
    ordered = sorted(
        points,
        key=lambda p: (_last_day(p.date), -len(p.date), -p.value if higher else p.value, p.name),
    )
    plane = _Plane.around([_last_day(p.date) for p in ordered], [p.value for p in ordered])
    records = _records(ordered, higher=higher)
    name = f"{title} over time, {counted(len(ordered), 'result')}; the table holds the same"
    drawn = tag(
        "svg",
        plane.grid(),
        tag("text", title, x=LEFT, y=14, class_="axis"),
        tag("path", d=plane.stairs([ordered[i] for i in records]), class_="best")
        if records
        else None,
        [_dot(plane, p, record=i in records) for i, p in enumerate(ordered)],
        _labels(plane, [ordered[i] for i in records]),
        viewBox=f"0 0 {WIDTH} {HEIGHT}",
        class_="chart",
        role="img" if not any(p.href for p in points) else None,
        aria_label=name,
    )
    return tag("div", drawn, class_="plot")


def months(counts: Sequence[tuple[str, int]]) -> Html:
    """Return a small chart of how many papers each month brought.

    Args:
        counts: Months like `2025-03`, without gaps, in order; at least one.
    """
    most = max(n for _, n in counts)
    step = min(40.0, 560 / len(counts))
    width = round(max(240, step * len(counts)) + 60)
    bars = []
    for i, (month, n) in enumerate(counts):
        height = 70 * n / most
        bar = tag("title", f"{month}: {n}")
        x = 40 + i * step
        bars.append(
            tag(
                "rect",
                bar,
                x=f"{x:.1f}",
                y=f"{90 - height:.1f}",
                width=f"{max(1.5, step - 2):.1f}",
                height=f"{height:.1f}",
                class_="bar",
            )
        )
    first, last = counts[0][0], counts[-1][0]
    ends = [tag("text", first, x=40, y=108, class_="axis")]
    if last != first:
        end = 40 + step * len(counts)
        anchor = "end" if end > 170 else "start"
        x = end if anchor == "end" else 120
        ends.append(tag("text", last, x=f"{x:.0f}", y=108, text_anchor=anchor, class_="axis"))
    return tag(
        "svg",
        tag("text", str(most), x=34, y=26, text_anchor="end", class_="axis"),
        tag("text", "0", x=34, y=94, text_anchor="end", class_="axis"),
        tag("path", d=f"M40 90H{width - 10}", class_="grid"),
        bars,
        ends,
        viewBox=f"0 0 {width} 114",
        class_="chart small",
        role="img",
        aria_label=f"Papers a month from {first} to {last}, {most} at most",
    )


@dataclass(frozen=True, slots=True)
class _Plane:
    """From days and values to places in the picture."""

    first: int
    last: int
    low: float
    high: float

    @classmethod
    def around(cls, days: Sequence[int], values: Sequence[float]) -> _Plane:
        room = (max(values) - min(values)) * 0.08 or abs(max(values)) * 0.05 or 1.0
        return cls(min(days), max(max(days), min(days) + 1), min(values) - room, max(values) + room)

    def x(self, day: int) -> float:
        return LEFT + (day - self.first) / (self.last - self.first) * (WIDTH - LEFT - RIGHT)

    def y(self, value: float) -> float:
        return TOP + (self.high - value) / (self.high - self.low) * (HEIGHT - TOP - BOTTOM)

    def grid(self) -> list[Html]:
        step = _round_step((self.high - self.low) / 5)
        value = math.ceil(self.low / step) * step
        lines = []
        while value <= self.high:
            y = f"{self.y(value):.1f}"
            lines.append(tag("path", d=f"M{LEFT} {y}H{WIDTH - RIGHT}", class_="grid"))
            text = f"{round(value, 10):g}"
            lines.append(tag("text", text, x=LEFT - 8, y=y, dy=4, text_anchor="end", class_="axis"))
            value += step
        for day, text in self._ticks():
            x = f"{self.x(day):.1f}"
            lines.append(
                tag(
                    "text",
                    text,
                    x=x,
                    y=HEIGHT - BOTTOM + 18,
                    text_anchor="middle",
                    class_="axis",
                )
            )
            lines.append(tag("path", d=f"M{x} {TOP}V{HEIGHT - BOTTOM}", class_="grid"))
        return lines

    def _ticks(self) -> list[tuple[int, str]]:
        """Years where there are several, else months, else days; at most eight."""
        start, end = map(datetime.date.fromordinal, (self.first, self.last))
        months = [
            datetime.date(year, month, 1)
            for year in range(start.year, end.year + 1)
            for month in (range(1, 13) if end.year - start.year < 2 else (1,))
        ]
        firsts = [date for date in months if start <= date <= end]
        years = [date for date in firsts if date.month == 1]
        inside, length = (years, 4) if len(years) > 1 else (firsts, 7)
        if len(inside) < 2:
            days = range(self.first, self.last + 1)
            inside, length = [datetime.date.fromordinal(day) for day in days], 10
        chosen = inside[:: math.ceil(len(inside) / 8)]
        return [(date.toordinal(), date.isoformat()[:length]) for date in chosen]

    def stairs(self, points: Sequence[Point]) -> str:
        start = f"M{self.x(_last_day(points[0].date)):.1f} {self.y(points[0].value):.1f}"
        steps = (f"H{self.x(_last_day(p.date)):.1f}V{self.y(p.value):.1f}" for p in points[1:])
        return start + "".join(steps) + f"H{WIDTH - RIGHT}"


def _last_day(date: str) -> int:
    """Return the number of the last day that a date to the day, month or year may be."""
    year, *rest = (int(p) for p in date.split("-"))
    month = rest[0] if rest else 12
    day = rest[1] if len(rest) > 1 else calendar.monthrange(year, month)[1]
    return datetime.date(year, month, day).toordinal()


def _round_step(raw: float) -> float:
    power = 10.0 ** math.floor(math.log10(raw))
    return min((m * power for m in (1, 2, 2.5, 5, 10)), key=lambda s: abs(s - raw))


def _records(points: Sequence[Point], *, higher: bool) -> list[int]:
    found: list[int] = []
    for i, point in enumerate(points):
        best = points[found[-1]].value if found else None
        better = best is None or (point.value > best if higher else point.value < best)
        if point.named and better:
            found.append(i)
    return found


def _dot(plane: _Plane, point: Point, *, record: bool) -> Html:
    words = f"{point.name}: {bounded(f'{point.value:g}', point.bound)}, {point.date}"
    dot = tag(
        "circle",
        tag("title", words),
        cx=f"{plane.x(_last_day(point.date)):.1f}",
        cy=f"{plane.y(point.value):.1f}",
        r=5 if record else 3.5,
        class_="record" if record else "other",
    )
    return tag("a", dot, href=point.href, aria_label=words) if point.href else dot


def _labels(plane: _Plane, records: Sequence[Point]) -> list[Html]:
    """Name the records from the newest back, where there is room."""
    labels: list[Html] = []
    taken: list[tuple[float, float]] = []
    for point in reversed(records):
        x, y = plane.x(_last_day(point.date)) + 8, plane.y(point.value) - 7
        name = printable(point.name)
        if len(name) > LONGEST_LABEL:
            name = name[: LONGEST_LABEL - 1] + "…"
        if any(abs(y - b) < LABEL_ROOM and abs(x - a) < 7.5 * LONGEST_LABEL for a, b in taken):
            continue
        taken.append((x, y))
        anchor = None
        if x + _width(name) > WIDTH:
            x, anchor = x - 16, "end"
        labels.append(tag("text", name, x=f"{x:.1f}", y=f"{y:.1f}", text_anchor=anchor))
    return labels


def _width(name: str) -> float:
    """Return about how wide a name is written; a sign of Chinese takes the room of two letters."""
    return sum(12.0 if unicodedata.east_asian_width(sign) in "WF" else 6.8 for sign in name)
