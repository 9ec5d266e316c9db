"""Titles as one expression: any number of modifiers and a head, from titles.toml."""

from __future__ import annotations

import re
from functools import cache

from kg.lexicon import alternation, table, words


@cache
def title_pattern() -> re.Pattern[str]:
    """Any number of modifiers and a head: 常务副 + 主任, 党组 + 书记."""
    before, behind = (*words("titles", "modifiers"), *words("titles", "status")), words("titles", "heads")
    modifiers, heads = alternation(before), alternation(behind)
    # The look-ahead spares trying every modifier at every character.
    first = re.escape("".join(sorted({word[0] for word in (*before, *behind)})))
    # 主任务 and 成员国 hold no title; 会长大 neither. 教授团队 is the team of a professor;
    # 局长期间 is while somebody was one, and 领导职务 is no office by name.
    onward = "[务国效远大率制室量]|团(?!队)|期(?!间)|(?<=领导)职务"
    return re.compile(f"(?=[{first}])(?:{modifiers})*(?:{heads})(?!{onward})")


@cache
def status_pattern() -> re.Pattern[str]:
    """The words that say how a post stands, one group a status: 原, 时任, 代理, 拟任."""
    statuses = table("titles")["status"]
    return re.compile("|".join(f"(?P<{name}>{alternation(terms)})" for name, terms in statuses.items()))
