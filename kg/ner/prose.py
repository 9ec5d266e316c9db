"""What of a document is read for names and relations."""

from __future__ import annotations

from kg.records import SIGNATURES, Document, Span


def prose(document: Document) -> list[Span]:
    """The stretches of text that are read, in order: what lies between furniture, and titles and captions
    by themselves.

    >>> from kg.records import Region, Role
    >>> prose(Document("d", "a.txt", "记者李明\\n天晴。", "zh", regions=(Region(0, 4, Role.BYLINE),)))
    [Span(start=4, end=8)]
    """
    found: list[Span] = []
    start = 0
    for region in document.regions:
        if start < region.start:
            found.append(Span(start, region.start))
        # Titles and captions are sentences about the news.
        if region.role not in SIGNATURES:
            found.append(Span(region.start, region.end))
        start = region.end
    if start < len(document.text):
        found.append(Span(start, len(document.text)))
    return found
