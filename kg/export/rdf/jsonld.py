"""JSON-LD that reads like plain JSON, compacted with ontology/context.jsonld as it is written.

The whole shape is known, so that a node can be compacted on its own: no library does that without holding all
of it.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import groupby
from typing import IO, Any

import pyoxigraph as ox

from kg import resources
from kg.export.rdf.terms import RDF, XSD, Names

_Node = dict[str, Any]


@dataclass(frozen=True)
class _Term:
    """How the context writes one property."""

    name: str
    type: str | None = None
    by_language: bool = False


class Context:
    """ontology/context.jsonld, looked up by IRI."""

    def __init__(self, names: Names) -> None:
        packaged = json.loads(resources.ontology("context.jsonld").read_text(encoding="utf-8"))["@context"]
        self.written: _Node = dict(packaged)
        # A base that ends in "#" or ":" does not resolve by appending, so that such IRIs stay whole.
        self._base = names.base if names.base.endswith("/") else ""
        if self._base:
            self.written["@base"] = self._base
        self._prefixes = {k: v for k, v in packaged.items() if isinstance(v, str) and v.endswith(("#", "/"))}
        self._terms: dict[str, _Term] = {}
        self._names: dict[str, str] = {}
        for name, definition in packaged.items():
            if isinstance(definition, str) and not definition.startswith("@") and name not in self._prefixes:
                self._names[self._expand(definition)] = name
            elif isinstance(definition, dict):
                kind = definition.get("@type")
                self._terms[self._expand(definition["@id"])] = _Term(
                    name,
                    kind if kind is None or kind.startswith("@") else self._expand(kind),
                    definition.get("@container") == "@language",
                )

    def _expand(self, curie: str) -> str:
        prefix, _, rest = curie.partition(":")
        return self._prefixes[prefix] + rest if prefix in self._prefixes else curie

    def term(self, iri: str) -> _Term:
        return self._terms.get(iri) or _Term(self.symbol(iri))

    def symbol(self, iri: str) -> str:
        """The word for a class, a relation or a status; the whole IRI when the context has none."""
        return self._names.get(iri) or (self._terms[iri].name if iri in self._terms else iri)

    def reference(self, node: ox.NamedNode | ox.BlankNode) -> str:
        """How an `id` is written."""
        if isinstance(node, ox.BlankNode):
            return f"_:{node.value}"
        return node.value.removeprefix(self._base) if node.value != self._base else node.value


def write_jsonld(quads: Iterable[ox.Quad], names: Names, file: IO[bytes]) -> None:
    """Write `quads`, which come graph by graph and subject by subject, a node a line."""
    context = Context(names)
    # The graphs are no instances: their IRIs are given in full.
    file.write(b'{"@context": ' + _json(context.written) + b',\n"@graph": [')
    for number, (graph, of_graph) in enumerate(groupby(quads, key=lambda quad: quad.graph_name)):
        file.write((b",\n" if number else b"\n") + b'{"id": ' + _json(_iri(graph)) + b', "graph": [')
        for order, node in enumerate(_nodes(of_graph, context)):
            file.write((b",\n" if order else b"\n") + _json(node))
        file.write(b"]}")
    file.write(b"]}\n")


def compacted(triples: Iterable[ox.Triple], names: Names) -> dict[str, Any]:
    """Triples of one graph as a document that reads like plain JSON: a node for each subject that has a name,
    blank nodes inside of what points to them.
    """
    context = Context(names)
    of_subject: dict[ox.NamedNode | ox.BlankNode, list[ox.Triple]] = {}
    pointed: Counter[ox.NamedNode | ox.BlankNode] = Counter()
    for triple in triples:
        assert isinstance(triple.subject, (ox.NamedNode, ox.BlankNode)), "no triple is about another"
        of_subject.setdefault(triple.subject, []).append(triple)
        if isinstance(triple.object, ox.BlankNode):
            pointed[triple.object] += 1

    def node_of(subject: ox.NamedNode | ox.BlankNode) -> _Node:
        node: _Node = {} if pointed[subject] == 1 else {"id": context.reference(subject)}
        inner: dict[str, _Node] = {}
        for triple in of_subject.get(subject, ()):
            value = triple.object
            if isinstance(value, ox.BlankNode):
                once = pointed[value] == 1
                inner[value.value] = node_of(value) if once else {"id": context.reference(value)}
            _add(node, triple, context, inner)
        return node

    whole = [node_of(subject) for subject in of_subject if pointed[subject] != 1]
    return {"@context": context.written, "@graph": whole}


def _iri(graph: ox.NamedNode | ox.BlankNode | ox.DefaultGraph) -> str:
    assert isinstance(graph, ox.NamedNode), "quads.py puts everything into a named graph"
    return graph.value


def _json(value: Any) -> bytes:
    return json.dumps(value, ensure_ascii=False).encode("utf-8")


def _nodes(quads: Iterable[ox.Quad], context: Context) -> Iterator[_Node]:
    """Each named node with the blank nodes that follow it inside."""
    group: list[tuple[ox.NamedNode | ox.BlankNode, list[ox.Quad]]] = []
    for subject, of_subject in groupby(quads, key=lambda quad: quad.subject):
        if isinstance(subject, ox.NamedNode) and group:
            yield _nested(group, context)
            group = []
        group.append((subject, list(of_subject)))
    if group:
        yield _nested(group, context)


def _nested(group: list[tuple[ox.NamedNode | ox.BlankNode, list[ox.Quad]]], context: Context) -> _Node:
    inner: dict[str, _Node] = {}
    # Backwards: a blank node comes after what points to it, so that it is ready when that is reached.
    for subject, quads in reversed(group):
        node: _Node = {} if isinstance(subject, ox.BlankNode) else {"id": context.reference(subject)}
        for quad in quads:
            _add(node, quad, context, inner)
        if isinstance(subject, ox.NamedNode):
            return node
        inner[subject.value] = node
    raise AssertionError("a group starts with a named node")


def _add(node: _Node, quad: ox.Quad | ox.Triple, context: Context, inner: Mapping[str, _Node]) -> None:
    value = quad.object
    if quad.predicate == RDF.type and isinstance(value, ox.NamedNode):
        _append(node, "type", context.symbol(value.value))
        return
    term = context.term(quad.predicate.value)
    if isinstance(value, ox.Literal):
        if term.by_language and value.language:
            _append(node.setdefault(term.name, {}), value.language, value.value)
        else:
            _append(node, term.name, _literal(value, term))
    elif isinstance(value, ox.BlankNode):
        _append(node, term.name, inner[value.value])
    elif isinstance(value, ox.NamedNode):
        if term.type == "@vocab":
            _append(node, term.name, context.symbol(value.value))
        elif term.type == "@id":
            _append(node, term.name, context.reference(value))
        else:
            _append(node, term.name, {"id": context.reference(value)})


def _append(node: _Node, name: str, value: Any) -> None:
    if name not in node:
        node[name] = value
    elif isinstance(node[name], list):
        node[name].append(value)
    else:
        node[name] = [node[name], value]


def _literal(value: ox.Literal, term: _Term) -> Any:
    kind = value.datatype
    if value.language:
        return {"@value": value.value, "@language": value.language}
    if term.type == kind.value:
        return value.value
    if kind == XSD.integer and term.type is None:
        return int(value.value)
    if kind == XSD.string and term.type is None:
        return value.value
    return {"@value": value.value, "@type": kind.value}
