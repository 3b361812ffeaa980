"""The source of truth of a workspace: papers, what was read in them, corrections, resolver state.

One SQLite file in WAL mode. Everything done inside `with corpus.transaction():` is kept whole or
not at all, whatever kills the process.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Collection, Generator, Iterator
from dataclasses import dataclass, replace
from enum import StrEnum
from pathlib import Path

from kg.arguments import as_path, as_text, brief
from kg.corpus.authors import forget_authors, keep_authors
from kg.corpus.file import connect, now
from kg.corpus.ledger import Ledger
from kg.corpus.merge import id_rank, merge_papers, text_hash
from kg.corpus.pack import pack, unpack
from kg.corpus.rows import PAPER_COLUMNS, paper_to_row, row_to_paper
from kg.corpus.stated import with_stated_code
from kg.errors import InputError
from kg.ids import parse_paper_id, title_id
from kg.records import Extraction, Paper
from kg.sql import from_json, where_in
from kg.words import building, command, is_utf_8

_CHUNK = 500


__all__ = ["Added", "Corpus"]


class Added(StrEnum):
    """What became of a paper that was added."""

    NEW = "new"
    TEXT_CHANGED = "text changed"
    UPDATED = "updated"
    UNCHANGED = "unchanged"
    REMOVED = "removed before"


@dataclass(frozen=True, slots=True)
class _Stored:
    """A paper as it is kept, and which sources have given records of it."""

    paper: Paper
    sources: tuple[str, ...]


class Corpus(Ledger):
    """The papers of a workspace; open it with `with Corpus.open(folder) as corpus:`.

    Whatever reads or writes the file raises StoreError where it is closed, damaged, held by another
    process for too long, or on a full disk.
    """

    def __init__(self, connection: sqlite3.Connection, path: Path) -> None:
        super().__init__(connection, path)
        self._seen: set[tuple[str, str]] = set()

    @classmethod
    def open(
        cls,
        workspace: str | Path,
        *,
        read_only: bool = False,
        existing: bool = False,
        wait_s: float = 10,
    ) -> Corpus:
        """Open `corpus.sqlite` in a workspace folder; both are made unless read_only.

        A corpus of an older format is migrated (with read_only: refused).

        Args:
            workspace: The folder.
            read_only: Nothing is made or changed.
            existing: Nothing is made; an older format is migrated all the same.
            wait_s: How long to wait for another process that is writing.

        Raises:
            ConfigError: The folder is no path.
            StoreError: There is no corpus, it is damaged, of a newer kg, or not accessible.
        """
        path = as_path("workspace", workspace) / "corpus.sqlite"
        connection = connect(path, read_only=read_only, existing=existing, wait_s=wait_s)
        return cls(connection, path)

    # Papers

    def add(self, paper: Paper, *, source: str = "") -> Added:
        """Add a record of a paper; records of one paper become one, whatever their order.

        A changed text drops what was read in the old one. A record without an id adds nothing to a
        paper that has one: else it would matter which of several papers of one title came first.

        Args:
            paper: As a source gives it.
            source: Which file it came from. A paper that only this source has given before is
                replaced by what the source says now; else the newest text and the fullest fields
                of all sources are kept.
        """
        paper = merge_papers(paper, paper)
        with self.transaction():
            if self._is_removed(paper):
                return Added.REMOVED
            known = [self._load(paper_id) for paper_id in self._same_papers(paper)]
            if _is_weak(paper.id) and known and not _is_weak(known[0].paper.id):
                return Added.UNCHANGED
            again = any((source, stored.paper.id) in self._seen for stored in known)
            merged, sources = self._merged(paper, known, source=source, again=again)
            self._seen.add((source, merged.id))
            if known == [_Stored(merged, sources)]:
                return Added.UNCHANGED
            heirs = self._replace(known, _Stored(merged, sources))
            if [stored.paper for stored in known] == [merged]:
                return Added.UNCHANGED  # of a further source
            self.touch(merged.id, *(stored.paper.id for stored in known), *heirs)
        if not known:
            return Added.NEW
        kept = any(text_hash(stored.paper) == text_hash(merged) for stored in known)
        return Added.UPDATED if kept else Added.TEXT_CHANGED

    def _merged(
        self, paper: Paper, known: list[_Stored], *, source: str, again: bool
    ) -> tuple[Paper, tuple[str, ...]]:
        # A paper that had no id and now gains one leaves only its old id.
        aliases = {stored.paper.id for stored in known}
        known = [stored for stored in known if _is_weak(paper.id) or not _is_weak(stored.paper.id)]
        sources = {source}.union(*(stored.sources for stored in known))
        if sources == {source} and len(known) == 1 and not again:
            old = known[0].paper
            if paper.id == old.id and paper.version >= old.version:
                return _with_aliases(paper, {*aliases, *old.other_ids}), (source,)
        merged = paper
        for stored in known:
            merged = merge_papers(merged, stored.paper)
        if again and known and merged != known[0].paper:
            # Two records of one source disagree: the next run must not take the first for news.
            sources.add(f"{source}#2")
        return _with_aliases(merged, aliases), tuple(sorted(sources))

    def _same_papers(self, paper: Paper) -> list[str]:
        """Return ids of stored papers that a record belongs to: ids beat titles."""
        where, values = where_in("key", (paper.id, *paper.other_ids))
        rows = self.execute(f"SELECT key, paper FROM keys{where}", values)
        owners = [(str(key), str(owner)) for key, owner in rows]
        if _is_weak(paper.id):
            ranked = sorted({owner for _, owner in owners}, key=id_rank)
            return ranked[:1]
        # Two arXiv ids are two papers, whatever DOI or title they share.
        found = {owner for key, owner in owners if _is_weak(owner) or not _is_weak(key)}
        arxiv = sorted(key for key in {paper.id, *found} if key.startswith("arxiv:"))
        apart = set(arxiv) - {paper.id if paper.id in arxiv else min(arxiv, default="")}
        return sorted(found - apart, key=id_rank)

    def _replace(self, known: list[_Stored], new: _Stored) -> set[str]:
        """Write a paper in the place of others; return what else changed (see `_forget`)."""
        kept = None
        heirs: set[str] = set()
        for other in (stored.paper for stored in known):
            if text_hash(other) == text_hash(new.paper):
                rows = self.execute(
                    "SELECT version, body FROM extractions WHERE paper=?", (other.id,)
                )
                kept = rows[0] if rows else kept
            heirs |= self._forget(other.id)
        self.execute(
            f"INSERT INTO papers ({PAPER_COLUMNS}, sources) VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?)",
            (*paper_to_row(new.paper), json.dumps(new.sources, ensure_ascii=False)),
        )
        for key in (new.paper.id, *new.paper.other_ids):
            self.execute("INSERT OR IGNORE INTO keys VALUES (?, ?)", (key, new.paper.id))
        keep_authors(self, new.paper.id, new.paper.authors)
        if kept:
            self.execute("INSERT INTO extractions VALUES (?, ?, ?)", (new.paper.id, *kept))
        return heirs

    def _forget(self, paper_id: str) -> set[str]:
        """Take a paper out; return those that now tell how its authors are spelled."""
        heirs = forget_authors(self, paper_id)
        self.execute("DELETE FROM extractions WHERE paper = ?", (paper_id,))
        self.execute("DELETE FROM keys WHERE paper = ?", (paper_id,))
        self.execute("DELETE FROM papers WHERE id = ?", (paper_id,))
        return heirs

    def _load(self, paper_id: str) -> _Stored:
        sql = f"SELECT {PAPER_COLUMNS}, sources FROM papers WHERE id = ?"
        *row, sources = self.execute(sql, (paper_id,))[0]
        return _Stored(row_to_paper(row), tuple(from_json(sources)))

    def find(self, name: str) -> str | None:
        """Return the id of the paper that an id in any spelling means; None if it is not here.

        Args:
            name: An id, alias, DOI or address, or a paper's exact title.

        Raises:
            ConfigError: It is no text.
        """
        for key in _keys(name):
            rows = self.execute("SELECT paper FROM keys WHERE key = ?", (key,))
            if rows:
                return min((str(row[0]) for row in rows), key=id_rank)
        return None

    def paper(self, name: str) -> Paper:
        """Return the paper that an id in any spelling means.

        Raises:
            ConfigError: Its name is no text.
            InputError: There is no such paper.
        """
        found = self.find(name)
        if found is None:
            hint = f"add it with: {building(self.path.parent, 'FILE')}"
            if self._removed_id(name):
                undo = command("kg", "remove", name, "--undo")
                hint = f"it was taken out; let it in again with: {undo}"
            raise InputError(f"no paper {brief(name)} in '{self.path}'; {hint}")
        return self._load(found).paper

    def papers(self) -> Iterator[Paper]:
        """Yield every paper, sorted by id."""
        for row in self.stream(f"SELECT {PAPER_COLUMNS} FROM papers ORDER BY id"):
            yield row_to_paper(row)

    def __len__(self) -> int:
        return self.count("SELECT count(*) FROM papers")

    # Extractions

    def pending(self, version: str | None = None) -> Iterator[Paper]:
        """Yield the papers to read, sorted by id; extractions may be saved meanwhile.

        Args:
            version: With a version, papers read by any other version come again too.
        """
        ids = [
            str(row[0])
            for row in self.execute(
                "SELECT id FROM papers LEFT JOIN extractions e ON e.paper = papers.id"
                " WHERE e.paper IS NULL OR e.version <> ? ORDER BY id",
                (version,),
            )
        ]
        for start in range(0, len(ids), _CHUNK):
            where, values = where_in("id", ids[start : start + _CHUNK])
            sql = f"SELECT {PAPER_COLUMNS} FROM papers{where} ORDER BY id"
            yield from map(row_to_paper, self.execute(sql, values))

    def pending_count(self, version: str | None = None) -> int:
        """Return how many papers `pending` would yield."""
        return self.count(
            "SELECT count(*) FROM papers LEFT JOIN extractions e ON e.paper = papers.id"
            " WHERE e.paper IS NULL OR e.version <> ?",
            (version,),
        )

    def outdated_count(self, version: str) -> int:
        """Return how many papers another version than this one has read."""
        return self.count("SELECT count(*) FROM extractions WHERE version <> ?", (version,))

    def save_extraction(self, paper_id: str, extraction: Extraction) -> None:
        """Keep what was read in a paper, in place of an earlier reading.

        Raises:
            ConfigError: Its name is no text.
            InputError: There is no such paper.
            StoreError: A mention does not stand in the paper's text.
        """
        paper = self.paper(paper_id)
        body = pack(extraction, text=paper.text)
        with self.transaction():
            self.execute(
                "INSERT OR REPLACE INTO extractions VALUES (?, ?, ?)",
                (paper.id, extraction.version, body),
            )
            self.touch(paper.id)

    def items(
        self, papers: Collection[str] | None = None
    ) -> Generator[tuple[Paper, Extraction], None, None]:
        """Yield papers that have been read with what was read, sorted by id.

        What a paper's record states as its code comes with it.

        Args:
            papers: Ids of those wanted, unknown ones are passed over; None for all.
        """
        columns = ", ".join(f"p.{name.strip()}" for name in PAPER_COLUMNS.split(","))
        where, values = where_in("p.id", papers)
        for *row, version, body in self.stream(
            f"SELECT {columns}, e.version, e.body FROM papers p JOIN extractions e"
            f" ON e.paper = p.id{where} ORDER BY p.id",
            values,
        ):
            paper = row_to_paper(tuple(row))
            assert isinstance(body, bytes)
            read = unpack(body, text=paper.text, version=str(version))
            yield paper, with_stated_code(paper, read)

    def extraction(self, paper_id: str) -> Extraction | None:
        """Return what was read in a paper; None if it has not been read yet.

        Raises:
            ConfigError: Its name is no text.
            InputError: There is no such paper.
        """
        paper = self.paper(paper_id)
        for version, body in self.execute(
            "SELECT version, body FROM extractions WHERE paper = ?", (paper.id,)
        ):
            assert isinstance(body, bytes)
            return unpack(body, text=paper.text, version=str(version))
        return None

    # Removed papers

    def remove(self, name: str) -> str:
        """Take a paper out and keep it out when its file is read again; return its id.

        Raises:
            ConfigError: Its name is no text.
            InputError: There is no such paper.
        """
        paper = self.paper(name)
        with self.transaction():
            for key in (paper.id, *paper.other_ids):
                self.execute(
                    "INSERT OR REPLACE INTO removed VALUES (?, ?, ?)", (key, paper.id, now())
                )
            heirs = self._forget(paper.id)
            self.touch(paper.id, *heirs)
        return paper.id

    def restore(self, name: str) -> str:
        """Let a removed paper in again when its file is next read; return its id.

        Raises:
            ConfigError: Its name is no text.
            InputError: No such paper was removed.
        """
        paper_id = self._removed_id(name)
        if paper_id is None:
            raise InputError(f"no paper {brief(name)} was removed from '{self.path}'")
        with self.transaction():
            self.execute("DELETE FROM removed WHERE paper = ?", (paper_id,))
        return paper_id

    def _removed_id(self, name: str) -> str | None:
        where, values = where_in("key", _keys(name))
        rows = self.execute(f"SELECT paper FROM removed{where}", values)
        return str(rows[0][0]) if rows else None

    def removed(self) -> list[tuple[str, str]]:
        """Return id and date of the removed papers, sorted by id."""
        rows = self.execute("SELECT paper, min(date) FROM removed GROUP BY paper ORDER BY paper")
        return [(str(paper), str(date)) for paper, date in rows]

    def _is_removed(self, paper: Paper) -> bool:
        keys = [key for key in (paper.id, *paper.other_ids) if not _is_weak(key)]
        where, values = where_in("key", keys or [paper.id])
        # A DOI that a paper here has, too, leads to that one.
        held = "SELECT key FROM keys"
        rows = self.execute(f"SELECT paper FROM removed{where} AND key NOT IN ({held})", values)
        # As for those that are here: two arXiv ids are two papers, whatever DOI they share.
        return any(not _are_two(paper.id, str(owner)) for (owner,) in rows)


def _keys(name: str) -> list[str]:
    if not is_utf_8(as_text("the paper", name)):
        return []
    parsed = parse_paper_id(name)
    return [parsed[0]] if parsed else [name.strip(), title_id(name)]


def _is_weak(key: str) -> bool:
    return key.startswith("paper:")


def _are_two(one: str, two: str) -> bool:
    return one != two and one.startswith("arxiv:") and two.startswith("arxiv:")


def _with_aliases(paper: Paper, aliases: set[str]) -> Paper:
    ids = {*paper.other_ids, *aliases} - {paper.id}
    return replace(paper, other_ids=tuple(sorted(ids)))
