"""他 and 她, which stand for somebody named before.

A stand-in takes the place of a mention in the sentence's view, so that every pattern reads it, but only
where one person can be meant: two that could be leave it unread. Words that stand for bodies (该公司) are
mentions of their own, made by kg.coreference.
"""

from __future__ import annotations

import re
from functools import cache

from kg.coreference.context import Context
from kg.lexicon import alternation, words
from kg.records import Span
from kg.relations.antecedents import nearest_people, stretches_before

# 他人, 他乡, 其他, 吉他 are no pronouns, and 他们 are several.
_PRONOUN = re.compile("(?<![其吉])[他她](?![们人乡日山国])")
_QUOTED = re.compile("“[^“”]*”")


def stand_ins(context: Context, sentence: Span) -> dict[Span, int]:
    """The stretches of a sentence that stand for a mention, by its index; none of them inside a mention."""
    found = {}
    for match in _PRONOUN.finditer(context.folded, sentence.start, sentence.end):
        at = match.start()
        if _quoted(context.folded, at) or any(m.start <= at < m.end for m in context.mentions):
            continue
        person = _person(context, sentence, at, match.group())
        if person is not None:
            found[Span(*match.span())] = person
    return found


def _person(context: Context, sentence: Span, position: int, pronoun: str) -> int | None:
    """Who is named alone in the nearest sentence that names anybody, as far back as anybody is spoken of."""
    _, people = nearest_people(context, stretches_before(context, sentence, position), _signing())
    if len({context.names[i] for i in people}) != 1:
        return None
    # What somebody quoted says of others (让他们放心) is beside the point.
    between = _QUOTED.sub("", context.folded[context.mentions[people[-1]].end : position])
    other = "她" if pronoun == "他" else "他"
    return None if other in between or "他们" in between else people[-1]


@cache
def _signing() -> re.Pattern[str]:
    return re.compile(f"(?:{alternation(words('press', 'signatures'))})[： ]?$")


def _quoted(folded: str, position: int) -> bool:
    """Whether a position stands inside a quotation: there 他 is whoever the speaker speaks of."""
    line = folded.rfind("\n", 0, position) + 1
    return folded.count("“", line, position) > folded.count("”", line, position)
