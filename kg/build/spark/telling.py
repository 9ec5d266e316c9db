"""The last pass: what each document says, once it is known which entity each of its names is."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import replace
from itertools import groupby
from typing import Any

from kg.build.spark.frames import Out, Row, Rows, packed, unpacked
from kg.records import Decision, Extraction, Kind, stable_id
from kg.resolve import passes
from kg.resolve.cooccurrence import first_shown, foremost, proof, together
from kg.resolve.groups import entity_of
from kg.resolve.locals import Local
from kg.resolve.statements import statement

# `what` is mention, evidence, saying, sight or sentence; `key` is what its rows are grouped by.
TOLD = "what string, key string, text string, doc string, start bigint, quote string, payload binary"


def told(extractions: Rows, owned: Rows) -> Out:
    """Mentions, evidence, and what is to be counted over all documents."""
    owners: dict[str, dict[Local, str]] = defaultdict(dict)
    for row in owned:
        owners[row["doc"]][row["doc"], Kind(row["kind"]), row["name"]] = row["id"]
    for row in extractions:
        yield from _told(row, owners[row["doc"]])


def _told(row: Row, owners: Mapping[Local, str]) -> Out:
    extraction: Extraction = unpacked(row["payload"])
    here = passes.told(extraction, owners, {row["doc"]: row["text"] or row["doc"]})
    for mention in here.mentions:
        yield "mention", None, None, None, None, None, packed(mention)
    for evidence in here.evidence:
        yield "evidence", None, None, None, None, None, packed(evidence)
    for saying in here.sayings:
        yield "saying", stable_id("st", *saying.key), None, None, None, None, packed(saying)
    sentences = {}
    for pair, sight in here.sights:
        sentences[sight.start] = sight.end
        yield "sight", " ".join(pair), sight.text, None, None, None, packed(sight)
    for start, end in sentences.items():
        yield "sentence", None, None, row["doc"], start, extraction.document.text[start:end], None


RECORD = "key string, payload binary"


def statements(rows: Rows) -> Out:
    """The statement that all claims of one key make."""
    for key, mine in _by_key(rows):
        sayings = [unpacked(row["payload"]) for row in mine]
        yield key, packed(statement(sayings[0].key, sayings))


SEEN = "key string, count bigint, payload binary"


def partly_seen(rows: Rows) -> Out:
    """For each pair of entities, of the texts at hand, how many name it and which sentences come first."""
    for key, mine in _by_key(rows):
        count, shown = first_shown([unpacked(row["payload"]) for row in mine])
        yield key, count, packed(shown)


SHOWN = "statement string, doc string, start bigint, payload binary, made binary"


def seen(rows: Rows) -> Out:
    """The statement of each pair, and the sentences that it shows."""
    for key, mine in _by_key(rows):
        shown = foremost(sight for row in mine for sight in unpacked(row["payload"]))
        one, other = key.split(" ")
        made = together((one, other), sum(row["count"] for row in mine), shown)
        yield made.id, None, None, None, packed(made)
        for sight in shown:
            yield made.id, sight.document, sight.start, packed(sight), None


def records(rows: Rows) -> Iterator[Any]:
    """The records that ride in `payload`."""
    return (unpacked(row["payload"]) for row in rows)


def documents(rows: Rows) -> Iterator[Any]:
    """The documents of extractions."""
    return (unpacked(row["payload"]).document for row in rows)


def packed_proofs(rows: Rows) -> Out:
    """The sentences that pairs show, with what they say, as evidence."""
    for row in rows:
        yield (packed(proof(row["statement"], unpacked(row["payload"]), row["quote"])),)


def entities(rows: Rows) -> Iterator[Any]:
    """The entity of each group."""
    return (entity_of(unpacked(row["payload"])) for row in rows)


def keyed_decisions(rows: Rows) -> Out:
    """Decisions by what they decide, with the two entities that they speak of."""
    for row in rows:
        decision: Decision = unpacked(row["payload"])
        yield decision.id, row["rank"], decision.entity, decision.other, row["payload"]


KEYED = "key string, rank bigint, entity string, other string, payload binary"


def decisions(rows: Rows) -> Iterator[Decision]:
    """Decisions with the entities by the names that they have in the end."""
    for row in rows:
        yield replace(unpacked(row["payload"]), entity=row["entity"], other=row["other"])


def _by_key(rows: Rows) -> Iterator[tuple[str, list[Row]]]:
    for key, mine in groupby(sorted(rows, key=lambda row: row["key"]), key=lambda row: row["key"]):
        yield key, list(mine)
