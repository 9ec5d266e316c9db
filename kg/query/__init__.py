"""SPARQL on a built graph: queries of one's own, named questions with parameters, results in every usual
form.

    answer = ask(Path("out"), "posts", parameters={"person": "孙大军"})
    print(render(answer, "table"))

store.py opens the graph, check.py explains what is wrong with a query, hints.py why it found nothing,
named.py has the questions, steps.py finds the connection of two entities, plan.py tells how a query was
answered, limit.py ends one that takes too long, render.py writes answers (answer.py), table.py those that
people read, words.py says them as people do. Nothing here imports the tables or the recognizer.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path
from time import perf_counter
from typing import Any, TypeVar

import pyoxigraph as ox

from kg.errors import QueryError
from kg.messages import say
from kg.query.answer import Answer
from kg.query.check import check, explain_syntax, has_dataset
from kg.query.hints import of_query, of_question
from kg.query.named import Named, Parameter, bind, first_rows, named_queries, read_query
from kg.query.plan import Plan, plan
from kg.query.render import FORMATS, render
from kg.query.steps import path_rows
from kg.query.store import GraphStore, open_store

__all__ = [
    "FORMATS",
    "Answer",
    "Dataset",
    "GraphStore",
    "Named",
    "Parameter",
    "Plan",
    "ask",
    "named_queries",
    "open_store",
    "read_query",
    "render",
    "run",
]

_Item = TypeVar("_Item")


@dataclass(frozen=True)
class Dataset:
    """The IRIs of the graphs that a query sees: those merged as default graph, and those of `GRAPH ?g`."""

    default: tuple[str, ...] = ()
    named: tuple[str, ...] = ()


def ask(
    out: Path,
    query: str | Path,
    *,
    parameters: Mapping[str, str] | None = None,
    limit: int | None = None,
    explain: bool = False,
) -> Answer:
    """Answer `query` from the graph built in `out`.

    `query` is SPARQL (SELECT, ASK, CONSTRUCT or DESCRIBE), the name of a question, or the path of a .rq file.
    Prefixes of `kg.ontology.PREFIXES`, `id:` and `g:` need not be declared; the default graph is the union of
    all four. A parameter is a name as a reader knows it (孙大军), a date or a word; it is bound as a term,
    never as text. With `explain` the answer also has its `plan`. Raises `QueryError` for what cannot be
    answered and `NotAGraph` for a folder without a graph.

    >>> ask(Path("nowhere"), "posts")
    Traceback (most recent call last):
    kg.errors.NotAGraph: nowhere: not a built graph (graph.trig is missing). Run kg build CORPUS -o nowhere.
    """
    return run(open_store(out), query, parameters=parameters, limit=limit, explain=explain)


def run(
    store: GraphStore,
    query: str | Path,
    *,
    parameters: Mapping[str, str] | None = None,
    limit: int | None = None,
    dataset: Dataset | None = None,
    explain: bool = False,
) -> Answer:
    """`ask` on a store that is open already, as a server or a notebook has it.

    `dataset` names the graphs that the query sees, whatever FROM clauses it has.

    >>> store = open_store(Path("out"))
    >>> run(store, "ASK { ?who kg:residesIn ?where }").boolean
    True
    >>> [row["relativeName"] for row in run(store, "kinship", parameters={"person": "程德厚"}).records()]
    ['程远']
    """
    if limit is not None and limit < 0:
        raise QueryError(say("a limit of {limit} rows makes no sense; give 0 or more", limit=limit))
    question = _question(query)
    text = question.text
    check(text, store)
    if question.computed:
        text = bind(question, store, parameters or {}, extra=lambda given: path_rows(store, given))
    else:
        text = bind(question, store, parameters or {})
    text = first_rows(text, limit)
    started = perf_counter()
    try:
        found = store.graph.query(text, prefixes=store.prefixes, **_graphs(text, dataset))
        answer = _answer(found, limit)
    except SyntaxError as error:
        raise explain_syntax(text, str(error)) from error
    except (OSError, ValueError) as error:
        raise QueryError(say("the query cannot be answered: {error}", error=error)) from error
    seconds = perf_counter() - started
    if explain:
        rows = len(answer.rows if answer.triples is None else answer.triples)
        told = plan(store, question, text, parameters or {}, seconds=seconds, rows=rows)
        answer = replace(answer, plan=told)
    if answer.is_empty and not answer.more:
        hints = of_question(question, store, parameters or {}) if question.name else of_query(text, store)
        answer = replace(answer, notes=tuple(hints))
    return replace(answer, question=question, prefixes=store.prefixes)


def _graphs(text: str, dataset: Dataset | None) -> dict[str, Any]:
    """The arguments that say which graphs Oxigraph looks into."""
    if dataset is None:
        # Oxigraph's union is of all graphs, also of those that a FROM clause leaves out.
        return {"use_default_graph_as_union": not has_dataset(text)}
    return {
        "default_graph": [ox.NamedNode(iri) for iri in dataset.default],
        "named_graphs": [ox.NamedNode(iri) for iri in dataset.named],
    }


def _question(query: str | Path) -> Named:
    if isinstance(query, Path):
        return read_query(query)
    name = query.strip()
    known = named_queries()
    if name in known:
        return known[name]
    # SPARQL has a brace or, in the shortest DESCRIBE, an IRI; a name has neither.
    if name and not any(mark in name for mark in "{<:? \n"):
        raise QueryError(_no_such_question(name, known))
    return Named(name="", titles={}, parameters=(), text=query)


def _no_such_question(name: str, known: Mapping[str, Named]) -> str:
    from difflib import get_close_matches

    near = get_close_matches(name, known, n=1)
    every = say("Known: {known}.", known=", ".join(sorted(known)))
    hint = say("Did you mean {near}?", near=near[0]) if near else every
    return say("no question is named {name}. {hint}", name=repr(name), hint=hint)


def _answer(found: ox.QuerySolutions | ox.QueryBoolean | ox.QueryTriples, limit: int | None) -> Answer:
    if isinstance(found, ox.QueryBoolean):
        return Answer(boolean=bool(found))
    if isinstance(found, ox.QueryTriples):
        triples, more = _first(found, limit)
        return Answer(triples=tuple(triples), more=more)
    variables = tuple(variable.value for variable in found.variables)
    solutions, more = _first((tuple(solution) for solution in found), limit)
    return Answer(variables=variables, rows=tuple(solutions), more=more)


def _first(items: Iterable[_Item], limit: int | None) -> tuple[list[_Item], bool]:
    if limit is None:
        return list(items), False
    taken = list(islice(items, limit + 1))
    return taken[:limit], len(taken) > limit
