"""Small graphs by hand: what a test means is in the test, not in a fixture file.

>>> town = place("示例县")
>>> li = person("李明")
>>> text = document("示例县县长李明讲话。")
>>> graph([text], [town, li], [fact(li, "holdsPost", town, text, title="县长")]).statements[0].title
'县长'
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from kg.records import (
    Document,
    Entity,
    EntityMention,
    Evidence,
    Graph,
    Kind,
    Mention,
    Statement,
    Status,
    stable_id,
)


@dataclass(frozen=True)
class Fact:
    """A statement with its evidence."""

    statement: Statement
    evidence: tuple[Evidence, ...]


def document(
    text: str,
    source_name: str = "a.txt",
    *,
    language: str = "zh",
    title: str | None = None,
    published: str | None = None,
    publisher: str | None = None,
    authors: tuple[str, ...] = (),
    url: str | None = None,
) -> Document:
    return Document(
        id=stable_id("doc", source_name),
        source_name=source_name,
        text=text,
        language=language,
        title=title,
        published=published,
        publisher=publisher,
        authors=authors,
        url=url,
        sha256=stable_id("x", text)[2:],
    )


def mention(text: str, start: int, end: int, kind: Kind = Kind.PER, confidence: float = 1.0) -> Mention:
    """The mention that stands at `start:end` of `text`."""
    return Mention(start, end, kind, text[start:end], confidence)


def entity(
    kind: Kind,
    name: str,
    *aliases: str,
    key: str = "",
    rule: str = "short-form",
    description: str = "",
    admin_code: str | None = None,
) -> Entity:
    """`key` tells entities of one name apart."""
    return Entity(
        id=stable_id(kind.value.lower(), name, key),
        kind=kind,
        name=name,
        aliases=aliases,
        alias_rules=(rule,) * len(aliases),
        description=description,
        admin_code=admin_code,
    )


def person(name: str, *aliases: str, key: str = "", description: str = "") -> Entity:
    return entity(Kind.PER, name, *aliases, key=key, description=description)


def organization(name: str, *aliases: str, key: str = "") -> Entity:
    return entity(Kind.ORG, name, *aliases, key=key)


def place(name: str, *aliases: str, key: str = "", admin_code: str | None = None) -> Entity:
    return entity(Kind.LOC, name, *aliases, key=key, admin_code=admin_code)


def fact(
    subject: Entity,
    predicate: str,
    target: Entity,
    *documents: Document,
    quote: str | None = None,
    title: str | None = None,
    status: Status = Status.CURRENT,
    start_date: str | None = None,
    end_date: str | None = None,
    amount: str | None = None,
    confidence: float = 0.9,
    rule: str = "by-hand",
    speaker: str | None = None,
) -> Fact:
    """A statement that each of `documents` says in `quote` (their whole text, unless given)."""
    identity = stable_id("st", subject.id, predicate, target.id, title or "", status, start_date or "")
    evidence = []
    for source in documents:
        words = source.text if quote is None else quote
        start = source.text.index(words)
        evidence.append(
            Evidence(
                id=stable_id("ev", identity, source.id, str(start)),
                statement=identity,
                document=source.id,
                start=start,
                end=start + len(words),
                quote=words,
                rule=rule,
                confidence=confidence,
                speaker=speaker,
            )
        )
    statement = Statement(
        id=identity,
        subject=subject.id,
        predicate=predicate,
        object=target.id,
        title=title,
        status=status,
        start_date=start_date,
        end_date=end_date,
        amount=amount,
        confidence=confidence,
        document_count=len({item.document for item in evidence}),
        evidence=tuple(sorted(item.id for item in evidence)),
    )
    return Fact(statement, tuple(evidence))


def graph(documents: Iterable[Document], entities: Sequence[Entity], facts: Iterable[Fact] = ()) -> Graph:
    """A graph in the order that tables keep; mentions are wherever a name of an entity stands in a text."""
    documents, facts = tuple(documents), tuple(facts)
    return Graph(
        documents=tuple(sorted(documents, key=lambda item: item.source_name)),
        entities=tuple(sorted(entities, key=lambda item: item.id)),
        mentions=tuple(sorted(_mentions(documents, entities), key=lambda item: item.id)),
        statements=tuple(sorted((item.statement for item in facts), key=lambda item: item.id)),
        evidence=tuple(sorted((one for item in facts for one in item.evidence), key=lambda item: item.id)),
    )


def _mentions(documents: Iterable[Document], entities: Sequence[Entity]) -> Iterable[EntityMention]:
    """Every name where it stands, longer names first; of namesakes only the first is found."""
    names = [(name, item) for item in entities for name in (item.name, *item.aliases)]
    names.sort(key=lambda pair: -len(pair[0]))
    for source in documents:
        taken: set[int] = set()
        for name, item in names:
            start = source.text.find(name)
            while start >= 0:
                end = start + len(name)
                if taken.isdisjoint(range(start, end)):
                    taken.update(range(start, end))
                    identity = stable_id("men", source.id, str(start), str(end))
                    rule = "name" if name == item.name else "short-form"
                    yield EntityMention(identity, item.id, source.id, start, end, item.kind, name, 1.0, rule)
                start = source.text.find(name, end)


def town() -> Graph:
    """A county town: two people of one name, a post that changes hands, a gift, kin, a denial."""
    first = document(
        "示例县县长李明到青山村调研。李明的妻子王芳是县医院医生。县医院位于示例县。",
        "2024/first.txt",
        title="县长到青山村",
        published="2024-03-18",
        publisher="示例日报",
        authors=("某某",),
    )
    second = document(
        "原县长李明任市卫健委主任。周强任示例县县长。青山村位于示例县，示例县位于示例市。",
        "2024/second.txt",
        title="人事",
        published="2024-09-01",
        publisher="示例晚报",
    )
    third = document(
        "远山公司向县医院捐赠200万元。远山公司董事长李明否认与周强是兄弟。",
        "2024/third.txt",
        title="捐赠",
    )
    county, city, village = place("示例县", admin_code="990101"), place("示例市"), place("青山村")
    hospital, health, firm = organization("县医院"), organization("市卫健委"), organization("远山公司")
    mayor, boss = person("李明"), person("李明", key="远山公司")
    wife, successor = person("王芳"), person("周强")
    return graph(
        [first, second, third],
        [county, city, village, hospital, health, firm, mayor, boss, wife, successor],
        [
            fact(
                mayor,
                "holdsPost",
                county,
                first,
                title="县长",
                quote="示例县县长李明到青山村调研。",
                status=Status.CURRENT,
            ),
            fact(
                mayor,
                "holdsPost",
                county,
                second,
                title="县长",
                quote="原县长李明任市卫健委主任。",
                status=Status.FORMER,
                end_date="2024-08",
            ),
            fact(
                mayor,
                "holdsPost",
                health,
                second,
                title="主任",
                quote="原县长李明任市卫健委主任。",
                start_date="2024-08",
            ),
            fact(successor, "holdsPost", county, second, title="县长", quote="周强任示例县县长。"),
            fact(wife, "holdsPost", hospital, first, title="医生", quote="李明的妻子王芳是县医院医生。"),
            fact(wife, "spouseOf", mayor, first, quote="李明的妻子王芳是县医院医生。"),
            fact(mayor, "visited", village, first, quote="示例县县长李明到青山村调研。"),
            fact(hospital, "locatedIn", county, first, quote="县医院位于示例县。"),
            fact(village, "locatedIn", county, second, quote="青山村位于示例县，示例县位于示例市。"),
            fact(county, "locatedIn", city, second, quote="青山村位于示例县，示例县位于示例市。"),
            fact(
                firm,
                "supports",
                hospital,
                third,
                title="捐赠",
                amount="200万元",
                quote="远山公司向县医院捐赠200万元。",
            ),
            fact(
                boss, "holdsPost", firm, third, title="董事长", quote="远山公司董事长李明否认与周强是兄弟。"
            ),
            fact(
                boss,
                "siblingOf",
                successor,
                third,
                status=Status.DENIED,
                quote="远山公司董事长李明否认与周强是兄弟。",
            ),
        ],
    )
