"""The graph on disk: Parquet tables, the one source of every export (floor 5).

    OUT/tables/documents.parquet     with their texts, by source name
    OUT/tables/mentions.parquet      by id, as all that follow
    OUT/tables/entities.parquet
    OUT/tables/statements.parquet
    OUT/tables/evidence.parquet
    OUT/tables/decisions.parquet   who is one and who is not, and why; a graph without it has no decisions

The same graph gives the same bytes. A column is a field of the record of the same name.

schema: columns and order;  rows: records to Arrow and back;  files: whole tables;  stored: tables on disk
"""

from __future__ import annotations

from kg.tables.files import read_table, read_tables, write_rows, write_tables
from kg.tables.rows import rows_of
from kg.tables.schema import TABLE_FILES, TABLES, order_of
from kg.tables.stored import Stored, ordered, stored, values_of

__all__ = [
    "TABLES",
    "TABLE_FILES",
    "Stored",
    "order_of",
    "ordered",
    "read_table",
    "read_tables",
    "rows_of",
    "stored",
    "values_of",
    "write_rows",
    "write_tables",
]
