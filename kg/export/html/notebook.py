"""The explorer inside a notebook: the same page, of a whole graph or of what names or an answer point at."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from html import escape
from typing import Any

from kg.export.html import render_html
from kg.ontology import Vocabulary
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
            'sandbox="allow-scripts allow-downloads allow-popups allow-modals" '
            'style="border:1px solid #ddd"></iframe>'
        )

    def __repr__(self) -> str:
        return f"<explorer of {len(self.page) / 1e6:.1f} MB; Jupyter draws it>"


def show(
    graph: Graph,
    *,
    entities: object = None,
    depth: int | None = None,
    title: str = "",
    height: int = 680,
    terms: Vocabulary | None = None,
    base_iri: str | None = None,
) -> Explorer:
    """The explorer of `graph`, or of the part that `entities` name.

    `entities` is a name or several, ids, entities, or the answer to a query: a DataFrame or a column of one.
    `depth` steps around them are shown, too: one by default, around an answer none.

    >>> show(Graph((), (), (), (), ())).height
    680
    """
    part = graph
    if entities is not None:
        part = around(graph, entities, depth=depth)
    return Explorer(render_html(part, title=title, terms=terms, base_iri=base_iri), height)


def around(graph: Graph, entities: object, *, depth: int | None = None) -> Graph:
    """The part of `graph` within `depth` steps of `entities`, with its evidence and its articles.

    Where anything in `entities` is an id, or an IRI that ends in one, names beside it are not looked up: an
    answer that says which 李伟 it means does not bring the others. A statement stands for its two ends.

    >>> around(Graph((), (), (), (), ()), ["per-1"]).entities
    ()
    """
    steps = depth if depth is not None else 0 if _is_table(entities) else 1
    reached = _named(graph, list(dict.fromkeys(_texts(entities))))
    links = [(item.subject, item.object) for item in graph.statements]
    for _ in range(steps):
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
        decisions=tuple(item for item in graph.decisions if {item.entity, item.other} <= reached),
    )


def _named(graph: Graph, texts: Iterable[str]) -> set[str]:
    """The ids of the entities that `texts` name: by id, by statement, else by name."""
    ends = {item.id: {item.subject, item.object} for item in graph.statements}
    ends.update((item.id, {item.id}) for item in graph.entities)
    found: set[str] = set()
    for text in texts:
        found |= ends.get(_last(text), set()) | ends.get(text, set())
    wanted = set(texts)
    return found or {item.id for item in graph.entities if wanted.intersection((item.name, *item.aliases))}


def _last(text: str) -> str:
    """per-7f3 of <https://news.example/id/per-7f3> and of id:per-7f3."""
    return text.strip("<>").rsplit("/", 1)[-1].rsplit("#", 1)[-1].rsplit(":", 1)[-1]


def _is_table(value: Any) -> bool:
    return hasattr(value, "to_numpy")


def _texts(value: Any) -> Iterator[str]:
    """All texts in what a user names entities by; numbers and what is missing in a table say nothing."""
    if isinstance(value, str):
        yield value
    elif _is_table(value):
        yield from _texts(value.to_numpy().ravel().tolist())
        yield from _texts(value.index.tolist())
    elif hasattr(value, "id"):
        yield str(value.id)
    elif isinstance(value, Iterable):
        for item in value:
            yield from _texts(item)
