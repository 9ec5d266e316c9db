"""Statements: the claims of all documents that say the same, with every sentence that says it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping

from kg.coreference import context
from kg.records import Claim, Evidence, Extraction, Statement, stable_id
from kg.resolve.entities import Local


def statements(
    extractions: Iterable[Extraction], owners: Mapping[Local, str]
) -> tuple[list[Statement], list[Evidence]]:
    """The statements of the corpus and their evidence; `owners` says which entity each local entity is."""
    groups: dict[tuple[str, ...], list[tuple[Claim, Evidence]]] = defaultdict(list)
    for extraction in extractions:
        known = context(extraction)

        def entity(mention: int) -> str:
            return owners[extraction.document.id, extraction.mentions[mention].kind, known.names[mention]]  # noqa: B023 - called within its own turn of the loop

        for claim in extraction.claims:
            subject, target = entity(claim.subject), entity(claim.object)
            if subject == target:
                continue
            if claim.predicate.symmetric:
                subject, target = sorted((subject, target))
            key = (subject, claim.predicate.name, target, claim.title or "", claim.status.value)
            speaker = entity(claim.speaker) if claim.speaker is not None else None
            groups[key].append((claim, _evidence(extraction, claim, stable_id("st", *key), speaker)))
    made: list[Statement] = []
    proofs: dict[str, Evidence] = {}
    for key, said in sorted(groups.items(), key=lambda item: item[0]):
        mine = {evidence.id: evidence for _, evidence in said}
        proofs.update(mine)
        made.append(_statement(key, [claim for claim, _ in said], list(mine.values())))
    return made, list(proofs.values())


def _statement(key: tuple[str, ...], claims: list[Claim], evidence: list[Evidence]) -> Statement:
    subject, predicate, target, title, _ = key
    doubt = 1.0
    for confidence in {
        e.document: e.confidence for e in sorted(evidence, key=lambda e: e.confidence)
    }.values():
        doubt *= 1 - confidence
    return Statement(
        stable_id("st", *key),
        subject,
        predicate,
        target,
        title or None,
        claims[0].status,
        min((c.start_date for c in claims if c.start_date), default=None),
        max((c.end_date for c in claims if c.end_date), default=None),
        min((c.amount for c in claims if c.amount), default=None),
        # Documents that agree make a statement surer, never certain.
        round(min(0.99, 1 - doubt), 4),
        len({e.document for e in evidence}),
        tuple(sorted(e.id for e in evidence)),
    )


def _evidence(extraction: Extraction, claim: Claim, statement: str, speaker: str | None) -> Evidence:
    document, sentence = extraction.document, claim.sentence
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
