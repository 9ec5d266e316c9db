"""What the graph says about one IRI: its triples, or a page to read.

Of an entity the page has the names, the facts with every sentence that says them, and the documents; of a
document what it says, sentence by sentence, and whom and what it names; of anything else it has the
properties, as they are.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from typing import Any

import pyoxigraph as ox

from kg import resources
from kg.ontology import KG, PREFIXES, prefixed, vocabulary
from kg.query import GraphStore
from kg.query.words import worded

# A page that nobody would read to its end is cut here, and says so.
MOST = 500

_LABELS = (PREFIXES["skos"] + "prefLabel", PREFIXES["dct"] + "title", KG + "sourceName")
_TYPE = PREFIXES["rdf"] + "type"
_STATEMENT = ox.NamedNode(KG + "Statement")
_KINDS = {
    PREFIXES["schema"] + "Person": "PER",
    PREFIXES["org"] + "Organization": "ORG",
    PREFIXES["schema"] + "Place": "LOC",
    PREFIXES["schema"] + "NewsArticle": "DOC",
}
_FACTS = """
SELECT ?statement ?predicate ?outward ?other ?otherName ?title ?status ?from ?until ?amount WHERE {
  VALUES ?entity { %s }
  { ?statement kg:subject ?entity ; kg:object ?other BIND(true AS ?outward) }
  UNION { ?statement kg:object ?entity ; kg:subject ?other BIND(false AS ?outward) }
  ?statement a kg:Statement ; kg:predicate ?predicate ; kg:status ?status .
  ?other skos:prefLabel ?otherName .
  OPTIONAL { ?statement kg:title ?title }
  OPTIONAL { ?statement kg:startDate ?from }
  OPTIONAL { ?statement kg:endDate ?until }
  OPTIONAL { ?statement kg:amount ?amount }
} ORDER BY ?predicate DESC(?outward) ?otherName ?statement
"""
_SENTENCES = """
SELECT ?statement ?sentence ?document ?source ?headline ?date WHERE {
  VALUES ?statement { %s }
  ?statement kg:evidence ?evidence .
  ?evidence prov:hadPrimarySource ?document ; oa:hasTarget/oa:hasSelector/oa:exact ?sentence .
  ?document kg:sourceName ?source .
  OPTIONAL { ?document dct:title ?headline }
  OPTIONAL { ?document dct:issued ?date }
} ORDER BY ?statement ?date ?source ?evidence
"""
_DOCUMENTS = """
SELECT ?document ?source ?headline ?date (COUNT(?mention) AS ?times) WHERE {
  VALUES ?entity { %s }
  ?mention kg:refersTo ?entity ; kg:inDocument ?document .
  ?document kg:sourceName ?source .
  OPTIONAL { ?document dct:title ?headline }
  OPTIONAL { ?document dct:issued ?date }
} GROUP BY ?document ?source ?headline ?date ORDER BY ?date ?source
"""
_SAID = """
SELECT ?subject ?subjectName ?predicate ?object ?objectName ?title ?status ?amount ?sentence WHERE {
  VALUES ?document { %s }
  ?evidence prov:hadPrimarySource ?document ; oa:hasBody ?statement .
  ?evidence oa:hasTarget/oa:hasSelector ?place, ?quote .
  ?place oa:start ?start . ?quote oa:exact ?sentence .
  ?statement a kg:Statement ; kg:predicate ?predicate ; kg:status ?status .
  ?statement kg:subject ?subject ; kg:object ?object .
  ?subject skos:prefLabel ?subjectName .
  ?object skos:prefLabel ?objectName .
  OPTIONAL { ?statement kg:title ?title }
  OPTIONAL { ?statement kg:amount ?amount }
} ORDER BY ?start ?sentence ?subjectName ?predicate ?objectName ?statement
"""
_NAMED = """
SELECT ?entity ?name ?kind (COUNT(?mention) AS ?times) WHERE {
  VALUES ?document { %s }
  ?mention kg:inDocument ?document ; kg:refersTo ?entity .
  ?entity skos:prefLabel ?name ; a ?kind .
} GROUP BY ?entity ?name ?kind ORDER BY DESC(?times) ?name ?entity
"""
_ABOUT_DOCUMENT = (
    PREFIXES["dct"] + "publisher", PREFIXES["dct"] + "issued", PREFIXES["dct"] + "creator", KG + "sourceName",
)  # fmt: skip
_Row = dict[str, str]


def triples_of(store: GraphStore, node: ox.NamedNode) -> tuple[ox.Triple, ...]:
    """All triples about `node`, with those of its blank nodes; of an entity also its statements, so that
    whoever follows links gets from a person to what is said of them and on to the sentences.
    """
    found: dict[ox.Triple, None] = {}
    waiting: list[ox.NamedNode | ox.BlankNode] = [*_statements(store, node), node]
    while waiting:
        for quad in store.graph.quads_for_pattern(waiting.pop(), None, None):
            if quad.triple not in found and isinstance(quad.object, ox.BlankNode):
                waiting.append(quad.object)
            found[quad.triple] = None
    return tuple(found)


def _statements(store: GraphStore, node: ox.NamedNode) -> list[ox.NamedNode]:
    found = {
        quad.subject
        for end in (KG + "subject", KG + "object")
        for quad in store.graph.quads_for_pattern(None, ox.NamedNode(end), node)
        if isinstance(quad.subject, ox.NamedNode)
    }
    stated = (item for item in found if _STATEMENT in _objects(store, item, _TYPE))
    return sorted(stated, key=lambda item: item.value, reverse=True)[:MOST]


def page(store: GraphStore, node: ox.NamedNode, language: str) -> bytes:
    """The page of `node` in zh or en."""
    kinds = {_KINDS.get(value.value) for value in _objects(store, node, _TYPE) if hasattr(value, "value")}
    kind = next((kind for kind in kinds if kind), "")
    content: dict[str, Any] = {
        "language": language,
        "words": {name: word[language] for name, word in _words().items()},
        "iri": node.value,
        "id": node.value.removeprefix(store.base),
        "kind": kind,
        "title": _label(store, node),
        "most": MOST,
    }
    if kind == "DOC":
        content |= _document(store, node, language)
    elif kind:
        content |= _entity(store, node, language)
    else:
        content["properties"] = list(_properties(store, node))
    text: str = _template().render(content)
    return text.encode("utf-8", "replace")


def _entity(store: GraphStore, node: ox.NamedNode, language: str) -> dict[str, Any]:
    statements = _rows(store, _FACTS % node)
    shown = statements[:MOST]
    sentences: dict[str, list[_Row]] = defaultdict(list)
    places = " ".join(str(ox.NamedNode(row["statement"])) for row in shown)
    for row in _rows(store, _SENTENCES % places) if places else ():
        sentences[row["statement"]].append(_linked(store, row, "document"))
    groups: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for row in shown:
        fact = {**_linked(store, row, "other"), "sentences": sentences[row["statement"]]}
        fact["status"] = _status(row, language)
        fact["day"] = day_of(row)
        groups[_relation(row["predicate"], row["outward"] == "true", language)].append(fact)
    documents = [_linked(store, row, "document") for row in _rows(store, _DOCUMENTS % node)]
    return {
        "aliases": sorted(
            {value.value for value in _objects(store, node, PREFIXES["skos"] + "altLabel")}
            - {value.value for value in _objects(store, node, PREFIXES["skos"] + "prefLabel")}
        ),
        "description": " ".join(
            value.value for value in _objects(store, node, PREFIXES["schema"] + "description")
        ),
        "groups": groups,
        "more": len(statements) > MOST,
        "documents": documents[:MOST],
        "more_documents": len(documents) > MOST,
    }


def _document(store: GraphStore, node: ox.NamedNode, language: str) -> dict[str, Any]:
    """What an article says, sentence by sentence, and whom and what it names."""
    said = _rows(store, _SAID % node)
    sentences: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for row in said[:MOST]:
        fact: dict[str, Any] = {**row, "relation": _relation(row["predicate"], True, language)}
        fact["status"] = _status(row, language)
        fact |= {f"{end}Path": _path(store, row[end]) for end in ("subject", "object")}
        sentences[row["sentence"]].append(fact)
    named: dict[str, list[_Row]] = defaultdict(list)
    for row in _rows(store, _NAMED % node):
        named[_KINDS.get(row["kind"], "")].append(_linked(store, row, "entity"))
    urls = [value.value for value in _objects(store, node, PREFIXES["schema"] + "url")]
    about = [value.value for iri in _ABOUT_DOCUMENT for value in _objects(store, node, iri)]
    return {
        "about": about,
        "address": next((url for url in urls if url.startswith(("http://", "https://"))), ""),
        "sentences": sentences,
        "more": len(said) > MOST,
        "named": {kind: named[kind][:MOST] for kind in ("PER", "ORG", "LOC") if named[kind]},
    }


def _properties(store: GraphStore, node: ox.NamedNode) -> Iterator[tuple[str, str, str]]:
    """Property, value, and where the value leads when it is something here."""
    triples = sorted(triples_of(store, node), key=lambda triple: prefixed(triple.predicate.value))
    for triple in triples[:MOST]:
        if triple.subject == node or isinstance(triple.object, ox.Literal):
            value = triple.object
            if isinstance(value, ox.NamedNode):
                own = value.value.startswith(store.base)
                text = _label(store, value) if own else prefixed(value.value, PREFIXES)
                yield prefixed(triple.predicate.value), text, _path(store, value.value) if own else ""
            elif isinstance(value, ox.Literal):
                yield prefixed(triple.predicate.value), value.value, ""


def _relation(iri: str, outward: bool, language: str) -> str:
    """What this side of a statement calls the relation."""
    name = iri.removeprefix(KG)
    terms = vocabulary()
    words = (terms.labels if outward else terms.inverse_labels).get(name, {})
    if language in words:
        return words[language]
    label = terms.labels.get(name, {}).get(language, name)
    return label if outward else f"← {label}"


def _status(row: _Row, language: str) -> str:
    """What the status of a statement is called; what is simply so needs no word."""
    status = row["status"].removeprefix(KG).lower()
    if status == "current":
        return ""
    return worded("status", ox.Literal(status), language, post=row["predicate"] == KG + "holdsPost") or ""


def day_of(row: Mapping[str, str]) -> str:
    """The day of what happens and is over: whom somebody met in June he has not met since June."""
    term = vocabulary().get(row["predicate"].removeprefix(KG))
    start, end = row.get("from", ""), row.get("until", "")
    return start if start == end or (term is not None and term.event and not end) else ""


def _label(store: GraphStore, node: ox.NamedNode) -> str:
    for iri in _LABELS:
        for value in _objects(store, node, iri):
            return str(value.value)
    return node.value.removeprefix(store.base)


def _objects(store: GraphStore, node: ox.NamedNode, iri: str) -> Iterable[Any]:
    return [quad.object for quad in store.graph.quads_for_pattern(node, ox.NamedNode(iri), None)]


def _rows(store: GraphStore, query: str) -> list[_Row]:
    found = store.graph.query(query, prefixes=dict(PREFIXES), use_default_graph_as_union=True)
    assert isinstance(found, ox.QuerySolutions), "a SELECT gives solutions"
    names = [variable.value for variable in found.variables]
    return [
        {name: value.value for name, value in zip(names, row, strict=True) if value is not None}
        for row in found
    ]


def _linked(store: GraphStore, row: Mapping[str, str], name: str) -> _Row:
    return {**row, "path": _path(store, row[name])}


def _path(store: GraphStore, iri: str) -> str:
    return "/id/" + iri.removeprefix(store.base)


@cache
def _words() -> Mapping[str, Mapping[str, str]]:
    return resources.words("serve", "page.toml")


@cache
def _template() -> Any:
    from jinja2 import Environment

    source = resources.packaged("serve", "templates", "resource.html").read_text(encoding="utf-8")
    return Environment(autoescape=True, trim_blocks=True, lstrip_blocks=True).from_string(source)
