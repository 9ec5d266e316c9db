"""Short names of organizations and places: which block's name is short for another's, and why.

A document says so (南山公司 where it has defined it), or the longer name by itself (岚水 for 岚水县). A short
name that could stand for several stays by itself.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from functools import cache

from kg.coreference.shortening import abbreviations, is_role
from kg.gazetteer import country_named, country_of, gazetteer, short_is_safe
from kg.lexicon import table, words
from kg.ner.places import full_place, leading_places, level_of
from kg.records import Kind
from kg.resolve import latin
from kg.resolve.blocks import Key, block_key
from kg.resolve.english import ENGLISH, in_english
from kg.resolve.homes import is_one_everywhere, says_nothing, territory
from kg.resolve.locals import LocalEntity

# Rules by which a document explains a short form in a way that holds in other documents too.
_EXPLAINED = frozenset(
    {"defined-in-text", "company-short-form", "ending-of-longer-name", "place-short-form", "abbreviation"}
)
_SHORTEST = 3
_LONGEST_COUNTRY = 7
# 理工大学 is the name of many, 西湾理工大学 of one.
_OWN_NAME = 6
_WITHOUT_LEVEL = "place-short-form-elsewhere"


def short_names(locals_: Iterable[LocalEntity]) -> dict[Key, tuple[Key, str]]:
    """For each block whose name is short for exactly one other name of the corpus, that block and the
    reason.
    """
    blocks: set[Key] = set()
    seen: set[tuple[Key, tuple[tuple[str, str], ...]]] = set()
    long_forms: dict[Key, set[tuple[Key, str]]] = defaultdict(set)
    for local in locals_:
        key = block_key(local.kind, local.name)
        blocks.add(key)
        if (key, local.surfaces) in seen:
            continue
        seen.add((key, local.surfaces))
        for short, rule in short_forms(key, local.surfaces):
            long_forms[short].add((key, rule))
    found = {}
    for short, targets in long_forms.items():
        target = long_form(short, targets) if short in blocks else None
        if target is not None:
            found[short] = target
    spelled = latin.places(name for kind, name in blocks if kind is Kind.LOC)
    for name, chinese in spelled.items():
        found[Kind.LOC, name] = ((Kind.LOC, chinese), latin.PINYIN)
    return found


def targets(moved: Mapping[Key, tuple[Key, str]]) -> dict[Key, tuple[Key, str]]:
    """For each block that is moved because its name is short for another's: where that ends, and the reason.

    >>> a, b, c = ((Kind.LOC, name) for name in "abc")
    >>> targets({a: (b, "first"), b: (c, "second")})[a][1]
    'second'
    """
    return {key: _final(key, moved) for key in moved}


def _final(key: Key, moved: Mapping[Key, tuple[Key, str]]) -> tuple[Key, str]:
    """Where a chain of short forms ends; a circle ends where it is met again."""
    seen = {key}
    why = ""
    while key in moved and moved[key][0] not in seen:
        key, why = moved[key]
        seen.add(key)
    return key, why


def short_forms(key: Key, surfaces: Iterable[tuple[str, str]]) -> Iterator[tuple[Key, str]]:
    """The blocks whose names may be short for that of `key`, and why: a document or the name says so."""
    for surface, rule in surfaces:
        if rule in _EXPLAINED and len(surface) >= _SHORTEST and not is_role(surface):
            short = block_key(key[0], surface)
            if short != key:
                yield short, f"{rule}-elsewhere"
    for name in in_english(*key):
        yield (key[0], name), ENGLISH
    for name, rule in _spelled_shorter(key):
        short = block_key(key[0], name)
        if short != key:
            yield short, rule


def long_form(short: Key, targets: Collection[tuple[Key, str]]) -> tuple[Key, str] | None:
    """The only block that a short name can stand for, and why; None where it says nothing or can stand for
    several.
    """
    candidates = {key for key, _ in targets}
    if len(candidates) != 1 or says_nothing(*short) or _known(short):
        return None
    (target,) = candidates
    # Many towns have the longer name: which of them is meant only a document can say.
    return None if says_nothing(*target) else (target, min(rule for _, rule in targets))


@cache
def _spelled_shorter(key: Key) -> list[tuple[str, str]]:
    """What a name is spelled like that says less, and the rule: 岚水 for 岚水县, 岚水一中 for 岚水县一中."""
    kind, name = key
    if kind is Kind.LOC:
        stem, level = _without_level(name)
        found = [(sign, "province-by-sign-elsewhere") for sign in _signs().get(name, ())]
        return [*found, (stem, _WITHOUT_LEVEL)] if level and _is_short_name(stem, level) else found
    found = [*_with_sign_of_country(name), *_without_outer_place(name)]
    found += [(short, "abbreviation-elsewhere") for short in abbreviations(name)]
    places = territory(name)
    if len(places) == 1 and name.startswith(places[0]):
        rest = name[len(places[0]) :]
        stem, level = _without_level(places[0])
        if level and len(stem) >= 2 and len(rest) >= 2:
            found.append((stem + rest, _WITHOUT_LEVEL))
    return found


def _without_level(place: str) -> tuple[str, str]:
    """A place's name without the word for its level, and that word; the name and nothing if it has none."""
    level = level_of(place) or ""
    return place.removesuffix(level), level


@cache
def _signs() -> Mapping[str, tuple[str, ...]]:
    """For the full name of a province or a continent the character that stands for it."""
    found: dict[str, tuple[str, ...]] = {}
    for sign, name in table("countries")["provinces"].items():
        found[name] = (*found.get(name, ()), sign)
    return found


def _with_sign_of_country(name: str) -> Iterator[tuple[str, str]]:
    """俄国防部 for 俄罗斯国防部, 黎真主党 for 黎巴嫩真主党. What is China's is not called so: 中队."""
    for end in range(2, min(len(name) - 1, _LONGEST_COUNTRY + 1)):
        country = country_named(name[:end])
        if country is not None and country.code != "CN":
            yield name[0] + name[end:], "country-by-sign-elsewhere"


def _without_outer_place(name: str) -> Iterator[tuple[str, str]]:
    """云岭市儿童福利院 for 湖东省云岭市儿童福利院, 西湾大学 for 东国西湾大学: what names its city, or is a
    university or hospital of a name of its own, is the same without what lies around.
    """
    places = leading_places(name)
    for start, end in places[1:]:
        inner = full_place(name[start:end])
        if any(d.name == inner and d.level in ("city", "county") for d in gazetteer().named(inner)):
            yield name[start:], "outer-place-left-out-elsewhere"
    country = country_named(name[slice(*places[0])]) if len(places) == 1 else None
    if country is not None and country.code != "CN" and _is_own_name(name[places[0][1] :]):
        yield name[places[0][1] :], "outer-place-left-out-elsewhere"


def _is_own_name(name: str) -> bool:
    """Whether a university's or a hospital's name tells it from others by itself."""
    telling = len(name) >= _OWN_NAME and not name.startswith(words("generic", "trades"))
    return telling and name.endswith(words("short_forms", "of_own_name"))


def _is_short_name(stem: str, level: str) -> bool:
    """Whether a place's name without its level word still names it: not 运河 of 运河区, 地球 of 地球村, 余村
    of 余村村; nor a city abroad the state of its name (华盛顿州).
    """
    if len(stem) < 2 or level_of(stem) or not short_is_safe(stem) or stem in words("generic", "stems"):
        return False
    # 大马 is Malaysia and 长江 the river, whatever towns are called after them.
    if is_one_everywhere(stem):
        return False
    country = country_of(stem)
    return country is None or country.code == "CN" or level == "市"


def _known(key: Key) -> bool:
    """Whether the map has a place of exactly this name."""
    return key[0] is Kind.LOC and any(division.name == key[1] for division in gazetteer().named(key[1]))
