"""What a query gave."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import pyoxigraph as ox

from kg.ontology import PREFIXES, prefixed
from kg.query.named import Named
from kg.query.plan import Plan

Value = ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple | None


@dataclass(frozen=True)
class Answer:
    """What a query gave: rows, a yes or no, or triples. `more` says that a limit cut it short."""

    variables: tuple[str, ...] = ()
    rows: tuple[tuple[Value, ...], ...] = ()
    boolean: bool | None = None
    triples: tuple[ox.Triple, ...] | None = None
    more: bool = False
    notes: tuple[str, ...] = ()
    question: Named | None = None
    plan: Plan | None = None
    prefixes: Mapping[str, str] = field(default_factory=lambda: PREFIXES)

    @property
    def is_empty(self) -> bool:
        return self.boolean is None and not self.rows and not self.triples

    def records(self) -> list[dict[str, str]]:
        """The rows as plain dictionaries of text; what is not bound is left out."""
        return [
            {
                name: text_of(value, self.prefixes)
                for name, value in zip(self.variables, row, strict=True)
                if value
            }
            for row in self.rows
        ]


def text_of(value: Value, prefixes: Mapping[str, str]) -> str:
    """What a reader sees of a term: an IRI with a prefix, a literal without its language and datatype."""
    if value is None:
        return ""
    if isinstance(value, ox.NamedNode):
        return prefixed(value.value, prefixes)
    if isinstance(value, ox.Literal):
        return value.value
    return str(value)
