"""kg bench"""

from __future__ import annotations

import time
from dataclasses import asdict
from gettext import gettext as _
from pathlib import Path

import click

from kg.cli.options import FILE, FOLDER, echo_json, json_option
from kg.errors import MissingPath, UnreadableDocument


@click.group()
def bench() -> None:
    """Measure how fast kg is here."""


@bench.command()
@click.argument("files", nargs=-1, required=True, type=FILE, metavar="FILE...")
@click.option(
    "--seconds",
    type=click.FloatRange(min=0),
    default=10.0,
    show_default=True,
    help="Read the texts over and over for so long; once at least.",
)
@click.option("--threads", type=click.IntRange(min=1), help="Threads to read with. [default: all cores]")
@click.option("--model", type=FOLDER, help="A model folder to measure instead of the packaged one.")
@json_option
def ner(
    files: tuple[Path, ...], seconds: float, threads: int | None, model: Path | None, as_json: bool
) -> None:
    """Characters a second of the Chinese recognizer.

    From text to names; loading it is told apart. A line of a file is a text.

    \b
    kg bench ner articles.txt
    kg bench ner articles.txt --threads 1 --json
    """
    texts = [line for path in files for line in _lines(path)]
    if not texts:
        raise click.UsageError(_("There is no text in these files."))
    from kg.build.pool import cores
    from kg.model import Tagger
    from kg.model.speed import measure

    threads = threads or cores()
    started = time.perf_counter()
    tagger = Tagger.load(model, threads=threads)
    loading = time.perf_counter() - started
    speed = measure(tagger, texts, seconds=seconds)
    if as_json:
        echo_json({"load_seconds": round(loading, 3), "threads": threads, **asdict(speed)})
        return
    said = _(
        "{rate:,.0f} characters a second (threads: {threads}): "
        "{spans:,} names in {characters:,} characters, {rounds} times in {seconds:.1f} s"
    )
    click.echo(said.format(rate=speed.characters_per_second, threads=threads, **asdict(speed)))
    click.echo(_("loading the model: {seconds:.2f} s").format(seconds=loading))


def _lines(path: Path) -> list[str]:
    if not path.is_file():
        raise MissingPath(path)
    try:
        return [line for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]
    except (OSError, UnicodeDecodeError) as error:
        raise UnreadableDocument(str(path), str(error)) from error
