"""Extractions as bytes: compact, exact, and readable by every later version of kg.

A mention is stored by its offsets alone; its string is cut from the paper's text again.
"""

from __future__ import annotations

import json
import zlib
from typing import Any

from kg.errors import StoreError
from kg.records import (
    Entity,
    EntityType,
    Extraction,
    Mention,
    Relation,
    RelationType,
    Result,
    ResultKind,
)

_ENTITY_TYPES = {str(member): member for member in EntityType}
_RELATION_TYPES = {str(member): member for member in RelationType}
_RESULT_KINDS = {str(member): member for member in ResultKind}


def pack(extraction: Extraction, *, text: str) -> bytes:
    """Return an extraction as bytes; its version is kept beside them, not in them.

    Args:
        extraction: What was read.
        text: The text that it was read from.

    Raises:
        StoreError: An offset does not lead to the mention's string in this text.
    """
    for entity in extraction.entities:
        for mention in entity.mentions:
            if text[mention.start : mention.end] != mention.text:
                raise StoreError(
                    f"mention {mention.text!r} is not at {mention.start}:{mention.end} of the "
                    "text; read the paper again"
                )
    names = {entity.name: index for index, entity in enumerate(extraction.entities)}
    body = [
        [
            [
                entity.name,
                str(entity.type),
                [offset for mention in entity.mentions for offset in (mention.start, mention.end)],
                round(entity.confidence, 4),
            ]
            for entity in extraction.entities
        ],
        [
            [
                str(relation.type),
                _name_to_index(relation.source, names),
                _name_to_index(relation.target, names),
                relation.start,
                relation.end,
                round(relation.confidence, 4),
            ]
            for relation in extraction.relations
        ],
        [_pack_result(result, names) for result in extraction.results],
        extraction.abbreviations,
    ]
    return zlib.compress(
        json.dumps(body, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "surrogatepass")
    )


def _name_to_index(name: str | None, names: dict[str, int]) -> int | str | None:
    return None if name is None else names.get(name, name)


def _pack_result(result: Result, names: dict[str, int]) -> list[object]:
    return [
        result.value,
        result.unit,
        str(result.kind),
        _name_to_index(result.subject, names),
        _name_to_index(result.benchmark, names),
        _name_to_index(result.metric, names),
        _name_to_index(result.versus, names),
        result.start,
        result.end,
        result.sentence_start,
        result.sentence_end,
        round(result.confidence, 4),
    ]


def unpack(body: bytes, *, text: str, version: str) -> Extraction:
    """Return the extraction that was packed; confidences are kept to four digits.

    Raises:
        StoreError: The bytes are damaged.
    """
    try:
        entities, relations, results, abbreviations = json.loads(zlib.decompress(body))
        names = [entity[0] for entity in entities]
        return Extraction(
            version=version,
            entities=tuple(
                Entity(name, _ENTITY_TYPES[kind], _mentions(offsets, text), confidence)
                for name, kind, offsets, confidence in entities
            ),
            relations=tuple(
                Relation(_RELATION_TYPES[kind], _name(source, names), _name(target, names), *rest)
                for kind, source, target, *rest in relations
            ),
            results=tuple(
                Result(
                    value,
                    unit,
                    _RESULT_KINDS[kind],
                    *(_name(entity, names) for entity in rest[:4]),
                    *rest[4:],
                )
                for value, unit, kind, *rest in results
            ),
            abbreviations=tuple((long, short) for long, short in abbreviations),
        )
    except (zlib.error, ValueError, KeyError, IndexError, TypeError) as error:
        raise StoreError(
            f"a stored extraction is damaged ({error}); read the papers again with: "
            "kg build --refresh"
        ) from error


def _mentions(offsets: list[int], text: str) -> tuple[Mention, ...]:
    pairs = zip(offsets[::2], offsets[1::2], strict=True)
    return tuple(Mention(start, end, text[start:end]) for start, end in pairs)


def _name(value: Any, names: list[str]) -> Any:
    return names[value] if isinstance(value, int) else value
