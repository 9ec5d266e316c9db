"""Documents that wait for extraction, on disk: a corpus may be larger than memory."""

from __future__ import annotations

import pickle
from collections.abc import Iterator
from pathlib import Path
from types import TracebackType

from kg.build.pool import batches
from kg.records import Document

# Documents among which those of like length are put together.
_CHUNK = 1024


class Pending:
    """A queue that is filled first and emptied afterwards.

    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder, Pending(Path(folder, "pending")) as pending:
    ...     pending.put(Document("doc-1", "a.txt", "示例", "zh"))
    ...     len(pending), [len(batch) for batch in pending.batches()]
    (1, [1])
    """

    def __init__(self, path: Path) -> None:
        self._file = path.open("w+b")
        self._path = path
        self._chunk: list[Document] = []
        self._count = 0
        self.number_of_batches = 0

    def __len__(self) -> int:
        return self._count

    def put(self, document: Document) -> None:
        self._count += 1
        self._chunk.append(document)
        if len(self._chunk) == _CHUNK:
            self.close_chunk()

    def close_chunk(self) -> None:
        """Cuts what has come so far into batches."""
        for batch in batches(self._chunk):
            self.number_of_batches += 1
            pickle.dump(batch, self._file, pickle.HIGHEST_PROTOCOL)
        self._chunk.clear()

    def batches(self) -> Iterator[list[Document]]:
        """All documents, in batches for one worker each."""
        self.close_chunk()
        self._file.seek(0)
        for _ in range(self.number_of_batches):
            yield pickle.load(self._file)

    def __enter__(self) -> Pending:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: object, trace: TracebackType | None) -> None:
        self._file.close()
        self._path.unlink(missing_ok=True)
