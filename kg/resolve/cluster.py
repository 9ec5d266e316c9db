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
from kg.resolve.locals import Local
from kg.resolve.partition import DisjointSets
from kg.resolve.people import Person
from kg.resolve.score import Comparison, Corpus, compare
from kg.resolve.settings import thresholds

# No pair counts for more than this either way: an average must not hang on one pair.
_MOST = 6.0
# Above this size people who hold one post at one body are joined before all pairs are scored.
_LARGE = 200


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
    pairs: dict[tuple[int, int], Comparison] = {}
    count = len(ordered)
    odds: npt.NDArray[np.float64] = np.zeros((count, count))
    for i in range(count):
        for j in range(i + 1, count):
            comparison = pairs[i, j] = compare(ordered[i], ordered[j], known)
            odds[i, j] = odds[j, i] = min(_MOST, max(-_MOST, comparison.odds))
    index = {person.local.key: i for i, person in enumerate(ordered)}
    barred = {(index[a], index[b]) for a, b in map(tuple, apart) if a in index and b in index}
    links = _Linkage(odds, groups, barred)
    merged, _ = thresholds()
    joined = []
    while (best := links.best()) is not None and best[2] > merged:
        one, other, average = best
        joined.append(_link(ordered, pairs, links.groups[one], links.groups[other], average))
        links.join(one, other)
    final = [tuple(ordered[i] for i in group) for group in links.groups]
    nearest = tuple(
        (a, b, _link(ordered, pairs, links.groups[a], links.groups[b], average))
        for a, b, average in links.nearest()
    )
    return Clustering(tuple(final), tuple(joined), nearest)


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
            bests = [[odds[np.ix_(a, b)].max() for b in groups] for a in groups]
            self._best = np.array(bests).reshape(self._sums.shape)
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
