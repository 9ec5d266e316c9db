"""The grammar of public bodies: how 市委, 襄垣县返底村党支部 or 市教育局 are built, read from
lexicon/bodies.toml.

All functions expect text folded by `kg.text.fold`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Literal

from kg.lexicon import alternation, table, words

# Every such body, or several: 全市党委, 各省区市人大常委会, 两省法院, 城市人民政府, 相关地区党委.
_ANY = re.compile(
    "(?:[全各两几每]|各[省市县区]{1,2}|省区|(?<![\u4e00-\u9fff])城|(?:相关|有关|受灾|[各该本两些他分])地)$"
)

# An authority governs a territory as a whole (市委, 镇政府, 村委会), an office has one function in it
# (市教育局), an institution serves it (县人民医院).
Sort = Literal["authority", "office", "institution"]


@dataclass(frozen=True, slots=True)
class Body:
    """A body in the text: `start:end`; `start:tail` is its level word (市 in 市教育局) or nothing."""

    start: int
    tail: int
    end: int
    level: str


@dataclass(frozen=True, slots=True)
class Tail:
    """The part of a body's name behind its place: where it ends, and what sort of body it makes."""

    end: int
    sort: Sort


@cache
def _tail() -> str:
    """What can stand behind a place name to make it a body, as a regular expression."""
    department = alternation(words("bodies", "departments", "of_committee"))
    stems, endings = (alternation(words("bodies", "functions", key)) for key in ("stems", "endings"))
    # Merged bureaus have several functions: 教育和体育局, 文化广电体育旅游局.
    function = f"(?:{stems})(?:和?(?:{stems})){{0,2}}(?:{endings})"
    annexes = alternation(words("bodies", "annexes", "of_authorities"))
    authority = "|".join(
        (
            f"委(?![{table('bodies')['not_committee']['characters']}])(?P<of_committee>{department})?",
            # 村党组织 is any party organization of a village, no body.
            f"(?:{alternation(words('bodies', 'authorities', 'party'))})(?!织)(?P<of_party>{department})?",
            alternation(words("bodies", "authorities", "grassroots")),
            f"(?:{alternation(words('bodies', 'authorities', 'government'))})(?:{annexes})?",
        )
    )
    office = "|".join(
        (
            # 岚水县第十八届人民代表大会, 省十四届人大常委会
            f"(?:第?[一二三四五六七八九十]+届)?(?:{alternation(words('bodies', 'authorities', 'assembly'))})"
            f"(?:{annexes})?",
            alternation(words("bodies", "departments", "discipline")),
            alternation(words("bodies", "departments", "mass")),
            alternation(words("bodies", "departments", "court")),
            f"{function}(?:{alternation(words('bodies', 'annexes', 'of_offices'))})?",
        )
    )
    institution = alternation(words("bodies", "functions", "institutions"))
    return f"(?:(?P<authority>{authority})|(?P<office>{office})|(?P<institution>{institution}))"


@cache
def _after_place() -> re.Pattern[str]:
    return re.compile(_tail())


@cache
def _with_level() -> re.Pattern[str]:
    levels = alternation(table("bodies")["levels"])
    return re.compile(f"(?P<league>团)?(?P<level>{levels})(?P<tail>{_tail()})")


@cache
def _continued() -> re.Pattern[str]:
    """A body that shares the place of the body before it: 市人社局、文旅局 or 市委、市政府."""
    return re.compile(f"[、和及](?P<tail>{_tail()})")


def bodies(text: str) -> Iterator[Body]:
    """Every body that is named with its level word, and those that share the level of the one before."""
    for match in _with_level().finditer(text):
        if _ANY.search(text, max(0, match.start() - 4), match.start()):
            continue
        if match["level"] == "镇" and text[match.start() - 1 : match.start()] == "乡":
            continue
        if (
            match["level"] in (*words("bodies", "small", "villages"), *words("bodies", "small", "estates"))
            and match["tail"].startswith("委")
            and not match["tail"].startswith("委会")
        ):
            continue
        start = match.start("league") if match["league"] else match.start("level")
        yield Body(start, match.start("tail"), match.end(), match["level"])
        end = match.end()
        while shared := _continued().match(text, end):
            if shared["tail"].startswith("委"):
                break
            yield Body(shared.start("tail"), shared.start("tail"), shared.end(), match["level"])
            end = shared.end()


def tail_after(text: str, position: int) -> Tail | None:
    """What makes the place that ends at `position` a body; None if nothing does.

    >>> tail_after("返底村党支部书记", 3)
    Tail(end=6, sort='authority')
    """
    match = _after_place().match(text, position)
    if match is None:
        return None
    sorts: tuple[Sort, ...] = ("authority", "office", "institution")
    return Tail(match.end(), next(sort for sort in sorts if match[sort] is not None))


@cache
def _whole() -> re.Pattern[str]:
    parts = table("bodies")["parts"]
    heads, after, ends = (alternation(parts[key]) for key in ("heads", "after_any", "parts"))
    part = f"(?:{after}).{{2,}}|(?![员会件队门）]).{{0,8}}(?:{ends})"
    no_head = alternation(parts["no_heads"])
    return re.compile(f"(?P<whole>.{{2,}}?(?:{heads})(?<!(?:{no_head})))(?:{part})")


def whole_of(name: str) -> int | None:
    """Where the larger organization ends that an organization's name begins with; None if it names no
    larger one.

    >>> whole_of("长治市委宣传部"), whole_of("长治医学院附属和平医院"), whole_of("长治市人民医院")
    (4, 5, None)
    """
    match = _whole().fullmatch(name)
    return match.end("whole") if match else None


def is_part(tail: str) -> bool:
    """Whether a name that goes on like this after an organization's whole name is that of a part of it.

    >>> is_part("外事委员会"), is_part("附属和平医院"), is_part("记者")
    (True, True, False)
    """
    return _part().fullmatch(tail) is not None


@cache
def _part() -> re.Pattern[str]:
    parts = table("bodies")["parts"]
    after, ends = alternation(parts["after_any"]), alternation([*parts["parts"], *parts["of_named"]])
    return re.compile(f"(?:{after}).{{2,}}|(?![员会]).{{0,10}}(?:{ends})(?<!俱乐部)")
