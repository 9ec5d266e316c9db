"""kg merge, kg split, kg undecided"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from kg.cli.options import FOLDER

if TYPE_CHECKING:
    from kg.records import Decision, Graph


@click.command()
@click.argument("out", type=FOLDER)
@click.argument("entities", nargs=-1, required=True, metavar="ID|NAME ID|NAME…")
@click.option("--reason", default="", help="Why, for whoever reads the ledger later.")
def merge(out: Path, entities: Sequence[str], reason: str) -> None:
    """Join entities that are one. The graph is made anew, and every later build keeps to it.

    \b
    kg merge out 段长河 per-91c2e5a07d3f4b68 --reason "asked in the village"
    """
    from kg.build import ruling
    from kg.tables import read_tables

    graph = read_tables(out / "tables")
    found = list(dict.fromkeys(ruling.find(graph, key) for key in entities))
    if len(found) < 2:
        raise click.UsageError("Name two entities or more.")
    if len({entity.kind for entity in found}) > 1:
        raise click.UsageError("A person, an organization and a place are never one.")
    ruling.apply(out, ruling.merge(graph, found, reason))
    click.echo(f"merged {', '.join(entity.name for entity in found)}; noted in {out / 'identity.toml'}")


@click.command()
@click.argument("out", type=FOLDER)
@click.argument("entity", metavar="ID|NAME")
@click.option("--documents", multiple=True, required=True, metavar="NAME", help="Where another one is meant.")
@click.option("--reason", default="", help="Why, for whoever reads the ledger later.")
def split(out: Path, entity: str, documents: Sequence[str], reason: str) -> None:
    """Divide an entity: in the documents given, another one is meant.

    \b
    kg split out 李伟 --documents 2022/flood.txt --documents 2023/fraud.txt
    """
    from kg.build import ruling
    from kg.cli.options import names
    from kg.tables import read_tables

    graph = read_tables(out / "tables")
    found = ruling.find(graph, entity)
    mine = set(ruling.documents_of(graph, found))
    given = [name for item in documents for name in ([item] if item in mine else names(item))]
    ruling.apply(out, ruling.split(graph, found, given, reason))
    click.echo(f"split {found.name}; noted in {out / 'identity.toml'}")


@click.command()
@click.argument("out", type=FOLDER)
@click.option("--all", "everything", is_flag=True, help="Merges and splits of the program's too.")
def undecided(out: Path, everything: bool) -> None:
    """List namesakes that may be one or two, with what speaks for and against, the likeliest first."""
    from kg.records import Judgement
    from kg.tables import read_tables

    graph = read_tables(out / "tables")
    shown = [d for d in graph.decisions if everything or d.judgement is Judgement.UNDECIDED]
    for decision in sorted(shown, key=lambda d: (-d.score, d.name, d.id)):
        click.echo(_lines(decision, graph))
    click.echo(f"{len(shown)} decisions" if everything else f"{len(shown)} undecided")


def _lines(decision: Decision, graph: Graph) -> str:
    sources = {document.id: document.source_name for document in graph.documents}
    mark = "" if decision.by == "rule" else ", ruled"
    one, other = (sources.get(key, key) for key in (decision.document, decision.other_document))
    return (
        f"{decision.score:.2f} {decision.name}  {decision.judgement}{mark}\n"
        f"     {decision.entity}  {one}\n"
        f"     {decision.other}  {other}\n" + "".join(f"       {feature}\n" for feature in decision.features)
    ).rstrip("\n")
