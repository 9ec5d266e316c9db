"""Statements as FollowTheMoney links: posts, memberships, kin, and what the model has no word for."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from kg.export.ftm.lines import Thing, date, identity, properties, web
from kg.export.ftm.names import schema_of, table
from kg.export.rdf.amounts import money
from kg.export.rdf.quads import post_id
from kg.ontology import vocabulary
from kg.records import Document, Entity, Evidence, Graph, Kind, Statement, Status


def links(graph: Graph, statements: tuple[Statement, ...], disputed: frozenset[str]) -> Iterator[Thing]:
    """Each of `statements`, whose ends the graph must have; `disputed` are those that somebody denies."""
    known = {item.id: item for item in graph.entities}
    sources = {item.id: item for item in graph.documents}
    proofs = {item.id: item for item in graph.evidence}
    for item in statements:
        said = [proofs[one] for one in sorted(set(item.evidence)) if one in proofs]
        state = "disputed" if item.id in disputed else item.status.value
        yield _link(item, known[item.subject], known[item.object], _proven(said, sources), state)


def occupies_post(item: Statement, target: Entity) -> bool:
    """Whether the statement is told as somebody who occupies a Position."""
    return item.predicate == "holdsPost" and bool(item.title) and not _directs(item, target)


def _directs(item: Statement, target: Entity) -> bool:
    return schema_of(target) == "Company" and item.title in table()["posts"]["directors"]


def _proven(said: list[Evidence], sources: Mapping[str, Document]) -> dict[str, list[str | None]]:
    """The documents that say it, in their words."""
    documents = [sources[one.document] for one in said if one.document in sources]
    return {
        "proof": [identity(document.id) for document in documents],
        "summary": [one.quote for one in said],
        "sourceUrl": [web(document.url) for document in documents],
        "publisher": [document.publisher for document in documents],
    }


def _link(
    item: Statement, subject: Entity, target: Entity, proven: dict[str, list[str | None]], state: str
) -> Thing:
    schema, ends = _shape(item, subject, target)
    common: dict[str, list[str | None]] = {
        **proven,
        "startDate": [date(item.start_date)],
        "endDate": [date(item.end_date)],
        "recordId": [item.id],
    }
    # Family and Payment are no interests and have no status: what is not simply current is said in words.
    words = table()["status"].get(state, state)
    if schema in ("Family", "Payment"):
        common["description"] = [None if state == Status.CURRENT else words]
    else:
        common["status"] = [words]
    return Thing(identity(item.id), schema, properties(**ends, **common))


def _shape(item: Statement, subject: Entity, target: Entity) -> tuple[str, dict[str, list[str | None]]]:
    """The schema of a statement, and the properties that are its own."""
    here, there = identity(subject.id), identity(target.id)
    if occupies_post(item, target):
        return "Occupancy", {"holder": [here], "post": [post_id(target.id, item.title or "")]}
    if item.predicate == "holdsPost" and target.kind is Kind.ORG:
        schema, end = ("Directorship", "director") if _directs(item, target) else ("Membership", "member")
        return schema, {end: [here], "organization": [there], "role": [item.title]}
    rule = table()["links"].get(item.predicate)
    if rule is not None:
        return rule["schema"], {
            rule["subject"]: [here],
            rule["object"]: [there],
            "relationship": [rule.get("relationship")],
        }
    total = money(item.amount) if item.amount else None
    if item.predicate == "supports" and total is not None and Kind.LOC not in (subject.kind, target.kind):
        return "Payment", {
            "payer": [here],
            "beneficiary": [there],
            "amount": [format(total[0], "f")],
            "currency": [total[1]],
            "purpose": [item.title or _label(item.predicate)],
        }
    return "UnknownLink", {
        "subject": [here],
        "object": [there],
        "role": [" ".join(word for word in (_label(item.predicate), item.title, item.amount) if word)],
    }


def _label(predicate: str) -> str:
    words = vocabulary().labels.get(predicate, {})
    return words.get("zh") or words.get("en") or predicate
