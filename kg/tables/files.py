"""Tables as files: written and read whole, or written part by part."""

from __future__ import annotations

from collections.abc import Iterable
from operator import attrgetter
from pathlib import Path
from typing import Any, Literal

import pyarrow as pa
import pyarrow.parquet as pq

from kg.errors import DamagedGraph, InvalidRecord, NotAGraph
from kg.records import Graph
from kg.tables.rows import records_in, rows_in
from kg.tables.schema import ALL, FORMAT, FORMAT_KEY, Table, table_of

_COMPRESSION: Literal["zstd"] = "zstd"
# The default of a million rows would hold all texts of a large corpus in one piece when they are read.
_ROWS = 64 * 1024


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
    for table in ALL:
        rows = sorted(getattr(graph, table.name), key=attrgetter(*table.key))
        pq.write_table(
            rows_in(table, rows), folder / table.file, compression=_COMPRESSION, row_group_size=_ROWS
        )


def write_rows(name: str, parts: Iterable[pa.Table], folder: Path) -> int:
    """Writes the rows of `parts`, which come in the table's order, and says how many there are.

    The file is the same, to the byte, that `write_tables` writes of the same rows; one part and one group of
    rows are held at a time.
    """
    table = table_of(name)
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


def read_tables(folder: Path) -> Graph:
    """The graph that `write_tables` wrote to `folder`; raises `NotAGraph` when a table is missing or
    unreadable.

    >>> len(read_tables(Path("out", "tables")).documents)
    2
    """
    return Graph(**{table.name: tuple(_read(table, folder)) for table in ALL})


def read_table(name: str, folder: Path) -> tuple[Any, ...]:
    """The records of one table alone.

    >>> sorted(document.title for document in read_table("documents", Path("out", "tables")))
    ['石桥镇老桥修好了', '青梧县新图书馆开馆']
    """
    return tuple(_read(table_of(name), folder))


def folder_of(folder: Path) -> Path:
    """The graph's folder around a folder of tables: what people know and errors name."""
    return folder.parent if folder.name == "tables" else folder


def _read(table: Table, folder: Path) -> Iterable[Any]:
    file = folder / table.file
    if not file.is_file():
        if not table.required:
            return ()
        raise NotAGraph(folder_of(folder), table.file)
    try:
        stored = pq.read_table(file)
    except (pa.ArrowException, OSError) as error:
        raise DamagedGraph(folder_of(folder), table.file, str(error)) from error
    if not stored.schema.equals(table.schema, check_metadata=False) or (
        (stored.schema.metadata or {}).get(FORMAT_KEY) != FORMAT.encode("ascii")
    ):
        raise DamagedGraph(
            folder_of(folder), table.file, f"not in format {FORMAT}: another version of kg wrote it"
        )
    try:
        return records_in(table, stored)
    except (InvalidRecord, ValueError) as error:
        raise DamagedGraph(folder_of(folder), table.file, str(error)) from error
