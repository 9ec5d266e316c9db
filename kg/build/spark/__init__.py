"""The same build on Spark: extraction, resolution and tables by many machines, with the functions of the
local engine; `kg build CORPUS -o OUT --engine spark`.

session      a Spark session, and what is wrong where there is none
frames       rows through plain functions;  components: what hangs together
documents    corpora in;  extracting: documents to extractions
resolution   the plan of resolution;  steps: what its workers do
telling      what documents say, by the entities that there are;  writing: the tables
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from kg.build.course import Progress
from kg.build.options import BuildOptions
from kg.build.report import Report

__all__ = ["BuildOptions", "Progress", "Report", "build"]


def build(
    paths: Sequence[str | Path],
    out: Path,
    options: BuildOptions | None = None,
    *,
    master: str | None = None,
    settings: Mapping[str, str] | None = None,
    scratch: str | None = None,
    exports: bool = False,
    progress: Progress | None = None,
) -> Report:
    """Builds the graph of `paths` into the folder `out` with Spark: the same tables that `kg.build` makes.

    Args:
        paths: as for the local engine; and whatever Spark reads, named with its scheme: `hdfs://…/*.jsonl`.
        out: the folder to write, on this machine: tables, ledger and report.
        options: see BuildOptions; `jobs`, `timeout` and the cache are the local engine's.
        master: Spark's master; None for the session at hand, else for this machine.
        settings: Spark's own settings.
        scratch: a folder that all machines reach, as a URL; None for a place beside `out`.
        exports: whether to make the explorer and `options.formats` too, on this machine and in its memory.
        progress: called with each stage.

    Raises what the local engine raises, and MissingExtra, NoSpark, SparkFailed.
    """
    from kg.build.spark.session import session

    with session(master, settings or {}) as spark:
        from kg.build.spark.engine import run

        return run(
            spark, paths, out, options or BuildOptions(), scratch=scratch, exports=exports, progress=progress
        )
