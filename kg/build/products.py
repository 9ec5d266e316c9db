"""The files of a graph: tables, exports, and the explorer, which shows the foremost part of a large one."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from pathlib import Path

from kg import resources
from kg.build.crew import Crew
from kg.export import export
from kg.export.html import write_html
from kg.ontology import Vocabulary
from kg.records import Graph
from kg.tables import stored, values_of, write_tables

# A page that a browser opens in seconds and whose file can still be mailed: so many entities and articles.
SHOWN_AT_MOST = 20_000
ARTICLES_AT_MOST = 4_000


def write_products(
    graph: Graph,
    folder: Path,
    *,
    formats: Iterable[str],
    title: str,
    with_text: bool = True,
    terms: Vocabulary | None = None,
    base_iri: str | None = None,
    crew: Crew | None = None,
) -> None:
    """Writes tables, exports and explorer of `graph` to `folder`. Raises OSError, UnknownExport.

    Where there is a `crew`, the tables are there, and it exports them while this process makes the explorer.
    """
    if crew is None:
        write_tables(graph, folder / "tables")
        export(graph, folder, formats, base_iri=base_iri)
        exported = None
    else:
        exported = crew.beside(export_tables, folder, tuple(formats), base_iri)
    part = foremost(graph, SHOWN_AT_MOST, ARTICLES_AT_MOST)
    write_html(
        part,
        folder / "graph.html",
        title=title + _told(part, graph),
        include_text=with_text,
        terms=terms,
        base_iri=base_iri,
    )
    if exported is not None:
        exported()


def export_tables(folder: Path, formats: Sequence[str], base_iri: str | None) -> None:
    """Writes the exports of the tables in `folder`, which are not held, beside them."""
    export(stored(folder / "tables"), folder, formats, base_iri=base_iri)


def foremost(graph: Graph, most: int, articles: int) -> Graph:
    """The `most` entities that the most documents name, and what is stated among them in the `articles` that
    say the most of it, with its evidence.

    Of two entities, or articles, that are equal in this, the one with the lesser id. A graph that has no more
    is returned as it is. How many documents say a statement stays as it was.

    >>> foremost(Graph((), (), (), (), ()), 1, 1).entities
    ()
    """
    if len(graph.entities) <= most and len(graph.documents) <= articles:
        return graph
    named: defaultdict[str, set[str]] = defaultdict(set)
    for entity, document in values_of(graph.mentions, "entity", "document"):
        named[entity].add(document)
    ranked = sorted((entity.id for entity in graph.entities), key=lambda e: (-len(named[e]), e))
    chosen = set(ranked[:most])
    among = {s.id for s in graph.statements if s.subject in chosen and s.object in chosen}
    proofs = values_of(graph.evidence, "document", "statement")
    said = Counter(document for document, statement in proofs if statement in among)
    # Those that say nothing of them come last, and are there to be read where there is room.
    said.update(dict.fromkeys({document for entity in chosen for document in named[entity]}, 0))
    shown = set(sorted(said, key=lambda document: (-said[document], document))[:articles])
    evidence = tuple(p for p in graph.evidence if p.statement in among and p.document in shown)
    stated = {proof.statement for proof in evidence}
    return Graph(
        tuple(document for document in graph.documents if document.id in shown),
        tuple(entity for entity in graph.entities if entity.id in chosen),
        tuple(m for m in graph.mentions if m.entity in chosen and m.document in shown),
        tuple(statement for statement in graph.statements if statement.id in stated),
        evidence,
        tuple(d for d in graph.decisions if d.entity in chosen and d.other in chosen),
    )


def _told(part: Graph, whole: Graph) -> str:
    """What a reader of a part must know, in the page's title: which part it is, and of how much.

    In both languages at once and short: the title is one line, whoever reads it.
    """
    if part is whole:
        return ""
    words = resources.parsed("build", "part.toml")
    told = words["entities"].format(shown=len(part.entities), all=len(whole.entities))
    if len(part.documents) < len(whole.documents):
        told += words["articles"].format(shown=len(part.documents), all=len(whole.documents))
    return str(words["title"].format(told=told))
