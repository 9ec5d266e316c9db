"""Which people of one name are compared with which: all with all, unless there are too many of them."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import chain

from kg.resolve.person import Person

# Above this size people who hold one post at one body are joined before any pair is scored, and not all pairs
# are: they grow with the square of the articles.
_LARGE = 200
# So many of a large block are scored against each other at a time, and so many of a group speak for it.
_AT_A_TIME = 100
_VOICES = 5

# A person, and the number of the group that the person speaks for.
_Voice = tuple[int, int]


@dataclass(frozen=True)
class Part:
    """Some groups of a block: their voices, and the number of the group that each voice speaks for."""

    voices: tuple[int, ...]
    speaks_for: tuple[int, ...]

    def rows(self) -> dict[int, list[int]]:
        """For each group, by its number, which of the voices are its."""
        found: dict[int, list[int]] = {}
        for row, number in enumerate(self.speaks_for):
            found.setdefault(number, []).append(row)
        return found


def is_large(people: Sequence[Person]) -> bool:
    """Whether a name is so frequent that not all pairs of its people are compared."""
    return len(people) > _LARGE


def parts(groups: Sequence[Sequence[int]], people: Sequence[Person]) -> list[Part]:
    """The groups that are compared with each other: all, with all their members, unless the block is large.

    Of a large one the biggest groups are in every part, so that each of the others is held against them, and
    a few of their members speak for all. What is joined in one round is compared again in the next.
    """
    if not is_large(people):
        return [_part((i, number) for number, group in enumerate(groups) for i in group)]
    voices = [[(i, number) for i in _foremost(group, people)] for number, group in enumerate(groups)]
    if sum(map(len, voices)) <= _AT_A_TIME:
        return [_part(chain.from_iterable(voices))]
    waiting = deque(sorted(range(len(groups)), key=lambda number: (-len(groups[number]), number)))
    biggest: list[_Voice] = []
    while waiting and len(biggest) + len(voices[waiting[0]]) <= _AT_A_TIME // 2:
        biggest += voices[waiting.popleft()]
    found, here = [], list(biggest)
    for number in waiting:
        if len(here) + len(voices[number]) > _AT_A_TIME:
            found.append(_part(here))
            here = list(biggest)
        here += voices[number]
    return [*found, _part(here)]


def _part(voices: Iterable[_Voice]) -> Part:
    ordered = sorted(voices)
    return Part(tuple(i for i, _ in ordered), tuple(number for _, number in ordered))


def _foremost(group: Sequence[int], people: Sequence[Person]) -> list[int]:
    """Those of a group of whom most is said."""
    return sorted(group, key=lambda i: (-_says(people[i]), i))[:_VOICES]


def _says(person: Person) -> int:
    """How much there is to compare a person by."""
    told = (person.posts, person.employers, person.offices, person.places, person.schools, person.kin)
    return sum(map(len, told)) + len(person.nearby_bodies) + len(person.nearby_places)
