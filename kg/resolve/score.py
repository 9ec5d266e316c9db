"""How much two documents that use one name speak of one person: a transparent sum of weighted features."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from kg.gazetteer import is_country
from kg.records import Status
from kg.resolve.homes import at_odds
from kg.resolve.person import Person, Post, core_of
from kg.resolve.settings import companion_rarity, fields, figures, high_offices, logistic, prior, weight


class Feature(NamedTuple):
    """One reason: its name, what it rests on in words, and the log-odds that it adds."""

    name: str
    detail: str
    odds: float

    def __str__(self) -> str:
        return f"{self.name} {self.odds:+.2f}" + (f" ({self.detail})" if self.detail else "")


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two documents' people of one name, with the reasons for and against their being one."""

    features: tuple[Feature, ...]

    @property
    def odds(self) -> float:
        return sum(feature.odds for feature in self.features)

    @property
    def score(self) -> float:
        """The probability that the two are one."""
        return logistic(self.odds)


@dataclass(frozen=True)
class Corpus:
    """What a comparison needs to know of all documents: how many name each thing, and which are one text."""

    documents: int
    naming: Mapping[str, int]
    texts: Mapping[str, str]
    shown: Mapping[str, str]  # entity id: its name

    def telling(self, name: str) -> float:
        """How much sharing a name says: 1 where no other article has it, less where many do."""
        others = max(1, self.naming.get(name, 1) - 1)
        return max(0.05, math.log((self.documents + 1) / others) / math.log(self.documents + 1))


def corpus(people: Iterable[Person], texts: Mapping[str, str], shown: Mapping[str, str]) -> Corpus:
    """The counts over the people of all documents. Of one text that many print one counts."""
    seen: dict[str, set[str]] = {}
    documents = set()
    for person in people:
        text = texts.get(person.document.id, person.document.id)
        documents.add(text)
        for name in counted(person):
            seen.setdefault(name, set()).add(text)
    return Corpus(len(documents), {name: len(where) for name, where in seen.items()}, texts, shown)


def counted(person: Person) -> Iterator[str]:
    """The names whose articles are counted: the more name one, the less it says that two share it."""
    yield from (*person.nearby_bodies, *person.nearby_places, *person.companions, *person.places)
    yield from person.scene


def compare(one: Person, other: Person, known: Corpus) -> Comparison:
    """All features of a pair of one name; the order of the two does not matter."""
    first, second = sorted((one, other), key=lambda person: person.local.key)
    return Comparison(tuple(_features(first, second, known)))


def _features(one: Person, other: Person, known: Corpus) -> Iterator[Feature]:
    yield Feature("name", one.local.name, round(prior(one.local.name), 2))
    if known.texts.get(one.document.id) == known.texts.get(other.document.id, ""):
        yield _feature("reprint", "", 1.0)
    if one.local.name in figures() and not any(
        person.titles or not person.is_bare for person in (one, other)
    ):
        yield _feature("household_name", one.local.name, 1.0)
    yield from _work(one, other, known)
    yield from _circle(one, other, known)
    yield from _region(one, other, known)
    if one.document.publisher and one.document.publisher == other.document.publisher:
        yield _feature("same_publisher", one.document.publisher, 1.0)


def _work(one: Person, other: Person, known: Corpus) -> Iterator[Feature]:
    employers = one.employers & other.employers
    held = one.held & other.held
    titles = one.ranks & other.ranks
    offices = one.offices & other.offices
    if held:
        body, title = min(held)
        yield _feature("same_post", f"{known.shown.get(body, body)} {title}", 1.0)
    elif employers:
        yield _feature("same_employer", _words(employers, known), 1.0)
    elif one.houses & other.houses:
        yield _feature("same_house", _words(one.houses & other.houses, known), 1.0)
    elif one.fields == other.fields == {"media"} and one.employers and other.employers:
        yield _feature("other_press", _words(one.employers | other.employers, known), 1.0)
    elif offices:
        yield _feature("same_territory", _words(offices, known), 1.0)
    high = titles & high_offices()
    told = bool(held) or (bool(high) and _of_two_states(one, other, high, known))
    if high and not told:
        yield _feature("same_high_office", min(high), 1.0)
    elif not told and titles and not (one.county and other.county and at_odds(one.home, other.home)):
        yield _feature("same_title", min(titles), 1.0)
    denied = _denied(one, other) or _denied(other, one)
    if denied:
        yield _feature("denied", denied, 1.0)
    if not employers:
        yield from _fields(one, other)
        apart = _apart_at_once(one, other, known)
        if apart:
            yield _feature("apart_at_once", apart, 1.0)


def _of_two_states(one: Person, other: Person, titles: frozenset[str], known: Corpus) -> bool:
    """Whether each holds such an office of a country, and of none that the other has one of: a president of
    秘鲁 is not one of 智利."""

    def countries(person: Person) -> set[str]:
        bodies = {known.shown.get(body, body) for body, title in person.held if title in titles}
        return {body for body in bodies if is_country(body)}

    states = countries(one), countries(other)
    return all(states) and states[0].isdisjoint(states[1])


def _fields(one: Person, other: Person) -> Iterator[Feature]:
    if not (one.fields and other.fields):
        return
    detail = f"{'/'.join(sorted(one.fields))} | {'/'.join(sorted(other.fields))}"
    if one.fields & other.fields:
        yield _feature("same_field", "/".join(sorted(one.fields & other.fields)), 1.0)
    elif fields().apart(one.fields, other.fields):
        yield _feature("other_field", detail, 1.0)
    else:
        yield _feature("neighbouring_field", detail, 1.0)


def _circle(one: Person, other: Person, known: Corpus) -> Iterator[Feature]:
    kin = one.kin & other.kin
    if kin:
        yield _feature("kin", _words(kin, known), 1.0)
    # Most have no kin and no companion in common, and there are many pairs.
    beside: frozenset[str] = frozenset()
    if one.kin or other.kin:
        beside = ((one.kin & other.companions.keys()) | (other.kin & one.companions.keys())) - kin
    if beside:
        yield _feature("kin_nearby", _words(beside, known), max(map(companion_rarity, beside)))
    schools = one.schools & other.schools
    if schools:
        yield _feature("same_school", _words(schools, known), 1.0)
    near = (one.around_bodies & other.around_bodies) - (one.employers & other.employers)
    if near:
        yield _feature("body_nearby", _words(near, known), min(1.0, sum(map(known.telling, near))))
    places = one.places & other.places
    if places:
        yield _feature("same_place", _words(places, known), 1.0)
    around = (one.around_places & other.around_places) - places
    if around:
        yield _feature("place_nearby", _words(around, known), min(1.0, sum(map(known.telling, around))))
    both = (one.companions.keys() & other.companions.keys()) - kin - beside
    if both:
        shared = {
            name: share * other.companions[name] * companion_rarity(name) * known.telling(name)
            for name, share in one.companions.items()
            if name in both
        }
        most = sorted(shared, key=lambda name: (-shared[name], name))
        yield _feature("companions", "、".join(most[:4]), min(1.0, sum(shared.values())))


def _region(one: Person, other: Person, known: Corpus) -> Iterator[Feature]:
    # Where an article is set says nothing of who wrote it.
    if one.fields == other.fields == {"media"} and one.employers & other.employers:
        return
    shared = one.surroundings & other.surroundings
    if shared or (one.county and one.county == other.county):
        yield _feature("same_region", _words(shared, known) or str(one.county), 1.0)
    elif not (one.county and other.county) or one.document.language != other.document.language:
        return
    elif not one.counties & other.counties:
        cities = "city" in one.home and "city" in other.home and at_odds(one.home, other.home)
        yield _feature("other_region", f"{one.county} | {other.county}", 1.0 if cities else 0.5)


def _denied(one: Person, other: Person) -> str:
    """The title that one is said not to hold and the other is said to."""
    return min((title for title in one.denied if core_of(title) in other.ranks), default="")


def _apart_at_once(one: Person, other: Person, known: Corpus) -> str:
    """Two current posts at one time in two places, if there are such."""
    places = one.offices and other.offices and not one.offices & other.offices
    if not places or not at_odds(one.home, other.home):
        return ""
    for mine in sorted(_current(one), key=lambda p: (p.body, p.title)):
        for theirs in sorted(_current(other), key=lambda p: (p.body, p.title)):
            if mine.start[:7] == theirs.start[:7] != "":
                return (
                    f"{known.shown.get(mine.body, mine.body)} | {known.shown.get(theirs.body, theirs.body)}"
                )
    return ""


def _current(person: Person) -> list[Post]:
    return [post for post in person.posts if post.status in (Status.CURRENT, Status.ACTING)]


def _feature(name: str, detail: str, strength: float) -> Feature:
    return Feature(name, detail, round(weight(name) * strength, 2))


def _words(items: Iterable[str], known: Corpus) -> str:
    return "、".join(sorted(known.shown.get(item, item) for item in items)[:4])
