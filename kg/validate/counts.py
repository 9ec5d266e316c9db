"""Does the description of the dataset (VoID) count what is there? Who loads a graph into a store compares the
two, to see whether all of it arrived.
"""

from __future__ import annotations

from collections.abc import Iterator

import pyoxigraph as ox

from kg.ontology import CLASS_OF, PREFIXES
from kg.validate.shapes import Violation

_VOID = PREFIXES["void"]
_TYPE = ox.NamedNode(PREFIXES["rdf"] + "type")
_ARTICLE = PREFIXES["schema"] + "NewsArticle"


def wrong_counts(store: ox.Store) -> Iterator[Violation]:
    """What the dataset and its parts by class say of their size, where the graph has it otherwise."""
    members = {iri: _members(store, iri) for iri in {*CLASS_OF.values(), _ARTICLE}}
    for quad in store.quads_for_pattern(None, ox.NamedNode(_VOID + "triples"), None):
        yield from _compared(quad, len(store), "三元组数与所述不符", "has not as many triples as it says")
    for quad in store.quads_for_pattern(None, ox.NamedNode(_VOID + "documents"), None):
        yield from _compared(
            quad, members[_ARTICLE], "报道数与所述不符", "has not as many documents as it says"
        )
    for quad in store.quads_for_pattern(None, ox.NamedNode(_VOID + "entities"), None):
        parts = store.quads_for_pattern(quad.subject, ox.NamedNode(_VOID + "class"), None)
        # A part by class counts that class, the dataset counts all of them.
        classes = {part.object.value for part in parts if isinstance(part.object, ox.NamedNode)}
        there = sum(members.get(iri, 0) for iri in classes or set(CLASS_OF.values()))
        yield from _compared(quad, there, "实体数与所述不符", "has not as many entities as it says")


def _members(store: ox.Store, iri: str) -> int:
    return sum(1 for _ in store.quads_for_pattern(None, _TYPE, ox.NamedNode(iri)))


def _compared(told: ox.Quad, there: int, zh: str, en: str) -> Iterator[Violation]:
    count = told.object.value if isinstance(told.object, ox.Literal) else str(told.object)
    if count != str(there) and isinstance(told.subject, ox.NamedNode):
        yield Violation(told.subject.value, zh, en, f"{count} ≠ {there}")
