"""Coreference (floor 3): within one document, every mention gets the full name of what it stands for.

Places first (襄垣 is 襄垣县), then bodies by the place that governs them (市教育局 is 长治市教育局), then
other organizations by their endings (和济医院 is 长治医学院附属和济医院), then people (孙书记 is 孙大军).
Each alias keeps the rule that gave it. A mention without an alias stands for itself.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from kg.coreference.context import Context, context
from kg.coreference.nameless import without_nameless
from kg.coreference.organizations import organization_aliases
from kg.coreference.people import people_aliases, titled_people
from kg.coreference.places import place_aliases, pointed_places
from kg.coreference.pointers import pointed_organizations
from kg.records import Alias, Extraction, Mention

__all__ = ["Context", "context", "link"]


def link(extraction: Extraction) -> Extraction:
    """The extraction with mentions by role or level word added (孙书记, 该县) and the aliases of all,
    without bodies that stay nameless.

    >>> from kg.records import Document
    >>> link(Extraction(Document("doc-1", "a.txt", "", "zh"))).aliases
    ()
    """
    if extraction.document.language != "zh":
        return extraction
    for found in (titled_people, pointed_places, pointed_organizations):
        extraction = _with_mentions(extraction, found(context(extraction)))
    for stage in (place_aliases, organization_aliases, people_aliases):
        extraction = _with_aliases(extraction, stage)
    return without_nameless(extraction)


def _with_mentions(extraction: Extraction, more: list[Mention]) -> Extraction:
    """Adds mentions before any alias refers to them by number."""
    mentions = tuple(sorted({*extraction.mentions, *more}, key=lambda m: (m.start, -m.end, m.kind)))
    return replace(extraction, mentions=mentions)


def _with_aliases(extraction: Extraction, stage: Callable[[Context], list[Alias]]) -> Extraction:
    known = {alias.mention for alias in extraction.aliases}
    more = (alias for alias in stage(context(extraction)) if alias.mention not in known)
    return replace(extraction, aliases=tuple(sorted((*extraction.aliases, *more), key=lambda a: a.mention)))
