"""Which relations of the graph are those of the gold."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from kg.evaluate.found import Edge, Found
from kg.evaluate.gold import Gold
from kg.evaluate.score import FAMILIES, Score, family_of
from kg.ontology import Vocabulary
from kg.records import Kind

Pair = tuple[str, str]


@dataclass(frozen=True)
class _Wanted:
    """What the gold of a document asks for, by gold names.

    `free` are pairs of which an optional relation may be said, `implied` those of which containment follows;
    `instead` are relations to another name of an object, each with the one that it stands for.
    """

    edges: list[Edge]
    free: set[Pair]
    implied: set[Pair]
    instead: Mapping[Edge, Edge]

    def hits(self, edge: Edge) -> list[Edge]:
        """What an edge answers: what is said of the same two in the same family, and what it stands for."""
        ends, family = (edge[0], edge[2]), family_of(edge[1])
        hits = [w for w in self.edges if (w[0], w[2]) == ends and family_of(w[1]) == family]
        return [*hits, self.instead[edge]] if edge in self.instead else hits

    def lets_pass(self, edge: Edge) -> bool:
        """Whether an edge that answers nothing is no mistake."""
        pair = (edge[0], edge[2])
        return pair in self.free or (family_of(edge[1]) == "containment" and pair in self.implied)


def match_relations(
    gold: Gold,
    found: Mapping[str, Found],
    edges: Iterable[Edge],
    match: Mapping[str, str],
    score: Score,
    terms: Vocabulary,
) -> None:
    """Counts what is right, wrong and missing; `match` gives the gold names of the graph's entities."""
    wanted = _wanted(gold, terms)
    answered: set[Edge] = set()
    exact: set[Edge] = set()
    for subject, predicate, target in sorted(edges):
        one, other = match.get(subject), match.get(target)
        if one is None or other is None:
            ends = [found[end].name if end in found else end for end in (subject, target)]
            _count_wrong(score, predicate, f"{gold.document}: spurious {ends[0]} {predicate} {ends[1]}")
            continue
        edge = _direct(terms, one, predicate, other)
        hits = wanted.hits(edge)
        if hits:
            fresh = {hit for hit in hits if hit in wanted.edges} - answered
            answered |= set(hits)
            score.relations[family_of(predicate)].right += len(fresh)
            if edge in fresh:
                exact.add(edge)
            elif fresh:
                score.predicates[predicate].wrong += 1
        elif not (wanted.lets_pass(edge) or gold.optional & {one, other}):
            _count_wrong(score, predicate, f"{gold.document}: wrong {one} {predicate} {other}")
    for edge in dict.fromkeys(wanted.edges):
        count = score.predicates[edge[1]]
        count.right, count.missing = count.right + (edge in exact), count.missing + (edge not in exact)
        if edge not in answered:
            score.relations[family_of(edge[1])].missing += 1
            score.errors.append(f"{gold.document}: missed {edge[0]} {edge[1]} {edge[2]}")


def _wanted(gold: Gold, terms: Vocabulary) -> _Wanted:
    edges: list[Edge] = []
    free: set[Pair] = set()
    instead: dict[Edge, Edge] = {}
    for relation in gold.relations:
        edge = _direct(terms, relation["subject"], relation["predicate"], relation["object"])
        if relation.get("optional") or gold.optional & {relation["subject"], relation["object"]}:
            free.add((edge[0], edge[2]))
        else:
            edges.append(edge)
        for alias in relation.get("object_aliases", ()):
            for kind in Kind:
                for target in gold.names.get((kind.value, alias), ()):
                    instead[_direct(terms, relation["subject"], relation["predicate"], target)] = edge
    contained = {(a, b) for a, predicate, b in edges if predicate in FAMILIES["containment"]}
    return _Wanted(edges, free, set(_closure(contained | free)), instead)


def _count_wrong(score: Score, predicate: str, error: str) -> None:
    score.relations[family_of(predicate)].wrong += 1
    score.predicates[predicate].wrong += 1
    score.errors.append(error)


def _direct(terms: Vocabulary, subject: str, predicate: str, target: str) -> Edge:
    """The edge with its ends in order where the relation has no direction."""
    if terms[predicate].symmetric:
        subject, target = sorted((subject, target))
    return subject, predicate, target


def _closure(pairs: Iterable[Pair]) -> Iterator[Pair]:
    """All pairs that follow where what lies in a part lies in the whole."""
    reach: dict[str, set[str]] = defaultdict(set)
    for a, b in pairs:
        reach[a].add(b)
    for start in list(reach):
        seen: set[str] = set()
        stack = [start]
        while stack:
            for target in reach.get(stack.pop(), ()):
                if target not in seen:
                    seen.add(target)
                    stack.append(target)
                    yield start, target
