"""The files of a graph: tables, exports, and the explorer, which shows the foremost part of a large one."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path

from kg.export import export
from kg.export.html import write_html
from kg.ontology import Vocabulary
from kg.records import Graph
from kg.tables import write_tables

# A page that a browser opens in seconds and whose file can still be mailed.
SHOWN_AT_MOST = 20_000


def write_products(
    graph: Graph,
    folder: Path,
    *,
    formats: Iterable[str],
    title: str,
    with_text: bool = True,
    terms: Vocabulary | None = None,
    base_iri: str | None = None,
) -> None:
    """Writes tables, exports and explorer of `graph` to `folder`. Raises OSError, UnknownExport."""
    write_tables(graph, folder / "tables")
    export(graph, folder, formats, base_iri=base_iri)
    part = foremost(graph, SHOWN_AT_MOST)
    write_html(
        part,
        folder / "graph.html",
        title=title + _told(part, graph),
        include_text=with_text,
        terms=terms,
        base_iri=base_iri,
    )


def foremost(graph: Graph, most: int) -> Graph:
    """The `most` entities that the most documents name, all that is stated among them, and its evidence.

    Of two that equally many name, the one with the lesser id. A graph that has no more is returned as it is.

    >>> foremost(Graph((), (), (), (), ()), 1).entities
    ()
    """
    if len(graph.entities) <= most:
        return graph
    documents: defaultdict[str, set[str]] = defaultdict(set)
    for mention in graph.mentions:
        documents[mention.entity].add(mention.document)
    ranked = sorted((entity.id for entity in graph.entities), key=lambda e: (-len(documents[e]), e))
    chosen = set(ranked[:most])
    statements = tuple(s for s in graph.statements if s.subject in chosen and s.object in chosen)
    stated = {statement.id for statement in statements}
    mentions = tuple(mention for mention in graph.mentions if mention.entity in chosen)
    evidence = tuple(proof for proof in graph.evidence if proof.statement in stated)
    named = {mention.document for mention in mentions} | {proof.document for proof in evidence}
    return Graph(
        tuple(document for document in graph.documents if document.id in named),
        tuple(entity for entity in graph.entities if entity.id in chosen),
        mentions,
        statements,
        evidence,
        tuple(d for d in graph.decisions if d.entity in chosen and d.other in chosen),
    )


def _told(part: Graph, whole: Graph) -> str:
    """What a reader of a part must know, in the page's title: which part it is, and of how much.

    In both languages at once and short: the title is one line, whoever reads it.
    """
    if part is whole:
        return ""
    return f"（最常提到的 {len(part.entities):,}/{len(whole.entities):,} · most named）"
