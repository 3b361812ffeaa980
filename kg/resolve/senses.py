"""Splits one string into the things that papers mean by it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from kg.records import Paper
from kg.resolve.fields import is_foreign
from kg.resolve.forms import Form, meanings, objects
from kg.resolve.initials import is_initials, without_plural
from kg.resolve.items import Item
from kg.resolve.keys import catalogue_entries
from kg.resolve.own import follows, is_part, month_of, own_papers, too_early
from kg.resolve.rules import explained_otherwise, same_long
from kg.text import fold, words

# A sense takes the papers that do not say what they mean only if it is this many times as common
# as the next one: with 1 one use in 4,125 abstracts changes, with 10 none.
_DOMINANCE = 3
# What several known things are called is the one that this many papers spell out: with 1 a bare
# PnP is perspective-n-point, with 5 three papers' bare DMD is nothing known.
_FEWEST = 2
# The sense of a name that is none of the known things and that no paper explains.
FOREIGN = "of another field"


@dataclass(slots=True)
class _Sense:
    label: str
    long: str | None
    papers: int = 0
    usual: bool = False


def split_senses(items: Sequence[Item], *, paper_of: Callable[[str], Paper]) -> list[str]:
    """Return for each item the label of its sense; empty where the string has one.

    Args:
        items: All items whose name is one string, sorted by paper and entity.
        paper_of: Gives a paper by id; asked only where the name may mean two things.
    """
    form = items[0].form
    known = catalogue_entries(form.name, form.group)
    if len(items) == 1 and not items[0].claimed and not any(entry.about for entry in known):
        return [""]
    block = _Block(items, paper_of)
    return block.labels()


class _Block:
    """The uses of one string."""

    def __init__(self, items: Sequence[Item], paper_of: Callable[[str], Paper]) -> None:
        self.items = items
        self.paper_of = paper_of
        self.known = catalogue_entries(items[0].form.name, items[0].form.group)
        self.own = own_papers(items, known=self.known, paper_of=paper_of)
        self.parts = {i.paper for i in items if is_part(i, paper_of(i.paper))}
        self.senses = self._by_long_form()
        self.introducing = self._introducing()
        self.of_paper = {paper: [i for i in items if i.paper == paper] for paper in self.own}

    def labels(self) -> list[str]:
        """Return the label of each item's sense."""
        told = self.own or self.parts or self.senses
        if not told and not any(map(self._foreign, self.items)):
            return [""] * len(self.items)
        self._add_usual()
        found = [self._label(item) for item in self.items]
        one = len({label for label in found if label is not None} | self._defaults()) < 2
        against_known = bool(self.own and self.known) or FOREIGN in found
        if one and len(self.known) < 2 and not against_known:
            return [""] * len(self.items)
        rest = self._default()
        labels = [
            self._bare(item, rest) if label is None else label
            for item, label in zip(self.items, found, strict=True)
        ]
        return labels if len(set(labels)) > 1 or against_known else [""] * len(labels)

    def _by_long_form(self) -> list[_Sense]:
        counts: dict[str, int] = {}
        first: dict[str, str] = {}
        for item in self.items:
            if item.form.long is not None:
                key = fold(item.form.long)
                counts[key] = counts.get(key, 0) + 1
                first[key] = min(first.get(key, item.form.long), item.form.long)
        senses: list[_Sense] = []
        for key in sorted(counts, key=lambda k: (-counts[k], k)):
            sense = self._sense_of(first[key], senses)
            if sense is None:
                sense = _Sense(label=key, long=first[key])
                senses.append(sense)
            sense.papers += counts[key]
        return senses

    def _sense_of(self, long: str, senses: list[_Sense]) -> _Sense | None:
        # Where two papers introduce a thing of that name, near long forms are two things.
        group, strict = self.items[0].form.group, len(self.own) > 1
        for sense in senses:
            if sense.long is not None and same_long(sense.long, long, group=group, strict=strict):
                return sense
        mine = self._meant(long)
        for sense in senses:
            if sense.long is not None and mine & self._meant(sense.long):
                return sense
        return None

    def _meant(self, long: str) -> set[object]:
        form = self.items[0].form
        return set(meanings(Form(form.name, form.type, long=long)))

    def _label(self, item: Item) -> str | None:
        if item.form.long is not None:
            sense = self._sense_of(item.form.long, self.senses)
            return sense.label if sense else None
        if item.paper in self.own or item.paper in self.parts or self._otherwise(item):
            return f"in {item.paper}"
        if self._stranger(item):
            return ""
        return FOREIGN if self._foreign(item) else None

    def _introducing(self) -> list[Item]:
        """Return what spells the name out, where one paper alone does, and introduces the thing."""
        spelt = [] if self.known else [item for item in self.items if item.form.long is not None]
        one = len({item.paper for item in spelt}) == 1 and all(item.claimed for item in spelt)
        return spelt if one else []

    def _stranger(self, item: Item) -> bool:
        """Whether a paper cannot mean what the one paper that spells the name out introduces."""
        if item.claimed or not self.introducing:
            return False
        return not any(follows(item, own=one, paper_of=self.paper_of) for one in self.introducing)

    def _foreign(self, item: Item) -> bool:
        """Whether a paper does not speak of the field of what the catalogue knows of the name."""
        if item.form.long is not None or not self.known or not all(e.about for e in self.known):
            return False
        name, text = item.form.name, self.paper_of(item.paper).text
        return all(is_foreign(entry, name, text) for entry in self.known)

    def _otherwise(self, item: Item) -> bool:
        """Whether a paper explains the name by words that no sense has, be it not by letters."""
        if self.known or not self.senses:
            return False
        form = replace(item.form, text=self.paper_of(item.paper).text)
        longs = [sense.long for sense in self.senses if sense.long is not None]
        return explained_otherwise(form, longs)

    def _add_usual(self) -> None:
        """Mark the sense that the catalogue gives, adding it if papers spell out others only.

        Where it gives several, what does not say its meaning has none of those spelt out.
        """
        for sense in self.senses:
            if sense.long is not None and set(self.known) & self._meant(sense.long):
                sense.usual = True
                return
        if self.known and all(objects(entry) for entry in self.known):
            self.senses.append(_Sense(label="", long=None, usual=True))

    def _defaults(self) -> set[str]:
        """The labels that items without a long form can get."""
        if all(self._label(item) is not None for item in self.items):
            return set()
        usual = {sense.label for sense in self.senses if sense.usual}
        return usual or ({""} if self.own or self.parts else set())

    def _default(self) -> str:
        usual = [sense for sense in self.senses if sense.usual]
        if usual:
            return usual[0].label
        if self.own or not self.senses:
            return ""
        ranked = sorted(self.senses, key=lambda sense: (-sense.papers, sense.label))
        if len(ranked) == 1 or ranked[0].papers >= _DOMINANCE * ranked[1].papers:
            return ranked[0].label
        return ""

    def _bare(self, item: Item, rest: str) -> str:
        """The sense of an item that does not spell it out: the one whose words its paper uses."""
        spoken = " " + " ".join(words(self.paper_of(item.paper).text)) + " "
        usual, short = any(sense.usual for sense in self.senses), without_plural(item.form.name)
        for sense in self.senses:
            if sense.long is None or f" {' '.join(words(sense.long))} " not in spoken:
                continue
            # GNN architectures are spoken of beside GAT, and Shapley values beside SHAP.
            if sense.usual or not usual or is_initials(short, sense.long):
                return sense.label
        if len(self.known) > 1:
            return self._by_catalogue(item)
        if len(self.own) == 1 and rest == "":
            ((paper, month),) = self.own.items()
            mine = month_of(self.paper_of(item.paper))
            if not self.known and not too_early(mine, month) and self._follows(item, paper):
                return f"in {paper}"
        return rest

    def _follows(self, item: Item, paper: str) -> bool:
        own = self.of_paper.get(paper, ())
        # Efficiency, which one paper presents, is not what others mean by efficiency.
        if item.form.name.islower() and not any(one.form.name.islower() for one in own):
            return False
        return all(follows(item, own=one, paper_of=self.paper_of) for one in own)

    def _by_catalogue(self, item: Item) -> str:
        """The sense of an item by its text, where the catalogue knows several.

        Where the text speaks of none, it is the one that nearly all papers spell out.
        """
        mine = meanings(replace(item.form, text=self.paper_of(item.paper).text))
        if len(mine) > 1:
            return self._spelt_by_most()
        for sense in self.senses:
            if mine and sense.long is not None and mine[0] in self._meant(sense.long):
                return sense.label
        return ""

    def _spelt_by_most(self) -> str:
        """The known sense that at least two papers spell out, and hardly any another.

        Of 16 uses of such a name on 8,570 abstracts 15 mean it.
        """
        first, second = [*sorted(self.senses, key=lambda s: (-s.papers, s.label)), None, None][:2]
        if first is None or not first.usual or first.papers < _FEWEST:
            return ""
        rest = second.papers if second is not None else 0
        return first.label if first.papers >= _DOMINANCE * rest else ""
