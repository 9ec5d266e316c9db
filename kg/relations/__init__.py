"""Relations (floor 3): what each sentence says of the entities in it, as claims.

Three sources, all explained by the rule named in each claim: patterns over sentences
(kg/relations/patterns/*.toml), the way names are built (`containment`), and two children of one parent, who
are siblings.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import combinations

from kg.coreference.context import Context, context
from kg.lexicon import words
from kg.ontology import Vocabulary, vocabulary
from kg.records import Claim, Extraction, Status
from kg.relations.containment import containment
from kg.relations.engine import claims_of_sentence
from kg.relations.patterns import Pattern, index, patterns

__all__ = ["relate"]

# Two children of one parent are siblings unless the sentence means another parent for one of them.
_INFERRED = 0.95


def relate(
    extraction: Extraction, rules: Sequence[Pattern] | None = None, *, terms: Vocabulary | None = None
) -> Extraction:
    """The extraction with its claims, in the order of the text; `rules` default to the packaged patterns."""
    if extraction.document.language != "zh":
        return extraction
    known = context(extraction)
    tried = index(patterns() if rules is None else tuple(rules))
    found: list[Claim] = []
    for sentence in known.sentences:
        found += claims_of_sentence(known, sentence, tried)
    found += _siblings(found, terms or vocabulary())
    found += containment(known, terms or vocabulary(), tuple(found))
    return replace(extraction, claims=tuple(_distinct(known, found)))


def _siblings(claims: Sequence[Claim], terms: Vocabulary) -> list[Claim]:
    """Whom one sentence calls children of the same parent: 女儿罗思雨考进大学，儿子罗思远被录取."""
    children: dict[tuple[int, int], dict[int, Claim]] = {}
    for claim in claims:
        if claim.predicate.name == "parentOf" and claim.title in words("kinship", "child"):
            children.setdefault((claim.sentence.start, claim.subject), {}).setdefault(claim.object, claim)
    return [
        replace(
            one,
            subject=min(one.object, other.object),
            object=max(one.object, other.object),
            predicate=terms["siblingOf"],
            title=None,
            rule="children-of-one",
            confidence=round(min(one.confidence, other.confidence) * _INFERRED, 3),
        )
        for called in children.values()
        for one, other in combinations(called.values(), 2)
    ]


def _distinct(known: Context, claims: Iterable[Claim]) -> list[Claim]:
    """One claim for each thing that a sentence says: what qualifies it wins (不再担任 over 担任), then the
    surest.
    """
    best: dict[tuple[object, ...], Claim] = {}
    for claim in claims:
        ends = [(known.mentions[i].kind, known.names[i]) for i in (claim.subject, claim.object)]
        if ends[0] == ends[1]:
            continue
        ends = sorted(ends) if claim.predicate.symmetric else ends
        key = (*ends, claim.predicate.name, claim.title, claim.sentence)
        rival = best.get(key)
        if rival is None or _order(claim) < _order(rival):
            best[key] = claim
    return sorted(
        best.values(), key=lambda c: (c.sentence.start, c.subject, c.object, c.predicate.name, c.title or "")
    )


def _order(claim: Claim) -> tuple[bool, float, str]:
    return claim.status is Status.CURRENT, -claim.confidence, claim.rule
