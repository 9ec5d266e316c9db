"""The tables of a corpus, made from its extractions without holding them: each is read three times.

First for its organizations and places, then, when these are known, for its people, and last for what it says.
"""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from kg.build.shards import TOLD, Shards
from kg.build.sorting import Sorter
from kg.records import Graph
from kg.resolve import Ledger, Telling, entities
from kg.tables import Stored, rows_of, write_rows

# Records that become rows together.
_ROWS = 16_384


def write_resolved(shards: Shards, ledger: Ledger, folder: Path) -> Graph:
    """Writes the tables of a corpus to `folder` and gives the graph that they hold, which reads them.

    Args:
        shards: the documents; none comes twice.
        ledger: what people have ruled.
        folder: made if need be. The files are, to the byte, those of `kg.resolve.resolve`'s graph.
    """
    folder.mkdir(parents=True, exist_ok=True)
    scratch = folder / "runs"
    known = entities(shards, ledger)
    telling = Telling()
    sorters = {name: Sorter(name, scratch) for name in TOLD}
    for part in shards.told(known.owners, known.texts, scratch):
        for name, runs in part.runs.items():
            sorters[name].adopt(runs)
        telling.add(part.sayings, part.sights)
    found, decisions = known.entities, known.decisions
    sorters["documents"].write(folder)
    sorters["mentions"].write(folder)
    statements = tuple(telling.statements())
    documents = Stored("documents", folder)
    for document in documents:
        sorters["evidence"].extend(telling.sentences(document))
    sorters["evidence"].write(folder)
    _write("entities", found, folder)
    _write("statements", statements, folder)
    _write("decisions", decisions, folder)
    shutil.rmtree(scratch, ignore_errors=True)
    return Graph(
        documents, found, Stored("mentions", folder), statements, Stored("evidence", folder), decisions
    )


def _write(name: str, records: Sequence[Any], folder: Path) -> None:
    parts = (rows_of(name, records[start : start + _ROWS]) for start in range(0, len(records), _ROWS))
    write_rows(name, parts, folder)
