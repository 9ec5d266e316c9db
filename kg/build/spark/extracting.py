"""Extraction in the workers: each Python worker loads the stages once, and keeps them."""

from __future__ import annotations

from dataclasses import replace
from functools import cache, partial
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

from pyspark import SparkFiles
from pyspark.sql import functions as F  # noqa: N812 - the name that everybody uses for it

from kg.build.pool import batches
from kg.build.spark.frames import Frames, Out, Rows, packed, unpacked
from kg.build.stages import Setup, Stages, load_stages
from kg.build.worker import outcomes
from kg.records import Skipped

if TYPE_CHECKING:
    from pyspark.sql import DataFrame

EXTRACTED = "doc string, source_name string, payload binary, reason string, recognizer string"
# Documents among which those of like length are put together, as the local engine does.
_CHUNK = 256


def extracted(frames: Frames, documents: DataFrame, setup: Setup) -> DataFrame:
    """What is found in each document, or why nothing could be. Columns as EXTRACTED."""
    for file in (*setup.ontology_files, *setup.pattern_files):
        frames.session.sparkContext.addFile(str(file.resolve()))
    # By name and not by path: each machine has its own copy.
    named = replace(
        setup,
        ontology_files=tuple(Path(file.name) for file in setup.ontology_files),
        pattern_files=tuple(Path(file.name) for file in setup.pattern_files),
    )
    articles = documents.where("reason is null").select("doc", "payload")
    # By document: however unevenly the files were cut, the work is not.
    spread = articles.repartition(frames.buckets, F.xxhash64("doc"))
    return frames.kept(frames.mapped(spread, partial(_extract, setup=named), EXTRACTED), "extracted")


def _extract(rows: Rows, *, setup: Setup) -> Out:
    stages = _stages(setup)
    stream = iter(rows)
    while chunk := [unpacked(row["payload"]) for row in islice(stream, _CHUNK)]:
        for outcome in (one for batch in batches(chunk) for one in outcomes(batch, stages)):
            name = stages.recognizer.name
            if isinstance(outcome, Skipped):
                yield None, outcome.source_name, None, outcome.reason, name
            else:
                yield outcome.document.id, outcome.document.source_name, packed(outcome), None, name


@cache
def _stages(setup: Setup) -> Stages:
    def here(files: tuple[Path, ...]) -> tuple[Path, ...]:
        return tuple(Path(SparkFiles.get(str(file))) for file in files)

    return load_stages(
        replace(setup, ontology_files=here(setup.ontology_files), pattern_files=here(setup.pattern_files))
    )
