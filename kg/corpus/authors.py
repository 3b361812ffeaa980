"""Who wrote the papers of a corpus, and how their names are spelled."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from kg.corpus.file import Database, author_rows
from kg.sql import from_json, where_in
from kg.text import author_id


class Authors(Database):
    """Authors in the file of a corpus: names that fold to the same are one."""

    def author_names(self, papers: Collection[str] | None = None) -> dict[str, str]:
        """Return the authors by id, each as the first of all papers that were read spells it.

        Args:
            papers: Only the authors of these; None for all.
        """
        wanted: set[str] | None = None
        if papers is not None:
            where, values = where_in("id", papers)
            rows = self.execute(f"SELECT authors FROM papers{where}", values)
            wanted = {author_id(name) for (names,) in rows for name in from_json(names)}
        where, values = where_in("a.id", wanted)
        rows = self.execute(
            "SELECT a.id, a.name, min(a.paper) FROM authors a"
            f" JOIN extractions e ON e.paper = a.paper{where} GROUP BY a.id ORDER BY a.id",
            values,
        )
        return {str(author): str(name) for author, name, _ in rows}

    def _keep_authors(self, paper_id: str, names: Sequence[str]) -> None:
        rows = author_rows(paper_id, names)
        self.execute_many("INSERT OR IGNORE INTO authors VALUES (?, ?, ?)", rows)

    def _forget_authors(self, paper_id: str) -> set[str]:
        """Drop a paper's authors; return the papers that may now tell how they are spelled."""
        heirs = set()
        for (names,) in self.execute("SELECT authors FROM papers WHERE id = ?", (paper_id,)):
            for author, _, _ in author_rows(paper_id, from_json(names)):
                key = (author, paper_id)
                self.execute("DELETE FROM authors WHERE id = ? AND paper = ?", key)
                first = self.execute(
                    "SELECT a.paper FROM authors a JOIN extractions e ON e.paper = a.paper"
                    " WHERE a.id = ? ORDER BY a.paper LIMIT 1",
                    (author,),
                )
                heirs |= {str(row[0]) for row in first}
        return heirs
