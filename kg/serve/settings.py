"""What a server is told: where the graph is, and how much one request may take."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Settings:
    """`out` is a built graph; times are in seconds, sizes in bytes.

    `rows` cuts a result (the answer says so), `timeout` ends a query, `memory` is what a query may take
    beside the store. A query that takes longer than `patience` goes on in a lane of its own: `quick`
    processes are always left for the others, and at most `slow` queries are in that lane; one more is sent
    away. `cors` lists the
    origins whose pages may read the endpoint, `*` for all.

    >>> Settings(Path("out")).timeout
    30.0
    """

    out: Path
    timeout: float = 30.0
    rows: int = 100_000
    body: int = 1_000_000
    memory: int = 2 << 30
    quick: int = 4
    slow: int = 4
    patience: float = 0.5
    cors: tuple[str, ...] = ()
