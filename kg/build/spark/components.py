"""Connected components of a graph that may be larger than any machine: which things hang together."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pyspark.sql import functions as F  # noqa: N812 - the name that everybody uses for it

from kg.build.spark.frames import Frames, Out, Rows
from kg.resolve.partition import DisjointSets

if TYPE_CHECKING:
    from pyspark.sql import DataFrame

COLUMNS = "item string, component string"
# So many edges one worker joins in memory (about 200 bytes each); more of them are joined in rounds.
IN_ONE_PLACE = 1_000_000


def components(frames: Frames, edges: DataFrame, name: str, *, limit: int = IN_ONE_PLACE) -> DataFrame:
    """For each item of `edges` (columns a, b) the least item that it is connected with.

    Args:
        frames: where the rounds are kept.
        edges: pairs of strings.
        name: of the folder that the rounds are kept in.
        limit: more edges than this are joined in rounds over all machines.
    """
    kept = frames.kept(edges.where("a != b").distinct(), f"{name}-edges")
    if kept.count() <= limit:
        return frames.mapped(kept.coalesce(1), joined, COLUMNS)
    return _in_rounds(frames, kept, name)


def joined(edges: Rows) -> Out:
    """The components of these edges.

    >>> list(joined([{"a": "y", "b": "x"}]))
    [('x', 'x'), ('y', 'x')]
    """
    sets = DisjointSets[str]()
    items = set()
    for edge in edges:
        items |= {edge["a"], edge["b"]}
        sets.join(edge["a"], edge["b"])
    for item in sorted(items):
        yield item, sets.root(item)


def _in_rounds(frames: Frames, edges: DataFrame, name: str) -> DataFrame:
    """Large stars and small stars in turn until nothing changes; every edge ends between an item and the
    least of its component, after O(log² n) rounds (Kiveris et al. 2014, doi:10.1145/2670979.2670997).
    """
    current, number = edges, 0
    while True:
        number += 1
        after = frames.kept(_small_stars(_large_stars(current)), f"{name}-round-{number}")
        if after.exceptAll(current).isEmpty() and current.exceptAll(after).isEmpty():
            least = after.select(F.col("b").alias("item")).distinct()
            roots = least.select("item", F.col("item").alias("component"))
            return after.select(F.col("a").alias("item"), F.col("b").alias("component")).union(roots)
        current = after


def _large_stars(edges: DataFrame) -> DataFrame:
    """Each item's larger neighbours are tied to the least of its neighbours and itself."""
    both = edges.select("a", "b").union(edges.select(F.col("b").alias("a"), F.col("a").alias("b")))
    least = both.groupBy("a").agg(F.min("b").alias("m"))
    tied = both.join(least, "a").where("b > a")
    return tied.select(F.col("b").alias("a"), F.least("m", "a").alias("b")).where("a != b").distinct()


def _small_stars(edges: DataFrame) -> DataFrame:
    """Each item and its smaller neighbours are tied to the least of these."""
    down = edges.select(F.greatest("a", "b").alias("a"), F.least("a", "b").alias("b")).distinct()
    least = down.groupBy("a").agg(F.min("b").alias("m"))
    tied = down.join(least, "a").select(F.col("b").alias("a"), F.col("m").alias("b"))
    return tied.union(least.select("a", F.col("m").alias("b"))).where("a != b").distinct()
