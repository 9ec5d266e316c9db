"""Small articles for resolution: marked text in, an extraction with aliases and claims out."""

from __future__ import annotations

from dataclasses import replace

from kg.coreference import link
from kg.records import Extraction, Graph, Kind, stable_id
from kg.relations import relate
from tests.notation import annotated


def article(
    name: str, marked: str, *, published: str | None = None, publisher: str | None = None
) -> Extraction:
    found = annotated(marked, published=published)
    document = replace(
        found.document, id=stable_id("doc", name), source_name=name, publisher=publisher, sha256=name
    )
    return relate(link(replace(found, document=document)))


def groups(graph: Graph, kind: Kind, name: str) -> set[frozenset[str]]:
    """The documents of each entity that has this name or alias, by source name."""
    sources = {document.id: document.source_name for document in graph.documents}
    wanted = {e.id for e in graph.entities if e.kind is kind and name in (e.name, *e.aliases)}
    return {frozenset(sources[m.document] for m in graph.mentions if m.entity == e) for e in wanted}
