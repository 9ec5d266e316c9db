"""TriG and Turtle from triples whose terms are text: the bytes that the serializer of pyoxigraph gives."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import IO

import pyoxigraph as ox

from kg.export.rdf.notation import Triples, TurtleTerms
from kg.export.rdf.terms import RDF

# So many triples are written together, or those of one subject where they are more.
_TOGETHER = 1 << 14


def write_trig(
    graphs: Iterable[tuple[ox.NamedNode, Triples[str]]],
    terms: TurtleTerms,
    *,
    trig: IO[bytes] | None = None,
    turtle: IO[bytes] | None = None,
) -> None:
    """Writes graphs, whose triples come subject by subject, to `trig` and, merged into one, to `turtle`.

    Turtle is TriG without the braces of its graphs, between which no subject goes on.

    >>> from io import BytesIO
    >>> from kg.export.rdf.terms import Names
    >>> terms, file = TurtleTerms(Names()), BytesIO()
    >>> write_trig([(terms.names.facts, iter([("id:a", RDF.type, "rdf:Bag")]))], terms, trig=file)
    >>> file.getvalue().decode().split("schema.org/> .")[-1]
    '\\ng:facts {\\n\\tid:a a rdf:Bag .\\n}\\n'
    """

    def write(text: str, *, brace: bool = False) -> None:
        if trig is not None:
            trig.write(text.encode())
        if turtle is not None and not brace:
            # There is no such tab within a string: there it is escaped.
            turtle.write(text.replace("\n\t", "\n").removeprefix("\t").encode())

    write(terms.head)
    for name, triples in graphs:
        opening = f"{terms.of(name)} {{\n"
        for part in _parts(triples, terms):
            write(opening, brace=True)
            write(part)
            opening = ""
        if not opening:
            write("}\n", brace=True)


def _parts(triples: Triples[str], terms: TurtleTerms) -> Iterator[str]:
    """What stands between the braces of a graph."""
    subject = verb = end = ""
    verbs = {RDF.type: "a"}
    pieces: list[str] = []
    for this_subject, predicate, value in triples:
        this_verb = verbs.get(predicate)
        if this_verb is None:
            this_verb = verbs[predicate] = terms.of(predicate)
        if this_subject != subject:
            if len(pieces) >= _TOGETHER:
                yield "".join(pieces)
                pieces.clear()
            pieces.append(f"{end}\t{this_subject} {this_verb} {value}")
            end = " .\n"
        elif this_verb != verb:
            pieces.append(f" ;\n\t\t{this_verb} {value}")
        else:
            pieces.append(f" , {value}")
        subject, verb = this_subject, this_verb
    if pieces:
        yield "".join([*pieces, end])
