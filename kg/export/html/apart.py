"""Why entities of one name are kept apart, as columns for the explorer.

Of all that was compared of two entities the comparison that came nearest to joining them is told: what kept
those two apart kept the others apart all the more.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from kg.gazetteer import gazetteer
from kg.records import Decision, Graph, Judgement

# "companions +0.73 (习近平)": what, how much in log-odds where it was weighed, and on what it rests.
_FEATURE = re.compile(r"(?P<name>\S+)(?: (?P<odds>[+-]\d+(?:\.\d+)?))?(?: \((?P<detail>.*)\))?", re.DOTALL)
_DOCUMENT = re.compile(r"doc-[0-9a-f]{16}")
_CODE = re.compile(r"\b\d{6,9}\b")


def apart(graph: Graph, number: Mapping[str, int], strings: Callable[[str | None], int]) -> dict[str, Any]:
    """One row for each two entities that were compared and not joined, in the order of `number`.

    `features` holds three numbers for each reason: its name and its detail in the table of strings, and
    between them its log-odds, 0 where it was not weighed.
    """
    nearest: dict[tuple[int, int], Decision] = {}
    for decision in graph.decisions:
        ends = {decision.entity, decision.other} & number.keys()
        if decision.judgement is Judgement.MERGED or len(ends) < 2:
            continue
        one, other = sorted((number[decision.entity], number[decision.other]))
        before = nearest.get((one, other))
        if before is None or _telling(decision) > _telling(before):
            nearest[one, other] = decision
    titles = {document.id: document.title or document.source_name for document in graph.documents}
    rows = sorted(nearest.items())
    return {
        "one": [one for (one, _), _ in rows],
        "other": [other for (_, other), _ in rows],
        "judgement": [strings(decision.judgement.value) for _, decision in rows],
        "by": [strings(decision.by) for _, decision in rows],
        "score": [round(decision.score, 2) for _, decision in rows],
        "features": [
            [value for feature in decision.features for value in _feature(feature, titles, strings)]
            for _, decision in rows
        ],
    }


def _telling(decision: Decision) -> tuple[bool, float, str]:
    """What a person ruled comes before what was reckoned, and of that the likeliest to be one."""
    return decision.by == "person", decision.score, decision.id


def _feature(
    text: str, titles: Mapping[str, str], strings: Callable[[str | None], int]
) -> Iterable[int | float]:
    found = _FEATURE.fullmatch(text)
    if found is None:
        return strings(text), 0, -1
    detail = found["detail"]
    if detail is not None:
        detail = _DOCUMENT.sub(lambda match: f"《{titles.get(match[0], match[0])}》", detail)
        detail = _CODE.sub(lambda match: _division(match[0]), detail)
    return strings(found["name"]), float(found["odds"] or 0), strings(detail)


def _division(code: str) -> str:
    """江西省南昌市西湖区 for 360103: two divisions of one name differ in what they lie in."""
    division = gazetteer().get(code)
    if division is None:
        return code
    parents = reversed(gazetteer().parents(division))
    return "".join(dict.fromkeys([*(parent.name for parent in parents), division.name]))
