"""An extraction as one JSON object, in the format of annotated papers and a little more."""

from __future__ import annotations

from collections.abc import Iterable

from kg.records import Entity, Extraction, Paper, Relation, Result


def paper_json(paper: Paper, extraction: Extraction) -> dict[str, object]:
    """Return what a paper says, ready for `json.dumps`.

    `id` is the input's own id as it came, `graphId` the id of the node. Every string under
    `mentions`, `evidence` and `sentence` is a slice of title, line break, abstract.

    Args:
        paper: The paper.
        extraction: What was read from its text.
    """
    text = paper.text
    return {
        "id": paper.source_id or paper.id,
        "graphId": paper.id,
        "title": paper.title,
        "abstract": paper.abstract,
        "version": extraction.version,
        "entities": [_entity(entity) for entity in extraction.entities],
        "relations": [_relation(relation, text) for relation in extraction.relations],
        "results": [_result(result, text) for result in extraction.results],
        "abbreviations": [list(pair) for pair in extraction.abbreviations],
    }


def _entity(entity: Entity) -> dict[str, object]:
    return {
        "name": entity.name,
        "type": entity.type.value,
        "mentions": _distinct(mention.text for mention in entity.mentions),
        "offsets": [[mention.start, mention.end] for mention in entity.mentions],
        "confidence": round(entity.confidence, 4),
    }


def _distinct(strings: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(strings))


def _relation(relation: Relation, text: str) -> dict[str, object]:
    source = {} if relation.source is None else {"source": relation.source}
    return {
        "type": relation.type.value,
        **source,
        "target": relation.target,
        "evidence": text[relation.start : relation.end],
        "start": relation.start,
        "end": relation.end,
        "confidence": relation.confidence,
    }


def _result(result: Result, text: str) -> dict[str, object]:
    return {
        "subject": result.subject,
        "benchmark": result.benchmark,
        "metric": result.metric,
        "value": result.value,
        "unit": result.unit,
        "kind": result.kind.value,
        "versus": result.versus,
        "evidence": text[result.sentence_start : result.sentence_end],
        "start": result.start,
        "end": result.end,
        "sentenceStart": result.sentence_start,
        "sentenceEnd": result.sentence_end,
        "confidence": result.confidence,
    }
