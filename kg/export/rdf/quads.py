"""A graph as RDF quads, in the shape that DESIGN.md draws and in an order that depends on ids alone."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import compress, count

import pyoxigraph as ox

from kg.export.rdf.amounts import money
from kg.export.rdf.notation import LibraryTerms, T, Term, Terms, Triples
from kg.export.rdf.pinyin import pinyin
from kg.export.rdf.provenance import provenance, run_id
from kg.export.rdf.terms import (
    DCT,
    KG,
    OA,
    ORG,
    PROV,
    RDF,
    SCHEMA,
    SKOS,
    Names,
    clean,
    script_language,
)
from kg.ontology import CLASS_OF
from kg.records import (
    Document,
    Entity,
    EntityMention,
    Evidence,
    Graph,
    Kind,
    Statement,
    Status,
    stable_id,
)
from kg.resolve.contradictions import by_statement, contradictions
from kg.tables import ordered, values_of

_STATUS: Mapping[Status, ox.NamedNode] = {status: KG[status.value.capitalize()] for status in Status}
_CLASS: Mapping[Kind, ox.NamedNode] = {kind: ox.NamedNode(iri) for kind, iri in CLASS_OF.items()}

CO_OCCURRENCE = "coOccursWith"

type_, reifies = RDF.type, RDF.reifies


def quads(
    graph: Graph, names: Names, *, rdf12: bool = False, tool_version: str | None = None
) -> Iterator[ox.Quad]:
    """Every quad of `graph`, graph by graph and subject by subject.

    With `rdf12`, a statement also `rdf:reifies` the triple term that it states, for stores that have RDF 1.2.

    >>> list(quads(Graph((), (), (), (), ()), Names()))[0].predicate.value.rsplit("#")[-1]
    'type'
    """
    terms: Terms[Term] = LibraryTerms(names)
    for name, triples in graphs(graph, terms, rdf12=rdf12, tool_version=tool_version):
        for subject, predicate, value in triples:
            assert not isinstance(subject, ox.Literal), "nothing is said of a literal"
            yield ox.Quad(subject, predicate, value, name)


def graphs(
    graph: Graph, terms: Terms[T], *, rdf12: bool = False, tool_version: str | None = None
) -> Iterator[tuple[ox.NamedNode, Triples[T]]]:
    """The four graphs, each with its triples in `terms`, to be gone through in order: the last counts them
    all.
    """
    number = count(1)
    # Each triple takes a number as it goes by; a loop of our own would take a tenth of the time of all.
    yield terms.names.facts, compress(_facts(graph, terms, rdf12=rdf12), number)
    yield terms.names.evidence, compress(_evidence_graph(graph, terms), number)
    yield terms.names.documents, compress(_documents(graph.documents, terms), number)
    before = next(number) - 1
    # The description of the dataset counts all of it, itself too.
    total = before + sum(1 for _ in provenance(graph, terms, before, tool_version))
    yield terms.names.provenance, provenance(graph, terms, total, tool_version)


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


def _facts(graph: Graph, terms: Terms[T], *, rdf12: bool) -> Triples[T]:
    kinds = {item.id: item.kind for item in graph.entities}
    statements = sorted(
        (s for s in graph.statements if s.predicate != CO_OCCURRENCE), key=lambda item: item.id
    )
    edges: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for subject, predicate, target in sorted(plain_edges(statements)):
        edges[subject].append((predicate, target))
    for item in sorted(graph.entities, key=lambda item: item.id):
        yield from _entity(item, terms)
        for predicate, target in edges.pop(item.id, ()):
            yield (terms.node(item.id), KG[predicate], terms.node(target))
    # Whatever is left has a subject that is no entity: written all the same, so that validation can find it.
    for subject, rest in sorted(edges.items()):
        for predicate, target in rest:
            yield (terms.node(subject), KG[predicate], terms.node(target))
    against = by_statement(contradictions(graph))
    sources = dict(values_of(graph.evidence, "id", "document"))
    denials = {item.id for item in statements if item.status is Status.DENIED}
    posts: dict[tuple[str, str], set[str]] = defaultdict(set)
    for statement in statements:
        yield from _statement(statement, terms, kinds, against.get(statement.id, ()), rdf12=rdf12)
        yield from _said_in(statement, terms, sources)
        if statement.predicate == "holdsPost" and statement.title:
            holders = posts[statement.object, statement.title]
            # Two holders who contradict each other are both said to hold the post; a denied one is not.
            if statement.status is Status.CURRENT and denials.isdisjoint(against.get(statement.id, ())):
                holders.add(statement.subject)
    for (target, title), holders in sorted(posts.items(), key=lambda pair: post_id(*pair[0])):
        yield from _post(target, title, holders, terms, kinds)


def _entity(item: Entity, terms: Terms[T]) -> Triples[T]:
    node = terms.node(item.id)
    yield (node, type_, terms.of(_CLASS[item.kind]))
    yield (node, SKOS.prefLabel, terms.named(item.name))
    for alias in dict.fromkeys(clean(alias) for alias in item.aliases):
        if alias != clean(item.name):
            yield (node, SKOS.altLabel, terms.named(alias))
    spelled = pinyin(item.name) if item.kind is Kind.PER else None
    if spelled:
        yield (node, SKOS.altLabel, terms.literal(spelled, "zh-Latn-pinyin"))
    if item.description:
        language = script_language(item.description)
        yield (node, SCHEMA.description, terms.literal(clean(item.description), language))
    if item.admin_code:
        yield (node, KG.adminCode, terms.string(item.admin_code))


def _statement(
    item: Statement, terms: Terms[T], kinds: Mapping[str, Kind], against: Iterable[str], *, rdf12: bool
) -> Triples[T]:
    node, subject, target = terms.node(item.id), terms.node(item.subject), terms.node(item.object)
    is_post = item.predicate == "holdsPost"
    # org:organization means an organization: an office over a place is no org:Membership.
    is_membership = is_post and kinds.get(item.object) is Kind.ORG
    yield (node, type_, terms.of(KG.Statement))
    if is_membership:
        yield (node, type_, terms.of(ORG.Membership))
    yield (node, KG.subject, subject)
    yield (node, KG.predicate, terms.of(KG[item.predicate]))
    yield (node, KG.object, target)
    if rdf12:
        yield (node, reifies, terms.triple(item.subject, KG[item.predicate], item.object))
    if is_membership:
        yield (node, ORG.member, subject)
        yield (node, ORG.organization, target)
    if item.title:
        yield (node, KG.title, terms.named(item.title))
        if is_post:
            yield (node, KG.post, terms.node(post_id(item.object, item.title)))
    yield (node, KG.status, terms.of(_STATUS[item.status]))
    if item.start_date:
        yield (node, KG.startDate, terms.date(item.start_date))
    if item.end_date:
        yield (node, KG.endDate, terms.date(item.end_date))
    if item.amount:
        yield (node, KG.amount, terms.string(item.amount))
        total = money(item.amount)
        if total is not None:
            yield (node, KG.amountValue, terms.decimal(total[0]))
            yield (node, KG.currency, terms.string(total[1]))
    yield (node, KG.confidence, terms.decimal(item.confidence))
    yield (node, KG.documentCount, terms.integer(item.document_count))
    for evidence in sorted(set(item.evidence)):
        yield (node, KG.evidence, terms.node(evidence))
    for other in sorted(set(against)):
        yield (node, KG.contradicts, terms.node(other))


def _said_in(item: Statement, terms: Terms[T], sources: Mapping[str, str]) -> Triples[T]:
    """The documents that say it, at one step from it and once each: by way of the evidence they are at three,
    which a question about all statements cannot afford.
    """
    node = terms.node(item.id)
    for document in sorted({sources[evidence] for evidence in item.evidence if evidence in sources}):
        yield (node, KG.saidIn, terms.node(document))
        if item.document_count == 1:
            yield (node, KG.saidOnlyIn, terms.node(document))


def post_id(target: str, title: str) -> str:
    """The id of a post, which its holders share."""
    return stable_id("post", target, title)


def _post(
    target: str, title: str, holders: Iterable[str], terms: Terms[T], kinds: Mapping[str, Kind]
) -> Triples[T]:
    node = terms.node(post_id(target, title))
    yield (node, type_, terms.of(ORG.Post))
    yield (node, SKOS.prefLabel, terms.named(title))
    relation = ORG.postIn if kinds.get(target) is Kind.ORG else KG.jurisdiction
    yield (node, relation, terms.node(target))
    for holder in sorted(holders):
        yield (node, ORG.heldBy, terms.node(holder))


def _evidence_graph(graph: Graph, terms: Terms[T]) -> Triples[T]:
    entities = {item.id for item in graph.entities}
    run = terms.node(run_id(graph))
    for item in ordered(graph.evidence, "evidence"):
        yield from _evidence(item, terms, run, entities)
    for mention in ordered(graph.mentions, "mentions"):
        yield from _mention(mention, terms)
    for pair in sorted(
        (s for s in graph.statements if s.predicate == CO_OCCURRENCE), key=lambda item: item.id
    ):
        yield from _co_occurrence(pair, terms)


def _evidence(item: Evidence, terms: Terms[T], run: T, entities: set[str]) -> Triples[T]:
    node, source = terms.node(item.id), terms.node(item.document)
    target, position, words = (terms.blank(item.id, part) for part in ("target", "position", "quote"))
    yield (node, type_, terms.of(OA.Annotation))
    yield (node, type_, terms.of(PROV.Entity))
    yield (node, OA.hasBody, terms.node(item.statement))
    yield (node, KG.confidence, terms.decimal(item.confidence))
    yield (node, KG.rule, terms.string(item.rule))
    if item.trigger_start is not None and item.trigger_end is not None:
        # What says it stands in the sentence that says it.
        trigger = item.quote[max(0, item.trigger_start - item.start) : max(0, item.trigger_end - item.start)]
        if trigger:
            yield (node, KG.trigger, terms.string(trigger))
    if item.speaker in entities:
        yield (node, KG.speaker, terms.node(item.speaker or ""))
    elif item.speaker:
        yield (node, KG.speakerName, terms.string(item.speaker))
    yield (node, PROV.hadPrimarySource, source)
    yield (node, PROV.wasGeneratedBy, run)
    yield (node, OA.hasTarget, target)
    yield (target, OA.hasSource, source)
    yield (target, OA.hasSelector, position)
    yield (target, OA.hasSelector, words)
    yield (position, type_, terms.of(OA.TextPositionSelector))
    yield (position, OA.start, terms.integer(item.start))
    yield (position, OA.end, terms.integer(item.end))
    yield (words, type_, terms.of(OA.TextQuoteSelector))
    yield (words, OA.exact, terms.string(item.quote))


def _mention(item: EntityMention, terms: Terms[T]) -> Triples[T]:
    node = terms.node(item.id)
    yield (node, type_, terms.of(KG.Mention))
    yield (node, KG.refersTo, terms.node(item.entity))
    yield (node, KG.inDocument, terms.node(item.document))
    yield (node, KG.surface, terms.string(item.text))
    yield (node, KG.start, terms.integer(item.start))
    yield (node, KG.end, terms.integer(item.end))
    yield (node, KG.confidence, terms.decimal(item.confidence))
    if item.rule:
        yield (node, KG.rule, terms.string(item.rule))


def _co_occurrence(item: Statement, terms: Terms[T]) -> Triples[T]:
    node = terms.node(item.id)
    yield (node, type_, terms.of(KG.CoOccurrence))
    yield (node, KG.subject, terms.node(item.subject))
    yield (node, KG.predicate, terms.of(KG[CO_OCCURRENCE]))
    yield (node, KG.object, terms.node(item.object))
    yield (node, KG.weight, terms.integer(len(set(item.evidence))))
    yield (node, KG.documentCount, terms.integer(item.document_count))
    for evidence in sorted(set(item.evidence)):
        yield (node, KG.evidence, terms.node(evidence))


def _documents(documents: Sequence[Document], terms: Terms[T]) -> Triples[T]:
    for item in ordered(documents, "documents"):
        node = terms.node(item.id)
        yield (node, type_, terms.of(SCHEMA.NewsArticle))
        yield (node, KG.sourceName, terms.string(item.source_name))
        if item.title:
            yield (node, DCT.title, terms.named(item.title))
        if item.language:
            yield (node, DCT.language, terms.string(item.language))
        if item.published:
            yield (node, DCT.issued, terms.date(item.published))
        if item.publisher:
            yield (node, DCT.publisher, terms.string(item.publisher))
        for author in dict.fromkeys(item.authors):
            yield (node, DCT.creator, terms.string(author))
        for editor in dict.fromkeys(item.editors):
            yield (node, SCHEMA.editor, terms.string(editor))
        for address in terms.web_address(item.url or ""):
            yield (node, SCHEMA.url, address)
        if item.sha256:
            yield (node, KG.sha256, terms.string(item.sha256))
