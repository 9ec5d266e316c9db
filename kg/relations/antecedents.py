"""Whom and what a sentence goes on from without naming it: the person, the actor, the village spoken of.

Nothing is guessed: where two could be meant, nobody is.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import cache

from kg.coreference.context import Context, governing
from kg.lexicon import alternation, words
from kg.ner.places import level_of
from kg.records import Kind, Span
from kg.relations.patterns import KIN_PREDICATES
from kg.relations.view import SLOTS, View

# How many sentences back somebody is still spoken of, if nobody else is named since.
_SPOKEN = 4
# How many sentences back the one who acts may be named.
_REACH = 2
# As long as the words that stand before a name and show that it is passed over.
_BEFORE = 5
# The body of a post and who holds it.
_HELD = re.compile(
    f"{SLOTS['ORG']}\\w{{0,8}}{SLOTS['TITLE']}(?:[、兼]\\w{{0,8}}{SLOTS['TITLE']})*{SLOTS['PER']}"
)

Stretch = tuple[int, int]


def stretches_before(context: Context, sentence: Span, position: int) -> Iterator[Stretch]:
    """This sentence up to `position`, then those before it, the nearest first."""
    yield sentence.start, position
    for back in context.before(sentence, _SPOKEN):
        yield back.start, back.end


def nearest_people(
    context: Context, stretches: Iterable[Stretch], passed_over: re.Pattern[str]
) -> tuple[int, list[int]]:
    """The people that the first of the stretches names that names anybody, and the number of that stretch.

    A name is passed over that stands right behind what `passed_over` matches.
    """
    for nth, (start, end) in enumerate(stretches):
        inside = [
            i
            for i, m in enumerate(context.mentions)
            if m.kind is Kind.PER
            and start <= m.start < end
            and not passed_over.search(context.folded, max(0, m.start - _BEFORE), m.start)
        ]
        if inside:
            return nth, inside
    return 0, []


def person_spoken_of(context: Context, sentence: Span, position: int) -> list[int]:
    """The one person named before `position` in this clause, this sentence or the four before; nobody if the
    nearest of these that names anybody names two."""
    clause = max(context.folded.rfind("；", sentence.start, position) + 1, sentence.start)
    stretches = [(clause, position), *stretches_before(context, sentence, position)]
    nth, people = nearest_people(context, stretches, _kin_before())
    if not people:
        return []
    last = people[-1]
    if len({context.names[i] for i in people}) > 1:
        return [last] if nth < 2 and _begins_clause(context, last) else []
    # A pronoun after the name may speak of somebody else.
    behind = context.folded[context.mentions[last].end : stretches[nth][1]]
    return [] if nth > 0 and re.search("[他她]", behind) else [last]


@cache
def _here() -> re.Pattern[str]:
    """Words by which a sentence points at the place that was named before."""
    return re.compile(alternation(words("standing", "here")))


@cache
def _kin_before() -> re.Pattern[str]:
    """The kin of somebody else: 女儿罗思雨 in 女儿罗思雨考进大学，儿子罗思远……"""
    kin = alternation(word for name in KIN_PREDICATES for word in words("kinship", name))
    return re.compile(f"(?:{kin})$")


def _begins_clause(context: Context, person: int) -> bool:
    """Whether a person stands first in a clause and is who it is about: 确吉 in 拉吉过世后，确吉与儿子…"""
    start = context.mentions[person].start
    return start == 0 or context.folded[start - 1] in "，。；：\n"


def actor(context: Context, sentence: Span) -> list[int]:
    """The organization that the sentence before begins with, or the one before that: who goes on acting in a
    sentence that names nobody as its subject. Only within the paragraph, and not past another beginning."""
    for before in context.before(sentence, _REACH):
        if "\n" in context.folded[before.start : sentence.start + 1].lstrip("\n"):
            return []
        first = next(
            (i for i, m in enumerate(context.mentions) if before.start <= m.start < before.end), None
        )
        if first is not None:
            mention = context.mentions[first]
            at_start = not context.folded[before.start : mention.start].strip()
            return [first] if at_start and mention.kind is Kind.ORG else []
    return []


def only_organization(context: Context, seen: View, position: int) -> int | None:
    """The organization before a view position, if the sentence names one only: 甲公司公告，张三出任董事长.

    Where it is the body of somebody's post before it says nothing of further ones, be they of `subjects`
    (示例大学教授李四担任主任委员) or not (县委书记李四和担任护林员的……).
    """
    before = [at for at, i in seen.mentions.items() if at < position and context.mentions[i].kind is Kind.ORG]
    if len({context.names[seen.mentions[at]] for at in before}) != 1:
        return None
    held = _HELD.match(seen.chars, before[-1])
    return None if held is not None else seen.mentions[before[-1]]


def village(context: Context, position: int) -> list[int]:
    """The village, or else the town, that the text speaks of at `position`; where the sentence points at it
    (在这里), the one named last.
    """
    small = words("bodies", "small")
    towns = words("bodies", "small", "towns")
    places = [
        i
        for i, m in enumerate(context.mentions)
        if m.kind is Kind.LOC and m.start < position and level_of(context.names[i]) in small
    ]
    narrow = [i for i in places if level_of(context.names[i]) not in towns] or places
    sentence = context.begun(position)
    begin = sentence.start if sentence is not None else 0
    if _here().search(context.folded, begin, position + _BEFORE):
        last = _of_last_sentence(context, narrow, position)
        if last is not None:
            return [last]
    found = governing(narrow, context, position)
    return [] if found is None else [found]


def _of_last_sentence(context: Context, places: Sequence[int], position: int) -> int | None:
    """The last of the places that is named in the nearest sentence which names any of them."""
    for sentence in (s for s in reversed(context.sentences) if s.start <= position):
        here = [i for i in places if sentence.start <= context.mentions[i].start < sentence.end]
        if here:
            return here[-1]
    return None
