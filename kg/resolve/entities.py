"""Gives each cluster of names its node: best name, type, id, aliases and what the name says."""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from kg.catalogue import CatalogueEntry, group_of, load_catalogue
from kg.records import Alias, EntityType, ResolvedEntity
from kg.resolve.forms import Form, meanings
from kg.resolve.initials import is_initials
from kg.resolve.keys import atom_key, catalogue_entries, without_bracketed_acronym
from kg.resolve.metrics import better_side
from kg.resolve.senses import FOREIGN
from kg.resolve.union import Atom
from kg.text import fold, is_acronym, singular, slug, words
from kg.text.names import parse_model_name
from kg.text.repos import repo_address, repo_key, repo_url
from kg.text.shown import shown

_LOOSE = "named so in "
_KNOWN = "catalogue alias"
_NONE = (-1, "")
_COMMON_WORDS = (EntityType.TASK, EntityType.METRIC)
# The mark of a use that a person split off in one paper.
_SPLIT = re.compile(r"@([a-z]+:\S+)$")
_MIXED = re.compile(r"[a-z][A-Z]")
_GAP = re.compile(r"[\s-]")
# A word that a title may have capitalised.
_CAPITAL = re.compile(r"(?<![^\W_])[A-Z][a-z]*(?![^\W_])")
# Endings that hardly any name has; Beijing, Chongqing and Florence are left out by theirs.
_COMMON_END = re.compile(
    r"(?:\w{4,}(?<![jq])ing|\w{3,}[st]ion|\w{4,}ment|\w{4,}ity|\w{4,}ness|\w{4,}[ai]ble"
    r"|\w{4,}[st]ive|\w{4,}ious|\w{6,}[ae]nce|\w{4,}ogical|\w{4,}ology|\w{5,}[iy][sz]ed)$"
)
_NAMED = frozenset(
    (
        *("hamming", "manning", "fleming", "dunning", "browning", "sterling", "darjeeling"),
        *("wyoming", "lansing", "baoding", "trinity", "providence"),
    )
)
_PROPER = re.compile(r"\d|[A-Za-z][^\W\d_]*[A-Z]")


def is_firm(alias: Alias) -> bool:
    """Whether the rules hold the alias for a name of the thing, not just one paper's wording."""
    return not alias.reason.startswith(_LOOSE)


@dataclass(frozen=True, slots=True)
class Cluster:
    """Atoms that are one thing, and by what each was joined."""

    atoms: list[Atom]
    reasons: Mapping[int, str]

    def papers(self) -> Counter[str]:
        """Count the papers that use each spelling, without a short form in brackets."""
        counts: Counter[str] = Counter()
        for atom in self.atoms:
            for surface, papers in atom.surfaces.items():
                spelling = surface if atom.group == "repo" else without_bracketed_acronym(surface)
                counts[spelling] += len(papers)
        return counts

    def entry(self) -> CatalogueEntry | None:
        """Return what the catalogue knows of the thing, or None."""
        return next(iter(self.entries()), None)

    def known_data(self) -> CatalogueEntry | None:
        """Return the benchmark or data set that this is, by most of its spellings at least.

        `Frames` in one paper is a word; what five call FRAMES is the benchmark of that name.
        """
        own = any(atom.sense.startswith(("in ", FOREIGN)) for atom in self.atoms)
        entry = self.entry()
        if entry is not None or own or any(atom.long is not None for atom in self.atoms):
            return entry
        found = catalogue_entries(_most_frequent(self.papers()), "data")
        return found[0] if len(found) == 1 and not found[0].ambiguous else None

    def entries(self) -> dict[CatalogueEntry, str]:
        """Return all that the catalogue knows of the thing and by what each came to it.

        It is several where a person joined things that the catalogue tells apart: the one that
        most papers name comes first.
        """
        papers: dict[CatalogueEntry, set[str]] = {}
        reasons: dict[CatalogueEntry, str] = {}
        for atom in sorted(self.atoms, key=lambda a: (a.key, a.sense)):
            if any(key.startswith("=") for key in atom.keys):
                kind = atom.types.most_common(1)[0][0]
                found = meanings(Form(atom.name, kind, long=atom.long))
                found = found or catalogue_entries(atom.name, atom.group)
                if len(found) == 1:
                    papers.setdefault(found[0], set()).update(*atom.surfaces.values())
                    reasons.setdefault(found[0], self.reasons.get(atom.id, _KNOWN))
        return {entry: reasons[entry] for entry in sorted(papers, key=lambda e: -len(papers[e]))}


def make_entities(
    groups: Sequence[Cluster], *, renames: Mapping[int, tuple[int, str]]
) -> list[ResolvedEntity]:
    """Return the entity of each cluster.

    Every id that a cluster might have got is noted as near to its first atom.

    Args:
        groups: All clusters.
        renames: Names that people gave, by atom; of several the one of the highest order counts.
    """
    drafts = [_draft(group, renames, entry=group.entry()) for group in groups]
    _note_ids(groups, drafts)
    for rows in _by_place(drafts):
        # Where two things would get the catalogue's name, it belongs to the one that carries it.
        for row in rows if len(rows) > 1 else ():
            name = drafts[row].name
            if all(atom.key != atom_key(name, atom.group) for atom in groups[row].atoms):
                drafts[row] = _draft(groups[row], renames, entry=None)
    _note_ids(groups, drafts)
    for rows in _by_place(drafts):
        for row in rows if len(rows) > 1 else ():
            drafts[row] = replace(drafts[row], id=_qualified(drafts[row].id, groups[row]))
    _note_ids(groups, drafts)
    for rows in _by_place(drafts):
        # The short id stays with what most papers mean.
        for row in sorted(rows, key=lambda row: -_uses(groups[row]))[1:]:
            drafts[row] = replace(drafts[row], id=_numbered(drafts[row].id, groups[row]))
    return drafts


def _note_ids(groups: Sequence[Cluster], drafts: Sequence[ResolvedEntity]) -> None:
    for group, draft in zip(groups, drafts, strict=True):
        group.atoms[0].near.add(f"id {' '.join(_place(draft))}")


def _place(draft: ResolvedEntity) -> tuple[str, str]:
    """What an id says but for the type: a Model and a Method are told apart by more than that."""
    return group_of(draft.type), draft.id.partition(":")[2]


def _by_place(drafts: Sequence[ResolvedEntity]) -> list[list[int]]:
    """Return the drafts that would be told apart by their types at most; of one each alone."""
    found: dict[tuple[str, str], list[int]] = {}
    for index, draft in enumerate(drafts):
        found.setdefault(_place(draft), []).append(index)
    return list(found.values())


def _uses(group: Cluster) -> int:
    return len({p for atom in group.atoms for papers in atom.surfaces.values() for p in papers})


def _first_paper(group: Cluster) -> str:
    return min(
        (paper for atom in group.atoms for papers in atom.surfaces.values() for paper in papers),
        default="",
    )


def _numbered(plain: str, group: Cluster) -> str:
    """Tell things apart that share even their qualifier: by first paper and content."""
    keys = sorted((atom.key, atom.sense) for atom in group.atoms)
    mark = hashlib.sha256(repr(keys).encode()).hexdigest()[:6]
    return f"{plain}-{slug(_first_paper(group))}-{mark}"


def _qualified(plain: str, group: Cluster) -> str:
    """A homonym carries its long form, or the paper that introduces it or was split off.

    What the catalogue knows under that name alone needs neither.
    """
    split = [match.group(1) for atom in group.atoms if (match := _SPLIT.search(atom.sense))]
    if len(split) == len(group.atoms):
        return f"{plain}-{slug(min(split))}"
    entry = group.entry()
    if entry is not None and not entry.ambiguous:
        return plain
    for atom in group.atoms:
        if atom.sense.startswith("in "):
            return f"{plain}-{slug(atom.sense[3:])}"
        if atom.sense == FOREIGN:
            return f"{plain}-{slug(_first_paper(group))}"
        if atom.long is not None and not plain.endswith(f":{slug(atom.long)}"):
            return f"{plain}-{slug(atom.long)}"
    return plain


def _draft(
    group: Cluster, renames: Mapping[int, tuple[int, str]], *, entry: CatalogueEntry | None
) -> ResolvedEntity:
    counts = group.papers()
    _, given = max((renames[atom.id] for atom in group.atoms if atom.id in renames), default=_NONE)
    best = _most_frequent(counts)
    kind = _type(group, entry)
    if kind is EntityType.REPO:
        key, address = repo_key(best), repo_address(best)
        return ResolvedEntity(
            id=f"repo:{slug_repo(key)}",
            name=address,
            type=kind,
            aliases=_aliases(group, address),
            url=repo_url(best),
            host=key.split("/")[0],
        )
    best = _without_title_case(_in_full(best, counts, kind), counts, kind)
    name = given or (entry.name if entry is not None else best)
    parts = parse_model_name(name) if kind is EntityType.MODEL else None
    aliases = _aliases(group, name)
    return ResolvedEntity(
        id=f"{kind.lower()}:{slug(name)}",
        name=name if given or entry is not None else shown(name),
        type=kind,
        aliases=aliases,
        family=(parts.family if parts else None),
        version=parts.version if parts else None,
        size=parts.size if parts else None,
        variant=parts.variant if parts else None,
        unit=entry.unit if entry is not None else None,
        higher_is_better=_better_side(name, kind, entry, aliases),
        usual_metric=_usual_metric(group, kind),
    )


def _most_frequent(counts: Counter[str]) -> str:
    return min(counts, key=lambda name: (-counts[name], len(name), name))


def _usual_metric(group: Cluster, kind: EntityType) -> str | None:
    known = group.known_data() if kind is EntityType.BENCHMARK else None
    return None if known is None else known.metric


def _in_full(best: str, counts: Counter[str], kind: EntityType) -> str:
    """Return the most frequent long form of a task that most call by a short one.

    `LK` says less than lane keeping, and the catalogue names tasks in full: of 128 tasks of 4,125
    abstracts that this renames all are better so.
    """
    if kind is not EntityType.TASK or not is_acronym(best):
        return best
    full = [
        name
        for name in counts
        if len(words(name)) > 1 and not name.isupper() and is_initials(best, name)
    ]
    return min(full, key=lambda name: (-counts[name], name), default=best)


def _without_title_case(best: str, counts: Counter[str], kind: EntityType) -> str:
    """Return the spelling in lower case: titles capitalise common words too.

    A task or metric that any paper writes with fewer capitals is no proper name: of 164 names of
    4,125 abstracts that this changes none is worse. A method may be one, and is named as by most;
    of equally frequent spellings the one in lower case wins. One word of it may be a name (CORE);
    so is what has digits or capitals inside a word.
    """
    if kind in _COMMON_WORDS:
        alike = [name for name in counts if _plain(name) == _plain(best)]
        least = _cased_like(best, min(alike, key=lambda name: (_capitals(name), name)))
        # One word of a metric may be a person: Kappa.
        return _in_common_words(least) if kind is EntityType.TASK or " " in least else least
    if kind is not EntityType.METHOD or " " not in best or _PROPER.search(best):
        return best
    lower = best.lower()
    return lower if counts[lower] == counts[best] else best


def _in_common_words(name: str) -> str:
    """Return a name in small letters where all words that it capitalises are known to be common.

    Titles and beginnings of sentences alone name 781 such tasks and 39 metrics of 4,125 abstracts:
    read, all are better so but for one town. A letter that stands alone (RGB-D, P-frame) is none.
    """
    capitalised = [singular(word.lower()) for word in _CAPITAL.findall(name)]
    if _MIXED.search(name) or not all(map(_is_common, capitalised)):
        return name
    return _CAPITAL.sub(lambda word: word.group().lower(), name)


def _is_common(word: str) -> bool:
    return word in _common_words() or (word not in _NAMED and _COMMON_END.match(word) is not None)


@lru_cache(maxsize=1)
def _common_words() -> frozenset[str]:
    """Words that the catalogue writes small in the names of tasks, methods and metrics."""
    return frozenset(
        singular(word)
        for entry in load_catalogue().entries
        if entry.type in (*_COMMON_WORDS, EntityType.METHOD)
        for name in (entry.name, *entry.aliases)
        for word in re.findall(r"\b[a-z]{2,}\b", name)
    )


def _plain(name: str) -> str:
    """The letters of a name, without the capitals that a title may have given its words."""
    return _GAP.sub("", _CAPITAL.sub(lambda word: word.group().lower(), name))


def _capitals(name: str) -> int:
    return len(_CAPITAL.findall(name))


def _cased_like(name: str, plain: str) -> str:
    """Return the name with its own hyphens and spaces and the letters of another spelling."""
    letters = iter(_GAP.sub("", plain))
    return "".join(letter if _GAP.match(letter) else next(letters) for letter in name)


def _better_side(
    name: str, kind: EntityType, entry: CatalogueEntry | None, aliases: Iterable[Alias]
) -> bool | None:
    """Return the better side of a metric: as known, else as its name says or its long forms.

    Of 78 short forms in 4,125 abstracts whose name says nothing (RLR) the long one says it of 26
    (risk leakage rate), of 22 rightly; tokens per step may be a cost or a speed.
    """
    if kind is not EntityType.METRIC:
        return None
    if entry is not None:
        return entry.higher_is_better
    is_short = is_acronym(name)
    # A paper's own meaning of BERTScore or completeness has the side of the known one.
    known = () if is_short else catalogue_entries(name, "metric")
    own = known[0].higher_is_better if len(known) == 1 else better_side(shown(name))
    if own is not None or not is_short:
        return own
    forms = [alias.name for alias in aliases if " per " not in alias.name.lower()]
    sides = {better_side(form) for form in forms} - {None}
    return sides.pop() if len(sides) == 1 else None


def slug_repo(key: str) -> str:
    """Return a repository's key as part of an id: it keeps its slashes."""
    return "".join(letter if letter.isalnum() or letter in "./-_~" else "-" for letter in key)


def _type(group: Cluster, entry: CatalogueEntry | None) -> EntityType:
    counts: Counter[EntityType] = Counter()
    for atom in group.atoms:
        counts.update(atom.types)
    if any(atom.evaluated for atom in group.atoms) and group.atoms[0].group == "data":
        return EntityType.BENCHMARK
    known = entry.type if entry is not None else None
    return min(counts, key=lambda kind: (-counts[kind], kind is not known, kind))


def _aliases(group: Cluster, name: str) -> tuple[Alias, ...]:
    rows: dict[str, tuple[str, set[str]]] = {}
    wanted = fold(name)
    for atom in group.atoms:
        for surface, papers in sorted(atom.surfaces.items()):
            if atom.group == "repo":
                reason = "same repository"
            elif fold(surface) == wanted:
                reason = "same folded form"
            else:
                reason = group.reasons.get(atom.id, _KNOWN)
            spelling = surface if atom.group == "repo" else shown(surface)
            _collect(rows, spelling, reason, papers)
    for atom in group.atoms:
        for surface, papers in sorted(atom.loose.items()):
            _collect(rows, shown(surface), f"{_LOOSE}{min(papers)}", papers)
    known = group.entries()
    for entry, reason in known.items() if len(known) > 1 else ():
        if fold(entry.name) not in {wanted, *map(fold, rows)}:
            _collect(rows, entry.name, reason, set())
    return tuple(
        Alias(name=surface, reason=reason, papers=tuple(sorted(papers)))
        for surface, (reason, papers) in sorted(rows.items())
    )


def _collect(
    rows: dict[str, tuple[str, set[str]]], surface: str, reason: str, papers: set[str]
) -> None:
    known = rows.get(surface)
    rows[surface] = (known[0], known[1] | papers) if known else (reason, set(papers))
