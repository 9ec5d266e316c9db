"""kg validate"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import asdict
from gettext import gettext as _
from pathlib import Path

import click

from kg.cli.language import current, told
from kg.cli.options import FOLDER, echo_json, json_option, ontology_option
from kg.messages import say_n


@click.command()
@click.argument("out", type=FOLDER)
@ontology_option
@json_option
def validate(out: Path, ontology_files: Sequence[Path], as_json: bool) -> None:
    """Check a built graph against the shapes; exit code 1 if anything is wrong.

    \b
    kg validate out
    kg validate out --ontology mine.ttl
    """
    from kg.validate import validate as run

    findings = list(run(out, vocabulary_files=ontology_files))
    if as_json:
        echo_json({"conforms": not findings, "findings": [asdict(finding) for finding in findings]})
    else:
        for finding in findings:
            click.echo(finding.line_zh if current() == "zh" else finding.line)
        n = len(findings)
        click.echo(told(say_n("{n} finding", "{n} findings", n)) if findings else _("conforms"))
    sys.exit(1 if findings else 0)
