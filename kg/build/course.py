"""How a build comes along: for whoever waits, and for the report."""

from __future__ import annotations

from collections.abc import Callable
from time import perf_counter

# Called with the stage, the documents done, and the documents in all where that is known.
Progress = Callable[[str, int, int | None], None]


class Course:
    """Tells how far a build is, if somebody wants to know, and books seconds by stage.

    >>> Course(print).tell("read", 2, 3)
    read 2 3
    """

    def __init__(self, progress: Progress | None = None) -> None:
        self.seconds: dict[str, float] = {}
        self._progress = progress
        self._last = perf_counter()

    def tell(self, stage: str, done: int, total: int | None = None) -> None:
        """Says how many documents are done, and how many there are where that is known."""
        if self._progress is not None:
            self._progress(stage, done, total)

    def mark(self, stage: str) -> None:
        """Books the time since the last mark."""
        now = perf_counter()
        self.seconds[stage] = self.seconds.get(stage, 0.0) + now - self._last
        self._last = now
