"""Resolution (floor 4): the extractions of many documents become entities, statements and evidence.

locals          the entities of one document
blocks, shorter, homes, things   organizations and places across documents, by name and by where they lie
english, latin  names in other letters: Chengyang Daily, Duan Changhe
person, people, reporters, titles    what one document says of its people
score, cluster  people across documents, by features with weights (weights.toml, fields.toml)
voices, linkage             which of them are compared, and what makes groups of them one
company         who is only named, by the company of the best known one
groups, decisions           what was made one, what it is called, and why
ledger          what people ruled, replayed; what was decided, with reasons
reprints        articles that are one text count as one source
statements, cooccurrence    what is claimed, and who is named together;  telling: in all documents
passes          what one document gives to all of this, so that documents may be spread over processes
contradictions  statements that cannot both hold

Everything is grouped by name and sorted, so the outcome depends neither on the order of the documents nor
on how they were spread over workers.
"""

from __future__ import annotations

from collections.abc import Iterable

from kg.records import Extraction, Graph
from kg.resolve.entities import entities
from kg.resolve.ledger import Ledger, read_ledger, write_ledger
from kg.resolve.passes import Held
from kg.resolve.telling import Telling

__all__ = ["Ledger", "Telling", "entities", "read_ledger", "resolve", "write_ledger"]


def resolve(extractions: Iterable[Extraction], *, ledger: Ledger | None = None) -> Graph:
    """The graph of a corpus that fits into memory, with the rulings of `ledger` replayed.

    >>> resolve([]).entities
    ()
    """
    ordered = sorted(extractions, key=lambda extraction: extraction.document.source_name)
    corpus = Held(ordered)
    known = entities(corpus, ledger or Ledger())
    telling = Telling()
    told = list(corpus.told(known.owners, known.texts))
    for here in told:
        telling.add(here.sayings, here.sights)
    statements = telling.statements()
    documents = tuple(extraction.document for extraction in ordered)
    proofs = [proof for here in told for proof in here.evidence]
    proofs += (proof for document in documents for proof in telling.sentences(document))
    return Graph(
        documents=documents,
        entities=known.entities,
        mentions=tuple(sorted((m for here in told for m in here.mentions), key=lambda mention: mention.id)),
        statements=tuple(statements),
        evidence=tuple(sorted(proofs, key=lambda proof: proof.id)),
        decisions=known.decisions,
    )
