"""Parameter types and printing that several commands share."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from kg.build import Progress
    from kg.records import Skipped

FOLDER = click.Path(path_type=Path)
FILE = click.Path(path_type=Path, dir_okay=False)


def names(text: str) -> tuple[str, ...]:
    """The names in a list that was typed with commas."""
    return tuple(name.strip() for name in text.split(",") if name.strip())


def print_skipped(skipped: Sequence[Skipped]) -> None:
    for item in skipped:
        click.echo(f"skipped {item}", err=True)


@contextmanager
def progress(quiet: bool) -> Iterator[Progress | None]:
    """A live bar on a terminal, now and then a line in a log, nothing when quiet."""
    if quiet:
        yield None
    elif sys.stderr.isatty():
        with _bar() as shown:
            yield shown
    else:
        yield LogLines()


@contextmanager
def _bar() -> Iterator[Progress]:
    from rich import progress as rich
    from rich.console import Console

    columns = (
        rich.TextColumn("{task.description}"),
        rich.BarColumn(),
        rich.MofNCompleteColumn(),
        rich.TextColumn("{task.fields[rate]}"),
        rich.TimeElapsedColumn(),
        rich.TimeRemainingColumn(),
    )
    with rich.Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("read", total=None, rate="")
        stage = "read"
        rate = Rate()

        def show(now: str, done: int, total: int | None) -> None:
            nonlocal stage, rate
            if now != stage:
                # The bar's own estimate of the time left begins with the stage.
                bar.reset(task, description=now, rate="")
                stage, rate = now, Rate()
            bar.update(task, completed=done, total=total, rate=f"{rate(done):,.0f}/s")

        yield show


class Rate:
    """Documents a second since it was made."""

    def __init__(self) -> None:
        self._since = monotonic()

    def __call__(self, done: int) -> float:
        return done / max(monotonic() - self._since, 1e-3)


class LogLines:
    """A line at the end of a stage, and every ten seconds before.

    >>> _how_far(640, 2000, 64.0)
    '640 of 2,000 documents, 64/s, 21 s left'
    """

    def __init__(self, every: float = 10.0) -> None:
        self._every = every
        self._stage = ""
        self._rate = Rate()
        self._last = monotonic()

    def __call__(self, stage: str, done: int, total: int | None) -> None:
        if stage != self._stage:
            self._stage, self._rate, self._last = stage, Rate(), monotonic()
        if done == total or monotonic() - self._last >= self._every:
            self._last = monotonic()
            click.echo(f"{stage}: {_how_far(done, total, self._rate(done))}", err=True)


def _how_far(done: int, total: int | None, rate: float) -> str:
    if total is None:
        return f"{done:,} documents, {rate:,.0f}/s"
    left = f", {_duration((total - done) / rate)} left" if done < total and rate else ""
    return f"{done:,} of {total:,} documents, {rate:,.0f}/s{left}"


def _duration(seconds: float) -> str:
    if seconds < 100:
        return f"{seconds:.0f} s"
    minutes = round(seconds / 60)
    return f"{minutes} min" if minutes < 100 else f"{minutes // 60} h {minutes % 60} min"
