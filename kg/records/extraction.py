"""What was found in one document: mentions, the full names of some, and what its sentences claim."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from kg.errors import InvalidRecord
from kg.records.checks import require, require_date, require_range, require_share
from kg.records.documents import Document, Span


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
        require_range(self.start, self.end, "a mention")
        if len(self.text) != self.end - self.start:
            raise InvalidRecord(f"{self.text!r} does not fill {self.start}:{self.end}")
        require_share(self.confidence, "confidence")


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
        require(self.subject != self.object, "a claim needs two different ends")
        require_share(self.confidence, "confidence")
        require_date(self.start_date, "start_date")
        require_date(self.end_date, "end_date")


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
