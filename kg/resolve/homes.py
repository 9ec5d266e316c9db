"""Where an organization or a place of one document lies, which tells namesakes apart: two 城关镇, two
人民医院.

A home is read from what the document says (汀南县|城关镇, locatedIn, partOf), from the map where the
document settles which division is meant, and, for names that say nothing by themselves, from the county
that the document is about.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache

from kg.gazetteer import Division, gazetteer, is_country, suffix_level
from kg.lexicon import alternation, table, words
from kg.ner.bodies import tail_after
from kg.ner.places import full_place, leading_places
from kg.records import Kind
from kg.resolve.locals import LocalEntity, Page

# The levels at which two homes are compared, and the one that a document is about.
_LEVELS = ("province", "city", "county", "township")
# 本镇 and 该县 point at a place and name none.
_POINTERS = ("本", "该", "我", "全", "各")
_CONTAINMENT = frozenset({"locatedIn", "partOf"})

Home = Mapping[str, frozenset[str]]


@dataclass(frozen=True)
class Placed:
    """A local entity with its division code, what the document says of where it lies, and what it implies."""

    local: LocalEntity
    code: str | None
    stated: Home
    implied: Home

    @property
    def home(self) -> Home:
        """What is stated, or else what is implied."""
        return self.stated or self.implied


def place(page: Page) -> list[Placed]:
    """The organizations and places of one document with their homes."""
    stated = _stated(page)
    county = main_county(county_counts(page))
    implied: Home = by_level([county]) if county else {}
    places = {name for kind, name in page.entities if kind is Kind.LOC}
    found = []
    for (kind, name), local in sorted(page.entities.items()):
        if kind is Kind.PER:
            continue
        division = gazetteer().resolve(name, places - {name}) if kind is Kind.LOC else None
        code = division.code if division is not None and division.name == name else None
        inside = set(territory(name)) if kind is Kind.ORG else set()
        outer = {p for part in inside for p in stated.get((Kind.LOC, part), ())}
        around = by_level((stated.get((kind, name), set()) | inside | outer) - {name}, places)
        # What the document is about does not say whose organ it speaks of.
        nowhere = name == county or is_organ(name)
        found.append(Placed(local, code, around, {} if nowhere else implied))
    return found


def _stated(page: Page) -> dict[tuple[Kind, str], set[str]]:
    """The places that contain each name, as the text puts them together or claims it, with their own."""
    above: dict[tuple[Kind, str], set[tuple[Kind, str]]] = defaultdict(set)
    mentions, names = page.extraction.mentions, page.context.names
    for claim in page.extraction.claims:
        if claim.predicate.name in _CONTAINMENT:
            inner = (mentions[claim.subject].kind, names[claim.subject])
            above[inner].add((mentions[claim.object].kind, names[claim.object]))
    ends = {mention.end: i for i, mention in enumerate(mentions) if mention.kind is Kind.LOC}
    for i, mention in enumerate(mentions):
        if mention.kind is not Kind.PER and mention.start in ends:
            above[mention.kind, names[i]].add((Kind.LOC, names[ends[mention.start]]))
    found: dict[tuple[Kind, str], set[str]] = {}
    for inner in above:
        seen, stack = {inner}, [inner]
        while stack:
            for outer in above.get(stack.pop(), ()):
                if outer not in seen:
                    seen.add(outer)
                    stack.append(outer)
        found[inner] = {name for kind, name in seen if kind is Kind.LOC and not name.startswith(_POINTERS)}
    return found


def main_county(counts: Mapping[str, int]) -> str | None:
    """The county, district or city that the document names most, by `county_counts`; of equals a county
    rather than the city above it, for local news is about the narrower one.
    """
    return max(
        sorted(counts), key=lambda name: (counts[name], name.endswith(("县", "区", "旗"))), default=None
    )


def county_counts(page: Page, shown: Mapping[str, str] | None = None) -> Counter[str]:
    """How often the document names each county, district and city, in bodies' names too.

    Args:
        page: the document.
        shown: full names of places, where the document's are short.
    """
    full = shown or {}
    counts: Counter[str] = Counter()
    for mention, name in zip(page.extraction.mentions, page.context.names, strict=True):
        if mention.kind is Kind.LOC:
            places: tuple[str, ...] = (full.get(name, name),)
        else:
            places = territory(name) if mention.kind is Kind.ORG else ()
        counts.update(place for place in places if suffix_level(place) in ("county", "city"))
    return counts


@cache
def territory(name: str) -> tuple[str, ...]:
    """The full names of the places that an organization's name begins with, widest first.

    >>> territory("长治市襄垣县返底村党支部")
    ('长治市', '襄垣县', '返底村')
    """
    return tuple(full_place(name[a:b]) for a, b in leading_places(name))


def by_level(places: Iterable[str], context: Collection[str] = ()) -> Home:
    """The places by their level, with those that are known to contain them; `context` are other places named.

    >>> by_level(["襄垣县"])["city"]
    frozenset({'长治市'})
    """
    found: dict[str, set[str]] = defaultdict(set)
    for level, name in _with_parents(set(places), set(context)):
        found[level].add(name)
    return {level: frozenset(names) for level, names in found.items()}


def _with_parents(places: set[str], context: set[str]) -> Iterator[tuple[str, str]]:
    for name in sorted(places):
        division = gazetteer().resolve(name, (places | context) - {name})
        if division is not None and name in division.forms:
            yield division.level, division.name
            yield from ((parent.level, parent.name) for parent in gazetteer().parents(division))
        elif (level := suffix_level(name)) in _LEVELS:
            yield str(level), name


def at_odds(one: Home, other: Home) -> bool:
    """Whether the homes name different places of one level."""
    return any(one[level].isdisjoint(other[level]) for level in _LEVELS if level in one and level in other)


def agree(one: Home, other: Home) -> bool:
    """Whether the homes share a place and none of theirs is at odds."""
    shared = any(not one[level].isdisjoint(other[level]) for level in one if level in other)
    return shared and not at_odds(one, other)


@cache
def says_nothing(kind: Kind, name: str) -> bool:
    """Whether many places have something of this name: 人民医院, 骨科, 城关镇, 鼓楼区.

    >>> says_nothing(Kind.ORG, "人民医院"), says_nothing(Kind.ORG, "岚水县人民医院")
    (True, False)
    >>> says_nothing(Kind.LOC, "鼓楼区"), says_nothing(Kind.ORG, "市场监管总局")
    (True, False)
    """
    if kind is Kind.LOC:
        return len(_divisions(name)) > 1
    if is_organ(name):
        return True
    if name.endswith(words("short_forms", "of_china", "endings")):
        return False
    places = territory(name)
    if places:
        return says_nothing(Kind.LOC, places[0])
    return _common_body().fullmatch(name) is not None or _whole_tail(name)


def is_organ(name: str) -> bool:
    """Whether a name is that of an organ which many bodies have, and no more: 理事会.

    >>> is_organ("理事会"), is_organ("云岭市残联理事会")
    (True, False)
    """
    return name in words("bodies", "organs") or name in words("generic", "roles")


@cache
def is_one_everywhere(name: str) -> bool:
    """Whether a place is the same one whatever a document says of where it lies: a country, a county or more
    that has no namesake, and what stretches over several of them.

    >>> is_one_everywhere("中国"), is_one_everywhere("襄垣县"), is_one_everywhere("黄河")
    (True, True, True)
    >>> is_one_everywhere("西沟村"), is_one_everywhere("鼓楼区"), is_one_everywhere("人民公园")
    (False, False, False)
    """
    if len(name) == 1 or is_country(name):
        return True
    if name in (*words("countries", "wider"), *words("countries", "wider", "features")):
        return True
    if name.endswith(words("generic", "stretching")):
        return True
    found = _divisions(name)
    return len(found) == 1 and found[0].level != "township"


def _divisions(name: str) -> list[Division]:
    return [division for division in gazetteer().named(name) if division.name == name]


def _whole_tail(name: str) -> bool:
    starts = (1, 2) if name[:2] in table("bodies")["levels"] or name[:1] in table("bodies")["levels"] else ()
    return any(
        (tail := tail_after(name, start)) is not None and tail.end == len(name) for start in (0, *starts)
    )


@cache
def _common_body() -> re.Pattern[str]:
    endings = alternation((*words("bodies", "institution_endings"), *words("bodies", "parts", "parts")))
    fronts = alternation(words("bodies", "common_fronts"))
    return re.compile(f"(?:第?[一二三四五六七八九十]{{1,2}}|{fronts}|.{{1,3}}(?=[科室]$))?(?:{endings})")
