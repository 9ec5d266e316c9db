"""What the explorer marks when it shows two graphs as one."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from kg.records import Graph

Kind = Literal["added", "removed", "changed"]
_KINDS: tuple[Kind, ...] = ("added", "removed", "changed")


@dataclass(frozen=True, slots=True)
class Mark:
    """How one thing differs; `fields` are (name, before, after) of what changed."""

    kind: Kind
    fields: tuple[tuple[str, str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Marks:
    """The marks of statements and of entities, by id."""

    statements: Mapping[str, Mark]
    entities: Mapping[str, Mark]


def columns(
    graph: Graph, ranked: Sequence[str], marks: Marks, strings: Callable[[str | None], int]
) -> dict[str, Any]:
    """The marks as the page reads them: kinds by number in `kinds`, -1 for what is as it was.

    `fields` holds three numbers in the table of strings for each field: its name, before and after.
    """
    statements = [marks.statements.get(identity) for identity in sorted(s.id for s in graph.statements)]
    entities = [marks.entities.get(identity) for identity in ranked]
    return {
        "kinds": list(_KINDS),
        "statements": [_number(mark) for mark in statements],
        "entities": [_number(mark) for mark in entities],
        "fields": {
            str(number): [strings(text) for told in mark.fields for text in told]
            for number, mark in enumerate(statements)
            if mark is not None and mark.fields
        },
    }


def _number(mark: Mark | None) -> int:
    return -1 if mark is None else _KINDS.index(mark.kind)
