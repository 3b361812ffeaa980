"""What is narrower by its name: most papers stand under longer names."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import TypeVar

from kg.arguments import check_flag
from kg.catalogue import load_catalogue
from kg.errors import ConfigError
from kg.graph.cells import Ask
from kg.graph.forms import alias_names
from kg.graph.names import Found, bearers
from kg.graph.rows import Rows
from kg.graph.wording import in_more_texts
from kg.records import EntityType
from kg.store import Row
from kg.text import fold, is_acronym
from kg.words import command, counted

T = TypeVar("T")

# What papers name ever more narrowly: "pose estimation", "6D pose estimation". A kind of a method
# may be a model: "diffusion transformer". Of models what is part of them counts, too: sizes and
# versions. Of 189 tasks and methods with 8 papers or more in 4,125 abstracts 47 have half as many
# further papers under longer names, of 29 models with parts 15 under these.
_KINDS = {"Task": ("task:",), "Method": ("method:", "model:")}
_DATA = ("benchmark:", "dataset:")
# What may be a size, a version or a split of each type, by the beginning of its id.
_SYSTEM = ("model:", "method:")
_PARTS = {
    **{"Model": ("model:",), "Method": _SYSTEM, "Metric": ("metric:",)},
    **{"Benchmark": _DATA, "Dataset": _DATA},
}
_EXAMPLES = 2
# RL and FM are short for other things, too.
_SHORTEST = 3
# Behind a task stands what it is done with or to, or a second one: all else is another thing, as
# reasoning segmentation is no reasoning. Of 40 names drawn from 1,775 that end so, 38 are kinds.
_BEHIND = re.compile(
    r"$|[,/&(]|(?:across|and|at|by|for|from|in|of|on|or|over|through|under|using|via|with)(?![\w-])"
)


# What "Foo via Bar" and "Bar for Foo" end with is what they use or serve.
_WITH_OR_FOR = re.compile(
    r"\b(?:by|for|from|in|of|on|through|to|using|via|with)\s+(?:an?\s|the\s)?$"
)
_GAP = re.compile(r"[\s-]+")


@dataclass(frozen=True, slots=True)
class Kin:
    """What is narrower than a task or a method by its name.

    Attributes:
        found: The general one.
        papers: The papers of each by id, most papers first.
        names: Their names by id.
        own: The papers of the general one; empty where nothing is narrower.
        parts: Ids of what is part of it, with papers or without.
    """

    found: Found
    papers: dict[str, frozenset[str]]
    names: dict[str, str]
    own: frozenset[str]
    parts: frozenset[str] = frozenset()

    def ids(self, *, family: bool) -> list[str]:
        """Return the id, and with family those of all parts and of what is narrower by name."""
        return sorted({self.found.id, *self.parts, *self.papers} if family else {self.found.id})

    def every(self) -> frozenset[str]:
        """Return the papers of the narrower ones."""
        return frozenset().union(*self.papers.values())

    def hint(self, *, see: str) -> list[str]:
        """Return a note of the narrower ones if they have half as many papers more, or more.

        Args:
            see: How to see these.
        """
        more = len(self.every() - self.own)
        if not more or 2 * more < len(self.own):
            return []
        many = "has" if len(self.papers) == 1 else "have"
        return [f"{self._counted()} {many} {counted(more, 'more paper')}{self._listed()}; {see}"]

    def taken_in(self) -> list[str]:
        """Return a note of the narrower ones that an answer takes in, if there are any."""
        return [f"with {self._counted()}{self._listed()}"] if self.papers else []

    def _counted(self) -> str:
        if self.found.type == EntityType.MODEL:
            return counted(len(self.papers), "size or version", "sizes and versions")
        if self.found.type not in _KINDS:
            return counted(len(self.papers), "part")
        return counted(len(self.papers), f"narrower {self.found.type.lower()}")

    def _listed(self) -> str:
        such = ", e.g. " if len(self.papers) > _EXAMPLES else ": "
        shown = [f"{self.names[one]} ({len(of):,})" for one, of in self.papers.items()]
        return such + ", ".join(shown[:_EXAMPLES])


def _narrower(
    ask: Ask, found: Found, *, parts: Collection[str] = (), min_confidence: float = 0.0
) -> Kin:
    """Return what a longer name tells to be kinds of a task or a method, and parts of a model.

    The longer name ends with that of the general one, or says behind it of what, with what or for
    what it is. "self-supervised learning" contains no "supervised learning", and
    "quantization-aware" no "quantization". A long form tells it, too: C-GRPO is a kind of GRPO, as
    short for "Compression Group Relative Policy Optimization". Of 100 names drawn from 622 that
    long forms, short ones and plurals add to 321 tasks and methods 96 are kinds.

    Args:
        ask: Runs a shipped query: its name, then its parameters.
        found: What was asked for; of a benchmark, a data set or a metric only parts are narrower.
        parts: Ids of what is part of it, such as versions of a model or splits of a benchmark.
        min_confidence: Counts no paper that gives a name less certainly, 0 to 1.
    """
    kinds = _KINDS.get(found.type, ())
    forms = _forms(found) if kinds and _is_meant(ask, found) else []
    ids = [one for one in parts if one != found.id]
    if not forms and not ids:
        return Kin(found, {}, {}, frozenset(), frozenset(ids))
    asked = {"kinds": kinds, "names": sorted({*map(bare, forms)}), "ids": [*ids, found.id]}
    rows = ask("longer_names", **asked, minConfidence=min_confidence)
    papers = {str(row["id"]): _papers(row) for row in rows}
    is_kind = _test_of_kind(forms)
    names = {
        one: str(row["name"])
        for row in rows
        for one in [str(row["id"])]
        if one != found.id and papers[one] and (one in ids or is_kind(row))
    }
    often = sorted(names, key=lambda one: (-len(papers[one]), names[one], one))
    own = papers.get(found.id, frozenset())
    return Kin(found, {one: papers[one] for one in often}, names, own, frozenset(ids))


def _is_meant(ask: Ask, found: Found) -> bool:
    """Return whether a longer name can tell a kind of a thing, and not of its namesake."""
    if not re.search(r"\w", found.name):
        return False
    namesakes = bearers(ask, found.name, (found.type,))
    first = max(namesakes, key=lambda one: (one.papers, one.id == found.id), default=found)
    return first.id == found.id


def _look_for(found: Found) -> str:
    """Return how to see what is narrower in an answer that cannot take it in."""
    option = "--task" if found.type == EntityType.TASK else "--method"
    return f"see their papers with: {command('kg', 'papers', option, found.id, '--family')}"


def bare(name: str) -> str:
    """Return a name as the queries of longer names compare it: Meta-World is metaworld."""
    return name.lower().replace(" ", "").replace("-", "")


def _papers(row: Row) -> frozenset[str]:
    papers = row["papers"]
    return frozenset(map(str, papers)) if isinstance(papers, list) else frozenset()


def _forms(found: Found) -> list[str]:
    """Return the name, and what the catalogue knows it as: its long forms, and its own short ones.

    A shorter wording is wider ("grasping" of robotic grasping), as is a short form of several.
    """
    catalogue, name = load_catalogue(), found.name
    known = catalogue.find(name, EntityType(found.type))
    length = len(_GAP.split(name))
    forms = (form for entry in known for form in (entry.name, *entry.aliases))
    others = (
        form
        for form in forms
        if (len(_GAP.split(form)) >= length and not is_acronym(form))
        or (is_acronym(form) and len(form) >= _SHORTEST and catalogue.find(form) == known)
    )
    return [*dict.fromkeys([name, *others])]


def _test_of_kind(forms: Sequence[str]) -> Callable[[Row], bool]:
    """Return what tells whether a name or an alias of an entity is one of a kind of a thing."""
    same = {*map(fold, forms)}
    places = [*map(_by_itself, forms)]

    def is_kind(row: Row) -> bool:
        longer = [str(row["name"]), *alias_names(row["aliases"])]
        return any(
            fold(one) not in same and any(_ends(one, place) for place in places) for one in longer
        )

    return is_kind


def _by_itself(form: str) -> re.Pattern[str]:
    """Return where a form stands as a whole word; of a short form the case counts."""
    words = r"[\s-]+".join(map(re.escape, _GAP.split(form)))
    flags = 0 if is_acronym(form) else re.IGNORECASE
    return re.compile(rf"(?<![\w-]){words}s?(?![\w-])", flags)


def _ends(longer: str, by_itself: re.Pattern[str]) -> bool:
    return any(
        place.span() != (0, len(longer))
        and not _WITH_OR_FOR.search(longer[: place.start()].lower())
        and _BEHIND.match(longer[place.end() :].lstrip().lower())
        for place in by_itself.finditer(longer)
    )


def with_parts(ask: Ask, found: Found, *, family: bool, min_confidence: float = 0.0) -> list[str]:
    """Return the id, and with family those of all that are part of it and of its kind.

    What a paper says that a method is made of is no kind of it; a size or a version that a name
    tells is.

    Args:
        ask: Runs a shipped query: its name, then its parameters.
        found: What was asked for.
        family: Whether its parts count.
        min_confidence: Walks along no less certain relation, 0 to 1.

    Raises:
        ConfigError: Family is neither true nor false.
    """
    check_flag("family", family)
    ids, step = {found.id}, [found.id]
    kinds = _PARTS.get(found.type, ())
    while family and step and kinds:
        rows = ask(
            "lineage", ids=step, relations=["PART_OF"], up=False, minConfidence=min_confidence
        )
        of_kind = (row for row in rows if row["derived"] or found.type != EntityType.METHOD)
        parts = {str(row["sourceId"]) for row in of_kind}
        step = sorted({one for one in parts if one.startswith(kinds)} - ids)
        ids |= set(step)
    return sorted(ids)


def kins_of(ask: Ask, *found: Found | None, family: bool, min_confidence: float) -> list[Kin]:
    """Return what is narrower than each thing that was asked for.

    Without family a task or a method has its kinds and a model its parts, and a benchmark or a
    data set nothing: `papers` hints at these itself.

    Args:
        ask: Runs a shipped query: its name, then its parameters.
        *found: What was asked for; None stands for all and has no kin.
        family: Whether there are parts of all types.
        min_confidence: As asked for.

    Raises:
        ConfigError: There is a family of nothing, or family is neither true nor false.
    """
    check_family(family, *found)
    kins = list[Kin]()
    for one in (one for one in found if one is not None):
        has_parts = family or one.type == EntityType.MODEL
        parts = with_parts(ask, one, family=has_parts, min_confidence=min_confidence)
        kins.append(_narrower(ask, one, parts=parts, min_confidence=min_confidence))
    return kins


def hinted(
    ask: Ask, rows: Rows[T], kins: Iterable[Kin], *, family: bool | None = None, is_all: bool = True
) -> Rows[T]:
    """Return the rows with notes where narrower names, or texts, have many more papers.

    Args:
        ask: Runs a shipped query: its name, then its parameters.
        rows: With their notes.
        kins: Of what was asked for.
        family: Whether narrower ones are taken in; None where the question cannot do so.
        is_all: Whether the answer is of all papers: texts are counted without filters.
    """
    hints = list[str]()
    for kin in kins:
        see = _look_for(kin.found) if family is None else "family (--family) takes them in"
        hints += kin.taken_in() if family else kin.hint(see=see)
        if is_all:
            one, known = kin.found, kin.own | kin.every()
            name = one.asked or one.name
            told = in_more_texts(ask, name, one.type, known=known, naming=one.papers)
            # Of texts that have a name most mean the namesake that most papers name.
            if told and all(other.papers <= one.papers for other in bearers(ask, name, ())):
                hints += told
    return Rows(rows, (*rows.notes, *hints))


def check_family(family: bool, *found: Found | None) -> None:
    """Refuse a family where nothing is asked for by its name.

    Raises:
        ConfigError: There is a family of nothing, or family is neither true nor false.
    """
    check_flag("family", family)
    if family and not any(found):
        raise ConfigError("family takes in what is narrower than a thing; give its name")
