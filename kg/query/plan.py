"""What a query does, for `--explain`: its SPARQL, what its parameters stand for, what each pattern matches.

Oxigraph does not tell how it went about a query. What can be told is how many triples each pattern of the
query matches by itself: a query is slow where every pattern matches much.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from time import perf_counter
from typing import Any

import pyoxigraph as ox

from kg.messages import say, say_n
from kg.ontology import PREFIXES, prefixed
from kg.query.named import Named, Term, terms_of
from kg.query.store import GraphStore

_PREFIX = re.compile(r"\b([A-Za-z][\w\-]*):")
_CLOSURE = re.compile(r"[*+]")


@dataclass(frozen=True)
class Pattern:
    """A triple pattern of the query with the number of triples that it matches alone.

    None is for a path of any length between two unknown ends, which would take longer to count than to ask.
    """

    text: str
    matches: int | None
    seconds: float


@dataclass(frozen=True)
class Plan:
    """How a query was answered; times are in seconds."""

    question: Named
    parameters: Mapping[str, Sequence[str]]
    sparql: str
    patterns: tuple[Pattern, ...]
    seconds: float
    rows: int

    def __str__(self) -> str:
        return self.text()

    def text(self, told: Callable[[object], str] = str) -> str:
        """All of it, what is no SPARQL in the language of `told`."""
        head = [f"# {title}" for title in dict.fromkeys(self.question.titles.values())]
        for parameter in self.question.parameters:
            found = self.parameters.get(parameter.name)
            words = ", ".join(found) if found else told(say("any"))
            head.append(f"# --{parameter.name} = {words}")
        lines = [*head, self.sparql, ""]
        if self.patterns:
            lines.append(told(say("What each pattern matches alone, fewest first:")))
        lines += [_line(item) for item in self.patterns]
        took = f"{self.seconds * 1000:.1f}"
        rows = say_n("{n} row in {ms} ms", "{n} rows in {ms} ms", self.rows, ms=took)
        return "\n".join([*lines, "", told(rows)])


def _line(item: Pattern) -> str:
    matches = "?" if item.matches is None else f"{item.matches:,}"
    return f"{matches:>12}  {item.seconds * 1000:8.1f} ms  {item.text}"


def plan(
    store: GraphStore, question: Named, text: str, given: Mapping[str, str], *, seconds: float, rows: int
) -> Plan:
    """How `question` was answered, whose SPARQL with its parameters in it is `text`."""
    known = {parameter.name: parameter for parameter in question.parameters}
    found = {name: terms_of(known[name], value, store) for name, value in given.items() if value}
    return Plan(
        question=question,
        parameters={name: [_shown(term, store) for term in terms] for name, terms in found.items()},
        sparql=_declared(text, store),
        patterns=tuple(_patterns(store, text)),
        seconds=seconds,
        rows=rows,
    )


def _shown(term: Term, store: GraphStore) -> str:
    if isinstance(term, ox.Literal):
        return str(term)
    label = ox.NamedNode(PREFIXES["skos"] + "prefLabel")
    found = (quad.object for quad in store.graph.quads_for_pattern(term, label, None))
    names = [name.value for name in found if isinstance(name, ox.Literal)]
    return " ".join([prefixed(term.value, {"id": store.base, **PREFIXES}), *names])


def _declared(text: str, store: GraphStore) -> str:
    """`text` with the prefixes that it uses, so that any store can read it; without the head of its file."""
    own = set(re.findall(r"(?i)\bPREFIX\s+([A-Za-z][\w\-]*):", text))
    used = set(_PREFIX.findall(text)) - own
    declared = store.prefixes
    prefixes = [f"PREFIX {name}: <{iri}>" for name, iri in declared.items() if name in used]
    return "\n".join([*prefixes, readable(text)])


def readable(text: str) -> str:
    """The SPARQL of a question without the head of its file and without the lines of what was not given."""
    heads = ("# title@", "# param:", "# computed:")
    # Where a limit would go is of use to nobody who reads it.
    return "\n".join(
        line
        for line in text.splitlines()
        if line.strip() and line.strip() != "# limit" and not line.startswith(heads)
    )


def _patterns(store: GraphStore, text: str) -> Iterator[Pattern]:
    # Imported here, for rdflib is slow to import and no other part of a query needs its algebra.
    from rdflib.namespace import NamespaceManager
    from rdflib.plugins.sparql import prepareQuery

    prefixes = store.prefixes
    try:
        algebra = prepareQuery(text, initNs=prefixes).algebra
    except Exception:
        # What only newer SPARQL has, rdflib cannot read. The plan is then without patterns.
        return
    import rdflib

    manager = NamespaceManager(rdflib.Graph(), bind_namespaces="none")
    for name, iri in prefixes.items():
        manager.bind(name, iri)
    triples: dict[str, Any] = {}
    values: dict[Any, set[Any]] = {}
    _collect(algebra, triples, values, manager)
    found = []
    for pattern, ends in triples.items():
        bound = [end for end in ends if end in values or not isinstance(end, rdflib.Variable)]
        clauses = " ".join(
            f"VALUES {end.n3()} {{ {' '.join(sorted(value.n3() for value in values[end]))} }}"
            for end in ends
            if end in values
        )
        started = perf_counter()
        closed = _CLOSURE.search(pattern) is not None and not bound
        matches = None if closed else _count(store, f"{clauses} {pattern}", prefixes)
        found.append(Pattern(pattern, matches, perf_counter() - started))
    yield from sorted(found, key=lambda item: (item.matches is None, item.matches or 0, item.text))


def _count(store: GraphStore, where: str, prefixes: Mapping[str, str]) -> int:
    found = store.graph.query(
        f"SELECT (COUNT(*) AS ?n) WHERE {{ {where} }}",
        prefixes=dict(prefixes),
        use_default_graph_as_union=True,
    )
    assert isinstance(found, ox.QuerySolutions), "a SELECT gives solutions"
    value = next(iter(found))["n"]
    assert isinstance(value, ox.Literal), "a count is a number"
    return int(value.value)


def _collect(node: Any, triples: dict[str, Any], values: dict[Any, set[Any]], manager: Any) -> None:
    """The triple patterns below `node` of rdflib's algebra, and the values that VALUES gives to variables."""
    name = getattr(node, "name", "")
    if name == "BGP":
        for triple in node.triples:
            text = " ".join(_written(term, manager) for term in triple)
            triples.setdefault(text, [term for term in triple if hasattr(term, "n3") and not _is_path(term)])
    elif name == "values":
        for row in node.res:
            for variable, value in row.items():
                values.setdefault(variable, set()).add(value)
    if isinstance(node, Mapping):
        for child in node.values():
            _collect(child, triples, values, manager)
    elif isinstance(node, list | tuple):
        for child in node:
            _collect(child, triples, values, manager)


def _is_path(term: Any) -> bool:
    from rdflib.paths import Path

    return isinstance(term, Path)


def _written(term: Any, manager: Any) -> str:
    text: str = term.n3(manager)
    return text
