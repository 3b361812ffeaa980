"""The graph as RDF, with the evidence of each statement in PROV; terms come from the schema."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from itertools import groupby
from typing import TypeAlias
from urllib.parse import quote

import rdflib
from rdflib.namespace import PROV, RDF, RDFS, XSD
from rdflib.term import Identifier

from kg.arguments import as_text
from kg.errors import ConfigError, SchemaError
from kg.graph import Graph, check_graph
from kg.graph.dates import known_date
from kg.records import NodeRow, Property, RelationshipRow
from kg.schema import PropertySpec, Schema, load_schema
from kg.words import quoted

Triple: TypeAlias = tuple[rdflib.URIRef, rdflib.URIRef, Identifier]
# Names in RDF need an address; a team gives its own, which can answer, with --base.
BASE = "urn:x-papers-kg:"
Member: TypeAlias = tuple[str, object]
# Of an absolute IRI only what can stand between < and >; to a name it can be put before an id.
_BASE = re.compile(
    r"(?:urn:(?:[^:#]+:)+|(?!urn:)[a-z][a-z0-9+.-]+://[^/#]+(?:/[^#]*)?[/#])", re.IGNORECASE
)
_NO_IRI = re.compile(r"[\x00-\x20\x7f-\xa0<>\"{}|\\^`\ud800-\udfff\s]|%(?![0-9A-Fa-f]{2})")
_ESCAPES = str.maketrans({"\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r"})
_XSD = {"integer": XSD.integer, "float": XSD.double, "boolean": XSD.boolean}
_DATES = {"day": XSD.date, "month": XSD.gYearMonth, "year": XSD.gYear}
# What is said beside the schema's own terms.
_OTHER_TERMS = (
    *(RDF.type, RDF.Statement, RDF.subject, RDF.predicate, RDF.object, RDFS.label),
    *(PROV.wasQuotedFrom, PROV.Entity, *_XSD.values(), *_DATES.values()),
)


class Terms:
    """The terms of the schema and no others: a term that is not there is an error.

    Args:
        schema: Says which there are.
    """

    def __init__(self, schema: Schema) -> None:
        self._prefixes = {"kg": schema.namespace, **schema.prefixes}
        self.known: set[str] = set()
        for spec in (*schema.nodes.values(), *schema.entities.values()):
            self.known |= {spec.rdf or ""} | {p.rdf or "" for p in spec.properties.values()}
        for link in schema.relationships.values():
            self.known |= {link.rdf} | {p.rdf or "" for p in link.properties.values()}
        self.known.discard("")

    def __getitem__(self, curie: str) -> rdflib.URIRef:
        if curie not in self.known:
            raise SchemaError(f"schema/graph.yaml has no RDF term {curie!r}")
        prefix, _, local = curie.partition(":")
        return rdflib.URIRef(self._prefixes[prefix] + local)


def to_rdf(graph: Graph, *, base: str = BASE) -> rdflib.Graph:
    """Return the whole graph as RDF, with prefixes bound.

    Args:
        graph: An open graph.
        base: What the names of nodes begin with, unless they have an address of their own: an
            absolute IRI that ends in / or #.

    Raises:
        ConfigError: The graph or the base is none.
        StoreError: The store failed.
    """
    check_graph(graph)
    schema = load_schema()
    found = rdflib.Graph()
    for prefix, iri in {"kg": schema.namespace, **schema.prefixes}.items():
        found.bind(prefix, iri, override=True, replace=True)
    for triple in triples(graph, base=base):
        found.add(triple)
    return found


def triples(graph: Graph, *, base: str = BASE) -> Iterator[Triple]:
    """Yield the whole graph as triples, one node or relationship after the other.

    A relationship is a triple, and beside it an rdf:Statement that is quoted from the paper:
    sentence, offsets and confidence.

    Args:
        graph: An open graph.
        base: As in `to_rdf`.

    Raises:
        ConfigError: The base is none.
        StoreError: The store failed.
    """
    check_base(base)
    schema = load_schema()
    terms = Terms(schema)
    for node in graph.nodes():
        yield from _node(node, schema, terms, base)
    for link in graph.relationships():
        yield from _link(link, schema, terms, base)


def turtle_lines(found: Iterable[Triple]) -> Iterator[str]:
    """Yield Turtle, a subject a paragraph where its triples follow each other.

    Args:
        found: From `triples`.
    """
    yield from (f"@prefix {name}: <{start}> .\n" for name, start in _prefixes().items())
    short = _short_terms()
    for subject, group in groupby(found, key=lambda triple: triple[0]):
        said = "".join(f" ;\n    {_short(p, short)} {_short(o, short)}" for _, p, o in group)
        yield f"\n<{subject}>{said[2:]} .\n"


def ntriples_lines(found: Iterable[Triple]) -> Iterator[str]:
    """Yield N-Triples, a line each.

    Args:
        found: From `triples`.
    """
    for subject, predicate, object_ in found:
        yield f"<{subject}> <{predicate}> {_short(object_, {})} .\n"


def jsonld_lines(found: Iterable[Triple]) -> Iterator[str]:
    """Yield JSON-LD, a subject a line where its triples follow each other.

    Args:
        found: From `triples`.
    """
    context = _prefixes()
    short = _short_terms()
    yield f'{{"@context": {_json(context)},\n"@graph": ['
    for number, (subject, group) in enumerate(groupby(found, key=lambda triple: triple[0])):
        said: dict[str, list[object]] = {}
        for _, predicate, object_ in group:
            name, value = _member(predicate, object_, short)
            said.setdefault(name, []).append(value)
        values = {name: one[0] if len(one) == 1 else one for name, one in said.items()}
        yield ("," if number else "") + "\n" + _json({"@id": str(subject), **values})
    yield "\n]}\n"


def _member(predicate: rdflib.URIRef, object_: Identifier, short: Mapping[str, str]) -> Member:
    """Return name and value of a triple in a JSON-LD object."""
    name = short.get(str(predicate), str(predicate))
    if predicate == RDF.type:
        return "@type", short.get(str(object_), str(object_))
    if not isinstance(object_, rdflib.Literal):
        return name, {"@id": str(object_)}
    if object_.datatype is None:
        return name, str(object_)
    # As text: a JSON number would lose how it is written, and 60.0 become an integer.
    return name, {"@value": str(object_), "@type": short[str(object_.datatype)]}


def _prefixes() -> dict[str, str]:
    schema = load_schema()
    prefixes = {"kg": schema.namespace, **schema.prefixes}
    prefixes |= {"rdf": str(RDF), "rdfs": str(RDFS), "xsd": str(XSD)}
    return dict(sorted(prefixes.items()))


def _short_terms() -> dict[str, str]:
    """Return the terms in use with their short forms, e.g. `prov:value`."""
    terms = Terms(load_schema())
    used = {str(terms[curie]) for curie in terms.known} | {str(term) for term in _OTHER_TERMS}
    return {
        term: f"{name}:{term.removeprefix(start)}"
        for term in sorted(used)
        for name, start in _prefixes().items()
        if term.startswith(start)
    }


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)


def _short(term: Identifier, known: Mapping[str, str]) -> str:
    if isinstance(term, rdflib.Literal):
        quoted = f'"{str(term).translate(_ESCAPES)}"'
        kind = term.datatype
        return f"{quoted}^^{known.get(str(kind), f'<{kind}>')}" if kind else quoted
    if term == RDF.type and known:
        return "a"
    return known.get(str(term), f"<{term}>")


def check_base(base: str) -> None:
    """Refuse what no name in RDF can begin with: relative and broken addresses are no names.

    Raises:
        ConfigError: It is no absolute IRI that ends in / or # (a urn: in a colon).
    """
    if not _is_base(as_text("base", base)):
        raise ConfigError(
            f"base {quoted(base)} is no absolute address that ends in / or #; "
            "give one, e.g. https://example.org/papers/"
        )


@lru_cache
def _is_base(base: str) -> bool:
    return _BASE.fullmatch(base) is not None and not _NO_IRI.search(base)


def iri(node_id: str, *, base: str = BASE) -> rdflib.URIRef:
    """Return the name of a node: a paper's own address, else base and id.

    Args:
        node_id: E.g. `arxiv:2503.01234` or `model:gpt-4o`.
        base: As in `to_rdf`.

    Raises:
        ConfigError: The base is none.
    """
    check_base(base)
    kind, _, rest = node_id.partition(":")
    if kind == "arxiv":
        return rdflib.URIRef(f"https://arxiv.org/abs/{quote(rest, safe='/.')}")
    if kind == "doi":
        return rdflib.URIRef(f"https://doi.org/{quote(rest, safe='/.()')}")
    return rdflib.URIRef(base + quote(node_id, safe=":/.-_~"))


def _node(node: NodeRow, schema: Schema, terms: Terms, base: str) -> Iterator[Triple]:
    subject = iri(node.id, base=base)
    for label in (node.label, node.extra_label):
        spec = schema.entities.get(label or "") or schema.nodes.get(label or "")
        if spec is not None and spec.rdf is not None:
            yield subject, RDF.type, terms[spec.rdf]
    yield subject, RDFS.label, rdflib.Literal(node.properties["name"])
    declared = schema.properties(node.label, node.extra_label)
    yield from _properties(subject, node.properties, declared, terms)


def _link(link: RelationshipRow, schema: Schema, terms: Terms, base: str) -> Iterator[Triple]:
    spec = schema.relationships[link.type]
    subject, object_ = iri(link.start_id, base=base), iri(link.end_id, base=base)
    predicate = terms[spec.rdf]
    yield subject, predicate, object_
    if link.type == "REPORTS":
        yield object_, PROV.wasQuotedFrom, subject
    if "sentence" not in spec.properties:
        return
    said = "\x1f".join(link.identity)
    digest = hashlib.sha256(said.encode()).hexdigest()[:16]
    statement = rdflib.URIRef(f"{base}statement:{digest}")
    yield statement, RDF.type, RDF.Statement
    yield statement, RDF.type, PROV.Entity
    yield statement, RDF.subject, subject
    yield statement, RDF.predicate, predicate
    yield statement, RDF.object, object_
    paper = link.properties.get("paper") or (link.start_id if spec.start == "Paper" else None)
    if paper is not None:
        yield statement, PROV.wasQuotedFrom, iri(str(paper), base=base)
    rest = {name: value for name, value in link.properties.items() if name != "paper"}
    yield from _properties(statement, rest, spec.properties, terms)


def _properties(
    subject: rdflib.URIRef,
    values: Mapping[str, Property],
    declared: Mapping[str, PropertySpec],
    terms: Terms,
) -> Iterator[Triple]:
    precision = str(values.get("datePrecision", "day"))
    for name, value in values.items():
        spec = declared[name]
        if spec.rdf is None:
            continue
        for one in value if isinstance(value, list) else [value]:
            if spec.type == "date":
                text = known_date(str(one), precision)
                yield subject, terms[spec.rdf], rdflib.Literal(text, datatype=_DATES[precision])
            else:
                yield subject, terms[spec.rdf], rdflib.Literal(one, datatype=_XSD.get(spec.type))
