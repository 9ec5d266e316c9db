"""Entities: which local entities of different documents are one, and what the one is called."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from kg.records import Decision, Entity
from kg.resolve import decisions, latin
from kg.resolve.cluster import cluster
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
from kg.resolve.homes import place
from kg.resolve.ledger import Links
from kg.resolve.locals import Local, Page
from kg.resolve.people import Person, people
from kg.resolve.score import corpus
from kg.resolve.things import things


@dataclass(frozen=True)
class Resolved:
    """The entities of the corpus, which of them each local entity is, and the decisions that made them."""

    entities: tuple[Entity, ...]
    owners: Mapping[Local, str]
    decisions: tuple[Decision, ...]


def entities(pages: Sequence[Page], texts: Mapping[str, str], links: Links) -> Resolved:
    """The entities of the corpus.

    Args:
        pages: one for each document.
        texts: for each document id the id of the text that it prints.
        links: what people have ruled.
    """
    found = [of_thing(thing) for thing in things(item for page in pages for item in place(page))]
    settled = ruled(found, links)
    owners = owners_of(settled)
    shown = {group.id: name_of(group) for group in settled}
    everybody = [person for page in pages for person in people(page, owners, shown)]
    known = corpus(everybody, texts, shown)
    blocks: dict[str, list[Person]] = defaultdict(list)
    for person in everybody:
        blocks[person.local.name].append(person)
    persons: list[Group] = []
    results = []
    for _, block in sorted(blocks.items()):
        result = cluster(block, known, together=links.together, apart=links.apart)
        persons += (of_people([person.local for person in members]) for members in result.clusters)
        results.append(result)
    owners |= owners_of(persons)
    spelled = [pair for page in pages for pair in latin.within(page)]
    spelled += latin.people(everybody, owners)
    groups = [*settled, *persons]
    number = {member.key: n for n, group in enumerate(groups) for member in group.members}
    alike = [(number[one], number[other]) for one, other, _ in spelled]
    everything = joined(groups, ruled_together(groups, links), links, alike)
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
    )
