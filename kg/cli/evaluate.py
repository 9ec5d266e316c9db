"""kg evaluate"""

from __future__ import annotations

from collections.abc import Sequence
from gettext import gettext as _
from gettext import ngettext
from pathlib import Path
from typing import TYPE_CHECKING

import click
from rich.cells import cell_len

from kg.cli.language import told
from kg.cli.options import FILE, FOLDER, echo_json, json_option, ontology_option, tables_of

if TYPE_CHECKING:
    from kg.evaluate import Count
    from kg.evaluate.identity import Agreement


@click.command()
@click.argument("out", type=FOLDER)
@click.argument("gold", nargs=-1, required=True, type=FILE)
@click.option("-v", "--verbose", is_flag=True, help="List what is spurious, wrong, missed or not merged.")
@ontology_option
@json_option
def evaluate(
    out: Path, gold: Sequence[Path], ontology_files: Sequence[Path], verbose: bool, as_json: bool
) -> None:
    """Measure a built graph against gold annotations.

    \b
    kg evaluate out corpus/gold/*.gold.json -v
    kg evaluate out mine.gold.json --json
    """
    from kg.evaluate import Count
    from kg.evaluate import evaluate as run
    from kg.ontology import vocabulary_of

    score = run(tables_of(out), gold, terms=vocabulary_of(ontology_files))
    groups = {
        name: [*sorted(counts.items()), ("all", sum(counts.values(), Count()))]
        for name, counts in (
            ("entity", score.entities),
            ("relation", score.relations),
            ("predicate", score.predicates),
        )
    }
    identity = score.identity()
    if as_json:
        found: dict[str, object] = {
            group: {name: _counted(count) for name, count in counts} for group, counts in groups.items()
        }
        found["identity"] = {
            name: {"b_cubed": _figures(b_cubed), "ceaf_e": _figures(ceaf_e)}
            for name, (b_cubed, ceaf_e) in identity.items()
        }
        echo_json({**found, "errors": list(score.errors)} if verbose else found)
        return
    if verbose:
        for error in score.errors:
            click.echo(f"  {told(error)}")
    elif score.absent:
        click.echo(_absent(score.absent), err=True)
    for group, counts in groups.items():
        for name, count in counts:
            counted = _("   right {right} wrong {wrong} missed {missed}").format(
                right=count.right, wrong=count.wrong, missed=count.missing
            )
            click.echo(_line(f"{_group(group)} {_name(name)}", count) + counted)
    for name, (b_cubed, ceaf_e) in identity.items():
        click.echo(_line(f"{_group('identity')} {_name(name)} B³", b_cubed))
        click.echo(_line(f"{_group('identity')} {_name(name)} CEAF-e", ceaf_e))


def _absent(documents: Sequence[str]) -> str:
    """That all of a document counts as missed when the graph was not built from it."""
    return ngettext(
        "{first} is not in the graph: all of it counts as missed",
        "{first} and others, {n} in all, are not in the graph: all of them counts as missed",
        len(documents),
    ).format(first=documents[0], n=len(documents))


def _group(name: str) -> str:
    words = {
        "entity": _("entity"),
        "relation": _("relation"),
        "predicate": _("predicate"),
        "identity": _("identity"),
    }
    return words[name]


def _name(name: str) -> str:
    return _("all") if name == "all" else name


def _figures(figure: Count | Agreement) -> dict[str, float]:
    return {name: round(getattr(figure, name), 4) for name in ("precision", "recall", "f1")}


def _counted(count: Count) -> dict[str, float]:
    return {"right": count.right, "wrong": count.wrong, "missed": count.missing, **_figures(count)}


def _line(name: str, figure: Count | Agreement) -> str:
    space = " " * max(0, 26 - cell_len(name))
    return (
        f"{name}{space} P {100 * figure.precision:5.1f}  "
        f"R {100 * figure.recall:5.1f}  F1 {100 * figure.f1:5.1f}"
    )
