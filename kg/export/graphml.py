"""GraphML, written node by node: nothing is held but what the store hands out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from xml.sax.saxutils import escape, quoteattr

from kg.graph import Graph
from kg.graph.networks import joined
from kg.schema import Schema, load_schema

_HEAD = """<?xml version="1.0" encoding="UTF-8"?>
<graphml xmlns="http://graphml.graphdrawing.org/xmlns" \
xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" \
xsi:schemaLocation="http://graphml.graphdrawing.org/xmlns \
http://graphml.graphdrawing.org/xmlns/1.0/graphml.xsd">
"""
# GraphML knows no lists and no dates.
_TYPES = {"integer": "long", "float": "double", "boolean": "boolean"}


def graphml_lines(graph: Graph) -> Iterator[str]:
    """Yield the whole graph as GraphML, a node or an edge a line.

    A list becomes one text with `; ` between its items, a character that XML cannot hold a space.

    Args:
        graph: An open graph.

    Raises:
        StoreError: The store failed.
    """
    yield _HEAD
    yield from _keys(load_schema())
    yield '<graph edgedefault="directed">\n'
    for node in graph.nodes():
        kind = {} if node.extra_label is None else {"type": node.extra_label}
        values = _data("n", {"label": node.label, **kind, **node.properties})
        yield f"<node id={_attribute(node.id)}>{values}</node>\n"
    for number, link in enumerate(graph.relationships()):
        # The key says again which paper or rule it is.
        properties = {k: v for k, v in link.properties.items() if k != "key"}
        values = _data("e", {"type": link.type, **properties})
        # An id of its own: Gephi takes edges of one id for one edge.
        yield (
            f'<edge id="e{number}" source={_attribute(link.start_id)} '
            f"target={_attribute(link.end_id)}>{values}</edge>\n"
        )
    yield "</graph>\n</graphml>\n"


def _keys(schema: Schema) -> Iterator[str]:
    """Declare every property that there can be: what is there is known only at the end."""
    nodes = {"label": "string", "type": "string"}
    for spec in (*schema.nodes.values(), *schema.entities.values()):
        if not spec.internal:
            nodes |= {p.name: _TYPES.get(p.type, "string") for p in spec.properties.values()}
    edges = {"type": "string"}
    for link in schema.relationships.values():
        edges |= {p.name: _TYPES.get(p.type, "string") for p in link.properties.values()}
    for owner, kinds in (("node", nodes), ("edge", edges)):
        for name, kind in sorted(kinds.items()):
            declared = f'id="{owner[0]}-{name}" for="{owner}" attr.name="{name}"'
            yield f'<key {declared} attr.type="{kind}"/>\n'


def _data(owner: str, values: Mapping[str, object]) -> str:
    return "".join(
        f'<data key="{owner}-{name}">{_text(value)}</data>'
        for name, value in values.items()
        if value is not None
    )


def _text(value: object) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    # A parser makes one line break of a bare carriage return.
    return escape(joined(value), {"\r": "&#13;"})


def _attribute(text: str) -> str:
    return quoteattr(joined(text))
