"""Disjoint sets whose root is their least member, so that no order of joining shows."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterable
from typing import Any, Generic, TypeVar

Item = TypeVar("Item", bound=Hashable)


class DisjointSets(Generic[Item]):
    """Items that are joined into sets; what was never joined is a set of its own.

    >>> sets = DisjointSets[int]()
    >>> sets.join(3, 1)
    >>> sets.root(3), sets.root(2)
    (1, 2)
    """

    def __init__(self) -> None:
        self._above: dict[Item, Item] = {}

    def root(self, item: Item) -> Item:
        """The least member of the item's set."""
        top = item
        while (above := self._above.get(top, top)) != top:
            top = above
        while item != top:
            self._above[item], item = top, self._above[item]
        return top

    def join(self, one: Item, other: Item) -> None:
        """Makes one set of the sets of the two."""
        first, second = sorted((self.root(one), self.root(other)), key=_order)
        if first != second:
            self._above[second] = first

    def groups(self, items: Iterable[Item]) -> list[list[Item]]:
        """The items by set, the sets in the order in which their first item comes."""
        found: dict[Item, list[Item]] = defaultdict(list)
        for item in items:
            found[self.root(item)].append(item)
        return list(found.values())


def _order(item: Any) -> Any:
    return item
