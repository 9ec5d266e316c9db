"""kg build"""

from __future__ import annotations

import codecs
import sys
from collections.abc import Callable, Sequence
from functools import partial
from gettext import gettext as _
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from kg.cli.language import told
from kg.cli.options import FILE, FOLDER, echo_json, json_option, names, print_skipped, progress
from kg.messages import say, say_n

if TYPE_CHECKING:
    from kg.build import BuildOptions, Report


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
    help="What to export besides the explorer: trig, ttl, nq, nt, jsonld, rdf, graphml, gexf, ftm, csv.",
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
@click.option(
    "--engine",
    type=click.Choice(["local", "spark"]),
    default="local",
    show_default=True,
    help="This machine, or Spark, which makes tables, and exports only if --formats is given.",
)
@click.option("--master", help="Spark's master: local[4], spark://host:7077, yarn. [default: local[*]]")
@click.option(
    "--conf", "settings", multiple=True, metavar="NAME=VALUE", help="A setting of Spark, as for spark-submit."
)
@click.option(
    "--scratch", metavar="URL", help="Where all of Spark's machines can write. [default: beside OUT]"
)
@click.option("--timings", is_flag=True, help="Write the time of each stage into report.json.")
@click.option("-q", "--quiet", is_flag=True, help="Print nothing but problems.")
@json_option
def build(corpus: Sequence[str], out: Path, quiet: bool, as_json: bool, **options: Any) -> None:
    """Build a graph from files, folders, globs or - (standard input).

    \b
    kg build articles/ -o out
    kg build                        what kg.toml says; kg init makes one
    kg build 'archive/2024-*/**/*.jsonl' --columns text=body,published=day -o out
    cat story.txt | kg build - -o out
    """
    try:
        code = _run(corpus, out, options, quiet=quiet, as_json=as_json)
    except KeyboardInterrupt:
        said = _("kg: interrupted. {out} is as it was; the next build goes on from here.")
        click.echo(said.format(out=out), err=True)
        # What a shell says of a program that Ctrl-C ended.
        code = 130
    sys.exit(code)


def _run(corpus: Sequence[str], out: Path, options: dict[str, Any], *, quiet: bool, as_json: bool) -> int:
    with progress(quiet) as shown:
        report = _engine(options)(corpus, out, _build_options(options), progress=shown)
    print_skipped(report.skipped)
    for ruling in report.findings.stale:
        kept = out / "identity.toml"
        said = _("no longer applies: {ruling}. It is kept in {path}.").format(ruling=ruling, path=kept)
        click.echo(said, err=True)
    if as_json:
        echo_json(_summary(report, out))
    elif not quiet:
        _tell(report, out)
    return 1 if report.skipped else 0


def _tell(report: Report, out: Path) -> None:
    """What was built, and what to do with it."""
    counts = report.counts
    said = say(
        "{documents} ({cached:,} unchanged), {entities}, {statements} in {seconds:.1f} s",
        documents=say_n("{n:,} document", "{n:,} documents", counts["documents"]),
        cached=report.cached,
        entities=say_n("{n:,} entity", "{n:,} entities", counts["entities"]),
        statements=say_n("{n:,} statement", "{n:,} statements", counts["statements"]),
        seconds=sum(report.seconds.values()),
    )
    click.echo(told(said))
    if (out / "graph.html").is_file():
        click.echo(_("Explore: kg open {out}   ({page})").format(out=out, page=out / "graph.html"))
    else:
        click.echo(_("Tables:  {folder}").format(folder=out / "tables"))
    if (out / "graph.trig").is_file():
        click.echo(_("Query:   kg query {out} posts").format(out=out))


def _engine(options: dict[str, Any]) -> Callable[..., Report]:
    """The build of the engine that was asked for."""
    if options["engine"] == "local":
        from kg.build import build as run

        for option in ("master", "settings", "scratch"):
            if options[option]:
                said = _("is for --engine spark")
                raise click.BadParameter(said, param_hint=f"--{option}".replace("settings", "conf"))
        return run
    from kg.build.spark import build as run_on_spark

    settings = {}
    for item in options["settings"]:
        name, equals, value = item.partition("=")
        if not equals:
            said = _("{item!r}: write name=value, as in spark.executor.memory=4g").format(item=item)
            raise click.BadParameter(said, param_hint="--conf")
        settings[name] = value
    asked = click.get_current_context().get_parameter_source("formats")
    return partial(
        run_on_spark,
        master=options["master"],
        settings=settings,
        scratch=options["scratch"],
        exports=asked is not click.core.ParameterSource.DEFAULT,
    )


def _summary(report: Report, out: Path) -> dict[str, object]:
    from kg.build.report import contents

    return {
        "out": str(out),
        "counts": dict(report.counts),
        "unchanged": report.cached,
        "seconds": {stage: round(seconds, 3) for stage, seconds in report.seconds.items()},
        "skipped": [{"document": item.source_name, "reason": item.reason} for item in report.skipped],
        **contents(report.findings),
    }


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
        raise click.BadParameter(
            _("{name}: no such encoding").format(name=name), param_hint="--encoding"
        ) from None


def _pair(item: str) -> tuple[str, str]:
    role, equals, column = item.partition("=")
    if not equals or not column:
        said = _("{item!r}: write role=column, as in text=正文").format(item=item)
        raise click.BadParameter(said, param_hint="--columns")
    return role.strip(), column.strip()
