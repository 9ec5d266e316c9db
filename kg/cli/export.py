"""kg export"""

from __future__ import annotations

from pathlib import Path

import click

from kg.cli.options import FOLDER, names


@click.command()
@click.argument("out", type=FOLDER)
@click.option("--formats", required=True, help="trig, ttl, nq, nt, jsonld, rdf, graphml, gexf, csv.")
@click.option("-d", "--to", "folder", type=FOLDER, help="Where to write; OUT itself by default.")
@click.option("--base-iri", help="IRI that the entities' own IRIs begin with.")
def export(out: Path, formats: str, folder: Path | None, base_iri: str | None) -> None:
    """Write a built graph in further formats, from its tables."""
    from kg.export import export as run
    from kg.tables import read_tables

    for path in run(read_tables(out / "tables"), folder or out, names(formats), base_iri=base_iri):
        click.echo(path)
