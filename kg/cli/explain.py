"""kg explain"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import click

from kg.cli.language import current, told
from kg.cli.options import FOLDER, echo_json, json_option, ontology_option, tables_of


@click.command()
@click.argument("out", type=FOLDER)
@click.argument("name")
@click.argument("other", required=False)
@click.option(
    "--most", type=click.IntRange(min=1), default=5, show_default=True, help="Sentences for each fact."
)
@ontology_option
@json_option
def explain(
    out: Path, name: str, other: str | None, most: int, ontology_files: Sequence[Path], as_json: bool
) -> None:
    """Say why the graph says what it says.

    Names, who was taken for one, facts with their sentences; of two, what links them.

    \b
    kg explain out 周敏 岚水县委          what links the two
    kg explain out per-0123456789abcdef   one of several people of a name
    """
    from kg.explain import explain as run
    from kg.ontology import vocabulary_of

    found = run(tables_of(out), name, other)
    if as_json:
        echo_json(found.as_json())
        return
    terms = vocabulary_of(ontology_files)
    for line in found.lines(most=most, language=current(), terms=terms):
        click.echo(told(line))
