"""Co-occurrence: who and what is named in one sentence, which nobody states and which the graph draws
faintly.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from itertools import combinations

from kg.records import Evidence, Span, Statement, Status, stable_id
from kg.resolve.locals import Local, Page

PREDICATE = "coOccursWith"
_RULE = "same-sentence"
_CONFIDENCE = 0.5
# A sentence that names more is a list: everybody in it with everybody else would say nothing, in many rows.
_MOST_NAMES = 8
_SHOWN = 3


def co_occurrences(
    pages: Iterable[Page], owners: Mapping[Local, str], texts: Mapping[str, str]
) -> tuple[list[Statement], list[Evidence]]:
    """A statement for each pair that shares a sentence, with three of the sentences at most as evidence.

    >>> co_occurrences([], {}, {})
    ([], [])
    """
    shared: dict[tuple[str, str], dict[str, list[tuple[Page, Span]]]] = defaultdict(lambda: defaultdict(list))
    for page in pages:
        text = texts.get(page.document.id, page.document.id)
        for sentence, named in _sentences(page, owners):
            for pair in combinations(sorted(named), 2):
                shared[pair][text].append((page, sentence))
    made, proofs = [], []
    for (subject, target), by_text in sorted(shared.items()):
        key = stable_id("st", subject, PREDICATE, target, "", Status.CURRENT.value)
        # A sentence of each text before a second one of any.
        ordered = _spread(by_text)
        mine = [_evidence(page, sentence, key) for page, sentence in ordered[:_SHOWN]]
        proofs += mine
        made.append(
            Statement(
                key,
                subject,
                PREDICATE,
                target,
                None,
                Status.CURRENT,
                None,
                None,
                None,
                _CONFIDENCE,
                len(by_text),
                tuple(sorted(proof.id for proof in mine)),
            )
        )
    return made, proofs


def _spread(by_text: Mapping[str, list[tuple[Page, Span]]]) -> list[tuple[Page, Span]]:
    """The sentences, one of each text before a second one of any."""
    turns = (
        (turn, page.document.source_name, sentence.start, page, sentence)
        for sentences in by_text.values()
        for turn, (page, sentence) in enumerate(sentences)
    )
    return [(page, sentence) for *_, page, sentence in sorted(turns, key=lambda item: item[:3])]


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


def _evidence(page: Page, sentence: Span, statement: str) -> Evidence:
    document = page.document
    return Evidence(
        stable_id("ev", statement, document.id, str(sentence.start), str(sentence.end), _RULE),
        statement,
        document.id,
        sentence.start,
        sentence.end,
        document.text[sentence.start : sentence.end],
        _RULE,
        _CONFIDENCE,
    )
