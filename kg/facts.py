"""Facts that people can correct: results and relations of one paper, by id."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from difflib import get_close_matches

from kg.corrections.checks import relation_change, result_change
from kg.corrections.facts import (
    RELATION,
    RESULT,
    SAID,
    apply_fact_corrections,
    mentions_of,
    relation_payload,
    result_payload,
)
from kg.errors import InputError, UnknownName
from kg.ids import digest
from kg.records import Correction, Extraction, Paper, Relation, RelationType, Result
from kg.resolve import kept_names
from kg.resolve.update import CorpusLike
from kg.roles import ROLES
from kg.rows import result_id, shown_type
from kg.text import fold
from kg.text.bounds import bound_said, bounded
from kg.words import quoted

_MOST = 3


@dataclass(frozen=True, slots=True)
class FactRow:
    """One fact of a paper for people to read.

    Attributes:
        id: `result:…` or `relation:…`.
        fact: What it says.
        confidence: 0 to 1.
        sentence: The sentence that proves it.
    """

    id: str
    fact: str
    confidence: float
    sentence: str


def relation_id(paper_id: str, relation: Relation) -> str:
    """Return the id of a relation: content only, so that it is the same after a rebuild."""
    parts = (paper_id, relation.type.value, relation.source or "", relation.target)
    return f"relation:{digest(*parts)}"


def months_known(corpus: CorpusLike, paper_id: str) -> dict[str, str | None]:
    """Return by which month each thing that a paper names was known, by its name there.

    As the names were last resolved: that is what the graph shows.
    """
    links = kept_names(corpus, papers=[paper_id], nodes=()).links
    nodes = kept_names(corpus, papers=(), nodes=set(links.values())).entities
    months = {node.id: node.known_by for node in nodes}
    return {name: months.get(node) for (_, name), node in links.items()}


def facts(
    paper: Paper, extraction: Extraction, *, known_by: Mapping[str, str | None] | None = None
) -> list[FactRow]:
    """Return the results of a paper, then its relations as the graph shows them.

    Args:
        paper: The paper.
        extraction: What was read in it.
        known_by: As `months_known` gives it; None where only ids are asked for.
    """
    text = paper.text
    kinds = _shown_types(paper, extraction, known_by or {})
    rows = [
        FactRow(
            result_id(paper.id, result, extraction),
            _said(result, bound=bound_said(_sentence(text, result), result.value)),
            result.confidence,
            _sentence(text, result),
        )
        for result in extraction.results
    ]
    rows += [
        FactRow(
            relation_id(paper.id, relation),
            _said_relation(relation, kind),
            relation.confidence,
            relation.stated or text[relation.start : relation.end],
        )
        for relation, kind in zip(extraction.relations, kinds, strict=True)
    ]
    return rows


def paper_facts(corpus: CorpusLike, name: str) -> list[FactRow]:
    """Return the facts of a paper as people corrected them, and as the graph shows them.

    Args:
        corpus: An open corpus.
        name: The paper's id or address in any spelling.

    Raises:
        InputError: There is no such paper.
    """
    corrections = corpus.corrections()
    found: list[FactRow] = []
    for paper, extraction in corpus.items([corpus.paper(name).id]):
        read = apply_fact_corrections(paper, extraction, corrections)
        found += facts(paper, read, known_by=months_known(corpus, paper.id))
    return found


def _sentence(text: str, result: Result) -> str:
    return text[result.sentence_start : result.sentence_end]


def _said(result: Result, *, bound: str | None = None) -> str:
    number = bounded(f"{result.value:g} {result.unit or ''}".strip(), bound)
    parts = [result.kind.value, number]
    for word, role in zip(("of", "on", "by", "against"), ROLES, strict=True):
        if getattr(result, role):
            parts.append(f"{word} {getattr(result, role)}")
    return " ".join(parts)


def _shown_types(
    paper: Paper, extraction: Extraction, known_by: Mapping[str, str | None]
) -> list[RelationType]:
    types = {entity.name: entity.type for entity in extraction.entities}
    return [
        shown_type(one, paper, types[one.target], known_by=known_by.get(one.target))
        for one in extraction.relations
    ]


def _said_relation(relation: Relation, kind: RelationType) -> str:
    return " ".join(filter(None, (relation.source, kind.value, relation.target)))


@dataclass(frozen=True, slots=True)
class Corrected:
    """What becomes of one fact.

    Attributes:
        kind: Kind of the correction.
        payload: Its payload.
        id: The fact's id from then on; None for a fact that is struck out.
    """

    kind: str
    payload: dict[str, object]
    id: str | None


def fact_correction(
    items: Iterable[tuple[Paper, Extraction]],
    corrections: Sequence[Correction],
    fact_id: str,
    *,
    change: Mapping[str, str] | None,
    known_by: Callable[[str], Mapping[str, str | None]],
) -> Corrected:
    """Return the correction of a fact.

    Args:
        items: The papers to look in, as they were read.
        corrections: Those made so far.
        fact_id: Id of a result or a relation.
        change: New values by field; None strikes the fact out.
        known_by: `months_known` of a paper.

    Raises:
        UnknownName: No paper states the fact; the id that a correction gave it is a candidate.
        InputError: A field or a value is wrong.
    """
    for paper, read in items:
        extraction = apply_fact_corrections(paper, read, corrections)
        found = _payload(paper, extraction, fact_id, change, known_by=known_by)
        if found is not None:
            made = Correction(0, *found)
            # What says so already keeps its id.
            outcomes = dict(_outcomes(paper, extraction, made))
            return Corrected(*found, outcomes.get(fact_id, fact_id))
        own = [one for one in corrections if one.payload.get("paper") == paper.id]
        if own:
            _check_corrected(paper, read, own, fact_id)
    raise UnknownName(f"no fact {fact_id!r}; list a paper's facts with: kg correct PAPER")


def _payload(
    paper: Paper,
    extraction: Extraction,
    fact_id: str,
    change: Mapping[str, str] | None,
    *,
    known_by: Callable[[str], Mapping[str, str | None]],
) -> tuple[str, dict[str, object]] | None:
    for result in extraction.results:
        if result_id(paper.id, result, extraction) == fact_id:
            new = None
            if change is not None:
                new = result_change(_with_names(paper, extraction, change, fields=ROLES))
            payload = result_payload(paper.id, extraction, result, change=new)
            return RESULT, payload | {SAID: _said(result)}
    for relation in extraction.relations:
        if relation_id(paper.id, relation) == fact_id:
            alone = replace(extraction, relations=(relation,))
            (kind,) = _shown_types(paper, alone, known_by(paper.id))
            new = None if change is None else _relation_change(paper, extraction, relation, change)
            payload = relation_payload(paper.id, relation, change=new)
            return RELATION, payload | {SAID: _said_relation(relation, kind)}
    return None


def _check_corrected(
    paper: Paper, extraction: Extraction, corrections: Sequence[Correction], fact_id: str
) -> None:
    """Say what became of a fact that was corrected.

    Raises:
        UnknownName: It has another id now, or was struck out.
    """
    now: str | None = fact_id
    number = 0
    for correction in corrections:
        outcomes = dict(_outcomes(paper, extraction, correction))
        if now in outcomes:
            now, number = outcomes[now], correction.id
        extraction = apply_fact_corrections(paper, extraction, [correction])
    if now is None:
        undo = f"take that back with: kg names undo {number}"
        raise UnknownName(f"fact {fact_id!r} was struck out; {undo}")
    if number:
        raise UnknownName(f"fact {fact_id!r} was corrected; its id is now {now!r}", [now])


def _outcomes(
    paper: Paper, extraction: Extraction, correction: Correction
) -> Iterator[tuple[str, str | None]]:
    """Yield the ids of the facts that a correction is about, each with the one it has then."""
    alone = [replace(extraction, results=(one,), relations=()) for one in extraction.results]
    alone += [replace(extraction, results=(), relations=(one,)) for one in extraction.relations]
    for before in alone:
        after = apply_fact_corrections(paper, before, [correction])
        if after != before:
            yield facts(paper, before)[0].id, next((row.id for row in facts(paper, after)), None)


def _relation_change(
    paper: Paper, extraction: Extraction, relation: Relation, change: Mapping[str, str]
) -> dict[str, object]:
    named = _with_names(paper, extraction, change, fields=("source", "target"))
    return relation_change(
        named, kind=relation.type, source=relation.source, target=relation.target
    )


def _with_names(
    paper: Paper, extraction: Extraction, change: Mapping[str, str], *, fields: Sequence[str]
) -> dict[str, str]:
    return {
        field: _named(paper, extraction, value) if value and field in fields else value
        for field, value in change.items()
    }


def _named(paper: Paper, extraction: Extraction, name: str) -> str:
    """Return the name of a thing that the paper names so, or the name as its text has it.

    Raises:
        InputError: It stands nowhere as a name of its own: *acc* is no name in *accuracy*.
    """
    forms = {
        form: entity.name
        for entity in reversed(extraction.entities)
        for form in (*(mention.text for mention in entity.mentions), entity.name)
    }
    folded = {fold(form): thing for form, thing in forms.items()}
    known = forms.get(name) or folded.get(fold(name))
    if known is not None:
        return known
    for any_case in (False, True):
        if found := mentions_of(paper, name, any_case=any_case):
            return found[0].text
    near = _nearest(name, [*forms, *re.findall(r"\w[\w-]+", paper.text)])
    hint = f"; nearest: {', '.join(map(quoted, near))}" if near else ""
    raise InputError(f"{paper.id} does not say {name!r}; give the name as its text writes it{hint}")


def _nearest(name: str, there: Sequence[str]) -> list[str]:
    lower = {one.lower(): one for one in reversed(there)}
    longer = [one for one in sorted(lower, key=len) if one.startswith(name.lower())]
    near = [*longer[:2], *get_close_matches(name.lower(), lower, n=_MOST, cutoff=0.6), *longer]
    return [lower[one] for one in dict.fromkeys(near)][:_MOST]
