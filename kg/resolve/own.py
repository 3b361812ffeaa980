"""Which papers present a thing of some name as their own."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import pairwise

from kg.catalogue import GROUPS, CatalogueEntry
from kg.records import Paper
from kg.resolve.fields import describes
from kg.resolve.forms import meanings
from kg.resolve.items import Item
from kg.resolve.keys import catalogue_entries
from kg.resolve.rules import explained_otherwise
from kg.text import (
    MINOR_WORDS,
    author_id,
    clean,
    has_name_shape,
    is_acronym,
    singular,
    words,
)
from kg.text.presents import gives_name, heads_title, introduces, presents

# Of 21 own things of 4,125 papers that spell a known name with capitals of their own 20 are others.
_PROPER = re.compile(r"[A-Z].*[A-Z]")
_WORD = re.compile(r"[A-Z][a-z]+")
_ACTOR = re.compile(r"[A-Z][a-z]{2,}(?:er|or|ist)")
# A Docker container is no Docker; parts are also counted: (ii) Coder, which writes.
_BEFORE_PART = r"(?:\b(?:[Aa]n?|[Tt]he)|\((?:[ivx]+|\d)\))"
_ALONE = r"(?:[.,;:)]|\s(?:that|which|to|for|and|or|is|as|with|in|on|of|by|from)\b)"
_JOINING = MINOR_WORDS | set(".,:;?!")
_SPOKEN = re.compile(r"[^\W_][\w-]*|[.,:;?!]")
# Letters of a short form that two papers may mean otherwise: with 5 PICO, CORE and MoME (6 uses in
# 4,125 abstracts) are one thing again.
_LEAST = 3
# A paper more than this many months older than the one that introduces a thing does not mean it.
# With 0 VGGT-4D is two things, with 6 a paper's own FLAME is the known one (1 and 5 uses of names
# in 4,125 abstracts).
_TOO_EARLY = 1
# A known thing that came out more than this many years before a paper was not introduced there:
# with 5 a paper's own EvQA is the known one, with 0 nothing changes.
_TOO_OLD = 1


def own_papers(
    items: Sequence[Item], *, known: Sequence[CatalogueEntry], paper_of: Callable[[str], Paper]
) -> dict[str, str | None]:
    """Return the papers that present a thing of that name as theirs, with their month.

    One alone counts only against the catalogue, or against papers that do not mean it.

    Args:
        items: All items whose name is one string.
        known: What the catalogue knows of that name.
        paper_of: Gives a paper by id.
    """
    claims = [item for item in items if item.claimed and has_name_shape(item.form.name)]
    search = _Search(items, known, paper_of)
    papers = {item.paper for item in claims if search.presents_another(item)}
    papers |= search.rivals(claims)
    read = [paper_of(paper) for paper in sorted(papers)]
    # What is presented again is its authors' own too where the catalogue knows another of the name.
    own = read if known else _of_other_authors(read)
    found = {paper.id: month_of(paper) for paper in own}
    if len(found) != 1 or known:
        return found
    ((introducing, month),) = found.items()
    others = [item for item in items if item.paper != introducing]
    apart = any(search.means_another(item, month) for item in others)
    return found if apart or search.is_plain_homonym(introducing) else {}


def rivals(claims: Sequence[Item], *, paper_of: Callable[[str], Paper]) -> list[Item]:
    """Return the claims that each present a thing of its own; none for fewer than two.

    A paper that shares an author with an earlier one presents the same thing again. On 4,125
    abstracts this tells 6 names apart, on 4,445 more 2, all rightly.

    Args:
        claims: Items of which the extraction says that their papers introduce them.
        paper_of: Gives a paper by id.
    """
    papers = {item.paper: item for item in claims if has_name_shape(item.form.name)}
    if len(papers) < 2:
        return []
    read = [paper_of(paper) for paper in papers]
    own = _of_other_authors([p for p in read if _is_own(papers[p.id].form.name, p.text)])
    return [papers[paper.id] for paper in own] if len(own) > 1 else []


def follows(item: Item, *, own: Item, paper_of: Callable[[str], Paper]) -> bool:
    """Whether a paper that uses a name may speak of what another introduces by that name.

    A short form is taken by many. Who means the thing of the other paper shares an author with it
    or a phrase of its title: of 6 names that this tells apart in 4,125 abstracts all are two
    things, of 25 in 536 others that share such a name 23. A title without a phrase tells
    nothing, nor do two long forms, which are compared elsewhere. Benchmarks are used by papers of
    any field.
    """
    if own.form.group != "system" or not _is_short(own.form.name):
        return True
    if item.form.long is not None and own.form.long is not None:
        return True
    first, second = paper_of(own.paper), paper_of(item.paper)
    if _share_author(first, second):
        return True
    if item.form.long is not None:
        return set(words(item.form.long)) <= set(words(first.text))
    return _shares_phrase(first.title, second.text, besides="")


def _is_short(name: str) -> bool:
    """Whether a name is letters of others alone: MUSE and MoME, but neither MAP-2 nor Falcon."""
    text = clean(name)
    return text.isalpha() and len(text) >= _LEAST and is_acronym(text)


def spells_own(item: Item, *, own: Item, paper_of: Callable[[str], Paper]) -> bool:
    """Whether a paper that spells out what another introduces for short means that thing.

    `CLEAR: Causal Learning for …` has no say in what causal learning is elsewhere. Who means the
    thing shares an author with the other paper, or a phrase of its title beside the words
    themselves: of 10 such uses in 4,125 abstracts and 6,391 others this tells 6 apart, all rightly.
    """
    first, second = paper_of(own.paper), paper_of(item.paper)
    if _share_author(first, second):
        return True
    return _shares_phrase(first.title, second.text, besides=own.form.long or "")


def _share_author(first: Paper, second: Paper) -> bool:
    ours, theirs = ({author_id(name) for name in paper.authors} for paper in (first, second))
    return not ours.isdisjoint(theirs)


def _shares_phrase(title: str, text: str, *, besides: str) -> bool:
    """Whether a text has a pair of words of a title; one without any such pair tells nothing."""
    told, said = _phrases(title) - _phrases(besides), _phrases(text)
    # `multi-agent` is one word, but where one of the two writes it as two.
    loose = _phrases(title.replace("-", " ")) - _phrases(besides.replace("-", " "))
    loose_said = _phrases(text.replace("-", " "))
    return not loose or bool(told & said or loose & said or told & loose_said)


@lru_cache(maxsize=1 << 12)
def _phrases(text: str) -> frozenset[tuple[str, str]]:
    """The pairs of words that follow each other, no minor ones."""
    spoken = [singular(word) for word in _SPOKEN.findall(text.lower())]
    pairs = pairwise(spoken)
    return frozenset(pair for pair in pairs if not _JOINING & set(pair))


def is_part(item: Item, paper: Paper) -> bool:
    """Whether a name is the role that a part plays in one paper's system: a Solver, the Planner.

    It has an article or a number before it, as `Inductor` and `Huber` have not, and no title names
    it. Of 6 such names that two of 10,516 abstracts share each is two things.
    """
    name = clean(item.form.name)
    if item.form.group != "system" or item.form.long is not None or not _ACTOR.fullmatch(name):
        return False
    if any(catalogue_entries(name, group) for group in GROUPS):
        return False
    if name in paper.title:
        return False
    return re.search(rf"{_BEFORE_PART}\s{name}{_ALONE}", paper.text) is not None


def _is_own(name: str, text: str) -> bool:
    """Whether what the extraction holds for a paper's own is so: by its wording, or by the name.

    A word like `Critic` is a part of a paper's system: its sentence seldom presents it by name.
    """
    return presents(name, text) or _WORD.fullmatch(clean(name)) is not None


def _of_other_authors(papers: Sequence[Paper]) -> list[Paper]:
    """The papers by date, without those that share an author with an earlier one."""
    found: list[Paper] = []
    seen: set[str] = set()
    for paper in sorted(papers, key=lambda paper: (paper.published or "", paper.id)):
        authors = {author_id(name) for name in paper.authors}
        if not authors & seen:
            found.append(paper)
        seen |= authors
    return found


def month_of(paper: Paper) -> str | None:
    """Return year and month of a paper, or None."""
    return _known_month(paper.published)


def _known_month(date: str | None) -> str | None:
    return date[:7] if date and len(date) >= 7 else None


def too_early(mine: str | None, month: str | None) -> bool:
    """Whether a paper of the first month cannot mean what one of the second introduces."""
    return mine is not None and month is not None and _months(month) - _months(mine) > _TOO_EARLY


def _months(month: str) -> int:
    return int(month[:4]) * 12 + int(month[5:7])


def _spelt_out(entry: CatalogueEntry) -> bool:
    """Whether the entry lists what its shortest name stands for: `Mamba SSM` tells of no Mamba."""
    names = (entry.name, *entry.aliases)
    short = min((name for name in names if " " not in name), key=len, default="").casefold()
    return any(short not in long.casefold().split() for long in names if " " in long.strip())


@dataclass(frozen=True, slots=True)
class _Search:
    items: Sequence[Item]
    known: Sequence[CatalogueEntry]
    paper_of: Callable[[str], Paper]

    def presents_another(self, item: Item) -> bool:
        """Whether a paper presents as its own what is not the known thing."""
        paper, name = self.paper_of(item.paper), item.form.name
        if self._is_older(paper):
            return introduces(name, paper.text)
        from_here = self._is_famous(item) and not self._is_used_before(item)
        own = not from_here and introduces(name, paper.text)
        own = own or self._explains(item, paper)
        return (own or gives_name(name, paper.text)) and not self._as_known(item, paper)

    def _is_famous(self, item: Item) -> bool:
        """Whether a paper that introduces a thing of that name may be the one that it is from.

        GATO, which a paper presents, is not the model Gato; Gato is. The paper that a known short
        form is from would spell it out (of 14 that do not 13 present another thing), unless it is
        of the very year of the known thing.
        """
        if len(self.known) != 1 or self.known[0].ambiguous:
            return False
        if _spelt_out(self.known[0]) and not self._is_of_its_year(item):
            return False
        return item.form.name in self._spellings() or not _PROPER.search(item.form.name)

    def _is_of_its_year(self, item: Item) -> bool:
        year = self.known[0].year
        return year is not None and (item.date or "").startswith(str(year))

    def _is_used_before(self, item: Item) -> bool:
        """Whether an older paper uses the known name: it is from neither."""
        month = _known_month(item.date)
        return any(too_early(_known_month(other.date), month) for other in self.items)

    def _explains(self, item: Item, paper: Paper) -> bool:
        """Whether the words before the name in brackets are none of the known long forms.

        Of 2 such names on 8,570 abstracts both mean another thing.
        """
        if not self.known or not all(_spelt_out(entry) for entry in self.known):
            return False
        longs = [name for entry in self.known for name in (entry.name, *entry.aliases)]
        return explained_otherwise(replace(item.form, text=paper.text), longs)

    def _is_older(self, paper: Paper) -> bool:
        """Whether the known thing came out long before the paper (3 of 3 present another)."""
        month = month_of(paper)
        if len(self.known) != 1 or self.known[0].year is None or month is None:
            return False
        return int(month[:4]) - self.known[0].year > _TOO_OLD

    def _spellings(self) -> set[str]:
        return {name for entry in self.known for name in (entry.name, *entry.aliases)}

    def _as_known(self, item: Item, paper: Paper) -> bool:
        form = replace(item.form, introduced=True, text=paper.text)
        return any(describes(entry, paper.text) for entry in meanings(form))

    def means_another(self, item: Item, month: str | None) -> bool:
        """Whether a paper cannot mean what another one introduced in that month.

        It is older, or spells the name out and is not later: it does not cite the other then.
        """
        mine = month_of(self.paper_of(item.paper))
        if mine is None or month is None:
            return False
        later = _months(mine) - _months(month)
        return later < -_TOO_EARLY or (item.form.long is not None and later <= _TOO_EARLY)

    def is_plain_homonym(self, introducing: str) -> bool:
        """Whether another paper uses the short form that one introduces, and does not follow it."""
        own = [item for item in self.items if item.paper == introducing]
        rest = [item for item in self.items if item.paper != introducing]
        return any(
            not follows(item, own=one, paper_of=self.paper_of) for one in own for item in rest
        )

    def rivals(self, claims: Sequence[Item]) -> set[str]:
        """Papers of which each presents a thing of that name of its own.

        The one that the known thing is from is none of them.
        """
        if len(self.known) != 1 or self.known[0].ambiguous:
            claims = [i for i in claims if not self._as_known(i, self.paper_of(i.paper))]
        found = rivals(claims, paper_of=self.paper_of)
        return {item.paper for item in found} - self._origin(found)

    def _origin(self, rivals: Sequence[Item]) -> set[str]:
        """The paper that the one known thing is from: its title starts with the known name."""
        if len(self.known) != 1 or self.known[0].ambiguous:
            return set()
        spelt = [item for item in rivals if item.form.name in self._spellings()]
        heading = [i for i in spelt if heads_title(i.form.name, self.paper_of(i.paper).text)]
        for some in (heading, spelt):
            if len(some) == 1:
                return {some[0].paper}
        return set()
