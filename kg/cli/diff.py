"""kg diff"""

from __future__ import annotations

import json
import sys
from pathlib import Path

import click

from kg.cli.options import FOLDER


@click.command()
@click.argument("old", type=FOLDER)
@click.argument("new", type=FOLDER)
@click.option("--json", "as_json", is_flag=True, help="Print the difference as JSON.")
@click.option("--co-occurrence", is_flag=True, help="Compare who is named together, too.")
def diff(old: Path, new: Path, as_json: bool, co_occurrence: bool) -> None:
    """Tell what came, went and changed between two built graphs, with the sentences that say so.

    The exit code is 1 where they differ.

    \b
    kg diff out-monday out-tuesday
    """
    from kg import diff as comparing
    from kg.tables import read_tables

    found = comparing.diff(
        read_tables(old / "tables"), read_tables(new / "tables"), co_occurrence=co_occurrence
    )
    if as_json:
        click.echo(json.dumps(comparing.as_json(found), ensure_ascii=False, indent=2))
    else:
        for line in comparing.as_lines(found):
            click.echo(line)
    sys.exit(1 if found else 0)
