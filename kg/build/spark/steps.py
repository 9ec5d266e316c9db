"""What workers do with the rows of a document, a block or a component: kg.resolve, and nothing of Spark.

Each function takes rows and gives tuples whose columns are declared beside it.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterator
from itertools import groupby
from typing import NamedTuple

from kg.build.spark.frames import Out, Row, Rows, columns_of, packed, unpacked
from kg.records import Decision, Document, Extraction, Kind
from kg.resolve import decisions, latin
from kg.resolve.blocks import Key, block_key
from kg.resolve.cluster import cluster
from kg.resolve.groups import (
    Group,
    joined,
    name_of,
    of_people,
    of_thing,
    owners_of,
    ruled,
    ruled_together,
)
from kg.resolve.homes import Home, Placed, place, says_nothing
from kg.resolve.ledger import Links
from kg.resolve.locals import Local, LocalEntity, page
from kg.resolve.people import people
from kg.resolve.person import Person
from kg.resolve.reprints import bands, reprint_groups
from kg.resolve.score import Corpus, counted
from kg.resolve.shorter import long_form, short_forms, targets
from kg.resolve.things import assembled, is_divided

# Of two decisions on one pair the one of the higher rank counts, as in kg.resolve: those on people of one
# name, on spellings (by their number), on things, and what people ruled.
_PEOPLE, _SPELLINGS, _THINGS, RULINGS = 0, 1, 2_000_000, 3_000_000
# Pairs that come of all documents stand behind those that one has by itself.
_ACROSS = 1_000_000


class Found(NamedTuple):
    """What is found in a document before anything is known of the others. `what` is local, pair, band or
    ruled.
    """

    what: str
    doc: str | None = None
    kind: str | None = None
    name: str | None = None
    block: str | None = None
    surfaces: str | None = None
    code: str | None = None
    stated: str | None = None
    implied: str | None = None
    key: str | None = None
    payload: bytes | None = None


FOUND = columns_of(Found)


def found(rows: Rows, *, in_ledger: frozenset[str]) -> Out:
    """Of each extraction its organizations and places, its pairs of spellings, and the keys that reprints
    share; of documents that the ledger names, all entities.
    """
    for row in rows:
        extraction: Extraction = unpacked(row["payload"])
        here = page(extraction)
        document = extraction.document
        for item in place(here):
            local = item.local
            yield Found(
                "local",
                document.id,
                local.kind.value,
                local.name,
                _text(block_key(local.kind, local.name)),
                json.dumps(local.surfaces),
                item.code,
                _home(item.stated),
                _home(item.implied),
            )
        for number, pair in enumerate(latin.within(here)):
            yield _pair(pair, number)
        for key in bands(document):
            yield Found("band", document.id, key=key)
        if document.source_name in in_ledger:
            for local in here.entities.values():
                yield Found("ruled", document.id, payload=packed(local))


def _pair(pair: tuple[Local, Local, str], number: int) -> Found:
    """A pair of spellings; of two that name the same, the one with the higher number counts."""
    return Found("pair", key=str(number), payload=packed(pair))


def _text(key: Key) -> str:
    return f"{key[0].value} {key[1]}"


def _key(block: str) -> Key:
    kind, _, name = block.partition(" ")
    return Kind(kind), name


def _home(home: Home) -> str:
    return json.dumps({level: sorted(names) for level, names in sorted(home.items())}, ensure_ascii=False)


def _placed(row: Row) -> Placed:
    kind = Kind(row["kind"])
    document = Document(row["doc"], "", "", "")
    surfaces = tuple((surface, rule) for surface, rule in json.loads(row["surfaces"]))
    local = LocalEntity((row["doc"], kind, row["name"]), document, surfaces, (), False, row["count"])
    stated, implied = (
        {level: frozenset(names) for level, names in json.loads(row[which] or "{}").items()}
        for which in ("stated", "implied")
    )
    return Placed(local, row["code"], stated, implied)


SHORT = "block string, target string, why string"


def shortened(rows: Rows) -> Out:
    """For each name with its surfaces the blocks that it may be the long form of."""
    for row in rows:
        key = _key(row["block"])
        surfaces = [(surface, rule) for surface, rule in json.loads(row["surfaces"])]
        for short, why in short_forms(key, surfaces):
            yield _text(short), row["block"], why


def long_forms(rows: Rows) -> Out:
    """For each block the only longer name that it can stand for."""
    for block, mine in _by(rows, "block"):
        target = long_form(_key(block), {(_key(row["target"]), row["why"]) for row in mine})
        if target is not None:
            yield block, _text(target[0]), target[1]


SOUND = "name string, sound string, latin boolean"


def place_sounds(rows: Rows) -> Out:
    """The spelling of each place name that is compared by it."""
    for row in rows:
        sound = latin.place_sound(row["name"])
        if sound is not None:
            yield row["name"], *sound


def spelled_places(rows: Rows) -> Out:
    """For each Latin place name the only Chinese one that it can spell."""
    for _, mine in _by(rows, "sound"):
        for name, chinese in latin.places(row["name"] for row in mine).items():
            yield _text((Kind.LOC, name)), _text((Kind.LOC, chinese)), latin.PINYIN


TARGET = "block string, component string, target string, why string"


def final_targets(rows: Rows) -> Out:
    """For each block of a component where the chain of its short forms ends; `target` is empty in rows of
    blocks that are no short form.
    """
    for component, mine in _by(rows, "component"):
        moved = {_key(row["block"]): (_key(row["target"]), row["why"]) for row in mine if row["target"]}
        ends = targets(moved)
        for block in sorted({row["block"] for row in mine}):
            target, why = ends.get(_key(block), (_key(block), ""))
            yield block, component, _text(target), why


def divided(rows: Rows) -> Out:
    """The blocks whose members are told apart by where they lie."""
    for target, mine in _by(rows, "target"):
        # Of each place that documents imply, which is all that the question needs, one stands for all.
        blank = {"doc": "", "name": "", "surfaces": "[]", "implied": None, "count": 1}
        members = [_placed({**row, **blank}) for row in mine]
        if is_divided(_key(target), members):
            yield (target,)


def divides(rows: Rows) -> Out:
    """Of blocks, those of which their name says that they must be divided, or that may have to be."""
    for row in rows:
        key = _key(row["target"])
        if key[0] is Kind.LOC or says_nothing(*key):
            yield (row["target"],)


class Settled(NamedTuple):
    """What the local entities of a component have become. `what` is group, owner, decision or renamed; `doc`
    of an owner is empty where all documents that use the name mean the same.
    """

    what: str
    doc: str | None = None
    kind: str | None = None
    name: str | None = None
    id: str | None = None
    shown: str | None = None
    rank: int | None = None
    payload: bytes | None = None


SETTLED = columns_of(Settled)


def settled(rows: Rows, *, links: Links) -> Out:
    """The organizations and places of each component, as people have ruled, and the decisions on them."""
    for _, mine in _by(rows, "component"):
        moved = {_key(row["block"]): (_key(row["target"]), row["why"]) for row in mine if row["why"]}
        members = [_placed(row) for row in mine]
        alone = {item.local.key for item, row in zip(members, mine, strict=True) if row["alone"] is not None}
        before = [of_thing(thing) for thing in assembled(members, moved)]
        yield from _settled(before, ruled(before, links), alone)


def _settled(before: list[Group], after: list[Group], alone: set[Local]) -> Out:
    for group in after:
        yield _group(group)
        shown = name_of(group)
        named = set()
        for member in group.members:
            document = member.key[0] if member.key in alone else None
            if (document, member.name) not in named:
                named.add((document, member.name))
                yield Settled("owner", document, member.kind.value, member.name, group.id, shown)
    for decision in decisions.of_things(before, owners_of(after)):
        yield _decided(decision, _THINGS)


def _group(group: Group) -> Settled:
    return Settled("group", kind=group.kind.value, id=group.id, payload=packed(group))


def _decided(decision: Decision, rank: int) -> Settled:
    """A decision; of two on the same pair the one of the higher rank counts."""
    return Settled("decision", rank=rank, payload=packed(decision))


PERSON = "doc string, name string, named array<string>, sounds array<string>, latin boolean, payload binary"


def persons(extractions: Rows, owned: Rows) -> Out:
    """The people of each document, with what it says of them."""
    owners: dict[str, dict[Local, str]] = defaultdict(dict)
    shown: dict[str, str] = {}
    for row in owned:
        owners[row["doc"]][row["doc"], Kind(row["kind"]), row["name"]] = row["id"]
        shown[row["id"]] = row["shown"]
    for row in extractions:
        here = page(unpacked(row["payload"]))
        for person in people(here, owners[row["doc"]], shown):
            # What another step needs to show an entity by its name goes along with the person.
            names = {key: shown[key] for key in _mentioned(person) if key in shown}
            sounds, is_latin = latin.person_sounds(person.local.name)
            named = sorted(set(counted(person)))
            yield row["doc"], person.local.name, named, sorted(sounds), is_latin, packed((person, names))


def _mentioned(person: Person) -> Iterator[str]:
    yield from (*counted(person), *person.employers, *person.schools, *person.kin, *person.offices)
    yield from (*person.surroundings, *person.houses, *(post.body for post in person.posts))


def clustered(persons: Rows, naming: Rows, *, documents: int, links: Links) -> Out:
    """Who of the people of one name is one. Columns as SETTLED."""
    counts = {row["word"]: row["count"] for row in naming}
    for name, mine in _by(persons, "name"):
        block: list[Person] = []
        shown: dict[str, str] = {}
        texts: dict[str, str] = {}
        for row in mine:
            person, names = unpacked(row["payload"])
            block.append(person)
            shown |= names
            texts[row["doc"]] = row["text"] or row["doc"]
        known = Corpus(documents, counts, texts, shown)
        result = cluster(block, known, together=links.together, apart=links.people_apart(name))
        groups = [of_people([person.local for person in members]) for members in result.clusters]
        for group in groups:
            yield _group(group)
            for member in group.members:
                yield Settled("owner", member.key[0], member.kind.value, member.name, group.id)
        for decision in decisions.of_people(result, owners_of(groups)):
            yield _decided(decision, _PEOPLE)


def spelled_people(rows: Rows) -> Out:
    """Latin and Chinese names of one person. Columns as FOUND."""
    for _, mine in _by(rows, "sound"):
        everybody = [unpacked(row["payload"])[0] for row in mine]
        owners = {person.local.key: row["id"] for person, row in zip(everybody, mine, strict=True)}
        for pair in latin.people(everybody, owners):
            yield _pair(pair, _ACROSS)


ENDS = "number bigint, rank bigint, doc string, kind string, name string, payload binary"


def ends(rows: Rows) -> Out:
    """The two ends of each pair of spellings, as local entities to be looked up."""
    for row in rows:
        one, other, _ = unpacked(row["payload"])
        for number, end in enumerate((one, other)):
            yield number, int(row["key"]), end[0], end[1].value, end[2], row["payload"]


def last_joined(groups: Rows, pairs: Rows, *, links: Links) -> Out:
    """The groups of each component after spellings and rulings have joined them; `renamed` tells which
    entity (`name`) is now which (`id`). Columns as SETTLED.
    """
    tied = dict(_by(pairs, "component"))
    for component, mine in _by(groups, "component"):
        before = [unpacked(row["payload"]) for row in mine]
        before.sort(key=lambda group: (group.kind, group.base, group.anchor))
        numbers = {group.id: number for number, group in enumerate(before)}
        spelled = [(row, unpacked(row["payload"])) for row in tied.get(component, ())]
        alike = [(numbers[row["a"]], numbers[row["b"]]) for row, _ in spelled]
        after = joined(before, ruled_together(before, links), links, alike)
        owner = owners_of(after)
        renamed = {group.id: owner[group.members[0].key] for group in before}
        for group in after:
            yield _group(group)
        for old, new in renamed.items():
            if old != new:
                yield Settled("renamed", name=old, id=new)
        for row, pair in spelled:
            owners = {pair[0]: renamed[row["a"]], pair[1]: renamed[row["b"]]}
            for decision in decisions.of_spellings([pair], owners):
                yield _decided(decision, _SPELLINGS + row["rank"])


TEXT = "doc string, text string"


def reprinted(rows: Rows) -> Out:
    """Which text each document prints, of those documents that may print one."""
    for _, mine in _by(rows, "component"):
        documents = [unpacked(row["payload"]).document for row in mine]
        yield from sorted(reprint_groups(documents).items())


def _by(rows: Rows, column: str) -> Iterator[tuple[str, list[Row]]]:
    """The rows of a group by one of its columns."""
    for key, mine in groupby(sorted(rows, key=lambda row: row[column]), key=lambda row: row[column]):
        yield key, list(mine)
