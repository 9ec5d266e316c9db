"""TriG and Turtle as pyoxigraph's serializer writes them, to the byte, in half of its time.

A library's quad costs more than all that has to be done with it. Most terms come again and again, and of the
others most can be written as they are; what needs care is left to the serializer.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache
from typing import IO

import pyoxigraph as ox

from kg.export.rdf.quads import Term, Triples
from kg.export.rdf.terms import RDF, Names

_PLAIN_ID = re.compile(r"[A-Za-z0-9]+(?:-[A-Za-z0-9]+)*")
# What a quoted string has to have written otherwise.
_ESCAPED = re.compile(r'["\\\x00-\x1f\x7f]')
_STRING = ox.NamedNode("http://www.w3.org/2001/XMLSchema#string")
_ANY = ox.NamedNode("x:any")
# Pieces of text that are written together.
_TOGETHER = 8192

_Text = Callable[[Term], str]


def write_trig(
    graphs: Iterable[tuple[ox.NamedNode, Triples]], names: Names, trig: IO[bytes], turtle: IO[bytes] | None
) -> None:
    """Writes graphs, whose triples come subject by subject, to `trig` and, merged into one, to `turtle`.

    Turtle is TriG without the braces of its graphs, between which no subject goes on.
    """
    text = _texts(names)
    head = _serialized(_ANY, names)[0].encode()
    trig.write(head)
    if turtle is not None:
        turtle.write(head)
    for name, triples in graphs:
        begun = False
        for part in _parts(triples, text):
            if not begun:
                trig.write(f"{text(name)} {{\n\t".encode())
                begun = True
            trig.write(part.encode())
            if turtle is not None:
                turtle.write(part.replace("\n\t", "\n").encode())
        if begun:
            trig.write(b"}\n")


def _parts(triples: Triples, text: _Text) -> Iterator[str]:
    """What stands between the braces of a graph, behind the first tab."""
    verb = lru_cache(None)(lambda about: "a" if about == RDF.type else text(about))
    subject = predicate = None
    pieces: list[str] = []
    for one, about, value in triples:
        # Mostly they are one object, which is seen sooner than that they are equal.
        if one is not subject and one != subject:
            end = "" if subject is None else " .\n\t"
            pieces.append(f"{end}{text(one)} {verb(about)} {text(value)}")
            subject, predicate = one, about
        elif about is not predicate and about != predicate:
            pieces.append(f" ;\n\t\t{verb(about)} {text(value)}")
            predicate = about
        else:
            pieces.append(f" , {text(value)}")
        if len(pieces) == _TOGETHER:
            yield "".join(pieces)
            pieces.clear()
    if subject is not None:
        yield "".join([*pieces, " .\n"])


def _texts(names: Names) -> _Text:
    """How terms are written, with the prefixes of `names`."""

    # A prefix that a user's base shares with a vocabulary is the serializer's to choose.
    base = _serialized(ox.NamedNode(names.base + "id"), names)[1].removesuffix("id")
    is_short = not base.startswith("<")

    @lru_cache(maxsize=1 << 16)
    def text(term: Term) -> str:
        if isinstance(term, ox.BlankNode):
            return f"_:{term.value}"
        if isinstance(term, ox.NamedNode) and is_short and term.value.startswith(names.base):
            identity = term.value[len(names.base) :]
            if _PLAIN_ID.fullmatch(identity):
                return base + identity
        if isinstance(term, ox.Literal) and not _ESCAPED.search(term.value):
            if term.language:
                return f'"{term.value}"@{term.language}'
            if term.datatype == _STRING:
                return f'"{term.value}"'
        return _serialized(term, names)[1]

    return text


def _serialized(term: Term, names: Names) -> tuple[str, str]:
    """What the serializer writes before all triples, and how it writes a term."""
    triple = ox.Triple(_ANY, _ANY, term)
    written = ox.serialize([triple], format=ox.RdfFormat.TRIG, prefixes=names.prefixes)
    assert written is not None, "it is given back where no file is named"
    head, _, value = written.decode().partition("<x:any> <x:any> ")
    return head, value.removesuffix(" .\n")
