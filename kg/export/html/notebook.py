"""The explorer inside a notebook: the same page, of a whole graph or of what lies around some entities."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from html import escape

from kg.export.html import render_html
from kg.records import Graph

__all__ = ["Explorer", "around", "show"]


@dataclass(frozen=True, slots=True)
class Explorer:
    """A page that Jupyter shows in a frame of its own."""

    page: str
    height: int

    def _repr_html_(self) -> str:
        # The frame may run the page's own script and save files; it reaches neither notebook nor server.
        return (
            f'<iframe srcdoc="{escape(self.page)}" width="100%" height="{self.height}" '
            'sandbox="allow-scripts allow-downloads allow-popups" style="border:1px solid #ddd"></iframe>'
        )


def show(
    graph: Graph,
    *,
    entities: Collection[str] | None = None,
    depth: int = 1,
    title: str = "",
    height: int = 680,
) -> Explorer:
    """The explorer of `graph`, or of the part within `depth` steps of `entities`.

    `entities` are ids, IRIs that end in ids (as a query gives them), or names.

    >>> show(Graph((), (), (), (), ())).height
    680
    """
    part = graph if entities is None else around(graph, entities, depth=depth)
    return Explorer(render_html(part, title=title), height)


def around(graph: Graph, entities: Collection[str], *, depth: int = 1) -> Graph:
    """The part of `graph` within `depth` steps of `entities`, with its evidence and its articles.

    >>> around(Graph((), (), (), (), ()), ["per-1"]).entities
    ()
    """
    wanted = {text.rstrip(">").rsplit("/", 1)[-1] for text in entities} | set(entities)
    reached = {item.id for item in graph.entities if item.id in wanted or item.name in wanted}
    for _ in range(depth):
        links = [(item.subject, item.object) for item in graph.statements]
        reached |= {end for link in links for end in link if reached.intersection(link)}
    statements = tuple(item for item in graph.statements if {item.subject, item.object} <= reached)
    kept = {item.id for item in statements}
    evidence = tuple(item for item in graph.evidence if item.statement in kept)
    mentions = tuple(item for item in graph.mentions if item.entity in reached)
    articles = {item.document for item in evidence} | {item.document for item in mentions}
    return Graph(
        documents=tuple(item for item in graph.documents if item.id in articles),
        entities=tuple(item for item in graph.entities if item.id in reached),
        mentions=mentions,
        statements=statements,
        evidence=evidence,
    )
