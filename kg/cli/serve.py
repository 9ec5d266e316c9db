"""kg serve"""

from __future__ import annotations

import webbrowser
from contextlib import suppress
from gettext import gettext as _
from pathlib import Path

import click

from kg.cli.options import FOLDER


@click.command()
@click.argument("out", type=FOLDER)
@click.option("--host", default="127.0.0.1", show_default=True, help="The address to listen on.")
@click.option(
    "--port", default=8000, show_default=True, type=click.IntRange(0, 65535), help="0 takes a free one."
)
@click.option(
    "--timeout", default=30.0, show_default=True, type=click.FloatRange(0.1), help="Seconds for one query."
)
@click.option(
    "--rows", default=100_000, show_default=True, type=click.IntRange(1), help="Rows of one result."
)
@click.option("--memory", default=2048, show_default=True, type=click.IntRange(16), help="MiB for one query.")
@click.option(
    "--cors", multiple=True, metavar="ORIGIN", help="Let pages of ORIGIN read the endpoint; * for all."
)
@click.option("--open", "open_", is_flag=True, help="Open the explorer in the browser.")
def serve(
    out: Path,
    host: str,
    port: int,
    timeout: float,
    rows: int,
    memory: int,
    cors: tuple[str, ...],
    open_: bool,
) -> None:
    """Serve a graph over HTTP, to people and to programs.

    The explorer, a query page, a SPARQL endpoint, and a page for each entity.

    \b
    kg serve out
    kg serve out --port 8001 --cors https://notebook.example
    """
    from kg.serve import Settings, is_loopback
    from kg.serve import serve as run

    def ready(address: str) -> None:
        click.echo(_("{address}        the explorer").format(address=address))
        click.echo(_("{address}query   ask in SPARQL, or choose a question").format(address=address))
        click.echo(_("{address}sparql  the endpoint").format(address=address))
        if open_:
            webbrowser.open(address)

    if not is_loopback(host):
        click.echo(
            _("{host}: whoever reaches this address can read the whole graph").format(host=host), err=True
        )
    settings = Settings(out, timeout=timeout, rows=rows, memory=memory << 20, cors=cors)
    # Ctrl+C is how a server ends, and nothing that went wrong.
    with suppress(KeyboardInterrupt):
        run(settings, host=host, port=port, ready=ready)
