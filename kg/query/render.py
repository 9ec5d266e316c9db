"""Answers as text: a table to read, and the formats that SPARQL and RDF define."""

from __future__ import annotations

import csv
import json
import re
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from io import BytesIO, StringIO
from typing import Any

import pyoxigraph as ox

from kg.errors import QueryError
from kg.messages import say, say_n
from kg.ontology import PREFIXES, prefixed
from kg.query import words
from kg.query.named import Named
from kg.query.plan import Plan

Value = ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple | None

_NO_TRIPLES = say("triples have no form in this format; use ttl, nt, jsonld, xml or table")

_XSD = PREFIXES["xsd"]
_STRING = _XSD + "string"
_NUMBERS = frozenset(_XSD + name for name in ("integer", "decimal"))
_NUMBER = re.compile(r"[+-]?\d+(\.\d+)?")

# A cell of the table is cut here; the other formats give all of it.
WIDEST_CELL = 60
# On a narrow terminal the widest cells are cut further, but not below this.
NARROWEST_CELL = 14


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
                name: _text(value, self.prefixes)
                for name, value in zip(self.variables, row, strict=True)
                if value
            }
            for row in self.rows
        ]


def render(
    answer: Answer,
    format: str = "table",
    *,
    told: Callable[[object], str] = str,
    language: str = "en",
    columns: int | None = None,
) -> str:
    """`answer` in one of `FORMATS`; raises `QueryError` where the format cannot hold such an answer.

    `told` puts what a table says beside its cells into the reader's language, `language` its headings and
    the words of the vocabulary; a table is made to fit `columns` of a terminal. The other formats know none
    of that.

    >>> render(Answer(boolean=True), "table")
    'yes\\n'
    """
    if format not in FORMATS:
        raise QueryError(
            say("{name}: no such format. Known: {known}.", name=format, known=", ".join(FORMATS))
        )
    if format == "table":
        return _table(answer, told, language, columns)
    text = FORMATS[format](answer)
    return text if not text or text.endswith("\n") else text + "\n"


def _table(
    answer: Answer,
    told: Callable[[object], str] = str,
    language: str = "en",
    columns: int | None = None,
) -> str:
    if answer.boolean is not None:
        return told(say("yes") if answer.boolean else say("no")) + "\n"
    if answer.triples is not None:
        header: Sequence[str] = ("subject", "predicate", "object")
        rows: Sequence[Sequence[Value]] = [(t.subject, t.predicate, t.object) for t in answer.triples]
    else:
        # Where ?person comes with ?personName, people want the name; the other formats give both.
        shown = [i for i, name in enumerate(answer.variables) if f"{name}Name" not in answer.variables]
        header = [_heading(answer.variables[i], answer.variables) for i in shown]
        rows = [[row[i] for i in shown] for row in answer.rows]
    asked = answer.question is not None and bool(answer.question.name)
    cells = [_cells(header, row, answer, language if asked else "") for row in rows]
    if asked and language != "en":
        header = [words.columns().get(name, {}).get(language, name) for name in header]
    widths = [max(map(width, column)) for column in zip(header, *cells, strict=True)]
    if columns is not None:
        widths = _fitted(widths, columns)
        header = [_cut(cell, size) for cell, size in zip(header, widths, strict=True)]
        cells = [[_cut(cell, size) for cell, size in zip(row, widths, strict=True)] for row in cells]
    lines = [_line(header, widths), _line(["─" * size for size in widths], widths)]
    lines += [_line(row, widths) for row in cells]
    more = say_n("{n}+ row", "{n}+ rows", len(rows))
    count = more if answer.more else say_n("{n} row", "{n} rows", len(rows))
    return "\n".join([*lines, *map(told, (count, *answer.notes))]) + "\n"


def _cells(header: Sequence[str], row: Sequence[Value], answer: Answer, language: str) -> list[str]:
    """A row as people read it; `language` is empty for a query of one's own, whose cells stay as they are."""
    texts = [_text(value, answer.prefixes) for value in row]
    if not language:
        return [_cut(text) for text in texts]
    told = dict(zip(header, texts, strict=True))
    asked = answer.question.text if answer.question else ""
    post = "holdsPost" in told.get("relation", asked)
    found = [
        None if value is None else words.worded(name, value, language, post=post)
        for name, value in zip(header, row, strict=True)
    ]
    return [_cut(text if word is None else word) for word, text in zip(found, texts, strict=True)]


def _fitted(widths: Sequence[int], columns: int) -> list[int]:
    """The widths with the widest made narrower until a row fits, as far as that leaves something to read."""
    fitted = list(widths)
    while sum(fitted) + 2 * (len(fitted) - 1) > columns and max(fitted) > NARROWEST_CELL:
        fitted[fitted.index(max(fitted))] -= 1
    return fitted


def _heading(name: str, all_names: Sequence[str]) -> str:
    stem = name.removesuffix("Name")
    return stem if stem in all_names else name


def _line(cells: Sequence[str], widths: Sequence[int]) -> str:
    return "  ".join(
        cell + " " * (size - width(cell)) for cell, size in zip(cells, widths, strict=True)
    ).rstrip()


def width(text: str) -> int:
    """The columns that `text` takes on a terminal, where a Chinese character takes two."""
    return sum(
        0 if unicodedata.combining(c) else 2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in text
    )


def _cut(text: str, widest: int = WIDEST_CELL) -> str:
    # Control characters would move the cursor, or worse, on the reader's terminal.
    text = "".join(c if c.isprintable() else " " for c in text)
    if width(text) <= widest:
        return text
    kept, used = [], 0
    for character in text:
        used += width(character)
        if used > widest - 1:
            break
        kept.append(character)
    return "".join(kept) + "…"


def _text(value: Value, prefixes: Mapping[str, str]) -> str:
    if value is None:
        return ""
    if isinstance(value, ox.NamedNode):
        return prefixed(value.value, prefixes)
    if isinstance(value, ox.Literal):
        return value.value
    return str(value)


def _results(write: Callable[[Answer], str]) -> Callable[[Answer], str]:
    """`write` for rows; the W3C formats for tables define no boolean, and this is what other stores write."""

    def written(answer: Answer) -> str:
        if answer.triples is not None:
            raise QueryError(_NO_TRIPLES)
        return write(answer) if answer.boolean is None else f"{str(answer.boolean).lower()}\n"

    return written


# Our own writers, for the library writes only results that it has read: ten times as slow, and a large result
# would spend more time there than in the query.


def _csv(answer: Answer) -> str:
    output = StringIO()
    writer = csv.writer(output, lineterminator="\r\n")
    writer.writerow(answer.variables)
    writer.writerows([_plain(value) for value in row] for row in answer.rows)
    return output.getvalue()


def _plain(value: Value) -> str:
    if value is None:
        return ""
    return value.value if isinstance(value, ox.NamedNode | ox.Literal) else str(value)


def _tsv(answer: Answer) -> str:
    lines = ["\t".join(f"?{name}" for name in answer.variables)]
    lines += ["\t".join(["" if value is None else _ntriples(value) for value in row]) for row in answer.rows]
    return "\n".join(lines) + "\n"


def _ntriples(value: Value) -> str:
    # A number stands for itself, as in Turtle.
    if isinstance(value, ox.Literal) and value.datatype.value in _NUMBERS and _NUMBER.fullmatch(value.value):
        return value.value
    return str(value).replace("\t", "\\t")


def _results_xml(answer: Answer) -> str:
    read = ox.parse_query_results(_json(answer), format=ox.QueryResultsFormat.JSON)
    output = BytesIO()
    read.serialize(output, format=ox.QueryResultsFormat.XML)
    return output.getvalue().decode("utf-8")


def _json(answer: Answer) -> str:
    if answer.triples is not None:
        raise QueryError(_NO_TRIPLES)
    if answer.boolean is not None:
        return json.dumps({"head": {}, "boolean": answer.boolean}) + "\n"
    # A row a line: to be read, and written by the quick encoder, which knows no other layout.
    rows = (
        json.dumps(
            {
                name: _term(value)
                for name, value in zip(answer.variables, row, strict=True)
                if value is not None
            },
            ensure_ascii=False,
        )
        for row in answer.rows
    )
    head = json.dumps({"vars": list(answer.variables)}, ensure_ascii=False)
    bindings = ",\n".join(rows)
    return f'{{"head": {head},\n"results": {{"bindings": [\n{bindings}\n]}}}}\n'


def _term(value: Value) -> dict[str, Any]:
    if isinstance(value, ox.NamedNode):
        return {"type": "uri", "value": value.value}
    if isinstance(value, ox.BlankNode):
        return {"type": "bnode", "value": value.value}
    if isinstance(value, ox.Triple):
        parts = {"subject": value.subject, "predicate": value.predicate, "object": value.object}
        return {"type": "triple", "value": {name: _term(part) for name, part in parts.items()}}
    assert isinstance(value, ox.Literal), "there are no other terms"
    if value.language:
        return {"type": "literal", "value": value.value, "xml:lang": value.language}
    if value.datatype.value == _STRING:
        return {"type": "literal", "value": value.value}
    return {"type": "literal", "value": value.value, "datatype": value.datatype.value}


def _triples(syntax: ox.RdfFormat) -> Callable[[Answer], str]:
    def write(answer: Answer) -> str:
        if answer.triples is None:
            raise QueryError(
                say("only CONSTRUCT and DESCRIBE give triples; use table, csv, tsv, json or xml")
            )
        written = ox.serialize(answer.triples, format=syntax, prefixes=dict(answer.prefixes))
        return (written or b"").decode("utf-8")

    return write


def _xml(answer: Answer) -> str:
    if answer.triples is not None:
        return _triples(ox.RdfFormat.RDF_XML)(answer)
    return _results_xml(answer)


FORMATS: Mapping[str, Callable[[Answer], str]] = {
    "table": _table,
    "csv": _results(_csv),
    "tsv": _results(_tsv),
    "json": _json,
    "xml": _xml,
    "ttl": _triples(ox.RdfFormat.TURTLE),
    "nt": _triples(ox.RdfFormat.N_TRIPLES),
    "jsonld": _triples(ox.RdfFormat.JSON_LD),
}
