"""The small grammar of credit lines: labels, names, dates and sources that together fill a line.

A line is a credit only if all of it can be read: "记者 李明 通讯员 王芳" is one, "记者看到，…" is not.
Everything here works on folded text (`kg.text.fold`), whose offsets are those of the text.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import Literal

from kg.corpus.dates import parse_date
from kg.corpus.names import any_of, is_large_place, is_name, table
from kg.text import HAN, unpadded

# `medium` is a paper or an agency named only by its reporter: 新华社记者 王五.
ItemKind = Literal["author", "editor", "photo", "credit", "date", "source", "medium"]
LONGEST_LINE = 200

_DATE = re.compile(
    r"(?:(?:19|20|21)\d\d ?年 ?\d{1,2} ?月 ?\d{1,2} ?[日号]|(?:19|20|21)\d\d([-/.])\d{1,2}\1\d{1,2}(?!\d)"
    r"|(?:19|20|21)\d{6}(?!\d)|[A-Z][a-z]{2,8}\.? \d{1,2}[,，]? (?:19|20|21)\d\d"
    r"|\d{1,2} [A-Z][a-z]{2,8}\.? (?:19|20|21)\d\d)"
)
_TIME = re.compile(
    r"T?\d{1,2}[:时]\d{1,2}(?:[:分]\d{1,2}秒?|分)?(?:\.\d+)?(?: ?[APap]\.?[Mm]\.?)?(?:Z|[+-]\d\d:?\d\d)?"
    r"|(?:星期|周)[一二三四五六日天]|[上下]午|第 ?\d{1,3} ?版|[A-Z]?\d{1,3} ?版|第?\d{1,2}版"
)
_SEPARATOR = re.compile(r"[ 、，；。：:|/\\（）()【】\[\]“”<>《》\-—_*■●▲◎#]|(?:和|与|及|&|and )(?=[ \w])")
_WORD = re.compile(rf"[{HAN}]+(?:·[{HAN}]+)*")
_LATIN = re.compile(r"[A-Z][A-Za-z.'’-]*(?: (?:(?:de|van|von|bin|al|der) )?[A-Z][A-Za-z.'’-]*){0,4}")
_ENGLISH_MEDIUM = re.compile(
    r"\b(?:Xinhua|Reuters|AFP|AP|BBC|CNN|CGTN|Daily|News|Agency|Times|Post|Herald|Tribune|Press|Edition|Staff|Service)\b"
)
_SOURCE_VALUE = re.compile(
    r"[A-Za-z][A-Za-z0-9.&'-]*(?: [A-Z&][A-Za-z0-9.&'-]*(?![A-Za-z0-9.&'：-]))*"
    r"|《[^《》]{2,20}》|[^ ，。；：（）|]{2,30}"
)
_BRACKETED = re.compile(r" *[（【].{2,}[）】][ \d年月日/.-]*")
_BARE_NAME = re.compile(rf"[ 、，/|]*(?P<name>[{HAN}](?: +[{HAN}](?![{HAN}])|[{HAN}·]{{1,12}}))")
_REPORTED = re.compile("(?:摄影报道|采访整理|参与采写|采写)$")
_MEDIUM = re.compile(
    r" *[（【]? *(?:《 ?(?P<title>[^《》]{2,20}) ?》"
    r"|(?:微信)?(?:公众号)?[“\"]?(?P<name>[^ 《》（），。：“”\"\d]{2,22})[”\"]?)(?=[ （\d])"
)
_ENGLISH_LABEL = re.compile(
    r"(?P<author>(?:(?:Written |Story |Report )?[Bb]y|BY)：?(?= )|(?:Reporter|Author|Writer)s?：)"
    r"|(?P<editor>(?:Web )?[Ee]ditors?：|Edited by)|(?P<photo>Photo(?:s|graph)? by|Photos?：)"
    r"|(?P<source>[Ss]ource：)|(?P<date>(?:Updated|Published|Posted|Date)(?: on)?：?)(?= )"
)


@dataclass(frozen=True, slots=True)
class Item:
    """One thing that a credit line says, where it stands, and its value: a folded name, an ISO date."""

    kind: ItemKind
    start: int
    end: int
    value: str


@cache
def medium_pattern() -> str:
    """The name of a newspaper, an agency or a site, as short as it can be; or 本报 and the like."""
    media = table()["media"]
    return rf"(?:{any_of(media['own'])}|[{HAN}]{{1,10}}?(?:{any_of(media['endings'])}))"


@cache
def _label() -> re.Pattern[str]:
    words = table()["labels"]
    qualifiers = any_of(table()["qualifiers"]["words"])
    kinds = [f"(?P<{kind}>{any_of(words[kind])})" for kind in ("author", "editor", "photo", "credit")]
    kinds += [
        f"(?P<{kind}_marked>(?:{any_of(words['marked'][kind])}) ?(?=[：/|]))" for kind in ("author", "photo")
    ]
    # A medium is followed by its people or its bureau: 新华社记者, 本报中东中心分社 .
    return re.compile(
        rf"(?:综合)?(?P<medium>{medium_pattern()})?(?:{qualifiers}|[一二三四五六七八]版)*(?:{'|'.join(kinds)})"
    )


@cache
def _dispatch() -> re.Pattern[str]:
    return re.compile(
        rf"据?(?P<medium>{medium_pattern()})[{HAN}、]{{0,14}}(?:\d{{1,2}}月)?(?:\d{{1,2}}日)?[电讯](?= )"
    )


@cache
def _with_medium() -> re.Pattern[str]:
    return re.compile(rf"(?:(?P<name>[{HAN}]{{2,4}})[和与及])?{medium_pattern()}(?:报道|供稿|供图)")


@cache
def _bureau() -> re.Pattern[str]:
    return re.compile(rf"(?:{any_of(table()['media']['own'])})[{HAN}]{{0,8}}(?:分社|中心)(?= )")


@cache
def _source_label() -> re.Pattern[str]:
    source = table()["source"]
    return re.compile(
        rf"(?P<source>{any_of(source['labels'])}) ?[：:] ?"
        rf"|(?P<date>{any_of(source['date_labels'])}) ?[：:]? ?"
    )


@cache
def _counter() -> re.Pattern[str]:
    # Each stands alone or with its number: a name may begin with 大 or 小.
    return re.compile(
        rf"(?:{any_of(table()['fillers']['counters'])})(?=[ ：|\d【】（）]|$)[ ：]*\d*[万+]? ?次?|\d+ ?次"
    )


class _Reader:
    """One line, read from left to right, with the label in force and whether that vouches for names."""

    def __init__(self, line: str) -> None:
        self.line = line
        self.at = 0
        self.kind: ItemKind | None = None
        self.strong = False
        self.items: list[Item] = []
        self.since_label = 0
        self.medium: tuple[int, int] | None = None

    def read(self) -> list[Item] | None:
        while self.at < len(self.line):
            if self._date() or self._source() or self._mark() or self._counter() or self._dispatch():
                continue
            if self._person_label() or (self.kind is not None and (self._filler() or self._name())):
                continue
            return None
        return self.items

    def _match(self, pattern: re.Pattern[str]) -> re.Match[str] | None:
        found = pattern.match(self.line, self.at)
        if found and found.end() > self.at:
            self.at = found.end()
            return found
        return None

    def _mark(self) -> bool:
        return self._match(_SEPARATOR) is not None

    def _date(self) -> bool:
        start = self.at
        if found := self._match(_DATE):
            if (iso := parse_date(found[0])) is not None:
                self.items.append(Item("date", start, self.at, iso))
            return True
        if self._match(re.compile(r"\d{1,2}月\d{1,2}日")):
            return True
        # A time means nothing without its date: 10:30 开始 is no furniture.
        return any(item.kind == "date" for item in self.items) and self._match(_TIME) is not None

    def _source(self) -> bool:
        start = self.at
        if found := self._match(re.compile(rf"《 ?(?P<medium>{medium_pattern()}) ?》")):
            self.items.append(Item("source", *found.span("medium"), found["medium"]))
            return True
        found = self._match(_source_label())
        if not found:
            return False
        if found["source"]:
            start = self.at
            if value := self._match(_SOURCE_VALUE):
                self.items.append(Item("source", start, self.at, value[0].strip("《》 ")))
        return True

    def _counter(self) -> bool:
        return self._match(_counter()) is not None

    def _dispatch(self) -> bool:
        """（新华社北京9月10日电 记者胡喆）: the agency, from where and when, then its people."""
        if found := self._match(_dispatch()):
            if found["medium"] not in table()["media"]["own"]:
                self.medium = found.span("medium")
            return True
        return False

    def _person_label(self) -> bool:
        if found := self._match(_ENGLISH_LABEL):
            if found.lastgroup == "source":
                self._match(re.compile(" *"))
                start = self.at
                if value := self._match(_SOURCE_VALUE):
                    self.items.append(Item("source", start, self.at, value[0]))
            elif found.lastgroup != "date":
                self._enter(found.lastgroup, strong=True)
            return True
        start = self.at
        if self._match(_bureau()):
            self._enter("author", strong=True)
            return True
        found = self._match(_label())
        if not found:
            return False
        kind = found.lastgroup or "credit"
        if kind == "editor" and found["medium"] and found["medium"] not in table()["media"]["own"]:
            self.at = start  # 经济日报社副总编辑 somebody: a person in the news, not who edited this
            return False
        self._enter(kind.removesuffix("_marked"), strong=bool(found["medium"]) or found[kind] in _strong())
        if found["medium"] and found["medium"] not in table()["media"]["own"]:
            self.medium = found.span("medium")
        return True

    def _enter(self, kind: str | None, *, strong: bool) -> None:
        kinds: dict[str, ItemKind] = {"author": "author", "editor": "editor", "photo": "photo"}
        self.kind = kinds.get(kind or "", "credit")
        self.strong = strong
        self.since_label = len(self.items)

    def _filler(self) -> bool:
        fillers = table()["fillers"]
        if self._match(re.compile(rf"(?:{any_of(fillers['photo'])})(?![{HAN}])")):
            self._were_photographers()
            return True
        return self._match(re.compile(rf"(?:{any_of(fillers['after'])})(?![{HAN}])")) is not None

    def _were_photographers(self) -> None:
        # 文 before it closes the writers: 闫韫明文 徐荣军摄.
        for number in range(self.since_label, len(self.items)):
            item = self.items[number]
            if item.kind == "author":
                self.items[number] = Item("photo", item.start, item.end, item.value)

    def _name(self) -> bool:
        start = self.at
        if found := self._match(_LATIN):
            if _ENGLISH_MEDIUM.search(found[0]):
                self.medium = found.span()
            else:
                self._add(start, self.at, found[0])
            return True
        padded = re.compile(rf"([{HAN}]) +([{HAN}])(?:(?={any_of(self._endings())})|(?![{HAN}]))")
        if (found := padded.match(self.line, start)) and is_name(found[1] + found[2], strong=self.strong):
            self.at = found.end()
            self._add(start, self.at, found[1] + found[2])
            return True
        found = self._match(_WORD)
        if not found:
            return False
        return self._names_in(start, found[0])

    @staticmethod
    def _endings() -> list[str]:
        fillers = table()["fillers"]
        return [*fillers["photo"], *fillers["after"]]

    def _names_in(self, start: int, word: str) -> bool:
        """A word without spaces: a name, a name and what it did (王五摄), or two names joined by 和."""
        place = word.removesuffix("报道")
        if place != word and len(self.items) > self.since_label and is_large_place(place):
            return True  # 本报记者 张三 北京报道
        # 李红梅和新华社报道: a medium among the people, not a name.
        if shared := _with_medium().fullmatch(word):
            name = shared["name"] or ""
            if name and is_name(name, strong=self.strong):
                self._add(start, start + len(name), name)
            if not name or is_name(name, strong=self.strong):
                return True
        for ending in sorted(self._endings(), key=len, reverse=True):
            if not word.endswith(ending) or len(word) < len(ending) + 2:
                continue
            rest = word.removesuffix(ending)
            length = self._name_before_place(rest) if ending in ("报道", "电", "讯") else len(rest)
            if length and is_name(rest[:length], strong=self.strong):
                # 李博文 is a name; who wrote is marked with 文 where who photographed is marked too.
                if ending == "文" and is_name(word) and "摄" not in self.line[self.at :]:
                    continue
                self._add(start, start + length, rest[:length])
                if ending in table()["fillers"]["photo"]:
                    self._were_photographers()
                elif ending == "文":
                    self.since_label = len(self.items)
                self.at = start + len(word)
                return True
        if is_name(word, strong=self.strong):
            self._add(start, start + len(word), word)
            return True
        for joint in re.finditer("[和与及]", word):
            before = word[: joint.start()]
            if is_name(before, strong=self.strong):
                self._add(start, start + len(before), before)
                self.at = start + joint.end()
                return True
        return False

    def _name_before_place(self, word: str) -> int:
        """How much of 区慧仪岚水(报道) is the name."""
        if is_name(word, strong=False) or len(word) < 4:
            return len(word)
        return next(
            (n for n in (len(word) - 2, 3, 2) if 2 <= n <= 3 and is_name(word[:n], strong=self.strong)), 0
        )

    def _add(self, start: int, end: int, value: str) -> None:
        if self.kind is not None:
            self.items.append(Item(self.kind, start, end, value))


@cache
def _strong() -> frozenset[str]:
    return frozenset(table()["labels"]["strong"])


def read_credits(folded: str) -> list[Item] | None:
    """What a credit line says, or None if any of the line is something else.

    Args:
        folded: one line, or the inside of a bracket, as `kg.text.fold` gives it.

    >>> [(item.kind, item.value) for item in read_credits("记者 李明 通讯员 王 芳") or []]
    [('author', '李明'), ('author', '王芳')]
    >>> read_credits("记者看到，街上很安静")
    """
    if len(folded) > LONGEST_LINE:
        return None
    reader = _Reader(folded)
    items = reader.read()
    if items and reader.medium:
        items.append(Item("medium", *reader.medium, folded[slice(*reader.medium)]))
    return items or None


def read_bare_names(folded: str, *, common: bool = False) -> list[Item] | None:
    """Authors from a line of names and nothing else: 逯江 王宏. Each needs a known surname.

    Args:
        folded: one line, as `kg.text.fold` gives it.
        common: only frequent surnames will do, as where nothing else says that names stand here.

    >>> [item.value for item in read_bare_names("逯江 王 宏、李明") or []]
    ['逯江', '王宏', '李明']
    """
    items: list[Item] = []
    at = 0
    text = folded.strip()
    offset = len(folded) - len(folded.lstrip())
    while at < len(text):
        found = _BARE_NAME.match(text, at)
        name = unpadded(found["name"]) if found else ""
        if not found or not is_name(name, common=common) or is_large_place(name):
            return None
        items.append(Item("author", offset + found.start("name"), offset + found.end("name"), name))
        at = found.end()
    return items if 0 < len(items) <= 6 else None


def read_signature(folded: str) -> list[Item] | None:
    """Who wrote where and when, without labels: （濠海商报 2023年11月19日）, （融媒体中心 杨帆）.

    Outside brackets the medium has to look like one: "会议时间 2023年8月1日" is none.

    >>> [item.value for item in read_signature("（岚水发布 2023年8月22日）") or []]
    ['岚水发布', '2023-08-22']
    """
    if len(folded) > LONGEST_LINE:
        return None
    bracketed = _BRACKETED.fullmatch(folded)
    reader = _Reader(folded)
    reader.kind = "author"
    items = []
    found = _MEDIUM.match(folded)
    medium = (found["title"] or found["name"]).strip() if found else ""
    known = found and (found["title"] or re.fullmatch(medium_pattern(), medium))
    own = medium.startswith(tuple(table()["media"]["own"]))
    if found and not own and (known or (bracketed and not is_name(medium))):
        start = found.start("title" if found["title"] else "name")
        items.append(Item("source", start, start + len(medium), medium))
        reader.at = found.end()
    elif not (bracketed or _REPORTED.search(folded)):
        return None
    more = reader.read()
    return [*items, *more] if more else None
