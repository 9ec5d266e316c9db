"""Corpora into frames: what kg's own readers read on this machine, and what Spark's workers read anywhere.

A path with a scheme (`hdfs://…`, `s3a://…`, `file:///…`) is read by the workers: .jsonl (a row an article),
.parquet (the same), .txt, .md and .html (a file an article). Any other path is read here, by kg.corpus, and
handed to the workers a few MB at a time.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING
from urllib.parse import unquote

from pyspark.sql import functions as F  # noqa: N812 - the name that everybody uses for it

from kg.build.course import Course
from kg.build.spark.frames import Frames, Out, Rows, packed, unpacked
from kg.corpus import ReadOptions, read_corpus, read_file, read_row
from kg.corpus.sources import JSON_LINES, MARKDOWN, PAGES, TEXTS, suffix_of
from kg.errors import MissingPath
from kg.records import Document, Skipped, stable_id

if TYPE_CHECKING:
    from pyspark.sql import DataFrame

# An article, or the reason why there is none. `content` tells articles of one content.
READ = "doc string, source_name string, content string, payload binary, reason string"
_PARQUET = frozenset([".parquet"])
_SCHEME = re.compile("[A-Za-z][A-Za-z0-9+.-]*://")
# Characters of text that the driver holds before it hands them on.
# The column that says which file a row is from; no article has one of this name.
_FROM = "kg-from"
_HELD = 8_000_000


def is_url(path: str | Path) -> bool:
    """Whether a path names its file system, and so is read by the workers.

    >>> is_url("hdfs://name/news"), is_url("articles/")
    (True, False)
    """
    return _SCHEME.match(str(path)) is not None


def read(
    frames: Frames,
    paths: Sequence[str | Path],
    options: ReadOptions,
    course: Course,
) -> DataFrame:
    """All articles of `paths`, each once, and what could not be read. Columns as READ.

    Raises MissingPath.
    """
    urls = sorted({str(path) for path in paths if is_url(path)})
    here = [path for path in paths if not is_url(path)]
    parts = [_by_workers(frames, url, options) for url in urls]
    if here:
        parts.append(_by_driver(frames, here, options, course))
    whole = parts[0]
    for part in parts[1:]:
        whole = whole.union(part)
    return frames.kept(_once(frames, frames.kept(whole, "read")) if urls else whole, "documents")


def _by_driver(
    frames: Frames, paths: Sequence[str | Path], options: ReadOptions, course: Course
) -> DataFrame:
    place = f"{frames.scratch}/from-driver"
    empty = frames.rows([], READ)
    empty.write.mode("overwrite").parquet(place)
    held, size = [], 0
    for count, item in enumerate(read_corpus(paths, options=options), 1):
        held.append(_row(item))
        size += len(item.text) if isinstance(item, Document) else 0
        if size > _HELD:
            frames.rows(held, READ).write.mode("append").parquet(place)
            held, size = [], 0
            course.tell("read", count)
    if held:
        frames.rows(held, READ).write.mode("append").parquet(place)
    return frames.session.read.schema(empty.schema).parquet(place)


def _row(item: Document | Skipped) -> tuple[str | None, str, str | None, bytes | None, str | None]:
    if isinstance(item, Skipped):
        return None, item.source_name, None, None, item.reason
    content = f"{item.title or ''}\0{item.text.strip()}"
    return item.id, item.source_name, hashlib.sha256(content.encode("utf-8")).hexdigest(), packed(item), None


def _by_workers(frames: Frames, url: str, options: ReadOptions) -> DataFrame:
    reader = frames.session.read.option("recursiveFileLookup", "true")
    try:
        files = reader.format("binaryFile").load(url).select("path")
        found = files.select(F.lower(F.regexp_extract("path", r"(\.[A-Za-z]+(?:\.gz)?)$", 1)).alias("suffix"))
        # As many rows as there are suffixes.
        suffixes = sorted(row["suffix"] for row in found.distinct().collect())
    except Exception as error:
        if "PATH_NOT_FOUND" in str(error):
            raise MissingPath(url) from error
        raise
    made = frames.rows([], READ)
    for suffix in suffixes:
        kind, some = suffix_of(f"x{suffix}"), reader.option("pathGlobFilter", f"*{suffix}")
        name = F.input_file_name().alias(_FROM)
        if kind in JSON_LINES:
            lines, step = some.text(url).select(name, "value"), _lines
        elif kind in _PARQUET:
            lines, step = some.parquet(url).select(name, "*"), _columns
        elif kind in TEXTS | MARKDOWN | PAGES and suffix == kind:
            lines, step = (
                some.format("binaryFile").load(url).select(F.col("path").alias(_FROM), "content"),
                _files,
            )
        else:
            lines, step = (
                files.where(F.lower("path").endswith(suffix)).select(F.col("path").alias(_FROM)),
                _unknown,
            )
        made = made.union(frames.mapped(lines, partial(step, root=url, options=options), READ))
    return made


def _lines(rows: Rows, *, root: str, options: ReadOptions) -> Out:
    for row in rows:
        if row["value"].strip():
            yield _row(read_row(_name(row[_FROM], root), _key(row["value"]), row["value"], options))


def _columns(rows: Rows, *, root: str, options: ReadOptions) -> Out:
    for row in rows:
        values = {name: value for name, value in row.items() if name != _FROM}
        yield _row(read_row(_name(row[_FROM], root), _key(repr(values)), values, options))


def _files(rows: Rows, *, root: str, options: ReadOptions) -> Out:
    for row in rows:
        yield _row(read_file(_name(row[_FROM], root), row["content"], options))


def _unknown(rows: Rows, *, root: str, options: ReadOptions) -> Out:
    for row in rows:
        reason = "format not known to Spark's workers. Give .jsonl, .parquet, .txt, .md or .html"
        yield _row(Skipped(_name(row[_FROM], root), reason))


def _key(content: str) -> str:
    """What a row without an id is called by: workers do not know its number."""
    return hashlib.sha256(content.encode("utf-8", "surrogatepass")).hexdigest()[:12]


def _name(path: str, root: str) -> str:
    """What a file is called: its path below the folder that was given, else its name, as kg.corpus does.

    >>> _name("hdfs://name:9000/news/2020/a.txt", "hdfs://name:9000/news")
    '2020/a.txt'
    >>> _name("file:///news/2020/a.txt", "file:///news/*/a.txt")
    'a.txt'
    """
    whole, given = (re.sub("^[^:]*:/*", "", unquote(text)) for text in (path, root))
    below = whole.removeprefix(given.rstrip("/") + "/")
    return below if below != whole else PurePosixPath(whole).name


def _once(frames: Frames, read: DataFrame) -> DataFrame:
    """Each content once, by the article whose name comes first; of one name each gets a name of its own."""
    articles = read.where("reason is null")
    first = articles.groupBy("content").agg(F.min("source_name").alias("first"))
    known = articles.join(first, "content")
    same = known.where("source_name != first").selectExpr(
        "cast(null as string) as doc", "source_name", "cast(null as string) as content",
        "cast(null as binary) as payload", "concat('same content as ', first) as reason",
    )  # fmt: skip
    # Of articles of one name and content any will do: they do not differ.
    kept = known.where("source_name = first").drop("first").dropDuplicates(["content"])
    least = kept.groupBy("source_name").agg(F.min("content").alias("least"))
    named = frames.mapped(
        kept.join(least, "source_name").select("source_name", "content", "least", "payload"), _named, READ
    )
    return read.where("reason is not null").union(same).union(named)


def _named(rows: Rows) -> Out:
    for row in rows:
        document: Document = unpacked(row["payload"])
        if row["content"] != row["least"]:
            name = f"{document.source_name}#{row['content'][:12]}"
            document = _renamed(document, name)
        yield _row(document)


def _renamed(document: Document, name: str) -> Document:
    return replace(document, id=stable_id("doc", name, document.sha256), source_name=name)
