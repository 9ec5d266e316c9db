"""What a recognizer is not sure of and nothing in the document speaks for: everyday words taken for people,
verses and slogans taken for places.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from kg.gazetteer import country_of, gazetteer, is_country, surname_of, surname_share
from kg.lexicon import alternation, words
from kg.lexicon.titles import title_pattern
from kg.ner.places import leading_places, level_of
from kg.records import Kind, Mention

# People with a name no longer than this have a surname that is more frequent than this share, or are sure
# to be people.
_SHORT, _SEEN, _LIKELY = 3, 1e-4, 0.75
# Of the names below this that are no known place and do not end like one, read in 400 articles, one in five
# was a place; of the people without a title one in two was somebody.
_UNLIKELY = 0.5
_BEFORE, _BEHIND = 5, 2


def believed(mentions: Sequence[Mention], folded: str) -> list[Mention]:
    """Without what is nowhere surely a name and of which nothing else says it. Short words that have no
    surname, stand behind no title, and say nothing are no people: 亮晶晶, 保研. What no list knows, does not
    end like a place and is not said to be one is no place: 长虹卧波.

    >>> text = "星星亮晶晶，村民庚玺说，段长河来了。"
    >>> found = [Mention(text.index(name), text.index(name) + len(name), Kind.PER, name, 0.6)
    ...          for name in ("亮晶晶", "庚玺", "段长河")]
    >>> [mention.text for mention in believed(found, text)]
    ['庚玺', '段长河']
    """
    doubts = (
        (_no_surname, _LIKELY, _is_introduced),
        (_rare, _UNLIKELY, _has_a_title),
        (_no_place, _UNLIKELY, _is_said_to_be),
    )
    doubtful: set[tuple[Kind, str]] = set()
    for doubted, sure, shown in doubts:
        names = {(m.kind, m.text) for m in mentions if doubted(m)}
        doubtful |= names - {(m.kind, m.text) for m in mentions if m.confidence >= sure or shown(m, folded)}
    return [m for m in mentions if (m.kind, m.text) not in doubtful]


def _no_surname(mention: Mention) -> bool:
    name = mention.text
    return mention.kind is Kind.PER and len(name) <= _SHORT and surname_share(surname_of(name) or "") < _SEEN


def _rare(mention: Mention) -> bool:
    return mention.kind is Kind.PER and "·" not in mention.text


def _is_introduced(mention: Mention, folded: str) -> bool:
    """Whether a title stands before a name, or its bearer says something."""
    before = _title_before().search(folded, max(0, mention.start - _BEFORE), mention.start)
    return before is not None or _speaking().match(folded, mention.end) is not None


def _has_a_title(mention: Mention, folded: str) -> bool:
    """Whether one is introduced, or has a title behind the name: 粟大裕|将军."""
    return _is_introduced(mention, folded) or title_pattern().match(folded, mention.end) is not None


@cache
def _title_before() -> re.Pattern[str]:
    return re.compile(f"(?:{title_pattern().pattern})$|(?:{alternation(words('titles', 'anybody'))})$")


@cache
def _speaking() -> re.Pattern[str]:
    return re.compile(alternation(words("speech", "verbs")))


def _no_place(mention: Mention) -> bool:
    name = mention.text
    return (
        mention.kind is Kind.LOC
        and len(name) > 1
        and level_of(name) is None
        and not name.endswith(_landmarks())
        and not (is_country(name) or country_of(name) or name in words("countries", "wider"))
        and not gazetteer().named(name)
        and not leading_places(name)
    )


@cache
def _landmarks() -> tuple[str, ...]:
    """What the names of places end in that no list of divisions has."""
    return (
        *words("generic", "landmarks", "endings"),
        *words("generic", "facilities"),
        *words("generic", "zones", "endings"),
        *words("generic", "waters"),
        *words("generic", "features"),
        *words("generic", "stretching"),
        *words("bodies", "workplaces"),
    )


def _is_said_to_be(mention: Mention, folded: str) -> bool:
    """Whether the words before a name say that it is a place (坐落于), or it is right behind a country."""
    begin = max(0, mention.start - _BEFORE)
    if folded.endswith(words("generic", "landmarks", "behind"), begin, mention.start):
        return True
    return any(is_country(folded[start : mention.start]) for start in range(begin, mention.start - 1))
