"""Everything that the tables can be written as, by name."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path

from kg.errors import KgError
from kg.records import Graph


@dataclass(frozen=True)
class Format:
    """One export: the file (or, for CSV, the folder) that it makes in OUT, and who writes it."""

    name: str
    file: str
    writer: str
    zh: str
    en: str

    def write(self, graph: Graph, folder: Path, *, base_iri: str | None = None) -> Path:
        """Write `graph` to its file in `folder` and say which that is; only RDF has use for `base_iri`."""
        module, function = self.writer.split(":")
        path = folder / self.file
        options = {"base_iri": base_iri} if base_iri is not None and module == "kg.export.rdf" else {}
        # Imported when it is used, so that naming the formats costs nothing.
        getattr(import_module(module), function)(graph, path, **options)
        return path


FORMATS: Mapping[str, Format] = {
    item.name: item
    for item in (
        Format(
            "trig", "graph.trig", "kg.export.rdf:write_rdf", "RDF，四个命名图", "RDF in four named graphs"
        ),
        Format("ttl", "graph.ttl", "kg.export.rdf:write_rdf", "RDF，合并为一图", "RDF merged into one graph"),
        Format("nq", "graph.nq", "kg.export.rdf:write_rdf", "RDF，一行一条", "RDF, a quad a line"),
        Format(
            "nt", "graph.nt", "kg.export.rdf:write_rdf", "RDF，一行一条，合并为一图", "RDF, a triple a line"
        ),
        Format("jsonld", "graph.jsonld", "kg.export.rdf:write_rdf", "JSON-LD", "JSON-LD"),
        Format("rdf", "graph.rdf", "kg.export.rdf:write_rdf", "RDF/XML", "RDF/XML"),
        Format(
            "graphml", "graph.graphml", "kg.export.network:write_graphml", "GraphML（Gephi、yEd）", "GraphML"
        ),
        Format("gexf", "graph.gexf", "kg.export.network:write_gexf", "GEXF（Gephi）", "GEXF for Gephi"),
        Format(
            "ftm", "graph.ftm.json", "kg.export.ftm:write_ftm", "FollowTheMoney（Aleph）", "FollowTheMoney for Aleph"
        ),
        Format("csv", "csv", "kg.export.network:write_csv", "CSV 表格", "CSV tables"),
    )
}


class UnknownExport(KgError):
    """A format that nothing is exported in."""

    def __init__(self, name: str) -> None:
        self.name = name
        super().__init__(f"{name}: not an export format. Known: {', '.join(FORMATS)}.")


def export(
    graph: Graph, folder: Path, formats: Iterable[str], *, base_iri: str | None = None
) -> tuple[Path, ...]:
    """Write `graph` to `folder` in each of `formats` and return the paths; raises `UnknownExport` before any
    is written.

    >>> export(Graph((), (), (), (), ()), Path("."), [])
    ()
    """
    names = tuple(formats)
    for name in names:
        if name not in FORMATS:
            raise UnknownExport(name)
    folder.mkdir(parents=True, exist_ok=True)
    return tuple(FORMATS[name].write(graph, folder, base_iri=base_iri) for name in names)
