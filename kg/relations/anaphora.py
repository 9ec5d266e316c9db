"""他 and 她, which stand for somebody named before.

A stand-in takes the place of a mention in the sentence's view, so that every pattern reads it, but only
where one person can be meant: two that could be leave it unread. Words that stand for bodies (该公司) are
mentions of their own, made by kg.coreference.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from kg.coreference.context import Context
from kg.lexicon import alternation, words
from kg.records import Kind, Span

# 他人, 他乡, 其他, 吉他 are no pronouns, and 他们 are several.
_PRONOUN = re.compile("(?<![其吉])[他她](?![们人乡日山国])")
_QUOTED = re.compile("“[^“”]*”")
# How many sentences back the one who is meant may be named, if nobody else is named since.
_REACH = 4


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
    """Who is named alone in the nearest sentence that names anybody, as far as `_REACH` back."""
    other = "她" if pronoun == "他" else "他"
    for start, end in _stretches(context, sentence, position):
        inside = [
            i
            for i, m in enumerate(context.mentions)
            if m.kind is Kind.PER
            and start <= m.start < end
            and not _signing().search(context.folded, max(0, m.start - 5), m.start)
        ]
        if inside:
            # What somebody quoted says of others (让他们放心) is beside the point.
            between = _QUOTED.sub("", context.folded[context.mentions[inside[-1]].end : position])
            alone = len({context.names[i] for i in inside}) == 1
            return inside[-1] if alone and other not in between and "他们" not in between else None
    return None


@cache
def _signing() -> re.Pattern[str]:
    return re.compile(f"(?:{alternation(words('press', 'signatures'))})[： ]?$")


def _stretches(context: Context, sentence: Span, position: int) -> Iterator[tuple[int, int]]:
    """This sentence up to `position`, then those before it in the same paragraph or the one before."""
    yield sentence.start, position
    for back in context.before(sentence, _REACH):
        yield back.start, back.end


def _quoted(folded: str, position: int) -> bool:
    """Whether a position stands inside a quotation: there 他 is whoever the speaker speaks of."""
    line = folded.rfind("\n", 0, position) + 1
    return folded.count("“", line, position) > folded.count("”", line, position)
