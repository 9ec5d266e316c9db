"""The graph as an rdflib dataset."""

from __future__ import annotations

from io import BytesIO

import pyoxigraph as ox
import rdflib

from kg.export.rdf.quads import quads
from kg.export.rdf.terms import DEFAULT_BASE, Names
from kg.records import Graph


def to_rdflib(graph: Graph, *, base_iri: str = DEFAULT_BASE) -> rdflib.Dataset:
    """`graph` in its four named graphs, whose union is the default graph.

    >>> len(to_rdflib(Graph((), (), (), (), ()))) > 0
    True
    """
    names = Names(base_iri)
    lines = BytesIO()
    ox.serialize(quads(graph, names), lines, ox.RdfFormat.N_QUADS)
    dataset = rdflib.Dataset(default_union=True)
    for prefix, start in names.prefixes.items():
        dataset.bind(prefix, start)
    dataset.parse(data=lines.getvalue(), format="nquads")
    return dataset
