"""What came, went and changed between two graphs, with the sentences that say so (floor 6).

Documents are the same by source name. Entities are the same by id, then by the places in the texts that they
share (a person who was joined with a namesake has a new id and most of the old mentions), then by a name that
nothing else has. Statements are the same where their ends are, by predicate and title.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from kg.explain import STATUS_WORDS
from kg.messages import Message, joined, say
from kg.records import Document, Entity, Evidence, Graph, Statement, Status

CO_OCCURRENCE = "coOccursWith"
_DOCUMENT_FIELDS = ("text", "title", "published", "publisher", "authors", "editors", "url", "language")
_ENTITY_FIELDS = ("kind", "name", "aliases", "description", "admin_code")
_STATEMENT_FIELDS = ("title", "status", "start_date", "end_date", "amount", "confidence", "document_count")

_FIELD_WORDS = {
    "title": say("title"),
    "published": say("published"),
    "publisher": say("publisher"),
    "authors": say("authors"),
    "editors": say("editors"),
    "language": say("language"),
    "kind": say("kind"),
    "name": say("name"),
    "aliases": say("aliases"),
    "description": say("description"),
    "status": say("status"),
    "start_date": say("start_date"),
    "end_date": say("end_date"),
    "amount": say("amount"),
    "confidence": say("confidence"),
    "document_count": say("document_count"),
}

Item = TypeVar("Item")


@dataclass(frozen=True, slots=True)
class Said:
    """A statement with its ends and the sentences that say it."""

    statement: Statement
    subject: Entity
    object: Entity
    evidence: tuple[Quote, ...]


@dataclass(frozen=True, slots=True, order=True)
class Quote:
    """A sentence and the document, by its source name, in which it stands."""

    document: str
    text: str


@dataclass(frozen=True, slots=True)
class Change(Generic[Item]):
    """One thing before and after; `fields` are the names of what differs."""

    old: Item
    new: Item
    fields: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Changes(Generic[Item]):
    """What came, went and changed of one kind of thing."""

    added: tuple[Item, ...] = ()
    removed: tuple[Item, ...] = ()
    changed: tuple[Change[Item], ...] = ()

    def __bool__(self) -> bool:
        return bool(self.added or self.removed or self.changed)


@dataclass(frozen=True, slots=True)
class Difference:
    """All that differs between two graphs."""

    documents: Changes[Document]
    entities: Changes[Entity]
    statements: Changes[Said]

    def __bool__(self) -> bool:
        return bool(self.documents or self.entities or self.statements)


def diff(old: Graph, new: Graph, *, co_occurrence: bool = False) -> Difference:
    """What differs between two graphs.

    Args:
        old: a graph as `kg.tables.read_tables` gives it.
        new: another, as a rule a later one.
        co_occurrence: whether to compare who is named together, too, and not only what is stated.

    >>> empty = Graph((), (), (), (), ())
    >>> bool(diff(empty, empty))
    False
    """
    counterparts = _counterparts(old, new)
    return Difference(
        _changes(
            {document.source_name: document for document in old.documents},
            {document.source_name: document for document in new.documents},
            lambda one, other: _differing(one, other, _DOCUMENT_FIELDS),
        ),
        _changes(
            {counterparts.get(entity.id, f"old {entity.id}"): entity for entity in old.entities},
            {entity.id: entity for entity in new.entities},
            lambda one, other: _differing(one, other, _ENTITY_FIELDS),
        ),
        _statements(old, new, counterparts, co_occurrence=co_occurrence),
    )


def _changes(
    old: Mapping[Any, Item], new: Mapping[Any, Item], fields: Callable[[Item, Item], tuple[str, ...]]
) -> Changes[Item]:
    pairs = ((old[key], new[key]) for key in new if key in old)
    changed = (Change(one, other, fields(one, other)) for one, other in pairs)
    return Changes(
        tuple(item for key, item in new.items() if key not in old),
        tuple(item for key, item in old.items() if key not in new),
        tuple(change for change in changed if change.fields),
    )


def _differing(one: Any, other: Any, fields: Iterable[str]) -> tuple[str, ...]:
    return tuple(name for name in fields if _plain(getattr(one, name)) != _plain(getattr(other, name)))


def _plain(value: Any) -> Any:
    # That an alias has become more frequent than another is no news.
    return sorted(value) if isinstance(value, tuple) else value


def _counterparts(old: Graph, new: Graph) -> dict[str, str]:
    """The new id of each old entity that lives on."""
    there = {entity.id for entity in new.entities}
    found = {entity.id: entity.id for entity in old.entities if entity.id in there}
    taken = set(found)
    owner = {mention.id: mention.entity for mention in new.mentions}
    shared = Counter(
        (mention.entity, owner[mention.id])
        for mention in old.mentions
        if mention.id in owner and mention.entity not in found and owner[mention.id] not in taken
    )
    # The pair that shares most comes first; between equals ids decide, so that the outcome is the same.
    for (one, other), _ in sorted(shared.items(), key=lambda item: (-item[1], item[0])):
        if one not in found and other not in taken:
            found[one] = other
            taken.add(other)
    left = _unique((e for e in old.entities if e.id not in found), lambda e: (e.kind, e.name))
    free = _unique((e for e in new.entities if e.id not in taken), lambda e: (e.kind, e.name))
    found.update((left[key].id, free[key].id) for key in left if key in free)
    return found


def _unique(items: Iterable[Item], key: Callable[[Item], Hashable]) -> dict[Hashable, Item]:
    """Items by a key that no other has."""
    groups: defaultdict[Hashable, list[Item]] = defaultdict(list)
    for item in items:
        groups[key(item)].append(item)
    return {name: group[0] for name, group in groups.items() if len(group) == 1}


def _statements(
    old: Graph, new: Graph, counterparts: Mapping[str, str], *, co_occurrence: bool
) -> Changes[Said]:
    same = {entity.id: entity.id for entity in new.entities}
    before = _by_sense(_said(old, co_occurrence=co_occurrence), counterparts)
    after = _by_sense(_said(new, co_occurrence=co_occurrence), same)
    added: list[Said] = []
    removed: list[Said] = []
    changed: list[Change[Said]] = []
    for key in sorted({*before, *after}):
        olds, news = before.get(key, []), after.get(key, [])
        # Of several with one sense (a post held twice), those that agree most belong together.
        for one, other in _paired(olds, news):
            fields = _differing(one.statement, other.statement, _STATEMENT_FIELDS)
            if one.evidence != other.evidence:
                fields += ("evidence",)
            if fields:
                changed.append(Change(one, other, fields))
        removed += olds
        added += news
    return Changes(tuple(added), tuple(removed), tuple(changed))


def _paired(olds: list[Said], news: list[Said]) -> Iterator[tuple[Said, Said]]:
    """Takes what belongs together out of both lists."""
    while olds and news:
        one, other = min(
            ((one, other) for one in olds for other in news),
            key=lambda pair: len(_differing(pair[0].statement, pair[1].statement, _STATEMENT_FIELDS)),
        )
        olds.remove(one)
        news.remove(other)
        yield one, other


def _by_sense(found: Iterable[Said], names: Mapping[str, str]) -> dict[tuple[str, ...], list[Said]]:
    groups: defaultdict[tuple[str, ...], list[Said]] = defaultdict(list)
    for said in found:
        subject, target = (names.get(entity.id, f"old {entity.id}") for entity in (said.subject, said.object))
        groups[said.statement.predicate, subject, target, said.statement.title or ""].append(said)
    return groups


def _said(graph: Graph, *, co_occurrence: bool) -> Iterator[Said]:
    entities = {entity.id: entity for entity in graph.entities}
    sources = {document.id: document.source_name for document in graph.documents}
    quotes: defaultdict[str, list[Evidence]] = defaultdict(list)
    for proof in graph.evidence:
        quotes[proof.statement].append(proof)
    for statement in graph.statements:
        if statement.predicate == CO_OCCURRENCE and not co_occurrence:
            continue
        said = sorted({Quote(sources[p.document], p.quote.strip()) for p in quotes[statement.id]})
        yield Said(statement, entities[statement.subject], entities[statement.object], tuple(said))


def as_json(difference: Difference) -> dict[str, Any]:
    """The difference as what `json.dumps` takes.

    >>> as_json(diff(Graph((), (), (), (), ()), Graph((), (), (), (), ())))["documents"]["added"]
    []
    """
    return {
        "documents": _json(difference.documents, lambda d: {"source_name": d.source_name, "title": d.title}),
        "entities": _json(
            difference.entities, lambda e: {"id": e.id, **{name: getattr(e, name) for name in _ENTITY_FIELDS}}
        ),
        "statements": _json(difference.statements, _json_of_said),
    }


def _json(changes: Changes[Item], plain: Callable[[Item], dict[str, Any]]) -> dict[str, Any]:
    return {
        "added": [plain(item) for item in changes.added],
        "removed": [plain(item) for item in changes.removed],
        "changed": [
            {"fields": change.fields, "old": plain(change.old), "new": plain(change.new)}
            for change in changes.changed
        ],
    }


def _json_of_said(said: Said) -> dict[str, Any]:
    statement = said.statement
    return {
        "id": statement.id,
        "subject": {"id": said.subject.id, "name": said.subject.name},
        "predicate": statement.predicate,
        "object": {"id": said.object.id, "name": said.object.name},
        **{name: getattr(statement, name) for name in _STATEMENT_FIELDS},
        "evidence": [{"document": quote.document, "quote": quote.text} for quote in said.evidence],
    }


def as_lines(difference: Difference) -> Iterator[str]:
    """The difference for people: + came, - went, ~ changed.

    >>> list(as_lines(diff(Graph((), (), (), (), ()), Graph((), (), (), (), ()))))
    ['documents: no difference', 'entities: no difference', 'statements: no difference']
    """
    documents, entities = difference.documents, difference.entities
    yield from _lines(say("documents"), documents, lambda document: document.source_name)
    yield from _lines(say("entities"), entities, lambda entity: f"{entity.kind} {entity.name}")
    yield from _lines(say("statements"), difference.statements, _words)


def _lines(what: Message, changes: Changes[Item], words: Callable[[Item], str]) -> Iterator[str]:
    if not changes:
        yield say("{what}: no difference", what=what)
        return
    yield say(
        "{what}: {added:,} added, {removed:,} removed, {changed:,} changed",
        what=what,
        added=len(changes.added),
        removed=len(changes.removed),
        changed=len(changes.changed),
    )
    for sign, items in (("+", changes.added), ("-", changes.removed)):
        for item in items:
            yield joined("", [f"  {sign} ", words(item)])
            yield from (f"      {quote.document}: {quote.text}" for quote in _evidence(item))
    for change in changes.changed:
        told = [_field(change, name) for name in change.fields if name not in ("evidence", "text")]
        told += [say("text")] if "text" in change.fields else []
        yield joined("", ["  ~ ", words(change.new), ": " if told else "", joined("; ", told)])
        before, after = _evidence(change.old), _evidence(change.new)
        for sign, quotes, others in (("+", after, before), ("-", before, after)):
            yield from (f"      {sign} {q.document}: {q.text}" for q in quotes if q not in set(others))


def _field(change: Change[Any], name: str) -> Message:
    record = (change.old.statement, change.new.statement) if isinstance(change.old, Said) else change
    old, new = record if isinstance(record, tuple) else (record.old, record.new)
    before, after = getattr(old, name), getattr(new, name)
    if isinstance(before, tuple):
        signed = [f"+ {item}" for item in _without(after, before)]
        signed += [f"- {item}" for item in _without(before, after)]
        return joined("", [_FIELD_WORDS.get(name, name), " ", ", ".join(signed)])
    old_value, new_value = (say("none") if value is None else _value(value) for value in (before, after))
    return joined("", [_FIELD_WORDS.get(name, name), " ", old_value, " -> ", new_value])


def _value(value: Any) -> str:
    return STATUS_WORDS[value] if isinstance(value, Status) else str(value)


def _without(items: Sequence[str], others: Collection[str]) -> list[str]:
    return [item for item in items if item not in others]


def _evidence(item: object) -> tuple[Quote, ...]:
    return item.evidence if isinstance(item, Said) else ()


def _words(said: Said) -> Message:
    statement = said.statement
    qualifiers = (
        statement.title,
        STATUS_WORDS[statement.status],
        statement.start_date,
        statement.end_date,
        statement.amount,
    )
    told = joined(", ", [part for part in qualifiers if part])
    return joined("", [f"{said.subject.name} {statement.predicate} {said.object.name} (", told, ")"])
