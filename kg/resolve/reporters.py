"""Who made an article, of whom it says nothing else: its reporters and editors, and whose they are."""

from __future__ import annotations

import re
from functools import cache

from kg.lexicon import alternation, words
from kg.ner.places import level_of
from kg.records import Document
from kg.resolve.locals import LocalEntity, Page

# 本报记者|王静, 本报2月1日讯 记者|王静; not 新华社记者.
_OWN_REPORTER = re.compile("(?:本[报网台刊]|(?<![\u4e00-\u9fff]))(?:见习|实习|特约|融媒体?)?记者[:： ]*$")
_LONGEST_LABEL = 12
_LONGEST_LIST = 60


def reports(page: Page, local: LocalEntity) -> bool:
    """Whether somebody signs, or the text calls somebody its own: 本报记者王静, 二版责编：王静 李明."""
    if local.signed:
        return True
    for mention in local.mentions:
        before = page.before(mention, _LONGEST_LIST)
        if _OWN_REPORTER.search(before[-_LONGEST_LABEL:]) or _made_by().search(before):
            return True
    return False


def employer_of(page: Page, local: LocalEntity) -> str | None:
    """The agency whose report it is (新华社北京2月1日电（记者王静）), else who published the article."""
    for mention in local.mentions:
        if found := _by_agency().search(page.before(mention, _LONGEST_LIST)):
            return found["agency"]
    return _publisher(page.document)


def newsroom(page: Page) -> str | None:
    """The local press that a reporter of the article is of: papers and sites of one county share people."""
    place = page.context.publisher
    return f"{place.removesuffix(level_of(place) or '')}媒体" if place else None


def _publisher(document: Document) -> str | None:
    # 澄阳日报客户端 is an edition of 澄阳日报.
    return _edition().sub("", document.publisher).strip() if document.publisher else None


@cache
def _made_by() -> re.Pattern[str]:
    """What stands before who made the article: 责编：, with others between."""
    labels = alternation(words("press", "signatures", "labels"))
    return re.compile(f"(?:{labels})[:：] *(?:[\u4e00-\u9fff]{{1,4}}[ 、]+)*$")


@cache
def _by_agency() -> re.Pattern[str]:
    agencies = alternation(words("press", "agencies"))
    return re.compile(f"(?P<agency>{agencies})[^。\n]{{0,20}}电[^。\n]*$")


@cache
def _edition() -> re.Pattern[str]:
    return re.compile(f"(?:{alternation(words('press', 'editions'))})$")
