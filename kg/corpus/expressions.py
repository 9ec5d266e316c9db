"""What the lines of news furniture are made of, as expressions: labels, names, dates, media, sources.

The words stand in lexicon/furniture.toml. Everything is for folded text (`kg.text.fold`).
"""

from __future__ import annotations

import re
from functools import cache

from kg.lexicon import alternation, words
from kg.text import HAN

DATE = re.compile(
    r"(?:(?:19|20|21)\d\d ?年 ?\d{1,2} ?月 ?\d{1,2} ?[日号]|(?:19|20|21)\d\d([-/.])\d{1,2}\1\d{1,2}(?!\d)"
    r"|(?:19|20|21)\d{6}(?!\d)|[A-Z][a-z]{2,8}\.? \d{1,2}[,，]? (?:19|20|21)\d\d"
    r"|\d{1,2} [A-Z][a-z]{2,8}\.? (?:19|20|21)\d\d)"
)
TIME = re.compile(
    r"T?\d{1,2}[:时]\d{1,2}(?:[:分]\d{1,2}秒?|分)?(?:\.\d+)?(?: ?[APap]\.?[Mm]\.?)?(?:Z|[+-]\d\d:?\d\d)?"
    r"|(?:星期|周)[一二三四五六日天]|[上下]午|第 ?\d{1,3} ?版|[A-Z]?\d{1,3} ?版|第?\d{1,2}版"
)
SEPARATOR = re.compile(r"[ 、，；。：:|/\\（）()【】\[\]“”<>《》\-—_*■●▲◎#]|(?:和|与|及|&|and )(?=[ \w])")
WORD = re.compile(rf"[{HAN}]+(?:·[{HAN}]+)*")
LATIN = re.compile(r"[A-Z][A-Za-z.'’-]*(?: (?:(?:de|van|von|bin|al|der) )?[A-Z][A-Za-z.'’-]*){0,4}")
SOURCE_VALUE = re.compile(
    r"[A-Za-z][A-Za-z0-9.&'-]*(?: [A-Z&][A-Za-z0-9.&'-]*(?![A-Za-z0-9.&'：-]))*"
    r"|《[^《》]{2,20}》|[^ ，。；：（）|]{2,30}"
)
BRACKETED = re.compile(r" *[（【].{2,}[）】][ \d年月日/.-]*")
BARE_NAME = re.compile(rf"[ 、，/|]*(?P<name>[{HAN}](?: +[{HAN}](?![{HAN}])|[{HAN}·]{{1,12}}))")
MEDIUM = re.compile(
    r" *[（【]? *(?:《 ?(?P<title>[^《》]{2,20}) ?》"
    r"|(?:微信)?(?:公众号)?[“\"]?(?P<name>[^ 《》（），。：“”\"\d]{2,22})[”\"]?)(?=[ （\d])"
)
ENGLISH_LABEL = re.compile(
    r"(?P<author>(?:(?:Written |Story |Report )?[Bb]y|BY)：?(?= )|(?:Reporter|Author|Writer)s?：)"
    r"|(?P<editor>(?:Web )?[Ee]ditors?：|Edited by)|(?P<photo>Photo(?:s|graph)? by|Photos?：)"
    r"|(?P<source>[Ss]ource：)|(?P<date>(?:Updated|Published|Posted|Date)(?: on)?：?)(?= )"
)


@cache
def medium_pattern() -> str:
    """The name of a newspaper, an agency or a site, as short as it can be; or 本报 and the like."""
    return rf"(?:{any_of('media', 'own')}|[{HAN}]{{1,10}}?(?:{any_of('media', 'endings')}))"


@cache
def label() -> re.Pattern[str]:
    """What stands before names, one group a kind, with the medium that the people are of: 新华社|记者."""
    kinds = [f"(?P<{kind}>{any_of('labels', kind)})" for kind in ("author", "editor", "photo", "credit")]
    kinds += [
        f"(?P<{kind}_marked>(?:{any_of('labels', 'marked', kind)}) ?(?=[：/|]))"
        for kind in ("author", "photo")
    ]
    return re.compile(
        rf"(?:综合)?(?P<medium>{medium_pattern()})?(?:{any_of('qualifiers')}|[一二三四五六七八]版)*(?:{'|'.join(kinds)})"
    )


@cache
def dispatch() -> re.Pattern[str]:
    """An agency, from where and when: 新华社|北京9月10日电."""
    return re.compile(
        rf"据?(?P<medium>{medium_pattern()})[{HAN}、]{{0,14}}(?:\d{{1,2}}月)?(?:\d{{1,2}}日)?[电讯](?= )"
    )


@cache
def shared_report() -> re.Pattern[str]:
    """A medium among the people, with one of them before it: 李红梅和|新华社|报道."""
    return re.compile(
        rf"(?:(?P<name>[{HAN}]{{2,4}})[和与及])?{medium_pattern()}(?:{any_of('fillers', 'of_media')})"
    )


@cache
def bureau() -> re.Pattern[str]:
    """A bureau of the paper itself: 本报中东中心分社."""
    return re.compile(rf"(?:{any_of('media', 'own')})[{HAN}]{{0,8}}(?:{any_of('media', 'bureaus')})(?= )")


@cache
def source_label() -> re.Pattern[str]:
    """What stands before a source or a date: 来源：, 发布时间."""
    source, date = any_of("source", "labels"), any_of("source", "date_labels")
    return re.compile(rf"(?P<source>{source}) ?[：:] ?|(?P<date>{date}) ?[：:]? ?")


@cache
def counter() -> re.Pattern[str]:
    """A counter of a page, with its number or alone, for a name may begin with 大 or 小: 阅读 1.2万."""
    return re.compile(
        rf"(?:{any_of('fillers', 'counters')})(?=[ ：|\d【】（）]|$)[ ：]*\d*[万+]? ?次?|\d+ ?次"
    )


@cache
def english_medium() -> re.Pattern[str]:
    """A word by which a name in Latin letters is that of a paper or an agency: Example Daily."""
    return re.compile(rf"\b(?:{any_of('media', 'english')})\b")


@cache
def titled_source() -> re.Pattern[str]:
    """A medium in title marks: 《示例日报》."""
    return re.compile(rf"《 ?(?P<medium>{medium_pattern()}) ?》")


@cache
def photographed() -> re.Pattern[str]:
    """By what somebody's name is said to be a photographer's: 王五|摄."""
    return re.compile(rf"(?:{any_of('fillers', 'photo')})(?![{HAN}])")


@cache
def written() -> re.Pattern[str]:
    """What may stand behind the names of those who wrote: 王五|采写."""
    return re.compile(rf"(?:{any_of('fillers', 'after')})(?![{HAN}])")


@cache
def padded_name() -> re.Pattern[str]:
    """A name of two characters with space between them."""
    return re.compile(rf"([{HAN}]) +([{HAN}])(?:(?={alternation(deeds())})|(?![{HAN}]))")


@cache
def deeds() -> tuple[str, ...]:
    """What may stand behind a name for what its bearer did (摄, 采写, 报道), the longest first."""
    found = (*words("furniture", "fillers", "photo"), *words("furniture", "fillers", "after"))
    return tuple(sorted(found, key=len, reverse=True))


def any_of(*path: str) -> str:
    """A regular expression for any of the words below `path` in lexicon/furniture.toml."""
    return alternation(words("furniture", *path))
