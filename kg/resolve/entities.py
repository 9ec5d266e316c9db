"""Entities: which local entities of different documents are one, and what the one is called."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from kg.records import Decision, Entity
from kg.resolve import decisions, latin
from kg.resolve.cluster import Clustering, cluster
from kg.resolve.groups import (
    Group,
    entity_of,
    joined,
    name_of,
    of_people,
    of_thing,
    owners_of,
    ruled,
    ruled_together,
)
from kg.resolve.homes import Placed
from kg.resolve.ledger import Ledger, Links
from kg.resolve.ledger import links as rulings_as_links
from kg.resolve.locals import Local, LocalEntity
from kg.resolve.passes import Passes
from kg.resolve.person import Person
from kg.resolve.reprints import Reprints
from kg.resolve.score import corpus
from kg.resolve.things import things


@dataclass(frozen=True)
class Resolved:
    """The entities of the corpus, which of them each local entity is, and the decisions that made them.

    `texts` has for each document id the id of the text that it prints: reprints of one text share it.
    """

    entities: tuple[Entity, ...]
    owners: Mapping[Local, str]
    decisions: tuple[Decision, ...]
    texts: Mapping[str, str]


def entities(passes: Passes, ledger: Ledger) -> Resolved:
    """The entities of the corpus, with the rulings of `ledger` replayed.

    Args:
        passes: over the corpus; of each document only what is known of its names is kept.
        ledger: what people have ruled.
    """
    texts, placed, named, spelled = _noted(passes, ledger)
    links = rulings_as_links(ledger, named)
    found = [of_thing(thing) for thing in things(placed)]
    # Where each of them lies is not asked again, and is more than all that is kept of them.
    del placed, named
    settled = ruled(found, links)
    owners = owners_of(settled)
    everybody, results = _told_apart(passes, settled, owners, texts, links)
    persons = [of_people([p.local for p in members]) for result in results for members in result.clusters]
    owners |= owners_of(persons)
    spelled += latin.people(everybody, owners)
    everything = _joined([*settled, *persons], spelled, links)
    owners = owners_of(everything)
    told = [
        *(decision for result in results for decision in decisions.of_people(result, owners)),
        *decisions.of_spellings(spelled, owners),
        *decisions.of_things(found, owners),
        *decisions.of_rulings(links, owners),
    ]
    return Resolved(
        tuple(sorted(map(entity_of, everything), key=lambda entity: entity.id)),
        owners,
        tuple(sorted({d.id: d for d in told}.values(), key=lambda d: d.id)),
        texts,
    )


def _noted(
    passes: Passes, ledger: Ledger
) -> tuple[Mapping[str, str], list[Placed], list[LocalEntity], list[tuple[Local, Local, str]]]:
    """The first pass: texts by document, organizations and places, who is ruled on, other spellings."""
    reprints = Reprints()
    placed: list[Placed] = []
    named: list[LocalEntity] = []
    spelled: list[tuple[Local, Local, str]] = []
    ruled_on = frozenset(
        name for ruling in ledger.rulings for side in ruling.sides for name in side.documents
    )
    for noted in passes.noted(ruled_on):
        reprints.add(noted.letters)
        placed += noted.placed
        spelled += noted.spelled
        named += noted.ruled
    return reprints.groups(), placed, named, spelled


def _told_apart(
    passes: Passes,
    settled: Sequence[Group],
    owners: Mapping[Local, str],
    texts: Mapping[str, str],
    links: Links,
) -> tuple[list[Person], list[Clustering]]:
    """The second pass: the people of all documents, and which of one name are one."""
    shown = {group.id: name_of(group) for group in settled}
    everybody = list(passes.people(owners, shown))
    known = corpus(everybody, texts, shown)
    blocks: dict[str, list[Person]] = defaultdict(list)
    for person in everybody:
        blocks[person.local.name].append(person)
    return everybody, [
        cluster(block, known, together=links.together, apart=links.people_apart(name))
        for name, block in sorted(blocks.items())
    ]


def _joined(
    groups: Sequence[Group], spelled: Sequence[tuple[Local, Local, str]], links: Links
) -> list[Group]:
    """The groups after those were joined that other spellings or a ruling make one."""
    number = {member.key: n for n, group in enumerate(groups) for member in group.members}
    alike = [(number[one], number[other]) for one, other, _ in spelled]
    return joined(groups, ruled_together(groups, links), links, alike)
