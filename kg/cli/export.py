"""kg export"""

from __future__ import annotations

from gettext import gettext as _
from pathlib import Path

import click

from kg.cli.options import FILE, FOLDER, names, tables_of


@click.command()
@click.argument("out", type=FOLDER)
@click.option(
    "--formats",
    help="trig, ttl, nq, nt, jsonld, rdf, graphml, gexf, ftm, csv; RDF and ftm also as trig.gz.",
)
@click.option("-d", "--to", "folder", type=FOLDER, help="Where to write; OUT itself by default.")
@click.option("-o", "--output", type=FILE, help="One file; its ending tells the format, .gz packs it.")
@click.option("--base-iri", help="IRI that the entities' own IRIs begin with.")
@click.option("--rdf12", is_flag=True, help="With -o: RDF 1.2 triple terms, for stores that have them.")
def export(
    out: Path,
    formats: str | None,
    folder: Path | None,
    output: Path | None,
    base_iri: str | None,
    rdf12: bool,
) -> None:
    """Write a built graph in further formats, from its tables.

    \b
    kg export out --formats graphml,csv
    kg export out --formats jsonld -d elsewhere
    kg export out -o graph.nq.gz
    """
    from kg.export import export as run
    from kg.export import export_file

    if (formats is None) == (output is None):
        raise click.UsageError(_("give either --formats or -o"))
    if rdf12 and output is None:
        raise click.UsageError(_("--rdf12 goes with -o"))
    if output is not None:
        click.echo(export_file(tables_of(out), output, base_iri=base_iri, rdf12=rdf12))
        return
    for path in run(tables_of(out), folder or out, names(formats or ""), base_iri=base_iri):
        click.echo(path)
