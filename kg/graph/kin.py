"""What is narrower by its name: most papers stand under longer names."""

from __future__ import annotations

import re
from dataclasses import dataclass

from kg.graph.cells import Ask
from kg.graph.names import Found
from kg.store import Row
from kg.words import command, counted

# What papers name ever more narrowly: "pose estimation", "6D pose estimation". Of 189 tasks and
# methods with 8 papers or more in 4,125 abstracts longer names have half as many further papers
# as 34, and more than 19. Longer names of models are sizes and versions: those have a family.
_TYPES = ("Task", "Method")
_EXAMPLES = 2
# Behind a task stands what it is done with or to, or a second one: all else is another thing, as
# reasoning segmentation is no reasoning. Of 40 names drawn from 1,775 that end so, 38 are kinds.
_BEHIND = re.compile(
    r"$|[,/&(]|(?:across|and|at|by|for|from|in|of|on|or|over|through|under|using|via|with)(?![\w-])"
)


@dataclass(frozen=True, slots=True)
class Kin:
    """What is narrower than a task or a method by its name.

    Attributes:
        found: The general one.
        papers: The papers of each by id, most papers first.
        names: Their names by id.
        own: The papers of the general one.
    """

    found: Found
    papers: dict[str, frozenset[str]]
    names: dict[str, str]
    own: frozenset[str]

    def hint(self, *, see: str) -> list[str]:
        """Return a note of the narrower ones if they have half as many papers more, or more.

        Args:
            see: How to see these.
        """
        more = len(frozenset().union(*self.papers.values()) - self.own)
        if not more or 2 * more < len(self.own):
            return []
        many = "has" if len(self.papers) == 1 else "have"
        return [f"{self._counted()} {many} {counted(more, 'more paper')}{self._listed()}; {see}"]

    def taken_in(self) -> list[str]:
        """Return a note of the narrower ones that an answer takes in, if there are any."""
        return [f"with {self._counted()}{self._listed()}"] if self.papers else []

    def _counted(self) -> str:
        return counted(len(self.papers), f"narrower {self.found.type.lower()}")

    def _listed(self) -> str:
        such = ", e.g. " if len(self.papers) > _EXAMPLES else ": "
        shown = [f"{self.names[one]} ({len(of):,})" for one, of in self.papers.items()]
        return such + ", ".join(shown[:_EXAMPLES])


def narrower(ask: Ask, found: Found, *, min_confidence: float = 0.0) -> Kin:
    """Return the tasks or methods that a longer name tells to be kinds of one.

    The longer name ends with that of the general one, or says behind it of what, with what or for
    what it is. "self-supervised learning" contains no "supervised learning", and
    "quantization-aware" no "quantization".

    Args:
        ask: Runs a shipped query: its name, then its parameters.
        found: What was asked for; only of a task or a method anything is narrower.
        min_confidence: Counts no paper that gives a name less certainly, 0 to 1.
    """
    name = found.name.lower()
    if found.type not in _TYPES or not re.search(r"\w", name):
        return Kin(found, {}, {}, frozenset())
    kind = f"{found.type.lower()}:"
    rows = ask("longer_names", kind=kind, name=bare(name), minConfidence=min_confidence)
    papers = {str(row["id"]): _papers(row) for row in rows}
    by_itself = re.compile(rf"(?<![\w-]){re.escape(name)}(?![\w-])")
    names = {
        str(row["id"]): str(row["name"])
        for row in rows
        if papers[str(row["id"])] and _is_kind(str(row["name"]).lower(), name, by_itself)
    }
    often = sorted(names, key=lambda one: (-len(papers[one]), names[one], one))
    own = papers.get(found.id, frozenset())
    return Kin(found, {one: papers[one] for one in often}, names, own)


def look_for(found: Found) -> str:
    """Return how to see what is narrower in an answer that cannot take it in."""
    return f"see such with: {command('kg', 'search', found.name, '--type', found.type)}"


def bare(name: str) -> str:
    """Return a name as the queries of longer names compare it: Meta-World is metaworld."""
    return name.lower().replace(" ", "").replace("-", "")


def _papers(row: Row) -> frozenset[str]:
    papers = row["papers"]
    return frozenset(map(str, papers)) if isinstance(papers, list) else frozenset()


def _is_kind(longer: str, name: str, by_itself: re.Pattern[str]) -> bool:
    return longer != name and any(
        _BEHIND.match(longer[place.end() :].lstrip()) for place in by_itself.finditer(longer)
    )
