"""Countries that are named nowhere but before an office that only a state has: 科摩罗|总统."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from kg.gazetteer import countries
from kg.lexicon import alternation, words
from kg.records import Span

_HAN = re.compile("[\u4e00-\u9fff]{2,}")


def states(text: str) -> Iterator[Span]:
    """The names of countries in folded text right before such an office.

    >>> [(span.start, span.end) for span in states("主席、科摩罗总统说，古巴的总统制")]
    [(3, 6)]
    """
    for match in _before_office().finditer(text):
        yield Span(*match.span("country"))


@cache
def _before_office() -> re.Pattern[str]:
    names = {name for country in countries() for name in country.names if _HAN.fullmatch(name)}
    offices = alternation(words("titles", "state_offices"))
    return re.compile(f"(?P<country>{alternation(names)})(?=(?:现任|前|新任|第一)?副?(?:{offices}))")
