"""Joins names that evidence holds for one, unless a rule or a person forbids it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from kg.records import Conflict, EntityType


@dataclass(slots=True)
class Atom:
    """All uses of one string in one sense: the least thing that is joined or kept apart.

    Attributes:
        id: Position in the resolver's list.
        group: See `kg.catalogue.group_of`.
        key: The folded string.
        sense: Label of its sense; empty where the string has one.
        long: What it stands for in that sense, or None.
        surfaces: Spellings with the papers that use them.
        loose: What single papers also call it, with these papers.
        types: How papers read it, counted.
        evaluated: Whether anything is evaluated on it.
        keys: Its keys with the rule of each.
        numbers: The numbers that tell it from others.
        near: All that could ever connect it with another atom.
    """

    id: int
    group: str
    key: str
    sense: str
    long: str | None = None
    surfaces: dict[str, set[str]] = field(default_factory=dict)
    loose: dict[str, set[str]] = field(default_factory=dict)
    types: Counter[EntityType] = field(default_factory=Counter)
    evaluated: bool = False
    keys: dict[str, str] = field(default_factory=dict)
    numbers: tuple[str, ...] = ()
    near: set[str] = field(default_factory=set)

    @property
    def name(self) -> str:
        """Its most frequent spelling; ties by order."""
        return min(self.surfaces, key=lambda name: (-len(self.surfaces[name]), name))


@dataclass(frozen=True, slots=True, order=True)
class Edge:
    """Evidence that two atoms are one thing.

    Attributes:
        strength: 0 for a person's word, then by rule; lower joins first.
        weight: Minus the number of papers that say so.
        left: Id of an atom.
        right: Id of another.
        reason: The rule or the paper, for people.
        trusted: Whether differing numbers do not count against it.
    """

    strength: int
    weight: int
    left: int
    right: int
    reason: str
    trusted: bool = False


def root_of(parent: list[int], node: int) -> int:
    """Return the root above a node, and hang what lies between directly under it.

    Args:
        parent: The node above each node; a root's is itself.
        node: Where to start.
    """
    root = node
    while parent[root] != root:
        root = parent[root]
    while parent[node] != root:
        parent[node], node = root, parent[node]
    return root


@dataclass(slots=True)
class Union:
    """Union-find with forbidden pairs; remembers by what each atom was joined."""

    atoms: list[Atom]
    forbidden: dict[int, dict[int, str]] = field(default_factory=dict)
    reasons: dict[int, str] = field(default_factory=dict)
    conflicts: dict[int, set[Conflict]] = field(default_factory=dict)
    _parent: list[int] = field(default_factory=list)
    _members: dict[int, list[int]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Start with every atom on its own."""
        self._parent = list(range(len(self.atoms)))

    def forbid(self, left: int, right: int, *, rule: str) -> None:
        """Keep two atoms apart, through any chain."""
        self.forbidden.setdefault(left, {})[right] = rule
        self.forbidden.setdefault(right, {})[left] = rule

    def find(self, atom: int) -> int:
        """Return the representative of the atom's cluster."""
        return root_of(self._parent, atom)

    def members(self, atom: int) -> list[int]:
        """Return the ids of the atoms in the cluster of this one."""
        root = self.find(atom)
        return self._members.get(root, [root])

    def join(self, edges: Iterable[Edge]) -> None:
        """Join by all edges, the strongest first; a forbidden one becomes a conflict."""
        for edge in sorted(edges):
            left, right = self.find(edge.left), self.find(edge.right)
            if left == right:
                continue
            rule = self._against(left, right, edge)
            if rule is not None:
                one, two = sorted((self.atoms[edge.left].name, self.atoms[edge.right].name))
                found = Conflict(one, two, edge.reason, rule)
                self.conflicts.setdefault(edge.left, set()).add(found)
                continue
            self.reasons.setdefault(edge.right, edge.reason)
            self.reasons.setdefault(edge.left, edge.reason)
            self._merge(left, right)

    def _merge(self, left: int, right: int) -> None:
        members = sorted(self.members(left) + self.members(right))
        root = members[0]
        for old in (left, right):
            self._parent[old] = root
            self._members.pop(old, None)
        self._members[root] = members

    def _against(self, left: int, right: int, edge: Edge) -> str | None:
        """Why two clusters must stay apart, or None."""
        ours, theirs = self.members(left), self.members(right)
        if self.forbidden:
            others = set(theirs)
            for member in ours:
                for other, rule in self.forbidden.get(member, {}).items():
                    if other in others:
                        return rule
        if edge.trusted:
            return None
        return self._clash(ours, theirs)

    def _clash(self, ours: list[int], theirs: list[int]) -> str | None:
        # What is found first is kept as the reason: sorted, as a set has another order each run.
        for one in sorted({self.atoms[i].numbers for i in ours} - {()}):
            for two in sorted({self.atoms[i].numbers for i in theirs} - {()}):
                if one != two:
                    return f"numbers differ: {' '.join(one)} and {' '.join(two)}"
        mine, other = self._senses(ours), self._senses(theirs)
        for i in theirs:
            atom = self.atoms[i]
            # Who joined two senses of one string holds either for the thing.
            if atom.key in mine and mine[atom.key].isdisjoint(other[atom.key]):
                return f"'{atom.name}' means two things"
        return None

    def _senses(self, members: list[int]) -> dict[str, set[str]]:
        found: dict[str, set[str]] = {}
        for i in members:
            found.setdefault(self.atoms[i].key, set()).add(self.atoms[i].sense)
        return found


def clusters(union: Union) -> list[list[Atom]]:
    """Return the atoms of each cluster, in the order of their ids."""
    found: dict[int, list[Atom]] = {}
    for atom in union.atoms:
        found.setdefault(union.find(atom.id), []).append(atom)
    return list(found.values())
