"""Many documents through a few worker processes, each of which loads the stages once.

A batch whose worker dies or takes too long is given out again, one document at a time: the document that is
to blame is skipped with its reason, and all others are built.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from dataclasses import dataclass, field
from itertools import islice
from queue import SimpleQueue

import pyarrow as pa

from kg.build.process import Died, Failure, Process
from kg.build.stages import Setup
from kg.errors import KgError
from kg.records import Document, Skipped

COMMAND = (sys.executable, "-m", "kg.build.worker")
# About a second's work: long enough to fill the recognizer's batches, short enough to spread.
BATCH_CHARACTERS = 20_000
BATCH_DOCUMENTS = 64
# Batches that are given out or wait for each worker; a reader that is ahead waits.
_AHEAD = 2
_LOADING = 600.0


class WorkerFailed(KgError):
    """A worker process ended before it could take work."""

    def __init__(self, how: str) -> None:
        self.how = how
        super().__init__(f"a worker process {how} before it was ready. What it printed above says why.")


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a batch: rows of extractions (none if all failed), and the documents that failed."""

    documents: int
    rows: tuple[pa.RecordBatch, ...]
    skipped: tuple[Skipped, ...]


def cores() -> int:
    """The cores that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def batches(documents: Sequence[Document]) -> Iterator[list[Document]]:
    """Documents of like length together: the recognizer pads a batch to its longest sentence.

    >>> from kg.records import Document
    >>> [len(batch) for batch in batches([Document(str(n), "a", "示" * 15_000, "zh") for n in range(3)])]
    [1, 1, 1]
    """
    batch: list[Document] = []
    characters = 0
    for document in sorted(documents, key=lambda document: (len(document.text), document.source_name)):
        full = characters + len(document.text) > BATCH_CHARACTERS or len(batch) == BATCH_DOCUMENTS
        if batch and full:
            yield batch
            batch, characters = [], 0
        batch.append(document)
        characters += len(document.text)
    if batch:
        yield batch


def extract_all(
    work: Iterable[Sequence[Document]], setup: Setup, *, jobs: int, timeout: float, schema: pa.Schema
) -> Iterator[str | Outcome]:
    """First the recognizer's name, then the outcome of each batch, in the order in which they are done.

    Args:
        work: batches; read only as fast as they are worked off.
        jobs: worker processes.
        timeout: seconds that a batch of usual length may take; a longer document gets more in proportion.
        schema: of the rows.

    Raises UnknownModel and whatever else loading the stages raises, WorkerFailed.
    """
    pool = _Pool(setup, jobs, timeout, schema)
    try:
        yield pool.name()
        yield from pool.outcomes(iter(work))
    finally:
        pool.close()


@dataclass
class _Pool:
    setup: Setup
    jobs: int
    timeout: float
    schema: pa.Schema
    idle: SimpleQueue[_Worker] = field(default_factory=SimpleQueue)
    workers: list[_Worker] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.workers += [_Worker(self.setup) for _ in range(self.jobs)]
        self.threads = ThreadPoolExecutor(self.jobs, thread_name_prefix="kg-worker")

    def name(self) -> str:
        """Starts the workers; all load at once, and the first one tells the name."""
        names = [self.threads.submit(worker.start) for worker in self.workers]
        for worker in self.workers:
            self.idle.put(worker)
        # All of them: one that fails must not go unnoticed until it is given work.
        first, *_ = [name.result() for name in names]
        return first

    def outcomes(self, work: Iterator[Sequence[Document]]) -> Iterator[Outcome]:
        waiting: set[Future[Outcome]] = set()
        while True:
            for batch in islice(work, _AHEAD * self.jobs - len(waiting)):
                waiting.add(self.threads.submit(self._run, batch))
            if not waiting:
                return
            done, waiting = wait(waiting, return_when=FIRST_COMPLETED)
            for future in done:
                yield future.result()

    def _run(self, batch: Sequence[Document]) -> Outcome:
        worker = self.idle.get()
        try:
            return self._outcome(worker, batch)
        finally:
            self.idle.put(worker)

    def _outcome(self, worker: _Worker, batch: Sequence[Document]) -> Outcome:
        characters = sum(len(document.text) for document in batch)
        limit = self.timeout * max(1.0, characters / BATCH_CHARACTERS)
        try:
            content, skipped = worker.process.ask(list(batch), limit)
        except Died as died:
            if worker.process.closed:
                return Outcome(0, (), ())
            worker.start()
            if len(batch) == 1:
                return Outcome(1, (), (Skipped(batch[0].source_name, died.reason),))
            parts = [self._outcome(worker, [document]) for document in batch]
            return Outcome(
                len(batch),
                tuple(rows for part in parts for rows in part.rows),
                tuple(item for part in parts for item in part.skipped),
            )
        rows = pa.ipc.read_record_batch(pa.py_buffer(content), self.schema)
        return Outcome(len(batch), (rows,) if rows.num_rows else (), tuple(skipped))

    def close(self) -> None:
        for worker in self.workers:
            worker.process.close()
        self.threads.shutdown(cancel_futures=True)


class _Worker:
    """A process that extracts."""

    def __init__(self, setup: Setup) -> None:
        self._setup = setup
        self.process = Process(COMMAND)

    def start(self) -> str:
        """Starts the process, in place of one that died, and waits until it is ready; it tells the
        recognizer's name.
        """
        self.process.start()
        try:
            told = self.process.ask(self._setup, _LOADING)
        except Died as died:
            if self.process.closed:
                return ""
            raise WorkerFailed(died.reason) from None
        if isinstance(told, Failure):
            raise told.error()
        name: str = told
        return name
