"""Posts in apposition: 市委副书记、市长杨勤荣 holds two, the second at a body that only the first lets one
know.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from kg.coreference.context import Context
from kg.gazetteer import is_country
from kg.lexicon import alternation, table, words
from kg.lexicon.titles import status_pattern
from kg.ner.places import level_of
from kg.records import Kind, Span, Status
from kg.relations.offices import country_behind, held_with
from kg.relations.view import SLOTS, View

_ORG, _LOC, _TITLE = SLOTS["ORG"], SLOTS["LOC"], SLOTS["TITLE"]
_MARK = alternation(words("titles", "within_posts"))
_FIELD = f"(?:{alternation(words('titles', 'ministries', 'fields'))})"
_POST = re.compile(
    f"(?P<before>[^{_ORG}{_LOC}{_TITLE}、]*?)"
    # 示例医院（示例大学附属医院）|副院长: what stands in brackets is another name of the body.
    f"(?:(?P<body>{_LOC}*(?:{_ORG}|{_LOC}))[”》]?(?:（[^（）。]{{1,24}}）)?)?"
    # 示例集团|中国区|总裁, 日本|驻华|大使: the second place is a part of the post.
    f"(?P<rest>(?:(?<={_ORG})(?:{_MARK})?(?P<part>{_LOC})(?:[及和]{_LOC})?|(?<=[{_LOC}{_ORG}])(?:{_MARK})?常?驻[{_ORG}{_LOC}]{{0,2}})?"
    # 工业、贸易与旅游|大臣 is one office.
    f"(?:{_FIELD}、(?={_FIELD})|[^{_ORG}{_LOC}{_TITLE}、])*)(?P<head>{_TITLE}(?:[^{_ORG}{_LOC}{_TITLE}、，和兼及]{{0,6}}{_TITLE})?)"
)

# 柳堰村|村民收到|总书记的回信: what somebody does is no part of a title.
_PEOPLE = alternation(words("titles", "anybody"))
_BODY_AND_TITLE = re.compile(
    f"(?<!驻)(?P<body>{_LOC}*(?:{_ORG}|{_LOC}))(?!的?(?:{_PEOPLE}))的?[^\\W]{{0,8}}?{_TITLE}"
)


_LISTED = re.compile(f"{SLOTS['PER']}[、和与及]$")

# 分管日常工作的|副部长: what a deputy is in charge of is no part of the title.
_IN_CHARGE = re.compile("^(?:分管|主持|负责)[^，、]{2,8}的")


@dataclass(frozen=True, slots=True)
class Post:
    """A title at a body: `body` is the index of a mention."""

    body: int
    title: str
    status: Status
    words: Span


def posts(context: Context, view: View, start: int, end: int, body: int | None = None) -> Iterator[Post]:
    """The posts in `view.chars[start:end]`, left to right; one whose body cannot be told is left out.

    `body` is where a post is held that names none, if it is known from before.
    """
    inherited, earlier = Status.CURRENT, ""
    listed = body if body is not None else _body_of_list(view, start)
    for match in _POST.finditer(view.chars, start, end):
        own, title, span = _words_of_post(context, view, match)
        before = match["before"].lstrip("、，兼任和")
        title, status = _status(title, before)
        status = inherited if status is Status.CURRENT and own is None and not before else status
        inherited = status
        at = own if own is not None else _held_at(context, title, span.start, body, earlier, listed)
        if at is not None and _is_of_company(context, at, title, named=own is not None):
            continue
        if at is not None and title and _fits(context, at, title):
            yield Post(at, title, status, span)
        if own is not None:
            body, earlier, listed = own, title, own


def _body_of_list(view: View, start: int) -> int | None:
    """The body of the post before, where another's is listed behind it: 甲党总书记张三、|国家主席李四."""
    goes_on = _LISTED.search(view.chars, 0, start)
    return body_before(view, start) if goes_on else None


def _words_of_post(context: Context, view: View, match: re.Match[str]) -> tuple[int | None, str, Span]:
    """The body that a post names itself, its title, and where that stands."""
    own = view.mention_at(match.end("body") - 1) if match["body"] else None
    span = view.span(match.start("rest"), match.end("head"))
    title = _IN_CHARGE.sub("", context.folded[span.start : span.end].lstrip("的兼任，和"))
    if match["part"] and own is not None and _is_of_part(context.names[own], title):
        own = view.mention_at(match.start("part"))  # 示例党|岚水县|县长 is one of the county
        span = view.span(match.end("part"), match.end("head"))
        title = context.folded[span.start : span.end]
    return own, title if own is None else _whole_title(context, own, title, span), span


def _whole_title(context: Context, body: int, title: str, span: Span) -> str:
    """The title with what it shares with the name of its body, right before it."""
    if title == "长" and span.start == context.mentions[body].end:
        title = context.folded[span.start - 1] + title  # 财政部|长 is its 部长, 吉林省|长 its 省长
    for noun in table("bodies")["pointers"]:
        # 示例, which is short for 示例公司, in 示例|公司亚太区总裁.
        if len(noun) > 1 and title.startswith(noun) and context.names[body].endswith(noun):
            title = title.removeprefix(noun)
    if title == "成员":
        title = context.folded[span.start - 2 : span.start] + title  # 水利厅党组|成员
    group = _leading_group(context, body)
    if group and title.endswith(words("titles", "heads", "party")) and not title.startswith(group):
        title = group + title  # 总工会党组|书记, where the leading group speaks for the body
    return title


def _held_at(
    context: Context, title: str, position: int, body: int | None, earlier: str, listed: int | None
) -> int | None:
    """Where a post is held that names no body: at the state or the place that its title tells, else at the
    `body` of the post before, whose title was `earlier`. `listed` is the body of the post before that also if
    that was another's, which tells whose state is meant.
    """
    state = table("titles")["implied_place"].get(title)
    if state is not None:
        abroad = None if listed is None else country_behind(context, listed)
        return context.nearest(Kind.LOC, abroad or state, position)
    level = _level(title)
    if level is not None:
        return context.place_at_level(level, position, near=body)
    return None if body is None else held_with(context, body, earlier, title, position)


def _is_of_company(context: Context, body: int, title: str, *, named: bool) -> bool:
    """波士顿咨询|中国|区主席: whether the place is a part of a company that was not found."""
    # 岚水区|区长 is the district's.
    district = context.names[body].endswith("区") or not named
    of_level = district and _level(title) is not None
    return title.startswith("区") and not of_level and context.mentions[body].kind is Kind.LOC


def _leading_group(context: Context, body: int) -> str:
    """党组 of 市总工会党组, where that is read for 市总工会; nothing otherwise."""
    mention, name = context.mentions[body], context.names[body]
    written = context.folded[mention.start : mention.end]
    groups = words("short_forms", "suffixes")
    return next((g for g in groups if written.endswith(g) and not name.endswith(g)), "")


def body_before(view: View, position: int) -> int | None:
    """The body of the last post before a view position: 美国 in 美国贸易代表莱特希泽、|财政部长姆努钦."""
    before = list(_BODY_AND_TITLE.finditer(view.chars, 0, position))
    return view.mention_at(before[-1].end("body") - 1) if before else None


def _status(title: str, before: str) -> tuple[str, Status]:
    """The title without its mark of status, and the status."""
    mark = None if title.startswith(words("titles", "no_status")) else status_pattern().match(title)
    if mark is None:
        mark = status_pattern().fullmatch(before)
    elif _head_at_end().search(title, mark.end()):
        title = title[mark.end() :]
    else:
        mark = None  # 代表 is a title of its own, and 前 may belong to one (前锋).
    return title, Status(mark.lastgroup) if mark is not None and mark.lastgroup else Status.CURRENT


@cache
def _head_at_end() -> re.Pattern[str]:
    return re.compile(f"(?:{alternation(words('titles', 'heads'))})$")


@cache
def _territorial() -> re.Pattern[str]:
    """A title that names the level of its place: 副市长 the city, 镇长 the town."""
    levels, heads = alternation(table("bodies")["levels"]), alternation(words("titles", "of_levels"))
    return re.compile(f"(?:常务副|副|代)?(?P<level>{levels})(?:{heads})$")


def _level(title: str) -> str | None:
    """The level of the place that a territorial title governs: 市 of 副市长, 村 of 第一书记; None for other
    titles.
    """
    match = _territorial().match(title)
    return match["level"] if match else table("titles")["implied_level"].get(title)


def body_of_title(context: Context, view: View, span: tuple[int, int]) -> int | None:
    """The organization that a title without a body belongs to: that of the last such title in the sentence
    (主任 ... 副主任), else the only organization of the kind that has such a head (院长: a hospital, a
    college) in the last sentences or, if they name none, in the document so far."""
    where = view.span(*span)
    title = context.folded[where.start : where.end]
    head = None if _level(title) is not None else _head_at_end().search(title)
    if head is None:
        return None
    # Volunteers and delegates of one sentence come from anywhere.
    if head.group() not in words("titles", "weak"):
        earlier = _body_with_head(context, view, span[0], head.group())
        if earlier is not None:
            return earlier
    fitting = _bodies_of_kind(context, title, where.start)
    first = (view.sentence, *context.before(view.sentence, 2))[-1].start
    near = [i for i in fitting if context.mentions[i].start >= first]
    # Two that fit leave it open whose head it is, be it here or in all that came before, unless the whole
    # article is about one of them.
    chosen = near or fitting
    if len({context.names[i] for i in chosen}) == 1:
        return chosen[-1]
    here_named = {context.names[i] for i in near if context.mentions[i].start >= view.sentence.start}
    topic = _topic(context, fitting)
    return topic if topic is not None and here_named <= {context.names[topic]} else None


def _body_with_head(context: Context, view: View, position: int, head: str) -> int | None:
    """The body of the last title before a view position that ends in this head."""
    for match in reversed(list(_BODY_AND_TITLE.finditer(view.chars, 0, position))):
        title = view.span(match.end() - 1, match.end())
        if context.folded[title.start : title.end].endswith(head):
            return view.mention_at(match.end("body") - 1)
    return None


def _bodies_of_kind(context: Context, title: str, before: int) -> list[int]:
    """The organizations named before an offset that are of a kind that has such a head."""
    of_heads = table("titles")["bodies_of_heads"]
    known = max((head for head in of_heads if title.endswith(head)), key=len, default=None)
    if known is None:
        return []
    endings = tuple(of_heads[known])
    return [
        i
        for i, mention in enumerate(context.mentions)
        if mention.kind is Kind.ORG
        and mention.start < before
        and context.names[i].endswith(endings)
        and not _SIGN.match(context.folded, mention.end)
    ]


def _topic(context: Context, candidates: Sequence[int]) -> int | None:
    """The last of `candidates` that names what the article is about: named at its very beginning, and at
    least three times, and three times as often as any other of them."""
    counts = Counter(name for name in context.names)
    ranked = sorted({context.names[i] for i in candidates}, key=lambda name: (-counts[name], name))
    if len(ranked) < 2 or len(context.sentences) < 2:
        return None
    leading, second = ranked[0], ranked[1]
    opening = context.sentences[1].end
    at_front = any(context.names[i] == leading and context.mentions[i].start < opening for i in candidates)
    if not at_front or counts[leading] < max(3, 3 * counts[second]):
        return None
    return max(i for i in candidates if context.names[i] == leading)


# 加挂“附属医院”牌子: another name on the door of a body, and no body of its own.
_SIGN = re.compile("”?(?:（[^（）]{1,20}）)?(?:、[^，。；]{1,20})?的?牌子")


_OF_PLACES = ("territorial", "party", "executive", "military")


@cache
def _group_of_head() -> dict[str, str]:
    groups = table("titles")["heads"]
    return {head: group for group in groups for head in words("titles", "heads", group)}


@cache
def _head_group(title: str) -> str | None:
    """The group of the longest head that a title ends with: 总干事 is of business, whatever a 干事 is."""
    longest = max((head for head in _group_of_head() if title.endswith(head)), key=len, default="")
    return _group_of_head().get(longest)


def _is_of_part(body: str, title: str) -> bool:
    """Whether a post is of the place behind a body: 示例党|岚水县|议员, and not 示例政府|中东|问题特使."""
    group = _head_group(title)
    return (
        _level(title) is not None or group == "territorial" or (body.endswith("党") and group in _OF_PLACES)
    )


def _fits(context: Context, body: int, title: str) -> bool:
    """A place has officials and envoys, a village its doctor; it employs no other doctors, no reporters. What
    people have built has whoever works in it: 示例美术馆馆员, 示例港调度员."""
    of_places = title in table("titles")["implied_level"] or _head_group(title) in _OF_PLACES
    of_places = of_places or title.startswith(("驻", "常驻"))
    name = context.names[body]
    if name.endswith("区") and (name in words("employers", "between") or is_country(name[:-1])):
        return False  # 中国区|总经理 leads a part of a company that was not found
    of_places = of_places or (
        level_of(name) in words("bodies", "small") and title.endswith(words("titles", "of_small_places"))
    )
    head = _head_at_end().search(title)
    department = title[: head.start()] if head else title
    # 联合国秘书长|叙利亚问题特使 is of the one who sends him.
    of_places = (
        of_places
        and not department.startswith("问题")
        and not department.endswith(words("titles", "not_of_places"))
    )
    return (
        context.mentions[body].kind is not Kind.LOC
        or of_places
        or name.endswith(words("bodies", "workplaces"))
    )
