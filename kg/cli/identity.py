"""kg merge, kg split, kg undecided"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from gettext import gettext as _
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from kg.cli.language import told
from kg.cli.options import FOLDER, echo_json, json_option, ontology_option, stored_tables_of, tables_of
from kg.messages import say_n

if TYPE_CHECKING:
    from kg.records import Decision

# The words that kg build has for the same option would speak of what is to be made.
_CACHE_HELP = "Where the build kept what was found. [default: OUT/cache]"


@click.command()
@click.argument("out", type=FOLDER)
@click.argument("entities", nargs=-1, required=True, metavar="ID|NAME ID|NAME…")
@click.option("--reason", default="", help="Why, for whoever reads the ledger later.")
@click.option("--cache", type=FOLDER, help=_CACHE_HELP)
@ontology_option
def merge(out: Path, entities: Sequence[str], reason: str, **where: Any) -> None:
    """Join entities that are one. The graph is made anew, and every later build keeps to it.

    \b
    kg merge out 段长河 per-91c2e5a07d3f4b68 --reason "asked in the village"
    """
    from kg.build import ruling
    from kg.explain import find_one

    graph = stored_tables_of(out)
    found = list(dict.fromkeys(find_one(graph, key) for key in entities))
    if len(found) < 2:
        raise click.UsageError(_("Name two entities or more."))
    if len({entity.kind for entity in found}) > 1:
        raise click.UsageError(_("A person, an organization and a place are never one."))
    ruling.apply(out, ruling.merge(graph, found, reason), **where)
    told_names = ", ".join(entity.name for entity in found)
    click.echo(_("merged {names}; noted in {path}").format(names=told_names, path=out / "identity.toml"))


@click.command()
@click.argument("out", type=FOLDER)
@click.argument("entity", metavar="ID|NAME")
@click.option("--documents", multiple=True, required=True, metavar="NAME", help="Where another one is meant.")
@click.option("--reason", default="", help="Why, for whoever reads the ledger later.")
@click.option("--cache", type=FOLDER, help=_CACHE_HELP)
@ontology_option
def split(out: Path, entity: str, documents: Sequence[str], reason: str, **where: Any) -> None:
    """Divide an entity: in the documents given, another one is meant.

    \b
    kg split out 李伟 --documents 2022/flood.txt --documents 2023/fraud.txt
    """
    from kg.build import ruling
    from kg.cli.options import names
    from kg.explain import find_one

    graph = stored_tables_of(out)
    found = find_one(graph, entity)
    mine = set(ruling.documents_of(graph, found))
    given = [name for item in documents for name in ([item] if item in mine else names(item))]
    ruling.apply(out, ruling.split(graph, found, given, reason), **where)
    click.echo(_("split {name}; noted in {path}").format(name=found.name, path=out / "identity.toml"))


@click.command()
@click.argument("out", type=FOLDER)
@click.option("--all", "everything", is_flag=True, help="Merges and splits of the program's too.")
@json_option
def undecided(out: Path, everything: bool, as_json: bool) -> None:
    """List namesakes that may be one or two.

    With what speaks for and against, the likeliest to be one first.

    \b
    kg undecided out
    kg undecided out --all --json       every decision, for machines
    """
    from kg.records import Judgement

    graph = tables_of(out)
    found = [d for d in graph.decisions if everything or d.judgement is Judgement.UNDECIDED]
    found.sort(key=lambda d: (-d.score, d.name, d.id))
    sources = {document.id: document.source_name for document in graph.documents}
    if as_json:
        echo_json({"decisions": [_plain(decision, sources) for decision in found]})
        return
    for decision in found:
        click.echo(_lines(decision, sources))
    n = len(found)
    said = (
        say_n("{n} decision", "{n} decisions", n)
        if everything
        else say_n("{n} undecided", "{n} undecided", n)
    )
    click.echo(told(said))


def _plain(decision: Decision, sources: Mapping[str, str]) -> dict[str, object]:
    ends = ((decision.entity, decision.document), (decision.other, decision.other_document))
    return {
        "judgement": decision.judgement,
        "kind": decision.kind,
        "name": decision.name,
        "score": decision.score,
        "by": decision.by,
        "entities": [{"id": entity, "document": sources.get(key, key)} for entity, key in ends],
        "features": list(decision.features),
    }


def _judgement(decision: Decision) -> str:
    words = {"merged": _("merged"), "split": _("split"), "undecided": _("undecided")}
    return words[decision.judgement]


def _lines(decision: Decision, sources: Mapping[str, str]) -> str:
    from kg.explain import reason

    mark = "" if decision.by == "rule" else _(", somebody ruled so")
    one, other = (sources.get(key, key) for key in (decision.document, decision.other_document))
    return (
        f"{decision.score:.2f} {decision.name}  {_judgement(decision)}{mark}\n"
        f"     {decision.entity}  {one}\n"
        f"     {decision.other}  {other}\n"
        + "".join(f"       {told(reason(feature))}\n" for feature in decision.features)
    ).rstrip("\n")
