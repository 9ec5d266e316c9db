"""What is wrong with a query, in words: where it is, and what was probably meant."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import get_close_matches

import pyoxigraph as ox

from kg.errors import QueryError
from kg.ontology import KG, PREFIXES, terms
from kg.query.store import GraphStore

# Comments, strings and IRIs are recognized so that nothing in them is taken for a word of the language.
_TOKEN = re.compile(
    r"""
      (?P<comment>\#[^\n\r]*)
    | (?P<string>\"{3}(?:[^"\\]|\\.|"(?!""))*\"{3} | '{3}(?:[^'\\]|\\.|'(?!''))*'{3}
              | "(?:[^"\\\n\r]|\\.)*" | '(?:[^'\\\n\r]|\\.)*')
    | (?P<iri><[^<>"{}|^`\\\x00-\x20]*>)
    | (?P<variable>[?$]\w+)
    | (?P<blank>_:[\w.\-]+)
    | (?P<name>(?P<prefix>[^\W\d_](?:[\w.\-]*[\w\-])?)?:
        (?P<local>(?:[\w:]|%[0-9A-Fa-f]{2}|\\.)(?:[\w:\-]|\.(?=[\w:\-])|%[0-9A-Fa-f]{2}|\\.)*)?)
    | (?P<language>@[A-Za-z]+(?:-[A-Za-z0-9]+)*)
    | (?P<word>[^\W\d_]\w*)
    | (?P<other>.)
    """,
    re.VERBOSE | re.DOTALL,
)
_ESCAPE = re.compile(r"\\u([0-9A-Fa-f]{4})|\\U([0-9A-Fa-f]{8})")
_UPDATES = frozenset({"INSERT", "DELETE", "LOAD", "CLEAR", "DROP", "CREATE", "ADD", "MOVE", "COPY", "WITH"})
_FORMS = frozenset({"SELECT", "ASK", "CONSTRUCT", "DESCRIBE"})
_KEYWORDS = (
    *sorted(_FORMS),
    *["WHERE", "FILTER", "OPTIONAL", "UNION", "GRAPH", "VALUES", "BIND", "MINUS", "EXISTS"],
    *["DISTINCT", "ORDER", "BY", "ASC", "DESC", "GROUP", "HAVING", "LIMIT", "OFFSET", "PREFIX"],
    *["AS", "IN", "NOT", "COUNT", "SUM", "MIN", "MAX", "AVG"],
)
_POSITION = re.compile(r"error at (\d+):(\d+): (.*)", re.DOTALL)


@dataclass(frozen=True)
class _Token:
    kind: str
    text: str
    start: int
    prefix: str | None
    local: str | None

    def is_word(self, *words: str) -> bool:
        return self.kind == "word" and self.text.upper() in words


def check(query: str, store: GraphStore) -> None:
    """Raise `QueryError` for what is refused (updates, SERVICE) and for names that do not exist."""
    tokens = list(_tokens(query))
    if not tokens:
        raise QueryError("the query is empty")
    _refuse_service(query, tokens)
    verb = next((token for token in tokens if token.is_word(*_UPDATES, *_FORMS)), None)
    if verb is not None and verb.is_word(*_UPDATES):
        raise at(query, verb.start, f"{verb.text.upper()} is refused: the graph is read-only")
    declared = _declared(tokens)
    for before, token in zip([None, *tokens], tokens, strict=False):
        if token.kind == "name" and not (before is not None and before.is_word("PREFIX")):
            _check_name(query, token, declared, store)


def has_dataset(query: str) -> bool:
    """Whether the query says with FROM which graphs it looks into.

    >>> has_dataset("ASK FROM <https://kg.example/graph/facts> {}"), has_dataset("ASK { ?from a 'FROM' }")
    (True, False)
    """
    return any(token.is_word("FROM") for token in _tokens(query))


def explain_syntax(query: str, message: str) -> QueryError:
    """Oxigraph's message with the line and a caret, and the keyword that was probably meant."""
    found = _POSITION.match(message)
    if found is None:
        return QueryError(f"the query cannot be read: {message}")
    line, column, expected = int(found[1]), int(found[2]), found[3]
    offset = min(sum(len(text) + 1 for text in query.split("\n")[: line - 1]) + column - 1, len(query))
    unclosed = _unclosed(query)
    if unclosed is not None and not query[offset:].strip():
        return at(query, unclosed.start, f"this {unclosed.text} is not closed")
    word = _word_at(query, offset)
    near = get_close_matches(word.upper(), _KEYWORDS, n=1, cutoff=0.7) if word else []
    if near and near[0] != word.upper():
        return at(query, query.rfind(word, 0, offset + len(word)), f"{word}: did you mean {near[0]}?")
    return at(query, offset, _readable(expected))


def unused_terms(query: str, store: GraphStore) -> Iterator[str]:
    """For a query without a result: the classes and properties in it that the graph does not use."""
    tokens = list(_tokens(query))
    known = {**PREFIXES, **_declared(tokens)}
    names = {token.text: token for token in tokens if token.kind == "name" and token.prefix and token.local}
    for name, token in names.items():
        prefix, local = token.prefix or "", token.local or ""
        start = known.get(prefix, "")
        if start not in PREFIXES.values() or prefix in ("xsd", "rdf") or store.has_term(start + local):
            continue
        used = _used(store, start)
        near = [other for other in used if other.lower() == local.lower()] or get_close_matches(
            local, used, n=1
        )
        hint = f"; did you mean {prefix}:{near[0]}?" if near else ""
        yield f"{name} occurs nowhere in this graph{hint}"


def at(query: str, offset: int, message: str) -> QueryError:
    """`message` with the place in `query`: line, column, the line itself and a caret."""
    start = query.rfind("\n", 0, offset) + 1
    line, column = query.count("\n", 0, offset) + 1, offset - start + 1
    end = query.find("\n", offset)
    text = query[start : len(query) if end < 0 else end].replace("\t", " ")
    # Chinese characters are two columns wide on a terminal.
    indent = sum(2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in text[: column - 1])
    return QueryError(f"line {line}, column {column}: {message}\n  {text}\n  {' ' * indent}^")


def _tokens(query: str) -> Iterator[_Token]:
    """The query's tokens without spaces and comments."""
    for match in _TOKEN.finditer(query):
        # The last group to close is that of the alternative, its inner groups having closed before.
        kind = match.lastgroup or "other"
        if kind != "comment" and not match[0].isspace():
            yield _Token(kind, match[0], match.start(), match["prefix"], match["local"])


def _declared(tokens: list[_Token]) -> dict[str, str]:
    """The prefixes that the query itself declares."""
    return {
        name.prefix or "": iri.text[1:-1]
        for word, name, iri in zip(tokens, tokens[1:], tokens[2:], strict=False)
        if word.is_word("PREFIX") and name.kind == "name" and iri.kind == "iri"
    }


def _refuse_service(query: str, tokens: list[_Token]) -> None:
    # SPARQL lets any character be written as an escape, so that the word may be hidden in one.
    plain = _ESCAPE.sub(lambda match: chr(min(int(match[1] or match[2], 16), 0x10FFFF)), query)
    for text, words in ((query, tokens), (plain, list(_tokens(plain)) if plain != query else [])):
        for token in words:
            if token.is_word("SERVICE"):
                raise at(text, token.start, "SERVICE is refused: a query reads this graph alone")


def _check_name(query: str, token: _Token, declared: dict[str, str], store: GraphStore) -> None:
    prefix, local = token.prefix or "", token.local or ""
    known = {**PREFIXES, "id": store.base, "g": store.graphs, **declared}
    if prefix not in known:
        near = get_close_matches(prefix.lower(), known, n=1, cutoff=0.7)
        others = ", ".join(sorted(known))
        hint = f"Did you mean {near[0]}:{local}?" if near else f"Known without declaring: {others}."
        raise at(query, token.start, f"no prefix {prefix}: is declared. {hint}")
    if known[prefix] == KG and local and local not in terms() and not store.has_term(KG + local):
        near = get_close_matches(local, terms(), n=1)
        hint = f"Did you mean {prefix}:{near[0]}?" if near else "ontology/kg.ttl lists all terms."
        raise at(query, token.start, f"the vocabulary has no {token.text}. {hint}")


def _used(store: GraphStore, start: str) -> list[str]:
    """The terms of one vocabulary that the graph uses as a property or a class."""
    found = store.graph.query(
        "SELECT DISTINCT ?term { { ?s ?term ?o } UNION { ?s a ?term } }", use_default_graph_as_union=True
    )
    assert isinstance(found, ox.QuerySolutions), "a SELECT gives solutions"
    values = (row["term"] for row in found)
    iris = (value.value for value in values if isinstance(value, ox.NamedNode))
    return sorted(iri.removeprefix(start) for iri in iris if iri.startswith(start))


def _unclosed(query: str) -> _Token | None:
    """The innermost bracket that nothing closes."""
    stack: list[_Token] = []
    for token in _tokens(query):
        if token.text in ("{", "("):
            stack.append(token)
        elif token.text in ("}", ")") and stack:
            stack.pop()
    return stack[-1] if stack else None


def _word_at(query: str, offset: int) -> str:
    """The word at `offset` or before it: a parser stops at a word that it does not know, or right after."""
    words = [token.text for token in _tokens(query) if token.kind == "word" and token.start <= offset]
    return words[-1] if words else ""


def _readable(expected: str) -> str:
    """What the parser expected, without character classes and its own marks."""
    choices = expected.removeprefix("expected one of ").removeprefix("expected ").replace("\n", " ")
    parts = choices.split(", ")
    # Among tokens there may be a sentence: it tells more than they do.
    sentences = [part for part in parts if " " in part and "'" not in part and "[" not in part]
    if sentences:
        return sentences[0]
    plain = [part for part in parts if "[" not in part and ".." not in part]
    if not plain:
        return "this cannot stand here"
    more = ", …" if len(plain) > 5 else ""
    return f"expected {' or '.join(plain[:5])}{more}"
