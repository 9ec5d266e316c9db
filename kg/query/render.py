"""Answers as text: the formats that SPARQL and RDF define, and a table to read, which table.py makes."""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Callable, Mapping
from io import BytesIO, StringIO
from typing import Any

import pyoxigraph as ox

from kg.errors import QueryError
from kg.messages import say
from kg.ontology import PREFIXES
from kg.query.answer import Answer, Value
from kg.query.table import table

_NO_TRIPLES = say("triples have no form in this format; use ttl, nt, jsonld, xml or table")

_XSD = PREFIXES["xsd"]
_STRING = _XSD + "string"
_NUMBERS = frozenset(_XSD + name for name in ("integer", "decimal"))
_NUMBER = re.compile(r"[+-]?\d+(\.\d+)?")


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
        return table(answer, told, language, columns)
    text = FORMATS[format](answer)
    return text if not text or text.endswith("\n") else text + "\n"


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
    "table": table,
    "csv": _results(_csv),
    "tsv": _results(_tsv),
    "json": _json,
    "xml": _xml,
    "ttl": _triples(ox.RdfFormat.TURTLE),
    "nt": _triples(ox.RdfFormat.N_TRIPLES),
    "jsonld": _triples(ox.RdfFormat.JSON_LD),
}
