"""Organizations: bodies that lack their place, long and short forms, endings, and definitions in the text."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from functools import cache

from kg.coreference.context import Context
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
from kg.coreference.territory import place_of_level
from kg.gazetteer import gazetteer, is_country
from kg.lexicon import alternation, expression, table, words
from kg.lexicon.titles import title_pattern
from kg.ner.bodies import bodies, tail_after
from kg.ner.places import full_place, leading_places, level_of
from kg.records import Alias, Kind, Mention

# （以下简称“示例集团”）, （简称示例集团）
_DEFINITION = re.compile(
    "[（(](?:以下|下)?(?:简称|称)(?:为|“|‘|:|：)*(?P<short>[^”’（）()，。]{2,15})[”’]?[）)]"
)
# The hospital of a county is its people's hospital; other hospitals have more of a name.
_LEVEL_HOSPITAL = re.compile("(?P<level>[县旗])医院")
_SHORTEST = 3
_SHORTEST_CORE = 2
# A name of so many characters is hardly ever the end of another by chance: 黎明发动机装配厂.
_TELLING = 7


def organization_aliases(context: Context) -> list[Alias]:
    """The full names of the document's organizations."""
    defined = _definitions(context)
    full: dict[int, tuple[str, str]] = {}
    for i, mention in enumerate(context.mentions):
        if mention.kind is Kind.ORG:
            full[i] = _with_territory(context, i)
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
        noun = _pointing(context.names[i])
        if noun is not None:
            target = _pointed_at(context, noun, context.mentions[i].start)
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


def pointed_organizations(context: Context) -> list[Mention]:
    """A mention for a common noun that stands for an organization before a title or a verb of its own:
    公司|董事长.
    """
    taken = {p for m in context.mentions for p in range(m.start, m.end)}
    text = context.extraction.document.text
    return [
        Mention(match.start(), match.end(), Kind.ORG, text[match.start() : match.end()], 0.8)
        for match in _pointer().finditer(context.folded)
        if not taken.intersection(range(match.start(), match.end()))
        and _pointed_at(context, match["noun"] or match["short"] or match["bare"], match.start()) is not None
    ]


@cache
def _pointer() -> re.Pattern[str]:
    nouns = alternation(table("bodies")["pointers"])
    short = alternation(table("bodies")["short_pointers"])
    adverbs = alternation(words("bodies", "deeds", "adverbs"))
    deed = f"(?:{adverbs})?{expression('bodies', 'deeds', 'expressions')}"
    pointing = alternation(words("bodies", "demonstratives"))
    # 该公司 points anywhere; a bare noun only at the beginning of a clause, and before a title or a deed.
    return re.compile(
        f"(?:(?:{pointing})(?P<noun>{nouns})|该(?P<short>{short})(?![\u4e00-\u9fff]?[市县区省])"
        f"|(?<![\u4e00-\u9fff])(?P<bare>{nouns})(?=(?:{title_pattern().pattern})|{deed}))"
    )


def _pointed_kinds() -> Mapping[str, Sequence[str]]:
    """For each noun that points, the endings of the names that it can stand for."""
    return {**table("bodies")["pointers"], **table("bodies")["short_pointers"]}


def _pointing(name: str) -> str | None:
    """The common noun of a mention that points instead of naming."""
    front = next((word for word in words("bodies", "demonstratives") if name.startswith(word)), "")
    noun = name.removeprefix(front)
    return noun if noun in _pointed_kinds() else None


def _pointed_at(context: Context, noun: str, position: int) -> int | None:
    """The last organization before `position` that the noun can stand for; None if its sentence names two."""
    endings = tuple(_pointed_kinds()[noun])
    fitting = [
        i
        for i, m in enumerate(context.mentions)
        if m.kind is Kind.ORG
        and m.end <= position
        and len(context.names[i]) > len(noun) + 1
        and context.names[i].endswith(endings)
        and _pointing(context.names[i]) is None
    ]
    if not fitting:
        return None
    last = context.mentions[fitting[-1]]
    sentence = next((s.start for s in reversed(context.sentences) if s.start <= last.start), 0)
    rivals = [context.mentions[i] for i in fitting if context.mentions[i].start >= sentence]
    apart = {
        m.text for m in rivals if not any(o.start <= m.start and m.end <= o.end for o in rivals if o != m)
    }
    # Of a name within a name the whole is meant: 该院 is not the university of its hospital.
    whole = [
        i for i in fitting if context.mentions[i].start <= last.start and last.end <= context.mentions[i].end
    ]
    return whole[0] if len(apart) == 1 else None


def _with_territory(context: Context, index: int) -> tuple[str, str]:
    """The body's name with its place in full, and the rule by which the place was known."""
    mention = context.mentions[index]
    name = context.names[index]
    country = _country_of_sign(context, name)
    if country is not None:
        return country + name[1:], "country-by-sign"
    places = leading_places(name)
    if places:
        start, end = places[-1]
        if tail_after(name, end) is not None or (
            level_of(name[start:end]) is None and _level_tail(name, end)
        ):
            short = name[start:end]
            place = full_place(short)
            function = name[end:]
            # 长治|市委: the short name and the level word of the tail are the place's full name.
            if place != short and function.startswith(place[len(short) :]):
                function = function[len(place) - len(short) :]
            elif place != short:
                # 长治广播电视台: names of institutions are not what the map makes of them.
                place = short
            joined = normal_form(place + function)
            return joined, "body-in-full" if joined != name else ""
        return normal_form(name), "long-form" if normal_form(name) != name else ""
    hospital = _LEVEL_HOSPITAL.fullmatch(name)
    if hospital is not None:
        governed = place_of_level(context, hospital["level"], "人民医院", mention.start)
        return (normal_form(governed[0] + "人民医院"), governed[1]) if governed else (name, "")
    body = next(iter(bodies(name)), None)
    if body is not None and body.start == 0 and body.tail > 0 and body.level:
        governed = place_of_level(context, body.level, name[body.tail :], mention.start)
        if governed is not None:
            place, rule = governed
            league = name[: body.tail - len(body.level)]
            return normal_form(league + place + name[body.tail :]), rule
        return normal_form(name), ""
    if name in words("bodies", "departments", "of_committee"):
        committee = _coordinated_committee(context, index)
        if committee is not None:
            return committee + name, "department-of-coordinate"
    tail = tail_after(name, 0)
    if tail is not None and tail.end == len(name):
        shared = _coordinated_place(context, index)
        if shared is not None:
            return normal_form(shared + name), "territory-of-coordinate"
    return normal_form(name), "long-form" if normal_form(name) != name else ""


def _country_of_sign(context: Context, name: str) -> str | None:
    """柬埔寨 for 柬人民党, where the document names the country, and the party by itself."""
    country = table("countries")["signs"].get(name[:1])
    named = context.by_name.get((Kind.LOC, country), ()) and context.by_name.get((Kind.ORG, name[1:]), ())
    return country if named and len(name) > _SHORTEST else None


def _level_tail(name: str, end: int) -> bool:
    body = next(iter(bodies(name[end:])), None)
    return body is not None and body.start == 0 and body.tail > 0


def _coordinated_committee(context: Context, index: int) -> str | None:
    """The committee just before, whose member heads the department: 县委常委、组织部部长."""
    start = context.mentions[index].start
    for i in range(index - 1, -1, -1):
        before = context.mentions[i]
        if before.kind is Kind.ORG and before.end <= start:
            name, _ = _with_territory(context, i)
            gap = context.folded[before.end : start]
            return name if name.endswith("委") and _of_member().fullmatch(gap) else None
    return None


@cache
def _of_member() -> re.Pattern[str]:
    return re.compile(f"(?:{alternation(words('bodies', 'committee_members'))})?[、,，兼和及]")


def _coordinated_place(context: Context, index: int) -> str | None:
    """The place of the body just before: 市财政局、商务局 or 管肖村党支部书记、村委会主任."""
    mention = context.mentions[index]
    line = context.folded.rfind("\n", 0, mention.start)
    for i in range(index - 1, -1, -1):
        before = context.mentions[i]
        if before.start <= line or mention.start - before.end > 12:
            return None
        if before.kind is Kind.ORG and before.end <= mention.start:
            gap = context.folded[before.end : mention.start]
            if not re.fullmatch("[、和及与]|副?[^，。；、]{0,5}[、，兼]", gap):
                return None
            name, _ = _with_territory(context, i)
            places = leading_places(name)
            return full_place(name[places[-1][0] : places[-1][1]]) if places else None
        if (
            before.kind is Kind.LOC
            and before.end <= mention.start
            and level_of(before.text) in words("bodies", "small", "villages")
            and mention.text.startswith(words("bodies", "of_villages"))
        ):
            return context.names[i]
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
        ending = [other for other in inventory if len(other) > len(name) and other.endswith(name)]
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
    others = [(other, firm) for other in inventory if len(other) > len(name) and (firm := company(other))]
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


def _widens(firm: Company, mine: Company) -> bool:
    # 鞍钢集团 became 鞍钢集团本钢集团有限公司: another company.
    joint = "集团" in firm.core
    return (
        firm.group == mine.group and firm.core.startswith(mine.core) and firm.core != mine.core and not joint
    )


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
