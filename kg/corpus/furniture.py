"""News furniture: what in an article is not prose, and what it says about the article.

Title lines, bylines, date and source lines, editors' lines, captions and credits become regions; a dateline
before prose on its line (新华社北京3月2日电（记者王五）) covers just itself. What cannot be read whole is
prose: a missed byline costs a name, a sentence taken for furniture costs its facts.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import cache

from kg.corpus.credits import Item, read_bare_names, read_credits, read_signature
from kg.corpus.dates import MONTH_NAMES, parse_date
from kg.corpus.expressions import any_of, medium_pattern
from kg.corpus.lines import Line, read_lines
from kg.lexicon import expression, words
from kg.records import SIGNATURES, Document, Region, Role, Span
from kg.text import HAN, fold, unpadded

_LONGEST_TITLE = 60
_LONGEST_LATIN_TITLE = 160
_TITLE_LINES = 3
_SENTENCE_END = re.compile("[。；，、,;]$|。|[.](?<![A-Z][.])(?<!St[.])$")
_PHOTOGRAPHER = rf"[{HAN} ·、/]{{2,24}}摄(?: ?（[^（）]{{2,14}}）)?"
_ABOUT_AUTHOR = re.compile(
    "（(?:本文)?作者(?:为|系|是|单位|简介|：).*）|(?:本文)?作者(?:单位|简介|系)[：: ]?.{1,80}"
)
_TRAILING = re.compile(
    rf"(?<=[。！？”’…）]) *(?P<part>（[^（）]{{2,80}}）|(?:[^。！？（）]{{0,16}}记者)?{_PHOTOGRAPHER})$"
)
_MONTHS = f"(?:{MONTH_NAMES})[a-z]*"
_ENGLISH_DATELINE = re.compile(
    rf"[A-Z][A-Z'’. -]+(?:， [A-Z][A-Za-z .]+)?， {_MONTHS}\.? \d{{1,2}}(?:， (?P<year>\d{{4}}))?"
    r" *(?:（(?P<medium>[^（）]{2,40})）)? *[-—]+ *"
    rf"|（(?P<agency>[A-Z][A-Za-z .&'’-]{{2,40}})，[^（）]{{0,40}}{_MONTHS}\.? \d{{1,2}}， \d{{4}}） *"
)
_HAN = re.compile(f"[{HAN}]")


@dataclass(frozen=True, slots=True)
class Furniture:
    """What was found: regions in order and apart, and what they say. None and () where nothing is said."""

    regions: tuple[Region, ...] = ()
    title: str | None = None
    published: str | None = None
    publisher: str | None = None
    authors: tuple[str, ...] = ()
    editors: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Found:
    """Furniture with its items, whose offsets count from `base`."""

    region: Region
    items: tuple[Item, ...] = ()
    base: int = 0


@dataclass(slots=True)
class _Head:
    found: list[_Found] = field(default_factory=list)
    titles: list[Line] = field(default_factory=list)
    body: int = 0


def read_furniture(
    text: str, *, start: int = 0, has_title: bool = False, markdown: bool = False
) -> Furniture:
    """Find the furniture of one article.

    Args:
        text: the text as read.
        start: where to begin (after front matter), in code points.
        has_title: the first line is known to be the title.
        markdown: heading, picture and code marks mean what they mean in Markdown.

    >>> found = read_furniture("示例县开会\\n\\n逯江\\u00a0王宏\\n2020-02-26  来源:示例网\\n\\n会议召开了。")
    >>> found.title, found.authors, found.published, found.publisher
    ('示例县开会', ('逯江', '王宏'), '2020-02-26', '示例网')
    """
    lines = list(read_lines(text, fold(text), start, markdown))
    head = _read_head(lines, has_title)
    last = len(lines)
    tail: list[_Found] = []
    while last > head.body and (found := _furniture(lines[last - 1]) or _signature(lines[last - 1])):
        tail.insert(0, found)
        last -= 1
    body = [found for line in lines[head.body : last] for found in _in_body(line)]
    titles = [_Found(Region(line.left, line.right, Role.TITLE)) for line in head.titles]
    everything = sorted([*head.found, *titles, *body, *tail], key=lambda found: found.region.start)
    title = " ".join(text[line.start : line.end] for line in head.titles)
    summary = _summary(text, everything)
    return replace(summary, title=title or None, regions=tuple(found.region for found in everything))


def people(document: Document) -> list[Span]:
    """Where the furniture of a document names its authors and editors, in order.

    >>> from kg.records import Region, Role
    >>> text = "本报记者 王\\u3000宏\\n会议召开了。"
    >>> byline = Region(0, 8, Role.BYLINE)
    >>> document = Document("doc-1", "d.txt", text, "zh", authors=("王宏",), regions=(byline,))
    >>> [text[span.start : span.end] for span in people(document)]
    ['王\\u3000宏']
    """
    names = sorted({*document.authors, *document.editors}, key=lambda name: (-len(name), name))
    if not names:
        return []
    # Longest first, so that 李明 is not found in 李明华.
    patterns = (r"\s*".join(map(re.escape, name)) if _HAN.search(name) else re.escape(name) for name in names)
    return list(_spans(document, re.compile("|".join(patterns)), SIGNATURES))


def publisher_span(document: Document) -> Span | None:
    """Where the furniture of a document names its publisher first, if it does."""
    if not document.publisher:
        return None
    pattern = re.compile(re.escape(document.publisher))
    return next(_spans(document, pattern, (Role.DATELINE, Role.BYLINE, Role.CREDIT)), None)


def _spans(document: Document, pattern: re.Pattern[str], roles: Collection[Role]) -> Iterator[Span]:
    for region in document.regions:
        if region.role in roles:
            for match in pattern.finditer(document.text, region.start, region.end):
                yield Span(*match.span())


def _read_head(lines: Sequence[Line], has_title: bool) -> _Head:
    """Everything before the first line of prose."""
    head = _Head()
    for at, line in enumerate(lines):
        following = lines[at + 1] if at + 1 < len(lines) else None
        if has_title and at == 0:
            head.titles.append(line)
        elif found := _furniture(line) or _byline_of_names(line, head, following):
            head.found.append(found)
        elif _is_title(line, head, following) if not head.titles else _is_subtitle(line, head, following):
            head.titles.append(line)
        else:
            break
        head.body = at + 1
    return head


def _is_title(line: Line, head: _Head, following: Line | None) -> bool:
    if line.heading:
        return True
    if following is None or not _title_shaped(line):
        return False
    if following.number > line.number + 1 or _furniture(following):
        return True
    # Lines that run on, all of one length, are prose that was wrapped.
    wrapped = len(line.folded) > 30 and abs(len(line.folded) - len(following.folded)) <= len(line.folded) // 5
    ended = following.folded.endswith("。")
    return not (wrapped and not ended) and not following.folded[0].islower()


def _is_subtitle(line: Line, head: _Head, following: Line | None) -> bool:
    before = head.titles[-1]
    if line.number != before.number + 1 or len(head.titles) >= _TITLE_LINES or line.heading or before.heading:
        return False
    if (
        following is None
        or not _title_shaped(line)
        or len(line.folded) > _LONGEST_TITLE * 2 // 3 + _latin(line) * 80
    ):
        return False
    if line.folded in words("furniture", "headings") or line.folded.endswith("：") or line.left > line.start:
        return False
    if following.number > line.number + 1 or _furniture(following):
        return True
    return not _latin(line) and len(following.folded) >= 45


def _title_shaped(line: Line) -> bool:
    longest = _LONGEST_LATIN_TITLE if _latin(line) else _LONGEST_TITLE
    return (
        len(line.folded) <= longest
        and not _SENTENCE_END.search(line.folded)
        and _dateline(line) is None
        and re.search(r"[^\W\d_]", line.folded) is not None
    )


def _latin(line: Line) -> bool:
    return not _HAN.search(line.folded)


def _byline_of_names(line: Line, head: _Head, following: Line | None) -> _Found | None:
    """逯江 王宏 below a title; one name alone, or a rare surname, only beside a date and source line."""
    if not head.titles or line.heading:
        return None
    neighbours = [head.found[-1] if head.found else None, _furniture(following) if following else None]
    dated = any(found is not None and found.region.role is Role.DATELINE for found in neighbours)
    items = read_bare_names(line.folded, common=not dated)
    return _of_line(line, Role.BYLINE, items) if items and (len(items) > 1 or dated) else None


def _signature(line: Line) -> _Found | None:
    items = read_bare_names(line.folded, common=True)
    return _of_line(line, Role.BYLINE, items) if items and len(items) > 1 else None


def _of_line(line: Line, role: Role, items: Sequence[Item] = ()) -> _Found:
    return _Found(Region(line.left, line.right, role), tuple(items), line.start)


@cache
def _line_label() -> re.Pattern[str]:
    credit, caption = any_of("lines", "credit"), any_of("lines", "caption")
    return re.compile(rf"[（*※]?(?:(?P<credit>{credit})|(?P<caption>{caption})) ?[：:].*")


@cache
def _caption() -> re.Pattern[str]:
    """A line below a picture: by how it begins, by its photographer, or by the sort of picture alone."""
    begins, whole = (expression("furniture", "captions", key) for key in ("begins", "whole"))
    return re.compile(rf"（?{begins}.*|（?{_PHOTOGRAPHER}）?|（?[^。]{{1,40}}摄）?|（?{whole}）?")


def _furniture(line: Line) -> _Found | None:
    """A line that is furniture wherever it stands."""
    folded = line.folded
    if line.role:
        return _of_line(line, line.role)
    if line.heading:
        return None
    if labelled := _line_label().fullmatch(folded):
        return _of_line(line, Role.CREDIT if labelled["credit"] else Role.CAPTION)
    if _ABOUT_AUTHOR.fullmatch(folded) and len(folded) <= 160:
        comma = folded.rfind("，")
        inner = read_credits(folded[comma + 1 :]) if comma >= 0 else None
        items = [
            replace(item, start=item.start + comma + 1, end=item.end + comma + 1) for item in inner or ()
        ]
        if items or not (written := read_credits(folded)):
            return _of_line(line, Role.CREDIT, items)
        return _of_line(line, Role.BYLINE, written)
    if _caption().fullmatch(folded) and len(folded) <= 400:
        return _of_line(line, Role.CAPTION)
    if credited := read_credits(folded) or read_signature(folded):
        return _of_line(line, _role(credited), credited)
    if bracketed := re.fullmatch("（(.{2,40})）", folded):
        names = read_bare_names(bracketed[1])
        if names:
            shifted = [replace(item, start=item.start + 1, end=item.end + 1) for item in names]
            return _of_line(line, Role.BYLINE, shifted)
    return None


def _role(items: Sequence[Item]) -> Role:
    kinds = {item.kind for item in items}
    for kind, role in (
        ("date", Role.DATELINE),
        ("source", Role.DATELINE),
        ("author", Role.BYLINE),
        ("editor", Role.EDITORS),
        ("photo", Role.CAPTION),
    ):
        if kind in kinds:
            return role
    return Role.CREDIT


def _in_body(line: Line) -> Iterator[_Found]:
    """Furniture among the prose: whole lines, and the ends of lines."""
    if line.heading:
        yield _of_line(line, Role.TITLE)
        return
    whole = _furniture(line)
    # A date alone between paragraphs heads a section: it is not when the article was published.
    if whole and not (whole.region.role is Role.DATELINE and {item.kind for item in whole.items} == {"date"}):
        yield whole
        return
    if before := _dateline(line):
        yield before
    after = _trailing(line)
    if after and (before is None or before.region.end <= after.region.start):
        yield after


@cache
def _chinese_dateline() -> re.Pattern[str]:
    return re.compile(
        rf"(?P<open>[【（])?(?:据|综合)?(?P<medium>{medium_pattern()})(?P<place>[{HAN}、/]{{0,14}}?) ?"
        r"(?P<date>(?:\d{4}年)?(?:\d{1,2}月)?\d{1,2}日)? ?(?:专?电|讯|消息)(?P<gap> *)"
        r"(?P<names>（[^（）]{2,80}）)?(?P<close>[】）])?(?P<colon>：)? *"
    )


def _dateline(line: Line) -> _Found | None:
    """新华社北京3月2日电（记者王五） and the like, before prose on the same line."""
    if found := _ENGLISH_DATELINE.match(line.folded):
        kind = "medium" if found["medium"] else "agency"
        items = [Item("source", *found.span(kind), found[kind])] if found[kind] else []
        if iso := parse_date(found[0]):
            items.append(Item("date", 0, found.end(), iso))
        return _Found(Region(line.left, line.start + found.end(), Role.DATELINE), tuple(items), line.start)
    if bracketed := re.match("【([^【】]{2,40})】 *", line.folded):
        inside = read_credits(bracketed[0])
        if inside and _role(inside) in (Role.BYLINE, Role.DATELINE):
            return _Found(
                Region(line.left, line.start + bracketed.end(), Role.DATELINE), tuple(inside), line.start
            )
    found = _chinese_dateline().match(line.folded)
    if not found:
        return None
    names = read_credits(found["names"]) if found["names"] else None
    end = found.end() if names or found["colon"] or not found["names"] else found.start("names")
    if not (names or found["colon"] or found["gap"] or found["date"] or found["close"]):
        return None
    if bool(found["open"]) != bool(found["close"]) or end >= len(line.folded):
        return None
    base = found.start("names")
    items = [replace(item, start=item.start + base, end=item.end + base) for item in names or ()]
    if found["medium"] not in words("furniture", "media", "own"):
        items.append(Item("medium", *found.span("medium"), found["medium"]))
    if found["date"] and (iso := parse_date(found["date"])):
        items.append(Item("date", *found.span("date"), iso))
    return _Found(Region(line.left, line.start + end, Role.DATELINE), tuple(items), line.start)


def _trailing(line: Line) -> _Found | None:
    """（记者 王五） or 新华社记者 王五 摄 after the last sentence of a paragraph."""
    found = _TRAILING.search(line.folded[-120:]) if line.folded.endswith(("）", "摄")) else None
    if not found:
        return None
    at = max(0, len(line.folded) - 120) + found.start("part")
    items = read_credits(found["part"])
    region = Region(line.start + at, line.right, _role(items or ()))
    if found["part"].endswith("摄") or re.search("摄(?:（|）$)", found["part"]):
        return _Found(replace(region, role=Role.CAPTION))
    if not items:
        return None
    return _Found(region, tuple(items), line.start + at)


def _summary(text: str, everything: Sequence[_Found]) -> Furniture:
    said: dict[str, list[str]] = {"author": [], "editor": [], "date": [], "source": [], "medium": []}
    for found in everything:
        if found.region.role is Role.CAPTION:
            continue
        for item in found.items:
            # A date is a value; a name is given as written, not as folded.
            written = text[found.base + item.start : found.base + item.end]
            value = item.value if item.kind == "date" else unpadded(written).strip("《》 ")
            if item.kind in said and value not in said[item.kind]:
                said[item.kind].append(value)
    # 来源：示例晚报综合 was put together by that paper.
    publishers = [name.removesuffix("综合") or name for name in said["source"] + said["medium"]]
    return Furniture(
        published=said["date"][0] if said["date"] else None,
        publisher=publishers[0] if publishers else None,
        authors=tuple(said["author"]),
        editors=tuple(said["editor"]),
    )
