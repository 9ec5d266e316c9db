"""A build on a Spark session: what the driver does between reading and the report."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import pyarrow.parquet as pq

from kg.build.course import Course, Progress
from kg.build.crew import crew_for
from kg.build.folder import LEDGER, replacing, writing
from kg.build.options import BuildOptions
from kg.build.report import Findings, Report, findings_of
from kg.build.request import Request
from kg.build.spark.documents import read
from kg.build.spark.extracting import extracted
from kg.build.spark.frames import Frames
from kg.build.spark.resolution import Resolution, resolved
from kg.build.spark.writing import write
from kg.errors import EmptyCorpus
from kg.records import Graph, Judgement, Skipped
from kg.resolve import read_ledger, write_ledger
from kg.resolve.ledger import Ledger
from kg.tables import stored

if TYPE_CHECKING:
    from pyspark.sql import DataFrame, SparkSession

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
    request = Request.of(paths, options)
    course = Course(progress)
    with replacing(out) as folder:
        ledger = read_ledger(out / LEDGER)
        cores = spark.sparkContext.defaultParallelism
        frames = Frames(spark, _place(spark, scratch, folder), cores)
        try:
            documents = read(frames, paths, options.read, course)
            articles = documents.where("reason is null").count()
            course.mark("read")
            frames = Frames(spark, frames.scratch, max(cores, -(-articles // _IN_BUCKET)))
            course.tell("extract", 0, articles)
            found = extracted(frames, documents, request.setup)
            lost, named = _skipped(documents, found)
            done = found.where("reason is null")
            first = done.select("recognizer").first()
            if first is None:
                raise EmptyCorpus([str(path) for path in paths], named)
            course.mark("extract")
            course.tell("resolve", 0, articles)
            outcome = resolved(frames, done.select("doc", "payload"), ledger)
            course.mark("resolve")
            course.tell("write", 0, articles)
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
                    request.write_products(graph, folder, crew)
            write_ledger(ledger, graph, folder / LEDGER)
            course.mark("write")
            return request.write_report(
                folder,
                {name: counts[name] for name in _COUNTED} | {"skipped": lost},
                named,
                findings,
                seconds=course.seconds,
                recognizer=first["recognizer"],
            )


def _place(spark: SparkSession, scratch: str | None, folder: Path) -> str:
    """A folder of the build's own, which is removed at the end, wherever the user wants it to lie."""
    if not scratch:
        return (folder / "scratch").resolve().as_uri()
    return f"{scratch.rstrip('/')}/kg-{spark.sparkContext.applicationId}"


def _skipped(documents: DataFrame, found: DataFrame) -> tuple[int, tuple[Skipped, ...]]:
    """How many documents could not be read or analysed, and the first of them by name."""
    why = ("source_name", "reason")
    skipped = documents.select(*why).union(found.select(*why)).where("reason is not null")
    first = skipped.orderBy(*why).limit(_NAMED).collect()
    return skipped.count(), tuple(Skipped(row["source_name"], row["reason"]) for row in first)


def _findings(tables: Path, outcome: Resolution, ledger: Ledger) -> Findings:
    """How many decisions there are, and which rulings found nothing to apply to."""
    judged: Counter[str] = Counter()
    for batch in pq.ParquetFile(tables / "decisions.parquet").iter_batches(columns=["judgement", "by"]):
        judged.update(row["judgement"] for row in batch.to_pylist() if row["by"] == "rule")
    stale = tuple(str(ruling) for ruling in ledger.rulings if ruling.id not in outcome.applied)
    return Findings({judgement.value: judged[judgement.value] for judgement in Judgement}, stale)
