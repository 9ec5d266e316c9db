"""kg load"""

from __future__ import annotations

import os
import sys
from gettext import gettext as _
from pathlib import Path
from time import monotonic

import click

from kg.cli.options import FOLDER

# As often as a build tells in a log how far it is.
_TOLD_EVERY = 10.0


@click.command()
@click.argument("out", type=FOLDER)
@click.option(
    "--endpoint",
    required=True,
    metavar="URL",
    help="The store's address for graphs: http://localhost:7878/store, http://localhost:3030/news/data.",
)
@click.option("--update", metavar="URL", help="Where it takes SPARQL updates, if not beside that.")
@click.option("--direct", is_flag=True, help="Each graph in one request, for a store without updates.")
@click.option("--user", envvar="KG_USER", show_envvar=True, help="Name to log in with.")
@click.option("--token", envvar="KG_TOKEN", show_envvar=True, help="Token to log in with instead.")
@click.option(
    "--batch", type=click.IntRange(min=1), default=5000, show_default=True, help="Triples in a request."
)
@click.option("-q", "--quiet", is_flag=True, help="Print nothing but problems.")
def load(
    out: Path,
    endpoint: str,
    update: str | None,
    direct: bool,
    user: str | None,
    token: str | None,
    batch: int,
    quiet: bool,
) -> None:
    """Put a built graph into a triple store, in the place of the build before.

    The store has the old build until all of the new one is there. A load that was interrupted goes on where
    it stopped when it is run again. The password is read from KG_PASSWORD, or asked for.

    \b
    kg load out --endpoint http://localhost:7878/store
    """
    from kg.export.rdf.upload import Credentials, dataset_of, put_whole
    from kg.export.rdf.upload import load as run

    if not endpoint.startswith(("http://", "https://")):
        raise click.BadParameter(
            _("{url}: an address begins with http:// or https://").format(url=endpoint),
            param_hint="--endpoint",
        )
    credentials = Credentials(user, _password(user), token)
    try:
        if direct:
            loaded = put_whole(dataset_of(out), endpoint, credentials=credentials)
        else:
            loaded = run(
                dataset_of(out),
                endpoint,
                update=update,
                credentials=credentials,
                batch=batch,
                progress=None if quiet else _Lines(),
            )
    except KeyboardInterrupt:
        click.echo(
            _("kg: interrupted. The store is as it was; the same command goes on from here."), err=True
        )
        # What a shell says of a program that Ctrl-C ended.
        sys.exit(130)
    if not quiet:
        for graph, triples in loaded.triples.items():
            click.echo(f"{graph}  {triples:,}")
        click.echo(
            _("{triples:,} triples in {batches:,} requests, {resumed:,} of them from before").format(
                triples=sum(loaded.triples.values()), batches=loaded.batches, resumed=loaded.resumed
            )
        )


def _password(user: str | None) -> str | None:
    if user is None:
        return None
    known = os.environ.get("KG_PASSWORD")
    if known is None and sys.stdin.isatty():
        asked: str = click.prompt(_("Password"), hide_input=True, err=True)
        return asked
    return known


class _Lines:
    """A line now and then."""

    def __init__(self) -> None:
        self._since = self._last = monotonic()

    def __call__(self, triples: int, share: float) -> None:
        now = monotonic()
        if now - self._last < _TOLD_EVERY:
            return
        self._last = now
        spent = now - self._since
        click.echo(
            _("load: {triples:,} triples, {rate:,.0f}/s, {left:,.0f} s left").format(
                triples=triples, rate=triples / spent, left=spent * (1 - share) / max(share, 1e-6)
            ),
            err=True,
        )
