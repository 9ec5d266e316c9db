"""Measuring a built graph against gold annotations (floor 6).

The rules are those of the project's yardstick: an entity is found when its kind agrees and its name or,
failing that, a surface of it in the document is the gold name or an alias; a second entity for one gold
entity is an error; entries marked optional are neither rewarded nor punished; containment that follows from
the gold is not punished.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from kg.errors import KgError
from kg.evaluate.identity import Agreement, Element, b_cubed, ceaf_e, wrong_links
from kg.explain import CO_OCCURRENCE
from kg.ontology import Vocabulary, vocabulary
from kg.records import Graph, Kind

# Predicates that annotators and systems may exchange within reason; a family is scored together.
FAMILIES: Mapping[str, frozenset[str]] = {
    "affiliation": frozenset({"holdsPost", "memberOf", "worksAt"}),
    "containment": frozenset({"locatedIn", "partOf"}),
    "kinship": frozenset({"parentOf", "spouseOf", "siblingOf", "relativeOf"}),
    "origin": frozenset({"bornIn", "residesIn", "studiedAt"}),
    "interaction": frozenset({"supports", "cooperatesWith", "met", "visited", "founded", "invests"}),
}
_FAMILY_OF = {predicate: family for family, predicates in FAMILIES.items() for predicate in predicates}

Edge = tuple[str, str, str]


class GoldUnreadable(KgError):
    """A gold file that cannot be used."""

    def __init__(self, path: Path, reason: str) -> None:
        super().__init__(f"{path}: not a gold annotation ({reason}).")


@dataclass
class Count:
    """Right, wrong and missing answers.

    >>> count = Count(right=8, wrong=2) + Count(missing=8)
    >>> count.precision, count.recall
    (0.8, 0.5)
    """

    right: int = 0
    wrong: int = 0
    missing: int = 0

    @property
    def precision(self) -> float:
        return self.right / max(1, self.right + self.wrong)

    @property
    def recall(self) -> float:
        return self.right / max(1, self.right + self.missing)

    @property
    def f1(self) -> float:
        total = self.precision + self.recall
        return 2 * self.precision * self.recall / total if total else 0.0

    def __add__(self, other: Count) -> Count:
        return Count(self.right + other.right, self.wrong + other.wrong, self.missing + other.missing)


@dataclass
class Score:
    """Counts by entity kind, by family of relations and by predicate, and what went wrong in words.

    A predicate is right only where it is the one of the gold; in a family one stands for another.
    `elements` are the entities that were found, with their gold ids, for `identity`.

    >>> score = Score()
    >>> score.entities["PER"] += Count(right=9, wrong=1)
    >>> score.entities["PER"].precision
    0.9
    """

    entities: dict[str, Count] = field(default_factory=lambda: defaultdict(Count))
    relations: dict[str, Count] = field(default_factory=lambda: defaultdict(Count))
    predicates: dict[str, Count] = field(default_factory=lambda: defaultdict(Count))
    elements: list[Element] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)

    def identity(self) -> Mapping[str, tuple[Agreement, Agreement]]:
        """B³ and CEAF-e by kind and over all; empty where the gold has no ids."""
        kinds = {kind.value: [e for e in self.elements if e.kind == kind] for kind in Kind}
        groups = {**{kind: found for kind, found in kinds.items() if found}, "all": self.elements}
        return (
            {name: (b_cubed(found), ceaf_e(found)) for name, found in groups.items()} if self.elements else {}
        )


@dataclass(frozen=True)
class _Found:
    kind: Kind
    name: str
    surfaces: frozenset[str]
    aliases: tuple[str, ...]

    @property
    def shown(self) -> list[str]:
        """What it goes by: what this document writes comes before what others do."""
        written = sorted(self.surfaces - {self.name}, key=lambda word: (-len(word), word))
        return [self.name, *written, *(alias for alias in self.aliases if alias not in self.surfaces)]


def evaluate(graph: Graph, gold_files: Sequence[Path], *, terms: Vocabulary | None = None) -> Score:
    """The graph's score over all gold files. Raises GoldUnreadable, UnknownPredicate.

    `terms` knows relations of one's own, each of which is a family by itself.

    >>> score = evaluate(Graph((), (), (), (), ()), [])
    >>> sum(score.entities.values(), Count()).f1
    0.0
    """
    score = Score()
    for path in gold_files:
        _score_document(graph, _read(path), score, terms or vocabulary())
    score.errors += wrong_links(score.elements)
    return score


def _read(path: Path) -> Mapping[str, Any]:
    try:
        gold = json.loads(path.read_text(encoding="utf-8"))
        gold["document"], gold["entities"], gold["relations"]
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise GoldUnreadable(path, str(error)) from error
    return gold  # type: ignore[no-any-return]


def _score_document(graph: Graph, gold: Mapping[str, Any], score: Score, terms: Vocabulary) -> None:
    documents = {d.id for d in graph.documents if d.source_name == gold["document"]}
    if not documents:
        score.errors.append(f"{gold['document']}: not in the graph")
    found, edges = _system(graph, documents, terms)
    names: dict[tuple[str, str], list[str]] = defaultdict(list)
    optional: set[str] = set()
    for entity in gold["entities"]:
        for word in (entity["name"], *entity.get("aliases", ())):
            names[entity["type"], word].append(entity["name"])
        if entity.get("optional"):
            optional.add(entity["name"])
    match = _match_entities(gold, found, names, optional, score)
    ids = {entity["name"]: entity["id"] for entity in gold["entities"] if entity.get("id")}
    score.elements += [
        Element(gold["document"], found[key].kind.value, ids[name], key, name)
        for key, name in match.items()
        if name in ids and name not in optional
    ]
    _match_relations(gold, found, edges, match, names, optional, score, terms)


def _system(graph: Graph, documents: set[str], terms: Vocabulary) -> tuple[dict[str, _Found], set[Edge]]:
    surfaces: dict[str, set[str]] = defaultdict(set)
    for mention in graph.mentions:
        if mention.document in documents:
            surfaces[mention.entity].add(mention.text)
    found = {
        e.id: _Found(e.kind, e.name, frozenset(surfaces[e.id]), e.aliases)
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


def _match_entities(
    gold: Mapping[str, Any],
    found: Mapping[str, _Found],
    names: Mapping[tuple[str, str], Sequence[str]],
    optional: set[str],
    score: Score,
) -> dict[str, str]:
    """Which gold entity each system entity is; counts the rest as errors."""
    match: dict[str, str] = {}
    taken: set[str] = set()
    for key, entity in sorted(found.items()):
        hits = [name for word in entity.shown for name in names.get((entity.kind.value, word), ())]
        # What is asked for comes before what may be left out: 市发改委 before its 党组.
        hits.sort(key=lambda name: (name in taken, name in optional))
        hit = hits[0] if hits else None
        if hit is None:
            score.entities[entity.kind].wrong += 1
            score.errors.append(f"{gold['document']}: spurious {entity.kind} {entity.name}")
            continue
        match[key] = hit
        if hit in optional:
            taken.add(hit)
        elif hit in taken:
            score.entities[entity.kind].wrong += 1
            score.errors.append(f"{gold['document']}: unmerged {entity.kind} {entity.name} is also {hit}")
        else:
            taken.add(hit)
            score.entities[entity.kind].right += 1
    for entity_gold in gold["entities"]:
        if entity_gold["name"] not in taken | optional:
            score.entities[entity_gold["type"]].missing += 1
            score.errors.append(f"{gold['document']}: missed {entity_gold['type']} {entity_gold['name']}")
    return match


def _match_relations(
    gold: Mapping[str, Any],
    found: Mapping[str, _Found],
    edges: Iterable[Edge],
    match: Mapping[str, str],
    names: Mapping[tuple[str, str], Sequence[str]],
    optional: set[str],
    score: Score,
    terms: Vocabulary,
) -> None:
    wanted: list[Edge] = []
    free: set[tuple[str, str]] = set()
    instead: dict[Edge, Edge] = {}
    for relation in gold["relations"]:
        edge = _direct(terms, relation["subject"], relation["predicate"], relation["object"])
        if relation.get("optional") or relation["subject"] in optional or relation["object"] in optional:
            free.add((edge[0], edge[2]))
        else:
            wanted.append(edge)
        for alias in relation.get("object_aliases", ()):
            for kind in Kind:
                for target in names.get((kind.value, alias), ()):
                    instead[_direct(terms, relation["subject"], relation["predicate"], target)] = edge
    containment = FAMILIES["containment"]
    implied = set(_closure({(a, b) for a, p, b in wanted if p in containment} | free))
    answered: set[Edge] = set()
    exact: set[Edge] = set()
    for subject, predicate, target in sorted(edges):
        family = _family(predicate)
        a, b = match.get(subject), match.get(target)
        if a is None or b is None:
            score.relations[family].wrong += 1
            score.predicates[predicate].wrong += 1
            one, other = (found[end].name if end in found else end for end in (subject, target))
            score.errors.append(f"{gold['document']}: spurious {one} {predicate} {other}")
            continue
        edge = _direct(terms, a, predicate, b)
        pair = (edge[0], edge[2])
        hits = [w for w in wanted if (w[0], w[2]) == pair and _family(w[1]) == family]
        if edge in instead:
            hits.append(instead[edge])
        if hits:
            fresh = {hit for hit in hits if hit in wanted} - answered
            answered |= set(hits)
            score.relations[family].right += len(fresh)
            if edge in fresh:
                exact.add(edge)
            elif fresh:
                score.predicates[predicate].wrong += 1
        elif pair in free or (family == "containment" and pair in implied) or a in optional or b in optional:
            continue
        else:
            score.relations[family].wrong += 1
            score.predicates[predicate].wrong += 1
            score.errors.append(f"{gold['document']}: wrong {a} {predicate} {b}")
    for edge in dict.fromkeys(wanted):
        count = score.predicates[edge[1]]
        count.right, count.missing = count.right + (edge in exact), count.missing + (edge not in exact)
        if edge not in answered:
            score.relations[_family(edge[1])].missing += 1
            score.errors.append(f"{gold['document']}: missed {edge[0]} {edge[1]} {edge[2]}")


def _family(predicate: str) -> str:
    return _FAMILY_OF.get(predicate, predicate)


def _direct(terms: Vocabulary, subject: str, predicate: str, target: str) -> Edge:
    if terms[predicate].symmetric:
        subject, target = sorted((subject, target))
    return subject, predicate, target


def _closure(pairs: set[tuple[str, str]]) -> Iterator[tuple[str, str]]:
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
