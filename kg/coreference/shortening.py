"""How the names of organizations are shortened: long and short words, company forms, abbreviations.

All functions take names folded by `kg.text.fold`; none looks at a document. Whether two names that could be
one are one is for the caller to decide, who knows what else is named.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from itertools import combinations

from kg.gazetteer import gazetteer
from kg.lexicon import alternation, table, words
from kg.ner.bodies import tail_after
from kg.ner.places import leading_places

# 第十八届人民代表大会, 省十四届人大: the session changes, the body stays.
_SESSION = re.compile("第?[一二三四五六七八九十百]+届(?=全国|人民代表大会|人大|政协|委员会|中央)")
# 省原粮食局: a body that has another name today. 原平市 is a city.
_FORMERLY = re.compile("(?<=[省市县区州旗])原")
# 栖山县|宏远化工: a county that no list knows, before a name that says something by itself.
_UNLISTED = re.compile("[\u4e00-\u9fff]{2,3}?(?<!城)[市县区](?=[\u4e00-\u9fff]{3,})")
# 振源（长治）粮油公司: where the company of the group is.
_SEATED = re.compile("[(（](?P<place>[\u4e00-\u9fff]{2,4})[)）]")
_BRACKETS = re.compile("[()（）]")
_COUNTY_HOSPITAL = re.compile("(?<=[县旗])医院$")
_AND = re.compile("[和与、]")


def normal_form(name: str) -> str:
    """The name by which long and short forms of one body are told to be the same.

    >>> normal_form("中共长治市委员会"), normal_form("长治市卫生健康委员会")
    ('长治市委', '长治市卫健委')
    >>> normal_form("长治市第十五届人民代表大会常务委员会")
    '长治市人大常委会'
    """
    for prefix in words("short_forms", "prefixes"):
        if name.startswith(prefix) and len(name) > len(prefix) + 1:
            name = name[len(prefix) :]
    name = _of_china().sub("", without_session(name))
    for edition in words("short_forms", "editions"):
        if name.endswith(words("press", "endings"), 0, -len(edition)) and name.endswith(edition):
            name = name.removesuffix(edition)
    name = _COUNTY_HOSPITAL.sub("人民医院", name)
    name = _FORMERLY.sub(lambda m: "" if tail_after(name, m.end()) else m.group(), name)
    name = _long_forms().sub(lambda m: table("short_forms")["functions"][m.group()], name)
    # 长治市委员会, 农业农村委员会; a 业主委员会 is none.
    if name.endswith("委员会") and name[:-3].endswith(_before_committees()):
        name = name.removesuffix("员会")
    return without_group(name)


def without_group(name: str) -> str:
    """Without the leading group that speaks for a body.

    >>> without_group("长治市文物局党组"), without_group("党组")
    ('长治市文物局', '党组')
    """
    for group in words("short_forms", "suffixes"):
        body = name.removesuffix(group)
        if body != name and (len(body) > 3 or (len(body) == 3 and body.endswith("部"))):
            return body
    return name


def without_session(name: str) -> str:
    """Without the number of an assembly's session: 长治市第十五届人大 is 长治市人大."""
    return _SESSION.sub("", name)


@cache
def _of_china() -> re.Pattern[str]:
    """The country before a body of the state, which its press leaves out: 中国|外交部."""
    fronts, endings = (alternation(words("short_forms", "of_china", key)) for key in ("fronts", "endings"))
    return re.compile(f"^中国(?=(?:{fronts})|[\u4e00-\u9fff]{{2,4}}部$|[\u4e00-\u9fff]{{2,}}(?:{endings})$)")


@cache
def _before_committees() -> tuple[str, ...]:
    small = words("bodies", "small")
    levels = (level for level in table("bodies")["levels"] if level not in small)
    return (*levels, *words("bodies", "functions", "stems"))


@cache
def _long_forms() -> re.Pattern[str]:
    return re.compile(alternation(table("short_forms")["functions"]) + "(?![\u4e00-\u9fff]*公司)")


@dataclass(frozen=True, slots=True)
class Company:
    """A company's name taken apart: 振东, a group, of 山西振东集团股份有限公司."""

    core: str
    group: bool


@cache
def company(name: str) -> Company | None:
    """The company that a name names by its legal form; None without one.

    >>> company("山西振东集团股份有限公司"), company("振东"), company("岚水发展")
    (Company(core='振东', group=True), None, None)
    """
    # A branch is no company, and half a name (华润(集团) says nothing.
    if name.endswith(words("short_forms", "branches")) or len(re.findall("[(（]", name)) != len(
        re.findall("[)）]", name)
    ):
        return None
    bare = _BRACKETS.sub("", _SEATED.sub(lambda m: "" if gazetteer().named(m["place"]) else m.group(), name))
    core = bare[len(territory_of(bare)) :]
    for ending in words("short_forms", "company", "endings"):
        if core.endswith(ending) and len(core) > len(ending):
            return Company(core[: -len(ending)], "集团" in ending)
    return None


@cache
def territory_of(name: str) -> str:
    """The places that a name begins with, as they are written: 长治市 of 长治市教育局."""
    places = leading_places(name)
    unlisted = _UNLISTED.match(name)
    return name[: places[-1][1]] if places else unlisted.group() if unlisted else ""


@cache
def abbreviates(short: str, long: str) -> bool:
    """Whether the short name is made of the words of the long one, the first and the last among them.

    Such names are built of words of two characters. Each gives its first character or all of it; words in
    between may be left out, and what says little (管理, 事务) at the end. The territory must be the same.

    >>> abbreviates("长治市教体局", "长治市教育和体育局"), abbreviates("长治市教育局", "长治市教育和体育局")
    (True, False)
    >>> abbreviates("长治城投集团", "长治城市建设投资集团有限公司")
    True
    """
    # 岚水县 is known to be a place from one of the two only: what follows it in the other may say too little.
    place = max(territory_of(short), territory_of(long), key=len)
    if not (short.startswith(place) and long.startswith(place)):
        return False
    one, other = (_stem(name[len(place) :]) for name in (short, long))
    if one is None or other is None or one[1] != other[1] or not 2 <= len(one[0]) < len(other[0]):
        return False
    units = _units(other[0])
    while len(units) > 1:
        if _spells(one[0], units):
            return True
        if units.pop() not in words("short_forms", "abbreviated", "weak"):
            return False
    return False


@cache
def abbreviations(name: str) -> tuple[str, ...]:
    """The usual short forms of a body of a place, of the first characters of its words, at least of two.

    >>> abbreviations("长治市教育和体育局"), abbreviations("长治市文化广电和旅游局")
    (('长治市教体局',), ('长治市文广旅局', '长治市文旅局'))
    >>> abbreviations("长治市公安局"), abbreviations("教育体育局")
    ((), ())
    """
    place = territory_of(name)
    stem = _stem(name[len(place) :]) if place else None
    if stem is None:
        return ()
    units = _units(stem[0])
    while len(units) > 2 and units[-1] in words("short_forms", "abbreviated", "weak"):
        units.pop()
    if not 2 <= len(units) <= _MOST_WORDS or len(stem[0]) < 4:
        return ()
    inner = [unit[0] for unit in units[1:-1]]
    chosen = {"".join(kept) for size in range(len(inner) + 1) for kept in combinations(inner, size)}
    found = {f"{place}{units[0][0]}{middle}{units[-1][0]}{stem[1]}" for middle in chosen}
    return tuple(sorted(found, key=lambda short: (-len(short), short)))


# More words than these make no name that anybody shortens.
_MOST_WORDS = 5


def spells_out(short: str, long: str) -> bool:
    """Whether the long name is a company's whose short name, without the words for what it does in general
    and for its legal form, is the short one.

    >>> spells_out("岚水物业", "岚水物业服务股份有限公司"), spells_out("岚水物业", "岚水物业建筑公司")
    (True, False)
    >>> spells_out("禾丰合作社", "岚水县禾丰种植专业合作社")
    True
    """
    fronts = (0, len(territory_of(long)))
    stem = short.removesuffix(_COOPERATIVE)
    if stem != short and long.endswith(_COOPERATIVE):
        return len(short) < len(long) and len(stem) >= _STEM and any(long.startswith(stem, n) for n in fronts)
    return len(short) >= _TELLING and any(
        long.startswith(short, n) and _enlarged().fullmatch(long, n + len(short)) is not None for n in fronts
    )


@cache
def _enlarged() -> re.Pattern[str]:
    """What a company's full name adds to the name that it goes by."""
    what = alternation(words("short_forms", "company", "general"))
    return re.compile(f"(?:{what}){{0,2}}(?:[(（]?集团[)）]?)?(?:控股)?(?:股份)?(?:有限)?(?:责任)?公司")


# Shorter names begin the names of too many companies.
_TELLING = 4
# 禾丰合作社 is the one that farms, sells and ploughs under that name.
_COOPERATIVE, _STEM = "合作社", 2


def is_role(name: str) -> bool:
    """Whether a name says what somebody is for the occasion, so that it is another in another article.

    >>> is_role("中国代表团"), is_role("国铁集团")
    (True, False)
    """
    return name.endswith(words("generic", "roles"))


def _stem(name: str) -> tuple[str, str] | None:
    """What stands before the word for the sort of body, and that word; None for a name without one."""
    firm = company(name)
    if firm is not None:
        return firm.core, "集团" if firm.group else "公司"
    for head in words("short_forms", "abbreviated", "heads"):
        if name.endswith(head) and len(name) > len(head):
            return name[: -len(head)], _SHORT_HEADS.get(head, head)
    return None


_SHORT_HEADS = {"委员会": "委", "学校": "校"}


def _units(stem: str) -> list[str]:
    """The words of a name, of two characters each; 信息化 is 信息."""
    found = []
    for part in _AND.split(stem):
        part = part.removesuffix("化") if len(part) % 2 else part
        found += [part[i : i + 2] for i in range(0, len(part), 2)]
    return found


def _spells(short: str, units: list[str]) -> bool:
    """Whether `short` takes something of the first and of the last unit and of those between in order."""
    ends = {size for size in (1, 2) if short[:size] and units[0].startswith(short[:size])}
    for unit in units[1:-1]:
        ends |= {end + n for end in ends for n in (1, 2) if short[end : end + n] == unit[:n] != ""}
    last = units[-1]
    return any(short[end:] in (last, last[:1]) for end in ends if end < len(short))
