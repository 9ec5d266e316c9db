"""kg evaluate"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from kg.cli.options import FILE, FOLDER

if TYPE_CHECKING:
    from kg.evaluate import Count
    from kg.evaluate.identity import Agreement


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
    for group, counts in (
        ("entity", score.entities),
        ("relation", score.relations),
        ("predicate", score.predicates),
    ):
        for name, count in [*sorted(counts.items()), ("all", sum(counts.values(), Count()))]:
            counted = f"   right {count.right} wrong {count.wrong} missed {count.missing}"
            click.echo(_line(f"{group} {name}", count) + counted)
    for name, (b_cubed, ceaf_e) in score.identity().items():
        click.echo(_line(f"identity {name} B³", b_cubed))
        click.echo(_line(f"identity {name} CEAF-e", ceaf_e))


def _line(name: str, figure: Count | Agreement) -> str:
    return (
        f"{name:<26} P {100 * figure.precision:5.1f}  R {100 * figure.recall:5.1f}  F1 {100 * figure.f1:5.1f}"
    )
