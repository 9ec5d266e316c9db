"""Why an answer is empty, and what to try: names that the graph does not use, words without a language."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from difflib import get_close_matches

import pyoxigraph as ox

from kg.messages import say
from kg.ontology import KG, vocabulary
from kg.query.check import Token, declared_in, tokens_of
from kg.query.named import Named, near_names
from kg.query.store import GraphStore

UNCONNECTED = say("no statement of this graph connects the two; in-common gives the articles that name both")

# Terms of these are taken for known: they are written in every query and say nothing of the graph.
_TAKEN = ("xsd", "rdf")
_NAMING = frozenset({"skos:prefLabel", "skos:altLabel"})


def of_query(query: str, store: GraphStore) -> Iterator[str]:
    """For a query of one's own: what of it the graph does not have."""
    tokens = list(tokens_of(query))
    yield from _unused_names(tokens, store)
    yield from _unused_iris(tokens, store)
    yield from _wordings(tokens, store)


def of_question(question: Named, store: GraphStore, given: Mapping[str, str]) -> Iterator[str]:
    """For a named question: whether the graph tells such things at all, and which parameter to leave out."""
    if question.computed:
        yield UNCONNECTED
        return
    relations = _relations(question)
    if relations and not any(store.has_term(KG + name) for name in relations):
        listed = ", ".join(f"kg:{name}" for name in relations)
        yield say("no article of this graph says anything of the kind ({relations})", relations=listed)
        return
    free = [p.name for p in question.parameters if not p.required and given.get(p.name)]
    if free:
        options = ", ".join(f"--{name}" for name in free)
        yield say("nothing fits; without {options} there may be something", options=options)
        return
    asked = [p for p in question.parameters if p.type == "entity" and given.get(p.name)]
    if not asked:
        return
    name = given[asked[0].name]
    if question.name in ("about", "timeline"):
        yield say("no article states a relation of {name}; documents --entity {name} lists them", name=name)
    else:
        yield say("nothing of the kind is known; about --entity {name} gives all that is", name=name)


def _relations(question: Named) -> list[str]:
    """The relations of the vocabulary that the question is about."""
    tokens = tokens_of(question.text)
    names = (token.local or "" for token in tokens if token.kind == "name" and token.prefix == "kg")
    return list(dict.fromkeys(name for name in names if name in vocabulary()))


def _unused_names(tokens: Sequence[Token], store: GraphStore) -> Iterator[str]:
    known = {**store.prefixes, **declared_in(tokens)}
    seen: set[str] = set()
    for before, token, after in _neighbours(tokens):
        prefix, local = token.prefix or "", token.local or ""
        start = known.get(prefix, "")
        # What a bracket follows is a function, and what stands behind ^^ a datatype.
        is_term = token.kind == "name" and local and start and after != "(" and before not in ("^", "PREFIX")
        if not is_term or prefix in _TAKEN or token.text in seen or store.has_term(start + local):
            continue
        seen.add(token.text)
        yield _nowhere(token.text, f"{prefix}:", _near(local, start, store))


def _unused_iris(tokens: Sequence[Token], store: GraphStore) -> Iterator[str]:
    prefixes = {f"<{iri}>" for iri in declared_in(tokens).values()}
    seen: set[str] = set()
    for before, token, after in _neighbours(tokens):
        if token.kind != "iri" or token.text in prefixes | seen or after == "(" or before in ("^", "BASE"):
            continue
        seen.add(token.text)
        if ":" in token.text and not store.has_term(token.text[1:-1]):
            yield _nowhere(token.text, "", [])


def _wordings(tokens: Sequence[Token], store: GraphStore) -> Iterator[str]:
    """Names are in a language, so that "李明" without one is nobody; and some are nobody's at all."""
    names = any(token.text in _NAMING for token in tokens)
    if not names or any(token.is_word("STR", "CONTAINS", "REGEX", "STRSTARTS", "LCASE") for token in tokens):
        return
    for _before, token, after in _neighbours(tokens):
        if token.kind != "string" or after == "^" or len(token.text) < 3:
            continue
        text = token.text.strip("\"'")
        languages = store.languages_of(text)
        written = token.text + after if after.startswith("@") else token.text
        if languages and not (after.startswith("@") and after[1:].lower() in languages):
            right = f"{token.text}@{languages[0]}"
            yield say(
                "{written} is no name here: names have a language, as in {right}",
                written=written,
                right=right,
            )
        elif not languages:
            near = near_names(text, store)
            if near:
                yield say(
                    "nobody and nothing is called {name}; did you mean {near}?", name=text, near=near[0]
                )


def _neighbours(tokens: Sequence[Token]) -> Iterator[tuple[str, Token, str]]:
    """Each token between the text of the one before and that of the one after."""
    texts = ["", *(token.text.upper() if token.kind == "word" else token.text for token in tokens), ""]
    for at, token in enumerate(tokens):
        yield texts[at], token, texts[at + 2]


def _nowhere(name: str, prefix: str, near: Sequence[str]) -> str:
    if not near:
        return say("{name} occurs nowhere in this graph", name=name)
    return say("{name} occurs nowhere in this graph; did you mean {near}?", name=name, near=prefix + near[0])


def _near(local: str, start: str, store: GraphStore) -> list[str]:
    used = _used(store, start)
    return [other for other in used if other.lower() == local.lower()] or get_close_matches(local, used, n=1)


def _used(store: GraphStore, start: str) -> list[str]:
    """The terms of one vocabulary that the graph uses as a property, a class or a graph."""
    found = store.graph.query(
        "SELECT DISTINCT ?term { { ?s ?term ?o } UNION { ?s a ?term } UNION { GRAPH ?term { } } }",
        use_default_graph_as_union=True,
    )
    assert isinstance(found, ox.QuerySolutions), "a SELECT gives solutions"
    values = (row["term"] for row in found)
    iris = (value.value for value in values if isinstance(value, ox.NamedNode))
    return sorted(iri.removeprefix(start) for iri in iris if iri.startswith(start))
