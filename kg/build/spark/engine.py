"""A build on a Spark session: what the driver does between reading and the report."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import pyarrow.parquet as pq

from kg.build.crew import crew_for
from kg.build.folder import LEDGER, REPORT, replacing, writing
from kg.build.products import write_products
from kg.build.report import (
    BuildOptions,
    Clock,
    Findings,
    Progress,
    Report,
    findings_of,
    title_of,
    write_report,
)
from kg.build.spark.documents import read
from kg.build.spark.extracting import extracted
from kg.build.spark.frames import Frames
from kg.build.spark.resolution import Resolution, resolved
from kg.build.spark.writing import write
from kg.build.stages import Setup, digest_of
from kg.errors import EmptyCorpus
from kg.export import check_exports
from kg.records import Graph, Judgement, Skipped
from kg.resolve import read_ledger, write_ledger
from kg.resolve.ledger import Ledger
from kg.tables import stored

if TYPE_CHECKING:
    from pyspark.sql import SparkSession

# Documents of a bucket: a call of a step, whose rows lie in a worker's memory together.
_IN_BUCKET = 500
# Skipped documents that the report names; it tells how many there are.
_NAMED = 1000
_COUNTED = ("documents", "mentions", "entities", "statements", "evidence")


def run(
    spark: SparkSession,
    paths: Sequence[str | Path],
    out: Path,
    options: BuildOptions,
    *,
    scratch: str | None,
    exports: bool,
    progress: Progress | None,
) -> Report:
    """The build; see kg.build.spark.build."""
    check_exports(options.formats, options.base_iri)
    setup = Setup(options.models, options.ontology_files, options.pattern_files).checked()
    title = options.title or title_of(paths)
    clock = Clock()
    with replacing(out) as folder:
        ledger = read_ledger(out / LEDGER)
        # A folder of its own, which is removed at the end, wherever the user wants it to lie.
        own = f"kg-{spark.sparkContext.applicationId}"
        place = f"{scratch.rstrip('/')}/{own}" if scratch else (folder / "scratch").resolve().as_uri()
        cores = spark.sparkContext.defaultParallelism
        frames = Frames(spark, place, cores)
        try:
            documents = read(frames, paths, options.read, progress)
            articles = documents.where("reason is null").count()
            clock.mark("read")
            frames = Frames(spark, place, max(cores, -(-articles // _IN_BUCKET)))
            _tell(progress, "extract", articles)
            found = extracted(frames, documents, setup)
            skipped = documents.select("source_name", "reason").union(found.select("source_name", "reason"))
            skipped = skipped.where("reason is not null")
            lost = skipped.count()
            first_lost = skipped.orderBy("source_name", "reason").limit(_NAMED).collect()
            named = tuple(Skipped(row["source_name"], row["reason"]) for row in first_lost)
            done = found.where("reason is null")
            first = done.select("recognizer").first()
            if first is None:
                raise EmptyCorpus([str(path) for path in paths], named)
            clock.mark("extract")
            _tell(progress, "resolve", articles)
            outcome = resolved(frames, done.select("doc", "payload"), ledger)
            clock.mark("resolve")
            _tell(progress, "write", articles)
            with writing(out):
                counts = write(frames, outcome, folder / "tables")
            findings = _findings(folder / "tables", outcome, ledger)
        finally:
            frames.clear()
        # The table has the program's decisions; the ledger keeps what people wrote.
        graph = Graph((), (), (), (), ())
        with writing(out):
            if exports:
                graph = stored(folder / "tables")
                findings = findings_of(graph, ledger)
                with crew_for(articles, options.jobs) as crew:
                    write_products(
                        graph,
                        folder,
                        formats=options.formats,
                        title=title,
                        with_text=options.with_text,
                        terms=setup.vocabulary(),
                        base_iri=options.base_iri,
                        crew=crew,
                    )
            write_ledger(ledger, graph, folder / LEDGER)
            report = Report(
                {name: counts[name] for name in _COUNTED} | {"skipped": lost},
                named,
                clock.seconds,
                first["recognizer"],
                0,
                findings,
                {"title": title, "base_iri": options.base_iri, "with_text": options.with_text},
                digest_of(setup),
            )
            clock.mark("write")
            write_report(report, folder / REPORT, timings=options.timings)
    return report


def _tell(progress: Progress | None, stage: str, documents: int) -> None:
    if progress is not None:
        progress(stage, 0, documents)


def _findings(tables: Path, outcome: Resolution, ledger: Ledger) -> Findings:
    """How many decisions there are, and which rulings found nothing to apply to."""
    judged: Counter[str] = Counter()
    for batch in pq.ParquetFile(tables / "decisions.parquet").iter_batches(columns=["judgement", "by"]):
        judged.update(row["judgement"] for row in batch.to_pylist() if row["by"] == "rule")
    stale = tuple(str(ruling) for ruling in ledger.rulings if ruling.id not in outcome.applied)
    return Findings({judgement.value: judged[judgement.value] for judgement in Judgement}, stale)
