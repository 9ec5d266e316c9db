"""Resolution (floor 4): the extractions of many documents become entities, statements and evidence.

locals          the entities of one document
homes, things   organizations and places across documents, by name and by where they lie
english, latin  names in other letters: Chengyang Daily, Duan Changhe
people, score, cluster      people across documents, by features with weights (weights.toml, fields.toml)
groups, decisions           what was made one, what it is called, and why
ledger          what people ruled, replayed; what was decided, with reasons
reprints        articles that are one text count as one source
statements, cooccurrence    what is claimed, and who is named together
contradictions  statements that cannot both hold

Everything is grouped by name and sorted, so the outcome depends neither on the order of the documents nor
on how they were spread over workers.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from kg.records import EntityMention, Extraction, Graph, stable_id
from kg.resolve.cooccurrence import co_occurrences
from kg.resolve.entities import entities
from kg.resolve.ledger import Ledger, links, read_ledger, write_ledger
from kg.resolve.locals import Local, Page, page
from kg.resolve.reprints import reprint_groups
from kg.resolve.statements import statements

__all__ = ["Ledger", "mentions_of", "read_ledger", "resolve", "write_ledger"]


def resolve(extractions: Iterable[Extraction], *, ledger: Ledger | None = None) -> Graph:
    """The graph of a corpus, with the rulings of `ledger` replayed.

    >>> resolve([]).entities
    ()
    """
    ordered = sorted(extractions, key=lambda extraction: extraction.document.source_name)
    pages = [page(extraction) for extraction in ordered]
    texts = reprint_groups(extraction.document for extraction in ordered)
    ruled = links(ledger or Ledger(), (local for p in pages for local in p.entities.values()))
    found = entities(pages, texts, ruled)
    facts, evidence = statements(pages, found.owners, texts)
    together, sentences = co_occurrences(pages, found.owners, texts)
    return Graph(
        documents=tuple(extraction.document for extraction in ordered),
        entities=found.entities,
        mentions=tuple(
            sorted((m for p in pages for m in mentions_of(p, found.owners)), key=lambda mention: mention.id)
        ),
        statements=tuple(sorted((*facts, *together), key=lambda statement: statement.id)),
        evidence=tuple(sorted((*evidence, *sentences), key=lambda proof: proof.id)),
        decisions=found.decisions,
    )


def mentions_of(page: Page, owners: Mapping[Local, str]) -> Iterator[EntityMention]:
    """The mentions of one document, each with its entity."""
    rules = {alias.mention: alias.rule for alias in page.extraction.aliases}
    document = page.document.id
    for i, mention in enumerate(page.extraction.mentions):
        yield EntityMention(
            stable_id("men", document, str(mention.start), str(mention.end), mention.kind),
            owners[page.local(i)],
            document,
            mention.start,
            mention.end,
            mention.kind,
            mention.text,
            mention.confidence,
            rules.get(i, "as-written"),
        )
