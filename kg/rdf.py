"""The graph as RDF, with the evidence of each statement in PROV; terms come from the schema."""

from __future__ import annotations

import gc
import json
import re
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from functools import lru_cache, partial
from itertools import groupby
from typing import TypeAlias
from urllib.parse import quote

import rdflib
from rdflib.namespace import PROV, RDF, RDFS, XSD
from rdflib.term import Identifier

from kg.arguments import as_text
from kg.errors import ConfigError
from kg.graph import Graph, check_graph
from kg.graph.dates import known_date
from kg.ids import digest, paper_address
from kg.records import NodeRow, Property, RelationshipRow
from kg.schema import NodeSpec, PropertySpec, RelationshipSpec, Schema, load_schema
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
# A namespace makes its term anew each time.
_TYPE, _LABEL, _QUOTED_FROM, _ENTITY = RDF.type, RDFS.label, PROV.wasQuotedFrom, PROV.Entity
_PRIMARY_SOURCE = PROV.hadPrimarySource
_STATEMENT, _SUBJECT, _PREDICATE, _OBJECT = RDF.Statement, RDF.subject, RDF.predicate, RDF.object
# Terms that are kept to be said again; with each of the literals its text is.
_KEPT = 1 << 16
_XSD = {"integer": XSD.integer, "float": XSD.double, "boolean": XSD.boolean}
_DATES = {"day": XSD.date, "month": XSD.gYearMonth, "year": XSD.gYear}
# What is said beside the schema's own terms.
_OTHER_TERMS = (
    *(_TYPE, _STATEMENT, _SUBJECT, _PREDICATE, _OBJECT, _LABEL),
    *(_QUOTED_FROM, _PRIMARY_SOURCE, _ENTITY, *_XSD.values(), *_DATES.values()),
)


def schema_terms(schema: Schema) -> dict[str, rdflib.URIRef]:
    """Return the terms of a schema by their short forms, e.g. `prov:value`: there are no others."""
    nodes = [*schema.nodes.values(), *schema.entities.values()]
    specs: list[NodeSpec | RelationshipSpec] = [*nodes, *schema.relationships.values()]
    known = {one.rdf or "" for spec in specs for one in (spec, *spec.properties.values())} - {""}
    parts = [(curie, *curie.partition(":")) for curie in known]
    return {
        curie: rdflib.URIRef(schema.prefixes[prefix] + local) for curie, prefix, _, local in parts
    }


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
    # rdflib's other store takes a third of the time, but pyshacl refuses a graph in it.
    found = rdflib.Graph()
    for prefix, iri in schema.prefixes.items():
        found.bind(prefix, iri, override=True, replace=True)
    with _no_cycles():
        # `found.add` is this, and a look at each term whether it is one.
        add = found.store.add
        for triple in triples(graph, base=base):
            add(triple, found)
    return found


@contextmanager
def _no_cycles() -> Iterator[None]:
    """Leave out the search for cycles while many objects are made and none of them in a cycle.

    Of 639,000 triples it took a quarter of the time.
    """
    is_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if is_enabled:
            gc.enable()


def triples(graph: Graph, *, base: str = BASE) -> Iterator[Triple]:
    """Yield the whole graph as triples, one node or relationship after the other.

    A relationship is a triple, and beside it an rdf:Statement that is quoted from the paper:
    sentence, offsets and confidence. What only the record of a paper states is no quote of it, but
    has the paper for its source.

    Args:
        graph: An open graph.
        base: As in `to_rdf`.

    Raises:
        ConfigError: The base is none.
        StoreError: The store failed.
    """
    check_base(base)
    make = _Maker(base)
    for node in graph.nodes():
        yield from make.node(node)
    for link in graph.relationships():
        yield from make.link(link)


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
    if predicate == _TYPE:
        return "@type", short.get(str(object_), str(object_))
    if not isinstance(object_, rdflib.Literal):
        return name, {"@id": str(object_)}
    if object_.datatype is None:
        return name, str(object_)
    # As text: a JSON number would lose how it is written, and 60.0 become an integer.
    return name, {"@value": str(object_), "@type": short[str(object_.datatype)]}


def _prefixes() -> dict[str, str]:
    others = {"rdf": str(RDF), "rdfs": str(RDFS), "xsd": str(XSD)}
    return dict(sorted({**load_schema().prefixes, **others}.items()))


def _short_terms() -> dict[str, str]:
    """Return the short forms of the terms in use, e.g. `prov:value`."""
    used = {*map(str, schema_terms(load_schema()).values()), *map(str, _OTHER_TERMS)}
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
    if term == _TYPE and known:
        return "a"
    return known.get(str(term), f"<{term}>")


def check_base(base: str) -> None:
    """Refuse what no name in RDF can begin with: relative and broken addresses are no names.

    Raises:
        ConfigError: It is no absolute IRI that ends in / or # (a urn: in a colon).
    """
    if not _BASE.fullmatch(as_text("base", base)) or _NO_IRI.search(base):
        raise ConfigError(
            f"base {quoted(base)} is no absolute address that ends in / or #; "
            "give one, e.g. https://example.org/papers/"
        )


def iri(node_id: str, *, base: str = BASE) -> rdflib.URIRef:
    """Return the name of a node: a paper's own address, else base and id.

    Args:
        node_id: E.g. `arxiv:2503.01234` or `model:gpt-4o`.
        base: As `check_base` lets it pass.
    """
    return rdflib.URIRef(paper_address(node_id) or base + quote(node_id, safe=":/.-_~"))


class _Maker:
    """Makes the triples of a graph's rows; what is said often is made once.

    The 639,000 triples of 4,125 papers have 213,000 different terms.

    Args:
        base: As in `to_rdf`.
    """

    def __init__(self, base: str) -> None:
        self._schema = load_schema()
        self._terms = schema_terms(self._schema)
        self._base = base
        self._iri = lru_cache(maxsize=_KEPT)(partial(iri, base=base))
        self._literal = lru_cache(maxsize=_KEPT, typed=True)(_literal)

    def node(self, node: NodeRow) -> Iterator[Triple]:
        """Yield what is said of a node."""
        schema, subject = self._schema, self._iri(node.id)
        for label in (node.label, node.extra_label):
            spec = schema.entities.get(label or "") or schema.nodes.get(label or "")
            if spec is not None and spec.rdf is not None:
                yield subject, _TYPE, self._terms[spec.rdf]
        yield subject, _LABEL, self._literal(str(node.properties["name"]), None)
        declared = schema.properties(node.label, node.extra_label)
        yield from self._properties(subject, node.properties, declared)

    def link(self, link: RelationshipRow) -> Iterator[Triple]:
        """Yield what is said of a relationship, and from where."""
        spec = self._schema.relationships[link.type]
        subject, object_ = self._iri(link.start_id), self._iri(link.end_id)
        predicate = self._terms[spec.rdf]
        yield subject, predicate, object_
        if link.type == "REPORTS":
            yield object_, _QUOTED_FROM, subject
        if "sentence" not in spec.properties:
            return
        statement = rdflib.URIRef(f"{self._base}statement:{digest(*link.identity)}")
        yield statement, _TYPE, _STATEMENT
        yield statement, _TYPE, _ENTITY
        yield statement, _SUBJECT, subject
        yield statement, _PREDICATE, predicate
        yield statement, _OBJECT, object_
        paper = link.properties.get("paper") or (link.start_id if spec.start == "Paper" else None)
        if paper is not None:
            of_record = link.properties.get("origin") == "record"
            by = _PRIMARY_SOURCE if of_record else _QUOTED_FROM
            yield statement, by, self._iri(str(paper))
        rest = {name: value for name, value in link.properties.items() if name != "paper"}
        yield from self._properties(statement, rest, spec.properties)

    def _properties(
        self,
        subject: rdflib.URIRef,
        values: Mapping[str, Property],
        declared: Mapping[str, PropertySpec],
    ) -> Iterator[Triple]:
        precision = str(values.get("datePrecision", "day"))
        for name, value in values.items():
            spec = declared[name]
            if spec.rdf is None:
                continue
            term, is_date = self._terms[spec.rdf], spec.type == "date"
            kind = _DATES[precision] if is_date else _XSD.get(spec.type)
            for one in value if isinstance(value, list) else [value]:
                said = known_date(str(one), precision) if is_date else one
                yield subject, term, self._literal(said, kind)


def _literal(value: object, kind: rdflib.URIRef | None) -> rdflib.Literal:
    return rdflib.Literal(value, datatype=kind)
