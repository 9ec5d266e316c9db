"""The shortest connection of two entities: SPARQL can ask whether there is one, not which."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

import pyoxigraph as ox

from kg.ontology import KG, PREFIXES
from kg.query.store import GraphStore

_SUBJECT, _OBJECT = ox.NamedNode(KG + "subject"), ox.NamedNode(KG + "object")
_TYPE, _STATEMENT = ox.NamedNode(PREFIXES["rdf"] + "type"), ox.NamedNode(KG + "Statement")
_STATUS, _DENIED = ox.NamedNode(KG + "status"), ox.NamedNode(KG + "Denied")

# From where, by which statement, to where.
Step = tuple[ox.NamedNode, ox.NamedNode, ox.NamedNode]


def connection(
    store: GraphStore, starts: Sequence[ox.NamedNode], goals: Sequence[ox.NamedNode]
) -> tuple[Step, ...] | None:
    """The fewest statements that lead from one of `starts` to one of `goals`, in either direction of each.

    Co-occurrences and denied statements join nothing. Of several connections of one length the one with the
    smallest ids is given, so that the answer is always the same. None when there is none; empty when a start
    is a goal.
    """
    ends = set(goals)
    if ends & set(starts):
        return ()
    came: dict[ox.NamedNode, Step | None] = dict.fromkeys(starts)
    frontier = sorted(starts, key=lambda node: node.value)
    while frontier:
        following: list[ox.NamedNode] = []
        for node in frontier:
            for statement, other in sorted(
                _around(store, node), key=lambda pair: (pair[0].value, pair[1].value)
            ):
                if other not in came:
                    came[other] = (node, statement, other)
                    following.append(other)
        reached = sorted(ends & set(following), key=lambda node: node.value)
        if reached:
            return tuple(_back(came, reached[0]))
        frontier = following
    return None


def path_rows(store: GraphStore, given: Mapping[str, Sequence[ox.NamedNode | ox.Literal]]) -> str:
    """The steps as rows of a VALUES clause: number, from, statement, to; nothing if unconnected."""
    starts, goals = (
        [term for term in given[name] if isinstance(term, ox.NamedNode)] for name in ("person", "other")
    )
    steps = connection(store, starts, goals)
    return " ".join(
        f"({number} {start} {statement} {end})"
        for number, (start, statement, end) in enumerate(steps or (), 1)
    )


def _around(store: GraphStore, node: ox.NamedNode) -> Iterator[tuple[ox.NamedNode, ox.NamedNode]]:
    graph = store.graph
    for here, there in ((_SUBJECT, _OBJECT), (_OBJECT, _SUBJECT)):
        for quad in graph.quads_for_pattern(None, here, node):
            statement = quad.subject
            if not isinstance(statement, ox.NamedNode) or not _counts(graph, statement):
                continue
            for other in graph.quads_for_pattern(statement, there, None):
                if isinstance(other.object, ox.NamedNode):
                    yield statement, other.object


def _counts(graph: ox.Store, statement: ox.NamedNode) -> bool:
    is_statement = next(graph.quads_for_pattern(statement, _TYPE, _STATEMENT), None) is not None
    return is_statement and next(graph.quads_for_pattern(statement, _STATUS, _DENIED), None) is None


def _back(came: Mapping[ox.NamedNode, Step | None], end: ox.NamedNode) -> list[Step]:
    steps = []
    step = came[end]
    while step is not None:
        steps.append(step)
        step = came[step[0]]
    return steps[::-1]
