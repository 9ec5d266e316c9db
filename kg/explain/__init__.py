"""Why the graph says what it says (floor 6): names, mentions, who was taken for one, facts, sentences."""

from __future__ import annotations

from kg.explain.names import AmbiguousName, UnknownName, find, find_one
from kg.explain.telling import CO_OCCURRENCE, STATUS_WORDS, Explanation, Fact, reason
from kg.records import Decision, Entity, Evidence, Graph

__all__ = [
    "CO_OCCURRENCE",
    "STATUS_WORDS",
    "AmbiguousName",
    "Explanation",
    "Fact",
    "UnknownName",
    "explain",
    "find",
    "find_one",
    "reason",
]


def explain(graph: Graph, name: str, other: str | None = None) -> Explanation:
    """What the graph knows of `name`, or what links it with `other`; raises `UnknownName`, `AmbiguousName`.

    >>> from kg.records import Kind
    >>> entity = Entity("per-1", Kind.PER, "李明", ("老李",), ("surname-form",))
    >>> next(explain(Graph((), (entity,), (), (), ()), "老李").lines())
    '李明 (person)   per-1'
    """
    entity = find_one(graph, name)
    second = find_one(graph, other) if other is not None else None
    names = {item.id: item.name for item in graph.entities}
    evidence: dict[str, list[Evidence]] = {}
    for proof in graph.evidence:
        evidence.setdefault(proof.statement, []).append(proof)
    found = tuple(
        Fact(
            said,
            names[said.subject],
            names[said.object],
            tuple(sorted(evidence.get(said.id, ()), key=lambda item: (-item.confidence, item.id))),
        )
        for said in sorted(graph.statements, key=lambda item: (-item.document_count, item.predicate, item.id))
        if entity.id in (said.subject, said.object)
        and (second is None or second.id in (said.subject, said.object))
    )
    mentions = sorted(
        (mention for mention in graph.mentions if mention.entity == entity.id),
        key=lambda mention: (mention.document, mention.start),
    )
    sources = {document.id: document.source_name for document in graph.documents}
    facts = tuple(fact for fact in found if fact.statement.predicate != CO_OCCURRENCE)
    together = tuple(fact for fact in found if fact.statement.predicate == CO_OCCURRENCE)
    decisions = sorted(
        (item for item in graph.decisions if _concerns(item, entity, second)),
        key=lambda item: (-item.score, item.document, item.other_document, item.id),
    )
    return Explanation(entity, second, tuple(mentions), facts, together, tuple(decisions), sources)


def _concerns(item: Decision, entity: Entity, second: Entity | None) -> bool:
    ends = {item.entity, item.other}
    return entity.id in ends if second is None else ends == {entity.id, second.id}
