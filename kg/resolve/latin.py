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
from kg.records import Kind
from kg.resolve.locals import Local, Page
from kg.resolve.people import Person
from kg.resolve.settings import prior

PINYIN = "pinyin-of-one-name"
BRACKETS = "named-in-brackets"
SHORT = "part-of-longer-name"
LAST = "last-name-of-one"
_LATIN = re.compile(r"[A-Za-zü' -]+")
_WORD = re.compile("[A-Z][a-zü'-]+")
_HAN = re.compile("[\u4e00-\u9fff]{2,}")
_FOREIGN = re.compile("[\u4e00-\u9fff·]+·[\u4e00-\u9fff]{2,}")


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


def person_sound(name: str) -> tuple[str, bool] | None:
    """The same for `people`.

    >>> person_sound("Sun Liqun"), person_sound("孙立群"), person_sound("Sun")
    (('sunliqun', True), ('sunliqun', False), None)
    >>> person_sound("乔·拜登")[0] == person_sound("拜登")[0]
    True
    """
    if _FOREIGN.fullmatch(name):
        return spelling(name.rpartition("·")[2]), True
    if _HAN.fullmatch(name):
        return spelling(name), False
    return (spelling(name), True) if _LATIN.fullmatch(name) and " " in name else None


def people(everybody: Sequence[Person], owners: Mapping[Local, str]) -> Iterator[tuple[Local, Local, str]]:
    """Pairs of a Latin and a Chinese name of one person, or of a foreign name in full and its last part, and
    why; `owners` are the entities so far.
    """
    yield from _last_names(everybody, owners)
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


def _last_names(
    everybody: Sequence[Person], owners: Mapping[Local, str]
) -> Iterator[tuple[Local, Local, str]]:
    """拜登 is 乔·拜登 where nobody else has that last name, and both hold one office of one place or body."""
    full: dict[str, dict[str, list[Person]]] = defaultdict(lambda: defaultdict(list))
    for person in everybody:
        if _FOREIGN.fullmatch(person.local.name):
            full[person.local.name.rpartition("·")[2]][owners[person.local.key]].append(person)
    for person in everybody:
        candidates = full.get(person.local.name, {})
        if len(candidates) != 1:
            continue
        (bearers,) = candidates.values()
        alike = [
            other
            for other in bearers
            if person.titles & other.titles
            and (person.employers | person.counties) & (other.employers | other.counties)
        ]
        if alike:
            yield person.local.key, min(other.local.key for other in alike), LAST


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
