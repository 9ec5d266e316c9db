"""Is a built graph what it promises to be? The shapes of ontology/shapes.ttl, the quotes against the texts,
and the counts of the dataset against the graph.

There are two engines for the shapes. `shacl` is pyshacl, the reference. `fast` writes each constraint as a
query and runs it with Oxigraph, a hundred times faster on a large graph; the tests hold the two equal on
sound and on broken graphs. Both need the ontology beside the graph, for the domains and ranges of relations.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal
from urllib.parse import quote

import pyoxigraph as ox

from kg import resources
from kg.errors import DamagedGraph, NotAGraph
from kg.ontology import KG, PREFIXES, Vocabulary, prefixed, vocabulary_of
from kg.validate.counts import wrong_counts
from kg.validate.shapes import Violation, with_oxigraph, with_pyshacl

Engine = Literal["fast", "shacl"]

# The export writes these as U+FFFD, which is no misquotation.
_WRITTEN_OTHERWISE = re.compile("[\x00\ud800-\udfff\ufffe\uffff]")
_QUOTES = """
SELECT ?focus ?document ?start ?end ?words WHERE {
  { ?focus a oa:Annotation ; prov:hadPrimarySource ?document ; oa:hasTarget/oa:hasSelector ?position, ?quote .
    ?position oa:start ?start ; oa:end ?end . ?quote oa:exact ?words }
  UNION
  { ?focus a kg:Mention ; kg:inDocument ?document ; kg:start ?start ; kg:end ?end ; kg:surface ?words }
} ORDER BY ?focus"""
_NAME = """
SELECT ?label ?source ?subject ?relation ?object ?title ?surface ?quote ?mention WHERE {
  VALUES ?focus { UNDEF }
  OPTIONAL { ?focus skos:prefLabel ?label }
  OPTIONAL { ?focus kg:sourceName ?source }
  OPTIONAL { ?focus kg:surface ?surface }
  OPTIONAL {
    ?focus oa:hasBody? ?statement . ?statement kg:predicate ?relation .
    OPTIONAL { ?statement kg:subject ?s . ?s skos:prefLabel ?subject }
    OPTIONAL { ?statement kg:object ?o . ?o skos:prefLabel ?object }
    OPTIONAL { ?statement kg:title ?title }
  }
  OPTIONAL { ?focus oa:hasTarget/oa:hasSelector/oa:exact ?quote }
  OPTIONAL { ?reference kg:refersTo ?focus ; kg:surface ?mention }
} ORDER BY ?label ?mention LIMIT 1"""
_PROPERTIES = """
SELECT ?property (MIN(?s) AS ?focus) WHERE { ?s ?property ?o FILTER(STRSTARTS(STR(?property), STR(kg:))) }
GROUP BY ?property ORDER BY ?property"""
_LANGUAGES = ("en", "zh")


@dataclass(frozen=True, order=True)
class Finding:
    """One thing that is wrong: what it is about, in names, and what is wrong with it, in words."""

    focus: str
    name: str
    zh: str
    en: str
    value: str = ""
    name_zh: str = ""
    value_zh: str = ""

    def __str__(self) -> str:
        return self.line

    @property
    def line(self) -> str:
        """For people: `李明 holds post 示例县 (县长): has no evidence`."""
        value = f" — {self.value}" if self.value else ""
        return f"{self.name}: {self.en}{value}"

    @property
    def line_zh(self) -> str:
        value = f"——{self.value_zh}" if self.value_zh else ""
        return f"{self.name_zh}：{self.zh}{value}"


def validate(out: Path, *, engine: Engine = "fast", vocabulary_files: Iterable[Path] = ()) -> list[Finding]:
    """Everything that is wrong with the graph built in `out`; an empty list for a sound one.

    Reads OUT/graph.trig and, for the quotes, OUT/tables. `vocabulary_files` are the user's own relations.
    Raises `NotAGraph` when one of the two is missing.

    >>> validate(Path("nowhere"))
    Traceback (most recent call last):
    kg.errors.NotAGraph: nowhere: not a built graph (graph.trig is missing). Run kg build CORPUS -o nowhere.
    """
    from kg.tables import read_table

    source = out / "graph.trig"
    if not source.is_file():
        raise NotAGraph(out, "graph.trig")
    store = ox.Store()
    try:
        store.bulk_load(path=str(source), format=ox.RdfFormat.TRIG)
    except (SyntaxError, ValueError) as error:
        raise DamagedGraph(out, source.name, str(error)) from error
    base = _base(store)
    texts = {
        base + quote(document.id, safe=""): document.text
        for document in read_table("documents", out / "tables")
    }
    vocabulary_files = tuple(vocabulary_files)
    terms = vocabulary_of(vocabulary_files)
    ontology = [resources.ontology("kg.ttl").read_bytes(), *(file.read_bytes() for file in vocabulary_files)]
    shapes = resources.ontology("shapes.ttl").read_bytes()
    run = with_oxigraph if engine == "fast" else with_pyshacl
    violations = [
        # Before the ontology comes into the store.
        *wrong_counts(store),
        *unknown_properties(store, ontology),
        *run(store, shapes, ontology),
        *wrong_quotes(store, texts),
    ]
    told = _Told(store, base, terms)
    return sorted({told.finding(violation) for violation in violations})


def wrong_quotes(store: ox.Store, texts: Mapping[str, str]) -> Iterator[Violation]:
    """Evidence and mentions whose words do not stand at their offsets in the text; `texts` are by IRI."""
    rows = store.query(_QUOTES, prefixes=dict(PREFIXES), use_default_graph_as_union=True)
    assert isinstance(rows, ox.QuerySolutions), "a SELECT gives solutions"
    for row in rows:
        focus, words = row["focus"].value, row["words"].value
        text = texts.get(row["document"].value)
        try:
            start, end = int(row["start"].value), int(row["end"].value)
        except ValueError:
            # No offsets at all: the shapes have found that already.
            continue
        if text is None:
            yield Violation(focus, "所在的报道不在表中", "is in a document that the tables do not have")
        elif words != (there := _WRITTEN_OTHERWISE.sub("\ufffd", text[start:end])):
            yield Violation(
                focus, "引文与原文不符", f"does not quote what stands at {start}:{end}", f"{words} ≠ {there}"
            )


def unknown_properties(store: ox.Store, ontology: Iterable[bytes]) -> Iterator[Violation]:
    """Properties of our namespace that no ontology declares: nobody finds an edge with a misspelt one."""
    declared = {
        quad.subject
        for content in ontology
        for quad in ox.parse(content, format=ox.RdfFormat.TURTLE)
        if isinstance(quad.subject, ox.NamedNode)
    }
    rows = store.query(_PROPERTIES, prefixes=dict(PREFIXES), use_default_graph_as_union=True)
    assert isinstance(rows, ox.QuerySolutions), "a SELECT gives solutions"
    for row in rows:
        if row["property"] not in declared:
            yield Violation(
                row["focus"].value,
                "用了词汇中没有的属性",
                "uses a property that the vocabulary does not have",
                row["property"].value,
            )


def _base(store: ox.Store) -> str:
    """The IRI that ids are appended to, which the description of the dataset gives."""
    spaces = store.quads_for_pattern(None, ox.NamedNode(PREFIXES["void"] + "uriSpace"), None)
    return next((quad.object.value for quad in spaces if isinstance(quad.object, ox.Literal)), "")


@dataclass(frozen=True)
class _Told:
    """Violations told in the names of a graph and in the words of a vocabulary."""

    store: ox.Store
    base: str
    terms: Vocabulary

    def finding(self, violation: Violation) -> Finding:
        names = {language: self._name(violation.focus, language) for language in _LANGUAGES}
        values = {language: self._value(violation, language) for language in _LANGUAGES}
        return Finding(
            violation.focus,
            names["en"],
            violation.zh,
            violation.en,
            values["en"],
            names["zh"],
            values["zh"],
        )

    def _value(self, violation: Violation, language: str) -> str:
        value = violation.value
        if value.startswith(("http:", "https:", "urn:")):
            value = self._name(value, language)
        return f"{self._relation(violation.path, language)} {value}" if violation.path else value

    def _relation(self, iri: str, language: str) -> str:
        name = iri.removeprefix(KG)
        return self.terms.labels.get(name, {}).get(language, name)

    def _name(self, focus: str, language: str) -> str:
        """What people call it: an entity's name, a statement in names, a document's source, or its id."""
        try:
            node = ox.NamedNode(focus)
        except ValueError:
            return focus
        short = prefixed(focus, {"id": self.base, **PREFIXES} if self.base else PREFIXES)
        query = _NAME.replace("UNDEF", str(node))
        rows = self.store.query(query, prefixes=dict(PREFIXES), use_default_graph_as_union=True)
        assert isinstance(rows, ox.QuerySolutions), "a SELECT gives solutions"
        row = next(rows, None)
        if row is None:
            return short
        found: dict[str, str] = {
            variable.value: row[variable].value for variable in rows.variables if row[variable] is not None
        }
        for name in ("label", "source", "surface"):
            if name in found:
                return found[name]
        if "relation" in found:
            title = f" ({found['title']})" if "title" in found else ""
            ends = found.get("subject", "?"), found.get("object", "?")
            return f"{ends[0]} {self._relation(found['relation'], language)} {ends[1]}{title}"
        if "quote" in found:
            return f"{short} “{found['quote']}”"
        # An entity without a name has been called something all the same.
        return f"{short} “{found['mention']}”" if "mention" in found else short
