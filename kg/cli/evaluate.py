"""kg evaluate"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import click

from kg.cli.options import FILE, FOLDER


@click.command()
@click.argument("out", type=FOLDER)
@click.argument("gold", nargs=-1, required=True, type=FILE)
@click.option("-v", "--verbose", is_flag=True, help="List what is spurious, wrong, missed or not merged.")
def evaluate(out: Path, gold: Sequence[Path], verbose: bool) -> None:
    """Measure a built graph against gold annotations.

    \b
    kg evaluate out corpus/gold/*.gold.json -v
    """
    from kg.evaluate import Count
    from kg.evaluate import evaluate as run
    from kg.tables import read_tables

    score = run(read_tables(out / "tables"), gold)
    if verbose:
        for error in score.errors:
            click.echo(f"  {error}")
    for group, counts in (("entity", score.entities), ("relation", score.relations)):
        for name, count in [*sorted(counts.items()), ("all", sum(counts.values(), Count()))]:
            click.echo(
                f"{group + ' ' + name:<24} P {100 * count.precision:5.1f}  R {100 * count.recall:5.1f}"
                f"  F1 {100 * count.f1:5.1f}   right {count.right} wrong {count.wrong} missed {count.missing}"
            )
