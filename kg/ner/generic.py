"""What names no one thing: any village, any department, the reign of an emperor, a part of another word."""

from __future__ import annotations

import re
from functools import cache, lru_cache

from kg.gazetteer import is_country
from kg.lexicon import alternation, expression, table, words
from kg.ner.places import leading_places
from kg.records import Kind, Mention


def misread(text: str, mention: Mention) -> bool:
    """Whether what follows shows that a mention is no name: the reign of an emperor, a year of
    the cycle, 奥 of 奥运会, 太阳 of 太阳能.

    >>> misread("建于光绪九年", Mention(2, 4, Kind.PER, "光绪"))
    True
    >>> misread("奥运会", Mention(0, 1, Kind.LOC, "奥")), misread("中奥两国", Mention(1, 2, Kind.LOC, "奥"))
    (True, False)
    """
    if mention.kind is Kind.LOC and mention.text.replace(".", "").isdecimal():
        return True
    if _names_a_storm(text, mention) or _is_counted(text, mention) or _tells_of_a_people(text, mention):
        return True
    # 自然资源部|门便办理: any department.
    if mention.kind is Kind.ORG and mention.text.endswith("部") and text.startswith("门", mention.end):
        return True
    if text.startswith(tuple(table("generic")["not_before"].get(mention.text, ())), mention.end):
        return True
    if mention.kind is Kind.PER and len(mention.text) == 2:
        return _reign().match(text, mention.end) is not None or _is_year_of_cycle(mention.text)
    if mention.kind is Kind.LOC and len(mention.text) == 1:
        alone = table("generic")["one_character"]
        onward = tuple(alone["not_before"].get(mention.text, ()))
        return mention.text in alone["never"] or text.startswith(onward, mention.end)
    return False


def _names_a_storm(text: str, mention: Mention) -> bool:
    """台风“|杜苏芮|”, “|杜苏芮|”台风."""
    storms = words("generic", "storms")
    before = text[max(0, mention.start - 4) : mention.start].rstrip('“‘"')
    return before.endswith(storms) or text[mention.end : mention.end + 4].lstrip('”’"').startswith(storms)


def _is_counted(text: str, mention: Mention) -> bool:
    """Whether a number of such bodies is spoken of: 组织25所|江苏职业院校."""
    if mention.kind is not Kind.ORG or not mention.text.endswith(words("generic", "counted", "endings")):
        return False
    return _count().search(text, max(0, mention.start - 8), mention.start) is not None


@cache
def _count() -> re.Pattern[str]:
    measures = alternation(words("generic", "counted", "measures"))
    return re.compile(f"[0-9二两三四五六七八九十百千几多余]个?(?:{measures})$")


def _tells_of_a_people(text: str, mention: Mention) -> bool:
    """Whether a place only says whose descendants or whose language is meant: 非洲|裔, 维吾尔语."""
    if mention.kind is not Kind.LOC:
        return False
    language = len(mention.text) > 2 and mention.text.endswith(words("generic", "peoples", "languages"))
    return language or text.startswith(words("generic", "peoples", "behind"), mention.end)


@cache
def _reign() -> re.Pattern[str]:
    """What follows an emperor's name where the reign is meant: 光绪|九年, 同治|年间."""
    return re.compile(expression("generic", "calendar", "behind_reigns"))


def _is_year_of_cycle(name: str) -> bool:
    """Whether two characters name a year of the sexagenary cycle: 庚子, 辛丑."""
    calendar = table("generic")["calendar"]
    return name[0] in calendar["stems"] and name[1] in calendar["branches"]


def names_a_trade(company: str) -> bool:
    """Whether a company's name says only what it does, so that it is none without its country.

    >>> names_a_trade("航空公司"), names_a_trade("埃克森美孚公司")
    (True, False)
    """
    return _trade_company().fullmatch(company) is not None


@cache
def _trade_company() -> re.Pattern[str]:
    owners, trades = (alternation(words("generic", "trades", key)) for key in ("owners", "words"))
    return re.compile(f"(?:{owners})?(?:{trades})+(?:总?公司|集团)")


@lru_cache(maxsize=1 << 16)
def is_generic(name: str, kind: Kind) -> bool:
    """Whether a folded name names no one thing: 乡镇, 村两委, 疫情防控领导小组.

    >>> is_generic("乡镇", Kind.LOC), is_generic("柳堰镇", Kind.LOC)
    (True, False)
    """
    if kind is Kind.PER:
        return name in words("generic", "people", "words")
    if kind is Kind.LOC:
        return name in words("generic", "places") or name in words("generic", "facilities", "bare")
    return (
        name in words("generic", "bodies", "words")
        or names_a_trade(name)
        # 中国队 plays football in one article and table tennis in the next.
        or (name.endswith("队") and is_country(name[:-1]))
        or name.endswith(words("generic", "bodies", "anywhere"))
        or name.endswith(words("generic", "bodies", "endings"))
        or name.startswith(words("generic", "bodies", "pointing"))
        or _departments().fullmatch(_without_places(name)) is not None
    )


def _without_places(name: str) -> str:
    places = leading_places(name)
    return name[places[-1][1] :] if places else name


@cache
def _departments() -> re.Pattern[str]:
    """Any office with a function, wherever it is: 市场监管部门, 省文物部门, 德清气象部门."""
    stems, words_ = (
        alternation(words("bodies", "functions", "stems")),
        alternation(words("generic", "departments", "words")),
    )
    return re.compile(f"[省市县区]?(?:(?:{stems})[和与]?)+(?:{words_})")
