"""Packs what the resolver keeps in a corpus: uses of names and nodes."""

from __future__ import annotations

import json
from dataclasses import fields

from kg.records import Alias, EntityType, ResolvedEntity
from kg.resolve.forms import Form
from kg.resolve.items import Item
from kg.sql import from_json

_REST = tuple(field.name for field in fields(ResolvedEntity))[4:]


def pack_item(item: Item) -> str:
    """Return all of an item but its paper and entity."""
    form = [item.form.name, item.form.type, item.form.long]
    rest = [item.accepted, item.others, item.claimed, item.evaluated, item.date]
    return _dump([item.block, form, *rest])


def unpack_item(paper: str, entity: str, body: str) -> Item:
    """Return the item that was packed."""
    block, (name, kind, long), accepted, others, claimed, evaluated, date = from_json(body)
    return Item(
        paper=paper,
        entity=entity,
        block=block,
        form=Form(name, EntityType(kind), long=long),
        accepted=tuple((surface, reason) for surface, reason in accepted),
        others=tuple(others),
        claimed=claimed,
        evaluated=evaluated,
        date=date,
    )


def pack_entity(entity: ResolvedEntity) -> str:
    """Return all of a node but its id."""
    aliases = [(alias.name, alias.reason, alias.papers) for alias in entity.aliases]
    return _dump([entity.name, entity.type, aliases, *(getattr(entity, name) for name in _REST)])


def unpack_entity(node: str, body: str) -> ResolvedEntity:
    """Return the node that was packed."""
    name, kind, aliases, *rest = from_json(body)
    return ResolvedEntity(
        node,
        name,
        EntityType(kind),
        tuple(Alias(alias, reason, tuple(papers)) for alias, reason, papers in aliases),
        *rest,
    )


def _dump(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
