"""Two graphs as one page: what came, went and changed between them, each with its sentences.

    from kg.diff import diff
    write_difference(old, new, diff(old, new), Path("changes.html"), title="monday → tuesday")

The page shows the new graph with what went put back in, and each statement carries a mark. At first it shows
only what differs.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Unpack

from kg.diff import Change, Difference, Said
from kg.export.html import PageOptions, render_html
from kg.export.html.marks import Mark, Marks
from kg.records import Entity, EntityMention, Evidence, Graph, Statement

__all__ = ["both", "marks", "render_difference", "write_difference"]


def write_difference(
    old: Graph,
    new: Graph,
    found: Difference,
    path: Path,
    **options: Unpack[PageOptions],
) -> None:
    """Write the explorer of what differs between `old` and `new` to `path`, as `write_html` would."""
    path.write_text(render_difference(old, new, found, **options), encoding="utf-8", newline="\n")


def render_difference(old: Graph, new: Graph, found: Difference, **options: Unpack[PageOptions]) -> str:
    """The explorer of what differs, as one page.

    >>> from kg.diff import diff
    >>> empty = Graph((), (), (), (), ())
    >>> "<title>a → b</title>" in render_difference(empty, empty, diff(empty, empty), title="a → b")
    True
    """
    return render_html(both(old, new, found), marks=marks(found), **options)


def marks(found: Difference) -> Marks:
    """The mark of each statement and entity that differs."""
    statements = {said.statement.id: Mark("added") for said in found.statements.added}
    statements |= {said.statement.id: Mark("removed") for said in found.statements.removed}
    statements |= {
        change.new.statement.id: Mark("changed", tuple(_fields(change)))
        for change in found.statements.changed
    }
    entities = {entity.id: Mark("added") for entity in found.entities.added}
    entities |= {entity.id: Mark("removed") for entity in found.entities.removed}
    return Marks(statements, entities)


def _fields(change: Change[Said]) -> Iterator[tuple[str, str, str]]:
    """What differs as (field, before, after); of sentences only how many there are."""
    for name in change.fields:
        if name == "evidence":
            before, after = (str(len(said.evidence)) for said in (change.old, change.new))
        else:
            before, after = (_told(getattr(said.statement, name)) for said in (change.old, change.new))
        if before != after or name == "evidence":
            yield name, before, after


def _told(value: object) -> str:
    if isinstance(value, float):
        return f"{value:.2f}"
    return "" if value is None else str(value)


def both(old: Graph, new: Graph, found: Difference) -> Graph:
    """The new graph and, beside it, the statements that went, with all that they rest on."""
    union = _Union(old, new, found)
    for entity in found.entities.removed:
        union.entity(entity.id)
    gone = [union.statement(said.statement) for said in found.statements.removed]
    kept = {statement.id for statement in gone if statement is not None}
    evidence = tuple(item for item in old.evidence if item.statement in kept)
    known = {document.id for document in new.documents}
    articles = {item.document for item in evidence} - known
    mentions = tuple(union.mentions(item for item in old.mentions if item.document in articles))
    speakers = tuple(union.speaker(item) for item in evidence)
    return Graph(
        documents=(*new.documents, *(item for item in old.documents if item.id in articles)),
        entities=(*new.entities, *union.added.values()),
        mentions=(*new.mentions, *mentions),
        statements=(*new.statements, *(statement for statement in gone if statement is not None)),
        evidence=(*new.evidence, *speakers),
        decisions=new.decisions,
    )


@dataclass
class _Union:
    """Which entity of the page an entity of the old graph is; those that went are added as they were."""

    old: Graph
    new: Graph
    found: Difference
    added: dict[str, Entity] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._old: Mapping[str, Entity] = {entity.id: entity for entity in self.old.entities}
        self._now = {entity.id: entity.id for entity in self.new.entities}
        self._now.update((change.old.id, change.new.id) for change in self.found.entities.changed)
        self._statements = {statement.id for statement in self.new.statements}
        # One whose id alone is new: it differs in nothing, so that the difference does not list it.
        alike: dict[tuple[str, ...], list[str]] = {}
        for entity in self.new.entities:
            alike.setdefault(_sense(entity), []).append(entity.id)
        went = {entity.id for entity in self.found.entities.removed}
        for entity in self.old.entities:
            same = alike.get(_sense(entity), [])
            if entity.id not in self._now and entity.id not in went and len(same) == 1:
                self._now[entity.id] = same[0]

    def entity(self, identity: str) -> str:
        if identity not in self._now:
            self.added[identity] = self._old[identity]
            self._now[identity] = identity
        return self._now[identity]

    def statement(self, statement: Statement) -> Statement | None:
        """The statement between the entities of the page; None where it has no two ends there any more."""
        subject, target = self.entity(statement.subject), self.entity(statement.object)
        if subject == target or statement.id in self._statements:
            return None
        return replace(statement, subject=subject, object=target)

    def mentions(self, items: Iterable[EntityMention]) -> Iterator[EntityMention]:
        """Those of entities that the page has: an old article is there for its sentence, not its names."""
        for item in items:
            if item.entity in self._now:
                yield replace(item, entity=self._now[item.entity])

    def speaker(self, item: Evidence) -> Evidence:
        return replace(item, speaker=self._now.get(item.speaker, item.speaker)) if item.speaker else item


def _sense(entity: Entity) -> tuple[str, ...]:
    return entity.kind, entity.name, *sorted(entity.aliases)
