"""Records and answers as pandas DataFrames. pandas is imported when one is made: it may be missing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import fields
from importlib import import_module
from typing import TYPE_CHECKING, Any

from kg.errors import MissingExtra

if TYPE_CHECKING:
    from kg.query import Answer

_NUMBERS = frozenset({"integer", "decimal", "double", "float"})


def columns_of(name: str) -> tuple[str, ...]:
    """The columns of a table: the fields of its record.

    >>> columns_of("decisions")[:3]
    ('id', 'judgement', 'kind')
    """
    from kg import records

    kinds: dict[str, type[Any]] = {
        "entities": records.Entity,
        "statements": records.Statement,
        "evidence": records.Evidence,
        "decisions": records.Decision,
    }
    return tuple(field.name for field in fields(kinds[name]))


def frame(rows: Sequence[dict[str, Any]], columns: Sequence[str]) -> Any:
    """Rows as a DataFrame, what is missing always NaN; raises `MissingExtra` without pandas.

    >>> frame([{"name": "李明"}], ["name"]).shape
    (1, 1)
    """
    try:
        pandas = import_module("pandas")
    except ImportError:
        raise MissingExtra("pandas", "notebook") from None
    made = pandas.DataFrame(rows, columns=columns)
    # A column of nothing else holds None, one with texts NaN: in a table that is read as a difference.
    return made.where(made.notna())


def answer_frame(answer: Answer) -> Any:
    """The answer to a query as a DataFrame: rows, triples, or one cell for ASK."""
    if answer.boolean is not None:
        return frame([{"answer": answer.boolean}], ["answer"])
    if answer.triples is not None:
        triples = [(str(t.subject), str(t.predicate), str(t.object)) for t in answer.triples]
        columns = ["subject", "predicate", "object"]
        return frame([dict(zip(columns, triple, strict=True)) for triple in triples], columns)
    rows = []
    for row, texts in zip(answer.rows, answer.records(), strict=True):
        values = dict(zip(answer.variables, row, strict=True))
        rows.append({name: _plain(values[name], text) for name, text in texts.items()})
    return frame(rows, answer.variables)


def _plain(value: Any, text: str) -> Any:
    datatype = getattr(getattr(value, "datatype", None), "value", "").rsplit("#", 1)[-1]
    if datatype == "boolean":
        return value.value == "true"
    if datatype not in _NUMBERS:
        return text
    return int(value.value) if datatype == "integer" else float(value.value)
