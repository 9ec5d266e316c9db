"""Two ways to run SHACL shapes over a store: pyshacl, and each constraint as a query for Oxigraph."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

import pyoxigraph as ox

from kg.errors import KgError
from kg.ontology import PREFIXES

_SH = "http://www.w3.org/ns/shacl#"
_RDF, _XSD = PREFIXES["rdf"], PREFIXES["xsd"]
_ONTOLOGY_GRAPH = ox.NamedNode("https://kg.example/graph/ontology")

_Term = ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple


@dataclass(frozen=True, order=True)
class Violation:
    """A node that breaks a constraint, what the constraint says of it, and the value that does so.

    `path` is the relation that leads to the value, where the constraint is about several relations.
    """

    focus: str
    zh: str
    en: str
    value: str = ""
    path: str = ""


class UnknownConstraint(KgError):
    """A shape uses a constraint that `with_oxigraph` cannot write as a query."""

    def __init__(self, name: str) -> None:
        self.name = name
        super().__init__(f"sh:{name} is not supported by the fast engine; use the engine shacl")


@dataclass(frozen=True)
class _Constraint:
    """A query for the nodes that break it, as ?this and perhaps ?path and ?value."""

    query: str
    zh: str
    en: str


def with_oxigraph(store: ox.Store, shapes: bytes, ontology: Iterable[bytes]) -> list[Violation]:
    """The violations of `shapes`, found with queries; `store` gets the ontology too, in its own graph."""
    for content in ontology:
        store.load(content, format=ox.RdfFormat.TURTLE, to_graph=_ONTOLOGY_GRAPH)
    found: set[Violation] = set()
    for constraint in _constraints(shapes):
        rows = store.query(constraint.query, prefixes=_PREFIXES, use_default_graph_as_union=True)
        assert isinstance(rows, ox.QuerySolutions), "a constraint is a SELECT"
        names = {variable.value for variable in rows.variables}
        for row in rows:
            value, path = (_plain(row[name]) if name in names else "" for name in ("value", "path"))
            found.add(Violation(_plain(row["this"]), constraint.zh, constraint.en, value, path))
    return sorted(found)


def with_pyshacl(store: ox.Store, shapes: bytes, ontology: Iterable[bytes]) -> list[Violation]:
    """The violations of `shapes`, found with pyshacl, the reference."""
    import rdflib
    from pyshacl import validate
    from rdflib.namespace import SH

    triples = (quad.triple for quad in store if quad.graph_name != _ONTOLOGY_GRAPH)
    graph = rdflib.Graph()
    graph.parse(data=ox.serialize(triples, format=ox.RdfFormat.N_TRIPLES) or b"", format="nt")
    for content in ontology:
        graph.parse(data=content, format="turtle")
    _, report, _ = validate(graph, shacl_graph=rdflib.Graph().parse(data=shapes, format="turtle"))
    found = set()
    for result in report.subjects(rdflib.RDF.type, SH.ValidationResult):
        # Of a SPARQL constraint the report itself gives the messages without their languages.
        constraint = report.value(result, SH.sourceConstraint)
        texts = (
            report.objects(result, SH.resultMessage)
            if constraint is None
            else report.objects(constraint, SH.message)
        )
        messages = {text.language: str(text) for text in texts if isinstance(text, rdflib.Literal)}
        focus, value = report.value(result, SH.focusNode), report.value(result, SH.value)
        # A constraint that names no value is reported with the node itself.
        named = "" if value is None or value == focus else str(value)
        path = None if constraint is None else report.value(result, SH.resultPath)
        found.add(Violation(str(focus), messages["zh"], messages["en"], named, str(path or "")))
    return sorted(found)


_PREFIXES = {**PREFIXES, "owl": "http://www.w3.org/2002/07/owl#"}


@dataclass
class _Shapes:
    """The triples of a shapes graph, by subject and predicate."""

    values: dict[tuple[_Term, str], list[_Term]] = field(default_factory=dict)

    def all(self, node: _Term, name: str) -> list[_Term]:
        return self.values.get((node, name if ":" in name else _SH + name), [])

    def one(self, node: _Term, name: str) -> _Term | None:
        return next(iter(self.all(node, name)), None)

    def items(self, node: _Term | None) -> Iterator[_Term]:
        """The members of an RDF list."""
        while node is not None and node != ox.NamedNode(_RDF + "nil"):
            first = self.one(node, _RDF + "first")
            if first is not None:
                yield first
            node = self.one(node, _RDF + "rest")

    def message(self, node: _Term) -> tuple[str, str]:
        texts = {m.language: m.value for m in self.all(node, "message") if isinstance(m, ox.Literal)}
        return texts.get("zh", ""), texts.get("en", "")


def _constraints(content: bytes) -> Iterator[_Constraint]:
    shapes = _Shapes()
    nodes = []
    for quad in ox.parse(content, format=ox.RdfFormat.TURTLE):
        shapes.values.setdefault((quad.subject, quad.predicate.value), []).append(quad.object)
        if quad.predicate.value == _RDF + "type" and quad.object == ox.NamedNode(_SH + "NodeShape"):
            nodes.append(quad.subject)
    for node in nodes:
        classes = " ".join(str(cls) for cls in shapes.all(node, "targetClass"))
        target = f"VALUES ?class {{ {classes} }} ?this a ?class ."
        for rule in shapes.all(node, "property"):
            zh, en = shapes.message(rule)
            for query in _property(shapes, rule, target):
                yield _Constraint(query, zh, en)
        for rule in shapes.all(node, "sparql"):
            select = shapes.one(rule, "select")
            assert isinstance(select, ox.Literal), "a SPARQL constraint has a query"
            yield _Constraint(_with_target(select.value, target), *shapes.message(rule))


def _with_target(select: str, target: str) -> str:
    """A constraint's query, which SHACL asks for one $this, for all nodes of its shape at once."""
    head, _, body = select.partition("WHERE {")
    return f"{head}WHERE {{ {target} {body}"


def _property(shapes: _Shapes, rule: _Term, target: str) -> Iterator[str]:
    path = str(shapes.one(rule, "path"))
    for subject, name in list(shapes.values):
        if subject != rule or not name.startswith(_SH):
            continue
        kind, value = name.removeprefix(_SH), shapes.values[subject, name][0]
        each = f"SELECT DISTINCT ?this ?value WHERE {{ {target} ?this {path} ?value "
        if kind in ("path", "message"):
            continue
        if kind == "minCount":
            yield _counted(target, path, f"< {_number(value)}")
        elif kind == "maxCount":
            yield _counted(target, path, f"> {_number(value)}")
        elif kind == "class":
            yield f"{each} FILTER NOT EXISTS {{ ?value a {value} }} }}"
        elif kind == "nodeKind" and value == ox.NamedNode(_SH + "IRI"):
            yield f"{each} FILTER(!isIRI(?value)) }}"
        elif kind == "datatype":
            yield f"{each} FILTER(!isLiteral(?value) || DATATYPE(?value) != {value}) }}"
        elif kind == "in":
            yield f"{each} FILTER(?value NOT IN ({', '.join(map(str, shapes.items(value)))})) }}"
        elif kind in ("minInclusive", "maxInclusive"):
            # A value that cannot be compared breaks the rule too, as SHACL has it.
            sign = ">=" if kind == "minInclusive" else "<="
            yield f"{each} FILTER(!COALESCE(?value {sign} {value}, false)) }}"
        elif kind == "uniqueLang":
            yield (
                f"SELECT DISTINCT ?this WHERE {{ {target} ?this {path} ?one, ?other FILTER(?one != ?other) "
                "FILTER(LANG(?one) != '' && LCASE(LANG(?one)) = LCASE(LANG(?other))) }"
            )
        else:
            raise UnknownConstraint(kind)


def _counted(target: str, path: str, test: str) -> str:
    return (
        f"SELECT ?this WHERE {{ {target} OPTIONAL {{ ?this {path} ?one }} }} "
        f"GROUP BY ?this HAVING(COUNT(DISTINCT ?one) {test})"
    )


def _number(value: _Term) -> int:
    assert isinstance(value, ox.Literal), "a count is a number"
    return int(value.value)


def _plain(term: _Term | None) -> str:
    return term.value if isinstance(term, ox.NamedNode | ox.Literal | ox.BlankNode) else ""
