"""Groups of local entities that are one: what makes them, what divides them, and what the one is called.

Every function here sees the groups that it is given and nothing else, so that it may be run on all of a
corpus or on those groups alone that names, pairs or rulings tie together.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from kg.gazetteer import gazetteer
from kg.records import Entity, Kind, stable_id
from kg.resolve.english import is_latin
from kg.resolve.latin import parts_of
from kg.resolve.ledger import Links
from kg.resolve.locals import Local, LocalEntity
from kg.resolve.partition import DisjointSets
from kg.resolve.things import Thing


@dataclass(frozen=True)
class Group:
    """The local entities that are one; `base` and `anchor` are what the entity's id is made of."""

    kind: Kind
    base: str
    anchor: str
    members: tuple[LocalEntity, ...]
    code: str | None = None
    short_names: Mapping[str, str] = field(default_factory=dict)  # and why each stands for this one

    @property
    def id(self) -> str:
        return stable_id(self.kind.value.lower(), self.base, self.anchor)

    @property
    def size(self) -> int:
        """How many documents name it."""
        return sum(member.count for member in self.members)


def owners_of(groups: Iterable[Group]) -> dict[Local, str]:
    """The entity that each member is."""
    found: dict[Local, str] = {}
    for group in groups:
        found.update(dict.fromkeys((member.key for member in group.members), group.id))
    return found


def of_thing(thing: Thing) -> Group:
    """The group of an organization or a place."""
    kind, base = thing.key
    codes = {item.code for item in thing.members if item.code}
    code = codes.pop() if len(codes) == 1 else None
    return Group(
        kind, base, thing.anchor, tuple(item.local for item in thing.members), code, thing.short_names
    )


def of_people(members: Sequence[LocalEntity]) -> Group:
    """People of one name are told apart by the earliest article, which later articles do not change."""
    first = min(members, key=lambda m: (m.document.published or "9999", m.document.source_name, m.key))
    return Group(Kind.PER, first.name, first.document.id, tuple(sorted(members, key=lambda m: m.key)))


def ruled(groups: Sequence[Group], links: Links) -> list[Group]:
    """Organizations and places with the rulings on them."""
    if not (links.together or links.apart):
        return list(groups)
    divided = [part for group in groups for part in _parts(group, links)]
    return joined(divided, ruled_together(divided, links), links)


def ruled_together(groups: Sequence[Group], links: Links) -> Iterator[tuple[int, int]]:
    """The numbers of groups that rulings make one."""
    owner = {member.key: n for n, group in enumerate(groups) for member in group.members}
    for local, root in sorted(links.together.items()):
        if local in owner and root in owner:
            yield owner[local], owner[root]


def _parts(group: Group, links: Links) -> Iterator[Group]:
    """The group in as many parts as the rulings divide it into; the first keeps its anchor."""
    keys = {member.key for member in group.members}
    if not any(pair <= keys for pair in links.apart):
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
    ordered = sorted(parts, key=lambda part: (-sum(member.count for member in part), part[0].key))
    for number, part in enumerate(ordered):
        anchor = group.anchor if number == 0 else min(member.key[0] for member in part)
        yield Group(group.kind, group.base, anchor, tuple(part), group.code, group.short_names)


def joined(
    groups: Sequence[Group],
    together: Iterable[tuple[int, int]],
    links: Links,
    alike: Iterable[tuple[int, int]] = (),
) -> list[Group]:
    """The groups after those were made one that people or spellings put together.

    Args:
        groups: of whatever kinds.
        together: numbers of groups that people have joined.
        links: what people have ruled.
        alike: numbers of groups that names join, save where a ruling holds their members apart.
    """
    sets = DisjointSets[int]()
    for one, other in together:
        sets.join(one, other)
    for one, other in alike:
        if not _held_apart(groups[one], groups[other], links):
            sets.join(one, other)
    return [_one([groups[n] for n in numbers]) for numbers in sets.groups(range(len(groups)))]


def _held_apart(one: Group, other: Group, links: Links) -> bool:
    """Whether a ruling divides any two of the members of two groups."""
    keys = {member.key for group in (one, other) for member in group.members} if links.apart else set()
    return any(pair <= keys for pair in links.apart)


def _one(parts: Sequence[Group]) -> Group:
    """One group of several; of things it goes by the part that most documents name."""
    if len(parts) == 1:
        return parts[0]
    members = tuple(sorted((m for part in parts for m in part.members), key=lambda m: m.key))
    if parts[0].kind is Kind.PER:
        return of_people(members)
    chief = max(parts, key=lambda part: (part.size, part.base, part.anchor))
    ordered = sorted(parts, key=lambda part: (part.base, part.anchor))
    short_names = {name: why for part in ordered for name, why in part.short_names.items()}
    return Group(chief.kind, chief.base, chief.anchor, members, chief.code, short_names)


def name_of(group: Group) -> str:
    """The full name that most documents use."""
    short = set(group.short_names)
    names: Counter[str] = Counter()
    for member in group.members:
        if member.name not in short:
            names[member.name] += member.count
    if not names:
        for member in group.members:
            names[member.name] += member.count
    return min(names, key=lambda name: (-names[name], -len(name), name))


def _other_name(kind: Kind, other: str, name: str) -> str:
    """Why an entity has another full name besides the one that it goes by."""
    if kind is not Kind.PER:
        return "full-name"
    if name.endswith(f"·{other}") or other.endswith(f"·{name}"):
        return "last-name"
    if name in parts_of(other) or other in parts_of(name):
        return "part-of-foreign-name"
    return "other-spelling" if is_latin(name) or is_latin(other) else "ruling"


def entity_of(group: Group) -> Entity:
    """The entity that a group is, with all names that documents use and the rule behind each."""
    name = name_of(group)
    aliases: dict[str, str] = {}
    for member in group.members:
        why = group.short_names.get(member.name) or _other_name(group.kind, member.name, name)
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
