"""What names say about where things are: 长治市|襄垣县|返底村, 长治市卫健委, 长治市委宣传部."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator
from functools import cache
from itertools import pairwise

from kg.coreference.context import Context
from kg.coreference.shortening import company, spells_out
from kg.gazetteer import Division, gazetteer, is_country
from kg.lexicon import alternation, table, words
from kg.ner.bodies import is_part, tail_after
from kg.ner.places import full_place, leading_places, level_of
from kg.ontology import Vocabulary
from kg.records import Claim, Kind, Span

# From the town down a body is where its place is, however it is named.
_GRASSROOTS = 3
# What has no known level comes last in a chain.
_UNKNOWN = 6
_LISTED = re.compile(
    "(?:[、和与及][^，。；、]{1,8})*等?(?:[多数几两一二三四五六七八九十\\d]*个)?(?:乡(?=镇))?(?P<level>街道|镇|乡|县|区|市|村|社区)"
)
_DIVISION_RANKS = {"province": 0, "city": 1, "county": 2, "township": 3}


def containment(context: Context, terms: Vocabulary, claims: Iterable[Claim] = ()) -> Iterator[Claim]:
    """Claims of locatedIn and partOf that the names themselves make.

    An office that is named by its level alone (县司法局) is placed where the sentences say more of it:
    `claims` are what they say. In passing, in a list of those who took part, nobody would note its place.
    """
    named_in = {
        context.names[end]
        for claim in claims
        for end in (claim.subject, claim.object)
        if context.mentions[end].kind is Kind.ORG
    }
    yield from _chains(context, terms)
    yield from _zones(context, terms)
    yield from _before_organizations(context, terms)
    yield from _parts_behind_wholes(context, terms)
    for i, mention in enumerate(context.mentions):
        if mention.kind is Kind.ORG:
            yield from _of_organization(context, terms, i, named_in)


def _chains(context: Context, terms: Vocabulary) -> Iterator[Claim]:
    """Places that follow each other directly, the wider first."""
    places: list[int] = []
    for i, mention in enumerate(context.mentions):
        # 成都 in 成都高新区 is no link of the chain.
        nested = places and mention.end <= context.mentions[places[-1]].end
        if mention.kind is Kind.LOC and not nested:
            places.append(i)
    within: tuple[int, int] | None = None  # the last place of a chain and the one that it is in
    for outer, inner in pairwise(places):
        a, b = context.mentions[outer], context.mentions[inner]
        if within is not None and within[0] == outer and _beside(context, *within, inner):
            yield _claim(context, terms, inner, "locatedIn", within[1], "place-in-list", 0.9)
            within = (inner, within[1])
            continue
        gap = context.folded[a.end : b.start]
        # 中阿 are two countries side by side.
        if (
            a.end > b.start
            or gap not in _prefecture_gap(context, outer)
            or len(a.text) == 1
            or len(b.text) == 1
        ):
            continue
        wide, narrow = rank(context.names[outer]), rank(context.names[inner])
        # 柳堰镇|岚水片区: right behind a town it is a part of that.
        narrower = wide < narrow or (wide == narrow == _GRASSROOTS and _is_zone(context.names[inner]))
        somewhere = gap and level_of(context.names[inner]) is None
        somewhere = somewhere or context.names[inner] in words("countries", "wider", "features")
        if narrower and not somewhere and not _lies_elsewhere(context.names[inner], context.names[outer]):
            yield _claim(context, terms, inner, "locatedIn", outer, "place-chain", 0.96)
            within = (inner, outer)


def _places_inside(context: Context, index: int) -> list[int]:
    """The places within a mention; they come behind it, the outer before the inner."""
    whole, found = context.mentions[index], []
    for i in range(index + 1, len(context.mentions)):
        other = context.mentions[i]
        if other.start >= whole.end:
            break
        if other.kind is Kind.LOC and other.end <= whole.end:
            found.append(i)
    return found


def _zones(context: Context, terms: Vocabulary) -> Iterator[Claim]:
    """Places that are named after the place that they are in: 成都市高新区, 福建省美术馆.

    Of one that is named once and by the short name (岚水高新区), in passing, nobody would note it.
    """
    for i, mention in enumerate(context.mentions):
        if mention.kind is Kind.LOC:
            inside = _places_inside(context, i)
            spoken_of = len(context.by_name.get((Kind.LOC, context.names[i]), ())) > 1
            if inside and (spoken_of or level_of(context.mentions[inside[-1]].text) is not None):
                yield _claim(context, terms, i, "locatedIn", inside[-1], "place-in-name", 0.88)


def _prefecture_gap(context: Context, outer: int) -> tuple[str, ...]:
    """What may stand between a place and the narrower one behind it; 地区 is cut from 喀什|地区."""
    return ("", "的", "下辖的", *(("地区",) if context.names[outer].endswith("地区") else ()))


def _beside(context: Context, first: int, outer: int, other: int) -> bool:
    """Whether a list goes on in the same place: 岚水县柳堰镇、|梧桥镇.

    It does where the other is known to lie there, or is of the same level and not known to lie elsewhere
    (江苏省南京市、|杭州市).
    """
    a, b = context.mentions[first], context.mentions[other]
    name, level = context.names[other], level_of(context.names[first])
    if context.folded[a.end : b.start] not in ("、", "和", "与", "及"):
        return False
    known, named = gazetteer().named(name), leading_places(name)
    if named and named[0] != (0, len(name)) and full_place(name[slice(*named[0])]) != context.names[outer]:
        return False  # 深圳前海自贸片区与|广州南沙自贸片区
    if level != level_of(name):
        return any(_lies_in(k, context.names[outer]) for k in known)
    if level is None:
        # Short names are of one level where the list says which: 东西湖区柏泉、东山、慈惠等街道.
        listed = _LISTED.match(context.folded, b.end)
        levels = table("bodies")["levels"].get(listed["level"], ()) if listed else None
        if levels is None:
            return any(_lies_in(k, context.names[outer]) for k in known)
        known = tuple(k for k in known if k.level in levels)
    return not known or any(_lies_in(k, context.names[outer]) for k in known)


def _lies_elsewhere(place: str, outer: str) -> bool:
    """Whether a county, city or province is known to lie outside of `outer`: 北京|广州两地, 伊朗|北京对话."""
    known = [d for d in gazetteer().named(place) if d.name == place and d.level != "township"]
    if is_country(outer):
        return bool(known) and not outer.startswith(("中国", "中华"))
    # Many cities have a 滨海新区.
    zone = place.endswith(words("generic", "facilities", "bare"))
    listed = any(d.name == outer for d in gazetteer().named(outer))
    return bool(known) and listed and not zone and not any(_lies_in(d, outer) for d in known)


def _lies_in(division: Division, place: str) -> bool:
    return any(place in parent.forms for parent in gazetteer().parents(division))


def _before_organizations(context: Context, terms: Vocabulary) -> Iterator[Claim]:
    """A place before an organization that does not name it: 开慧镇|骄杨茶叶公司, 美国|埃克森美孚公司."""
    ends = {m.end: i for i, m in enumerate(context.mentions) if m.kind is Kind.LOC}
    for i, mention in enumerate(context.mentions):
        place = ends.get(mention.start)
        # 中德政府 are two governments.
        sign = place is not None and len(context.mentions[place].text) == 1
        if (
            mention.kind is Kind.ORG
            and place is not None
            and not sign
            and not leading_places(context.names[i])
        ):
            yield _claim(context, terms, i, "locatedIn", place, "place-before-name", 0.86)


def _parts_behind_wholes(context: Context, terms: Vocabulary) -> Iterator[Claim]:
    """An organization right behind another, which it is a part of: 河钢集团邯钢公司|邯宝炼钢厂."""
    heads = words("bodies", "parts", "heads")
    ends = {m.end: i for i, m in enumerate(context.mentions) if m.kind is Kind.ORG}
    for i, mention in enumerate(context.mentions):
        whole = ends.get(mention.start)
        if whole is None or mention.kind is not Kind.ORG:
            continue
        if context.names[whole].endswith(heads) and _names_a_part(mention.text):
            yield _claim(context, terms, i, "partOf", whole, "part-behind-whole", 0.86)


def _names_a_part(name: str) -> bool:
    """Whether a part of an organization is named by itself: 邯宝炼钢厂, not 旗下财险公司."""
    return name.endswith(words("bodies", "parts", "named_by_itself")) and not name.startswith(
        words("bodies", "parts", "no_name")
    )


def _of_organization(
    context: Context, terms: Vocabulary, index: int, named_in: Collection[str]
) -> Iterator[Claim]:
    mention, name = context.mentions[index], context.names[index]
    folded = context.folded[mention.start : mention.end]
    parent = _parent_body(context, index)
    if parent is not None:
        yield _claim(context, terms, index, "partOf", parent, "department-in-name", 0.93)
    places = leading_places(name)
    if not places:
        village = _village_in_name(context, index)
        if village is not None:
            yield _claim(context, terms, index, "locatedIn", village, "place-in-name", 0.88)
        return
    start, end = places[-1]
    place = full_place(name[start:end])
    target = _nested(context, index, place)
    written = bool(leading_places(folded)) or _borrowed(context, mention.start)
    tail = tail_after(name, end)
    grassroots = rank(place) >= _GRASSROOTS
    if tail is not None and (tail.sort != "institution" or grassroots):
        target = context.nearest(Kind.LOC, place, mention.start) if target is None else target
        spoken_of = tail.sort == "authority" or written or grassroots or name in named_in
        if target is not None and spoken_of:
            rule = "territory-of-body" if written else "territory-of-level"
            yield _claim(context, terms, index, "locatedIn", target, rule, 0.94)
    elif (
        target is not None
        and written
        and parent is None
        and (_stands_there(name, place) or (tail is not None and level_of(name[start:end]) is not None))
    ):
        yield _claim(context, terms, index, "locatedIn", target, "place-in-name", 0.88)


def _village_in_name(context: Context, index: int) -> int | None:
    """The village or town that a name begins with and the document speaks of: 上湾村 of 上湾村农民夜校."""
    name = context.names[index]
    named = {
        place
        for kind, place in context.by_name
        if kind is Kind.LOC and _GRASSROOTS <= rank(place) <= 5 and name.startswith(place)
    }
    longest = max(named, key=len, default=name)
    if len(name) < len(longest) + 2:
        return None
    return context.nearest(Kind.LOC, longest, context.mentions[index].start)


def _nested(context: Context, index: int, place: str) -> int | None:
    """The mention of `place` inside the organization's, or right before it."""
    mention = context.mentions[index]
    for i, m in enumerate(context.mentions):
        if (
            m.kind is Kind.LOC
            and m.start >= mention.start
            and m.end <= mention.end
            and context.names[i] == place
        ):
            return i
    return None


def _borrowed(context: Context, start: int) -> bool:
    """Whether the body shares the place of the body right before it: 长治市委、|市政府."""
    return context.folded[start - 1 : start] == "、" and any(
        m.kind is Kind.ORG and m.end == start - 1 and leading_places(context.folded[m.start : m.end])
        for m in context.mentions
    )


def _stands_there(name: str, place: str) -> bool:
    """Whether an organization named after a place stands there: 武汉同济医院, 柳堰镇茶厂, 法国外交部;
    长治日报社 need not, and what is named after China is everywhere in it."""
    if is_country(place):
        state = words("bodies", "state_bodies", "endings")
        return place != "中国" and ("国家" in name or name.endswith(state))
    if _GRASSROOTS <= rank(place) < _UNKNOWN or name.endswith(words("bodies", "institution_endings")):
        return True
    return (
        level_of(place) is not None
        and place in name
        and name.endswith(words("bodies", "companies", "registered"))
    )


def _parent_body(context: Context, index: int) -> int | None:
    """The organization that this one's name begins with: 长治市委 of 长治市委宣传部."""
    outer = context.mentions[index]
    inside = [
        i
        for i, m in enumerate(context.mentions)
        if m.kind is Kind.ORG and m.start == outer.start and m.end < outer.end
    ]
    named = _whole_named(context, index)
    name = context.names[index]
    wholes = [
        i
        for i in [*inside, *([] if named is None else [named])]
        # 示例电子|有限公司 is one company.
        if not (name.startswith(context.names[i]) and _legal_form().fullmatch(name, len(context.names[i])))
        and not spells_out(context.names[i], name)
        and not _is_no_part(context.names[i], name[len(context.names[i]) :])
        # 示例茅台|酒股份有限公司: it is the company that the brand is of.
        and not (name.endswith(("有限公司", "有限责任公司")) and _is_brand(context.names[i]))
    ]
    return max(wholes, key=lambda i: len(context.names[i]), default=None)


def _is_no_part(whole: str, tail: str) -> bool:
    """Whether what goes on from a name is no part: 国务院新闻办|公室 is the same office, 部|长级 a rank.
    A name that a dash is cut out of (中国—东|盟中心) and that of a place are no wholes.
    """
    cut = (whole.endswith("办") and tail == "公室") or tail.startswith("长级") or "—" in whole
    return cut or (level_of(whole) is not None and bool(gazetteer().named(whole)))


def _whole_named(context: Context, index: int) -> int | None:
    """An organization named elsewhere in the document whose name this one's goes on from: 全国政协 of
    全国政协|外事委员会."""
    name = context.names[index]
    start = context.mentions[index].start
    # Either by its full name or as it is written: a part may be named after the short form.
    wholes = [
        (len(whole), -abs(m.start - start), -i)
        for i, m in enumerate(context.mentions)
        if m.kind is Kind.ORG and context.names[i] != name
        for whole in {context.names[i], context.folded[m.start : m.end]}
        if len(whole) > 3 and name.startswith(whole) and is_part(name[len(whole) :])
    ]
    return -max(wholes)[2] if wholes else None


def _is_brand(name: str) -> bool:
    """Whether a company's name says neither what form it has nor what it is: 示例茅台, not 示例大学."""
    return company(name) is None and not name.endswith(words("bodies", "parts", "heads"))


@cache
def _legal_form() -> re.Pattern[str]:
    return re.compile(f"）?(?:{alternation(words('bodies', 'companies', 'legal_forms'))})*公司")


def _claim(
    context: Context,
    terms: Vocabulary,
    subject: int,
    predicate: str,
    target: int,
    rule: str,
    confidence: float,
) -> Claim:
    mention = context.mentions[subject]
    sentence = context.begun(mention.start)
    if sentence is None or mention.end > sentence.end:
        sentence = Span(mention.start, mention.end)
    return Claim(subject, terms[predicate], target, sentence, None, rule, confidence)


def rank(name: str) -> int:
    """How narrow a place is: -2 for a continent, -1 for a country, 0 for a province, 5 for an estate, 6
    where it cannot be told.

    >>> rank("山西省") < rank("长治市") < rank("返底村")
    True
    """
    if name in words("countries", "wider", "words"):
        return -2
    # In a mountain range lie villages and towns, and no whole county.
    if name in words("countries", "wider", "features"):
        return _DIVISION_RANKS["county"]
    if is_country(name):
        return -1
    divisions = gazetteer().named(name)
    if divisions:
        return min(_DIVISION_RANKS[d.level] for d in divisions)
    level = level_of(name)
    # A resort or a park is no district, though it is called 区; it lies in a county and has villages in it.
    if level == "区" and _is_zone(name):
        return _GRASSROOTS
    return _UNKNOWN if level is None else int(table("bodies")["narrowness"][level])


def _is_zone(name: str) -> bool:
    return name.endswith((*words("generic", "zones", "complete"), *words("generic", "zones", "endings")))
