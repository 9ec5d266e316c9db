"""Average linkage over a matrix of scores: how near two groups are is half the average over all their pairs
and half their best pair.

One strong likeness must not chain all others together, nor those that say little hide it.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence

import numpy as np
import numpy.typing as npt

Matrix = npt.NDArray[np.float64]


class Linkage:
    """Groups of members, joined two at a time; a group is called by its number among those that are left.

    Args:
        odds: the score of each pair of members; 0 of a member with itself.
        groups: the members of each group, by number.
        barred: pairs of members whose groups must not become one.

    >>> odds = np.array([[0.0, 2.0, 1.0], [2.0, 0.0, 1.0], [1.0, 1.0, 0.0]])
    >>> linkage = Linkage(odds, [[0], [1], [2]], {(1, 2)})
    >>> linkage.best()
    (0, 1, 2.0)
    >>> linkage.join(0, 1)
    >>> linkage.groups, linkage.best()
    ([[0, 1], [2]], None)
    """

    def __init__(
        self, odds: Matrix, groups: Sequence[Sequence[int]], barred: Collection[tuple[int, int]]
    ) -> None:
        member = np.zeros((len(groups), len(odds)))
        for row, group in enumerate(groups):
            member[row, group] = 1.0
        # A group that was joined to another keeps its row, which is alive no more.
        self._groups = list(groups)
        self._sums = member @ odds @ member.T
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
    def groups(self) -> list[Sequence[int]]:
        """The members of each group that is left."""
        return [self._groups[row] for row in self._alive]

    def _nearness(self) -> Matrix:
        rows = np.ix_(self._alive, self._alive)
        averages = self._sums[rows] / np.outer(self._sizes[self._alive], self._sizes[self._alive])
        averages = (averages + self._best[rows]) / 2
        # Sums that were added in another order differ in their last digits, and must not decide.
        return np.where(self._barred[rows], -np.inf, np.round(averages, 6))

    def best(self) -> tuple[int, int, float] | None:
        """The two groups that are nearest to each other, and how near; None where no two may be joined."""
        if len(self._alive) < 2:
            return None
        nearness = self._nearness()
        one, other = divmod(int(np.argmax(nearness)), len(self._alive))
        if np.isneginf(nearness[one, other]):
            return None
        return min(one, other), max(one, other), float(nearness[one, other])

    def join(self, one: int, other: int) -> None:
        """Joins two groups, given by their numbers among those that are left."""
        a, b = self._alive[one], self._alive[other]
        self._groups[a] = sorted([*self._groups[a], *self._groups[b]])
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
        nearness = self._nearness()
        found = {}
        for row in range(len(self._alive)):
            other = int(np.argmax(nearness[row]))
            if not np.isneginf(nearness[row, other]):
                found[min(row, other), max(row, other)] = float(nearness[row, other])
        return [(a, b, near) for (a, b), near in sorted(found.items())]
