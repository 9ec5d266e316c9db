"""Bodies with their place in full: 长治|市委, 县教育局 by what governs, 商务局 by the body before it."""

from __future__ import annotations

import re
from functools import cache

from kg.coreference.context import Context, at_level
from kg.coreference.shortening import normal_form
from kg.coreference.territory import country_of_coordinate, country_spoken_of, place_of_level
from kg.lexicon import alternation, table, words
from kg.ner.bodies import bodies, tail_after
from kg.ner.places import full_place, leading_places, level_of
from kg.records import Kind

# The hospital of a county is its people's hospital; other hospitals have more of a name.
_LEVEL_HOSPITAL = re.compile("(?P<level>[县旗])医院")
_SHORTEST = 3
# A name and the rule by which its place was known: none where the name stays what it is.
Reading = tuple[str, str]


def with_territory(context: Context, index: int) -> Reading:
    """The body's name, in normal form, with its place in full, by the first rule that knows the place."""
    name = context.names[index]
    country = _country_of_sign(context, name)
    if country is not None:
        return country + name[1:], "country-by-sign"
    if leading_places(name):
        return _with_its_own_place(name)
    return (
        _hospital_of_level(context, index)
        or _body_of_level(context, index)
        or _department_of_coordinate(context, index)
        or _body_of_country(context, index)
        or _body_of_coordinate(context, index)
        or _committee_of_residents(context, index)
        or _as_written(name)
    )


def _as_written(name: str) -> Reading:
    normal = normal_form(name)
    return normal, "long-form" if normal != name else ""


def _with_its_own_place(name: str) -> Reading:
    """长治市委 for 长治|市委; what is no body of its place stays as it is written."""
    start, end = leading_places(name)[-1]
    short, function = name[start:end], name[end:]
    if tail_after(name, end) is None and (level_of(short) is not None or not _begins_with_level(function)):
        return _as_written(name)
    place = full_place(short)
    # The short name and the level word of the tail are the place's full name.
    if place != short and function.startswith(place[len(short) :]):
        function = function[len(place) - len(short) :]
    elif place != short:
        # 长治广播电视台: names of institutions are not what the map makes of them.
        place = short
    joined = normal_form(place + function)
    return joined, "body-in-full" if joined != name else ""


def _begins_with_level(function: str) -> bool:
    body = next(iter(bodies(function)), None)
    return body is not None and body.start == 0 and body.tail > 0


def _hospital_of_level(context: Context, index: int) -> Reading | None:
    """县医院, which is the people's hospital of the county."""
    name = context.names[index]
    hospital = _LEVEL_HOSPITAL.fullmatch(name)
    if hospital is None:
        return None
    full = "人民医院"
    governed = place_of_level(context, hospital["level"], full, context.mentions[index].start)
    return (normal_form(governed[0] + full), governed[1]) if governed else (name, "")


def _body_of_level(context: Context, index: int) -> Reading | None:
    """市教育局, 团县委: a body that names its place by the level alone, which is the place of the body just
    before (福建省委书记、|省人大常委会主任) or the one that governs.
    """
    name = context.names[index]
    body = next(iter(bodies(name)), None)
    if body is None or body.start != 0 or body.tail == 0 or not body.level:
        return None
    # A comma begins a clause of its own: 县水利局说，市委已派人.
    shared = _coordinated_place(context, index)
    listed = context.folded[context.mentions[index].start - 1] in "、兼"
    if shared is not None and listed and at_level(shared, body.level):
        governed: Reading | None = shared, "territory-of-coordinate"
    else:
        governed = place_of_level(context, body.level, name[body.tail :], context.mentions[index].start)
    if governed is None:
        return normal_form(name), ""
    place, rule = governed
    league = name[: body.tail - len(body.level)]
    return normal_form(league + place + name[body.tail :]), rule


def _department_of_coordinate(context: Context, index: int) -> Reading | None:
    """组织部 in 县委常委、组织部部长."""
    name = context.names[index]
    if name not in words("bodies", "departments", "of_committee"):
        return None
    committee = _coordinated_committee(context, index)
    return None if committee is None else (committee + name, "department-of-coordinate")


def _body_of_country(context: Context, index: int) -> Reading | None:
    """国防部 in 波兰副总理兼国防部长; 参议院, which China has none of, by the country that is spoken of."""
    country = country_of_coordinate(context, index)
    if country is not None:
        return country + context.names[index], "territory-of-coordinate"
    if context.names[index] not in words("bodies", "state_bodies", "abroad"):
        return None
    country = country_spoken_of(context, context.mentions[index].start)
    return None if country is None else (country + context.names[index], "territory-in-text")


def _body_of_coordinate(context: Context, index: int) -> Reading | None:
    """商务局 in 市财政局、商务局."""
    name = context.names[index]
    tail = tail_after(name, 0)
    if tail is None or tail.end != len(name):
        return None
    shared = _coordinated_place(context, index)
    return None if shared is None else (normal_form(shared + name), "territory-of-coordinate")


def _committee_of_residents(context: Context, index: int) -> Reading | None:
    """村委会, 居委会: the committee of the village or the community that is spoken of."""
    name = context.names[index]
    level = table("bodies")["committees"].get(name)
    governed = place_of_level(context, level, name, context.mentions[index].start) if level else None
    return None if governed is None else (normal_form(governed[0] + name), governed[1])


def _country_of_sign(context: Context, name: str) -> str | None:
    """柬埔寨 for 柬人民党, where the document names the country, and the party by itself."""
    country = table("countries")["signs"].get(name[:1])
    named = context.by_name.get((Kind.LOC, country), ()) and context.by_name.get((Kind.ORG, name[1:]), ())
    return country if named and len(name) > _SHORTEST else None


def _coordinated_committee(context: Context, index: int) -> str | None:
    """The committee just before, whose member heads the department: 县委常委、组织部部长."""
    start = context.mentions[index].start
    for i in range(index - 1, -1, -1):
        before = context.mentions[i]
        if before.kind is Kind.ORG and before.end <= start:
            name, _ = with_territory(context, i)
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
            name, _ = with_territory(context, i)
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
