"""The graph on disk: Parquet tables, the one source of every export (floor 5).

    OUT/tables/documents.parquet     with their texts, by source name
    OUT/tables/mentions.parquet      by id, as all that follow
    OUT/tables/entities.parquet
    OUT/tables/statements.parquet
    OUT/tables/evidence.parquet
    OUT/tables/decisions.parquet   who is one and who is not, and why; a graph without it has no decisions

The same graph gives the same bytes. A column is a field of the record of the same name.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from operator import attrgetter
from pathlib import Path
from typing import Any, Literal, TypeVar

import pyarrow as pa
import pyarrow.parquet as pq

from kg.errors import DamagedGraph, InvalidRecord, NotAGraph
from kg.records import (
    Decision,
    Document,
    Entity,
    EntityMention,
    Evidence,
    Graph,
    Judgement,
    Kind,
    Region,
    Role,
    Statement,
    Status,
)

# Raised when a column is renamed or changes its meaning, so that old tables are refused and not misread.
FORMAT = "1"
_FORMAT_KEY = b"kg.format"

_SURROGATES = re.compile("[\ud800-\udfff]")

_STRING = pa.string()
_STRINGS = pa.list_(pa.string())
_OFFSET = pa.int64()


@dataclass(frozen=True)
class _Table:
    """How one kind of record lies in its file; `key` gives the order of rows."""

    name: str
    record: type[Any]
    columns: dict[str, pa.DataType]
    key: tuple[str, ...] = ("id",)
    optional: frozenset[str] = frozenset()
    required: bool = True

    @property
    def file(self) -> str:
        return f"{self.name}.parquet"

    @property
    def schema(self) -> pa.Schema:
        fields = [pa.field(name, kind, nullable=name in self.optional) for name, kind in self.columns.items()]
        return pa.schema(fields, metadata={_FORMAT_KEY: FORMAT.encode("ascii")})


_TABLES = (
    _Table(
        "documents",
        Document,
        {
            "id": _STRING,
            "source_name": _STRING,
            "text": pa.large_string(),
            "language": _STRING,
            "title": _STRING,
            "published": _STRING,
            "publisher": _STRING,
            "authors": _STRINGS,
            "editors": _STRINGS,
            "url": _STRING,
            "regions": pa.list_(pa.struct([("start", _OFFSET), ("end", _OFFSET), ("role", _STRING)])),
            "sha256": _STRING,
        },
        key=("source_name", "id"),
        optional=frozenset({"title", "published", "publisher", "url"}),
    ),
    _Table(
        "entities",
        Entity,
        {
            "id": _STRING,
            "kind": _STRING,
            "name": _STRING,
            "aliases": _STRINGS,
            "alias_rules": _STRINGS,
            "description": _STRING,
            "admin_code": _STRING,
        },
        optional=frozenset({"admin_code"}),
    ),
    _Table(
        "mentions",
        EntityMention,
        {
            "id": _STRING,
            "entity": _STRING,
            "document": _STRING,
            "start": _OFFSET,
            "end": _OFFSET,
            "kind": _STRING,
            "text": _STRING,
            "confidence": pa.float64(),
            "rule": _STRING,
        },
    ),
    _Table(
        "statements",
        Statement,
        {
            "id": _STRING,
            "subject": _STRING,
            "predicate": _STRING,
            "object": _STRING,
            "title": _STRING,
            "status": _STRING,
            "start_date": _STRING,
            "end_date": _STRING,
            "amount": _STRING,
            "confidence": pa.float64(),
            "document_count": pa.int64(),
            "evidence": _STRINGS,
        },
        optional=frozenset({"title", "start_date", "end_date", "amount"}),
    ),
    _Table(
        "evidence",
        Evidence,
        {
            "id": _STRING,
            "statement": _STRING,
            "document": _STRING,
            "start": _OFFSET,
            "end": _OFFSET,
            "quote": _STRING,
            "rule": _STRING,
            "confidence": pa.float64(),
            "trigger_start": _OFFSET,
            "trigger_end": _OFFSET,
            "speaker": _STRING,
        },
        optional=frozenset({"trigger_start", "trigger_end", "speaker"}),
    ),
    _Table(
        "decisions",
        Decision,
        {
            "id": _STRING,
            "judgement": _STRING,
            "kind": _STRING,
            "name": _STRING,
            "entity": _STRING,
            "other": _STRING,
            "document": _STRING,
            "other_document": _STRING,
            "score": pa.float64(),
            "features": _STRINGS,
            "by": _STRING,
        },
        required=False,
    ),
)

_COMPRESSION: Literal["zstd"] = "zstd"
# The default of a million rows would hold all texts of a large corpus in one piece when they are read.
_ROWS = 64 * 1024
# Rows that become records together.
_AT_A_TIME = 2048

Item = TypeVar("Item")

TABLES = tuple(table.name for table in _TABLES)
TABLE_FILES = tuple(table.file for table in _TABLES if table.required)


def write_tables(graph: Graph, folder: Path) -> None:
    """Write `graph` as tables in `folder`, which is made if need be.

    A lone surrogate, which no UTF-8 file can hold, is stored as U+FFFD: every offset stays true.

    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as name:
    ...     write_tables(Graph((), (), (), (), ()), Path(name))
    ...     read_tables(Path(name)).entities
    ()
    """
    folder.mkdir(parents=True, exist_ok=True)
    for table in _TABLES:
        rows = sorted(getattr(graph, table.name), key=attrgetter(*table.key))
        pq.write_table(
            _arrow(table, rows), folder / table.file, compression=_COMPRESSION, row_group_size=_ROWS
        )


def rows_of(name: str, records: Iterable[Any]) -> pa.Table:
    """Records as rows of the table `name`, in the order in which they come.

    >>> rows_of("entities", []).num_rows
    0
    """
    return _arrow(_named(name), list(records))


def order_of(name: str) -> tuple[str, ...]:
    """The columns by which the rows of a table are ordered.

    >>> order_of("documents")
    ('source_name', 'id')
    """
    return _named(name).key


def write_rows(name: str, parts: Iterable[pa.Table], folder: Path) -> int:
    """Writes the rows of `parts`, which come in the table's order, and says how many there are.

    The file is the same, to the byte, that `write_tables` writes of the same rows; one part and one group of
    rows are held at a time.
    """
    table = _named(name)
    folder.mkdir(parents=True, exist_ok=True)
    waiting = table.schema.empty_table()
    count = 0
    with pq.ParquetWriter(folder / table.file, table.schema, compression=_COMPRESSION) as writer:
        for part in parts:
            count += part.num_rows
            waiting = pa.concat_tables([waiting, part.cast(table.schema)])
            while waiting.num_rows >= _ROWS:
                writer.write_table(waiting.slice(0, _ROWS).combine_chunks(), row_group_size=_ROWS)
                waiting = waiting.slice(_ROWS)
        if waiting.num_rows or not count:
            writer.write_table(waiting.combine_chunks(), row_group_size=_ROWS)
    return count


def _named(name: str) -> _Table:
    return next(table for table in _TABLES if table.name == name)


def _arrow(table: _Table, rows: Sequence[Any]) -> pa.Table:
    arrays = [pa.array([_plain(getattr(row, n)) for row in rows], t) for n, t in table.columns.items()]
    return pa.Table.from_arrays(arrays, schema=table.schema)


def read_tables(folder: Path) -> Graph:
    """The graph that `write_tables` wrote to `folder`; raises `NotAGraph` when a table is missing or
    unreadable.

    >>> len(read_tables(Path("out", "tables")).documents)
    2
    """
    return Graph(**{table.name: tuple(_read(table, folder)) for table in _TABLES})


def read_table(name: str, folder: Path) -> tuple[Any, ...]:
    """The records of one table alone.

    >>> sorted(document.title for document in read_table("documents", Path("out", "tables")))
    ['石桥镇老桥修好了', '青梧县新图书馆开馆']
    """
    return tuple(_read(_named(name), folder))


def _out(folder: Path) -> Path:
    """The graph's folder around a folder of tables: what people know and errors name."""
    return folder.parent if folder.name == "tables" else folder


def _read(table: _Table, folder: Path) -> Iterable[Any]:
    file = folder / table.file
    if not file.is_file():
        if not table.required:
            return ()
        raise NotAGraph(_out(folder), table.file)
    try:
        stored = pq.read_table(file)
    except (pa.ArrowException, OSError) as error:
        raise DamagedGraph(_out(folder), table.file, str(error)) from error
    if not stored.schema.equals(table.schema, check_metadata=False) or (
        (stored.schema.metadata or {}).get(_FORMAT_KEY) != FORMAT.encode("ascii")
    ):
        raise DamagedGraph(
            _out(folder), table.file, f"not in format {FORMAT}: another version of kg wrote it"
        )
    try:
        return _from_arrow(table, stored)
    except (InvalidRecord, ValueError) as error:
        raise DamagedGraph(_out(folder), table.file, str(error)) from error


def _from_arrow(table: _Table, rows: pa.Table | pa.RecordBatch) -> list[Any]:
    columns = [_records(name, rows.column(name).to_pylist()) for name in table.columns]
    return [table.record(*row) for row in _aligned(table, columns)]


class Stored(Sequence[Any]):
    """The records of one table in its order, read from the disk, some at a time, whenever they are gone
    through: a table may be larger than memory.

    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as name:
    ...     write_tables(Graph((), (), (), (), ()), Path(name))
    ...     list(Stored("mentions", Path(name)))
    []
    """

    def __init__(self, name: str, folder: Path) -> None:
        self._table = _named(name)
        self._file = folder / self._table.file
        if not self._file.is_file():
            raise NotAGraph(_out(folder), self._table.file)
        try:
            self._count = pq.read_metadata(self._file).num_rows
        except (pa.ArrowException, OSError) as error:
            raise DamagedGraph(_out(folder), self._table.file, str(error)) from error

    def __len__(self) -> int:
        return self._count

    def __iter__(self) -> Iterator[Any]:
        with pq.ParquetFile(self._file) as file:
            for batch in file.iter_batches(_AT_A_TIME):
                yield from _from_arrow(self._table, batch)

    def __getitem__(self, index: Any) -> Any:
        """What stands at `index`, for which all before it is read."""
        return tuple(self)[index]


def stored(folder: Path) -> Graph:
    """The graph that the tables in `folder` hold, whose documents, mentions and evidence stay on disk."""
    return Graph(
        Stored("documents", folder),
        read_table("entities", folder),
        Stored("mentions", folder),
        read_table("statements", folder),
        Stored("evidence", folder),
        read_table("decisions", folder),
    )


def ordered(records: Sequence[Item], name: str) -> Sequence[Item]:
    """The records of the table `name` in its order; those of a table on disk are in it.

    >>> ordered((), "mentions")
    []
    """
    return records if isinstance(records, Stored) else sorted(records, key=attrgetter(*order_of(name)))


def _aligned(table: _Table, columns: Sequence[Sequence[Any]]) -> Iterable[tuple[Any, ...]]:
    """Rows in the order of the record's fields, which is the order of the columns."""
    if not columns[0]:
        return []
    return zip(*columns, strict=True)


def _plain(value: Any) -> Any:
    """A field's value as Arrow takes it."""
    if isinstance(value, str):
        return value if value.isascii() else _SURROGATES.sub("\ufffd", value)
    if isinstance(value, tuple):
        return [_plain(item) for item in value]
    if isinstance(value, Region):
        return {"start": value.start, "end": value.end, "role": str(value.role)}
    return value


_CONVERTERS: dict[str, Callable[[Any], Any]] = {
    "kind": Kind,
    "status": Status,
    "regions": lambda items: tuple(Region(item["start"], item["end"], Role(item["role"])) for item in items),
    "authors": tuple,
    "editors": tuple,
    "aliases": tuple,
    "alias_rules": tuple,
    "evidence": tuple,
    "features": tuple,
    "judgement": Judgement,
}


def _records(name: str, values: list[Any]) -> list[Any]:
    convert = _CONVERTERS.get(name)
    return values if convert is None else [convert(value) for value in values]
