"""One article a row: JSON lines and CSV. A broken row costs itself, not the file."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterator, Mapping
from typing import IO

from kg.corpus.fields import column_of, columns, scalar
from kg.records import Skipped

# After so many broken rows, one line says how many more there are.
_MOST_REPORTED = 20
# JSON may write a character as two escapes of six bytes each.
_BYTES_PER_CHARACTER = 12
# What surrogateescape makes of bytes that are no text.
_DAMAGED = re.compile("[\udc80-\udcff]")
_LINE_ENDS = ("\n", "\r")

Row = tuple[str, Mapping[str, object], str]


class _Rows:
    """Names rows and reports broken ones, for one file."""

    def __init__(self, source_name: str, chosen: Mapping[str, str]) -> None:
        self.source_name = source_name
        self.chosen = chosen
        self.names: set[str] = set()
        self.broken = 0

    def row(self, number: int | str, values: Mapping[str, object]) -> Row | Skipped | None:
        columns = {name.strip().lstrip("\ufeff").lower(): name for name in values}
        column = column_of(columns, "text", self.chosen)
        if column is None:
            return self.skip(number, no_text_column(values, self.chosen))
        text = values[column]
        if not isinstance(text, str):
            return self.skip(number, f"{column} is no text")
        if not text.strip():
            return self.skip(number, f"{column} is empty")
        id_column = column_of(columns, "id", self.chosen)
        given = scalar(values[id_column]) if id_column is not None else None
        name = f"{self.source_name}#{' '.join(given.split())[:200] if given and given.strip() else number}"
        if name in self.names:
            name = f"{name}#{number}"
        self.names.add(name)
        return name, values, text

    def skip(self, number: int | str, reason: str) -> Skipped | None:
        self.broken += 1
        return Skipped(self.source_name, f"row {number}: {reason}") if self.broken <= _MOST_REPORTED else None

    def rest(self) -> Iterator[Skipped]:
        if self.broken > _MOST_REPORTED:
            yield Skipped(self.source_name, f"{self.broken - _MOST_REPORTED} more rows that cannot be read")


def no_text_column(values: Mapping[str, object], chosen: Mapping[str, str]) -> str:
    """The reason that a row or a table has no text, with the columns that it has."""
    wanted = chosen.get("text")
    have = ", ".join(str(name) for name in list(values)[:12])
    if wanted:
        return f"no column {wanted!r}; there are: {have}"
    usual = ", ".join(columns()["text"][:3])
    return f"no column with the text ({usual}, 正文 …); there are: {have}. Try --columns text=NAME"


def one_row(
    source_name: str, key: str, values: Mapping[str, object] | str, chosen: Mapping[str, str]
) -> Row | Skipped:
    """One row by itself, given as its columns or as a line of JSON; `key` stands for its number.

    >>> one_row("a.jsonl", "7", "[]", {}).reason
    'row 7: not a JSON object'
    """
    rows = _Rows(source_name, chosen)
    outcome = _json_row(rows, key, values) if isinstance(values, str) else rows.row(key, values)
    assert outcome is not None, "only after many broken rows of one file is nothing said of the next"
    return outcome


def json_rows(
    stream: IO[bytes], encoding: str, source_name: str, chosen: Mapping[str, str], max_chars: int
) -> Iterator[Row | Skipped]:
    """The rows of a JSON-lines file, numbered from 1 by line."""
    rows = _Rows(source_name, chosen)
    for number, line in _lines(stream, encoding, max_chars):
        outcome: Row | Skipped | None
        if line is None:
            outcome = rows.skip(number, f"longer than {max_chars:,} characters")
        elif not line.strip():
            continue
        else:
            outcome = _json_row(rows, number, line)
        if outcome is not None:
            yield outcome
    yield from rows.rest()


def _json_row(rows: _Rows, number: int | str, line: str) -> Row | Skipped | None:
    if not line.isascii() and _DAMAGED.search(line):
        return rows.skip(number, "undecodable bytes")
    try:
        values = json.loads(line)
    except json.JSONDecodeError as error:
        return rows.skip(number, f"not JSON ({error.msg}, column {error.colno})")
    except (RecursionError, ValueError):
        return rows.skip(number, "JSON that is nested too deep or has too large a number")
    if not isinstance(values, dict):
        return rows.skip(number, "not a JSON object")
    return rows.row(number, values)


def _lines(stream: IO[bytes], encoding: str, max_chars: int) -> Iterator[tuple[int, str | None]]:
    """Numbered lines; None for one that is too long, which is read over without keeping it."""
    # Bytes that are no text become surrogates, so that only their own row is lost.
    reader = io.TextIOWrapper(stream, encoding=encoding, errors="surrogateescape")
    limit = max_chars * _BYTES_PER_CHARACTER + 65_536
    number = 0
    while line := reader.readline(limit):
        number += 1
        if line.endswith("\n") or len(line) < limit:
            yield number, line.removeprefix("\ufeff") if number == 1 else line
            continue
        while (more := reader.readline(1 << 20)) and not more.endswith("\n"):
            pass
        yield number, None


def table_rows(
    stream: IO[bytes], encoding: str, source_name: str, chosen: Mapping[str, str], max_chars: int
) -> Iterator[Row | Skipped]:
    """The rows of a CSV file with a header, numbered from 1 below it; , ; and tab are told apart."""
    rows = _Rows(source_name, chosen)
    # The module's limit is for all readers: it is only ever raised.
    csv.field_size_limit(max(csv.field_size_limit(), max_chars + 1))
    reader = io.TextIOWrapper(stream, encoding=encoding, errors="surrogateescape", newline="")
    first = reader.readline(1 << 20)
    delimiter = max(",;\t", key=lambda sign: (first.count(sign), sign == ","))
    lines = _bounded(first, reader, 16 * max_chars + 65_536)
    table = csv.reader(lines, delimiter=delimiter)
    try:
        header = [name.lstrip("\ufeff") for name in next(table, [])]
    except csv.Error as error:
        yield Skipped(source_name, f"not CSV ({error})")
        return
    named = dict.fromkeys(header)
    if column_of({name.strip().lower(): name for name in named}, "text", chosen) is None:
        yield Skipped(source_name, no_text_column(named, chosen))
        return
    number = 0
    while True:
        number += 1
        outcome: Row | Skipped | None
        try:
            cells = next(table)
        except StopIteration:
            break
        except csv.Error as error:
            outcome = rows.skip(number, f"not CSV ({error})")
        else:
            outcome = _table_row(rows, number, header, cells) if any(cells) else None
        if outcome is not None:
            yield outcome
    yield from rows.rest()


def _table_row(rows: _Rows, number: int, header: list[str], cells: list[str]) -> Row | Skipped | None:
    if any(_DAMAGED.search(cell) for cell in cells):
        return rows.skip(number, "undecodable bytes")
    if len(cells) != len(header):
        return rows.skip(number, f"{len(cells)} cells where the header has {len(header)}")
    return rows.row(number, dict(zip(header, cells, strict=True)))


def _bounded(first: str, reader: IO[str], limit: int) -> Iterator[str]:
    """Lines, with one that is far too long cut short: its row is then broken, and memory is spared."""
    yield first
    while line := reader.readline(limit):
        yield line
        if len(line) >= limit and not line.endswith(_LINE_ENDS):
            while (more := reader.readline(1 << 20)) and not more.endswith(_LINE_ENDS):
                pass
