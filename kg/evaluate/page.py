"""Scores as Markdown tables and as JSON, and the section of a page that holds them."""

from __future__ import annotations

import re
from pathlib import Path

from kg.errors import InputError
from kg.evaluate import HEADLINES, MISSED, SPURIOUS, Count, Scores
from kg.records import EntityType
from kg.whole_file import whole_file
from kg.words import counted


def score_table(scores: Scores) -> str:
    """Return the figures as a Markdown table, the headlines with 95 % intervals."""
    lines = [
        "| | P | R | F1 | 95 % interval | right | predicted | gold |",
        "| --- | ---: | ---: | ---: | --- | ---: | ---: | ---: |",
    ]
    for what in (*HEADLINES, *(what for what in scores.total if what not in HEADLINES)):
        count = scores.total.get(what, Count())
        low, high = scores.interval(what)
        lines.append(
            f"| {what} | {_figure(count.precision)} | {_figure(count.recall)} | {count.f1:.1f} "
            f"| {low:.1f}–{high:.1f} | {count.right} | {count.predicted} | {count.gold} |"
        )
    return "\n".join(lines)


def confusion_table(scores: Scores) -> str:
    """Return a Markdown table: a row a gold type, a column a predicted one."""
    types = [entity_type.value for entity_type in EntityType]
    columns = [*types, MISSED]
    lines = [f"| gold \\ predicted | {' | '.join(columns)} |", "| --- |" + " ---: |" * len(columns)]
    for row in (*types, SPURIOUS):
        cells = [str(scores.confusion.get((row, column), "")) for column in columns]
        lines.append(f"| {row} | {' | '.join(cells)} |")
    return "\n".join(lines)


def scores_page(scores: Scores) -> str:
    """Return both tables and how many papers they count."""
    head = f"{counted(len(scores.papers), 'paper')}, {scores.unpredicted} without a prediction"
    if scores.left_out:
        head += f"; {scores.left_out} predicted but not in the gold, left out"
    return f"{head}.\n\n{score_table(scores)}\n\n{confusion_table(scores)}"


def scores_json(scores: Scores) -> dict[str, dict[str, object]]:
    """Return the figures of everything counted, with 95 % intervals of F1, ready for JSON.

    A precision of nothing predicted and a recall of nothing annotated are null.
    """
    return {
        what: {
            "precision": _rounded(count.precision),
            "recall": _rounded(count.recall),
            "f1": round(count.f1, 1),
            "interval": [round(end, 1) for end in scores.interval(what)],
            "right": count.right,
            "predicted": count.predicted,
            "gold": count.gold,
        }
        for what, count in scores.total.items()
    }


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, 1)


def _figure(value: float | None) -> str:
    return "–" if value is None else f"{value:.1f}"


def write_section(page: Path, *, title: str, body: str) -> None:
    """Replace or append the section of that title (level 2) in a Markdown file.

    Raises:
        InputError: The file cannot be read or written.
    """
    try:
        text = page.read_text(encoding="utf-8") if page.exists() else ""
        with whole_file(page) as file:
            file.write(replace_section(text, title=title, body=body))
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(f"cannot write '{page}': {error}") from error


def replace_section(page: str, *, title: str, body: str) -> str:
    """Return a Markdown page with the section of that title (level 2) replaced or appended."""
    section = f"## {title}\n\n{body.strip()}\n"
    found = re.search(rf"^## {re.escape(title)}\n.*?(?=^## |\Z)", page, re.MULTILINE | re.DOTALL)
    if found:
        tail = page[found.end() :]
        return page[: found.start()] + section + ("\n" + tail if tail else "")
    return page.rstrip() + "\n\n" + section
