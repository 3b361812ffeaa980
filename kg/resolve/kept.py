"""The names of a corpus: which use of which name is which node, and what changed when.

A neighbourhood ("hood") is a set of uses that share keys, directly or through others: it is
resolved as a whole, and nothing outside it can change it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from kg.records import Conflict
from kg.resolve.kept_nodes import NodeTables, code
from kg.sql import LIST, json_list


@dataclass(frozen=True, slots=True)
class Use:
    """One name in one paper.

    Attributes:
        paper: Id of the paper.
        entity: The entity's name within it.
        node: Id of the node that it means.
        body: What the resolver knows of it, packed.
    """

    paper: str
    entity: str
    node: str
    body: str


@dataclass(frozen=True, slots=True)
class HoodRows:
    """One neighbourhood, to be kept.

    Attributes:
        uses: Its uses.
        keys: All keys that connect it.
        nodes: Id and packed body of each of its nodes.
        conflicts: Merges that were refused in it.
    """

    uses: Sequence[Use]
    keys: Collection[str]
    nodes: Mapping[str, str]
    conflicts: Sequence[Conflict]


@dataclass(frozen=True, slots=True)
class Moved:
    """What a replacement changed.

    Attributes:
        papers: Papers whose names mean other nodes now.
        nodes: Nodes that are new or changed.
        gone: Nodes that are gone, with what they were, packed.
    """

    papers: set[str]
    nodes: set[str]
    gone: dict[str, str]


class NameTables(NodeTables):
    """The tables of the resolver in the file of a corpus."""

    # What is shown

    @property
    def revision(self) -> int:
        """The corpus revision that the names show; -1 before the first."""
        return int(self._meta("names_revision"))

    @property
    def rules(self) -> str:
        """The version of the rules that made them."""
        return self._meta("names_rules")

    @property
    def corrections(self) -> str:
        """The corrections of names that they follow, packed by the resolver."""
        return self._meta("names_corrections")

    def _meta(self, key: str) -> str:
        return str(self._file.execute("SELECT value FROM meta WHERE key = ?", (key,))[0][0])

    def finish(self, *, revision: int, rules: str, corrections: str) -> None:
        """Say what the names show now."""
        self._file.execute_many(
            "UPDATE meta SET value = ? WHERE key = ?",
            [
                (revision, "names_revision"),
                (rules, "names_rules"),
                (corrections, "names_corrections"),
            ],
        )

    def changed_nodes(self, since: int) -> set[str]:
        """Return the nodes that changed after a revision, also those that are gone."""
        nodes = self._texts("SELECT id FROM nodes WHERE revision > ?", since)
        return nodes | self._texts("SELECT id FROM retired WHERE revision > ?", since)

    # Neighbourhoods

    def hoods(self) -> set[int]:
        """Return all neighbourhoods."""
        return self._numbers("SELECT DISTINCT hood FROM uses")

    def hoods_of_papers(self, papers: Collection[str]) -> set[int]:
        """Return the neighbourhoods in which papers use names."""
        sql = f"SELECT DISTINCT hood FROM uses WHERE paper IN {LIST}"
        return self._numbers(sql, json_list(papers))

    def hoods_of_keys(self, keys: Collection[str]) -> set[int]:
        """Return the neighbourhoods that keys belong to."""
        sql = f"SELECT DISTINCT hood FROM hood_keys WHERE key IN {LIST}"
        return self._numbers(sql, json_list(list(map(code, keys))))

    def uses(self, hoods: Collection[int]) -> list[Use]:
        """Return the uses of names in neighbourhoods."""
        return [
            Use(*map(str, row))
            for row in self._file.execute(
                f"SELECT paper, entity, node, body FROM uses WHERE hood IN {LIST}",
                (json_list(hoods),),
            )
        ]

    def replace(self, old: Collection[int], new: Sequence[HoodRows], *, revision: int) -> Moved:
        """Put neighbourhoods in the place of others, and return what that changed.

        Args:
            old: Neighbourhoods that the new ones take in whole.
            new: What there is now.
            revision: The corpus revision that this shows.
        """
        olds = json_list(old)
        numbers, papers = self._replace_uses(olds, new)
        rows = list(zip(numbers, new, strict=True))
        self._replace_links(olds, rows)
        changed, gone = self._replace_nodes(olds, rows, revision)
        return Moved(papers, changed, gone)

    def _replace_uses(self, olds: str, new: Sequence[HoodRows]) -> tuple[list[int], set[str]]:
        """Write the uses; return the number of each neighbourhood, and papers with other nodes."""
        sql = f"SELECT paper, entity, hood, node, body FROM uses WHERE hood IN {LIST}"
        before = {(row[0], row[1]): row for row in self._file.execute(sql, (olds,))}
        free = self._file.count("SELECT coalesce(max(hood), 0) FROM uses") + 1
        numbers: list[int] = []
        taken: set[object] = set()
        now: dict[tuple[object, object], tuple[object, ...]] = {}
        for hood in new:
            votes = Counter(
                before[key][2] for u in hood.uses if (key := (u.paper, u.entity)) in before
            )
            # The number that most of its uses have already: the fewest rows are written.
            number = next((n for n, _ in votes.most_common() if n not in taken), free)
            free += number == free
            taken.add(number)
            numbers.append(int(str(number)))
            now |= {
                (u.paper, u.entity): (u.paper, u.entity, number, u.node, u.body) for u in hood.uses
            }
        gone = [key for key in before if key not in now]
        self._file.execute_many("DELETE FROM uses WHERE paper = ? AND entity = ?", gone)
        self._file.execute_many(
            "INSERT OR REPLACE INTO uses VALUES (?, ?, ?, ?, ?)",
            (row for key, row in now.items() if before.get(key) != row),
        )
        moved = {str(key[0]) for key in gone}
        moved |= {str(k[0]) for k, row in now.items() if k not in before or before[k][3] != row[3]}
        return numbers, moved

    def _replace_links(self, olds: str, rows: Sequence[tuple[int, HoodRows]]) -> None:
        for table in ("hood_keys", "conflicts"):
            self._file.execute(f"DELETE FROM {table} WHERE hood IN {LIST}", (olds,))
        self._file.execute_many(
            "INSERT OR REPLACE INTO hood_keys VALUES (?, ?)",
            ((code(key), number) for number, hood in rows for key in sorted(hood.keys)),
        )
        self._file.execute_many(
            "INSERT INTO conflicts VALUES (?, ?, ?, ?, ?)",
            (
                (number, c.left, c.right, c.evidence, c.rule)
                for number, hood in rows
                for c in hood.conflicts
            ),
        )

    def _replace_nodes(
        self, olds: str, rows: Sequence[tuple[int, HoodRows]], revision: int
    ) -> tuple[set[str], dict[str, str]]:
        """Write the nodes; return those that are new or changed, and what is gone."""
        sql = f"SELECT id, body FROM nodes WHERE hood IN {LIST}"
        before = {str(node): str(body) for node, body in self._file.execute(sql, (olds,))}
        now = {node: body for _, hood in rows for node, body in hood.nodes.items()}
        gone = {node: body for node, body in before.items() if node not in now}
        self._file.execute_many("DELETE FROM nodes WHERE id = ?", ((node,) for node in gone))
        self._file.execute_many(
            "INSERT INTO nodes VALUES (?, ?, ?, ?) ON CONFLICT (id) DO UPDATE SET"
            " revision = CASE WHEN body = excluded.body THEN revision ELSE excluded.revision END,"
            " hood = excluded.hood, body = excluded.body",
            (
                (node, number, revision, body)
                for number, hood in rows
                for node, body in hood.nodes.items()
            ),
        )
        return {node for node, body in now.items() if before.get(node) != body}, gone
