"""Latin spellings of Chinese names: joined to the Chinese name only where one thing can be meant.

Pinyin drops tones and characters, so that a spelling alone says little. A place needs its level word to
agree and no rival; a person a rare name, no rival, and an article about the same surroundings.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from itertools import pairwise

from pypinyin import lazy_pinyin

from kg.lexicon import table, words
from kg.records import Kind, Status
from kg.resolve.locals import Local, Page
from kg.resolve.person import Person
from kg.resolve.settings import prior

PINYIN = "pinyin-of-one-name"
BRACKETS = "named-in-brackets"
SHORT = "part-of-longer-name"
OFFICE = "short-name-of-one-office"
LAST = "last-name-of-one"
_LATIN = re.compile(r"[A-Za-zü' -]+")
_WORD = re.compile("[A-Z][a-zü'-]+")
_HAN = re.compile("[\u4e00-\u9fff]{2,}")
_FOREIGN = re.compile("[\u4e00-\u9fff·—-]+[·—-][\u4e00-\u9fff]{2,}")
_BETWEEN_PARTS = re.compile("[·—-]")


@cache
def spelling(name: str) -> str:
    """A Chinese name in pinyin, a Latin one as it is; in small letters, without spaces.

    >>> spelling("孙立群") == spelling("Sun Liqun")
    True
    """
    # pypinyin reads 长 as zhang in names that it does not know; in names it is long (段长河, 长治).
    written = "".join(lazy_pinyin(name.replace("长", "常"))) if _HAN.fullmatch(name) else name
    return re.sub("[^a-zü]", "", written.casefold())


def places(names: Iterable[str]) -> dict[str, str]:
    """For each Latin place name the only Chinese one of the corpus that it can spell.

    >>> places(["Lanshui County", "岚水县", "岚水河"])
    {'Lanshui County': '岚水县'}
    """
    names = sorted(names)
    chinese: dict[tuple[str, str], set[str]] = defaultdict(set)
    for name in names:
        for mark in table("english")["levels"].values():
            if _HAN.fullmatch(name) and name.endswith(mark) and len(name) > len(mark) + 1:
                chinese[spelling(name.removesuffix(mark)), mark].add(name)
    found = {}
    for name in names:
        if _LATIN.fullmatch(name):
            stem, _, word = name.rpartition(" ")
            level = table("english")["levels"].get(word)
            keys = [(spelling(name), bare) for bare in words("english", "bare_levels")]
            if level is not None and stem:
                keys = [(spelling(stem), level)]
            candidates = set().union(*(chinese.get(key, set()) for key in keys))
            if len(candidates) == 1:
                found[name] = candidates.pop()
    return found


def place_sound(name: str) -> tuple[str, bool] | None:
    """The spelling under which `places` compares a name, and whether it is a Latin one; None for others.

    >>> place_sound("Lanshui County"), place_sound("岚水县")
    (('lanshui', True), ('lanshui', False))
    """
    if _LATIN.fullmatch(name):
        stem, _, word = name.rpartition(" ")
        return spelling(stem if stem and word in table("english")["levels"] else name), True
    for mark in table("english")["levels"].values():
        if _HAN.fullmatch(name) and name.endswith(mark) and len(name) > len(mark) + 1:
            return spelling(name.removesuffix(mark)), False
    return None


def person_sounds(name: str) -> tuple[frozenset[str], bool]:
    """The spellings under which `people` compares a name, and whether it is a Latin or a foreign one.

    >>> person_sounds("Sun Liqun") == (frozenset({"sunliqun"}), True), person_sounds("孙立群")[1]
    (True, False)
    >>> sorted(person_sounds("乔·拜登")[0] & person_sounds("拜登")[0]), sorted(person_sounds("Sun")[0])
    (['baideng'], [])
    """
    if _FOREIGN.fullmatch(name):
        return frozenset(map(spelling, parts_of(name))), True
    if _HAN.fullmatch(name):
        return frozenset({spelling(name)}), False
    return (
        (frozenset({spelling(name)}), True)
        if _LATIN.fullmatch(name) and " " in name
        else (frozenset(), False)
    )


def parts_of(name: str) -> list[str]:
    """What who bears a foreign name may be called for short.

    >>> parts_of("路易斯·卢拉·达席尔瓦"), parts_of("卢拉")
    (['路易斯', '卢拉', '达席尔瓦'], ['卢拉'])
    """
    return [part for part in _BETWEEN_PARTS.split(name) if _HAN.fullmatch(part)]


def people(everybody: Sequence[Person], owners: Mapping[Local, str]) -> Iterator[tuple[Local, Local, str]]:
    """Pairs of a Latin and a Chinese name of one person, or of a foreign name in full and a part of it, and
    why; `owners` are the entities so far.
    """
    yield from _short_names(everybody, owners)
    chinese: dict[str, dict[str, list[Person]]] = defaultdict(lambda: defaultdict(list))
    for person in everybody:
        if _HAN.fullmatch(person.local.name):
            chinese[spelling(person.local.name)][owners[person.local.key]].append(person)
    for person in everybody:
        name = person.local.name
        candidates = chinese.get(spelling(name), {}) if _LATIN.fullmatch(name) and " " in name else {}
        if len(candidates) != 1:
            continue
        (bearers,) = candidates.values()
        around = frozenset().union(*(bearer.counties | bearer.surroundings for bearer in bearers))
        if prior(bearers[0].local.name) >= _RARE and around & (person.counties | person.surroundings):
            yield person.local.key, min(bearer.local.key for bearer in bearers), PINYIN


def _short_names(
    everybody: Sequence[Person], owners: Mapping[Local, str]
) -> Iterator[tuple[Local, Local, str]]:
    """卢拉 is 路易斯·卢拉·达席尔瓦 where only one whose name has that part holds the same office of the same
    body or country. A last name that nobody else has needs less: a title and a body or place in common.
    """
    holders: dict[tuple[str, str, str], dict[str, Local]] = defaultdict(dict)
    last: dict[str, dict[str, list[Person]]] = defaultdict(lambda: defaultdict(list))
    for person in everybody:
        name, key = person.local.name, person.local.key
        parts = parts_of(name) if _FOREIGN.fullmatch(name) else []
        for part in parts:
            for office in _offices(person):
                first = holders[part, *office].setdefault(owners[key], key)
                holders[part, *office][owners[key]] = min(first, key)
        for part in parts[-1:]:
            last[part][owners[key]].append(person)
    found: dict[str, list[tuple[Local, Local, str]]] = defaultdict(list)
    for person in everybody:
        name, key = person.local.name, person.local.key
        alike = [holders[name, *office] for office in sorted(_offices(person)) if (name, *office) in holders]
        bearers = next(iter(last[name].values())) if len(last.get(name, ())) == 1 else ()
        near = [other.local.key for other in bearers if _shares_title(person, other)]
        if len({owner for mine in alike for owner in mine}) == 1:
            found[owners[key]].append((key, min(k for mine in alike for k in mine.values()), OFFICE))
        elif near and not alike:
            found[owners[key]].append((key, min(near), LAST))
    for pairs in found.values():
        # 穆罕默德 whom some articles make the one and some the other is not yet told apart.
        if len({owners[other] for _, other, _ in pairs}) == 1:
            yield from pairs


def _offices(person: Person) -> set[tuple[str, str]]:
    return {(post.body, post.title) for post in person.posts if post.status is not Status.DENIED}


def _shares_title(person: Person, other: Person) -> bool:
    places = (person.employers | person.counties) & (other.employers | other.counties)
    return bool(person.titles & other.titles) and bool(places)


# A name that its rarity speaks against has namesakes whom the corpus may not name.
_RARE = -0.75


def within(page: Page) -> Iterator[tuple[Local, Local, str]]:
    """Pairs of names of one thing in one document: Zhang Wei (张伟), 马丁·韦伯(Martin Weber), Sun for Sun
    Liqun.
    """
    mentions = page.extraction.mentions
    for i, (one, other) in enumerate(pairwise(mentions)):
        between = page.context.folded[one.end : other.start] if one.end <= other.start else ""
        closed = page.context.folded[other.end : other.end + 1]
        if one.kind is other.kind and re.fullmatch(" ?[(（]", between) and closed in (")", "）"):
            first, second = page.local(i), page.local(i + 1)
            if bool(_LATIN.fullmatch(first[2])) != bool(_LATIN.fullmatch(second[2])):
                yield first, second, BRACKETS
    full = [local for local in page.entities.values() if " " in local.name and _LATIN.fullmatch(local.name)]
    for local in page.entities.values():
        if local.kind is Kind.LOC or not _WORD.fullmatch(local.name):
            continue
        # Sun for Sun Liqun, Weber for Martin Weber; Lanyue for Lanyue New Materials.
        ends = (0, -1) if local.kind is Kind.PER else (0,)
        longer = {
            f.key for f in full if f.kind is local.kind and local.name in [f.name.split()[e] for e in ends]
        }
        if len(longer) == 1:
            yield local.key, longer.pop(), SHORT
