"""kg open"""

from __future__ import annotations

import webbrowser
from pathlib import Path

import click

from kg.cli.options import FOLDER
from kg.errors import NotAGraph


@click.command("open")
@click.argument("out", type=FOLDER)
def open_(out: Path) -> None:
    """Open the explorer of a built graph in the browser.

    \b
    kg open out
    """
    page = out / "graph.html"
    if not page.is_file():
        raise NotAGraph(out, "graph.html")
    click.echo(page)
    webbrowser.open(page.resolve().as_uri())
