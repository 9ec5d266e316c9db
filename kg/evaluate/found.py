"""What a graph says of one document, in the terms of its gold."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass

from kg.explain import CO_OCCURRENCE
from kg.ontology import Vocabulary
from kg.records import Graph, Kind

# Subject, predicate and object, by ids or by gold names.
Edge = tuple[str, str, str]


@dataclass(frozen=True)
class Found:
    """An entity of the graph with what the document calls it."""

    kind: Kind
    name: str
    surfaces: frozenset[str]
    aliases: tuple[str, ...]

    @property
    def shown(self) -> list[str]:
        """What it goes by: what this document writes comes before what others do."""
        written = sorted(self.surfaces - {self.name}, key=lambda word: (-len(word), word))
        return [self.name, *written, *(alias for alias in self.aliases if alias not in self.surfaces)]


def found_in(
    graph: Graph, documents: Collection[str], terms: Vocabulary
) -> tuple[dict[str, Found], set[Edge]]:
    """The entities that the documents name, by their ids, and what they state."""
    surfaces: dict[str, set[str]] = defaultdict(set)
    for mention in graph.mentions:
        if mention.document in documents:
            surfaces[mention.entity].add(mention.text)
    found = {
        e.id: Found(e.kind, e.name, frozenset(surfaces[e.id]), e.aliases)
        for e in graph.entities
        if e.id in surfaces
    }
    said_here = {proof.statement for proof in graph.evidence if proof.document in documents}
    edges = {
        (s.subject, s.predicate, s.object)
        for s in graph.statements
        if s.id in said_here and s.predicate != CO_OCCURRENCE and s.predicate in terms
    }
    return found, edges
