"""Which place a body is of that is named by its level alone: 市教育局, 县委, 镇政府."""

from __future__ import annotations

import re

from kg.coreference.context import Context, at_level, governing_name
from kg.coreference.shortening import normal_form
from kg.gazetteer import gazetteer, is_country
from kg.lexicon import table, words
from kg.ner.places import full_place, leading_places, level_of
from kg.records import Kind


def place_of_level(context: Context, level: str, function: str, position: int) -> tuple[str, str] | None:
    """The place that a body named by its level is of, and the rule; None where nothing tells.

    The text right before may name it (岚水|县政府, which a recognizer cut). An article speaks of one city as
    a rule: where it writes the same body in full for one place only, that is the place. Then comes the place
    that the paper is from if the article names it, then the one that governs there: of towns and villages
    an article may speak in turn. Where it names none of the level, the only one around the places that it
    does name, else the paper's or the dateline's.
    """
    named, in_full = _named(context, level, function)
    places = {name for _, name in named}
    before = context.folded[:position]
    spelled = [p for p in sorted(places) if p.endswith(level) and before.endswith(p.removesuffix(level))]
    if spelled:
        return max(spelled, key=len), "territory-in-text"
    if len(in_full) == 1 and _is_wide(level):
        return in_full.pop(), "territory-of-level"
    home = context.home(level, places)
    if home is not None:
        return home, "territory-of-publisher"
    beside = _in_the_sentence(context, named, position) if level in words("bodies", "small") else None
    if beside is not None:
        return beside, "territory-of-level"
    governed = governing_name(named, context.folded, position)
    if governed is not None:
        return governed, "territory-of-level"
    # The map knows the places of such a level, so that a place inside tells which is meant.
    around = _around(context, level) if level not in words("bodies", "small") else None
    if around is not None:
        return around, "territory-by-map"
    return _from_furniture(context, level)


def _in_the_sentence(context: Context, named: list[tuple[int, str]], position: int) -> str | None:
    """The only village or town that the sentence has named so far: an article goes from one to the next."""
    sentence = context.begun(position)
    begin = sentence.start if sentence is not None else 0
    here = {name for offset, name in named if begin <= offset < position}
    return here.pop() if len(here) == 1 else None


def _is_wide(level: str) -> bool:
    """Whether a level is one of which an article speaks of one place as a rule: 省, 市, 州."""
    return not {"province", "city"}.isdisjoint(table("bodies")["levels"][level])


def _named(context: Context, level: str, function: str) -> tuple[list[tuple[int, str]], set[str]]:
    """The places of a level with their offsets, and those of which this body is named in full."""
    in_full: set[str] = set()
    named: list[tuple[int, str]] = []
    for i, mention in enumerate(context.mentions):
        name = context.names[i]
        if mention.kind is Kind.LOC and at_level(name, level):
            named.append((mention.start, name))
        if mention.kind is not Kind.ORG:
            continue
        for start, end in leading_places(name):
            place = full_place(name[start:end])
            if at_level(place, level):
                named.append((mention.start, place))
                if normal_form(name[end:]) == normal_form(function):
                    in_full.add(place)
    return named, in_full


def _around(context: Context, level: str) -> str | None:
    """The only place of the level that holds places which the document names: 长治市 around 襄垣县."""
    places = {context.names[i] for i, m in enumerate(context.mentions) if m.kind is Kind.LOC}
    found = set()
    for name in places:
        division = gazetteer().resolve(name, places - {name})
        if division is not None and division.name == name:
            found |= {p.name for p in gazetteer().parents(division) if at_level(p.name, level)}
    return found.pop() if len(found) == 1 else None


def _from_furniture(context: Context, level: str) -> tuple[str, str] | None:
    """The place that the paper is named after or the report is dated from, where it is of the level.

    Of a place that no map knows the text must speak too, save that a daily paper is a city's.
    """
    bare = {context.names[i] for i, m in enumerate(context.mentions) if m.kind is not Kind.PER}
    for place, rule in (
        (context.publisher, "territory-of-publisher"),
        (context.dateline, "territory-of-dateline"),
    ):
        if not place:
            continue
        if at_level(full_place(place), level):
            return full_place(place), rule
        unknown = level_of(place) is None and not gazetteer().named(place)
        medium = (context.extraction.document.publisher or "").removeprefix(place)
        daily = rule == "territory-of-publisher" and medium.startswith(words("press", "local", "of_cities"))
        if unknown and (level == "市" if daily else level in ("县", "区", "市") and place in bare):
            return place + level, rule
    return None


def country_spoken_of(context: Context, position: int) -> str | None:
    """The only foreign country that the sentence has named before `position`, else the only one of the
    sentence before."""
    sentence = context.begun(position)
    if sentence is None:
        return None
    for start, end in ((sentence.start, position), *((s.start, s.end) for s in context.before(sentence, 1))):
        named = {_country_of(context, i) for i, m in enumerate(context.mentions) if start <= m.start < end}
        foreign = {country for country in named if country and not country.startswith(("中国", "中华"))}
        if foreign:
            return foreign.pop() if len(foreign) == 1 else None
    return None


def _country_of(context: Context, index: int) -> str | None:
    """The country that a mention names, or that the name of a body begins with."""
    name = context.names[index]
    places = leading_places(name) if context.mentions[index].kind is Kind.ORG else ()
    country = name[slice(*places[0])] if places else name
    return country if is_country(country) else None


def country_of_coordinate(context: Context, index: int) -> str | None:
    """The foreign country of the post just before: 波兰副总理兼|国防部长, 波兰前|国防部长. Of a party abroad
    the party: 越共中央政治局委员、|中央书记处书记.
    """
    mention, name = context.mentions[index], context.names[index]
    before = next((i for i in range(index - 1, -1, -1) if context.mentions[i].end <= mention.start), None)
    if before is None or context.mentions[before].kind is Kind.PER or leading_places(name):
        return None
    gap = context.folded[context.mentions[before].end : mention.start]
    if not re.fullmatch("[^，。；“”、]{0,6}[、兼和](?:政府)?|前|原|时任|现任|新任|候任", gap):
        return None
    other = context.names[before]
    party = re.match("(?!中共).{1,3}共(?=中央)", other)
    if name.startswith("中"):
        # 中央书记处书记、|中组部部长 are of the same party.
        if party is None and other.startswith("中央"):
            return country_of_coordinate(context, before)
        return party.group() if party is not None else None
    places = leading_places(other)
    country = other[slice(*places[0])] if places else other
    if party is not None:
        # 越共中央政治局委员、|国防部部长 is Vietnam's.
        country = table("countries")["signs"].get(party.group()[0], "")
    foreign = is_country(country) and not country.startswith(("中国", "中华"))
    return country if foreign and name.endswith(words("bodies", "state_bodies")) else None
