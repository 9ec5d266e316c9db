"""Records as rows of a table, and back."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from operator import attrgetter
from typing import Any

import pyarrow as pa

from kg.records import Judgement, Kind, Region, Role, Status
from kg.tables.schema import Table, table_of

_SURROGATES = re.compile("[\ud800-\udfff]")


def rows_of(name: str, records: Iterable[Any]) -> pa.Table:
    """Records as rows of the table `name`, in the order in which they come.

    >>> rows_of("entities", []).num_rows
    0
    """
    return rows_in(table_of(name), list(records))


def rows_in(table: Table, records: Sequence[Any]) -> pa.Table:
    """The same, of a table that is at hand."""
    arrays = [
        _column(name, list(map(attrgetter(name), records)), kind) for name, kind in table.columns.items()
    ]
    return pa.Table.from_arrays(arrays, schema=table.schema)


def records_in(table: Table, rows: pa.Table | pa.RecordBatch) -> list[Any]:
    """The records of rows. Raises InvalidRecord, ValueError."""
    # The order of the columns is that of the record's fields.
    return list(map(table.record, *(values_in(name, rows) for name in table.columns)))


def values_in(name: str, rows: pa.Table | pa.RecordBatch) -> list[Any]:
    """What the field of this name is in each of the rows."""
    values = rows.column(name).to_pylist()
    convert = _CONVERTERS.get(name)
    return values if convert is None else [convert(value) for value in values]


def _column(name: str, values: list[Any], kind: pa.DataType) -> pa.Array[Any]:
    if name == "regions":
        values = [[_region(item) for item in value] for value in values]
    try:
        return pa.array(values, kind)
    except UnicodeEncodeError:
        return pa.array([_encodable(value) for value in values], kind)


def _region(region: Region) -> dict[str, Any]:
    return {"start": region.start, "end": region.end, "role": str(region.role)}


def _encodable(value: Any) -> Any:
    """The value with U+FFFD for each lone surrogate."""
    if isinstance(value, str):
        return _SURROGATES.sub("\ufffd", value)
    if isinstance(value, tuple):
        return [_encodable(item) for item in value]
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
