"""Graphs to look at: the sample corpus by its gold annotation, a hostile one, and large generated ones."""

from __future__ import annotations

import json
import re
from collections import defaultdict
from itertools import combinations
from pathlib import Path
from typing import Any

from kg.ontology import vocabulary
from kg.records import (
    Document,
    Entity,
    EntityMention,
    Evidence,
    Graph,
    Kind,
    Region,
    Role,
    Statement,
    Status,
    stable_id,
)

CORPUS = Path(__file__).parents[2] / "corpus"
_SENTENCE = re.compile(r"[^。！？!?\n]+[。！？!?]*[”’」』)）]*|(?<=\n)[^\n]+")


def county() -> Graph:
    """The county's story as its annotators read it: some two hundred entities in thirty-six articles."""
    golds = [
        json.loads(path.read_text(encoding="utf-8")) for path in sorted((CORPUS / "gold").glob("*.json"))
    ]
    documents = {gold["document"]: _document(gold) for gold in golds}
    names: dict[str, list[str]] = defaultdict(list)
    kinds: dict[str, Kind] = {}
    local: dict[tuple[str, str], str] = {}
    for gold in golds:
        for item in gold["entities"]:
            key = item.get("id", f"{gold['document']}:{item['name']}")
            kinds[key] = Kind(item["type"])
            for name in (item["name"], *item.get("aliases", ())):
                local.setdefault((gold["document"], name), key)
                if name not in names[key]:
                    names[key].append(name)
    entities = {
        key: Entity(
            id=stable_id(kinds[key].lower(), key),
            kind=kinds[key],
            name=max(found, key=lambda name: (not name.isascii(), found.index(name) == 0)),
            aliases=tuple(
                n for n in found if n != max(found, key=lambda m: (not m.isascii(), found.index(m) == 0))
            ),
            alias_rules=("short-form",) * (len(found) - 1),
        )
        for key, found in names.items()
    }
    mentions = [m for gold in golds for m in _mentions(documents[gold["document"]], gold, local, entities)]
    facts: dict[str, list[Evidence]] = defaultdict(list)
    kept: dict[str, dict[str, Any]] = {}
    for gold in golds:
        document = documents[gold["document"]]
        for relation in gold["relations"]:
            _add(relation, document, gold, local, entities, facts, kept)
    _add_co_occurrences(documents, mentions, facts, kept)
    statements = [
        Statement(
            **kept[key],
            id=key,
            document_count=len({e.document for e in found}),
            evidence=tuple(sorted(e.id for e in found)),
        )
        for key, found in facts.items()
    ]
    return Graph(
        documents=tuple(documents.values()),
        entities=tuple(entities.values()),
        mentions=tuple(mentions),
        statements=tuple(statements),
        evidence=tuple(e for found in facts.values() for e in found),
    )


def _document(gold: dict[str, Any]) -> Document:
    text = (CORPUS / gold["document"]).read_text(encoding="utf-8")
    facts = gold["document_facts"]
    title = facts["title"]
    at = text.find(title) if title else -1
    return Document(
        id=stable_id("doc", gold["document"]),
        source_name=gold["document"],
        text=text,
        language=gold["language"],
        title=title,
        published=facts["date"],
        publisher=facts["publisher"],
        authors=tuple(facts["authors"]),
        regions=(Region(at, at + len(title), Role.TITLE),) if at >= 0 else (),
    )


def _mentions(
    document: Document,
    gold: dict[str, Any],
    local: dict[tuple[str, str], str],
    entities: dict[str, Entity],
) -> list[EntityMention]:
    found: list[EntityMention] = []
    taken: set[int] = set()
    here = [name for source, name in local if source == gold["document"]]
    for name in sorted(here, key=lambda n: (-len(n), n)):
        entity = entities[local[gold["document"], name]]
        for match in re.finditer(re.escape(name), document.text):
            span = range(match.start(), match.end())
            if taken.isdisjoint(span):
                taken.update(span)
                identity = stable_id("men", document.id, str(span.start), str(span.stop))
                found.append(
                    EntityMention(
                        identity,
                        entity.id,
                        document.id,
                        span.start,
                        span.stop,
                        entity.kind,
                        name,
                        0.95,
                        "by-hand",
                    )
                )
    return found


def _add(
    relation: dict[str, Any],
    document: Document,
    gold: dict[str, Any],
    local: dict[tuple[str, str], str],
    entities: dict[str, Entity],
    facts: dict[str, list[Evidence]],
    kept: dict[str, dict[str, Any]],
) -> None:
    source = gold["document"]
    ends = [local.get((source, relation["subject"])), local.get((source, relation["object"]))]
    if None in ends or ends[0] == ends[1]:
        return
    subject, target = (entities[str(end)] for end in ends)
    predicate = vocabulary().predicates.get(relation["predicate"])
    if predicate is None or not predicate.admits(subject.kind, target.kind):
        return
    title, status = relation.get("title"), Status(relation.get("status", "current"))
    identity = stable_id("st", subject.id, predicate.name, target.id, title or "", status)
    sentence = _sentence(document.text, relation, title)
    if sentence is None:
        return
    start, end = sentence
    at = document.text.find(title, start, end) if title else -1
    kept[identity] = {
        "subject": subject.id,
        "predicate": predicate.name,
        "object": target.id,
        "title": title,
        "status": status,
        "start_date": relation.get("start_date"),
        "end_date": relation.get("end_date"),
        "amount": relation.get("amount"),
        "confidence": 0.9,
    }
    facts[identity].append(
        Evidence(
            id=stable_id("ev", identity, document.id),
            statement=identity,
            document=document.id,
            start=start,
            end=end,
            quote=document.text[start:end],
            rule="by-hand",
            confidence=0.9,
            trigger_start=at if at >= 0 else None,
            trigger_end=at + len(title) if title and at >= 0 else None,
        )
    )


def _sentence(text: str, relation: dict[str, Any], title: str | None) -> tuple[int, int] | None:
    """The first sentence that holds both ends, the better the more of the relation it holds."""
    best: tuple[int, int, int] | None = None
    for match in _SENTENCE.finditer(text):
        words = match[0]
        score = (
            (relation["subject"] in words) * 2
            + (relation["object"] in words) * 2
            + bool(title and title in words)
        )
        start = match.start() + len(words) - len(words.lstrip())
        if score >= 2 and (best is None or score > best[0]) and start < match.end():
            best = (score, start, match.end())
    return best[1:] if best else None


def _add_co_occurrences(
    documents: dict[str, Document],
    mentions: list[EntityMention],
    facts: dict[str, list[Evidence]],
    kept: dict[str, dict[str, Any]],
) -> None:
    by_document: dict[str, list[EntityMention]] = defaultdict(list)
    for mention in mentions:
        by_document[mention.document].append(mention)
    for document in documents.values():
        for match in _SENTENCE.finditer(document.text):
            inside = {
                m.entity
                for m in by_document[document.id]
                if match.start() <= m.start and m.end <= match.end()
            }
            for one, other in combinations(sorted(inside), 2):
                identity = stable_id("st", one, "coOccursWith", other)
                kept[identity] = {
                    "subject": one,
                    "predicate": "coOccursWith",
                    "object": other,
                    "title": None,
                    "status": Status.CURRENT,
                    "start_date": None,
                    "end_date": None,
                    "amount": None,
                    "confidence": 1.0,
                }
                facts[identity].append(
                    Evidence(
                        id=stable_id("ev", identity, document.id, str(match.start())),
                        statement=identity,
                        document=document.id,
                        start=match.start(),
                        end=match.end(),
                        quote=match[0],
                        rule="same-sentence",
                        confidence=1.0,
                    )
                )
