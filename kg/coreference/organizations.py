"""Organizations: bodies that lack their place, long and short forms, endings, and definitions in the text."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from functools import cache

from kg.coreference.context import Context, at_level, governing_name
from kg.lexicon import alternation, table, words
from kg.lexicon.titles import title_pattern
from kg.ner.bodies import bodies, tail_after
from kg.ner.places import full_place, leading_places, level_of
from kg.records import Alias, Kind, Mention

# （以下简称“示例集团”）, （简称示例集团）
_DEFINITION = re.compile(
    "[（(](?:以下|下)?(?:简称|称)(?:为|“|‘|:|：)*(?P<short>[^”’（）()，。]{2,15})[”’]?[）)]"
)
_WIDE = frozenset({"省", "自治区", "市", "州", "盟"})
_SHORTEST = 3
_SHORTEST_CORE = 2


def organization_aliases(context: Context) -> list[Alias]:
    """The full names of the document's organizations."""
    defined = _definitions(context)
    full: dict[int, tuple[str, str]] = {}
    for i, mention in enumerate(context.mentions):
        if mention.kind is Kind.ORG:
            full[i] = _with_territory(context, i)
    inventory = sorted({name for name, _ in full.values()}, key=lambda n: (-len(n), n))
    for i, (name, rule) in full.items():
        short = normal_form(context.names[i])
        if name in defined or short in defined:
            full[i] = defined.get(name) or defined[short], "defined-in-text"
        elif not rule and (longer := _longer_form(name, inventory)) is not None:
            full[i] = longer
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
    """For each normal form the name that the document writes most: 应急管理局 where it never says 应急局."""
    written: dict[str, Counter[str]] = {name: Counter() for name, _ in full.values()}
    for i in full:
        surface = context.folded[context.mentions[i].start : context.mentions[i].end]
        name = surface if surface in written else normal_form(surface)
        if name in written:
            written[name][surface] += 1
    return {
        name: min(counts, key=lambda surface: (-counts[surface], -len(surface), surface)) if counts else name
        for name, counts in written.items()
    }


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
        and _pointed_at(context, match["noun"] or match["bare"], match.start()) is not None
    ]


_DEMONSTRATIVE = "(?:该|本|我|这家|这个)"


@cache
def _pointer() -> re.Pattern[str]:
    nouns = alternation(table("bodies")["pointers"])
    # 该公司 points anywhere; a bare noun only at the beginning of a clause and before a title.
    return re.compile(
        f"(?:{_DEMONSTRATIVE}(?P<noun>{nouns})|(?<![\u4e00-\u9fff])(?P<bare>{nouns})(?=(?:{title_pattern().pattern})))"
    )


def _pointing(name: str) -> str | None:
    """The common noun of a mention that points instead of naming."""
    noun = re.sub(f"^{_DEMONSTRATIVE}", "", name)
    return noun if noun in table("bodies")["pointers"] else None


def _pointed_at(context: Context, noun: str, position: int) -> int | None:
    """The last organization before `position` that the noun can stand for."""
    endings = tuple(table("bodies")["pointers"][noun])
    fitting = [
        i
        for i, m in enumerate(context.mentions)
        if m.kind is Kind.ORG
        and m.end <= position
        and len(context.names[i]) > len(noun) + 1
        and context.names[i].endswith(endings)
        and _pointing(context.names[i]) is None
    ]
    return fitting[-1] if fitting else None


def normal_form(name: str) -> str:
    """The name by which long and short forms of one body are told to be the same.

    >>> normal_form("中共长治市委员会"), normal_form("长治市卫生健康委员会")
    ('长治市委', '长治市卫健委')
    """
    for prefix in words("short_forms", "prefixes"):
        if name.startswith(prefix) and len(name) > len(prefix) + 1:
            name = name[len(prefix) :]
    name = _long_forms().sub(lambda m: table("short_forms")["functions"][m.group()], name)
    name = re.sub("(?<=[省市县区州旗盟])委员会$", "委", name)
    for group in words("short_forms", "suffixes"):
        if name.endswith(group) and len(name) > len(group) + 3:
            name = name[: -len(group)]
    return name


@cache
def _long_forms() -> re.Pattern[str]:
    return re.compile(alternation(table("short_forms")["functions"]) + "(?![\u4e00-\u9fff]*公司)")


def _with_territory(context: Context, index: int) -> tuple[str, str]:
    """The body's name with its place in full, and the rule by which the place was known."""
    mention = context.mentions[index]
    name = context.names[index]
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
    body = next(iter(bodies(name)), None)
    if body is not None and body.start == 0 and body.tail > 0 and body.level:
        governed = _place_of_level(context, body.level, name[body.tail :], mention.start)
        if governed is not None:
            league = name[: body.tail - len(body.level)]
            return normal_form(league + governed + name[body.tail :]), "territory-of-level"
        return normal_form(name), ""
    tail = tail_after(name, 0)
    if tail is not None and tail.end == len(name):
        shared = _coordinated_place(context, index)
        if shared is not None:
            return normal_form(shared + name), "territory-of-coordinate"
    return normal_form(name), "long-form" if normal_form(name) != name else ""


def _place_of_level(context: Context, level: str, function: str, position: int) -> str | None:
    """The place that a body named by its level is of.

    An article speaks of one city as a rule: where it writes the same body in full for one place only, that
    is the place. Of towns and villages it may speak in turn: the governing place is meant.
    """
    in_full: set[str] = set()
    named: list[tuple[int, str]] = []
    for i, m in enumerate(context.mentions):
        if m.kind is Kind.PER:
            continue
        name = context.names[i]
        for start, end in leading_places(name) if m.kind is Kind.ORG else [(0, len(name))]:
            place = full_place(name[start:end])
            if at_level(place, level):
                named.append((m.start, place))
                if m.kind is Kind.ORG and normal_form(name[end:]) == normal_form(function):
                    in_full.add(place)
    if len(in_full) == 1 and level in _WIDE:
        return in_full.pop()
    return governing_name(named, context.folded, position)


def _level_tail(name: str, end: int) -> bool:
    body = next(iter(bodies(name[end:])), None)
    return body is not None and body.start == 0 and body.tail > 0


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
            and level_of(before.text) in ("村", "社区")
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


def _longer_form(name: str, inventory: Sequence[str]) -> tuple[str, str] | None:
    """The one longer name in the document that this is the end or the core of."""
    ending = [other for other in inventory if len(other) > len(name) and other.endswith(name)]
    if len(name) >= _SHORTEST and _single(ending) and _cuts_at_word(ending[0], name):
        return ending[0], "ending-of-longer-name"
    spelled = [other for other in inventory if _place_spelled_out(name, other)]
    if _single(spelled):
        return spelled[0], "place-short-form"
    core = _core(name)
    if len(core) >= _SHORTEST_CORE:
        same = [other for other in inventory if len(other) > len(name) and _core(other) == core]
        if _single(same):
            return same[0], "company-short-form"
    return None


def _place_spelled_out(short: str, long: str) -> bool:
    """Whether the names differ only in the level word of their place: 岚水一中, 岚水县一中."""
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
    own.
    """
    front = longer[: -len(short)]
    places = leading_places(front)
    return bool(places and places[-1][1] == len(front)) or front.endswith(
        ("附属", "直属", "大学", "学院", "集团", "公司", "省", "市", "县", "区")
    )


def _core(name: str) -> str:
    """A company's name without its place and its legal form: 振东 of 山西振东集团股份有限公司."""
    places = leading_places(name)
    core = name[places[-1][1] :] if places else name
    for ending in words("short_forms", "company"):
        if core.endswith(ending):
            return core[: -len(ending)]
    return ""
