"""Names within names: the levels of a chain of places, the places and wholes that a body is named after."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from kg.gazetteer import gazetteer, is_country
from kg.lexicon import words
from kg.ner.bodies import tail_after, whole_of
from kg.ner.cover import Cover
from kg.ner.generic import is_generic, names_a_trade
from kg.ner.places import full_place, leading_places, level_of, split_chain, zone_of_a_kind
from kg.records import Kind, Mention

# 508|省道 is no province.
_NUMBERED_ROAD = re.compile("[A-Z]?[0-9]+[国省县乡]道")


def standing_alone(cover: Cover) -> frozenset[str]:
    """The full names of the places that the document names by themselves."""
    names = (cover.folded[m.start : m.end] for m in cover.mentions() if m.kind is Kind.LOC)
    return frozenset(full_place(name[a:b]) for name in names for a, b in split_chain(name))


def pieces(cover: Cover, mention: Mention, alone: frozenset[str]) -> Iterator[Mention]:
    """The mention itself, or the levels of a chain of places.

    The places in an organization's name come with it if they are a chain of levels, or if the document also
    names them by themselves: 武汉 in 武汉同济医院 is no place of the article that mentions only the hospital.
    """
    name = cover.folded[mention.start : mention.end]
    if mention.kind is Kind.LOC:
        for start, end in _levels(name, alone):
            if not is_generic(name[start:end], Kind.LOC):
                yield cover.new(mention.start + start, mention.start + end, Kind.LOC, mention.confidence)
                for a, b in _places_of_zone(name[start:end]):
                    at = mention.start + start
                    yield cover.new(at + a, at + b, Kind.LOC, mention.confidence)
        return
    places = leading_places(name) if mention.kind is Kind.ORG else ()
    if places and _is_foreign_company(name, places[0]):
        # 美国|埃克森美孚公司 names a country and a company; 美国国务院 is one name.
        cut = mention.start + places[0][1]
        yield cover.new(mention.start, cut, Kind.LOC, mention.confidence)
        yield cover.new(cut, mention.end, Kind.ORG, mention.confidence)
        return
    yield mention
    if mention.kind is Kind.ORG:
        small = words("bodies", "small")
        for start, end in places:
            tail = tail_after(name, end)
            governs = tail is not None and tail.sort == "authority" and level_of(name[start:end]) in small
            governs = governs or _has_its_head_named(cover.folded, mention.end, name[start:end])
            if end < len(name) and (len(places) > 1 or governs or full_place(name[start:end]) in alone):
                yield cover.new(mention.start + start, mention.start + end, Kind.LOC, mention.confidence)
        whole = whole_of(name)
        while whole is not None:
            yield cover.new(mention.start, mention.start + whole, Kind.ORG, mention.confidence)
            whole = whole_of(name[:whole])


def _has_its_head_named(folded: str, end: int, place: str) -> bool:
    """Whether a body's title at `end` is followed by the title of who heads its place: 市长 in
    云岭市委副书记、市长.
    """
    level = level_of(full_place(place))
    return (
        level is not None
        and re.match(f"[^，。；]{{1,12}}、(?:常务副|副|代理?)?{level}长", folded[end : end + 20]) is not None
    )


def _places_of_zone(name: str) -> Sequence[tuple[int, int]]:
    """The places that a zone or an institution is named after: 成都市 of 成都市高新区."""
    what = max((w for w in words("generic", "facilities", "bare") if name.endswith(w)), key=len, default="")
    front = name[: _named_after(name)] or name.removesuffix(what)
    if front in ("", name) or is_country(front):
        return ()
    chain = split_chain(front)
    # 滨海新区 is named after the sea, and not after the county of that name.
    known = all(
        any(d.name == front[a:b] or d.level in ("province", "city") for d in gazetteer().named(front[a:b]))
        for a, b in chain
    )
    return chain if known else ()


def _named_after(name: str) -> int:
    """Where the place ends that a zone of a kind is named after: 岚水湖|旅游度假区; 0 for no such zone."""
    return next((cut for cut in range(2, len(name) - 2) if zone_of_a_kind(name, cut) == len(name)), 0)


def _levels(name: str, alone: frozenset[str]) -> Sequence[tuple[int, int]]:
    """The levels of a chain; a place in front of one that stands alone elsewhere is a level:
    南浔|嘉业藏书楼.
    """
    if _NUMBERED_ROAD.match(name):
        return [(0, len(name))]
    front = _named_after(name)
    if front:
        # 泗水县|龙湾湖乡村振兴示范区: what kind of zone it is is no level.
        *outer, (start, _) = split_chain(name[:front])
        return [*outer, (start, len(name))]
    places = leading_places(name)
    if places and places[-1][1] < len(name) and name[places[-1][1] :] in alone:
        return [*places, (places[-1][1], len(name))]
    return split_chain(name)


def _is_foreign_company(name: str, first: tuple[int, int]) -> bool:
    country = name[slice(*first)]
    rest = name[first[1] :]
    company = len(rest) > 3 and rest.endswith(("公司", "集团")) and not names_a_trade(rest)
    return is_country(country) and country != "中国" and company
