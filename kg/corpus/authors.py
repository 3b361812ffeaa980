"""Who wrote the papers of a corpus, and how their names are spelled."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from kg.corpus.file import Database, author_rows
from kg.sql import from_json, where_in
from kg.text import author_id


def author_names(database: Database, papers: Collection[str] | None = None) -> dict[str, str]:
    """Return the authors by id, each as the first of all papers that were read spells it.

    Args:
        database: The open file of a corpus.
        papers: Only the authors of these; None for all.
    """
    wanted: set[str] | None = None
    if papers is not None:
        where, values = where_in("id", papers)
        rows = database.execute(f"SELECT authors FROM papers{where}", values)
        wanted = {author_id(name) for (names,) in rows for name in from_json(names)}
    where, values = where_in("a.id", wanted)
    rows = database.execute(
        "SELECT a.id, a.name, min(a.paper) FROM authors a"
        f" JOIN extractions e ON e.paper = a.paper{where} GROUP BY a.id ORDER BY a.id",
        values,
    )
    return {str(author): str(name) for author, name, _ in rows}


def keep_authors(database: Database, paper_id: str, names: Sequence[str]) -> None:
    """Keep who wrote a paper; of two spellings of one author the first counts."""
    rows = author_rows(paper_id, names)
    database.execute_many("INSERT OR IGNORE INTO authors VALUES (?, ?, ?)", rows)


def forget_authors(database: Database, paper_id: str) -> set[str]:
    """Drop a paper's authors; return the papers that may now tell how they are spelled."""
    heirs = set()
    for (names,) in database.execute("SELECT authors FROM papers WHERE id = ?", (paper_id,)):
        for author, _, _ in author_rows(paper_id, from_json(names)):
            key = (author, paper_id)
            database.execute("DELETE FROM authors WHERE id = ? AND paper = ?", key)
            first = database.execute(
                "SELECT a.paper FROM authors a JOIN extractions e ON e.paper = a.paper"
                " WHERE a.id = ? ORDER BY a.paper LIMIT 1",
                (author,),
            )
            heirs |= {str(row[0]) for row in first}
    return heirs
