"""The command line (floor 8): parses what is typed, calls the stage, prints what came of it.

Exit codes: 0 done; 1 done with findings (documents skipped, shapes violated); 2 usage or input error. Each command
imports what it needs when it runs, so that `kg query` does not wait for the recognizer.
"""

from __future__ import annotations

import sys
import webbrowser
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from kg import __version__
from kg.errors import EmptyCorpus, KgError, NotAGraph

if TYPE_CHECKING:
    from kg.build import Progress
    from kg.query import Named
    from kg.records import Skipped

_FOLDER = click.Path(path_type=Path)
_FILE = click.Path(path_type=Path, dir_okay=False)


class _Commands(click.Group):
    """A group whose commands turn kg's own errors into one line and exit code 2."""

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except EmptyCorpus as error:
            _print_skipped(error.skipped)
            _fail(error)
        except KgError as error:
            _fail(error)
        except BrokenPipeError:
            # The reader of our output (head, less) has left: nothing is wrong.
            sys.stderr.close()
            sys.exit(0)


def _fail(error: KgError) -> None:
    click.echo(f"kg: {error}", err=True)
    sys.exit(2)


@click.group(cls=_Commands, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(__version__, prog_name="kg")
def main() -> None:
    """From a folder of news to a knowledge graph that you explore in a browser and query with SPARQL.

    \b
    kg build corpus -o out        articles in, graph out
    kg open out                   explore it
    kg query out posts            who holds which post, and which sentence says so
    """


@main.command()
@click.argument("corpus", nargs=-1, required=True)
@click.option("-o", "--out", type=_FOLDER, default=Path("out"), show_default=True, help="The folder to write; replaced as a whole.")
@click.option("--model", "models", multiple=True, metavar="[LANG=]NAME", help="An installed spaCy pipeline to use instead of ours: zh_core_web_trf, en=en_core_web_sm.")
@click.option("--formats", default="trig,ttl", show_default=True, help="What to export besides the explorer: trig, ttl, nq, nt, jsonld, rdf, graphml, gexf, csv.")
@click.option("--base-iri", help="IRI that the entities' own IRIs begin with.")
@click.option("--title", help="The explorer's title.")
@click.option("--without-text", is_flag=True, help="Leave the articles' texts out of the explorer.")
@click.option("--ontology", "ontology_files", multiple=True, type=_FILE, help="Turtle file with relations of your own.")
@click.option("--patterns", "pattern_files", multiple=True, type=_FILE, help="TOML file with relation patterns of your own.")
@click.option("--columns", help="Columns of .csv and .jsonl by role: text=正文,title=标题,published=日期.")
@click.option("--max-chars", type=int, help="Skip documents longer than this.")
@click.option("--timings", is_flag=True, help="Write the time of each stage into report.json.")
@click.option("-q", "--quiet", is_flag=True, help="Print nothing but problems.")
def build(corpus: Sequence[str], out: Path, quiet: bool, **options: Any) -> None:
    """Build a graph from files, folders, globs or - (standard input).

    \b
    kg build articles/ -o out
    kg build 'archive/2024-*/**/*.jsonl' --columns text=body,published=day -o out
    cat story.txt | kg build - -o out
    """
    from kg.build import build as run

    with _progress(quiet) as progress:
        report = run(corpus, out, _build_options(options), progress=progress)
    _print_skipped(report.skipped)
    if not quiet:
        graph = report.graph
        click.echo(
            f"{len(graph.documents)} documents, {len(graph.entities)} entities, {len(graph.statements)} statements"
            f" in {sum(report.seconds.values()):.1f} s"
        )
        click.echo(f"Explore: kg open {out}   ({out / 'graph.html'})")
        click.echo(f"Query:   kg query {out} posts")
    sys.exit(1 if report.skipped else 0)


def _build_options(options: dict[str, Any]) -> Any:
    from kg.build import BuildOptions
    from kg.corpus import ReadOptions

    read: dict[str, Any] = {}
    if options["max_chars"] is not None:
        read["max_chars"] = options["max_chars"]
    if options["columns"]:
        read["columns"] = dict(_pair(item) for item in options["columns"].split(","))
    return BuildOptions(
        models=options["models"],
        formats=tuple(name.strip() for name in options["formats"].split(",") if name.strip()),
        base_iri=options["base_iri"],
        title=options["title"],
        with_text=not options["without_text"],
        ontology_files=options["ontology_files"],
        pattern_files=options["pattern_files"],
        read=ReadOptions(**read),
        timings=options["timings"],
    )


def _pair(item: str) -> tuple[str, str]:
    role, equals, column = item.partition("=")
    if not equals or not column:
        raise click.BadParameter(f"{item!r}: write role=column, as in text=正文", param_hint="--columns")
    return role.strip(), column.strip()


@main.command(context_settings={"ignore_unknown_options": True})
@click.argument("out", type=_FOLDER)
@click.argument("question", required=False)
@click.argument("parameters", nargs=-1, type=click.UNPROCESSED)
@click.option("-e", "--expression", help="The SPARQL query itself.")
@click.option("--format", "form", default="table", show_default=True, help="table, csv, tsv, json, xml or ttl.")
@click.option("--limit", type=click.IntRange(min=0), help="Show at most this many rows.")
def query(out: Path, question: str | None, parameters: Sequence[str], expression: str | None, form: str, limit: int | None) -> None:
    """Ask a graph: a named question, a .rq file, or SPARQL with -e. Without a question, list the named ones.

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
    if question is not None and question.startswith("-"):
        parameters, question = (question, *parameters), None
    asked: str | Path = expression if expression is not None else str(question)
    if expression is None and str(question).endswith(".rq"):
        asked = Path(str(question))
    answer = ask(out, asked, parameters=_named_parameters(parameters), limit=limit)
    click.echo(render(answer, form), nl=False)
    for note in answer.notes:
        click.echo(note, err=True)


def _question_line(known: Named) -> str:
    parameters = " ".join(f"--{p.name} …" if p.required else f"[--{p.name} …]" for p in known.parameters)
    return f"{known.name:<18} {known.title('zh')} · {known.title('en')}   {parameters}".rstrip()


def _named_parameters(words: Sequence[str]) -> dict[str, str]:
    """`--person 孙大军 --date=2020` as a mapping."""
    found: dict[str, str] = {}
    rest = list(words)
    while rest:
        word = rest.pop(0)
        if not word.startswith("--"):
            raise click.UsageError(f"{word!r}: a parameter is given by its name, as in --person 孙大军")
        name, equals, value = word[2:].partition("=")
        if not equals:
            if not rest:
                raise click.UsageError(f"--{name} needs a value")
            value = rest.pop(0)
        found[name] = value
    return found


@main.command("open")
@click.argument("out", type=_FOLDER)
def open_(out: Path) -> None:
    """Open the explorer of a built graph in the browser."""
    page = out / "graph.html"
    if not page.is_file():
        raise NotAGraph(out, "graph.html")
    click.echo(page)
    webbrowser.open(page.resolve().as_uri())


@main.command()
@click.argument("out", type=_FOLDER)
@click.option("--formats", required=True, help="trig, ttl, nq, nt, jsonld, rdf, graphml, gexf, csv.")
@click.option("-d", "--to", "folder", type=_FOLDER, help="Where to write; OUT itself by default.")
@click.option("--base-iri", help="IRI that the entities' own IRIs begin with.")
def export(out: Path, formats: str, folder: Path | None, base_iri: str | None) -> None:
    """Write a built graph in further formats, from its tables."""
    from kg.export import export as run
    from kg.tables import read_tables

    names = [name.strip() for name in formats.split(",") if name.strip()]
    for path in run(read_tables(out / "tables"), folder or out, names, base_iri=base_iri):
        click.echo(path)


@main.command()
@click.argument("out", type=_FOLDER)
def validate(out: Path) -> None:
    """Check a built graph against the shapes; exit code 1 if anything is wrong."""
    from kg.validate import validate as run

    findings = list(run(out))
    for finding in findings:
        click.echo(str(finding))
    click.echo(f"{len(findings)} findings" if findings else "conforms")
    sys.exit(1 if findings else 0)


@main.command()
@click.argument("out", type=_FOLDER)
@click.argument("gold", nargs=-1, required=True, type=_FILE)
@click.option("-v", "--verbose", is_flag=True, help="List what is spurious, wrong, missed or not merged.")
def evaluate(out: Path, gold: Sequence[Path], verbose: bool) -> None:
    """Measure a built graph against gold annotations.

    \b
    kg evaluate out corpus/gold/*.gold.json -v
    """
    from kg.evaluate import Count
    from kg.evaluate import evaluate as run
    from kg.tables import read_tables

    score = run(read_tables(out / "tables"), gold)
    if verbose:
        for error in score.errors:
            click.echo(f"  {error}")
    for group, counts in (("entity", score.entities), ("relation", score.relations)):
        for name, count in [*sorted(counts.items()), ("all", sum(counts.values(), Count()))]:
            click.echo(
                f"{group + ' ' + name:<24} P {100 * count.precision:5.1f}  R {100 * count.recall:5.1f}"
                f"  F1 {100 * count.f1:5.1f}   right {count.right} wrong {count.wrong} missed {count.missing}"
            )


def _print_skipped(skipped: Sequence[Skipped]) -> None:
    for item in skipped:
        click.echo(f"skipped {item.line}", err=True)


@contextmanager
def _progress(quiet: bool) -> Iterator[Progress | None]:
    """A live counter on a terminal, a line every thousand documents in a log, nothing when quiet."""
    if quiet:
        yield None
        return
    if not sys.stderr.isatty():
        yield _log_line
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeElapsedColumn
    from rich.progress import Progress as Bar

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Bar(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("reading", total=None)
        yield lambda stage, done, total: bar.update(task, description=stage, completed=done, total=total)


def _log_line(stage: str, done: int, total: int) -> None:
    if done == total or done % 1024 == 0:
        click.echo(f"{stage}: {done} of {total} documents", err=True)


if __name__ == "__main__":
    main()
