"""The records that pass between the stages: frozen, slotted, made of tuples.

Offsets are code points into `Document.text`, half-open. A record that breaks its own rule cannot be made:
the constructor raises `InvalidRecord`.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from kg.errors import InvalidRecord


class Kind(StrEnum):
    """What a mention or an entity is."""

    PER = "PER"
    ORG = "ORG"
    LOC = "LOC"


class Status(StrEnum):
    """How a claim stands at the time of its document."""

    CURRENT = "current"
    FORMER = "former"
    ACTING = "acting"
    PROPOSED = "proposed"
    DENIED = "denied"


class Role(StrEnum):
    """What a piece of news furniture does; whatever is not furniture is prose."""

    TITLE = "title"
    BYLINE = "byline"
    DATELINE = "dateline"
    EDITORS = "editors"
    CAPTION = "caption"
    CREDIT = "credit"


# xsd:gYear, xsd:gYearMonth or xsd:date: a date is only as precise as its source.
_DATE = re.compile(r"\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?")


def _require(condition: bool, rule: str) -> None:
    if not condition:
        raise InvalidRecord(rule)


# Records are made by the million. Rules that tell a value are therefore put into words only when they are
# broken, in functions that each take a range of offsets or a number.
def _require_range(start: int, end: int, what: str) -> None:
    if not 0 <= start < end:
        raise InvalidRecord(f"{what} needs 0 <= start < end, not {start}, {end}")


def _require_share(value: float, what: str) -> None:
    if not 0.0 <= value <= 1.0:
        raise InvalidRecord(f"{what} must be in [0, 1], not {value}")


def _require_date(date: str | None, name: str) -> None:
    if date is not None and _DATE.fullmatch(date) is None:
        raise InvalidRecord(f"{name} must be YYYY, YYYY-MM or YYYY-MM-DD, not {date!r}")


def stable_id(prefix: str, *parts: str) -> str:
    """`prefix-` and 16 hex digits of the parts' SHA-256: the same parts give the same id on any machine.

    >>> stable_id("per", "李明") == stable_id("per", "李明")
    True
    """
    # NUL cannot be in a part that came from text readers, so that ("ab", "c") and ("a", "bc") differ.
    digest = hashlib.sha256("\0".join(parts).encode("utf-8", "surrogatepass")).hexdigest()
    return f"{prefix}-{digest[:16]}"


@dataclass(frozen=True, slots=True)
class Span:
    """A half-open range of code points."""

    start: int
    end: int

    def __post_init__(self) -> None:
        _require_range(self.start, self.end, "a span")


@dataclass(frozen=True, slots=True)
class Region:
    """A piece of news furniture and its role."""

    start: int
    end: int
    role: Role

    def __post_init__(self) -> None:
        _require_range(self.start, self.end, "a region")


@dataclass(frozen=True, slots=True)
class Document:
    """One article as it was read. `text` is never altered; `regions` marks what in it is not prose.

    >>> Document("doc-1", "a.txt", "示例县开会。", "zh", published="2024-13")
    Traceback (most recent call last):
    kg.errors.InvalidRecord: published must be YYYY, YYYY-MM or YYYY-MM-DD, not '2024-13'
    """

    id: str
    source_name: str
    text: str
    language: str
    title: str | None = None
    published: str | None = None
    publisher: str | None = None
    authors: tuple[str, ...] = ()
    editors: tuple[str, ...] = ()
    url: str | None = None
    regions: tuple[Region, ...] = ()
    sha256: str = ""

    def __post_init__(self) -> None:
        _require_date(self.published, "published")
        end = 0
        for region in self.regions:
            _require(
                end <= region.start and region.end <= len(self.text),
                "regions must be sorted, apart and in the text",
            )
            end = region.end


@dataclass(frozen=True, slots=True)
class Mention:
    """A name in the text: `text` is exactly what stands at `start:end`.

    >>> Mention(0, 3, Kind.LOC, "示例县").confidence
    1.0
    >>> Mention(0, 3, Kind.LOC, "示例")
    Traceback (most recent call last):
    kg.errors.InvalidRecord: '示例' does not fill 0:3
    """

    start: int
    end: int
    kind: Kind
    text: str
    confidence: float = 1.0

    def __post_init__(self) -> None:
        _require_range(self.start, self.end, "a mention")
        if len(self.text) != self.end - self.start:
            raise InvalidRecord(f"{self.text!r} does not fill {self.start}:{self.end}")
        _require_share(self.confidence, "confidence")


@dataclass(frozen=True, slots=True)
class Alias:
    """Mention number `mention` stands for the full name `name`, because of `rule` (and where it is said)."""

    mention: int
    name: str
    rule: str
    evidence: Span | None = None


@dataclass(frozen=True, slots=True)
class Predicate:
    """A relation of the vocabulary. Only `kg.ontology` makes these, from ontology/kg.ttl."""

    name: str
    domain: frozenset[Kind]
    range: frozenset[Kind]
    symmetric: bool = False
    event: bool = False

    def admits(self, subject: Kind, target: Kind) -> bool:
        """Whether the two ends fit domain and range."""
        return subject in self.domain and target in self.range


@dataclass(frozen=True, slots=True)
class Claim:
    """What one sentence says: `subject` and `object` are indexes into the extraction's mentions."""

    subject: int
    predicate: Predicate
    object: int
    sentence: Span
    trigger: Span | None
    rule: str
    confidence: float
    title: str | None = None
    status: Status = Status.CURRENT
    start_date: str | None = None
    end_date: str | None = None
    amount: str | None = None
    speaker: int | None = None

    def __post_init__(self) -> None:
        _require(self.subject != self.object, "a claim needs two different ends")
        _require_share(self.confidence, "confidence")
        _require_date(self.start_date, "start_date")
        _require_date(self.end_date, "end_date")


@dataclass(frozen=True, slots=True)
class Extraction:
    """All that was found in one document: what a cache stores, a process pool returns and Spark ships.

    >>> article = Document("doc-1", "a.txt", "示例县开会。", "zh")
    >>> Extraction(article, (Mention(0, 3, Kind.LOC, "示例县"),)).mentions[0].text
    '示例县'
    """

    document: Document
    mentions: tuple[Mention, ...] = ()
    aliases: tuple[Alias, ...] = ()
    claims: tuple[Claim, ...] = ()

    def __post_init__(self) -> None:
        text, count = self.document.text, len(self.mentions)
        for mention in self.mentions:
            if text[mention.start : mention.end] != mention.text:
                raise InvalidRecord(
                    f"{mention.text!r} is not at {mention.start}:{mention.end} of {self.document.source_name}"
                )
        for alias in self.aliases:
            if not 0 <= alias.mention < count:
                raise InvalidRecord(f"alias {alias.name!r} has no mention {alias.mention}")
        for claim in self.claims:
            if not (0 <= claim.subject < count and 0 <= claim.object < count):
                raise InvalidRecord(f"{claim.rule}: no such mention")
            subject, target = self.mentions[claim.subject], self.mentions[claim.object]
            if not claim.predicate.admits(subject.kind, target.kind):
                raise InvalidRecord(
                    f"{claim.rule}: {claim.predicate.name} does not admit {subject.kind} {subject.text} -> "
                    f"{target.kind} {target.text}"
                )
            if claim.sentence.end > len(text):
                raise InvalidRecord(f"{claim.rule}: the sentence leaves the text")


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
        _require_range(self.start, self.end, "evidence")
        _require(len(self.quote) == self.end - self.start, "a quote must fill its offsets")


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
        _require(self.subject != self.object, "a statement needs two different ends")
        _require_share(self.confidence, "confidence")
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
        _require_share(self.score, "a score")
        if self.by not in ("rule", "person"):
            raise InvalidRecord(f"a decision is by rule or by person, not by {self.by!r}")


@dataclass(frozen=True, slots=True)
class Skipped:
    """A document that was not built, and why; `line` is its one line for people."""

    source_name: str
    reason: str

    def __str__(self) -> str:
        return f"{self.source_name}: {self.reason}"


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
