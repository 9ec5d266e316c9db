"""kg diff"""

from __future__ import annotations

import sys
from gettext import gettext as _
from pathlib import Path
from typing import TYPE_CHECKING

import click

from kg.cli.language import told
from kg.cli.options import FOLDER, echo_json, json_option, tables_of

if TYPE_CHECKING:
    from kg.diff import Difference
    from kg.records import Graph


@click.command()
@click.argument("old", type=FOLDER)
@click.argument("new", type=FOLDER)
@json_option
@click.option(
    "--format",
    "syntax",
    type=click.Choice(["text", "json", "ttl", "trig"]),
    default="text",
    show_default=True,
    help="For people, as JSON, or as RDF.",
)
@click.option("--co-occurrence", is_flag=True, help="Compare who is named together, too.")
@click.option(
    "--html", type=click.Path(dir_okay=False, path_type=Path), help="Write the explorer of it to FILE."
)
def diff(old: Path, new: Path, as_json: bool, syntax: str, co_occurrence: bool, html: Path | None) -> None:
    """Tell what came, went and changed between two built graphs.

    With the sentences that say so.

    The exit code is 1 where they differ.

    \b
    kg diff out-monday out-tuesday
    kg diff out-monday out-tuesday --html changes.html
    kg diff out-monday out-tuesday --format trig > changes.trig
    """
    from kg import diff as comparing

    before, after = tables_of(old), tables_of(new)
    found = comparing.diff(before, after, co_occurrence=co_occurrence)
    if html is not None:
        _write(before, after, found, html, old.resolve(), new.resolve())
    if as_json or syntax == "json":
        echo_json(comparing.as_json(found))
    elif syntax != "text":
        from kg.build.report import options_of
        from kg.export.rdf.difference import difference_as_rdf

        base = options_of(new).get("base_iri")
        click.echo(difference_as_rdf(before, after, found, format=syntax, base_iri=base), nl=False)
    else:
        for line in comparing.as_lines(found):
            click.echo(told(line))
    sys.exit(1 if found else 0)


def _write(before: Graph, after: Graph, found: Difference, path: Path, old: Path, new: Path) -> None:
    from kg.build.folder import writing
    from kg.build.report import options_of
    from kg.export.html.difference import write_difference

    options = options_of(new)
    with writing(path):
        write_difference(
            before,
            after,
            found,
            path,
            title=f"{old.name} → {new.name}",
            include_text=options.get("with_text", True),
            base_iri=options.get("base_iri"),
        )
    click.echo(_("Explore: {path}").format(path=path), err=True)
