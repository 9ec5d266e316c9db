"""Terms of the exported RDF: IRIs minted from ids, literals with their language or datatype."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from functools import lru_cache
from urllib.parse import quote

import pyoxigraph as ox

from kg.errors import InvalidBaseIri
from kg.ontology import PREFIXES
from kg.records import stable_id

DEFAULT_BASE = "https://kg.example/id/"

# Lone surrogates have no UTF-8. Raptor refuses the two non-characters and, as all that is written in C, ends
# at NUL.
_UNWRITABLE = re.compile("[\x00\ud800-\udfff\ufffe\uffff]")
_PLAIN_ID = re.compile(r"[A-Za-z0-9]+(?:-[A-Za-z0-9]+)*")
_SCRIPTS = (
    (re.compile("[\u3040-\u30ff]"), "ja"),
    (re.compile("[\uac00-\ud7af]"), "ko"),
    (re.compile("[\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]"), "zh"),
    (re.compile("[A-Za-z\u00c0-\u024f]"), "en"),
)


class Namespace:
    """The terms of one vocabulary: `ORG.member`, or `ORG["member"]`."""

    def __init__(self, prefix: str) -> None:
        self._iri = PREFIXES[prefix]

    def __getattr__(self, name: str) -> ox.NamedNode:
        node = ox.NamedNode(self._iri + name)
        # From now on an attribute like any other, which Python finds without asking here.
        self.__dict__[name] = node
        return node

    def __getitem__(self, name: str) -> ox.NamedNode:
        node: ox.NamedNode = getattr(self, name)
        return node


KG = Namespace("kg")
DCT = Namespace("dct")
OA = Namespace("oa")
ORG = Namespace("org")
PROV = Namespace("prov")
RDF = Namespace("rdf")
RDFS = Namespace("rdfs")
SCHEMA = Namespace("schema")
SKOS = Namespace("skos")
SKOSXL = Namespace("skosxl")
VOID = Namespace("void")
XSD = Namespace("xsd")


class Names:
    """The IRIs of one graph, all below `base_iri`.

    >>> Names("https://news.example/").node("per-7f3").value
    'https://news.example/per-7f3'
    """

    def __init__(self, base_iri: str = DEFAULT_BASE) -> None:
        try:
            ox.NamedNode(base_iri)
        except ValueError as error:
            raise InvalidBaseIri(base_iri, str(error)) from error
        if not base_iri.endswith(("/", "#", ":", "=")):
            raise InvalidBaseIri(base_iri, "it must end in /, # or :")
        self.base = base_iri
        # The default base has a sibling for the graphs, as DESIGN.md names them; any other base holds them.
        self.graphs = base_iri.removesuffix("id/") + "graph/"
        self.facts = ox.NamedNode(self.graphs + "facts")
        self.evidence = ox.NamedNode(self.graphs + "evidence")
        self.documents = ox.NamedNode(self.graphs + "documents")
        self.provenance = ox.NamedNode(self.graphs + "provenance")

        # Entities and documents are named again and again.
        self.node = lru_cache(maxsize=1 << 17)(self._node)

    def _node(self, identity: str) -> ox.NamedNode:
        """The IRI of what has this id."""
        if is_plain(identity):
            return ox.NamedNode(self.base + identity)
        # An id from outside may hold anything; no character of it may end the IRI or change its path.
        return ox.NamedNode(self.base + quote(clean(identity), safe=""))

    @property
    def prefixes(self) -> dict[str, str]:
        """For serializers: the vocabularies, `id:` and `g:`."""
        return {**PREFIXES, "id": self.base, "g": self.graphs}


def is_plain(identity: str) -> bool:
    """Whether an id can stand in an IRI, behind a prefix or in a label of a blank node as it is."""
    return _PLAIN_ID.fullmatch(identity) is not None


def clean(text: str) -> str:
    """`text` with what not every RDF tool can hold (NUL, lone surrogates, U+FFFE, U+FFFF) as U+FFFD."""
    return _UNWRITABLE.sub("\ufffd", text)


def blank(identity: str, part: str) -> ox.BlankNode:
    """A blank node with a label that depends on nothing but the id of what it belongs to."""
    label = identity if is_plain(identity) else stable_id("b", identity)
    return ox.BlankNode(f"{label}-{part}")


@lru_cache(maxsize=65536)
def script_language(text: str) -> str:
    """The language tag that the script of `text` suggests; `und` where it suggests none.

    >>> script_language("TCL集团"), script_language("UNESCO"), script_language("120")
    ('zh', 'en', 'und')
    """
    return next((tag for pattern, tag in _SCRIPTS if pattern.search(text)), "und")


def named(text: str) -> ox.Literal:
    """A name in the language of its script."""
    return ox.Literal(clean(text), language=script_language(text))


def string(text: str) -> ox.Literal:
    """A text that is in no language: a code, a rule, words as the article has them."""
    return ox.Literal(clean(text))


@lru_cache(maxsize=4096)
def decimal(number: float | Decimal) -> ox.Literal:
    """An xsd:decimal; a measure, such as a confidence, is rounded to four places."""
    value = Decimal(repr(number)) if isinstance(number, float) else number
    if isinstance(number, float):
        value = round(value, 4)
    text = format(value, "f")
    # With a point, so that Turtle can write it bare: 0.93, 1.0.
    whole, _, fraction = text.partition(".")
    return ox.Literal(f"{whole}.{fraction.rstrip('0') or '0'}", datatype=XSD.decimal)


@lru_cache(maxsize=4096)
def integer(number: int) -> ox.Literal:
    """An xsd:integer."""
    return ox.Literal(str(number), datatype=XSD.integer)


@lru_cache(maxsize=4096)
def date(text: str) -> ox.Literal:
    """A date as precise as its source; one that no calendar has (2024-02-30) stays a plain string.

    >>> date("2024-03").datatype.value.rsplit("#")[-1]
    'gYearMonth'
    """
    kinds = {4: XSD.gYear, 7: XSD.gYearMonth, 10: XSD.date}
    if len(text) not in kinds or text.startswith("0000") or (len(text) == 10 and not _in_calendar(text)):
        return string(text)
    return ox.Literal(text, datatype=kinds[len(text)])


def _in_calendar(text: str) -> bool:
    year, month, day = (int(part) for part in text.split("-"))
    leap = year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)
    return day <= (31, 29 if leap else 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)[month - 1]


def web_address(url: str) -> Iterator[ox.NamedNode]:
    """The IRI of `url`, or nothing when it is none."""
    try:
        yield ox.NamedNode(clean(url))
    except ValueError:
        return
