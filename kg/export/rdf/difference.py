"""What differs between two graphs as RDF: a `kg:Change` for each thing that came, went or changed.

    g:changes   the changes, and of each changed thing what was and what is, property by property
    g:before    what went and what changed as the old graph has it, with its evidence
    g:after     what came and what changed as the new graph has it, with its evidence

Turtle, which has no graphs, holds all of `g:changes`, what went, and what came and changed as it is now.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any, TypeVar

import pyoxigraph as ox

from kg.diff import Change, Changes, Difference, Said
from kg.export.rdf.provenance import run_id
from kg.export.rdf.quads import quads
from kg.export.rdf.terms import (
    DCT,
    DEFAULT_BASE,
    KG,
    RDF,
    SCHEMA,
    SKOS,
    Names,
    date,
    decimal,
    integer,
    named,
    string,
    web_address,
)
from kg.ontology import CLASS_OF
from kg.records import Document, Entity, Graph, Statement, stable_id

FORMATS: Mapping[str, ox.RdfFormat] = {"ttl": ox.RdfFormat.TURTLE, "trig": ox.RdfFormat.TRIG}

_Term = ox.NamedNode | ox.Literal
_Triple = tuple[ox.NamedNode, ox.NamedNode, _Term]
_Item = TypeVar("_Item")
# The property that a field of a record is written as, and how its value is.
_Field = tuple[ox.NamedNode, Callable[[Any], Iterable[_Term]]]


def _one(term: Callable[[Any], _Term]) -> Callable[[Any], Iterable[_Term]]:
    return lambda value: () if value is None or value == "" else (term(value),)


_DOCUMENT: Mapping[str, _Field] = {
    "title": (DCT.title, _one(named)),
    "published": (DCT.issued, _one(date)),
    "publisher": (DCT.publisher, _one(string)),
    "authors": (DCT.creator, lambda names: map(string, names)),
    "editors": (SCHEMA.editor, lambda names: map(string, names)),
    "url": (SCHEMA.url, lambda url: web_address(url or "")),
    "language": (DCT.language, _one(string)),
}
_ENTITY: Mapping[str, _Field] = {
    "kind": (RDF.type, lambda kind: (ox.NamedNode(CLASS_OF[kind]),)),
    "name": (SKOS.prefLabel, _one(named)),
    "aliases": (SKOS.altLabel, lambda names: map(named, names)),
    "description": (SCHEMA.description, _one(named)),
    "admin_code": (KG.adminCode, _one(string)),
}
_STATEMENT: Mapping[str, _Field] = {
    "title": (KG.title, _one(named)),
    "status": (KG.status, lambda status: (KG[status.value.capitalize()],)),
    "start_date": (KG.startDate, _one(date)),
    "end_date": (KG.endDate, _one(date)),
    "amount": (KG.amount, _one(string)),
    "confidence": (KG.confidence, _one(decimal)),
    "document_count": (KG.documentCount, _one(integer)),
}


def difference_as_rdf(
    old: Graph, new: Graph, found: Difference, *, format: str = "trig", base_iri: str | None = None
) -> bytes:
    """The difference between two graphs as `ttl` or `trig`, the same bytes for the same graphs.

    `found` is what `kg.diff.diff` gave for them. Raises InvalidBaseIri.

    >>> from kg.diff import diff
    >>> empty = Graph((), (), (), (), ())
    >>> b"kg:Difference" in difference_as_rdf(empty, empty, diff(empty, empty), format="ttl")
    True
    """
    names = Names(base_iri or DEFAULT_BASE)
    changes, before, after = (ox.NamedNode(names.graphs + name) for name in ("changes", "before", "after"))
    whole = format == "trig"

    def all_quads() -> Iterator[ox.Quad]:
        for triple in _changes(old, new, found, names):
            yield ox.Quad(*triple, changes)
        yield from _in_graph(_part(old, found, before=True, changed=whole), names, before)
        yield from _in_graph(_part(new, found, before=False, changed=True), names, after)

    if whole:
        return _serialized(all_quads(), FORMATS[format], names)
    return _serialized((quad.triple for quad in all_quads()), FORMATS[format], names)


def _serialized(items: Iterator[Any], syntax: ox.RdfFormat, names: Names) -> bytes:
    written = ox.serialize(items, format=syntax, prefixes=names.prefixes)
    assert written is not None, "it is given back where no file is named"
    return written


def _in_graph(part: Graph, names: Names, name: ox.NamedNode) -> Iterator[ox.Quad]:
    for quad in quads(part, names):
        if quad.graph_name != names.provenance:
            yield ox.Quad(quad.subject, quad.predicate, quad.object, name)


def _part(graph: Graph, found: Difference, *, before: bool, changed: bool) -> Graph:
    """What differs, as `graph` has it, with the ends, the evidence and the documents of its statements."""

    def chosen(changes: Changes[_Item]) -> list[_Item]:
        alone = changes.removed if before else changes.added
        both = [change.old if before else change.new for change in changes.changed] if changed else []
        return [*alone, *both]

    said = chosen(found.statements)
    ends = {end.id for item in said for end in (item.subject, item.object)}
    entities = ends | {entity.id for entity in chosen(found.entities)}
    proofs = {key for item in said for key in item.statement.evidence}
    evidence = tuple(proof for proof in graph.evidence if proof.id in proofs)
    documents = {proof.document for proof in evidence} | {item.id for item in chosen(found.documents)}
    return Graph(
        tuple(document for document in graph.documents if document.id in documents),
        tuple(entity for entity in graph.entities if entity.id in entities),
        (),
        tuple(item.statement for item in said),
        evidence,
    )


def _changes(old: Graph, new: Graph, found: Difference, names: Names) -> Iterator[_Triple]:
    runs = run_id(old), run_id(new)
    node = names.node(stable_id("diff", *runs))
    yield (node, RDF.type, KG.Difference)
    yield (node, KG.before, names.node(runs[0]))
    yield (node, KG.after, names.node(runs[1]))
    yield from _of_kind(found.documents, lambda item: item.id, node, names, _document)
    yield from _of_kind(found.entities, lambda item: item.id, node, names, _entity)
    yield from _of_kind(found.statements, lambda item: item.statement.id, node, names, _said)


_Told = tuple[ox.NamedNode, Sequence[_Term], Sequence[_Term]]


def _of_kind(
    changes: Changes[_Item],
    key: Callable[[_Item], str],
    whole: ox.NamedNode,
    names: Names,
    fields: Callable[[Change[_Item], str, Names], _Told],
) -> Iterator[_Triple]:
    for item in changes.added:
        yield from _change(whole, KG.Addition, "", key(item), names)
    for item in changes.removed:
        yield from _change(whole, KG.Removal, key(item), "", names)
    for change in changes.changed:
        was, now = key(change.old), key(change.new)
        yield from _change(whole, KG.Modification, was, now, names)
        for name in change.fields:
            part = names.node(stable_id("chg", was, now, name))
            about, olds, news = fields(change, name, names)
            yield (names.node(stable_id("chg", was, now)), KG.detail, part)
            yield (part, RDF.type, KG.ValueChange)
            yield (part, KG.property, about)
            yield from ((part, KG.oldValue, value) for value in olds if value not in news)
            yield from ((part, KG.newValue, value) for value in news if value not in olds)


def _change(whole: ox.NamedNode, kind: ox.NamedNode, was: str, now: str, names: Names) -> Iterator[_Triple]:
    node = names.node(stable_id("chg", was, now))
    yield (whole, KG.change, node)
    yield (node, RDF.type, kind)
    if was:
        yield (node, KG.before, names.node(was))
    if now:
        yield (node, KG.after, names.node(now))


def _document(change: Change[Document], name: str, names: Names) -> _Told:
    if name == "text":
        return KG.sha256, [string(change.old.sha256)], [string(change.new.sha256)]
    return _values(_DOCUMENT[name], getattr(change.old, name), getattr(change.new, name))


def _entity(change: Change[Entity], name: str, names: Names) -> _Told:
    return _values(_ENTITY[name], getattr(change.old, name), getattr(change.new, name))


def _said(change: Change[Said], name: str, names: Names) -> _Told:
    old, new = change.old.statement, change.new.statement
    if name == "evidence":
        return KG.evidence, _proofs(old, names), _proofs(new, names)
    return _values(_STATEMENT[name], getattr(old, name), getattr(new, name))


def _proofs(statement: Statement, names: Names) -> list[_Term]:
    return [names.node(key) for key in statement.evidence]


def _values(field: _Field, old: Any, new: Any) -> _Told:
    about, terms = field
    return about, list(terms(old)), list(terms(new))
