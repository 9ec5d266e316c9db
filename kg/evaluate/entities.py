"""Which entity of the gold each entity of the graph is."""

from __future__ import annotations

from collections.abc import Mapping

from kg.evaluate.found import Found
from kg.evaluate.gold import Gold
from kg.evaluate.score import Score


def match_entities(gold: Gold, found: Mapping[str, Found], score: Score) -> dict[str, str]:
    """The gold entity of each of the graph's that has one; counts what is right, wrong and missing."""
    match: dict[str, str] = {}
    taken: set[str] = set()
    for key, entity in sorted(found.items()):
        hits = [name for word in entity.shown for name in gold.names.get((entity.kind.value, word), ())]
        # What is asked for comes before what may be left out: 市发改委 before its 党组.
        hits.sort(key=lambda name: (name in taken, name in gold.optional))
        hit = hits[0] if hits else None
        if hit is None:
            score.entities[entity.kind].wrong += 1
            score.errors.append(f"{gold.document}: spurious {entity.kind} {entity.name}")
            continue
        match[key] = hit
        if hit in gold.optional:
            taken.add(hit)
        elif hit in taken:
            score.entities[entity.kind].wrong += 1
            score.errors.append(f"{gold.document}: unmerged {entity.kind} {entity.name} is also {hit}")
        else:
            taken.add(hit)
            score.entities[entity.kind].right += 1
    for wanted in gold.entities:
        if wanted["name"] not in taken | gold.optional:
            score.entities[wanted["type"]].missing += 1
            score.errors.append(f"{gold.document}: missed {wanted['type']} {wanted['name']}")
    return match
