"""kg train"""

from __future__ import annotations

import json
from pathlib import Path

import click

from kg.cli.options import FOLDER
from kg.errors import MissingExtra


@click.group()
def train() -> None:
    """Train the recognizers anew, from annotated sentences and raw news."""


@train.command()
@click.option("--data", type=FOLDER, required=True, help="The folder that holds ner/, gazetteer/ and news/.")
@click.option("--out", type=FOLDER, required=True, help="The model folder to write.")
@click.option("--work", type=FOLDER, help="Checkpoints and intermediate files; OUT/work by default.")
@click.option("--seed", type=int, default=1, show_default=True, help="Another number gives another model.")
def ner(data: Path, out: Path, work: Path | None, seed: int) -> None:
    """Train the Chinese recognizer: hours on two cores. Interrupted, it goes on where it stopped.

    \b
    kg train ner --data data/ --out model/
    """
    try:
        from kg.model.training.recipe import TrainOptions, train_ner

        figures = train_ner(TrainOptions(data=data, out=out, work=work, seed=seed))
    except ModuleNotFoundError as error:
        raise MissingExtra(str(error.name), "train") from None
    click.echo(json.dumps(figures, indent=2))
