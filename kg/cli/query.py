"""kg query"""

from __future__ import annotations

import shutil
import sys
from collections.abc import Sequence
from gettext import gettext as _
from pathlib import Path
from typing import TYPE_CHECKING

import click

from kg.cli.language import current, told
from kg.cli.options import FOLDER
from kg.errors import NotAGraph

if TYPE_CHECKING:
    from kg.query import Named


def _questions(ctx: click.Context, parameter: click.Parameter, incomplete: str) -> list[str]:
    """The questions that the Tab key offers."""
    from kg.query import named_queries

    return [name for name in named_queries() if name.startswith(incomplete)]


@click.command(context_settings={"ignore_unknown_options": True})
@click.argument("out", type=FOLDER)
@click.argument("question", required=False, shell_complete=_questions)
@click.argument("parameters", nargs=-1, type=click.UNPROCESSED)
@click.option("-e", "--expression", help="The SPARQL query itself.")
@click.option(
    "--format",
    "form",
    default="table",
    show_default=True,
    help="table, csv, tsv, json, xml; of triples table, ttl, nt, jsonld, xml.",
)
@click.option("--limit", type=click.IntRange(min=0), help="Show at most this many rows.")
@click.option(
    "--timeout", type=click.FloatRange(0, min_open=True), help="Stop the query after this many seconds."
)
@click.option(
    "--explain", is_flag=True, help="Show the SPARQL, what it matches and the time instead of rows."
)
def query(
    out: Path,
    question: str | None,
    parameters: Sequence[str],
    expression: str | None,
    form: str,
    limit: int | None,
    timeout: float | None,
    explain: bool,
) -> None:
    """Ask a graph: a named question, a .rq file, - for standard input, or SPARQL with -e. Without a question,
    list the named ones.

    \b
    kg query out
    kg query out posts --person 孙大军
    kg query out mine.rq --format csv
    kg query out -e 'SELECT ?p WHERE { ?p a schema:Person }'
    """
    from kg.query import ask, named_queries, render

    if question is None and expression is None:
        if not out.is_dir():
            raise NotAGraph(out, "the folder")
        for known in named_queries().values():
            click.echo(_question_line(known))
        return
    if question is not None and question.startswith("--"):
        parameters, question = (question, *parameters), None
    asked = _asked(question, expression)
    given = _named_parameters(parameters)
    if timeout is None:
        answer = ask(out, asked, parameters=given, limit=limit, explain=explain)
    else:
        from kg.query.limit import ask_within

        answer = ask_within(timeout, out, asked, parameters=given, limit=limit, explain=explain)
    if answer.plan is not None:
        click.echo(answer.plan.text(told))
        return
    columns = shutil.get_terminal_size().columns if sys.stdout.isatty() else None
    click.echo(render(answer, form, told=told, language=current(), columns=columns), nl=False)
    # The table has them below its rows; the other formats hold nothing but the answer.
    for note in answer.notes if form != "table" else ():
        click.echo(told(note), err=True)
    if answer.is_empty and not answer.more and not answer.notes and question not in named_queries():
        click.echo(_("--explain shows what each pattern of the query matches by itself"), err=True)


def _asked(question: str | None, expression: str | None) -> str | Path:
    """The query, the name of a question, or a file with one."""
    if expression is not None:
        if question is not None:
            raise click.UsageError(_("give either a question or -e"))
        return expression
    if question == "-":
        # A blank at its end keeps a query of one word from being taken for the name of a question.
        return sys.stdin.buffer.read().decode("utf-8-sig", "replace") + "\n "
    return Path(str(question)) if str(question).endswith(".rq") else str(question)


def _question_line(known: Named) -> str:
    parameters = " ".join(f"--{p.name} …" if p.required else f"[--{p.name} …]" for p in known.parameters)
    titles = dict.fromkeys([known.title(current()), known.title("zh"), known.title("en")])
    return f"{known.name:<18} {' · '.join(titles)}   {parameters}".rstrip()


def _named_parameters(words: Sequence[str]) -> dict[str, str]:
    """`--person 孙大军 --date=2020` as a mapping."""
    found: dict[str, str] = {}
    rest = list(words)
    while rest:
        word = rest.pop(0)
        if not word.startswith("--"):
            raise click.UsageError(
                _("{word!r}: a parameter is given by its name, as in --person 孙大军").format(word=word)
            )
        name, equals, value = word[2:].partition("=")
        if not equals:
            if not rest:
                raise click.UsageError(_("--{name} needs a value").format(name=name))
            value = rest.pop(0)
        found[name] = value
    return found
