"""Resolution (floor 4): the extractions of many documents become entities, statements and evidence.

Everything is grouped by a block key (kind and full name) and sorted, so the outcome depends neither on the order of
the documents nor on how they were spread over workers.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from kg.coreference import context
from kg.records import EntityMention, Extraction, Graph, stable_id
from kg.resolve.entities import Local, entities, local_entities
from kg.resolve.statements import statements

__all__ = ["resolve"]


def resolve(extractions: Iterable[Extraction]) -> Graph:
    """The graph of a corpus."""
    ordered = sorted(extractions, key=lambda extraction: extraction.document.source_name)
    found, owners = entities(local for extraction in ordered for local in local_entities(extraction))
    facts, evidence = statements(ordered, owners)
    return Graph(
        documents=tuple(extraction.document for extraction in ordered),
        entities=tuple(sorted(found, key=lambda entity: entity.id)),
        mentions=tuple(
            sorted((m for e in ordered for m in _mentions(e, owners)), key=lambda mention: mention.id)
        ),
        statements=tuple(sorted(facts, key=lambda statement: statement.id)),
        evidence=tuple(sorted(evidence, key=lambda proof: proof.id)),
    )


def _mentions(extraction: Extraction, owners: Mapping[Local, str]) -> Iterator[EntityMention]:
    known = context(extraction)
    rules = {alias.mention: alias.rule for alias in extraction.aliases}
    document = extraction.document.id
    for i, mention in enumerate(extraction.mentions):
        yield EntityMention(
            stable_id("men", document, str(mention.start), str(mention.end), mention.kind),
            owners[document, mention.kind, known.names[i]],
            document,
            mention.start,
            mention.end,
            mention.kind,
            mention.text,
            mention.confidence,
            rules.get(i, "as-written"),
        )
