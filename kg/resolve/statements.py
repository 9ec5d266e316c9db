"""Statements: the claims of all documents that say the same, with every sentence that says it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping

from kg.records import Claim, Evidence, Statement, stable_id
from kg.resolve.locals import Local, Page


def statements(
    pages: Iterable[Page], owners: Mapping[Local, str], texts: Mapping[str, str]
) -> tuple[list[Statement], list[Evidence]]:
    """The statements of the corpus and their evidence.

    Args:
        pages: one for each document.
        owners: which entity each local entity is.
        texts: for each document id the id of the text that it prints; one text is one source.
    """
    groups: dict[tuple[str, ...], list[tuple[Claim, Evidence]]] = defaultdict(list)
    for page in pages:
        for claim in page.extraction.claims:
            subject, target = owners[page.local(claim.subject)], owners[page.local(claim.object)]
            if subject == target:
                continue
            if claim.predicate.symmetric:
                subject, target = sorted((subject, target))
            key: tuple[str, ...] = (
                subject,
                claim.predicate.name,
                target,
                claim.title or "",
                claim.status.value,
            )
            speaker = owners[page.local(claim.speaker)] if claim.speaker is not None else None
            groups[key].append((claim, _evidence(page, claim, stable_id("st", *key), speaker)))
    made: list[Statement] = []
    proofs: dict[str, Evidence] = {}
    for group, said in sorted(groups.items(), key=lambda item: item[0]):
        mine = {evidence.id: evidence for _, evidence in said}
        proofs.update(mine)
        made.append(_statement(group, [claim for claim, _ in said], list(mine.values()), texts))
    return made, list(proofs.values())


def _statement(
    key: tuple[str, ...], claims: list[Claim], evidence: list[Evidence], texts: Mapping[str, str]
) -> Statement:
    subject, predicate, target, title, _ = key
    # Of the sentences of one text the surest counts.
    surest: dict[str, float] = {}
    for proof in evidence:
        text = texts.get(proof.document, proof.document)
        surest[text] = max(surest.get(text, 0.0), proof.confidence)
    doubt = 1.0
    for _, confidence in sorted(surest.items()):
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
        # Sources that agree make a statement surer, never certain.
        round(min(0.99, 1 - doubt), 4),
        len(surest),
        tuple(sorted(e.id for e in evidence)),
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
