"""How fast the recognizer reads, from text to spans."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol


class Tags(Protocol):
    """What is measured: `kg.model.Tagger`, or anything that tags texts."""

    def tag(self, texts: Sequence[str]) -> Sequence[Sequence[object]]: ...


@dataclass(frozen=True, slots=True)
class Speed:
    """Characters a second over `seconds`, in which the texts (`characters` in all) were read `rounds` times.

    `spans` is how many were found in one round.
    """

    characters_per_second: float
    characters: int
    spans: int
    rounds: int
    seconds: float


def measure(tagger: Tags, texts: Sequence[str], *, seconds: float = 10.0) -> Speed:
    """Tags the texts over and over for about so many seconds, at least once, and warms up before.

    Raises ValueError where there is no text.

    >>> class Blind:
    ...     def tag(self, texts):
    ...         return [[] for _ in texts]
    >>> found = measure(Blind(), ["李明讲话。"], seconds=0.01)
    >>> found.characters, found.spans, found.rounds >= 1
    (5, 0, True)
    """
    characters = sum(map(len, texts))
    if not characters:
        raise ValueError("there is no text to read")
    tagger.tag(texts[:200])
    rounds = spans = 0
    started = time.perf_counter()
    while (elapsed := time.perf_counter() - started) < seconds or not rounds:
        spans = sum(map(len, tagger.tag(texts)))
        rounds += 1
    elapsed = time.perf_counter() - started
    return Speed(characters * rounds / elapsed, characters, spans, rounds, elapsed)
