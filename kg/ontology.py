"""The closed vocabulary: every predicate, read once from ontology/kg.ttl.

The ontology file is the only place where a relation is declared; this module turns it into records. A
predicate that is not in the file cannot be had: `vocabulary()["holdsPsot"]` raises `UnknownPredicate` and
names the nearest.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pyoxigraph as ox

from kg import resources
from kg.errors import UnknownPredicate
from kg.records import Kind, Predicate

KG = "https://kg.example/ontology#"

# The prefixes that exports declare and that a query need not declare.
PREFIXES: Mapping[str, str] = {
    "kg": KG,
    "dct": "http://purl.org/dc/terms/",
    "oa": "http://www.w3.org/ns/oa#",
    "org": "http://www.w3.org/ns/org#",
    "prov": "http://www.w3.org/ns/prov#",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "schema": "https://schema.org/",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "skosxl": "http://www.w3.org/2008/05/skos-xl#",
    "void": "http://rdfs.org/ns/void#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}
_RDF, _RDFS = PREFIXES["rdf"], PREFIXES["rdfs"]
_OWL = "http://www.w3.org/2002/07/owl#"

CLASS_OF: Mapping[Kind, str] = {
    Kind.PER: "https://schema.org/Person",
    Kind.ORG: "http://www.w3.org/ns/org#Organization",
    Kind.LOC: "https://schema.org/Place",
}
_KIND_OF = {iri: kind for kind, iri in CLASS_OF.items()}


@dataclass(frozen=True)
class Vocabulary(Mapping[str, Predicate]):
    """Predicates by name, with their words for people and the recognizer labels that map to each kind."""

    predicates: Mapping[str, Predicate]
    labels: Mapping[str, Mapping[str, str]]
    kind_of_label: Mapping[str, Kind]

    def __getitem__(self, name: str) -> Predicate:
        try:
            return self.predicates[name]
        except KeyError:
            raise UnknownPredicate(name, self.predicates) from None

    def __iter__(self) -> Iterator[str]:
        return iter(self.predicates)

    def __len__(self) -> int:
        return len(self.predicates)


def read_vocabulary(*files: Path) -> Vocabulary:
    """The packaged vocabulary, extended by the user's own Turtle `files`.

    A relation is a property that is an `owl:ObjectProperty` and a `kg:Relation`, with `rdfs:domain` and
    `rdfs:range` in the entity classes or in an `owl:unionOf` them.
    """
    store = ox.Store()
    store.load(resources.ontology("kg.ttl").read_bytes(), format=ox.RdfFormat.TURTLE)
    for file in files:
        store.load(file.read_bytes(), format=ox.RdfFormat.TURTLE)
    relations = sorted(
        quad.subject.value
        for quad in store.quads_for_pattern(None, _node(_RDF + "type"), _node(KG + "Relation"))
        if isinstance(quad.subject, ox.NamedNode)
    )
    predicates = {}
    labels = {}
    for iri in relations:
        node = ox.NamedNode(iri)
        name = iri.rsplit("#", 1)[-1].rsplit("/", 1)[-1]
        symmetric = _is(store, node, _OWL + "SymmetricProperty")
        predicates[name] = Predicate(
            name,
            domain=_kinds(store, node, _RDFS + "domain"),
            range=_kinds(store, node, _RDFS + "range"),
            symmetric=symmetric,
        )
        labels[name] = {
            quad.object.language or "": quad.object.value
            for quad in store.quads_for_pattern(node, _node(_RDFS + "label"), None)
            if isinstance(quad.object, ox.Literal)
        }
    kind_of_label = {
        quad.object.value: _KIND_OF[quad.subject.value]
        for quad in store.quads_for_pattern(None, _node(KG + "recognizerLabel"), None)
        if isinstance(quad.object, ox.Literal) and isinstance(quad.subject, ox.NamedNode)
    }
    return Vocabulary(predicates, labels, kind_of_label)


@cache
def vocabulary() -> Vocabulary:
    """The packaged vocabulary."""
    return read_vocabulary()


def _node(iri: str) -> ox.NamedNode:
    return ox.NamedNode(iri)


def _is(store: ox.Store, node: ox.NamedNode, cls: str) -> bool:
    return ox.Quad(node, _node(_RDF + "type"), _node(cls)) in store


def _kinds(store: ox.Store, node: ox.NamedNode, side: str) -> frozenset[Kind]:
    """The entity kinds of a domain or range, whether it is one class or a union."""
    found: set[Kind] = set()
    for quad in store.quads_for_pattern(node, _node(side), None):
        found |= _kinds_of_class(store, quad.object)
    return frozenset(found or Kind)


def _kinds_of_class(store: ox.Store, cls: object) -> set[Kind]:
    if isinstance(cls, ox.NamedNode):
        return {_KIND_OF[cls.value]} if cls.value in _KIND_OF else set()
    if not isinstance(cls, ox.BlankNode):
        return set()
    found: set[Kind] = set()
    for quad in store.quads_for_pattern(cls, _node(_OWL + "unionOf"), None):
        rest: object = quad.object
        while isinstance(rest, ox.BlankNode):
            for item in store.quads_for_pattern(rest, _node(_RDF + "first"), None):
                found |= _kinds_of_class(store, item.object)
            rest = next((q.object for q in store.quads_for_pattern(rest, _node(_RDF + "rest"), None)), None)
    return found
