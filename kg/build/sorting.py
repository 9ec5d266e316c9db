"""Records of a table in the table's order, without holding them all: sorted runs on disk, merged at the end.

A merge reads of each run only what lies in one range of keys; ranges are as wide as what may be held.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from kg.tables import order_of, rows_of, write_rows

# Records of one run, and rows that are read of a run at a time.
_RUN, _BATCH = 16_384, 1024
# Batches, of whatever runs, that one range has about.
_RANGE = 32


@dataclass(frozen=True)
class Run:
    """A file of sorted batches, and the first and last key of each."""

    file: Path
    firsts: list[str]
    lasts: list[str]


class Sorter:
    """Takes the records of the table `name` in any order and writes the table.

    >>> import tempfile
    >>> from kg.records import Entity, Kind
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     sorter = Sorter("entities", Path(folder))
    ...     sorter.extend(Entity(key, Kind.PER, "") for key in ("per-2", "per-1"))
    ...     [row["id"] for part in sorter.parts() for row in part.to_pylist()]
    ['per-1', 'per-2']
    """

    def __init__(self, name: str, scratch: Path) -> None:
        self._name = name
        self._scratch = scratch
        self._key = order_of(name)
        self._waiting: list[Any] = []
        self._runs: list[Run] = []

    def extend(self, records: Iterable[Any]) -> None:
        """Adds records."""
        self._waiting.extend(records)
        if len(self._waiting) >= _RUN:
            self._close_run()

    def runs(self) -> list[Run]:
        """What was taken so far as runs on disk, for another sorter of the same table to `adopt`."""
        if self._waiting:
            self._close_run()
        return self._runs

    def adopt(self, runs: Iterable[Run]) -> None:
        """Takes the runs of another sorter, which must not use them any more."""
        self._runs.extend(runs)

    def write(self, folder: Path) -> None:
        """Writes the table into `folder` and lets go of the runs."""
        write_rows(self._name, self.parts(), folder)
        for run in self._runs:
            run.file.unlink()
        self._runs.clear()

    def parts(self) -> Iterator[pa.Table]:
        """The rows in order, a range of keys at a time."""
        if not self._runs:
            yield self._sorted(rows_of(self._name, self._waiting))
            self._waiting.clear()
            return
        if self._waiting:
            self._close_run()
        starts = sorted(first for run in self._runs for first in run.firsts)[::_RANGE]
        for low, high in zip(starts, [*starts[1:], None], strict=True):
            if low != high:
                found = [part for run in self._runs for part in self._between(run, low, high)]
                yield self._sorted(pa.concat_tables(found))

    def _sorted(self, rows: pa.Table) -> pa.Table:
        return rows.sort_by([(column, "ascending") for column in self._key]).combine_chunks()

    def _close_run(self) -> None:
        rows = self._sorted(rows_of(self._name, self._waiting))
        self._waiting.clear()
        self._scratch.mkdir(parents=True, exist_ok=True)
        file = self._scratch / f"{self._name}-{len(self._runs)}.arrow"
        keys = rows.column(self._key[0])
        firsts, lasts = [], []
        with pa.ipc.new_file(str(file), rows.schema) as writer:
            for start in range(0, rows.num_rows, _BATCH):
                batch = rows.slice(start, _BATCH)
                writer.write_table(batch)
                firsts.append(str(keys[start]))
                lasts.append(str(keys[start + batch.num_rows - 1]))
        self._runs.append(Run(file, firsts, lasts))

    def _between(self, run: Run, low: str, high: str | None) -> Iterator[pa.Table]:
        """The rows of a run whose key is `low` or more and less than `high`."""
        with pa.OSFile(str(run.file), "rb") as source:
            batches = pa.ipc.open_file(source)
            for number in range(bisect_left(run.lasts, low), len(run.firsts)):
                if high is not None and run.firsts[number] >= high:
                    return
                part = pa.Table.from_batches([batches.get_batch(number)])
                keys = part.column(self._key[0])
                inside = pc.greater_equal(keys, pa.scalar(low, keys.type))
                if high is not None:
                    inside = pc.and_(inside, pc.less(keys, pa.scalar(high, keys.type)))
                yield part.filter(inside)
