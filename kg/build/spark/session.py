"""The Spark session of a build, and what is wrong where there is none."""

from __future__ import annotations

import os
import re
import shutil
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import TYPE_CHECKING

from kg.errors import KgError, MissingExtra

if TYPE_CHECKING:
    from pyspark.sql import SparkSession


class SparkFailed(KgError):
    """A job of a build failed on Spark for good, after its own attempts to do it again."""

    def __init__(self, reason: str) -> None:
        super().__init__(f"Spark gave the build up: {reason}. Its own log says more.")


# What a build wants of Spark where neither the user nor the cluster's own configuration says otherwise.
_WISHES = {
    # The plan is cut anew by what was measured: small shuffles are joined, skewed joins are split.
    "spark.sql.adaptive.enabled": "true",
    "spark.sql.adaptive.skewJoin.enabled": "true",
    # Texts are long; a batch of so many is some MB in a worker.
    "spark.sql.execution.arrow.maxRecordsPerBatch": "1024",
    "spark.sql.session.timeZone": "UTC",
    "spark.ui.showConsoleProgress": "false",
}
LOCAL = "local[*]"


class NoSpark(KgError):
    """Spark cannot be started, or its master cannot be reached."""

    def __init__(self, master: str, reason: str) -> None:
        self.master = master
        super().__init__(f"Spark at {master}: {reason}")


@contextmanager
def session(master: str | None, settings: Mapping[str, str]) -> Iterator[SparkSession]:
    """A session, the one at hand (spark-submit, a notebook) or a new one, which is stopped at the end.

    Args:
        master: `local[2]`, `spark://host:7077`, `yarn`; None for what is configured, else this machine.
        settings: Spark's own, by their names.

    Raises MissingExtra without PySpark, NoSpark without Java or where the master does not answer, SparkFailed
    where a job inside fails.
    """
    try:
        from py4j.protocol import Py4JError
        from pyspark.errors import PySparkException
        from pyspark.sql import SparkSession
    except ImportError as error:
        raise MissingExtra("pyspark", "spark") from error
    if SparkSession.getActiveSession() is None and shutil.which("java") is None:
        raise NoSpark(master or LOCAL, "Java is not installed. Install Java 17 or newer.")
    there = SparkSession.getActiveSession()
    builder = SparkSession.builder.appName("kg build")
    for name, value in {**(_WISHES if there is None else {}), **settings}.items():
        builder = builder.config(name, value)
    if there is None:
        # Outside spark-submit the workers' Python is told by the environment alone.
        os.environ.setdefault("PYSPARK_PYTHON", settings.get("spark.pyspark.python", sys.executable))
        if master:
            builder = builder.master(master)
    try:
        found = builder.getOrCreate()
    except Exception as error:
        raise NoSpark(master or LOCAL, f"{type(error).__name__}: {_first_line(error)}") from error
    found.sparkContext.setLogLevel("ERROR")
    try:
        yield found
    except (PySparkException, Py4JError) as error:
        raise SparkFailed(_told_by_worker(str(error)) or _first_line(error)) from error
    finally:
        if there is None:
            found.stop()


def _first_line(error: Exception) -> str:
    return next(iter(str(error).strip().splitlines()), "no reason given")


def _told_by_worker(message: str) -> str:
    """The error of a Python worker, which is the last line of the traceback that Spark quotes."""
    lines = re.findall(
        r"^(?:[\w.]+\.)?[A-Z]\w*(?:Error|Exception|Model|Pattern|Predicate): .+$", message, re.M
    )
    return lines[-1] if "Traceback" in message and lines else ""
