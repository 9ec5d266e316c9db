"""Places inside names: the levels of a chain of places, and the places that an organization's name begins
with.

All functions expect text folded by `kg.text.fold`; the offsets that they give are into the name.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache, lru_cache

from kg.gazetteer import Division, gazetteer, is_country, short_is_safe
from kg.gazetteer import split_chain as gazetteer_chain
from kg.lexicon import alternation, table, words
from kg.ner.bodies import tail_after

_LONGEST_NAME = 15
Offsets = tuple[int, int]


# A name is asked about by one rule after the other, and names come back in article after article.
_REMEMBERED = 1 << 16


@lru_cache(maxsize=_REMEMBERED)
def leading_places(name: str, *, chain: bool = False) -> tuple[Offsets, ...]:
    """The places that a name begins with, from the widest to the narrowest.

    A place that no list knows counts only where a body's function or a further place follows it; if the
    name is known to be a chain of places, a village or a town within it counts without that.

    >>> [name[a:b] for name in ["长治市襄垣县返底村党支部"] for a, b in leading_places(name)]
    ['长治市', '襄垣县', '返底村']
    """
    found: list[Offsets] = []
    position = next((len(p) for p in words("short_forms", "prefixes") if name.startswith(p)), 0)
    while position < len(name):
        outer = name[slice(*found[-1])] if found else ""
        size = (
            _full(name, position)
            or _leading_short(name, position, outer)
            or _unlisted(name, position, outer, chain=chain)
            or _short(name, position, outer)
        )
        if not size:
            break
        bare = name[position : position + size] in words("generic", "facilities", "bare")
        found.append((found.pop()[0] if found and bare else position, position + size))
        position += size
    return tuple(found)


@lru_cache(maxsize=_REMEMBERED)
def split_chain(name: str) -> tuple[Offsets, ...]:
    """The levels of a chain of places: 宁夏回族自治区 | 固原市 | 西吉县. One place gives one pair.

    The gazetteer knows how divisions and unlisted villages follow each other; here what is built behind a
    village or a town becomes a level of its own, and a county's bare name before something unlisted is no
    level.

    >>> split_chain("长治市襄垣县返底村")
    ((0, 3), (3, 6), (6, 9))
    >>> split_chain("太行山")
    ((0, 3),)
    """
    levels = gazetteer_chain(name)
    if len(levels) > 1:
        first, second = (name[a:b] for a, b in levels[:2])
        whole = level_of(second) is None and _is_bare_county(first)
        return ((0, len(name)),) if whole else _with_what_they_are(name, levels)
    places = leading_places(name, chain=True)
    # 中共 before a place is no part of it, and what begins with it no chain.
    whole = bool(places) and places[0][0] == 0 and places[-1][1] < len(name) - 1
    settled = (*words("bodies", "small", "towns"), *words("bodies", "small", "villages"))
    if whole and level_of(name[slice(*places[-1])]) in settled:
        return (*places, (places[-1][1], len(name)))
    return ((0, len(name)),)


def _with_what_they_are(name: str, levels: Iterable[Offsets]) -> tuple[Offsets, ...]:
    """The levels, a bare word for what a place is with the place before it: 成都市高新区 is one."""
    found: list[Offsets] = []
    for start, end in levels:
        bare = name[start:end] in words("generic", "facilities", "bare")
        found.append((found.pop()[0] if found and bare else start, end))
    return tuple(found)


def _is_bare_county(name: str) -> bool:
    divisions = gazetteer().named(name)
    return bool(divisions) and all(d.level == "county" and d.name != name for d in divisions)


def listed_place_before(text: str, end: int) -> int | None:
    """Where the longest known division name begins that ends at `end`; None if there is none.

    >>> listed_place_before("现任襄垣县委书记", 5)
    2
    """
    for size in range(min(_LONGEST_NAME, end), 1, -1):
        # 要和县司法局共建: 和县 is a county, and far more often 和 and 县.
        if text[end - size] in "和与同及" and size == 2:
            continue
        if any(d.name == text[end - size : end] for d in gazetteer().named(text[end - size : end])):
            return end - size
    return None


@lru_cache(maxsize=_REMEMBERED)
def level_of(name: str) -> str | None:
    """The level word that a place name ends with: 市 of 长治市, 街道 of 太东街道; None for 长治."""
    match = _level().search(name)
    return match.group() if match and match.start() > 0 else None


def zone_of_a_kind(text: str, position: int) -> int:
    """Where a zone ends that stands at `position` behind the place that it is named after; 0 for none.

    >>> zone_of_a_kind("岚水湖旅游度假区里", 3), zone_of_a_kind("岚水湖的度假区", 3)
    (8, 0)
    """
    match = _zone_of_a_kind().match(text, position)
    return match.end() if match else 0


@cache
def _zone_of_a_kind() -> re.Pattern[str]:
    kinds, complete = (alternation(words("generic", "zones", key)) for key in ("kinds", "complete"))
    ends = alternation((*words("generic", "zones", "endings"), *words("generic", "zones", "districts")))
    return re.compile(f"(?:{kinds})+(?:{ends})|(?:{kinds})*(?:{complete})")


def _full(name: str, position: int) -> int:
    """The length of the longest full division name at `position`, or 0."""
    for size in range(min(_LONGEST_NAME, len(name) - position), 1, -1):
        candidate = name[position : position + size]
        # 俄|国家航天集团
        # 朝鲜|族镇 is of the people of that name.
        other = name.startswith("国家", position + size - 1) or name.startswith("族", position + size)
        country = is_country(candidate) and not other
        if country or any(d.name == candidate for d in gazetteer().named(candidate)):
            return size
    return 0


def _short(name: str, position: int, outer: str) -> int:
    """The length of the longest short division name at `position`, at the very front or within `outer`, or
    0.
    """
    for size in range(min(_LONGEST_NAME, len(name) - position), 1, -1):
        short = name[position : position + size]
        # 新华社 is no body of 新华区.
        divisions = gazetteer().named(short) if outer or short_is_safe(short) else ()
        if divisions and _cut_well(name, position + size) and (not outer or _lies_in(divisions, outer)):
            return size
    return 0


def _leading_short(name: str, position: int, outer: str) -> int:
    """The length of a short name of a province or city before a further place: 湖南|长沙县, 江西|岚水县; or
    0.
    """
    size = _short(name, position, outer)
    end = position + size
    if (
        not size
        or end == len(name)
        or all(d.level == "county" for d in gazetteer().named(name[position:end]))
    ):
        return 0
    return size if _full(name, end) or _unlisted(name, end) else 0


def full_place(name: str) -> str:
    """The full name of a division whose short name is unmistakable; any other name as it is.

    >>> full_place("长治"), full_place("返底村")
    ('长治市', '返底村')
    """
    divisions = gazetteer().named(name)
    return divisions[0].name if divisions and divisions[0].level != "township" else name


def _unlisted(name: str, position: int, outer: str = "", *, chain: bool = False) -> int:
    """The length of a village or the like that no list knows, if a body or a further place follows it; or
    0.
    """
    match = _unlisted_name().match(name, position)
    # 区农业农村|委 is no village's.
    if match is None or match.group().endswith(words("bodies", "unlisted", "not_before")):
        return 0
    end = match.end()
    # 龙门乡|宝山村|蔬菜栽培基地
    inside = chain and position > 0 and match.group()[-1] in "村镇乡" and match.end() - position >= 2
    # 柳堰镇|上湾村|东头卫生室: behind a town what is called a village is one.
    inside = inside or (
        level_of(outer) in words("bodies", "small", "towns")
        and match.group().endswith(words("bodies", "small", "villages"))
        and not match.group().endswith(words("bodies", "unlisted", "any_village"))
    )
    followed = (
        inside
        or end == len(name)
        or tail_after(name, end)
        or _full(name, end)
        or _unlisted_name().match(name, end)
    )
    return end - position if followed else 0


@cache
def _unlisted_name() -> re.Pattern[str]:
    """A county, town, village or estate that no list knows: some characters and the word for what it is."""
    no_name, zones = (alternation(words("bodies", "unlisted", key)) for key in ("not_before", "zones"))
    small = alternation((*words("bodies", "small"), "屯"))
    return re.compile(
        # 众兴街道|和社区: two places that are not named further.
        f"(?!{no_name}|[和与及](?:{small}))(?:[\u4e00-\u9fff]{{2,6}}?[市县区旗州]|[\u4e00-\u9fff]{{1,6}}?(?:{zones}|{small}))"
    )


def _lies_in(divisions: Iterable[Division], outer: str) -> bool:
    return any(gazetteer().is_within(d.code, o.code) for d in divisions for o in gazetteer().named(outer))


def _cut_well(name: str, end: int) -> bool:
    """Whether a short name really ends at `end`: 长治|医学院 yes, 长治|市北区 too, but 海南|州 is another
    name.
    """
    return end == len(name) or name[end] not in "州"


@cache
def _level() -> re.Pattern[str]:
    return re.compile(f"(?:{alternation(table('bodies')['levels'])})$")
