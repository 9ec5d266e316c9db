"""What of a recognizer's spans is a name: in prose, and without the marks and characters around it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import cache

from kg.gazetteer import gazetteer, is_country
from kg.lexicon import table, words
from kg.ner.generic import misread
from kg.ner.places import leading_places
from kg.ner.prose import prose
from kg.records import Document, Kind, Mention


def in_prose(document: Document, found: Iterable[Mention]) -> Iterator[Mention]:
    stretches = prose(document)
    for mention in found:
        inside = any(s.start <= mention.start and mention.end <= s.end for s in stretches)
        if inside and not misread(document.text, mention):
            trimmed = _trim(document, mention)
            if trimmed is not None:
                yield trimmed


def _trim(document: Document, mention: Mention) -> Mention | None:
    """Without the spaces and quotation marks at its ends, which are nobody's name."""
    text = mention.text
    left = len(text) - len(text.lstrip(" \u3000\xa0“”‘’\"'《》「」,，、。.:："))
    right = len(text.rstrip(" \u3000\xa0“”‘’\"'《》「」,，、。:："))
    if left >= right:
        return None
    # 德林村村|口: the second 村 belongs to what follows.
    following = document.text[mention.start + right : mention.start + right + 1]
    cut = following != "" and following in table("generic")["cut"]["behind_villages"]
    if cut and text[:right].endswith("村村"):
        right -= 1
    if (
        mention.kind is Kind.LOC
        and text[:right].endswith("市")
        and _townsfolk().match(document.text, mention.start + right)
    ):
        right -= 1
    left, right = _paired(text, left, _first_of_chain(text, right) if mention.kind is Kind.ORG else right)
    left, right = left + mention.start, right + mention.start
    right = _whole_word(document.text, left, right)
    left, right = _with_title_marks(document.text, left, right)
    kept = document.text[left:right]
    # 甲国外贸与商务国务部|长: what is left of 商务国务部 is no name.
    if not kept or (kept + "国务部" == text[: len(kept) + 3] and not is_country(kept)):
        return None
    places = leading_places(kept) if right < mention.end and mention.kind is Kind.ORG else ()
    kind = Kind.LOC if places and places[-1][1] == len(kept) else mention.kind
    return replace(mention, start=left, end=right, text=kept, kind=kind)


@cache
def _townsfolk() -> re.Pattern[str]:
    """云岭市|民李明: the 市 belongs to those who live there; 民政, 民营 and the like begin other words."""
    return re.compile(f"民(?![{table('generic')['cut']['behind_cities']}])")


def _whole_word(text: str, left: int, right: int) -> int:
    """Where a name ends whose last word was cut in two: 粤港澳大湾|区, 甲国国务部|长."""
    if text.endswith(words("generic", "cut", "districts"), left, right) and text.startswith("区", right):
        return right + 1
    # 青岛|高新技术产业开发区
    if right - left > 1 and gazetteer().named(text[left:right]):
        zones = (word for word in words("generic", "facilities", "bare") if word[-1] in "区港园")
        following = [zone for zone in zones if text.startswith(zone, right)]
        if following:
            return right + max(map(len, following))
    # 乔治·某某|摄（…）: the credit of a photograph is no part of its maker's name.
    if right - left > 3 and text.endswith("摄", left, right) and text[right : right + 1] in "（(\n":
        return right - 1
    minister = text.endswith("国务部", left, right) and text.startswith("长", right)
    return right - len("国务部") if minister else right


def _with_title_marks(text: str, left: int, right: int) -> tuple[int, int]:
    """`left:right` with the title mark beside whose other half is inside: 《|文史》杂志社, 印度《晨报|》."""
    opened, closed = text.find("《", left, right), text.find("》", left, right)
    if closed >= 0 and (opened < 0 or closed < opened) and text[max(0, left - 1) : left] == "《":
        left -= 1
    elif opened >= 0 and closed < 0 and text[right : right + 1] == "》":
        right += 1
    return left, right


def _first_of_chain(text: str, right: int) -> int:
    """Where the first body of a chain ends: 新区管委会|—园区管委会; 蜀冈—瘦西湖 is one name."""
    dash = text.find("—", 0, right)
    return dash if dash > 0 and text.endswith(words("generic", "chained", "endings"), 0, dash) else right


def _paired(text: str, left: int, right: int) -> tuple[int, int]:
    """`left:right` without a bracket or quotation mark whose other half lies outside, and what is behind it:
    亚洲基础设施投资银行|（亚投行, 贾滩镇|“政协, 后勤保障组|”“环境整治组."""
    for opening, closing in ("（）", "“”"):
        opened, closed = text.find(opening, left, right), text.find(closing, left, right)
        if closed >= 0 and (opened < 0 or closed < opened):
            right = closed
        elif opened > left and closed < 0:
            right = opened
    return left, right
