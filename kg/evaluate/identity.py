"""How well the entities of many documents were told apart and joined: B³ and CEAF-e.

An element is an entity of one document that was found. Its gold id says which it truly is, the graph's
entity which it was taken for. What was not found at all is the matter of the entity scores, and no element
here.

- B³ (Bagga and Baldwin 1998): for each element, how much of its system cluster is right, and how much of
its true
  cluster is in it; averaged over elements.
- CEAF-e (Luo 2005): clusters matched one to one so that their overlap is greatest; 2·|common| / (|one| +
|other|) for
  each match.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Hashable
from dataclasses import dataclass

import networkx as nx


@dataclass(frozen=True)
class Element:
    """One entity of one document: what it is, and what the graph says that it is."""

    document: str
    kind: str
    gold: str
    system: str
    name: str


@dataclass(frozen=True)
class Agreement:
    """Precision and recall of a clustering."""

    precision: float
    recall: float

    @property
    def f1(self) -> float:
        total = self.precision + self.recall
        return 2 * self.precision * self.recall / total if total else 0.0


def b_cubed(elements: Collection[Element]) -> Agreement:
    """B³ of the elements.

    >>> right = [Element("a", "PER", "li", "e1", "李伟"), Element("b", "PER", "li", "e1", "李伟")]
    >>> b_cubed([*right, Element("c", "PER", "other", "e1", "李伟")]).recall
    1.0
    """
    by_gold, by_system = _clusters(elements)
    if not elements:
        return Agreement(1.0, 1.0)
    precision = recall = 0.0
    for element in elements:
        truth, answer = by_gold[element.gold], by_system[element.system]
        common = len(truth & answer)
        precision += common / len(answer)
        recall += common / len(truth)
    return Agreement(precision / len(elements), recall / len(elements))


def ceaf_e(elements: Collection[Element]) -> Agreement:
    """CEAF-e of the elements.

    >>> pair = [Element("a", "PER", "li", "e1", "李伟"), Element("b", "PER", "li", "e2", "李伟")]
    >>> round(ceaf_e(pair).precision, 3)
    0.333
    """
    by_gold, by_system = _clusters(elements)
    if not elements:
        return Agreement(1.0, 1.0)
    overlap = nx.Graph()
    for gold, system in sorted({(element.gold, element.system) for element in elements}):
        truth, answer = by_gold[gold], by_system[system]
        likeness = 2 * len(truth & answer) / (len(truth) + len(answer))
        overlap.add_edge(("gold", gold), ("system", system), weight=likeness)
    total = 0.0
    for part in nx.connected_components(overlap):
        for one, other in nx.max_weight_matching(overlap.subgraph(part)):
            total += overlap[one][other]["weight"]
    return Agreement(total / len(by_system), total / len(by_gold))


def _clusters(elements: Collection[Element]) -> tuple[dict[str, set[Hashable]], dict[str, set[Hashable]]]:
    by_gold: dict[str, set[Hashable]] = defaultdict(set)
    by_system: dict[str, set[Hashable]] = defaultdict(set)
    for element in elements:
        key = (element.document, element.system)
        by_gold[element.gold].add(key)
        by_system[element.system].add(key)
    return by_gold, by_system


def wrong_links(elements: Collection[Element]) -> list[str]:
    """In words: which clusters hold several things, and which things lie in several clusters."""
    by_system: dict[str, dict[str, list[Element]]] = defaultdict(lambda: defaultdict(list))
    by_gold: dict[str, dict[str, list[Element]]] = defaultdict(lambda: defaultdict(list))
    for element in elements:
        by_system[element.system][element.gold].append(element)
        by_gold[element.gold][element.system].append(element)
    found = []
    for several, verb in ((by_system, "joined wrongly"), (by_gold, "not joined")):
        for parts in several.values():
            if len(parts) > 1:
                kind, name = min((e.kind, e.name) for part in parts.values() for e in part)
                told = " | ".join(
                    f"{key}: {', '.join(sorted(e.document for e in part))}"
                    for key, part in sorted(parts.items())
                )
                found.append(f"{verb} {kind} {name} ({told})")
    return sorted(found)
