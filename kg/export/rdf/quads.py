"""A graph as RDF quads, in the shape that DESIGN.md draws and in an order that depends on ids alone."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence

import pyoxigraph as ox

from kg.export.rdf.amounts import money
from kg.export.rdf.pinyin import pinyin
from kg.export.rdf.terms import (
    DCT,
    KG,
    OA,
    ORG,
    PROV,
    RDF,
    RDFS,
    SCHEMA,
    SKOS,
    SKOSXL,
    VOID,
    Names,
    blank,
    clean,
    date,
    decimal,
    integer,
    named,
    script_language,
    string,
    web_address,
)
from kg.ontology import CLASS_OF
from kg.records import (
    Document,
    Entity,
    EntityMention,
    Evidence,
    Graph,
    Judgement,
    Kind,
    Statement,
    Status,
    stable_id,
)
from kg.resolve.contradictions import by_statement, contradictions
from kg.tables import ordered, values_of

_STATUS: Mapping[Status, ox.NamedNode] = {status: KG[status.value.capitalize()] for status in Status}
_CLASS: Mapping[Kind, ox.NamedNode] = {kind: ox.NamedNode(iri) for kind, iri in CLASS_OF.items()}
_DIFFERENT = ox.NamedNode("http://www.w3.org/2002/07/owl#differentFrom")
_ONTOLOGY = ox.NamedNode("https://kg.example/ontology")

CO_OCCURRENCE = "coOccursWith"

type_, reifies = RDF.type, RDF.reifies
# Subject, predicate, object: a tuple costs a third of a library's triple, and there are millions.
Term = ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple
Triples = Iterator[tuple[ox.NamedNode | ox.BlankNode, ox.NamedNode, Term]]


def quads(
    graph: Graph, names: Names, *, rdf12: bool = False, tool_version: str | None = None
) -> Iterator[ox.Quad]:
    """Every quad of `graph`, graph by graph and subject by subject.

    With `rdf12`, a statement also `rdf:reifies` the triple term that it states, for stores that have RDF 1.2.

    >>> list(quads(Graph((), (), (), (), ()), Names()))[0].predicate.value.rsplit("#")[-1]
    'type'
    """
    for name, triples in graphs(graph, names, rdf12=rdf12, tool_version=tool_version):
        for subject, predicate, value in triples:
            yield ox.Quad(subject, predicate, value, name)


def graphs(
    graph: Graph, names: Names, *, rdf12: bool = False, tool_version: str | None = None
) -> Iterator[tuple[ox.NamedNode, Triples]]:
    """The same as triples, each graph with its name; one has to be gone through before the next."""
    count = 0

    def counted(triples: Triples) -> Triples:
        nonlocal count
        for triple in triples:
            count += 1
            yield triple

    yield names.facts, counted(_facts(graph, names, rdf12=rdf12))
    yield names.evidence, counted(_evidence_graph(graph, names))
    yield names.documents, counted(_documents(graph.documents, names))
    # The description of the dataset counts all of it, itself too.
    count += sum(1 for _ in _provenance(graph, names, count, tool_version))
    yield names.provenance, _provenance(graph, names, count, tool_version)


def plain_edges(statements: Iterable[Statement]) -> set[tuple[str, str, str]]:
    """Subject, predicate and object of the statements that have a plain edge."""
    return {(item.subject, item.predicate, item.object) for item in undenied(statements)}


def undenied(statements: Iterable[Statement]) -> tuple[Statement, ...]:
    """The statements that have a plain edge: those that are current and that nobody denies.

    A denial speaks of one post when it names a title, and of all of them when it names none. An acting mayor
    is not the mayor, and a co-occurrence is no statement.
    """
    statements = tuple(statements)
    denied = {
        (item.subject, item.predicate, item.object, item.title)
        for item in statements
        if item.status is Status.DENIED
    }
    return tuple(
        item
        for item in statements
        if item.status is Status.CURRENT
        and item.predicate != CO_OCCURRENCE
        and (item.subject, item.predicate, item.object, item.title) not in denied
        and (item.subject, item.predicate, item.object, None) not in denied
    )


def _facts(graph: Graph, names: Names, *, rdf12: bool) -> Triples:
    kinds = {item.id: item.kind for item in graph.entities}
    statements = sorted(
        (s for s in graph.statements if s.predicate != CO_OCCURRENCE), key=lambda item: item.id
    )
    edges: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for subject, predicate, target in sorted(plain_edges(statements)):
        edges[subject].append((predicate, target))
    for item in sorted(graph.entities, key=lambda item: item.id):
        yield from _entity(item, names)
        for predicate, target in edges.pop(item.id, ()):
            yield (names.node(item.id), KG[predicate], names.node(target))
    # Whatever is left has a subject that is no entity: written all the same, so that validation can find it.
    for subject, rest in sorted(edges.items()):
        for predicate, target in rest:
            yield (names.node(subject), KG[predicate], names.node(target))
    against = by_statement(contradictions(graph))
    sources = dict(values_of(graph.evidence, "id", "document"))
    denials = {item.id for item in statements if item.status is Status.DENIED}
    posts: dict[tuple[str, str], set[str]] = defaultdict(set)
    for statement in statements:
        yield from _statement(statement, names, kinds, against.get(statement.id, ()), rdf12=rdf12)
        yield from _said_in(statement, names, sources)
        if statement.predicate == "holdsPost" and statement.title:
            holders = posts[statement.object, statement.title]
            # Two holders who contradict each other are both said to hold the post; a denied one is not.
            if statement.status is Status.CURRENT and denials.isdisjoint(against.get(statement.id, ())):
                holders.add(statement.subject)
    for (target, title), holders in sorted(posts.items(), key=lambda pair: _post_id(*pair[0])):
        yield from _post(target, title, holders, names, kinds)


def _entity(item: Entity, names: Names) -> Triples:
    node = names.node(item.id)
    yield (node, type_, _CLASS[item.kind])
    yield (node, SKOS.prefLabel, named(item.name))
    for alias in dict.fromkeys(clean(alias) for alias in item.aliases):
        if alias != clean(item.name):
            yield (node, SKOS.altLabel, named(alias))
    spelled = pinyin(item.name) if item.kind is Kind.PER else None
    if spelled:
        yield (node, SKOS.altLabel, ox.Literal(spelled, language="zh-Latn-pinyin"))
    if item.description:
        language = script_language(item.description)
        yield (node, SCHEMA.description, ox.Literal(clean(item.description), language=language))
    if item.admin_code:
        yield (node, KG.adminCode, string(item.admin_code))


def _statement(
    item: Statement, names: Names, kinds: Mapping[str, Kind], against: Iterable[str], *, rdf12: bool
) -> Triples:
    node, subject, target = names.node(item.id), names.node(item.subject), names.node(item.object)
    is_post = item.predicate == "holdsPost"
    # org:organization means an organization: an office over a place is no org:Membership.
    is_membership = is_post and kinds.get(item.object) is Kind.ORG
    yield (node, type_, KG.Statement)
    if is_membership:
        yield (node, type_, ORG.Membership)
    yield (node, KG.subject, subject)
    yield (node, KG.predicate, KG[item.predicate])
    yield (node, KG.object, target)
    if rdf12:
        yield (node, reifies, ox.Triple(subject, KG[item.predicate], target))
    if is_membership:
        yield (node, ORG.member, subject)
        yield (node, ORG.organization, target)
    if item.title:
        yield (node, KG.title, named(item.title))
        if is_post:
            yield (node, KG.post, names.node(_post_id(item.object, item.title)))
    yield (node, KG.status, _STATUS[item.status])
    if item.start_date:
        yield (node, KG.startDate, date(item.start_date))
    if item.end_date:
        yield (node, KG.endDate, date(item.end_date))
    if item.amount:
        yield (node, KG.amount, string(item.amount))
        total = money(item.amount)
        if total is not None:
            yield (node, KG.amountValue, decimal(total[0]))
            yield (node, KG.currency, string(total[1]))
    yield (node, KG.confidence, decimal(item.confidence))
    yield (node, KG.documentCount, integer(item.document_count))
    for evidence in sorted(set(item.evidence)):
        yield (node, KG.evidence, names.node(evidence))
    for other in sorted(set(against)):
        yield (node, KG.contradicts, names.node(other))


def _said_in(item: Statement, names: Names, sources: Mapping[str, str]) -> Triples:
    """The documents that say it, at one step from it and once each: by way of the evidence they are at three,
    which a question about all statements cannot afford.
    """
    node = names.node(item.id)
    for document in sorted({sources[evidence] for evidence in item.evidence if evidence in sources}):
        yield (node, KG.saidIn, names.node(document))
        if item.document_count == 1:
            yield (node, KG.saidOnlyIn, names.node(document))


def _post_id(target: str, title: str) -> str:
    return stable_id("post", target, title)


def _post(
    target: str, title: str, holders: Iterable[str], names: Names, kinds: Mapping[str, Kind]
) -> Triples:
    node = names.node(_post_id(target, title))
    yield (node, type_, ORG.Post)
    yield (node, SKOS.prefLabel, named(title))
    relation = ORG.postIn if kinds.get(target) is Kind.ORG else KG.jurisdiction
    yield (node, relation, names.node(target))
    for holder in sorted(holders):
        yield (node, ORG.heldBy, names.node(holder))


def _evidence_graph(graph: Graph, names: Names) -> Triples:
    entities = {item.id for item in graph.entities}
    run = names.node(run_id(graph))
    for item in ordered(graph.evidence, "evidence"):
        yield from _evidence(item, names, run, entities)
    for mention in ordered(graph.mentions, "mentions"):
        yield from _mention(mention, names)
    for pair in sorted(
        (s for s in graph.statements if s.predicate == CO_OCCURRENCE), key=lambda item: item.id
    ):
        yield from _co_occurrence(pair, names)


def _evidence(item: Evidence, names: Names, run: ox.NamedNode, entities: set[str]) -> Triples:
    node, source = names.node(item.id), names.node(item.document)
    target, position, words = (blank(item.id, part) for part in ("target", "position", "quote"))
    yield (node, type_, OA.Annotation)
    yield (node, type_, PROV.Entity)
    yield (node, OA.hasBody, names.node(item.statement))
    yield (node, KG.confidence, decimal(item.confidence))
    yield (node, KG.rule, string(item.rule))
    if item.trigger_start is not None and item.trigger_end is not None:
        # What says it stands in the sentence that says it.
        trigger = item.quote[max(0, item.trigger_start - item.start) : max(0, item.trigger_end - item.start)]
        if trigger:
            yield (node, KG.trigger, string(trigger))
    if item.speaker in entities:
        yield (node, KG.speaker, names.node(item.speaker or ""))
    elif item.speaker:
        yield (node, KG.speakerName, string(item.speaker))
    yield (node, PROV.hadPrimarySource, source)
    yield (node, PROV.wasGeneratedBy, run)
    yield (node, OA.hasTarget, target)
    yield (target, OA.hasSource, source)
    yield (target, OA.hasSelector, position)
    yield (target, OA.hasSelector, words)
    yield (position, type_, OA.TextPositionSelector)
    yield (position, OA.start, integer(item.start))
    yield (position, OA.end, integer(item.end))
    yield (words, type_, OA.TextQuoteSelector)
    yield (words, OA.exact, string(item.quote))


def _mention(item: EntityMention, names: Names) -> Triples:
    node = names.node(item.id)
    yield (node, type_, KG.Mention)
    yield (node, KG.refersTo, names.node(item.entity))
    yield (node, KG.inDocument, names.node(item.document))
    yield (node, KG.surface, string(item.text))
    yield (node, KG.start, integer(item.start))
    yield (node, KG.end, integer(item.end))
    yield (node, KG.confidence, decimal(item.confidence))
    if item.rule:
        yield (node, KG.rule, string(item.rule))


def _co_occurrence(item: Statement, names: Names) -> Triples:
    node = names.node(item.id)
    yield (node, type_, KG.CoOccurrence)
    yield (node, KG.subject, names.node(item.subject))
    yield (node, KG.predicate, KG[CO_OCCURRENCE])
    yield (node, KG.object, names.node(item.object))
    yield (node, KG.weight, integer(len(set(item.evidence))))
    yield (node, KG.documentCount, integer(item.document_count))
    for evidence in sorted(set(item.evidence)):
        yield (node, KG.evidence, names.node(evidence))


def _documents(documents: Sequence[Document], names: Names) -> Triples:
    for item in ordered(documents, "documents"):
        node = names.node(item.id)
        yield (node, type_, SCHEMA.NewsArticle)
        yield (node, KG.sourceName, string(item.source_name))
        if item.title:
            yield (node, DCT.title, named(item.title))
        if item.language:
            yield (node, DCT.language, string(item.language))
        if item.published:
            yield (node, DCT.issued, date(item.published))
        if item.publisher:
            yield (node, DCT.publisher, string(item.publisher))
        for author in dict.fromkeys(item.authors):
            yield (node, DCT.creator, string(author))
        for editor in dict.fromkeys(item.editors):
            yield (node, SCHEMA.editor, string(editor))
        for address in web_address(item.url or ""):
            yield (node, SCHEMA.url, address)
        if item.sha256:
            yield (node, KG.sha256, string(item.sha256))


def run_id(graph: Graph) -> str:
    """A run is what was read: no clock and no machine is in it."""
    return stable_id("run", *sorted(f"{item.source_name}\n{item.sha256}" for item in graph.documents))


def _provenance(graph: Graph, names: Names, count: int, tool_version: str | None) -> Triples:
    run, tool, dataset = names.node(run_id(graph)), names.node("tool"), names.node("dataset")
    yield (run, type_, PROV.Activity)
    yield (run, PROV.wasAssociatedWith, tool)
    for item in ordered(graph.documents, "documents"):
        yield (run, PROV.used, names.node(item.id))
    yield (tool, type_, PROV.SoftwareAgent)
    yield (tool, RDFS.label, ox.Literal("kg", language="en"))
    if tool_version:
        yield (tool, SCHEMA.softwareVersion, string(tool_version))
    yield (dataset, type_, VOID.Dataset)
    yield (dataset, DCT.title, ox.Literal("新闻知识图谱", language="zh"))
    yield (dataset, DCT.title, ox.Literal("News knowledge graph", language="en"))
    yield (dataset, DCT.conformsTo, _ONTOLOGY)
    yield (dataset, PROV.wasGeneratedBy, run)
    yield (dataset, VOID.uriSpace, string(names.base))
    yield (dataset, VOID.entities, integer(len(graph.entities)))
    yield (dataset, VOID.documents, integer(len(graph.documents)))
    yield (dataset, VOID.triples, integer(count))
    for node in sorted({SCHEMA["Person"], ORG["Organization"], SCHEMA["Place"]}, key=lambda node: node.value):
        kind = next(kind for kind, cls in _CLASS.items() if cls == node)
        part = names.node(f"dataset-{kind.value.lower()}")
        yield (dataset, VOID.classPartition, part)
        yield (part, VOID["class"], node)
        yield (part, VOID.entities, integer(sum(item.kind is kind for item in graph.entities)))
    yield from _joined_names(graph, names)
    yield from _told_apart(graph, names)


def _told_apart(graph: Graph, names: Names) -> Triples:
    """Namesakes who were decided to be two; of those left undecided nothing is said."""
    entities = {item.id for item in graph.entities}
    pairs = {
        (decision.entity, decision.other)
        for decision in graph.decisions
        if decision.judgement is Judgement.SPLIT and decision.entity != decision.other
    }
    for one, other in sorted(pairs):
        if {one, other} <= entities:
            yield (names.node(one), _DIFFERENT, names.node(other))


def _joined_names(graph: Graph, names: Names) -> Triples:
    """Why each other name is one of the entity's, as a SKOS-XL label that carries the rule."""
    for item in sorted(graph.entities, key=lambda item: item.id):
        for alias, rule in dict.fromkeys(zip(item.aliases, item.alias_rules, strict=True)):
            if rule:
                label = names.node(stable_id("name", item.id, alias, rule))
                yield (names.node(item.id), SKOSXL.altLabel, label)
                yield (label, type_, SKOSXL.Label)
                yield (label, SKOSXL.literalForm, named(alias))
                yield (label, KG.mergedBecause, string(rule))
