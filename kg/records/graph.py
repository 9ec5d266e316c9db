"""What all documents say together: entities, statements with their evidence, decisions on who is who."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from kg.errors import InvalidRecord
from kg.records.checks import require, require_range, require_share
from kg.records.documents import Document
from kg.records.extraction import Kind, Status


@dataclass(frozen=True, slots=True)
class Entity:
    """One person, organization or place of the corpus.

    `aliases` are all other names; `alias_rules` says, name for name, which rule joined it.

    >>> Entity("loc-1", Kind.LOC, "襄垣县", ("襄垣",), ("place-without-suffix",)).aliases
    ('襄垣',)
    """

    id: str
    kind: Kind
    name: str
    aliases: tuple[str, ...] = ()
    alias_rules: tuple[str, ...] = ()
    description: str = ""
    admin_code: str | None = None

    def __post_init__(self) -> None:
        if len(self.aliases) != len(self.alias_rules):
            raise InvalidRecord(f"{self.name}: each alias needs its rule")


@dataclass(frozen=True, slots=True)
class EntityMention:
    """A mention with the entity that it names and the document that it stands in."""

    id: str
    entity: str
    document: str
    start: int
    end: int
    kind: Kind
    text: str
    confidence: float
    rule: str


@dataclass(frozen=True, slots=True)
class Evidence:
    """The sentence of one document that says a statement."""

    id: str
    statement: str
    document: str
    start: int
    end: int
    quote: str
    rule: str
    confidence: float
    trigger_start: int | None = None
    trigger_end: int | None = None
    speaker: str | None = None

    def __post_init__(self) -> None:
        require_range(self.start, self.end, "evidence")
        require(len(self.quote) == self.end - self.start, "a quote must fill its offsets")


@dataclass(frozen=True, slots=True)
class Statement:
    """A fact of the graph, joined from every claim that says it.

    >>> {said.predicate for said in kg.open("out").records.statements if said.title == "镇长"}
    {'holdsPost'}
    """

    id: str
    subject: str
    predicate: str
    object: str
    title: str | None
    status: Status
    start_date: str | None
    end_date: str | None
    amount: str | None
    confidence: float
    document_count: int
    evidence: tuple[str, ...]

    def __post_init__(self) -> None:
        require(self.subject != self.object, "a statement needs two different ends")
        require_share(self.confidence, "confidence")
        if not self.evidence:
            raise InvalidRecord(f"statement {self.id} has no evidence")
        if self.document_count < 1:
            raise InvalidRecord(f"statement {self.id} has no document")


class Judgement(StrEnum):
    """Whether two of one name are one."""

    MERGED = "merged"
    SPLIT = "split"
    UNDECIDED = "undecided"


@dataclass(frozen=True, slots=True)
class Decision:
    """Whether two local entities are one, and why: `by` is "rule" or, where somebody ruled so, "person".

    `entity` and `other` are the entities that `document` and `other_document` speak of: the same where they
    were merged. `score` is the probability that the two are one, `features` the reasons, most telling first.
    """

    id: str
    judgement: Judgement
    kind: Kind
    name: str
    entity: str
    other: str
    document: str
    other_document: str
    score: float
    features: tuple[str, ...]
    by: str

    def __post_init__(self) -> None:
        require_share(self.score, "a score")
        if self.by not in ("rule", "person"):
            raise InvalidRecord(f"a decision is by rule or by person, not by {self.by!r}")


@dataclass(frozen=True, slots=True)
class Graph:
    """The whole graph in memory: what `kg.resolve` gives, `kg.tables` stores and every exporter reads.

    >>> graph = kg.open("out").records
    >>> sorted(document.source_name for document in graph.documents)
    ['bridge.md', 'library.txt']
    """

    # Sequences, for those of a large graph are read from the disk as often as they are gone through.
    documents: Sequence[Document]
    entities: tuple[Entity, ...]
    mentions: Sequence[EntityMention]
    statements: tuple[Statement, ...]
    evidence: Sequence[Evidence]
    decisions: tuple[Decision, ...] = ()
