"""Places: short forms to full forms (襄垣 -> 襄垣县), and places pointed at (该县)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Set

from kg.coreference.context import Context, at_level, governing
from kg.gazetteer import Division, gazetteer, is_country
from kg.lexicon import alternation, table, words
from kg.ner.places import leading_places, level_of
from kg.records import Alias, Kind, Mention

# 该县 and 当地 point at a place; 本市 and 我县 do too.
_POINTER = re.compile(
    f"(?:{alternation(words('bodies', 'demonstratives'))})"
    f"(?P<level>{alternation(table('bodies')['levels'])})(?![委长])"
)


# Two characters are the end of too much.
_SHORTEST = 3
# A name in full and the rule by which it is known: none where the name stays what it is.
Reading = tuple[str, str]


def pointed_places(context: Context) -> list[Mention]:
    """A place mention for each pointer right before another place: 该县|望远镇."""
    starts = {m.start for m in context.mentions if m.kind is not Kind.PER}
    return [
        Mention(
            match.start(),
            match.end(),
            Kind.LOC,
            context.extraction.document.text[match.start() : match.end()],
            0.8,
        )
        for match in _POINTER.finditer(context.folded)
        if match.end() in starts
    ]


def place_aliases(context: Context) -> list[Alias]:
    """The full names of places: divisions by the gazetteer, others by a longer form in the document."""
    named = {context.names[i] for i, m in enumerate(context.mentions) if m.kind is Kind.LOC}
    named |= {
        place for i, m in enumerate(context.mentions) if m.kind is Kind.ORG for place in _of_body(context, i)
    }
    elsewhere = _named_elsewhere(context)
    placed = _set_in_a_place(context)
    found = []
    for i, mention in enumerate(context.mentions):
        if mention.kind is not Kind.LOC or context.names[i] in elsewhere:
            continue
        name = context.names[i]
        pointer = _POINTER.fullmatch(name)
        if pointer:
            target = _pointed_at(context, i, pointer["level"])
            if target is not None:
                found.append(Alias(i, target, "pointer"))
            continue
        beside = table("countries")["beside"].get(context.folded[mention.start - 1 : mention.end])
        full, rule = (beside, "place-by-sign") if beside and len(name) == 1 else _full_name(name, named)
        # 保亭 is 保亭县, and that 保亭黎族苗族自治县.
        fuller, why = _full_name(full, named)
        full, rule = (fuller, why or rule) if fuller != full else (full, rule)
        if full != name and not (rule == "ending-of-longer-name" and name in placed):
            found.append(Alias(i, full, rule))
    return found


def _named_elsewhere(context: Context) -> frozenset[str]:
    """Short names of counties that the document sets in another place than theirs: 江苏|太湖 is a lake and no
    county of Anhui.
    """
    ends = {m.end: i for i, m in enumerate(context.mentions) if m.kind is Kind.LOC}
    found = set()
    for i, mention in enumerate(context.mentions):
        outer = ends.get(mention.start)
        if mention.kind is not Kind.LOC or outer is None:
            continue
        known = gazetteer().named(context.names[i])
        around = gazetteer().named(context.names[outer])
        inside = any(gazetteer().is_within(d.code, o.code) for d in known for o in around)
        county = all(d.level in ("county", "township") and d.name != context.names[i] for d in known)
        if known and around and not inside and county:
            found.add(context.names[i])
    return frozenset(found)


def _set_in_a_place(context: Context) -> frozenset[str]:
    """Names right behind a place that they are in: the 烈士陵园 of 甲县的烈士陵园 is not 乙市烈士陵园."""
    ends = {m.end for m in context.mentions if m.kind is Kind.LOC}
    return frozenset(
        context.names[i]
        for i, m in enumerate(context.mentions)
        if m.kind is Kind.LOC
        and (m.start in ends or (context.folded[m.start - 1 : m.start] == "的" and m.start - 1 in ends))
    )


def _of_body(context: Context, index: int) -> Iterator[str]:
    """The places that a body's name spells out, by which 岚水 is known, and the region that it begins with:
    岚水县 of 岚水县水利局, 阿拉伯 of 阿拉伯国家联盟.
    """
    name = context.names[index]
    if name.startswith(words("countries", "wider")):
        yield next(word for word in words("countries", "wider") if name.startswith(word))
    for start, end in leading_places(name):
        if level_of(name[start:end]) is not None:
            yield name[start:end]


def _full_name(name: str, named: Set[str]) -> Reading:
    """What a name is short for, by the first rule that says anything of it among the document's places."""
    rules = (
        _with_level,
        _division_in_full,
        _province_of_sign,
        _country_of_sign,
        _division,
        _city_as_seen,
        _with_feature,
        _ending,
    )
    return next((reading for rule in rules if (reading := rule(name, named)) is not None), (name, ""))


def _with_level(name: str, named: Set[str]) -> Reading | None:
    """岚水, where the document names 岚水县."""
    if len(name) < 2 or level_of(name) is not None:
        return None
    sizes = (len(name) + 1, len(name) + 2)
    longer = [o for o in named if len(o) in sizes and o.startswith(name) and level_of(o) == o[len(name) :]]
    if len(longer) != 1 or (_names_more(name) and not _is_county_or_more(longer[0])):
        return None
    return longer[0], "place-short-form"


def _names_more(name: str) -> bool:
    """Whether a name by itself is a country's, a region's or a province's, which smaller places are called
    after: 台湾|社区, 黄河|乡, 吉布提|市.
    """
    if is_country(name) or name in (*words("countries", "wider"), *words("countries", "wider", "features")):
        return True
    return name in words("generic", "stems") or any(d.level == "province" for d in gazetteer().named(name))


def _is_county_or_more(name: str) -> bool:
    return any(d.name == name and d.level != "township" for d in gazetteer().named(name))


def _division_in_full(name: str, named: Set[str]) -> Reading | None:
    return (name, "") if any(d.name == name for d in gazetteer().named(name)) else None


def _province_of_sign(name: str, named: Set[str]) -> Reading | None:
    """京 and 川, where the document names the place itself."""
    province = table("countries")["provinces"].get(name)
    if province is None:
        return None
    known = any(form in named for d in gazetteer().named(province) for form in d.forms)
    return (province, "province-by-sign") if known else (name, "")


def _country_of_sign(name: str, named: Set[str]) -> Reading | None:
    """中 and 美方."""
    party = re.fullmatch("(?P<sign>.)方?", name)
    country = _country(party["sign"], named) if party else None
    if country is not None:
        return country, "country-by-sign"
    return (name, "") if party and name.endswith("方") else None


def _division(name: str, named: Set[str]) -> Reading | None:
    """襄垣, by the list of divisions and what else the document names."""
    division = gazetteer().resolve(name, named - {name})
    if division is None or division.level == "township" or not _is_form(name, division):
        return None
    water = name.endswith(words("generic", "waters")) and not division.name.endswith("市")
    # What counties are called after is meant by itself: 天山 is the range and no district of 乌鲁木齐, but in
    # 安徽 太湖 is a county.
    lake = water and not division.name.endswith("区")
    if division.level == "county" and not lake and name in words("generic", "stems"):
        return name, ""
    # A district's name is hardly ever shortened: 香山 is a hill unless the document speaks of 香山区's city.
    # 白河 is a river as well as a county; of a city of that sort it is the city's name.
    around = {form for parent in gazetteer().parents(division) for form in parent.forms}
    doubtful = division.name.endswith("区") or water
    if division.level == "county" and doubtful and not around & named:
        return name, ""
    return division.name, "division-short-form"


def _city_as_seen(name: str, named: Set[str]) -> Reading | None:
    """岚水城 is what one sees of 岚水市."""
    if not name.endswith("城") or len(name) < _SHORTEST or gazetteer().named(name):
        return None
    city, _ = _full_name(name[:-1], named)
    whole = city.endswith(("市", "县")) and city.startswith(name[:-1])
    return (city, "division-short-form") if whole else None


def _with_feature(name: str, named: Set[str]) -> Reading | None:
    """武夷, where the document names 武夷山."""
    if len(name) < 2 or level_of(name) is not None or gazetteer().named(name):
        return None
    features = [o for o in named if o.startswith(name) and o[len(name) :] in words("generic", "features")]
    return (features[0], "feature-short-form") if len(features) == 1 else None


def _ending(name: str, named: Set[str]) -> Reading | None:
    """藏书楼 of 嘉业藏书楼."""
    if len(name) < _SHORTEST or level_of(name) is not None or is_country(name):
        return None
    # A longer front is a place's own name more often: 罗泾港区|集装箱码头 is not the only such quay.
    # And 阿拉伯 is no 沙特阿拉伯.
    longer = [
        o for o in named if o.endswith(name) and 2 <= len(o) - len(name) <= _SHORTEST and not is_country(o)
    ]
    return (longer[0], "ending-of-longer-name") if len(longer) == 1 else None


def _is_form(name: str, division: Division) -> bool:
    """Whether a name is one of a division's, also the one of a character and its rank: 克州."""
    return name in division.forms or (len(name) == 2 and name.endswith("州") and division.name.endswith("州"))


def _country(sign: str, named: Set[str]) -> str | None:
    """The country that a character stands for (中, 美方): one that the document names, else the usual
    reading.
    """
    candidates = sorted(n for n in named if len(n) > 1 and n.startswith(sign) and is_country(n))
    usual = table("countries")["signs"].get(sign)
    if usual is not None and (usual in named or not candidates):
        return str(usual)
    # 中阿 may speak of the 阿拉伯 countries where the document names 阿曼 too.
    region = any(n.startswith(sign) and n in words("countries", "wider") for n in named)
    return candidates[0] if len(candidates) == 1 and not region else None


def _pointed_at(context: Context, index: int, level: str) -> str | None:
    fitting = [
        i
        for i, m in enumerate(context.mentions)
        if m.kind is Kind.LOC
        and i != index
        and m.start < context.mentions[index].start
        and at_level(_resolved(context, i), level)
    ]
    target = governing(fitting, context, context.mentions[index].start)
    return None if target is None else _resolved(context, target)


def _resolved(context: Context, index: int) -> str:
    return _full_name(context.names[index], set())[0]
