"""From what a person types to one node: case, hyphens, aliases and ids are forgiven."""

from __future__ import annotations

import difflib
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from kg.arguments import as_text, brief
from kg.catalogue import load_catalogue
from kg.errors import AmbiguousName, ConfigError, UnknownName
from kg.graph.cells import Ask, whole
from kg.graph.forms import type_of
from kg.graph.search import search
from kg.ids import fold_title, parse_paper_id, title_test
from kg.records import EntityType, RelationType
from kg.store import Row
from kg.text import fold
from kg.words import command, counted, quoted

MOST_CANDIDATES = 5
# difflib looks at these at most; a nearer name shares the first letters or a word.
_POOL = 2_000
_SHORT = 3
_RARE = 2
# How like a name with a slip of the pen is to the right one.
_SLIP = 0.85


# How many times as many papers as of all others together name the thing that is meant: read on
# 4,125 abstracts, 59 of the 60 names that this settles mean what a researcher would mean.
_DOMINANT = 5


@dataclass(frozen=True, slots=True)
class Found:
    """A node that a name leads to.

    Attributes:
        id: Its id.
        name: Its name, or its title.
        type: An entity's type, `Paper` or `Author`.
        papers: How many papers name it.
        also: What else bears the name that was asked for, in words; None for nothing.
    """

    id: str
    name: str
    type: str
    papers: int
    also: str | None = None


def find_entity(ask: Ask, name: str, *, types: Sequence[str] = ()) -> Found:
    """Return the entity that carries the name.

    An id comes first, then any spelling and any alias, then the aliases of the catalogue.

    Args:
        ask: Runs a shipped query: its name, then its parameters.
        name: A name in any spelling, or an id.
        types: Types that count; empty for all.

    Raises:
        ConfigError: It is no text.
        UnknownName: Nothing carries it; the nearest names are candidates.
        AmbiguousName: Several things carry it.
    """
    name = as_name(name)
    found = _kept(ask("find_entities", ids=[name], keys=[fold(name)]), types)
    if not found:
        found = _kept(ask("find_entities", ids=[], keys=_catalogue_keys(name)), types)
    if not found:
        raise _unknown(ask, name, types)
    meant = _meant(name, found)
    if meant is None:
        raise _ambiguous(name, found)
    others = [] if meant.id == name else [one for one in found if one is not meant]
    return replace(meant, also=_also(name, others)) if others else meant


def _meant(name: str, found: Sequence[Found]) -> Found | None:
    """Return the one that a person means, or None where that is open.

    The id beats all. The only bearer of the name beats those that have it as an alias, unless more
    papers name one of these: VQA is also visual question answering. Else the one is meant, by name
    or by alias, that far more papers name than all others: in a large graph one paper or another
    uses every acronym its own way.
    """
    by_id = [one for one in found if one.id == name]
    if by_id or len(found) == 1:
        return (by_id or list(found))[0]
    first = max(found, key=lambda one: one.papers)
    others = [one.papers for one in found if one is not first]
    if first.papers >= _DOMINANT * sum(others):
        return first
    bearers = [one for one in found if fold(one.name) == fold(name)]
    if len(bearers) == 1 and bearers[0].papers >= first.papers:
        return bearers[0]
    return None


def _also(name: str, others: Sequence[Found]) -> str:
    shown = [
        f"{one.name} ({one.type}, {counted(one.papers, 'paper')}), id {one.id}" for one in others
    ]
    return f"{quoted(name)} is also {'; '.join(shown[:MOST_CANDIDATES])}{_more(len(shown))}"


def find_paper(ask: Ask, text: str) -> Found:
    """Return the paper with this id (in any spelling), other id, or words of the title.

    The words are whole ones and stand side by side: nope is no part of "An Open …".

    Raises:
        ConfigError: It is no text.
        UnknownName: There is none; the nearest titles are candidates.
        AmbiguousName: Several titles fit.
    """
    parsed = parse_paper_id(as_name(text))
    texts = [text, text.lower(), *([parsed[0]] if parsed else [])]
    rows = ask("find_papers", texts=texts)
    if not rows:
        folded, fits = fold_title(text), title_test(text)
        titles = ask("titles")
        rows = [row for row in titles if fold_title(str(row["title"])) == folded] or [
            row for row in titles if fits(str(row["title"]))
        ]
        if not rows:
            near = _nearest_titles(text, [str(row["title"]) for row in titles])
            raise UnknownName(f"no paper {quoted(text)}{_hint(near)}{_look_for(ask, text)}", near)
    found = [Found(str(row["paper"]), str(row["title"]), "Paper", 1) for row in rows]
    if len(found) > 1:
        names = [f"{one.id} {quoted(one.name)}" for one in found[:MOST_CANDIDATES]]
        listed = "; ".join(names) + _more(len(found))
        raise AmbiguousName(
            f"{len(found)} papers fit {quoted(text)}: {listed}. Give the id",
            [one.id for one in found],
        )
    return found[0]


def find_author(ask: Ask, text: str) -> Found:
    """Return the author of this name, or the only one whose name contains the text.

    A whole word wins over a part of one: He is Kaiming He, and not Hesheng Wang.

    Raises:
        ConfigError: It is no text.
        UnknownName: There is none; the nearest names are candidates.
        AmbiguousName: Several names contain the text, or have it as a whole word.
    """
    rows = ask("authors", text=as_name(text).lower())
    found = [Found(str(r["id"]), str(r["name"]), "Author", whole(r["paperCount"])) for r in rows]
    word = re.compile(rf"(?<!\w){re.escape(text.lower())}(?!\w)")
    same = [one for one in found if fold(one.name) == fold(text) or one.id == text]
    found = [one for one in found if word.search(one.name.lower())] or found
    if len(same) == 1 or len(found) == 1:
        return (same or found)[0]
    if not found:
        near = _nearest(text, [str(row["name"]) for row in ask("authors", text="")])
        part = "; give a part of the name, as papers print it"
        raise UnknownName(f"no author named {quoted(text)}{_hint(near)}{part}", near)
    raise _ambiguous(text, found)


def as_name(name: object) -> str:
    """Return a name that is text with a letter or a digit: nothing has another one.

    Raises:
        ConfigError: It is none, such as None or a number.
    """
    if not isinstance(name, str):
        raise ConfigError(f"a name is text, not {brief(name)}; give a name or an id")
    if not name.strip():
        raise ConfigError("the name is empty; give one")
    if not any(map(str.isalnum, name)):
        raise ConfigError(f"{quoted(name)} has no letter and no digit; give a name or an id")
    return name


def known_relation(name: str) -> str:
    """Return a relationship type in any spelling: `based on` is `BASED_ON`.

    Raises:
        ConfigError: There is no such type.
    """
    wanted = as_text("relation", name).strip().upper().replace(" ", "_").replace("-", "_")
    if wanted not in (*RelationType,):
        raise ConfigError(f"relation {quoted(name)} is none of {', '.join(RelationType)}")
    return wanted


def _kept(rows: Iterable[Row], types: Sequence[str]) -> list[Found]:
    found = (
        Found(str(r["id"]), str(r["name"]), type_of(str(r["id"])), whole(r["paperCount"]))
        for r in rows
    )
    return [one for one in found if not types or one.type in types]


def _catalogue_keys(name: str) -> list[str]:
    entries = load_catalogue().find(name)
    return sorted({fold(form) for entry in entries for form in (entry.name, *entry.aliases)})


def _ambiguous(name: str, found: Sequence[Found]) -> AmbiguousName:
    shown = [
        f"{one.name} ({one.type}, {counted(one.papers, 'paper')}, id {one.id})" for one in found
    ]
    listed = "; ".join(shown[:MOST_CANDIDATES]) + _more(len(shown))
    return AmbiguousName(
        f"{quoted(name)} means {len(found)} things: {listed}. Give the id or a type",
        [one.id for one in found],
    )


def _unknown(ask: Ask, name: str, types: Sequence[str]) -> UnknownName:
    rows = _kept(ask("entity_names"), types)
    if not types and "/" not in name:
        # `wandb.ai/runs` is no answer to who looks for a model that is called Wan.
        rows = [one for one in rows if one.type != EntityType.REPO]
    names = [one.name for one in sorted(rows, key=lambda one: (-one.papers, one.id))]
    near = _nearest(name, names)
    kind = " or ".join(types).lower() or "entity"
    of_other_types = _kept(ask("find_entities", ids=[name], keys=[fold(name)]), ()) if types else []
    message = f"no {kind} named {quoted(name)}{_hint(near)}"
    if of_other_types:
        message = _of_other_type(name, kind, of_other_types)
        # Where that is rare, a person means what texts say: LLM is no task.
        message += "" if of_other_types[0].papers > _RARE else _look_for(ask, name)
    else:
        # What is near nothing may stand in the list that there is of benchmarks.
        listed = EntityType.BENCHMARK in types and not near
        message += _look_for(ask, name) or (". List all with: kg benchmarks" if listed else "")
    return UnknownName(message, near)


def _of_other_type(name: str, kind: str, found: Sequence[Found]) -> str:
    """Return that a name is one of another type, and which question is about that.

    Args:
        name: As asked for.
        kind: What it was asked for as, in words.
        found: What it is; first the one that bears it as its name.
    """
    other = max(found, key=lambda one: fold(one.name) == fold(name) or one.id == name)
    if fold(other.name) != fold(name) and other.id != name:
        papers = counted(other.papers, "paper")
        see = command("kg", "entity", other.id)
        return (
            f"no {kind} named {quoted(name)}, which is another name of {other.name} "
            f"({other.type}, {papers}); see it with: {see}"
        )
    on_it = "benchmark" in kind and other.type in (EntityType.TASK, EntityType.METHOD)
    see = command("kg", "benchmarks" if on_it else "entity", other.id)
    what = "its benchmarks" if on_it else "it"
    return f"{quoted(name)} is no {kind} but a {other.type}; see {what} with: {see}"


def _nearest(name: str, names: Sequence[str]) -> list[str]:
    """Return longer names that start with this one, then names with nearly its letters.

    Before those of which fewer letters fit stand the names that it goes on from, word by word: of
    "COCO 2017" COCO.
    """
    lower, heads = name.lower(), {word[:3] for word in name.lower().split()}
    longer = [known for known in names if lower and known.lower().startswith(lower)]
    pool: dict[str, str] = {}
    for known in names:
        if len(pool) >= _POOL:
            break
        one = known.lower()
        if any(head in one for head in heads) or _one_slip(lower, one):
            pool.setdefault(one, known)
    # Of three letters every other acronym is near: VLM is no slip of vLLM.
    is_short = len(lower) <= _SHORT and len(longer) > 1
    near = [] if is_short else difflib.get_close_matches(lower, pool, n=MOST_CANDIDATES, cutoff=0.5)
    slips = [] if is_short else difflib.get_close_matches(lower, near, n=2, cutoff=_SLIP)
    begun = [known for known in names if _goes_on(lower, known.lower())]
    begun.sort(key=len, reverse=True)
    close = [*(pool[one] for one in slips), *begun[:2], *(pool[one] for one in near)]
    found = dict.fromkeys([*longer[:2], *close, *longer])
    return list(found)[:MOST_CANDIDATES]


def _goes_on(longer: str, name: str) -> bool:
    """Return whether a name goes on from another with a further word."""
    rest = longer[len(name) :]
    return len(name) > 1 and longer.startswith(name) and re.match(r"[\s_-]", rest) is not None


def _nearest_titles(text: str, titles: Sequence[str]) -> list[str]:
    """Return titles with a word that starts so, then those with nearly its letters.

    Before its colon a title has the name of what it presents: that may be meant, too.
    """
    begun = [*filter(title_test(text, begun=True), titles)]
    heads = {head: title for title in titles if (head := title.partition(":")[0]) != title}
    near = (heads.get(one, one) for one in _nearest(text, [*heads, *titles]))
    return list(dict.fromkeys([*begun, *near]))[:MOST_CANDIDATES]


def _one_slip(one: str, other: str) -> bool:
    """Whether two names have the same letters but for one left out, doubled or mistaken."""
    if abs(len(one) - len(other)) > 1:
        return False
    shared = sum((Counter(one) & Counter(other)).values())
    return shared >= max(len(one), len(other)) - 1


def _hint(near: Sequence[str]) -> str:
    return f"; nearest: {', '.join(map(quoted, near))}" if near else ""


def _look_for(ask: Ask, name: str) -> str:
    """Return how to look for a name, where that finds anything."""
    found = search(ask, name, types=(), min_confidence=0.0)
    return f". Look for it with: {command('kg', 'search', name)}" if found else ""


def _more(count: int) -> str:
    return f" and {count - MOST_CANDIDATES} more" if count > MOST_CANDIDATES else ""
