"""The nodes that the names of a corpus mean: what they are called, part of, and were before."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from kg.records import Conflict, DerivedRelation, RelationType
from kg.sql import LIST, json_list, where_in


@dataclass(frozen=True, slots=True)
class NodeName:
    """Where a node stands among the names.

    Attributes:
        keys: Keys under which others find it.
        wants: Keys of what it would be a part of, the nearest first, each with its rule.
    """

    keys: Sequence[str]
    wants: Sequence[tuple[str, str]]


class File(Protocol):
    """What the tables need of the file of a corpus; `kg.corpus.Corpus` has it."""

    def execute(self, sql: str, parameters: Sequence[object] = ()) -> list[tuple[object, ...]]:
        """Run one statement and return its rows."""

    def execute_many(self, sql: str, rows: Iterable[Sequence[object]]) -> None:
        """Run one statement for each row."""

    def count(self, sql: str, parameters: Sequence[object] = ()) -> int:
        """Return the one whole number that a query gives."""


class NodeTables:
    """The tables of nodes in the file of a corpus; revisions tell what a graph lacks."""

    def __init__(self, file: File) -> None:
        self._file = file

    def mark_nodes(self, nodes: Iterable[str], *, revision: int) -> None:
        """Note that a graph has to write these nodes again."""
        self._file.execute_many(
            "UPDATE nodes SET revision = ? WHERE id = ?",
            ((revision, node) for node in sorted(nodes)),
        )

    def nodes(self, ids: Collection[str] | None = None) -> list[tuple[str, str]]:
        """Return id and packed body of nodes, sorted by id.

        Args:
            ids: Which; None for all.
        """
        where, values = where_in("id", ids)
        rows = self._file.execute(f"SELECT id, body FROM nodes{where} ORDER BY id", values)
        return [(str(node), str(body)) for node, body in rows]

    def names(self, types: Collection[str] | None = None) -> list[str]:
        """Return what nodes are called, sorted.

        Args:
            types: Of which types; None for all.
        """
        where, values = where_in("json_extract(body, '$[1]')", types)
        rows = self._file.execute(f"SELECT json_extract(body, '$[0]') FROM nodes{where}", values)
        return sorted(str(name) for (name,) in rows)

    def links(self, papers: Collection[str] | None = None) -> dict[tuple[str, str], str]:
        """Return the node that each paper means by each of its names.

        Args:
            papers: Which; None for all.
        """
        where, values = where_in("paper", papers)
        rows = self._file.execute(f"SELECT paper, entity, node FROM uses{where}", values)
        return {(str(paper), str(entity)): str(node) for paper, entity, node in rows}

    def conflicts(self) -> tuple[Conflict, ...]:
        """Return the merges that were refused, sorted."""
        rows = self._file.execute(
            "SELECT DISTINCT one, two, evidence, rule FROM conflicts ORDER BY 1, 2, 3, 4"
        )
        return tuple(Conflict(*map(str, row)) for row in rows)

    # Retired ids

    def redirects(self, nodes: Collection[str] | None = None) -> dict[str, str]:
        """Return where retired ids lead, sorted.

        Args:
            nodes: Only those that lead to these; None for all.
        """
        where, values = where_in("target", nodes)
        sql = f"SELECT id, target FROM retired{where or ' WHERE target IS NOT NULL'} ORDER BY id"
        return {str(old): str(new) for old, new in self._file.execute(sql, values)}

    def retire(
        self, successors: Mapping[str, str | None], alive: Collection[str], *, revision: int
    ) -> None:
        """Keep where ids lead that are gone, and forget those that are back.

        Args:
            successors: Ids that are gone now, each with the node in its place or None.
            alive: Ids that are there now and may have been gone.
            revision: The corpus revision that this shows.
        """
        self.mark_nodes({t for t in successors.values() if t is not None}, revision=revision)
        followed = self.redirects(successors.keys())
        changed = {old: successors[t] for old, t in followed.items() if old not in alive}
        self.mark_nodes({t for t in changed.values() if t is not None}, revision=revision)
        back = self._texts(
            f"SELECT target FROM retired WHERE target IS NOT NULL AND id IN {LIST}",
            json_list(alive),
        )
        self.mark_nodes(back, revision=revision)
        self._file.execute(f"DELETE FROM retired WHERE id IN {LIST}", (json_list(alive),))
        self._file.execute_many(
            "INSERT OR REPLACE INTO retired VALUES (?, ?, ?)",
            ((old, revision, new) for old, new in sorted({**changed, **successors}.items())),
        )

    # Parts of families

    def derive(
        self, names: Mapping[str, NodeName], gone: Collection[str], *, revision: int
    ) -> None:
        """Find anew what nodes are part of, where names came, changed or went.

        Args:
            names: Nodes that are new or may have another name.
            gone: Nodes that are gone.
            revision: The corpus revision that this shows.
        """
        keys = self._replace_node_names(names, gone)
        asked = names.keys() | self._texts(
            f"SELECT id FROM wants WHERE key IN {LIST}", json_list(keys)
        )
        ids = json_list({*asked, *gone})
        sql = f"SELECT id, target, rule FROM derived WHERE id IN {LIST}"
        before = {str(row[0]): row for row in self._file.execute(sql, (ids,))}
        now: dict[str, tuple[object, ...]] = {}
        for node, target, rule in self._file.execute(
            "SELECT w.id, (SELECT min(k.id) FROM node_keys k WHERE k.key = w.key), w.rule"
            f" FROM wants w WHERE w.id IN {LIST} ORDER BY w.id, w.rank",
            (ids,),
        ):
            if target is not None and target != node:
                now.setdefault(str(node), (node, target, rule))
        changed = {node for node in before.keys() | now.keys() if before.get(node) != now.get(node)}
        self._file.execute(f"DELETE FROM derived WHERE id IN {LIST}", (json_list(changed),))
        rows = (now[node] for node in sorted(changed & now.keys()))
        self._file.execute_many("INSERT INTO derived VALUES (?, ?, ?)", rows)
        self.mark_nodes(changed, revision=revision)

    def _replace_node_names(self, names: Mapping[str, NodeName], gone: Collection[str]) -> set[int]:
        """Write the keys of nodes; return those that lead to another node now."""
        ids = json_list({*names, *gone})
        sql = f"SELECT key, id FROM node_keys WHERE id IN {LIST}"
        before = {(int(str(key)), str(node)) for key, node in self._file.execute(sql, (ids,))}
        now = {(code(key), node) for node, name in names.items() for key in name.keys}
        delete = "DELETE FROM node_keys WHERE key = ? AND id = ?"
        self._file.execute_many(delete, sorted(before - now))
        self._file.execute_many("INSERT INTO node_keys VALUES (?, ?)", sorted(now - before))
        self._file.execute(f"DELETE FROM wants WHERE id IN {LIST}", (ids,))
        self._file.execute_many(
            "INSERT INTO wants VALUES (?, ?, ?, ?)",
            (
                (node, rank, code(key), rule)
                for node, name in sorted(names.items())
                for rank, (key, rule) in enumerate(name.wants)
            ),
        )
        return {key for key, _ in before ^ now}

    def derived(self, nodes: Collection[str] | None = None) -> tuple[DerivedRelation, ...]:
        """Return what is part of what by its name, sorted.

        Args:
            nodes: Only what these are part of; None for all.
        """
        where, values = where_in("id", nodes)
        rows = self._file.execute(f"SELECT id, target, rule FROM derived{where} ORDER BY 1", values)
        return tuple(
            DerivedRelation(RelationType.PART_OF, str(node), str(target), str(rule))
            for node, target, rule in rows
        )

    def _numbers(self, sql: str, *values: object) -> set[int]:
        return {int(str(row[0])) for row in self._file.execute(sql, values)}

    def _texts(self, sql: str, value: object) -> set[str]:
        return {str(row[0]) for row in self._file.execute(sql, (value,))}


def code(key: str) -> int:
    """Return a key as a whole number of 64 bits, an eighth of its size in the file."""
    return int.from_bytes(hashlib.blake2b(key.encode(), digest_size=8).digest(), signed=True)
