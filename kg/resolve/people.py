"""What each document says of its people: the features by which namesakes are told apart or joined."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from kg.coreference.shortening import normal_form
from kg.gazetteer import is_country, suffix_level
from kg.lexicon import alternation, words
from kg.ner.bodies import whole_of
from kg.records import Claim, Kind, Span, Status
from kg.resolve.homes import Home, by_level, county_counts, main_county, territory
from kg.resolve.locals import Local, LocalEntity, Page
from kg.resolve.person import Person, Post
from kg.resolve.reporters import employer_of, newsroom, reports
from kg.resolve.settings import fields
from kg.resolve.titles import titles_beside

_EMPLOYMENT = frozenset({"holdsPost", "worksAt", "memberOf"})
_HOME = frozenset({"residesIn", "bornIn"})
_KIN = frozenset({"parentOf", "spouseOf", "siblingOf", "relativeOf"})
# Places that say something of a person: a province says nothing.
_NARROW = frozenset({"county", "township", "village"})
# How much less a companion counts who is not named in the same sentence.
_ELSEWHERE = 0.6

# A claim on a person, and the mention at its other end.
_Said = tuple[Claim, int]


def people(page: Page, owners: Mapping[Local, str], shown: Mapping[str, str]) -> list[Person]:
    """The people of one document; `owners` has the entity of each body and place, `shown` its name."""
    found = [local for (kind, _), local in sorted(page.entities.items()) if kind is Kind.PER]
    if not found:
        return []
    reader = _Reader(page, owners, _Setting.of(page, owners, shown))
    said = _said_of_people(page)
    return [reader.person(local, said.get(local.name, ()), found) for local in found]


def _said_of_people(page: Page) -> Mapping[str, Sequence[_Said]]:
    names, mentions = page.context.names, page.extraction.mentions
    found: dict[str, list[_Said]] = defaultdict(list)
    for claim in page.extraction.claims:
        for one, other in ((claim.subject, claim.object), (claim.object, claim.subject)):
            if mentions[one].kind is Kind.PER:
                found[names[one]].append((claim, other))
    return found


@dataclass(frozen=True)
class _Setting:
    """Where a document is set, which all of its people share; see Person."""

    county: str | None
    home: Home
    counties: frozenset[str]
    scene: frozenset[str]
    surroundings: frozenset[str]

    @classmethod
    def of(cls, page: Page, owners: Mapping[Local, str], shown: Mapping[str, str]) -> _Setting:
        locals_ = list(page.entities.values())
        owner = {local.key: owners.get(local.key, local.name) for local in locals_}
        places = [local for local in locals_ if local.kind is Kind.LOC]
        scene = (local for local in locals_ if local.kind is not Kind.PER and not is_country(local.name))
        full = {local.name: shown.get(owner[local.key], local.name) for local in places}
        counts = county_counts(page, full)
        county = main_county(counts)

        def of_levels(*levels: str | None) -> frozenset[str]:
            return frozenset(owner[local.key] for local in places if suffix_level(local.name) in levels)

        return cls(
            county,
            by_level([county]) if county else {},
            frozenset(counts) | of_levels(None, "county"),
            frozenset(owner[local.key] for local in scene),
            of_levels("township", "village"),
        )


class _Reader:
    """Reads the people of one document."""

    def __init__(self, page: Page, owners: Mapping[Local, str], setting: _Setting) -> None:
        self._page = page
        self._owners = owners
        self._setting = setting
        sentences = page.context.sentences
        # The sentence of each mention, by number.
        self._where = [_sentence(sentences, mention.start) for mention in page.extraction.mentions]

    def person(self, local: LocalEntity, said: Sequence[_Said], others: Sequence[LocalEntity]) -> Person:
        page, setting, names = self._page, self._setting, self._page.context.names
        employment = [(claim, other) for claim, other in said if claim.predicate.name in _EMPLOYMENT]
        homes = [o for claim, o in said if claim.predicate.name in _HOME and _narrow(names[o])]
        places = frozenset(map(self._entity, homes))
        posts = frozenset(self._post(claim, other) for claim, other in employment if claim.title)
        titles = {post.title for post in posts if post.status is not Status.DENIED}
        titles.update(titles_beside(page, local))
        of_press = reports(page, local)
        bodies = self._bodies(employment, employer_of(page, local) if of_press else None)
        body_names = set(bodies.values()) - {""}
        houses = set(map(_house, body_names))
        if of_press and (press := newsroom(page)) is not None:
            houses.add(press)
        near = self._near(local)
        # Who only signs is beside nothing that the article tells of.
        beside = {kind: set() if local.signed else near[kind] for kind in (Kind.ORG, Kind.LOC)}
        return Person(
            local,
            employers=frozenset(bodies),
            posts=posts,
            titles=frozenset(titles),
            fields=fields().of(titles, body_names) | ({"media"} if of_press else set()),
            offices=frozenset(
                p for name in body_names for p in (*territory(name), name) if suffix_level(p) in _NARROW
            ),
            places=places,
            schools=frozenset(self._entity(o) for claim, o in said if claim.predicate.name == "studiedAt"),
            kin=frozenset(names[o] for claim, o in said if claim.predicate.name in _KIN),
            nearby_bodies=frozenset(map(self._entity, beside[Kind.ORG])),
            nearby_places=places | {self._entity(i) for i in beside[Kind.LOC] if _narrow(names[i])},
            companions=self._companions(local, near[Kind.PER], others),
            county=setting.county,
            home=setting.home,
            counties=setting.counties,
            scene=frozenset() if of_press else setting.scene,
            surroundings=setting.surroundings,
            houses=frozenset(houses),
        )

    def _bodies(self, employment: Sequence[_Said], publisher: str | None) -> dict[str, str]:
        """The bodies that the person is of, with their names; a reporter is of who publishes the report."""
        held = (other for claim, other in employment if claim.status is not Status.DENIED)
        bodies = {self._entity(other): self._page.context.names[other] for other in held}
        if publisher:
            bodies[publisher] = publisher
        return bodies

    def _entity(self, mention: int) -> str:
        local = self._page.local(mention)
        return self._owners.get(local, local[2])

    def _post(self, claim: Claim, other: int) -> Post:
        published = self._page.document.published or ""
        current = claim.status in (Status.CURRENT, Status.ACTING)
        start = claim.start_date or (published if current else "")
        end = claim.end_date or (published if current else "")
        return Post(self._entity(other), claim.title or "", claim.status, start, end)

    def _near(self, local: LocalEntity) -> dict[Kind, set[int]]:
        """The mentions in the sentences that name the person."""
        mine = {self._where[i] for i in local.mentions} - {None}
        found: dict[Kind, set[int]] = {kind: set() for kind in Kind}
        for i, mention in enumerate(self._page.extraction.mentions):
            if self._where[i] in mine and i not in local.mentions:
                found[mention.kind].add(i)
        return found

    def _companions(
        self, local: LocalEntity, near: Iterable[int], others: Sequence[LocalEntity]
    ) -> dict[str, float]:
        """Everyone else of the document who is written about, or who signs with the person."""
        close = {self._page.context.names[i] for i in near}
        found = {o.name: _ELSEWHERE for o in others if o.signed == local.signed and o.name != local.name}
        return {name: 1.0 if name in close else share for name, share in found.items()}


@cache
def _house(body: str) -> str:
    """The body of which this one is a part: 岚水县法院 of 岚水县人民法院民一庭."""
    chamber = _with_chambers().match(body)
    whole = chamber.end() if chamber else whole_of(body)
    return (
        normal_form(body[:whole] if whole else body)
        .replace("人民法院", "法院")
        .replace("人民检察院", "检察院")
    )


@cache
def _with_chambers() -> re.Pattern[str]:
    """Courts and the like whose chambers and squads are no bodies of their own: 岚水县人民法院|民一庭."""
    return re.compile(f".{{2,}}?(?:{alternation(words('bodies', 'with_chambers'))})")


def _narrow(name: str) -> bool:
    return suffix_level(name) in _NARROW


def _sentence(sentences: Sequence[Span], position: int) -> int | None:
    """Which of the sentences a position stands in, by number; None outside of them."""
    at = bisect_right(sentences, position, key=lambda sentence: sentence.end)
    return at if at < len(sentences) and sentences[at].start <= position else None
