"""Organizations by what the document calls them elsewhere: long and short forms, endings, definitions."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from kg.coreference.bodies import with_territory
from kg.coreference.context import Context
from kg.coreference.pointers import pointed_at, pointing
from kg.coreference.shortening import (
    Company,
    abbreviates,
    company,
    normal_form,
    spells_out,
    territory_of,
    without_group,
    without_session,
)
from kg.gazetteer import gazetteer, is_country
from kg.lexicon import table, words
from kg.ner.bodies import tail_after
from kg.ner.places import leading_places
from kg.records import Alias, Kind

# （以下简称“示例集团”）, （简称示例集团）
_DEFINITION = re.compile(
    "[（(](?:以下|下)?(?:简称|称)(?:为|“|‘|:|：)*(?P<short>[^”’（）()，。]{2,15})[”’]?[）)]"
)
_SHORTEST = 3
_SHORTEST_CORE = 2
# What a group does takes two words at most: 振源|健康产业|集团.
_TRADE = 4
# A name of so many characters is hardly ever the end of another by chance: 黎明发动机装配厂.
_TELLING = 7


def organization_aliases(context: Context) -> list[Alias]:
    """The full names of the document's organizations."""
    defined = _definitions(context)
    full: dict[int, tuple[str, str]] = {}
    for i, mention in enumerate(context.mentions):
        if mention.kind is Kind.ORG:
            full[i] = with_territory(context, i)
    inventory = sorted({name for name, _ in full.values()}, key=lambda n: (-len(n), n))
    # 文旅局 that 文化和旅游局 explains is not 文物旅游局.
    explained = {name for i, (name, _) in full.items() if len(context.mentions[i].text) > len(name)}
    onward: dict[str, str] = {}
    for i, (name, rule) in full.items():
        short = normal_form(context.names[i])
        if name in defined or short in defined:
            full[i] = defined.get(name) or defined[short], "defined-in-text"
        elif (longer := _longer_form(name, inventory, bare=not rule)) is not None and not (
            longer[1] == "abbreviation" and name in explained
        ):
            full[i] = longer
            onward[name] = longer[0]
    for i, (name, rule) in full.items():
        # 振东 is 振东集团, and that 山西振东集团.
        if name in onward and rule:
            full[i] = onward[name], rule
    named = dict(full)
    for i in full:
        noun = pointing(context.names[i])
        if noun is not None:
            target = pointed_at(context, noun, context.mentions[i].start)
            full[i] = (named[target][0] if target is not None else context.names[i]), "pointer"
    shown = _shown_names(context, full)
    return [
        Alias(i, shown[name], rule or "written-in-full")
        for i, (name, rule) in full.items()
        if shown[name] != context.names[i]
    ]


def _shown_names(context: Context, full: Mapping[int, tuple[str, str]]) -> dict[str, str]:
    """For each normal form the name that the document writes most: 应急管理局 where it never says 应急局.

    A leading group speaks for its body and is not its name, nor is the session of an assembly:
    市文物局党组 is shown as 市文物局. Where no name has its place, what is written stands behind it:
    县文化和旅游局 is 青梧县文化和旅游局.
    """
    written: dict[str, Counter[str]] = {name: Counter() for name, _ in full.values()}
    placed: dict[str, Counter[str]] = {name: Counter() for name, _ in full.values()}
    for i, (meant, _rule) in full.items():
        written_here = context.folded[context.mentions[i].start : context.mentions[i].end]
        surface = without_session(without_group(written_here))
        name = surface if surface in written else normal_form(surface)
        if name in written:
            written[name][surface] += 1
        elif (in_full := _with_place_of(meant, surface)) is not None:
            placed[meant][in_full] += 1
    return {name: _most_written(written[name]) or _most_written(placed[name]) or name for name in written}


def _most_written(counts: Counter[str]) -> str:
    return min(counts, key=lambda surface: (-counts[surface], -len(surface), surface), default="")


def _with_place_of(name: str, surface: str) -> str | None:
    """The words of a surface that names its place by the level alone, behind the place that the name has.

    >>> _with_place_of("青梧县文旅局", "县文化和旅游局"), _with_place_of("青梧县文旅局", "文化宫")
    ('青梧县文化和旅游局', None)
    """
    place = territory_of(name)
    for level in table("bodies")["levels"]:
        if place.endswith(level) and surface.startswith(level):
            in_full = place + surface.removeprefix(level)
            # 县医院 says less than 县人民医院.
            if len(in_full) > len(name) and normal_form(in_full) == name:
                return in_full
    return None


def _definitions(context: Context) -> dict[str, str]:
    """Short names that the text defines, in normal form, with what they stand for."""
    ends = {m.end: i for i, m in enumerate(context.mentions) if m.kind is Kind.ORG}
    found = {}
    for match in _DEFINITION.finditer(context.folded):
        if match.start() in ends:
            found[normal_form(match["short"])] = normal_form(context.names[ends[match.start()]])
    return found


def _longer_form(name: str, inventory: Sequence[str], *, bare: bool) -> tuple[str, str] | None:
    """The one longer name in the document that this is the end, the core or an abbreviation of.

    Only a name that nothing has completed so far, `bare`, can be the end or the core of another.
    """
    if bare:
        # 中国—世界银行 is what two have between them.
        ending = [
            o for o in inventory if len(o) > len(name) and o.endswith(name) and o[-len(name) - 1] not in "—-·"
        ]
        if _single(ending) and _cuts_at_word(ending[0], name):
            # 国防部 is another ministry in another article; 附属和平医院 is this one.
            of_body = ending[0][: -len(name)].endswith(words("bodies", "parts", "owners"))
            return ending[0], "ending-of-longer-name" if of_body else "place-left-out"
        spelled = [other for other in inventory if _place_spelled_out(name, other)]
        if _single(spelled):
            return spelled[0], "place-short-form"
        enlarged = [other for other in inventory if spells_out(name, other)]
        if _single(enlarged):
            return enlarged[0], "company-short-form"
        firms = _companies(name, inventory)
        if _single(firms):
            return firms[0], "company-short-form"
    long = [other for other in inventory if abbreviates(name, other)]
    return (long[0], "abbreviation") if _single(long) else None


def _companies(name: str, inventory: Sequence[str]) -> list[str]:
    """The companies that a name without place or legal form can be short for; those that fit best.

    华源集团 is no short form of 华源医药公司: a group and a company that share a word are two.
    """
    mine = company(name)
    core = mine.core if mine else name
    others = [
        (other, firm)
        for other in inventory
        if len(other) > len(name) and (firm := company(other)) and _of_one_place(name, other)
    ]
    same = [
        other for other, firm in others if firm.core == core and (mine is None or mine.group == firm.group)
    ]
    if len(core) < _SHORTEST_CORE or (same and gazetteer().named(core)):
        return []
    if same:
        # 山西振东集团 and 振东集团 are one, 山西振东集团 and 湖北振东集团 two.
        places = {territory_of(other) for other in same} - {""}
        forms = {firm.group for other, firm in others if other in same}
        return same[:1] if len(places) <= 1 and len(forms) == 1 else same
    if mine is None:
        return []
    # 湘丰集团 is short for 湘丰茶业集团有限公司 where no other group of that name is spoken of.
    wider = {firm.core: other for other, firm in reversed(others) if _widens(firm, mine)}
    return list(wider.values())


def _of_one_place(one: str, other: str) -> bool:
    """Whether the places that two names begin with may be one: 广西汽车集团 is not 陕西汽车集团."""
    places = territory_of(one), territory_of(other)
    return min(places, key=len) == "" or places[0].startswith(places[1]) or places[1].startswith(places[0])


def _widens(firm: Company, mine: Company) -> bool:
    # 鞍钢集团 became 鞍钢集团本钢集团有限公司: another company.
    joint = "集团" in firm.core
    # What is longer than two words is a name of its own: 华源集团 is not 华源东湖重型机械集团.
    more = len(firm.core) - len(mine.core)
    return firm.group == mine.group and firm.core.startswith(mine.core) and 0 < more <= _TRADE and not joint


def _place_spelled_out(short: str, long: str) -> bool:
    """Whether the names differ only in the level word of their place: 岚水一中, 岚水县一中."""
    # Most names begin otherwise, and each of a document is held against each.
    if len(long) <= len(short) or not long.startswith(short[:2]):
        return False
    levels = table("bodies")["levels"]
    return any(
        long == short[:cut] + level + short[cut:]
        for cut in (2, 3)
        for level in levels
        if not short[cut:].startswith(level)
    )


def _single(names: Iterable[str]) -> bool:
    return len(list(names)) == 1


def _cuts_at_word(longer: str, short: str) -> bool:
    """Whether the longer name's front is a place or an institution, so that the short form is a name of its
    own, or the short form says enough by itself.
    """
    front, nationwide = longer[: -len(short)], words("countries", "nationwide")
    if len(short) < _SHORTEST:
        return short in words("bodies", "authorities", "assembly") and front in nationwide
    if front.endswith((*words("bodies", "parts", "owners"), *nationwide)):
        return True
    if short in words("bodies", "organs") and front.endswith(words("bodies", "authorities", "assembly")):
        # 常委会 is 全国人大常委会 where no other is spoken of.
        return True
    places = leading_places(front)
    # 清华大学 is not 深圳清华大学研究院's.
    if (places and places[-1][1] == len(front)) or front.endswith(("省", "市", "县", "区")):
        return not short.endswith(("大学", "学院")) and not _lies_elsewhere(short, front)
    telling = len(short) >= _TELLING and not short.startswith("第") and not leading_places(short)
    return telling and tail_after(short, 0) is None


def _lies_elsewhere(short: str, front: str) -> bool:
    """Whether the short form names a country, or a city outside the front: 希腊|中国和平统一促进会."""
    first = next(iter(leading_places(short)), None)
    if first is None:
        return short.startswith("全国")
    place = short[slice(*first)]
    # A county's name may be that of a town elsewhere, which no list has.
    cities = [division for division in gazetteer().named(place) if division.level in ("province", "city")]
    around = [d for a, b in leading_places(front) for d in gazetteer().named(front[a:b])]
    inside = any(gazetteer().is_within(city.code, outer.code) for city in cities for outer in around)
    return is_country(place) or (bool(cities) and not inside)
