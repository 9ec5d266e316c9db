"""What the tables are: the columns of each, and the order of its rows."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pyarrow as pa

from kg.records import Decision, Document, Entity, EntityMention, Evidence, Statement

# Raised when a column is renamed or changes its meaning, so that old tables are refused and not misread.
FORMAT = "1"
FORMAT_KEY = b"kg.format"

_STRING = pa.string()
_STRINGS = pa.list_(pa.string())
_OFFSET = pa.int64()


@dataclass(frozen=True)
class Table:
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
        return pa.schema(fields, metadata={FORMAT_KEY: FORMAT.encode("ascii")})


ALL = (
    Table(
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
    Table(
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
    Table(
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
    Table(
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
    Table(
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
    Table(
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

TABLES = tuple(table.name for table in ALL)
TABLE_FILES = tuple(table.file for table in ALL if table.required)


def table_of(name: str) -> Table:
    """The table of this name."""
    return next(table for table in ALL if table.name == name)


def order_of(name: str) -> tuple[str, ...]:
    """The columns by which the rows of a table are ordered.

    >>> order_of("documents")
    ('source_name', 'id')
    """
    return table_of(name).key
