"""Strikes out or replaces what was read wrongly in one paper."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

from kg.corrections import usable
from kg.errors import InputError
from kg.records import (
    PAPER_RELATIONS,
    Correction,
    Entity,
    EntityType,
    Extraction,
    Mention,
    Paper,
    Relation,
    RelationType,
    Result,
)
from kg.roles import ROLES, role_surfaces

RESULT, RELATION = "result", "relation"
FACT_KINDS = (RESULT, RELATION)
# What the fact said when it was corrected: for people, no part of what it is found by.
SAID = "said"
_ROLE_TYPES = {
    "subject": EntityType.METHOD,
    "benchmark": EntityType.BENCHMARK,
    "metric": EntityType.METRIC,
    "versus": EntityType.METHOD,
}


def apply_fact_corrections(
    paper: Paper, extraction: Extraction, corrections: Iterable[Correction]
) -> Extraction:
    """Return the extraction as people corrected it.

    A correction whose fact is no longer read is passed over. A name that replaces another and was
    not read in the paper becomes an entity of it where the text holds it.

    Args:
        paper: The paper that was read.
        extraction: What was read.
        corrections: Any corrections, in the order in which they were made.

    Raises:
        InputError: One of them cannot be used; the message says how to take it back.
    """
    for correction in corrections:
        if correction.undone or correction.payload.get("paper") != paper.id:
            continue
        with usable(correction):
            if correction.kind == RESULT:
                extraction = _correct_result(paper, extraction, correction.payload)
            elif correction.kind == RELATION:
                extraction = _correct_relation(paper, extraction, correction.payload)
    return extraction


def number_of(value: object) -> float:
    """Return the number that a value is or writes.

    Raises:
        InputError: It is none, or none that is finite.
    """
    if isinstance(value, int | float | str) and not isinstance(value, bool):
        try:
            number = float(value)
        except (ValueError, OverflowError):
            number = math.nan
        if math.isfinite(number):
            return number
    raise InputError(f"{value!r} is no number")


def result_payload(
    paper_id: str, extraction: Extraction, result: Result, *, change: dict[str, object] | None
) -> dict[str, object]:
    """Return the payload of a correction that strikes a result out or changes it.

    Args:
        paper_id: The paper that reports it.
        extraction: What was read there.
        result: One of its results.
        change: New `value`, `unit`, `subject`, `benchmark`, `metric` or `versus`; None strikes it
            out.
    """
    key: dict[str, object] = {"paper": paper_id, "start": result.start, "end": result.end}
    key["kind"] = result.kind.value
    key.update(role_surfaces(extraction, result))
    return key | ({"set": change} if change is not None else {"strike": True})


def relation_payload(
    paper_id: str, relation: Relation, *, change: dict[str, object] | None
) -> dict[str, object]:
    """Return the payload of a correction that strikes a relation out or changes it.

    Args:
        paper_id: The paper that says so.
        relation: One of its relations.
        change: New `type`, `source` or `target`; None strikes it out.
    """
    key: dict[str, object] = {
        "paper": paper_id,
        "type": relation.type.value,
        "source": relation.source,
        "target": relation.target,
    }
    return key | ({"set": change} if change is not None else {"strike": True})


def _correct_result(paper: Paper, extraction: Extraction, payload: dict[str, object]) -> Extraction:
    kept: list[Result] = []
    for result in extraction.results:
        if not _is_result(extraction, result, payload):
            kept.append(result)
            continue
        change = payload.get("set")
        if isinstance(change, dict):
            extraction, changed = _changed_result(paper, extraction, result, change)
            kept.append(changed)
    return replace(extraction, results=tuple(kept))


def _is_result(extraction: Extraction, result: Result, payload: dict[str, object]) -> bool:
    place = (result.start, result.end, result.kind.value)
    if place != (payload.get("start"), payload.get("end"), payload.get("kind")):
        return False
    surfaces = role_surfaces(extraction, result)
    return all(payload.get(role, "") == surfaces[role] for role in ROLES)


def _changed_result(
    paper: Paper, extraction: Extraction, result: Result, change: dict[str, object]
) -> tuple[Extraction, Result]:
    values: dict[str, object] = {}
    for key, value in change.items():
        if key in ROLES and isinstance(value, str):
            span = (result.sentence_start, result.sentence_end)
            extraction = _with_entity(paper, extraction, value, kind=_ROLE_TYPES[key], span=span)
            value = value if _has(extraction, value) else getattr(result, key)
        if key in ROLES or key in ("value", "unit"):
            values[key] = number_of(value) if key == "value" else value
    return extraction, replace(result, **values, confidence=1.0)  # type: ignore[arg-type]


def _correct_relation(
    paper: Paper, extraction: Extraction, payload: dict[str, object]
) -> Extraction:
    kept: list[Relation] = []
    for relation in extraction.relations:
        key = (relation.type.value, relation.source, relation.target)
        if key != (payload.get("type"), payload.get("source"), payload.get("target")):
            kept.append(relation)
            continue
        change = payload.get("set")
        if isinstance(change, dict):
            extraction, changed = _changed_relation(paper, extraction, relation, change)
            kept.append(changed)
    kept = list(dict.fromkeys(kept))
    named = {name for relation in kept for name in (relation.source, relation.target)}
    return replace(
        extraction,
        # What stands nowhere in the text is there only by the relation that a record states.
        entities=tuple(one for one in extraction.entities if one.mentions or one.name in named),
        relations=tuple(sorted(kept, key=_relation_order)),
    )


def _relation_order(relation: Relation) -> tuple[str, str, str]:
    return (relation.type, relation.source or "", relation.target)


def _changed_relation(
    paper: Paper, extraction: Extraction, relation: Relation, change: dict[str, object]
) -> tuple[Extraction, Relation]:
    kind = RelationType(str(change.get("type", relation.type)))
    ends: dict[str, str | None] = {"source": relation.source, "target": relation.target}
    types = {entity.name: entity.type for entity in extraction.entities}
    if "source" in change and not change["source"]:
        ends["source"] = None
    for key in ("source", "target"):
        value, old = change.get(key), ends[key]
        if isinstance(value, str) and value:
            of_type = types.get(old or "", EntityType.METHOD)
            span = (relation.start, relation.end)
            extraction = _with_entity(paper, extraction, value, kind=of_type, span=span)
            ends[key] = value if _has(extraction, value) else old
    if (kind in PAPER_RELATIONS) != (ends["source"] is None):
        # Its new source is not read here, or a kg that did not ask has kept it.
        return extraction, relation
    changed = replace(
        relation,
        type=kind,
        source=ends["source"],
        target=str(ends["target"]),
        confidence=1.0,
    )
    return extraction, changed


def mentions_of(paper: Paper, name: str, *, any_case: bool = False) -> tuple[Mention, ...]:
    """Return where a name stands in a paper's text, in whole words; nowhere for an empty one."""
    pattern = rf"(?<!\w){re.escape(name)}(?!\w)"
    flags = re.IGNORECASE if any_case else re.NOFLAG
    found = re.finditer(pattern, paper.text, flags) if name else ()
    return tuple(Mention(m.start(), m.end(), m[0]) for m in found)


def _has(extraction: Extraction, name: str) -> bool:
    return any(entity.name == name for entity in extraction.entities)


def _with_entity(
    paper: Paper, extraction: Extraction, name: str, *, kind: EntityType, span: Sequence[int]
) -> Extraction:
    """Add the name as an entity of the paper, if it is none and the text holds it."""
    if _has(extraction, name):
        return extraction
    mentions = mentions_of(paper, name)
    if not mentions:
        return extraction
    entities = (*extraction.entities, Entity(name, kind, mentions))
    mentioned = Relation(RelationType.MENTIONS, None, name, span[0], span[1])
    return replace(
        extraction,
        entities=tuple(sorted(entities, key=lambda entity: (not entity.mentions, entity.mentions))),
        relations=tuple(sorted((*extraction.relations, mentioned), key=_relation_order)),
    )
