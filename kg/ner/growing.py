"""Bodies by how their names are built, grown over what a recognizer found of them: 返底|村党支部."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from itertools import chain

from kg.gazetteer import gazetteer, is_country
from kg.lexicon import alternation, table, words
from kg.ner.bodies import Body, bodies, tail_after
from kg.ner.cover import GRAMMAR, Cover
from kg.ner.generic import names_a_trade
from kg.ner.places import level_of, listed_place_before, zone_of_a_kind
from kg.ner.prose import prose
from kg.records import Kind, Mention, Span

_HAN = re.compile("[\u4e00-\u9fff]+")
# 三岔口|朝鲜族镇
_OF_A_PEOPLE = re.compile("[\u4e00-\u9fff]{1,4}族(?:自治[县旗州]|民族乡|[乡镇])")
_COUNTED = re.compile("等|[0-9一二三四五六七八九十两几多]+[个家处]")


def add_bodies(cover: Cover) -> None:
    """Adds the bodies that the grammar finds, each with the place before it; what is named grows over what
    its name goes on with.
    """
    for stretch in prose(cover.document):
        _add_by_grammar(cover, stretch)
    _add_places_of_levels(cover)
    for whole in [m for m in cover.mentions() if m.kind is Kind.ORG]:
        for end in _ends_of_body(cover.folded, whole):
            _widen(cover, whole.start, end)
    for place in [m for m in cover.mentions() if m.kind is Kind.LOC]:
        _widen_over_place(cover, place)
        _lengthen_place(cover, place)


def _add_by_grammar(cover: Cover, stretch: Span) -> None:
    text = cover.folded[stretch.start : stretch.end]
    for body in bodies(text):
        _widen(cover, _with_place(cover, stretch.start, body), stretch.start + body.end)
    for match in chain(_bare_body().finditer(text), _scheme().finditer(text)):
        _widen(cover, stretch.start + match.start(), stretch.start + match.end())


def _ends_of_body(folded: str, whole: Mention) -> Iterator[int]:
    """Where an organization may end of which only the beginning was found."""
    # 银川市委组织部|组织一科|科长: the part is named by its head's title.
    part = _headed_part().match(folded, whole.end)
    if part is not None:
        yield part.end()
    # 示例日报|社|编委
    if folded.startswith("报", whole.end - 1) and _publisher().match(folded, whole.end):
        yield whole.end + 1
    if folded[whole.start : whole.end].endswith(words("bodies", "companies", "complete")):
        return
    # 示例茅台|集团|党委书记: what the company of the brand is called belongs to its name.
    if folded.startswith("集团", whole.end):
        yield whole.end + len("集团")
    brand = _brand().match(folded, whole.end)
    if brand is not None:
        yield brand.end()


def _widen_over_place(cover: Cover, place: Mention) -> None:
    """Adds the organizations that begin with a place and go on behind it."""
    after = cover.at(place.end)
    if after is not None and after.kind is Kind.ORG and names_a_trade(after.text):
        _widen(cover, place.start, after.end)
    tail = tail_after(cover.folded, place.end)
    if tail is not None:
        _widen(cover, place.start, tail.end)
    mission = _mission().match(cover.folded, place.end)
    if mission is not None:
        _widen(cover, place.start, mission.end())


def _lengthen_place(cover: Cover, place: Mention) -> None:
    """Adds the towns, routes and zones that begin with a place and go on behind it."""
    town = cover.at(place.end)
    if town is not None and level_of(place.text) is None and _OF_A_PEOPLE.match(town.text):
        cover.replace(cover.new(place.start, town.end, Kind.LOC, GRAMMAR))
    route = _between_signs(cover, place)
    if route:
        cover.add(cover.new(place.start, route, Kind.LOC, GRAMMAR))
    zone = zone_of_a_kind(cover.folded, place.end)
    if zone and _names_a_zone(cover.folded, place.start, place.end, zone):
        cover.add(cover.new(place.start, zone, Kind.LOC, GRAMMAR))


def _add_places_of_levels(cover: Cover) -> None:
    """Gives bodies the rest of a place that the document names: 岚水|县红十字会 where it has 岚水县."""
    folded = cover.folded
    places = {folded[m.start : m.end] for m in cover.mentions() if m.kind is Kind.LOC}
    levels = tuple(level for level in table("bodies")["levels"] if len(level) == 1)
    stems = {(name[:-1], name[-1]) for name in places if len(name) > 2 and name.endswith(levels)}
    for whole in [m for m in cover.mentions() if m.kind is Kind.ORG]:
        for stem, level in sorted(stems):
            start = whole.start - len(stem)
            said = start >= 0 and folded.startswith(stem + level, start)
            if said and not cover.overlapping(start, whole.start):
                _widen(cover, start, whole.end)


@cache
def _bare_body() -> re.Pattern[str]:
    """A body without its place, right before the title of somebody in it: |党支部|书记."""
    named, titles = (alternation(words("bodies", "bare", key)) for key in ("bodies", "titles"))
    return re.compile(f"(?<![\u4e00-\u9fff])(?:{named})(?=副?(?:{titles}))")


@cache
def _scheme() -> re.Pattern[str]:
    """A body whose name is built by one scheme all over the country: 国网长治供电公司."""
    fronts, ends = (alternation(words("bodies", "schemes", key)) for key in ("fronts", "endings"))
    return re.compile(f"(?:{fronts})[一-鿿]{{2,8}}?(?:{ends})")


@cache
def _mission() -> re.Pattern[str]:
    """What one place has set up for another, behind the one: 江苏省|对口支援新疆伊犁州前方指挥部."""
    deeds, ends = (alternation(words("bodies", "missions", key)) for key in ("deeds", "endings"))
    return re.compile(f"(?:{deeds})[一-鿿]{{2,14}}?(?:{ends})")


def _between_signs(cover: Cover, place: Mention) -> int:
    """Where a name ends that is made of the signs of two places: 青|藏|高原, 京|沪|高铁; 0 for none."""
    other = cover.at(place.end)
    if other is None or other.kind is not Kind.LOC or len(place.text) > 1 or len(other.text) > 1:
        return 0
    what = max(
        (w for w in words("generic", "routes") if cover.folded.startswith(w, other.end)), key=len, default=""
    )
    return other.end + len(what) if what else 0


def _names_a_zone(folded: str, start: int, end: int, zone: int) -> bool:
    """Whether the zone behind a place is called by it: a country and a province have many, and where zones
    are counted none is named: 岚水县|现代农业产业园3个.
    """
    place = folded[start:end]
    one = (
        len(place) > 1
        and not is_country(place)
        and all(d.level != "province" for d in gazetteer().named(place))
    )
    return one and _COUNTED.match(folded, zone) is None


@cache
def _publisher() -> re.Pattern[str]:
    """What makes a paper the house that publishes it, before somebody in it: 社|编委委员, 社|社长."""
    return re.compile(f"社(?=[^\\W，。、]{{0,4}}?(?:{alternation(words('titles', 'heads'))}))")


@cache
def _brand() -> re.Pattern[str]:
    """What the name of a brand ends in, right before the title of who leads it: 示例|汽车|董事长."""
    ends, titles = (
        alternation(words("bodies", "companies", "brands")),
        alternation(words("employers", "titles")),
    )
    return re.compile(f"(?:{ends})(?=(?:高级)?(?:{titles}))")


@cache
def _headed_part() -> re.Pattern[str]:
    """A part of an organization, right before the title of its own head: 组织一科|科长."""
    parts = alternation(words("bodies", "parts", "headed"))
    return re.compile(f"[\u4e00-\u9fff]{{1,8}}?(?P<part>{parts})(?=副?(?P=part)长)")


def _widen(cover: Cover, start: int, end: int) -> None:
    """Adds the organization `start:end`, grown over the organizations that it overlaps."""
    for rival in cover.overlapping(start, end):
        if (
            rival.kind is Kind.PER
            and rival.end - rival.start >= 2
            and not start <= rival.start < rival.end <= end
        ):
            return
        if rival.kind is Kind.ORG or rival.start < start:
            start, end = min(start, rival.start), max(end, rival.end)
    cover.add(cover.new(start, end, Kind.ORG, GRAMMAR))


def _with_place(cover: Cover, offset: int, body: Body) -> int:
    """Where the body begins, with the place that its level word belongs to."""
    folded = cover.folded
    start, tail = offset + body.start, offset + body.tail
    place = cover.at(start) or (cover.at(start - 1) if start else None)
    if place is not None and place.kind is not Kind.PER and place.end <= tail:
        return place.start
    # 襄垣县|返底|村党支部: after a place, what ends in a level word is a place too, whether or not it is
    # known.
    for size in range(1, 6):
        outer = cover.at(start - size - 1) if start > size else None
        if cover.at(start - size) is not None or not _HAN.fullmatch(folded[start - size : start]):
            break
        if outer is not None and outer.kind is Kind.LOC and body.level in words("bodies", "small"):
            return start - size
    # 襄垣 before 县委: a known place that the recognizer passed over.
    begin = listed_place_before(folded, tail)
    return start if begin is None else min(start, begin)
