"""From what a person types to one node: case, hyphens, aliases and ids are forgiven."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace

from kg.arguments import as_text, brief
from kg.catalogue import group_of, load_catalogue
from kg.errors import AmbiguousName, ConfigError, UnknownName
from kg.graph.cells import Ask, whole
from kg.graph.forms import alias_names, type_of
from kg.graph.near import LONGEST, MOST_CANDIDATES, nearest, nearest_titles, slips
from kg.graph.onward import hint, list_all, look_for, look_for_part
from kg.graph.typed import in_other_number, readings
from kg.graph.wording import in_more_texts
from kg.ids import fold_title, parse_paper_id, title_test
from kg.records import EntityType, RelationType
from kg.store import Row
from kg.text import fold, is_acronym
from kg.words import command, counted, first_of, quoted

_RARE = 2
_OPTION = {"Task": "--task", "Method": "--method"}
# How many times as many papers as of all others together name the thing that is meant: read on
# 4,125 abstracts, 59 of the 60 names that this settles mean what a researcher would mean.
_DOMINANT = 5
# By a common word in plural a short form is meant that at least so many papers name ("gans").
_FEW = 5


@dataclass(frozen=True, slots=True)
class Found:
    """A node that a name leads to.

    Attributes:
        id: Its id.
        name: Its name, or its title.
        type: An entity's type, `Paper` or `Author`.
        papers: How many papers name it.
        also: What else bears the name that was asked for, in words; None for nothing.
        asked: What led to it, if that was a name.
    """

    id: str
    name: str
    type: str
    papers: int
    also: str | None = None
    asked: str | None = None


def find_entity(
    ask: Ask, name: str, *, types: Sequence[str] = (), beside: Sequence[str] = ()
) -> Found:
    """Return the entity that carries the name.

    An id comes first, then any spelling and any alias, then the aliases of the catalogue. Of what
    nothing carries, the name is taken without article, kind of thing and split ("the Foo dataset");
    `also` says so then.

    Args:
        ask: Runs a shipped query: its name, then its parameters.
        name: A name in any spelling, or an id.
        types: Types that count; empty for all.
        beside: Types of which names are suggested, too, where nothing carries it.

    Raises:
        ConfigError: It is no text.
        UnknownName: Nothing carries it; the nearest names are candidates.
        AmbiguousName: Several things carry it.
    """
    name = as_name(name)
    taken, found = name, bearers(ask, name, types)
    if not found:
        taken, found = _taken(ask, name, types)
    if not found:
        raise _unknown(ask, name, types, beside)
    meant = _meant(taken, found)
    if meant is None:
        naming = sum(one.papers for one in found)
        texts = in_more_texts(ask, taken, found[0].type, known=(), naming=naming)
        raise ambiguous(taken, found, asked=name, notes=texts)
    others = [] if meant.id == name else [one for one in found if one is not meant]
    papers = counted(meant.papers, "paper")
    said = [f"{quoted(name)} is taken for {meant.name} ({meant.type}, {papers})"]
    notes = [*(said if taken != name else ()), *([_also(taken, others)] if others else ())]
    asked = name if taken == in_other_number(name) else taken
    also = "; ".join(notes) or None
    return replace(meant, also=also, asked=None if meant.id == name else asked)


def bearers(ask: Ask, name: str, types: Sequence[str]) -> list[Found]:
    """Return what has a name, an alias or an id, else what the catalogue calls so.

    Args:
        ask: Runs a shipped query: its name, then its parameters.
        name: In any spelling.
        types: Types that count; empty for all.
    """
    found = _kept(ask("find_entities", ids=[name], keys=[fold(name)]), types)
    return found or _by_catalogue(ask, name, types)


def _taken(ask: Ask, name: str, types: Sequence[str]) -> tuple[str, list[Found]]:
    """Return the name that a typed one is taken for, with what carries it; nothing if nothing does.

    Of two names for one thing ("Foo Bar (FB)") each has to be carried by it or by nothing.
    """
    plural = in_other_number(name) if name.islower() and " " not in name else None
    for reading in readings(name):
        wanted = [one for one in reading.types if one in types] if types else [*reading.types]
        if reading.types and not wanted:
            continue
        every = [(one, bearers(ask, one, wanted or types)) for one in reading.names]
        if reading.names[0] == plural:
            every = [(one, [b for b in found if not _is_rare(b)]) for one, found in every]
        every = [(one, found) for one, found in every if found]
        for taken, found in every[:1]:
            shared = {one.id for one in found}.intersection(
                *({one.id for one in others} for _, others in every)
            )
            if shared:
                return taken, [one for one in found if one.id in shared]
    return name, []


def _is_rare(found: Found) -> bool:
    """Return whether a thing is a short form of few papers: no "birds" means BIRD."""
    return is_acronym(found.name) and found.papers < _FEW


def _meant(name: str, found: Sequence[Found]) -> Found | None:
    """Return the one that a person means, or None where that is open.

    The id beats all. The only bearer of the name beats those that have it as an alias, unless more
    papers name one of these: VQA is also visual question answering. Else the one is meant, by name
    or by alias, that far more papers name than all others: in a large graph one paper or another
    uses every acronym its own way. Then the one counts that is spelt just so.
    """
    by_id = [one for one in found if one.id == name]
    if by_id:
        return by_id[0]
    first = max(found, key=lambda one: one.papers)
    others = [one.papers for one in found if one is not first]
    if first.papers >= _DOMINANT * sum(others):
        return first
    exact = [one for one in found if one.name == name]
    if len(exact) == 1 and all(
        one.papers <= exact[0].papers or fold(one.name) == fold(name) for one in found
    ):
        return exact[0]
    named = [one for one in found if fold(one.name) == fold(name)]
    if len(named) == 1 and named[0].papers >= first.papers:
        return named[0]
    return None


def _also(name: str, others: Sequence[Found]) -> str:
    shown = [
        f"{one.name} ({one.type}, {counted(one.papers, 'paper')}), id {one.id}" for one in others
    ]
    return f"{quoted(name)} is also {first_of(shown, MOST_CANDIDATES, between='; ')}"


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
            near = nearest_titles(text, [str(row["title"]) for row in titles])
            further = look_for(ask, text) or look_for_part(ask, text)
            further = further or ("" if near else ". List the newest with: kg papers")
            said = f"no paper {quoted(text)}{hint(near)}{further}"
            raise UnknownName(said, near, asked=text)
    found = [Found(str(row["paper"]), str(row["title"]), "Paper", 1) for row in rows]
    if len(found) > 1:
        names = [f"{one.id} {quoted(one.name)}" for one in found]
        listed = first_of(names, MOST_CANDIDATES, between="; ")
        raise AmbiguousName(
            f"{len(found)} papers fit {quoted(text)}: {listed}. Give the id",
            [one.id for one in found],
            asked=text,
        )
    return found[0]


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


def _by_catalogue(ask: Ask, name: str, types: Sequence[str]) -> list[Found]:
    """Return what the catalogue calls so, by another name of it.

    A short form counts last, and only of one thing of its type: of 500 names that 4,125 abstracts
    have by such a form alone 160 are unknown so, three of four of which led to another thing
    (Stable Video Diffusion to singular value decomposition), and 65 others mean fewer things.
    """
    known = load_catalogue()
    entries = known.find(name)
    forms = [(form, one.group) for one in entries for form in (one.name, *one.aliases)]
    long = sorted({fold(form) for form, _ in forms if not is_acronym(form)})
    if found := _kept(ask("find_entities", ids=[], keys=long), types):
        return found
    short = [
        (form, group)
        for form, group in forms
        if is_acronym(form) and [one.group for one in known.find(form)].count(group) == 1
    ]
    groups = {group for _, group in short}
    keys = sorted({fold(form) for form, _ in short})
    found = _kept(ask("find_entities", ids=[], keys=keys), types) if keys else []
    return [one for one in found if group_of(EntityType(one.type)) in groups]


def ambiguous(
    name: str, found: Sequence[Found], *, asked: str, notes: Sequence[str] = ()
) -> AmbiguousName:
    """Return the error of a name that means several things: which, and how to tell them apart.

    Args:
        name: As it was read.
        found: The things, those that most papers name first.
        asked: The name as it was typed.
        notes: What else to say.
    """
    shown = [
        f"{one.name} ({one.type}, {counted(one.papers, 'paper')}, id {one.id})" for one in found
    ]
    listed = first_of(shown, MOST_CANDIDATES, between="; ")
    give = "the id or more of the name" if found[0].type == "Author" else "the id or a type"
    return AmbiguousName(
        ". ".join([f"{quoted(name)} means {len(found)} things: {listed}. Give {give}", *notes]),
        [one.id for one in found],
        asked=asked,
    )


def _unknown(ask: Ask, name: str, types: Sequence[str], beside: Sequence[str]) -> UnknownName:
    rows = _most_named_first(ask)
    wanted: set[str] = {*types, *beside} or {*EntityType}
    if not types and "/" not in name:
        # `wandb.ai/runs` is no answer to who looks for a model that is called Wan.
        wanted.discard(EntityType.REPO)
    typed = [row for row in rows if type_of(str(row["id"])) in wanted]
    near = nearest(name, [str(row["name"]) for row in typed])
    if not slips(name, near):
        aliases = (alias for row in typed for alias in alias_names(row["aliases"]))
        near = list(dict.fromkeys([*slips(name, aliases), *near]))[:MOST_CANDIDATES]
    kind = " or ".join(types).lower() or "entity"
    message = f"no {kind} named {quoted(name)}{hint(near)}"
    known, of_other_types = _elsewhere(ask, name, types) if types else (name, [])
    if of_other_types:
        message = _of_other_type(known, kind, of_other_types)
        # Where that is rare, a person means what texts say: LLM is no task.
        message += "" if of_other_types[0].papers > _RARE else look_for(ask, name)
    elif types and not _is_begun(name, near) and (others := _slips_of_others(name, rows, wanted)):
        message += others
    elif further := look_for(ask, name):
        message += further
    elif not _is_begun(name, near):
        # What is nearest has no more than letters in common: ReD Bench is no Zetta Bench.
        names = [str(row["name"]) for row in (*typed, *rows)]
        what = "all its words" if " " in name.strip() else "it"
        message += f". No text has {what}" * (len(name) <= LONGEST)
        message += look_for_part(ask, name, names) or list_all(types)
    return UnknownName(message, near, asked=name)


def _elsewhere(ask: Ask, name: str, types: Sequence[str]) -> tuple[str, list[Found]]:
    """Return what of other types bears a name, and the name: as typed or as it is read.

    Of what is read so and has one of the types nothing is returned: it stands among the nearest.
    """
    for one in (name, *(one for reading in readings(name) for one in reading.names)):
        if found := _kept(ask("find_entities", ids=[one], keys=[fold(one)]), ()):
            return one, [] if any(each.type in types for each in found) else found
    return name, []


def all_names(ask: Ask) -> list[str]:
    """Return the names of all entities, those of most papers first."""
    return [str(row["name"]) for row in _most_named_first(ask)]


def _most_named_first(ask: Ask) -> list[Row]:
    return sorted(ask("entity_names"), key=lambda row: (-whole(row["paperCount"]), str(row["id"])))


def _is_begun(name: str, near: Sequence[str]) -> bool:
    """Return whether one of the nearest names is a slip away from a name, or begins with it."""
    return bool(slips(name, near)) or any(fold(one).startswith(fold(name)) for one in near)


def _slips_of_others(name: str, rows: Iterable[Row], wanted: Collection[str]) -> str:
    """Return which thing of another type a misspelt name is nearly that of, and how to see it."""
    others = [row for row in rows if type_of(str(row["id"])) not in (*wanted, EntityType.REPO)]
    forms: dict[str, Row] = {}
    for row in others:
        for form in (str(row["name"]), *alias_names(row["aliases"])):
            forms.setdefault(form, row)
    meant = next(iter(slips(name, forms)), None)
    if meant is None:
        return ""
    node = str(forms[meant]["id"])
    see = command("kg", "entity", node)
    return f"; {quoted(meant)} is a {type_of(node)}; see it with: {see}"


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
    option = _OPTION.get(other.type, "")
    if "benchmark" in kind and option:
        what, see = "its benchmarks", command("kg", "benchmarks", other.id)
    elif option and other.type.lower() not in kind:
        what, see = "its papers", command("kg", "papers", option, other.id)
    else:
        what, see = "it", command("kg", "entity", other.id)
    return f"{quoted(name)} is no {kind} but a {other.type}; see {what} with: {see}"
