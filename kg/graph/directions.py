"""Relationships of a statement between labels that they never join: it finds nothing, always."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kg.schema import RelationshipSpec, load_schema
from kg.store.statement import without_noise

# Possessive, or a run of blanks would be tried in every way.
_HEAD = r"\(\s*+(?P<{0}name>\w*+)\s*+(?P<{0}labels>(?::[\w\s:|&!]*+)?+)"
_STEP = re.compile(
    _HEAD.format("left_")
    + r"[^()]*+\)\s*+(?P<back><?+)\s*+-\s*+\[\s*+\w*+\s*+:\s*+(?P<type>\w++)\s*+\]\s*+-"
    + rf"(?P<out>>?+)\s*+(?={_HEAD.format('right_')})"
)
_LABELLED = re.compile(_HEAD.format(""))


def never_joined(text: str) -> list[str]:
    """Return a note of each relationship that stands between labels which it never joins.

    Args:
        text: A statement that found nothing.
    """
    return list(dict.fromkeys(_notes(without_noise(text))))


def _notes(text: str) -> Iterator[str]:
    labels: dict[str, str | None] = {}
    for found in _LABELLED.finditer(text):
        if label := _label(found["labels"]):
            # In another part of a UNION a variable may be another thing.
            known = labels.setdefault(found["name"], label)
            labels[found["name"]] = label if known == label and found["name"] else None
    for found in _STEP.finditer(text):
        spec = load_schema().relationships.get(found["type"])
        left, right = (
            _label(found[f"{side}_labels"]) or labels.get(found[f"{side}_name"])
            for side in ("left", "right")
        )
        ways = [(right, left)] if found["back"] else [(left, right)]
        if bool(found["back"]) == bool(found["out"]):
            ways = [(left, right), (right, left)]
        if spec and not any(_fits(a, spec.start) and _fits(b, spec.end) for a, b in ways):
            yield _said(spec, *ways[0])


def _label(labels: str) -> str | None:
    """Return the label of a node, None where it has none or several."""
    label = labels.removeprefix(":").strip()
    known = load_schema()
    return label if label in {*known.nodes, *known.entities} else None


def _fits(label: str | None, end: str) -> bool:
    is_entity = end == "Entity" and label in load_schema().entities
    return label is None or label == end or is_entity


def _said(spec: RelationshipSpec, start: str | None, end: str | None) -> str:
    asked = f"(:{start or ''})-[:{spec.type}]->(:{end or ''})".replace("(:)", "()")
    right = f"(:{spec.start})-[:{spec.type}]->(:{spec.end})"
    return f"kg makes no {asked}, but {right}; see all with: kg schema"
