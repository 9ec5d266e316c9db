"""The entities of one document: all mentions of one full name, and what the document says around them."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from sys import intern

from kg.coreference import Context, context
from kg.records import SIGNATURES, Document, Extraction, Kind
from kg.text import unpadded

# An entity of one document: (document id, kind, full name).
Local = tuple[str, Kind, str]

# Names that point instead of naming; they are no alias that a reader would search for.
POINTING = frozenset({"pointer"})


@dataclass(frozen=True, slots=True)
class LocalEntity:
    """All mentions of one name in one document; `mentions` are indexes into the extraction's.

    `signed` is true where the name stands in bylines and the like only: who wrote, not who is written about.
    `document` is without its text, which an entity would keep in memory. `count` is more than 1 where it
    stands for those of other documents too that have the same name and surfaces; it is the one with the least
    key then.
    """

    key: Local
    document: Document
    surfaces: tuple[tuple[str, str], ...]  # (surface, rule), most frequent first
    mentions: tuple[int, ...]
    signed: bool
    count: int = 1

    @property
    def kind(self) -> Kind:
        return self.key[1]

    @property
    def name(self) -> str:
        return self.key[2]


@dataclass(frozen=True)
class Page:
    """One extraction and its context."""

    extraction: Extraction
    context: Context

    @cached_property
    def entities(self) -> Mapping[tuple[Kind, str], LocalEntity]:
        """The document's local entities by kind and name."""
        return {local.key[1:]: local for local in _local_entities(self.extraction, self.context)}

    @property
    def document(self) -> Document:
        return self.extraction.document

    def before(self, mention: int, most: int) -> str:
        """The text before a mention, folded; at most so many characters."""
        start = self.extraction.mentions[mention].start
        return self.context.folded[max(0, start - most) : start]

    def local(self, mention: int) -> Local:
        """The local entity that a mention names."""
        return (self.document.id, self.extraction.mentions[mention].kind, self.context.names[mention])


def page(extraction: Extraction) -> Page:
    """The local entities of one document.

    >>> page(Extraction(Document("d", "d.txt", "", "zh"))).entities
    {}
    """
    return Page(extraction, context(extraction))


def light(document: Document) -> Document:
    """The document without its text: what is known about it.

    >>> light(Document("d", "d.txt", "示例", "zh", title="示例")).title
    '示例'
    """
    return replace(document, text="", regions=())


def _local_entities(extraction: Extraction, known: Context) -> Iterator[LocalEntity]:
    rules = {alias.mention: alias.rule for alias in extraction.aliases}
    surfaces: dict[tuple[Kind, str], Counter[tuple[str, str]]] = defaultdict(Counter)
    mentions: dict[tuple[Kind, str], list[int]] = defaultdict(list)
    for i, mention in enumerate(extraction.mentions):
        key = (mention.kind, known.names[i])
        mentions[key].append(i)
        if rules.get(i) not in POINTING:
            surface = unpadded(known.folded[mention.start : mention.end])
            # One name is written in many documents.
            surfaces[key][intern(surface), intern(rules.get(i, ""))] += 1
    document = light(extraction.document)
    signed = [region for region in extraction.document.regions if region.role in SIGNATURES]
    for key, indexes in sorted(mentions.items()):
        counts = surfaces[key]
        in_furniture = (
            any(
                region.start <= extraction.mentions[i].start and extraction.mentions[i].end <= region.end
                for region in signed
            )
            for i in indexes
        )
        yield LocalEntity(
            (document.id, key[0], intern(key[1])),
            document,
            tuple(pair for pair, _ in sorted(counts.items(), key=lambda item: (-item[1], item[0]))),
            tuple(indexes),
            bool(signed) and all(in_furniture),
        )
