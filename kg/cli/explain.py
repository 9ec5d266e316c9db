"""kg explain"""

from __future__ import annotations

from pathlib import Path

import click

from kg.cli.options import FOLDER


@click.command()
@click.argument("out", type=FOLDER)
@click.argument("name")
@click.argument("other", required=False)
@click.option(
    "--most", type=click.IntRange(min=1), default=5, show_default=True, help="Sentences for each fact."
)
def explain(out: Path, name: str, other: str | None, most: int) -> None:
    """Say why the graph says what it says: names, mentions and facts, each with its rule and sentence.

    \b
    kg explain out 周敏 岚水县委          what links the two
    kg explain out per-0123456789abcdef   one of several people of a name
    """
    from kg.errors import NotAGraph
    from kg.explain import explain as run
    from kg.tables import read_tables

    if not (out / "tables").is_dir():
        raise NotAGraph(out, "tables")
    for line in run(read_tables(out / "tables"), name, other).lines(most=most):
        click.echo(line)
