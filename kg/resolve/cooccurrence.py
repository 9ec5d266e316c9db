"""Co-occurrence: who and what is named in one sentence, which nobody states and which the graph draws
faintly.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from heapq import nsmallest
from itertools import combinations

from kg.records import Evidence, Span, Statement, Status, stable_id
from kg.resolve.locals import Local, Page

PREDICATE = "coOccursWith"
_RULE = "same-sentence"
_CONFIDENCE = 0.5
# A sentence that names more is a list: everybody in it with everybody else would say nothing, in many rows.
_MOST_NAMES = 8
_SHOWN = 3


@dataclass(frozen=True, slots=True)
class Sight:
    """A sentence that names two entities: of which text, and where; `turn` counts those of one text."""

    text: str
    source_name: str
    document: str
    start: int
    end: int
    turn: int = 0


def sights(page: Page, owners: Mapping[Local, str], text: str) -> Iterator[tuple[tuple[str, str], Sight]]:
    """Each pair of entities that a sentence of the document names, with the sentence."""
    document = page.document
    for sentence, named in _sentences(page, owners):
        seen = Sight(text, document.source_name, document.id, sentence.start, sentence.end)
        for one, other in combinations(sorted(named), 2):
            yield (one, other), seen


def first_shown(sights: Sequence[Sight]) -> tuple[int, list[Sight]]:
    """How many texts name a pair, and the sentences that are shown: one of each text before a second one of
    any. All sentences of one text must be among `sights`.
    """
    if len(sights) == 1:
        # As it is for most pairs.
        return 1, list(sights)
    by_text: dict[str, list[Sight]] = defaultdict(list)
    for sight in sights:
        by_text[sight.text].append(sight)
    numbered = (
        replace(sight, turn=turn)
        for seen in by_text.values()
        for turn, sight in enumerate(sorted(seen, key=lambda s: (s.source_name, s.start)))
    )
    return len(by_text), foremost(numbered)


def foremost(numbered: Iterable[Sight]) -> list[Sight]:
    """The sentences that are shown, of those that are the foremost of their texts.

    >>> foremost([])
    []
    """
    return nsmallest(_SHOWN, numbered, key=lambda s: (s.turn, s.source_name, s.start))


def together(pair: tuple[str, str], count: int, shown: Iterable[Sight]) -> Statement:
    """The statement that `count` texts name two entities in one sentence."""
    key = stable_id("st", pair[0], PREDICATE, pair[1], "", Status.CURRENT.value)
    return Statement(
        key,
        pair[0],
        PREDICATE,
        pair[1],
        None,
        Status.CURRENT,
        None,
        None,
        None,
        _CONFIDENCE,
        count,
        tuple(sorted(_proof_id(key, sight) for sight in shown)),
    )


def proof(statement: str, sight: Sight, quote: str) -> Evidence:
    """A sentence as evidence; `quote` is its text."""
    key = _proof_id(statement, sight)
    return Evidence(key, statement, sight.document, sight.start, sight.end, quote, _RULE, _CONFIDENCE)


def _proof_id(statement: str, sight: Sight) -> str:
    return stable_id("ev", statement, sight.document, str(sight.start), str(sight.end), _RULE)


def _sentences(page: Page, owners: Mapping[Local, str]) -> Iterator[tuple[Span, set[str]]]:
    """Each sentence with the entities that it names; names inside other names do not count."""
    top: list[tuple[int, str]] = []
    end = 0
    for i, mention in enumerate(page.extraction.mentions):
        if mention.start >= end:
            end = mention.end
            top.append((mention.start, owners[page.local(i)]))
    position = 0
    for sentence in page.context.sentences:
        while position < len(top) and top[position][0] < sentence.start:
            position += 1
        named = set()
        while position < len(top) and top[position][0] < sentence.end:
            named.add(top[position][1])
            position += 1
        if 2 <= len(named) <= _MOST_NAMES:
            yield sentence, named
