"""kg audit"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict
from gettext import gettext as _
from pathlib import Path
from typing import TYPE_CHECKING

import click

from kg.cli.language import current, told
from kg.cli.options import FILE, FOLDER, echo_json, json_option, ontology_option, table, tables_of

if TYPE_CHECKING:
    from kg.audit import Answer, Precision, Question, Quote
    from kg.ontology import Vocabulary

_COLOURS = {"subject": "cyan", "object": "yellow", "both": "green"}


@click.command()
@click.argument("out", type=FOLDER)
@click.option(
    "-n",
    "number",
    type=click.IntRange(min=0),
    default=50,
    show_default=True,
    help="Statements of each relation to judge; 0 only tells what the answers so far say.",
)
@click.option("--predicate", metavar="NAME", help="Only this relation, as in holdsPost.")
@click.option("--seed", type=int, default=0, show_default=True, help="Another number draws another sample.")
@click.option("--page", type=FILE, metavar="FILE.html", help="Write the sample as a web page to judge it in.")
@click.option("--write", type=FILE, metavar="FILE.csv", help="Write the sample as a sheet to fill in.")
@click.option("--read", type=FILE, metavar="FILE.csv", help="Take the answers of a sheet, or of the page.")
@ontology_option
@json_option
def audit(
    out: Path,
    number: int,
    predicate: str | None,
    seed: int,
    page: Path | None,
    write: Path | None,
    read: Path | None,
    ontology_files: Sequence[Path],
    as_json: bool,
) -> None:
    """Measure how much of a graph is right, on a random sample.

    Each statement of it is judged by its sentences.

    Answers are kept in OUT/audit.toml, so that you may stop at any time and go on later; builds keep them.

    \b
    kg audit out -n 20                          20 of each relation, on the terminal
    kg audit out --predicate parentOf           one relation
    kg audit out --page sample.html             in a browser; then --read answers.csv
    kg audit out -n 0 --json                    what the answers so far say, for machines
    """
    from kg import audit as auditing
    from kg.ontology import vocabulary_of

    terms = vocabulary_of(ontology_files)
    graph = tables_of(out)
    kept = out / auditing.FILE
    answers = auditing.read_answers(kept)
    questions = auditing.draw(graph, number, predicate=predicate, seed=seed)
    if read is not None:
        given = auditing.read_sheet(read)
        answers.update((answer.statement, answer) for answer in given)
        auditing.write_answers(answers, kept)
        _say(_("{n} answers read into {path}").format(n=len(given), path=kept), as_json)
    if write is not None:
        auditing.write_sheet(questions, answers, write)
        _say(
            _("{path}: fill in y or n, then: kg audit {out} --read {path}").format(path=write, out=out),
            as_json,
        )
    if page is not None:
        auditing.write_page(
            questions, answers, page, title=str(out), language=current(), told=told, terms=terms
        )
        _say(
            _("{path}: open it, judge, save; then: kg audit {out} --read answers.csv").format(
                path=page, out=out
            ),
            as_json,
        )
    if read is write is page is None and not as_json:
        for answer in _ask([item for item in questions if item.statement.id not in answers], terms):
            answers[answer.statement] = answer
            # After each answer: whatever happens next, it is not lost.
            auditing.write_answers(answers, kept)
    measured, together = auditing.measure(graph, answers)
    if as_json:
        shown = {name: asdict(figure) for name, figure in measured.items()}
        echo_json({"predicates": shown, "all": asdict(together) if measured else None})
    elif measured:
        _print(measured, together, terms)
    else:
        click.echo(_("nothing judged yet"))


def _say(text: str, as_json: bool) -> None:
    click.echo(text, err=as_json)


def _ask(questions: Sequence[Question], terms: Vocabulary) -> Iterator[Answer]:
    """Asks one by one; ends at q, at the end of the input and at Ctrl-C."""
    from kg.audit import answer

    for at, question in enumerate(questions, 1):
        fact = told(question.fact.sentence(current(), terms=terms))
        click.echo(f"\n[{at}/{len(questions)}] " + click.style(fact, bold=True))
        for quote in question.quotes:
            click.echo(f"  {_shown(quote)}")
            click.echo(click.style(f"    {quote.source} · {quote.rule}", dim=True))
        key = _key()
        if key == "q":
            break
        if key in ("y", "n"):
            yield answer(question, key == "y")
    if questions:
        click.echo()


def _shown(quote: Quote) -> str:
    """The sentence with the two names in colour, or in brackets where there is none."""
    from kg.cli.options import coloured

    if not coloured():
        return quote.marked()
    return "".join(
        click.style(
            " ".join(piece.text.split("\n")), fg=_COLOURS.get(piece.part), bold=piece.part in _COLOURS
        )
        for piece in quote.pieces
    ).strip()


def _key() -> str:
    """One of y, n, s, q: a key on a terminal, otherwise a line."""
    prompt = _("Does it say so? y yes, n no, s skip, q quit: ")
    while True:
        click.echo(f"  {prompt}", nl=False)
        try:
            if sys.stdin.isatty():
                typed = click.getchar()
                click.echo(typed if typed.isprintable() else "")
            else:
                typed = sys.stdin.readline() or "q"
                click.echo(typed.strip())
        except (KeyboardInterrupt, EOFError):
            click.echo()
            return "q"
        key = typed.strip().lower()[:1]
        # Ctrl-C and Ctrl-D, where the terminal hands them over as characters.
        if typed in ("\x03", "\x04"):
            return "q"
        if key in ("y", "n", "s", "q"):
            return key


def _print(measured: Mapping[str, Precision], together: Precision, terms: Vocabulary) -> None:
    rows = [
        (name, terms.labels.get(name, {}).get(current(), ""), *_figures(figure))
        for name, figure in measured.items()
    ]
    head = ("", "", _("judged"), _("of"), _("right"), _("precision"), _("95 % interval"))
    click.echo(table([head, *rows, (_("all"), "", *_figures(together))], right=(2, 3, 4, 5, 6)), nl=False)
    if len(measured) > 1:
        click.echo(_("all: weighted by how many statements of each relation the graph has"))


def _figures(figure: Precision) -> tuple[str, ...]:
    interval = f"{100 * figure.low:.1f}–{100 * figure.high:.1f} %"
    return (
        str(figure.judged),
        str(figure.population),
        str(figure.right),
        f"{100 * figure.share:.1f} %",
        interval,
    )
