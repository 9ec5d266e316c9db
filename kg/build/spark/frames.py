"""DataFrames by way of plain functions: a step takes rows and gives rows, here and in the workers alike.

A step is a function of a module (with `functools.partial` for what it needs besides), so that workers find
it by its name. Keys are columns; whole records ride in a column `payload`, which none but kg's own workers of
the same job read.
"""

from __future__ import annotations

import pickle
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING, Any, get_args, get_type_hints

import pyarrow as pa
from pyspark.sql import functions as F  # noqa: N812 - the name that everybody uses for it
from pyspark.sql.pandas.types import from_arrow_schema

from kg.tables import order_of, rows_of

if TYPE_CHECKING:
    from pyspark.sql import DataFrame, SparkSession

Row = dict[str, Any]
Rows = Iterable[Row]
Out = Iterable[tuple[Any, ...]]
Step = Callable[[Rows], Out]

_BUCKET = "bucket"
# Rows that a worker holds before it hands them on.
_ROWS = 1024
_TYPES: dict[str, pa.DataType] = {
    "string": pa.string(),
    "bigint": pa.int64(),
    "double": pa.float64(),
    "boolean": pa.bool_(),
    "binary": pa.binary(),
    "array<string>": pa.list_(pa.string()),
}


# The types of a row's fields as Spark's SQL calls them.
_SQL: dict[Any, str] = {str: "string", int: "bigint", bytes: "binary"}


def columns_of(row: type[tuple[Any, ...]]) -> str:
    """The columns of rows of a NamedTuple, as SQL declares them.

    >>> from typing import NamedTuple
    >>> columns_of(NamedTuple("Count", [("doc", str), ("count", int | None)]))
    'doc string, count bigint'
    """
    types = {name: (*get_args(hint), hint)[0] for name, hint in get_type_hints(row).items()}
    return ", ".join(f"{name} {_SQL[kind]}" for name, kind in types.items())


def packed(record: object) -> bytes:
    """A record as it rides in `payload`."""
    return pickle.dumps(record, pickle.HIGHEST_PROTOCOL)


def unpacked(payload: bytes) -> Any:
    """The record that `packed` packed in this job."""
    return pickle.loads(payload)


def arrow_schema(columns: str) -> pa.Schema:
    """The Arrow schema of columns as SQL declares them.

    >>> arrow_schema("doc string, count bigint").names
    ['doc', 'count']
    """
    pairs = (column.split() for column in columns.split(", "))
    return pa.schema([(name, _TYPES[kind]) for name, kind in pairs])


@dataclass(frozen=True)
class Frames:
    """Where the work of one build is kept, and in how many pieces it is cut.

    scratch: a folder that all machines reach; what is kept there outlives the worker that made it.
    buckets: groups that are made of keys; each is one call of a step, and lies in memory as a whole.
    """

    session: SparkSession
    scratch: str
    buckets: int

    def kept(self, frame: DataFrame, name: str, *, by: str | None = None) -> DataFrame:
        """The same rows, computed once and read from `scratch` from then on."""
        place = f"{self.scratch}/{name}"
        writer = frame.write.mode("overwrite")
        (writer.partitionBy(by) if by else writer).parquet(place)
        return self.session.read.schema(frame.schema).parquet(place)

    def clear(self) -> None:
        """Removes all that was kept."""
        # Spark has no call of its own for this; Hadoop's file systems are behind every URL that it reads.
        jvm, context = self.session._jvm, self.session.sparkContext
        assert jvm is not None
        folder = jvm.org.apache.hadoop.fs.Path(self.scratch)
        folder.getFileSystem(context._jsc.hadoopConfiguration()).delete(folder, True)

    def rows(self, rows: Iterable[tuple[Any, ...]], columns: str) -> DataFrame:
        """A few rows that the driver has."""
        return self.session.createDataFrame(list(rows), columns)

    def mapped(self, frame: DataFrame, step: Step, columns: str) -> DataFrame:
        """The rows that `step` makes of all rows of a partition, which it sees as a stream."""
        return frame.mapInArrow(_mapping(step, columns), columns)

    def grouped(self, frame: DataFrame, keys: str | tuple[str, ...], step: Step, columns: str) -> DataFrame:
        """The rows that `step` makes of each group; rows of one key are in one group, with those of others.

        A call for each key would cost more than most keys' work.
        """
        cut = self._cut(frame, keys)
        return cut.groupBy(_BUCKET).applyInArrow(_grouping(step, columns), columns)

    def paired(
        self,
        one: DataFrame,
        other: DataFrame,
        keys: str | tuple[str, ...],
        step: Callable[[Rows, Rows], Out],
        columns: str,
    ) -> DataFrame:
        """The same, of the rows of two frames that share keys."""
        # Frames that come from one would have columns that Spark cannot tell apart.
        renamed = other.select(*(F.col(column).alias(column) for column in other.columns))
        left, right = (self._cut(frame, keys).groupBy(_BUCKET) for frame in (one, renamed))
        return left.cogroup(right).applyInArrow(_pairing(step, columns), columns)

    def table(self, frame: DataFrame, name: str, make: Callable[[Rows], Iterator[Any]]) -> DataFrame:
        """The rows of the table `name` (see kg.tables), in its order, of the records that `make` makes."""
        step = _Records(name, make)
        return frame.mapInArrow(step, from_arrow_schema(step.schema)).orderBy(*order_of(name))

    def _cut(self, frame: DataFrame, keys: str | tuple[str, ...]) -> DataFrame:
        names = (keys,) if isinstance(keys, str) else keys
        return frame.withColumn(_BUCKET, F.pmod(F.xxhash64(*names), F.lit(self.buckets)))


# Spark counts the arguments of what it is given, and a method has one more: functions, not callable objects.


def _mapping(step: Step, columns: str) -> Callable[[Iterable[pa.RecordBatch]], Iterator[pa.RecordBatch]]:
    def mapped(batches: Iterable[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        rows = (row for batch in batches for row in batch.to_pylist())
        return _batches(step(rows), arrow_schema(columns))

    return mapped


def _grouping(step: Step, columns: str) -> Callable[[pa.Table], pa.Table]:
    def grouped(table: pa.Table) -> pa.Table:
        schema = arrow_schema(columns)
        return pa.Table.from_batches(_batches(step(_stream(table)), schema), schema)

    return grouped


def _pairing(step: Callable[[Rows, Rows], Out], columns: str) -> Callable[[pa.Table, pa.Table], pa.Table]:
    def paired(one: pa.Table, other: pa.Table) -> pa.Table:
        schema = arrow_schema(columns)
        return pa.Table.from_batches(_batches(step(_stream(one), _stream(other)), schema), schema)

    return paired


@dataclass(frozen=True)
class _Records:
    name: str
    make: Callable[[Rows], Iterator[Any]]

    @property
    def schema(self) -> pa.Schema:
        """The table's, of the types that Spark knows."""
        return pa.schema(
            pa.field(field.name, pa.string() if pa.types.is_large_string(field.type) else field.type)
            for field in rows_of(self.name, []).schema
        )

    def __call__(self, batches: Iterable[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        records = self.make(row for batch in batches for row in batch.to_pylist())
        while chunk := list(islice(records, _ROWS)):
            yield from rows_of(self.name, chunk).cast(self.schema).to_batches()


def _stream(table: pa.Table) -> Iterator[Row]:
    for batch in table.to_batches(max_chunksize=_ROWS):
        yield from batch.to_pylist()


def _batches(rows: Out, schema: pa.Schema) -> Iterator[pa.RecordBatch]:
    stream = iter(rows)
    while chunk := list(islice(stream, _ROWS)):
        columns = zip(*chunk, strict=True)
        arrays = [pa.array(values, field.type) for values, field in zip(columns, schema, strict=True)]
        yield pa.RecordBatch.from_arrays(arrays, schema=schema)
