"""What an evaluation counts: right, wrong and missing answers, by kind, by family and by predicate."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field

from kg.evaluate.identity import Agreement, Element, b_cubed, ceaf_e
from kg.records import Kind

# Predicates that annotators and systems may exchange within reason; a family is scored together.
FAMILIES: Mapping[str, frozenset[str]] = {
    "affiliation": frozenset({"holdsPost", "memberOf", "worksAt"}),
    "containment": frozenset({"locatedIn", "partOf"}),
    "kinship": frozenset({"parentOf", "spouseOf", "siblingOf", "relativeOf"}),
    "origin": frozenset({"bornIn", "residesIn", "studiedAt"}),
    "interaction": frozenset({"supports", "cooperatesWith", "met", "visited", "founded", "invests"}),
}
_FAMILY_OF = {predicate: family for family, predicates in FAMILIES.items() for predicate in predicates}


def family_of(predicate: str) -> str:
    """The family that a predicate is scored in; itself, where it is in none."""
    return _FAMILY_OF.get(predicate, predicate)


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
    absent: list[str] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)

    def identity(self) -> Mapping[str, tuple[Agreement, Agreement]]:
        """B³ and CEAF-e by kind and over all; empty where the gold has no ids."""
        kinds = {kind.value: [e for e in self.elements if e.kind == kind] for kind in Kind}
        groups = {**{kind: found for kind, found in kinds.items() if found}, "all": self.elements}
        return (
            {name: (b_cubed(found), ceaf_e(found)) for name, found in groups.items()} if self.elements else {}
        )
