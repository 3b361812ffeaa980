"""Annotated papers as extractions, for tests of everything behind the reader."""

from __future__ import annotations

import json
import re
from pathlib import Path

from kg.records import (
    Entity,
    EntityType,
    Extraction,
    Mention,
    Paper,
    Relation,
    RelationType,
    Result,
    ResultKind,
)


def read_gold(path: Path) -> list[tuple[Paper, Extraction]]:
    """Return each annotated paper with what its annotator found, as the reader would give it."""
    lines = path.read_text(encoding="utf-8").splitlines()
    return [gold_item(json.loads(line)) for line in lines if line.strip()]


def gold_item(row: dict) -> tuple[Paper, Extraction]:
    arxiv = re.fullmatch(r"\d{4}\.\d{4,5}", row["id"])
    paper = Paper(
        id=("arxiv:" if arxiv else "paper:") + row["id"],
        title=row["title"],
        abstract=row["abstract"],
        published=f"20{row['id'][:2]}-{row['id'][2:4]}" if arxiv else None,
        date_precision="month" if arxiv else None,
        source_id=row["id"],
    )
    entities = tuple(
        entity for e in row["entities"] if (entity := gold_entity(e, paper.text)).mentions
    )
    known = {e.name: e for e in entities}
    return paper, Extraction(
        version="gold",
        entities=tuple(sorted(entities, key=lambda e: e.mentions[0])),
        relations=tuple(
            gold_relation(r, known, paper.text)
            for r in row.get("relations", [])
            if r["target"] in known and (not r.get("source") or r["source"] in known)
        ),
        results=tuple(gold_result(r, known, paper.text) for r in row.get("results", [])),
    )


def gold_entity(row: dict, text: str) -> Entity:
    found = {
        Mention(m.start(), m.end(), m[0])
        for surface in row["mentions"]
        for m in re.finditer(re.escape(surface), text)
    }
    return Entity(row["name"], EntityType(row["type"]), tuple(sorted(found)))


def gold_relation(row: dict, known: dict[str, Entity], text: str) -> Relation:
    mention = known[row["target"]].mentions[0]
    start = max(text.rfind(". ", 0, mention.start) + 2, text.find("\n") + 1)
    if mention.start < start:
        start = 0
    end = text.find(". ", mention.end)
    return Relation(
        RelationType(row["type"]),
        row.get("source"),
        row["target"],
        start,
        len(text) if end < 0 else end + 1,
    )


def gold_result(row: dict, known: dict[str, Entity], text: str) -> Result:
    evidence = row.get("evidence") or text
    start = max(text.find(evidence), 0)
    number = text.find(f"{row['value']:g}", start)
    at = number if number >= 0 else start
    roles = {
        role: row.get(role) if row.get(role) in known else None
        for role in ("subject", "benchmark", "metric", "versus")
    }
    return Result(
        value=float(row["value"]),
        unit=row.get("unit"),
        kind=ResultKind(row["kind"]),
        start=at,
        end=at + len(f"{row['value']:g}"),
        sentence_start=start,
        sentence_end=start + len(evidence),
        **roles,
    )
