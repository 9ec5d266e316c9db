"""The small grammar of credit lines: labels, names, dates and sources that together fill a line.

A line is a credit only if all of it can be read: "记者 李明 通讯员 王芳" is one, "记者看到，…" is not.
Everything here works on folded text (`kg.text.fold`), whose offsets are those of the text.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from kg.corpus import expressions
from kg.corpus.dates import parse_date
from kg.corpus.names import is_large_place, is_name
from kg.lexicon import words
from kg.text import unpadded

# `medium` is a paper or an agency named only by its reporter: 新华社记者 王五.
ItemKind = Literal["author", "editor", "photo", "credit", "date", "source", "medium"]
LONGEST_LINE = 200
_DAY = re.compile(r"\d{1,2}月\d{1,2}日")
_SPACE = re.compile(" *")


@dataclass(frozen=True, slots=True)
class Item:
    """One thing that a credit line says, where it stands, and its value: a folded name, an ISO date."""

    kind: ItemKind
    start: int
    end: int
    value: str


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
        return self._match(expressions.SEPARATOR) is not None

    def _date(self) -> bool:
        start = self.at
        if found := self._match(expressions.DATE):
            if (iso := parse_date(found[0])) is not None:
                self.items.append(Item("date", start, self.at, iso))
            return True
        if self._match(_DAY):
            return True
        # A time means nothing without its date: 10:30 开始 is no furniture.
        return any(item.kind == "date" for item in self.items) and self._match(expressions.TIME) is not None

    def _source(self) -> bool:
        start = self.at
        if found := self._match(expressions.titled_source()):
            self.items.append(Item("source", *found.span("medium"), found["medium"]))
            return True
        found = self._match(expressions.source_label())
        if not found:
            return False
        if found["source"]:
            start = self.at
            if value := self._match(expressions.SOURCE_VALUE):
                self.items.append(Item("source", start, self.at, value[0].strip("《》 ")))
        return True

    def _counter(self) -> bool:
        return self._match(expressions.counter()) is not None

    def _dispatch(self) -> bool:
        """（新华社北京9月10日电 记者胡喆）: the agency, from where and when, then its people."""
        if found := self._match(expressions.dispatch()):
            if found["medium"] not in _own_media():
                self.medium = found.span("medium")
            return True
        return False

    def _person_label(self) -> bool:
        if found := self._match(expressions.ENGLISH_LABEL):
            if found.lastgroup == "source":
                self._match(_SPACE)
                start = self.at
                if value := self._match(expressions.SOURCE_VALUE):
                    self.items.append(Item("source", start, self.at, value[0]))
            elif found.lastgroup != "date":
                self._enter(found.lastgroup, strong=True)
            return True
        start = self.at
        if self._match(expressions.bureau()):
            self._enter("author", strong=True)
            return True
        found = self._match(expressions.label())
        if not found:
            return False
        kind = found.lastgroup or "credit"
        if kind == "editor" and found["medium"] and found["medium"] not in _own_media():
            self.at = start  # 经济日报社副总编辑 somebody: a person in the news, not who edited this
            return False
        self._enter(kind.removesuffix("_marked"), strong=bool(found["medium"]) or found[kind] in _strong())
        if found["medium"] and found["medium"] not in _own_media():
            self.medium = found.span("medium")
        return True

    def _enter(self, kind: str | None, *, strong: bool) -> None:
        kinds: dict[str, ItemKind] = {"author": "author", "editor": "editor", "photo": "photo"}
        self.kind = kinds.get(kind or "", "credit")
        self.strong = strong
        self.since_label = len(self.items)

    def _filler(self) -> bool:
        if self._match(expressions.photographed()):
            self._were_photographers()
            return True
        return self._match(expressions.written()) is not None

    def _were_photographers(self) -> None:
        # 文 before it closes the writers: 闫韫明文 徐荣军摄.
        for number in range(self.since_label, len(self.items)):
            item = self.items[number]
            if item.kind == "author":
                self.items[number] = Item("photo", item.start, item.end, item.value)

    def _name(self) -> bool:
        start = self.at
        if found := self._match(expressions.LATIN):
            if expressions.english_medium().search(found[0]):
                self.medium = found.span()
            else:
                self._add(start, self.at, found[0])
            return True
        found = expressions.padded_name().match(self.line, start)
        if found and is_name(found[1] + found[2], strong=self.strong):
            self.at = found.end()
            self._add(start, self.at, found[1] + found[2])
            return True
        found = self._match(expressions.WORD)
        if not found:
            return False
        return self._names_in(start, found[0])

    def _names_in(self, start: int, word: str) -> bool:
        """A word without spaces: a name, a name and what it did (王五摄), or two names joined by 和."""
        return (
            self._place_of_report(word)
            or self._shared_report(start, word)
            or self._name_with_deed(start, word)
            or self._joined_names(start, word)
        )

    def _place_of_report(self, word: str) -> bool:
        """本报记者 张三 |北京报道: from where they wrote is nobody's name."""
        place = word.removesuffix("报道")
        return place != word and len(self.items) > self.since_label and is_large_place(place)

    def _shared_report(self, start: int, word: str) -> bool:
        """李红梅和新华社报道: a medium among the people."""
        shared = expressions.shared_report().fullmatch(word)
        if shared is None:
            return False
        name = shared["name"]
        if name is None:
            return True
        return self._add_name(start, name)

    def _name_with_deed(self, start: int, word: str) -> bool:
        """王五摄, 张三文, 区慧仪岚水报道."""
        for deed in expressions.deeds():
            if not word.endswith(deed) or len(word) < len(deed) + 2:
                continue
            rest = word.removesuffix(deed)
            placed = deed in words("furniture", "fillers", "behind_places")
            name = rest[: self._name_before_place(rest)] if placed else rest
            if not name or not is_name(name, strong=self.strong):
                continue
            # 李博文 is a name; who wrote is marked with 文 where who photographed is marked too.
            if deed == "文" and is_name(word) and "摄" not in self.line[self.at :]:
                continue
            self._add(start, start + len(name), name)
            if deed in words("furniture", "fillers", "photo"):
                self._were_photographers()
            elif deed == "文":
                self.since_label = len(self.items)
            self.at = start + len(word)
            return True
        return False

    def _joined_names(self, start: int, word: str) -> bool:
        """One name, or the first of two that are joined: reading goes on behind the joint."""
        if self._add_name(start, word):
            return True
        for joint in re.finditer("[和与及]", word):
            if self._add_name(start, word[: joint.start()]):
                self.at = start + joint.end()
                return True
        return False

    def _add_name(self, start: int, name: str) -> bool:
        if not is_name(name, strong=self.strong):
            return False
        self._add(start, start + len(name), name)
        return True

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


def _strong() -> tuple[str, ...]:
    return words("furniture", "labels", "strong")


def _own_media() -> tuple[str, ...]:
    return words("furniture", "media", "own")


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
        found = expressions.BARE_NAME.match(text, at)
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
    bracketed = expressions.BRACKETED.fullmatch(folded)
    reader = _Reader(folded)
    reader.kind = "author"
    items = []
    found = expressions.MEDIUM.match(folded)
    medium = (found["title"] or found["name"]).strip() if found else ""
    known = found and (found["title"] or re.fullmatch(expressions.medium_pattern(), medium))
    own = medium.startswith(_own_media())
    if found and not own and (known or (bracketed and not is_name(medium))):
        start = found.start("title" if found["title"] else "name")
        items.append(Item("source", start, start + len(medium), medium))
        reader.at = found.end()
    elif not (bracketed or folded.endswith(words("furniture", "fillers", "reported"))):
        return None
    more = reader.read()
    return [*items, *more] if more else None
