"""Extractions on disk: what was found in a document stands until the document or the stages change.

    CACHE/<digest of the stages>/<digest of the content>.arrow

A segment is an Arrow file whose name is the hash of what is in it, so that a damaged one is noticed; it is
deleted, and its documents are extracted anew. Segments are written while a build runs: the
build after one that died goes on from there.
"""

from __future__ import annotations

import hashlib
import os
import shutil
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from pathlib import Path
from time import monotonic

import pyarrow as pa

from kg.build.codec import ExtractionCodec
from kg.build.stages import key_of
from kg.records import Document, Extraction

# A segment is closed at so many documents, or after so many seconds: what a dying build may lose.
_DOCUMENTS, _SECONDS = 4096, 10.0
# Documents that become records together.
_AT_A_TIME = 128
# So many thin segments may lie about before they are joined.
_THIN_SEGMENTS = 16
_SUFFIX = ".arrow"
_RECOGNIZER = b"kg.recognizer"
# A file of the cache, and the keys of those of its documents that are meant.
Segment = tuple[Path, frozenset[bytes]]
_COMPRESSED = pa.ipc.IpcWriteOptions(compression="zstd")


class Cache:
    """The extractions of one set of stages, by document key.

    >>> import tempfile
    >>> from kg.ontology import vocabulary
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     b"key" in Cache(Path(folder), "4f3a", ExtractionCodec(vocabulary()))
    False
    """

    def __init__(self, folder: Path, digest: str, codec: ExtractionCodec) -> None:
        self.folder = folder
        self._mine = folder / digest
        self._codec = codec
        self._where: dict[bytes, Path] = {}
        self._waiting: list[pa.RecordBatch] = []
        self._last = monotonic()
        self.damaged: list[Path] = []
        self.recognizer: str | None = None
        for path in sorted(self._mine.glob(f"*{_SUFFIX}")):
            self._index(path)

    @property
    def schema(self) -> pa.Schema:
        """The schema of the batches that are added."""
        return self._codec.schema

    def __contains__(self, key: bytes) -> bool:
        return key in self._where

    def __len__(self) -> int:
        return len(self._where)

    def _index(self, path: Path) -> None:
        table = _read(path)
        if table is None or not table.schema.equals(self._codec.schema):
            self.damaged.append(path)
            path.unlink()
            return
        self.recognizer = (table.schema.metadata or {}).get(_RECOGNIZER, b"").decode() or self.recognizer
        self._where.update(dict.fromkeys(keys_of(table), path))

    def add(self, batch: pa.RecordBatch) -> None:
        """Keeps a batch; it is on disk some seconds later, or after `flush`."""
        self._waiting.append(batch)
        documents = sum(batch.num_rows for batch in self._waiting)
        if documents >= _DOCUMENTS or monotonic() - self._last >= _SECONDS:
            self.flush()

    def flush(self) -> None:
        """Writes what is waiting."""
        self._last = monotonic()
        if self._waiting:
            self._write(pa.Table.from_batches(self._waiting))
            self._waiting.clear()

    def _write(self, table: pa.Table) -> None:
        self._mine.mkdir(parents=True, exist_ok=True)
        sink = pa.BufferOutputStream()
        named = table.replace_schema_metadata({_RECOGNIZER: (self.recognizer or "").encode()})
        with pa.ipc.new_file(sink, named.schema, options=_COMPRESSED) as writer:
            writer.write_table(named)
        content = memoryview(sink.getvalue())
        path = self._mine / (_name(content) + _SUFFIX)
        draft = path.with_suffix(f".{os.getpid()}")
        draft.write_bytes(content)
        draft.replace(path)
        self._where.update(dict.fromkeys(keys_of(table), path))

    def find(self, documents: Iterable[Document]) -> list[bytes]:
        """The keys of those of these documents that are here: as they were read or, where a table could not
        hold a document to the letter, by id and digest.
        """
        found, missing = [], set()
        for document in documents:
            if (key := key_of(document)) in self:
                found.append(key)
            else:
                missing.add((document.id, document.sha256))
        for path in sorted(set(self._where.values())) if missing else ():
            table = _read(path)
            rows = [] if table is None else table.select(["key", "document"]).to_pylist()
            for row in rows:
                which = (row["document"]["id"], row["document"]["sha256"])
                if which in missing:
                    missing.remove(which)
                    found.append(row["key"])
        return found

    def segments(self, keys: Collection[bytes]) -> list[Segment]:
        """Where the extractions of `keys` lie."""
        self.flush()
        found: dict[Path, set[bytes]] = defaultdict(set)
        for key in keys:
            found[self._where[key]].add(key)
        return [(path, frozenset(mine)) for path, mine in sorted(found.items())]

    def prune(self, keys: Collection[bytes]) -> None:
        """Drops other stages' extractions and segments without any of `keys`; joins thin segments."""
        for path in self.folder.iterdir():
            if path != self._mine and path.is_dir():
                shutil.rmtree(path, ignore_errors=True)
        wanted = set(keys)
        live: dict[Path, int] = dict.fromkeys(self._mine.glob(f"*{_SUFFIX}"), 0)
        for key in wanted:
            live[self._where[key]] += 1
        for path in [path for path, count in live.items() if not count]:
            path.unlink(missing_ok=True)
            del live[path]
        thin = sorted(path for path, count in live.items() if count < _DOCUMENTS // 2)
        if len(thin) > _THIN_SEGMENTS:
            self._join(thin, wanted)

    def remove(self) -> None:
        """Removes all of it."""
        shutil.rmtree(self.folder, ignore_errors=True)
        self._where.clear()

    def _join(self, paths: Sequence[Path], wanted: set[bytes]) -> None:
        left: list[pa.Table] = []
        for path in paths:
            table = _read(path)
            if table is not None:
                here = [self._where.get(key) == path and key in wanted for key in keys_of(table)]
                left.append(table.filter(pa.array(here, pa.bool_())))
        joined = pa.concat_tables(left).combine_chunks()
        for start in range(0, joined.num_rows, _DOCUMENTS):
            self._write(joined.slice(start, _DOCUMENTS))
        for path in set(paths) - set(self._where.values()):
            path.unlink(missing_ok=True)


def extractions_of(segments: Iterable[Segment], codec: ExtractionCodec) -> Iterator[Extraction]:
    """The extractions of these documents, segment by segment.

    >>> list(extractions_of([], None))
    []
    """
    for path, keys in segments:
        table = _read(path)
        assert table is not None, f"{path} was sound a moment ago"
        mine = [key in keys for key in keys_of(table)]
        for batch in table.filter(pa.array(mine, pa.bool_())).to_batches(_AT_A_TIME):
            yield from codec.extractions(batch)


def keys_of(rows: pa.Table | pa.RecordBatch) -> list[bytes]:
    """The keys of the documents in these rows."""
    keys: list[bytes] = rows.column("key").to_pylist()  # type: ignore[assignment]  # none is null
    return keys


def _name(content: memoryview | bytes) -> str:
    return hashlib.sha256(content).hexdigest()[:32]


def _read(path: Path) -> pa.Table | None:
    """The segment, or nothing where it is not what was written."""
    content = path.read_bytes()
    if _name(content) != path.stem:
        return None
    try:
        return pa.ipc.open_file(pa.BufferReader(content)).read_all()
    except pa.ArrowInvalid:
        return None
