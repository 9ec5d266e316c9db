"""Everything that the tables can be written as, by name."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path

from kg.errors import NoTripleTerms, UnknownExport
from kg.records import Graph

_PACKED = ".gz"


@dataclass(frozen=True)
class Format:
    """One export: the file (or, for CSV, the folder) that it makes in OUT, and who writes it.

    >>> FORMATS["graphml"].file, FORMATS["graphml"].en
    ('graph.graphml', ...)
    """

    name: str
    file: str
    writer: str
    zh: str
    en: str

    def write(self, graph: Graph, folder: Path, *, base_iri: str | None = None, packed: bool = False) -> Path:
        """Write `graph` to its file in `folder`, or to a `.gz` of it, and say which that is; only RDF has use
        for `base_iri`.
        """
        path = folder / (self.file + _PACKED * packed)
        self.function(graph, path, **({"base_iri": base_iri} if base_iri is not None and self.is_rdf else {}))
        return path

    @property
    def function(self) -> Callable[..., None]:
        """What writes it, imported when it is used, so that naming the formats costs nothing."""
        module, name = self.writer.split(":")
        found: Callable[..., None] = getattr(import_module(module), name)
        return found

    @property
    def is_rdf(self) -> bool:
        return self.writer.startswith("kg.export.rdf:")

    @property
    def compresses(self) -> bool:
        """Whether its writer packs a file whose name ends in `.gz`."""
        return self.is_rdf or self.name == "ftm"

    @property
    def has_triple_terms(self) -> bool:
        """Whether RDF 1.2 has a form for triple terms in it."""
        return self.name in ("trig", "ttl", "nq", "nt")

    @property
    def ending(self) -> str:
        """`.ttl` of graph.ttl; nothing for what makes a folder."""
        return self.file.removeprefix("graph") if self.file.startswith("graph.") else ""


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
            "ftm",
            "graph.ftm.json",
            "kg.export.ftm:write_ftm",
            "FollowTheMoney（Aleph）",
            "FollowTheMoney for Aleph",
        ),
        Format("csv", "csv", "kg.export.network:write_csv", "CSV 表格", "CSV tables"),
    )
}


def check_exports(formats: Iterable[str], base_iri: str | None) -> None:
    """What a build asks before it begins: raises `UnknownExport` and `InvalidBaseIri`.

    >>> check_exports(["trig"], "https://example.org/id/")
    """
    for name in formats:
        if name not in FORMATS:
            raise UnknownExport(name, FORMATS)
    if base_iri is not None:
        from kg.export.rdf.terms import Names

        Names(base_iri)


def export(
    graph: Graph, folder: Path, formats: Iterable[str], *, base_iri: str | None = None
) -> tuple[Path, ...]:
    """Write `graph` to `folder` in each of `formats` and return the paths; raises `UnknownExport` before any
    is written.

    A format that ends in `.gz` (`trig.gz`) is written to a file that is packed.

    >>> export(Graph((), (), (), (), ()), Path("."), [])
    ()
    """
    names = tuple(formats)
    for name in names:
        found = FORMATS.get(name.removesuffix(_PACKED))
        if found is None or (name not in FORMATS and not found.compresses):
            raise UnknownExport(name, FORMATS)
    folder.mkdir(parents=True, exist_ok=True)
    written: dict[str, Path] = {}
    if {"trig", "ttl"} <= set(names):
        from kg.export.rdf import DEFAULT_BASE, write_trig_and_turtle

        written = {name: folder / FORMATS[name].file for name in ("trig", "ttl")}
        write_trig_and_turtle(graph, written["trig"], written["ttl"], base_iri=base_iri or DEFAULT_BASE)
    for name in names:
        if name not in written:
            plain = name.removesuffix(_PACKED)
            written[name] = FORMATS[plain].write(graph, folder, base_iri=base_iri, packed=plain != name)
    return tuple(written[name] for name in names)


def export_file(graph: Graph, path: Path, *, base_iri: str | None = None, rdf12: bool = False) -> Path:
    """Write `graph` to the file `path`, whose ending tells the format: `x.ttl`, `x.ftm.json`, `x.nq.gz`.

    RDF and FollowTheMoney are compressed where the name ends in `.gz`. `rdf12` adds triple terms to RDF.
    Raises `UnknownExport`, and `NoTripleTerms` for `rdf12` in what has no form for it.

    >>> export_file(Graph((), (), (), (), ()), Path("graph.docx"))
    Traceback (most recent call last):
    kg.errors.UnknownExport: graph.docx: not an export format. Known: trig, ttl, ...
    """
    name = path.name.removesuffix(_PACKED)
    # The longest ending first: .ftm.json is more than .json.
    known = sorted(FORMATS.values(), key=lambda item: -len(item.ending))
    found = next((item for item in known if item.ending and name.endswith(item.ending)), None)
    if found is None or (name != path.name and not found.compresses):
        raise UnknownExport(path.name, FORMATS)
    if rdf12 and not found.has_triple_terms:
        raise NoTripleTerms(path.name, [item.ending for item in FORMATS.values() if item.has_triple_terms])
    path.parent.mkdir(parents=True, exist_ok=True)
    options: dict[str, object] = {} if base_iri is None or not found.is_rdf else {"base_iri": base_iri}
    if rdf12:
        options["rdf12"] = True
    found.function(graph, path, **options)
    return path
