"""How many of the statements are right, as far as a sample can tell."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from kg.audit.answers import Answers
from kg.audit.sample import statements_by_predicate
from kg.records import Graph

# 95 % of a normal distribution lie within so many standard deviations.
_Z = 1.959964


@dataclass(frozen=True, slots=True)
class Precision:
    """The share of a predicate's statements that are right: estimated, and between what bounds (95 %).

    `population` is how many there are in the graph, `judged` how many somebody has judged.
    """

    population: int
    judged: int
    right: int
    share: float
    low: float
    high: float


def wilson(share: float, n: float, z: float = _Z) -> tuple[float, float]:
    """The interval in which the true share lies, of which `share` was seen in a sample of `n`.

    Wilson's score interval (E. B. Wilson, Probable inference, the law of succession, and statistical
    inference, Journal of the American Statistical Association 22, 1927), which holds for small samples and
    for shares near 1. For n = 0 nothing is known: (0, 1).

    >>> [round(bound, 3) for bound in wilson(0.9, 50)], wilson(1.0, 0)
    ([0.786, 0.957], (0.0, 1.0))
    """
    if n <= 0:
        return 0.0, 1.0
    square = z * z
    middle = (share + square / (2 * n)) / (1 + square / n)
    half = z * math.sqrt((share * (1 - share) + square / (4 * n)) / n) / (1 + square / n)
    return max(0.0, middle - half), min(1.0, middle + half)


def measure(graph: Graph, answers: Answers) -> tuple[Mapping[str, Precision], Precision]:
    """Precision of each predicate with an answer, and of all of them together.

    The sample holds as many statements of a rare predicate as of a frequent one, so the whole is the average
    weighted by how many statements each has. Its interval is Wilson's for the effective size of such a
    sample, 1 / Σ(share of the statements² / number judged) (L. Kish, Survey Sampling, 1965). Predicates that
    nobody has judged are in neither. Answers on statements that the graph no longer has do not count.
    """
    found: dict[str, Precision] = {}
    for predicate, statements in sorted(statements_by_predicate(graph).items()):
        verdicts = [answers[item.id].right for item in statements if item.id in answers]
        if verdicts:
            share = sum(verdicts) / len(verdicts)
            bounds = wilson(share, len(verdicts))
            found[predicate] = Precision(len(statements), len(verdicts), sum(verdicts), share, *bounds)
    return found, _together(tuple(found.values()))


def _together(strata: Sequence[Precision]) -> Precision:
    population = sum(item.population for item in strata)
    judged, right = sum(item.judged for item in strata), sum(item.right for item in strata)
    if not strata:
        return Precision(0, 0, 0, 0.0, 0.0, 1.0)
    share = sum(item.share * item.population for item in strata) / population
    effective = 1 / sum((item.population / population) ** 2 / item.judged for item in strata)
    return Precision(population, judged, right, share, *wilson(share, effective))
