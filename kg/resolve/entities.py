"""Entities: which local entities of different documents are one, and what the one is called."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from kg.gazetteer import gazetteer
from kg.records import Decision, Entity, Judgement, Kind, stable_id
from kg.resolve import latin
from kg.resolve.cluster import Link, cluster
from kg.resolve.homes import place
from kg.resolve.ledger import Links
from kg.resolve.locals import Local, LocalEntity, Page
from kg.resolve.partition import DisjointSets
from kg.resolve.people import Person, people
from kg.resolve.score import corpus
from kg.resolve.settings import logistic, prior, thresholds
from kg.resolve.things import Thing, things

# A merge of people is worth telling where the name is common or something spoke against it.
_TRIVIAL_PRIOR = 0.0


@dataclass(frozen=True)
class Group:
    """The local entities that are one; `base` and `anchor` are what the entity's id is made of."""

    kind: Kind
    base: str
    anchor: str
    members: tuple[LocalEntity, ...]
    code: str | None = None
    reasons: Mapping[str, str] | None = None

    @property
    def id(self) -> str:
        return stable_id(self.kind.value.lower(), self.base, self.anchor)


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
    found = [_of_thing(thing) for thing in things(item for page in pages for item in place(page))]
    settled = _ruled(found, links)
    owners = {member.key: group.id for group in settled for member in group.members}
    shown = {group.id: _name(group) for group in settled}
    everybody = [person for page in pages for person in people(page, owners, shown)]
    known = corpus(everybody, texts, shown)
    blocks: dict[str, list[Person]] = defaultdict(list)
    for person in everybody:
        blocks[person.local.name].append(person)
    persons: list[Group] = []
    drafts: list[tuple[Judgement, Link]] = []
    for _, block in sorted(blocks.items()):
        result = cluster(block, known, together=links.together, apart=links.apart)
        persons += (_of_people([person.local for person in members]) for members in result.clusters)
        drafts += ((Judgement.MERGED, link) for link in result.joined if _worth_telling(link))
        drafts += ((_judgement(link), link) for _, _, link in result.apart)
    owners |= {member.key: group.id for group in persons for member in group.members}
    spelled = [pair for page in pages for pair in latin.within(page)]
    spelled += latin.people(everybody, owners)
    everything = [*_joined([*settled, *persons], links, spelled)]
    owners = {member.key: group.id for group in everything for member in group.members}
    decisions = [
        *_of_links(drafts, owners),
        *_of_spellings(spelled, owners),
        *_of_things(found, owners),
        *_of_rulings(links, owners),
    ]
    return Resolved(
        tuple(sorted(map(_entity, everything), key=lambda entity: entity.id)),
        owners,
        tuple(sorted({d.id: d for d in decisions}.values(), key=lambda d: d.id)),
    )


def _of_thing(thing: Thing) -> Group:
    kind, base = thing.key
    codes = {item.code for item in thing.members if item.code}
    code = codes.pop() if len(codes) == 1 else None
    return Group(kind, base, thing.anchor, tuple(item.local for item in thing.members), code, thing.joined)


def _of_people(members: Sequence[LocalEntity]) -> Group:
    """People of one name are told apart by the earliest article, which later articles do not change."""
    first = min(members, key=lambda m: (m.document.published or "9999", m.document.source_name, m.key))
    return Group(Kind.PER, first.name, first.document.id, tuple(sorted(members, key=lambda m: m.key)))


def _ruled(groups: Sequence[Group], links: Links) -> list[Group]:
    """Organizations and places with the rulings on them."""
    if not (links.together or links.apart):
        return list(groups)
    return _joined([part for group in groups for part in _parts(group, links)], links)


def _parts(group: Group, links: Links) -> Iterator[Group]:
    """The group in as many parts as the rulings divide it into; the first keeps its anchor."""
    barred = [pair for pair in links.apart if pair <= {member.key for member in group.members}]
    if not barred:
        yield group
        return
    parts: list[list[LocalEntity]] = []
    for member in group.members:
        for part in parts:
            if not any(frozenset((member.key, other.key)) in links.apart for other in part):
                part.append(member)
                break
        else:
            parts.append([member])
    for number, part in enumerate(sorted(parts, key=lambda part: (-len(part), part[0].key))):
        anchor = group.anchor if number == 0 else min(member.key[0] for member in part)
        yield Group(group.kind, group.base, anchor, tuple(part), group.code, group.reasons)


def _joined(
    groups: Sequence[Group], links: Links, pairs: Iterable[tuple[Local, Local, str]] = ()
) -> list[Group]:
    """The groups that rulings or `pairs` join made one; no pair joins what a ruling holds apart."""
    owner = {member.key: n for n, group in enumerate(groups) for member in group.members}
    sets = DisjointSets[int]()
    for local, root in sorted(links.together.items()):
        if local in owner and root in owner:
            sets.join(owner[local], owner[root])
    for one, other, _ in pairs:
        members = [m.key for local in (one, other) for m in groups[owner[local]].members]
        if not any(pair <= set(members) for pair in links.apart):
            sets.join(owner[one], owner[other])
    made = []
    for numbers in sets.groups(range(len(groups))):
        parts = [groups[n] for n in numbers]
        if len(parts) == 1:
            made.append(parts[0])
            continue
        joined = tuple(sorted((m for part in parts for m in part.members), key=lambda m: m.key))
        if parts[0].kind is Kind.PER:
            made.append(_of_people(joined))
        else:
            chief = max(parts, key=lambda part: (len(part.members), part.base, part.anchor))
            reasons = {name: why for part in parts for name, why in (part.reasons or {}).items()}
            made.append(Group(chief.kind, chief.base, chief.anchor, joined, chief.code, reasons))
    return made


def _worth_telling(link: Link) -> bool:
    against = any(feature.odds < 0 for feature in link.comparison.features if feature.name != "name")
    return against or prior(link.one.local.name) < _TRIVIAL_PRIOR


def _judgement(link: Link) -> Judgement:
    return Judgement.SPLIT if link.odds < thresholds()[1] else Judgement.UNDECIDED


def _of_links(drafts: Iterable[tuple[Judgement, Link]], owners: Mapping[Local, str]) -> Iterator[Decision]:
    for judgement, link in drafts:
        features = [
            str(feature) for feature in sorted(link.comparison.features, key=lambda f: (-abs(f.odds), f.name))
        ]
        yield _decision(
            judgement,
            link.one.local.key,
            link.other.local.key,
            owners,
            round(logistic(link.odds), 4),
            features,
        )


def _of_things(groups: Sequence[Group], owners: Mapping[Local, str]) -> Iterator[Decision]:
    """Short names that were joined to a long one, and namesakes that lie in different places."""
    blocks: dict[tuple[Kind, str], list[Group]] = defaultdict(list)
    for group in groups:
        blocks[group.kind, group.base].append(group)
        told = set()
        for member in group.members:
            why = (group.reasons or {}).get(member.name)
            if why and member.name not in told:
                told.add(member.name)
                full = next((m for m in group.members if m.name not in (group.reasons or {})), None)
                if full is not None:
                    yield _decision(
                        Judgement.MERGED,
                        member.key,
                        full.key,
                        owners,
                        0.9,
                        [f"{why} ({member.name} = {full.name})"],
                    )
    for block in blocks.values():
        for one, other in pairwise(block):
            features = [f"other-place ({one.anchor} | {other.anchor})"]
            yield _decision(Judgement.SPLIT, one.members[0].key, other.members[0].key, owners, 0.1, features)


def _of_spellings(
    pairs: Iterable[tuple[Local, Local, str]], owners: Mapping[Local, str]
) -> Iterator[Decision]:
    for one, other, why in pairs:
        if owners[one] == owners[other]:
            yield _decision(Judgement.MERGED, one, other, owners, 0.9, [f"{why} ({one[2]} = {other[2]})"])


def _of_rulings(links: Links, owners: Mapping[Local, str]) -> Iterator[Decision]:
    for ruling, one, other in links.applied:
        yield Decision(
            ruling.id,
            ruling.judgement,
            ruling.kind,
            one[2],
            owners[one],
            owners[other],
            one[0],
            other[0],
            1.0 if ruling.judgement is Judgement.MERGED else 0.0,
            (ruling.reason,) if ruling.reason else (),
            "person",
        )


def _decision(
    judgement: Judgement,
    one: Local,
    other: Local,
    owners: Mapping[Local, str],
    score: float,
    features: Sequence[str],
) -> Decision:
    first, second = sorted((one, other))
    return Decision(
        stable_id("dec", judgement, *map(str, first), *map(str, second)),
        judgement,
        first[1],
        first[2],
        owners[first],
        owners[second],
        first[0],
        second[0],
        score,
        tuple(features),
        "rule",
    )


def _name(group: Group) -> str:
    """The full name that most documents use."""
    short = set(group.reasons or ())
    names = Counter(member.name for member in group.members if member.name not in short)
    names = names or Counter(member.name for member in group.members)
    return min(names, key=lambda name: (-names[name], -len(name), name))


def _entity(group: Group) -> Entity:
    name = _name(group)
    aliases: dict[str, str] = {}
    for member in group.members:
        why = (group.reasons or {}).get(member.name) or (
            "full-name" if group.kind is not Kind.PER else "ruling"
        )
        aliases.setdefault(member.name, why)
        for surface, rule in member.surfaces:
            aliases.setdefault(surface, rule or "as-written")
    aliases.pop(name, None)
    ordered = sorted(aliases)
    code = group.code
    if code is None and group.kind is Kind.LOC and not group.anchor:
        division = gazetteer().resolve(name)
        code = division.code if division is not None and division.name == name else None
    return Entity(
        group.id,
        group.kind,
        name,
        tuple(ordered),
        tuple(aliases[alias] for alias in ordered),
        admin_code=code,
    )
