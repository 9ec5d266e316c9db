"""Organizations and places of many documents: one name is one thing, unless it says too little by itself.

A block holds all local entities of one normal form. Short forms that one document explains, or that fit one
longer name of the corpus alone, go to the longer name's block. A block whose name says nothing by itself
(人民医院, 城关镇), or whose documents place it in different counties, is divided by home.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

from kg.coreference.shortening import abbreviations, is_role, normal_form
from kg.gazetteer import country_named, country_of, gazetteer, short_is_safe
from kg.lexicon import table, words
from kg.ner.places import full_place, leading_places, level_of
from kg.records import Kind
from kg.resolve import latin
from kg.resolve.english import ENGLISH, english_key, in_english, is_latin
from kg.resolve.homes import Home, Placed, agree, is_one_everywhere, says_nothing, territory
from kg.resolve.locals import LocalEntity
from kg.resolve.partition import DisjointSets
from kg.resolve.settings import packaged_table

# Rules by which a document explains a short form in a way that holds in other documents too.
_EXPLAINED = frozenset(
    {"defined-in-text", "company-short-form", "ending-of-longer-name", "place-short-form", "abbreviation"}
)
_SHORTEST = 3
_LONGEST_COUNTRY = 7
# 理工大学 is the name of many, 西湾理工大学 of one.
_OWN_NAME = 6
_SEATS = ("大学", "学院", "医院")
# 中国—东盟中心 and 中国-东盟中心.
_DASHES = str.maketrans("—–", "--")

Key = tuple[Kind, str]


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
    return assembled(members, targets(_short_names(item.local for item in members)))


def targets(moved: Mapping[Key, tuple[Key, str]]) -> dict[Key, tuple[Key, str]]:
    """For each block that is moved because its name is short for another's: where that ends, and the reason.

    >>> a, b, c = ((Kind.LOC, name) for name in "abc")
    >>> targets({a: (b, "first"), b: (c, "second")})[a][1]
    'second'
    """
    return {key: _final(key, moved) for key in moved}


def assembled(placed: Iterable[Placed], moved: Mapping[Key, tuple[Key, str]]) -> list[Thing]:
    """The things of these local entities, of which some go by short names.

    Args:
        placed: all local entities of their blocks, and of the blocks that these are moved to.
        moved: what `targets` says of these blocks.
    """
    merged: dict[Key, list[Placed]] = defaultdict(list)
    reasons: dict[Key, dict[str, str]] = defaultdict(dict)
    for item in placed:
        key = block_key(item.local.kind, item.local.name)
        target, why = moved.get(key, (key, ""))
        merged[target].append(item)
        if why:
            reasons[target][item.local.name] = why
    found = []
    for key, members in sorted(merged.items()):
        ordered = sorted(members, key=lambda item: item.local.key)
        for anchor, cluster in _divided(key, ordered):
            found.append(Thing(key, anchor, tuple(cluster), reasons.get(key, {})))
    return found


# Each name comes as often as there are documents with it.
@lru_cache(maxsize=1 << 15)
def block_key(kind: Kind, name: str) -> Key:
    """What the names of one thing share: the normal form of a body's name, a place's name as it is.

    >>> block_key(Kind.ORG, "长治市卫生健康委员会") == block_key(Kind.ORG, "长治市卫健委")
    True
    >>> block_key(Kind.ORG, "The Chengyang Daily") == block_key(Kind.ORG, "Chengyang Daily (English Edition)")
    True
    >>> block_key(Kind.ORG, "党中央") == block_key(Kind.ORG, "中共中央")
    True
    >>> block_key(Kind.LOC, "中华人民共和国") == block_key(Kind.LOC, "中国")
    True
    """
    if kind is Kind.LOC:
        # One character stands for a country only where something else says that it is a place.
        whole = len(name) > 1 and not is_latin(name) and name not in words("countries", "parts")
        country = country_named(name) if whole else None
        return kind, name if country is None else country.name
    if is_latin(name):
        return kind, english_key(name)
    written = name.translate(_DASHES)
    normal = normal_form(written)
    return kind, _same().get(written) or _same().get(normal, normal)


@cache
def _same() -> Mapping[str, str]:
    """For each name of a well-known body, and for its normal form where no other has it, what the body is
    looked up by (same.toml).
    """
    first = {name: names[0] for part in packaged_table("same").values() for names in part for name in names}
    forms: dict[str, set[str]] = defaultdict(set)
    for name, body in first.items():
        forms[normal_form(name)].add(body)
    return {form: bodies.pop() for form, bodies in forms.items() if len(bodies) == 1} | first


def _short_names(locals_: Iterable[LocalEntity]) -> dict[Key, tuple[Key, str]]:
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
    """The name without the word for its level: 岚水 for 岚水县, 岚水一中 for 岚水县一中."""
    kind, name = key
    levels = sorted(table("bodies")["levels"], key=len, reverse=True)
    if kind is Kind.LOC:
        signs = [(sign, "province-by-sign-elsewhere") for sign in _signs().get(name, ())]
        stems = [name[: -len(level)] for level in levels if name.endswith(level)]
        found = [(s, "place-short-form-elsewhere") for s in stems[:1] if _is_short_name(s, name[len(s) :])]
        return [*signs, *found]
    shorter = [*_with_sign_of_country(name), *_without_outer_place(name)]
    shorter += [(short, "abbreviation-elsewhere") for short in abbreviations(name)]
    places = territory(name)
    if len(places) != 1 or not name.startswith(places[0]):
        return shorter
    rest = name[len(places[0]) :]
    stems = [places[0][: -len(level)] for level in levels if places[0].endswith(level)]
    return [
        *shorter,
        *((s + rest, "place-short-form-elsewhere") for s in stems[:1] if len(s) >= 2 and len(rest) >= 2),
    ]


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
    country = country_named(name[slice(*places[0])]) if places else None
    if country is not None and country.code != "CN" and len(places) == 1:
        own = name[places[0][1] :]
        if len(own) >= _OWN_NAME and own.endswith(_SEATS) and not own.startswith(words("generic", "trades")):
            yield own, "outer-place-left-out-elsewhere"


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


def _final(key: Key, moved: Mapping[Key, tuple[Key, str]]) -> tuple[Key, str]:
    """Where a chain of short forms ends; a circle ends where it is met again."""
    seen = {key}
    why = ""
    while key in moved and moved[key][0] not in seen:
        key, why = moved[key]
        seen.add(key)
    return key, why


def is_divided(key: Key, members: Iterable[Placed]) -> bool:
    """Whether the members of a block are to be told apart by where they lie."""
    # A company of a name of its own may have works in several counties; a village lies in one.
    if key[0] is not Kind.LOC:
        return says_nothing(*key)
    return not is_one_everywhere(key[1]) and (says_nothing(*key) or _in_several_places(list(members)))


def _divided(key: Key, members: Sequence[Placed]) -> list[tuple[str, list[Placed]]]:
    """The members of a block by the thing that they are, each with what tells it from the others."""
    if not is_divided(key, members):
        return [("", list(members))]
    groups: list[tuple[Home, str, list[Placed]]] = []
    # Those that say most of where they lie come first; whoever says less joins the only one that it fits.
    for item in sorted(
        members, key=lambda item: (item.code is None, -len(item.stated), -len(item.home), item.local.key)
    ):
        fitting = [n for n, group in enumerate(groups) if _belongs(item, group)]
        if not fitting and not item.stated and not item.code and len(groups) == 1 and not says_nothing(*key):
            fitting = [0]
        if len(fitting) == 1:
            home, code, cluster = groups[fitting[0]]
            # What is only implied does not become a mark of the thing.
            groups[fitting[0]] = (_joined(home, item.stated), code or item.code or "", [*cluster, item])
        else:
            groups.append((item.home, item.code or "", [item]))
    found: dict[str, list[Placed]] = defaultdict(list)
    # Of several groups that one place tells apart from the rest nothing tells which is meant: they are one.
    for home, code, cluster in groups:
        found[code or _anchor(home, cluster)] += cluster
    return list(found.items())


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


def _belongs(item: Placed, group: tuple[Home, str, list[Placed]]) -> bool:
    home, code, _ = group
    if item.code and code:
        return item.code == code
    return agree(item.home, home)


def _joined(one: Home, other: Home) -> Home:
    return {level: one.get(level, frozenset()) | other.get(level, frozenset()) for level in {*one, *other}}


def _anchor(home: Home, cluster: Sequence[Placed]) -> str:
    """What tells the thing from namesakes: the narrowest place around it, else the document that names it."""
    for level in ("township", "county", "city", "province"):
        if home.get(level):
            return min(home[level])
    return min(item.local.key[0] for item in cluster)
