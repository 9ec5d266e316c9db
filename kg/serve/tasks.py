"""What a worker can be asked to do, by the name of the task: each reads the store and begins one reply."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from io import BytesIO
from typing import IO, Any, cast
from urllib.parse import quote

import pyoxigraph as ox

from kg.errors import KgError, QueryError
from kg.export.rdf.jsonld import compacted
from kg.export.rdf.terms import Names
from kg.messages import in_language, say
from kg.query import Answer, Dataset, GraphStore, named_queries, render, run
from kg.query.hints import UNCONNECTED
from kg.query.named import bind
from kg.query.plan import readable
from kg.query.steps import path_rows
from kg.serve.description import description
from kg.serve.frames import FrameWriter, Head
from kg.serve.negotiation import preferred
from kg.serve.resource import page, triples_of

Begin = Callable[[Head], FrameWriter]
Request = Mapping[str, Any]

# Media types, best first, and what kg.query calls the format.
RESULTS: Mapping[str, str] = {
    "application/sparql-results+json": "json",
    "application/sparql-results+xml": "xml",
    "text/csv": "csv",
    "text/tab-separated-values": "tsv",
    "application/json": "json",
    "application/xml": "xml",
    "text/xml": "xml",
}
TRIPLES: Mapping[str, ox.RdfFormat] = {
    "text/turtle": ox.RdfFormat.TURTLE,
    "application/n-triples": ox.RdfFormat.N_TRIPLES,
    "application/rdf+xml": ox.RdfFormat.RDF_XML,
    "application/ld+json": ox.RdfFormat.JSON_LD,
    "application/trig": ox.RdfFormat.TRIG,
    "application/n-quads": ox.RdfFormat.N_QUADS,
    "application/x-turtle": ox.RdfFormat.TURTLE,
}
QUADS: Mapping[str, ox.RdfFormat] = {
    media_type: TRIPLES[media_type]
    for media_type in ("application/trig", "application/n-quads", "application/ld+json")
}


class Refused(KgError):
    """A request that gets another status than 400."""

    def __init__(self, status: int, reason: str) -> None:
        super().__init__(reason)
        self.status = status


def answer_query(store: GraphStore, request: Request, begin: Begin) -> None:
    """SPARQL, cut at `limit` rows; the header `Kg-Truncated` then says so."""
    dataset = None
    if request["default"] or request["named"]:
        dataset = Dataset(tuple(request["default"]), tuple(request["named"]))
    try:
        answer = run(store, _sparql(request["query"]), limit=request["limit"], dataset=dataset)
    except RecursionError:
        raise QueryError(say("the query is nested too deeply")) from None
    headers = {"Vary": "Accept"}
    if answer.more:
        headers["Kg-Truncated"] = f"{request['limit']} rows"
    if answer.notes:
        told = (in_language(note, request.get("told_in", "en")) for note in answer.notes)
        headers["Kg-Note"] = quote("\n".join(told))
    if answer.triples is not None:
        media_type = _choose(request["accept"], TRIPLES)
        written = BytesIO()
        _write_triples(answer.triples, TRIPLES[media_type], written, answer.prefixes)
        begin(Head(200, _with_charset(media_type), headers)).write(written.getvalue())
        return
    media_type = _choose(request["accept"], RESULTS)
    content = _rendered(answer, RESULTS[media_type])
    begin(Head(200, _with_charset(media_type), headers)).write(content)


def _sparql(query: str) -> str:
    # kg.query takes a bare word for the name of a question; the protocol knows only SPARQL.
    return query if any(mark in query for mark in "{<:?") or not query.strip() else query + "\n#"


def _rendered(answer: Answer, form: str) -> bytes:
    return render(answer, form).encode("utf-8", "replace")


def bind_question(store: GraphStore, request: Request, begin: Begin) -> None:
    """The SPARQL of a named question with parameters filled in, as text."""
    question = named_queries().get(request["name"])
    if question is None:
        raise Refused(404, say("no question is named {name}. {hint}", name=repr(request["name"]), hint=""))
    given = {name: value for name, value in request["parameters"].items() if value}
    extra = (lambda terms: path_rows(store, terms) or _unconnected()) if question.computed else None
    text = bind(question, store, given, extra=extra)
    begin(Head()).write(
        f"# {question.title(request['language'])}\n{readable(text)}\n".encode("utf-8", "replace")
    )


def _unconnected() -> str:
    raise QueryError(UNCONNECTED)


def names_like(store: GraphStore, request: Request, begin: Begin) -> None:
    """Up to twenty names that hold the words, shortest first, a line each."""
    words = request["words"].casefold().strip()
    found = {name for name in store.labels() if words in name.casefold()} if words else set()
    names = sorted(found, key=lambda name: (len(name), name))[:20]
    begin(Head()).write("\n".join(names).encode("utf-8", "replace"))


def show_resource(store: GraphStore, request: Request, begin: Begin) -> None:
    """What the graph says about one IRI, as a page or as RDF."""
    node = _node(store.base + request["identity"])
    triples = triples_of(store, node) if node is not None else ()
    if node is None or not triples:
        told = say("{identity}: nothing in this graph has this id", identity=request["identity"])
        raise Refused(404, told)
    if request["form"] == "html":
        begin(Head(200, "text/html; charset=utf-8")).write(page(store, node, request["language"]))
        return
    # Written before the reply begins, so that what fails gets a status of its own.
    syntax, written = TRIPLES[request["form"]], BytesIO()
    if syntax == ox.RdfFormat.JSON_LD:
        written.write(json.dumps(compacted(triples, Names(store.base)), ensure_ascii=False).encode())
    else:
        _write_triples(triples, syntax, written, store.prefixes)
    begin(Head(200, _with_charset(request["form"]))).write(written.getvalue())


def read_graph(store: GraphStore, request: Request, begin: Begin) -> None:
    """A whole graph, the merged default graph, or all graphs, written as it is read."""
    graph = request["graph"]
    if graph == "all":
        media_type = _choose(request["accept"], QUADS)
        quads: Iterable[ox.Quad] | Iterable[ox.Triple] = store.graph.quads_for_pattern(None, None, None, None)
    elif graph == "default":
        media_type = _choose(request["accept"], TRIPLES)
        quads = _union(store)
    else:
        node = _node(graph.removeprefix("+g:") if not graph.startswith("+g:") else store.graphs + graph[3:])
        if node is None or not store.graph.contains_named_graph(node):
            raise Refused(404, f"this dataset has no graph <{graph.removeprefix('+g:')}>")
        media_type = _choose(request["accept"], TRIPLES)
        quads = (quad.triple for quad in store.graph.quads_for_pattern(None, None, None, node))
    reply = begin(Head(200, _with_charset(media_type), {"Vary": "Accept"}))
    if not request["head"]:
        syntax = TRIPLES[media_type]
        if graph != "all":
            quads = _as_quads(cast(Iterable[ox.Triple], quads), syntax)
        ox.serialize(quads, cast(IO[bytes], reply), syntax, prefixes=store.prefixes)


def describe_service(store: GraphStore, request: Request, begin: Begin) -> None:
    """The SPARQL 1.1 Service Description of the endpoint at `endpoint`."""
    media_type = _choose(request["accept"], TRIPLES)
    written = BytesIO()
    prefixes = {**store.prefixes, "sd": "http://www.w3.org/ns/sparql-service-description#"}
    _write_triples(description(store, request["endpoint"]), TRIPLES[media_type], written, prefixes)
    begin(Head(200, _with_charset(media_type), {"Vary": "Accept"})).write(written.getvalue())


def tell_base(store: GraphStore, request: Request, begin: Begin) -> None:
    """The IRI that ids are appended to."""
    begin(Head()).write(f"{store.base}\n{store.graphs}".encode())


def _choose(accept: str, offered: Mapping[str, Any]) -> str:
    media_type = preferred(accept, list(offered))
    if media_type is None:
        raise Refused(406, f"{accept}: this cannot be had here. There is: {', '.join(offered)}.")
    return media_type


def _with_charset(media_type: str) -> str:
    return f"{media_type}; charset=utf-8" if media_type.startswith("text/") else media_type


def _node(iri: str) -> ox.NamedNode | None:
    try:
        return ox.NamedNode(iri)
    except ValueError:
        return None


def _union(store: GraphStore) -> Iterator[ox.Triple]:
    found = store.graph.query("CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o }", use_default_graph_as_union=True)
    assert isinstance(found, ox.QueryTriples), "a CONSTRUCT gives triples"
    yield from found


def _write_triples(
    triples: Iterable[ox.Triple], syntax: ox.RdfFormat, file: IO[bytes], prefixes: Mapping[str, str]
) -> None:
    ox.serialize(_as_quads(triples, syntax), file, syntax, prefixes=dict(prefixes))


def _as_quads(triples: Iterable[ox.Triple], syntax: ox.RdfFormat) -> Iterable[ox.Triple] | Iterable[ox.Quad]:
    """Syntaxes with graphs hold triples as quads of the default graph."""
    if not syntax.supports_datasets:
        return triples
    return (ox.Quad(*triple) for triple in triples)


TASKS: Mapping[str, Callable[[GraphStore, Request, Begin], None]] = {
    "query": answer_query,
    "bind": bind_question,
    "names": names_like,
    "resource": show_resource,
    "graph": read_graph,
    "description": describe_service,
    "base": tell_base,
}
