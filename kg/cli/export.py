"""kg export"""

from __future__ import annotations

from pathlib import Path

import click

from kg.cli.options import FOLDER, names, tables_of


@click.command()
@click.argument("out", type=FOLDER)
@click.option("--formats", required=True, help="trig, ttl, nq, nt, jsonld, rdf, graphml, gexf, ftm, csv.")
@click.option("-d", "--to", "folder", type=FOLDER, help="Where to write; OUT itself by default.")
@click.option("--base-iri", help="IRI that the entities' own IRIs begin with.")
def export(out: Path, formats: str, folder: Path | None, base_iri: str | None) -> None:
    """Write a built graph in further formats, from its tables.

    \b
    kg export out --formats graphml,csv
    kg export out --formats jsonld -d elsewhere
    """
    from kg.export import export as run

    for path in run(tables_of(out), folder or out, names(formats), base_iri=base_iri):
        click.echo(path)
