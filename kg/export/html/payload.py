"""The graph as the explorer reads it: columns instead of records, every string once, offsets in UTF-16 units.

Columns because a browser parses one array of 50,000 numbers faster than 50,000 objects, and because a name
that is in ten statements is then one number in ten places. Entities come in order of importance: their index
is their rank. Everything else follows the order of its ids, so that the same graph gives the same bytes.
"""

from __future__ import annotations

import json
import re
from bisect import bisect_left
from collections.abc import Callable, Iterable, Mapping
from functools import cache
from typing import Any

from pypinyin import Style, pinyin

from kg.export.html.apart import apart
from kg.export.html.marks import Marks, columns
from kg.export.html.scene import Scene
from kg.ontology import Vocabulary
from kg.records import Document, Evidence, Graph, Kind
from kg.text import fold

Payload = dict[str, Any]

_KINDS = tuple(Kind)
_SURROGATE = re.compile("[\ud800-\udfff]")


class _Strings:
    """A table of strings in order of first use; `None` is -1."""

    def __init__(self) -> None:
        self.table: list[str] = []
        self._index: dict[str, int] = {}

    def __call__(self, text: str | None) -> int:
        if text is None:
            return -1
        if text not in self._index:
            self._index[text] = len(self.table)
            self.table.append(text)
        return self._index[text]


def payload(
    graph: Graph,
    scene: Scene,
    *,
    title: str,
    include_text: bool,
    terms: Vocabulary,
    marks: Marks | None = None,
) -> Payload:
    """Everything that the page needs to know, ready for `dump`."""
    strings = _Strings()
    documents = sorted(graph.documents, key=lambda d: (d.published or "", d.source_name, d.id))
    document_number = {document.id: number for number, document in enumerate(documents)}
    entity_number = {entity: number for number, entity in enumerate(scene.ranked)}
    units = {document.id: _utf16(document.text) for document in documents}
    predicates = sorted({statement.predicate for statement in graph.statements})
    result: Payload = {
        "title": title,
        "text": include_text,
        "kinds": [str(kind) for kind in _KINDS],
        "predicates": [_predicate(name, terms) for name in predicates],
        "entities": compact(_entities(graph, scene, strings)),
        "statements": compact(_statements(graph, entity_number, predicates, strings)),
        "evidence": compact(_evidence(graph, documents, document_number, units, include_text, strings)),
        "mentions": compact(_mentions(graph, entity_number, document_number, units, strings)),
        "apart": apart(graph, entity_number, strings),
        "documents": [_document(document, units[document.id], include_text) for document in documents],
        "communities": [[entity_number[member] for member in community] for community in scene.communities],
        "strings": strings.table,
    }
    if marks is not None:
        result["changes"] = columns(graph, scene.ranked, marks, strings)
    characters = _characters(graph)
    result["pinyin"] = {c: found for c in characters if (found := _pinyin(c))}
    result["folded"] = _foldings(characters)
    return result


def _predicate(name: str, terms: Vocabulary) -> Payload:
    # The graph may hold relations that the vocabulary given does not.
    known = terms.predicates.get(name)
    return {
        "name": name,
        "symmetric": known is not None and known.symmetric,
        "event": known is not None and known.event,
        "labels": dict(sorted(terms.labels.get(name, {}).items())),
        "inverse": dict(sorted(terms.inverse_labels.get(name, {}).items())),
    }


def compact(columns: Payload) -> Payload:
    """The columns; one that holds a single value throughout as `[value, count]` under its name and a `*`."""
    result: Payload = {}
    for name, values in columns.items():
        first = values[0] if values else None
        if len(values) > 1 and not isinstance(first, list) and all(value == first for value in values):
            result[f"{name}*"] = [first, len(values)]
        else:
            result[name] = values
    return result


def dump(value: Payload) -> str:
    """JSON that may stand inside a `<script>` element: nothing in it can end the element or open a comment.

    U+2028 and U+2029 end a line in older script engines; a lone surrogate cannot be written as UTF-8.
    """
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    for character in "<>&\u2028\u2029":
        text = text.replace(character, f"\\u{ord(character):04x}")
    return _SURROGATE.sub(lambda found: f"\\u{ord(found[0]):04x}", text)


def _entities(graph: Graph, scene: Scene, strings: _Strings) -> Payload:
    by_id = {entity.id: entity for entity in graph.entities}
    entities = [by_id[entity] for entity in scene.ranked]
    places = [scene.positions.get(entity.id, (0, 0)) for entity in entities]
    return {
        "id": [entity.id for entity in entities],
        "kind": [_KINDS.index(entity.kind) for entity in entities],
        "name": [strings(entity.name) for entity in entities],
        "aliases": [
            [number for pair in _alias_pairs(entity.aliases, entity.alias_rules, strings) for number in pair]
            for entity in entities
        ],
        "description": [strings(entity.description or None) for entity in entities],
        "weight": [scene.weights[entity.id] for entity in entities],
        "community": [scene.community_of.get(entity.id, -1) for entity in entities],
        "x": [round(x) for x, _ in places],
        "y": [round(y) for _, y in places],
    }


def _alias_pairs(
    names: tuple[str, ...], rules: tuple[str, ...], strings: _Strings
) -> Iterable[tuple[int, int]]:
    return [(strings(name), strings(rule)) for name, rule in zip(names, rules, strict=True)]


def _statements(
    graph: Graph, entity_number: Mapping[str, int], predicates: list[str], strings: _Strings
) -> Payload:
    statements = sorted(graph.statements, key=lambda s: s.id)
    predicate_number = {name: number for number, name in enumerate(predicates)}
    return {
        "id": [s.id for s in statements],
        "subject": [entity_number[s.subject] for s in statements],
        "predicate": [predicate_number[s.predicate] for s in statements],
        "object": [entity_number[s.object] for s in statements],
        "title": [strings(s.title) for s in statements],
        "status": [strings(str(s.status)) for s in statements],
        "start": [strings(s.start_date) for s in statements],
        "end": [strings(s.end_date) for s in statements],
        "amount": [strings(s.amount) for s in statements],
        "confidence": [round(s.confidence, 4) for s in statements],
        "sources": [s.document_count for s in statements],
    }


def _evidence(
    graph: Graph,
    documents: list[Document],
    document_number: Mapping[str, int],
    units: Mapping[str, Callable[[int], int]],
    include_text: bool,
    strings: _Strings,
) -> Payload:
    """One row per evidence, in the order of documents; `quote` only where the text cannot give it."""
    statement_number = {s: n for n, s in enumerate(sorted(s.id for s in graph.statements))}
    texts = {document.id: document.text for document in documents}

    def order(evidence: Evidence) -> tuple[int, int, int, str]:
        return (
            document_number[evidence.document],
            evidence.start,
            statement_number[evidence.statement],
            evidence.id,
        )

    rows = sorted(graph.evidence, key=order)
    told = [include_text and texts[e.document][e.start : e.end] == e.quote for e in rows]
    return {
        "statement": [statement_number[e.statement] for e in rows],
        "document": [document_number[e.document] for e in rows],
        "start": [units[e.document](e.start) for e in rows],
        "end": [units[e.document](e.end) for e in rows],
        "quote": [-1 if known else strings(e.quote) for e, known in zip(rows, told, strict=True)],
        "rule": [strings(e.rule) for e in rows],
        "confidence": [round(e.confidence, 3) for e in rows],
        "trigger": [-1 if e.trigger_start is None else units[e.document](e.trigger_start) for e in rows],
        "triggerEnd": [-1 if e.trigger_end is None else units[e.document](e.trigger_end) for e in rows],
        "speaker": [strings(e.speaker) for e in rows],
    }


def _mentions(
    graph: Graph,
    entity_number: Mapping[str, int],
    document_number: Mapping[str, int],
    units: Mapping[str, Callable[[int], int]],
    strings: _Strings,
) -> Payload:
    rows = sorted(graph.mentions, key=lambda m: (document_number[m.document], m.start, m.end, m.id))
    return {
        "entity": [entity_number[m.entity] for m in rows],
        "document": [document_number[m.document] for m in rows],
        "start": [units[m.document](m.start) for m in rows],
        "end": [units[m.document](m.end) for m in rows],
        "rule": [strings(m.rule) for m in rows],
    }


def _document(document: Document, unit: Callable[[int], int], include_text: bool) -> Payload:
    # Only these two schemes may become a link: a `javascript:` url would run in the page.
    url = document.url if document.url and document.url.startswith(("https://", "http://")) else None
    return {
        "id": document.id,
        "source": document.source_name,
        "title": document.title,
        "published": document.published,
        "publisher": document.publisher,
        "authors": list(document.authors),
        "language": document.language,
        "url": url,
        "text": document.text if include_text else None,
        "regions": [[unit(r.start), unit(r.end), str(r.role)] for r in document.regions]
        if include_text
        else [],
    }


def _utf16(text: str) -> Callable[[int], int]:
    """From code points, which the records count, to UTF-16 units, which a browser counts."""
    if text.isascii() or max(text) <= "\uffff":
        return lambda offset: offset
    wide = [position for position, character in enumerate(text) if character > "\uffff"]
    return lambda offset: offset + bisect_left(wide, offset)


def _characters(graph: Graph) -> list[str]:
    """Every character that a search over names and titles can meet."""
    seen: set[str] = set()
    for entity in graph.entities:
        seen.update(entity.name, *entity.aliases)
    for document in graph.documents:
        seen.update(document.title or "")
    return sorted(seen)


def _foldings(characters: Iterable[str]) -> list[str]:
    """Two strings of one length: characters, and what each is matched as.

    They hold every other form (嵐) of a character that is met (岚), so that a name is found whichever script
    it is written or typed in.
    """
    met = {fold(character) for character in characters}
    pairs = [(old, new) for old, new in _variants() if new in met]
    return ["".join(old for old, _ in pairs), "".join(new for _, new in pairs)]


@cache
def _variants() -> tuple[tuple[str, str], ...]:
    """Chinese characters that are matched as another one, with that one."""
    found = ((chr(code), fold(chr(code))) for code in range(0x3400, 0xA000))
    return tuple((old, new) for old, new in found if old != new)


@cache
def _pinyin(character: str) -> str:
    """The readings of one character without tones, all of them so that the page can match "sdj" by itself."""
    found = pinyin(character, style=Style.NORMAL, heteronym=True, errors="ignore")
    return " ".join(dict.fromkeys(found[0])) if found else ""
