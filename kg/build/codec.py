"""Records to Arrow and back, by the types that their fields declare.

A frozen dataclass is a struct, a tuple a list, an enumeration its value, a predicate its name. A field that a
record gains is stored with the rest; nothing is listed twice.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, fields, is_dataclass
from enum import StrEnum
from functools import lru_cache
from itertools import pairwise
from operator import attrgetter
from types import UnionType
from typing import Any, get_args, get_origin, get_type_hints

import pyarrow as pa

from kg.ontology import Vocabulary
from kg.records import Extraction, Predicate

_PLAIN: dict[type, pa.DataType] = {
    str: pa.large_string(),
    int: pa.int64(),
    float: pa.float64(),
    bool: pa.bool_(),
}
_EXTRACTION = tuple(item.name for item in fields(Extraction))


def _same(value: Any) -> Any:
    return value


def _plainly(column: pa.Array[Any]) -> list[Any]:
    return column.to_pylist()


@dataclass(frozen=True)
class _Codec:
    """How values of one declared type lie in Arrow: `store` hands one over, `load` takes a column of them."""

    arrow: pa.DataType
    store: Callable[[Any], Any] = _same
    load: Callable[[pa.Array[Any]], list[Any]] = _plainly
    nullable: bool = False


def _codec(declared: Any, terms: Vocabulary) -> _Codec:
    if isinstance(declared, UnionType):
        (inner,) = (part for part in get_args(declared) if part is not type(None))
        return _optional(_codec(inner, terms))
    if get_origin(declared) is tuple:
        return _list(_codec(get_args(declared)[0], terms))
    if declared is Predicate:
        return _named(attrgetter("name"), terms.__getitem__)
    if is_dataclass(declared):
        assert isinstance(declared, type)
        return _struct(declared, terms)
    if issubclass(declared, StrEnum):
        return _named(str, declared)
    return _Codec(_PLAIN[declared])


def _named(name: Callable[[Any], str], value: Callable[[str], Any]) -> _Codec:
    """Values of which there are few, by their names."""
    known = lru_cache(value)
    return _Codec(pa.string(), name, lambda column: list(map(known, column.to_pylist())))


def _optional(inner: _Codec) -> _Codec:
    if inner.store is _same:
        return _Codec(inner.arrow, nullable=True)

    def load(column: pa.Array[Any]) -> list[Any]:
        there = column.is_valid()
        found = iter(inner.load(column.filter(there)))
        return [next(found) if one else None for one in there.to_pylist()]

    return _Codec(
        inner.arrow, lambda value: None if value is None else inner.store(value), load, nullable=True
    )


def _list(inner: _Codec) -> _Codec:
    def load(column: pa.Array[Any]) -> list[Any]:
        assert isinstance(column, pa.LargeListArray)
        values = inner.load(column.flatten())
        ends: list[int] = column.offsets.to_pylist()  # type: ignore[assignment]  # none is null
        return [tuple(values[a - ends[0] : b - ends[0]]) for a, b in pairwise(ends)]

    plain = inner.store is _same
    store = list if plain else lambda values: [inner.store(value) for value in values]
    return _Codec(pa.large_list(inner.arrow), store, load)


def _struct(record: type, terms: Vocabulary) -> _Codec:
    hints = get_type_hints(record)
    parts = [(item.name, _codec(hints[item.name], terms)) for item in fields(record)]

    def load(column: pa.Array[Any]) -> list[Any]:
        assert isinstance(column, pa.StructArray)
        return list(map(record, *(part.load(column.field(name)) for name, part in parts)))

    return _Codec(
        pa.struct([pa.field(name, part.arrow, nullable=part.nullable) for name, part in parts]),
        lambda value: {name: part.store(getattr(value, name)) for name, part in parts},
        load,
    )


def _parts(struct: pa.DataType) -> list[pa.Field[Any]]:
    return [struct.field(number) for number in range(struct.num_fields)]


class ExtractionCodec:
    """Extractions as rows of an Arrow table, each under a key of its own.

    >>> from kg.ontology import vocabulary
    >>> from kg.records import Document
    >>> codec = ExtractionCodec(vocabulary())
    >>> batch = codec.batch([b"key"], [Extraction(Document("doc-1", "a.txt", "示例", "zh"))])
    >>> [extraction.document.text for extraction in codec.extractions(batch)]
    ['示例']
    """

    def __init__(self, terms: Vocabulary) -> None:
        self._codec = _struct(Extraction, terms)
        self.schema = pa.schema([pa.field("key", pa.binary(), nullable=False), *_parts(self._codec.arrow)])

    def batch(self, keys: Sequence[bytes], extractions: Sequence[Extraction]) -> pa.RecordBatch:
        """One row for each extraction."""
        rows = [self._codec.store(extraction) for extraction in extractions]
        columns = [pa.array(keys, pa.binary())]
        columns += [
            pa.array([row[name] for row in rows], self.schema.field(name).type) for name in _EXTRACTION
        ]
        return pa.RecordBatch.from_arrays(columns, schema=self.schema)

    def extractions(self, rows: pa.RecordBatch) -> list[Extraction]:
        """The records of these rows. Raises UnknownPredicate, InvalidRecord."""
        return self._codec.load(rows.select(list(_EXTRACTION)).to_struct_array())
