"""Why the graph says what it says (floor 6): names, mentions and facts, each with its rule and sentence."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from difflib import get_close_matches

from kg.errors import KgError
from kg.ontology import vocabulary
from kg.records import Entity, EntityMention, Evidence, Graph, Kind, Statement

CO_OCCURRENCE = "coOccursWith"
_KIND_WORDS = {Kind.PER: "person", Kind.ORG: "organization", Kind.LOC: "place"}


class UnknownName(KgError, KeyError):
    """Nobody and nothing in the graph has this name; `near` are the most similar names."""

    def __init__(self, name: str, known: Iterable[str]) -> None:
        self.name = name
        self.near = tuple(get_close_matches(name, sorted(set(known)), n=3, cutoff=0.5))
        near = " or ".join(self.near)
        hint = f"Did you mean {near}?" if near else "The list in graph.html has all names."
        self.message = f"nobody and nothing is called {name!r} in this graph. {hint}"
        super().__init__(self.message)

    def __str__(self) -> str:
        # KeyError would print the message in quotation marks.
        return self.message


class AmbiguousName(KgError, KeyError):
    """Several entities have this name; `ids` tells them apart."""

    def __init__(self, name: str, entities: Sequence[Entity]) -> None:
        self.name = name
        self.ids = tuple(entity.id for entity in entities)
        shown = "; ".join(f"{e.id} ({e.description or _KIND_WORDS[e.kind]})" for e in entities)
        self.message = f"{len(entities)} entities are called {name!r}. Ask for one by its id: {shown}"
        super().__init__(self.message)

    def __str__(self) -> str:
        return self.message


@dataclass(frozen=True, slots=True)
class Fact:
    """A statement with the names of its ends and the evidence for it."""

    statement: Statement
    subject: str
    object: str
    evidence: tuple[Evidence, ...]

    def sentence(self, language: str = "en") -> str:
        """The fact in one line: `周敏 holds post: 县长 · 岚水县`."""
        words = vocabulary().labels.get(self.statement.predicate, {})
        label = words.get(language) or self.statement.predicate
        said = self.statement
        marks = [said.title, None if said.status == "current" else said.status.value, said.amount]
        if said.start_date or said.end_date:
            marks.append(f"{said.start_date or '…'} to {said.end_date or '…'}")
        inside = ", ".join(mark for mark in marks if mark)
        return f"{self.subject} — {label}{f' ({inside})' if inside else ''} → {self.object}"


@dataclass(frozen=True, slots=True)
class Explanation:
    """All that the graph holds of one entity, or of the link between two when `other` is there."""

    entity: Entity
    other: Entity | None
    mentions: tuple[EntityMention, ...]
    facts: tuple[Fact, ...]
    # Named in one sentence, which nobody says of them: never among the facts.
    together: tuple[Fact, ...]
    sources: dict[str, str]

    def lines(self, *, most: int = 5) -> Iterator[str]:
        """The explanation as text, at most `most` sentences a fact and names a document."""
        if self.other is None:
            yield from self._about()
        else:
            yield f"{self.entity.name} and {self.other.name}"
        if not self.facts:
            yield "  no sentence was read as a statement" + (" about both" if self.other else "")
        for fact in self.facts:
            yield ""
            yield f"{fact.sentence()}   {fact.statement.confidence:.2f}"
            for item in fact.evidence[:most]:
                where = f"{self.sources[item.document]}:{item.start}"
                yield f"    rule {item.rule}, {item.confidence:.2f}, {where}"
                yield f"      {' '.join(item.quote.split())}"
            if len(fact.evidence) > most:
                yield f"    and {len(fact.evidence) - most} more"
        if self.other is not None:
            yield from self._together(most)

    def _together(self, most: int) -> Iterator[str]:
        """The sentences that name both without being a fact about both."""
        found = [item for fact in self.together for item in fact.evidence]
        if found:
            yield ""
            yield f"named together in {len(found)} sentences, among them"
        for item in found[:most]:
            yield f"    {self.sources[item.document]}:{item.start}"
            yield f"      {' '.join(item.quote.split())}"

    def _about(self) -> Iterator[str]:
        entity = self.entity
        described = f", {entity.description}" if entity.description else ""
        yield f"{entity.name} ({_KIND_WORDS[entity.kind]}{described})   {entity.id}"
        for alias, rule in zip(entity.aliases, entity.alias_rules, strict=True):
            yield f"  also {alias}   rule {rule}"
        documents = {mention.document for mention in self.mentions}
        yield f"  {len(self.mentions)} mentions in {len(documents)} documents"
        groups: dict[tuple[str, str], list[EntityMention]] = {}
        for mention in self.mentions:
            groups.setdefault((mention.text, mention.rule), []).append(mention)
        for (text, rule), found in sorted(groups.items(), key=lambda group: (-len(group[1]), group[0])):
            least = min(mention.confidence for mention in found)
            where = self.sources[found[0].document]
            yield f"    {text} × {len(found)}   rule {rule}, confidence from {least:.2f}, first in {where}"


def find(graph: Graph, name: str) -> tuple[Entity, ...]:
    """The entities with this id or, failing that, this name or, failing that, this alias.

    >>> find(Graph((), (Entity("per-1", Kind.PER, "李明"),), (), (), ()), "李明")[0].id
    'per-1'
    """
    # A query writes ids with their prefix.
    number = name.removeprefix("id:")
    for matches in (
        lambda entity: entity.id == number,
        lambda entity: entity.name == name,
        lambda entity: name in entity.aliases,
    ):
        found = tuple(entity for entity in graph.entities if matches(entity))
        if found:
            return found
    return ()


def find_one(graph: Graph, name: str) -> Entity:
    """The one entity of this name; raises `UnknownName` or `AmbiguousName`."""
    found = find(graph, name)
    if not found:
        raise UnknownName(name, (item for e in graph.entities for item in (e.name, *e.aliases)))
    if len(found) > 1:
        raise AmbiguousName(name, found)
    return found[0]


def explain(graph: Graph, name: str, other: str | None = None) -> Explanation:
    """What the graph knows of `name`, or what links it with `other`; raises `UnknownName`, `AmbiguousName`.

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
    return Explanation(entity, second, tuple(mentions), facts, together, sources)
