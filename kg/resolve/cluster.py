"""Which people of one name are one: those whose documents score high against each other (`kg.resolve.score`),
with links that people have set.

Groups are joined by average linkage (`kg.resolve.linkage`). The outcome depends on the set of documents
alone: people are sorted, and of equal links the first is joined.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from operator import itemgetter

import numpy as np

from kg.coreference.people import is_anonymous
from kg.resolve.company import named_only
from kg.resolve.linkage import Linkage, Matrix
from kg.resolve.locals import Local
from kg.resolve.partition import DisjointSets
from kg.resolve.person import Person
from kg.resolve.score import Comparison, Corpus, compare
from kg.resolve.settings import thresholds
from kg.resolve.voices import Part, is_large, parts

# No pair counts for more than this either way: an average must not hang on one pair.
_MOST = 6.0


@dataclass(frozen=True)
class Link:
    """Two groups of documents that were joined (or were not), by the pair that says most, and how near they
    are to each other.
    """

    one: Person
    other: Person
    comparison: Comparison
    odds: float


# The number of a group, of another, and the link between them.
Between = tuple[int, int, Link]


@dataclass(frozen=True)
class Clustering:
    """The people of one name: who is one, the links that joined them, and those that came nearest to it."""

    clusters: tuple[tuple[Person, ...], ...]
    joined: tuple[Link, ...]
    apart: tuple[Between, ...]  # between clusters


def cluster(
    people: Sequence[Person],
    known: Corpus,
    *,
    together: Mapping[Local, Local] | None = None,
    apart: Collection[frozenset[Local]] = (),
) -> Clustering:
    """Divides the people of one name.

    Args:
        people: one for each document.
        known: the counts that scores rest on.
        together: for people whom somebody has joined, a common key.
        apart: pairs whom somebody has divided.
    """
    ordered = sorted(people, key=lambda person: person.local.key)
    groups = _first_groups(ordered, together or {}, apart, known)
    if is_anonymous(ordered[0].local.name):
        return Clustering(_members(groups, ordered), (), ())
    index = {person.local.key: i for i, person in enumerate(ordered)}
    barred = {(index[a], index[b]) for a, b in map(tuple, apart) if a in index and b in index}
    groups, joined, nearest = _linked(groups, ordered, known, barred)
    only_named = list(named_only(_members(groups, ordered), known))
    joined += (Link(one, other, why, why.odds) for _, _, one, other, why in only_named)
    groups, number = _merged(groups, [(one, other) for one, other, *_ in only_named], barred)
    return Clustering(_members(groups, ordered), tuple(joined), _renumbered(nearest, number))


def _members(groups: Sequence[Sequence[int]], people: Sequence[Person]) -> tuple[tuple[Person, ...], ...]:
    return tuple(tuple(people[i] for i in group) for group in groups)


def _linked(
    groups: list[list[int]], people: Sequence[Person], known: Corpus, barred: Collection[tuple[int, int]]
) -> tuple[list[list[int]], list[Link], list[Between]]:
    """The groups after those were joined that are one, with the links that say so and what came nearest."""
    joined: list[Link] = []
    while True:
        compared = parts(groups, people)
        found = [_linked_in(part, groups, people, known, barred) for part in compared]
        joined += (link for here in found for _, _, link in here.joined)
        pairs = [(one, other) for here in found for one, other, _ in here.joined]
        groups, number = _merged(groups, pairs, barred)
        # What was joined in a round of several parts is compared again in the next.
        if len(compared) == 1 or not pairs:
            break
    nearest = [(number[one], number[other], link) for here in found for one, other, link in here.nearest]
    return groups, joined, nearest


def _renumbered(links: Sequence[Between], number: Mapping[int, int]) -> tuple[Between, ...]:
    """The links after groups went where `number` says; of those between the same two the first."""
    found: dict[tuple[int, int], Link] = {}
    for one, other, link in links:
        first, second = sorted((number[one], number[other]))
        if first != second:
            found.setdefault((first, second), link)
    return tuple((one, other, link) for (one, other), link in sorted(found.items(), key=itemgetter(0)))


@dataclass(frozen=True)
class _Found:
    """What the comparison of a part gave, by numbers of groups: what is one, and what came nearest to it."""

    joined: tuple[Between, ...]
    nearest: tuple[Between, ...]


@dataclass(frozen=True)
class _Compared:
    """Some people, and how each compares with each."""

    people: Sequence[Person]
    pairs: Mapping[tuple[int, int], Comparison]

    @classmethod
    def of(cls, people: Sequence[Person], known: Corpus) -> _Compared:
        numbers = combinations(range(len(people)), 2)
        return cls(people, {(i, j): compare(people[i], people[j], known) for i, j in numbers})

    def odds(self) -> Matrix:
        found: Matrix = np.zeros((len(self.people), len(self.people)))
        for (i, j), comparison in self.pairs.items():
            found[i, j] = found[j, i] = min(_MOST, max(-_MOST, comparison.odds))
        return found

    def link(self, one: Sequence[int], other: Sequence[int], near: float) -> Link:
        """The link between two groups, by the pair that speaks most for what became of them, which is what a
        reader can check.
        """
        among = sorted((min(a, b), max(a, b)) for a in one for b in other)
        sign = 1 if near > 0 else -1
        best = max(among, key=lambda pair: (sign * self.pairs[pair].odds, -pair[0], -pair[1]))
        return Link(self.people[best[0]], self.people[best[1]], self.pairs[best], near)


def _linked_in(
    part: Part,
    groups: Sequence[Sequence[int]],
    people: Sequence[Person],
    known: Corpus,
    barred: Collection[tuple[int, int]],
) -> _Found:
    compared = _Compared.of([people[i] for i in part.voices], known)
    linkage = Linkage(compared.odds(), list(part.rows().values()), _barred_in(part, groups, barred))

    def between(one: int, other: int, near: float) -> Between:
        first, second = linkage.groups[one], linkage.groups[other]
        # A group that others were joined to goes by its first voice.
        return part.speaks_for[first[0]], part.speaks_for[second[0]], compared.link(first, second, near)

    merged, _ = thresholds()
    joined = []
    while (best := linkage.best()) is not None and best[2] > merged:
        joined.append(between(*best))
        linkage.join(*best[:2])
    return _Found(tuple(joined), tuple(between(*pair) for pair in linkage.nearest()))


def _barred_in(
    part: Part, groups: Sequence[Sequence[int]], barred: Collection[tuple[int, int]]
) -> set[tuple[int, int]]:
    """For each two groups of a part that somebody has divided a voice of the one and one of the other."""
    if not barred:
        return set()
    voice = {i: rows[0] for number, rows in part.rows().items() for i in groups[number]}
    return {(voice[a], voice[b]) for a, b in barred if a in voice and b in voice}


def _merged(
    groups: Sequence[Sequence[int]], pairs: Sequence[tuple[int, int]], barred: Collection[tuple[int, int]]
) -> tuple[list[list[int]], dict[int, int]]:
    """The groups after these pairs of them were made one, and where each of the old ones went.

    Groups of different parts may be joined to one that is in both, but never two that somebody has divided.
    """
    of = {i: number for number, group in enumerate(groups) for i in group}
    sets = DisjointSets[int]()
    for one, other in pairs:
        ends = {sets.root(one), sets.root(other)}
        if not any({sets.root(of[a]), sets.root(of[b])} == ends for a, b in barred):
            sets.join(one, other)
    together = sets.groups(range(len(groups)))
    found = [(sorted(i for number in numbers for i in groups[number]), numbers) for numbers in together]
    found.sort()
    return [group for group, _ in found], {
        number: place for place, (_, numbers) in enumerate(found) for number in numbers
    }


def _first_groups(
    people: Sequence[Person],
    together: Mapping[Local, Local],
    apart: Collection[frozenset[Local]],
    known: Corpus,
) -> list[list[int]]:
    """Everybody alone, save whom somebody has joined, who has no name and stands in one text, and in large
    blocks those who hold one post.
    """
    sets = DisjointSets[int]()
    seen: dict[object, int] = {}
    divided = {key for pair in apart for key in pair}
    for i, person in enumerate(people):
        key = together.get(person.local.key)
        text = known.texts.get(person.document.id)
        if key is not None:
            sets.join(i, seen.setdefault(key, i))
        elif person.local.key in divided:
            continue
        elif text is not None and is_anonymous(person.local.name):
            sets.join(i, seen.setdefault(("text", text), i))
        elif is_large(people):
            for post in sorted(person.posts, key=lambda p: (p.body, p.title))[:1]:
                sets.join(i, seen.setdefault((post.body, post.title), i))
    return sets.groups(range(len(people)))
