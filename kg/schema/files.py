"""The files generated from the schema: constraints, shapes, and the queries of whole kinds."""

from __future__ import annotations

from collections.abc import Mapping

from kg.schema import (
    NodeSpec,
    PropertySpec,
    RelationshipSpec,
    Schema,
    drop_query_name,
    export_query_name,
    fulltext_statement,
    part_query_name,
    write_query_name,
)

NOTICE = "generated from schema/graph.yaml by: python -m kg.schema --write"
# Where to find what belongs to $papers, or is one of $nodes or $authors.
_SOME_NODES = {
    "Paper": "UNWIND $papers AS paper\nMATCH (n:Paper {id: paper})",
    "Author": "UNWIND $authors AS author\nMATCH (n:Author {id: author})",
    "Result": "UNWIND $papers AS paper\nMATCH (:Paper {id: paper})-[:REPORTS]->(n:Result)",
    "Entity": "UNWIND $nodes AS node\nMATCH (n:Entity {id: node})",
}
_SOME_LINKS = {
    "Paper": "UNWIND $papers AS paper\nMATCH (a:Paper {id: paper})-[r:%s]->(b:%s)",
    "Result": "UNWIND $papers AS paper\n"
    "MATCH (:Paper {id: paper})-[:REPORTS]->(a:Result)-[r:%s]->(b:%s)",
    "Entity": "MATCH (a:Entity)-[r:%s]->(b:%s)\n"
    "WHERE r.paper IN $papers OR (r.derived AND a.id IN $nodes)",
}
_XSD = {"integer": "xsd:integer", "float": "xsd:double", "boolean": "xsd:boolean"}


def constraint_statements(schema: Schema) -> tuple[str, ...]:
    """Return the DDL for Neo4j, one statement each; all of them may run again and again."""
    statements = [
        f"CREATE CONSTRAINT {label.lower()}_id IF NOT EXISTS FOR (n:{label}) REQUIRE n.id IS UNIQUE"
        for label in schema.nodes
    ]
    for index in schema.indexes.values():
        if index.kind == "fulltext":
            statements.append(fulltext_statement(index))
        else:
            statements.append(
                f"CREATE INDEX {index.name} IF NOT EXISTS "
                f"FOR (n:{index.label}) ON (n.{index.property})"
            )
    return tuple(statements)


def generated_files(schema: Schema) -> dict[str, str]:
    """Return path and text of every generated file, paths relative to the checkout."""
    files = {
        "schema/constraints.cypher": f"// {NOTICE}\n"
        + "".join(f"{statement};\n" for statement in constraint_statements(schema)),
        "schema/shapes.ttl": _shapes(schema),
        "docs/graph.md": _reference(schema),
    }
    for label, node in schema.nodes.items():
        for extra in schema.entities if label == "Entity" else (None,):
            files[f"cypher/write/{write_query_name(label, extra)}.cypher"] = _merge_nodes(
                node, extra, schema.properties(label, extra)
            )
        if not node.internal:
            files[f"cypher/export/{export_query_name(label)}.cypher"] = _all_nodes(schema, node)
            files[f"cypher/part/{part_query_name(label)}.cypher"] = _some_nodes(schema, node)
            files[f"cypher/part/{drop_query_name(label)}.cypher"] = _drop_nodes(node)
    for relation in schema.relationships.values():
        files[f"cypher/write/{write_query_name(relation.type)}.cypher"] = _merge_links(relation)
        files[f"cypher/export/{export_query_name(relation.type)}.cypher"] = _all_links(relation)
        files[f"cypher/part/{part_query_name(relation.type)}.cypher"] = _some_links(relation)
        files[f"cypher/part/{drop_query_name(relation.type)}.cypher"] = _drop_links(relation)
    return files


def _merge_nodes(node: NodeSpec, extra: str | None, properties: Mapping[str, PropertySpec]) -> str:
    labels = node.label + (f":{extra}" if extra else "")
    dates = [p.name for p in properties.values() if p.type == "date"]
    # A date that were first set as text would leave kglite a column of mixed kinds.
    return _write(
        f"{write_query_name(node.label, extra)}: bring a batch of :{labels} to these rows",
        "rows LIST of {id STRING, "
        + "".join(f"{name} STRING or null, " for name in dates)
        + "properties MAP; null removes a property}",
        f"MERGE (n:{node.label} {{id: row.id}})",
        *([f"SET n:{extra}"] if extra else []),
        "SET n += row.properties",
        *(f"SET n.{name} = date(row.{name})" for name in dates),
    )


def _merge_links(relation: RelationshipSpec) -> str:
    key = " {key: row.key}" if relation.has_key else ""
    fields = "source STRING, target STRING, " + ("key STRING, " if relation.has_key else "")
    return _write(
        f"{write_query_name(relation.type)}: bring a batch of {relation.type} to these rows",
        f"rows LIST of {{{fields}properties MAP; null removes a property}}",
        f"MATCH (a:{relation.start} {{id: row.source}})",
        f"MATCH (b:{relation.end} {{id: row.target}})",
        f"MERGE (a)-[r:{relation.type}{key}]->(b)",
        "SET r += row.properties",
    )


def _read_nodes(schema: Schema, node: NodeSpec, what: str, *, match: str) -> str:
    return _read(what, _node_columns(schema, node), match=match, order="id")


def _read_links(relation: RelationshipSpec, what: str, *, match: str) -> str:
    order = "source, target" + (", key" if relation.has_key else "")
    return _read(what, _link_columns(relation), match=match, order=order)


def _all_nodes(schema: Schema, node: NodeSpec) -> str:
    what = f"{export_query_name(node.label)}: every :{node.label} with its properties"
    return _read_nodes(schema, node, what, match=f"MATCH (n:{node.label})")


def _some_nodes(schema: Schema, node: NodeSpec) -> str:
    what = f"{part_query_name(node.label)}: some of the :{node.label} nodes"
    return _read_nodes(schema, node, what, match=_SOME_NODES[node.label])


def _all_links(relation: RelationshipSpec) -> str:
    what = f"{export_query_name(relation.type)}: every {relation.type} with its properties"
    match = f"MATCH (a:{relation.start})-[r:{relation.type}]->(b:{relation.end})"
    return _read_links(relation, what, match=match)


def _some_links(relation: RelationshipSpec) -> str:
    what = f"{part_query_name(relation.type)}: some of the {relation.type}"
    match = _SOME_LINKS[relation.start] % (relation.type, relation.end)
    return _read_links(relation, what, match=match)


def _drop_nodes(node: NodeSpec) -> str:
    return _write(
        f"{drop_query_name(node.label)}: delete :{node.label} nodes that nothing links",
        "rows LIST of {id STRING}",
        f"MATCH (n:{node.label} {{id: row.id}})",
        "WHERE NOT EXISTS { (n)--() }",
        "DELETE n",
    )


def _drop_links(relation: RelationshipSpec) -> str:
    key = " {key: row.key}" if relation.has_key else ""
    fields = "source STRING, target STRING" + (", key STRING" if relation.has_key else "")
    return _write(
        f"{drop_query_name(relation.type)}: delete a batch of {relation.type}",
        f"rows LIST of {{{fields}}}",
        f"MATCH (a:{relation.start} {{id: row.source}})"
        f"-[r:{relation.type}{key}]->(b:{relation.end} {{id: row.target}})",
        "DELETE r",
    )


def _write(what: str, params: str, *statement: str) -> str:
    head = [f"// {what}", f"// params: {params}", "// returns: nothing", "// access: write"]
    lines = [*head, f"// order: none; {NOTICE}", "UNWIND $rows AS row", *statement]
    return "\n".join(lines) + "\n"


def _read(what: str, columns: list[tuple[str, str]], *, match: str, order: str) -> str:
    bound = [name for name in ("papers", "nodes", "authors") if f"${name}" in match]
    params = ", ".join(f"{name} LIST" for name in bound)
    distinct = "RETURN DISTINCT " if "UNWIND" in match else "RETURN "
    lines = [
        f"// {what}",
        f"// params: {params or 'none'}",
        f"// returns: {', '.join(returned for _, returned in columns)}",
        "// access: read",
        f"// order: {order}; {NOTICE}",
        match,
        distinct + ",\n  ".join(column for column, _ in columns),
        f"ORDER BY {order}",
    ]
    return "\n".join(lines) + "\n"


def _node_columns(schema: Schema, node: NodeSpec) -> list[tuple[str, str]]:
    """Each column with what the header says of it."""
    entity = node.label == "Entity"
    properties = dict(node.properties)
    for extra in schema.entities.values() if entity else ():
        properties |= extra.properties
    types = ", ".join(f"'{extra}'" for extra in schema.entities)
    columns = [("n.id AS id", "id STRING")]
    if entity:
        label = f"[l IN labels(n) WHERE l IN [{types}]][0] AS extraLabel"
        columns.append((label, "extraLabel STRING"))
    return columns + [(_column("n", p), _returned(p)) for p in properties.values()]


def _link_columns(relation: RelationshipSpec) -> list[tuple[str, str]]:
    ends = [("a.id AS source", "source STRING"), ("b.id AS target", "target STRING")]
    return ends + [(_column("r", p), _returned(p)) for p in relation.properties.values()]


def _column(variable: str, entry: PropertySpec) -> str:
    # `end` and `as` are reserved words in kglite, so every name is quoted.
    value = f"{variable}.`{entry.name}`"
    return f"{f'toString({value})' if entry.type == 'date' else value} AS `{entry.name}`"


def _returned(entry: PropertySpec) -> str:
    kind = {"strings": "LIST", "date": "STRING"}.get(entry.type, entry.type.upper())
    return f"{entry.name} {kind}" + ("" if entry.required else " or null")


def _shapes(schema: Schema) -> str:
    sh, xsd = "http://www.w3.org/ns/shacl#", "http://www.w3.org/2001/XMLSchema#"
    prefixes = {**schema.prefixes, "sh": sh, "xsd": xsd}
    lines = [f"# {NOTICE}"]
    lines += [f"@prefix {name}: <{iri}> ." for name, iri in sorted(prefixes.items())]
    for node in (*schema.nodes.values(), *schema.entities.values()):
        if node.rdf is None:
            continue
        lines += ["", f"kg:{node.label}Shape a sh:NodeShape ;", f"    sh:targetClass {node.rdf} ;"]
        for entry in node.properties.values():
            if entry.rdf is not None:
                lines.append(f"    sh:property [ {_shape_of(entry)} ] ;")
        lines.append("    sh:nodeKind sh:IRI .")
    return "\n".join(lines) + "\n"


def _shape_of(entry: PropertySpec) -> str:
    parts = [f"sh:path {entry.rdf}"]
    if entry.type in _XSD:
        parts.append(f"sh:datatype {_XSD[entry.type]}")
    if entry.required:
        parts.append("sh:minCount 1")
    if entry.type != "strings":
        parts.append("sh:maxCount 1")
    return " ; ".join(parts)


def _reference(schema: Schema) -> str:
    lines = [
        "# The graph: labels, relationship types, properties",
        "",
        f"<!-- {NOTICE} -->",
        "Every node has a string `id`, stable and derived from content. Entities carry two labels:",
        "`:Entity` and their type. Offsets count characters of title, line break, abstract;",
        "`text[start:end]` is what is meant. The last column is the RDF term of `kg export`.",
        "",
    ]
    nodes = [("", node) for node in schema.nodes.values() if not node.internal]
    for before, node in (*nodes, *((":Entity", node) for node in schema.entities.values())):
        head = f"({before}:{node.label})"
        lines += _reference_part(head, node.doc, node.rdf, node.properties)
        lines[-1:] = [f"\nId: `{node.example}`", ""]
    for spec in schema.relationships.values():
        head = f"(:{spec.start})-[:{spec.type}]->(:{spec.end})"
        lines += _reference_part(head, spec.doc, spec.rdf, spec.properties)
    lines += ["## Prefixes", "", "| prefix | address |", "| --- | --- |"]
    lines += [f"| {name} | `{address}` |" for name, address in sorted(schema.prefixes.items())]
    return "\n".join(lines) + "\n"


def _reference_part(
    head: str, doc: str, rdf: str | None, properties: Mapping[str, PropertySpec]
) -> list[str]:
    lines = [f"## `{head}`", "", f"{doc}." + (f" RDF: `{rdf}`." if rdf else ""), ""]
    if properties:
        lines += ["| property | type | what | example | RDF |", "| --- | --- | --- | --- | --- |"]
    for p in properties.values():
        term = f"`{p.rdf}`" if p.rdf else ""
        must = "" if p.required else "?"
        lines.append(f"| {p.name} | {p.type}{must} | {p.doc} | `{p.example}` | {term} |")
    return [*lines, ""]
