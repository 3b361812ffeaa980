"""Answers as the table that a notebook shows of them."""

from __future__ import annotations

import html
import re
from collections.abc import Mapping, Sequence
from typing import Any

from kg.words import counted

# As many as one looks through; pandas shows 60.
MOST = 50
_LONGEST = 120
_CONTROL = re.compile("[\x00-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")


def table(
    rows: Sequence[Mapping[str, Any]], columns: Sequence[str], notes: Sequence[str], *, total: int
) -> str:
    """Return rows as a table like that of pandas, with what it leaves out and the notes under it.

    What papers say is text there: no markup, and no formula that the notebook would typeset.

    Args:
        rows: Those to show.
        columns: Names of the columns.
        notes: Remarks on the answer.
        total: How many rows the answer has.
    """
    head = "".join(f"<th>{_escaped(name)}</th>" for name in columns)
    cells = ["".join(f"<td>{_cell(row.get(name))}</td>" for name in columns) for row in rows]
    body = "".join(f"<tr><th>{number}</th>{row}</tr>" for number, row in enumerate(cells))
    shown = f"first {len(rows):,} of " if len(rows) < total else ""
    said = f"{shown}{counted(total, 'row')}"
    if columns:
        said += f" × {counted(len(columns), 'column')}"
        head = f"<thead><tr><th></th>{head}</tr></thead>"
    made = f'<table border="1" class="dataframe">{head}<tbody>{body}</tbody></table>'
    remarks = "".join(f"<p>{_escaped(note)}</p>" for note in notes)
    # These two classes are what keeps MathJax, of either version, from what stands there.
    return (
        '<div class="tex2jax_ignore mathjax_ignore">'
        f"{made if columns else ''}<p>{said}</p>{remarks}</div>"
    )


def card(fields: Mapping[str, object], tables: Mapping[str, str]) -> str:
    """Return one thing as its fields, with a table under each further name.

    Args:
        fields: Those to show; what says nothing is left out.
        tables: HTML by name.
    """
    said = {name: value for name, value in fields.items() if value not in (None, "", (), [])}
    rows = "".join(
        f"<tr><th>{_escaped(name)}</th><td>{_escaped(_text(value))}</td></tr>"
        for name, value in said.items()
    )
    below = "".join(f"<h4>{_escaped(name)}</h4>{made}" for name, made in tables.items())
    return (
        '<div class="tex2jax_ignore mathjax_ignore">'
        f'<table border="1" class="dataframe"><tbody>{rows}</tbody></table>{below}</div>'
    )


def _cell(value: object) -> str:
    if isinstance(value, float) and abs(value) >= 1e-3:
        value = round(value, 4)
    text = _text(value)
    return _escaped(text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…")


def _text(value: object) -> str:
    return ", ".join(map(str, value)) if isinstance(value, (list, tuple)) else str(value)


def _escaped(text: object) -> str:
    return html.escape(_CONTROL.sub(" ", str(text)))
