"""kg build"""

from __future__ import annotations

import codecs
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from kg.cli.options import FILE, FOLDER, names, print_skipped, progress

if TYPE_CHECKING:
    from kg.build import BuildOptions


@click.command()
@click.argument("corpus", nargs=-1, required=True)
@click.option(
    "-o",
    "--out",
    type=FOLDER,
    default=Path("out"),
    show_default=True,
    help="The folder to write; replaced as a whole.",
)
@click.option(
    "--model",
    "models",
    multiple=True,
    metavar="[LANG=]NAME",
    help="An installed spaCy pipeline to use instead of ours: zh_core_web_trf, en=en_core_web_sm.",
)
@click.option(
    "--formats",
    default="trig,ttl",
    show_default=True,
    help="What to export besides the explorer: trig, ttl, nq, nt, jsonld, rdf, graphml, gexf, csv.",
)
@click.option("--base-iri", help="IRI that the entities' own IRIs begin with.")
@click.option("--title", help="The explorer's title.")
@click.option("--without-text", is_flag=True, help="Leave the articles' texts out of the explorer.")
@click.option(
    "--ontology", "ontology_files", multiple=True, type=FILE, help="Turtle file with relations of your own."
)
@click.option(
    "--patterns",
    "pattern_files",
    multiple=True,
    type=FILE,
    help="TOML file with relation patterns of your own.",
)
@click.option("--columns", help="Columns of .csv and .jsonl by role: text=正文,title=标题,published=日期.")
@click.option("--max-chars", type=int, help="Skip documents longer than this.")
@click.option("--encoding", help="The encoding of all files, where it is not recognized.")
@click.option("--jobs", type=click.IntRange(min=1), help="Worker processes. [default: one a core]")
@click.option(
    "--timeout",
    type=click.FloatRange(min=0, min_open=True),
    default=120.0,
    show_default=True,
    help="Skip what keeps a worker busy for so many seconds; long articles get more.",
)
@click.option("--cache", type=FOLDER, help="Where to keep what was found. [default: OUT/cache]")
@click.option("--no-cache", is_flag=True, help="Read every article anew, and keep nothing for next time.")
@click.option("--timings", is_flag=True, help="Write the time of each stage into report.json.")
@click.option("-q", "--quiet", is_flag=True, help="Print nothing but problems.")
def build(corpus: Sequence[str], out: Path, quiet: bool, **options: Any) -> None:
    """Build a graph from files, folders, globs or - (standard input).

    \b
    kg build articles/ -o out
    kg build 'archive/2024-*/**/*.jsonl' --columns text=body,published=day -o out
    cat story.txt | kg build - -o out
    """
    try:
        code = _run(corpus, out, quiet, options)
    except KeyboardInterrupt:
        click.echo(f"kg: interrupted. {out} is as it was; the next build goes on from here.", err=True)
        # What a shell says of a program that Ctrl-C ended.
        code = 130
    sys.exit(code)


def _run(corpus: Sequence[str], out: Path, quiet: bool, options: dict[str, Any]) -> int:
    from kg.build import build as run

    with progress(quiet) as shown:
        report = run(corpus, out, _build_options(options), progress=shown)
    print_skipped(report.skipped)
    for ruling in report.findings.stale:
        click.echo(f"no longer applies: {ruling}. It is kept in {out / 'identity.toml'}.", err=True)
    if not quiet:
        counts = report.counts
        click.echo(
            f"{counts['documents']:,} documents ({report.cached:,} unchanged), "
            f"{counts['entities']:,} entities, {counts['statements']:,} statements "
            f"in {sum(report.seconds.values()):.1f} s"
        )
        click.echo(f"Explore: kg open {out}   ({out / 'graph.html'})")
        click.echo(f"Query:   kg query {out} posts")
    return 1 if report.skipped else 0


def _build_options(options: dict[str, Any]) -> BuildOptions:
    from kg.build import BuildOptions
    from kg.corpus import ReadOptions

    read: dict[str, Any] = {}
    if options["max_chars"] is not None:
        read["max_chars"] = options["max_chars"]
    if options["columns"]:
        read["columns"] = dict(_pair(item) for item in options["columns"].split(","))
    if options["encoding"]:
        read["encoding"] = _encoding(options["encoding"])
    try:
        reading = ReadOptions(**read)
    except ValueError as error:
        raise click.BadParameter(str(error), param_hint="--columns, --max-chars") from None
    return BuildOptions(
        models=options["models"],
        formats=names(options["formats"]),
        base_iri=options["base_iri"],
        title=options["title"],
        with_text=not options["without_text"],
        ontology_files=options["ontology_files"],
        pattern_files=options["pattern_files"],
        read=reading,
        jobs=options["jobs"],
        timeout=options["timeout"],
        cache=options["cache"],
        use_cache=not options["no_cache"],
        timings=options["timings"],
    )


def _encoding(name: str) -> str:
    try:
        return codecs.lookup(name).name
    except LookupError:
        raise click.BadParameter(f"{name}: no such encoding", param_hint="--encoding") from None


def _pair(item: str) -> tuple[str, str]:
    role, equals, column = item.partition("=")
    if not equals or not column:
        raise click.BadParameter(f"{item!r}: write role=column, as in text=正文", param_hint="--columns")
    return role.strip(), column.strip()
