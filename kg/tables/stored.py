"""Tables that stay on the disk and are read, some rows at a time, whenever they are gone through."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from operator import attrgetter
from pathlib import Path
from typing import Any, TypeVar

import pyarrow as pa
import pyarrow.parquet as pq

from kg.errors import DamagedGraph, NotAGraph
from kg.records import Graph
from kg.tables.files import folder_of, read_table
from kg.tables.rows import records_in, values_in
from kg.tables.schema import order_of, table_of

# Rows that become records together.
_AT_A_TIME = 2048

Item = TypeVar("Item")


class Stored(Sequence[Any]):
    """The records of one table in its order, read from the disk, some at a time, whenever they are gone
    through: a table may be larger than memory.

    >>> import tempfile
    >>> from kg.records import Graph
    >>> from kg.tables.files import write_tables
    >>> with tempfile.TemporaryDirectory() as name:
    ...     write_tables(Graph((), (), (), (), ()), Path(name))
    ...     list(Stored("mentions", Path(name)))
    []
    """

    def __init__(self, name: str, folder: Path) -> None:
        self._table = table_of(name)
        self._file = folder / self._table.file
        if not self._file.is_file():
            raise NotAGraph(folder_of(folder), self._table.file)
        try:
            self._count = pq.read_metadata(self._file).num_rows
        except (pa.ArrowException, OSError) as error:
            raise DamagedGraph(folder_of(folder), self._table.file, str(error)) from error

    def __len__(self) -> int:
        return self._count

    def __iter__(self) -> Iterator[Any]:
        with pq.ParquetFile(self._file) as file:
            for batch in file.iter_batches(_AT_A_TIME):
                yield from records_in(self._table, batch)

    def values(self, *fields: str) -> Iterator[tuple[Any, ...]]:
        """These fields of each record."""
        with pq.ParquetFile(self._file) as file:
            for batch in file.iter_batches(_AT_A_TIME, columns=list(fields)):
                yield from zip(*(values_in(name, batch) for name in fields), strict=True)

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


def values_of(records: Sequence[Any], *fields: str) -> Iterator[tuple[Any, ...]]:
    """Two or more fields of each record; of a table on disk nothing else is read.

    >>> list(values_of((), "id", "document"))
    []
    """
    return records.values(*fields) if isinstance(records, Stored) else map(attrgetter(*fields), records)
