"""Which people of one name are one: average linkage over the scores of all pairs, with links that people
have set.

How near two groups are is half the average over all their pairs and half their best pair: one strong
likeness must not chain all others together, nor the articles that say little hide it. The outcome depends on
the set of documents alone: people are sorted, and of equal links the first is joined.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from kg.coreference.people import is_anonymous
from kg.resolve.company import named_only
from kg.resolve.locals import Local
from kg.resolve.partition import DisjointSets
from kg.resolve.people import Person
from kg.resolve.score import Comparison, Corpus, compare
from kg.resolve.settings import thresholds

# No pair counts for more than this either way: an average must not hang on one pair.
_MOST = 6.0
# Above this size people who hold one post at one body are joined before any pair is scored, and not all pairs
# are: they grow with the square of the articles.
_LARGE = 200
# So many of a large block are scored against each other at a time, and so many of a group speak for it.
_AT_A_TIME = 100
_VOICES = 5


@dataclass(frozen=True)
class Link:
    """Two groups of documents that were joined (or were not), by the pair that says most, and how it
    averages.
    """

    one: Person
    other: Person
    comparison: Comparison
    odds: float


@dataclass(frozen=True)
class Clustering:
    """The people of one name: who is one, the links that joined them, and those that came nearest to it."""

    clusters: tuple[tuple[Person, ...], ...]
    joined: tuple[Link, ...]
    apart: tuple[tuple[int, int, Link], ...]  # the numbers of two clusters, and the link between them


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
        return Clustering(tuple(tuple(ordered[i] for i in group) for group in groups), (), ())
    index = {person.local.key: i for i, person in enumerate(ordered)}
    barred = {(index[a], index[b]) for a, b in map(tuple, apart) if a in index and b in index}
    joined: list[Link] = []
    while True:
        parts = _parts(groups, ordered)
        rounds = [_joined_in(part, groups, ordered, known, barred) for part in parts]
        joined += (link for found in rounds for link in found.joined)
        groups, number = _merged(groups, [pair for found in rounds for pair in found.pairs], barred)
        if len(parts) == 1 or not any(found.joined for found in rounds):
            break
    known_well = list(named_only([[ordered[i] for i in group] for group in groups], known))
    joined += (Link(one, other, why, why.odds) for _, _, one, other, why in known_well)
    groups, then = _merged(groups, [(one, other) for one, other, *_ in known_well], barred)
    nearest: dict[tuple[int, int], Link] = {}
    for one, other, link in (item for found in rounds for item in found.nearest):
        ends = sorted((then[number[one]], then[number[other]]))
        if ends[0] != ends[1]:
            nearest.setdefault((ends[0], ends[1]), link)
    return Clustering(
        tuple(tuple(ordered[i] for i in group) for group in groups),
        tuple(joined),
        tuple((a, b, link) for (a, b), link in sorted(nearest.items(), key=lambda item: item[0])),
    )


@dataclass(frozen=True)
class _Part:
    """Some groups of a block: their voices, and the number of the group that each voice speaks for."""

    voices: tuple[int, ...]
    speaks_for: tuple[int, ...]


@dataclass(frozen=True)
class _Found:
    """What the comparison of a part gave: pairs of numbers of groups that are one, with the links that say
    so, and what came nearest.
    """

    pairs: tuple[tuple[int, int], ...]
    joined: tuple[Link, ...]
    nearest: tuple[tuple[int, int, Link], ...]


def _parts(groups: Sequence[Sequence[int]], people: Sequence[Person]) -> list[_Part]:
    """The groups that are compared with each other: all, with all their members, unless the block is large.

    Of a large one the biggest groups are in every part, so that each of the others is held against them, and
    a few of their members speak for all. What is joined in one round is compared again in the next.
    """
    if len(people) <= _LARGE:
        members = [(i, number) for number, group in enumerate(groups) for i in group]
        return [_part(members)]
    voices = [
        [(i, number) for i in sorted(group, key=lambda i: (-_says(people[i]), i))[:_VOICES]]
        for number, group in enumerate(groups)
    ]
    order = sorted(range(len(groups)), key=lambda number: (-len(groups[number]), number))
    if sum(map(len, voices)) <= _AT_A_TIME:
        return [_part([voice for number in order for voice in voices[number]])]
    first: list[tuple[int, int]] = []
    while order and len(first) + len(voices[order[0]]) <= _AT_A_TIME // 2:
        first += voices[order.pop(0)]
    parts, part = [], list(first)
    for number in order:
        if len(part) + len(voices[number]) > _AT_A_TIME:
            parts.append(_part(part))
            part = list(first)
        part += voices[number]
    return [*parts, _part(part)]


def _part(voices: Sequence[tuple[int, int]]) -> _Part:
    ordered = sorted(voices)
    return _Part(tuple(i for i, _ in ordered), tuple(number for _, number in ordered))


def _says(person: Person) -> int:
    """How much there is to compare a person by."""
    told = (person.posts, person.employers, person.offices, person.places, person.schools, person.kin)
    return sum(map(len, told)) + len(person.nearby_bodies) + len(person.nearby_places)


def _joined_in(
    part: _Part,
    groups: Sequence[Sequence[int]],
    people: Sequence[Person],
    known: Corpus,
    barred: Collection[tuple[int, int]],
) -> _Found:
    voices = [people[i] for i in part.voices]
    count = len(voices)
    pairs: dict[tuple[int, int], Comparison] = {}
    odds: npt.NDArray[np.float64] = np.zeros((count, count))
    for i in range(count):
        for j in range(i + 1, count):
            comparison = pairs[i, j] = compare(voices[i], voices[j], known)
            odds[i, j] = odds[j, i] = min(_MOST, max(-_MOST, comparison.odds))
    rows: dict[int, list[int]] = {}
    for row, number in enumerate(part.speaks_for):
        rows.setdefault(number, []).append(row)
    of = {i: number for number in rows for i in groups[number]} if barred else {}
    held = {(rows[of[a]][0], rows[of[b]][0]) for a, b in barred if a in of and b in of}
    links = _Linkage(odds, list(rows.values()), held)
    merged, _ = thresholds()
    joined = []
    while (best := links.best()) is not None and best[2] > merged:
        one, other, average = best
        link = _link(voices, pairs, links.groups[one], links.groups[other], average)
        ends = (part.speaks_for[links.groups[one][0]], part.speaks_for[links.groups[other][0]])
        joined.append((ends, link))
        links.join(one, other)
    nearest = tuple(
        (
            part.speaks_for[links.groups[a][0]],
            part.speaks_for[links.groups[b][0]],
            _link(voices, pairs, links.groups[a], links.groups[b], average),
        )
        for a, b, average in links.nearest()
    )
    return _Found(tuple(ends for ends, _ in joined), tuple(link for _, link in joined), nearest)


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
        elif len(people) > _LARGE:
            for post in sorted(person.posts, key=lambda p: (p.body, p.title))[:1]:
                sets.join(i, seen.setdefault((post.body, post.title), i))
    return sets.groups(range(len(people)))


class _Linkage:
    """The sums of scores between groups; a group that was joined to another is empty."""

    def __init__(
        self, odds: npt.NDArray[np.float64], groups: list[list[int]], barred: set[tuple[int, int]]
    ) -> None:
        member = np.zeros((len(groups), len(odds)))
        for row, group in enumerate(groups):
            member[row, group] = 1.0
        self._groups = groups
        self._sums = member @ odds @ member.T
        self._best = odds.copy()
        if len(groups) < len(odds):
            together = np.concatenate(groups)
            starts = np.cumsum([0, *map(len, groups[:-1])])
            bests = np.maximum.reduceat(odds[np.ix_(together, together)], starts, axis=0)
            self._best = np.maximum.reduceat(bests, starts, axis=1)
        self._sizes = member.sum(axis=1)
        self._barred = np.eye(len(groups), dtype=bool)
        of = {i: row for row, group in enumerate(groups) for i in group}
        for a, b in barred:
            self._barred[of[a], of[b]] = self._barred[of[b], of[a]] = True
        self._alive = list(range(len(groups)))

    @property
    def groups(self) -> list[list[int]]:
        return [self._groups[row] for row in self._alive]

    def _averages(self) -> npt.NDArray[np.float64]:
        rows = np.ix_(self._alive, self._alive)
        averages = self._sums[rows] / np.outer(self._sizes[self._alive], self._sizes[self._alive])
        averages = (averages + self._best[rows]) / 2
        # Sums that were added in another order differ in their last digits, and must not decide.
        return np.where(self._barred[rows], -np.inf, np.round(averages, 6))

    def best(self) -> tuple[int, int, float] | None:
        """The two groups with the highest average, and that average."""
        if len(self._alive) < 2:
            return None
        averages = self._averages()
        one, other = divmod(int(np.argmax(averages)), len(self._alive))
        if np.isneginf(averages[one, other]):
            return None
        return min(one, other), max(one, other), float(averages[one, other])

    def join(self, one: int, other: int) -> None:
        """Joins two groups, given by their numbers among those that are left."""
        a, b = self._alive[one], self._alive[other]
        self._groups[a] = sorted(self._groups[a] + self._groups[b])
        self._sums[a] += self._sums[b]
        self._sums[:, a] += self._sums[:, b]
        self._best[a] = np.maximum(self._best[a], self._best[b])
        self._best[:, a] = np.maximum(self._best[:, a], self._best[:, b])
        self._sizes[a] += self._sizes[b]
        self._barred[a] |= self._barred[b]
        self._barred[:, a] |= self._barred[:, b]
        del self._alive[other]

    def nearest(self) -> list[tuple[int, int, float]]:
        """For each group the one that came nearest to being joined with it, each pair once."""
        if len(self._alive) < 2:
            return []
        averages = self._averages()
        found = {}
        for row in range(len(self._alive)):
            other = int(np.argmax(averages[row]))
            if not np.isneginf(averages[row, other]):
                found[min(row, other), max(row, other)] = float(averages[row, other])
        return [(a, b, average) for (a, b), average in sorted(found.items())]


def _link(
    people: Sequence[Person],
    pairs: Mapping[tuple[int, int], Comparison],
    one: Sequence[int],
    other: Sequence[int],
    average: float,
) -> Link:
    """The pair of two groups that speaks most for the decision, which is what a reader can check."""
    among = sorted((min(a, b), max(a, b)) for a in one for b in other)
    sign = 1 if average > 0 else -1
    best = max(among, key=lambda pair: (sign * pairs[pair].odds, -pair[0], -pair[1]))
    return Link(people[best[0]], people[best[1]], pairs[best], average)
