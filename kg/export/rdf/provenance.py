"""What the graph says of itself: the run that made it, the dataset, why names were joined or kept apart."""

from __future__ import annotations

import pyoxigraph as ox

from kg.export.rdf.notation import T, Terms, Triples
from kg.export.rdf.terms import DCT, KG, ORG, PROV, RDF, RDFS, SCHEMA, SKOSXL, VOID
from kg.ontology import CLASS_OF
from kg.records import Graph, Judgement, stable_id
from kg.tables import ordered

_CLASS = {kind: ox.NamedNode(iri) for kind, iri in CLASS_OF.items()}
_DIFFERENT = ox.NamedNode("http://www.w3.org/2002/07/owl#differentFrom")
_ONTOLOGY = ox.NamedNode("https://kg.example/ontology")

type_ = RDF.type


def run_id(graph: Graph) -> str:
    """A run is what was read: no clock and no machine is in it."""
    return stable_id("run", *sorted(f"{item.source_name}\n{item.sha256}" for item in graph.documents))


def provenance(graph: Graph, terms: Terms[T], count: int, tool_version: str | None) -> Triples[T]:
    """The triples of the graph g:provenance; `count` is how many triples there are in all."""
    run, tool, dataset = terms.node(run_id(graph)), terms.node("tool"), terms.node("dataset")
    yield (run, type_, terms.of(PROV.Activity))
    yield (run, PROV.wasAssociatedWith, tool)
    for item in ordered(graph.documents, "documents"):
        yield (run, PROV.used, terms.node(item.id))
    yield (tool, type_, terms.of(PROV.SoftwareAgent))
    yield (tool, RDFS.label, terms.literal("kg", "en"))
    if tool_version:
        yield (tool, SCHEMA.softwareVersion, terms.string(tool_version))
    yield (dataset, type_, terms.of(VOID.Dataset))
    yield (dataset, DCT.title, terms.literal("新闻知识图谱", "zh"))
    yield (dataset, DCT.title, terms.literal("News knowledge graph", "en"))
    yield (dataset, DCT.conformsTo, terms.of(_ONTOLOGY))
    yield (dataset, PROV.wasGeneratedBy, run)
    yield (dataset, VOID.uriSpace, terms.string(terms.names.base))
    yield (dataset, VOID.entities, terms.integer(len(graph.entities)))
    yield (dataset, VOID.documents, terms.integer(len(graph.documents)))
    yield (dataset, VOID.triples, terms.integer(count))
    for node in sorted({SCHEMA["Person"], ORG["Organization"], SCHEMA["Place"]}, key=lambda node: node.value):
        kind = next(kind for kind, cls in _CLASS.items() if cls == node)
        part = terms.node(f"dataset-{kind.value.lower()}")
        yield (dataset, VOID.classPartition, part)
        yield (part, VOID["class"], terms.of(node))
        yield (part, VOID.entities, terms.integer(sum(item.kind is kind for item in graph.entities)))
    yield from _joined_names(graph, terms)
    yield from _told_apart(graph, terms)


def _told_apart(graph: Graph, terms: Terms[T]) -> Triples[T]:
    """Namesakes who were decided to be two; of those left undecided nothing is said."""
    entities = {item.id for item in graph.entities}
    pairs = {
        (decision.entity, decision.other)
        for decision in graph.decisions
        if decision.judgement is Judgement.SPLIT and decision.entity != decision.other
    }
    for one, other in sorted(pairs):
        if {one, other} <= entities:
            yield (terms.node(one), _DIFFERENT, terms.node(other))


def _joined_names(graph: Graph, terms: Terms[T]) -> Triples[T]:
    """Why each other name is one of the entity's, as a SKOS-XL label that carries the rule."""
    for item in sorted(graph.entities, key=lambda item: item.id):
        for alias, rule in dict.fromkeys(zip(item.aliases, item.alias_rules, strict=True)):
            if rule:
                label = terms.node(stable_id("name", item.id, alias, rule))
                yield (terms.node(item.id), SKOSXL.altLabel, label)
                yield (label, type_, terms.of(SKOSXL.Label))
                yield (label, SKOSXL.literalForm, terms.named(alias))
                yield (label, KG.mergedBecause, terms.string(rule))
