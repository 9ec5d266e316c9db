"""The endpoint described in RDF, as SPARQL 1.1 Service Description has it."""

from __future__ import annotations

from collections.abc import Iterator

import pyoxigraph as ox

from kg.ontology import PREFIXES
from kg.query import GraphStore

_SD = "http://www.w3.org/ns/sparql-service-description#"
_FORMATS = "http://www.w3.org/ns/formats/"
_VOID = PREFIXES["void"]
_TYPE = ox.NamedNode(PREFIXES["rdf"] + "type")
# What the W3C calls the formats in which results can be had.
_RESULT_FORMATS = (
    *("SPARQL_Results_JSON", "SPARQL_Results_XML", "SPARQL_Results_CSV", "SPARQL_Results_TSV"),
    *("Turtle", "N-Triples", "RDF_XML", "JSON-LD", "TriG", "N-Quads"),
)


def description(store: GraphStore, endpoint: str) -> Iterator[ox.Triple]:
    """What `endpoint` speaks, and the graphs that it speaks of."""
    service, dataset, default = (ox.BlankNode(name) for name in ("service", "dataset", "default"))
    yield ox.Triple(service, _TYPE, _sd("Service"))
    yield ox.Triple(service, _sd("endpoint"), ox.NamedNode(endpoint))
    yield ox.Triple(service, _sd("supportedLanguage"), _sd("SPARQL11Query"))
    # The default graph is the four named graphs merged, and no FROM is fetched from elsewhere.
    yield ox.Triple(service, _sd("feature"), _sd("UnionDefaultGraph"))
    for name in _RESULT_FORMATS:
        yield ox.Triple(service, _sd("resultFormat"), ox.NamedNode(_FORMATS + name))
    yield ox.Triple(service, _sd("defaultDataset"), dataset)
    yield ox.Triple(dataset, _TYPE, _sd("Dataset"))
    yield ox.Triple(dataset, _sd("defaultGraph"), default)
    yield ox.Triple(default, _TYPE, _sd("Graph"))
    triples = next(store.graph.quads_for_pattern(None, ox.NamedNode(_VOID + "triples"), None), None)
    if triples is not None:
        yield ox.Triple(default, ox.NamedNode(_VOID + "triples"), triples.object)
    for number, graph in enumerate(sorted(store.graph.named_graphs(), key=str)):
        named, content = ox.BlankNode(f"named{number}"), ox.BlankNode(f"graph{number}")
        yield ox.Triple(dataset, _sd("namedGraph"), named)
        yield ox.Triple(named, _TYPE, _sd("NamedGraph"))
        yield ox.Triple(named, _sd("name"), graph)
        yield ox.Triple(named, _sd("graph"), content)
        yield ox.Triple(content, _TYPE, _sd("Graph"))


def _sd(name: str) -> ox.NamedNode:
    return ox.NamedNode(_SD + name)
