"""Terms in the two notations in which the graph is told: pyoxigraph's objects, and the text of Turtle.

Objects go to every syntax and every store. Text goes into TriG and Turtle, which each build writes: a triple
costs half of what it costs as objects. What is not plain in it is asked of pyoxigraph, so that nothing of its
rules is written down a second time.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from functools import lru_cache
from typing import Protocol, TypeVar

import pyoxigraph as ox

from kg.export.rdf import terms
from kg.export.rdf.terms import RDF, Names, clean, script_language

Term = ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple
T = TypeVar("T")
T_co = TypeVar("T_co", covariant=True)
# Subject, predicate, object. A tuple costs a third of a library's triple, and there are millions.
Triples = Iterator[tuple[T, ox.NamedNode, T]]

# What has to be escaped in a string, or cannot be written at all.
_NOT_PLAIN = re.compile('["\\\\\x00-\x1f\x7f\ud800-\udfff\ufffe\uffff]')
# What stands before a term that pyoxigraph is asked for.
_ASKED = "_:b a "


class Terms(Protocol[T_co]):
    """How the terms of one graph are made; `names` has its IRIs, terms.py tells what each function gives."""

    @property
    def names(self) -> Names: ...
    def node(self, identity: str, /) -> T_co: ...
    def of(self, word: ox.NamedNode, /) -> T_co: ...
    def blank(self, identity: str, part: str) -> T_co: ...
    def named(self, text: str) -> T_co: ...
    def string(self, text: str) -> T_co: ...
    def literal(self, text: str, language: str) -> T_co: ...
    def decimal(self, number: float | Decimal, /) -> T_co: ...
    def integer(self, number: int, /) -> T_co: ...
    def date(self, text: str, /) -> T_co: ...
    def web_address(self, url: str) -> Iterator[T_co]: ...
    def triple(self, subject: str, predicate: ox.NamedNode, target: str) -> T_co: ...


class LibraryTerms:
    """Terms as pyoxigraph has them.

    >>> LibraryTerms(Names()).integer(3).value
    '3'
    """

    blank = staticmethod(terms.blank)
    named = staticmethod(terms.named)
    string = staticmethod(terms.string)
    decimal = staticmethod(terms.decimal)
    integer = staticmethod(terms.integer)
    date = staticmethod(terms.date)
    web_address = staticmethod(terms.web_address)

    def __init__(self, names: Names) -> None:
        self.names = names
        self.node = names.node

    def of(self, word: ox.NamedNode) -> ox.NamedNode:
        return word

    def literal(self, text: str, language: str) -> ox.Literal:
        return ox.Literal(clean(text), language=language)

    def triple(self, subject: str, predicate: ox.NamedNode, target: str) -> ox.Triple:
        return ox.Triple(self.node(subject), predicate, self.node(target))


class TurtleTerms:
    """Terms as Turtle and TriG write them.

    >>> turtle = TurtleTerms(Names())
    >>> turtle.node("per-7f3"), turtle.named("王芳"), turtle.integer(3), turtle.date("2024")
    ('id:per-7f3', '"王芳"@zh', '3', '"2024"^^xsd:gYear')
    """

    def __init__(self, names: Names) -> None:
        self.names = names
        self._library = LibraryTerms(names)
        # The declarations of the prefixes.
        self.head = self._serialized(RDF.nil).partition(_ASKED)[0]
        prefixed = self._written(names.node("a"))
        # In front of an id, where that is all; an IRI in brackets has something behind it too.
        self._before_id = prefixed.removesuffix("a") if prefixed.endswith(":a") else None
        # Entities and documents are named again and again, words of the vocabulary in every record.
        self.node = lru_cache(maxsize=1 << 17)(self._node)
        self.of = lru_cache(maxsize=1 << 10)(self._written)
        self.decimal = lru_cache(maxsize=1 << 12)(self._decimal)
        self.integer = lru_cache(maxsize=1 << 14)(self._integer)
        self.date = lru_cache(maxsize=1 << 12)(self._date)

    def blank(self, identity: str, part: str) -> str:
        return str(terms.blank(identity, part))

    def named(self, text: str) -> str:
        return f"{self.string(text)}@{script_language(text)}"

    def string(self, text: str) -> str:
        # In N-Triples, which `str` gives, strings are as in Turtle.
        return str(terms.string(text)) if _NOT_PLAIN.search(text) else f'"{text}"'

    def literal(self, text: str, language: str) -> str:
        return str(self._library.literal(text, language))

    def web_address(self, url: str) -> Iterator[str]:
        return map(self._written, terms.web_address(url))

    def triple(self, subject: str, predicate: ox.NamedNode, target: str) -> str:
        return self._written(self._library.triple(subject, predicate, target))

    def _node(self, identity: str) -> str:
        if self._before_id is not None and terms.is_plain(identity):
            return self._before_id + identity
        return self._written(self.names.node(identity))

    def _decimal(self, number: float | Decimal) -> str:
        return self._written(terms.decimal(number))

    def _integer(self, number: int) -> str:
        return self._written(terms.integer(number))

    def _date(self, text: str) -> str:
        return self._written(terms.date(text))

    def _written(self, term: Term) -> str:
        """The text that pyoxigraph gives to `term`."""
        return self._serialized(term).partition(_ASKED)[2].removesuffix(" .\n")

    def _serialized(self, term: Term) -> str:
        triple = ox.Triple(ox.BlankNode("b"), RDF.type, term)
        written = ox.serialize([triple], format=ox.RdfFormat.TURTLE, prefixes=self.names.prefixes)
        assert written is not None, "it is given back where no file is named"
        return written.decode("utf-8")
