"""What a corpus keeps beside papers: corrections of people, state of the resolver."""

from __future__ import annotations

import json
import zlib
from dataclasses import replace

from kg.corpus.file import Database, now
from kg.errors import InputError
from kg.records import Correction


class Ledger(Database):
    """Corrections and named values in the file of a corpus."""

    def add_correction(
        self, kind: str, payload: dict[str, object], *, author: str, date: str | None = None
    ) -> int:
        """Keep a correction and return its id; its date is now unless given."""
        with self.transaction():
            self._run(
                "INSERT INTO corrections (kind, payload, author, date) VALUES (?, ?, ?, ?)",
                (kind, json.dumps(payload, sort_keys=True), author, date or now()),
            )
            self._touch()
            return self._number("SELECT last_insert_rowid()")

    def corrections(self, *, undone: bool = False) -> list[Correction]:
        """Return the corrections in the order of entry.

        Args:
            undone: With those that were taken back.
        """
        return [
            Correction(
                int(str(number)),
                str(kind),
                json.loads(str(payload)),
                str(author),
                str(date),
                bool(taken_back),
            )
            for number, kind, payload, author, date, taken_back in self._run(
                "SELECT id, kind, payload, author, date, undone FROM corrections"
                " WHERE undone <= ? ORDER BY id",
                (int(undone),),
            )
        ]

    def undo_correction(self, number: int, *, undone: bool = True) -> Correction:
        """Take a correction back, or with undone=False put it in force again.

        Raises:
            InputError: There is no such correction.
        """
        found = [item for item in self.corrections(undone=True) if item.id == number]
        if not found:
            raise InputError(f"no correction {number}; list them with: kg names --corrections")
        if found[0].undone != undone:
            with self.transaction():
                self._run("UPDATE corrections SET undone = ? WHERE id = ?", (int(undone), number))
                self._touch()
        return replace(found[0], undone=undone)

    def state(self, name: str) -> object:
        """Return the JSON value kept under a name; None if there is none."""
        for (value,) in self._run("SELECT value FROM state WHERE name = ?", (name,)):
            assert isinstance(value, bytes)
            return json.loads(zlib.decompress(value))
        return None

    def set_state(self, name: str, value: object) -> None:
        """Keep a JSON value under a name; the revision stays."""
        body = zlib.compress(json.dumps(value, separators=(",", ":")).encode())
        with self.transaction():
            self._run("INSERT OR REPLACE INTO state VALUES (?, ?)", (name, body))
