"""Parameter types and printing that several commands share.

With `--json`, standard output has one JSON value and nothing else; whatever else is to be said goes to
standard error. Colours and bars are for terminals, and NO_COLOR (https://no-color.org) turns colours off.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import contextmanager
from gettext import gettext as _
from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING, Any, TypeVar

import click

from kg.cli.language import told, understood
from kg.errors import NotAGraph
from kg.messages import say
from kg.records import Skipped

if TYPE_CHECKING:
    from kg.build import Progress
    from kg.records import Graph

FOLDER = click.Path(path_type=Path)
FILE = click.Path(path_type=Path, dir_okay=False)

Command = TypeVar("Command", bound=Callable[..., Any])


def json_option(command: Command) -> Command:
    """Adds --json, which the command gets as `as_json`."""
    return click.option("--json", "as_json", is_flag=True, help="Print the result as JSON and nothing else.")(
        command
    )


def ontology_option(command: Command) -> Command:
    """Adds --ontology: relations of the user's own in a built graph, which the command gets as paths."""
    return click.option(
        "--ontology",
        "ontology_files",
        multiple=True,
        type=FILE,
        help="Turtle file with relations of your own that the build was given.",
    )(command)


def echo_json(value: object) -> None:
    """The value on standard output; characters as they are."""
    click.echo(json.dumps(value, ensure_ascii=False, indent=2))


def tables_of(out: Path) -> Graph:
    """The graph built in a folder; raises NotAGraph."""
    from kg.tables import read_tables

    return read_tables(_tables(out))


def stored_tables_of(out: Path) -> Graph:
    """The same, whose documents, mentions and evidence stay on disk."""
    from kg.tables import stored

    return stored(_tables(out))


def _tables(out: Path) -> Path:
    if not (out / "tables").is_dir():
        raise NotAGraph(out, "tables")
    return out / "tables"


def coloured() -> bool:
    """Whether colours may be used on standard output."""
    return sys.stdout.isatty() and not os.environ.get("NO_COLOR")


def table(rows: Sequence[Sequence[str]], *, right: Collection[int] = ()) -> str:
    """Rows as aligned columns, Chinese characters two columns wide; those in `right` end at one line.

    >>> table([("a", "1"), ("岚水", "20")], right=(1,))
    'a      1\\n岚水  20\\n'
    """
    from rich.cells import cell_len

    widths = [max(cell_len(row[at]) for row in rows) for at in range(len(rows[0]))]

    def cell(row: Sequence[str], at: int) -> str:
        space = " " * (widths[at] - cell_len(row[at]))
        return space + row[at] if at in right else row[at] + space

    # A column without anything in it takes no room.
    shown = [at for at, width in enumerate(widths) if width]
    return "".join("  ".join(cell(row, at) for at in shown).rstrip() + "\n" for row in rows)


def names(text: str) -> tuple[str, ...]:
    """The names in a list that was typed with commas."""
    return tuple(name.strip() for name in text.split(",") if name.strip())


def print_skipped(skipped: Sequence[object]) -> None:
    """A line for each document that was not built, with the reason."""
    for item in skipped:
        line: object = item
        if isinstance(item, Skipped):
            line = say("skipped {name}: {reason}", name=item.source_name, reason=understood(item.reason))
        click.echo(told(line), err=True)


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
        task = bar.add_task(_STAGES["read"](), total=None, rate="")
        stage = "read"
        rate = Rate()

        def show(now: str, done: int, total: int | None) -> None:
            nonlocal stage, rate
            if now != stage:
                # The bar's own estimate of the time left begins with the stage.
                bar.reset(task, description=_stage(now), rate="")
                stage, rate = now, Rate()
            bar.update(task, completed=done, total=total, rate=f"{rate(done):,.0f}/s")

        yield show


# When a stage is named, the language has been chosen.
_STAGES: dict[str, Callable[[], str]] = {
    "read": lambda: _("read"),
    "extract": lambda: _("extract"),
    "resolve": lambda: _("resolve"),
    "write": lambda: _("write"),
}


def _stage(name: str) -> str:
    return _STAGES.get(name, lambda: name)()


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
            click.echo(f"{_stage(stage)}: {_how_far(done, total, self._rate(done))}", err=True)


def _how_far(done: int, total: int | None, rate: float) -> str:
    if total is None:
        return _("{done:,} documents, {rate:,.0f}/s").format(done=done, rate=rate)
    told = _("{done:,} of {total:,} documents, {rate:,.0f}/s").format(done=done, total=total, rate=rate)
    if done < total and rate:
        told += _(", {duration} left").format(duration=_duration((total - done) / rate))
    return told


def _duration(seconds: float) -> str:
    if seconds < 100:
        return _("{seconds:.0f} s").format(seconds=seconds)
    minutes = round(seconds / 60)
    if minutes < 100:
        return _("{minutes} min").format(minutes=minutes)
    return _("{hours} h {minutes} min").format(hours=minutes // 60, minutes=minutes % 60)
