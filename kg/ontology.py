"""The closed vocabulary: every predicate, read once from ontology/kg.ttl.

The ontology file is the only place where a relation is declared; this module turns it into records. A
predicate that is not in the file cannot be had: `vocabulary()["holdsPsot"]` raises `UnknownPredicate` and
names the nearest.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

import pyoxigraph as ox

from kg import resources
from kg.errors import MissingPath, UnknownPredicate
from kg.records import Kind, Predicate

KG = "https://kg.example/ontology#"

# The prefixes that exports declare and that a query need not declare.
PREFIXES: Mapping[str, str] = {
    "kg": KG,
    "dct": "http://purl.org/dc/terms/",
    "oa": "http://www.w3.org/ns/oa#",
    "org": "http://www.w3.org/ns/org#",
    "owl": "http://www.w3.org/2002/07/owl#",
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
_OWL = PREFIXES["owl"]

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
    # What the object's side calls the relation: 子女 for parentOf. A symmetric relation has its own name on
    # both.
    inverse_labels: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    # Labels of recognizers that are left out on purpose, so that an unknown one can be told from them.
    ignored_labels: frozenset[str] = frozenset()

    def __getitem__(self, name: str) -> Predicate:
        try:
            return self.predicates[name]
        except KeyError:
            raise UnknownPredicate(name, self.predicates) from None

    # Mapping makes these two of __getitem__, and expects a KeyError where there is nothing.
    def __contains__(self, name: object) -> bool:
        return name in self.predicates

    def get(self, name: str, default: Any = None) -> Any:
        return self.predicates.get(name, default)

    def __iter__(self) -> Iterator[str]:
        return iter(self.predicates)

    def __len__(self) -> int:
        return len(self.predicates)


def read_vocabulary(*files: Path) -> Vocabulary:
    """The packaged vocabulary, extended by the user's own Turtle `files`.

    A relation is a property that is an `owl:ObjectProperty` and a `kg:Relation`, with `rdfs:domain` and
    `rdfs:range` in the entity classes or in an `owl:unionOf` them; one that happens at a time and is over is
    a `kg:EventRelation` too.
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
    predicates: dict[str, Predicate] = {}
    labels: dict[str, Mapping[str, str]] = {}
    inverse_labels: dict[str, Mapping[str, str]] = {}
    for iri in relations:
        node = ox.NamedNode(iri)
        name = iri.rsplit("#", 1)[-1].rsplit("/", 1)[-1]
        symmetric = _is(store, node, _OWL + "SymmetricProperty")
        predicates[name] = Predicate(
            name,
            domain=_kinds(store, node, _RDFS + "domain"),
            range=_kinds(store, node, _RDFS + "range"),
            symmetric=symmetric,
            event=_is(store, node, KG + "EventRelation"),
        )
        labels[name] = _labels(store, node)
        inverse = next(store.quads_for_pattern(None, _node(_OWL + "inverseOf"), node), None)
        if symmetric:
            inverse_labels[name] = labels[name]
        elif inverse is not None and isinstance(inverse.subject, ox.NamedNode):
            inverse_labels[name] = _labels(store, inverse.subject)
    kind_of_label = dict(
        sorted(
            (quad.object.value, _KIND_OF[quad.subject.value])
            for quad in store.quads_for_pattern(None, _node(KG + "recognizerLabel"), None)
            if isinstance(quad.object, ox.Literal) and isinstance(quad.subject, ox.NamedNode)
        )
    )
    ignored = frozenset(
        quad.object.value
        for quad in store.quads_for_pattern(None, _node(KG + "ignoredLabel"), None)
        if isinstance(quad.object, ox.Literal)
    )
    return Vocabulary(predicates, labels, kind_of_label, inverse_labels, ignored)


@cache
def vocabulary() -> Vocabulary:
    """The packaged vocabulary."""
    return read_vocabulary()


def vocabulary_of(files: Iterable[Path]) -> Vocabulary:
    """The packaged vocabulary with the relations of one's own `files`; raises `MissingPath`.

    >>> "holdsPost" in vocabulary_of(()).predicates
    True
    """
    own = tuple(files)
    for file in own:
        if not file.is_file():
            raise MissingPath(file)
    return read_vocabulary(*own) if own else vocabulary()


def _node(iri: str) -> ox.NamedNode:
    return ox.NamedNode(iri)


def _is(store: ox.Store, node: ox.NamedNode, cls: str) -> bool:
    return ox.Quad(node, _node(_RDF + "type"), _node(cls)) in store


def _labels(store: ox.Store, node: ox.NamedNode) -> dict[str, str]:
    """The words for a property, by language."""
    quads = store.quads_for_pattern(node, _node(_RDFS + "label"), None)
    found = {
        quad.object.language or "": quad.object.value for quad in quads if isinstance(quad.object, ox.Literal)
    }
    return dict(sorted(found.items()))


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


@cache
def terms() -> frozenset[str]:
    """The local name of everything that the packaged ontology declares.

    >>> "holdsPost" in terms(), "holdsPsot" in terms()
    (True, False)
    """
    subjects = {
        quad.subject.value
        for quad in ox.parse(resources.ontology("kg.ttl").read_bytes(), format=ox.RdfFormat.TURTLE)
        if isinstance(quad.subject, ox.NamedNode)
    }
    return frozenset(iri.removeprefix(KG) for iri in subjects if iri.startswith(KG))


def prefixed(iri: str, prefixes: Mapping[str, str] = PREFIXES) -> str:
    """`iri` with a prefix, when one fits.

    >>> prefixed("https://kg.example/ontology#holdsPost")
    'kg:holdsPost'
    """
    for prefix, start in prefixes.items():
        if iri.startswith(start) and re.fullmatch(r"[\w\-]+", iri[len(start) :]):
            return f"{prefix}:{iri[len(start) :]}"
    return iri
