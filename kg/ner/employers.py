"""Companies that only the title behind them shows: 示例优选 in 示例优选创始人张三.

Names of brands are made of everyday words, and a recognizer passes them over or takes them for people. What
stands at the beginning of a clause, before a title that only a company gives, before a person, is a company.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from functools import cache

from kg.lexicon import alternation, words
from kg.records import Span

_BOUNDARY = "^|(?<=[。，；：“、？！（\\n—])|(?<=[。，！？…]”)"


def employers(folded: str, people: Collection[int]) -> Iterator[Span]:
    """Where such names stand in a text in normal form; `people` are the offsets where a person's name begins.

    >>> text = "但示例优选创始人张三说，公司总裁李四来了。"
    >>> [text[s.start : s.end] for s in employers(text, {text.index("张三"), text.index("李四")})]
    ['示例优选']
    """
    for match in _named_by_title().finditer(folded):
        if match.end() in people and not _common(match["name"]):
            yield Span(*match.span("name"))


def _common(name: str) -> bool:
    anywhere = any(word in name for word in words("employers", "common", "anywhere"))
    return anywhere or name.endswith(words("employers", "common", "endings"))


@cache
def _named_by_title() -> re.Pattern[str]:
    titles = alternation(words("employers", "titles"))
    between = alternation(words("employers", "between"))
    fronts = alternation(words("employers", "fronts"))
    never = re.escape("".join(words("employers", "never")))
    title = f"(?:{between})*(?:{titles})"
    return re.compile(
        f"(?:{_BOUNDARY})(?:{fronts})?(?P<name>[^\\W_{never}]{{2,10}}?){title}(?:(?:[、兼及和]|以及|暨)*{title})*"
    )
