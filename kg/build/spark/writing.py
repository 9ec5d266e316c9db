"""The tables of a resolution: sorted by all machines, then one file each, as the local engine makes them."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

import pyarrow as pa
import pyarrow.parquet as pq
from pyspark.sql import functions as F  # noqa: N812 - the name that everybody uses for it
from pyspark.sql.pandas.types import to_arrow_schema

from kg.build.spark import telling
from kg.build.spark.frames import Frames
from kg.build.spark.resolution import Resolution
from kg.tables import order_of, write_rows

if TYPE_CHECKING:
    from pyspark.sql import DataFrame

_ROWS = 4096


def write(frames: Frames, outcome: Resolution, folder: Path) -> dict[str, int]:
    """Writes all tables to `folder`, and says how many rows each has."""
    return {
        name: write_rows(name, _parts(frames, frame, name), folder)
        for name, frame in tables(frames, outcome).items()
    }


def tables(frames: Frames, outcome: Resolution) -> dict[str, DataFrame]:
    """The tables of kg.tables by name, each in its order."""
    told = frames.kept(
        frames.paired(outcome.extractions, outcome.owners, "doc", telling.told, telling.TOLD),
        "told",
        by="what",
    )
    sayings = told.where("what = 'saying'").select("key", "payload")
    stated = frames.grouped(sayings, "key", telling.statements, telling.RECORD).select("payload")
    # A pair that every text names is counted in every bucket first; a text is in one of them as a whole.
    sights = told.where("what = 'sight'").select("key", "text", "payload")
    partly = frames.grouped(sights, ("key", "text"), telling.partly_seen, telling.SEEN)
    seen = frames.kept(frames.grouped(partly, "key", telling.seen, telling.SHOWN), "seen")
    together = seen.where("made is not null").select(F.col("made").alias("payload"))
    quotes = told.where("what = 'sentence'").select("doc", "start", "quote")
    shown = seen.where("made is null").join(quotes, ["doc", "start"])
    shown = frames.mapped(shown, telling.packed_proofs, "payload binary")
    facts = told.where("what = 'evidence'").select("payload")
    mentions = told.where("what = 'mention'")
    return {
        "documents": frames.table(outcome.extractions.select("payload"), "documents", telling.documents),
        "mentions": frames.table(mentions, "mentions", telling.records),
        "entities": frames.table(outcome.groups, "entities", telling.entities),
        "statements": frames.table(stated.union(together), "statements", telling.records),
        "evidence": frames.table(facts.union(shown), "evidence", telling.records),
        "decisions": frames.table(_decisions(frames, outcome), "decisions", telling.decisions),
    }


def _decisions(frames: Frames, outcome: Resolution) -> DataFrame:
    """One decision of each id, with the entities by their last ids."""
    keyed = frames.mapped(outcome.decisions, telling.keyed_decisions, telling.KEYED)
    last = keyed.groupBy("key").agg(
        F.max_by(F.struct("entity", "other", "payload"), "rank").alias("last")
    ).select("last.*")  # fmt: skip
    for column in ("entity", "other"):
        now = outcome.renamed.select(F.col("name").alias(column), F.col("id").alias("now"))
        last = last.join(now, column, "left").withColumn(column, F.coalesce("now", column)).drop("now")
    return last.select("entity", "other", "payload")


def _parts(frames: Frames, frame: DataFrame, name: str) -> Iterator[pa.Table]:
    """The rows in order, some at a time: the driver never holds more than one piece of a table."""
    kept = frames.kept(frame, f"table-{name}")
    place = urlsplit(frames.scratch)
    folder = Path(unquote(place.path), f"table-{name}")
    if place.scheme == "file" and folder.is_dir():
        # Its files are named in the order of their rows.
        for file in sorted(folder.glob("part-*.parquet")):
            for batch in pq.ParquetFile(file).iter_batches():
                yield pa.Table.from_batches([batch])
        return
    schema = to_arrow_schema(kept.schema)
    rows = kept.orderBy(*order_of(name)).toLocalIterator()
    while chunk := [row.asDict(recursive=True) for row in islice(rows, _ROWS)]:
        yield pa.Table.from_pylist(chunk, schema=schema)
