"""Names of one text that are two things, whatever the reader thinks of them."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from kg.catalogue import load_catalogue
from kg.text.likeness import UNRELATED, in_common, objection

_NUMBER = re.compile(r"\d+(?:\.\d+)*")
_DIMENSION = re.compile(r"[1-6](?=-?d\b)")
# "Foo 2", "Foo-7B", "Foov2", "Foo~3" of Foo; "Foo-2/3" is several, "Foo 5-shot" a setting.
_EDITION = re.compile(
    r"(?![\s~-]*\d+[\s-]?(?:shot|hop|way|bit|fold|step|view|layer|epoch|class)(?:e?s)?\b)"
    r"[\s~-]*v?\d[^/]*"
)


def two_things(
    forms: Sequence[str], pairs: Iterable[tuple[int, int]]
) -> frozenset[tuple[int, int]]:
    """Return those pairs of names that are two things.

    Names that differ in numbers alone (`Foo 60` and `Foo 120`: all 233 such pairs in the annotated
    papers), in the dimension before them (`3D Foo` and `4D foos`: all 16), and, where a text names
    two editions of one thing, the bare name and each of them (all 70).

    Args:
        forms: The names in lower case with single spaces.
        pairs: Indexes of two names each.
    """
    traits = [_Traits.of(form) for form in forms]
    editions: defaultdict[int, list[tuple[int, tuple[int, int]]]] = defaultdict(list)
    apart = set()
    for i, j in pairs:
        if traits[i].apart(traits[j]):
            apart.add((i, j))
        for bare, other in ((i, j), (j, i)):
            if is_edition(forms[other], forms[bare]):
                editions[bare].append((other, (i, j)))
    for found in editions.values():
        if len({re.sub(r"[\W_]", "", forms[other]) for other, _ in found}) > 1:
            apart |= {pair for _, pair in found}
    return frozenset(apart)


@dataclass(frozen=True, slots=True)
class _Traits:
    """The numbers of a name, what is left without them, and the dimension before it."""

    numbers: tuple[str, ...]
    rest: str
    dimension: str

    @classmethod
    def of(cls, form: str) -> _Traits:
        dimension = _DIMENSION.match(form)
        numbers = tuple(_NUMBER.findall(form))
        return cls(numbers, _NUMBER.sub("0", form), dimension.group() if dimension else "")

    def apart(self, other: _Traits) -> bool:
        if self.numbers != other.numbers and self.rest == other.rest:
            return True
        return bool(self.dimension and other.dimension) and self.dimension != other.dimension


def is_edition(form: str, bare: str) -> bool:
    """Say whether a name is another one with a version, a size or a year behind it.

    Args:
        form: A name in lower case with single spaces.
        bare: Another.
    """
    return (
        len(form) > len(bare) > 1
        and form.startswith(bare)
        and not bare[-1].isdigit()
        and _EDITION.fullmatch(form, len(bare)) is not None
    )


def known_apart(left: str, right: str) -> bool:
    """Say whether the catalogue knows two names as two things that share no word.

    Args:
        left: A name as it stands in a text.
        right: Another of the same text.
    """
    if objection(left, right) != UNRELATED:
        return False
    find = load_catalogue().find
    one, two = ([(e.name, *e.aliases) for e in find(name)] for name in (left, right))
    if not one or not two or {names[0] for names in one} & {names[0] for names in two}:
        return False
    return not any(in_common(a, b) for x in one for y in two for a in x for b in y)
