"""Whom a name or an id means in a graph."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from difflib import get_close_matches

from kg.errors import KgError
from kg.messages import Message, joined, say, say_n
from kg.records import Entity, Graph, Kind

KIND_WORDS = {Kind.PER: say("person"), Kind.ORG: say("organization"), Kind.LOC: say("place")}


class UnknownName(KgError, KeyError):
    """Nobody and nothing in the graph has this name; `near` are the most similar names."""

    def __init__(self, name: str, known: Iterable[str]) -> None:
        self.name = name
        self.near = tuple(get_close_matches(name, sorted(set(known)), n=3, cutoff=0.5))
        hint = (
            say("Did you mean {near}?", near=joined(" / ", self.near))
            if self.near
            else say("The list in graph.html has all names.")
        )
        self.message = say(
            "nobody and nothing is called {name!r} in this graph. {hint}", name=name, hint=hint
        )
        super().__init__(self.message)

    def __str__(self) -> str:
        # KeyError would print the message in quotation marks.
        return self.message


class AmbiguousName(KgError, KeyError):
    """Several entities have this name; `ids` tells them apart, `documents` are those that name each."""

    def __init__(self, name: str, entities: Sequence[Entity], documents: Mapping[str, Sequence[str]]) -> None:
        self.name = name
        self.ids = tuple(entity.id for entity in entities)
        self.message = say(
            "{n} entities are called {name!r}. Ask for one by its id:{shown}",
            n=len(entities),
            name=name,
            shown=joined("", (_candidate(entity, documents.get(entity.id, ())) for entity in entities)),
        )
        super().__init__(self.message)

    def __str__(self) -> str:
        return self.message


def _candidate(entity: Entity, documents: Sequence[str]) -> Message:
    described = entity.description or KIND_WORDS[entity.kind]
    more = [say_n("{n} more", "{n} more", len(documents) - 2)] if len(documents) > 2 else []
    where = [*documents[:2], *more]
    return joined(
        "", ["\n  ", joined("  ", [entity.id, described, *([joined(", ", where)] if where else [])])]
    )


def find(graph: Graph, name: str) -> tuple[Entity, ...]:
    """The entities with this id or, failing that, this name or, failing that, this alias.

    >>> find(Graph((), (Entity("per-1", Kind.PER, "李明"),), (), (), ()), "李明")[0].id
    'per-1'
    """
    # A query writes ids with their prefix.
    number = name.removeprefix("id:")
    for matches in (
        lambda entity: entity.id == number,
        lambda entity: entity.name == name,
        lambda entity: name in entity.aliases,
    ):
        found = tuple(entity for entity in graph.entities if matches(entity))
        if found:
            return found
    return ()


def find_one(graph: Graph, name: str) -> Entity:
    """The one entity of this name; raises `UnknownName` or `AmbiguousName`."""
    found = find(graph, name)
    if not found:
        raise UnknownName(name, (item for e in graph.entities for item in (e.name, *e.aliases)))
    if len(found) > 1:
        documents = _documents_of(graph, found)
        raise AmbiguousName(
            name, sorted(found, key=lambda item: (-len(documents[item.id]), item.id)), documents
        )
    return found[0]


def _documents_of(graph: Graph, entities: Sequence[Entity]) -> dict[str, list[str]]:
    """The source names of the documents that name each entity."""
    sources = {document.id: document.source_name for document in graph.documents}
    wanted = {entity.id for entity in entities}
    named = {(item.entity, sources[item.document]) for item in graph.mentions if item.entity in wanted}
    return {entity: sorted(source for owner, source in named if owner == entity) for entity in wanted}
