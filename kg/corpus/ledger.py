"""What a corpus keeps beside papers: corrections of people, and what changed when."""

from __future__ import annotations

import json
from collections.abc import Collection
from dataclasses import replace

from kg.corpus.file import Database, now
from kg.corpus.merge import id_rank
from kg.errors import InputError
from kg.records import Correction
from kg.sql import from_json


class Ledger(Database):
    """Corrections, and what changed when, in the file of a corpus."""

    def add_correction(
        self, kind: str, payload: dict[str, object], *, author: str, date: str | None = None
    ) -> int:
        """Keep a correction and return its id; its date is now unless given."""
        with self.transaction():
            self.execute(
                "INSERT INTO corrections (kind, payload, author, date) VALUES (?, ?, ?, ?)",
                (kind, json.dumps(payload, sort_keys=True), author, date or now()),
            )
            number = self.count("SELECT last_insert_rowid()")
            self.touch(*_paper_of(payload))
        return number

    def corrections(self, *, undone: bool = False) -> list[Correction]:
        """Return the corrections in the order of entry, about papers by the ids they have now.

        Args:
            undone: With those that were taken back.
        """
        return [
            Correction(
                int(str(number)),
                str(kind),
                self._by_present_ids(from_json(payload)),
                str(author),
                str(date),
                bool(taken_back),
            )
            for number, kind, payload, author, date, taken_back in self.execute(
                "SELECT id, kind, payload, author, date, undone FROM corrections"
                " WHERE undone <= ? ORDER BY id",
                (int(undone),),
            )
        ]

    def _by_present_ids(self, payload: dict[str, object]) -> dict[str, object]:
        """A paper that had no id when it was corrected may have gained one since."""
        found = {
            key: self._by_present_ids(part) if isinstance(part, dict) else part
            for key, part in payload.items()
        }
        if isinstance(paper := found.get("paper"), str):
            rows = self.execute("SELECT paper FROM keys WHERE key = ?", (paper,))
            owners = [str(owner) for (owner,) in rows]
            if owners and paper not in owners:
                found["paper"] = min(owners, key=id_rank)
        return found

    def undo_correction(self, number: int) -> Correction:
        """Take a correction back.

        Raises:
            InputError: There is no such correction, or it was taken back before.
        """
        found = [item for item in self.corrections(undone=True) if item.id == number]
        if not found:
            raise InputError(f"no correction {number}; list them with: kg names --corrections")
        if found[0].undone:
            raise InputError(
                f"correction {number} is taken back already; see: kg names --corrections"
            )
        with self.transaction():
            self.execute("UPDATE corrections SET undone = 1 WHERE id = ?", (number,))
            self.touch(*_paper_of(found[0].payload))
        return replace(found[0], undone=True)

    def changed_papers(self, since: int) -> set[str]:
        """Return the papers that changed after a revision, also those that are gone."""
        rows = self.execute("SELECT paper FROM changes WHERE revision > ?", (since,))
        return {str(row[0]) for row in rows}

    def same_titles(self, papers: Collection[str]) -> dict[str, list[str]]:
        """Return title and ids of papers with one title, which their ids keep apart.

        Args:
            papers: One of these has to be among them.
        """
        if not papers:
            return {}
        titles = "key >= 'paper:' AND key < 'paper;'"
        rows = self.execute(
            "SELECT k.key, k.paper, p.title FROM keys k JOIN papers p ON p.id = k.paper"
            f" WHERE {titles} AND key IN"
            f" (SELECT key FROM keys WHERE {titles} GROUP BY key HAVING count(*) > 1)"
            " ORDER BY k.key, k.paper"
        )
        groups: dict[str, dict[str, str]] = {}
        for key, paper, title in rows:
            groups.setdefault(str(key), {})[str(paper)] = str(title)
        found: dict[str, set[str]] = {}
        wanted = set(papers)
        for group in groups.values():
            if not wanted.isdisjoint(group):
                # Of a paper with two titles either may be that of another.
                found.setdefault(next(iter(group.values())), set()).update(group)
        by_ids = [(sorted(group), title) for title, group in found.items()]
        return {title: ids for ids, title in sorted(by_ids)}


def _paper_of(payload: dict[str, object]) -> list[str]:
    """The paper whose facts a correction changes; names are kept apart by the resolver itself."""
    paper = payload.get("paper")
    return [paper] if isinstance(paper, str) else []
