"""What of a document is read for names and relations."""

from __future__ import annotations

from kg.records import Document, Role, Span

# Titles and captions are sentences about the news; bylines, datelines and the like are not.
_UNREAD = frozenset({Role.BYLINE, Role.DATELINE, Role.EDITORS, Role.CREDIT})
_HEADS = frozenset({Role.TITLE, Role.CAPTION})


def prose(document: Document) -> list[Span]:
    """The stretches of text that are read, in order: what lies between furniture, and titles and captions
    by themselves.

    >>> from kg.records import Region
    >>> prose(Document("d", "a.txt", "记者李明\\n天晴。", "zh", regions=(Region(0, 4, Role.BYLINE),)))
    [Span(start=4, end=8)]
    """
    found: list[Span] = []
    start = 0
    for region in document.regions:
        if region.role in _UNREAD or region.role in _HEADS:
            if start < region.start:
                found.append(Span(start, region.start))
            if region.role in _HEADS:
                found.append(Span(region.start, region.end))
            start = region.end
    if start < len(document.text):
        found.append(Span(start, len(document.text)))
    return found
