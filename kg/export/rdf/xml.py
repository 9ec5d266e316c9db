"""What RDF/XML needs beyond a serializer: XML 1.0 lacks some characters and changes others."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import IO

import pyoxigraph as ox

_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def xml_triples(quads: Iterable[ox.Quad]) -> Iterator[ox.Triple]:
    """The triples of `quads`, each character that XML 1.0 has no way to write being U+FFFD."""
    for quad in quads:
        term = quad.object
        if isinstance(term, ox.Literal) and _NOT_XML.search(term.value):
            value = _NOT_XML.sub("\ufffd", term.value)
            term = (
                ox.Literal(value, language=term.language)
                if term.language
                else ox.Literal(value, datatype=term.datatype)
            )
        yield ox.Triple(quad.subject, quad.predicate, term)


class XmlStream:
    """A file that escapes carriage returns, which an XML parser would otherwise read as line feeds.

    The serializer writes none of its own, so each one is part of a text.
    """

    def __init__(self, file: IO[bytes]) -> None:
        self._file = file

    def write(self, content: bytes) -> int:
        self._file.write(bytes(content).replace(b"\r", b"&#13;"))
        return len(content)

    def flush(self) -> None:
        self._file.flush()
