"""What is wrong with a query, in words: where it is, and what was probably meant."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches

from kg.errors import QueryError
from kg.messages import say
from kg.ontology import KG, terms
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
_OPENING, _CLOSING = frozenset("{(["), frozenset("})]")
_ESCAPE = re.compile(r"\\u([0-9A-Fa-f]{4})|\\U([0-9A-Fa-f]{8})")
_UPDATES = frozenset({"INSERT", "DELETE", "LOAD", "CLEAR", "DROP", "CREATE", "ADD", "MOVE", "COPY", "WITH"})
_FORMS = frozenset({"SELECT", "ASK", "CONSTRUCT", "DESCRIBE"})
_KEYWORDS = (
    *sorted(_FORMS),
    *["WHERE", "FILTER", "OPTIONAL", "UNION", "GRAPH", "VALUES", "BIND", "MINUS", "EXISTS"],
    *["DISTINCT", "ORDER", "BY", "ASC", "DESC", "GROUP", "HAVING", "LIMIT", "OFFSET", "PREFIX"],
    *["AS", "IN", "NOT", "COUNT", "SUM", "MIN", "MAX", "AVG"],
)
_HEADS = ("PREFIX", "BASE")
# The parser goes one call deeper for each bracket, and its stack ends long after anything that people write.
_DEEPEST = 300
_POSITION = re.compile(r"error at (\d+):(\d+): (.*)", re.DOTALL)


@dataclass(frozen=True)
class Token:
    """A word of a query: what sort it is, its text and place, and the two parts of a prefixed name."""

    kind: str
    text: str
    start: int
    prefix: str | None
    local: str | None

    def is_word(self, *words: str) -> bool:
        return self.kind == "word" and self.text.upper() in words


def check(query: str, store: GraphStore) -> None:
    """Raise `QueryError` for what is refused (updates, SERVICE) and for names that do not exist."""
    tokens = list(tokens_of(query))
    if not tokens:
        raise QueryError(say("the query is empty"))
    _refuse_service(query, tokens)
    _refuse_depth(tokens)
    verb = next((token for token in tokens if token.is_word(*_UPDATES, *_FORMS)), None)
    if verb is not None and verb.is_word(*_UPDATES):
        refused = say("{verb} is refused: the graph is read-only", verb=verb.text.upper())
        raise at(query, verb.start, refused)
    declared = declared_in(tokens)
    for before, token in zip([None, *tokens], tokens, strict=False):
        if token.kind == "name" and not (before is not None and before.is_word("PREFIX")):
            _check_name(query, token, declared, store)


def has_dataset(query: str) -> bool:
    """Whether the query says with FROM which graphs it looks into.

    >>> has_dataset("ASK FROM <https://kg.example/graph/facts> {}"), has_dataset("ASK { ?from a 'FROM' }")
    (True, False)
    """
    return any(token.is_word("FROM") for token in tokens_of(query))


def explain_syntax(query: str, message: str) -> QueryError:
    """Oxigraph's message with the line and a caret, and the keyword that was probably meant."""
    found = _POSITION.match(message)
    if found is None:
        return QueryError(say("the query cannot be read: {message}", message=message))
    line, column, expected = int(found[1]), int(found[2]), found[3]
    offset = min(sum(len(text) + 1 for text in query.split("\n")[: line - 1]) + column - 1, len(query))
    unclosed = _unclosed(query)
    if unclosed is not None and not query[offset:].strip():
        return at(query, unclosed.start, say("this {bracket} is not closed", bracket=unclosed.text))
    meant = _meant(query, offset)
    if meant is not None:
        return at(
            query, meant[0].start, say("{word}: did you mean {near}?", word=meant[0].text, near=meant[1])
        )
    return at(query, offset, _readable(expected))


def _meant(query: str, offset: int) -> tuple[Token, str] | None:
    """The misspelt word that stopped the parser at `offset`, and the keyword that it looks like."""
    words = [token for token in tokens_of(query) if token.kind == "word"]
    # Without a form the parser stops somewhere behind: what stands in the place of the form is what is wrong.
    if not any(token.is_word(*_FORMS) for token in words):
        first = next((token for token in words if not token.is_word(*_HEADS)), None)
        near = get_close_matches(first.text.upper(), sorted(_FORMS), n=1) if first else []
        if first is not None and near:
            return first, near[0]
    before = [token for token in words if token.start <= offset]
    if not before:
        return None
    word = before[-1]
    if word.is_word("ORDER", "GROUP") and not query[word.start + len(word.text) : offset].strip():
        return word, f"{word.text.upper()} BY"
    near = get_close_matches(word.text.upper(), _KEYWORDS, n=1, cutoff=0.7)
    return (word, near[0]) if near and near[0] != word.text.upper() else None


def at(query: str, offset: int, message: str) -> QueryError:
    """`message` with the place in `query`: line, column, the line itself and a caret."""
    start = query.rfind("\n", 0, offset) + 1
    line, column = query.count("\n", 0, offset) + 1, offset - start + 1
    end = query.find("\n", offset)
    text = query[start : len(query) if end < 0 else end].replace("\t", " ")
    # Chinese characters are two columns wide on a terminal.
    indent = sum(2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in text[: column - 1])
    return QueryError(
        say(
            "line {line}, column {column}: {message}\n  {text}\n  {caret}",
            line=line,
            column=column,
            message=message,
            text=text,
            caret=" " * indent + "^",
        )
    )


def tokens_of(query: str) -> Iterator[Token]:
    """The query's tokens without spaces and comments."""
    for match in _TOKEN.finditer(query):
        # The last group to close is that of the alternative, its inner groups having closed before.
        kind = match.lastgroup or "other"
        if kind != "comment" and not match[0].isspace():
            yield Token(kind, match[0], match.start(), match["prefix"], match["local"])


def declared_in(tokens: Sequence[Token]) -> dict[str, str]:
    """The prefixes that the query itself declares."""
    return {
        name.prefix or "": iri.text[1:-1]
        for word, name, iri in zip(tokens, tokens[1:], tokens[2:], strict=False)
        if word.is_word("PREFIX") and name.kind == "name" and iri.kind == "iri"
    }


def _refuse_service(query: str, tokens: list[Token]) -> None:
    # SPARQL lets any character be written as an escape, so that the word may be hidden in one.
    plain = _ESCAPE.sub(lambda match: chr(min(int(match[1] or match[2], 16), 0x10FFFF)), query)
    for text, words in ((query, tokens), (plain, list(tokens_of(plain)) if plain != query else [])):
        for token in words:
            if token.is_word("SERVICE"):
                refused = say("SERVICE is refused: a query reads this graph alone")
                raise at(text, token.start, refused)


def _refuse_depth(tokens: list[Token]) -> None:
    depth = 0
    for token in tokens:
        depth += (token.text in _OPENING) - (token.text in _CLOSING)
        if depth > _DEEPEST:
            raise QueryError(say("the query is nested too deeply"))


def _check_name(query: str, token: Token, declared: Mapping[str, str], store: GraphStore) -> None:
    prefix, local = token.prefix or "", token.local or ""
    known = {**store.prefixes, **declared}
    if prefix not in known:
        near = get_close_matches(prefix.lower(), known, n=1, cutoff=0.7)
        others = say("Known without declaring: {prefixes}.", prefixes=", ".join(sorted(known)))
        hint = say("Did you mean {near}?", near=f"{near[0]}:{local}") if near else others
        raise at(query, token.start, say("no prefix {prefix}: is declared. {hint}", prefix=prefix, hint=hint))
    if known[prefix] == KG and local and local not in terms() and not store.has_term(KG + local):
        near = get_close_matches(local, terms(), n=1)
        lists = say("ontology/kg.ttl lists all terms.")
        hint = say("Did you mean {near}?", near=f"{prefix}:{near[0]}") if near else lists
        raise at(query, token.start, say("the vocabulary has no {term}. {hint}", term=token.text, hint=hint))


def _unclosed(query: str) -> Token | None:
    """The innermost bracket that nothing closes."""
    stack: list[Token] = []
    for token in tokens_of(query):
        if token.text in ("{", "("):
            stack.append(token)
        elif token.text in ("}", ")") and stack:
            stack.pop()
    return stack[-1] if stack else None


def _readable(expected: str) -> str:
    """What the parser expected, without character classes and its own marks."""
    choices = expected.removeprefix("expected one of ").removeprefix("expected ").replace("\n", " ")
    parts = choices.split(", ")
    # Among tokens there may be a sentence: it tells more than they do.
    sentences = [part for part in parts if " " in part and "'" not in part and "[" not in part]
    if sentences:
        return sentences[0]
    plain = [part for part in parts if "[" not in part and ".." not in part and part != "SERVICE"]
    # Five of a hundred functions that might stand here would tell nothing.
    if not plain or len(plain) > 8:
        return say("this cannot stand here")
    return say("expected: {choices}", choices=", ".join(plain))
