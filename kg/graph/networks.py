"""The graph as one of networkx; only here that is imported."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import TYPE_CHECKING

from kg.records import NodeRow, RelationshipRow

if TYPE_CHECKING:
    import networkx

# What XML 1.0 cannot hold, not even escaped.
NO_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")


def network(
    nodes: Iterable[NodeRow], links: Iterable[RelationshipRow], *, flat: bool
) -> networkx.MultiDiGraph[str]:
    """Return nodes and relationships as a graph of networkx.

    Args:
        nodes: Become nodes by their ids.
        links: Become edges; those of one type that several papers state are apart.
        flat: Whether values are made such as files of graphs can hold.
    """
    import networkx

    graph: networkx.MultiDiGraph[str] = networkx.MultiDiGraph()
    for node in nodes:
        kind = {} if node.extra_label is None else {"type": node.extra_label}
        values = _values({**kind, **node.properties}, flat=flat)
        graph.add_node(node.id, label=node.label, **values)
    for link in links:
        key = f"{link.type} {link.key}" if link.key else link.type
        values = _values({k: v for k, v in link.properties.items() if k != "key"}, flat=flat)
        graph.add_edge(link.start_id, link.end_id, key=key, type=link.type, **values)
    return graph


def joined(value: object) -> str:
    """Return a value as one text that XML can hold, the items of a list with `; ` between them."""
    text = "; ".join(map(str, value)) if isinstance(value, (list, tuple)) else str(value)
    return NO_XML.sub(" ", text)


def _values(properties: dict[str, object], *, flat: bool) -> dict[str, object]:
    return {
        name: joined(value) if flat and isinstance(value, (str, list)) else value
        for name, value in properties.items()
    }
