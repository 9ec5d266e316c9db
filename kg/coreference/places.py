"""Places: short forms to full forms (襄垣 -> 襄垣县), and places pointed at (该县)."""

from __future__ import annotations

import re
from collections.abc import Iterator

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
        if full != name:
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


def _of_body(context: Context, index: int) -> Iterator[str]:
    """The places that a body's name spells out: 岚水县 of 岚水县水利局, by which 岚水 is known."""
    name = context.names[index]
    for start, end in leading_places(name):
        if level_of(name[start:end]) is not None:
            yield name[start:end]


def _full_name(name: str, named: set[str]) -> tuple[str, str]:
    longer = sorted(
        other
        for other in named
        if other.startswith(name)
        and len(other) - len(name) in (1, 2)
        and level_of(other) == other[len(name) :]
    )
    if len(longer) == 1 and level_of(name) is None and len(name) >= 2:
        return longer[0], "place-short-form"
    if any(d.name == name for d in gazetteer().named(name)):
        return name, ""
    province = table("countries")["provinces"].get(name)
    if province is not None:
        # 京 and 川 are read where the document names the place itself.
        known = any(form in named for d in gazetteer().named(province) for form in d.forms)
        return (province, "province-by-sign") if known else (name, "")
    party = re.fullmatch("(?P<sign>.)方?", name)
    if party:
        country = _country(party["sign"], named)
        if country or name.endswith("方"):
            return (country, "country-by-sign") if country else (name, "")
    division = gazetteer().resolve(name, named - {name})
    if division is not None and division.level != "township" and _is_form(name, division):
        # A district's name is hardly ever shortened: 香山 is a hill unless the document speaks of 香山区's
        # city.
        around = {form for parent in gazetteer().parents(division) for form in parent.forms}
        if division.level == "county" and division.name.endswith("区") and not around & named:
            return name, ""
        return division.name, "division-short-form"
    # 岚水城 is what one sees of 岚水市.
    city = _full_name(name[:-1], named)[0] if name.endswith("城") and len(name) > _SHORTEST - 1 else ""
    if city and city.endswith(("市", "县")) and city.startswith(name[:-1]) and not gazetteer().named(name):
        return city, "division-short-form"
    features = [o for o in named if o.startswith(name) and o[len(name) :] in words("generic", "features")]
    if len(name) >= 2 and level_of(name) is None and len(features) == 1 and not gazetteer().named(name):
        return features[0], "feature-short-form"
    # A longer front is a place's own name more often: 罗泾港区|集装箱码头 is not the only such quay.
    ending = [o for o in named if o.endswith(name) and 2 <= len(o) - len(name) <= _SHORTEST]
    if len(name) >= _SHORTEST and level_of(name) is None and len(ending) == 1 and not is_country(name):
        return ending[0], "ending-of-longer-name"
    return name, ""


def _is_form(name: str, division: Division) -> bool:
    """Whether a name is one of a division's, also the one of a character and its rank: 克州."""
    return name in division.forms or (len(name) == 2 and name.endswith("州") and division.name.endswith("州"))


# 藏书楼 of 嘉业藏书楼; two characters are the end of too much.
_SHORTEST = 3


def _country(sign: str, named: set[str]) -> str | None:
    """The country that a character stands for (中, 美方): one that the document names, else the usual
    reading.
    """
    candidates = sorted(n for n in named if len(n) > 1 and n.startswith(sign) and is_country(n))
    usual = table("countries")["signs"].get(sign)
    if usual is not None and (usual in named or not candidates):
        return str(usual)
    return candidates[0] if len(candidates) == 1 else None


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
