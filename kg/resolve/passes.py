"""What resolution takes from one document at a time, in three passes; and who goes through the documents.

`noted`, `people.people` and `told` see one document each and no other, so that documents may be gone
through wherever they lie, in any order, by many processes.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from kg.records import EntityMention, Evidence, Extraction, stable_id
from kg.resolve import latin
from kg.resolve.cooccurrence import Sight, sights
from kg.resolve.homes import Placed, place
from kg.resolve.locals import Local, LocalEntity, Page, page
from kg.resolve.people import people
from kg.resolve.person import Person
from kg.resolve.reprints import Letters, letters_of
from kg.resolve.statements import Saying, said


@dataclass(frozen=True)
class Noted:
    """The first pass: the organizations and places of a document, before anything is known of others.

    `spelled` are pairs of names of one thing, and why; `ruled` its entities where a ruling speaks of it.
    """

    letters: Letters
    placed: Sequence[Placed]
    spelled: Sequence[tuple[Local, Local, str]]
    ruled: Sequence[LocalEntity]


@dataclass(frozen=True)
class Told:
    """The last pass: what a document says, when it is known who is who."""

    mentions: Sequence[EntityMention]
    evidence: Sequence[Evidence]
    sayings: Sequence[Saying]
    sights: Sequence[tuple[tuple[str, str], Sight]]


class Passes(Protocol):
    """The documents of a corpus, gone through in whatever order."""

    def noted(self, ruled_on: Collection[str]) -> Iterable[Noted]:
        """The first pass; `ruled_on` are source names of documents."""
        ...

    def people(self, owners: Mapping[Local, str], shown: Mapping[str, str]) -> Iterable[Person]:
        """The second: the people, once organizations and places are known; see `people.people`."""
        ...


class Held:
    """The passes over extractions that are in memory.

    >>> list(Held([]).noted(()))
    []
    """

    def __init__(self, extractions: Iterable[Extraction]) -> None:
        self._extractions = extractions

    def noted(self, ruled_on: Collection[str]) -> Iterator[Noted]:
        return (noted(extraction, ruled_on) for extraction in self._extractions)

    def people(self, owners: Mapping[Local, str], shown: Mapping[str, str]) -> Iterator[Person]:
        for extraction in self._extractions:
            yield from people(page(extraction), owners, shown)

    def told(self, owners: Mapping[Local, str], texts: Mapping[str, str]) -> Iterator[Told]:
        """The last: what is said; see `told`."""
        return (told(extraction, owners, texts) for extraction in self._extractions)


def noted(extraction: Extraction, ruled_on: Collection[str]) -> Noted:
    """What one document gives to the first pass."""
    here = page(extraction)
    ruled = here.document.source_name in ruled_on
    return Noted(
        letters_of(here.document),
        place(here),
        tuple(latin.within(here)),
        tuple(here.entities.values()) if ruled else (),
    )


def told(extraction: Extraction, owners: Mapping[Local, str], texts: Mapping[str, str]) -> Told:
    """What one document gives to the last pass.

    Args:
        extraction: of the document.
        owners: the entity of each of its local entities.
        texts: for a document's id that of the text that it prints.
    """
    here = page(extraction)
    text = texts.get(here.document.id, here.document.id)
    sayings, proofs = said(here, owners, text)
    return Told(tuple(mentions_of(here, owners)), proofs, sayings, tuple(sights(here, owners, text)))


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
