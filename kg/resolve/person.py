"""A person as one document tells it: the record by which namesakes are compared."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, cached_property

from kg.lexicon import words
from kg.records import Document, Status
from kg.resolve.homes import Home
from kg.resolve.locals import LocalEntity


@dataclass(frozen=True)
class Post:
    """A post as one document tells it; dates are those of the article where nothing else is said."""

    body: str
    title: str
    status: Status
    start: str
    end: str


@dataclass(frozen=True)
class Person:
    """A person of one document. Bodies and places are entity ids or names that all documents share."""

    local: LocalEntity
    employers: frozenset[str]
    posts: frozenset[Post]
    titles: frozenset[str]
    fields: frozenset[str]
    offices: frozenset[str]  # counties and towns whose offices the person holds
    places: frozenset[str]
    schools: frozenset[str]
    kin: frozenset[str]
    nearby_bodies: frozenset[str]
    nearby_places: frozenset[str]
    companions: Mapping[str, float]  # others named in the document, 1 in the same sentence, less elsewhere
    county: str | None
    home: Home
    counties: frozenset[str]  # all that the document names
    scene: frozenset[str]  # bodies and places that the document names; none of who only signs it
    surroundings: frozenset[str]  # towns and villages that the document names
    houses: frozenset[str]  # the bodies that the person's bodies belong to, or they themselves

    @property
    def document(self) -> Document:
        return self.local.document

    @property
    def is_bare(self) -> bool:
        """Whether the document says nothing of who the person is, save perhaps a title."""
        said = (self.posts, self.employers, self.places, self.schools, self.kin, self.offices)
        return not any(said) and not self.local.signed

    # What is asked of a person in every comparison is worked out once.

    @cached_property
    def held(self) -> frozenset[tuple[str, str]]:
        """Body and title of the posts that nobody denies."""
        return frozenset((p.body, core_of(p.title)) for p in self.posts if p.status is not Status.DENIED)

    @cached_property
    def denied(self) -> frozenset[str]:
        """The titles of the posts that are denied."""
        return frozenset(post.title for post in self.posts if post.status is Status.DENIED)

    @cached_property
    def ranks(self) -> frozenset[str]:
        """The titles without marks of standing."""
        return frozenset(map(core_of, self.titles))

    @cached_property
    def around_bodies(self) -> frozenset[str]:
        """The bodies that the person is of, or named beside."""
        return self.nearby_bodies | self.employers

    @cached_property
    def around_places(self) -> frozenset[str]:
        """The places that the person is of, or named beside."""
        return self.nearby_places | self.places


@cache
def core_of(title: str) -> str:
    """The title without marks of rank and status that come and go: 副县长 and 县长 stay two, 原县长 is
    县长.

    >>> core_of("原县长"), core_of("副县长")
    ('县长', '副县长')
    """
    mark = max((m for m in words("titles", "compared_without") if title.startswith(m)), key=len, default="")
    return title.removeprefix(mark)
