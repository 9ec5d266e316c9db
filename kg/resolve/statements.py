"""Statements: the claims of all documents that say the same, with every sentence that says it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from kg.records import Claim, Evidence, Statement, Status, stable_id
from kg.resolve.locals import Local, Page

# What claims share that say the same: subject, predicate, object, title and status.
Key = tuple[str, str, str, str, str]


@dataclass(frozen=True, slots=True)
class Saying:
    """What one claim adds to the statement that it says; `proof` is the id of its evidence."""

    key: Key
    proof: str
    text: str
    confidence: float
    start_date: str | None
    end_date: str | None
    amount: str | None


def said(page: Page, owners: Mapping[Local, str], text: str) -> tuple[list[Saying], list[Evidence]]:
    """What one document says, and the sentences that say it.

    >>> from kg.records import Document, Extraction
    >>> from kg.resolve.locals import page
    >>> said(page(Extraction(Document("d", "d.txt", "", "zh"))), {}, "d")
    ([], [])
    """
    claims: list[tuple[Key, Claim, str]] = []
    proofs: dict[str, Evidence] = {}
    for key, claim in _keyed(page, owners):
        speaker = owners[page.local(claim.speaker)] if claim.speaker is not None else None
        proof = _evidence(page, claim, stable_id("st", *key), speaker)
        # Of two claims that one sentence makes by one rule, the later one is kept.
        proofs[proof.id] = proof
        claims.append((key, claim, proof.id))
    sayings = [
        Saying(key, proof, text, proofs[proof].confidence, claim.start_date, claim.end_date, claim.amount)
        for key, claim, proof in claims
    ]
    return sayings, list(proofs.values())


def _keyed(page: Page, owners: Mapping[Local, str]) -> Iterator[tuple[Key, Claim]]:
    for claim in page.extraction.claims:
        subject, target = owners[page.local(claim.subject)], owners[page.local(claim.object)]
        if subject == target:
            continue
        if claim.predicate.symmetric:
            subject, target = sorted((subject, target))
        yield (subject, claim.predicate.name, target, claim.title or "", claim.status.value), claim


def statement(key: Key, sayings: Sequence[Saying]) -> Statement:
    """The statement that all of `sayings` make, whatever their order."""
    subject, predicate, target, title, status = key
    # Of the sentences of one text the surest counts.
    surest: dict[str, float] = {}
    for saying in sayings:
        surest[saying.text] = max(surest.get(saying.text, 0.0), saying.confidence)
    doubt = 1.0
    for _, confidence in sorted(surest.items()):
        doubt *= 1 - confidence
    return Statement(
        stable_id("st", *key),
        subject,
        predicate,
        target,
        title or None,
        Status(status),
        min((s.start_date for s in sayings if s.start_date), default=None),
        max((s.end_date for s in sayings if s.end_date), default=None),
        min((s.amount for s in sayings if s.amount), default=None),
        # Sources that agree make a statement surer, never certain.
        round(min(0.99, 1 - doubt), 4),
        len(surest),
        tuple(sorted({s.proof for s in sayings})),
    )


def _evidence(page: Page, claim: Claim, statement: str, speaker: str | None) -> Evidence:
    document, sentence = page.document, claim.sentence
    trigger = claim.trigger
    return Evidence(
        stable_id("ev", statement, document.id, str(sentence.start), str(sentence.end), claim.rule),
        statement,
        document.id,
        sentence.start,
        sentence.end,
        document.text[sentence.start : sentence.end],
        claim.rule,
        claim.confidence,
        trigger.start if trigger else None,
        trigger.end if trigger else None,
        speaker,
    )
