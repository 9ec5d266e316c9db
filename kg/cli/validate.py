"""kg validate"""

from __future__ import annotations

import sys
from pathlib import Path

import click

from kg.cli.options import FOLDER


@click.command()
@click.argument("out", type=FOLDER)
def validate(out: Path) -> None:
    """Check a built graph against the shapes; exit code 1 if anything is wrong."""
    from kg.validate import validate as run

    findings = list(run(out))
    for finding in findings:
        click.echo(str(finding))
    click.echo(f"{len(findings)} findings" if findings else "conforms")
    sys.exit(1 if findings else 0)
