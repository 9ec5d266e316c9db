"""Small mends of what a recognizer found, from what the document says elsewhere and from general rules of
names.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace
from functools import cache

from kg.gazetteer import gazetteer, is_country
from kg.lexicon import alternation, table, words
from kg.lexicon.titles import title_pattern
from kg.ner.bodies import bodies
from kg.ner.generic import is_generic
from kg.ner.places import leading_places, level_of
from kg.records import Kind, Mention

# 示例公司|CEO: the title of its head is no part of a company's name.
_LATIN_TITLE = re.compile("(?<=[\u4e00-\u9fff]{2})C[EFOTIM]O$")
# Above this a recognizer is believed against the rest of the document.
_SURE = 0.95
_LONG = 5
_LONGEST_DIVISION = 12
_JOINS_NOTHING = re.compile("和[，。；：、！？）]")
_TAIL = {Kind.PER: 1, Kind.ORG: 2, Kind.LOC: 0}


def plausible(mention: Mention) -> Mention | None:
    """An organization without a clinical department or a verb in front; nothing for one character or a
    spaced-out title.

    >>> plausible(Mention(0, 9, Kind.ORG, "云岭市人民医院儿科")).text
    '云岭市人民医院'
    >>> [plausible(Mention(0, len(name), Kind.ORG, name)).text for name in ("联合教育部", "联合大学")]
    ['教育部', '联合大学']
    """
    mention = _without_mission(_without_room(_without_office(_without_front(mention))))
    if mention.kind is not Kind.LOC and len(mention.text) < 2:
        return None
    # 侯某|很有感触: what no name ends in.
    if mention.kind is Kind.PER and len(mention.text) > 2 and mention.text[-1] in "很也就":
        mention = replace(mention, end=mention.end - 1, text=mention.text[:-1])
    if mention.kind is Kind.PER and title_pattern().fullmatch(mention.text.replace(" ", "")):
        return None
    title = _LATIN_TITLE.search(mention.text) if mention.kind is Kind.ORG else None
    if title is not None:
        return replace(mention, end=mention.start + title.start(), text=mention.text[: title.start()])
    match = _department().fullmatch(mention.text) if mention.kind is Kind.ORG else None
    if match is None:
        return mention
    end = mention.start + match.end("hospital")
    return replace(mention, end=end, text=match["hospital"])


def _without_office(mention: Mention) -> Mention:
    """Without the office of a state that the recognizer took into the name of who holds it: 埃米尔|塔米姆,
    威廉|国王. What is left must be more than a surname (李主席).
    """
    named = _with_office().fullmatch(mention.text) if mention.kind is Kind.PER else None
    if named is None:
        return mention
    start, end = named.span("name")
    return replace(mention, start=mention.start + start, end=mention.start + end, text=named["name"])


def _without_room(mention: Mention) -> Mention:
    """Without the room of an institution in which something takes place: 岚水博物馆|展厅."""
    named = _with_room().fullmatch(mention.text) if mention.kind is not Kind.PER else None
    if named is None:
        return mention
    return replace(mention, end=mention.start + named.end("whole"), text=named["whole"])


def _without_mission(mention: Mention) -> Mention:
    """The region of those who help in another: 云岭省|援疆 is no body."""
    words_ = words("generic", "missions")
    region = next((mention.text.removesuffix(w) for w in words_ if mention.text.endswith(w)), "")
    places = leading_places(region) if mention.kind is Kind.ORG else ()
    if not places or places[-1][1] != len(region):
        return mention
    return replace(mention, end=mention.start + len(region), text=region, kind=Kind.LOC)


@cache
def _with_room() -> re.Pattern[str]:
    owners, rooms = (alternation(words("generic", "rooms", key)) for key in ("owners", "words"))
    return re.compile(f"(?P<whole>.{{2,}}(?:{owners}))(?:{rooms})")


@cache
def _with_office() -> re.Pattern[str]:
    offices = alternation((*words("titles", "state_offices"), *words("titles", "rulers")))
    return re.compile(f"(?:{offices})?(?P<name>.{{2,}}?)(?:{offices})?")


@cache
def _department() -> re.Pattern[str]:
    """A hospital with a department, which belongs to the title of who works there: 和济医院|内科|主治医师."""
    hospitals = alternation(words("bodies", "hospitals", "endings"))
    departments = alternation(words("bodies", "hospitals", "departments"))
    return re.compile(f"(?P<hospital>.*(?:{hospitals}))[\u4e00-\u9fff]{{1,6}}?(?:{departments}).{{0,2}}")


def _without_front(mention: Mention) -> Mention:
    """Without a verb that the recognizer took into the name; what is left must be a name by itself."""
    if mention.kind is Kind.PER:
        return mention
    sign = next(
        (s for s in words("generic", "fronts", "before_the_party") if mention.text.startswith(s + "中共")), ""
    )
    if sign:
        return replace(mention, start=mention.start + len(sign), text=mention.text[len(sign) :])
    fronts = words("generic", "fronts", "before_places" if mention.kind is Kind.LOC else "before_bodies")
    front = next((f for f in fronts if mention.text.startswith(f)), "")
    rest = mention.text[len(front) :]
    alone = level_of(rest) or _names_a_body(rest)
    # 推进|村卫生室: what is named by its level is a body too, and any such thing is dropped by and by.
    named = any(body.start == 0 and body.end == len(rest) for body in bodies(rest))
    # 联合|大学 may be a name.
    other = named or (is_generic(rest, Kind.ORG) and front not in words("generic", "fronts", "also_names"))
    alone = alone or (mention.kind is Kind.ORG and other and not _joint(rest))
    return replace(mention, start=mention.start + len(front), text=rest) if front and alone else mention


def _names_a_body(rest: str) -> bool:
    """Whether what is left behind a verb is a body by itself: 教育部, 甲市某局, 国家某局."""
    office = len(rest) > 2 and rest.endswith(words("generic", "fronts", "left_over")) and not _joint(rest)
    return bool(leading_places(rest)) or rest.startswith(("国家", "中国")) or office


def apart(mention: Mention) -> tuple[Mention, ...]:
    """The two organizations that the recognizer took for one, with the verb between them or one right behind
    the other, else the one.

    >>> [m.text for m in apart(Mention(0, 12, Kind.ORG, "国家文物局联合中央文明办"))]
    ['国家文物局', '中央文明办']
    >>> [m.text for m in apart(Mention(0, 8, Kind.ORG, "云岭市委市政府办"))]
    ['云岭市委', '市政府办']
    >>> [len(apart(Mention(0, len(name), Kind.ORG, name))) for name in ("云岭大学联合实验室", "云岭残联")]
    [1, 1]
    """
    if mention.kind is not Kind.ORG:
        return (mention,)
    for verb in words("generic", "fronts", "joins"):
        one, found, other = mention.text.partition(verb)
        wholes = (*words("bodies", "parts", "heads"), *words("generic", "fronts", "joined"))
        if found and one.endswith(wholes) and (_names_a_body(other) or other.startswith("中央")):
            end, start = mention.start + len(one), mention.end - len(other)
            return replace(mention, end=end, text=one), replace(mention, start=start, text=other)
    both = _authorities().fullmatch(mention.text)
    if both is None:
        return (mention,)
    cut = mention.start + both.start("other")
    return replace(mention, end=cut, text=both["one"]), replace(mention, start=cut, text=both["other"])


@cache
def _authorities() -> re.Pattern[str]:
    """Two authorities of one place without a mark between them: 云岭市委|市政府, 中共中央|国务院."""
    levels = alternation(table("bodies")["levels"])
    government = alternation(words("bodies", "authorities", "government"))
    return re.compile(
        "(?P<one>.*(?:委|党工委)|中共中央|党中央)"
        f"(?P<other>(?:{levels})(?:{government}).{{0,4}}|办事处|国务院)"
    )


def _joint(rest: str) -> bool:
    """Whether 联合 belongs to the name: 联合指挥部 is joint itself, and in 联合国 there is no verb."""
    return rest.startswith("国") or rest in words("generic", "fronts", "joint")


def trimmed(mentions: Sequence[Mention]) -> list[Mention]:
    """The mentions without a stray character behind a name that the document has at least as often without
    it.

    >>> found = [Mention(0, 3, Kind.PER, "廖松星"), Mention(9, 12, Kind.PER, "廖松星"),
    ...          Mention(20, 24, Kind.PER, "廖松星刚", 0.6)]
    >>> trimmed(found)[-1].text
    '廖松星'
    """
    counts = Counter((mention.kind, mention.text) for mention in mentions)
    return [_without_head(_without_tail(mention, counts), counts) for mention in mentions]


def lengthened(mentions: Sequence[Mention], folded: str) -> list[Mention]:
    """People whose name was cut short where the document has the whole of it more often: 史云|会; before a
    mark 和 joins nothing, and belongs to the name: 廖松|和，. Places of a chain whose level word was read as
    the next word: 海东|市民|和县.

    >>> cut = Mention(0, 2, Kind.PER, "廖松")
    >>> whole = [Mention(n, n + 3, Kind.PER, "廖松星") for n in (4, 8)]
    >>> lengthened([cut, *whole], "廖松星,廖松星,廖松星")[0].text
    '廖松星'
    """
    counts = Counter(mention.text for mention in mentions if mention.kind is Kind.PER)
    found = []
    for mention in mentions:
        if mention.kind is Kind.PER and len(mention.text) == 2 and _JOINS_NOTHING.match(folded, mention.end):
            found.append(replace(mention, end=mention.end + 1, text=mention.text + "和"))
            continue
        if mention.kind is Kind.LOC:
            end = _chain_end(mention, folded)
            found.append(replace(mention, end=end, text=folded[mention.start : end]) if end else mention)
            continue
        longer = [
            name
            for name in counts
            if mention.kind is Kind.PER
            and len(name) == len(mention.text) + 1
            and name.startswith(mention.text)
            and counts[name] > counts[mention.text]
            and folded.startswith(name, mention.start)
        ]
        whole = max(longer, key=lambda name: (counts[name], name), default=mention.text)
        found.append(replace(mention, end=mention.start + len(whole), text=whole))
    return found


def _chain_end(place: Mention, folded: str) -> int | None:
    """Where a chain ends that goes on from a division's short name with its level word and a division in it.

    >>> _chain_end(Mention(0, 2, Kind.LOC, "海东"), "海东市民和县在清理")
    6
    """
    middle = place.end + 1
    whole = [d for d in gazetteer().named(folded[place.start : middle]) if d.level == "city"]
    if not whole or len(place.text) < 2 or level_of(place.text):
        return None
    levels = tuple(level for level, sorts in table("bodies")["levels"].items() if "county" in sorts)
    for size in range(_LONGEST_DIVISION, 1, -1):
        inner = folded[middle : middle + size]
        if inner.endswith(levels) and any(
            gazetteer().is_within(d.code, city.code)
            for d in gazetteer().named(inner)
            if d.level == "county"
            for city in whole
        ):
            return middle + size
    return None


def _without_head(mention: Mention, counts: Counter[tuple[Kind, str]]) -> Mention:
    """Without a label in front that the document elsewhere leaves out: 定点医院|长治医学院附属和平医院."""
    if mention.kind is not Kind.ORG:
        return mention
    known = [
        name for kind, name in counts if kind is Kind.ORG and len(name) >= _LONG and name != mention.text
    ]
    joints = words("bodies", "parts", "joints")
    for name in sorted(known, key=lambda n: (-len(n), n)):
        front = mention.text[: -len(name)]
        label = is_generic(front, Kind.ORG) or (not front.endswith(joints) and not leading_places(front))
        if mention.text.endswith(name) and len(front) >= 2 and label:
            return replace(mention, start=mention.start + len(front), text=name)
    return mention


def _without_tail(mention: Mention, counts: Counter[tuple[Kind, str]]) -> Mention:
    if mention.confidence >= _SURE:
        return mention
    for size in range(1, _TAIL[mention.kind] + 1):
        shorter = mention.text[:-size]
        if len(shorter) >= 2 and counts[mention.kind, shorter] >= counts[mention.kind, mention.text]:
            return replace(mention, end=mention.end - size, text=shorter)
    return mention


_BETWEEN_NAMES = re.compile("[·—]")


def rekinded(mentions: Sequence[Mention]) -> list[Mention]:
    """People who are places elsewhere in the document are places: 岚水 beside 岚水县; what is built is a
    place too.

    >>> rekinded([Mention(0, 3, Kind.LOC, "岚水县"), Mention(9, 11, Kind.PER, "岚水", 0.7)])[1].kind
    <Kind.LOC: 'LOC'>
    """
    short_places, last_names = _short_places(mentions), _last_names(mentions)
    shares = Counter[tuple[str, Kind]]()
    for mention in mentions:
        shares[mention.text, mention.kind] += round(mention.confidence * 100)
    kinds = [_kind_elsewhere(mention, short_places, last_names) for mention in mentions]
    found = []
    for mention, kind in zip(mentions, kinds, strict=True):
        name = mention.text
        # 西村某某 is a person where the document mostly says so, and no village.
        if kind is Kind.LOC is mention.kind and len(name) > 2 and shares[name, Kind.PER] > shares[name, kind]:
            kind = Kind.PER
        found.append(mention if kind is mention.kind else replace(mention, kind=kind))
    return found


def _kind_elsewhere(mention: Mention, short_places: Collection[str], last_names: Collection[str]) -> Kind:
    """The kind that the ending of a name says, or that its document gives it elsewhere."""
    kind, name = mention.kind, mention.text
    place = name.endswith(words("generic", "facilities", "endings")) or is_country(name)
    if (kind is Kind.PER and name in short_places) or (kind is Kind.ORG and place):
        return Kind.LOC
    if kind is Kind.LOC and name.endswith(words("bodies", "surely", "endings")):
        return Kind.ORG
    if kind is Kind.LOC and len(name) > 1 and name in last_names:
        return Kind.PER
    return kind


def _short_places(mentions: Iterable[Mention]) -> set[str]:
    """The short names of the places that the document names, in bodies' names too: 岚水 of 岚水县."""
    names = {mention.text for mention in mentions if mention.kind is not Kind.PER}
    levels = table("bodies")["levels"]
    found = {name[: -len(level)] for name in names for level in levels if name.endswith(level)}
    return found | {name[:cut] for name in names if (cut := _place_end(name))}


def _last_names(mentions: Iterable[Mention]) -> set[str]:
    """The last names of foreigners who are named in full: 加西亚 beside 安娜·加西亚 is she."""
    parts = [_BETWEEN_NAMES.split(mention.text) for mention in mentions if mention.kind is Kind.PER]
    return {names[-1] for names in parts if len(names) > 1}


def _place_end(name: str) -> int:
    """Where the short name of the place ends that a body's name begins with: 岚水 of 岚水县人民医院; 0 for
    none.
    """
    first = next(iter(leading_places(name)), None)
    level = level_of(name[slice(*first)]) if first else None
    return first[1] - len(level) if first and level and first[0] == 0 else 0


def english_kinds(mentions: Iterable[Mention]) -> list[Mention]:
    """English names with the kind that their last word says, people without the office before their name.

    >>> english_kinds([Mention(0, 14, Kind.PER, "Chengyang Post")])[0].kind
    <Kind.ORG: 'ORG'>
    """
    return [_english(mention) for mention in mentions]


def _english(mention: Mention) -> Mention:
    for title in words("english", "titles"):
        if mention.text.startswith(title + " "):
            size = len(title) + 1
            mention = replace(mention, start=mention.start + size, text=mention.text[size:], kind=Kind.PER)
    last = mention.text.rstrip(".").rsplit(" ", 1)[-1]
    for kind in (Kind.LOC, Kind.ORG):
        if " " in mention.text and last in words("english", "endings", kind.value):
            return replace(mention, kind=kind)
    return mention
