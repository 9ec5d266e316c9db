"""The tables of a corpus, made from its extractions without holding them: each is read three times.

First for its organizations and places, then, when these are known, for its people, and last for what it says.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from kg.build.sorting import Sorter
from kg.records import Extraction, Graph
from kg.resolve import Ledger, Telling, entities
from kg.tables import Stored, rows_of, write_rows

# Records that become rows together.
_ROWS = 16_384


def write_resolved(extractions: Iterable[Extraction], ledger: Ledger, folder: Path) -> Graph:
    """Writes the tables of a corpus to `folder` and gives the graph that they hold, which reads them.

    Args:
        extractions: gone through three times, in whatever order; no document comes twice.
        ledger: what people have ruled.
        folder: made if need be. The files are, to the byte, those of `kg.resolve.resolve`'s graph.

    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as name:
    ...     len(write_resolved([], Ledger(), Path(name, "tables")).mentions)
    0
    """
    folder.mkdir(parents=True, exist_ok=True)
    scratch = folder / "runs"
    documents, mentions, evidence = (Sorter(name, scratch) for name in ("documents", "mentions", "evidence"))
    known = entities(extractions, ledger)
    telling = Telling(known)
    for extraction in extractions:
        documents.extend([extraction.document])
        mine, proofs = telling.read(extraction)
        mentions.extend(mine)
        evidence.extend(proofs)
    found, decisions = known.entities, known.decisions
    documents.write(folder)
    mentions.write(folder)
    statements = tuple(telling.statements())
    stored = Stored("documents", folder)
    for document in stored:
        evidence.extend(telling.sentences(document))
    evidence.write(folder)
    _write("entities", found, folder)
    _write("statements", statements, folder)
    _write("decisions", decisions, folder)
    shutil.rmtree(scratch, ignore_errors=True)
    return Graph(stored, found, Stored("mentions", folder), statements, Stored("evidence", folder), decisions)


def _write(name: str, records: Sequence[Any], folder: Path) -> None:
    parts = (rows_of(name, records[start : start + _ROWS]) for start in range(0, len(records), _ROWS))
    write_rows(name, parts, folder)
