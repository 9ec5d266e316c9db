"""Parameter types and printing that several commands share."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
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
    """A live counter on a terminal, a line every thousand documents in a log, nothing when quiet."""
    if quiet:
        yield None
        return
    if not sys.stderr.isatty():
        yield _log_line
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeElapsedColumn
    from rich.progress import Progress as Bar

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Bar(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("reading", total=None)
        yield lambda stage, done, total: bar.update(task, description=stage, completed=done, total=total)


def _log_line(stage: str, done: int, total: int) -> None:
    if done == total or done % 1024 == 0:
        click.echo(f"{stage}: {done} of {total} documents", err=True)
