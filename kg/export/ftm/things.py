"""People, bodies, places, posts and documents as FollowTheMoney things, and who is mentioned where."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping

from kg.export.ftm.lines import Thing, chunks, date, identity, properties, web
from kg.export.ftm.names import country_of, is_weak, schema_of, table
from kg.export.rdf.quads import post_id
from kg.records import Document, Entity, Graph, Kind, Statement, stable_id


def entities(graph: Graph, plain: Iterable[Statement]) -> Iterator[Thing]:
    """Every entity; `plain` are the statements that are current and not denied."""
    known = {item.id: item for item in graph.entities}
    said: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    rules = table()["properties"]
    for statement in plain:
        subject, target = known.get(statement.subject), known.get(statement.object)
        if subject is None or target is None:
            continue
        for rule in rules:
            if rule["relation"] == statement.predicate and rule["of"] == subject.kind.value:
                if "entity" in rule:
                    said[subject.id][rule["entity"]].append(identity(target.id))
                if "name" in rule:
                    said[subject.id][rule["name"]].append(target.name)
        if statement.predicate == "holdsPost" and statement.title:
            said[subject.id]["position"].append(post_name(target, statement.title))
    for item in graph.entities:
        yield _entity(item, said.get(item.id, {}))


def _entity(item: Entity, said: Mapping[str, list[str]]) -> Thing:
    names = list(zip(item.aliases, item.alias_rules, strict=True))
    return Thing(
        identity(item.id),
        schema_of(item),
        properties(
            name=[item.name],
            alias=[name for name, rule in names if not is_weak(rule)],
            weakAlias=[name for name, rule in names if is_weak(rule)],
            full=[item.name] if item.kind is Kind.LOC else [],
            country=[country_of(item)],
            description=[item.description],
            **said,
        ),
    )


def post_name(target: Entity, title: str) -> str:
    """示例县 and 县长 as 示例县县长."""
    return f"{target.name}{title}" if any(c > "\u2e7f" for c in title) else f"{title}, {target.name}"


def positions(graph: Graph, statements: Iterable[Statement]) -> Iterator[Thing]:
    """The posts of `statements`, each once."""
    known = {item.id: item for item in graph.entities}
    made: dict[str, Thing] = {}
    for item in statements:
        target, title = known[item.object], item.title or ""
        key = post_id(item.object, title)
        is_place = target.kind is Kind.LOC
        made[key] = Thing(
            key,
            "Position",
            properties(
                name=[post_name(target, title)],
                organization=[] if is_place else [identity(target.id)],
                subnationalArea=[target.name] if is_place else [],
                addressEntity=[identity(target.id)] if is_place else [],
                country=[country_of(target)],
            ),
        )
    yield from (made[key] for key in sorted(made))


def documents(graph: Graph) -> Iterator[Thing]:
    """The articles with their texts, and what is named in each."""
    known = {item.id: item for item in graph.entities}
    named: dict[str, dict[Kind, set[str]]] = defaultdict(lambda: defaultdict(set))
    for mention in graph.mentions:
        if mention.entity in known:
            named[mention.document][mention.kind].add(known[mention.entity].name)
    for item in graph.documents:
        yield _document(item, named.get(item.id, {}))


def _document(item: Document, named: Mapping[Kind, set[str]]) -> Thing:
    return Thing(
        identity(item.id),
        "Article",
        properties(
            fileName=[item.source_name],
            title=[item.title],
            author=[*item.authors, *item.editors],
            publisher=[item.publisher],
            publishedAt=[date(item.published)],
            date=[date(item.published)],
            language=[table()["languages"].get(item.language)],
            sourceUrl=[web(item.url)],
            bodyText=list(chunks(item.text)),
            peopleMentioned=sorted(named.get(Kind.PER, ())),
            companiesMentioned=sorted(named.get(Kind.ORG, ())),
            locationMentioned=sorted(named.get(Kind.LOC, ())),
        ),
    )


def mentions(graph: Graph) -> Iterator[Thing]:
    """One for each person or body of each document, with every way in which the text writes it.

    The model resolves a mention to a person or a body only; places are on the document.
    """
    known = {item.id: item for item in graph.entities}
    sources = {item.id for item in graph.documents}
    written: dict[tuple[str, str], list[str]] = defaultdict(list)
    for mention in sorted(graph.mentions, key=lambda item: (item.document, item.start, item.id)):
        item = known.get(mention.entity)
        if item is not None and item.kind is not Kind.LOC and mention.document in sources:
            written[mention.document, mention.entity].append(mention.text)
    for (document, entity), texts in sorted(written.items()):
        yield Thing(
            stable_id("men", "ftm", document, entity),
            "Mention",
            properties(
                document=[identity(document)],
                resolved=[identity(entity)],
                name=texts,
                detectedSchema=[schema_of(known[entity])],
            ),
        )
