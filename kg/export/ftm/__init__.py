"""The graph as FollowTheMoney entities, a line of JSON each, for Aleph, OpenAleph and their tools.

ftm.toml says which relation becomes what; things.py has people, bodies, places, posts and documents, links.py
the statements. Denied statements and co-occurrences are left out: the model has no way to say that something
is not so, and nobody states a co-occurrence.
"""

from __future__ import annotations

import gzip
from collections.abc import Iterator
from itertools import chain
from pathlib import Path
from typing import IO, cast

from kg.export.ftm.lines import Thing
from kg.export.ftm.links import links, occupies_post
from kg.export.ftm.things import documents, entities, mentions, positions
from kg.export.rdf.quads import CO_OCCURRENCE, undenied
from kg.records import Graph, Status

__all__ = ["Thing", "things", "write_ftm"]


def things(graph: Graph) -> Iterator[Thing]:
    """Every entity of the export: what is referred to comes before what refers to it.

    >>> list(things(Graph((), (), (), (), ())))
    []
    """
    known = {item.id: item for item in graph.entities}
    said = tuple(
        item
        for item in sorted(graph.statements, key=lambda item: item.id)
        if item.predicate != CO_OCCURRENCE
        and item.status is not Status.DENIED
        and item.subject in known
        and item.object in known
    )
    held = {item.id for item in undenied(graph.statements)}
    plain = [item for item in said if item.id in held]
    disputed = frozenset(item.id for item in said if item.status is Status.CURRENT) - held
    posts = [item for item in said if occupies_post(item, known[item.object])]
    yield from chain(documents(graph), entities(graph, plain), positions(graph, posts))
    yield from chain(mentions(graph), links(graph, said, disputed))


def write_ftm(graph: Graph, path: Path) -> None:
    """Write `graph` to `path`, the same bytes for the same graph; a path that ends in `.gz` is compressed.

    >>> write_ftm(kg.open("out").records, Path("town.ftm.json"))
    >>> '"schema":"Family"' in Path("town.ftm.json").read_text(encoding="utf-8").replace(" ", "")
    True
    """
    with path.open("wb") as raw:
        if path.suffix != ".gz":
            raw.writelines(item.line() for item in things(graph))
            return
        # Without name and time in its head, for the bytes depend on the graph alone.
        with gzip.GzipFile("", "wb", fileobj=cast(IO[bytes], raw), mtime=0) as packed:
            packed.writelines(item.line() for item in things(graph))
