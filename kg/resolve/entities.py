"""Entities: which local entities of different documents are one."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from kg.coreference import context
from kg.coreference.organizations import normal_form
from kg.gazetteer import gazetteer
from kg.records import Entity, Extraction, Kind, stable_id

# An entity of one document: (document id, kind, full name).
Local = tuple[str, Kind, str]

# Names that point instead of naming; they are no alias that a reader would search for.
_POINTING = frozenset({"pointer"})


@dataclass(frozen=True, slots=True)
class LocalEntity:
    """All mentions of one name in one document, with what resolution may use to tell namesakes apart."""

    key: Local
    surfaces: tuple[tuple[str, str], ...]  # (surface, rule), most frequent first
    bodies: frozenset[str] = frozenset()  # full names of the bodies where a person holds posts or works
    places: frozenset[str] = frozenset()  # full names of the places that a person is tied to
    kin: frozenset[str] = frozenset()
    companions: frozenset[str] = frozenset()  # the other people of the document
    titles: frozenset[str] = frozenset()


def local_entities(extraction: Extraction) -> Iterator[LocalEntity]:
    """The entities of one document, in the order of their names."""
    known = context(extraction)
    rules = {alias.mention: alias.rule for alias in extraction.aliases}
    surfaces: dict[tuple[Kind, str], Counter[tuple[str, str]]] = defaultdict(Counter)
    for i, mention in enumerate(extraction.mentions):
        surface = known.folded[mention.start : mention.end]
        if rules.get(i) not in _POINTING:
            surfaces[mention.kind, known.names[i]][surface, rules.get(i, "")] += 1
        else:
            surfaces[mention.kind, known.names[i]].update()
    people = frozenset(name for kind, name in surfaces if kind is Kind.PER)
    ties: dict[str, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    for claim in extraction.claims:
        for one, other in ((claim.subject, claim.object), (claim.object, claim.subject)):
            if extraction.mentions[one].kind is not Kind.PER:
                continue
            group = {Kind.ORG: "bodies", Kind.LOC: "places", Kind.PER: "kin"}[extraction.mentions[other].kind]
            ties[known.names[one]][group].add(known.names[other])
            if claim.title:
                ties[known.names[one]]["titles"].add(claim.title)
    for (kind, name), counts in sorted(surfaces.items()):
        tied = ties.get(name, {}) if kind is Kind.PER else {}
        yield LocalEntity(
            (extraction.document.id, kind, name),
            tuple(pair for pair, _ in sorted(counts.items(), key=lambda item: (-item[1], item[0]))),
            bodies=frozenset(tied.get("bodies", ())),
            places=frozenset(tied.get("places", ())),
            kin=frozenset(tied.get("kin", ())),
            titles=frozenset(tied.get("titles", ())),
            companions=people - {name} if kind is Kind.PER else frozenset(),
        )


def entities(found: Iterable[LocalEntity]) -> tuple[list[Entity], dict[Local, str]]:
    """The entities of the corpus, and which of them each local entity is."""
    blocks: dict[tuple[Kind, str], list[LocalEntity]] = defaultdict(list)
    for local in found:
        blocks[block_key(local)].append(local)
    made: list[Entity] = []
    owners: dict[Local, str] = {}
    for (kind, key), members in sorted(blocks.items()):
        for cluster in _clusters(kind, sorted(members, key=lambda m: m.key)):
            entity = _entity(kind, key, cluster)
            made.append(entity)
            owners.update((member.key, entity.id) for member in cluster)
    return made, owners


def block_key(local: LocalEntity) -> tuple[Kind, str]:
    """What two local entities must share to be compared at all."""
    _, kind, name = local.key
    return kind, normal_form(name) if kind is Kind.ORG else name


def _clusters(kind: Kind, members: Sequence[LocalEntity]) -> list[list[LocalEntity]]:
    """People of one name are one person only where the documents share context; other names are one thing."""
    if kind is not Kind.PER:
        return [list(members)]
    parent = list(range(len(members)))

    def root(i: int) -> int:
        while parent[i] != i:
            i = parent[i]
        return i

    for i in range(len(members)):
        for j in range(i):
            if shared_context(members[i], members[j]):
                a, b = sorted((root(i), root(j)))
                parent[b] = a
    groups: dict[int, list[LocalEntity]] = defaultdict(list)
    for i, member in enumerate(members):
        groups[root(i)].append(member)
    return list(groups.values())


def shared_context(one: LocalEntity, other: LocalEntity) -> bool:
    """Whether two people of one name share a body, a relative, a place with a title, or two companions."""
    if one.bodies & other.bodies or one.kin & other.kin:
        return True
    if one.places & other.places and (one.titles & other.titles or not (one.bodies and other.bodies)):
        return True
    return len(one.companions & other.companions) >= 1 and not _at_odds(one, other)


def _at_odds(one: LocalEntity, other: LocalEntity) -> bool:
    return bool(
        one.bodies and other.bodies and not one.bodies & other.bodies and not one.titles & other.titles
    )


def _entity(kind: Kind, key: str, cluster: Sequence[LocalEntity]) -> Entity:
    names = Counter(member.key[2] for member in cluster)
    name = min(names, key=lambda n: (-names[n], -len(n), n))
    anchor = min(member.key[0] for member in cluster) if kind is Kind.PER else ""
    aliases: dict[str, str] = {}
    for member in cluster:
        aliases.setdefault(member.key[2], "full-name")
        for surface, rule in member.surfaces:
            aliases.setdefault(surface, rule or "as-written")
    aliases.pop(name, None)
    ordered = sorted(aliases)
    division = gazetteer().resolve(name) if kind is Kind.LOC else None
    return Entity(
        stable_id(kind.value.lower(), key, anchor),
        kind,
        name,
        tuple(ordered),
        tuple(aliases[alias] for alias in ordered),
        admin_code=division.code if division is not None and name == division.name else None,
    )
