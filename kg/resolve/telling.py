"""What documents say, once it is known who is who: one after the other, so that no more than one is held.

What must be counted over all of them (claims that say the same, pairs that share a sentence) is kept as keys
and offsets; the sentences that are shown are cut from their documents in the end.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping

from kg.records import Document, EntityMention, Evidence, Extraction, Statement, stable_id
from kg.resolve.cooccurrence import Sight, first_shown, proof, sights, together
from kg.resolve.entities import Resolved
from kg.resolve.locals import Local, Page, page
from kg.resolve.statements import Key, Saying, said, statement


class Telling:
    """Collects what is said: `read` each document, take the `statements`, then the `sentences` of each.

    >>> telling = Telling(Resolved((), {}, (), {}))
    >>> telling.read(Extraction(Document("d", "d.txt", "", "zh")))
    ([], [])
    >>> telling.statements()
    []
    """

    def __init__(self, known: Resolved) -> None:
        self._known = known
        self._sayings: dict[Key, list[Saying]] = defaultdict(list)
        self._sights: dict[tuple[str, str], list[Sight]] = defaultdict(list)
        self._shown: dict[str, list[tuple[str, Sight]]] = defaultdict(list)

    def read(self, extraction: Extraction) -> tuple[list[EntityMention], list[Evidence]]:
        """The mentions of one document and the evidence of its claims."""
        here, owners = page(extraction), self._known.owners
        text = self._known.texts.get(here.document.id, here.document.id)
        sayings, proofs = said(here, owners, text)
        for saying in sayings:
            self._sayings[saying.key].append(saying)
        for pair, sight in sights(here, owners, text):
            self._sights[pair].append(sight)
        return list(mentions_of(here, owners)), proofs

    def statements(self) -> list[Statement]:
        """All statements, ordered by id. What they were made of is let go."""
        found = [statement(key, sayings) for key, sayings in self._sayings.items()]
        self._sayings.clear()
        while self._sights:
            pair, seen = self._sights.popitem()
            count, shown = first_shown(seen)
            made = together(pair, count, shown)
            found.append(made)
            for sight in shown:
                self._shown[sight.document].append((made.id, sight))
        return sorted(found, key=lambda made: made.id)

    def sentences(self, document: Document) -> Iterator[Evidence]:
        """The sentences of a document that show two entities together, as evidence."""
        for made, sight in self._shown.get(document.id, ()):
            yield proof(made, sight, document.text[sight.start : sight.end])


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
