"""Organizations and places of many documents: one name is one thing, unless it says too little by itself.

A block holds all local entities of one normal form. Short forms that one document explains, or that fit one
longer name of the corpus alone, go to the longer name's block. A block whose name says nothing by itself
(人民医院, 城关镇), or whose documents place it in different counties, is divided by home.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from kg.records import Kind
from kg.resolve.blocks import Key, block_key
from kg.resolve.homes import Home, Placed, agree, is_one_everywhere, says_nothing
from kg.resolve.locals import Local
from kg.resolve.partition import DisjointSets
from kg.resolve.shorter import short_names, targets

_NARROWEST_FIRST = ("township", "county", "city", "province")


@dataclass(frozen=True)
class Thing:
    """One organization or place: its block, what tells it from others of it, and its local entities."""

    key: Key
    anchor: str
    members: tuple[Placed, ...]
    short_names: Mapping[str, str]  # and why each stands for this one


def things(placed: Iterable[Placed]) -> list[Thing]:
    """The organizations and places of a corpus."""
    members = list(placed)
    return assembled(members, targets(short_names(item.local for item in members)))


def assembled(placed: Iterable[Placed], moved: Mapping[Key, tuple[Key, str]]) -> list[Thing]:
    """The things of these local entities, of which some go by short names.

    Args:
        placed: all local entities of their blocks, and of the blocks that these are moved to.
        moved: what `targets` says of these blocks.
    """
    merged: dict[Key, list[Placed]] = defaultdict(list)
    short: dict[Key, dict[str, str]] = defaultdict(dict)
    for item in placed:
        key = block_key(item.local.kind, item.local.name)
        target, why = moved.get(key, (key, ""))
        merged[target].append(item)
        if why:
            short[target][item.local.name] = why
    found = []
    for key, members in sorted(merged.items()):
        ordered = sorted(members, key=lambda item: item.local.key)
        for anchor, mine in _divided(key, ordered):
            found.append(Thing(key, anchor, tuple(mine), short.get(key, {})))
    return found


def is_divided(key: Key, members: Iterable[Placed]) -> bool:
    """Whether the members of a block are to be told apart by where they lie."""
    # A company of a name of its own may have works in several counties; a village lies in one.
    if key[0] is not Kind.LOC:
        return says_nothing(*key)
    return not is_one_everywhere(key[1]) and (says_nothing(*key) or _in_several_places(list(members)))


@dataclass
class _Draft:
    """One of the things of a block, while it is told from the others."""

    home: Home
    code: str
    members: list[Placed]

    @classmethod
    def of(cls, item: Placed) -> _Draft:
        return cls(item.home, item.code or "", [item])

    def fits(self, item: Placed) -> bool:
        if item.code and self.code:
            return item.code == self.code
        return agree(item.home, self.home)

    def add(self, item: Placed) -> None:
        # What is only implied does not become a mark of the thing.
        self.home = _joined(self.home, item.stated)
        self.code = self.code or item.code or ""
        self.members.append(item)

    @property
    def anchor(self) -> str:
        """What tells the thing from namesakes: its code, the narrowest place around it, else the document
        that names it.
        """
        around = next((self.home[level] for level in _NARROWEST_FIRST if self.home.get(level)), None)
        return self.code or min(around or (item.local.key[0] for item in self.members))


def _divided(key: Key, members: Sequence[Placed]) -> list[tuple[str, list[Placed]]]:
    """The members of a block by the thing that they are, each with what tells it from the others."""
    if not is_divided(key, members):
        return [("", list(members))]
    drafts: list[_Draft] = []
    # Those that say most of where they lie come first; whoever says less joins the only one that it fits.
    for item in sorted(members, key=_says_most):
        fitting = [draft for draft in drafts if draft.fits(item)]
        if not fitting and len(drafts) == 1 and not (item.stated or item.code or says_nothing(*key)):
            fitting = drafts
        if len(fitting) == 1:
            fitting[0].add(item)
        else:
            drafts.append(_Draft.of(item))
    found: dict[str, list[Placed]] = defaultdict(list)
    # Of several drafts that one place tells apart from the rest nothing tells which is meant: they are one.
    for draft in drafts:
        found[draft.anchor] += draft.members
    return list(found.items())


def _says_most(item: Placed) -> tuple[bool, int, int, Local]:
    return item.code is None, -len(item.stated), -len(item.home), item.local.key


def _in_several_places(members: Sequence[Placed]) -> bool:
    codes = {item.code for item in members if item.code}
    levels = {level for item in members for level in item.stated}
    return len(codes) > 1 or any(
        _several(item.stated[level] for item in members if level in item.stated) for level in levels
    )


def _several(sets: Iterable[frozenset[str]]) -> bool:
    """Whether the sets fall into groups that share nothing."""
    joined = DisjointSets[str]()
    first = []
    for names in sets:
        least = min(names)
        first.append(least)
        for name in names:
            joined.join(least, name)
    return len({joined.root(name) for name in first}) > 1


def _joined(one: Home, other: Home) -> Home:
    return {level: one.get(level, frozenset()) | other.get(level, frozenset()) for level in {*one, *other}}
