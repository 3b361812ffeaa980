"""A paper as a row of the table of papers."""

from __future__ import annotations

import json
from collections.abc import Sequence

from kg.records import Paper
from kg.sql import from_json

PAPER_COLUMNS = (
    "id, title, abstract, authors, published, date_precision, url, categories, source_id, version,"
    " other_ids, code"
)


def paper_to_row(paper: Paper) -> tuple[object, ...]:
    """Return the values of the columns."""
    return (
        paper.id,
        paper.title,
        paper.abstract,
        json.dumps(paper.authors, ensure_ascii=False),
        paper.published,
        paper.date_precision,
        paper.url,
        json.dumps(paper.categories, ensure_ascii=False),
        paper.source_id,
        paper.version,
        json.dumps(paper.other_ids, ensure_ascii=False),
        json.dumps(paper.code, ensure_ascii=False),
    )


def row_to_paper(row: Sequence[object]) -> Paper:
    """Return the paper of a row of these columns.

    Raises:
        StoreError: The row is damaged.
    """
    values = list(row)
    for index in (3, 7, 10):
        values[index] = tuple(from_json(values[index]))
    values[11] = tuple((url, said) for url, said in from_json(values[11]))
    return Paper(*values)  # type: ignore[arg-type]
