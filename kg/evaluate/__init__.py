"""Measuring a built graph against gold annotations (floor 6).

The rules are those of the project's yardstick: an entity is found when its kind agrees and its name or,
failing that, a surface of it in the document is the gold name or an alias; a second entity for one gold
entity is an error; entries marked optional are neither rewarded nor punished; containment that follows from
the gold is not punished.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from kg.evaluate.entities import match_entities
from kg.evaluate.found import found_in
from kg.evaluate.gold import Gold, GoldUnreadable, read_gold
from kg.evaluate.identity import Element, wrong_links
from kg.evaluate.relations import match_relations
from kg.evaluate.score import FAMILIES, Count, Score
from kg.ontology import Vocabulary, vocabulary
from kg.records import Graph

__all__ = ["FAMILIES", "Count", "GoldUnreadable", "Score", "evaluate"]


def evaluate(graph: Graph, gold_files: Sequence[Path], *, terms: Vocabulary | None = None) -> Score:
    """The graph's score over all gold files. Raises GoldUnreadable, UnknownPredicate.

    `terms` knows relations of one's own, each of which is a family by itself.

    >>> score = evaluate(Graph((), (), (), (), ()), [])
    >>> sum(score.entities.values(), Count()).f1
    0.0
    """
    score = Score()
    for path in gold_files:
        _score_document(graph, read_gold(path), score, terms or vocabulary())
    score.errors += wrong_links(score.elements)
    return score


def _score_document(graph: Graph, gold: Gold, score: Score, terms: Vocabulary) -> None:
    documents = {d.id for d in graph.documents if d.source_name == gold.document}
    if not documents:
        score.absent.append(gold.document)
        score.errors.append(f"{gold.document}: not in the graph")
    found, edges = found_in(graph, documents, terms)
    match = match_entities(gold, found, score)
    score.elements += [
        Element(gold.document, found[key].kind.value, gold.ids[name], key, name)
        for key, name in match.items()
        if name in gold.ids and name not in gold.optional
    ]
    match_relations(gold, found, edges, match, score, terms)
