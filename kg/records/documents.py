"""What was read: documents, and what in them is news furniture."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from kg.records.checks import require, require_date, require_range


@dataclass(frozen=True, slots=True)
class Span:
    """A half-open range of code points."""

    start: int
    end: int

    def __post_init__(self) -> None:
        require_range(self.start, self.end, "a span")


class Role(StrEnum):
    """What a piece of news furniture does; whatever is not furniture is prose."""

    TITLE = "title"
    BYLINE = "byline"
    DATELINE = "dateline"
    EDITORS = "editors"
    CAPTION = "caption"
    CREDIT = "credit"


# What says who made an article, where and when, and nothing of the news.
SIGNATURES = frozenset({Role.BYLINE, Role.DATELINE, Role.EDITORS, Role.CREDIT})


@dataclass(frozen=True, slots=True)
class Region:
    """A piece of news furniture and its role."""

    start: int
    end: int
    role: Role

    def __post_init__(self) -> None:
        require_range(self.start, self.end, "a region")


@dataclass(frozen=True, slots=True)
class Document:
    """One article as it was read. `text` is never altered; `regions` marks what in it is not prose.

    >>> Document("doc-1", "a.txt", "示例县开会。", "zh", published="2024-13")
    Traceback (most recent call last):
    kg.errors.InvalidRecord: published must be YYYY, YYYY-MM or YYYY-MM-DD, not '2024-13'
    """

    id: str
    source_name: str
    text: str
    language: str
    title: str | None = None
    published: str | None = None
    publisher: str | None = None
    authors: tuple[str, ...] = ()
    editors: tuple[str, ...] = ()
    url: str | None = None
    regions: tuple[Region, ...] = ()
    sha256: str = ""

    def __post_init__(self) -> None:
        require_date(self.published, "published")
        end = 0
        for region in self.regions:
            require(
                end <= region.start and region.end <= len(self.text),
                "regions must be sorted, apart and in the text",
            )
            end = region.end


@dataclass(frozen=True, slots=True)
class Skipped:
    """A document that was not built, and why; as text the one line for people."""

    source_name: str
    reason: str

    def __str__(self) -> str:
        return f"{self.source_name}: {self.reason}"
