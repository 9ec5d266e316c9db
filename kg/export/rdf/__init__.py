"""The graph as RDF, in six syntaxes.

quads.py and provenance.py have the shape; terms.py the terms, notation.py the same as objects and as text;
trig.py writes TriG and Turtle, jsonld.py plain JSON, xml.py what XML can hold.
"""

from __future__ import annotations

import gzip
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import IO, cast

import pyoxigraph as ox

from kg.errors import UnknownFormat
from kg.export.rdf.jsonld import write_jsonld
from kg.export.rdf.notation import TurtleTerms
from kg.export.rdf.quads import graphs, quads
from kg.export.rdf.terms import DEFAULT_BASE, Names
from kg.export.rdf.trig import write_trig
from kg.export.rdf.xml import XmlStream, xml_triples
from kg.records import Graph

__all__ = ["DEFAULT_BASE", "RDF_FORMATS", "write_rdf", "write_trig_and_turtle"]

# The formats by the suffix of their files. Those without graphs hold all four merged.
RDF_FORMATS: Mapping[str, ox.RdfFormat] = {
    "trig": ox.RdfFormat.TRIG,
    "ttl": ox.RdfFormat.TURTLE,
    "nq": ox.RdfFormat.N_QUADS,
    "nt": ox.RdfFormat.N_TRIPLES,
    "jsonld": ox.RdfFormat.JSON_LD,
    "rdf": ox.RdfFormat.RDF_XML,
}

_WITH_TRIPLE_TERMS = frozenset({"trig", "ttl", "nq", "nt"})


def write_rdf(
    graph: Graph,
    path: Path,
    *,
    format: str | None = None,
    base_iri: str = DEFAULT_BASE,
    rdf12: bool = False,
    tool_version: str | None = None,
) -> None:
    """Write `graph` to `path`, the same bytes for the same graph.

    `format` is one of `RDF_FORMATS`; left out, the suffix of `path` tells it. A path that ends in `.gz` is
    compressed. `rdf12` adds triple terms to TriG, Turtle, N-Quads and N-Triples; the other two have no form
    for them. What not every tool can hold becomes U+FFFD: NUL, lone surrogates, U+FFFE and U+FFFF,
    and, in RDF/XML alone, the control characters that XML has not. Raises `UnknownFormat` and
    `InvalidBaseIri`.

    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as name:
    ...     write_rdf(Graph((), (), (), (), ()), Path(name, "graph.ttl"))
    ...     "id:dataset a void:Dataset" in Path(name, "graph.ttl").read_text(encoding="utf-8")
    True
    """
    name = format or Path(path.name.removesuffix(".gz")).suffix.removeprefix(".")
    if name not in RDF_FORMATS:
        raise UnknownFormat(name, RDF_FORMATS)
    syntax, names = RDF_FORMATS[name], Names(base_iri)
    rdf12 = rdf12 and name in _WITH_TRIPLE_TERMS
    with _opened(path) as file:
        if syntax in (ox.RdfFormat.TRIG, ox.RdfFormat.TURTLE):
            terms = TurtleTerms(names)
            parts = graphs(graph, terms, rdf12=rdf12, tool_version=tool_version)
            write_trig(parts, terms, **{"trig" if syntax.supports_datasets else "turtle": file})
        else:
            _serialize(quads(graph, names, rdf12=rdf12, tool_version=tool_version), syntax, names, file)


def write_trig_and_turtle(graph: Graph, trig: Path, turtle: Path, *, base_iri: str = DEFAULT_BASE) -> None:
    """Writes both, as `write_rdf` writes each of them, in the time of one."""
    terms = TurtleTerms(Names(base_iri))
    with trig.open("wb") as file, turtle.open("wb") as other:
        write_trig(graphs(graph, terms), terms, trig=file, turtle=other)


def _serialize(stream: Iterator[ox.Quad], syntax: ox.RdfFormat, names: Names, file: IO[bytes]) -> None:
    if syntax == ox.RdfFormat.JSON_LD:
        write_jsonld(stream, names, file)
    elif syntax == ox.RdfFormat.RDF_XML:
        ox.serialize(xml_triples(stream), cast(IO[bytes], XmlStream(file)), syntax, prefixes=names.prefixes)
    elif syntax.supports_datasets:
        ox.serialize(stream, file, syntax)
    else:
        ox.serialize((quad.triple for quad in stream), file, syntax)


@contextmanager
def _opened(path: Path) -> Iterator[IO[bytes]]:
    if path.suffix != ".gz":
        with path.open("wb") as file:
            yield file
        return
    # The header of a gzip file holds a name and a time; both are left out, for the bytes depend on the graph
    # alone.
    with path.open("wb") as raw, gzip.GzipFile("", "wb", fileobj=raw, mtime=0) as packed:
        yield cast(IO[bytes], packed)
